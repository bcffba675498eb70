"""What the rows and columns of statutory tables mean."""

from __future__ import annotations

from corpus.axes import read_axes
from corpus.labels import Label, read_label
from tests.paper import table


def test_split_codes_make_one_and_unit_codes_are_none() -> None:
    axes = read_axes(
        table(
            "支出总表",
            [
                ["科目编码", "<", "<", "单位代码", "单位名称（科目）", "合计", "基本支出"],
                ["类", "款", "项", "^", "^", "^", "^"],
                ["", "", "", "", "合 计", "30.00", "30.00"],
                ["", "", "", "", "", "30.00", "30.00"],
                ["", "", "", "", "云溪县观测局", "30.00", "30.00"],
                ["208", "05", "5", "610001", "机关事业单位基本 养老保险缴费支出", "10.00", "10.00"],
                ["221", "02", "01", "610001", "住房公积金", "20.00", "20.00"],
            ],
            header=2,
        )
    )
    assert [axis.role for axis in axes.columns] == ["code", "code", "code", "code", "label", "value", "value"]
    assert [(row.subject, row.code) for row in axes.rows[3:]] == [
        ("机关事业单位基本养老保险缴费支出", "2080505"),
        ("住房公积金", "2210201"),
    ]
    assert [row.is_total for row in axes.rows] == [True, True, False, False, False]
    assert [row.is_unit_row for row in axes.rows] == [False, False, True, False, False]
    assert axes.rows[3].parent == axes.rows[2].row


def test_a_code_split_under_one_heading() -> None:
    """The template of the 决算: 类, 款, 项 stand in the row that numbers the columns."""
    axes = read_axes(
        table(
            "支出决算表",
            [
                ["功能分类科目编码", "功能分类科目编码", "功能分类科目编码", "科目名称", "合计"],
                ["208", "", "", "社会保障和就业支出", "10.00"],
                ["208", "05", "", "行政事业单位养老支出", "10.00"],
                ["208", "05", "05", "机关事业单位基本养老保险缴费支出", "10.00"],
            ],
        )
    )
    assert [row.code for row in axes.rows] == ["208", "20805", "2080505"]


def test_codes_order_rows_under_their_parents() -> None:
    axes = read_axes(
        table(
            "基本支出表",
            [
                ["科目编码", "科目名称", "2030年决算数", "2031年预算数"],
                ["302", "商品和服务支出", "9.00", "8.00"],
                ["30239", "其他交通费用", "9.00", "8.00"],
                ["3023901", "公务交通补贴", "9.00", "8.00"],
            ],
        )
    )
    assert [(row.level, row.parent) for row in axes.rows] == [(0, None), (1, 1), (2, 2)]
    assert [(c.basis, c.year, c.unit) for c in axes.values(0)] == [("决算", 2030, "万元"), ("预算", 2031, "万元")]


def test_two_sides_keep_their_labels_apart() -> None:
    axes = read_axes(
        table(
            "收支总表",
            [
                ["序号", "收入", "<", "支出", "<"],
                ["^", "项 目", "预算数", "项 目", "预算数"],
                ["1", "一、财政拨款", "5.00", "一、教育支出", ""],
                ["2", "其中：基金", "", "二、其他支出", "5.00"],
                ["3", "本年收入合计", "5.00", "本年支出合计", "5.00"],
            ],
            header=2,
        )
    )
    assert [axis.side for axis in axes.columns] == [0, 0, 0, 1, 1]
    fund = axes.row(3, 0)
    assert fund is not None
    assert (fund.subject, fund.level, fund.parent) == ("基金", 1, 2)
    other = axes.row(3, 1)
    assert other is not None
    assert (other.subject, other.ordinal, other.parent) == ("其他支出", "二、", None)
    assert [axis.measure for axis in axes.values(1)] == ["支出/预算数"]


def test_text_columns_after_the_values_open_no_side() -> None:
    axes = read_axes(table("项目支出表", [["项目名称", "金额", "备注"], ["站点巡查", "3.00", "每季一次"], ["年报编印", "2.00", "年底"]]))
    assert [(axis.role, axis.side) for axis in axes.columns] == [("label", 0), ("value", 0), ("label", 0)]


def test_lists_under_unnumbered_items() -> None:
    axes = read_axes(
        table(
            "财政拨款收支总表",
            [
                ["项目", "金额"],
                ["一、一般公共预算", "5.00"],
                ["二、政府性基金", ""],
                ["本年收入合计", "5.00"],
                ["年初结转和结余", "1.00"],
                ["一、一般公共预算", "1.00"],
                ["总计", "6.00"],
            ],
        )
    )
    assert [(row.level, row.parent) for row in axes.rows] == [(0, None), (0, None), (0, None), (0, None), (1, 4), (0, None)]


