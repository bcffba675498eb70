"""Scanned pages: straightened, read, and traced back to where the picture shows them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from scanner import needs_ocr, pictures, scanned
from typeset import HIGH, WIDE, rule_cells, typeset, write, write_cells

import corpus
from corpus.assemble import Parts
from corpus.document import Document
from corpus.images import read_image
from corpus.ledger import figures
from corpus.pdf import read_pdf
from corpus.place import BBox
from corpus.reader import read
from corpus.tilt import Tilt

SAMPLE = next(path for path in sorted((Path(corpus.__file__).parent / "samples").glob("*.pdf")))
XS = (60.0, 220.0, 300.0, 380.0, 460.0)
ROWS = [
    ["科目名称", "合计", "基本支出", "项目支出"],
    ["合计", "1,367.76", "286.41", "1,081.35"],
    ["行政运行", "286.41", "286.41", ""],
    ["水利工程建设", "1,081.35", "", "1,081.35"],
]


def page(canvas: object) -> None:
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)
    write(canvas, 220, 60, "部门支出总表", 16)
    write(canvas, 380, 90, "单位：万元", 12)
    rule_cells(canvas, XS, 120, len(ROWS))
    write_cells(canvas, XS, 120, ROWS)
    write(canvas, 60, 240, "青禾区水务局2026年支出预算1,367.76万元，比上年增加12.5万元。", 12)
    write(canvas, 280, 800, "— 8 —")


@cache
def skewed() -> Parts:
    needs_ocr()
    return read_pdf(Path("青禾区水务局.pdf"), scanned(typeset(page), [0], angle=1.0, noise=8))


def test_a_skewed_page_gives_its_table() -> None:
    (table,) = skewed().tables
    assert table.title.endswith("支出总表")
    assert table.unit == "万元"
    assert table.grid() == ROWS


def test_what_was_read_by_ocr_says_so() -> None:
    parts = skewed()
    assert parts.scanned == (1,)
    assert "OCR" in parts.warnings[0]
    assert {cell.reading for cell in parts.tables[0].cells} == {"ocr"}
    document = Document(
        "0" * 16, "", None, None, 2026, "预算", None, "pdf", 1, parts.text, parts.lines, (), parts.tables, (), parts.scanned
    )
    assert {figure.reading for figure in figures(document)} == {"ocr"}
    assert any(figure.amount is not None and figure.amount.value == Decimal("12.5") for figure in figures(document))


def test_figures_that_add_up_are_certain() -> None:
    (table,) = skewed().tables
    assert table.uncertain() == []


def test_the_page_number_is_no_text() -> None:
    assert not skewed().text.rstrip().endswith("一")
    assert "8一" not in skewed().text


def test_boxes_lie_on_the_page_as_it_was_scanned() -> None:
    (table,) = skewed().tables
    cell = table.at(1, 1)
    assert cell is not None
    assert cell.place.bbox is not None
    # Turned counter-clockwise by one degree around the middle of the page: what is above the middle moved left.
    box = Tilt(0, -1.0, WIDE, HIGH).back(BBox(220, 140, 300, 160))
    for side in ("x0", "top", "x1", "bottom"):
        assert getattr(cell.place.bbox, side) == pytest.approx(getattr(box, side), abs=4)


def test_a_landscape_page_scanned_on_a_portrait_one() -> None:
    needs_ocr()
    (upright,) = pictures(typeset(page), [0])
    for turn in (90, 270):
        file = Path(f"turned{turn}.png")
        out = BytesIO()
        upright.rotate(turn, expand=True).save(out, "PNG", dpi=(200, 200))
        (table,) = read_image(file, out.getvalue()).tables
        assert table.grid() == ROWS
        box = table.cells[0].place.bbox
        assert box is not None
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        assert (x, y) == pytest.approx((130, WIDE - 140) if turn == 90 else (HIGH - 130, 140), abs=8)


def test_turning_back_is_the_inverse_of_turning() -> None:
    box = BBox(10, 20, 30, 40)
    assert Tilt(0, 0.0, 600, 800).back(box) == box
    assert Tilt(1, 0.0, 800, 600).back(box) == BBox(560, 10, 580, 30)
    assert Tilt(3, 0.0, 800, 600).back(box) == BBox(20, 770, 40, 790)


def test_a_scanned_page_between_digital_ones(tmp_path: Path) -> None:
    """A sample disclosure whose sixth page is a picture: the same tables, those of that page read by OCR."""
    needs_ocr()
    import pypdfium2

    data = SAMPLE.read_bytes()
    with pypdfium2.PdfDocument(data) as book, pypdfium2.PdfDocument(scanned(data, [5], angle=-0.7, noise=6)) as picture:
        book.del_page(5)
        book.import_pages(picture, [0], 5)
        path = tmp_path / "云岭.pdf"
        book.save(path)
    whole, mixed = read(SAMPLE), read(path)
    assert mixed.scanned == (6,)
    assert [(table.title, table.unit, table.pages) for table in mixed.tables] == [
        (table.title, table.unit, table.pages) for table in whole.tables
    ]
    for one, other in zip(whole.tables, mixed.tables, strict=True):
        numbers = [(cell.row, cell.column, cell.amount) for cell in one.cells if cell.amount is not None]
        assert [(cell.row, cell.column, cell.amount) for cell in other.cells if cell.amount is not None] == numbers
        assert {cell.reading for cell in other.cells} == ({"ocr"} if other.pages == (6,) else {"text"})
