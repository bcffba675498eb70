"""The figure that alone says every word of a question answers it, though the words around its name make the link unsure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer

BUDGET = """白石县交通运输局
2025年部门预算

第一部分 预算表

一般公共预算基本支出表

单位：万元

| 科目编码 | 科目名称 | 金额 |
|---|---|---|
| 30101 | 基本工资 | 95.00 |
| 30110 | 职工基本医疗保险缴费 | 12.40 |
| 30205 | 水费 | 1.20 |
| 30206 | 电费 | 8.60 |
| 30229 | 福利费 | 3.30 |
| 30302 | 退休费 | 4.10 |
| | 合计 | 124.60 |

第二部分 情况说明

一、公用经费

公用经费60.00万元，主要用于：办公费、印刷费、会议费、差旅费等。

二、公路养护

设立养护站点14个，全年养护农村公路320公里。投入45.50万元，支持渡口改造、码头加固。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("sole"), "白石县交通运输局2025年部门预算", BUDGET) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("一年电费编了多少？", "8.60万元"),
        ("局里一年到头的水费准备花多少钱？", "1.20万元"),
        ("职工的基本工资列了多少？", "95.00万元"),
        ("单位给职工交的基本医保是多少？", "12.40万元"),
        ("渡口改造、码头加固这些事投了多少钱？", "45.50万元"),
    ],
)
def test_what_pads_a_question_does_not_hide_its_item(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert str(found.value) == expected


@pytest.mark.parametrize(
    "question",
    [
        "会议费编了多少？",  # it stands only in the list of what a total is for
        "邮电费安排多少？",  # 电费 is another item
        "柴电费安排多少？",
        "退休人员的基本工资是多少？",
        "渡口改造后能停多少艘船？",
    ],
)
def test_what_no_figure_says_stays_refused(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"