def test_projects_stand_under_the_item_that_bears_their_code() -> None:
    axes = read_axes(
        table(
            "项目支出表",
            [
                ["科目编码", "科目名称", "金额"],
                ["", "社会保险经办机构", "5.00"],
                ["2080109", "站点巡查", "3.00"],
                ["2080109", "年报编印", "2.00"],
            ],
        )
    )
    assert [row.parent for row in axes.rows] == [None, 1, 1]


def test_counts_and_rates_do_not_take_the_tables_unit() -> None:
    axes = read_axes(
        table(
            "资产情况表",
            [
                ["项目", "数量", "价值（金额单位：元）", "占比"],
                ["1、房屋（平方米）", "80", "9000", "75"],
                ["2、车辆（台、辆）", "1", "3000", "25"],
            ],
        )
    )
    assert [(c.measure, c.unit, c.counts) for c in axes.values(0)] == [("数量", None, True), ("价值", "元", False), ("占比", "%", False)]
    assert [(row.subject, row.unit) for row in axes.rows] == [("房屋", "平方米"), ("车辆", "辆")]


def test_forms_have_no_axes() -> None:
    assert read_axes(table("申报表", [["项目名称", "站点巡查"]], header=0)).form


def test_labels_are_taken_apart() -> None:
    assert read_label("（一）其中：差旅费") == Label("差旅费", "（一）", 1, among=True)
    assert read_label("住房公积金（2210201）") == Label("住房公积金", code="2210201")
    assert read_label("610001-云溪县观测局").subject == "云溪县观测局"
    assert read_label("公务用车（辆）") == Label("公务用车", unit="辆")
    assert read_label("维修（护）费").subject == "维修（护）费"


def test_the_finest_name_of_a_row_is_its_own() -> None:
    axes = read_axes(
        table(
            "项目支出表",
            [
                ["项目名称", "功能科目", "预算单位", "合计"],
                ["馆藏修复", "2012604", "县档案馆本级", "12.00"],
                ["库房改造", "2012604", "县档案馆本级", "30.00"],
            ],
            header=1,
        )
    )
    assert [(row.subject, row.code) for row in axes.rows] == [("馆藏修复", "2012604"), ("库房改造", "2012604")]


def test_what_a_row_is_counted_in_is_no_name() -> None:
    axes = read_axes(
        table(
            "政府采购预算表",
            [["采购项目", "计量单位", "数量", "金额"], ["消防车", "辆", "2", "470.00"], ["侦察机", "架", "4", "54.00"]],
            header=1,
        )
    )
    assert [(row.subject, row.unit) for row in axes.rows] == [("消防车", "辆"), ("侦察机", "架")]


def test_the_codes_of_the_other_classification_are_no_amounts() -> None:
    axes = read_axes(
        table(
            "一般公共预算基本支出表",
            [
                ["科目编码", "科目名称", "政府预算经济分类", "合计"],
                ["30206", "电费", "50201", "21.85"],
                ["30208", "取暖费", "50201", "17.43"],
            ],
            header=1,
        )
    )
    assert [axis.role for axis in axes.columns] == ["code", "label", "code", "value"]
    assert [row.code for row in axes.rows] == ["30206", "30208"]


def test_a_class_of_the_procurement_catalogue_names_no_row() -> None:
    axes = read_axes(
        table(
            "政府采购预算表",
            [
                ["采购项目", "采购品目", "数量", "金额"],
                ["便携机", "A02010108", "12", "7.20"],
                ["宣传册", "C23090100 印刷服务", "1", "15.10"],
            ],
            header=1,
        )
    )
    assert [row.subject for row in axes.rows] == ["便携机", "宣传册"]


def test_a_class_goes_on_in_the_rows_that_print_only_what_is_below_it() -> None:
    axes = read_axes(
        table(
            "支出决算表",
            [
                ["科目编码", "<", "<", "科目名称", "合计"],
                ["类", "款", "项", "^", "^"],
                ["213", "", "", "农林水支出", "30.00"],
                ["", "01", "", "农业农村", "30.00"],
                ["213", "01", "01", "行政运行", "30.00"],
                ["", "", "02", "一般行政管理事务", "0.00"],
            ],
            header=2,
        )
    )
    assert [row.code for row in axes.rows] == ["213", "21301", "2130101", "2130102"]
