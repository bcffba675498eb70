"""Tables that a text dump prints a cell a line: a tab and one cell, blank lines between the rows."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.captions import table_title
from corpus.dump_rows import CELL_LINE
from corpus.grid import RawCell, RawGrid
from corpus.place import Place

Row = list[tuple[int, str]]
_BLANK_CELL = "\t"  # tells a cell that was printed blank from a place that no cell covers


def cell_grids(entries: Sequence[str]) -> list[RawGrid]:
    """The tables printed a cell a line; a region ends where a line of another shape stands."""
    grids, region = [], []
    row: Row = []
    for number, entry in enumerate([*entries, "end"]):
        if CELL_LINE.match(entry):
            row.append((number, entry[1:].strip()))
            continue
        if row:
            region.append(row)
            row = []
        if entry.strip():
            grids += _tables(region)
            region = []
    return grids


def _tables(region: list[Row]) -> list[RawGrid]:
    """The tables of a region: a row that holds nothing but a title starts the next one."""
    tables: list[list[Row]] = [[]]
    for row in region:
        if len(row) == 1 and table_title(row[0][1]):
            tables.append([])
        else:
            tables[-1].append(row)
    return [grid for rows in tables if (grid := _grid(rows)) is not None]


def _grid(rows: list[Row]) -> RawGrid | None:
    """The rows as a grid, left aligned; None where they are indented paragraphs rather than cells."""
    rows = [row for row in rows if any(text for _, text in row)]
    if len(rows) < 2 or max(map(len, rows), default=0) < 2 or sum(1 for row in rows if len(row) >= 2) * 3 < len(rows) * 2:
        return None
    columns = max(len(row) for row in rows)
    cells = tuple(
        RawCell(index, column, text or _BLANK_CELL, Place((number + 1, number + 1)))
        for index, row in enumerate(rows)
        for column, (number, text) in enumerate(row)
    )
    first, last = rows[0][0][0], rows[-1][-1][0]
    return RawGrid(len(rows), columns, cells, (first + 1, last + 1), merged=False)
