"""A flow of paragraphs and tables, as Word, Excel and web pages hold it, written down as text lines and grids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.assemble import Parts, RawCell, RawGrid, assemble
from corpus.captions import is_meta
from corpus.document import Line
from corpus.place import Place

_CAPTION_CELLS = 6


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A cell of a table in the flow: 0-based corner, span, text (which may hold line breaks)."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


class Flow:
    """Collects paragraphs and tables in reading order; every table row becomes one line, its cells joined by tabs."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._grids: list[RawGrid] = []

    def paragraph(self, text: str) -> None:
        """A paragraph: a line for each of its lines; blank ones are left out."""
        self._texts += [" ".join(line.split("\t")).rstrip() for line in re.split(r"[\n\v\f\r\x85\u2028\u2029]+", text) if line.strip()]

    def table(self, cells: Sequence[FlowCell], title: str = "") -> None:
        """A table; one that prints nothing is left out. `title` is what the source calls it where no caption does."""
        filled = [cell.text for cell in cells if cell.text.strip()]
        if not filled:
            return
        if len(filled) <= _CAPTION_CELLS and all(is_meta(text) for text in filled):
            for text in filled:  # pages lay out the agency and the unit of the table below as a table of their own
                self.paragraph(text)
            return
        rows = max(cell.row + cell.row_span for cell in cells)
        columns = max(cell.column + cell.column_span for cell in cells)
        first = len(self._texts) + 1
        by_row: list[list[FlowCell]] = [[] for _ in range(rows)]
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            by_row[cell.row].append(cell)
        raw: list[RawCell] = []
        for row in by_row:
            line = len(self._texts) + 1
            # A line break inside a cell would cut the row's line in two.
            texts = [re.sub(r"[ \t]*[\n\v\f\r\x85\u2028\u2029]+[ \t]*", "", cell.text).replace("\t", " ").strip() for cell in row]
            self._texts.append("\t".join(texts))
            raw += [
                RawCell(cell.row, cell.column, text, Place((line, line)), cell.row_span, cell.column_span)
                for cell, text in zip(row, texts, strict=True)
            ]
        self._grids.append(RawGrid(rows, columns, tuple(raw), (first, len(self._texts)), title=title))

    def parts(self, origin: str, warnings: Sequence[str] = ()) -> Parts:
        """Everything collected, the grids assembled into tables."""
        lines, start = [], 0
        for text in self._texts:
            lines.append(Line(start, start + len(text)))
            start += len(text) + 1
        text = "\n".join(self._texts)
        return Parts(text, tuple(lines), assemble(text, lines, self._grids), 0, origin, tuple(warnings))
