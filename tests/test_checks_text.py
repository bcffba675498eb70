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
        # changes of parts
        (
            "三公经费比上年减少6.00万元。其中：公务用车运行费比上年减少5.00万元，公务接待费比上年减少1.00万元。",
            "sentence.changes",
            ["consistent"],
        ),
        ("支出比上年减少6.00万元。其中：培训费比上年减少3.00万元，差旅费比上年减少1.00万元。", "sentence.changes", []),
        # shares
        ("社会保障支出20.00万元，占20%；卫生健康支出30.00万元，占30%；住房保障支出50.00万元，占50%。", "sentence.whole", ["consistent"]),
        ("社会保障支出20.00万元，占20%；卫生健康支出30.00万元，占30%。", "sentence.whole", []),
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


def test_an_incomplete_list_accuses_nobody(tmp_path: Path) -> None:
    found = audited(HEAD + ITEMS.format(culture="70.00", housing="4.37"), tmp_path)
    assert [check for check in failing(found) if check.rule == "text.items"] == []
