"""A table drawn from its header and its rows, when a dump printed both with single blanks: columns, merged headings, cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.amount import parse_number
from corpus.dump_heads import Head, Side, Word
from corpus.dump_sums import Line, holds, settle
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid
from corpus.headers import read_header
from corpus.labels import Label, is_total, read_label
from corpus.place import Place
from corpus.terms import knows_name

CLASSIFICATION = re.compile(r"(?:2\d\d|30\d|31\d|399|5\d\d)(?:\d\d){0,2}")
_STAFF = ("301", "303")
_COUNTERS = ("行次", "序号")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Piece:
    """One side of a row: its codes, the texts of its label and its figures as printed."""

    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label in one piece."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as printed, with its 1-based line."""

    line: int
    pieces: tuple[Piece, ...]


@dataclass
class Drawn:
    """A table's grid; by 1-based line and column the cells whose column the sums told, and those that they did not settle."""

    grid: RawGrid
    told: set[tuple[int, int]] = field(default_factory=set)
    doubtful: set[tuple[int, int]] = field(default_factory=set)
    note: str = ""

    def content(self) -> list[tuple[int, str, str]]:
        """What the grid says, whatever the order of its columns: line, lowest heading and text of each filled cell."""
        heads = {cell.column: cell.text for cell in sorted(self.grid.cells, key=lambda cell: -cell.row) if cell.text}
        header = read_header(self.grid).rows
        for cell in self.grid.cells:
            if cell.row + cell.row_span == header and cell.text:
                heads[cell.column] = cell.text
        return sorted((cell.place.lines[0], heads.get(cell.column, ""), cell.text) for cell in self.grid.cells if cell.text)


def draw(head: Head, rows: Sequence[Row], lines: tuple[int, int], says: Callable[[str, Decimal], bool]) -> Drawn | None:
    """The table of these rows under this header, which stand on these lines; None where they do not fit.

    `says` tells whether the document states a figure elsewhere under a name.
    """
    sided = _one_sided(rows) if len(head.sides) == 1 else _two_sided(rows, head.sides)
    if sided is None:
        return None
    paths: list[tuple[Word, ...]] = []
    body: list[RawCell] = []
    told: set[tuple[int, int]] = set()
    doubtful: set[tuple[int, int]] = set()
    for side, pieces in zip(head.sides, sided, strict=True):
        placed = _placed(side, pieces, head.loose, says)
        if placed is None or not _labelled(side, pieces):
            return None
        start = len(paths)
        codes, named = len(side.codes), bool(side.name)
        paths += [*side.codes, *([side.name] if named else []), *side.paths]
        for index, (row, piece, line) in enumerate(zip(rows, pieces, placed, strict=True)):
            texts = [""] * (len(paths) - start)
            texts[: max(codes, 1)] = _coded(piece, codes) if codes else texts[: max(codes, 1)]
            if named:
                texts[codes] = piece.label if codes or not piece.codes else " ".join((*piece.codes, piece.label))
            layout = line.layouts[0] if line.layouts else ()
            for figure, column, sure in zip(piece.figures, layout, line.sure(), strict=True):
                at = (row.line, start + codes + named + column)
                texts[codes + named + column] = figure
                if not sure:
                    doubtful.add(at)
                elif len(piece.figures) < len(side.leaves):
                    told.add(at)
            body += [RawCell(index, start + c, text, Place((row.line, row.line))) for c, text in enumerate(texts)]
    top = _heading(paths)
    deep = max(map(len, paths))
    leaves = [column for column, path in enumerate(paths) if any(path[-1] in side.leaves for side in head.sides)]
    if len(head.numbers) == len(leaves) > 1:
        top += [RawCell(deep, column, word.text, Place((word.line, word.line))) for column, word in zip(leaves, head.numbers, strict=True)]
        deep += 1
    cells = [*top, *(RawCell(cell.row + deep, cell.column, cell.text, cell.place) for cell in body)]
    grid = RawGrid(deep + len(rows), len(paths), tuple(cells), lines)
    if read_header(grid).rows != deep:
        return None
    return Drawn(grid, told, doubtful, _note(rows, told, doubtful, deep))


