"""Payments by head: people × standard, added up, against the project that pays them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.amount import Amount
from corpus.folding import squash
from corpus.place import CellRef, Span
from qa.checks.check import Operand
from qa.checks.execution import Statement, statements
from qa.checks.material import Material
from qa.checks.relation import Computed, Relation
from qa.checks.rule import rule
from qa.checks.support import outcome

# 9499名…，标准280.00元/人年; monthly standards do not say for how many months.
_PAIR = re.compile(
    r"(?:(?P<people>\d+(?:,\d{3})*)[名人](?!次|/)|人数[:为]?(?P<number>\d+(?:,\d{3})*)(?![\d.%]))[^\d;；。]{0,30}?(?P<each>\d+(?:,\d{3})*(?:\.\d+)?)元/(?!人?月)"
)
_MOST = 4


def _paid(*figures: Decimal) -> Decimal:
    return sum((people * each for people, each in zip(figures[::2], figures[1::2], strict=True)), Decimal(0))


PAID = Computed("people × standard", _paid)


@rule("project.people", "count")
def people_and_standards(material: Material) -> Iterator[Relation]:
    """资助 N 名，标准 X 元/人年（, 新增 n 名，标准 x 元/人年）: people times standard, added up, is what the project spends (补助资金测算);
    a single pair may be one of several, so that it only confirms; a budget in 万元 may have been cut instead of rounded."""
    known = statements(material)
    for sheet in material.sheets:
        own = [s for s in known if isinstance(s.operand.source, CellRef) and s.operand.source.table == sheet.index]
        for cell in sheet.table.cells if own else ():
            text = squash(cell.text)
            place = CellRef(sheet.index, cell.row, cell.column)
            parts = [
                Operand(words, amount, place, words, cell.place.page, cell.place.lines, sheet.table.title)
                for words, amount, _ in _pairs(text)
            ]
            yield from _against(parts, own, certain=len(parts) >= 4)
    for reading in material.readings if known else ():
        parts = [
            material.said(Span(reading.offsets[start], reading.offsets[stop - 1] + 1), amount, words)
            for words, amount, (start, stop) in _pairs(reading.text)
        ]
        yield from _against(parts, known, certain=False)


def _pairs(text: str) -> list[tuple[str, Amount, tuple[int, int]]]:
    """The people and the standards of a text in turns, as printed."""
    found = []
    for hit in list(_PAIR.finditer(text))[:_MOST]:
        group = "people" if hit.group("people") else "number"
        for name, unit in ((group, "人"), ("each", "元")):
            amount = Amount(Decimal(hit.group(name).replace(",", "")), unit)
            found.append((f"{hit.group(name)}{unit}", amount, hit.span(name)))
    return found


def _against(parts: list[Operand], known: list[Statement], *, certain: bool) -> Iterator[Relation]:
    if not parts:
        return
    shown = " + ".join(f"{people.label} × {each.label}" for people, each in zip(parts[::2], parts[1::2], strict=True))
    relations = [Relation(PAID, s.operand, tuple(parts), f"{s.name}的{s.measure} = {shown}", slack=1) for s in reversed(known)]
    held = next((r for r in relations if outcome(r) in ("consistent", "rounding")), None)
    if held is not None:
        yield held
    elif certain:
        yield from [r for r in relations if _near(r)][:1]


def _near(relation: Relation) -> bool:
    """Whether a calculation comes within a hundredth of what is stated, so that it was surely the calculation of that."""
    stated, amounts = relation.stated.amount, [part.amount.base for part in relation.parts if part.amount is not None]
    return stated is not None and abs(_paid(*amounts) - stated.base) * 100 < stated.base
