"""What the numbers of a sentence measure, and of what."""

from __future__ import annotations

import pytest

from corpus.figure import Figure
from corpus.narrative import narrative_figures
from tests.paper import document


def read(text: str, *, year: int = 2031, kind: str = "预算") -> list[Figure]:
    return list(narrative_figures(document(text, year=year, kind=kind)))


def said(text: str, **more: object) -> list[tuple[str, str, str]]:
    return [(f.subject, f.measure, str(f.amount)) for f in read(text, **more)]  # type: ignore[arg-type]


def test_a_total_its_base_year_and_its_change() -> None:
    found = read(
        "云溪县观测局2031年财政拨款收支总预算1397.18万元，比2030年财政拨款收支预算总数1408.63万元减少11.45万元，下降0.81%，主要是设备更新已完成。"
    )
    assert [(f.subject, f.measure, str(f.amount), f.year, f.versus) for f in found] == [
        ("财政拨款收支总预算", "预算数", "1397.18万元", 2031, None),
        ("财政拨款收支预算总数", "预算数", "1408.63万元", 2030, None),
        ("财政拨款收支总预算", "增减额", "-11.45万元", 2031, 2030),
        ("财政拨款收支总预算", "增减率", "-0.81%", 2031, 2030),
    ]


def test_the_source_is_the_number_with_its_unit_and_the_context_the_sentence() -> None:
    text = "前言。\n2031年差旅费预算 3.50\n万元，占 7%。"
    paper = document(text)
    money, share = narrative_figures(paper)
    assert paper.quote(money.source) == "3.50\n万元"
    assert paper.quote(share.source) == "7%"
    assert money.context is not None
    assert paper.quote(money.context) == "2031年差旅费预算 3.50\n万元，占 7%。"


def test_items_of_a_list_stand_under_its_head_and_lend_the_unit() -> None:
    found = read("观测局2031年支出预算500万元，其中：基本支出289.18，占57.84%；项目支出210.82万元，占42.16%。")
    assert [(f.path, f.subject, f.measure, str(f.amount), f.reading) for f in found[1:4]] == [
        (("支出预算",), "基本支出", "预算数", "289.18万元", "inferred_unit"),
        (("支出预算",), "基本支出", "占比", "57.84%", "text"),
        (("支出预算",), "项目支出", "预算数", "210.82万元", "text"),
    ]


def test_lists_go_on_in_the_next_paragraphs() -> None:
    found = read("2031年一般公共预算基本支出80万元，其中：\n人员经费60万元，主要包括：基本工资、奖金。\n公用经费20万元，主要包括：水费。")
    assert [(f.path, f.subject) for f in found[1:]] == [(("一般公共预算基本支出",), "人员经费"), (("一般公共预算基本支出",), "公用经费")]


def test_numbered_items_with_class_type_and_item() -> None:
    found = read(
        "1.社会保障和就业（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）：支出决算为5.02万元，完成年初预算的98%，决算数小于预算数。",
        kind="决算",
    )
    assert [(f.subject, f.path, f.measure, str(f.amount), f.basis) for f in found] == [
        ("机关事业单位职业年金缴费支出", ("社会保障和就业", "行政事业单位养老支出"), "决算数", "5.02万元", "决算"),
        ("机关事业单位职业年金缴费支出", ("社会保障和就业", "行政事业单位养老支出"), "完成率", "98%", "年初预算"),
    ]


def test_the_item_of_a_paragraphs_first_sentence_carries_on() -> None:
    found = read(
        "1、教育支出（类）普通教育（款）小学教育（项）。主要用于：学校运行。全年预算为52.00万元，支出决算为51.32万元。", kind="决算"
    )
    assert [(f.subject, f.measure, f.basis) for f in found] == [("小学教育", "预算数", "全年预算"), ("小学教育", "决算数", "决算")]


def test_dashed_items_and_printed_codes() -> None:
    assert said("1. 住房保障支出-住房改革支出-提租补贴 2031 年预算数11. 35 万元。") == [("提租补贴", "预算数", "11.35万元")]
    (coded,) = read("小学教育（2050202），2031年度决算数为79.38万元。", kind="决算")
    assert (coded.subject, coded.code) == ("小学教育", "2050202")


def test_changes_without_a_base_figure() -> None:
    assert said("2031年收入总计90万元，与2030年相比，收入总计增加9万元，支出总计减少1万元，收入总计增长11.11%。", kind="决算")[1:] == [
        ("收入总计", "增减额", "9万元"),
        ("支出总计", "增减额", "-1万元"),
        ("收入总计", "增减率", "11.11%"),
    ]


