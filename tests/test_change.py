"""Changes: stated, between two years, or between the two ends that one sentence gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from narrated import filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("change")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("行政运行今年砍了多少钱？", "-30.00万元"),
        ("森林资源培育同2021年相比，涨幅是多少？", "10.00%"),
        ("护林员补助标准提高了多少元？", "150元"),
        ("护林员补助标准每月提到多少钱？", "750元"),
        ("护林员补助标准原来是多少？", "600元"),
        ("降幅最大的是哪一项？", "-9.38%"),
    ],
)
def test_changes_in_everyday_words(store: Store, question: str, expected: str) -> None:
    assert str(answer(store, question).value) == expected
