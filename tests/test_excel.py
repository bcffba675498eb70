"""Workbooks: numbers as shown, merged headers, several tables in a sheet, hidden parts, .xls."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt

from corpus.assemble import Parts
from corpus.errors import DamagedDocument
from corpus.excel import printed, read_excel

ROWS: list[list[str | float | None]] = [
    ["溪口镇收支总表", None, None], ["部门：溪口镇人民政府", None, "单位：万元"], ["项目", "预算数", "上年数"],
    ["一、财政拨款收入", 4628.0, 4000.5], ["二、事业收入", None, None], ["收入总计", 4628.0, 4000.5], ["注：本表含上年结转。", None, None],
]  # fmt: skip


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "收支"
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A7:C7")
    for line in sheet["B4:C6"]:
        for cell in line:
            cell.number_format = "#,##0.00"
    return book


def read(book: openpyxl.Workbook) -> Parts:
    buffer = io.BytesIO()
    book.save(buffer)
    return read_excel(Path("溪口镇.xlsx"), buffer.getvalue())


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (4628, "0.00", "4628.00"), (4628, "General", "4628"), (1234567.891, "#,##0.00", "1,234,567.89"), (0.207, "0.0%", "20.7%"), (-9.64, "0.00_ ", "-9.64"),
        (0.1 + 0.2, "General", "0.3"), (2080505, "0", "2080505"), ("208", "@", "208"), (5.5, "0.##", "5.5"), (1000, '#,##0"元"', "1,000"), (12.0, "0.00;[Red]-0.00", "12.00"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_their_cell_shows_them(value: object, number_format: str, text: str) -> None:
    assert printed(value, number_format) == text


def test_title_unit_header_and_amounts() -> None:
    (table,) = read(workbook()).tables
    assert (table.title, table.unit, table.header_rows) == ("溪口镇收支总表", "万元", 1)
    cell = table.at(1, 1)
    assert cell is not None
    assert cell.amount is not None
    assert (cell.text, cell.amount.value) == ("4,628.00", Decimal("4628.00"))
    assert table.text(2, 1) == ""


def test_a_second_caption_begins_a_second_table() -> None:
    book = workbook()
    sheet = book.worksheets[0]
    sheet.append([])
    for row in (["“三公”经费支出表", None, None], ["项目", "本年", "上年"], ["公务接待费", 1.0, 2.0]):
        sheet.append(row)
    sheet.merge_cells("A9:C9")
    assert [table.title for table in read(book).tables] == ["溪口镇收支总表", "“三公”经费支出表"]


def test_hidden_sheets_rows_and_columns_are_not_printed() -> None:
    book = workbook()
    book.create_sheet("草稿").append(["草稿", 1])
    book.worksheets[1].sheet_state = "hidden"
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.worksheets[0].row_dimensions[5].hidden = True
    (table,) = read(book).tables
    assert table.grid() == [["项目", "预算数"], ["一、财政拨款收入", "4,628.00"], ["收入总计", "4,628.00"]]


def test_a_formula_stands_for_its_cached_value() -> None:
    """openpyxl keeps no cached value of its own formulas: such a cell is blank, never its formula's text."""
    book = workbook()
    book.worksheets[0]["B6"] = "=B4+B5"
    (table,) = read(book).tables
    assert table.text(3, 1) == ""


def test_old_workbooks_read_alike() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收支")
    style = xlwt.easyxf(num_format_str="#,##0.00")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            if value is not None and r not in (0, 6):
                sheet.write(r, c, value, style if isinstance(value, float) else xlwt.Style.default_style)
    sheet.write_merge(0, 0, 0, 2, ROWS[0][0])
    sheet.write_merge(6, 6, 0, 2, ROWS[6][0])
    buffer = io.BytesIO()
    book.save(buffer)
    old = read_excel(Path("溪口镇.xls"), buffer.getvalue()).tables
    new = read(workbook()).tables
    assert [(t.title, t.unit, t.grid()) for t in old] == [(t.title, t.unit, t.grid()) for t in new]


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing"])
def test_a_file_that_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocument, match=r"溪口镇\.xls: a workbook that does not open"):
        read_excel(Path("溪口镇.xls"), data)


def test_a_sheet_is_called_by_its_first_line_and_goes_on_with_none_before_it() -> None:
    book = workbook()
    sheet = book.create_sheet("工作量")
    for row in (
        ["2023—2024年主要业务工作量", None, None],
        ["指标", "计量单位", "2024年"],
        ["门诊人次", "人次", 86412],
        ["热线接听量", "个", 15237],
    ):
        sheet.append(row)
    first, second = read(book).tables
    assert (first.title, second.title) == ("溪口镇收支总表", "2023—2024年主要业务工作量")
