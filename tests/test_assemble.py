"""From grids to tables: captions, headers, continued parts, roles, units, and rows put right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.amount import Amount
from corpus.assemble import RawCell, RawGrid, assemble, table_json
from corpus.document import Line
from corpus.place import Place
from corpus.table import Cell, Table

Row = list[str]


def lines_of(entries: list[str]) -> tuple[str, list[Line]]:
    text, lines = "", []
    for entry in entries:
        lines.append(Line(len(text), len(text) + len(entry)))
        text += entry + "\n"
    return text, lines


def assembled(*blocks: str | list[Row], page: int | None = None) -> tuple[Table, ...]:
    """Tables out of caption lines (strings) and grids without known merged areas (lists of rows)."""
    entries: list[str] = []
    grids: list[RawGrid] = []
    for block in blocks:
        if isinstance(block, str):
            entries += block.split("\n")
            continue
        columns = max(len(row) for row in block)
        first = len(entries) + 1
        cells = tuple(
            RawCell(r, c, text, Place((first + r, first + r), page))
            for r, row in enumerate(block)
            for c, text in enumerate(row + [""] * (columns - len(row)))
        )
        grids.append(RawGrid(len(block), columns, cells, (first, first + len(block) - 1), page, merged=False))
        entries += ["\t".join(row) for row in block]
    text, lines = lines_of(entries)
    return assemble(text, lines, grids)


def cell(table: Table, row: int, column: int) -> Cell:
    found = table.at(row, column)
    assert found is not None
    return found


SMALL = [["项目", "金额"], ["办公费", "3.20"], ["水费", "1.10"]]


@pytest.mark.parametrize(
    ("caption", "title"),
    [
        ("收 支 总 表", "收支总表"),
        ("表3-2\n一般公共预算项目支出表\n单位：万元", "一般公共预算项目支出表"),
        ("表\n\n5\n\n部门收入总表\n\n112 青柳县档案馆\n预算年度：2024\n\n单位：元", "部门收入总表"),
        ("2、信息系统运维费绩效目标表", "信息系统运维费绩效目标表"),
        ("整体支出绩效目标申报表\n(2024 年度)", "整体支出绩效目标申报表(2024 年度)"),
        ("一般公共预算财政拨款\n基本支出决算表\n公开06表", "一般公共预算财政拨款基本支出决算表"),
        ("表8 国有资本经营预算支出表 单位：万元", "国有资本经营预算支出表"),
        ("我馆2024年没有安排政府采购，说明如下，详见下表。", ""),
    ],
)
def test_title_is_the_nearest_line_that_names_a_table(caption: str, title: str) -> None:
    assert assembled(caption, SMALL)[0].title == title


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("收支总表\n单位：万元", "万元"),
        ("收支总表\n                         金额单位：人民币元", "元"),
        ("收支总表\n金额单位：万\n元", "万元"),
        ("收支总表\n金额单\n位：万元", "万元"),
        ("收支总表\n金额单位：\n万元", "万元"),
        ("收支总表\n编制单位：元宝镇人民政府    单位：万元", "万元"),
        ("收支总表\n编制单位：元宝镇人民政府", None),
        ("收支总表（单位：亿元）", "亿元"),
    ],
)
def test_unit_is_read_also_where_it_is_broken(caption: str, unit: str | None) -> None:
    assert assembled(caption, SMALL)[0].unit == unit


def test_spoilt_unit_line_is_taken_from_the_other_tables_and_says_so() -> None:
    tables = assembled("收入总表\n单位：万元", SMALL, "支出总表\n平位: 717", SMALL)
    assert tables[1].unit == "万元"
    assert any("inferred" in note and "平位: 717" in note for note in tables[1].notes)
    assert cell(tables[1], 1, 1).reading == "inferred_unit"
    assert cell(tables[0], 1, 1).reading == "text"


def test_unit_is_not_inferred_where_the_others_disagree() -> None:
    other = [["项目", "金额"], ["电费", "7.70"], ["差旅费", "9.90"]]
    tables = assembled("收入总表\n单位：万元", SMALL, "支出总表\n单位：元", SMALL, "基本支出表", other)
    assert tables[2].unit is None
    assert cell(tables[2], 1, 1).amount == Amount(Decimal("7.70"), None)


def test_each_column_and_row_has_its_own_unit() -> None:
    table = assembled(
        "国有资产占用情况表\n单位：万元",
        [["项目", "数量", "价值（元）", "占比（%）"], ["车辆（辆）", "2", "183,000.00", "40.5"], ["其他", "7", "9", "59.5"]],
    )[0]
    assert [str(cell(table, 1, column).amount) for column in (1, 2, 3)] == ["2辆", "183000.00元", "40.5%"]
    assert cell(table, 2, 1).amount == Amount(Decimal(7), None)


def test_codes_ordinals_and_years_are_labels() -> None:
    rows = [
        ["序号", "科目编码", "名称", "年度", "金额"],
        ["1", "201", "一般公共服务支出", "2024", "12"],
        ["2", "20126", "档案事务", "2024", "12"],
    ]
    table = assembled("支出表\n单位：万元", rows)[0]
    assert [cell(table, 1, column).role for column in range(5)] == ["label"] * 4 + ["value"]
    assert table_json(table)["numeric"] == [[None] * 5, [None] * 4 + ["12"], [None] * 4 + ["12"]]


def test_header_groups_reach_right_and_leaves_reach_down() -> None:
    rows = [
        ["单位编码", "单位名称", "当年预算安排", "", "", "", ""],
        ["", "", "合计", "因公出国（境）费", "公务用车购置及运行费", "", "公务接待费"],
        ["", "", "", "", "小计", "购置费", ""],
        ["", "合计", "2.00", "", "1.50", "1.50", "0.50"],
    ]
    table = assembled("“三公”经费支出表\n单位：万元", rows)[0]
    assert table.header_rows == 3
    assert table.header(5) == ("当年预算安排", "公务用车购置及运行费", "购置费")
    assert table.header(6) == ("当年预算安排", "公务接待费")
    assert table.header(1) == ("单位名称",)


def test_group_heading_printed_in_the_middle_stands_over_its_subtotal() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "", "基本支出", "", "项目支出"],
        ["", "", "", "小计", "人员经费", "公用经费", ""],
        ["201", "合计", "9.00", "5.00", "4.00", "1.00", "4.00"],
    ]
    table = assembled("支出总表", rows)[0]
    assert [table.header(column) for column in (2, 3, 5)] == [("合计",), ("基本支出", "小计"), ("基本支出", "公用经费")]


def test_column_numbers_belong_to_the_header() -> None:
    rows = [["项目", "行次", "金额"], ["栏次", "", "1"], ["栏次", "1", "2"], ["收入合计", "1", "20"]]
    table = assembled("收入表", [rows[0], rows[2], rows[3]])[0]
    assert (table.header_rows, table.number_row, table.header(2)) == (2, 1, ("金额",))


def test_next_table_with_its_own_title_is_not_a_continuation() -> None:
    tables = assembled("收入总表\n单位：万元", SMALL, "支出总表\n单位：万元", SMALL)
    assert [table.title for table in tables] == ["收入总表", "支出总表"]


def test_part_without_header_continues_the_table_and_keeps_its_rows() -> None:
    table = assembled("支出总表\n单位：万元", SMALL, "\n- 7 -\n", [["邮电费", "0.40"], ["差旅费", "0.60"]])[0]
    assert [table.text(row, 0) for row in range(1, 5)] == ["办公费", "水费", "邮电费", "差旅费"]


def test_item_without_amount_at_a_break_stays_a_row_of_its_own() -> None:
    table = assembled("收支总表", [["项目", "预算数"], ["一、教育支出", "5.00"]], "", [["二、科学技术支出", ""], ["三、其他支出", "1.00"]])[
        0
    ]
    assert [table.text(row, 0) for row in range(1, 4)] == ["一、教育支出", "二、科学技术支出", "三、其他支出"]


def test_forms_have_no_header_and_take_units_from_their_labels() -> None:
    rows = [
        ["项目名称", "档案库房改造", "项目编码", "42011220240001"],
        ["联系电话", "010-66660000", "起始年度", "2024"],
        ["项目总预算（元）", "350000", "其中：财政拨款", "350000"],
    ]
    table = assembled("部门项目申报表", rows)[0]
    assert table.header_rows == 0
    assert cell(table, 2, 1).amount == Amount(Decimal(350000), "元")
    numeric = table_json(table)["numeric"]
    assert isinstance(numeric, list)
    assert numeric[0] == [None] * 4
    assert numeric[1] == [None] * 4


def test_shifted_indicator_rows_stand_under_the_headings_of_their_kind() -> None:
    rows = [
        ["项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
        ["库房改造", "35.00", "产出指标", "数量指标", "改造库房", "≥", "3", "间", "30"],
        ["", "", "", "产出指标", "质量指标", "验收合格率", "=", "100", "%"],
        ["产出指标", "", "", "时效指标", "按期完工", "=", "1", "年", "30"],
    ]
    rows[2] = ["", "", "", "产出指标", "质量指标", "验收合格率", "=", "100", "%", "30"]
    table = assembled("项目绩效目标申报表\n单位：万元", rows)[0]
    assert [table.text(2, column) for column in (2, 3, 4, 6, 8)] == ["产出指标", "质量指标", "验收合格率", "100", "30"]
    assert [table.text(3, column) for column in (0, 2, 3, 6)] == ["库房改造", "产出指标", "时效指标", "1"]
    assert cell(table, 3, 6).amount == Amount(Decimal(1), "年")
    assert cell(table, 2, 6).reading == "realigned"
    assert any("realigned" in note for note in table.notes)


def test_amounts_one_column_left_of_their_headings_move_where_the_sums_hold() -> None:
    rows = [
        ["项目名称", "项目单位", "合计", "一般公共预算", "政府性基金", "单位资金"],
        ["库房改造", "30.00", "20.00", "10.00", "0.00"],
        ["数字化", "12.00", "7.00", "5.00", "0.00"],
    ]
    table = assembled("项目支出表\n单位：万元", rows)[0]
    assert [str(cell(table, 1, column).amount) for column in (2, 3, 4)] == ["30.00万元", "20.00万元", "10.00万元"]
    assert cell(table, 1, 2).reading == "realigned"


def test_amounts_that_do_not_add_up_are_left_where_they_are_printed() -> None:
    rows = [
        ["项目名称", "项目单位", "合计", "一般公共预算", "单位资金"],
        ["库房改造", "30.00", "21.00", "10.00"],
        ["数字化", "12.00", "7.00", "4.00"],
    ]
    table = assembled("项目支出表\n单位：万元", rows)[0]
    assert table.text(1, 1) == "30.00"
    assert not any("realigned" in note for note in table.notes)


def test_spoilt_amounts_are_uncertain() -> None:
    table = assembled("支出总表", [["项目", "金额"], ["办公费", "3.20"], ["水费", "(0.00"]])[0]
    assert table.uncertain() == [(2, 1)]
    assert cell(table, 2, 1).amount is None


def test_merged_areas_of_the_source_are_kept() -> None:
    texts = [
        (0, 0, "收入", 2, 1),
        (0, 1, "支出", 1, 2),
        (1, 1, "项目", 1, 1),
        (1, 2, "金额", 1, 1),
        (2, 0, "合计", 1, 1),
        (2, 2, "5.00", 1, 1),
    ]
    cells = tuple(RawCell(r, c, text, Place((2 + r, 2 + r), 4), down, across) for r, c, text, down, across in texts)
    text, lines = lines_of(["收支总表", "收入\t支出", "项目\t金额", "合计\t5.00"])
    table = assemble(text, lines, [RawGrid(3, 3, cells, (2, 4), 4)])[0]
    assert table.header_rows == 2
    assert table.pages == (4,)
    assert table_json(table)["grid"] == [["收入", "支出", "支出"], ["收入", "项目", "金额"], ["合计", "", "5.00"]]
    assert table_json(table)["lines"] is None


def test_levels_of_the_code_in_the_row_that_numbers_the_columns() -> None:
    rows = [
        ["项目", "", "", "", "本年支出合计"],
        ["功能分类科目编码", "", "", "科目名称", ""],
        ["类", "款", "项", "栏次", "1"],
        ["201", "", "", "一般公共服务支出", "4.00"],
    ]
    with_two = [[*row, extra] for row, extra in zip(rows, ["基本支出", "", "2", "4.00"], strict=True)]
    table = assembled("支出决算表", with_two)[0]
    assert (table.header_rows, table.number_row) == (3, 2)
    assert table.header(2) == ("项目", "功能分类科目编码", "项")
    assert table.header(3) == ("项目", "科目名称")


def test_names_of_columns_in_the_row_that_numbers_the_others() -> None:
    rows = [
        ["项目", "", "", "", "本年支出合计", "基本支出", "项目支出"],
        ["类", "款", "项", "科目名称", "1", "2", "3"],
        ["合计", "", "", "", "9.00", "5.00", "4.00"],
        ["213", "03", "10", "水土保持", "9.00", "5.00", "4.00"],
    ]
    table = assembled("支出决算表", rows)[0]
    assert (table.header_rows, table.number_row) == (2, 1)
    assert [table.header(column) for column in (1, 3, 4)] == [("项目", "款"), ("项目", "科目名称"), ("本年支出合计",)]
    assert table_json(table)["numeric"][-1] == [None, None, None, None, "9.00", "5.00", "4.00"]  # type: ignore[index]


def test_a_header_row_that_a_dump_runs_into_the_total() -> None:
    rows = [
        ["项目", "", "年初结转和结余", "本年支出", "", "", "年末结转和结余"],
        ["功能分类科目编码", "科目名称", "", "", "", "", ""],
        ["合计", "", "0", "合计", "基本支出", "项目支出", "3.00"],
        ["207", "文化支出", "0", "2.80", "", "2.80", "3.00"],
    ]
    table = assembled("政府性基金预算财政拨款收入支出决算表", rows)[0]
    assert table.header_rows == 3
    assert [table.header(column)[-2:] for column in (3, 4, 5)] == [("本年支出", "合计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")]
    assert table.grid()[3] == ["合计", "", "0", "", "", "", "3.00"]
    assert table.notes == ("the last header row and the total are printed in one row",)


def test_codes_under_a_heading_of_classes_are_no_amounts() -> None:
    rows = [["序号", "项目名称", "功能科目", "金额"], ["1", "公厕管护", "2120501", "1,100,000"], ["2", "道路建设", "2120803", "5,800,000"]]
    table = assembled("部门项目支出明细表\n单位：元", rows)[0]
    assert [row[2] for row in table_json(table)["numeric"]] == [None, None, None]  # type: ignore[attr-defined]


def test_running_heads_do_not_part_a_table() -> None:
    head = "青柳县档案馆2024年部门预算"
    pages = [SMALL, *([["邮电费", f"0.4{page}"], ["差旅费", "0.60"]] for page in range(3))]
    blocks: list[str | list[Row]] = ["支出总表"]
    for rows in pages:
        blocks += [rows, head]
    assert [table.rows for table in assembled(*blocks)] == [9]


def test_form_without_title_has_that_of_the_form_before_and_says_so() -> None:
    form = [
        ["项目名称", "库房改造", "项目编码", "A1"],
        ["项目负责人", "甲", "联系电话", "010-66660000"],
        ["项目总预算", "3", "其中：财政拨款", "3"],
    ]
    tables = assembled("项目绩效目标申报表", form, "\n填报日期：2024年1月3日\n", form)
    assert [table.title for table in tables] == ["项目绩效目标申报表"] * 2
    assert not tables[0].notes
    assert "none is printed" in tables[1].notes[0]
