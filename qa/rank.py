"""Answers by rank: the largest or smallest of a set that the documents list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa import listings
from qa.account import EMPTY
from qa.arithmetic import REMAINDERS
from qa.catalogue import Entry, grams
from qa.change import without_change
from qa.children import below
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, DIFFERENCE, DONE, LEVEL, RATE
from qa.numerals import counted, numeral
from qa.operands import Chosen, cut, operands, words_of
from qa.phrase import shown, whose
from qa.question import Question
from qa.refuse import refuse
from qa.wording import DOWN, FRAME, UP

# Lists no longer than this are cited in full.
_CITED = 6
_TOP = re.compile(
    r"(?:前|最[高大多低小少贵][的]?|排名?(?:在|居)?前)(?P<n>\d{1,2}|[两二三四五六七八九十]{1,2})(?:项|名|位|个|大|类|家|笔|的|是|[？?]|$)"
)
# “排第二的”, “第二大”: one place of the order.
_NTH = re.compile(r"(?:排名?|列|居)?(?:在)?第(?P<n>[一二三四五六七八九1-9])(?:大|多|高|位|名|少|低)?(?=的|是|谁|[？?，,]|$)")
_ENGLISH_NTH = re.compile(
    r"\b(second|third|fourth|fifth)[- ](?:largest|highest|biggest|greatest|smallest|lowest|most)\b|\b(?:ranks?|ranked|comes?) (second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_MOST = re.compile(
    r"(?:砍|压|减|降|涨|增|升|跌|缩|下降|减少|增长|增加)?得?最(?:狠|猛|厉害|快|大|多|高|明显)的?|[降增涨跌]幅|预算执行数|执行数|决算数|预算数|\\([^()]*\\)"
)
_RATE_DONE = re.compile(r"(?:完成|执行|支出)(?:率|进度|比例)")
_OF_SO_MANY = re.compile(r"几(?:个|项|类|种)[^，,。？?]{0,10}(?:里|中|当中|之中)")
_COUNTED_IN = ("分", "人", "户", "辆", "次", "人次")
_IN_PERCENT = re.compile(r"幅|率|百分|%|增速|最[快猛慢狠]|fastest|percent")
_IN_MONEY = re.compile(r"金额|数额|绝对额|增加额|减少额|[万亿]?元|钱")
_DOWN_MOST = re.compile(r"降幅|跌幅|(?:减|降|砍|压|跌|缩)得?最")
_RANKED_BY = re.compile(r"(?:哪[一个项类家笔块样种]*|谁)的?(?P<by>[^，。最更]{1,6}[款额值率数量积费金度分])最")
_COMMA = re.compile(r"、|和|与|以及|或|，")
# A listed name shorter than this is completed by the word that follows the list (教育、科技…支出).
_SHORT = 5
_RELAXED = 0.5


def rank(inquiry: Inquiry) -> Draft | None:
    """哪个最大: the first of the list the question speaks of."""
    question = inquiry.question
    kind, extreme = _kind(question)
    named = _named(inquiry, kind, extreme)
    if named is not None:
        return named[0]
    if kind == LEVEL and (children := below(inquiry)) is not None:
        ordered = sorted(children[1], key=lambda e: (-extreme * e.figure.amount.base if e.figure.amount else 0, e.number))
        return replace(_answer(inquiry, children[0], ordered, 1.0), accounted=True)
    if question.units == ("#",) and _OF_SO_MANY.search(
        question.folded
    ):  # “几个方向里哪个最多”: how many there are is not what they are ranked by
        inquiry = inquiry.asking(question := replace(question, units=()))
    count = None if _TOP.search(question.text) else counted(question.text)
    phrase = _NTH.sub("，", _TOP.sub("，", question.folded))
    left_out = next((hit["less"] for pattern in REMAINDERS if (hit := pattern.search(phrase))), "")
    phrase = phrase.replace(left_out, "，") if left_out else phrase
    if kind not in (LEVEL, COUNT):
        phrase = without_change(_MOST.sub("，", phrase))
    # A change is that of this year, whatever year it is compared with.
    asked = replace(question, years=(), offset=None) if kind not in (LEVEL, COUNT) else None
    found = max(
        (
            named_
            for one in ((COUNT, LEVEL) if kind == COUNT else (kind,))  # scores are counted in sentences, and printed in columns
            if (named_ := listings.named(inquiry, phrase, one, asked, keep=lambda e: _moves(e, question, kind) and e.item not in left_out, count=count))
        ),
        key=lambda one: (round(one.score, 1), len(one.entries)),
        default=None,
    )  # fmt: skip
    if found is None:
        return None
    ordered = sorted(_without_whole(found.entries), key=lambda e: (-extreme * e.figure.amount.base if e.figure.amount else 0, e.number))
    return replace(
        _answer(inquiry, found.scope, ordered, found.score),
        said=f"{found.listing.name}，{found.listing.about}，{listings.classified(ordered[0])}",
    )


# The parts of a whole, as they are printed, may fall short of it by so much.
_NEARLY_ALL = Decimal("1.01")
_WHOLE = re.compile(r"(?:总额|总值|总量|总数|总计|合计)$")


def _without_whole(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries without the one that holds the others (资产总额 above 固定资产, 无形资产): it is none of them."""
    others = [e for e in entries if not _WHOLE.search(e.item)]
    amounts = [e.figure.amount.base for e in others if e.figure.amount is not None]
    wholes = [e.figure.amount.base for e in entries if e not in others and e.figure.amount is not None]
    held = len(amounts) > 1 and all(max(amounts) <= whole <= sum(amounts) * _NEARLY_ALL for whole in wholes)
    return others if held else entries


