"""From grids of printed cells to tables: title, unit, header rows, continued parts, roles and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.amount import parse_amount
from corpus.document import Line
from corpus.place import Place, around
from corpus.table import Cell, Table


@dataclass(frozen=True, slots=True)
class RawCell:
    """One printed cell of a grid, 0-based, at the corner of the area that it covers."""

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class RawGrid:
    """One table, or the part of a table on one page, as the reader found it.

    `lines` are the 1-based first and last line of the text it stands on. `merged` says that the cells' spans are those of the
    source; where it is False (text, tables without rules) merged areas are inferred from blank cells.
    """

    rows: int
    columns: int
    cells: tuple[RawCell, ...]
    lines: tuple[int, int]
    page: int | None = None
    merged: bool = True


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader finds in a file, before sections and metadata are added."""

    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    pages: int
    origin: str
    warnings: tuple[str, ...] = ()


def assemble(text: str, lines: Sequence[Line], grids: Sequence[RawGrid]) -> tuple[Table, ...]:
    """The tables that these grids print, in reading order."""
    tables = []
    for grid in grids:
        above = [text[line.start : line.stop].strip() for line in lines[max(0, grid.lines[0] - 6) : grid.lines[0] - 1]]
        title = next((entry for entry in reversed(above) if entry.endswith("表")), "")
        cells = tuple(
            Cell(c.row, c.column, c.text, c.place, "value", c.row_span, c.column_span, parse_amount(c.text)) for c in grid.cells
        )
        place = around(cell.place for cell in grid.cells) or Place(grid.lines, grid.page)
        pages = (grid.page,) if grid.page is not None else ()
        tables.append(Table(title, None, None, grid.rows, grid.columns, 1, cells, place, pages))
    return tuple(tables)
