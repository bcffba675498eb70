"""Digital PDFs, typeset here: tables with and without rules, page furniture, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import ocr
from corpus.assemble import Parts
from corpus.errors import DamagedDocument, EncryptedDocument, NoTextLayer
from corpus.pdf import read_pdf
from corpus.table import Table

pytest.importorskip("reportlab")

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from typeset import HIGH, WIDE, Draw, rule_cells, typeset, write, write_cells

INCOME = [
    ["一、一般公共预算拨款收入", "1,204.50", "一、一般公共服务支出", "830.00"],
    ["二、政府性基金预算拨款收入", "", "二、教育支出", "12.50"],
    ["三、事业收入", "38.00", "三、卫生健康支出", "400.00"],
]


def read(data: bytes) -> Parts:
    parts = read_pdf(Path("青禾区水务局.pdf"), data)
    for line in parts.lines:
        assert "\n" not in parts.text[line.start : line.stop]
        assert line.page is not None
        assert line.bbox is not None
    return parts


def texts(parts: Parts) -> list[str]:
    return [parts.text[line.start : line.stop] for line in parts.lines]


def body(table: Table) -> list[list[str]]:
    return table.grid()[table.header_rows :]


XS = (60.0, 220.0, 300.0, 460.0, 540.0)
HEAD = ["项目", "预算数", "项目", "预算数"]


def test_a_ruled_table_goes_on_over_pages() -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 220, 60, "部门收支总表", 14)
        write(canvas, 480, 90, "单位：万元")
        rule_cells(canvas, XS, 110, 4)
        write_cells(canvas, XS, 110, [HEAD, *INCOME])
        write(canvas, 290, 800, "— 1 —")

    def second(canvas: Canvas) -> None:
        rule_cells(canvas, XS, 60, 1)
        write_cells(canvas, XS, 60, [["本年收入合计", "1,242.50", "本年支出合计", "1,242.50"]])
        write(canvas, 290, 800, "— 2 —")

    parts = read(typeset(first, second))
    (table,) = parts.tables
    assert table.pages == (1, 2)
    assert body(table) == [*INCOME, ["本年收入合计", "1,242.50", "本年支出合计", "1,242.50"]]
    assert table.title == "部门收支总表"
    assert table.unit == "万元"
    assert "一、一般公共预算拨款收入\t1,204.50\t一、一般公共服务支出\t830.00" in texts(parts)
    assert not any("—" in text for text in texts(parts))  # the page numbers


def test_every_cell_has_its_place() -> None:
    def page(canvas: Canvas) -> None:
        rule_cells(canvas, XS, 110, 4)
        write_cells(canvas, XS, 110, [HEAD, *INCOME])

    parts = read(typeset(page))
    (table,) = parts.tables
    cell = table.at(1, 1)
    assert cell is not None
    assert cell.place.page == 1
    assert cell.place.bbox is not None
    assert (round(cell.place.bbox.x0), round(cell.place.bbox.top)) == (220, 130)
    line = parts.lines[cell.place.lines[0] - 1]
    assert "1,204.50" in parts.text[line.start : line.stop]


def test_filled_rectangles_rule_and_white_ones_do_not() -> None:
    def page(canvas: Canvas) -> None:
        for r in range(5):
            canvas.rect(XS[0], HIGH - 110 - r * 20 - 0.5, XS[-1] - XS[0], 1, stroke=0, fill=1)
        for x in XS:
            canvas.rect(x - 0.5, HIGH - 110 - 80, 1, 80, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.rect(60, HIGH - 400, 400, 20, stroke=0, fill=1)
        canvas.rect(60, HIGH - 420, 400, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        write_cells(canvas, XS, 110, [HEAD, *INCOME])
        write(canvas, 64, 385, "一、部门职责")
        write(canvas, 64, 405, "负责全区供水和排水的管理。")

    parts = read(typeset(page))
    (table,) = parts.tables
    assert body(table) == INCOME
    assert texts(parts)[-2:] == ["一、部门职责", "负责全区供水和排水的管理。"]


def test_merged_heads_have_spans() -> None:
    xs = (60.0, 140.0, 300.0, 380.0, 460.0, 540.0)

    def page(canvas: Canvas) -> None:
        for y, x0 in ((110, 60), (130, 300), (150, 60), (170, 60)):
            canvas.line(x0, HIGH - y, 540, HIGH - y)
        canvas.line(60, HIGH - 130, 300, HIGH - 130)
        for x, top in ((60, 110), (140, 130), (300, 110), (380, 130), (460, 130), (540, 110)):
            canvas.line(x, HIGH - top, x, HIGH - 170)
        write(canvas, 150, 115, "功能分类科目")
        write(canvas, 390, 115, "本年支出")
        write_cells(canvas, xs, 130, [["编码", "名称", "合计", "基本支出", "项目支出"], ["2130301", "行政运行", "86.20", "86.20", ""]])

    (table,) = read(typeset(page)).tables
    assert table.header(1) == ("功能分类科目", "名称")
    assert table.header(4) == ("本年支出", "项目支出")
    merged = table.at(0, 3)
    assert merged is not None
    assert (merged.column, merged.column_span) == (2, 3)
    assert body(table) == [["2130301", "行政运行", "86.20", "86.20", ""]]


def test_a_table_without_rules_is_read_from_its_alignment() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 220, 60, "部门收支总表", 14)
        write(canvas, 480, 90, "单位：万元")
        write(canvas, 160, 115, "收入")
        write(canvas, 410, 115, "支出")
        write_cells(
            canvas, XS, 135, [["  项目", "     预算数", "  项目", "     预算数"], *INCOME, ["收入总计", "1,242.50", "支出总计", "1,242.50"]]
        )
        write(canvas, 60, 300, "青禾区水务局二〇二六年收入预算一千二百四十二万五千元，全部用于保障供水、排水和防汛的日常运行。")

    parts = read(typeset(page))
    (table,) = parts.tables
    assert body(table) == [*INCOME, ["收入总计", "1,242.50", "支出总计", "1,242.50"]]
    assert table.header(1) == ("收入", "预算数")
    assert table.header(3) == ("支出", "预算数")
    assert texts(parts)[-1].startswith("青禾区水务局")


def test_a_page_that_lost_its_rules_keeps_the_columns_of_the_page_before() -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 220, 60, "部门收支总表", 14)
        rule_cells(canvas, XS, 110, 4)
        write_cells(canvas, XS, 110, [HEAD, *INCOME])

    def second(canvas: Canvas) -> None:
        write_cells(canvas, XS, 60, [["", "", "四、农林水支出", "7.25"], ["", "", "五、交通运输支出", "3.75"]])

    (table,) = read(typeset(first, second)).tables
    assert body(table)[-2:] == [["", "", "四、农林水支出", "7.25"], ["", "", "五、交通运输支出", "3.75"]]


def test_a_landscape_page_printed_sideways_is_read_upright() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(WIDE, 0)
        canvas.rotate(90)
        canvas._pagesize = (HIGH, WIDE)
        rule_cells(canvas, XS, 110, 4)
        write_cells(canvas, XS, 110, [HEAD, *INCOME])
        canvas._pagesize = (WIDE, HIGH)

    parts = read(typeset(page))
    (table,) = parts.tables
    assert body(table) == INCOME
    cell = table.at(1, 0)
    assert cell is not None
    assert cell.place.bbox is not None
    assert cell.place.bbox.x1 <= WIDE  # boxes are those of the page as it is shown
    assert cell.place.bbox.bottom > WIDE


def test_boxes_count_from_the_corner_of_the_shown_page() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setCropBox((20, 30, 575, 812))
        write(canvas, 60, 100, "第一部分 部门概况")
        write(canvas, 2, 4, "裁掉的字")

    parts = read(typeset(page))
    assert texts(parts) == ["第一部分 部门概况"]
    box = parts.lines[0].bbox
    assert box is not None
    assert (box.x0, box.top) == pytest.approx((40, 70), abs=2)


def test_page_furniture_is_left_out() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, 60, 30, "青禾区水务局2026年部门预算")
            for k in range(3):
                write(canvas, 60, 120 + 20 * k, f"第{number}章第{k}节的正文，说明预算安排的理由。")
            write(canvas, 290, 800, str(number + 2))

        return draw

    lines = texts(read(typeset(*(page(n) for n in range(1, 6)))))
    assert len(lines) == 15
    assert all(line.endswith("理由。") for line in lines)


def test_units_repeated_on_every_page_stay() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 480, 60, "单位：万元")
        write(canvas, 60, 90, "本页无数据的说明文字。")

    assert texts(read(typeset(page, page, page))).count("单位：万元") == 3


def test_a_passage_printed_twice_is_read_once() -> None:
    passage = ["本年收入预算比上年增加二十一万元，", "主要原因是新增了防汛物资储备项目。"]

    def first(canvas: Canvas) -> None:
        write(canvas, 60, 400, "二、收入预算说明")
        for k, text in enumerate(passage):
            write(canvas, 60, 420 + 20 * k, text)

    def second(canvas: Canvas) -> None:
        for k, text in enumerate([*passage, "三、支出预算说明"]):
            write(canvas, 60, 100 + 20 * k, text)

    assert texts(read(typeset(first, second))) == ["二、收入预算说明", *passage, "三、支出预算说明"]


def test_letters_printed_twice_for_bold_are_read_once() -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            write(canvas, 100 + shift, 100, "合计11.22", 14)

    assert texts(read(typeset(page))) == ["合计11.22"]


def test_pages_without_text_layer_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)

    def text(canvas: Canvas) -> None:
        write(canvas, 60, 100, "第一部分 部门概况")

    parts = read(typeset(text, _picture, _picture, text))
    assert parts.pages == 4
    (warning,) = parts.warnings
    assert "2-3" in warning
    assert "pip install" in warning


def _picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (200, 300), 128)), 50, 50, 500, 700)


def refusal(data: bytes, error: type[Exception]) -> str:
    with pytest.raises(error) as caught:
        read_pdf(Path("青禾区水务局.pdf"), data)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("青禾区水务局.pdf: ")
    return message


def _one_line(canvas: Canvas) -> None:
    write(canvas, 60, 100, "第一部分 部门概况")


def test_pictures_of_pages_are_refused_without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert "pip install 'gouji[ocr]'" in refusal(typeset(_picture), NoTextLayer)


def test_a_password_is_refused() -> None:
    assert "password" in refusal(typeset(_one_line, password="water"), EncryptedDocument)


def test_damaged_files_are_refused() -> None:
    whole = typeset(_one_line, _one_line)
    refusal(b"", DamagedDocument)
    refusal(b"PK\x03\x04 no PDF at all", DamagedDocument)
    refusal(bytes(4096), DamagedDocument)
    refusal(b"%PDF-1.7\n" + bytes(4096), DamagedDocument)
    refusal(whole[: len(whole) // 2], DamagedDocument)
    refusal(b"%PDF-1.4\n" + bytes(len(whole)) + b"\n%%EOF\n", DamagedDocument)
    refusal(whole[:300] + bytes(len(whole) - 340) + whole[-40:], DamagedDocument)


def test_progress_counts_pages() -> None:
    seen: list[tuple[int, int]] = []
    read_pdf(Path("a.pdf"), typeset(_one_line, _one_line), lambda done, pages: seen.append((done, pages)))
    assert seen == [(1, 2), (2, 2)]


def test_published_disclosures(shared: Path) -> None:
    for name, tables, fact in (
        ("swu_2023_final.pdf", 4, "高等教育\t363,483.12\t193,993.03\t\t135,246.59\t72,670.34\t\t\t34,243.50"),
        ("putuo_commerce_dept_2025_budget.pdf", 9, "221\t02\t03\t购房补贴\t1,488,000.00\t1,488,000.00"),
    ):
        file = shared / "disclosures" / name
        parts = read_pdf(file, file.read_bytes())
        assert len(parts.tables) == tables
        assert any(fact in text for text in texts(parts))
