"""The words of a question that name nothing by their part of speech: pronouns, adverbs, prepositions, conjunctions, particles, measure words.

A general dictionary of Chinese (that of jieba) tells the parts of speech, so that no list of ours has to foresee how people put a question.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

import rjieba

from corpus.terms import synonyms, terms_in
from qa.wording import FUNCTION

# Tags of jieba's dictionary (ICTCLAS): p preposition, c conjunction, u… particle, y modal, e exclamation, o onomatopoeia, r pronoun, d adverb.
_CLOSED = frozenset("p c u uj ul uv uz ud ug y e o r d".split())  # noqa: SIM905
# Numerals, measure words, words of time and place name nothing only as words of two and more characters (一块, 下面, 当初).
_COUNTING = frozenset("m q t f".split())  # noqa: SIM905
FRAMING = _CLOSED | _COUNTING
# Verbs of one character that are light wherever they stand, and all others where nothing follows or precedes them.
_COPULAS = frozenset("是有在能会要让")
_SHORTEST = 2
_COMPLEMENTS = frozenset("到出上掉完进给成")
# What a name neither holds nor begins with (下放|给|石涧镇): prepositions, particles, pronouns.
_JOINTS = frozenset("p u uj ul uv uz ud r".split())  # noqa: SIM905
# What tells one thing of its kind from another, whatever part of speech it is.
_TELLING = re.compile(r"其他|其它|另外|本级|第[一二三四五六七八九十\d]|[初末底]$|年$|[上下]半年|季度|以[上下内外]|[月日]$|不|非|未|无")


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text with their parts of speech."""
    return tuple(rjieba.tag(text))


def without_function_words(text: str, names: str, gap: str) -> str:
    """A text with a gap for each word that names nothing; words that stand in `names` (what the documents use) are kept."""
    return re.sub(r"[一-龥]{2,}", lambda hit: _stripped(hit.group(), names, gap), text)


def name_in(run: str) -> str:
    """What is left of a run of characters that ends with a name when what leads to it is taken off (请列示|岑云县, 月底|街道)."""
    words = list(tagged(run))
    joint = max((at for at, (_, tag) in enumerate(words[:-1]) if tag in _JOINTS), default=-1)
    words = words[joint + 1 :]
    while len(words) > 1 and (words[0][1] in _CLOSED | _COUNTING | {"v"}):
        words.pop(0)
    return "".join(word for word, _ in words)


def _stripped(run: str, names: str, gap: str) -> str:
    words = tagged(run)
    inside = {at for term in terms_in(run) for hit in re.finditer(re.escape(term), run) for at in range(hit.start(), hit.end())}
    starts = list(accumulate((len(word) for word, _ in words), initial=0))
    kept = [
        gap if at not in inside and _names_nothing(word, tag, names) and not _part_of_word(run, at, word, names) else word
        for at, (word, tag) in zip(starts, words, strict=False)
    ]
    for at, step in ((0, 1), (len(words) - 1, -1)):
        # “核了”, “打疫苗”: a verb of one character at the edge says what is done, not to what.
        while 0 <= at < len(kept) and kept[at] == gap:
            at += step
        lone = 0 <= at < len(kept) and words[at][1] == "v" and starts[at] not in inside and _light_verb(words[at][0], names)
        # 社|保: a character beside another one is a part of a word that the dictionary does not know.
        parted = (
            len(words) > 1 and 0 <= at < len(words) and len(words[at - step if 0 <= at - step < len(words) else at + step][0]) >= _SHORTEST
        )
        if lone and parted and _bare(kept, at, gap):
            kept[at] = gap
    return "".join(kept)


def _light_verb(word: str, names: str) -> bool:
    """Whether a verb is of one character (核, 打), or of one with its complement (收到, 拿到) that the documents do not use."""
    return len(word) == 1 or (len(word) == _SHORTEST and word[1] in _COMPLEMENTS and word not in names)


def _part_of_word(run: str, at: int, word: str, names: str) -> bool:
    """Whether a single character makes a word of the documents with its neighbour (自评)."""
    return len(word) == 1 and ((at > 0 and run[at - 1 : at + 1] in names) or (at + 1 < len(run) and run[at : at + 2] in names))


def _bare(kept: list[str], at: int, gap: str) -> bool:
    """Whether a name of two and more characters is left without this word."""
    return any(len(word) >= _SHORTEST for number, word in enumerate(kept) if number != at and word != gap)


def _names_nothing(word: str, tag: str, names: str) -> bool:
    if _TELLING.search(word) or synonyms(word):
        return False
    if len(word) == 1:  # the dictionary knows rare uses of many a character: 保 is a preposition there
        return (tag in _CLOSED and word in FUNCTION) or word in _COPULAS
    return tag in _CLOSED | _COUNTING and word not in names
