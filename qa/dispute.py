"""Disputes: what a question wants confirmed or compared, apart from the words that it asks so with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.amount import Amount, Stated, find_amounts
from corpus.folding import half_width
from qa.catalogue import Entry, grams
from qa.inquiry import Inquiry, Scope
from qa.item import CHANGES, COUNT, DONE, LEVEL, SHARE
from qa.link import Match

EVERY = (LEVEL, COUNT, SHARE, DONE, *CHANGES)
_OTHER_PHRASE = 0.02
_PLAIN = 0.8
# A place that the question names is preferred among links that are about as good.
_IN_PLACE = 0.05
# How a question asks whether statements agree or a figure is right: none of it names a thing.
_ASKING = re.compile(
    r"(?:两|几|各|多|不同|其他|别的)的?(?:处|个?地方|份文件|种说法)(?:的|里)?(?:说法|数字?|口径|写法)?|(?:那|这)一?(?:项|笔|个|块|栏|行|格)(?=[^一-龥]|[是的，])|"
    r"(?:写|说|列|填|(?<![预决结核测概])算|报|提|标|印|讲|给|用)?(?:得|法)?(?:是否|是不是|能不能|能否|能|都)?(?:[对合]得上号?|[算配加凑]得[上拢通]|对不上|对上|对得起来|对得拢|吻合|相符|不符|符合|相等|等于|匹配|一一?致|一不一致|不一致|一样|不一样|相同|不同|矛盾|冲突|打架|有?出入|有差别|有差异)(?:不|没有?|吗|么|呢)?"
    r"|(?:写|说|列|填|(?<![预决结核测概])算|报|印|标|加|讲)(?:得|的)?(?:对|错|准|准确|正确)(?:了|没错)?(?:不对|没有?|吗|么|不|呢)?|(?:哪里|哪儿|哪个|哪处|哪一个|错在|谁)(?:是)?(?:写|算)?(?:对|错|准|可信|为准)(?:的|了)?"
    r"|对不对|对吗|对吧|对么|是吗|是吧|准不准|是否(?:准确|正确|属实|有误|合理)|准确吗|正确吗|属实吗?|合理吗|没错吧?|有误|有没有(?:问题|错|误)|有问题吗|写错|算错|错误|靠谱吗|站得住脚?吗?|成立吗|正确|准确|明显"
    r"|(?<=[一-龥])怎么(?=不|会|，|$)|(?:是|为)多少|表(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?=[里中上的，])(?:里面?|中|上|的)*"
    r"|以(?:哪|谁)[一个处]*为准|(?:自己)?(?:加|凑)(?:起来)?得拢|够(?:不够)?总数|是?(?:不是)?(?:一个|同一个)数|说得通|真有|哪[一个张处]*(?:数字?|表)?(?:才)?(?:是)?(?:对|准)的?|前后(?:两[处次])?|究竟|到底|真的|实际上|是不是|是否|有没有(?:列|计|算)进|核对一?下|核实一?下|请?核对|请?核实|查一?下|这[个两]?个?(?:数字?|降幅|增幅|比例|百分比|说法|结论|结果|金额)"
    r"|(?:两|几|各|多|不同|其他|别的)(?:处|个?地方|份文件|种说法)(?:的|里)?(?:说法|数字?|口径|写法)?|相互|互相|有?[两二几]个?种?(?:不同的?)?说法|分别是多少|说法|写法|口径|描述|之间|文件(?:里|中|前后)?|单位(?=是)"
)
_SHARES = re.compile(r"(?:文件)?里?(?:写|列|给|标|印|填|说)的|(?:增长|下降|增减|变动)率|增幅|降幅|同比|百分比|百分数|占比|比例|比重")
_IN = r"(?:里面?|中|上面?|内|当中|的|写的|说的|列的)*"
# Where a statement is looked for; a table named by its own words keeps them for the first phrases.
_PLAIN_PLACE = re.compile(
    r"(?:(?:文字|情况|编制|收支|预算|决算|公开)*说明(?:文字|部分|书)?|正文|文字(?:部分)?|附件[一二三四\d]*(?:的)?|评价报告|自评报告|报告|名词解释"
    r"|(?:各|几|[两二三多]|哪|这|那|每|其他)张?(?:绩效|决算|预算)?表格?|(?:项目|整体|部门)?(?:支出)?绩效(?:目标|自评)?(?:申报)?表|(?:长期|中期|年度|当年|今年|本年|全年|总体|整体)的?(?:绩效)?(?:目标|指标)值?|(?:指标|目标)(?:的)?[上下]限|(?:绩效)?(?:指标|目标)值?的?[上下]限)"
    + _IN
)
_TABLE = re.compile(
    r"(?P<title>[^，,。；;、和与跟同在的？?]{0,24}?)(?:总|明细)?表(?!格?明(?!细)|示|决|现|彰|达)格?(?:里面?|中|上面?|内|当中|的)*"
)
_ROW = re.compile(r"(?:那|这)?一?[行栏列格](?=，|$|[和与跟同])")
_PARTS_SUM = re.compile(
    r"加起来|凑起来|得拢|(?<=[一-龥])加(?=[一-龥]{1,6}(?:，|,|凑|等于|够|之和|合计|总))|加总|相加|之和|总和|加在一起|合起来|分项|明细|各项|各个?项目|(?:两|三|四|几|各)(?:类|项|块|部分)|分类数|构成|来源|parts|components|sources|breakdown|\bsum\b", re.IGNORECASE
)  # fmt: skip
# The parts and the whole of something, apart from what it is.
_SUMMED = re.compile(
    r"(?:支出|收入|测算)*(?:明细|分项|构成)(?:的|测算|金额|数额|数)*|各个?项目?|总(?:预算|支出|收入|额|数|计)|合计|加起来|加总|相加|之和|总和|合起来|加在一起|吗"
)
_LISTING = re.compile(r"哪些|哪几|有哪|哪两|\bwhich\b|\blist\b|\ball\b", re.IGNORECASE)
_JOINER = re.compile(r"[和与跟](?!谐|平)|(?<![不相合共])同(?!比|期|时|一|样)|以及|对得上|等于|符合|是否等于")
# What is left of a side that only says where to look, or that a whole is meant.
_WHOLE = re.compile(r"(?:总|合计|总计|总额|总数|总和|金额|数额|数据|数字|数|小计|预算|决算|一栏|行|栏|的|，|那|这)+")
# The number of a table is no figure (公开10表).
_NUMBERED = re.compile(r"(?:公开|预算|财决|附|表)\s*\d{1,2}(?:-\d+)?\s*表?")
_CLAUSES = re.compile(r"[?？;；]|[吗么][，,]?")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are compared: the `phrase` that names it, and all that is `said` of it, places too."""

    phrase: str
    said: str


