"""A figure inside a passage, where the passage says every word of the question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from narrated import filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("spoken")) as opened:
        yield opened


def test_the_only_number_of_its_kind_answers_for_its_passage(store: Store) -> None:
    found = answer(store, "中心管护站新建工程占地多大？")
    assert str(found.value) == "5200平方米"
    assert "用地面积约为5200平方米" in found.citations[0].quote
    assert {figure.verdict for figure in found.figures} == {"cited"}


@pytest.mark.parametrize("question", ["中心管护站改造工程占地多大？", "护林员宿舍占地多大？", "2021年聘用护林员多少人？"])
def test_a_passage_that_leaves_a_word_or_the_year_unsaid_answers_nothing(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"
