"""The text against itself: cases that hold, fail and say nothing, for lists that close, totals retold, words and rates."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited, failing, verdicts

HEAD = "松岭区文化馆2025年单位决算\n\n第三部分 2025年单位决算情况说明\n\n一、情况说明\n\n"


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        # fixed kinds of a count
        ("核定编制18名，其中：行政编制6名，参照公务员法管理事业编制12名，事业编制0名。", "sentence.list", ["consistent"]),
        ("核定编制18名，其中：行政编制6名，参照公务员法管理事业编制12名，事业编制2名。", "sentence.list", ["inconsistent"]),
        ("共有车辆3辆，其中：领导干部用车0辆、应急保障用车1辆、其他用车2辆。", "sentence.list", ["consistent"]),
        ("共有车辆3辆，其中：领导干部用车0辆、应急保障用车1辆、其他用车1辆。", "sentence.list", ["inconsistent"]),
        ("共有车辆0辆，其中：领导干部用车0辆、应急保障用车4辆、特种专业技术用车0辆。", "sentence.list", ["inconsistent"]),
        ("2025年末实有在职人员49人（行政32人、工勤2人、事业15人），离退休人员19人。", "sentence.list", ["consistent"]),
        ("2025年末实有在职人员49人（行政31人、工勤2人、事业14人），离退休人员19人。", "sentence.list", ["inconsistent"]),
        ("共有车辆7辆，其中执法执勤用车2辆、特种专业技术用车3辆。", "sentence.list", ["inconsistent"]),
        ("政府采购预算120.30万元，其中：政府采购货物预算36.80万元，政府采购服务预算83.50万元。", "sentence.list", ["consistent"]),
        ("政府采购预算120.30万元，其中：政府采购货物预算26.80万元，政府采购服务预算83.50万元。", "sentence.list", ["inconsistent"]),
        ("争取新增债务限额53.1亿元，其中一般债17亿元、专项债36.1亿元。", "sentence.list", ["consistent"]),
        ("争取新增债务限额53.1亿元，其中一般债12亿元、专项债36.1亿元。", "sentence.list", ["inconsistent"]),
        (
            "绩效自评的项目3个，涉及预算金额20.00万元，平均得分92.00分（其中，绩效评级为“优”的项目1个；绩效评级为“良”的项目2个；"
            "绩效评级为“合格”的项目1个；绩效评级为“不合格”的项目0个）。",
            "sentence.list",
            ["inconsistent"],
        ),
        (
            "“三公”经费支出预算为30.00万元，支出决算为18.60万元。其中：因公出国（境）费支出0万元；公务用车购置及运行费支出15.60万元；"
            "公务接待费支出3.00万元。",
            "sentence.list",
            ["consistent"],
        ),
        ("在职人员47人，其中行政31人、工勤2人、事业14人；离休人员2人。", "sentence.list", ["consistent"]),
        ("在职人员49人，其中行政31人、工勤2人、事业14人；离休人员2人。", "sentence.list", ["inconsistent"]),
        # the list shows that a total lacks its 万
        ("基金支出88.00元，具体为场馆改造57.60万元、器材购置30.40万元。", "sentence.list", ["inconsistent"]),
        ("基金支出88.00万元，具体为场馆改造57.60万元、器材购置30.40万元。", "sentence.list", ["consistent"]),
        ("每人补助88.00元，具体为场馆改造51.60万元、器材购置30.40万元。", "sentence.list", []),
        # what the next sentence divides is the first total of this one
        (
            "支出预算90.00万元，其中：一般公共预算支出80.00万元；国有资本经营预算支出0万元。按性质分：基本支出60.00万元，项目支出30.00万元。",
            "sentence.list",
            ["consistent"],
        ),
        # a 预算 is not divided into 决算
        (
            "“三公”经费年初预算为9.50万元，支出决算为3.10万元，其中：因公出国（境）费决算为0万元；公务用车购置及运行维护费支出决算为2.60万元；"
            "公务接待费支出决算为0.50万元。",
            "sentence.list",
            ["consistent"],
        ),
        # a list that ends in 其他 closes, where one slip explains the gap; one that is too much cannot be a part
        ("本年收入合计812.45万元，其中：财政拨款收入700.15万元，事业收入100.20万元，其他收入12.10万元。", "sentence.list", ["consistent"]),
        (
            "本年收入合计812.45万元，其中：财政拨款收入700.15万元，事业收入100.80万元，其他收入12.10万元。",
            "sentence.list",
            ["inconsistent"],
        ),
        ("安排经费812.45万元，其中：演出经费700.15万元，讲座经费150.20万元。", "sentence.list", []),
        ("专任教师300人，其中正高级120人、副高级140人，导师210人。", "sentence.list", []),
        # total income and its sources
        (
            "2025年总收入500.00万元（其中：年初结转20.00万元，一般公共预算财政拨款收入473.93万元，其他收入10.00万元）。",
            "sentence.sources",
            ["inconsistent"],
        ),
        ("2025年总收入500.00万元（其中：讲座20.00万元，一般公共预算财政拨款收入473.93万元，其他收入10.00万元）。", "sentence.sources", []),
        # lists with their sum behind them
        ("项目总预算90.00万元，其中布展30.00万元，演出20.00万元，器材40.00万元，合计90.00万元。", "sentence.together", ["consistent"]),
        (
            "项目总预算90.00万元，其中布展30.00万元，演出20.00万元，器材45.00万元，合计90.00万元。",
            "sentence.together",
            ["inconsistent", "inconsistent"],
        ),
        ("拟追回违规资金643.30万元，扣取违约金721.10万元，拟追回资金和违约金合计1364.40万元。", "sentence.together", ["consistent"]),
        ("拟追回违规资金643.30万元，扣取违约金721.10万元，拟追回资金和违约金合计1364.70万元。", "sentence.together", ["inconsistent"]),
        ("购买图书643.30万元，购买书架721.10万元，馆藏文物和标本合计1364.70万元。", "sentence.together", []),
        # 支出总计 of a 预算执行情况报告
        (
            "支出完成70.2亿元，加上上解上级、债务还本等支出17.5亿元，按照规定结转下年9.1亿元，支出总计96.8亿元。",
            "sentence.together",
            ["consistent"],
        ),
        (
            "支出完成78.9亿元，加上上解上级、债务还本等支出17.5亿元，按照规定结转下年9.1亿元，支出总计96.8亿元。",
            "sentence.together",
            ["inconsistent"],
        ),
        ("收入完成70.2亿元，加上上级补助、债务转贷等收入，收入总计96.8亿元。", "sentence.together", []),
        # changes of parts
        ("三公经费比上年减少25.51万元。其中：公务用车购置减少25.00万元，公务接待费增加0.51万元。", "sentence.changes", ["inconsistent"]),
        (
            "三公经费比上年减少6.00万元。其中：公务用车运行费比上年减少5.00万元，公务接待费比上年减少1.00万元。",
            "sentence.changes",
            ["consistent"],
        ),
        ("支出比上年减少6.00万元。其中：培训费比上年减少3.00万元，差旅费比上年减少1.00万元。", "sentence.changes", []),
        # shares
        ("社会保障支出20.00万元，占20%；卫生健康支出30.00万元，占30%；住房保障支出50.00万元，占50%。", "sentence.whole", ["consistent"]),
        ("社会保障支出20.00万元，占20%；卫生健康支出30.00万元，占30%。", "sentence.whole", []),
        (
            "收入合计100.00万元；包括财政拨款收入99.00万元（其中：一般公共预算97.00万元，国有资本经营预算0万元），占收入合计99%；其他收入1.00万元，"
            "占收入合计1%。",
            "sentence.share",
            ["consistent", "consistent"],
        ),
        # a change against the budget that the sentence states
        ("接待费预算8.00万元，决算6.63万元，完成预算的82.88%，比预算减少1.37万元。", "sentence.change", ["consistent"]),
        ("接待费预算8.00万元，决算6.63万元，完成预算的82.88%，比预算减少1.73万元。", "sentence.change", ["inconsistent"]),
        # nothing falls by more than all of it
        ("培训费比上年下降120%。", "text.fall", ["inconsistent"]),
        ("培训费比上年增长120%。", "text.fall", []),
        # visits and visitors
        ("国内公务接待12批次，累计38人次。", "count.visits", ["consistent"]),
        ("国内公务接待47批次，累计38人次。", "count.visits", ["inconsistent"]),
        ("国内公务接待0批次，累计8人次。", "count.visits", ["inconsistent"]),
        # counts told twice, of one time
        ("2025年1—3季度动态新增67名讲解员。馆舍完成修缮。2025年1—3季度动态新增76名讲解员。", "count.retold", ["inconsistent"]),
        ("2024年1—3季度动态新增67名讲解员。馆舍完成修缮。2025年1—3季度动态新增76名讲解员。", "count.retold", []),
        ("全年为1126名残疾人提供阅读服务。馆舍完成修缮。项目为1162名残疾人提供阅读服务。", "count.retold", ["inconsistent"]),
        ("全年为1126名残疾人提供阅读服务。馆舍完成修缮。项目为1162名老年人提供阅读服务。", "count.retold", []),
        ("截至2025年末，参加培训学员1543人。馆舍完成修缮。截至2025年末，参加培训学员1543人。", "count.retold", ["consistent"]),
        # words and rates
        ("办公费年初预算80.00万元，支出决算60.00万元，完成年初预算的75%，决算数小于预算数。", "text.outturn", ["consistent"]),
        ("办公费年初预算80.00万元，支出决算60.00万元，完成年初预算的75%，决算数大于预算数。", "text.outturn", ["inconsistent"]),
        ("公务接待费支出决算3.00万元，完成预算3%，决算数等于预算数。", "text.outturn", ["inconsistent"]),
        ("公务接待费支出决算3.00万元，完成预算100%，决算数等于预算数。", "text.outturn", ["consistent"]),
        # a unit that lost its 万
        ("2025年收入总计731.25元。年度结束时，2025年总收入731.25万元。", "text.unit", ["inconsistent"]),
        ("2025年收入总计731.25元。本年支出合计431.25万元。", "text.unit", []),
        # two statements of one total
        (
            "2025年一般公共预算财政拨款支出724.99万元。办公楼完成修缮。2025年一般公共预算财政拨款支出727.30万元。",
            "text.total",
            ["inconsistent"],
        ),
        (
            "2025年一般公共预算财政拨款支出724.99万元。办公楼完成修缮。2025年一般公共预算财政拨款支出724.99万元。",
            "text.total",
            ["consistent"],
        ),
        # contracts are reserved, or they are not
        (
            "政府采购支出总额21.00万元。在面向中小企业预留的政府采购项目中，采购金额21.00万元；在其他政府采购项目中，采购金额21.00万元。",
            "text.procurement",
            ["inconsistent"],
        ),
        (
            "政府采购支出总额42.00万元。在面向中小企业预留的政府采购项目中，采购金额21.00万元；在其他政府采购项目中，采购金额21.00万元。",
            "text.procurement",
            ["consistent"],
        ),
        # 全市 = 市级 + 县区
        ("全市政府债务余额154.5亿元；市级政府债务余额56.4亿元，县区政府债务余额98.1亿元。", "sentence.levels", ["consistent"]),
        ("全市政府债务余额154.5亿元；市级政府债务余额56.4亿元，县区政府债务余额98.2亿元。", "sentence.levels", ["rounding"]),
    ],
)
def test_text(tmp_path: Path, text: str, rule: str, expected: list[str]) -> None:
    assert verdicts(audited(HEAD + text + "\n", tmp_path), rule) == expected


ITEMS = """（一）支出决算结构情况

