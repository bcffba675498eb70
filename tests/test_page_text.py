"""The words of the web application: both languages say everything, with the same values to fill in."""

from __future__ import annotations

import re

import pytest

from qa.page_text import WORDS, preferred, say


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_say_it_with_the_same_values(key: str) -> None:
    chinese, english = WORDS[key]
    assert chinese
    assert english
    assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english))


def test_values_are_filled_in() -> None:
    assert say("zh", "page_of", page=3, pages=18) == "第3页，共18页"
    assert say("en", "page_of", page=3, pages=18) == "Page 3 of 18"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-TW", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("fr", "en"),
        (None, "zh"),
        ("", "zh"),
        ("*", "zh"),
    ],
)
def test_the_browser_chooses_the_language(header: str | None, language: str) -> None:
    assert preferred(header) == language
