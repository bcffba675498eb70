"""Classification codes: 类 = Σ款 = Σ项, and totals against the codes below them; 功能 and 经济 codes are never mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.axes import ColumnAxis, RowAxis
from corpus.folding import squash
from corpus.place import CellRef
from qa.checks.balance import row_sum
from qa.checks.check import Operand
from qa.checks.material import Material, Sheet, remembered
from qa.checks.relation import SAME, Relation
from qa.checks.rule import Fault, rule
from qa.checks.support import believed, outcome

# So many sums that fail are no slip of the pen.
_MANY = 8


def classified(code: str | None) -> str | None:
    """`功能` (2xx, 3/5/7 digits), `经济` (3xx, 3/5/7 digits; 5xx for government), None for anything else (unit and project codes)."""
    if code is None or not code.isdigit() or len(code) not in (3, 5, 7):
        return None
    return {"2": "功能", "3": "经济", "5": "经济"}.get(code[0])


def children(rows: Sequence[RowAxis], start: int) -> list[RowAxis]:
    """The rows directly below a coded row: those after it whose codes continue its code, without those below another of them."""
    own = rows[start].code or ""
    below: list[RowAxis] = []
    for row in rows[start + 1 :]:
        if row.is_total or row.is_unit_row:
            break
        if row.code is None:
            continue
        if not (row.code.startswith(own) and len(row.code) > len(own)):
            break
        below.append(row)
    return topmost(below)


def topmost(rows: Sequence[RowAxis]) -> list[RowAxis]:
    """The rows whose code does not continue the code of another of them."""
    codes = {row.code for row in rows if row.code}
    return [row for row in rows if row.code and not any(above in codes for above in _above(row.code))]


def lowest(rows: Sequence[RowAxis]) -> list[RowAxis]:
    """The rows whose code no other of them continues."""
    continued = {above for row in rows if row.code for above in _above(row.code)}
    return [row for row in rows if row.code and row.code not in continued]


def _above(code: str) -> Iterator[str]:
    """The codes that a code may continue."""
    return (code[:size] for size in range(1, len(code)))


@rule("hierarchy.codes", "hierarchy")
def parent_and_children(material: Material) -> Iterator[Relation]:
    """A 类 is the sum of its 款, a 款 the sum of its 项; 301 is the sum of 301xx and so on (政府收支分类科目: the levels of
    a classification exhaust one another)."""
    for sheet in material.sheets:
        for side in sheet.sides:
            relations = _levels(sheet, side)
            yield from believed(relations, certain=len(relations) >= 2)


@remembered
def _levels(sheet: Sheet, side: int) -> list[Relation]:
    rows = sheet.rows(side)
    relations = []
    for index, row in enumerate(rows):
        if classified(row.code) is None:
            continue
        below = children(rows, index)
        for column in _added(sheet, side):
            if below and sheet.filled(row.row, column) and any(sheet.filled(b.row, column) for b in below):
                relations.append(row_sum(sheet, row, column, below))
    return relations


@rule("form.shifted", "form")
def rows_out_of_place(material: Material) -> Iterator[Fault]:
    """The figures of a table stand in the rows of their codes: where the codes' sums fail nearly everywhere, rows or columns are displaced,
    in the disclosure or by its reading; the table as a whole is to be looked at."""
    for sheet in material.sheets:
        verdicts = [outcome(relation) for side in sheet.sides for relation in (*_levels(sheet, side), *_totals(sheet, side))]
        fails = verdicts.count("inconsistent")
        if fails >= _MANY and fails > 2 * (len(verdicts) - fails):
            place = sheet.table.place
            made = Operand(
                sheet.table.title, None, CellRef(sheet.index, 0, 0), sheet.table.title, place.page, place.lines, sheet.table.title
            )
            told = f"{sheet.table.title}的 {len(verdicts)} 项上下级关系中 {fails} 项不成立，疑有错行、错列"
            yield Fault("form", made, told, "check_page")


def _added(sheet: Sheet, side: int) -> list[ColumnAxis]:
    return [c for c in sheet.columns(side) if c.unit not in ("%", "人", "辆")]


def containers(rows: Sequence[RowAxis]) -> list[tuple[list[RowAxis], list[RowAxis]]]:
    """The rows without a code that head coded rows (合计, an unnamed repetition, units), each stack with its coded rows."""
    found: list[tuple[list[RowAxis], list[RowAxis]]] = []
    stack: list[RowAxis] = []
    scope: list[RowAxis] = []
    for row in rows:
        if classified(row.code) is not None:
            scope.append(row)
        elif row.is_total or row.is_unit_row or not row.subject:
            if scope:
                found.append((stack, scope))
                stack, scope = [], []
            stack.append(row)
    if scope:
        found.append((stack, scope))
    elif stack:
        found.append((stack, []))
    return found


@rule("hierarchy.total", "hierarchy")
def total_of_codes(material: Material) -> Iterator[Relation]:
    """The 合计 of a table by 科目 is the sum of its 类 (of its topmost codes), and as well the sum of its lowest codes; a
    unit's row is the sum of the codes listed under it."""
    for sheet in material.sheets:
        for side in sheet.sides:
            yield from believed(_totals(sheet, side), certain=True)


# 人员经费合计 is half of a table of basic expenditure.
_HALF = re.compile(r"(?:人员|公用)(?:经费|支出)(?:合计|小计)$")


def _totals(sheet: Sheet, side: int) -> Iterator[Relation]:
    rows = sheet.rows(side)
    groups = containers(rows)
    coded = [row for _, scope in groups for row in scope]
    if not coded or len({classified(row.code) for row in coded}) != 1:
        return
    columns = _added(sheet, side)
    several = sum(1 for _, scope in groups if scope) > 1
    for index, (stack, scope) in enumerate(groups):
        heads = [row for row in stack if any(sheet.filled(row.row, c) for c in columns) and not _HALF.search(squash(row.subject))]
        if not heads:
            continue
        over = scope or coded  # a 合计 after all rows
        first = index == 0 and several and heads[0].is_total
        for column in columns:
            here = [row for row in heads if sheet.filled(row.row, column)]
            if not here:
                continue
            for row in here[:1] if not several else [here[0], here[-1]][: len(here)]:
                wide = coded if (first and row is heads[0]) or not scope else over
                for parts in _ways(wide):
                    if any(sheet.filled(part.row, column) for part in parts):
                        yield row_sum(sheet, row, column, parts)
            if not several:
                for row in here[1:]:
                    yield Relation(
                        SAME,
                        sheet.operand(row, column),
                        (sheet.operand(here[0], column),),
                        f"{sheet.table.title}·{row.subject or '未具名行'} = {here[0].subject or '合计'}",
                    )


def _ways(rows: Sequence[RowAxis]) -> list[list[RowAxis]]:
    top, low = topmost(rows), lowest(rows)
    return [top] if top == low else [top, low]
