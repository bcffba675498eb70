"""Answering side by side: the rules in processes of their own, a language model in threads that wait."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa.batch import Answerer, Each, Row
from qa.questions import Question

if TYPE_CHECKING:
    from qa.session import Gouji

# Questions handed out beyond those being answered: enough to keep every worker busy, few enough to stop at once.
_AHEAD = 4
# How often a list asks a model again that is busy or out of reach: nobody waits for one answer of it.
_RETRIES = 4
_here: Gouji | None = None


@contextmanager
def answering(gouji: Gouji, jobs: int = 1, *, apart: bool = False) -> Iterator[tuple[Answerer, Each]]:
    """What answers questions, and how they are given to it, `jobs` at a time, in order.

    The rules work in processes that open the store themselves, a model in threads; one job works here, unless `apart`
    keeps even that out of this process, whose page has visitors.
    """
    if gouji.endpoint is not None:
        patient = copy(gouji)
        patient.endpoint = replace(gouji.endpoint, retries=_RETRIES)
        with ThreadPoolExecutor(max(jobs, 1), thread_name_prefix="gouji-batch") as threads:
            yield partial(_asked, patient), partial(_side_by_side, threads, max(jobs, 1))
    elif jobs <= 1 and not apart:
        yield partial(_asked, gouji), map
    else:
        # Spawned, not forked: a fork of a process with threads (a model, a web server) may hang.
        pool = ProcessPoolExecutor(max(jobs, 1), multiprocessing.get_context("spawn"), _open, (gouji.store.directory,))
        try:
            yield _answer, partial(_side_by_side, pool, max(jobs, 1))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _asked(gouji: Gouji, question: Question) -> Row:
    return gouji.ask(question.text, question.documents).json()


def _open(directory: Path) -> None:
    global _here
    from qa.session import Gouji

    _here = Gouji(directory, answerer="rules", read_only=True)


def _answer(question: Question) -> Row:
    assert _here is not None
    return _asked(_here, question)


def _side_by_side(pool: Executor, jobs: int, function: Answerer, questions: Iterable[Question], /) -> Iterator[Row]:
    """As `map`, on a pool, never far ahead of what was taken."""
    waiting = iter(questions)
    running: deque[Future[Row]] = deque()
    try:
        while True:
            while len(running) < jobs + _AHEAD and (question := next(waiting, None)) is not None:
                running.append(pool.submit(function, question))
            if not running:
                return
            yield running.popleft().result()
    finally:
        for future in running:
            future.cancel()
