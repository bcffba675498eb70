"""Two figures side by side, one figure in two places, and a figure against the sum of its parts."""

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
