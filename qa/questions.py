"""Question lists: read from spreadsheets, tables, lines of JSON or plain lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import QuestionError

ACCEPTED = ".jsonl, .csv, .xlsx, .txt"
# What a column may mean; every other column is kept beside the answer.
MEANINGS = ("question", "id", "document")
_NAMES = {
    "id": "id", "编号": "id", "序号": "id",
    "question": "question", "问题": "question", "提问": "question",
    "document": "document", "documents": "document", "文件": "document", "文档": "document",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a list; `documents` limits its answer, `extra` keeps the list's other columns."""

    id: str
    text: str
    documents: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


def read_columns(path: Path) -> tuple[list[str], dict[str, str]]:
    """The columns of a list, and which of them is taken for the question, the id and the document; none for plain lines."""
    if path.suffix.lower() == ".txt":
        return [], {}
    columns = list(dict.fromkeys(name for row in _rows(path) for name in row))
    meant: dict[str, str] = {}
    for name in columns:
        meaning = _NAMES.get(name.lower())
        if meaning is not None:
            meant.setdefault(meaning, name)
    return columns, meant


def read_questions(path: Path, columns: Mapping[str, str] | None = None) -> list[Question]:
    """The questions of a list; raises QuestionError for a list that cannot be read or has no question column.

    `columns` names the columns for `question`, `id` and `document` where their own names do not say it.
    """
    named = {name: meaning for meaning, name in (columns or {}).items() if name and meaning in MEANINGS}
    rows = [_meant(row, named) for row in _rows(path)]
    if not rows:
        raise QuestionError(f"{path}: no question in it")
    if not any("question" in row for row in rows):
        raise QuestionError(f"{path}: no column named question or 问题")
    found = []
    for number, row in enumerate(rows, 1):
        documents = row.get("document") or ()
        if isinstance(documents, str):
            documents = tuple(name.strip() for name in documents.replace("；", ";").split(";") if name.strip())
        extra = tuple((str(key), str(value)) for key, value in row.items() if key not in MEANINGS and value is not None)
        text = str(row.get("question") or "").strip()
        found.append(Question(str(row.get("id") or number), text, tuple(str(d) for d in documents), extra))
    return found


def _meant(row: dict[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    """A row under the meanings of its columns: those that were named, and the usual names for the others."""
    taken = set(named.values())
    found: dict[str, Any] = {}
    for name, value in row.items():
        meaning = named.get(name)
        if meaning is None:
            usual = _NAMES.get(name.lower())
            meaning = usual if usual is not None and usual not in taken else name
        found.setdefault(meaning, value)
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise QuestionError(f"{path}: a question list is {ACCEPTED}, not {path.suffix or 'a file without suffix'}")
    try:
        return list(reader(path))
    except FileNotFoundError:
        raise QuestionError(f"{path}: no such file") from None
    except (OSError, ValueError, csv.Error) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise QuestionError(f"{path}: not readable as {path.suffix}: {reason}") from error


def _named(header: Sequence[object], values: Sequence[object]) -> dict[str, Any]:
    return {name: value for heading, value in zip(header, values, strict=False) if (name := str(heading or "").strip())}


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is no JSON object")
            yield row


def _csv(path: Path) -> Iterator[dict[str, Any]]:
    rows = list(csv.reader(io.StringIO(_decoded(path), newline="")))
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
    yield from ({"question": line.strip()} for line in _decoded(path).splitlines() if line.strip())


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


_READERS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {".jsonl": _jsonl, ".csv": _csv, ".xlsx": _xlsx, ".txt": _txt}
