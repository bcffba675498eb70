"""The layout of a page: its grids (ruled or aligned) and the text lines around them, in reading order.

pdfplumber's objects -> glyphs and rules -> ruled grids -> lines left over -> aligned grids -> blocks
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.aligned import aligned_grids
from corpus.glyphs import Glyph, TextLine, box_of, cell_text, glyph_of, lines_of_row, pieces_of, rows_of
from corpus.place import BBox
from corpus.rules import Lattice, Rule, Slot, lattices, rules_of
from corpus.sheet import Grid, GridCell, is_amount, split_stacked
from corpus.tilt import Tilt

# A page shows a picture when an image covers more than this of it, or images (a scan cut in strips) do together.
_PICTURE = 1 / 32
_STRIPS = 0.25
# Without any character, so many curves are writing whose letters were turned into outlines.
_OUTLINES = 200
# A page that an image covers by more than this is a scan even with a few characters of its own (a stamp, a page number).
_COVERED, _FEW = 0.6, 60
# The share of characters without a meaning (fonts embedded without their Unicode table) from which a page is a picture.
_UNREADABLE = 0.2


@dataclass(frozen=True, slots=True)
class PageLayout:
    """What stands on one page; `number` is 1-based, `picture` says that it shows an image, or characters that mean nothing.

    `scan` says that what the page says stands in the picture; `tilt` how a picture was turned before it was read.
    """

    number: int
    height: float
    blocks: tuple[TextLine | Grid, ...]
    picture: bool = False
    scan: bool = False
    tilt: Tilt | None = None

    @property
    def has_text(self) -> bool:
        return bool(self.blocks)


def lay_out(number: int, width: float, height: float, objects: dict[str, list[dict[str, Any]]], earlier: Grid | None = None) -> PageLayout:
    """The layout of a page from pdfplumber's objects; `earlier` is the last grid of the page before, which may go on here."""
    across, down = rules_of(objects)
    chars = objects.get("char", ())
    covered = [_area(image, width, height) / (width * height) for image in objects.get("image", ())]
    outlines = not chars and len(objects.get("curve", ())) > _OUTLINES
    picture = max(covered, default=0.0) > _PICTURE or sum(covered) > _STRIPS or outlines
    written = sum(not char["text"].isspace() for char in chars)
    scan = picture and (written == 0 or (sum(covered) > _COVERED and written < _FEW))
    unreadable = sum(char["text"].startswith("(cid:") for char in chars)
    if unreadable > _UNREADABLE * len(chars):
        return PageLayout(number, height, (), picture=True, scan=True)
    upright = [char for char in chars if char.get("upright", True)]
    turned = [char for char in chars if not char.get("upright", True)]
    if len(turned) > 2 * len(upright):
        # A landscape page printed on a portrait one: read it turned, then turn the boxes back.
        clockwise = sum(1 if char["matrix"][1] < 0 else -1 for char in turned) > 0
        turn = _Turn(width, height, clockwise)
        glyphs = [turn.glyph(glyph) for glyph in map(glyph_of, turned) if glyph is not None]
        blocks = _blocks(glyphs, [turn.rule_down(rule) for rule in down], [turn.rule_across(rule) for rule in across], width, earlier)
        return PageLayout(number, height, tuple(turn.back(block) for block in blocks), picture, scan)
    glyphs = [glyph for glyph in map(glyph_of, upright) if glyph is not None and _shown(glyph, width, height)]
    return PageLayout(number, height, tuple(_blocks(glyphs, across, down, height, earlier)), picture, scan)


def _area(image: dict[str, Any], width: float, height: float) -> float:
    """The area of the page that an image covers."""
    across = min(image["x1"], width) - max(image["x0"], 0.0)
    down = min(image["bottom"], height) - max(image["top"], 0.0)
    return float(max(across, 0.0) * max(down, 0.0))


def _shown(glyph: Glyph, width: float, height: float) -> bool:
    """Does the glyph stand on the page? Print areas may hold more than the page shows."""
    return 0 <= (glyph.x0 + glyph.x1) / 2 <= width and 0 <= (glyph.top + glyph.bottom) / 2 <= height


def _blocks(
    glyphs: Sequence[Glyph], across: Sequence[Rule], down: Sequence[Rule], height: float, earlier: Grid | None
) -> list[TextLine | Grid]:
    grids: list[Grid] = []
    free = list(glyphs)
    for lattice in lattices(across, down):
        inside: list[Glyph] = []
        outside: list[Glyph] = []
        box = lattice.box
        for glyph in free:
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            (inside if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom else outside).append(glyph)
        if any(not glyph.text.isspace() for glyph in inside):
            grids.append(split_stacked(ruled_grid(lattice, inside), inside))
            free = outside
    blocks: list[TextLine | Grid] = [*grids]
    aligned, rest = aligned_grids(rows_of(free), [grid.box for grid in grids], earlier)
    blocks += aligned
    blocks += [line for row in rest for line in lines_of_row(row)]
    return in_reading_order(blocks)


