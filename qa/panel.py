"""Panels: one item over all agencies and years of the store, each figure with its source and its basis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.amount import Amount
from corpus.errors import GoujiError, QuestionError
from qa.answer import Citation, Status, Verdict
from qa.batch_files import Linker

if TYPE_CHECKING:
    from qa.session import Gouji
    from qa.workbook import Value


@dataclass(frozen=True, slots=True)
class PanelRow:
    """What one document states for one item; `basis` says of which table and column, `apart` that most rows of the item have another basis."""

    item: str
    document: str
    file: str
    agency: str | None
    year: int | None
    kind: str | None
    status: Status
    value: Amount | None
    verdict: Verdict | None
    basis: str
    note: str
    citation: Citation | None
    apart: bool = False

    def json(self) -> dict[str, Any]:
        """One JSON object, as the contract writes answers."""
        return {
            "item": self.item, "document": self.document, "file": self.file, "agency": self.agency, "year": self.year, "kind": self.kind,
            "status": self.status, "value": None if self.value is None else f"{self.value.value:f}", "unit": None if self.value is None else self.value.unit,
            "verdict": self.verdict, "basis": self.basis, "apart": self.apart, "note": self.note,
            "citation": None if self.citation is None else self.citation.json(),
        }  # fmt: skip


def read_years(text: str) -> tuple[int, ...]:
    """The years of `2022,2024` or `2020-2024`; () for nothing. Raises QuestionError."""
    years: set[int] = set()
    for part in re.split(r"[,，、\s]+", text.strip()):
        found = re.fullmatch(r"(\d{4})(?:[-–—~](\d{4}))?", part)
        if found is None:
            if part:
                raise QuestionError(f"{part}: years are written as 2022,2024 or 2020-2024")
            continue
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        if not first <= last <= first + 100:
            raise QuestionError(f"{part}: the first year comes first")
        years |= set(range(first, last + 1))
    return tuple(sorted(years))


def panel(
    gouji: Gouji, items: Sequence[str], agencies: Sequence[str] = (), years: Sequence[int] = (), on_done: Callable[[int, int], None] | None = None,
) -> list[PanelRow]:  # fmt: skip
    """Every item asked of every disclosure (the best-read file of each), by agency and year. Raises QuestionError.

    The figures are those that the answerer gives, so each has passed its checks; what it refuses is a row without a value.
    """
    names = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not names:
        raise QuestionError("a panel needs an item, such as 公务接待费")
    chosen = gouji.select((), agencies, years)
    best = set(gouji.store.preferred())
    records = [r for r in gouji.documents() if r.id in best and (chosen is None or r.id in chosen)]
    records.sort(key=lambda r: (r.agency or r.title, r.year or 0, r.kind or ""))
    rows: list[PanelRow] = []
    for item in names:
        asked = []
        for record in records:
            chinese = re.search(r"[一-龥]", item) is not None
            question = (
                f"{record.year or ''}{'年' if record.year else ''}{record.kind or ''}{item}是多少？"
                if chinese
                else f"What is the {item} in {record.year or 'the document'}?"
            )
            try:
                answer = gouji.ask(question, [record.id])
            except GoujiError as error:
                asked.append(
                    PanelRow(
                        item, record.id, record.file, record.agency, record.year, record.kind, "error", None, None, "", str(error), None
                    )
                )
            else:
                shown = next((f for f in answer.figures if answer.value is not None and f.amount == answer.value), None)
                number = shown.citation if shown is not None else None
                citation = next((c for c in answer.citations if c.n == number), next(iter(answer.citations), None))
                citation = citation if answer.status in ("answered", "conflict") else None
                value = answer.value if answer.status == "answered" else None
                basis = (
                    " · ".join(p for p in (record.kind, citation.table, citation.row, citation.column) if p) if citation is not None else ""
                )
                plain = shown is not None and answer.status == "answered"
                note = "" if plain else re.sub(r"\s*\[\d+\]", "", answer.text)
                asked.append(
                    PanelRow(
                        item, record.id, record.file, record.agency, record.year, record.kind, answer.status, value,
                        shown.verdict if shown is not None else None, basis, note, citation,
                    )
                )  # fmt: skip
            if on_done is not None:
                on_done(len(rows) + len(asked), len(names) * len(records))
        rows += _apart(asked)
    return rows


def _apart(rows: Sequence[PanelRow]) -> list[PanelRow]:
    """The rows of one item, those marked whose kind of document or of figure most others do not share: they are not to be compared at sight."""

    def ground(row: PanelRow) -> tuple[str | None, str | None]:
        return row.kind, None if row.value is None else row.value.dimension

    usual = Counter(ground(row) for row in rows if row.value is not None).most_common(1)
    return [replace(row, apart=row.value is not None and ground(row) != usual[0][0]) for row in rows]


def common_unit(rows: Sequence[PanelRow]) -> str | None:
    """The unit that all figures can be shown in, that of most of them; None where they measure different things."""
    amounts = [row.value for row in rows if row.value is not None]
    if not amounts or len({amount.dimension for amount in amounts}) > 1:
        return None
    return Counter(amount.unit for amount in amounts).most_common(1)[0][0]


def render(rows: Sequence[PanelRow]) -> str:
    """The panel as aligned columns for a terminal."""
    from qa.terminal import columns

    head = ["item", "agency", "year", "kind", "value", "verdict", "basis", "source"]
    lines = [head]
    for row in rows:
        value = str(row.value) if row.value is not None else row.status
        source = "" if row.citation is None else f"{row.file} p. {row.citation.page}" if row.citation.page else row.file
        lines.append(
            [
                row.item,
                row.agency or "?",
                str(row.year or "?"),
                row.kind or "?",
                value + (" *" if row.apart else ""),
                row.verdict or "",
                row.basis,
                source,
            ]
        )
    text = columns(lines)
    return text + ("\n* another basis than most rows of the item" if any(row.apart for row in rows) else "")


def write(rows: Sequence[PanelRow], path: Path, link: Linker) -> None:
    """The panel as a workbook: agencies by years for each item, and every figure with source and basis. Raises OSError."""
    from qa.workbook import Link, Sheet, write_workbook

    years = sorted({row.year for row in rows if row.year is not None})
    wide: list[list[Value]] = []
    for item in dict.fromkeys(row.item for row in rows):
        of = [row for row in rows if row.item == item]
        unit = common_unit(of)
        for agency, kind in dict.fromkeys((row.agency, row.kind) for row in of):
            line: list[Value] = [item, agency or "", kind or "", unit or ""]
            for year in years:
                found = [row for row in of if (row.agency, row.kind, row.year) == (agency, kind, year) and row.value is not None]
                line.append(_only(found, unit))
            wide.append(line)
    long: list[list[Value]] = []
    for row in rows:
        citation = row.citation
        where = (
            ""
            if citation is None
            else f"p. {citation.page}"
            if citation.page
            else f"lines {citation.lines[0]}–{citation.lines[1]}"
            if citation.lines
            else ""
        )
        source: Value = row.file
        if citation is not None and (target := link(citation.json())):
            source = Link(row.file, target)
        long.append(
            [
                row.item, row.agency or "", row.year, row.kind or "", row.status, None if row.value is None else row.value.value,
                None if row.value is None else row.value.unit, row.verdict or "", row.basis, "yes" if row.apart else "", row.note, source, where,
                citation.quote if citation is not None else "",
            ]
        )  # fmt: skip
    heads = [
        "item",
        "agency",
        "year",
        "kind",
        "status",
        "value",
        "unit",
        "verdict",
        "basis",
        "other basis",
        "note",
        "source",
        "place",
        "quote",
    ]
    write_workbook(path, [Sheet("panel", ["item", "agency", "kind", "unit", *map(str, years)], wide), Sheet("figures", heads, long)])


def _only(rows: Sequence[PanelRow], unit: str | None) -> Value:
    """The figure of a cell of the panel; all of them as text where a year has several, or where units cannot be one."""
    amounts = [row.value for row in rows if row.value is not None]
    if len(amounts) == 1 and unit is not None:
        return amounts[0].to(unit).value
    return "；".join(str(amount) for amount in amounts) or None