def _note(rows: Sequence[Row], told: set[tuple[int, int]], doubtful: set[tuple[int, int]], deep: int) -> str:
    def numbers(cells: set[tuple[int, int]]) -> str:
        lines = {line for line, _ in cells}
        found = [str(deep + index + 1) for index, row in enumerate(rows) if row.line in lines]
        return ", ".join(found[:8]) + (" …" if len(found) > 8 else "")

    notes = []
    if told:
        notes.append(f"blank cells are not printed; the sums tell in which columns the figures stand (rows {numbers(told)})")
    if doubtful:
        notes.append(f"the sums do not settle in which columns all figures stand (rows {numbers(doubtful)})")
    return "; ".join(notes)


def _heading(paths: Sequence[tuple[Word, ...]]) -> list[RawCell]:
    """The header cells: a heading that several columns share is merged over them, the lowest ones reach down."""
    deep = max(map(len, paths))
    cells = []
    for row in range(deep):
        column = 0
        while column < len(paths):
            path = paths[column]
            wide = 1
            if row < len(path):
                while column + wide < len(paths) and row < len(path) - 1 and paths[column + wide][: row + 1] == path[: row + 1]:
                    wide += 1
                tall = deep - row if row == len(path) - 1 else 1
                cells.append(RawCell(row, column, path[row].text, Place((path[row].line, path[row].line)), tall, wide))
            column += wide
    return cells


def _coded(piece: Piece, columns: int) -> list[str]:
    """The codes over their columns; a single column holds them all."""
    if columns == 1:
        return [" ".join(piece.codes)]
    return [*piece.codes, *[""] * (columns - len(piece.codes))]


def _labelled(side: Side, pieces: Sequence[Piece]) -> bool:
    """Whether labels and codes of the rows have columns to stand in."""
    if any(piece.words for piece in pieces) != bool(side.name) or any(len(piece.codes) > max(len(side.codes), 3) for piece in pieces):
        return False
    if len(side.codes) > 1 and any(len(piece.codes) > len(side.codes) for piece in pieces):
        return False
    return bool(side.codes) or all(CLASSIFICATION.fullmatch("".join(piece.codes)) for piece in pieces if piece.codes)


# --- sides -------------------------------------------------------------------------------------------------------------


def _one_sided(rows: Sequence[Row]) -> list[list[Piece]] | None:
    return [[row.pieces[0] for row in rows]] if all(len(row.pieces) == 1 for row in rows) else None


def _two_sided(rows: Sequence[Row], sides: Sequence[Side]) -> list[list[Piece]] | None:
    """The left and the right piece of every row; None where a row does not say on which side its only label stands."""
    left: list[Piece] = []
    right: list[Piece] = []
    for row in rows:
        pieces = list(row.pieces)
        first = pieces[0]
        if len(pieces) == 1 and len(first.words) == 2 and not first.codes and not is_total(first.words[1]):
            pieces = [Piece((), first.words[:1]), Piece((), first.words[1:], first.figures)]
        if len(pieces) > 2:
            return None
        if len(pieces) == 1:
            side = _side_of(first, left, right, sides)
            if side is None:
                return None
            pieces = [Piece(), first] if side else [first, Piece()]
        left.append(pieces[0])
        right.append(pieces[1])
    return [left, right]


def _side_of(piece: Piece, left: Sequence[Piece], right: Sequence[Piece], sides: Sequence[Side]) -> int | None:
    """On which side a piece stands that is alone in its row: by its figures, its class, its words, its ordinal."""
    for side, other in ((1, 0), (0, 1)):
        if len(piece.figures) > len(sides[other].leaves):
            return side
    if piece.codes:
        classes = [{"".join(one.codes)[:3] for one in pieces if one.codes} for pieces in (left, right)]
        own = "".join(piece.codes)[:3]
        found = [own in one for one in classes]
        if not any(found):  # a class that begins here: 人员经费 are 301 and 303, the others stand together
            found = [bool(one) and all((own in _STAFF) == (other in _STAFF) for other in one) for one in classes]
        return found.index(True) if sum(found) == 1 else None
    label = read_label(piece.label)
    if label.subject.endswith("支出") or knows_name(label.subject):
        return 1
    if "收入" in label.subject:
        return 0
    following = [_follows(label.ordinal, pieces) for pieces in (left, right)]
    return following.index(True) if sum(following) == 1 else None