2025年一般公共预算财政拨款支出100.00万元，主要用于以下方面：文化旅游体育与传媒支出{culture}万元；社会保障和就业支出20.00万元；住房保障支出10.00万元。

（二）支出决算具体情况

2025年一般公共预算财政拨款支出100.00万元，其中：

1.文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）：支出决算为45.00万元。

2.文化旅游体育与传媒支出（类）文化和旅游（款）群众文化（项）：支出决算为25.00万元。

3.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）：支出决算为20.00万元。

4.住房保障支出（类）住房改革支出（款）住房公积金（项）：支出决算为{housing}万元。
"""


def test_items_add_up_to_their_total_and_their_class(tmp_path: Path) -> None:
    found = audited(HEAD + ITEMS.format(culture="70.00", housing="10.00"), tmp_path)
    assert failing(found) == []
    assert verdicts(found, "text.items").count("consistent") >= 4


def test_a_class_that_its_items_contradict(tmp_path: Path) -> None:
    """The items add up to the total, so that the list is complete and the 类 is wrong."""
    found = audited(HEAD + ITEMS.format(culture="72.30", housing="10.00"), tmp_path)
    assert {check.json()["expected"] for check in failing(found) if check.rule == "text.items"} == {"70.00"}
    assert len(found.findings) == 1


def test_a_list_that_no_table_confirms_is_one_slip_from_its_total(tmp_path: Path) -> None:
    """Nothing but the sum tells that 25.00 became 26.00; the list was to add up."""
    found = audited(HEAD + ITEMS.format(culture="70.00", housing="10.00").replace("25.00万元", "26.00万元"), tmp_path)
    assert {check.rule for check in failing(found)} == {"text.items"}
    assert len(found.findings) == 1


def test_an_incomplete_list_accuses_nobody(tmp_path: Path) -> None:
    found = audited(HEAD + ITEMS.format(culture="70.00", housing="4.37"), tmp_path)
    assert [check for check in failing(found) if check.rule == "text.items"] == []


PUBLIC = """松岭区文化馆2025年单位决算

