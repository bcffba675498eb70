"""Answering side by side: the rules in processes of their own, a language model in threads that wait."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corpus.errors import GoujiError
from qa.batch import Answerer, Each, Row
from qa.questions import Question

if TYPE_CHECKING:
    from qa.session import Gouji

# Questions handed out beyond those being answered: enough to keep every worker busy, few enough to stop at once.
_AHEAD = 4
# How often a list asks a model again that is busy or out of reach: nobody waits for one answer of it.
_RETRIES = 4
# By how much work that nobody watches gives way to work that somebody waits for (the system's scale to 19).
_COURTESY = 10
_here: Gouji | None = None
T = TypeVar("T")


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
        pool = _pool(gouji.store.directory, max(jobs, 1), courteous=apart)
        try:
            yield _answer, partial(_side_by_side, pool, max(jobs, 1))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _asked(gouji: Gouji, question: Question) -> Row:
    return gouji.ask(question.text, question.documents).json()


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


class Crew:
    """Processes that work for one that must stay quick; each opens the store by itself, to read. The first work starts them.

    `courteous` ones give way to everything else on the machine.
    """

    def __init__(self, directory: Path, size: int, *, courteous: bool = False) -> None:
        self._directory, self._size, self._courteous = directory, max(size, 1), courteous
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def do(self, work: Callable[[Gouji], T]) -> T:
        """What `work` (a function that can be sent) gives with the session of one of the processes; waits for its turn.

        Raises what it raises, and GoujiError when it ends its process, and a second one.
        """
        for last in (False, True):
            pool = self._ready()
            try:
                return pool.submit(_do, work).result()
            except BrokenProcessPool:
                # Perhaps the work of somebody else: it is tried anew, in a pool of new processes.
                self._drop(pool)
                if last:
                    raise GoujiError("the process that worked on it was ended (out of memory, or a fault in a library)") from None
        raise AssertionError

    def start(self) -> None:
        """Starts the processes now, so that the first work finds them ready."""
        pool = self._ready()
        for _ in range(self._size):
            pool.submit(_do, _nothing)

    def _ready(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = _pool(self._directory, self._size, courteous=self._courteous)
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Ends the processes; what waits for one is given up."""
        if self._pool is not None:
            self._drop(self._pool)


def _pool(directory: Path, size: int, *, courteous: bool) -> ProcessPoolExecutor:
    # Spawned, not forked: a fork of a process with threads (a model, a web server) may hang.
    return ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), _open, (directory, courteous))


def _open(directory: Path, courteous: bool) -> None:
    """Begins a process of a pool: it goes when the one that started it goes, however that ends."""
    global _here
    from qa.session import Gouji

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal interrupts everybody; who started us ends us
    threading.Thread(target=_follow, name="gouji-follow", daemon=True).start()
    if courteous and hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_COURTESY)
    _here = Gouji(directory, answerer="rules", read_only=True)


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Callable[[Gouji], T]) -> T:
    assert _here is not None
    return work(_here)


def _nothing(gouji: Gouji) -> None:
    pass
