"""Which columns the figures of a short row belong to, where a dump dropped its blank cells: only the sums can tell.

A row with fewer figures than there are columns may be laid out in several ways. A layout stays possible while its own sums
hold (合计 = parts) and while, in every column, an item can be the sum of the items below it. What more than one possible
layout is left for is not settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

Layout = tuple[int, ...]  # the column of each figure of a row
Says = Callable[[int, Decimal], bool]

_MOST_STATES = 20_000


@dataclass(frozen=True, slots=True)
class Sum:
    """Columns of which the first is the sum of the others."""

    total: int
    parts: tuple[int, ...]


@dataclass(slots=True)
class Line:
    """The figures of a row as printed, the row above it in the hierarchy, and the layouts that are still possible."""

    figures: tuple[Decimal | None, ...]
    parent: int | None = None
    total: bool = False
    layouts: list[Layout] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether one layout is left."""
        return len(self.layouts) <= 1

    def sure(self) -> list[bool]:
        """For each figure, whether it stands in the same column in every layout that is left."""
        return [len({layout[k] for layout in self.layouts}) <= 1 for k in range(len(self.figures))]


def holds(sums: Sequence[Sum], figures: Sequence[Decimal | None], layout: Layout) -> bool:
    """Whether a row's own sums hold in this layout, within what printing to the last digit can take away."""
    at = {column: figure or Decimal(0) for column, figure in zip(layout, figures, strict=True)}
    for one in sums:
        parts = [at[column] for column in one.parts if column in at]
        whole = at.get(one.total, Decimal(0))
        if abs(whole - sum(parts, Decimal(0))) > _slack([whole, *parts]):
            return False
    return True


def _slack(values: Sequence[Decimal]) -> Decimal:
    """Half a unit of the last printed digit for each of these values; none where they are whole numbers."""
    digits = max((-exponent for value in values if isinstance(exponent := value.as_tuple().exponent, int)), default=0)
    return Decimal(0) if digits <= 0 else Decimal(len(values)) / 2 * Decimal(1).scaleb(-digits)


def settle(lines: Sequence[Line], columns: int, sums: Sequence[Sum], says: Says) -> None:
    """Leaves each line the layouts that its own sums, the lines above and below it, and the document's text allow."""
    for line in lines:
        line.layouts = _possible(line.figures, columns, sums)
    for line in lines:
        if line.total and not line.settled:
            told = [layout for layout in line.layouts if _told(line, layout, sums, says)]
            line.layouts = told or line.layouts
    below: dict[int, list[Line]] = {}
    for line in lines:
        if line.parent is not None:
            below.setdefault(line.parent, []).append(line)
    for _ in range(4):
        before = sum(len(line.layouts) for line in lines)
        for above, children in below.items():
            _agree(lines[above], children, columns)
        if sum(len(line.layouts) for line in lines) == before:
            return


def _possible(figures: tuple[Decimal | None, ...], columns: int, sums: Sequence[Sum]) -> list[Layout]:
    if len(figures) >= columns:
        return [tuple(range(columns))]
    every = list(combinations(range(columns), len(figures)))
    if not figures:
        return every
    summed = [layout for layout in every if holds(sums, figures, layout)] if sums else every
    if summed:
        return summed
    first = [layout for layout in every if not sums or sums[0].total in layout]  # a misprinted figure: its column is a guess
    return first or every


def _told(line: Line, layout: Layout, sums: Sequence[Sum], says: Says) -> bool:
    """Whether the document states each figure elsewhere under the name of its column; those of sums speak for themselves."""
    totals = {one.total for one in sums}
    stated = [(column, figure) for column, figure in zip(layout, line.figures, strict=True) if column not in totals and figure]
    return bool(stated) and all(says(column, figure) for column, figure in stated)


def _agree(above: Line, children: Sequence[Line], columns: int) -> None:
    """Drops the layouts with which the children cannot add up to the line above them in every column.

    Where no layouts add up, a figure is misprinted. It still holds that nothing stands below a column in which the line
    above has nothing, and that all columns but the misprinted one add up.
    """
    if _narrowed(above, children, columns, [None]) or _all_settled(above, children):
        return
    if above.settled and above.layouts:
        filled = {column for column, figure in zip(above.layouts[0], above.figures, strict=True) if figure}
        for child in children:
            inside = [
                layout
                for layout in child.layouts
                if all(column in filled for column, figure in zip(layout, child.figures, strict=True) if figure)
            ]
            child.layouts = inside or child.layouts
    _narrowed(above, children, columns, list(range(columns)))


def _all_settled(above: Line, children: Sequence[Line]) -> bool:
    return above.settled and all(child.settled for child in children)


def _narrowed(above: Line, children: Sequence[Line], columns: int, free: Sequence[int | None]) -> bool:
    """Leaves the layouts that add up when one of the `free` columns is left out; False where none do, or too many to try."""
    if _all_settled(above, children):
        return False
    kept: list[list[Layout]] = [[] for _ in children]
    possible: list[Layout] = []
    for layout in above.layouts:
        for out in free:
            found = _adding_up(_vector(above, layout, columns), children, columns, out)
            if found is None:
                return False
            if all(found):
                possible.append(layout)
                for mine, more in zip(kept, found, strict=True):
                    mine += [one for one in more if one not in mine]
    if possible:
        above.layouts = [layout for layout in above.layouts if layout in possible]
        for child, mine in zip(children, kept, strict=True):
            child.layouts = [layout for layout in child.layouts if layout in mine]
    return bool(possible)


def _vector(line: Line, layout: Layout, columns: int) -> tuple[Decimal, ...]:
    at = dict(zip(layout, line.figures, strict=True))
    return tuple(at.get(column) or Decimal(0) for column in range(columns))


def _adding_up(target: tuple[Decimal, ...], children: Sequence[Line], columns: int, free: int | None) -> list[list[Layout]] | None:
    """For each child the layouts that are part of a way to add up to the target, but for the `free` column.

    None where there are too many ways to try.
    """
    slack = _slack([*target, *(figure for child in children for figure in child.figures if figure is not None)])
    falling = any(figure is not None and figure < 0 for child in children for figure in child.figures)
    counted = [column for column in range(columns) if column != free]
    target = tuple(target[column] for column in counted)
    vectors = [
        [tuple(vector[column] for column in counted) for vector in (_vector(child, layout, columns) for layout in child.layouts)]
        for child in children
    ]
    reached: list[set[tuple[Decimal, ...]]] = [{tuple(Decimal(0) for _ in counted)}]
    for options in vectors:
        after = {tuple(a + b for a, b in zip(state, option, strict=True)) for state in reached[-1] for option in options}
        if not falling:
            after = {state for state in after if all(a <= b + slack for a, b in zip(state, target, strict=True))}
        if len(after) > _MOST_STATES:
            return None
        reached.append(after)
    good = {state for state in reached[-1] if all(abs(a - b) <= slack for a, b in zip(state, target, strict=True))}
    found: list[list[Layout]] = []
    for child, options, states in zip(reversed(children), reversed(vectors), reversed(reached[:-1]), strict=True):
        kept: list[Layout] = []
        earlier = set()
        for layout, option in zip(child.layouts, options, strict=True):
            leading = [state for state in states if tuple(a + b for a, b in zip(state, option, strict=True)) in good]
            if leading:
                kept.append(layout)
                earlier.update(leading)
        good = earlier
        found.append(kept)
    return found[::-1]
