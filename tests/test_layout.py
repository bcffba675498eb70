"""Page layouts: which words stand in which cell when rules are missing, open, stray or not there at all."""

from __future__ import annotations

from io import BytesIO

import pytest

from corpus.glyphs import TextLine
from corpus.layout import PageLayout, lay_out
from corpus.sheet import Grid, lines_of

pytest.importorskip("reportlab")

from reportlab.pdfgen.canvas import Canvas
from typeset import HIGH, Draw, rule_cells, typeset, write, write_cells


def layout(draw: Draw, earlier: Grid | None = None) -> PageLayout:
    import pdfplumber

    with pdfplumber.open(BytesIO(typeset(draw))) as book:
        page = book.pages[0]
        return lay_out(1, page.width, page.height, page.objects, earlier)


def grids(page: PageLayout) -> list[Grid]:
    return [block for block in page.blocks if isinstance(block, Grid)]


def running(page: PageLayout) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, TextLine)]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in lines_of(grid)]


SPENDING = [["科目", "合计", "基本支出"], ["行政运行", "20.50", "20.50"], ["防汛", "7.00", ""], ["节水宣传", "1.25", ""]]
XS = (60.0, 200.0, 300.0, 400.0)


def test_open_sides_close_at_the_ends_of_the_rules() -> None:
    def page(canvas: Canvas) -> None:
        for r in range(5):
            canvas.line(60, HIGH - 100 - 20 * r, 400, HIGH - 100 - 20 * r)
        for x in XS[1:3]:
            canvas.line(x, HIGH - 100, x, HIGH - 180)
        write_cells(canvas, XS, 100, SPENDING)

    (grid,) = grids(layout(page))
    assert rows(grid) == SPENDING
    assert grid.edges == pytest.approx(XS)


def test_a_missing_rule_at_the_foot_of_a_page_keeps_the_last_row() -> None:
    def page(canvas: Canvas) -> None:
        for r in range(4):
            canvas.line(60, HIGH - 100 - 20 * r, 400, HIGH - 100 - 20 * r)
        for x in XS:
            canvas.line(x, HIGH - 100, x, HIGH - 180)
        write_cells(canvas, XS, 100, SPENDING)

    assert rows(grids(layout(page))[0]) == SPENDING


def test_an_underline_in_a_cell_divides_nothing() -> None:
    def page(canvas: Canvas) -> None:
        rule_cells(canvas, XS, 100, 4)
        canvas.line(210, HIGH - 116, 280, HIGH - 116)
        write_cells(canvas, XS, 100, SPENDING)

    assert rows(grids(layout(page))[0]) == SPENDING


def test_dashed_rules_are_rules() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        for r in range(5):
            for x in range(60, 400, 4):
                canvas.line(x, HIGH - 100 - 20 * r, x + 2, HIGH - 100 - 20 * r)
        for x in XS:
            for y in range(100, 180, 4):
                canvas.line(x, HIGH - y, x, HIGH - y - 2)
        write_cells(canvas, XS, 100, SPENDING)

    assert rows(grids(layout(page))[0]) == SPENDING


def test_two_tables_stand_beside_each_other() -> None:
    left, right = (60.0, 160.0, 260.0), (300.0, 420.0, 520.0)

    def page(canvas: Canvas) -> None:
        for xs, word in ((left, "收入"), (right, "支出")):
            rule_cells(canvas, xs, 100, 2)
            write_cells(canvas, xs, 100, [[word, "金额"], ["合计", "31.00"]])

    found = grids(layout(page))
    assert [rows(grid)[0][0] for grid in found] == ["收入", "支出"]


def test_a_frame_around_text_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(40, 40, 500, 760)
        write(canvas, 60, 100, "一、部门职责")

    assert layout(page).blocks != ()
    assert grids(layout(page)) == []


def test_amounts_under_each_other_in_one_ruled_cell_are_rows() -> None:
    def page(canvas: Canvas) -> None:
        rule_cells(canvas, XS, 100, 1)
        rule_cells(canvas, XS, 120, 1, pitch=60)
        write_cells(canvas, XS, 100, SPENDING)

    assert rows(grids(layout(page))[0]) == SPENDING


