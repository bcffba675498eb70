"""The 项 below a class that a question names by its code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from county import county

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with county(tmp_path_factory.mktemp("children")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("农业农村（21301）下面几个项级科目，金额居首的是哪个？", "400.00万元"),
        ("21301款下面各项级科目中哪个金额最小？", "125.50万元"),
        ("农业农村（款）项下两个项级科目的决算数相加是多少？", "525.50万元"),
    ],
)
def test_they_are_ranked_and_added_up(store: Store, question: str, value: str) -> None:
    found = answer(store, question)
    assert (found.status, str(found.value)) == ("answered", value)


def test_more_of_them_than_the_question_counts_are_not_added(store: Store) -> None:
    assert answer(store, "农业农村（21301）下面三个项级科目一共多少？").status == "not_found"
