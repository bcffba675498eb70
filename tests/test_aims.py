"""The kinds of answer that questions for words want."""

from __future__ import annotations

import pytest

from qa.aims import aims


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("为什么减少？", "reason"),
        ("收入翻了一番，文件怎么解释？", "reason"),
        ("这笔钱拿去干什么了？", "purpose"),
        ("钱花在什么地方？", "purpose"),
        ("什么时候成立的？", "date"),
        ("馆长叫什么名字？", "person"),
        ("由哪个部门牵头？", "agent"),
        ("新馆建在哪里？", "place"),
        ("什么是上年结转？", "definition"),
        ("立项依据有哪些？", "basis"),
        ("主要职责有哪些？", "duty"),
        ("存在哪些问题？", "problem"),
        ("取得了什么成效？", "goal"),
        ("下属单位有哪些？", "names"),
        ("有哪些保障措施？", "how"),
        ("What is the fund used for?", "purpose"),
        ("How will the plan be carried out?", "how"),
    ],
)
def test_the_kind_is_told_by_how_a_question_asks(question: str, first: str) -> None:
    assert aims(question)[0].name == first


def test_a_passage_shows_by_its_words_that_it_answers() -> None:
    (reason,) = aims("为什么减少？")
    assert reason.sign.search("比上年减少，主要原因是压缩开支。")
    assert not reason.sign.search("财政影响力不断提高。")
    assert reason.needed
