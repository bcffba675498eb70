"""Word documents: tables with merged cells, nested tables, tracked changes, text boxes."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.assemble import Parts
from corpus.errors import DamagedDocument
from corpus.word import read_word


def read(document: Any) -> Parts:
    buffer = io.BytesIO()
    document.save(buffer)
    return read_word(Path("溪口镇.docx"), buffer.getvalue())


def budget_table(document: Any) -> Any:
    document.add_paragraph("支出总表")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=4, cols=4)
    rows = [
        ["科目", "科目", "合计", "基本支出"],
        ["编码", "名称", "合计", "基本支出"],
        ["208", "社会保障和就业支出", "12.50", "12.50"],
        ["", "合计", "12.50", ""],
    ]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for merged in ((0, 0, 0, 1), (0, 2, 1, 2), (0, 3, 1, 3)):
        one, other = table.cell(*merged[:2]), table.cell(*merged[2:])
        text = one.text
        other.text = ""
        one.merge(other).text = text
    return table


def test_merged_header_cells_and_unit() -> None:
    document = docx.Document()
    budget_table(document)
    (table,) = read(document).tables
    assert (table.title, table.unit, table.header_rows) == ("支出总表", "万元", 2)
    assert table.grid()[0] == ["科目", "科目", "合计", "基本支出"]
    assert table.header(0) == ("科目", "编码")
    cell = table.at(2, 2)
    assert cell is not None
    assert cell.amount is not None
    assert (cell.amount.value, cell.amount.unit) == (Decimal("12.50"), "万元")


def test_every_row_is_a_slice_of_the_text() -> None:
    document = docx.Document()
    document.add_paragraph("一、收支情况")
    budget_table(document)
    document.add_paragraph("溪口镇2024年支出总计12.50万元。")
    parts = read(document)
    lines = [parts.text[line.start : line.stop] for line in parts.lines]
    assert lines[0] == "一、收支情况"
    assert "208\t社会保障和就业支出\t12.50\t12.50" in lines
    assert lines[-1] == "溪口镇2024年支出总计12.50万元。"


def test_deleted_text_is_left_out_and_inserted_text_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("预算")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>900</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>800万元</w:t></w:r></w:ins>"))
    assert read(document).text == "预算800万元"


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for r, row in enumerate([["项目", "预算数"], ["公务接待费", "0.80"]]):
        for c, text in enumerate(row):
            inner.cell(r, c).text = text
    assert [table.grid() for table in read(document).tables] == [[["项目", "预算数"], ["公务接待费", "0.80"]]]


def test_a_file_that_is_no_word_document_is_refused() -> None:
    with pytest.raises(DamagedDocument, match=r"溪口镇\.docx: a Word document that does not open"):
        read_word(Path("溪口镇.docx"), b"PK\x03\x04 nothing")