@dataclass(frozen=True)
class Dispute:
    """What a question disputes: `phrases` name the thing, the fullest first; `given` are the figures that it names itself.

    `sides` are the two things compared, where it names two; `adds` whether a figure is held against the sum of its parts.
    """

    inquiry: Inquiry
    phrases: tuple[str, ...]
    sides: tuple[Side, Side] | None
    given: tuple[Stated, ...]
    listing: bool
    adds: bool
    text_named: bool
    table_named: bool

    @classmethod
    def of(cls, inquiry: Inquiry) -> Dispute:
        """Takes the question of an inquiry apart."""
        question = inquiry.question
        known = "\n".join(scope.catalogue.vocabulary for scope in inquiry.scopes)
        bare = _cut(_ASKING, _SHARES.sub("，", question.folded) if not re.search(r"占比|比重", question.folded) else question.folded, known)
        shorter = _cut(_PLAIN_PLACE, bare, known)
        kept = _TABLE.sub(lambda m: m["title"] + "，", shorter)
        without = _TABLE.sub("，", shorter)
        phrases = [p for p in (without, kept, bare) if _names_something(inquiry, p)]
        sides = _sides(inquiry, question.folded, known)
        adds = bool(_PARTS_SUM.search(question.text))
        if adds:
            whole = _whole_side(question.folded, known)
            if not whole or not _names_something(inquiry, whole):
                whole = _SUMMED.sub("，", phrases[0]) if phrases else ""
            phrases = [whole] if whole and _names_something(inquiry, whole) else phrases
        return cls(
            inquiry, tuple(dict.fromkeys(map(_tidy, phrases))), sides, tuple(_given(inquiry)), bool(_LISTING.search(question.text)), adds,
            bool(re.search(r"说明|正文|文字|\btext\b|narrative", question.text)), "表" in question.text or "table" in question.text,
        )  # fmt: skip

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The figures that the question names."""
        return tuple(one.amount for one in self.given)

    def links(self, scope: Scope, also: Callable[[Entry], bool] | None = None) -> list[Match]:
        """The figures with an amount that the question's phrases may speak of, the best first."""
        return linked(self.inquiry, self.phrases, scope)

    def said(self, scope: Scope) -> set[str]:
        """The bigrams of the fullest phrase that the document uses."""
        known = scope.catalogue
        pieces = [piece for phrase in self.phrases[:1] for piece in self.inquiry.words(phrase, scope).pieces]
        return {g for piece in pieces for g in grams(piece) if g in known.postings or g in known.prose}


def linked(inquiry: Inquiry, phrases: tuple[str, ...], scope: Scope) -> list[Match]:
    """The figures with an amount that any of some phrases speaks of, whatever their basis, each with its best link."""
    question = inquiry.question
    asked = replace(question, units=() if "%" in question.units else question.units, basis=None)
    best: dict[int, Match] = {}
    for order, phrase in enumerate(phrases):
        if max((m.score for m in best.values()), default=0.0) >= _PLAIN:
            break  # what says it plainly needs no other wording
        codes = tuple(code for code in question.codes if code in phrase)
        for match in inquiry.link(phrase, scope, EVERY, question=replace(asked, codes=codes)):
            if match.amount is None:
                continue
            score = match.score - _OTHER_PHRASE * order
            known = best.get(match.entry.number)
            if known is None or score > known.score:
                best[match.entry.number] = replace(match, score=score)
    return sorted(best.values(), key=lambda m: (-m.score, m.entry.number))


