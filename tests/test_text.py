"""Text dumps: encodings, lines, and the four shapes in which dumps print tables."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.amount import Amount
from corpus.assemble import Parts, table_json
from corpus.errors import DamagedDocument, EmptyDocument
from corpus.table import Table
from corpus.text import read_text

FILE = Path("青柳县档案馆2024年部门预算.txt")

PIPES = """表 2

收 支 总 表

金额单位：万
元

| 收 入 | | 支 出 | |
|-------|-----|-------|-----|
| 项 目 | 预算数 | 项 目 | 预算数 |
| 一、一般公共预算拨款收入 | 1,204.50 | 一、一般公共服务支出 | 1,100.00 |
| 二、事业收入 | | 二、教育支出 | |

| | | | |
|-------|-----|-------|-----|
| | | 三、住房保障支出 | 104.50 |
| 收入总计 | 1,204.50 | 支出总计 | 1,204.50 |

一、收支情况说明
"""

TABS = """部门支出总表

112 青柳县档案馆

单位：万元

序号\t功能分类科目\t\t合计\t基本支出\t项目支出
\t科目编码\t科目名称\t\t\t
栏次\t1\t2\t3\t4\t5
1\t\t合计\t90.20\t60.20\t30.00
2\t201\t一般公共服务支出\t2, 080. 20\t50.20\t30.00
3\t20126\t档案事务\t80.20\t50.20\t30.00
4\t2012699\t其他档案事务支

112 青柳县档案馆

单位：万元

序号\t功能分类科目\t\t合计\t基本支出\t项目支出
\t科目编码\t科目名称\t\t\t
栏次\t1\t2\t3\t4\t5
\t\t出\t\t\t
5\t221\t住房保障支出\t10.00\t10.00\t
"""

CELLS = """\t项目绩效目标完成情况表
(2024年度)

\t项目名称
\t库房恒温设备更新

\t预算单位
\t青柳县档案馆

\t预算执行情况(万元)
\t预算数:
\t12.5
\t执行数:
\t11.80

\t
\t其它资金:
\t
\t其它资金:
\t

\t绩效指标完成情况
\t一级指标
\t二级指标
\t三级指标
\t预期指标值
\t实际完成指标值

