"""Tokens: what a text and a question are compared by, so that equal things are equal tokens."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.folding import half_width

# Raised when the same text gives other tokens than before; a store with older tokens is indexed again.
TOKENS_VERSION = 1

_MARKUP = re.compile(r"</?u>|\*\*|\\[a-z]+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
# Letter-spaced headings and wrapped lines: blanks between Chinese characters mean nothing.
_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
# 1,367.76 and 1367.76 and "1, 367. 76"; after a point with a blank only two digits, or "1. 2023年" would be a number.
_NUMBER = r"\d{1,3}(?:\s?,\s?\d{3})+(?!\d)(?:\s?\.\s?\d+)?|\d+(?:\.\d+|\s?\.\s\d{2}(?![\d年]))?"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[a-z]+(?:['-][a-z]+)*)|(?P<han>[{_HAN}]+)")
_YEAR = re.compile("[〇零○一二三四五六七八九]{4}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")

# Words that ask, and say nothing of what is asked for.
_ASKING = re.compile(
    r"请问|请|多少钱|多少|几个|几项|是什么|什么|哪些|哪个|哪几|哪|怎么样|怎么|如何|为何|为什么|是否|有没有|吗|呢|啊|吧|分别|一共|总共|具体|告诉我|我想知道|列出|说明一下|的|了|是|在|有|和|与|及"
)
_ENGLISH_WORDS = (
    "a an and are as at be been by did do does for from had has have how in is it its many much of on or please show tell that the their there they "
    "this to was were what when where which who why will with would you me my i s"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def tokens(text: str) -> list[str]:
    """The tokens of a text in order: Chinese single characters and pairs, Latin words, numbers without their grouping."""
    folded = _BLANK_IN_HAN.sub("", _MARKUP.sub(" ", half_width(text).lower().replace("，", ",")))
    folded = _YEAR.sub(lambda match: match.group().translate(_DIGITS), folded)
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        run = match.group()
        if match.lastgroup == "number":
            found.append(number_token(run))
        elif match.lastgroup == "word":
            found.append(run.replace("'", ""))
        else:
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def question_tokens(text: str) -> list[str]:
    """The distinct tokens of a question, without the words that only ask; all of them where nothing else would be left."""
    kept = [token for token in tokens(_ASKING.sub(" ", _without_blanks(text))) if token not in _ENGLISH]
    return list(dict.fromkeys(kept or tokens(text)))


def number_token(text: str) -> str:
    """A printed number as one token: no grouping, no zeros at the end (510.00 is 510); codes keep their leading zeros."""
    digits = re.sub(r"[\s,]", "", text)
    if "." not in digits:
        return digits
    return f"{Decimal(digits).normalize():f}"


def _without_blanks(text: str) -> str:
    return _BLANK_IN_HAN.sub("", text)
