"""Projects carried out: statements of one project in 自评表 and text, funds that arrived, text copied from another report."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited, failing, verdicts

TEXT = """松岭区文化馆2025年单位决算

第三部分 2025年单位决算情况说明

一、绩效情况说明

“夜间开放”项目全年预算数26.80万元，执行数为26.80万元，完成预算的100%。“流动演出”项目全年预算数5.00万元，执行数为{spent}万元。

项目绩效目标完成情况表
(2025年度)

| 项目名称 | 流动演出 | | |
|---|---|---|---|
| 预算单位 | 松岭区文化馆 | | |
| 预算执行情况(万元) | 预算数: | 5.00 | 执行数: | 0.98 |
| | 其中-财政拨款: | 5.00 | 其中-财政拨款: | 0.98 |

附件1

松岭区文化馆项目支出绩效自评报告
（夜间开放）

夜间开放项目资金计划26.80万元，实际在2025年及时到位资金26.80万元，到位率100%。

松岭区文化馆项目支出绩效自评报告
（流动演出）

{report}
"""


def made(spent: str = "0.98", report: str = "流动演出项目资金计划5.00万元，实际在2025年及时到位资金5.00万元，到位率100%。") -> str:
    return TEXT.format(spent=spent, report=report)


def test_a_project_told_alike_everywhere(tmp_path: Path) -> None:
    found = audited(made(), tmp_path)
    assert failing(found) == []
    assert verdicts(found, "project.arrived") == ["consistent"] * 4
    assert not found.findings


@pytest.mark.parametrize(
    ("report", "bad"),
    [
        ("流动演出项目资金计划0.97万元，实际在2025年及时到位资金0.97万元，到位率100%。", 1),
        ("流动演出项目资金计划5.00万元，实际在2025年及时到位资金4.00万元，到位率100%。", 1),
        ("流动演出项目资金计划0.98万元，实际在2025年及时到位资金0.98万元，到位率100%。", 0),  # the plan was what was spent
    ],
)
def test_funds_that_arrived(tmp_path: Path, report: str, bad: int) -> None:
    assert len([c for c in failing(audited(made(report=report), tmp_path)) if c.rule == "project.arrived"]) == bad


def test_a_report_that_speaks_of_another_project(tmp_path: Path) -> None:
    found = audited(made(report="夜间开放项目资金计划26.80万元，实际在2025年及时到位资金26.80万元，到位率100%。"), tmp_path)
    assert [(f.kind, f.grade) for f in found.findings] == [("form", "check_page")]
    assert "流动演出" in found.findings[0].message


def test_the_first_budget_of_a_project_is_not_the_one_of_the_year(tmp_path: Path) -> None:
    """年初预算数 may be changed to the 全年预算数 that the 自评表 repeats."""
    text = made().replace("“流动演出”项目全年预算数5.00万元", "“流动演出”项目年初预算数4.20万元，全年预算数5.00万元")
    found = audited(text, tmp_path)
    assert failing(found) == []
    assert verdicts(found, "project.executed") == ["consistent"] * 2


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("资助102名学员，标准400.00元/人年，新增19名，标准480.00元/人年", ["consistent"]),  # 49,920元
        ("资助102名学员，标准400.00元/人年，新增19名，标准490.00元/人年", ["inconsistent"]),
        ("资助102名学员，标准400.00元/人年，新增200名，标准480.00元/人年", []),  # a calculation of something else
        ("资助102名学员，标准400.00元/人年", []),  # one of several, perhaps
        ("资助104名学员，标准480.00元/人月", []),
        ("学员人数:104，补助标准：480.00元/人年", ["consistent"]),
        ("学员人数:104，补助标准：480.50元/人年", ["rounding"]),  # 49,972.00元, cut
    ],
)
def test_people_times_standard_is_what_a_project_spends(tmp_path: Path, done: str, expected: list[str]) -> None:
    text = """松岭区文化馆2025年单位决算

项目绩效目标完成情况表
(2025年度)

| 项目名称 | 学员资助 | | |
|---|---|---|---|
| 预算单位 | 松岭区文化馆 | | |
| 预算执行情况(万元) | 预算数: | 4.99 | 执行数: | 4.99 |
| | 其中-财政拨款: | 4.99 | 其中-财政拨款: | 4.99 |
| 年度目标完成情况 | 预期目标 | | 实际完成目标 | |
| | 资助学员 | | """
    assert verdicts(audited(text + done + " | |\n", tmp_path), "project.people") == expected
