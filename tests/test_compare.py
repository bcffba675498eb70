"""Two figures side by side, one figure in two places, and a figure against the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer
from tests.disputed import disputed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        yield opened


def test_parts_that_exceed_their_total_contradict_it(store: Store) -> None:
    found = answer(store, "在职人员总数和分项加起来对得上吗？")
    assert found.status == "conflict"
    assert "12 + 13 + 3 = 28" in found.text
    assert {figure.text: figure.verdict for figure in found.figures}["26人"] == "contradicted"


def test_the_sum_of_parts_settles_which_of_two_is_meant(store: Store) -> None:
    found = answer(store, "在职人员到底是26人还是28人？")
    assert found.status == "conflict"
    assert {"26人", "28人"} <= {figure.text for figure in found.figures}


def test_parts_that_add_up_are_no_contradiction(store: Store) -> None:
    found = answer(store, "退休人员和各类人数加起来一致吗？")
    assert found.status == "answered"
    assert found.text.startswith("对得上")
    assert found.value is not None
    assert found.value.value == Decimal(9)


def test_a_table_without_a_total_is_added_up(store: Store) -> None:
    found = answer(store, "三公表的合计与说明一致吗？")
    assert "18.00 + 6.50 = 24.50" in found.text
    assert "20.00万元" in found.text


def test_different_things_that_differ_are_compared_and_nothing_is_accused(store: Store) -> None:
    found = answer(store, "在职人员总数和退休人员对得上吗？")
    assert found.status == "answered"
    assert {"26人", "9人"} <= {figure.text for figure in found.figures}


FORMS = """白鹿县审计局
2024年部门预算

第一部分 部门预算表

项目绩效目标申报表

单位：万元

| 项目名称 | 预算数 |
|---|---|
| 合计 | 480.00 |
| 审计信息化 | 300.00 |
| 经济责任审计 | 180.00 |

一般公共预算支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 2010801 | 行政运行 | 620.00 | 620.00 | |
| 2010804 | 审计业务 | 480.00 | | 480.00 |
| | 合计 | 1100.00 | 620.00 | 480.00 |

第二部分 情况说明

编制了项目绩效目标的预算450万元。
"""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("forms"), "白鹿县审计局2024年部门预算", FORMS) as opened:
        yield opened


def test_a_side_that_names_a_table_and_a_whole_is_the_total_of_that_table(forms: Store) -> None:
    found = answer(forms, "说明里编了项目绩效目标的预算是450万，和绩效目标申报表上的总数一致吗？")
    assert "480.00万元" in found.text
    assert "1100.00万元" not in found.text


def test_a_side_that_is_only_a_column_is_of_the_same_row(forms: Store) -> None:
    found = answer(forms, "行政运行的合计与基本支出一样吗？")
    assert found.text.startswith("对得上")
    assert found.text.count("620.00万元") == 2
