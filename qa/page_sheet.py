"""Pages of PDF files as images with places marked on them; personal numbers on them are covered."""

from __future__ import annotations

import base64
import ctypes
import io
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.errors import DamagedDocument
from corpus.place import BBox
from corpus.privacy import personal_numbers
from qa.page_escape import escape
from qa.page_reasons import reason
from qa.page_text import Language, say

# PDFium keeps global state: one thread at a time.
_PDFIUM = threading.Lock()
# How many pixels a page's longer side gets: readable at twice its size on the screen, some 200 KB.
_PIXELS = 1700
# Points around a covered number, for ink outside its box.
_MARGIN = 1.0

Marks = Sequence[tuple[int, BBox]]


def sheet_html(language: Language, path: Path, document: Document, page: int, boxes: Marks, *, turn: str = "") -> str:
    """A page (1-based) as an image with the boxes of this page marked, and buttons to zoom and, where `turn` is given, to turn pages.

    `turn` are the further `data-` attributes of these buttons; the page they lead to is `data-page`.
    """
    page = max(1, min(page, document.pages))
    caption = escape(say(language, "page_of", page=page, pages=document.pages))
    buttons = [_button(language, "zoom_out", 'data-zoom="out"', "−"), _button(language, "zoom_in", 'data-zoom="in"', "+")]
    if turn:
        for key, to, sign in (("page_before", page - 1, "‹"), ("page_after", page + 1, "›")):
            there = 1 <= to <= document.pages
            buttons.append(_button(language, key, f'{turn} data-page="{to}"' if there else "disabled", sign))
    bar = f'<div class="g-turn"><span>{caption}</span>{"".join(buttons)}</div>'
    try:
        image, width, height = page_image(path, page, covers(document, page))
    except DamagedDocument as error:
        return f'<figure class="g-page">{bar}<p class="g-warning">{escape(say(language, "no_image", reason=reason(language, str(error))))}</p></figure>'
    marks = "".join(
        f'<span class="g-box" style="left:{_share(b.x0 - 2, width)};top:{_share(b.top - 2, height)};width:{_share(b.x1 - b.x0 + 4, width)};height:{_share(b.bottom - b.top + 4, height)}"></span>'
        for n, b in boxes
        if n == page
    )
    told = escape(say(language, "page_image" if marks else "page_plain", page=page))
    data = base64.b64encode(image).decode("ascii")
    leaf = f'<div class="g-leaf"><img alt="{told}" style="aspect-ratio:{width:.0f}/{height:.0f}" src="data:image/webp;base64,{data}">{marks}</div>'
    return f'<figure class="g-page"><div class="g-sheet" tabindex="0" role="group" aria-label="{told}">{leaf}</div>{bar}</figure>'


def _button(language: Language, key: str, attributes: str, sign: str) -> str:
    name = escape(say(language, key))
    return f'<button type="button" class="g-tool" {attributes} title="{name}" aria-label="{name}">{sign}</button>'


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.3f}%"


def covers(document: Document, page: int) -> tuple[BBox, ...]:
    """The boxes of a page that hold a personal number and have no text layer to say where in them: whole cells and lines."""
    if page not in document.scanned:
        return ()
    boxes = [
        cell.place.bbox for table in document.tables for cell in table.cells
        if cell.place.page == page and cell.place.bbox is not None and any(True for _ in personal_numbers(cell.text))
    ]  # fmt: skip
    for n, line in enumerate(document.lines, 1):
        if (
            line.page == page
            and line.bbox is not None
            and "\t" not in document.line_text(n)
            and any(True for _ in personal_numbers(document.line_text(n)))
        ):
            boxes.append(line.bbox)
    return tuple(boxes)


@lru_cache(maxsize=128)
def page_image(path: Path, page: int, covered: tuple[BBox, ...] = ()) -> tuple[bytes, float, float]:
    """A page (1-based) of a PDF as WebP, with its width and height in points; DamagedDocument when it cannot be drawn.

    The personal numbers of its text layer are covered, and the boxes of `covered` (points, origin top left).
    """
    import pypdfium2
    from PIL import ImageDraw

    try:
        with _PDFIUM:
            pdf = pypdfium2.PdfDocument(path)
            try:
                sheet = pdf[page - 1]
                width, height = sheet.get_size()
                scale = _PIXELS / max(width, height)
                picture = sheet.render(scale=scale).to_pil().convert("RGB")
                hidden = [*covered, *_numbers(sheet, width, height)]
            finally:
                pdf.close()
    except (pypdfium2.PdfiumError, IndexError, OSError) as error:
        raise DamagedDocument(f"{path.name}: page {page} cannot be drawn ({error})") from error
    pen = ImageDraw.Draw(picture)
    for box in hidden:
        corners = (box.x0 - _MARGIN, box.top - _MARGIN, box.x1 + _MARGIN, box.bottom + _MARGIN)
        pen.rectangle([corner * scale for corner in corners], fill=(90, 90, 90))
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=82, method=0)  # half the time of better methods, a fifth more bytes
    return buffer.getvalue(), width, height


def _numbers(sheet: Any, width: float, height: float) -> list[BBox]:
    """The boxes of the personal numbers in a page's text layer, on the page as it is shown (turned, cropped)."""
    import pypdfium2.raw as pdfium

    layer = sheet.get_textpage()
    try:
        # Character by character: the whole text at once may be shorter than it has characters.
        text = "".join(
            chr(code) if 0 < (code := pdfium.FPDFText_GetUnicode(layer, i)) < 0x110000 else " " for i in range(layer.count_chars())
        )
        found = []
        for number in personal_numbers(text):
            points = []
            for i in range(number.start, number.stop):
                left, bottom, right, top = layer.get_charbox(i)
                points += [_shown(pdfium, sheet, x, y, width, height) for x, y in ((left, bottom), (right, top))]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            found.append(BBox(min(xs), min(ys), max(xs), max(ys)))
        return found
    finally:
        layer.close()


def _shown(pdfium: Any, sheet: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of the page's own space on the page as shown, in points from its top left; PDFium counts whole device units."""
    across, down = ctypes.c_int(), ctypes.c_int()
    fine = 16
    pdfium.FPDF_PageToDevice(sheet, 0, 0, round(width * fine), round(height * fine), 0, x, y, across, down)
    return across.value / fine, down.value / fine