def says(amount: Amount | None, given: Amount) -> bool:
    """Whether a stated amount is the figure that a question names; the question may leave out its unit or its last digits."""
    if amount is None:
        return False
    if abs(amount.value) == abs(given.value) and (given.unit is None or amount.unit is None or amount.unit == given.unit):
        return True
    if given.unit is None or amount.unit is None:
        return False
    if amount.dimension != given.dimension and not (given.unit == "万元" and amount.unit == f"万{amount.dimension}"):
        return False
    if given.unit == "万元" and amount.dimension != "元":
        return abs(amount.value) == abs(given.value)  # 10万(人)
    low, high = Amount(abs(given.value), given.unit).interval
    return low <= abs(amount.base) <= high


def _given(inquiry: Inquiry) -> list[Stated]:
    question = inquiry.question
    text = _NUMBERED.sub(lambda hit: "，" * len(hit.group()), half_width(question.text))
    found = []
    for one in find_amounts(text):
        amount, value = one.amount, one.amount.value
        after = text[one.stop : one.stop + 1]
        if amount.unit in ("年", "月", "日", "张", "篇") or (after in "年月日号-级类张号" and after):
            continue
        if amount.unit is None and (
            1990 <= value <= 2100 or f"{value:f}" in question.codes or (value < 10 and value == value.to_integral_value())
        ):
            continue
        if amount.unit in ("个", "项", "处", "种", "家", "张") and value <= 3:
            continue
        found.append(one)
    return found


def _cut(pattern: re.Pattern[str], text: str, known: str) -> str:
    """A text with a comma for each hit, but for hits inside a name that the documents use (文件印制费)."""

    def comma(hit: re.Match[str]) -> str:
        start, stop = hit.span()
        if stop - start > 4:
            return "，"
        around = {text[max(0, start - 2) : stop], text[start : stop + 2]}
        return hit.group() if any(len(part) == stop - start + 2 and "，" not in part and part in known for part in around) else "，"

    return pattern.sub(comma, text)


def _tidy(phrase: str) -> str:
    return re.sub(r"[，,？?。]+", "，", phrase).strip("，")


def _names_something(inquiry: Inquiry, phrase: str) -> bool:
    """Whether a phrase still names an item: more than that a whole is meant."""
    if any(code in phrase for code in inquiry.question.codes):
        return True
    return any(not _WHOLE.fullmatch(piece) for scope in inquiry.scopes[:1] for piece in inquiry.words(phrase, scope).pieces)


def _sides(inquiry: Inquiry, folded: str, known: str) -> tuple[Side, Side] | None:
    """The two things that a question compares; None where it names one, with the places it stands in."""
    asked = _cut(re.compile(r"(?:那|请问|请核对一?下?|核对一?下?)"), folded, known)
    for joiner in _JOINER.finditer(asked):
        start, stop = joiner.span()
        if asked[max(0, start - 2) : stop + 2] in known or (asked[max(0, start - 1) : stop + 1] in known and len(joiner.group()) == 1):
            continue
        tail = re.search(_ASKING, asked[stop:])
        left, right = asked[:start], asked[stop : stop + tail.start()] if tail and joiner.group() in "和与跟同以及" else asked[stop:]
        if joiner.group() in "和与跟同以及" and not tail:
            continue
        left = re.split(r"[，,;；]", left.rstrip("，,"))[-1] if re.search(r"[，,;；]", left) else left
        one, two = (Side(_bare_side(side, known), side) for side in (left, right))
        if all(_names_something(inquiry, side.phrase) or (_WHOLE.fullmatch(side.phrase) and "表" in side.said) for side in (one, two)):
            return one, two
    return None


def _whole_side(folded: str, known: str) -> str:
    """What is held against a sum: the side of the question that speaks of no parts."""
    for joiner in _JOINER.finditer(folded):
        left, right = _CLAUSES.split(folded[: joiner.start()])[-1], _CLAUSES.split(folded[joiner.end() :])[0]
        if not left or folded[max(0, joiner.start() - 2) : joiner.end() + 2] in known:
            continue
        if _PARTS_SUM.search(right) and not _PARTS_SUM.search(left):
            return _bare_side(left, known)
        if _PARTS_SUM.search(left) and not _PARTS_SUM.search(right):
            return _bare_side(right, known)
    return ""


def _bare_side(side: str, known: str) -> str:
    return _tidy(
        _ROW.sub(
            "",
            _TABLE.sub(
                lambda m: m["title"] if _WHOLE.fullmatch(re.sub(r"[\d.,]+[万亿]?元?", "", side[m.end() :])) else "，",
                _cut(_PLAIN_PLACE, _cut(_ASKING, side, known), known),
            ),
        )
    )
