"""Answers that sift or count a list: which items exceed an amount, how many there are of a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount, find_amounts
from corpus.folding import half_width, squash
from qa import listings
from qa.catalogue import Entry
from qa.compute import BOUND, Computation
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import DIFFERENCE, RATE, SHARE
from qa.phrase import shown, whose
from qa.wording import DOWN

_MOST = 10
_BEFORE = re.compile(
    r"(?P<op>不超过|不高于|不低于|不少于|超过|超出|高于|大于|多于|高过|达到|达|突破|至少|低于|少于|小于|不足|不到|不满|(?<!不)过|more than|over|above|exceed(?:s|ed|ing)?|at least|less than|under|below|at most)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:[（(]?含[^（()）]{0,4}[)）]?)?(?P<op>及?以上|及?以下|以内|or more|or less)(?:\s*[（(]含[^（()）]{0,4}[)）])?", re.IGNORECASE
)
_ASKS = re.compile(r"哪些|哪几|哪一|有哪|几(?:个|项|家|笔|类|种|张)|多少(?:个|项|家|笔|类|种)|列出|which|how many|list", re.IGNORECASE)
_MOVED = re.compile(
    r"(?P<way>下降|减少|降低|缩减|增长|增加|上升|提高|fell|decreased|rose|increased)了?的?(?:科目|项目|支出|款项|项)?(?:有|是|包括)?(?=哪[些几个]|几[个项]|which)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?:有|列了?|设了?|分为?|共|包括|涉及|安排了?)?(?<!哪)(?:几|多少)(?P<unit>个|项|类|种|笔)")
_UNDER = re.compile(r"(?:之?下面?|底下|里面?|之?中|当中|项下)(?=的|，|共|一共|$)")
_UP, _AT_LEAST, _DOWN = "up", "at least", "down"
_WORDS = (
    (re.compile(r"不超过|不高于|以内|at most|or less|及以下"), "at most"),
    (re.compile(r"不低于|不少于|达|至少|以上|at least|or more"), _AT_LEAST),
    (re.compile(r"超|高于|大于|多于|高过|突破|过|more|over|above|exceed", re.IGNORECASE), _UP),
    (re.compile(r"低于|少于|小于|不足|不到|不满|以下|less|under|below", re.IGNORECASE), _DOWN),
)


def exceeding(inquiry: Inquiry) -> Draft | None:
    """哪些超过X: the items of the list that the question speaks of on the asked side of an amount, the largest first."""
    text = half_width(inquiry.question.text)
    bound = _bound(text)
    if bound is None or not _ASKS.search(text):
        return None
    side, amount, start, stop = bound
    phrase = inquiry.question.folded.replace(squash(text[start:stop]), "，")
    phrase = _COUNT.sub("，", _ASKS.sub("，", phrase))
    kind = SHARE if amount.dimension == "%" else "数"
    found = listings.named(
        inquiry,
        phrase,
        kind,
        replace(inquiry.question, units=()),
        keep=lambda e: e.figure.amount is not None and e.figure.amount.dimension == amount.dimension,
    )
    if found is None:
        return None
    kept = [e for e in found.entries if e.figure.amount is not None and _beyond(e.figure.amount, amount, side)]
    kept.sort(key=lambda e: (-(e.figure.amount.base if e.figure.amount else 0), e.number))
    draft = _sifted(inquiry, found.scope, kept, len(found.entries), text[start:stop], found.score)
    asked = Computation(amount, BOUND, ())
    return replace(draft, computed=(*draft.computed, asked))


def moving(inquiry: Inquiry) -> Draft | None:
    """下降的有哪几项: the items of the list that the question speaks of whose stated change goes the asked way, the largest change first."""
    found = _MOVED.search(inquiry.question.folded)
    if found is None:
        return None
    down = bool(DOWN.search(found["way"]))
    phrase = _ASKS.sub("，", _MOVED.sub("，", inquiry.question.folded))
    asked = replace(inquiry.question, units=(), basis=None, years=(), offset=None)
    for kind in (RATE, DIFFERENCE):
        named = listings.named(inquiry, phrase, kind, asked, keep=lambda e: e.figure.amount is not None)
        if named is not None:
            kept = [
                e
                for e in named.entries
                if e.figure.amount is not None and e.figure.amount.value != 0 and (e.figure.amount.value < 0) == down
            ]
            kept.sort(key=lambda e: (-abs(e.figure.amount.value) if e.figure.amount else 0, e.number))
            return _sifted(inquiry, named.scope, kept, len(named.entries), found["way"], named.score)
    return None


def _bound(text: str) -> tuple[str, Amount, int, int] | None:
    """The side and the amount that a question sifts by, with where they stand in it."""
    for stated in find_amounts(text):
        if stated.amount.unit is None or stated.amount.unit in ("年", "月", "日"):
            continue
        before, after = _BEFORE.search(text[: stated.start]), _AFTER.match(text[stated.stop :])
        hit = after or before
        if hit is not None:
            side = next(name for pattern, name in _WORDS if pattern.search(hit["op"]))
            unit = {"万": "万元", "亿": "亿元"}.get(stated.amount.unit, stated.amount.unit)
            start = before.start() if before and not after else stated.start
            return side, Amount(stated.amount.value, unit), start, stated.stop + (after.end() if after else 0)
    return None


def _beyond(one: Amount, bound: Amount, side: str) -> bool:
    if side == _UP:
        return one.base > bound.base
    if side == _AT_LEAST:
        return one.base >= bound.base
    return one.base < bound.base if side == _DOWN else one.base <= bound.base


def _sifted(inquiry: Inquiry, scope: Scope, kept: Sequence[Entry], of: int, condition: str, score: float) -> Draft:
    lines = [f"{e.item}{shown(e.figure.amount, chinese=inquiry.chinese)}{{{n}}}" for n, e in enumerate(kept[:_MOST]) if e.figure.amount]
    more = len(kept) - _MOST
    begin = whose(inquiry, scope, kept[0].figure if kept else None)
    counting = _COUNT.search(inquiry.question.text) or re.search(r"how many", inquiry.question.text, re.IGNORECASE)
    value = Amount(Decimal(len(kept)), "个") if counting else kept[0].figure.amount if len(kept) == 1 else None
    count = Computation(Amount(Decimal(len(kept)), None), f"{len(kept)} / {of}", ())
    if inquiry.chinese:
        text = f"{begin}所列{of}项中{condition}的有{len(kept)}项{'：' if kept else ''}{'、'.join(lines)}{f'，另有{more}项' if more > 0 else ''}。"
    else:
        text = f"{len(kept)} of {of} items ({begin}, {condition}){': ' if kept else ''}{', '.join(lines)}."
    return Draft(text, value, tuple(evidence(e) for e in kept[:_MOST]) or (), (count,), sure=score)


def counted_items(inquiry: Inquiry) -> Draft | None:
    """X下有几个明细科目: how many items a document lists under what the question names."""
    asked = _COUNT.search(inquiry.question.folded)
    if asked is None:
        return None
    phrase = _UNDER.sub("，", _COUNT.sub("，", inquiry.question.folded))
    found = listings.named(inquiry, phrase, question=replace(inquiry.question, units=()))
    if found is None or not found.listing.name or not listings.alone(inquiry, phrase, found):
        return None
    size = len(found.entries)
    names = "、".join(f"{e.item}{{{n}}}" if n < _MOST else e.item for n, e in enumerate(found.entries))
    begin = whose(inquiry, found.scope, found.entries[0].figure)
    unit = asked["unit"]
    text = (
        f"{begin}{found.listing.name}共列{size}{unit}：{names}。"
        if inquiry.chinese
        else f"{size} items ({begin}, {found.listing.name}): {names}."
    )
    count = Computation(Amount(Decimal(size), unit), f"{size}{unit}", ())
    return Draft(text, Amount(Decimal(size), unit), tuple(evidence(e) for e in found.entries[:_MOST]), (count,), sure=found.score)
