"""项目申报表: budget, sources, detail, purchases, calculations, people; forms against the project table and the codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited, verdicts

TABLES = """松岭区文化馆2025年部门预算

第二部分 2025年部门预算表

一般公共预算支出表

金额单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 150.00 | 60.00 | 90.00 |
| 2070109 | 群众文化 | 104.00 | 60.00 | 44.00 |
| 2070199 | 其他文化和旅游支出 | 46.00 | | 46.00 |

项目支出表

金额单位：万元

| 项目名称 | 合计 | 一般公共预算 |
|---|---|---|
| 合计 | 90.00 | 90.00 |
| 广场舞培训经费 | 27.00 | 27.00 |
| 免费开放经费 | 46.00 | 46.00 |
| 演出器材购置 | 17.00 | 17.00 |

"""
FORM = """部门项目申报表（2025年度）

| 项目名称 | 广场舞培训经费 | 项目编码 | 33010025T000000107 |
|---|---|---|---|
| 项目主管部门 | 松岭区文化馆 | 项目执行单位 | 松岭区文化馆 |
| 项目总预算 | 27万元 | 项目当年预算 | {budget}万元 |
| 项目资金来源 | 来源项目 | 金额 | |
| | 合计 | {sources}万元 | |
| | 一般公共预算财政拨款 | 27万元 | |
| 项目支出明细测算 | | | |
| 项目活动 | 活动内容 | 金额 | 测算依据及说明 |
| 培训 | {people}名学员参加春季培训 | {training}万元 | 学员每人补助，即45人*4000元=18万元 |
| 场地 | 租用排练场地 | 9万元 | 按合同 |
| 项目采购 | | | |
| 品名 | 数量 | 金额 | |
| 场地租赁 | 1 | 9万元 | |
"""


def made(budget: str = "27", sources: str = "27", training: str = "18", people: str = "45") -> str:
    return TABLES + FORM.format(budget=budget, sources=sources, training=training, people=people)


def test_a_form_that_adds_up(tmp_path: Path) -> None:
    found = audited(made(), tmp_path)
    assert set(verdicts(found, "form.budget")) == {"consistent"}
    assert len(verdicts(found, "form.budget")) >= 4  # sources, whole budget, detail, purchase
    assert verdicts(found, "form.product") == ["consistent"]
    assert verdicts(found, "form.people") == ["consistent"]
    assert verdicts(found, "form.list") + verdicts(found, "project.form") == ["consistent"] * 2
    assert found.summary["inconsistent"] == 0


@pytest.mark.parametrize(("change", "rule"), [({"sources": "29"}, "form.budget"), ({"people": "54"}, "form.people")])
def test_what_does_not_add_up(tmp_path: Path, change: dict[str, str], rule: str) -> None:
    assert "inconsistent" in verdicts(audited(made(**change), tmp_path), rule)


def test_projects_are_dealt_out_to_the_codes_that_they_make_up(tmp_path: Path) -> None:
    """44.00 can only be 27.00 + 17.00, and 46.00 the third project."""
    found = [check for check in audited(made(), tmp_path).checks if check.rule == "form.codes"]
    assert [check.verdict for check in found] == ["consistent", "consistent"]
    assert sorted(len(check.operands) for check in found) == [2, 3]


def test_projects_that_fit_in_two_ways_say_nothing(tmp_path: Path) -> None:
    text = made().replace("演出器材购置 | 17.00 | 17.00", "演出器材购置 | 27.00 | 27.00")
    assert verdicts(audited(text, tmp_path), "form.codes") == []


@pytest.mark.parametrize(("product", "expected"), [("18万元", "consistent"), ("19万元", "inconsistent")])
def test_calculations(tmp_path: Path, product: str, expected: str) -> None:
    found = audited(TABLES + f"一、说明\n\n培训经费按45人×4000元={product}测算。\n", tmp_path)
    assert verdicts(found, "form.product") == [expected]
