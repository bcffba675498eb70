"""What a sentence states, figure by figure: levels, changes, rates and shares, with the words that say which is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from corpus.amount import MONEY, Amount, find_amounts
from corpus.document import Document
from corpus.folding import half_width
from corpus.place import Span
from corpus.prose import Sentence

Role = Literal["level", "base", "change", "rate", "share", "completion", "other"]

UP = "增加|增长|上升|提高|上涨|增幅|新增"
DOWN = "减少|下降|降低|压减|压缩|减幅|降幅|下调|缩减|减低"
_DIRECTION = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|额|幅度|比例|比率|率|幅|数)*(?:为|约|达|是|到)*[:：]?$")
_SHARE = re.compile(r"占(?P<whole>[^,，;；。:：、%]{0,30}?)(?:的)?(?:比例|比重|比|百分比)?(?:分别|各)?(?:为|约|是)?[:：]?$")
_COMPLETION = re.compile(
    r"(?:完成|为|占)(?P<whole>(?:年初|全年|调整|本年|当年|年度|调整后)?预算(?:数|安排)?)(?:的)?(?:比例)?(?:为)?$|(?P<rate>(?:预算)?(?:执行率|完成率))(?:为|达|达到|是)?$"
    r"|[,，](?:预算)?完成了?$"
)
# What something is compared with begins with a time or a budget: 与 and 同 stand in names as well (体育与传媒, 协同).
_COMPARED = re.compile(
    r"(?:比|较|与|同)(?P<base>(?:其)?(?:上|去|前|本|当|20\d\d|年|全年|调整|同期|预算|决算|执行|财政|部门|单位|我)[^,，;；。:：()（）]{0,40})$"
)
_MARK_UP = r"</?u>|\*\*"
# Runs of characters that count, up to the next blank or mark-up.
_KEPT = re.compile(rf"(?:{_MARK_UP})|(?P<word>[^\s_<*]+|[<*])", re.IGNORECASE)
_COUNTED = {"人", "辆", "台", "套", "台套", "家", "个", "平方米", "人次", "批次", "户", "所", "件"}
_BREAK = re.compile(r"[,，;；。:：]")


@dataclass(frozen=True, slots=True)
class Said:
    """One figure of a sentence: `before` the words since the figure before it, `start`/`stop` offsets in the clean text.

    role: `level` a quantity as such, `base` a level that another is compared with, `change` and `rate` an increase (sign
    1) or decrease (−1), `share` a part of a whole named by `whole`, `completion` of a budget. `depth`: open brackets.
    """

    amount: Amount
    role: Role
    before: str
    start: int
    stop: int
    span: Span
    sign: int = 0
    whole: str = ""
    depth: int = 0
    inferred: bool = False

    @property
    def subject(self) -> str:
        """The words right before a level that name it: the last clause before it, without 为, 共计 and the like."""
        return _subject(self.before)

    @property
    def title(self) -> str:
        """The subject with the 合计 or 总计 that belongs to the names of totals."""
        return re.sub(r"(?:为|约|共|达|是|安排|数)*$", "", _clause(self.before))


@lru_cache(maxsize=4096)
def _subject(before: str) -> str:
    return re.sub(r"(?:为|共计|合计|总计|约|共|达|是|安排|数)*$", "", _clause(before))


@lru_cache(maxsize=4096)
def _clause(before: str) -> str:
    clause = re.split(r"[,，;；。:：]", before.rstrip(":："))[-1]
    clause = re.sub(r"^.*(?:其中|包括|分别为)[:：]?", "", clause)
    clause = re.sub(r"^\((?=[^()]*$)", "", clause)  # a bracket that the list opens
    return re.sub(r"^(?:[-、]|\((?:[一二三四五六七八九十]+|\d+)\)|[一二三四五六七八九十]+、|\d+[.．、](?!\d))+", "", clause)


@dataclass(frozen=True)
class Reading:
    """A sentence without blanks and mark-up, with its figures and the way back to the document."""

    sentence: Sentence
    text: str
    offsets: tuple[int, ...]
    said: tuple[Said, ...]

    @cached_property
    def levels(self) -> tuple[Said, ...]:
        """The figures that are quantities as such."""
        return tuple(figure for figure in self.said if figure.role == "level")

    def between(self, one: Said, two: Said) -> str:
        """The words between two figures."""
        return self.text[one.stop : two.start]


def clean(document: Document, span: Span) -> tuple[str, tuple[int, ...]]:
    """A slice in half width without white space and mark-up, and where in the document each character stands."""
    raw = half_width(document.text[span.start : span.stop])
    offsets: list[int] = []
    kept: list[str] = []
    for match in _KEPT.finditer(raw):
        if match.group("word") is not None:
            kept.append(match.group())
            offsets += range(span.start + match.start(), span.start + match.end())
    return "".join(kept), tuple(offsets)


def read_sentence(document: Document, sentence: Sentence) -> Reading:
    """The figures of a sentence with their roles."""
    text, offsets = clean(document, sentence.span)
    said: list[Said] = []
    last_stop = 0
    money: str | None = None
    for found in find_amounts(text):
        amount, inferred = found.amount, False
        if amount.unit is None and money is not None and "." in text[found.start : found.stop] and re.match(r"[,，]占", text[found.stop :]):
            amount, inferred = Amount(amount.value, money), True  # "基本支出289.18，占20.7%": the unit was forgotten
        if amount.unit not in MONEY and amount.unit not in ("%", "百分点") and amount.unit not in _COUNTED:
            continue
        if found.bound is not None or re.match(r"\d|以[上下内]|[(（]?含[)）]?以", text[found.stop :]):
            continue
        before = text[last_stop : found.start]
        depth = text.count("(", 0, found.start) - text.count(")", 0, found.start)
        place = Span(offsets[found.start], offsets[found.stop - 1] + 1)
        role, sign, whole = _role(before, amount)
        said.append(Said(amount, role, before, found.start, found.stop, place, sign, whole, depth, inferred))
        if amount.unit in MONEY:
            money = amount.unit
        last_stop = found.stop
    return Reading(sentence, text, offsets, tuple(said))


def _role(before: str, amount: Amount) -> tuple[Role, int, str]:
    direction = _DIRECTION.search(before)
    sign = 0 if direction is None else 1 if direction.group("up") else -1
    if amount.unit == "%":
        if direction is not None:
            return "rate", sign, ""
        completion = _COMPLETION.search(before)
        if completion is not None:
            return "completion", 0, completion.group("whole") or ""
        share = _SHARE.search(before)
        if share is not None:
            return "share", 0, share.group("whole")
        return "other", 0, ""
    if amount.unit == "百分点":
        return "other", 0, ""
    if direction is not None:
        return "change", sign, ""
    if _COMPARED.search(before):
        return "base", 0, ""
    return "level", 0, ""


def compared_with(before: str) -> str | None:
    """What the words before a change or rate compare with (`2023年预算`, `上年`); None where they compare with nothing."""
    stripped = _DIRECTION.sub("", before)
    found = list(re.finditer(r"(?:同比|环比)|(?:比|较|与|同)(?P<base>[^,，;；。]{0,40})", stripped))
    if not found:
        return None
    return found[-1].group("base") or "上年同期"


def governing(text: str, position: int) -> str | None:
    """What the comparison that opens a sentence compares all of it with (`与2019年相比，收入增加…，支出增加…`); None without one."""
    hit = re.match(r"(?:与|同|较|比)([^,，;；。]{2,24}?)(?:相比较?|比较)[,，]", text)
    if hit is None or re.search(r"原因|由于|因为|主要是|[;；]", text[hit.end() : position]):
        return None
    return hit.group(1)


def changed_item(before: str) -> str:
    """What the words before a change or rate say has changed (`…，收入总计增加` → 收入总计); "" where they name nothing."""
    clause = re.split(r"[,，;；。:：]", _DIRECTION.sub("", before))[-1]
    return re.split(r"比|较|与|同", clause, maxsplit=1)[0]


def tight(words: str) -> bool:
    """Whether nothing but a comparison stands between a level and its change, so that they surely belong together."""
    lead = re.split(r"比|较|与|同", words, maxsplit=1)[0]
    return len(_BREAK.sub("", lead)) <= 4


def neighbours(readings: Sequence[Reading], position: int, back: int, *, depth: int | None = None) -> list[Reading]:
    """The sentences of the same section (to `depth` headings) right before one, nearest first."""
    here = readings[position].sentence
    found = []
    for reading in reversed(readings[max(0, position - back) : position]):
        if reading.sentence.section[:depth] != here.section[:depth]:
            break
        found.append(reading)
    return found
