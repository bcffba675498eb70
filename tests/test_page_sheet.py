"""Pages as images: readable, kept, with personal numbers covered."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, Line
from corpus.errors import DamagedDocument
from corpus.place import BBox, Place
from corpus.reader import read
from corpus.samples import files
from corpus.table import Cell, Table
from qa.page_sheet import covers, page_image, sheet_html

INK = (90, 90, 90)


def test_a_page_image_is_readable_and_kept() -> None:
    from PIL import Image

    image, width, height = page_image(files()[1], 6)
    assert (round(width), round(height)) == (842, 595)  # a landscape page
    assert Image.open(io.BytesIO(image)).size[0] == 1700
    assert page_image(files()[1], 6)[0] is image


def test_zoom_and_turning_are_buttons_with_names() -> None:
    html = sheet_html("en", files()[1], read(files()[1]), 1, (), turn='data-event="show"')
    for name in ("Zoom in", "Zoom out", "Next page"):
        assert f'aria-label="{name}"' in html
    assert 'data-event="show" data-page="2"' in html
    assert html.count("disabled") == 1  # there is no page before the first


def picture(path: Path, *covered: BBox) -> tuple[Any, float]:
    from PIL import Image

    image, width, _ = page_image(path, 1, covered)
    return Image.open(io.BytesIO(image)).convert("RGB"), 1700 / max(width, 1)


def grey(image: Any) -> int:
    """How many pixels are covered."""
    return sum(n for n, colour in image.getcolors(1 << 24) if all(abs(a - b) < 8 for a, b in zip(colour, INK, strict=True)))


@pytest.mark.parametrize("turned", [0, 90])
def test_a_number_of_the_text_layer_is_covered_on_the_page(tmp_path: Path, turned: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / f"{turned}.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    canvas.setPageRotation(turned)
    canvas.drawString(50, 200, "call 13812345678 today")
    canvas.save()
    image, scale = picture(path)
    scale = 1700 / 400
    left, top = 50 + 20, 300 - 200 - 10  # just right of "call "
    box = (left, top, left + 60, top + 10) if not turned else (200, left, 210, left + 60)
    inside = image.crop(tuple(int(value * scale) for value in box))
    assert grey(inside) > 0.7 * inside.width * inside.height
    assert grey(image) < 1.6 * inside.width * inside.height  # and nothing else is


def test_a_scanned_page_covers_the_cell_and_the_line(tmp_path: Path) -> None:
    box, other = BBox(10, 10, 90, 20), BBox(10, 40, 90, 50)
    cell = Cell(0, 0, "13812345678", Place((1, 1), 1, box))
    table = Table("表", None, None, 1, 1, 0, (cell,), Place((1, 1)), (1,))
    text = "13812345678\n电话13912345678"
    lines = (Line(0, 11, 1, BBox(0, 0, 1, 1)), Line(12, len(text), 1, other))
    document = Document("d", "t", None, None, None, None, None, "pdf", 1, text, lines, (), (table,), (), (1,))
    assert box in covers(document, 1)
    assert other in covers(document, 1)
    assert covers(replace(document, scanned=()), 1) == ()


def test_a_page_that_is_not_there_is_said() -> None:
    with pytest.raises(DamagedDocument, match="page 99 cannot be drawn"):
        page_image(files()[1], 99)