def test_a_comparison_names_its_item_again() -> None:
    found = read("2031年安排“三公”经费共计3万元，其中：公务接待费3万元。与2030年“三公”经费预算相比减少了2万元。")
    assert [(f.subject, f.measure) for f in found] == [("“三公”经费", "预算数"), ("公务接待费", "预算数"), ("“三公”经费", "增减额")]


def test_what_stands_behind_increase_is_what_changed() -> None:
    assert said("2030年减少国有资产7.83万元。") == [("国有资产", "增减额", "-7.83万元")]


def test_index_against_last_year_is_no_growth() -> None:
    (level, index) = read("2031年税收收入20亿元，为上年的104.5%。", kind="决算")
    assert (index.subject, index.measure, str(index.amount), index.versus) == ("税收收入", "与上年之比", "104.5%", 2030)
    assert level.measure == "决算数"


def test_counts_take_the_noun_on_either_side() -> None:
    assert said("在职人员总数14名，其中：行政4名，工勤2名。") == [
        ("在职人员总数", "数量", "14人"),
        ("行政", "数量", "4人"),
        ("工勤", "数量", "2人"),
    ]
    assert said("巡查32家观测单位和220家雨量站、6家机构。") == [
        ("观测单位", "数量", "32家"),
        ("雨量站", "数量", "220家"),
        ("机构", "数量", "6家"),
    ]
    assert said("单位价值200万元以上大型设备0台（套）。") == [("单位价值200万元以上大型设备", "数量", "0台")]


def test_ranges_and_bounds() -> None:
    found = read("督促各站落实好60-70%用于人员薪酬，使参保率达到97%以上。")
    assert [(f.subject, f.bound, str(f.amount)) for f in found] == [
        ("人员薪酬", "≥", "60%"),
        ("人员薪酬", "≤", "70%"),
        ("参保率", "≥", "97%"),
    ]


def test_respectively_pairs_names_and_numbers_or_names_none() -> None:
    assert said("卫生健康、教育、农林水等支出分别增长1.9%、2.4%、3.7%。") == [
        ("卫生健康支出", "增减率", "1.9%"),
        ("教育支出", "增减率", "2.4%"),
        ("农林水支出", "增减率", "3.7%"),
    ]
    assert [subject for subject, _, _ in said("两项支出分别增长1.9%、2.4%。")] == ["", ""]


def test_expenditure_after_revenue_is_its_counterpart() -> None:
    found = read("全市一般公共预算收入完成407亿元，同比增长0.7%，收入总计967.9亿元；支出完成701.8亿元，为调整预算的88.5%。", kind="决算")
    assert [(f.subject, f.measure) for f in found] == [
        ("全市一般公共预算收入", "执行数"),
        ("全市一般公共预算收入", "增减率"),
        ("收入总计", "决算数"),
        ("全市一般公共预算支出", "执行数"),
        ("全市一般公共预算支出", "完成率"),
    ]
    assert found[1].versus == 2030
    assert found[2].path == ("全市一般公共预算",)


def test_a_sum_of_named_items_has_no_name_and_passes_none_on() -> None:
    found = said("税收返还25.1亿元、转移支付290.5亿元，两项合计315.6亿元，同比下降4.4%。", kind="决算")
    assert [subject for subject, _, _ in found] == ["税收返还", "转移支付", "", ""]


def test_reasons_do_not_speak_of_the_item() -> None:
    found = said("培训费3万元，比上年减少1万元，主要原因是：场地减少60平方米，占20%。")
    assert found[:2] == [("培训费", "预算数", "3万元"), ("培训费", "增减额", "-1万元")]
    assert all(subject != "培训费" for subject, _, _ in found[2:])


def test_headings_name_the_item_and_the_year() -> None:
    found = read("九、其他事项的情况说明\n（一）机关运行经费。\n按照规定，云溪县观测局2031年履行职能，合计42.55万元。")
    assert [(f.subject, str(f.amount)) for f in found] == [("机关运行经费", "42.55万元")]
    (later,) = read("三、2032年1—6月预算执行情况\n全市税收收入完成20亿元。")
    assert later.year == 2032


@pytest.mark.parametrize(
    "text",
    [
        "根据财预〔2016〕143号文件，2031年3月13日起执行。",
        "联系电话：010-5550123，邮编100000。",
        "第33届大会，1-6级标准，共8个月。",
        "较上年增加/减少5万元。",
    ],
)
def test_numbers_that_state_nothing(text: str) -> None:
    assert read(text) == []


def test_a_budget_of_which_a_share_was_carried_out() -> None:
    paper = document("2031年度“三公”经费支出决算为72.96万元，完成预算88.00万元的82.91%，比2030年度增加18.32万元，增长33.53%。", kind="决算")
    found = [(f.measure, str(f.amount), f.basis) for f in narrative_figures(paper) if "三公" in f.subject]
    assert found == [
        ("决算数", "72.96万元", "决算"),
        ("预算数", "88.00万元", "预算"),
        ("完成率", "82.91%", None),
        ("增减额", "18.32万元", "决算"),
        ("增减率", "33.53%", "决算"),
    ]


