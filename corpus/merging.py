"""Merged areas of table bodies, inferred where a dump prints blanks for them: groups of indicators, and forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import squash
from corpus.grid import RawCell, RawGrid
from corpus.headers import Header

_LEAF = re.compile(r"^三级指标")
_LEVEL = re.compile(r"^[一二三]级指标")


def indicator_row(grid: RawGrid) -> int | None:
    """The row that heads a list of performance indicators (一级指标 | 二级指标 | 三级指标); None without one."""
    for row in range(grid.rows):
        if sum(1 for cell in grid.own(row) if _LEVEL.match(squash(cell.text))) >= 2:
            return row
    return None


def merge_groups(grid: RawGrid, header: Header) -> RawGrid:
    """The grid with the groups of an indicator list merged downwards, and the labels of a form over their blanks."""
    if grid.merged:
        return grid
    head = indicator_row(grid)
    if head is not None:
        heads = {squash(cell.text): cell.column for cell in grid.own(head)}
        leaf = next((column for text, column in heads.items() if _LEAF.match(text)), None)
        if leaf is None:
            leaf = max(column for text, column in heads.items() if _LEVEL.match(text)) + 1
        grid = _fill_down(grid, max(head + 1, header.rows), leaf)
    if header.rows == 0:
        grid = _reach_right(_fill_down(grid, 0, 1))
    return grid


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
        replace(cell, row_span=max(cell.row_span, spans.get((cell.row, cell.column), 1))) if cell.text.strip() else cell
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
