"""Sums, remainders and differences over what a question names, lists, numbers or leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional import disclosed
from narrated import filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("arithmetic")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("采购里货物加工程合计多少？", "80.00万元"),
        ("两项采购（货物和服务）共花多少？", "65.00万元"),
        ("林业和草原这一款下的三个项加总是多少？", "640.00万元"),  # 决算数, not the 年初预算数 beside it
        ("三批造林合同任务量合计多少？", "30.00万亩"),
        ("把苗木引种剔掉，项目支出还剩多少？", "240.00万元"),
        ("不算退耕还林补助和苗木引种，其余项目一共多少钱？", "90.00万元"),
        ("森林资源培育比年初预算少花了多少？", "30.00万元"),
    ],
)
def test_computed_answers(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert str(found.value) == expected
    assert "计算：" in found.text
    assert {figure.verdict for figure in found.figures} <= {"confirmed", "cited", "computed"}


@pytest.mark.parametrize("question", ["采购里货物加房屋合计多少？", "四批造林合同任务量合计多少？", "把公园建设剔掉，项目支出还剩多少？"])
def test_an_operand_that_is_nowhere_ends_the_computation(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"


QUARTERS = """桐溪镇人民政府
2024年部门预算

一、重点项目

（一）社区书屋新建项目。年度预算100.00万元，第一季度用款计划10.00万元，第二季度用款计划20.00万元，第三季度用款计划30.00万元，第四季度用款计划40.00万元。

（二）河道清淤项目。年度预算80.00万元，第一季度用款计划20.00万元，第二季度用款计划20.00万元，第三季度用款计划20.00万元，第四季度用款计划20.00万元。
"""


def test_the_quarters_of_one_project_are_added_up(tmp_path: Path) -> None:
    with disclosed(tmp_path, "桐溪镇人民政府2024年部门预算", QUARTERS) as opened:
        assert str(answer(opened, "社区书屋新建项目四个季度的用款计划加起来是多少？").value) == "100.00万元"
        assert answer(opened, "道路硬化项目四个季度的用款计划加起来是多少？").status == "not_found"
