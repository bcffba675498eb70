"""Arithmetic inside the text: cases that hold, fail, round and stay open."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited

HEAD = "松岭区文化馆2025年部门预算\n\n第三部分 2025年部门预算情况说明\n\n一、情况说明\n\n"


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        # changes and their rates
        ("2025年收支总预算110.00万元，比2024年增加10.00万元，增长10%。", "sentence.change", ["consistent"]),
        ("2025年收支总预算110.00万元，比2024年减少10.00万元，下降10%。", "sentence.change", ["inconsistent"]),
        ("2025年收支总预算110.00万元，较上年减少10.00万元，下降8.33%。", "sentence.change", ["consistent"]),
        ("2025年“三公”经费0.8万元，比2024年减少4万元，下降400%。", "sentence.change", ["inconsistent"]),
        ("2025年收支总预算110.00万元。比2024年增加10.00万元，增长10.10%。", "sentence.change", ["inconsistent"]),
        ("2025年收支总预算110万元，比2024年增加10万元，增长9.9%。", "sentence.change", ["rounding"]),
        ("2025年办公费5.00万元，比2024年增加5.00万元，增长100%。", "sentence.change", ["uncheckable"]),
        ("2025年收支总预算110.00万元，比2024年收支总预算100.00万元增加10.00万元。", "sentence.change", ["consistent"]),
        ("2025年收支总预算110.00万元，比2024年收支总预算100.00万元增加11.00万元。", "sentence.change", ["inconsistent"]),
        ("2024年预算执行数为100.00万元，2025年预算安排110.00万元，比2024年预算执行数增加10.00%。", "sentence.change", ["consistent"]),
        ("2024年预算执行数为100.00万元，2025年预算安排112.00万元，比2024年预算执行数增加10.00%。", "sentence.change", ["inconsistent"]),
        ("2025年收支总预算110.00万元，比2024年增加10.00万元，下降10%。", "sentence.change", ["inconsistent"]),
        # the only level is that of the year before; a rate behind a count is not the count's
        ("上年基金支出为2950.00万元，本年比上年增加1115.44万元，增长37.81%。", "sentence.change", ["consistent"]),
        ("上年基金支出为2950.00万元，本年比上年增加1115.44万元，增长73.81%。", "sentence.change", ["inconsistent"]),
        # a comparison that opens the sentence holds for all of it, and a rate belongs to what it names
        (
            "2025年收入总计110.00万元，支出总计120.00万元。与2024年相比，收入总计增加10.00万元，支出总计增加40.00万元，收入总计增长10%，"
            "支出总计增长50%。",
            "sentence.change",
            ["consistent", "consistent"],
        ),
        (
            "2025年收入总计110.00万元，支出总计120.00万元。与2024年相比，收入总计增加10.00万元，支出总计增加40.00万元，收入总计增长10%，"
            "支出总计增长55%。",
            "sentence.change",
            ["consistent", "inconsistent"],
        ),
        ("2025年收入总计110.00万元。与2024年相比，收入总计增加10.00万元，主要原因是演出增加4.00万元，演出增长10%。", "sentence.change", []),
        ("2025年公务接待费1.00万元。其中：公务接待费减少了0.50万元，比上年预算下降了33.33%。", "sentence.change", ["consistent"]),
        ("2025年公务接待费1.00万元。其中：公务接待费减少了0.50万元，比上年预算下降了35.33%。", "sentence.change", ["inconsistent"]),
        ("2025年公务接待费1.00万元。其中：公务接待费减少了0.50万元，下降了35.33%。", "sentence.change", []),
        # both totals grow alike
        ("与2024年相比，收入总计增加10.00万元，支出总计增加10.00万元。", "sentence.balanced", ["consistent"]),
        ("与2024年相比，收入总计增加10.00万元，支出总计增加12.00万元。", "sentence.balanced", ["inconsistent"]),
        ("与2024年相比，收入合计增加10.00万元，支出合计增加12.00万元。", "sentence.balanced", []),
        # what is paid for guests from home
        ("公务接待费支出0.86万元。国内公务接待12批次，96人次，共计支出0.86万元。", "sentence.reception", ["consistent"]),
        ("公务接待费支出0.86万元。国内公务接待12批次，96人次，共计支出0.68万元。", "sentence.reception", ["inconsistent"]),
        ("公务接待费支出0.86万元。国内公务接待12批次，96人次，共计支出0.95万元。", "sentence.reception", ["inconsistent"]),
        ("公务接待费支出0.86万元。国内公务接待12批次，共计支出0.41万元；外宾接待1批次。", "sentence.reception", []),
        # unchanged
        ("2024年预算执行数为10.00万元，2025年预算安排10.00万元，比2024年预算执行数持平。", "sentence.unchanged", ["consistent"]),
        ("2024年预算执行数为10.00万元，2025年预算安排12.00万元，比2024年预算执行数持平。", "sentence.unchanged", ["inconsistent"]),
        # shares
        (
            "2025年支出预算200.00万元，其中：基本支出150.00万元，占75%；项目支出50.00万元，占25%。",
            "sentence.share",
            ["consistent", "consistent"],
        ),
        (
            "2025年支出预算200.00万元，其中：基本支出150.00万元，占57%；项目支出50.00万元，占25%。",
            "sentence.share",
            ["inconsistent", "consistent"],
        ),
        ("2025年支出预算200.00万元。全区常住人口中老年人120人，占31%。", "sentence.share", []),
        # a share of what it names, in a list of shares of another whole
        (
            "2025年政府采购支出总额500.00万元。授予中小企业合同金额450.00万元，占政府采购支出总额的90%，其中：授予小微企业合同金额270.00万元，"
            "占授予中小企业合同金额的60%。",
            "sentence.share",
            ["consistent", "consistent"],
        ),
        # completion
        ("办公费支出预算为80.00万元，支出决算为60.00万元，完成预算的75%。", "sentence.completion", ["consistent"]),
        ("办公费支出预算为80.00万元，支出决算为60.00万元，完成预算的57%。", "sentence.completion", ["inconsistent"]),
        ("办公费年初预算为0万元，支出决算为60.00万元，完成年初预算的100%。", "sentence.completion", ["uncheckable"]),
        ("流动演出项目预算5.00万元，预算执行数0.98万元，完成19.60%。", "sentence.completion", ["consistent"]),
        ("流动演出项目预算5.00万元，预算执行数0.98万元，完成16.90%。", "sentence.completion", ["inconsistent"]),
        ("流动演出项目预算5.00万元，预算执行数0.98万元，演出任务完成80%。", "sentence.completion", []),
        # lists
        ("2025年政府采购预算50.00万元，其中：货物20.00万元，工程0万元，服务30.00万元。", "sentence.list", ["consistent"]),
        ("2025年政府采购预算50.00万元，其中：货物20.00万元，工程0万元，服务33.00万元。", "sentence.list", ["inconsistent"]),
        ("2025年基本支出50.00万元，其中：人员经费40.01万元，公用经费10.00万元。", "sentence.list", ["rounding"]),
        ("2025年支出预算50.00万元，其中：民生支出20.00万元，教育支出10.00万元。", "sentence.list", []),  # 其中 need not be all
        ("规划建筑面积900平方米，其中地上建筑面积为630平方米，地下建筑面积为300平方米。", "sentence.list", ["inconsistent"]),
        # together
        ("税收返还25.1亿元、转移支付290.5亿元，两项合计315.6亿元。", "sentence.together", ["consistent"]),
        ("税收返还25.1亿元、转移支付290.5亿元，两项合计351.6亿元。", "sentence.together", ["inconsistent"]),
        ("支出完成175.3亿元，加上上解支出360.8亿元，结转下年27.2亿元，支出总计563.2亿元。", "sentence.together", ["rounding"]),
    ],
)
def test_sentence(tmp_path: Path, text: str, rule: str, expected: list[str]) -> None:
    found = audited(HEAD + text + "\n", tmp_path)
    assert [check.verdict for check in found.checks if check.rule == rule] == expected


def test_marked_up_and_broken_numbers_are_read(tmp_path: Path) -> None:
    """Dumps put blanks, underlines and tags into numbers and break lines inside sentences."""
    found = audited(HEAD + "2025年收支总预算<u>110. 00</u> 万元,比 2024 年增加_10.00_万\n元,增长 10 %。\n", tmp_path)
    assert [check.verdict for check in found.checks if check.rule == "sentence.change"] == ["consistent"]


def test_quantities_that_are_no_parts_accuse_nobody(tmp_path: Path) -> None:
    text = (
        "组织培训12次，参加人员340人，比上年增加活动场次。截至2024年12月31日，共有车辆2辆，单价200万元以上设备0台。办公电话027-83220905。\n"
    )
    assert [check for check in audited(HEAD + text, tmp_path).checks if check.verdict == "inconsistent"] == []
