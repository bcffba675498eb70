"""Confirming a figure: yes with its place, no with the one that is stated, and which of two."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

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
