"""Tables read by OCR: their own arithmetic tells which figures can be trusted, the rest are marked uncertain.

A figure is trusted when it is part of a sum that holds (合计 = parts, in its row or its column), or when it is printed
again for the same item elsewhere. A classification code is trusted when it is known under the name beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from corpus.amount import parse_number
from corpus.axes import Axes, RowAxis, read_axes
from corpus.folding import similarity, squash
from corpus.place import BBox
from corpus.table import Cell, Table
from corpus.terms import code_name

# Names this similar are the same: OCR may misread a character of a long one; 行政单位医疗 is not 事业单位医疗.
_SAME_NAME = 0.75
# So many significant digits are not equal by chance.
_TELLING = 4

# What a lone 1 is read as.
_LIKE_ONE = frozenset("一丨|lI")

At = tuple[int, int]
Entry = tuple[At, Decimal]


@dataclass(frozen=True)
class _Read:
    """A table with its axes and the plain amounts that it prints, by place."""

    table: Table
    axes: Axes
    amounts: Mapping[At, Decimal]


def with_doubts(tables: Sequence[Table], doubtful: Mapping[int, Sequence[BBox]]) -> tuple[Table, ...]:
    """The tables with the cells of scanned pages marked as read by OCR, those that nothing confirms as uncertain.

    `doubtful` gives the boxes of doubtful characters, and of writing that was not read, for each scanned page (1-based).
    """
    if not doubtful:
        return tuple(tables)
    reads = [_Read(table, read_axes(table), _amounts(table)) for table in tables]
    again = _repeated(reads)
    prints = _Prints(
        Counter(squash(cell.text) for table in tables for cell in table.cells if _is_code(cell)),
        Counter((axis.code, squash(axis.subject)) for read in reads for axis in read.axes.rows if axis.code),
    )
    marked = []
    for read in reads:
        scanned = [cell for cell in read.table.cells if cell.place.page in doubtful]
        if not scanned:
            marked.append(read.table)
            continue
        held = {at for sum_ in _sums(read) for at in sum_} | again[id(read)]
        sure_codes = _sure_codes(read, prints)
        cells = tuple(_marked(cell, held, sure_codes, doubtful) for cell in read.table.cells)
        figures = [cell for cell in cells if cell.reading == "ocr" and cell.amount is not None]
        unsure = sum(1 for cell in figures if cell.uncertain)
        note = f"read by OCR: {len(figures) - unsure} of {len(figures)} figures confirmed by sums or by a second print"
        marked.append(replace(read.table, cells=cells, notes=(*read.table.notes, note)))
    return tuple(marked)


def _marked(cell: Cell, held: set[At], sure_codes: set[At], doubtful: Mapping[int, Sequence[BBox]]) -> Cell:
    boxes = doubtful.get(cell.place.page or 0)
    if boxes is None:
        return cell
    at = (cell.row, cell.column)
    faint = any(_inside(box, cell.place.bbox) for box in boxes)
    if cell.amount is not None:
        uncertain = at not in held
    elif _is_code(cell) or (cell.role == "label" and squash(cell.text) in _LIKE_ONE):
        uncertain = at not in sure_codes
    else:
        uncertain = faint and (cell.role == "value" or any(char.isdigit() for char in cell.text)) and cell.role != "header"
    return replace(cell, reading="ocr", uncertain=cell.uncertain or uncertain)


def _inside(box: BBox, cell: BBox | None) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell is not None and cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom


def _amounts(table: Table) -> dict[At, Decimal]:
    return {
        (cell.row, cell.column): number
        for cell in table.cells
        if cell.amount is not None and cell.role == "value" and (number := parse_number(cell.text)) is not None
    }


# --- sums -------------------------------------------------------------------------------------------------------------


def _sums(read: _Read) -> Iterable[set[At]]:
    """The places of every sum that holds in a table: a total with its parts, along a row, down a column, or by codes."""
    rows: dict[int, list[Entry]] = defaultdict(list)
    columns: dict[int, list[Entry]] = defaultdict(list)
    for at, value in sorted(read.amounts.items()):
        rows[at[0]].append((at, value))
        columns[at[1]].append((at, value))
    for row in rows.values():
        yield from _runs(row)
        if len(row) == 2 and row[0][1] == row[1][1] != 0:  # 合计 and the only part that is not blank
            yield {at for at, _ in row}
    for column in columns.values():
        yield from _runs(column)
    yield from _hierarchy(read)


def _runs(entries: Sequence[Entry]) -> Iterable[set[At]]:
    """Entries that are the sum of the run right after or right before them, two or more long."""
    for way in (entries, entries[::-1]):
        for k, (at, value) in enumerate(way):
            total, parts = Decimal(0), 0
            for n in range(k + 1, len(way)):
                total += way[n][1]
                parts += way[n][1] != 0
                if parts >= 2 and total == value != 0:
                    yield {at, *(other for other, _ in way[k + 1 : n + 1])}


def _hierarchy(read: _Read) -> Iterable[set[At]]:
    """Sums that the hierarchy of the rows tells: an item and those below it, a total and the items at the top."""
    below: dict[tuple[int, int | None], list[RowAxis]] = defaultdict(list)
    for axis in read.axes.rows:
        if not axis.is_total and not axis.is_unit_row:
            below[axis.side, axis.parent].append(axis)
    for axis in read.axes.rows:
        parts = below[axis.side, None if axis.is_total or axis.is_unit_row else axis.row]
        for column in read.axes.values(axis.side):
            whole = read.amounts.get((axis.row, column.column))
            found = [(part.row, column.column) for part in parts if (part.row, column.column) in read.amounts]
            if whole and found and sum(read.amounts[at] for at in found) == whole:
                yield {(axis.row, column.column), *found}


# --- second prints ----------------------------------------------------------------------------------------------------


def _repeated(reads: Sequence[_Read]) -> dict[int, set[At]]:
    """For each table (by id) the places whose amount stands again for the same item in another row or table.

    A total of 收入 and one of 支出 are one item; in a form, whose labels say little, any telling amount of another table.
    """
    prints: dict[tuple[str, Decimal], set[tuple[int, int]]] = defaultdict(set)
    values: dict[Decimal, set[int]] = defaultdict(set)
    named: list[tuple[_Read, At, tuple[str, Decimal]]] = []
    for read in reads:
        for at, value in read.amounts.items():
            values[value].add(id(read))
            for name in _names(read, at):
                prints[name, value].add((id(read), at[0] if name != _TOTAL else at[1]))
                named.append((read, at, (name, value)))
    found: dict[int, set[At]] = {id(read): set() for read in reads}
    for read, at, key in named:
        if len(prints[key]) > 1 and key[1] != 0:
            found[id(read)].add(at)
    for read in reads:
        if read.axes.form:
            found[id(read)] |= {
                at for at, value in read.amounts.items() if len(values[value]) > 1 and len(value.normalize().as_tuple().digits) >= _TELLING
            }
    return found


_TOTAL = "总计"


def _names(read: _Read, at: At) -> list[str]:
    column = read.axes.column(at[1])
    axis = read.axes.row(at[0], column.side) if column is not None else None
    if axis is None:
        return []
    if axis.is_total:
        return [_TOTAL]
    return [name for name in (squash(axis.subject), axis.code) if name]


# --- codes ------------------------------------------------------------------------------------------------------------


def _is_code(cell: Cell) -> bool:
    return cell.role == "label" and squash(cell.text).isdigit()


@dataclass(frozen=True, slots=True)
class _Prints:
    """How often each number that is a label, and each classification code with its name, is printed."""

    numbers: Counter[str]
    codes: Counter[tuple[str | None, str]]


def _sure_codes(read: _Read, prints: _Prints) -> set[At]:
    """The places of codes that are known under the name beside them, or are printed twice under it.

    Other numbers are sure when they recur (a 单位代码) or count up (a 序号).
    """
    found: set[At] = set()
    for axis in read.axes.rows:
        cells = [cell for cell in read.table.own(axis.row) if _is_code(cell)]
        code = axis.code or ""
        printed = [cell for cell in cells if squash(cell.text) in (code, code[:3], code[3:5], code[5:7])] if code else []
        known = code_name(code) if code else None
        named = known is not None and similarity(squash(known), squash(axis.subject)) >= _SAME_NAME
        if axis.subject and (named if known is not None else prints.codes[code, squash(axis.subject)] > 1):
            found |= {(cell.row, cell.column) for cell in printed}
        long = [cell for cell in cells if cell not in printed and len(squash(cell.text)) >= _TELLING]
        found |= {(cell.row, cell.column) for cell in long if prints.numbers[squash(cell.text)] > 1}
    for column in range(read.table.columns):  # 序号
        cells = sorted((cell for cell in read.table.cells if cell.column == column and _is_code(cell)), key=lambda cell: cell.row)
        for one, other in pairwise(cells):
            if int(squash(other.text)) == int(squash(one.text)) + 1:
                found |= {(one.row, one.column), (other.row, other.column)}
    return found
