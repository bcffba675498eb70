"""A cited source as HTML: the page's image with the cited box marked, the table as a grid with the cell marked, the lines."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from corpus.document import Document
from corpus.errors import DamagedDocument
from corpus.place import BBox, CellRef
from corpus.privacy import masked
from corpus.table import Table
from qa.answer import Citation
from qa.page_markup import escape, where
from qa.page_text import Language, say

# PDFium keeps global state: one thread at a time.
_PDFIUM = threading.Lock()
# Rows of a table shown before and after the cited one, lines of a text before and after the cited ones.
_AROUND = 8
_LINES_AROUND = 5
# How many pixels a page's longer side gets: readable at twice its size on the screen, some 200 KB.
_PIXELS = 1700


def source_html(language: Language, document: Document | None, citation: Citation, original: Path | None) -> str:
    """The panel for one citation; `original` is the kept file, needed for page images."""
    path = " › ".join(citation.section)
    facts = " · ".join(part for part in (citation.file, where(language, citation)) if part)
    head = f'<div class="g-src-head"><span class="g-n">{citation.n}</span><div><b>{escape(citation.table or (citation.section[-1] if citation.section else citation.file))}</b>'
    head += f'<div class="g-dim">{escape(facts)}</div>' + (f'<div class="g-dim">{escape(path)}</div>' if path else "") + "</div></div>"
    warning = "" if citation.reading == "text" else f'<p class="g-warning" role="note">{escape(say(language, f"reading_{citation.reading}"))}</p>'
    quote = f'<blockquote class="g-quote" aria-label="{escape(say(language, "quote"))}">{_quoted(citation)}</blockquote>'
    top = f'<div class="g-src-top">{head}{warning}{quote}</div>'
    if document is None:
        return f'<section class="g-source">{top}<p class="g-dim">{escape(say(language, "source_gone"))}</p></section>'
    views = []
    if citation.page is not None and original is not None and original.suffix.lower() == ".pdf":
        views.append(page_html(language, original, document.pages, citation.page, citation.boxes))
    if isinstance(citation.source, CellRef):
        at = citation.source
        grid = grid_html(language, document.tables[at.table], at.row, at.column)
        views.append(_folded(say(language, "table_view"), grid, open_=not views))
    elif not views and citation.lines is not None:
        views.append(lines_html(document, citation.lines))
    if isinstance(citation.source, CellRef) and document.pages == 0 and citation.lines is not None:
        views.append(_folded(say(language, "text_view"), lines_html(document, citation.lines), open_=False))
    return f'<section class="g-source" aria-label="{escape(say(language, "source"))}">{top}{"".join(views)}</section>'


def _quoted(citation: Citation) -> str:
    """The quote; a table row's cells are set apart, blank cells show as a dash, personal numbers are covered."""
    quote = masked(citation.quote)
    if isinstance(citation.source, CellRef) and "\t" in quote:
        return "".join(f"<span>{escape(cell.strip()) or '–'}</span>" for cell in quote.replace("\n", "\t").split("\t"))
    return escape(quote).replace("\n", "<br>")


def _folded(title: str, body: str, *, open_: bool) -> str:
    return f"<details{' open' if open_ else ''}><summary>{escape(title)}</summary>{body}</details>"


def page_html(language: Language, path: Path, pages: int, page: int, boxes: tuple[tuple[int, BBox], ...]) -> str:
    """A PDF page (1-based) as an image with these boxes marked on it; boxes of other pages are left out."""
    try:
        image, width, height = page_image(path, page)
    except DamagedDocument as error:
        return f'<p class="g-warning">{escape(say(language, "no_image", reason=error))}</p>'
    marks = "".join(
        f'<span class="g-box" style="left:{_share(b.x0 - 2, width)};top:{_share(b.top - 2, height)};width:{_share(b.x1 - b.x0 + 4, width)};height:{_share(b.bottom - b.top + 4, height)}"></span>'
        for n, b in boxes
        if n == page
    )
    told = escape(say(language, "page_image", page=page))
    caption = escape(say(language, "page_of", page=page, pages=pages))
    data = base64.b64encode(image).decode("ascii")
    return f'<figure class="g-page"><div class="g-sheet" tabindex="0"><img alt="{told}" style="aspect-ratio:{width:.0f}/{height:.0f}" src="data:image/webp;base64,{data}">{marks}</div><figcaption>{caption}</figcaption></figure>'


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.3f}%"


