"""Averages: what comes on each one, as the document states it or as two of its figures give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.amount import COUNTED, Amount, find_amounts
from corpus.place import CellRef
from qa.arithmetic import RELAXED, by_name, computed
from qa.catalogue import grams
from qa.compute import quotient
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, LEVEL
from qa.link import SURE, Match
from qa.phrase import label

_PER = re.compile(
    r"人均|户均|平均(?:下来|算下来)?到?[每一]一?(?:批次|人次|人|户|家|个|辆|所|亩|次|名|位)|平均到(?:人|户)|平均[一-龥]{0,4}?[每一](?:批次|人次|人|户|家|辆|次)(?![一-龥]*(?:年|月|天))|摊到每?(?:人|户|家|个|辆)|每人平均|平均到?每?个?人头|每人|每户|每家"
)
_EACH_WHO = re.compile(r"每一?个(?P<who>[^，,。？?人]{2,12}?)的?人(?![员民口数])")
_EACH_ONE = re.compile(rf"[每一]个?(?!年|月|日|天|小时|岁|分|种|条|项)(?:{COUNTED})(?![员民口数])")
_STAFF = re.compile(r"在职|在编|在岗|职工总|教职工|编制|实有|总人数|单位人员|人员总")
_HOLDING_MONEY = ("元",)
_HEADS = ("人", "户", "家", "辆", "个")
# What is counted where the question says for each what.
_EACH = (
    ("批次", ("批次",)),
    ("人次", ("人次",)),
    ("次", ("人次", "次", "批次")),
    ("家", ("家", "个")),
    ("户", ("户",)),
    ("辆", ("辆", "台")),
    ("亩", ("亩",)),
    ("米", ("米", "公里", "平方米")),
    ("所", ("所",)),
)
# Where the question gives the amount itself, its words need only point to it.
_WEAK = 0.2
_BY = re.compile(r"按照?|计算|折算|算|数(?!量)|摊(?:下来|到)?|一年|[上下]限|的?(?:口径|标准)")
# What is already for each one, and cannot be shared out.
_EARNED = re.compile(
    r"(?<![一-龥]{2}总)(?:人均|平均|每人)[^，,。？?]{0,3}(?<!总)(?<!本年)(?:[年月]均?)?(?:收入|工资收入|薪酬)(?!支出|预算|决算|总)"
)
_FOR_ONE = re.compile(r"标准|单价|人均|户均|每[人户家辆个]|档次|限额")
_NAMED_FULLY, _NAMED = 0.9, 0.7
_MEANS = re.compile(r"[人户次车亩生班]均")


def average(inquiry: Inquiry) -> Draft | None:
    """人均A: A over the number of people, both stated in the document, by name or by the amounts that the question itself gives."""
    if (own := _for_one(inquiry)) is not None:
        return own
    folded = inquiry.question.folded
    found = _PER.search(folded) or _EACH_WHO.search(folded) or (_EACH_ONE.search(folded) if "平均" in folded else None)
    if found is None:
        return None
    folded = folded.replace("平均下来", "，" * len("平均下来"))
    if _EARNED.search(folded):
        return None  # what people earn is no share of what their agency takes in
    who = found.groupdict().get("who") or ""
    before, after = f"{folded[: found.start()]}{who}，", folded[found.end() :]
    counted = next((units for word, units in _EACH if word in found.group()), _HEADS)
    given = [one.amount for one in find_amounts(inquiry.question.text) if one.amount.unit is not None and one.amount.unit != "年"]
    best: tuple[float, Scope, Match, Match] | None = None
    for scope in inquiry.scopes:
        people = [m for whom in (before, after) for m in _per(inquiry, whom, scope, counted, given, RELAXED)]
        if not people and counted == _HEADS and not re.search(r"[一-龥]{2}", _BY.sub("", before)):
            people = _per(inquiry, "在职人员", scope, _HEADS, given, RELAXED)
        # What is shared out must be named beside those it is shared among.
        heads = people[0].entry.item if people else ""
        whats = [what for what in (after, before) if _beside(inquiry, what, scope, heads)]
        tops = [
            m for what in (*whats, "，".join(whats)) for m in _per(inquiry, what, scope, _HOLDING_MONEY, given, SURE)
            if not _FOR_ONE.search(f"{m.entry.item}，{m.entry.column}")
        ]  # fmt: skip
        told = people[0].figure.context if people and not _STAFF.search(heads) else None
        if told is not None and all(m.figure.context != told for m in tops):  # 实施救助15430人次，救助金额1098.6万元: one name for both
            same = _per(inquiry, f"{before}，{after}", scope, _HOLDING_MONEY, given, _WEAK)
            tops = [m for m in same if m.figure.context == told and not _FOR_ONE.search(m.entry.item)] or tops
        if tops and people and (best is None or tops[0].score > best[0]):
            best = (tops[0].score, scope, tops[0], people[0])
    if best is None:
        return _unit_price(inquiry, found)
    _, scope, top, person = best
    assert top.amount is not None
    if not _STAFF.search(person.entry.item) and before and not _shared(top, person, inquiry.words(before, scope).pieces, scope):
        return None  # 环卫工人人均工资: the wages of all are not theirs
    unit = "元" if re.search(r"多少元|几元|yuan", inquiry.question.text) else top.amount.unit or "元"
    try:
        result = quotient(evidence(top.entry), evidence(person.entry), per=unit)
    except ZeroDivisionError:
        return None
    return computed(
        inquiry,
        scope,
        (top, person),
        result,
        f"{'人均' if counted == _HEADS else '平均'}{label(top.entry)}",
        f"{label(top.entry)} per person",
    )


def _for_one(inquiry: Inquiry) -> Draft | None:
    """A figure that is an average by its own name (次均住院费用), where the question bears that name."""
    means = _MEANS.findall(inquiry.question.folded)

    def fits(match: Match, _: Match) -> bool:
        if any(mean in match.entry.item for mean in means):
            return match.tight >= _NAMED  # 员额法官人均办结多少件: 员额法官人均结案
        return match.tight >= _NAMED_FULLY and re.search(r"均|每|标准", match.entry.item) is not None

    return by_name(inquiry, (LEVEL, COUNT), fits)


def _unit_price(inquiry: Inquiry, found: re.Match[str]) -> Draft | None:
    """平均一台多少钱: the amount of a row over how many of the thing it buys."""
    words = _BY.sub("，", inquiry.question.folded.replace(found.group(), "，"))
    asked = replace(inquiry.question, units=("元",))
    for scope in inquiry.scopes:
        top = next((m for m in inquiry.link(words, scope, question=asked) if m.amount is not None and m.score >= SURE), None)
        source = top.figure.source if top is not None else None
        if top is None or not isinstance(source, CellRef):
            continue
        counts = [
            e for e in scope.catalogue.entries
            if isinstance(e.figure.source, CellRef) and (e.figure.source.table, e.figure.source.row) == (source.table, source.row)
            and e.figure.amount is not None and e.figure.amount.unit is not None and found.group().endswith(e.figure.amount.unit)
        ]  # fmt: skip
        if len(counts) != 1:
            continue
        count = Match(counts[0], top.score, 1.0, 1.0)
        try:
            result = quotient(evidence(top.entry), evidence(count.entry), per=(top.amount.unit if top.amount else None) or "元")
        except ZeroDivisionError:
            continue
        return computed(
            inquiry,
            scope,
            (top, count),
            result,
            f"平均每{counts[0].figure.amount.unit if counts[0].figure.amount else ''}{label(top.entry)}",
            f"{label(top.entry)} each",
        )
    return None


def _shared(top: Match, person: Match, pieces: Sequence[str], scope: Scope) -> bool:
    """Whether what is shared out is of those among whom: one sentence or row tells of both, or its words name them, too."""
    one, two = top.figure, person.figure
    if one.context is not None and one.context == two.context:
        return True
    if isinstance(one.source, CellRef) and isinstance(two.source, CellRef) and one.source.table == two.source.table:
        return True
    whom = {gram for piece in pieces for gram in grams(piece)} & set(grams(person.entry.item))
    words = {gram for text, _ in scope.catalogue.fields(top.entry) for gram in grams(text)}
    return not whom or bool(whom & words)


def _beside(inquiry: Inquiry, phrase: str, scope: Scope, heads: str) -> bool:
    """Whether a phrase names something that the name of the people does not."""
    said = {gram for piece in inquiry.words(_BY.sub("，", phrase), scope).pieces for gram in grams(piece)}
    return bool(said - set(grams(heads)))


def _per(inquiry: Inquiry, phrase: str, scope: Scope, units: tuple[str, ...], given: Sequence[Amount], floor: float) -> list[Match]:
    """The figures of these units that a phrase names; where the question gives one's amount, only that one (“按156人”)."""
    asked = replace(inquiry.question, units=units)
    matches = [m for m in inquiry.link(_BY.sub("，", phrase), scope, question=asked) if m.amount is not None and m.score >= _WEAK]
    said = [a for a in given if a.dimension in units or a.unit in units or (a.unit in ("万", "亿") and "元" in units)]
    if said:
        return [m for m in matches if m.amount is not None and any(_same_size(m.amount, a) for a in said)]
    return [m for m in matches if m.score >= floor]


def _same_size(one: Amount, given: Amount) -> bool:
    spoken = Amount(given.value, f"{given.unit}元") if given.unit in ("万", "亿") and one.dimension == "元" else given
    return one.base == spoken.base