def test_rows_whose_column_rules_are_missing_keep_their_columns() -> None:
    def page(canvas: Canvas) -> None:
        for r in range(5):
            canvas.line(60, HIGH - 100 - 20 * r, 400, HIGH - 100 - 20 * r)
        for x in XS[1:3]:
            canvas.line(x, HIGH - 100, x, HIGH - 140)
        for x in (60, 400):
            canvas.line(x, HIGH - 100, x, HIGH - 180)
        write_cells(canvas, XS, 100, SPENDING)

    assert rows(grids(layout(page))[0]) == SPENDING


def test_a_table_with_rules_across_only() -> None:
    def page(canvas: Canvas) -> None:
        for y in (98, 120, 182):
            canvas.line(60, HIGH - y, 400, HIGH - y)
        write_cells(canvas, XS, 100, SPENDING)

    assert rows(grids(layout(page))[0]) == SPENDING


def test_wrapped_cells_lose_their_line_breaks() -> None:
    def page(canvas: Canvas) -> None:
        rule_cells(canvas, XS, 100, 2, pitch=40)
        write_cells(canvas, XS, 100, [["科目", "合计", "备注"]])
        for k, text in enumerate(("机关事业单位", "养老保险缴费")):
            write(canvas, 64, 145 + 13 * k, text)
        for k, text in enumerate(("Sponge", "city")):
            write(canvas, 304, 145 + 13 * k, text)
        write(canvas, 230, 150, "6.00")

    assert rows(grids(layout(page))[0])[1] == ["机关事业单位养老保险缴费", "6.00", "Sponge city"]


def test_columns_without_rules_with_wrapped_labels() -> None:
    def page(canvas: Canvas) -> None:
        write_cells(canvas, XS, 100, [["    科目", "      合计", "      基本支出"], ["行政运行", "20.50", "20.50"]])
        write(canvas, 64, 142, "机关事业单位基")
        write(canvas, 64, 154, "本养老保险缴费")
        write(canvas, 262, 148, "107.00")
        write_cells(canvas, XS, 172, [["节水宣传", "1.25", ""]])

    (grid,) = grids(layout(page))
    assert not grid.ruled
    assert rows(grid)[1:] == [["行政运行", "20.50", "20.50"], ["机关事业单位基本养老保险缴费", "107.00", ""], ["节水宣传", "1.25", ""]]


def test_right_aligned_figures_belong_to_the_head_at_their_left() -> None:
    xs = (60.0, 200.0, 350.0, 500.0)

    def page(canvas: Canvas) -> None:
        for x, text in ((90, "资产"), (240, "数量"), (390, "价值")):
            write(canvas, x, 100, text)
        write_cells(canvas, xs, 125, [["房屋", "3.00", "310.42"], ["车辆", "", "86.17"], ["设备", "72.00", "11.20"]])

    (grid,) = grids(layout(page))
    assert rows(grid) == [["资产", "数量", "价值"], ["房屋", "3.00", "310.42"], ["车辆", "", "86.17"], ["设备", "72.00", "11.20"]]


def test_running_text_and_contents_are_no_tables() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "一、部门收支总表 .................... 3")
        write(canvas, 60, 120, "二、部门收入总表 .................... 5")
        for k in range(4):
            write(canvas, 60, 160 + 20 * k, "2026 年收入预算 1,242.50 万元，比上年增加 21.00 万元，增长 1.72%，主要用于供水、排水和防汛。")
        write(canvas, 60, 260, "编制部门：青禾区水务局")
        write(canvas, 460, 260, "单位：万元")

    assert grids(layout(page)) == []
    assert len(running(layout(page))) == 8


def test_words_far_apart_are_lines_of_their_own_from_the_left() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 460, 100, "单位：万元")
        write(canvas, 60, 101, "编制部门：青禾区水务局")
        write(canvas, 60, 130, "一、部门收支总表")
        write(canvas, 500, 130, "12")

    assert running(layout(page)) == ["编制部门：青禾区水务局", "单位：万元", "一、部门收支总表 12"]


def test_characters_without_meaning_make_a_picture() -> None:
    chars = [{"text": "(cid:17)", "x0": 60.0 + 10 * k, "x1": 70.0 + 10 * k, "top": 100.0, "bottom": 110.0, "size": 10.0} for k in range(9)]
    page = lay_out(1, 595.0, HIGH, {"char": chars})
    assert page.picture
    assert not page.has_text
