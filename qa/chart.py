"""What is better seen than read: figures side by side, drawn only from figures that were cited and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.place import CellRef
from qa.answer import Answer, Citation, Shown
from qa.item import is_default, plain
from qa.panel import PanelRow, common_unit

Kind = Literal["comparison", "years", "ranking", "composition"]
_HELD = ("confirmed", "cited")
_FEWEST, _MOST = 2, 12
_TOTAL = re.compile(r"合计|总计|小计|结转|结余|弥补|分配|缴入|交纳|^本年")


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a chart; `n` is the citation it stands on, `apart` says that its basis is another than the others'."""

    label: str
    amount: Amount
    n: int | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of one dimension side by side; `whole` is what they are the parts of, where they add up to it."""

    kind: Kind
    title: str
    bars: tuple[Bar, ...]
    whole: Amount | None = None

    def share(self, bar: Bar) -> Decimal | None:
        """The part of the whole that a bar is, as a fraction; None where there is no whole."""
        return bar.amount.base / self.whole.base if self.whole is not None and self.whole.base else None


def chart_of(answer: Answer) -> Chart | None:
    """The chart of an answer that sets figures side by side: of several agencies, years or items; None for all others."""
    if answer.status != "answered":
        return None
    found: list[tuple[Citation, Shown]] = []
    for citation in answer.citations:
        shown = next((f for f in answer.figures if f.citation == citation.n and f.verdict in _HELD), None)
        if shown is not None:
            found.append((citation, shown))
    if len({shown.amount.dimension for _, shown in found}) != 1:  # a picture that leaves one out would mislead
        return None
    agencies, years = {c.agency for c, _ in found}, {c.year for c, _ in found}
    rows = {plain(c.row) for c, _ in found if c.row}
    names: Callable[[Citation], str]
    if len(agencies) > 1:
        kind: Kind = "comparison"

        def names(c: Citation) -> str:
            return " ".join(part for part in (c.agency or c.file, str(c.year) if len(years) > 1 and c.year else "") if part)
    elif len(years) > 1:
        kind = "years"
        found.sort(key=lambda pair: pair[0].year or 0)

        def names(c: Citation) -> str:
            return " ".join(part for part in (str(c.year or ""), plain(c.row or "") if len(rows) > 1 else "") if part)
    else:
        kind = "ranking"
        listed = {shown.amount.base for citation, shown in found if citation.row}
        found = [(citation, shown) for citation, shown in found if citation.row or shown.amount.base not in listed]

        def names(c: Citation) -> str:
            return plain(c.row or "")

    bars: dict[str, Bar] = {}
    for citation, shown in found:
        bars.setdefault(names(citation), Bar(names(citation), shown.amount, citation.n))
    # One claim may be cited from several places under several names: then these are no figures to set side by side.
    if len(bars) < _FEWEST or len({bar.amount.base for bar in bars.values()}) < _FEWEST or "" in bars:
        return None
    title = next(iter(rows)) if len(rows) == 1 and kind != "ranking" else ""
    return Chart(kind, title, tuple(bars.values())[:_MOST])


def composition(figures: Sequence[Figure]) -> tuple[Chart, ...]:
    """Income and expenditure of a disclosure by class, from its 收支总表; without the sides that it does not show."""
    charts = []
    for side in ("收入", "支出"):
        by_table: dict[int, list[Figure]] = {}
        for figure in figures:
            if figure.table == "收支总表" and isinstance(figure.source, CellRef) and figure.amount is not None and is_default(figure):
                named = figure.measure.startswith(side) or (figure.measure.split("/")[0] not in ("收入", "支出") and side in figure.subject)
                if named and figure.amount.base > 0:
                    by_table.setdefault(figure.source.table, []).append(figure)
        for rows in by_table.values():
            parts = [f for f in rows if not f.path and not _TOTAL.search(plain(f.subject))]
            bars = sorted((Bar(plain(f.subject), f.amount) for f in parts if f.amount is not None), key=lambda bar: -bar.amount.base)
            if not bars or len({bar.label for bar in bars}) != len(bars):
                continue
            added = sum((bar.amount.base for bar in bars), Decimal(0))
            totals = [f.amount for f in rows if _TOTAL.search(plain(f.subject)) and f.amount is not None and f.amount.base == added]
            charts.append(Chart("composition", side, tuple(bars[:_MOST]), totals[0] if totals and len(bars) <= _MOST else None))
            break
    return tuple(charts)


def panel_charts(rows: Sequence[PanelRow]) -> tuple[Chart, ...]:
    """A chart for each item of a panel whose figures share a dimension."""
    charts = []
    for item in dict.fromkeys(row.item for row in rows):
        stated = [row for row in rows if row.item == item and row.value is not None]
        unit = common_unit(stated)
        if unit is None or len(stated) < _FEWEST:
            continue
        agencies = {row.agency for row in stated}
        bars = []
        for row in stated:
            assert row.value is not None
            name = " ".join(
                part for part in (row.agency or row.file if len(agencies) > 1 else "", str(row.year or ""), row.kind or "") if part
            )
            bars.append(Bar(name, row.value.to(unit), None, row.apart))
        charts.append(Chart("comparison" if len(agencies) > 1 else "years", item, tuple(bars)))
    return tuple(charts)