def _follows(ordinal: str, pieces: Sequence[Piece]) -> bool:
    """Whether an ordinal counts on from the latest of its kind on a side."""
    if not ordinal:
        return False
    kind = re.sub(rf"[{_NUMERALS}\d]+", "#", ordinal)
    before = [found for piece in pieces if (found := read_label(piece.label).ordinal) and re.sub(rf"[{_NUMERALS}\d]+", "#", found) == kind]
    return bool(before) and _count(ordinal) == _count(before[-1]) + 1


def _count(ordinal: str) -> int:
    digits = re.search(r"\d+", ordinal)
    if digits:
        return int(digits.group())
    numeral = re.sub(rf"[^{_NUMERALS}]", "", ordinal)
    tens, _, ones = numeral.rpartition("十")
    ten = (_NUMERALS.index(tens) + 1 if tens else 1) if "十" in numeral else 0
    return ten * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)


# --- columns -----------------------------------------------------------------------------------------------------------


def _placed(side: Side, pieces: Sequence[Piece], loose: bool, says: Callable[[str, Decimal], bool]) -> list[Line] | None:
    """The figures of each row with their columns; None where they do not fit under the headings or stay in doubt too often."""
    counted = int(side.leaves[0].text in _COUNTERS)  # 行次: printed in every row, no amount
    if counted and any(not piece.figures for piece in pieces if piece.words):
        return None
    columns = len(side.leaves) - counted
    lines = [
        Line(tuple(parse_number(figure) for figure in piece.figures[counted:]), total=is_total(squash(piece.label))) for piece in pieces
    ]
    if any(len(line.figures) > columns for line in lines):
        return None
    for line, parent in zip(lines, _parents(pieces), strict=True):
        line.parent = parent
    full = [line for line in lines if len(line.figures) == columns]
    held = [line for line in full if holds(side.sums, line.figures, tuple(range(columns)))]
    if loose and not _confirmed(side, full):
        return None
    if len(held) * 2 < len(full) or (loose and len(held) < len(full)):
        return None
    settle(lines, columns, side.sums, lambda column, figure: says(side.leaves[column].text, figure))
    unsettled = sum(1 for line in lines if line.figures and not all(line.sure()))
    if unsettled > max(2, len(lines) // 5):
        return None
    for line, piece in zip(lines, pieces, strict=True):
        if counted and piece.figures:
            line.figures = (parse_number(piece.figures[0]), *line.figures)
            line.layouts = [(0, *(column + 1 for column in layout)) for layout in line.layouts]
    return lines


def _confirmed(side: Side, full: Sequence[Line]) -> bool:
    """Whether a full row shows that the sums hold with figures that are no noughts."""
    return bool(side.sums) and any(all(sum(1 for part in one.parts if line.figures[part]) >= 2 for one in side.sums) for line in full)


def _parents(pieces: Sequence[Piece]) -> list[int | None]:
    """The row above each row in the hierarchy: by its code, else by its ordinal; the first total stands above the top."""
    codes = ["".join(piece.codes) if CLASSIFICATION.fullmatch("".join(piece.codes)) else "" for piece in pieces]
    labels = [read_label(piece.label) for piece in pieces]
    root = next((k for k, label in enumerate(labels) if is_total(label.subject)), None)
    levels = [label.level for label in labels if label.level is not None]
    found: list[int | None] = []
    for k, label in enumerate(labels):
        if is_total(label.subject) or not pieces[k].words or (label.among and not codes[k]):
            found.append(None)
        elif any(codes):
            above = next((codes.index(code) for size in (5, 3) if size < len(codes[k]) and (code := codes[k][:size]) in codes), None)
            found.append(above if above is not None else root if codes[k] else None)
        elif levels:
            found.append(root if label.level == min(levels) else _shallower(labels, k))
        else:
            found.append(root)
    return found


def _shallower(labels: Sequence[Label], k: int) -> int | None:
    own = labels[k].level
    if own is None:
        return None
    return next((j for j in range(k - 1, -1, -1) if (level := labels[j].level) is not None and level < own), None)
