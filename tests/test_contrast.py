"""Comparisons whose sides share what they are about, leave it out, or are what was planned and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer

_TOLD = """澄湖市财政局
2024年度部门决算

第一部分 情况说明

一、地方政府债务

截至2024年底，全市政府债务余额310.5亿元（一般债务余额120.5亿元，专项债务余额190亿元）。市级政府债务余额110.5亿元（一般债务余额40.5亿元，专项债务余额70亿元），县区政府债务余额200亿元（一般债务余额80亿元，专项债务余额120亿元）。

二、财政评审

全年评审项目120个，送审金额35.6亿元，审定金额31.2亿元。

三、产业扶持

年度项目总预算900.00万元，其中支持企业出海100.00万元，区级支持总部集聚350.00万元，市级支持总部集聚450.00万元。

第二部分 绩效表

项目绩效目标完成情况表

| 一级指标 | 二级指标 | 三级指标 | 预期指标值 | 实际完成指标值 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训人次 | 200人次 | 236人次 |
| 产出指标 | 数量指标 | 检查企业 | 30家 | 28家 |
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("contrast"), "澄湖市财政局2024年度部门决算", _TOLD) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("到2024年底，县区欠的债比市级多多少亿？", "89.5亿元"),
        ("县区的专项债务余额比市级多几个亿？", "50亿元"),
        ("全市的债务余额比市级高多少？", "200.0亿元"),
        ("送去评审的送审金额和审定金额差几亿？", "4.4亿元"),
        ("总部集聚扶持，市级出的钱比区级多多少？", "100.00万元"),
        ("市级支持总部集聚比支持企业出海贵多少？", "350.00万元"),
        ("培训人次比计划多了多少？", "36人次"),
    ],
)
def test_both_sides_are_found(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert str(found.value) == expected
    assert "计算：" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "省级政府债务余额比市级多多少？",
        "总部集聚扶持，省级出的钱比区级多多少？",
        "乡镇的专项债务余额比市级多多少亿？",
        "接待人次比计划多了多少？",
        "送审金额比复审金额多多少？",
    ],
)
def test_a_side_that_is_nowhere_is_not_replaced_by_another(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"
