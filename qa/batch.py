"""Batch answers: a list of questions in, a list of answers out, resumable at any moment.

Answers go to a journal beside the output as they are found; the output is written from it, whole, at the end. A run that
was killed goes on from the journal, if its questions and its store are still the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import GoujiError, QuestionError
from qa.batch_files import WRITERS, Linker
from qa.questions import ACCEPTED, Question, read_questions

__all__ = ["ACCEPTED", "Question", "read_questions", "run", "steps"]

Row = dict[str, Any]
Answerer = Callable[[Question], Row]


class Each(Protocol):
    """How questions are answered one after another or side by side: as `map` does it, in their order."""

    def __call__(self, function: Answerer, questions: Iterable[Question], /) -> Iterator[Row]: ...


def run(
    questions: Sequence[Question],
    answer: Answerer,
    out: Path,
    stamp: str,
    on_done: Callable[[int], None] | None = None,
    *,
    each: Each = map,
    link: Linker | None = None,
) -> list[Row]:
    """Answers every question and writes `out` (`.jsonl`, `.csv`, `.xlsx`); `stamp` names the state of the store.

    A question that fails becomes a row of status `error`. Interrupted, the journal `out`.part stays and the next run
    with the same questions and stamp goes on from it. `on_done` gets the number of questions done since it was last called;
    `link` gives the address of a citation's page.
    """
    going = steps(questions, answer, out, stamp, each=each, link=link)
    while True:
        try:
            done = next(going)
        except StopIteration as end:
            return list(end.value)
        if on_done is not None:
            on_done(done)


def steps(
    questions: Sequence[Question], answer: Answerer, out: Path, stamp: str, *, each: Each = map, link: Linker | None = None,
) -> Generator[int, None, list[Row]]:  # fmt: skip
    """`run` step by step: yields the number of questions done with each step; closed in between, it can be gone on with."""
    if out.suffix.lower() not in WRITERS:
        raise QuestionError(f"{out}: answers are written as {', '.join(WRITERS)}")
    journal = out.with_name(out.name + ".part")
    key = hashlib.sha256(json.dumps([stamp, [[q.id, q.text, q.documents] for q in questions]], ensure_ascii=False).encode()).hexdigest()
    done = _resume(journal, key)
    if done:
        yield len(done)
    try:
        with journal.open("a", encoding="utf-8") as file:
            if not done and file.tell() == 0:
                file.write(json.dumps({"batch": key}) + "\n")
            for row in each(partial(_attempt, answer), questions[len(done) :]):
                row["id"] = questions[len(done)].id
                done.append(row)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
                yield 1
    except OSError as error:
        raise QuestionError(
            f"{out}: cannot be written: {error.strerror or error}; what is answered so far is kept in {journal.name}"
        ) from error
    finished = out.with_name(out.name + ".new")
    try:
        WRITERS[out.suffix.lower()](questions, done, finished, link)
        os.replace(finished, out)
    except OSError as error:
        raise QuestionError(f"{out}: cannot be written: {error.strerror or error}; the answers are kept in {journal.name}") from error
    journal.unlink()
    return done


def _attempt(answer: Answerer, question: Question) -> Row:
    """The answer to one question; whatever goes wrong with it is its answer, and not the end of the others."""
    try:
        return answer(question)
    except GoujiError as error:
        reason = str(error)
    except OSError:  # the store's disk, not this question
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    return {
        "id": question.id, "question": question.text, "status": "error", "answer": reason, "value": None, "unit": None,
        "citations": [], "figures": [], "model": "rules", "elapsed_ms": 0,
    }  # fmt: skip


def _resume(journal: Path, key: str) -> list[Row]:
    """The answers of an interrupted run; a journal of another batch, or a last line cut short, is dropped."""
    try:
        lines = journal.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    kept: list[bytes] = []
    for line in lines[:-1]:  # the last piece is no whole line
        try:
            row = json.loads(line)
        except ValueError:
            break
        if not kept and row.get("batch") != key:
            break
        kept.append(line)
    journal.write_bytes(b"".join(line + b"\n" for line in kept))
    return [json.loads(line) for line in kept[1:]]
