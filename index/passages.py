"""From a document to its passages: prose by section, tables by groups of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from corpus.document import Document
from corpus.folding import squash
from corpus.place import Span
from corpus.prose import sentences
from corpus.table import Table
from index.passage import Passage

# Raised when documents give other passages than before; a store with older ones makes them again.
PASSAGES_VERSION = 2

# Characters of prose in one passage, and rows and characters of a table (the embedded model reads about 500 tokens).
PROSE = 450
ROWS = 25
TABLE = 700
LONGEST_HEADER = 40
# A shorter piece that does not end as a sentence is a heading, a unit, a date, a table's number.
HEADING = 40
# A title, a unit, a table number: so many lines above a table belong to it when no sentence stands there.
ABOVE = 10


def passages(document: Document) -> list[Passage]:
    """The passages of a document in reading order, tables after the prose; every line of the text is in one of them."""
    in_tables = _table_lines(document)
    titles, prose = _pieces(document, in_tables)
    found = list(_prose(document, prose))
    for index, table in enumerate(document.tables):
        found.extend(_table(document, index, table, titles.get(index, [])))
    return found


def _table_lines(document: Document) -> set[int]:
    lines: set[int] = set()
    for table in document.tables:
        for cell in table.cells:
            lines.update(range(cell.place.lines[0], cell.place.lines[1] + 1))
    return lines


def _pieces(document: Document, in_tables: set[int]) -> tuple[dict[int, list[Span]], list[Span]]:
    """The sentences and other lines outside tables, and per table the lines above and between its parts that are no sentences."""
    spans = [span for span in (sentence.span for sentence in sentences(document)) if not _bare(document, span)]
    covered: set[int] = set(in_tables)
    for span in spans:
        covered.update(range(document.line_at(span.start), document.line_at(max(span.start, span.stop - 1)) + 1))
    # A line without a letter or a digit only draws something.
    loose = {n for n in range(1, len(document.lines) + 1) if n not in covered and any(map(str.isalnum, document.line_text(n)))}
    titles: dict[int, list[Span]] = {}
    for index, table in enumerate(document.tables):
        first, last = table.place.lines
        near = [n for n in range(max(1, first - ABOVE), last + 1) if n in loose]
        if near:
            titles[index] = [document.lines_span(n, n) for n in near]
            loose.difference_update(near)
    prose = sorted(spans + [document.lines_span(n, n) for n in loose], key=lambda span: span.start)
    return titles, prose


def _bare(document: Document, span: Span) -> bool:
    text = document.text[span.start : span.stop].strip()
    return len(text) <= HEADING and not text.endswith(tuple("。；？！;?!.…”"))


def _prose(document: Document, pieces: Sequence[Span]) -> Iterable[Passage]:
    group: list[Span] = []
    heading: tuple[str, ...] = ()
    size = 0
    for piece in pieces:
        path = document.heading_path(document.line_at(piece.start))
        length = piece.stop - piece.start
        bare = size <= HEADING and path[: len(heading)] == heading  # nothing but the headings above this one
        if group and not bare and (path != heading or size + length > PROSE):
            yield _passage(document, heading, group)
            group, size = [], 0
        heading = path
        group.append(piece)
        size += length
    if group:
        yield _passage(document, heading, group)


def _passage(document: Document, heading: tuple[str, ...], spans: Sequence[Span]) -> Passage:
    joined = _joined(document, spans)
    body = "\n".join(document.text[span.start : span.stop] for span in joined)
    return Passage(document.id, _headed(document, heading, body), joined, heading)


def _table(document: Document, index: int, table: Table, titles: Sequence[Span]) -> Iterable[Passage]:
    heading = table.section or document.heading_path(table.place.lines[0])
    if table.title and table.title not in heading:
        heading = (*heading, table.title)
    rows: list[int] = []
    texts: list[str] = []
    first = True
    for row in [*range(table.header_rows, table.rows), None]:
        text = "" if row is None else row_text(table, row)
        if rows and (row is None or len(rows) >= ROWS or sum(map(len, texts)) + len(text) > TABLE):
            yield _rows(document, index, heading, rows, texts, titles, first)
            rows, texts, first = [], [], False
        if row is not None:
            rows.append(row)
            texts.append(text)
    if first:  # nothing but a header
        yield _rows(document, index, heading, [], [], titles, first)


def _rows(
    document: Document, index: int, heading: tuple[str, ...], rows: Sequence[int], texts: Sequence[str], titles: Sequence[Span], first: bool
) -> Passage:
    """A group of rows; the first one quotes what stands above the table and its header, too."""
    table = document.tables[index]
    shown = [*range(table.header_rows), *rows] if first else rows
    spans = [document.lines_span(*document.row_lines(index, row)) for row in shown]
    columns = list(dict.fromkeys("/".join(_header(table, column)) for column in range(table.columns)))
    above = [squash(document.text[span.start : span.stop]) for span in titles if first]
    unit = f"单位：{table.unit}" if table.unit else ""
    body = "\n".join(filter(None, (" ".join(above), unit, " ".join(filter(None, columns)), *texts)))
    known = (rows[0], rows[-1]) if rows else (0, table.rows - 1) if table.rows else None
    return Passage(
        document.id, _headed(document, heading, body), _joined(document, [*(titles if first else ()), *spans]), heading, index, known
    )


def row_text(table: Table, row: int) -> str:
    """A table row in words: its labels, then "header=value" for every filled cell; codes in parts are joined (208 05 is 20805, too)."""
    labels: list[str] = []
    values: list[str] = []
    for cell in table.own(row):
        text = squash(cell.text)
        if not text:
            continue
        if cell.role == "label" or not table.header_rows:
            labels.append(text)
        else:
            values.append("=".join(filter(None, ("/".join(_header(table, cell.column)), text))))
    parts = list(takewhile(str.isdigit, labels))
    if len(parts) > 1:
        labels.insert(0, "".join(parts))
    return "：".join(filter(None, (" ".join(labels), "；".join(values))))


def _header(table: Table, column: int) -> list[str]:
    """The header over a column, without the sentences that forms have in theirs."""
    return [text for text in table.header(column) if len(text) <= LONGEST_HEADER]


def _headed(document: Document, heading: Sequence[str], body: str) -> str:
    path = " > ".join(part for part in (document.title, *heading) if part)
    return f"{path}\n{body}"


def _joined(document: Document, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in reading order, those that only white space parts made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.stop)):
        if found and (span.start <= found[-1].stop or not document.text[found[-1].stop : span.start].strip()):
            found[-1] = Span(found[-1].start, max(found[-1].stop, span.stop))
        else:
            found.append(span)
    return tuple(found)
