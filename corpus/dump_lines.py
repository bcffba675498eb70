"""Tables that a text dump prints a row a line with single blanks between the cells, blank cells left out.

caption -> header lines -> rows (codes, label, figures) -> the columns that the header names -> the figures' columns by
their sums. A table that cannot be read so stays text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from corpus.amount import parse_number
from corpus.captions import is_meta, table_title, unit_of
from corpus.dump_draw import CLASSIFICATION, Drawn, Piece, Row, draw
from corpus.dump_heads import Word, read_heads, words_of
from corpus.folding import similarity, squash
from corpus.grid import RawGrid
from corpus.headers import is_number_row
from corpus.labels import is_total
from corpus.table import Table
from corpus.terms import code_name

_FIGURE = re.compile(r"[-−－]?\d[\d,]*(?:\.\d+)?|[(（]\d[\d,]*\.\d+[)）]")
_NIL = re.compile(r"[-—–－]{1,2}|/")
_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2})"
# Where a right-aligned figure touches the label of the next cell, or a label the figure.
_TOUCHING = re.compile(rf"(?<=\s)(-?{_AMOUNT})(?=[\u4e00-\u9fff(（])(?!万|亿|元)|(?<=[\u4e00-\u9fff)）])(?={_AMOUNT}(?:\s|$))")
_CUT_NUMBER = re.compile(r"(?<=\d,)\s+(?=\d{3}(?!\d))|(?<=\d\.)\s+(?=\d\d(?!\d))")
# Digits and blanks in half width; brackets and words stay as printed.
_NARROW = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0x3000: 0x20, 0xA0: 0x20}
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]、?|\d{1,2}[.．、])")
_CODE = re.compile(r"\d{1,9}")
_PAGE = re.compile(r"[-—－–·\s]*\d{1,4}[-—－–·\s]*|第\s*\d+\s*页(?:.{0,4}共\s*\d+\s*页)?|\d+\s*/\s*\d+")
_PROSE = re.compile(r"[。；;！？]|[，,](?!\d)")
_CAPTION = re.compile(r"[:：]|表|续|^[(（]?(?:19|20)\d\d年")
_NOTE = re.compile(r"^(?:注|说明|备注)\s*\d?\s*[:：]")
_LEADER = re.compile(r"…{2,}|\.{4,}|·{4,}")
_LIKE_A_ROW = re.compile(r"[ \u3000\xa0][-\d,.]+\s*$|^\s*合\s*计\s*$")
_MOST_HEAD = 14
_FAR = 40  # no more lines lie between the caption of a table and its first figures
_MOST_FRAGMENT = 30


@dataclass(frozen=True)
class LineTables:
    """The tables of a dump, the cells (1-based line, column) whose column was told by sums or is doubtful, notes by first line."""

    grids: tuple[RawGrid, ...] = ()
    told: frozenset[tuple[int, int]] = frozenset()
    doubtful: frozenset[tuple[int, int]] = frozenset()
    notes: Mapping[int, str] = field(default_factory=dict)

    def marked(self, tables: Sequence[Table]) -> tuple[Table, ...]:
        """The tables with these cells marked and the notes added."""
        return tuple(self._marked(table) for table in tables)

    def _marked(self, table: Table) -> Table:
        notes = tuple(note for line, note in self.notes.items() if table.place.lines[0] <= line <= table.place.lines[1])
        if not notes:
            return table
        cells = tuple(
            replace(cell, reading="realigned", uncertain=cell.uncertain or at in self.doubtful)
            if (at := (cell.place.lines[0], cell.column)) in self.told or at in self.doubtful
            else cell
            for cell in table.cells
        )
        return replace(table, cells=cells, notes=(*table.notes, *notes))


def line_tables(entries: Sequence[str], taken: Collection[int]) -> LineTables:
    """The tables printed so in these lines; `taken` are the 0-based lines on which other tables stand."""
    page = _Page(entries)
    grids: list[RawGrid] = []
    told: set[tuple[int, int]] = set()
    doubtful: set[tuple[int, int]] = set()
    notes: dict[int, str] = {}
    for region in _regions(entries, taken):
        made = _made(region, page)
        if made is not None:
            grids.append(made.grid)
            told |= made.told
            doubtful |= made.doubtful
            if made.note:
                notes[made.grid.lines[0]] = made.note
    return LineTables(tuple(grids), frozenset(told), frozenset(doubtful), notes)


class _Page:
    """The document's text, for what it says elsewhere."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._entries = entries

    @cached_property
    def _lines(self) -> list[str]:
        return [squash(entry) for entry in self._entries]

    @cached_property
    def text(self) -> str:
        return "".join(self._lines)

    def prints(self, text: str) -> bool:
        """Whether this text stands in one piece on some line."""
        return any(squash(text) in line for line in self._lines)

    def says(self, name: str, figure: Decimal, unit: str | None) -> bool:
        """Whether the figure is stated somewhere right after this name, in the table's unit or in 万元."""
        core = re.sub(r"(?:预算|决算)?数?$", "", squash(name))
        printed = {f"{figure:f}", f"{figure:,f}"}
        if unit == "元":
            thousands = (figure / 10000).quantize(Decimal("0.01"))
            printed |= {f"{form}万元" for form in (f"{thousands:f}", f"{thousands:,f}", f"{thousands.normalize():f}")}
        figures = "|".join(re.escape(form) for form in sorted(printed, key=len, reverse=True))
        between = r"(?:预算|决算|支出|收入|拨款|资金){0,2}(?:数|总额)?(?:为|是|共|:)?"
        return len(core) > 2 and re.search(rf"{re.escape(core)}{between}(?:{figures})(?!,?\d|\.)", self.text) is not None


