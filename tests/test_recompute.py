"""A stated share against its own part and whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.store import Store
from qa.lookup import answer
from tests.disputed import disputed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        yield opened


def test_a_share_that_its_part_and_whole_do_not_give_is_told(store: Store) -> None:
    found = answer(store, "卫生健康支出占6.13%，算对了吗？")
    assert found.status == "conflict"
    assert {figure.text: figure.verdict for figure in found.figures}["6.13%"] == "contradicted"
    assert "41.70 ÷ 812.40 × 100% ≈ 5.13%" in found.text


@pytest.mark.parametrize("question", ["农林水支出占76.22%，算对了吗？", "住房保障支出占6.79%对吗？"])
def test_a_share_that_holds_is_confirmed(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert found.text.startswith("是")
    assert "勾稽关系也相符" in found.text
