"""Sentences: the running text of a disclosure, wrapped lines joined, tables left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.document import Document
from corpus.folding import half_width
from corpus.margins import Margins, margins
from corpus.place import Span

# What opens a paragraph of its own: 第一部分, 一、, （一）, 1., （1）, ①, a Markdown bullet or heading.
OPENING = re.compile(
    r"^\s*(?:[-*#]+\s+|第[一二三四五六七八九十]+[部章节]|[一二三四五六七八九十]{1,3}\s*[、.．]|[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]|\d{1,2}\s*[、.．](?!\d)|[(（]\s*\d{1,2}\s*[)）]|[①-⑳]|附件|附表|备?注\s*[:：]|说明[:：])"
)
_ENDS = "。！？!?；;：:"
_SENTENCE_END = "。！？!?"
_SENTENCE_STOP = re.compile(r"[。！？]|[!?]$")
_LIST_HEAD = re.compile(r"(其中|如下|包括|方面|情况)[：:]$")
# A text cut into mark-up, blanks and runs of what counts.
_RUNS = re.compile(r"(?P<markup></?u>|\*\*|�|^\s*[-*]\s+(?=\S)|^#+\s+|_)|(?P<blank>\s+)|(?P<word>[^\s_<*�]+|[<*])", re.IGNORECASE)
_FURNITURE = re.compile(r"^\s*[-—－–]*\s*\d{1,4}\s*[-—－–]*\s*$")
_SHORT = 16  # a line this short that does not end a sentence is a caption or a name, not the start of a wrapped paragraph


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `span` is its slice of the document's text, `text` the same without the line breaks and blanks of wrapping.

    `line` is its first 1-based line, `section` the headings above it, outermost first; `opens` where a paragraph begins.
    `offsets` gives for each character of `text` its place in the document's text.
    """

    span: Span
    text: str
    line: int
    section: tuple[str, ...] = ()
    opens: bool = True
    offsets: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def source(self, start: int, stop: int) -> Span:
        """The slice of the document's text that holds `text[start:stop]`."""
        return Span(self.offsets[start], self.offsets[stop - 1] + 1)


# （二）政府采购。2024年…: what a paragraph names before it begins, and where a paragraph ends.
_HEAD = re.compile(
    r"(?m)^[ \t　]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])[ 　]*(?P<head>[^\n。，,：:；;|\d]{2,20})[。：:](?=[^\n])"
)
_BREAK = re.compile(r"\n[ \t　]*(?:\n|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．](?!\d))")


def run_in_heads(document: Document) -> list[tuple[Span, str]]:
    """The headings that paragraphs run on from, each with the rest of its paragraph, in reading order."""
    found = []
    for hit in _HEAD.finditer(document.text):
        end = _BREAK.search(document.text, hit.end())
        found.append((Span(hit.end(), end.start() if end else len(document.text)), hit["head"].strip()))
    return found


def sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of the running text, in reading order; headings and table lines are none."""
    found: list[Sentence] = []
    for paragraph in _paragraphs(document):
        found.extend(_split(document, paragraph))
    return tuple(found)


def compact(text: str, offset: int = 0) -> tuple[str, list[int]]:
    """A text without mark-up and without blanks but between Latin words and numbers, and the offset of each character."""
    words: list[str] = []
    places: list[int] = []
    gap = ""
    for run in _RUNS.finditer(text):
        word, start = run.group(), run.start()
        if run.lastgroup == "blank":
            gap = gap or word[0]
        elif run.lastgroup == "word":
            last = words[-1][-1] if gap and words else ""
            if last and _latin(last) and _latin(word[0]) and not (gap == "\n" and last.isdigit() and word[0].isdigit()):
                words.append(" ")
                places.append(offset + start - 1)
            gap = ""
            words.append(word)
            places += range(offset + start, offset + run.end())
    return "".join(words), places


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _table_lines(document: Document) -> set[int]:
    found: set[int] = set()
    for table in document.tables:
        for cell in table.cells:
            found.update(range(cell.place.lines[0], cell.place.lines[1] + 1))
    return found


def _headings(document: Document) -> set[int]:
    return {section.lines[0] for top in document.sections for section in top.walk()}


def _paragraphs(document: Document) -> Iterator[list[int]]:
    """Runs of lines that were one paragraph before it was wrapped or cut by a page break."""
    tables, headings, edges = _table_lines(document), _headings(document), margins(document.lines, document.text)
    current: list[int] = []
    for number in range(1, len(document.lines) + 1):
        text = document.line_text(number)
        if number in tables or "\t" in text or text.lstrip().startswith("|"):
            # a table in the midst of a paragraph does not end it, a page break does not either
            continue
        if not text.strip() or _FURNITURE.match(text):
            continue
        if number in headings:
            if current:
                yield current
            current = []
            if _is_run_in(text):
                current = [number]
            continue
        if current and not _continues(document, edges, current, number, text):
            yield current
            current = []
        current.append(number)
    if current:
        yield current


def _is_run_in(text: str) -> bool:
    """A heading that runs on into its text on the same line."""
    return bool(re.search(r"\d", re.sub(r"^\D{0,4}\d{1,2}[.、．]|20\d\d", "", text))) and len(text) > 30


def _continues(document: Document, edges: Margins, current: list[int], number: int, text: str) -> bool:
    last = document.line_text(current[-1]).rstrip()
    if OPENING.match(text):
        return False
    if last[-1] in _SENTENCE_END:
        # on a page, a full line may end a sentence in the midst of a paragraph
        return bool(edges.full(document.lines[current[-1] - 1])) and edges.indented(document.lines[number - 1]) is False
    if last[-1] in _ENDS and (number > current[-1] + 1 or _LIST_HEAD.search(last)):
        return False
    if number == current[-1] + 1 and (last[-1] in "，、," or last[-1].isdigit()):
        return True
    return len(last.strip()) >= _SHORT or (number == current[-1] + 1 and len(current) > 1)


def _split(document: Document, paragraph: list[int]) -> Iterator[Sentence]:
    chars: list[str] = []
    places: list[int] = []
    for number in paragraph:
        line = document.lines[number - 1]
        text, offsets = compact(document.text[line.start : line.stop], line.start)
        if chars and text and _latin(chars[-1]) and _latin(text[0]) and not (chars[-1].isdigit() and text[0].isdigit()):
            chars.append(" ")
            places.append(offsets[0] - 1)
        chars += text
        places.extend(offsets)
    start = 0
    opens = True
    whole = "".join(chars)
    ends = [hit.end() for hit in _SENTENCE_STOP.finditer(whole)]
    for stop in ends if ends[-1:] == [len(whole)] else [*ends, len(whole)]:
        while start < stop - 1 and whole[start] == " ":
            start += 1
        text = whole[start:stop]
        if half_width(text).strip("。.;；!?"):
            span = Span(places[start], places[stop - 1] + 1)
            line_number = document.line_at(span.start)
            yield Sentence(span, text, line_number, document.heading_path(line_number), opens, tuple(places[start:stop]))
            opens = False
        start = stop