def test_a_change_that_names_its_own_item_is_not_the_last_ones() -> None:
    found = read("其他收入121.75万元。事业收入较上年1204.50万元减少318.30万元，主要是闭馆。", kind="决算")
    assert [(f.subject, str(f.amount), f.year) for f in found[1:]] == [("事业收入", "1204.50万元", 2030), ("事业收入", "-318.30万元", 2031)]


def test_what_a_total_consists_of_does_not_take_its_change() -> None:
    found = said("2031年机关运行经费预算123.76万元，主要包括办公费、差旅费和其他交通费用，比上年减少4.26万元。")
    assert found[-1] == ("机关运行经费", "增减额", "-4.26万元")


def test_what_is_counted_stands_behind_a_long_list() -> None:
    text = "下设农业服务中心、文化服务中心、劳动就业和社会保障服务所、退役军人服务站、综合行政执法大队5个事业单位，均不独立核算。"
    assert said(text)[0] == ("事业单位", "数量", "5个")


def test_a_count_beside_another_differs_from_it_by_a_word() -> None:
    found = said("自评结果为“优”的11个、“良”的26个。公务用车编制4辆，实有3辆。")
    assert [(name, amount) for name, _, amount in found[1:]] == [("自评结果为“良”", "26个"), ("公务用车编制", "4辆"), ("公务用车", "3辆")]


def test_a_heading_that_its_paragraph_goes_on_behind_names_what_follows() -> None:
    text = "（二）陵园修缮提质工程。立项依据为《云溪县纪念设施规划》，2031年安排135.00万元。"
    assert said(text) == [("陵园修缮提质工程", "预算数", "135.00万元")]


def test_what_was_done_of_what_was_planned_is_called_by_the_same_object() -> None:
    found = said("全年计划采集各类样品9000份，实际采集8460份。", kind="决算")
    assert [(name, amount) for name, _, amount in found] == [("全年计划采集各类样品", "9000份"), ("实际采集各类样品", "8460份")]


def test_a_comparison_that_opens_a_sentence_is_of_the_whole_not_of_the_last_part() -> None:
    text = "2031年度支出合计525.50万元，其中：基本支出400.00万元；项目支出125.50万元。与2030年度支出500.00万元相比，增加25.50万元。"
    found = read(text, kind="决算")
    assert [(f.subject, str(f.amount), f.year) for f in found[-2:]] == [("支出合计", "500.00万元", 2030), ("支出合计", "25.50万元", 2031)]


def test_a_paragraphs_number_its_code_and_the_name_run_together() -> None:
    (found,) = read("5.2210108老旧小区改造10,600,000.00元，用于外墙修缮。")
    assert (found.subject, found.code, str(found.amount)) == ("老旧小区改造", "2210108", "10600000.00元")


def test_what_is_raised_to_a_number_is_what_is_counted() -> None:
    assert said("改造经费80万元，原因是2031年开工的老旧小区增加到23个。")[-1] == ("开工的老旧小区", "数量", "23个")
    assert said("原因是在校学生增至812人。") == [("在校学生", "数量", "812人")]


def test_what_each_of_income_and_expenditure_grew_by_is_said_of_both() -> None:
    found = read("2031年度收入总计19.29万元，支出总计19.29万元，与2030年度（18.06万元）相比，各增加1.23万元，增长6.81%。")
    assert [(f.subject, f.measure, str(f.amount), f.year) for f in found[2:]] == [
        ("支出总计", "预算数", "18.06万元", 2030),
        ("收入总计、支出总计", "增减额", "1.23万元", 2031),
        ("收入总计、支出总计", "增减率", "6.81%", 2031),
    ]
    assert said("2031年收入预算100万元，支出预算100万元，比上年各减少5万元。")[-1] == ("收入预算、支出预算", "增减额", "-5万元")


def test_what_was_spent_of_a_budget_is_the_items_own() -> None:
    found = read("3.公务接待费预算1.50万元，支出0.56万元，完成预算的37.33%，比2030年度增加0.12万元。", kind="决算")
    assert [(f.subject, f.measure, str(f.amount)) for f in found] == [
        ("公务接待费", "预算数", "1.50万元"), ("公务接待费", "决算数", "0.56万元"), ("公务接待费", "完成率", "37.33%"), ("公务接待费", "增减额", "0.12万元"),
    ]  # fmt: skip
    assert said("培训费预算2.50万元，支出决算1.86万元。", kind="决算")[-1] == ("培训费", "决算数", "1.86万元")
    assert said("收入预算100万元，支出100万元。", kind="决算")[-1][0] == ""