# --- regions -----------------------------------------------------------------------------------------------------------


@dataclass
class _Region:
    head: list[tuple[int, str]]  # 1-based line and text
    rows: list[Row]
    unit: str | None
    numbers: tuple[Word, ...] = ()
    whole: bool = True
    owed: int | None = None  # the piece of the last row whose label began above it, and so ends below it

    @property
    def coded(self) -> bool:
        """Whether the header has columns of codes."""
        return any(re.search(r"编码|代码|^类 款", text) for _, text in self.head)


def _regions(entries: Sequence[str], taken: Collection[int]) -> Iterator[_Region]:
    """The lines that can be a table: header lines below a title or a unit line, then rows."""
    rows = [number for number, entry in enumerate(entries) if number not in taken and _LIKE_A_ROW.search(entry)]
    at = 0
    while at < len(entries):
        ahead = bisect_right(rows, at)
        if ahead == len(rows):
            return
        if rows[ahead] - at > _FAR or at in taken or not _is_caption(entries[at]):
            at = max(at + 1, rows[ahead] - _FAR)
            continue
        region, after = _region(entries, taken, at)
        if region is not None and region.whole:
            yield region
        at = max(after, at + 1)


def _is_caption(entry: str) -> bool:
    if _LEADER.search(entry) or "\t" in entry or "|" in entry:
        return False
    return bool(table_title(entry)) or (is_meta(entry) and unit_of([entry]) is not None)


def _region(entries: Sequence[str], taken: Collection[int], start: int) -> tuple[_Region | None, int]:
    region = _Region([], [], unit_of([entries[start]]))
    at = start + 1
    while at < len(entries):
        text = entries[at].strip()
        if at in taken or "\t" in text or "|" in text or len(region.head) > _MOST_HEAD:
            return None, at
        if not text or _PAGE.fullmatch(text):
            at += 1
            continue
        if region.unit is None and is_meta(text) and unit_of([text]) is not None:
            region.unit = unit_of([text])
        elif _is_caption(text):
            return None, at
        elif is_number_row(_tokens(text)) and region.head:
            region.numbers = tuple(word for word in words_of(text, at + 1) if word.text.isdigit())
        elif region.head and (_row(text, at + 1, True, region.coded) is not None or _is_empty_total(entries, at)):
            break
        elif _PROSE.search(text) or len(text) > 80 or _NOTE.match(text) or re.match(r"第[一二三四五六七八九十]+部分", text):
            return None, at
        elif region.head or not is_meta(text):
            region.head.append((at + 1, text))
        at += 1
    return region, _body(entries, taken, at, region, _first_label(region, entries, at))


