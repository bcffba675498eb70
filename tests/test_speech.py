"""Function words are told by their part of speech; what the documents use, or the field's terms hold, is kept."""

from __future__ import annotations

import pytest

from qa.speech import name_in, without_function_words

NAMES = "工会经费\n社会保险基金\n自评得分\n事业编制"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("这一块到底", ["到底"]),
        ("究竟安排给谁", ["安排"]),
        ("收到捐赠", ["捐赠"]),
        # a word of the field, of the documents, or of two characters that the dictionary does not know
        ("在岗在编", ["在岗在编"]),
        ("全市社保", ["全市社保"]),
        ("其他支出", ["其他支出"]),
        ("不含退休", ["不含退休"]),
    ],
)
def test_words_that_name_nothing_leave_a_gap(text: str, kept: list[str]) -> None:
    assert [piece for piece in without_function_words(text, NAMES, "，").split("，") if len(piece) > 1] == kept


@pytest.mark.parametrize(
    ("run", "name"), [("请列示岑云县", "岑云县"), ("月底街道", "街道"), ("县里下放给石涧镇", "石涧镇"), ("医疗保障局", "医疗保障局")]
)
def test_a_name_is_told_from_what_leads_to_it(run: str, name: str) -> None:
    assert name_in(run) == name
