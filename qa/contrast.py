"""What a question sets against each other: two things, or what was planned of one thing and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.place import CellRef
from qa.catalogue import ORDINAL, Entry, grams
from qa.inquiry import Inquiry, Scope
from qa.item import COUNT, LEVEL, measure_class, plain
from qa.link import SURE, Match
from qa.operands import Chosen, operands, says, shielded, unshielded

_RELAXED = 0.5
_MARKS = "，,：:；;。？?"
_MORE = r"(?:要|还|又|都|就)?(?:多|少|大|小|高|低|贵|便宜|长|短|省|超)(?:出|花|用|支|交|缴|发|拿|得|收|投|安排|编|列|买|来|去)*了?(?:多少|几|多大|一些|$)"
_CONTRASTS = tuple(
    re.compile(rf"^(?:(?P<context>.+)[{_MARKS}])?(?P<one>[^{_MARKS}]+?)[{_MARKS}]?{pattern}")
    for pattern in (
        rf"(?:比起?|较之?)(?P<other>[^{_MARKS}]+?){_MORE}",
        rf"(?:和|与|跟|同)(?P<other>[^{_MARKS}]+?)[{_MARKS}]?(?:两者|二者|两个|两项|相比|比较?|这两[个项])*[{_MARKS}]?(?:之间)?的?(?:哪|谁|相差|差额|差距|差)",
        rf"(?:离|距离?)(?P<other>[^{_MARKS}]+?)(?:还|尚)?(?:有|差|剩|余)(?:下|着)?多",
    )
)
# What of a side only says how much more.
_TAIL = re.compile(r"(?:的|高出?|多出?|少|低|大|小|贵|了|出)?(?:多少|几).*$")
# The other thing is called by what is different alone (“市级的债比县区多”), where it is so short.
_ELIDED = 6
# How fully the words bear a name that they name.
_NAMED = 0.7
# What speaks for two things that differ in one word only.
_ALIKE = 0.2
_PLANNED = re.compile(r"预期|计划|目标|原定|年度指标值")
_ACHIEVED = re.compile(r"实际|完成|执行")
_AGAINST_PLAN = re.compile(
    r"(?:比|较|与|和|跟|超出|超过)(?:原来?|当初|年初)?(?:的|定的?|设定的?)?(?:计划|预期|原定|目标|指标)(?:数|值|目标|上限|下限)?(?P<more>.*)"
)
# “档案盒实际买的比目标多了几个”: that it came so, which the figure's column says.
_IN_FACT = re.compile(r"(?:实际|最终|最后|真正)(?:[件人户次个]数|[一-龥]{0,3})的?$")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two things that a question compares, and what it says of both beforehand."""

    one: str
    other: str
    context: str = ""


def contrast(inquiry: Inquiry) -> Contrast | None:
    """The two sides of a Chinese comparison (“甲比乙多多少”, “甲和乙哪个大”); None where it has no two that name something."""
    folded = shielded(inquiry, inquiry.question.folded)
    for pattern in _CONTRASTS:
        found = pattern.search(folded)
        if found is None:
            continue
        context, one, other = (unshielded(found[name] or "") for name in ("context", "one", "other"))
        about = (context, unshielded(folded[found.end() :]))
        if _names(inquiry, one) and _names(inquiry, other):
            return Contrast(one, other, "，".join(phrase for phrase in about if _names(inquiry, phrase)))
    return None


def _names(inquiry: Inquiry, phrase: str) -> bool:
    return bool(ORDINAL.search(phrase)) or any(inquiry.words(phrase, scope) for scope in inquiry.scopes)


def opposed(inquiry: Inquiry) -> Chosen | None:
    """The figures of the two sides of a comparison, of the document where they fit best."""
    sides = contrast(inquiry)
    found = [chosen for scope in inquiry.scopes if sides is not None and (chosen := _opposed(inquiry, scope, sides)) is not None]
    return max(found, key=lambda chosen: chosen.score, default=None)


def _opposed(inquiry: Inquiry, scope: Scope, sides: Contrast) -> Chosen | None:
    one, other = sides.one, sides.other
    elided = len(other) <= _ELIDED and not any(m.tight >= _NAMED and says(inquiry, scope, m, other) for m in inquiry.link(other, scope))
    first = [one, *([f"{sides.context}，{one}"] if sides.context else [])]
    second = [other, *([f"{sides.context}，{other}"] if sides.context else []), *(_completed(one, other) if elided else ())]

    wholes = {match.entry.item for match in inquiry.link(one, scope) if says(inquiry, scope, match, one)}

    def alike(choice: tuple[Match, ...]) -> float:
        part = _ALIKE if choice[0].figure.path and plain(choice[0].figure.path[-1]) in wholes else 0.0
        if not elided:
            return -part
        left, right = (set(grams(match.entry.item)) for match in choice)
        uneven = _ALIKE if len(choice[0].figure.path) != len(choice[1].figure.path) else 0.0
        return (_ALIKE * 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0) - part - uneven

    return operands(
        inquiry,
        scope,
        (one, other),
        floor=_RELAXED,
        context=sides.context,
        wordings=(first, second),
        elided=(1,) if elided else (),
        fits=alike,
    )


def _completed(one: str, other: str) -> Iterator[str]:
    """The other thing with what it leaves out of the name of the first one (县区的限额, 市级: 市级的限额)."""
    bare = _TAIL.sub("", one)
    for at in range(1, len(bare) - 1):
        yield other + bare[at:]


def planned(inquiry: Inquiry) -> Chosen | None:
    """One thing as it came and as it was planned, which one row states (“培训人次比计划多了多少”)."""
    against = _AGAINST_PLAN.search(inquiry.question.folded)
    if against is None:
        return None
    phrase = _IN_FACT.sub("", inquiry.question.folded[: against.start()])
    asked = replace(inquiry.question, basis=None)
    best: Chosen | None = None
    for scope in inquiry.scopes:
        named = [m for m in inquiry.link(phrase, scope, (LEVEL, COUNT), question=asked) if m.score >= SURE and m.amount is not None]
        for out in named:
            plan = next((m for m in named if _planned_for(m.entry, out.entry)), None)
            if plan is not None and (best is None or out.score > best.score):
                best = Chosen(scope, (out, plan), out.score)
    return best


def _planned_for(plan: Entry, out: Entry) -> bool:
    """Whether two figures of one row are what was planned of a thing and what came of it."""
    one, two = plan.figure, out.figure
    row = isinstance(one.source, CellRef) and isinstance(two.source, CellRef) and (one.source.table, one.source.row) == (two.source.table, two.source.row)  # fmt: skip
    same = row and plan.item == out.item and measure_class(one) == measure_class(two)
    return bool(
        same
        and one.amount is not None and two.amount is not None and one.amount.dimension == two.amount.dimension
        and _PLANNED.search(one.measure) and _ACHIEVED.search(two.measure)
    )  # fmt: skip
