"""Folding: the form of a text in which equal things compare equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Full-width ASCII (！ to ～) lies 0xFEE0 above its half-width form.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2002: 0x20, 0x2003: 0x20}
# Fonts print some characters from the blocks of radicals (⼀, ⻋). NFKC knows those of the Kangxi block; of the supplement these
# are characters by themselves (Unicode, EquivalentUnifiedIdeograph).
_SUPPLEMENT = (
    "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻊足⻋车⻑长⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
_KANGXI = range(0x2F00, 0x2FD6)
RADICALS = {ord(a): ord(b) for a, b in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)} | {
    code: ord(unicodedata.normalize("NFKC", chr(code))) for code in _KANGXI
}
_HALF |= RADICALS
_MARKUP = re.compile(r"</?u>|\*\*|\\geq?|\\leq?", re.IGNORECASE)
_MARKS = {"\\geq": "≥", "\\ge": "≥", "\\leq": "≤", "\\le": "≤"}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "「": '"', "」": '"'})


def half_width(text: str) -> str:
    """Full-width letters, digits and blanks in half width; the length stays the same."""
    return text.translate(_HALF)


def squash(text: str) -> str:
    """Half width, lower case, straight quotes, without white space and dump mark-up (`<u>`, `**`)."""
    return _squashed_cell(text) if len(text) <= _CELL else _squashed(text)


def _squashed(text: str) -> str:
    text = _MARKUP.sub(lambda m: _MARKS.get(m.group().lower(), ""), text)
    return "".join(half_width(text).split()).translate(_QUOTES).lower()


# Tables ask for the same short texts again and again.
_CELL = 48
_squashed_cell = lru_cache(maxsize=1 << 15)(_squashed)


def bigrams(text: str) -> list[str]:
    """The character bigrams of the squashed text (the single character of a one-character text)."""
    text = squash(text)
    return [text[i : i + 2] for i in range(max(1, len(text) - 1))] if text else []


def similarity(left: str, right: str) -> float:
    """Dice coefficient over character bigrams, 0 to 1 (Dice 1945)."""
    one, two = bigrams(left), bigrams(right)
    if not one or not two:
        return 0.0
    rest = list(two)
    shared = 0
    for gram in one:
        if gram in rest:
            rest.remove(gram)
            shared += 1
    return 2 * shared / (len(one) + len(two))
