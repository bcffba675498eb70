"""From a document to its passages: prose by section, tables by groups of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.document import Document
from corpus.folding import squash
from corpus.place import Span
from corpus.prose import sentences
from corpus.table import Table
from index.passage import Passage

# Raised when documents give other passages than before; a store with older ones makes them again.
PASSAGES_VERSION = 1

# Characters of prose in one passage, and rows and characters of a table (the embedded model reads about 500 tokens).
PROSE = 450
ROWS = 25
TABLE = 700
# A title, a unit, a table number: so many lines above a table belong to it when no sentence stands there.
ABOVE = 6


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
    """The sentences and other lines outside tables, and per table the lines right above it that are no sentences."""
    spans = [sentence.span for sentence in sentences(document)]
    covered: set[int] = set(in_tables)
    for span in spans:
        covered.update(range(document.line_at(span.start), document.line_at(max(span.start, span.stop - 1)) + 1))
    loose = {n for n, line in enumerate(document.lines, 1) if n not in covered and document.text[line.start : line.stop].strip()}
    titles: dict[int, list[Span]] = {}
    for index, table in enumerate(document.tables):
        first = table.place.lines[0]
        above = [n for n in range(max(1, first - ABOVE), first) if n in loose]
        if above:
            titles[index] = [document.lines_span(n, n) for n in above]
            loose.difference_update(above)
    prose = sorted(spans + [document.lines_span(n, n) for n in loose], key=lambda span: span.start)
    return titles, prose


def _prose(document: Document, pieces: Sequence[Span]) -> Iterable[Passage]:
    group: list[Span] = []
    heading: tuple[str, ...] = ()
    size = 0
    for piece in pieces:
        path = document.heading_path(document.line_at(piece.start))
        length = piece.stop - piece.start
        if group and (path != heading or size + length > PROSE):
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
            yield _rows(document, index, table, heading, rows, texts, titles if first else ())
            rows, texts, first = [], [], False
        if row is not None:
            rows.append(row)
            texts.append(text)
    if first:  # nothing but a header
        yield _rows(document, index, table, heading, [0] if table.rows else [], [], titles)


def _rows(
    document: Document,
    index: int,
    table: Table,
    heading: tuple[str, ...],
    rows: Sequence[int],
    texts: Sequence[str],
    titles: Sequence[Span],
) -> Passage:
    shown = rows if not titles else [*range(table.header_rows), *rows]
    spans = [document.lines_span(*document.row_lines(index, row)) for row in shown]
    columns = list(dict.fromkeys("/".join(table.header(column)) for column in range(table.columns)))
    top = "；".join(filter(None, (f"单位：{table.unit}" if table.unit else "", " ".join(filter(None, columns)))))
    body = "\n".join(filter(None, (top, *texts)))
    known = (rows[0], rows[-1]) if rows else None
    return Passage(document.id, _headed(document, heading, body), _joined(document, [*titles, *spans]), heading, index, known)


def row_text(table: Table, row: int) -> str:
    """A table row in words: its labels, then "header=value" for every filled cell."""
    labels: list[str] = []
    values: list[str] = []
    for cell in table.own(row):
        text = squash(cell.text)
        if not text:
            continue
        if cell.role == "label" or not table.header_rows:
            labels.append(text)
        else:
            values.append(f"{'/'.join(table.header(cell.column))}={text}")
    return "：".join(filter(None, (" ".join(labels), "；".join(values))))


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
