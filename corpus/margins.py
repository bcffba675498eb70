"""Margins: how far the running text of each page reaches, so that full and indented lines can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Line

_LONG = 0.6  # a line this much of the longest tells where the margins are


@dataclass(frozen=True)
class Margins:
    """The left and right edge of each page's running text, in points."""

    edges: dict[int | None, tuple[float, float]]

    def full(self, line: Line) -> bool | None:
        """Whether a line runs up to the right margin, two characters short at most; None without boxes."""
        if line.bbox is None or line.page not in self.edges:
            return None
        size = max(6.0, line.bbox.bottom - line.bbox.top)
        return line.bbox.x1 >= self.edges[line.page][1] - 2 * size

    def indented(self, line: Line) -> bool | None:
        """Whether a line begins right of the left margin by more than a character; None without boxes."""
        if line.bbox is None or line.page not in self.edges:
            return None
        size = max(6.0, line.bbox.bottom - line.bbox.top)
        return line.bbox.x0 > self.edges[line.page][0] + 1.2 * size


def margins(lines: Sequence[Line], text: str) -> Margins:
    """The margins of the pages of a text; table rows (lines with tabs) do not count."""
    boxes: dict[int | None, list[tuple[float, float]]] = {}
    for line in lines:
        if line.bbox is not None and "\t" not in text[line.start : line.stop]:
            boxes.setdefault(line.page, []).append((line.bbox.x0, line.bbox.x1))
    edges: dict[int | None, tuple[float, float]] = {}
    for page, found in boxes.items():
        longest = max(x1 - x0 for x0, x1 in found)
        long = [(x0, x1) for x0, x1 in found if x1 - x0 >= _LONG * longest]
        edges[page] = (min(x0 for x0, _ in long), max(x1 for _, x1 in long))
    return Margins(edges)
