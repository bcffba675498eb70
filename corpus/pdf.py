"""Digital PDF: pages with a text layer, read through pdfplumber."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.assemble import Parts, RawCell, RawGrid, assemble
from corpus.carried import with_carried_edges
from corpus.document import Line
from corpus.errors import DamagedDocument, EncryptedDocument, NoTextLayer
from corpus.furniture import without_furniture, without_repeats
from corpus.glyphs import TextLine
from corpus.layout import PageLayout, lay_out
from corpus.place import Place
from corpus.sheet import Grid, lines_of, row_text


def read_pdf(path: Path, data: bytes, progress: Callable[[int, int], None] | None = None) -> Parts:
    """The text, lines and tables of a digital PDF; `progress` is told (pages read, pages).

    Raises EncryptedDocument, DamagedDocument, and NoTextLayer when no page has text.
    """
    _check(path, data)
    pages, unread = _pages(path, data, progress)
    silent = [page.number for page in pages if page.picture and not page.has_text]
    if not any(page.has_text for page in pages):
        if unread and not silent:
            raise DamagedDocument(f"{path.name}: no page can be read ({len(unread)} pages); save it again as PDF")
        raise NoTextLayer(f"{path.name}: the {len(pages)} pages are pictures without text; reading them needs the extra `ocr`, which the next release brings")
    text, lines, grids = flow(with_carried_edges(without_repeats(without_furniture(pages))))
    warnings = []
    if silent:
        warnings.append(f"no text layer, not read: page {_numbers(silent)} (needs the extra `ocr`, which the next release brings)")
    if unread:
        warnings.append(f"damaged, not read: page {_numbers(unread)}")
    return Parts(text, lines, assemble(text, lines, grids), len(pages), "pdf", tuple(warnings))


def _check(path: Path, data: bytes) -> None:
    if b"%PDF-" not in data[:1024]:
        raise DamagedDocument(f"{path.name}: not a PDF (it does not begin with %PDF)")
    if b"%%EOF" not in data[-4096:]:
        raise DamagedDocument(f"{path.name}: the PDF is cut off (its end is missing); fetch it again")
    linear = re.search(rb"/Linearized\b[^>]*?/L\s+(\d+)", data[:2048])
    if linear and int(linear[1]) > len(data):
        raise DamagedDocument(f"{path.name}: the PDF is cut off ({len(data)} of {int(linear[1])} bytes); fetch it again")


def _pages(path: Path, data: bytes, progress: Callable[[int, int], None] | None) -> tuple[list[PageLayout], list[int]]:
    """The layouts of all pages, and the 1-based numbers of the pages that cannot be read."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it reports every odd font and colour
    try:
        book = pdfplumber.open(BytesIO(data))
        count = len(book.pages)
    except Exception as error:  # pdfminer raises nearly everything on a damaged file
        if any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in _causes(error)):
            raise EncryptedDocument(f"{path.name}: the PDF opens only with a password; save it without one") from None
        raise DamagedDocument(f"{path.name}: the PDF cannot be opened ({type(error).__name__}); fetch it again") from None
    if count == 0:
        book.close()
        raise DamagedDocument(f"{path.name}: the PDF has no pages; fetch it again")
    layouts: list[PageLayout] = []
    unread: list[int] = []
    earlier: Grid | None = None
    with book:
        for number, page in enumerate(book.pages, 1):
            try:
                layout = _page(number, page, earlier)
            except Exception:  # one bad page does not make the others unreadable
                unread.append(number)
                layout = PageLayout(number, 0.0, ())
            finally:
                page.close()  # frees the page's objects: a book of hundreds of pages stays small
            layouts.append(layout)
            earlier = next((block for block in reversed(layout.blocks) if isinstance(block, Grid)), None)
            if progress is not None:
                progress(number, count)
    return layouts, unread


def _page(number: int, page: Any, earlier: Grid | None) -> PageLayout:
    media, crop = page.mediabox, page.cropbox or page.mediabox
    x0, top, x1, bottom = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    objects = page.objects
    if x0 or top:  # boxes are counted from the corner of the page as it is shown
        for items in objects.values():
            for item in items:
                item["x0"], item["x1"] = item["x0"] - x0, item["x1"] - x0
                item["top"], item["bottom"] = item["top"] - top, item["bottom"] - top
    return lay_out(number, float(x1 - x0), float(bottom - top), objects, earlier)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error with what it wraps: causes, contexts and exceptions among its arguments."""
    seen: set[int] = set()
    queue: list[BaseException] = [error]
    while queue:
        one = queue.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        queue += [other for other in (one.__cause__, one.__context__, *one.args) if isinstance(other, BaseException)]


def flow(pages: Sequence[PageLayout]) -> tuple[str, tuple[Line, ...], list[RawGrid]]:
    """The pages as one text, its lines with their places, and the grids that stand on them: a table row is one line."""
    parts: list[str] = []
    lines: list[Line] = []
    grids: list[RawGrid] = []
    offset = 0

    def write(text: str, page: int, box: Any) -> int:
        nonlocal offset
        lines.append(Line(offset, offset + len(text), page, box))
        parts.append(text)
        offset += len(text) + 1
        return len(lines)

    for page in pages:
        for block in page.blocks:
            if isinstance(block, TextLine):
                write(block.text, page.number, block.box)
                continue
            first = len(lines) + 1
            cells: list[RawCell] = []
            for row in lines_of(block):
                box = block.box
                if row:
                    box = row[0].box
                    for cell in row[1:]:
                        box = box.union(cell.box)
                number = write(row_text(row), page.number, box)
                cells += [RawCell(c.row, c.column, c.text, Place((number, number), page.number, c.box), c.row_span, c.column_span) for c in row]
            grids.append(RawGrid(block.rows, block.columns, tuple(cells), (first, len(lines)), page.number))
    return "\n".join(parts), tuple(lines), grids


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers as ranges: 3, 5-8."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
