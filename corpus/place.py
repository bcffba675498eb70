"""Where something stands: physically (a page's box, lines) and logically (a span of text, a cell of a table)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BBox:
    """A rectangle on a page in PDF points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: BBox) -> BBox:
        """The smallest rectangle around both."""
        return BBox(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))


@dataclass(frozen=True, slots=True)
class Place:
    """Physical place: 1-based first and last line of `Document.lines`; 1-based page and box where there are pages."""

    lines: tuple[int, int]
    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A slice of `Document.text`."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell: 0-based index of the table in `Document.tables`, 0-based row and column of its grid."""

    table: int
    row: int
    column: int


Source = Span | CellRef


def around(places: Iterable[Place]) -> Place | None:
    """One place over all of them; page and box are those of the first place's page."""
    every = list(places)
    if not every:
        return None
    first = min(place.lines[0] for place in every)
    last = max(place.lines[1] for place in every)
    page = every[0].page
    box: BBox | None = None
    for place in every:
        if place.page == page and place.bbox is not None:
            box = place.bbox if box is None else box.union(place.bbox)
    return Place((first, last), page, box)