def ruled_grid(lattice: Lattice, glyphs: Sequence[Glyph]) -> Grid:
    """The grid of a lattice with the glyphs in its cells; rows and columns that hold nothing but rules stay."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    owner = {
        (r, c): k
        for k, slot in enumerate(lattice.slots)
        for r in range(slot.row, slot.row + slot.row_span)
        for c in range(slot.column, slot.column + slot.column_span)
    }
    held: list[list[Glyph]] = [[] for _ in lattice.slots]
    for glyph in glyphs:
        column = min(max(bisect_right(lattice.xs, (glyph.x0 + glyph.x1) / 2) - 1, 0), columns - 1)
        row = min(max(bisect_right(lattice.ys, (glyph.top + glyph.bottom) / 2) - 1, 0), rows - 1)
        held[owner[row, column]].append(glyph)
    cells = [cell for slot, inside in zip(lattice.slots, held, strict=True) for cell in _cells(slot, inside, lattice.xs)]
    return Grid(rows, columns, tuple(cells), lattice.box, lattice.xs)


def _cells(slot: Slot, glyphs: Sequence[Glyph], xs: Sequence[float]) -> list[GridCell]:
    """The cell of a slot; several cells where words with an amount among them keep to the columns though rules between are missing."""
    if slot.row_span == 1 and slot.column_span > 1:
        lines = [piece for row in rows_of(glyphs) for piece in pieces_of(row)]
        places = [(bisect_right(xs, box.x0 + 1) - 1, bisect_right(xs, box.x1 - 1) - 1) for box in map(box_of, lines)]
        texts = ["".join(glyph.text for glyph in piece) for piece in lines]
        if len({first for first, _ in places}) > 1 and all(first == last for first, last in places) and any(map(is_amount, texts)):
            return [
                GridCell(
                    slot.row,
                    c,
                    1,
                    1,
                    cell_text([g for (at, _), piece in zip(places, lines, strict=True) if at == c for g in piece]),
                    BBox(xs[c], slot.box.top, xs[c + 1], slot.box.bottom),
                )
                for c in range(slot.column, slot.column + slot.column_span)
            ]
    return [GridCell(slot.row, slot.column, slot.row_span, slot.column_span, cell_text(glyphs), slot.box)]


def in_reading_order(blocks: Sequence[TextLine | Grid]) -> list[TextLine | Grid]:
    """From the top; blocks beside each other from the left."""
    order: list[TextLine | Grid] = []
    for block in sorted(blocks, key=lambda block: (block.box.top, block.box.x0)):
        place = len(order)
        # Beside means: most of the lower one's height lies within the other's.
        while place and _beside(order[place - 1].box, block.box) and block.box.x1 <= order[place - 1].box.x0:
            place -= 1
        order.insert(place, block)
    return order


def _beside(one: BBox, other: BBox) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Coordinates of a page read turned by a quarter: `clockwise` when its text runs down the page."""

    width: float
    height: float
    clockwise: bool

    def glyph(self, glyph: Glyph) -> Glyph:
        box = self._box(BBox(glyph.x0, glyph.top, glyph.x1, glyph.bottom))
        return Glyph(box.x0, box.top, box.x1, box.bottom, glyph.text, max(box.bottom - box.top, 1.0))

    def rule_down(self, rule: Rule) -> Rule:
        """A vertical rule of the page, horizontal as it is read."""
        box = self._box(BBox(rule.at, rule.start, rule.at, rule.stop))
        return Rule(box.top, box.x0, box.x1)

    def rule_across(self, rule: Rule) -> Rule:
        """A horizontal rule of the page, vertical as it is read."""
        box = self._box(BBox(rule.start, rule.at, rule.stop, rule.at))
        return Rule(box.x0, box.top, box.bottom)

    def back(self, block: TextLine | Grid) -> TextLine | Grid:
        if isinstance(block, TextLine):
            return replace(block, box=self._unbox(block.box))
        cells = tuple(replace(cell, box=self._unbox(cell.box)) for cell in block.cells)
        return replace(block, cells=cells, box=self._unbox(block.box))

    def _box(self, b: BBox) -> BBox:
        if self.clockwise:
            return BBox(b.top, self.width - b.x1, b.bottom, self.width - b.x0)
        return BBox(self.height - b.bottom, b.x0, self.height - b.top, b.x1)

    def _unbox(self, b: BBox) -> BBox:
        if self.clockwise:
            return BBox(self.width - b.bottom, b.x0, self.width - b.top, b.x1)
        return BBox(b.top, self.height - b.x1, b.bottom, self.height - b.x0)