\t
\t项目完成指标
\t数量指标
\t更新设备
\t3台
\t3台
"""


def read(text: str) -> Parts:
    return read_text(FILE, text.encode())


def only(parts: Parts) -> Table:
    assert len(parts.tables) == 1
    return parts.tables[0]


def test_pipe_table_is_one_table_over_a_blank_header_row() -> None:
    table = only(read(PIPES))
    assert (table.title, table.kind, table.unit) == ("收支总表", "收支总表", "万元")
    assert (table.rows, table.columns, table.header_rows) == (6, 4, 2)
    assert table.header(3) == ("支出", "预算数")
    cell = table.at(4, 3)
    assert cell is not None
    assert cell.amount == Amount(Decimal("104.50"), "万元")


def test_cells_keep_the_line_that_they_stand_on() -> None:
    parts = read(PIPES)
    table = only(parts)
    for cell in table.cells:
        first, last = cell.place.lines
        assert first == last
        assert cell.text in parts.text.split("\n")[first - 1]


def test_blank_amounts_are_values_without_an_amount() -> None:
    cell = only(read(PIPES)).at(3, 1)
    assert cell is not None
    assert (cell.text, cell.role, cell.amount) == ("", "value", None)


def test_tab_table_drops_repeated_headers_and_closes_a_cut_name() -> None:
    table = only(read(TABS))
    assert table.header_rows == 3
    assert table.number_row == 2
    assert [table.text(row, 2) for row in range(3, table.rows)] == [
        "合计",
        "一般公共服务支出",
        "档案事务",
        "其他档案事务支出",
        "住房保障支出",
    ]
    cut = table.at(6, 2)
    assert cut is not None
    assert cut.place.lines == (13, 22)


def test_numbers_with_blanks_inside_are_read_and_codes_are_labels() -> None:
    found = table_json(only(read(TABS)))
    numeric = found["numeric"]
    assert isinstance(numeric, list)
    assert numeric[4] == [None, None, None, "2080.20", "50.20", "30.00"]
    assert numeric[2] == [None] * 6  # the 栏次 row


def test_cells_a_line_make_a_form_with_blank_contents() -> None:
    table = only(read(CELLS))
    assert (table.title, table.header_rows, table.unit) == ("项目绩效目标完成情况表(2024年度)", 0, "万元")
    assert [table.text(2, column) for column in range(5)] == ["预算执行情况(万元)", "预算数:", "12.5", "执行数:", "11.80"]
    assert table.text(3, 0) == "预算执行情况(万元)"  # the blank first cell belongs to the label above
    blank = table.at(3, 2)
    assert blank is not None
    assert (blank.text, blank.place.lines) == ("", (18, 18))
    target = table.at(5, 4)
    assert target is not None
    assert target.amount == Amount(Decimal(3), "台")


def test_contents_with_page_numbers_and_indented_prose_are_no_tables() -> None:
    text = "目录\n收支总表.....\t3\n收入总表.....\t5\n支出总表.....\t7\n\n\t本部门没有下属单位。\n\n\t本部门没有国有资本经营预算。\n"
    assert read(text).tables == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings_are_told_apart(encoding: str) -> None:
    parts = read_text(FILE, TABS.replace("\n", "\r\n").encode(encoding))
    assert parts.text == TABS
    assert len(parts.tables) == 1


def test_lines_are_the_lines_of_the_file() -> None:
    parts = read("第一行\x0c\x00\r\n\r\n第三行\u2028同一行\n")
    assert [parts.text[line.start : line.stop].strip() for line in parts.lines] == ["第一行", "", "第三行 同一行", ""]


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf\n"])
def test_empty_files_are_refused(data: bytes) -> None:
    with pytest.raises(EmptyDocument, match=FILE.name):
        read_text(FILE, data)


@pytest.mark.parametrize("data", [bytes(1 << 20), bytes(range(256)) * 64, b"\xff\xfe" + "表".encode("utf-16-le") + b"\x00"])
def test_binary_and_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocument, match=FILE.name):
        read_text(FILE, data)


@pytest.mark.parametrize("name", ["ebian_2023_budget", "handan_2022_budget", "emeishan_2020_final"])
def test_published_dumps_are_read_as_their_cell_truth_says(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "disclosures" / f"{name}.txt"
    tables = tmp_path / "tables.jsonl"
    tables.write_text("".join(json.dumps(table_json(table)) + "\n" for table in read_text(path, path.read_bytes()).tables))
    command = [
        sys.executable,
        str(shared / "tools" / "score_tables.py"),
        str(tables),
        str(shared / "gold" / "tables" / f"{name}.json"),
        "--json",
    ]
    scores = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert scores["recall"] >= 0.98
    assert scores["precision"] >= 0.98
    assert scores["titles"] == scores["units"] == scores["tables"]


def test_every_table_of_the_noisiest_dump_is_found_with_its_title(shared: Path) -> None:
    name = "dongxihu_2024_budget.txt"
    path = shared / "disclosures" / name
    found = {table.place.lines[0]: table for table in read_text(path, path.read_bytes()).tables}
    gold = [json.loads(line) for line in (shared / "gold" / "tables.jsonl").read_text(encoding="utf-8").splitlines()]
    statutory = [entry for entry in gold if entry["document"] == name and entry["title_line"] < 300]
    assert len(statutory) == 11
    for entry in statutory:
        first, last = entry["line_range"]
        table = next(table for line, table in found.items() if first <= line <= last)
        assert table.title == entry["title"]
        assert table.unit == "万元"
        assert entry["unit_lines"] or any("inferred" in note for note in table.notes)


OPEN = """支出决算表（公开03表）
编制单位：岭北省科学技术协会 | 金额单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
合计 |  | 30.00 | 10.00 | 20.00
2060701 | 机构运行 | 10.00 | 10.00 |
2060702 | 科普活动 | 20.00 |  | 20.00

政府性基金支出决算表（公开08表）
编制单位：岭北省科学技术协会 | 金额单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
合计 |  |  |  |
注：没有政府性基金收支，本表以空表列示。

首页 | 政务公开
"""


def test_rows_that_no_bar_opens_or_closes_are_a_table() -> None:
    first, second = read_text(FILE, OPEN.encode()).tables
    assert (first.title, first.unit, first.rows, first.columns) == ("支出决算表(公开03表)", "万元", 4, 5)
    assert first.grid()[1] == ["合计", "", "30.00", "10.00", "20.00"]
    assert (second.rows, second.text(1, 0)) == (2, "合计")
