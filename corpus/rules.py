"""Ruled tables: from the rules drawn on a page to grids of cells, merged cells with their spans.

    objects -> rules -> joined rules -> connected groups -> edges -> elementary cells -> cells

A cell is a set of elementary cells with no rule between them, so that a merged cell shows by what is not drawn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from corpus.place import BBox

# Points: filled rectangles thinner than this are rules; rules nearer than this are one; ends nearer than this meet.
_THIN = 3.5
_NEAR = 2.5
_MEET = 3.5
# Share of an elementary cell's side that must be drawn for the side to be there.
_DRAWN = 0.7


class Rule(NamedTuple):
    """A straight rule: its fixed coordinate and its extent along the other axis."""

    at: float
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a grid before its text is known."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: BBox


@dataclass(frozen=True, slots=True)
class Lattice:
    """A grid of slots; `xs` and `ys` are its column and row edges, one more than columns and rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> BBox:
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def rules_of(objects: dict[str, list[dict[str, Any]]]) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules among a page's lines, rectangles, curves and thin images (pdfplumber's)."""
    across: list[Rule] = []
    down: list[Rule] = []

    def add(x0: float, top: float, x1: float, bottom: float) -> None:
        wide, high = x1 - x0, bottom - top
        if high <= _THIN and wide > high:
            across.append(Rule((top + bottom) / 2, x0, x1))
        elif wide <= _THIN and high > wide:
            down.append(Rule((x0 + x1) / 2, top, bottom))

    for item in objects.get("line", ()):
        add(item["x0"], item["top"], item["x1"], item["bottom"])
    for item in objects.get("rect", ()):
        x0, top, x1, bottom = item["x0"], item["top"], item["x1"], item["bottom"]
        if x1 - x0 <= _THIN or bottom - top <= _THIN:
            if item.get("stroke") or not _is_white(item.get("non_stroking_color")):
                add(x0, top, x1, bottom)
        elif item.get("stroke") or not _is_white(item.get("non_stroking_color")):
            across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
            down += [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    for item in objects.get("curve", ()):
        points = item.get("pts") or ()
        for (xa, ya), (xb, yb) in pairwise(points):
            if abs(xa - xb) <= 0.5 or abs(ya - yb) <= 0.5:
                add(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
    for item in objects.get("image", ()):
        if min(item["x1"] - item["x0"], item["bottom"] - item["top"]) <= _THIN:
            add(item["x0"], item["top"], item["x1"], item["bottom"])
    return across, down


def _is_white(colour: Any) -> bool:
    """White paint hides, it does not rule; the colour is grey, RGB or CMYK."""
    if isinstance(colour, (int, float)):
        colour = (colour,)
    if not isinstance(colour, (list, tuple)) or not colour or not all(isinstance(part, (int, float)) for part in colour):
        return False
    if len(colour) == 4:
        return all(part <= 0.02 for part in colour)
    return all(part >= 0.98 for part in colour)


def join(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap as one rule; strokes shorter than a letter that touch nothing are dropped."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][-1].at <= _NEAR and rule.at - groups[-1][0].at <= 2 * _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    joined: list[Rule] = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        parts = sorted((rule.start, rule.stop) for rule in group)
        start, stop = parts[0]
        for more, end in parts[1:]:
            if more - stop <= _MEET:
                stop = max(stop, end)
            else:
                joined.append(Rule(at, start, stop))
                start, stop = more, end
        joined.append(Rule(at, start, stop))
    return [rule for rule in joined if rule.stop - rule.start > _THIN]


def lattices(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice]:
    """The ruled grids of a page, from the top; grids of a single cell (frames) and grids inside a cell are left out."""
    found = [_lattice(h, v) for h, v in _connected(join(across), join(down))]
    kept: list[Lattice] = []
    for one in sorted(
        (one for one in found if one is not None), key=lambda one: -(one.box.x1 - one.box.x0) * (one.box.bottom - one.box.top)
    ):
        if not any(_inside(one.box, other.box) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.ys[0], one.xs[0]))


def _inside(box: BBox, other: BBox) -> bool:
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return other.x0 <= middle_x <= other.x1 and other.top <= middle_y <= other.bottom


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that hang together by crossings."""
    parent = list(range(len(across) + len(down)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.start - _MEET <= v.at <= h.stop + _MEET and v.start - _MEET <= h.at <= v.stop + _MEET:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(across):
        groups[root(i)][0].append(h)
    for j, v in enumerate(down):
        groups[root(len(across) + j)][1].append(v)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(at: Iterable[float], ends: Iterable[float]) -> list[float]:
    """Distinct edge positions; `ends` are where the crossing rules end: an open side has no rule of its own."""
    edges: list[float] = []
    for x in sorted(at):
        if not edges or x - edges[-1] > _MEET:
            edges.append(x)
    outer = sorted(ends)
    if outer and edges:
        if edges[0] - outer[0] > 3 * _MEET:
            edges.insert(0, outer[0])
        if outer[-1] - edges[-1] > 3 * _MEET:
            edges.append(outer[-1])
    return edges


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    lowest = sorted(v.stop for v in down)[-2:]
    highest = sorted(v.start for v in down)[:2]
    # A single rule that sticks out is a slip of the pen, two that end together are an open side.
    ends_y = [y for pair in (highest, lowest) if len(pair) == 2 and abs(pair[0] - pair[1]) <= _MEET for y in pair]
    left, right = sorted(h.start for h in across)[:2], sorted(h.stop for h in across)[-2:]
    ends_x = [x for pair in (left, right) if len(pair) == 2 and abs(pair[0] - pair[1]) <= _MEET for x in pair]
    xs, ys = _edges((v.at for v in down), ends_x), _edges((h.at for h in across), ends_y)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    wall = _drawn(down, xs, ys)
    floor = _drawn(across, ys, xs)
    # An edge with nothing drawn on it inside the grid (a rule that only sticks out) divides nothing.
    rows = [k for k in range(len(ys)) if k in (0, len(ys) - 1) or any(floor[k])]
    columns = [k for k in range(len(xs)) if k in (0, len(xs) - 1) or any(wall[k])]
    if len(rows) < len(ys) or len(columns) < len(xs):
        xs, ys = [xs[k] for k in columns], [ys[k] for k in rows]
        wall, floor = _drawn(down, xs, ys), _drawn(across, ys, xs)
    if len(xs) < 3:  # one column is a frame or a list, no table
        return None
    return Lattice(tuple(xs), tuple(ys), tuple(_slots(xs, ys, wall, floor)))


def _drawn(rules: Sequence[Rule], at: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each edge of `at` and each stretch of `along`: is a rule drawn there?"""
    lengths = [[0.0] * (len(along) - 1) for _ in at]
    for rule in rules:
        k = min(range(len(at)), key=lambda i: abs(at[i] - rule.at))
        if abs(at[k] - rule.at) > 2 * _MEET:
            continue
        first, last = bisect_right(along, rule.start) - 1, bisect_left(along, rule.stop)
        for stretch in range(max(0, first), min(last, len(along) - 1)):
            lengths[k][stretch] += min(rule.stop, along[stretch + 1]) - max(rule.start, along[stretch])
    return [[length >= _DRAWN * (along[s + 1] - along[s]) for s, length in enumerate(row)] for row in lengths]


def _slots(xs: list[float], ys: list[float], wall: list[list[bool]], floor: list[list[bool]]) -> list[Slot]:
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not wall[c + 1][r]:
                parent[root(r * columns + c)] = root(r * columns + c + 1)
            if r + 1 < rows and not floor[r + 1][c]:
                parent[root(r * columns + c)] = root((r + 1) * columns + c)
    areas: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r in range(rows):
        for c in range(columns):
            areas[root(r * columns + c)].append((r, c))
    slots: list[Slot] = []
    for area in areas.values():
        r0, r1 = area[0][0], area[-1][0]
        c0, c1 = min(c for _, c in area), max(c for _, c in area)
        if len(area) == (r1 - r0 + 1) * (c1 - c0 + 1):
            slots.append(_slot(xs, ys, r0, r1, c0, c1))
        else:
            slots += [_slot(xs, ys, *bounds) for bounds in _rectangles(area)]
    return sorted(slots, key=lambda slot: (slot.row, slot.column))


def _rectangles(area: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """An area that is no rectangle (part of a rule is missing) as runs of columns, equal runs of neighbouring rows joined."""
    found: list[tuple[int, int, int, int]] = []
    by_row: dict[int, list[int]] = defaultdict(list)
    for r, c in area:
        by_row[r].append(c)
    for r in sorted(by_row):
        run: list[int] = []
        for c in [*sorted(by_row[r]), -9]:
            if run and c != run[-1] + 1:
                above = next((k for k, (_, r1, c0, c1) in enumerate(found) if r1 == r - 1 and (c0, c1) == (run[0], run[-1])), None)
                if above is None:
                    found.append((r, r, run[0], run[-1]))
                else:
                    found[above] = (found[above][0], r, run[0], run[-1])
                run = []
            run.append(c)
    return found


def _slot(xs: list[float], ys: list[float], r0: int, r1: int, c0: int, c1: int) -> Slot:
    return Slot(r0, c0, r1 - r0 + 1, c1 - c0 + 1, BBox(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]))
