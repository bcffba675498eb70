"""Columns of a table without rules, from where its words stand.

    pieces -> overlapping pieces together -> cut where lines show a gap -> heads joined to their values -> columns

Two pieces of one line are in different columns; a piece that lies across a gap which other lines show belongs to a merged cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.glyphs import TextLine
from corpus.sheet import is_number

# Points by which pieces must overlap to stand in one column.
_OVERLAP = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line between two gaps; `line` counts the lines of its region, `head` says that it stands above the first figures."""

    part: TextLine
    line: int
    head: bool

    @property
    def x0(self) -> float:
        return self.part.box.x0

    @property
    def x1(self) -> float:
        return self.part.box.x1


def columns_of(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """The columns of a region as (left, right) extents of their words, from the left."""
    clusters = [part for cluster in _overlapping(pieces) for part in _cut(cluster)]
    clusters = [cluster for cluster in clusters if not _is_merged_head(cluster, pieces)] or clusters
    clusters.sort(key=lambda cluster: min(p.x0 for p in cluster))
    clusters = _heads_joined(clusters)
    return [(min(p.x0 for p in cluster), max(p.x1 for p in cluster)) for cluster in clusters]


def _overlapping(pieces: Iterable[Piece]) -> list[list[Piece]]:
    clusters: list[list[Piece]] = []
    right = float("-inf")
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if clusters and piece.x0 < right - _OVERLAP:
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
        right = max(right, piece.x1)
    return clusters


def _cut(cluster: list[Piece]) -> list[list[Piece]]:
    """A cluster cut where more lines show a gap than pieces lie across it; the pieces across are left out."""
    by_line: dict[int, list[Piece]] = defaultdict(list)
    for piece in cluster:
        by_line[piece.line].append(piece)
    gaps = [(a.x1, b.x0) for line in by_line.values() for a, b in pairwise(sorted(line, key=lambda p: p.x0)) if b.x0 > a.x1]
    best: tuple[float, float] | None = None
    for x in sorted({(a + b) / 2 for a, b in gaps} | {b - _OVERLAP for _, b in gaps} | {a + _OVERLAP for a, _ in gaps}):
        shown = sum(a < x < b for a, b in gaps)
        across = [p for p in cluster if p.x0 + _OVERLAP < x < p.x1 - _OVERLAP]
        body = sum(not p.head for p in across)
        if shown and 3 * body <= shown:
            score = shown - 3 * body - 0.5 * (len(across) - body)
            if best is None or score > best[0]:
                best = (score, x)
    if best is None:
        return [cluster]
    x = best[1]
    rest = [p for p in cluster if not p.x0 + _OVERLAP < x < p.x1 - _OVERLAP]
    return [part for half in _overlapping(rest) for part in _cut(half)]


def _is_merged_head(cluster: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Is this nothing but a line of the topmost heads, with further heads below? It stands between its columns."""
    if not all(p.head for p in cluster):
        return False
    heads = [p.part.box for p in pieces if p.head]
    top, size = min(box.top for box in heads), cluster[0].part.size
    return all(p.part.box.top - top < 0.3 * size for p in cluster) and any(box.top - top > 1.2 * size for box in heads)


def _heads_joined(clusters: list[list[Piece]]) -> list[list[Piece]]:
    """Columns whose head does not overlap their values joined: right-aligned figures stand right of the head, labels left of it."""
    kept = list(clusters)
    k = 0
    while k < len(kept):
        cluster = kept[k]
        if not any(p.head for p in cluster) and any(p.head for other in kept for p in other):
            figures = sum(is_number(p.part.text) for p in cluster) * 2 >= len(cluster)
            for near in (k - 1, k + 1) if figures else (k + 1, k - 1):
                if 0 <= near < len(kept) and any(p.head for p in kept[near]) and not _beside(cluster, kept[near]):
                    kept[near] = kept[near] + cluster
                    del kept[k]
                    break
            else:
                k += 1
        else:
            k += 1
    return kept


def _beside(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Does a piece of one stand at the height of a piece of the other?"""
    return any(
        min(a.part.box.bottom, b.part.box.bottom) - max(a.part.box.top, b.part.box.top) > 0.3 * min(a.part.size, b.part.size)
        for a in one
        for b in other
    )


def edges_of(columns: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The edges between columns: the middle of the gaps, and the outer sides."""
    middle = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return (columns[0][0] - 2, *middle, columns[-1][1] + 2)


def head_spans(
    heads: Sequence[tuple[float, float]], open_columns: Sequence[int], edges: Sequence[float], size: float
) -> list[tuple[int, int]]:
    """For each merged head (x0, x1), from the left, its first and last column.

    A merged head is centred over its columns: the runs of `open_columns` (columns with a head of their own below) whose middles
    are nearest, every open column under a head where that can be.
    """
    count = len(edges) - 1
    free = set(open_columns)

    @cache
    def best(head: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if head == len(heads):
            return sum(3 * size for c in range(start, count) if c in free), ()
        x0, x1 = heads[head]
        found = (float("inf"), ((0, 0),) * (len(heads) - head))
        for first in range(start, count):
            skipped = sum(3 * size for c in range(start, first) if c in free)
            for last in range(first, count):
                if last > first and not (last in free and first in free and (last - 1 in free)):
                    break
                if edges[last + 1] < x0 + 0.2 * (x1 - x0) or edges[first] > x1 - 0.2 * (x1 - x0):
                    continue
                cost = skipped + abs((x0 + x1) / 2 - (edges[first] + edges[last + 1]) / 2)
                after, spans = best(head + 1, last + 1)
                if cost + after < found[0]:
                    found = (cost + after, ((first, last), *spans))
        return found

    return list(best(0, 0)[1])
