"""Dumps that print a table's row on a line with single blanks and leave blank cells out."""

from __future__ import annotations

from pathlib import Path

from corpus.table import Table
from corpus.text import read_text

INCOME = """云岭县林业局2026年部门预算
2026年部门收入预算总表
编制部门：云岭县林业局 单位：元
项目 收入预算
功能分类科目编码
事业单位
功能分类科目名称 合计 财政拨款收入 事业收入 其他收入
经营收入
类 款 项
208 社会保障和就业支出 300,000 300,000
208 05 行政事业单位养老支出 300,000 300,000
208 05 05 机关事业单位基本养老保险缴费支出 200,000 200,000
208 05 06 机关事业单位职业年金缴费支出 100,000 100,000
213 农林水支出 900,500 900,500
— 7 —
项目 收入预算
功能分类科目编码
事业单位
功能分类科目名称 合计 财政拨款收入 事业收入 其他收入
经营收入
类 款 项
213 02 林业和草原 900,500 900,500
合计 1,200,500 1,200,500
其他相关情况说明
"""

SPENDING = """2026年部门支出预算总表
编制部门：云岭县林业局 单位：元
项目 支出预算
功能分类科目编码
功能分类科目名称 合计 基本支出 项目支出
类 款 项
208 社会保障和就业支出 300,000 250,000 50,000
208 05 行政事业单位养老支出 250,000 250,000
208 05 05 机关事业单位基本养老保险缴费支出 150,000 150,000
208 05 06 机关事业单位职业年金缴费支出 100,000 100,000
208 08 抚恤 50,000 50,000
208 08 01 死亡抚恤 50,000 50,000
213 农林水支出 900,500 700,500 200,000
213 02 林业和草原 900,500 700,500 200,000
合计 1,200,500 950,500 250,000
"""


def tables(text: str) -> tuple[Table, ...]:
    return read_text(Path("折子.txt"), text.encode()).tables


def row(table: Table, label: str) -> list[str]:
    return next(line for line in table.grid()[table.header_rows :] if label in line)


def test_the_sums_put_short_rows_under_their_headings() -> None:
    table = tables(SPENDING)[0]
    assert (table.title, table.unit, table.header_rows) == ("2026年部门支出预算总表", "元", 3)
    assert [table.header(column) for column in (2, 3, 5)] == [
        ("项目", "功能分类科目编码", "项"),
        ("项目", "功能分类科目名称"),
        ("支出预算", "基本支出"),
    ]
    assert row(table, "抚恤") == ["208", "08", "", "抚恤", "50,000", "", "50,000"]
    assert row(table, "行政事业单位养老支出") == ["208", "05", "", "行政事业单位养老支出", "250,000", "250,000", ""]
    assert not table.uncertain()


def test_cells_put_by_sums_say_so() -> None:
    table = tables(SPENDING)[0]
    readings = {cell.text: cell.reading for cell in table.own(table.header_rows + 4) if cell.amount is not None}
    assert readings == {"50,000": "realigned"}
    assert all(cell.reading == "text" for cell in table.own(table.header_rows))
    assert "the sums tell" in table.notes[0]


def test_a_wrapped_heading_goes_to_its_statutory_place_and_the_text_tells_the_only_income() -> None:
    text = INCOME + "云岭县林业局收入预算120.05万元，其中：财政拨款收入120.05万元，事业收入0万元，事业单位经营收入0万元。\n"
    table = tables(text)[0]
    heads = [table.header(column)[-1] for column in range(4, table.columns)]
    assert heads == ["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"]
    assert row(table, "合计")[4:] == ["1,200,500", "1,200,500", "", "", ""]
    assert row(table, "林业和草原")[4:] == ["900,500", "900,500", "", "", ""]


def test_a_table_whose_columns_nothing_tells_stays_text() -> None:
    assert tables(INCOME + "云岭县林业局无事业单位经营收入。\n") == ()


def test_rows_that_two_layouts_fit_are_uncertain() -> None:
    text = SPENDING.replace("208 05 行政事业单位养老支出 250,000 250,000", "208 05 行政事业单位养老支出 150,000 150,000")
    text = text.replace("300,000 250,000 50,000", "300,000 150,000 150,000").replace(
        "208 08 抚恤 50,000 50,000", "208 08 抚恤 150,000 150,000"
    )
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("208 05 0", "208 08 01")))
    table = tables(text.replace("1,200,500 950,500 250,000", "1,200,500 850,500 350,000"))[0]
    unsure = {table.text(line, 3) for line, _ in table.uncertain()}
    assert unsure == {"行政事业单位养老支出", "抚恤"}
    assert any("do not settle" in note for note in table.notes)