七、“三公”经费财政拨款支出决算情况说明

（一）“三公”经费财政拨款支出决算总体情况说明

2025年“三公”经费财政拨款支出决算为{total}万元，完成预算的100%。

（二）“三公”经费财政拨款支出决算{title}

2025年“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0万元；公务用车购置及运行维护费支出决算2.60万元；公务接待费支出决算0.52万元。
"""


@pytest.mark.parametrize(
    ("total", "title", "expected"),
    [("3.12", "具体情况说明", ["consistent"]), ("3.62", "具体情况说明", ["inconsistent"]), ("3.62", "上年情况", [])],
)
def test_the_total_of_one_section_is_divided_in_the_next(tmp_path: Path, total: str, title: str, expected: list[str]) -> None:
    assert verdicts(audited(PUBLIC.format(total=total, title=title), tmp_path), "sentence.list") == expected


TARGETS = """松岭区文化馆2025年部门预算

第一部分 概况

一、人员情况

在职人员{staff}人，退休人员{retired}人。全年举办讲座不少于{lectures}场，培训讲解员不少于60名。

第二部分 2025年部门预算表

部门整体支出绩效目标表

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 保障在职人员数 | =46人 |
| 产出指标 | 数量指标 | 退休人员数 | ≥12人 |
| 产出指标 | 数量指标 | 培训讲解员人数 | ≥{trained}人 |
"""


@pytest.mark.parametrize(
    ("staff", "retired", "trained", "rule", "expected"),
    [
        ("46", "12", "60", "count.staff", []),  # it holds, and is told as count.target
        ("49", "12", "60", "count.staff", ["inconsistent"]),
        ("46人，其中行政40人，下属单位在职人员6", "12", "60", "count.staff", []),  # two numbers of staff
        ("46", "12", "60", "count.target", ["consistent", "consistent", "consistent"]),
        ("46", "12", "50", "count.target", ["consistent", "consistent", "inconsistent"]),  # both say at least how many
        ("46", "15", "60", "count.target", ["consistent", "consistent"]),  # a bound that is kept
    ],
)
def test_targets_for_what_the_text_counts(tmp_path: Path, staff: str, retired: str, trained: str, rule: str, expected: list[str]) -> None:
    text = TARGETS.format(staff=staff, retired=retired, lectures="20", trained=trained)
    assert verdicts(audited(text, tmp_path), rule) == expected


DONE = """苇塘县应急管理局
2023年部门决算