def _first_label(region: _Region, entries: Sequence[str], at: int) -> str | None:
    """The last header line where it is in truth the beginning of the first row's wrapped label; it is then no header line."""
    row = _row(entries[at].strip(), at + 1, True, region.coded) if at < len(entries) else None
    for piece in row.pieces if row is not None else ():
        name = squash(code_name("".join(piece.codes)) or "")
        text = region.head[-1][1]
        if piece.codes and not piece.label and len(squash(text)) > 1 and name.startswith(squash(text)):
            region.head.pop()
            return text
    return None


def _is_empty_total(entries: Sequence[str], at: int) -> bool:
    """Whether a line is the 合计 of a table without figures: nothing of the header stands below it."""
    if squash(entries[at]) not in ("合计", "总计"):
        return False
    following = next((entry for entry in entries[at + 1 :] if entry.strip()), "")
    return not following or bool(_NOTE.match(following.strip()) or table_title(following) or _PROSE.search(following))


def _body(entries: Sequence[str], taken: Collection[int], at: int, region: _Region, pending: str | None) -> int:
    """Reads the rows from this line on; gives the first line that is none."""
    repeated = {squash(text) for _, text in region.head}
    last = at
    while at < len(entries):
        text = entries[at].strip()
        if at in taken or "\t" in text or "|" in text:
            break
        blank = not text or _PAGE.fullmatch(text) is not None
        row = None if blank else _row(text, at + 1, False, region.coded)
        figures = row is None and not blank and any(_is_figure(token) and re.search(r"[.,]", token) for token in _tokens(text))
        if row is None and (blank or squash(text) in repeated or (_CAPTION.search(text) and is_meta(text) and not figures)):
            at += 1
            continue
        if figures and not _PROSE.search(text) and not any(is_total(piece.label) for row in region.rows for piece in row.pieces):
            region.whole = False  # figures that belong to no row: the table is not understood
            break
        if row is None:
            if _PROSE.search(text) or _NOTE.match(text) or len(text) > _MOST_FRAGMENT or re.search(r"\d", text) or table_title(text):
                break
            if not _completes(region, text):
                if pending is not None:
                    break
                pending = text
                at += 1
                continue
        else:
            if pending is not None:
                joined = _with_label(row, pending)
                if joined is None:
                    # A text that belongs nowhere in the middle of a table: what stands around it may be misread.
                    region.whole = not any(piece.figures or piece.codes for piece in row.pieces)
                    break
                region.owed = next(k for k, (a, b) in enumerate(zip(row.pieces, joined.pieces, strict=True)) if a != b)
                row, pending = joined, None
            else:
                region.owed = None
            region.rows.append(row)
        at += 1
        last = at
    if any(_counts(row) for row in region.rows):
        while not _counts(region.rows[-1]):  # a heading below the table, numbered like a row
            last = region.rows.pop().line - 1
    return last


def _counts(row: Row) -> bool:
    """Whether a row states something: figures, a code or a total."""
    return any(piece.figures or piece.codes or is_total(piece.label) for piece in row.pieces)


def _with_label(row: Row, above: str) -> Row | None:
    """A row whose wrapped label began on the line above it; None where nothing says so."""
    for index, piece in enumerate(row.pieces):
        if not piece.codes:
            continue
        label = squash(above) + piece.label
        name = squash(code_name("".join(piece.codes)) or "")
        if not piece.label or name.startswith(squash(label)):
            return _relabelled(row, index, label)
    return None


def _relabelled(row: Row, index: int, label: str) -> Row:
    return Row(row.line, tuple(replace(piece, words=(label,)) if k == index else piece for k, piece in enumerate(row.pieces)))


def _completes(region: _Region, text: str) -> bool:
    """Whether a line is the rest of a wrapped label of the last row; it is then added there.

    The name of its code tells, else that a label stands as far below its row's line as above it.
    """
    for index, piece in enumerate(region.rows[-1].pieces if region.rows else ()):
        name = squash(code_name("".join(piece.codes)) or "") if piece.codes else ""
        whole = squash(piece.label + text)
        if piece.label and (similarity(whole, name) >= 0.85 and squash(piece.label) != name if name else region.owed == index):
            region.rows[-1] = _relabelled(region.rows[-1], index, piece.label + squash(text))
            region.owed = None
            return True
    return False


