"""Grids: printed cells as a reader found them, and the cutting and joining of such grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.folding import squash
from corpus.place import Place


@dataclass(frozen=True, slots=True)
class RawCell:
    """One printed cell of a grid, 0-based, at the corner of the area that it covers."""

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class RawGrid:
    """One table, or the part of a table on one page, as the reader found it.

    `lines` are the 1-based first and last line of the text it stands on. `merged` says that the cells' spans are those of the
    source; where it is False (text, tables without rules) merged areas are inferred from blank cells. `title` is what the
    source itself calls it (a sheet's first line), for a table whose captions name none.
    """

    rows: int
    columns: int
    cells: tuple[RawCell, ...]
    lines: tuple[int, int]
    page: int | None = None
    merged: bool = True
    title: str = ""

    @cached_property
    def _covering(self) -> dict[tuple[int, int], RawCell]:
        return {
            (r, c): cell
            for cell in self.cells
            for r in range(cell.row, min(self.rows, cell.row + cell.row_span))
            for c in range(cell.column, min(self.columns, cell.column + cell.column_span))
        }

    def at(self, row: int, column: int) -> RawCell | None:
        """The cell that covers this place."""
        return self._covering.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The squashed text of the cell that covers this place, "" where none does."""
        cell = self.at(row, column)
        return "" if cell is None else squash(cell.text)

    def row_texts(self, row: int) -> list[str]:
        """The squashed texts over all columns; merged cells repeat theirs."""
        return [self.text(row, column) for column in range(self.columns)]

    def own(self, row: int) -> list[RawCell]:
        """The cells with text whose corner lies in this row, left to right."""
        return self._own_rows.get(row, [])

    @cached_property
    def _own_rows(self) -> dict[int, list[RawCell]]:
        rows: dict[int, list[RawCell]] = {}
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.text.strip():
                rows.setdefault(cell.row, []).append(cell)
        return rows


def without_rows(grid: RawGrid, dropped: Iterable[int]) -> RawGrid:
    """The grid without these rows; cells that reach over them shrink, the lines stay those of the remaining rows."""
    gone = set(dropped)
    if not gone:
        return grid
    kept = [row for row in range(grid.rows) if row not in gone]
    new = {row: index for index, row in enumerate(kept)}
    cells = []
    for cell in grid.cells:
        covered = [row for row in range(cell.row, cell.row + cell.row_span) if row in new]
        if covered:
            cells.append(placed(cell, new[covered[0]], cell.column, len(covered)))
    first = min((cell.place.lines[0] for cell in cells), default=grid.lines[0])
    last = max((cell.place.lines[1] for cell in cells), default=grid.lines[1])
    return RawGrid(len(kept), grid.columns, tuple(cells), (first, last), grid.page, grid.merged)


def without_empty_columns(grid: RawGrid) -> RawGrid:
    """The grid without the columns in which no cell of its own prints anything."""
    used = sorted({cell.column for cell in grid.cells if cell.text.strip()})
    if len(used) == grid.columns or not used:
        return grid
    new = {column: index for index, column in enumerate(used)}
    cells = []
    for cell in grid.cells:
        covered = [column for column in range(cell.column, cell.column + cell.column_span) if column in new]
        if covered:
            cells.append(placed(cell, cell.row, new[covered[0]], None, len(covered)))
    return replace(grid, columns=len(used), cells=tuple(cells))


def stack(grids: Sequence[RawGrid]) -> RawGrid:
    """One grid with the rows of all of these, one under the other."""
    if len(grids) == 1:
        return grids[0]
    cells: list[RawCell] = []
    rows = 0
    for grid in grids:
        cells += [placed(cell, cell.row + rows, cell.column) for cell in grid.cells]
        rows += grid.rows
    lines = (min(grid.lines[0] for grid in grids), max(grid.lines[1] for grid in grids))
    return RawGrid(rows, max(grid.columns for grid in grids), tuple(cells), lines, grids[0].page, all(grid.merged for grid in grids))


def placed(cell: RawCell, row: int, column: int, row_span: int | None = None, column_span: int | None = None) -> RawCell:
    """The cell at another place, with its own spans where no others are given."""
    return RawCell(row, column, cell.text, cell.place, row_span or cell.row_span, column_span or cell.column_span)
