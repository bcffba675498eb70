"""Grids of printed cells on one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.glyphs import Glyph, TextLine, box_of, cell_text, rows_of
from corpus.place import BBox

_NUMBER = re.compile(r"[-－—+]?[\d,，]+(?:[.．]\d+)?%?|[-－—]")
_DECIMAL = re.compile(r"[-－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)[.．]\d+%?|[-－+]?\d{1,3}(?:[,，]\d{3})+")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its text; rows and columns are 0-based."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    box: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or its part on one page; `edges` are the column edges in points, `ruled` says that they are drawn."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    box: BBox
    edges: tuple[float, ...]
    ruled: bool = True


def is_number(text: str) -> bool:
    """Is this one figure (or the dash that stands for none)?"""
    return _NUMBER.fullmatch(text.replace(" ", "")) is not None


def is_amount(text: str) -> bool:
    """Is this one amount, with decimals or separators?"""
    return _DECIMAL.fullmatch(text.replace(" ", "")) is not None


def split_stacked(grid: Grid, glyphs: Sequence[Glyph]) -> Grid:
    """The grid with rows divided where no rule divides them: several amounts one under the other are several rows.

    Only a row of unmerged cells is divided, at the middle between the lines of the column that holds most amounts, and only
    when every line of that column is an amount.
    """
    by_row: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    cells: list[GridCell] = []
    shift = 0
    for row in range(grid.rows):
        own = by_row.get(row, [])
        cuts = (
            _cuts(own, glyphs)
            if all(cell.row_span == 1 for cell in own) and not any(cell.row < row < cell.row + cell.row_span for cell in grid.cells)
            else []
        )
        for cell in own:
            if not cuts:
                cells.append(GridCell(row + shift, cell.column, cell.row_span, cell.column_span, cell.text, cell.box))
                continue
            bounds = [cell.box.top, *cuts, cell.box.bottom]
            for k, (top, bottom) in enumerate(pairwise(bounds)):
                box = BBox(cell.box.x0, top, cell.box.x1, bottom)
                cells.append(GridCell(row + shift + k, cell.column, 1, cell.column_span, cell_text(_within(glyphs, box)), box))
        shift += len(cuts)
    if not shift:
        return grid
    return Grid(grid.rows + shift, grid.columns, tuple(cells), grid.box, grid.edges, grid.ruled)


def _cuts(cells: Sequence[GridCell], glyphs: Sequence[Glyph]) -> list[float]:
    best: list[BBox] = []
    for cell in cells:
        if not cell.text or not set(cell.text) <= set("0123456789.,，．-－+% "):
            continue
        rows = rows_of(_within(glyphs, cell.box))
        if len(rows) > max(1, len(best)) and all(is_amount("".join(g.text for g in row)) for row in rows):
            best = [box_of(row) for row in rows]
    return [(one.bottom + other.top) / 2 for one, other in pairwise(best)]


def _within(glyphs: Sequence[Glyph], box: BBox) -> list[Glyph]:
    return [g for g in glyphs if box.x0 <= (g.x0 + g.x1) / 2 <= box.x1 and box.top <= (g.top + g.bottom) / 2 <= box.bottom]


def lines_of(grid: Grid) -> list[list[GridCell]]:
    """The cells of each row that begin in it, from the left."""
    rows: list[list[GridCell]] = [[] for _ in range(grid.rows)]
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell)
    return rows


def row_text(cells: Sequence[GridCell]) -> str:
    """A table row as one line of text."""
    return "\t".join(cell.text for cell in cells).rstrip("\t")


Block = TextLine | Grid