一、工作完成情况

全年组织森林防火演练{told}，{planned}培训网格员300人次。

当年老年食堂供餐{meals}人次。

项目名称：老年食堂运营补贴

项目支出绩效自评表

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
|---|---|---|---|
| 产出指标 | 供餐人次 | ≥1000人次 | 1300人次 |
| 产出指标 | 组织森林防火演练场次 | ≥10场 | 12场 |
| 产出指标 | 培训网格员人次 | ≥280人次 | 260人次 |
"""


@pytest.mark.parametrize(
    ("told", "planned", "meals", "expected"),
    [
        ("12场", "", "1300", ["consistent", "inconsistent", "consistent"]),
        ("14场", "", "1300", ["inconsistent", "inconsistent", "consistent"]),
        ("12场", "计划明年", "1300", ["consistent", "consistent"]),  # what is planned is not what was done
        ("12次", "", "1300", ["inconsistent", "consistent"]),  # counted by something else
        ("12场", "", "1030", ["consistent", "inconsistent", "inconsistent"]),  # a short name, of the project that the text names
    ],
)
def test_what_was_done_by_the_text_and_by_the_self_assessment(
    tmp_path: Path, told: str, planned: str, meals: str, expected: list[str]
) -> None:
    assert verdicts(audited(DONE.format(told=told, planned=planned, meals=meals), tmp_path), "count.done") == expected