# --- rows --------------------------------------------------------------------------------------------------------------


def _tokens(text: str) -> list[str]:
    text = _CUT_NUMBER.sub("", re.sub(r"</?u>|\*\*", "", text).translate(_NARROW))
    text = _TOUCHING.sub(lambda found: f"{found.group(1) or ''} ", f" {text}")
    return text.split()


def _is_figure(token: str) -> bool:
    return (_FIGURE.fullmatch(token) is not None and parse_number(token) is not None) or _NIL.fullmatch(token) is not None


def _row(text: str, line: int, first: bool, coded: bool) -> Row | None:
    """The row that a line prints; None where it prints none. The `first` of a table has figures; the rows of a `coded` one codes."""
    if _PROSE.search(text):
        return None
    pieces = _pieces(_tokens(text), coded)
    if not pieces:
        return None
    figures = sum(len(piece.figures) for piece in pieces)
    named = [piece for piece in pieces if piece.label or piece.codes]
    if figures:
        amounts = sum(1 for piece in pieces for figure in piece.figures if re.search(r"[.,]", figure) or len(figure) > 4)
        sound = (named or figures >= 3) and (amounts or any(piece.codes for piece in pieces) or not first)
        return Row(line, tuple(pieces)) if sound else None
    if first or not all(piece.codes or _ORDINAL.match(piece.label) or is_total(piece.label) for piece in named):
        return None
    return Row(line, tuple(pieces))


def _pieces(tokens: Sequence[str], coded: bool) -> list[Piece]:
    """The tokens as codes, label and figures, as often as they follow each other."""
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        codes: list[str] = []
        label: list[str] = []
        figures: list[str] = []
        ahead = at
        while ahead < len(tokens) and _CODE.fullmatch(tokens[ahead]):
            ahead += 1
        if at < ahead < len(tokens) and not _is_figure(tokens[ahead]):
            codes = list(tokens[at:ahead])
            at = ahead
        elif coded and at < len(tokens) - 1 and CLASSIFICATION.fullmatch(tokens[at]):  # its wrapped label stands around this line
            codes = [tokens[at]]
            at += 1
            while at < len(tokens) - 1 and re.fullmatch(r"\d\d", tokens[at]):
                codes.append(tokens[at])
                at += 1
        while at < len(tokens) and not _is_figure(tokens[at]):
            if label and _ORDINAL.match(tokens[at]) and not _ORDINAL.fullmatch(label[-1]):
                break  # the label of the other side
            label.append(tokens[at])
            at += 1
        while at < len(tokens) and _is_figure(tokens[at]):
            figures.append(tokens[at])
            at += 1
        if figures and at < len(tokens) and CLASSIFICATION.fullmatch(figures[-1]) and (label or codes or len(figures) > 1):
            figures.pop()  # the code of the other side
            at -= 1
        pieces.append(Piece(tuple(codes), _labels(label), tuple(figures)))
    return pieces


def _labels(tokens: Sequence[str]) -> tuple[str, ...]:
    """The texts of a label, an ordinal with what it numbers."""
    labels: list[str] = []
    for token in tokens:
        if labels and _ORDINAL.fullmatch(labels[-1]):
            labels[-1] += token
        else:
            labels.append(token)
    return tuple(labels)


# --- tables ------------------------------------------------------------------------------------------------------------


def _made(region: _Region, page: _Page) -> Drawn | None:
    """The table of a region; None where the header and the rows do not fit together in one way only."""
    if not region.rows:
        return None
    lines = [words_of(text, line) for line, text in region.head]

    def says(name: str, figure: Decimal) -> bool:
        return page.says(name, figure, region.unit)

    found = [
        drawn
        for head in read_heads(lines, region.numbers, page.prints)
        if (drawn := draw(head, region.rows, (region.head[0][0], region.rows[-1].line), says)) is not None
    ]
    if not found or any(other.content() != found[0].content() for other in found[1:]):
        return None
    return found[0]
