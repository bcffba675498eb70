"""Tables: cells on a grid, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from corpus.amount import Amount
from corpus.folding import squash
from corpus.headers import is_numbering
from corpus.place import Place

Role = Literal["header", "label", "value"]
Reading = Literal["text", "ocr", "realigned", "inferred_unit"]


# Strokes of a scan read as letters of no disclosure's language, or as lines of a table.
_NOISE = re.compile(r"[\u0590-\u06ff\u2500-\u257f]+[-—]?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell (its own corner of a merged area); `amount` only where the cell is one number, rate or amount."""

    row: int
    column: int
    text: str
    place: Place
    role: Role = "value"
    row_span: int = 1
    column_span: int = 1
    amount: Amount | None = None
    uncertain: bool = False
    reading: Reading = "text"


@dataclass(frozen=True)
class Table:
    """One table, also where it runs over several pages; rows and columns are 0-based, forms have `header_rows` 0.

    `number_row` is the row that numbers the columns (栏次), one of the header rows.
    """

    title: str
    kind: str | None
    unit: str | None
    rows: int
    columns: int
    header_rows: int
    cells: tuple[Cell, ...]
    place: Place
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    number_row: int | None = None
    section: tuple[str, ...] = field(default=())

    @cached_property
    def _grid(self) -> dict[tuple[int, int], Cell]:
        return {
            (r, c): cell
            for cell in self.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        }

    @cached_property
    def _rows(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            rows.setdefault(cell.row, []).append(cell)
        return rows

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place of the grid."""
        return self._grid.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text at this place of the grid, "" where nothing stands."""
        cell = self.at(row, column)
        return "" if cell is None else cell.text

    def own(self, row: int) -> list[Cell]:
        """The cells whose corner lies in this row, left to right."""
        return list(self._rows.get(row, ()))

    def header(self, column: int) -> tuple[str, ...]:
        """The distinct header texts over a column, from the top, without white space, the noise of a scan and the numbers of a 栏次 row."""
        found: list[str] = []
        for row in range(self.header_rows):
            text = _NOISE.sub("", squash(self.text(row, column)))
            if row == self.number_row and is_numbering(text):
                continue
            if text and text not in found:
                found.append(text)
        return tuple(found)

    def grid(self) -> list[list[str]]:
        """The texts as rows of columns; merged cells repeat their text."""
        return [[self.text(r, c) for c in range(self.columns)] for r in range(self.rows)]

    def uncertain(self) -> list[tuple[int, int]]:
        """The (row, column) of the cells whose reading is not to be trusted."""
        return [(cell.row, cell.column) for cell in self.cells if cell.uncertain]
