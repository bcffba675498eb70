"""Glyphs of a page and the lines they form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from corpus.folding import RADICALS
from corpus.place import BBox

# Gap, in font sizes, from which two neighbouring glyphs are separate words. Justified Chinese stays below.
_BLANK = 0.45
_LATIN_BLANK = 0.2
# Gaps, in font sizes, that may part columns: without and with a printed blank in them; and within a letter-spaced word.
_COLUMN = 0.4
_COLUMN_BLANK = 1.15
_SPACED = 1.6
# Gap, in font sizes, from which parts of a line have nothing to do with each other.
_FAR = 3.0
_LEADERS = ".…·．。"
# Two glyphs stand on one line when their middles differ by less than this share of the font size.
_SAME_LINE = 0.4


class Glyph(NamedTuple):
    """One printed character with its box in PDF points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs that stand on one line, or a part of one, as text."""

    text: str
    box: BBox
    size: float


def glyph_of(char: dict[str, Any]) -> Glyph | None:
    """The glyph of a pdfplumber character; None for one without a readable text."""
    text = char["text"]
    if not ("!" <= text <= "~" or "\u4e00" <= text <= "\u9fff") or len(text) > 1:
        text = "".join(" " if c.isspace() else c for c in text.translate(RADICALS) if c.isprintable() or c.isspace())
        if not text or text.startswith("(cid:"):
            return None
    size = char["size"] or char["bottom"] - char["top"]
    return Glyph(char["x0"], char["top"], char["x1"], char["bottom"], text, max(float(size), 1.0))


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line from the top, each line from the left, characters printed twice at one place (false bold) once."""
    rows: list[tuple[float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom) / 2):
        middle = (glyph.top + glyph.bottom) / 2
        for k in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            centre, members = rows[k]
            if abs(middle - centre) < _SAME_LINE * min(glyph.size, members[0].size):
                members.append(glyph)
                break
        else:
            rows.append((middle, [glyph]))
    return [_without_doubles(sorted(members)) for _, members in rows]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        near = (other for other in kept[-3:] if other.text == glyph.text)
        if not any(abs(other.x0 - glyph.x0) < 0.4 * max(glyph.x1 - glyph.x0, 0.1) for other in near):
            kept.append(glyph)
    return kept


def text_of(row: Sequence[Glyph]) -> str:
    """The text of one line, with a blank where a gap stands in the print."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None:
            latin = before.text[-1].isascii() and before.text[-1].isalpha() and glyph.text[0].isascii() and glyph.text[0].isalpha()
            if glyph.x0 - before.x1 > (_LATIN_BLANK if latin else _BLANK) * min(glyph.size, before.size):
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return " ".join("".join(parts).split())


def pieces_of(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """A line cut where a column may end: at a gap wider than one in running text; letters of a spaced word stay together."""
    pieces: list[list[Glyph]] = []
    blanks: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            blanks.append(glyph)
            continue
        last = pieces[-1][-1] if pieces else None
        # A printed blank fills its part of the gap.
        if last is None or glyph.x0 - last.x1 > (_COLUMN_BLANK if blanks else _COLUMN) * min(glyph.size, last.size):
            pieces.append([glyph])
        else:
            pieces[-1] += [*blanks, glyph]
        blanks = []
    joined: list[list[Glyph]] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and len(piece) == 1
            and _ideographs(before)
            and _ideographs(piece)
            and piece[0].x0 - before[-1].x1 <= _SPACED * piece[0].size
        ):
            before += piece
        else:
            joined.append(piece)
    return joined


def _ideographs(piece: Sequence[Glyph]) -> bool:
    """Single Chinese characters set apart from each other (项 目)."""
    lone = all(one.x1 + _BLANK * one.size < other.x0 for one, other in pairwise(piece))
    return lone and all("\u4e00" <= glyph.text[0] <= "\u9fff" for glyph in piece)


def box_of(row: Sequence[Glyph]) -> BBox:
    """The box around glyphs, blanks at the ends left out."""
    inked = [g for g in row if not g.text.isspace()] or list(row)
    return BBox(min(g.x0 for g in inked), min(g.top for g in inked), max(g.x1 for g in inked), max(g.bottom for g in inked))


def line_of(row: Sequence[Glyph]) -> TextLine | None:
    """The line that glyphs form; None when they are blank."""
    text = text_of(row)
    return TextLine(text, box_of(row), max(g.size for g in row)) if text else None


def lines_of_row(row: Sequence[Glyph]) -> list[TextLine]:
    """A line of running text; what stands far apart on it (agency and unit over a table) as lines of their own.

    A number far to the right stays, with the dots that lead to it: it is the page of an entry in a table of contents.
    """
    parts: list[list[Glyph]] = []
    for piece in pieces_of(row):
        far = bool(parts) and piece[0].x0 - parts[-1][-1].x1 > _FAR * min(piece[0].size, parts[-1][-1].size)
        if far and not all(glyph.text.isdigit() or glyph.text in _LEADERS for glyph in piece):
            parts.append(list(piece))
        elif parts:
            parts[-1] += piece
        else:
            parts.append(list(piece))
    lines = [line_of(part) for part in parts]
    return [line for line in lines if line is not None]


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """The text of a cell, the line breaks of wrapping dropped; a blank stays between Latin words."""
    text = ""
    for row in rows_of(glyphs):
        more = text_of(row)
        if text and more and text[-1].isascii() and text[-1].isalpha() and more[0].isascii() and more[0].isalpha():
            text += " "
        text += more
    return text
