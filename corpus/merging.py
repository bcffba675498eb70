"""Merged areas of table bodies, inferred where a dump prints blanks for them: groups of indicators, and forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from corpus.amount import parse_number
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid, placed
from corpus.headers import Header

_LEAF = re.compile(r"^三级指标")
_LEVEL = re.compile(r"^[一二三]级指标")


def indicator_row(grid: RawGrid) -> int | None:
    """The row that heads a list of performance indicators (一级指标 | 二级指标 | 三级指标); None without one."""
    for row in range(grid.rows):
        if sum(1 for cell in grid.own(row) if _LEVEL.match(squash(cell.text))) >= 2:
            return row
    return None


def merge_groups(grid: RawGrid, header: Header, breaks: Sequence[int] = ()) -> RawGrid:
    """The grid with the groups of an indicator list merged downwards, and the labels of a form over their blanks.

    `breaks` are the rows at which a new page begins.
    """
    if grid.merged:
        return _over_breaks(grid, header, breaks)
    head = indicator_row(grid)
    if head is not None:
        leaf = _leaf(grid, head)
        grid = _fill_down(_labels_first(grid, head, header, breaks), max(head + 1, header.rows), leaf)
    if header.rows == 0:
        grid = _reach_right(_fill_down(grid, 0, 1))
    return grid


def _leaf(grid: RawGrid, head: int) -> int:
    """The column of the indicators themselves, right of all columns that group them."""
    heads = {squash(cell.text): cell.column for cell in grid.own(head)}
    leaf = next((column for text, column in heads.items() if _LEAF.match(text)), None)
    return leaf if leaf is not None else max(column for text, column in heads.items() if _LEVEL.match(text)) + 1


def _over_breaks(grid: RawGrid, header: Header, breaks: Sequence[int]) -> RawGrid:
    """The grid with merged areas closed that a page break has cut: their rest is blank at the top of the next page."""
    head = indicator_row(grid)
    cells = {(cell.row, cell.column): cell for cell in grid.cells}
    ending = {(cell.row + cell.row_span, cell.column): cell for cell in grid.cells}
    for row in breaks:
        leaf = _leaf(grid, head) if head is not None and row > head else 1 if header.rows == 0 else 0
        for column in range(leaf):
            rest = cells.get((row, column))
            above = ending.get((row, column))
            if rest is not None and rest.text.strip():
                break  # a new group begins, and with it all below it
            if above is None or not above.text.strip() or above.row < header.rows or (rest and rest.column_span != above.column_span):
                continue
            tall = rest.row_span if rest is not None else 1
            cells.pop((row, column), None)
            longer = placed(above, above.row, above.column, above.row_span + tall)
            cells[above.row, above.column] = ending[row + tall, column] = longer
    return grid if not breaks else replace(grid, cells=tuple(cells.values()))


def _labels_first(grid: RawGrid, head: int, header: Header, breaks: Sequence[int]) -> RawGrid:
    """Project labels that a page prints beside a later row of their group, moved up to the first row of the page.

    A label in the middle of a merged area comes out beside a middle row. Only the weights tell: every project's add up to
    the same sum, and here they do so only if the rows above on this page belong to the label below them.
    """
    heads = [grid.text(head, column) for column in range(grid.columns)]
    weight = next((column for column, text in enumerate(heads) if text in ("权重", "分值", "权重(%)", "分值(权重)")), None)
    first = next((column for column, text in enumerate(heads) if _LEVEL.match(text)), 0)
    name = next((column for column, text in enumerate(heads[:first]) if text.startswith("项目名称")), None)
    if weight is None or name is None or header.rows == 0:
        return grid
    rows = range(max(head + 1, header.rows), grid.rows)
    labels = [row for row in rows if grid.text(row, name)]
    weights = {row: parse_number(grid.text(row, weight)) or Decimal(0) for row in rows}

    def total(start: int, stop: int) -> Decimal:
        return sum((weights[row] for row in range(start, stop)), Decimal(0))

    bounds = [*labels, grid.rows]
    sums = Counter(total(start, stop) for start, stop in pairwise(bounds))
    usual = max(sums, key=lambda value: (sums[value], value), default=Decimal(0))
    if not usual or sums[usual] < 2:
        return grid
    moves: dict[int, int] = {}
    for before, label, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
        start = max((row for row in breaks if before < row < label), default=None)
        if start is not None and total(before, start) == usual == total(start, after) and total(before, label) != usual:
            moves[label] = start
    cells = []
    taken = {(start, column) for start in moves.values() for column in range(first)}
    for cell in grid.cells:
        if cell.row in moves and cell.column < first and cell.text.strip():
            cells.append(replace(cell, row=moves[cell.row]))
        elif (cell.row, cell.column) not in taken:
            cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _fill_down(grid: RawGrid, start: int, leaf: int) -> RawGrid:
    """Blank cells left of the `leaf` column belong to the cell above, as long as no cell further left begins a new group."""
    spans: dict[tuple[int, int], int] = {}
    covered: set[tuple[int, int]] = set()
    owners: list[tuple[int, int] | None] = [None] * leaf
    texts = {(cell.row, cell.column) for cell in grid.cells if cell.text.strip()}
    for row in range(start, grid.rows):
        filled = [column for column in range(grid.columns) if (row, column) in texts]
        if not filled:
            owners = [None] * leaf
            continue
        fresh = False
        for column in range(leaf):
            if (row, column) in texts:
                owners[column], fresh = (row, column), True
                spans[row, column] = 1
            elif fresh or (owner := owners[column]) is None:
                owners[column] = None
            elif any(other > column for other in filled):
                spans[owner] += 1
                covered.add((row, column))
            else:
                owners[column] = None
    cells = [
        placed(cell, cell.row, cell.column, max(cell.row_span, spans[cell.row, cell.column])) if (cell.row, cell.column) in spans else cell
        for cell in grid.cells
        if (cell.row, cell.column) not in covered
    ]
    return replace(grid, cells=tuple(cells))


def _reach_right(grid: RawGrid) -> RawGrid:
    """The last text of a form's row reaches to the right edge; a first label reaches over blanks up to its content."""
    cells = list(grid.cells)
    index = {(cell.row, cell.column): i for i, cell in enumerate(cells)}
    gone: set[int] = set()
    for row in range(grid.rows):
        own = [cell for cell in grid.own(row) if cell.row_span == 1 or cell.column == 0]
        if not own:
            continue
        pairs = [(own[-1], grid.columns)]
        if len(own) >= 2 and own[0].column == 0 and own[1].column > 1 and not own[1].text.rstrip().endswith((":", "：")):
            pairs.append((own[0], own[1].column))
        for cell, stop in pairs:
            beside = [(row, column) for column in range(cell.column + 1, stop)]
            if cell.row_span > 1 or not _free(grid, beside) or any(_explicit(cells[index[place]]) for place in beside if place in index):
                continue
            cells[index[row, cell.column]] = replace(cell, column_span=stop - cell.column)
            gone.update(index[place] for place in beside if place in index)
    return replace(grid, cells=tuple(cell for i, cell in enumerate(cells) if i not in gone))


def _free(grid: RawGrid, places: Sequence[tuple[int, int]]) -> bool:
    return all((cell := grid.at(*place)) is None or not cell.text.strip() for place in places)


def _explicit(cell: RawCell) -> bool:
    """Whether a blank cell was printed as a cell of its own (a line of its own in dumps with a cell a line)."""
    return cell.text == "\t"
