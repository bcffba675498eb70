"""Citations: what an answer stands on, quoted as a slice of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpus.document import Document
from corpus.folding import squash
from corpus.place import CellRef, Span
from corpus.table import Reading
from qa.answer import Citation, Evidence

LONGEST_QUOTE = 600
_ENDS = "。！？；;\n"
_FULL_STOPS = "。！？"
# A source of so few characters says nothing without its sentence.
_BARE = 40


def cite(evidence: Iterable[Evidence], documents: Mapping[str, Document], files: Mapping[str, str]) -> tuple[Citation, ...]:
    """Numbered citations in the order of the evidence, one for each quoted slice; `files` gives the name of each document's file."""
    found: list[Citation] = []
    seen: set[tuple[str, int, int]] = set()
    for one in evidence:
        document = documents[one.document_id]
        span = quoted(document, one)
        key = (document.id, span.start, span.stop)
        if key not in seen and span.stop > span.start:
            seen.add(key)
            found.append(_citation(len(found) + 1, document, files.get(document.id, document.title), one, span))
    return tuple(found)


def number_of(one: Evidence, citations: Iterable[Citation], documents: Mapping[str, Document]) -> int | None:
    """The number of the citation that quotes this evidence; None where none does."""
    document = documents[one.document_id]
    span = quoted(document, one)
    quote, first = document.text[span.start : span.stop], document.line_at(span.start)
    return next(
        (c.n for c in citations if c.document == document.id and c.quote == quote and c.lines is not None and c.lines[0] == first), None
    )


def quoted(document: Document, one: Evidence) -> Span:
    """The slice that is quoted: a cell's row, a narrative figure's sentence, else the source itself; at most 600 characters."""
    figure = one.figure
    if isinstance(one.source, CellRef):
        whole = document.span(one.source)
        cell = document.tables[one.source.table].at(one.source.row, one.source.column)
        focus = _within(document, whole, cell.text) if cell is not None else whole
        return shorten(document.text, whole, focus)
    if figure is not None and figure.context is not None:
        return shorten(document.text, figure.context, one.source)
    words = document.text[one.source.start : one.source.stop].strip()
    if len(words) <= _BARE and words[-1:] not in _FULL_STOPS:
        return shorten(document.text, sentence_around(document.text, one.source), one.source)
    return shorten(document.text, one.source, Span(one.source.start, one.source.start))


def sentence_around(text: str, part: Span) -> Span:
    """The sentence that a few words or a number stand in: from the last full stop or blank line before it to the next."""
    start, stop = part.start, part.stop
    while (
        start > 0 and part.start - start < LONGEST_QUOTE // 2 and text[start - 1] not in _FULL_STOPS and text[start - 2 : start] != "\n\n"
    ):
        start -= 1
    while (
        stop < len(text) and stop - part.stop < LONGEST_QUOTE // 2 and text[stop - 1] not in _FULL_STOPS and text[stop : stop + 2] != "\n\n"
    ):
        stop += 1
    return Span(start, stop)


def shorten(text: str, whole: Span, focus: Span) -> Span:
    """A slice of `whole` of at most 600 characters around `focus`, cut at ends of sentences where it can; blanks at both ends dropped."""
    start, stop = whole.start, whole.stop
    if stop - start > LONGEST_QUOTE:
        room = LONGEST_QUOTE - min(LONGEST_QUOTE, focus.stop - focus.start)
        start = max(whole.start, focus.start - room * 2 // 3)
        stop = min(whole.stop, start + LONGEST_QUOTE)
        start = max(whole.start, min(start, stop - LONGEST_QUOTE))
        if start > whole.start:
            cut = next((i + 1 for i in range(start, min(focus.start, stop)) if text[i] in _ENDS), start)
            start = cut if cut <= focus.start else start
        if stop < whole.stop:
            cut = next((i + 1 for i in range(stop - 1, max(focus.stop, start), -1) if text[i] in _ENDS), stop)
            stop = cut if cut >= focus.stop else stop
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Span(start, stop)


def _within(document: Document, whole: Span, part: str) -> Span:
    at = document.text.find(part, whole.start, whole.stop) if part else -1
    return Span(at, at + len(part)) if at >= 0 else Span(whole.start, whole.start)


def _citation(n: int, document: Document, file: str, one: Evidence, span: Span) -> Citation:
    table = row = column = None
    reading: Reading = one.figure.reading if one.figure is not None else "text"
    first, last = document.line_at(span.start), document.line_at(max(span.start, span.stop - 1))
    section = document.heading_path(first)
    source = one.source
    if isinstance(source, CellRef):
        grid = document.tables[source.table]
        table = grid.title
        section = grid.section or section
        row = _label(document, source) if one.figure is None or not one.figure.subject else one.figure.subject
        column = "/".join(grid.header(source.column)) or None
        cell = grid.at(source.row, source.column)
        reading = cell.reading if cell is not None and one.figure is None else reading
    place = document.place(source)
    if reading == "text" and place.page in document.scanned:
        reading = "ocr"
    boxes = tuple(document.boxes(source)) or tuple(document.boxes(span))
    return Citation(
        n=n,
        document=document.id,
        file=file,
        agency=document.agency,
        year=document.year,
        page=place.page if place.page is not None else document.lines[first - 1].page,
        lines=(first, last),
        section=section,
        table=table,
        row=row,
        column=column,
        quote=document.text[span.start : span.stop],
        boxes=boxes,
        reading=reading,
        source=source if isinstance(source, CellRef) else span,
    )


def _label(document: Document, source: CellRef) -> str | None:
    grid = document.tables[source.table]
    labels = [squash(cell.text) for cell in grid.own(source.row) if cell.role == "label" and squash(cell.text)]
    return " ".join(labels) or None
