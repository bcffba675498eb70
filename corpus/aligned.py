"""Tables without rules: regions of aligned words, their rows, and the grids they form.

lines -> bands (lines beside each other) -> regions -> columns -> blocks (wrapped cells) -> rows -> grid
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.glyphs import Glyph, TextLine, line_of, pieces_of
from corpus.gutters import Piece, columns_of, edges_of, head_spans
from corpus.place import BBox
from corpus.sheet import Grid, GridCell, is_number

_LEADER = re.compile(r"[.·…⋯]{4,}|(?:\. ){4,}")
_CAPTION = re.compile(
    r"^[^（(：:]{0,8}(?:单\s*位|部\s*门|名\s*称|日\s*期|时\s*间|年\s*度)\s*[：:]|^[（(]?[^：:]{0,4}单\s*位\s*[：:]|^注\s*\d?\s*[：:]"
)
_AMOUNT = re.compile(r"[-－]?[\d,，]+[.．]\d+%?")
# Wrapped lines of one cell follow each other within this many font sizes.
_WRAP = 1.5
# Rows of one table follow each other within this many font sizes.
_FAR = 7.0


@dataclass(slots=True)
class _Band:
    """Lines that overlap in height, as (index among the page's lines, piece) pairs."""

    top: float
    bottom: float
    pieces: list[tuple[int, TextLine]]

    @property
    def size(self) -> float:
        return sorted(piece.size for _, piece in self.pieces)[len(self.pieces) // 2]

    @property
    def several(self) -> bool:
        """Do two pieces stand beside each other?"""
        order = sorted((piece.box.x0, piece.box.x1) for _, piece in self.pieces)
        return any(right[0] > max(x1 for _, x1 in order[: k + 1]) for k, right in enumerate(order[1:]))

    @property
    def text(self) -> str:
        return " ".join(piece.text for _, piece in self.pieces)


@dataclass(slots=True)
class _Block:
    """The wrapped lines of one cell."""

    first: int
    last: int
    pieces: list[Piece]

    @property
    def top(self) -> float:
        return min(p.part.box.top for p in self.pieces)

    @property
    def bottom(self) -> float:
        return max(p.part.box.bottom for p in self.pieces)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        by_line: dict[int, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            by_line[piece.line].append(piece)
        return "".join(" ".join(p.part.text for p in sorted(by_line[k], key=lambda p: p.x0)) for k in sorted(by_line))


def aligned_grids(rows: Sequence[list[Glyph]], taken: Sequence[BBox], earlier: Grid | None = None) -> tuple[list[Grid], list[list[Glyph]]]:
    """The tables that stand in these lines without rules, and the lines that are left; `taken` are the boxes of ruled grids."""
    lines = [[line for line in map(line_of, pieces_of(row)) if line is not None] for row in rows]
    grids: list[Grid] = []
    used: set[int] = set()
    for region in _regions(_bands(lines), taken):
        grid = _grid(region, earlier)
        earlier = None  # only the first table of a page goes on from the page before
        if grid is not None:
            grids.append(grid)
            used.update(index for band in region for index, _ in band.pieces)
    return grids, [row for k, row in enumerate(rows) if k not in used]


def _bands(lines: Sequence[list[TextLine]]) -> list[_Band]:
    bands: list[_Band] = []
    for top, bottom, index in sorted(
        (min(p.box.top for p in line), max(p.box.bottom for p in line), k) for k, line in enumerate(lines) if line
    ):
        inset = 0.15 * (bottom - top)
        pieces = [(index, piece) for piece in lines[index]]
        if bands and top + inset < bands[-1].bottom - inset:
            bands[-1].pieces += pieces
            bands[-1].bottom = max(bands[-1].bottom, bottom)
        else:
            bands.append(_Band(top, bottom, pieces))
    return bands


def _regions(bands: Sequence[_Band], taken: Sequence[BBox]) -> list[list[_Band]]:
    """Runs of bands that can be a table: words beside each other, between lines of running text, titles and captions."""
    every = [piece for band in bands for _, piece in band.pieces]
    if not every:
        return []
    width = max(p.box.x1 for p in every) - min(p.box.x0 for p in every)
    regions: list[list[_Band]] = []
    run: list[_Band] = []
    for band in bands:
        ends = bool(run) and (
            band.top - run[-1].bottom > _FAR * band.size
            or not 0.8 < band.size / run[-1].size < 1.25
            or any(run[-1].top < (box.top + box.bottom) / 2 < band.bottom for box in taken)
        )
        if ends or _is_running(band, width):
            regions.append(run)
            run = []
        if not _is_running(band, width):
            run.append(band)
    regions.append(run)
    return [trimmed for region in regions if (trimmed := _trimmed(region))]


def _is_running(band: _Band, width: float) -> bool:
    """Is this a line of running text, of a table of contents, or a caption with unit or date?"""
    if _LEADER.search(band.text) or any(_CAPTION.search(piece.text) for _, piece in band.pieces):
        return True
    if not band.several:
        return sum(p.box.x1 - p.box.x0 for _, p in band.pieces) > 0.6 * width and len(band.text) > 15
    boxes = [p.box for _, p in band.pieces]
    inked, reach = sum(b.x1 - b.x0 for b in boxes), max(b.x1 for b in boxes) - min(b.x0 for b in boxes)
    return (
        len({index for index, _ in band.pieces}) == 1
        and reach > 0.6 * width
        and inked > 0.9 * reach
        and max(len(p.text) for _, p in band.pieces) > 15
    )


def _trimmed(region: Sequence[_Band]) -> list[_Band]:
    """A region from its first to its last band with words beside each other, wrapped lines next to them included."""
    several = [k for k, band in enumerate(region) if band.several]
    if len(several) < 2:
        return []
    first, last = several[0], several[-1]
    if first and _is_lone_head(region[first - 1], region[first : last + 1]):
        first -= 1
    while first and region[first].top - region[first - 1].bottom < 0.5 * region[first].size:
        first -= 1
    while last + 1 < len(region) and region[last + 1].top - region[last].bottom < 0.5 * region[last].size:
        last += 1
    return list(region[first : last + 1])


def _is_lone_head(band: _Band, region: Sequence[_Band]) -> bool:
    """Is this single line a merged head over some columns? A title stands in the middle or at the left."""
    boxes = [piece.box for _, piece in band.pieces]
    left, right = (min(p.box.x0 for b in region for _, p in b.pieces), max(p.box.x1 for b in region for _, p in b.pieces))
    x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    near = region[0].top - band.bottom < 2 * band.size and abs(band.size / region[0].size - 1) < 0.05
    return near and x0 > left + 0.2 * (right - left) and x1 <= right and abs((x0 + x1) / 2 - (left + right) / 2) > 0.06 * (right - left)


def _grid(region: Sequence[_Band], earlier: Grid | None) -> Grid | None:
    head = _head_bands(region)
    pieces = [Piece(part, index, k < head) for k, band in enumerate(region) for index, part in band.pieces]
    numbers = sum(is_number(p.part.text) for p in pieces)
    if earlier is not None and head == 0 and numbers and _fits(pieces, earlier.edges):
        edges = earlier.edges
    else:
        columns = columns_of(pieces)
        if (
            len(columns) < 2
            or (len(columns) == 2 and (numbers < 2 or len(region) < 3))
            or (numbers * 12 < len(pieces) and len(columns) < 4)
        ):
            return None
        if sum(len(p.part.text) for p in pieces) > 18 * len(pieces):
            return None
        edges = edges_of(columns)
    size = sorted(p.part.size for p in pieces)[len(pieces) // 2]
    blocks = _blocks(pieces, edges, size)
    rows = _tall_heads_lowered(_rows(blocks, size))
    head_rows = sum(1 for row in rows if all(p.head for block in row for p in block.pieces))
    spans = _spread_heads(rows[:head_rows], edges, size)
    tops = [min(block.top for block in row) for row in rows]
    floors = [max(block.bottom for block in row) for row in rows]
    bounds = [tops[0] - 2, *((a + b) / 2 for a, b in zip(floors, tops[1:], strict=False)), floors[-1] + 2]
    cells: list[GridCell] = []
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for block in sorted(row, key=lambda block: block.first):
            first, last = spans.get(id(block), (block.first, block.last))
            down = _reach(block, r, rows, head_rows, size)
            area = {(y, x) for y in range(r, r + down) for x in range(first, last + 1)}
            if area & covered:
                first, last, down = block.first, block.last, 1
                area = {(r, x) for x in range(first, last + 1)}
            covered |= area
            cells.append(
                GridCell(r, first, down, last - first + 1, block.text, BBox(edges[first], bounds[r], edges[last + 1], bounds[r + down]))
            )
    for r in range(len(rows)):
        for c in range(len(edges) - 1):
            if (r, c) not in covered:
                cells.append(GridCell(r, c, 1, 1, "", BBox(edges[c], bounds[r], edges[c + 1], bounds[r + 1])))
    return Grid(len(rows), len(edges) - 1, tuple(cells), BBox(edges[0], bounds[0], edges[-1], bounds[-1]), edges, ruled=False)


def _fits(pieces: Sequence[Piece], edges: Sequence[float]) -> bool:
    """Do these pieces stand between the column edges of the page before, as on a page that goes on with a table?"""
    across = sum(any(p.x0 + 2 < edge < p.x1 - 2 for edge in edges) or p.x0 < edges[0] - 4 or p.x1 > edges[-1] + 4 for p in pieces)
    return across == 0


def _head_bands(region: Sequence[_Band]) -> int:
    """How many bands stand above the first row of figures (amounts, or the numbers of the columns); 0 without figures."""
    for k, band in enumerate(region):
        texts = [piece.text for _, piece in band.pieces]
        if any(_AMOUNT.fullmatch(text) for text in texts) or sum(text.isdigit() for text in texts) >= 2:
            return k
    return 0


def _blocks(pieces: Sequence[Piece], edges: Sequence[float], size: float) -> list[_Block]:
    """The cells as blocks of wrapped lines: lines of one column that follow closer than rows do."""
    placed: list[_Block] = []
    for piece in pieces:
        first = next((c for c in range(len(edges) - 1) if piece.x0 + 1 < edges[c + 1]), len(edges) - 2)
        last = max(first, next((c for c in range(len(edges) - 2, -1, -1) if piece.x1 - 1 > edges[c]), 0))
        same = next((b for b in placed if b.pieces[0].line == piece.line and b.first <= last and first <= b.last), None)
        if same is not None:
            same.pieces.append(piece)
            same.first, same.last = min(same.first, first), max(same.last, last)
        else:
            placed.append(_Block(first, last, [piece]))
    wrap = _wrap_pitch(placed, size)
    blocks: list[_Block] = []
    for one in sorted(placed, key=lambda block: block.middle):
        above = next((b for b in reversed(blocks) if b.first <= one.last and one.first <= b.last), None)
        joins = (
            above is not None
            and one.bottom - above.bottom <= wrap
            and one.pieces[0].head == above.pieces[-1].head
            and not (is_number(one.text) and is_number(above.pieces[-1].part.text))
        )
        if (
            joins
            and above is not None
            and (above.first, above.last) != (one.first, one.last)
            and one.last - one.first != above.last - above.first
        ):
            joins = one.first == above.first and above.last > above.first  # the last line of a long text may be short
        if joins and above is not None:
            above.pieces += one.pieces
            above.first, above.last = min(above.first, one.first), max(above.last, one.last)
        else:
            blocks.append(one)
    return blocks


def _wrap_pitch(blocks: Sequence[_Block], size: float) -> float:
    """The distance up to which lines are one cell: less than the rows of figures are apart."""
    pitches = []
    for column in {block.first for block in blocks}:
        figures = sorted(b.middle for b in blocks if b.first == column and is_number(b.text))
        pitches += [b - a for a, b in pairwise(figures) if b - a > 0.5 * size]
    pitches.sort()
    closest = pitches[len(pitches) // 10] if pitches else 2 * size
    return min(_WRAP * size, 0.85 * closest)


def _rows(blocks: Sequence[_Block], size: float) -> list[list[_Block]]:
    """Rows from the top: blocks with one middle, and blocks beside each other that share most of their height."""
    rows: list[list[_Block]] = []
    for block in sorted(blocks, key=lambda block: block.middle):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].middle - block.middle) < 0.35 * size and _apart(row, [block]):
            row.append(block)
        else:
            rows.append([block])
    changed = True
    while changed:
        changed = False
        for k, (one, other) in enumerate(pairwise(rows)):
            shared = min(_bottom(one), _bottom(other)) - max(_top(one), _top(other))
            smaller = min(_bottom(one) - _top(one), _bottom(other) - _top(other))
            if shared > 0.15 * smaller and _apart(one, other):
                # The row with more cells leads: its middle is the row's.
                rows[k : k + 2] = [one + other if len(one) >= len(other) else other + one]
                changed = True
                break
    return rows


def _tall_heads_lowered(rows: list[list[_Block]]) -> list[list[_Block]]:
    """Heads that stand between two rows of heads, beside columns that have a merged head, put into the lower row."""
    kept = list(rows)
    for k in range(len(kept) - 2, -1, -1):
        if all(p.head for row in kept[k : k + 2] for b in row for p in b.pieces) and _apart(kept[k], kept[k + 1]):
            kept[k : k + 2] = [kept[k + 1] + kept[k]]
    return kept


def _apart(one: Sequence[_Block], other: Sequence[_Block]) -> bool:
    return not any(a.first <= b.last and b.first <= a.last for a in one for b in other)


def _top(row: Sequence[_Block]) -> float:
    return min(block.top for block in row)


def _bottom(row: Sequence[_Block]) -> float:
    return max(block.bottom for block in row)


def _reach(block: _Block, r: int, rows: Sequence[Sequence[_Block]], head_rows: int, size: float) -> int:
    """The rows that a block covers: one set off from its row's middle is centred over the rows below that are empty beside it."""
    if is_number(block.text) or block.middle - rows[r][0].middle < 0.4 * size:
        return 1
    best, off = 1, block.middle - rows[r][0].middle
    limit = head_rows if r < head_rows else len(rows)
    for last in range(r + 1, limit):
        if any(b.first <= block.last and block.first <= b.last for b in rows[last]):
            break
        distance = abs((_top(rows[r]) + _bottom(rows[last])) / 2 - block.middle)
        if distance < off:
            best, off = last - r + 1, distance
    return best


def _spread_heads(rows: Sequence[Sequence[_Block]], edges: Sequence[float], size: float) -> dict[int, tuple[int, int]]:
    """The columns of merged heads, by `id` of their block: every row of heads but the last one may hold some."""
    spans: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows[:-1]):
        below = [block for lower in rows[r + 1 :] for block in lower]
        # A head between two rows stands beside both: its column is closed to merged heads above.
        closed = {c for b in below for c in range(b.first, b.last + 1) if _between(b, rows[r:], size)}
        open_columns = [c for b in below for c in range(b.first, b.last + 1) if c not in closed]
        heads = sorted(
            (b for b in row if any(c in open_columns for c in range(b.first, b.last + 1)) or b.last > b.first), key=lambda b: b.pieces[0].x0
        )
        extents = [(min(p.x0 for p in b.pieces), max(p.x1 for p in b.pieces)) for b in heads]
        for block, span in zip(heads, head_spans(extents, sorted(set(open_columns)), edges, size), strict=True):
            spans[id(block)] = span
    return spans


def _between(block: _Block, rows: Sequence[Sequence[_Block]], size: float) -> bool:
    home = next((row for row in rows if any(b is block for b in row)), None)
    return home is not None and home[0].middle - block.middle > 0.4 * size
