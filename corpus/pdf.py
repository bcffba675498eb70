"""PDF: pages with a text layer read through pdfplumber, the others as scans."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus import ocr
from corpus.assemble import Parts, RawCell, RawGrid, assemble
from corpus.carried import with_carried_edges
from corpus.document import Line
from corpus.doubt import with_doubts
from corpus.errors import DamagedDocument, EncryptedDocument, NoTextLayer
from corpus.furniture import without_furniture, without_repeats
from corpus.glyphs import TextLine
from corpus.layout import PageLayout, lay_out
from corpus.place import BBox, Place
from corpus.sheet import Grid, lines_of, row_text


def read_pdf(path: Path, data: bytes, progress: Callable[[int, int], None] | None = None) -> Parts:
    """The text, lines and tables of a PDF, its scanned pages read by OCR where that is installed.

    `progress` is told (pages read, pages). Raises EncryptedDocument, DamagedDocument, and NoTextLayer when all pages are
    pictures and cannot be read.
    """
    _check(path, data)
    pages, unread = _pages(path, data, progress)
    scans = [page.number for page in pages if page.scan]
    doubtful: dict[int, tuple[BBox, ...]] = {}
    warnings = []
    if scans and ocr.available():
        pages, doubtful = _with_scans(data, pages, len(pages) - len(scans), progress)
        if doubtful:
            warnings.append(f"pictures, read by OCR: page {_numbers(sorted(doubtful))}")
    elif scans:
        silent = [page.number for page in pages if page.scan and not page.has_text]
        if silent and len(silent) + len(unread) == len(pages):
            raise NoTextLayer(f"{path.name}: the {len(pages)} pages are pictures without text; to read them: {ocr.INSTALL}")
        if silent:
            warnings.append(f"pictures, not read: page {_numbers(silent)}; to read them: {ocr.INSTALL}")
    if unread:
        if len(unread) == len(pages):
            raise DamagedDocument(f"{path.name}: no page can be read ({len(unread)} pages); save it again as PDF")
        warnings.append(f"damaged, not read: page {_numbers(unread)}")
    text, lines, grids = flow(with_carried_edges(without_repeats(without_furniture(pages))))
    tables = with_doubts(assemble(text, lines, grids), doubtful)
    return Parts(text, lines, tables, len(pages), "pdf", tuple(warnings), tuple(sorted(doubtful)))


def _with_scans(
    data: bytes, pages: Sequence[PageLayout], done: int, progress: Callable[[int, int], None] | None
) -> tuple[list[PageLayout], dict[int, tuple[BBox, ...]]]:
    """The pages with those that are pictures read by OCR, and the doubtful boxes of these by page; `done` are read already."""
    import numpy as np
    import pypdfium2

    from corpus.scan import DPI, Picture, read_pages

    layouts = list(pages)
    doubtful: dict[int, tuple[BBox, ...]] = {}
    with pypdfium2.PdfDocument(data) as book:

        def pictures() -> Iterator[Picture]:
            for page in pages:
                if page.scan:
                    shown = book[page.number - 1]
                    pixels = shown.render(scale=DPI / 72, grayscale=True).to_numpy()
                    yield Picture(page.number, np.array(pixels.reshape(pixels.shape[:2])), *shown.get_size())
                    shown.close()

        for page in read_pages(pictures(), lambda number: _last_grid(layouts[number - 2]) if number > 1 else None):
            index = page.layout.number - 1
            # A page that says itself what its picture shows (a title on a painted cover) needs no OCR.
            if not layouts[index].has_text or _length(page.layout) > 2 * _length(layouts[index]):
                layouts[index] = page.layout
                doubtful[index + 1] = page.doubtful
            done += 1
            if progress is not None:
                progress(done, len(pages))
    return layouts, doubtful


def _length(page: PageLayout) -> int:
    """The number of characters on a page."""
    return sum(len(block.text) if isinstance(block, TextLine) else sum(len(cell.text) for cell in block.cells) for block in page.blocks)


def _last_grid(page: PageLayout) -> Grid | None:
    return next((block for block in reversed(page.blocks) if isinstance(block, Grid)), None)


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
    done = 0
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
            earlier = _last_grid(layout)
            done += not layout.scan
            if progress is not None and not layout.scan:
                progress(done, count)
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
        back = page.tilt.back if page.tilt is not None else _same
        for block in page.blocks:
            if isinstance(block, TextLine):
                write(block.text, page.number, back(block.box))
                continue
            first = len(lines) + 1
            cells: list[RawCell] = []
            for row in lines_of(block):
                box = block.box
                if row:
                    box = row[0].box
                    for cell in row[1:]:
                        box = box.union(cell.box)
                number = write(row_text(row), page.number, back(box))
                cells += [
                    RawCell(c.row, c.column, c.text, Place((number, number), page.number, back(c.box)), c.row_span, c.column_span)
                    for c in row
                ]
            grids.append(RawGrid(block.rows, block.columns, tuple(cells), (first, len(lines)), page.number))
    return "\n".join(parts), tuple(lines), grids


def _same(box: BBox) -> BBox:
    return box


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers as ranges: 3, 5-8."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
