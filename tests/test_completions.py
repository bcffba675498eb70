"""The OpenAI protocol: what a request asks, and how an answer is written for it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from corpus.amount import Amount
from corpus.place import Span
from qa.answer import Answer, Citation, Shown
from qa.completions import BadRequest, read_request, written


def request(**fields: object) -> bytes:
    return json.dumps({"model": "gouji", "messages": [{"role": "user", "content": "多少？"}], **fields}).encode()


def test_the_last_words_of_a_user_are_the_question() -> None:
    messages = [
        {"role": "system", "content": "be short"}, {"role": "user", "content": "一"}, {"role": "assistant", "content": "…"},
        {"role": "user", "content": [{"type": "text", "text": "二"}, {"type": "image_url", "image_url": {"url": "x"}}]},
    ]  # fmt: skip
    asked = read_request(request(messages=messages, documents="a.pdf", stream=True, temperature=0.2))
    assert (asked["question"], asked["history"], asked["documents"], asked["stream"]) == ("二", ["一"], ["a.pdf"], True)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"no json", 400, "no JSON"), (b"[]", 400, "no JSON object"), (request(model="gpt"), 404, "does not exist"), (request(messages="x"), 400, "list"),
        (request(messages=[]), 400, "no text"), (request(messages=[{"role": "user", "content": None}]), 400, "no text"), (request(documents=[1]), 400, "names"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_said(body: bytes, status: int, says: str) -> None:
    with pytest.raises(BadRequest, match=says) as refused:
        read_request(body)
    assert refused.value.status == status


def test_an_answer_has_footnotes_and_verdicts_and_no_personal_number() -> None:
    citation = Citation(
        1,
        "d",
        "水务.pdf",
        "青岚县水务局",
        2023,
        3,
        (1, 1),
        (),
        "收支总表",
        "差旅费",
        "合计",
        "差旅费\t18.80\t13812345678",
        (),
        "text",
        Span(0, 3),
    )
    shown = Shown("18.80万元", Amount(Decimal("18.80"), "万元"), 1, "confirmed", "表")
    text = written(Answer("问", "answered", "差旅费为18.80万元[1]。", citations=(citation,), figures=(shown,)))
    assert (
        text == "差旅费为18.80万元[1]。\n\n[1] 水务.pdf · p. 3 · 收支总表 · 差旅费 · 合计: 差旅费 18.80 138******78\n✓ 18.80万元 confirmed"
    )
    assert written(Answer("问", "not_found", "没有。")) == "没有。"
