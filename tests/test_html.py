"""Web pages: layout tables opened, data tables with spans, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.assemble import Parts
from corpus.html import read_html

TABLE = """<table><tr><th colspan=2>科目</th><th rowspan="2">预算数</th></tr><tr><td>编码</td><td>名称</td></tr>
<tr><td>2210201</td><td>住房<br>公积金</td><td>1,234.50</td></tr></table>"""
PAGE = f"""<html><head><meta charset="utf-8"><title>门户</title><style>p{{}}</style></head><body><nav>首页 政务公开</nav>
<table width=1000><tr><td>当前位置</td></tr><tr><td><table><tr><td id=zoom><p>溪口镇2024年预算</p>
<p>一般公共预算支出表</p><p>单位：万元</p>{TABLE}<p>住房公积金1,234.50万元，&nbsp;比上年<b>增加</b>10万元。</p></td></tr></table></td></tr></table>
<script>var x = "2023";</script></body></html>"""


def read(page: str, encoding: str = "utf-8") -> Parts:
    return read_html(Path("溪口镇.html"), page.encode(encoding))


def test_layout_tables_are_opened_and_data_tables_kept() -> None:
    parts = read(PAGE)
    (table,) = parts.tables
    assert (table.title, table.unit) == ("一般公共预算支出表", "万元")
    assert table.grid() == [["科目", "科目", "预算数"], ["编码", "名称", "预算数"], ["2210201", "住房公积金", "1,234.50"]]
    assert "住房公积金1,234.50万元， 比上年增加10万元。" in parts.text.split("\n")


def test_menus_scripts_and_styles_are_no_text() -> None:
    assert not {"首页", "var x", "p{"} & {word for word in ("首页", "var x", "p{") if word in read(PAGE).text}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gb2312", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    page = PAGE if encoding.startswith("utf") else PAGE.replace("utf-8", encoding).replace("&nbsp;", "")
    assert "溪口镇2024年预算" in read(page, encoding).text


def test_a_wrong_charset_does_not_spoil_the_page() -> None:
    assert "溪口镇2024年预算" in read(PAGE, "gb18030").text


def test_broken_spans_do_not_hurt() -> None:
    (table,) = read("<p>收支总表</p>" + TABLE.replace('rowspan="2"', "rowspan=99").replace("colspan=2", "colspan=x2")).tables
    assert table.rows == 3


def test_a_caption_laid_out_as_a_table_is_no_table() -> None:
    page = "<p>支出决算表</p><table><tr><td>公开03表</td></tr><tr><td>部门：溪口镇</td><td>金额单位：万元</td></tr></table>" + TABLE
    (table,) = read(page).tables
    assert (table.title, table.unit) == ("支出决算表", "万元")
