"""Confirming a figure: yes with its place, no with the one that is stated, and which of two."""

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


@pytest.mark.parametrize(
    "question", ["住房保障支出是55.20万元，对吗？", "住房保障支出是不是55.20万元，准确吗？", "住房保障支出55.20万元属实吗？"]
)
def test_a_figure_as_stated_is_confirmed_with_its_place(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert found.text.startswith("是")
    assert found.value is not None
    assert found.value.value == Decimal("55.20")
    assert any("55.20" in citation.quote for citation in found.citations)


def test_another_figure_is_told_and_the_asked_one_is_not_repeated(store: Store) -> None:
    found = answer(store, "住房保障支出是52.50万元，对吗？")
    assert found.value is not None
    assert found.value.value == Decimal("55.20")
    assert "52.50" not in found.text
    assert not found.text.startswith("是")


def test_of_two_figures_the_stated_one_is_told(store: Store) -> None:
    found = answer(store, "公务接待费是18万元还是16万元？")
    assert found.status == "answered"
    assert found.value is not None
    assert found.value.value == Decimal("18.00")


def test_a_figure_of_nothing_that_is_stated_is_not_answered_by_another(store: Store) -> None:
    assert answer(store, "防汛物资采购费是18.00万元，对吗？").status == "not_found"


def test_a_part_of_a_sum_that_fails_is_confirmed_with_that_caution(store: Store) -> None:
    found = answer(store, "差旅费是9.80万元，对吗？")
    assert found.value is not None
    assert found.value.value == Decimal("9.80")
    assert "30.00万元" in found.text  # the sum that it is a part of itself
    assert "30.90万元" in found.text
    assert "勾稽关系也相符" not in found.text


ASSETS = """柏溪县医疗保障局
2023年部门决算

第一部分 情况说明

一、国有资产占有情况

年末固定资产金额为612.40万元，全部为在用资产。

二、居民医保

全年城乡居民医保参保缴费20000人，缴费金额640万元。居民医保缴费最低档次标准为300元/年。

三、定点机构

当年新纳入定点机构25家，累计纳入定点机构140家。全年征收职工医保基金1820万元。

第二部分 资产表

固定资产占用情况表

单位：万元

| 项目 | 金额 |
|---|---|
| 资产总额 | 612.40 |
| 房屋 | 300.00 |
| 车辆 | 52.40 |
| 无形资产 | 260.00 |
"""


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("assets"), "柏溪县医疗保障局2023年部门决算", ASSETS) as opened:
        yield opened


def test_a_figure_that_a_named_table_has_under_another_name_is_not_confirmed_by_the_text_alone(assets: Store) -> None:
    found = answer(assets, "说年末固定资产612.40万元，这个数跟资产占用情况表对得上吗？")
    assert found.text.startswith("对不上")
    assert "“资产总额”" in found.text
    assert len(found.citations) == 2


def test_a_figure_that_a_named_table_has_under_its_name_is_confirmed(assets: Store) -> None:
    assert answer(assets, "资产总额612.40万元，和资产占用情况表对得上吗？").text.startswith("是")


def test_what_came_anew_is_not_what_there_is_by_then_and_what_came_in_not_what_was_paid(assets: Store) -> None:
    assert str(answer(assets, "定点机构累计纳入了多少家？").value) == "140家"
    assert answer(assets, "2023年职工医保基金支出了多少？").status == "not_found"


def test_a_standard_is_not_shared_out_among_those_it_is_for(assets: Store) -> None:
    found = answer(assets, "居民医保平均每人缴了多少元？")
    assert str(found.value) == "320.00元"
    assert "300" not in found.text
