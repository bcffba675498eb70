"""A disclosure as read: its text line by line with places, its sections as a tree, its tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.place import BBox, CellRef, Place, Source, Span, around
from corpus.table import Table


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `Document.text[start:stop]` (without the line break), with its page and box where there are pages."""

    start: int
    stop: int
    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: 1-based first (the heading's) and last line, and its subsections."""

    title: str
    level: int
    lines: tuple[int, int]
    page: int | None = None
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Document:
    """A disclosure: `text` is the lines joined by "\\n"; for text files the lines are the file's own lines.

    For paged formats the reader writes a table row as one line, its cells joined by tabs, so that every quote is a slice
    of `text`. `kind` is 预算 or 决算, `scope` 部门, 单位 or 政府, `origin` the reader's name (text, pdf, …), `pages` 0
    without pages, `scanned` the 1-based pages that were read by OCR.
    """

    id: str
    title: str
    agency: str | None
    region: str | None
    year: int | None
    kind: str | None
    scope: str | None
    origin: str
    pages: int
    text: str
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, offset: int) -> int:
        """The 1-based number of the line in which an offset of `text` lies."""
        return max(1, bisect_right(self._starts, offset))

    def line_text(self, number: int) -> str:
        """The text of a 1-based line."""
        line = self.lines[number - 1]
        return self.text[line.start : line.stop]

    def lines_span(self, first: int, last: int) -> Span:
        """The slice of `text` from the first to the last of these 1-based lines."""
        return Span(self.lines[first - 1].start, self.lines[last - 1].stop)

    def row_lines(self, table: int, row: int) -> tuple[int, int]:
        """The 1-based first and last line on which a table row stands."""
        here = self.tables[table]
        lines = [cell.place.lines for cell in here.own(row)]
        if not lines:  # a row that only merged cells from above reach
            return next((cell.place.lines for r in range(row, -1, -1) for cell in here.own(r)), here.place.lines)
        return min(first for first, _ in lines), max(last for _, last in lines)

    def span(self, source: Source) -> Span:
        """The slice of `text` that a source quotes: a span itself, for a cell its table row."""
        if isinstance(source, Span):
            return source
        return self.lines_span(*self.row_lines(source.table, source.row))

    def quote(self, source: Source) -> str:
        """What stands at a source: the slice of `text`, never anything rebuilt."""
        span = self.span(source)
        return self.text[span.start : span.stop]

    def place(self, source: Source) -> Place:
        """Where a source stands; the box is that of the cell, or around the span's lines on its first page."""
        if isinstance(source, CellRef):
            cell = self.tables[source.table].at(source.row, source.column)
            if cell is not None:
                return cell.place
        span = self.span(source)
        first, last = self.line_at(span.start), self.line_at(max(span.start, span.stop - 1))
        found = around(Place((n, n), self.lines[n - 1].page, self.lines[n - 1].bbox) for n in range(first, last + 1))
        assert found is not None
        return found

    def boxes(self, source: Source) -> list[tuple[int, BBox]]:
        """The (page, box) pairs that mark a source: a cell's box, or the boxes of a span's lines; [] without pages."""
        if isinstance(source, CellRef):
            place = self.place(source)
            return [(place.page, place.bbox)] if place.page is not None and place.bbox is not None else []
        first, last = self.line_at(source.start), self.line_at(max(source.start, source.stop - 1))
        return [(line.page, line.bbox) for line in self.lines[first - 1 : last] if line.page is not None and line.bbox is not None]

    def heading_path(self, line: int) -> tuple[str, ...]:
        """The titles of the sections around a 1-based line, outermost first."""
        path: list[str] = []
        level: tuple[Section, ...] = self.sections
        while True:
            inside = next((s for s in level if s.lines[0] <= line <= s.lines[1]), None)
            if inside is None:
                return tuple(path)
            path.append(inside.title)
            level = inside.children
