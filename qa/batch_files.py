"""The answers of a batch as files: lines of JSON, a table of text, a workbook with sources and summary."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qa.questions import Question

FIELDS = [
    "id", "question", "status", "answer", "value", "unit", "verdict", "source_file", "source_page", "source_table", "source_row", "source_column", "quote",
    "model", "elapsed_ms", "citations", "figures",
]  # fmt: skip
SOURCES = [
    "id",
    "n",
    "document",
    "file",
    "agency",
    "year",
    "page",
    "lines",
    "section",
    "table",
    "row",
    "column",
    "quote",
    "reading",
    "link",
]
STATUSES = ("answered", "conflict", "not_found", "error")
VERDICTS = ("confirmed", "cited", "computed", "contradicted", "unsupported")

Row = dict[str, Any]
# The address at which a citation (in the contract's form) can be looked at; "" where there is none.
Linker = Callable[[Row], str]
Writer = Callable[[Sequence[Question], Sequence[Row], Path, "Linker | None"], None]


def _flat(question: Question, row: Row) -> dict[str, str]:
    """One answer as the cells of a spreadsheet row: its first source in columns, all sources in one cell, then the list's other columns."""
    cells = {key: str(row[key]) for key in FIELDS if row.get(key) is not None and not isinstance(row[key], list)}
    cells["verdict"] = ", ".join(sorted({figure["verdict"] for figure in row["figures"]}))
    first = row["citations"][0] if row["citations"] else {}
    for part in ("file", "page", "table", "row", "column"):
        cells[f"source_{part}"] = "" if first.get(part) is None else str(first[part])
    cells["quote"] = str(first.get("quote", ""))
    cells["citations"] = "\n".join(
        f"[{c['n']}] {c['file']} {_where(c)} {' / '.join(p for p in (c['table'], c['row'], c['column']) if p)}: {c['quote']}"
        for c in row["citations"]
    )
    cells["figures"] = "\n".join(f"{f['text']} {f['verdict']}: {f['basis']}" for f in row["figures"])
    return {key: cells.get(key, "") for key in FIELDS} | {f"{key} (2)" if key in FIELDS else key: value for key, value in question.extra}


def _where(citation: Row) -> str:
    if citation["page"] is not None:
        return f"p. {citation['page']}"
    return f"lines {citation['lines'][0]}–{citation['lines'][1]}" if citation["lines"] else ""


def _columns(table: Sequence[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys([*FIELDS, *(key for row in table for key in row)]))


def _write_jsonl(questions: Sequence[Question], rows: Sequence[Row], path: Path, link: Linker | None) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_csv(questions: Sequence[Question], rows: Sequence[Row], path: Path, link: Linker | None) -> None:
    table = [_flat(q, row) for q, row in zip(questions, rows, strict=True)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, _columns(table))
        for row in ({name: name for name in writer.fieldnames}, *table):  # the list's own column names are as foreign as its cells
            writer.writerow({key: _harmless(value) for key, value in row.items()})


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers keep their minus."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text.startswith("-") and not text[1:].replace(".", "", 1).isdigit()):
        return "'" + text
    return text


def _write_xlsx(questions: Sequence[Question], rows: Sequence[Row], path: Path, link: Linker | None) -> None:
    from qa.workbook import Link, Sheet, Value, write_workbook

    def address(citation: Row, shown: str) -> Value:
        target = link(citation) if link is not None else ""
        return Link(shown, target) if target else shown

    table = [_flat(q, row) for q, row in zip(questions, rows, strict=True)]
    columns = _columns(table)
    answers: list[list[Value]] = []
    for cells, row in zip(table, rows, strict=True):
        values: list[Value] = [cells.get(column, "") for column in columns]
        if row["citations"]:
            at = columns.index("source_file")
            values[at] = address(row["citations"][0], cells["source_file"])
        answers.append(values)
    sources: list[list[Value]] = []
    for question, row in zip(questions, rows, strict=True):
        for citation in row["citations"]:
            known = {**citation, "id": question.id, "lines": _lines(citation), "section": " › ".join(citation.get("section", ()))}
            cited: list[Value] = [known.get(name) for name in SOURCES[:-1]]
            sources.append([*cited, address(citation, _where(citation) or str(citation["file"]))])
    write_workbook(
        path,
        [Sheet("answers", columns, answers), Sheet("citations", SOURCES, sources), Sheet("summary", ["what", "number"], _summary(rows))],
    )


def _lines(citation: Row) -> str:
    return f"{citation['lines'][0]}–{citation['lines'][1]}" if citation["lines"] else ""


def _summary(rows: Sequence[Row]) -> list[list[str | int]]:
    """How many questions have each status, and how many figures each verdict."""
    table: list[list[str | int]] = [["questions", len(rows)]]
    table += [[status, sum(row["status"] == status for row in rows)] for status in STATUSES]
    verdicts = [figure["verdict"] for row in rows for figure in row["figures"]]
    table.append(["figures", len(verdicts)])
    table += [[verdict, verdicts.count(verdict)] for verdict in VERDICTS]
    table += [[f"model {name}", sum(row.get("model") == name for row in rows)] for name in sorted({str(row.get("model")) for row in rows})]
    return table


WRITERS: dict[str, Writer] = {".jsonl": _write_jsonl, ".csv": _write_csv, ".xlsx": _write_xlsx}