def _answer(inquiry: Inquiry, scope: Scope, ordered: Sequence[Entry], score: float) -> Draft:
    """The first of an ordered list with the next ones; the first n where n are asked for."""
    question = inquiry.question
    place = _place(question.text)
    if place is not None and place > 1:
        return _nth(inquiry, scope, ordered, place, score)
    top = ordered[0]
    assert top.figure.amount is not None
    first = _TOP.search(question.text)
    size = (numeral(first["n"]) or 1) if first is not None else 1
    if size > 1:
        lines = "、".join(f"{e.item}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(ordered[:size]) if e.figure.amount)
        text = (
            f"{whose(inquiry, scope, top.figure)}依次是{lines}（共比较{len(ordered)}项）。"
            if inquiry.chinese
            else f"In order: {lines} ({whose(inquiry, scope, top.figure)}; {len(ordered)} items compared)."
        )
        return Draft(text, top.figure.amount, tuple(evidence(e) for e in ordered[:size]), sure=score)
    entries = ordered
    alike = len({e.item for e in ordered}) < len(ordered)

    def name(entry: Entry) -> str:
        """The item, with what it belongs to where several are called alike."""
        return (f"“{entry.parents.rsplit('/', 1)[-1]}”" if alike and entry.parents else "") + entry.item

    ties = [e for e in ordered if e.figure.amount and e.figure.amount.base == top.figure.amount.base]
    names = "、".join(f"{name(e)}{{{n}}}" for n, e in enumerate(ties))
    rest = [e for e in ordered if e not in ties][:2]
    tail = "，".join(f"{name(e)}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(rest, len(ties)) if e.figure.amount)
    extreme = ("最大" if question.extreme > 0 else "最小") if inquiry.chinese else ("largest" if question.extreme > 0 else "smallest")
    if inquiry.chinese:
        text = f"{whose(inquiry, scope, top.figure)}{extreme}的是{names}，{shown(top.figure.amount)}（共比较{len(entries)}项{f'；其次{tail}' if tail else ''}）。"
    else:
        text = f"The {extreme} is {names}, {shown(top.figure.amount, chinese=False)} ({whose(inquiry, scope, top.figure)}; {len(entries)} items compared{f'; next {tail}' if tail else ''})."
    return Draft(
        text,
        top.figure.amount,
        tuple(evidence(e) for e in (*ties, *(rest if len(ordered) > _CITED else [e for e in ordered if e not in ties]))),
        sure=score,
    )


def _place(text: str) -> int | None:
    """The place of the order that a question asks for, where it is not the first."""
    if (nth := _NTH.search(text)) is not None:
        return numeral(nth["n"]) or 1
    named = _ENGLISH_NTH.search(text)
    return _ORDINALS[(named[1] or named[2]).lower()] if named is not None else None


def _nth(inquiry: Inquiry, scope: Scope, ordered: Sequence[Entry], place: int, score: float) -> Draft:
    """The entry at one place of an ordered list, with those before it."""
    if place > len(ordered):
        return refuse(inquiry)
    amounts = [(e, e.figure.amount) for e in ordered[:place] if e.figure.amount is not None]
    entry, amount = amounts[-1]
    before = "、".join(f"{e.item}{shown(a, chinese=inquiry.chinese)}{{{n}}}" for n, (e, a) in enumerate(amounts[:-1], 1))
    if inquiry.chinese:
        text = f"{whose(inquiry, scope, entry.figure)}按大小第{place}位的是{entry.item}，{shown(amount)}{{0}}（共比较{len(ordered)}项；在前的：{before}）。"
    else:
        text = f"In place {place}: {entry.item}, {shown(amount, chinese=False)} {{0}} ({whose(inquiry, scope, entry.figure)}; {len(ordered)} items compared; before it: {before})."
    return Draft(text, amount, tuple(evidence(e) for e in (entry, *ordered[: place - 1])), sure=score)


def _kind(question: Question) -> tuple[str, int]:
    """The kind of measure that is ranked, and which end of it: 降幅最大 is the lowest rate of change."""
    if question.asks("done") and _RATE_DONE.search(question.text):
        return DONE, question.extreme
    if not question.asks("change"):
        return COUNT if question.units and question.units[0] in _COUNTED_IN else LEVEL, question.extreme
    kind = DIFFERENCE if _IN_MONEY.search(question.text) or not _IN_PERCENT.search(question.text) else RATE
    return kind, -question.extreme if DOWN.search(question.text) or _DOWN_MOST.search(question.text) else question.extreme


def _moves(entry: Entry, question: Question, kind: str) -> bool:
    """Whether an amount is there, and moves the way that is asked about."""
    amount = entry.figure.amount
    if amount is None:
        return False
    if kind in (LEVEL, COUNT) or not question.asks("change"):
        return True
    down, up = (
        bool(DOWN.search(question.text) or _DOWN_MOST.search(question.text)),
        bool(UP.search(question.text)) or "增幅" in question.text,
    )
    return down == up or (amount.value < 0) == down


def _named(inquiry: Inquiry, kind: str, extreme: int) -> tuple[Draft | None] | None:
    """The largest of the items that the question itself lists; (None,) where not all of them are found, None where it lists none."""
    folded = inquiry.question.folded
    for name in inquiry.named:
        folded = folded.replace(name, "，")
    head = re.split(r"(?:[一二三四五六七八九十两几\d]+[个项类种家笔块样]|哪|之?中|里|谁)", folded, maxsplit=1)[0]
    parts = [part for part in cut(inquiry, _COMMA, head) if part.strip("，")]
    if "、" not in head or len(parts) < listings.FEWEST + 1:
        return None
    tail = folded[len(head) :]
    context = re.sub(r"[一二三四五六七八九十两几\d]+[个项类种家笔块样]|哪.*|[里中].*", "", tail)
    asked = inquiry if kind == LEVEL else inquiry.asking(replace(inquiry.question, units=(), years=(), offset=None))
    wordings = [part + context if len(part) < _SHORT else part for part in parts]
    classes = (LEVEL, COUNT) if kind == LEVEL else (kind,)
    chosen = [
        c for scope in inquiry.scopes
        if (c := operands(asked, scope, wordings, classes, floor=_RELAXED)) is not None and _measured(tail, c)
    ]  # fmt: skip
    best = max(chosen, key=lambda c: c.score, default=None)
    if best is None:
        return (None,)
    ordered = sorted((m.entry for m in best.matches), key=lambda e: -extreme * e.figure.amount.base if e.figure.amount else 0)
    return (_answer(inquiry, best.scope, ordered, best.score),)


def _measured(tail: str, chosen: Chosen) -> bool:
    """Whether the figures say by what the things are ranked (哪个放款最多): the size of a pool is no loan."""
    by = _RANKED_BY.search(tail)
    named = {gram for gram in grams(EMPTY.sub("，", FRAME.sub("，", by["by"]))) if len(gram) > 1} if by else set()
    return not named or all(named & set(grams(words_of(match))) for match in chosen.matches)