def test_a_misprinted_figure_does_not_move_its_neighbours() -> None:
    table = tables(SPENDING.replace("职业年金缴费支出 100,000 100,000", "职业年金缴费支出 100,000 700,000"))[0]
    assert row(table, "机关事业单位职业年金缴费支出")[4:] == ["100,000", "700,000", ""]
    assert row(table, "机关事业单位基本养老保险缴费支出")[4:] == ["150,000", "150,000", ""]


def test_groups_of_headings_are_told_by_their_figures() -> None:
    table = tables("""2026年部门“三公”经费和机关运行经费预算表
编制部门：云岭县林业局 单位:万元
“三公”经费预算数
机关运行经费预算
公务用车购置及运行费
数
合计 因公出国(境)费 公务接待费
小计 购置费 运行费
27.40 0.00 1.40 26.00 18.00 8.00 310.25
其他相关情况说明
""")[0]
    found = {"/".join(table.header(column)): table.text(table.rows - 1, column) for column in range(table.columns)}
    assert found == {
        "“三公”经费预算数/合计".replace("“", '"').replace("”", '"'): "27.40",
        '"三公"经费预算数/因公出国(境)费': "0.00",
        '"三公"经费预算数/公务接待费': "1.40",
        '"三公"经费预算数/公务用车购置及运行费/小计': "26.00",
        '"三公"经费预算数/公务用车购置及运行费/购置费': "18.00",
        '"三公"经费预算数/公务用车购置及运行费/运行费': "8.00",
        "机关运行经费预算数": "310.25",
    }


def test_two_sides_with_touching_cells_and_lone_labels() -> None:
    table = tables("""2026年部门财政拨款收支预算总表
编制部门：云岭县林业局 单位：元
财政拨款收入 财政拨款支出
项目 预算数 项目 合计 一般公共预算 政府性基金预算
一、一般公共预算 1,200,500一、社会保障和就业支出 300,000 300,000
二、政府性基金预算 二、农林水支出 400,500 400,500
三、住房保障支出 500,000 500,000
收入总计 1,200,500 支出总计 1,200,500 1,200,500
""")[0]
    assert table.grid()[2:] == [
        ["一、一般公共预算", "1,200,500", "一、社会保障和就业支出", "300,000", "300,000", ""],
        ["二、政府性基金预算", "", "二、农林水支出", "400,500", "400,500", ""],
        ["", "", "三、住房保障支出", "500,000", "500,000", ""],
        ["收入总计", "1,200,500", "支出总计", "1,200,500", "1,200,500", ""],
    ]


def test_two_sides_of_codes_with_wrapped_labels() -> None:
    table = tables("""一般公共预算财政拨款基本支出决算表
单位：万元
经济分类 经济分类
科目名称 决算数 科目名称 决算数
科目编码 科目编码
301 工资福利支出 30.00 302 商品和服务支出 4.00
30101 基本工资 20.00 30201 办公费 3.00
机关事业单位基本
30108 10.00 30206 电费 1.00
养老保险缴费
310 资本性支出 2.00
31002 办公设备购置 2.00
人员经费合计 30.00 公用经费合计 6.00
注：本表反映基本支出。
""")[0]
    assert table.grid()[0] == ["经济分类科目编码", "科目名称", "决算数"] * 2
    assert table.grid()[3] == ["30108", "机关事业单位基本养老保险缴费", "10.00", "30206", "电费", "1.00"]
    assert table.grid()[4] == ["", "", "", "310", "资本性支出", "2.00"]
    assert table.grid()[-1] == ["", "人员经费合计", "30.00", "", "公用经费合计", "6.00"]


def test_empty_tables_and_running_text() -> None:
    text = """2026年部门政府性基金预算支出功能分类预算表
编制部门：云岭县林业局 单位：元
项目 政府性基金预算支出
功能分类科目编码
功能分类科目名称 合计 基本支出 项目支出
类 款 项
合计
注：本年度无政府性基金预算支出，故本表无数据
"""
    table = tables(text)[0]
    assert table.grid()[-1] == ["", "", "", "合计", "", "", ""]
    prose = "2026年部门收入预算总表\n单位：元\n收入比上年增加 12.50 万元，\n其中财政拨款 10.00 万元。\n"
    assert tables(prose) == ()


def test_figures_that_belong_to_no_row_leave_the_table_text() -> None:
    assert tables(SPENDING.replace("208 08 抚恤 50,000 50,000", "50,000 50,000")) == ()