@lru_cache(maxsize=32)
def page_image(path: Path, page: int) -> tuple[bytes, float, float]:
    """A page (1-based) of a PDF as WebP, with its width and height in points; DamagedDocument when it cannot be drawn."""
    import pypdfium2

    try:
        with _PDFIUM:
            pdf = pypdfium2.PdfDocument(path)
            try:
                sheet = pdf[page - 1]
                width, height = sheet.get_size()
                picture = sheet.render(scale=_PIXELS / max(width, height)).to_pil()
            finally:
                pdf.close()
    except (pypdfium2.PdfiumError, IndexError, OSError) as error:
        raise DamagedDocument(f"{path.name}: page {page} cannot be drawn ({error})") from error
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "WEBP", quality=82, method=2)
    return buffer.getvalue(), width, height


def grid_html(language: Language, table: Table, row: int, column: int) -> str:
    """The table's header and the rows around the cited one; the cell, its row and its column header are marked."""
    first = max(table.header_rows, row - _AROUND)
    last = min(table.rows, row + _AROUND + 1)
    parts = [f'<caption>{escape(table.title)}{f" <span>{escape(table.unit)}</span>" if table.unit else ""}</caption>']
    if table.header_rows:
        parts.append(f"<thead>{''.join(_rows(table, 0, table.header_rows, row, column))}</thead>")
    parts.append("<tbody>")
    if first > table.header_rows:
        parts.append(_gap(language, table, first - table.header_rows))
    if row < table.header_rows:
        first, last = table.header_rows, min(table.rows, table.header_rows + _AROUND)
    parts += _rows(table, first, last, row, column)
    if last < table.rows:
        parts.append(_gap(language, table, table.rows - last))
    parts.append("</tbody>")
    return f'<div class="g-grid" tabindex="0"><table>{"".join(parts)}</table></div>'


def _gap(language: Language, table: Table, rows: int) -> str:
    return f'<tr class="g-gap"><td colspan="{table.columns}">{escape(say(language, "rows_left_out", n=rows))}</td></tr>'


def _rows(table: Table, first: int, last: int, row: int, column: int) -> Iterator[str]:
    """Rows `first` to `last` (exclusive); merged cells are cut off at both ends."""
    for r in range(first, last):
        cells = []
        for c in range(table.columns):
            cell = table.at(r, c)
            if cell is None:
                cells.append(f"<td{_kind(r == row, c == column, False)}></td>")
                continue
            if c != cell.column or r != max(cell.row, first):
                continue
            down = min(cell.row + cell.row_span, last) - r
            here = cell.row <= row < cell.row + cell.row_span
            over = cell.column <= column < cell.column + cell.column_span
            spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "")
            tag = "th" if r < table.header_rows else "td"
            number = cell.amount is not None and tag == "td"
            cells.append(f"<{tag}{spans}{_kind(here, over, number)}>{escape(masked(cell.text))}</{tag}>")
        yield f"<tr>{''.join(cells)}</tr>"


def _kind(in_row: bool, in_column: bool, number: bool) -> str:
    names = [name for name, holds in (("g-cell", in_row and in_column), ("g-row", in_row), ("g-col", in_column), ("g-num", number)) if holds]
    return f' class="{" ".join(names)}"' if names else ""


def lines_html(document: Document, lines: tuple[int, int]) -> str:
    """The cited lines (1-based) marked among those around them."""
    first, last = max(1, lines[0] - _LINES_AROUND), min(len(document.lines), lines[1] + _LINES_AROUND)
    rows = []
    for n in range(first, last + 1):
        marked = lines[0] <= n <= lines[1]
        text = escape(masked(document.line_text(n))).replace("\t", '<span class="g-tab"> │ </span>')
        rows.append(f'<li value="{n}"{" class=g-marked" if marked else ""}>{f"<mark>{text}</mark>" if marked and text else text}</li>')
    return f'<ol class="g-lines" tabindex="0">{"".join(rows)}</ol>'
