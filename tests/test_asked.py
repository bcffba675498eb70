"""One item asked for in many ways: politely, by its code, through a code in brackets, framed in English, in another unit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from county import county

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with county(tmp_path_factory.mktemp("asked")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("请提供2031年邮电费的决算数。", "4.45万元"),
        ("编辑问：邮电费是多少？", "4.45万元"),
        ("能否告知邮电费花了多少钱", "4.45万元"),
        ("编码30207的金额是多少？", "4.45万元"),
        ("寄信打电话这类开销（30207）花了多少？", "4.45万元"),
        ("How much is 邮电费?", "4.45万元"),
        ("把邮电费换成元是多少", "44500元"),
        ("30201和30205合计多少？", "21.20万元"),
        ("办公费(30201)、水费(30205)合计多少？", "21.20万元"),
        ("办公费、水费两样凑一块多少钱？", "21.20万元"),
        ("差旅费较办公费高出多少？", "8.85万元"),
        ("邮电费一共列了多少支出？", "4.45万元"),
        ("差旅费除以办公费是多少？", "1.44倍"),
        ("办公费相当于差旅费的多少？", "69.32%"),
    ],
)
def test_it_is_found(store: Store, question: str, value: str) -> None:
    found = answer(store, question)
    assert (found.status, str(found.value)) == ("answered", value)


@pytest.mark.parametrize(
    "question",
    [
        "会议费（30215）决算数是多少？",  # a code that the document does not have
        "县水文站2031年有多少编制？",  # an institution that it is not
        "How much did the Yunwu Health Commission spend in 2031?",
        "农田管护是哪家公司中标的？",
    ],
)
def test_what_is_not_there_is_refused(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"
