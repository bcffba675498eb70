"""Shares, as stated or computed; the whole may be named, or be the table's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from narrated import filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("ratio")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [("高级工程师占在职人员的多大比例？", "15.00%"), ("在职人员里，工程师占百分之几？", "35.00%"), ("项目支出的比重是多少？", "35.00%")],
)
def test_shares(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert str(found.value) == expected
    assert {figure.verdict for figure in found.figures} <= {"confirmed", "cited", "computed"}


@pytest.mark.parametrize("question", ["按320人算，护林员人均多少？", "临时工占在职人员的多大比例？"])
def test_what_is_not_named_is_not_divided(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"
