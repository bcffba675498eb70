"""The figures of tables, forms and indicator lists."""

from __future__ import annotations

from decimal import Decimal

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.ledger import figures, table_figures
from corpus.place import CellRef
from qa.item import item_of
from tests.paper import document, on_paper, table


def stated(found: tuple[Figure, ...]) -> list[tuple[str, str, str | None]]:
    return [(figure.subject, figure.measure, None if figure.amount is None else str(figure.amount)) for figure in found]


def test_each_value_cell_is_a_figure_blank_ones_too() -> None:
    found = table_figures(
        on_paper(("项目支出表", [["项目", "合计", "其中：基金"], ["站点巡查", "1,200.50", ""], ["", "", ""]], 1, "项目支出表"))
    )
    assert stated(found) == [("站点巡查", "合计", "1200.50万元"), ("站点巡查", "其中:基金", None)]
    assert found[0].source == CellRef(0, 1, 1)
    assert (found[0].year, found[0].table) == (2031, "项目支出表")


def test_a_printed_unit_outweighs_the_tables() -> None:
    found = table_figures(on_paper(("一览表", [["项目", "金额"], ["观测仪", "78 元"], ["雨量筒", "3.5"]], 1, None)))
    assert [figure.amount for figure in found] == [Amount(Decimal(78), "元"), Amount(Decimal("3.5"), "万元")]


def test_posts_are_counted_in_people_and_vehicles_in_vehicles() -> None:
    """No money, though the table says 万元: what 编制数 and 实有数 count is what the row names."""
    rows = [["项目", "编制数", "实有数"], ["行政人员", "32", "30"], ["公务用车", "10", "9"], ["大型设备", "", "2"]]
    found = table_figures(on_paper(("人员及资产情况表", rows, 1, None)))
    assert stated(found) == [
        ("行政人员", "编制数", "32人"), ("行政人员", "实有数", "30人"), ("公务用车", "编制数", "10辆"), ("公务用车", "实有数", "9辆"),
        ("大型设备", "编制数", None), ("大型设备", "实有数", "2"),
    ]  # fmt: skip


def test_last_years_column_is_for_last_year() -> None:
    found = table_figures(on_paper(("决算表", [["项目", "上年决算数", "本年决算数"], ["水费", "1.00", "2.00"]], 1, None), kind="决算"))
    assert [(figure.year, figure.basis) for figure in found] == [(2030, "上年决算"), (2031, "决算")]


def test_the_rows_of_a_table_of_years_are_years_and_its_columns_items() -> None:
    rows = [
        ["年度", "合计", "因公出国(境)费", "公务接待费"],
        ["2030年预算数", "9.00", "4.00", "5.00"],
        ["2031年预算数", "8.00", "", "8.00"],
    ]
    found = table_figures(on_paper(("“三公”经费支出表", rows, 1, "“三公”经费支出表")))
    assert [(f.year, f.basis, item_of(f), None if f.amount is None else str(f.amount)) for f in found] == [
        (2030, "预算", "三公经费支出", "9.00万元"),
        (2030, "预算", "因公出国(境)费", "4.00万元"),
        (2030, "预算", "公务接待费", "5.00万元"),
        (2031, "预算", "三公经费支出", "8.00万元"),
        (2031, "预算", "因公出国(境)费", None),
        (2031, "预算", "公务接待费", "8.00万元"),
    ]
    plain = [["年度", "公务接待费"], ["2030年", "5.00"], ["2031年", "8.00"]]
    assert [f.year for f in table_figures(on_paper(("接待费", plain, 1, None)))] == [2030, 2031]


def test_forms_pair_labels_with_contents() -> None:
    form = [["项目名称", "站点巡查", "<", "<"], ["预算执行情况（万元）", "预算数：", "12.00", "执行数：9.00"]]
    execution = [
        ["项目名称", "站点巡查", "<", "<", "<"],
        ["预算执行情况（万元）", "预算数：", "12.00", "执行数：", "9.00"],
        ["^", "其中：财政拨款", "10.00", "其中：财政拨款", "9.00"],
        ["^", "其它资金：", "", "其它资金：", ""],
        ["联系电话", "010-5550123", "邮政编码", "100000", ""],
    ]
    assert form[0][0] == execution[0][0]
    found = table_figures(on_paper(("完成情况表", execution, 0, "项目绩效目标完成情况表")))
    assert stated(found) == [
        ("站点巡查", "预算数", "12.00万元"),
        ("站点巡查", "执行数", "9.00万元"),
        ("财政拨款", "预算数", "10.00万元"),
        ("财政拨款", "执行数", "9.00万元"),
        ("其它资金", "预算数", None),
        ("其它资金", "执行数", None),
    ]
    assert found[2].path == ("站点巡查",)
    assert [figure.basis for figure in found[:2]] == ["预算", "执行"]


