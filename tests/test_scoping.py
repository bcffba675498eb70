"""Which documents and which year a question is about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer

FINAL = """云州市财政局关于2024年决算和2025年上半年预算执行情况的报告

一、2024年决算情况

2024年，全市教育支出80.4亿元，比上年增长5.2%。偿还债务利息3.9亿元。

二、2025年上半年预算执行情况

1-6月，全市教育支出41.7亿元，同比增长7.1%，完成预算的50.3%。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("scoping"), "云州市财政局2024年决算", FINAL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("云州市去年全市教育支出花了多少？", "80.4亿元"),
        ("云州市2024年全市教育支出多少？", "80.4亿元"),
        ("今年上半年全市教育支出多少？", "41.7亿元"),
        ("今年头半年全市教育支出同比增长多少？", "7.1%"),
        ("去年还债务利息多少亿？", "3.9亿元"),
    ],
)
def test_last_year_of_a_final_account_is_its_own_year(store: Store, question: str, expected: str) -> None:
    assert str(answer(store, question).value) == expected


@pytest.mark.parametrize("question", ["2023年全市教育支出多少？", "上年全市教育支出是多少亿元？", "前年全市教育支出多少？"])
def test_the_year_before_its_own_is_another(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.value is None or str(found.value) not in ("80.4亿元", "41.7亿元")
