"""The ledger: every figure that the tables and the text of a disclosure state."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.amount import Amount, counted_in, parse_amount
from corpus.axes import Axes, ColumnAxis, RowAxis, read_axes
from corpus.axis_codes import with_codes
from corpus.document import Document
from corpus.figure import Figure
from corpus.folding import squash
from corpus.forms import Form
from corpus.indicators import Indicators, indicators_from, is_indicator_header, target
from corpus.labels import clean, read_label
from corpus.narrative import cell_figures, narrative_figures
from corpus.place import CellRef
from corpus.table import Cell, Table

# A row of a table of years: 2024年, 2025年预算数, 上年决算数. Its columns name the items.
_PERIOD_ROW = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年?度?|(?P<before>上年|上一年|去年)度?|(?:本年|当年|今年)度?)(?P<basis>年初预算|调整预算|全年预算|预算|决算|执行)?(?:执行)?(?:数|情况|金额|额)?"
)
# Rows that only say on which basis: 预算数, 决算数.
_BASIS_ROW = re.compile(r"(?P<basis>年初预算|调整预算|全年预算|预算|决算|执行)数")
_NIL = re.compile(r"^[-—–－/\\]+$")


def table_figures(document: Document) -> tuple[Figure, ...]:
    """The figures of all tables, table by table, row by row; blank cells in rows and columns of numbers have no amount."""
    found: list[Figure] = []
    for index, table in enumerate(document.tables):
        found.extend(_of_table(document, index, table))
    return tuple(found)


def figures(document: Document) -> tuple[Figure, ...]:
    """All figures of a document in reading order."""
    every = [*table_figures(document), *narrative_figures(document)]
    return tuple(sorted(every, key=lambda figure: document.span(figure.source).start))


def _of_table(document: Document, index: int, table: Table) -> Iterable[Figure]:
    def prose(text: str, name: str, source: CellRef) -> Iterable[Figure]:
        return cell_figures(text, name, source, document, table.kind)

    head = {column: table.header(column) for column in range(table.columns)}
    if is_indicator_header(part for path in head.values() for part in path):
        yield from _indicators(document, index, table, head)
    elif table.header_rows and (first := indicators_from(table)) is not None:
        yield from _indicators(document, index, table, head, first)
        for row in range(table.header_rows, first):
            for cell in table.own(row):
                yield from prose(cell.text, "", CellRef(index, cell.row, cell.column))
    elif table.header_rows == 0:
        yield from Form(table, index, document.year, prose).read()
    else:
        axes = with_codes(table, read_axes(table))
        yield from _body(document, index, table, axes)
        for row in range(table.header_rows, table.rows):
            for cell in table.own(row):
                text = clean(cell.text)
                if len(text) > 24 and re.search(r"\d", text) and target(text) is None:
                    yield from prose(cell.text, _row_name(axes, row), CellRef(index, cell.row, cell.column))


def _row_name(axes: Axes, row: int) -> str:
    axis = axes.row(row)
    return axis.subject if axis else ""


def _indicators(
    document: Document, index: int, table: Table, head: dict[int, tuple[str, ...]], first: int | None = None
) -> Iterable[Figure]:
    name = re.sub(r"[(（][^()（）]*[)）]$", "", clean(table.title))
    name = re.sub(r"(部门|单位)?(预算)?(项目)?(支出)?(整体支出)?绩效(目标|指标)?.*$", "", read_label(name).subject)
    reader = Indicators(table, index, head, document.year, name)
    for row in range(table.header_rows if first is None else first, table.rows):
        yield from reader.read(row)
        for cell in table.own(row):
            text = clean(cell.text)
            if len(text) > _SENTENCE and re.search(r"\d", text) and target(text) is None:  # 年度目标: 安排资金18万元，更新帐篷…
                first_cell = table.at(row, 0) if cell.column else None
                beside = "" if first_cell is None else clean(first_cell.text)
                yield from cell_figures(cell.text, beside, CellRef(index, cell.row, cell.column), document, table.kind)


def _body(document: Document, index: int, table: Table, axes: Axes) -> Iterable[Figure]:
    for axis in axes.rows:
        for column in axes.values(axis.side):
            cell = table.at(axis.row, column.column)
            if cell is None or cell.row != axis.row or not _could_hold(cell, axis, table):
                continue
            amount = _amount(cell, axis, column)
            if amount is None and squash(cell.text) and not _NIL.match(squash(cell.text)):
                continue
            yield _figure(document, CellRef(index, cell.row, cell.column), table, axes, axis, column, amount, cell)


# Headers under which posts and those who hold them are counted, and what the rows may count instead.
_POSTS = re.compile(r"(?:编制|实有|现有|在编|在岗|在册)(?:数|人数|数量)?$")
_THINGS = (
    (re.compile(r"(?:车|车辆)(?:合计|小计)?$"), "辆"), (re.compile(r"(?:人员|职工|干部|教师|学生)(?:合计|小计|总数)?$"), "人"),
    (re.compile(r"设备|房屋|资产|面积|土地|机构"), None),
)  # fmt: skip


# A cell so long says more than the name or the value of an indicator.
_SENTENCE = 24


def _could_hold(cell: Cell, axis: RowAxis, table: Table) -> bool:
    """A blank counts only beside a label: an unnamed blank row states nothing, but for the one row of a table of 三公经费."""
    return bool(squash(cell.text)) or bool(axis.subject) or (axis.is_total and "三公" in (table.kind or ""))


def _amount(cell: Cell, axis: RowAxis, column: ColumnAxis) -> Amount | None:
    printed = parse_amount(cell.text)
    value = printed or cell.amount
    if value is None:
        return None
    if printed is not None and printed.unit is not None:
        return printed
    return Amount(value.value, (axis.unit or _counted(axis, column)) if column.counts else column.unit or axis.unit)


def _counted(axis: RowAxis, column: ColumnAxis) -> str | None:
    """What a column of counts counts in a row: people under 编制数 and 实有数, but vehicles in a row of vehicles; None where nobody says."""
    header = column.path[-1] if column.path else ""
    if _POSTS.search(header):
        thing = next((unit for pattern, unit in _THINGS if pattern.search(axis.subject)), "")
        return thing or (counted_in(header) if thing is not None else None)
    return counted_in(header)


def _figure(
    document: Document, source: CellRef, table: Table, axes: Axes, axis: RowAxis, column: ColumnAxis, amount: Amount | None, cell: Cell
) -> Figure:
    above = [row.subject for row in axes.ancestors(axis) if row.subject]
    year = column.year
    if year is None and document.year is not None:
        year = document.year + column.year_offset
    subject, basis = axis.subject, column.basis
    period = _PERIOD_ROW.fullmatch(squash(subject)) or _BASIS_ROW.fullmatch(squash(subject))
    if period is not None and column.year is None and not column.year_offset:
        # The column names the item; an empty subject is that of the whole row.
        subject, basis = "", period["basis"] or basis
        if period.groupdict().get("year"):
            year = int(period["year"])
        elif period.groupdict().get("before") and document.year is not None:
            year = document.year - 1
    return Figure(
        subject, column.measure, amount, source, (*above, *axis.path), axis.code, basis, year, None, None, None, table.kind, cell.reading
    )