def test_small_tables_inside_a_form() -> None:
    form = [
        ["项目名称", "站点巡查", "<"],
        ["项目资金来源", "来源项目", "金额"],
        ["^", "合计", "78 万元"],
        ["^", "财政拨款", "70 万元"],
        ["项目绩效总目标", "<", "<"],
    ]
    found = table_figures(on_paper(("申报表", form, 0, None)))
    assert stated(found) == [("合计", "金额", "78万元"), ("财政拨款", "金额", "70万元")]
    assert found[1].path == ("站点巡查", "项目资金来源")


INDICATORS = [
    ["项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
    ["站点巡查", "12.00", "产出指标", "数量指标", "巡查站点", "≥", "22", "家", "10"],
    ["^", "^", "产出指标", "质量指标", "合格率", "＝", "100", "%", "20"],
    ["^", "^", "效益指标", "社会效益指标", "公众了解", "定性", "优", "", "20"],
]


def test_indicators_join_mark_value_and_unit() -> None:
    found = table_figures(on_paper(("项目绩效目标表", INDICATORS, 1, "项目支出绩效目标表")))
    targets = [figure for figure in found if figure.measure == "指标值"]
    assert [(f.subject, f.bound, str(f.amount)) for f in targets] == [("巡查站点", "≥", "22家"), ("合格率", "=", "100%")]
    assert targets[0].path == ("站点巡查", "产出指标", "数量指标")
    assert ("站点巡查", "预算数", "12.00万元") in stated(found)
    assert [str(f.amount) for f in found if f.measure == "权重"] == ["10", "20", "20"]


def test_indicator_rows_shifted_against_their_header() -> None:
    shifted = [INDICATORS[0], ["产出指标", "", "", "", "数量指标", "巡查站点", "≥", "22", "家"]]
    found = table_figures(on_paper(("项目绩效目标表", shifted, 1, "项目支出绩效目标表")))
    assert [(f.subject, f.bound, str(f.amount)) for f in found] == [("巡查站点", "≥", "22家")]


def test_targets_in_one_cell() -> None:
    grid = [
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "年报份数", "»3 万份/年"],
        ["^", "时效指标", "完成", "12月25日前"],
        ["^", "成本指标", "费用", "不超过合同"],
    ]
    found = table_figures(on_paper(("年报编印费绩效目标表", grid, 1, "绩效目标表")))
    assert [(f.subject, f.bound, str(f.amount), f.path[0]) for f in found] == [("年报份数", "≥", "3万份", "年报编印费")]


def test_sentences_in_cells_are_read_too() -> None:
    grid = [["项目", "金额", "测算依据"], ["站点巡查", "12.00", "1、2030年巡查站点4917家次，巡查费用296.65万元；2、2031年适当增加。"]]
    found = table_figures(on_paper(("明细", grid, 1, None)))
    assert ("巡查费用", "金额", "296.65万元") in stated(found)
    assert all(isinstance(figure.source, CellRef) for figure in found)


def test_all_figures_come_in_reading_order() -> None:
    text = "2031年差旅费预算3.00万元。\n项目\t预算数\n水费\t1.00\n培训费2.00万元。"
    found = figures(document(text, table("表", [["项目", "预算数"], ["水费", "1.00"]], line=2)))
    assert [figure.subject for figure in found] == ["差旅费", "水费", "培训费"]


def test_batches_and_visits_are_counted_though_the_table_is_in_money() -> None:
    rows = [["接待类别", "批次", "人次", "金额（万元）"], ["国内公务接待", "11", "78", "0.72"]]
    found = table_figures(on_paper(("公务接待情况表", rows, 1, None)))
    assert [str(figure.amount) for figure in found] == ["11批次", "78人次", "0.72万元"]


def test_indicators_under_other_headers_are_read_by_their_levels() -> None:
    rows = [
        ["项目", "内容", "", "", "指标值"],
        ["部门名称", "云溪县科协", "", "", ""],
        ["年度绩效指标", "产出指标", "数量指标", "保障在职人员", "=12人"],
        ["", "", "数量指标", "服务学会", "≥21个"],
        ["", "", "质量指标", "经费控制率", "≤100%"],
    ]
    found = table_figures(on_paper(("整体支出绩效目标表", rows, 1, "整体支出绩效目标表")))
    assert [(f.subject, f.measure, str(f.amount), f.bound) for f in found] == [
        ("保障在职人员", "指标值", "12人", "="), ("服务学会", "指标值", "21个", "≥"), ("经费控制率", "指标值", "100%", "≤"),
    ]  # fmt: skip


def test_rows_of_a_basis_name_no_item() -> None:
    rows = [["项目", "合计", "公务接待费"], ["预算数", "4.50", "1.50"], ["决算数", "3.12", "0.56"]]
    found = table_figures(on_paper(("“三公”经费支出决算表", rows, 1, "“三公”经费支出表")))
    assert [(f.subject, f.measure, f.basis, str(f.amount)) for f in found] == [
        ("", "合计", "预算", "4.50万元"), ("", "公务接待费", "预算", "1.50万元"), ("", "合计", "决算", "3.12万元"), ("", "公务接待费", "决算", "0.56万元"),
    ]  # fmt: skip
