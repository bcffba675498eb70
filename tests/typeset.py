"""Small PDFs, typeset with reportlab's built-in Chinese font."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = 595.0, 842.0
Draw = Callable[[Canvas], None]


def typeset(*pages: Draw, size: tuple[float, float] = (WIDE, HIGH), password: str | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, encrypt=password)
    for page in pages:
        canvas.setFont("STSong-Light", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 10) -> None:
    canvas.setFont("STSong-Light", size)
    canvas.drawString(x, canvas._pagesize[1] - top - 0.85 * size, text)


def write_cells(canvas: Canvas, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], pitch: float = 20) -> None:
    """Rows of cells: text left in its column, figures right."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text[:1].isdigit() and "." in text:
                canvas.setFont("STSong-Light", 10)
                canvas.drawRightString(xs[c + 1] - 4, canvas._pagesize[1] - top - r * pitch - 13, text)
            else:
                write(canvas, xs[c] + 4, top + r * pitch + 5, text)


def rule_cells(canvas: Canvas, xs: Sequence[float], top: float, rows: int, pitch: float = 20) -> None:
    high = canvas._pagesize[1]
    for r in range(rows + 1):
        canvas.line(xs[0], high - top - r * pitch, xs[-1], high - top - r * pitch)
    for x in xs:
        canvas.line(x, high - top, x, high - top - rows * pitch)
