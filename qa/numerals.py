"""Chinese numerals as a question counts with them (“七个项目”, “三批”)."""

from __future__ import annotations

import re

_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(r"(?<!第)(\d{1,3}|[两二三四五六七八九十]{1,3})大?(?:个|项|家|类|种|批|笔|样|块|条|大类|方面|部分)(?!月|百分|钱)")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH = re.compile(
    rf"\b({'|'.join(_WORDS)}) (?:[a-z-]+ ){{0,2}}(?:items|projects|parts|types|kinds|categories|classes|expenses|lines|batches|funds|pools|lines|programmes)\b",
    re.IGNORECASE,
)


def numeral(text: str) -> int | None:
    """The number that 十一, 三, 两 or 12 stands for; None for anything else, and beyond 99."""
    if text.isdigit():
        return int(text)
    if text in _DIGITS:
        return _DIGITS[text]
    tens, ten, ones = text.partition("十")
    if not ten or (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def counted(text: str) -> int | None:
    """How many things a question says there are (`三批药品` → 3); None where it does not."""
    found = _COUNTED.search(text)
    if found is None and (english := _ENGLISH.search(text)) is not None:
        return _WORDS.index(english[1].lower()) + 2
    return None if found is None else numeral(found.group(1))
