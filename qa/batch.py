"""Batch answers: a list of questions in, a list of answers out, resumable at any moment.

Answers go to a journal beside the output as they are found; the output is written from it, whole, at the end. A run that
was killed goes on from the journal, if its questions and its store are still the same.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import GoujiError, QuestionError

_NAMES = {
    "id": "id", "编号": "id", "序号": "id",
    "question": "question", "问题": "question", "提问": "question",
    "document": "document", "documents": "document", "文件": "document", "文档": "document",
}  # fmt: skip
ACCEPTED = ".jsonl, .csv, .xlsx, .txt"
FIELDS = ["id", "question", "status", "answer", "value", "unit", "verdict", "model", "elapsed_ms", "citations", "figures"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a list; `documents` limits its answer, `extra` keeps the list's other columns."""

    id: str
    text: str
    documents: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


def read_questions(path: Path) -> list[Question]:
    """The questions of a list; raises QuestionError for a list that cannot be read or has no question column."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise QuestionError(f"{path}: a question list is {ACCEPTED}, not {path.suffix or 'a file without suffix'}")
    try:
        rows = list(reader(path))
    except FileNotFoundError:
        raise QuestionError(f"{path}: no such file") from None
    except (OSError, ValueError, csv.Error) as error:
        raise QuestionError(
            f"{path}: not readable as {path.suffix}: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        ) from error
    if not rows:
        raise QuestionError(f"{path}: no question in it")
    if not any("question" in row for row in rows):
        raise QuestionError(f"{path}: no column named question or 问题")
    found = []
    for number, row in enumerate(rows, 1):
        documents = row.get("document") or ()
        if isinstance(documents, str):
            documents = tuple(name.strip() for name in documents.replace("；", ";").split(";") if name.strip())
        extra = tuple(
            (str(key), str(value)) for key, value in row.items() if key not in ("id", "question", "document") and value is not None
        )
        found.append(
            Question(str(row.get("id") or number), str(row.get("question") or "").strip(), tuple(str(d) for d in documents), extra)
        )
    return found


def _named(header: Sequence[object], values: Sequence[object]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for heading, value in zip(header, values, strict=False):
        name = str(heading or "").strip()
        if name:
            named[_NAMES.get(name.lower(), name)] = value
    return named


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is no JSON object")
            yield _named(list(row), list(row.values()))


def _csv(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    yield from (_named(rows[0], row) for row in rows[1:] if any(row))


def _xlsx(path: Path) -> Iterator[dict[str, Any]]:
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError("not an Excel workbook") from error
    rows = iter(book.worksheets[0].iter_rows(values_only=True))
    header = next(rows, ())
    yield from (_named(header, row) for row in rows if any(value is not None for value in row))
    book.close()


def _txt(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    yield from ({"question": line.strip()} for line in text.splitlines() if line.strip())


_READERS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {".jsonl": _jsonl, ".csv": _csv, ".xlsx": _xlsx, ".txt": _txt}


def run(
    questions: Sequence[Question],
    answer: Callable[[Question], dict[str, Any]],
    out: Path,
    stamp: str,
    on_done: Callable[[int], None] | None = None,
) -> list[dict[str, Any]]:
    """Answers every question and writes `out` (`.jsonl`, `.csv`, `.xlsx`); `stamp` names the state of the store.

    A question that fails becomes a row of status `error`. Interrupted, the journal `out`.part stays and the next run
    with the same questions and stamp goes on from it.
    """
    if out.suffix.lower() not in _WRITERS:
        raise QuestionError(f"{out}: answers are written as {', '.join(_WRITERS)}")
    journal = out.with_name(out.name + ".part")
    key = hashlib.sha256(json.dumps([stamp, [[q.id, q.text, q.documents] for q in questions]], ensure_ascii=False).encode()).hexdigest()
    done = _resume(journal, key)
    if on_done is not None and done:
        on_done(len(done))
    try:
        with journal.open("a", encoding="utf-8") as file:
            if not done and file.tell() == 0:
                file.write(json.dumps({"batch": key}) + "\n")
            for question in questions[len(done) :]:
                try:
                    row = answer(question)
                except GoujiError as error:
                    row = _failed(question, str(error))
                row["id"] = question.id
                done.append(row)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
                if on_done is not None:
                    on_done(1)
    except OSError as error:
        raise QuestionError(
            f"{out}: cannot be written: {error.strerror or error}; what is answered so far is kept in {journal.name}"
        ) from error
    finished = out.with_name(out.name + ".new")
    try:
        _WRITERS[out.suffix.lower()](questions, done, finished)
        os.replace(finished, out)
    except OSError as error:
        raise QuestionError(f"{out}: cannot be written: {error.strerror or error}; the answers are kept in {journal.name}") from error
    journal.unlink()
    return done


def _failed(question: Question, reason: str) -> dict[str, Any]:
    return {
        "id": question.id, "question": question.text, "status": "error", "answer": reason, "value": None, "unit": None,
        "citations": [], "figures": [], "model": "rules", "elapsed_ms": 0,
    }  # fmt: skip


def _resume(journal: Path, key: str) -> list[dict[str, Any]]:
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


def _flat(question: Question, row: dict[str, Any]) -> dict[str, str]:
    """One answer as the cells of a spreadsheet row; the list's other columns are kept behind."""
    verdicts = sorted({figure["verdict"] for figure in row["figures"]})
    cells = {key: "" if row.get(key) is None else str(row[key]) for key in FIELDS if key not in ("citations", "figures", "verdict")}
    cells["verdict"] = ", ".join(verdicts)
    cells["citations"] = "\n".join(
        f"[{c['n']}] {c['file']} {_where(c)} {' / '.join(p for p in (c['table'], c['row'], c['column']) if p)}: {c['quote']}"
        for c in row["citations"]
    )
    cells["figures"] = "\n".join(f"{f['text']} {f['verdict']}: {f['basis']}" for f in row["figures"])
    return {key: cells[key] for key in FIELDS} | dict(question.extra)


def _where(citation: dict[str, Any]) -> str:
    if citation["page"] is not None:
        return f"p. {citation['page']}"
    return f"lines {citation['lines'][0]}–{citation['lines'][1]}" if citation["lines"] else ""


def _write_jsonl(questions: Sequence[Question], rows: Sequence[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _columns(table: Sequence[dict[str, str]]) -> list[str]:
    return FIELDS + sorted({key for row in table for key in row} - set(FIELDS))


def _write_csv(questions: Sequence[Question], rows: Sequence[dict[str, Any]], path: Path) -> None:
    table = [_flat(q, row) for q, row in zip(questions, rows, strict=True)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, _columns(table))
        writer.writeheader()
        writer.writerows({key: _harmless(value) for key, value in row.items()} for row in table)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers keep their minus."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text.startswith("-") and not text[1:].replace(".", "", 1).isdigit()):
        return "'" + text
    return text


def _write_xlsx(questions: Sequence[Question], rows: Sequence[dict[str, Any]], path: Path) -> None:
    from qa.workbook import Sheet, write_workbook

    table = [_flat(q, row) for q, row in zip(questions, rows, strict=True)]
    columns = _columns(table)
    tally = {status: sum(row["status"] == status for row in rows) for status in ("answered", "conflict", "not_found", "error")}
    write_workbook(
        path,
        [
            Sheet("answers", columns, [[row.get(column, "") for column in columns] for row in table]),
            Sheet("summary", ["status", "questions"], [[status, n] for status, n in tally.items()]),
        ],
    )


_WRITERS: dict[str, Callable[[Sequence[Question], Sequence[dict[str, Any]], Path], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
