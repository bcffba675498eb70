"""A cited source as HTML: the page's image with the cited box marked, the table as a grid with the cell marked, the lines."""

from __future__ import annotations

from pathlib import Path

from corpus.document import Document
from corpus.place import BBox, CellRef, Source
from corpus.privacy import masked
from qa.answer import Citation
from qa.page_escape import escape
from qa.page_grid import grid_html, lines_html
from qa.page_markup import where
from qa.page_sheet import sheet_html
from qa.page_text import Language, say


def source_html(
    language: Language, document: Document | None, citation: Citation, original: Path | None, *, turn: str = "", page: int | None = None
) -> str:
    """The panel for one citation; `original` is the kept file, needed for page images.

    `turn` are the `data-` attributes of the buttons that turn pages, `page` the page turned to (the cited one when None).
    """
    path = " › ".join(citation.section)
    facts = " · ".join(part for part in (citation.file, where(language, citation)) if part)
    head = f'<div class="g-src-head"><span class="g-n">{citation.n}</span><div><b>{escape(citation.table or (citation.section[-1] if citation.section else citation.file))}</b>'
    head += f'<div class="g-dim">{escape(facts)}</div>' + (f'<div class="g-dim">{escape(path)}</div>' if path else "") + "</div></div>"
    warning = (
        "" if citation.reading == "text" else f'<p class="g-warning" role="note">{escape(say(language, f"reading_{citation.reading}"))}</p>'
    )
    quote = f'<blockquote class="g-quote" aria-label="{escape(say(language, "quote"))}">{_quoted(citation)}</blockquote>'
    top = f'<div class="g-src-top">{head}{warning}{quote}</div>'
    if document is None:
        return f'<section class="g-source">{top}<p class="g-dim">{escape(say(language, "source_gone"))}</p></section>'
    views = place_html(language, document, original, citation.source, citation.lines, page or citation.page, citation.boxes, turn=turn)
    return f'<section class="g-source" aria-label="{escape(say(language, "source"))}">{top}{views}</section>'


def place_html(
    language: Language, document: Document, original: Path | None, source: Source, lines: tuple[int, int] | None, page: int | None,
    boxes: tuple[tuple[int, BBox], ...], *, turn: str = "",
) -> str:  # fmt: skip
    """A place of a document: its page with the boxes, or its table with the cell, or its lines; what is not first is folded."""
    views = []
    if page is not None and original is not None and original.suffix.lower() == ".pdf":
        views.append(sheet_html(language, original, document, page, boxes, turn=turn))
    if isinstance(source, CellRef):
        grid = grid_html(language, document.tables[source.table], source.row, source.column)
        views.append(_folded(say(language, "table_view"), grid, open_=not views))
    elif not views and lines is not None:
        views.append(lines_html(document, lines))
    if isinstance(source, CellRef) and document.pages == 0 and lines is not None:
        views.append(_folded(say(language, "text_view"), lines_html(document, lines), open_=False))
    return "".join(views)


def _quoted(citation: Citation) -> str:
    """The quote; a table row's cells are set apart, blank cells show as a dash, personal numbers are covered."""
    quote = masked(citation.quote)
    if isinstance(citation.source, CellRef) and "\t" in quote:
        return "".join(f"<span>{escape(cell.strip()) or '–'}</span>" for cell in quote.replace("\n", "\t").split("\t"))
    return escape(quote).replace("\n", "<br>")


def _folded(title: str, body: str, *, open_: bool) -> str:
    return f"<details{' open' if open_ else ''}><summary>{escape(title)}</summary>{body}</details>"
