"""Answers where a document contradicts itself: every version, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount, find_amounts
from corpus.folding import squash
from corpus.place import Source
from qa.answer import Evidence
from qa.catalogue import grams
from qa.checks.check import Check
from qa.compute import Computation, total
from qa.doubt import against, failed, overlap
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.item import CHANGES, COUNT, DONE, LEVEL, SHARE, measure_class
from qa.link import SURE, Match
from qa.operands import cut
from qa.phrase import label, shown, stated, whose

_EVERY = (LEVEL, COUNT, SHARE, DONE, *CHANGES)
_NEAR = 0.16
_MOST = 4
_MOST_LISTED = 6
_MOST_CITED = 8
# How much of the question's words a failed check must speak of.
_NAMED = 0.6
_HALF_NAMED = 0.3
# How much of them the figure must bear that is found wrong.
_OWN_WORDS = 0.4
_LISTING = re.compile(r"哪些|哪几|有哪|哪两|\bwhich\b|\blist\b|\ball\b", re.IGNORECASE)
_BLAME = re.compile(
    r"写得对吗|写得?一样吗|写对了|前后|一致|矛盾|究竟|到底|对得上|对不上|写错|错在哪|分别错|有误|明显|描述|同比|百分比|百分数|有没有(?:列|计|算)进|文件|两处|不一样|打架|相符|不符|吗|的有"
)


# Where two statements are looked for: it names no item.
_PLACES = re.compile(
    r"(?:[两二三几各]张?个?)?(?:项目|整体)?(?:绩效)?(?:目标|自评)?表(?:里|中|上)?(?:的|和|与|跟)?|(?:文字|情况)?说明(?:里|中)?|附件|正文|(?:指标|目标)?[上下]限|得一样|一样|不同"
)


def conflict(inquiry: Inquiry) -> Draft | None:
    """写得对吗、是否一致、A还是B: the versions of the figure asked about, or that it is stated alike everywhere."""
    given = _given(inquiry)
    bare = _BLAME.sub("，", inquiry.question.folded)
    return next(
        (
            draft
            for phrase in dict.fromkeys((inquiry.question.folded, bare, _PLACES.sub("，", bare)))
            if (draft := _settled(inquiry, phrase, given))
        ),
        None,
    )


def _settled(inquiry: Inquiry, phrase: str, given: Sequence[Decimal]) -> Draft | None:
    found = by_checks(inquiry) if len(given) < 2 else None
    if found is not None:
        return found
    asked = replace(inquiry.question, units=inquiry.question.units if "%" not in inquiry.question.units else (), basis=None)
    best: tuple[float, Scope, list[Match]] | None = None
    for scope in inquiry.scopes:
        matches = [m for m in inquiry.link(phrase, scope, _EVERY, question=asked) if m.amount is not None and m.score >= SURE - 0.12]
        if matches and (best is None or matches[0].score > best[0]):
            best = (matches[0].score, scope, matches)
    if best is None:
        return None
    top, scope, matches = best
    if given:
        named = [next((m for m in matches if m.amount is not None and _says(m, value)), None) for value in given]
        if len(given) > 1 and all(named):
            return versions(inquiry, scope, [m for m in named if m is not None])
        if len(given) > 1 and (found := by_checks(inquiry)) is not None:
            return found
    near = [m for m in matches if m.score >= top - _NEAR]
    first = near[0]
    checks = against([m.entry for m in near[:6]], scope.catalogue)
    if checks:
        return from_check(inquiry, scope, checks[0], first)
    slip = _unit_slip(scope, first)
    if slip is not None:
        return versions(inquiry, scope, [first, slip])
    distinct = _distinct(near, first)
    if len(distinct) > 1:
        return versions(inquiry, scope, distinct)
    if top < SURE:
        return None
    same = agreeing(inquiry, first, matches, scope)
    text = stated(inquiry, scope, first.entry, "{0}")
    if len(same) > 1:
        text += f"文件中另有{len(same) - 1}处所列相同。" if inquiry.chinese else f" {len(same) - 1} other place(s) state the same."
    return Draft(text, first.amount, tuple(same), sure=top)


def broken_total(inquiry: Inquiry, scope: Scope, match: Match) -> Draft | None:
    """A stated total of the things that a question enumerates, which the figures of its own sentence do not give."""
    parts = cut(inquiry)
    context = match.figure.context
    if len(parts) < 2 or context is None or match.amount is None:
        return None
    found = []
    for part in parts:
        said = {g for piece in inquiry.words(part, scope).pieces for g in grams(piece)} - {"合计", "总计"}
        near = [
            e for e in scope.catalogue.entries
            if e.figure.context == context and e is not match.entry and e.figure.amount is not None and e.figure.amount.dimension == match.amount.dimension
            and said and len(said & set(grams(e.item))) >= _HALF_NAMED * len(said) and e not in found
        ]  # fmt: skip
        if not near:
            return None
        found.append(max(near, key=lambda e: (len(said & set(grams(e.item))), e.number)))
    result = total([evidence(e) for e in found])
    low, high = match.amount.interval
    if len({e.figure.source for e in found}) < len(parts) or low <= result.result.base <= high:
        return None
    stated_ = shown(match.amount, chinese=inquiry.chinese)
    lines = "、".join(f"{label(e)}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(found, 1) if e.figure.amount is not None)
    if inquiry.chinese:
        text = f"文件不一致：{whose(inquiry, scope)}{label(match.entry)}原文为{stated_}{{0}}，而{lines}，相加应为{shown(result.result)}；计算：{result.working}。"
    else:
        text = f"The document contradicts itself: {label(match.entry)} is stated as {stated_} {{0}}, but {lines} add up to {shown(result.result, chinese=False)}; working: {result.working}."
    return Draft(
        text, result.result, (evidence(match.entry), *(evidence(e) for e in found)), (result,), status="conflict", sure=match.score
    )


def by_checks(inquiry: Inquiry) -> Draft | None:
    """What the numeric checks of the documents find wrong with what the question names: all of it for 哪些, else the one that fits best."""
    question = inquiry.question
    given = {abs(value) for value in _given(inquiry)}
    rated: list[tuple[float, int, Scope, Check]] = []
    near = {scope.record.id: _surest(inquiry, scope) for scope in inquiry.scopes}
    for scope in inquiry.scopes:
        pieces = inquiry.words(_BLAME.sub("，", question.folded), scope).pieces
        said = {gram for piece in pieces for gram in grams(piece) if gram in scope.catalogue.postings or gram in scope.catalogue.prose}
        for order, check in enumerate(failed(scope.catalogue)):
            about = set(grams(squash(check.message + "，" + "，".join(o.label + "，" + o.text for o in check.operands))))
            weight = sum(scope.catalogue.weight(g) for g in said)
            fit = sum(scope.catalogue.weight(g) for g in said & about) / weight if weight else float(bool(_LISTING.search(question.text)))
            amounts = {abs(o.amount.value) for o in check.operands if o.amount is not None}
            # A check that fails for another figure than the one asked about is no answer, though it speaks of it too.
            sides = [o for o in check.operands if o.role == "stated" or len(check.operands) == 2]
            own = set(grams(squash("，".join(o.label + "，" + o.text for o in sides))))
            if not (
                _LISTING.search(question.text) or (given and given <= {abs(o.amount.value) for o in check.operands if o.amount is not None})
            ):
                if weight and sum(scope.catalogue.weight(g) for g in said & own) / weight < _OWN_WORDS:
                    continue
                if near.get(scope.record.id) and not any(overlap(o.source, place) for o in sides for place in near[scope.record.id]):
                    continue
            if given:
                fit = fit + 0.4 if given <= amounts else fit - 0.2 * (1 - len(given & amounts) / len(given))
            if _fits_kind(question.text, check):
                rated.append((fit, -order, scope, check))
    rated.sort(key=lambda item: (-item[0], -item[1]))
    if _LISTING.search(question.text):
        listed = _unlike([(scope, check) for fit, _, scope, check in rated if fit >= _NAMED])
        return _several(inquiry, listed[:_MOST_LISTED]) if listed else None
    if rated and rated[0][0] >= _NAMED and rated[0][3].stated is not None:
        _, _, scope, check = rated[0]
        return from_check(inquiry, scope, check)
    return None


def _surest(inquiry: Inquiry, scope: Scope) -> list[Source]:
    """Where the figures stand that the question names best; [] where it names none surely."""
    asked = replace(inquiry.question, units=(), basis=None)
    matches = inquiry.link(inquiry.question.folded, scope, _EVERY, question=asked)
    if not matches or matches[0].score < SURE:
        return []
    return [m.figure.source for m in matches if m.score >= matches[0].score - _NEAR]


def _fits_kind(text: str, check: Check) -> bool:
    """Whether a check is of the kind that the question speaks of: change on the year before, percentages, totals."""
    stated = check.stated.unit if check.stated is not None else None
    if re.search(r"同比|增减|增长|下降|比上年", text):
        return ".change" in check.rule
    if re.search(r"百分比|百分数|比例|比重|percent", text):
        return stated == "%"
    return not re.search(r"合计|加总|汇总", text) or stated != "%"


def _unlike(found: list[tuple[Scope, Check]]) -> list[tuple[Scope, Check]]:
    """One check for each figure that is found wrong."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for scope, check in found:
        key = (scope.record.id, f"{check.stated}/{check.expected}")
        if key not in seen:
            seen.add(key)
            kept.append((scope, check))
    return kept


def _several(inquiry: Inquiry, found: list[tuple[Scope, Check]]) -> Draft:
    places: list[Evidence] = []
    lines = []
    recomputed: list[Computation] = []
    for scope, check in found:
        recomputed += _recomputed(check, check.expected)
        at = len(places)
        first = next((o for o in check.operands if o.role == "stated"), check.operands[0])
        places.append(Evidence(scope.record.id, first.source))
        agency = squash(scope.record.agency or scope.record.title)
        lines.append(f"{agency}：{_brief(check, chinese=inquiry.chinese)}{{{at}}}")
    head = "核对发现以下各处不符：" if inquiry.chinese else "These do not reconcile: "
    return Draft(head + "；".join(lines) + "。", None, tuple(places), tuple(recomputed), "conflict")


def _brief(check: Check, *, chinese: bool) -> str:
    stated = shown(check.stated, chinese=chinese) if check.stated is not None else ""
    expected = shown(check.expected, chinese=chinese) if check.expected is not None else ""
    first = next((o for o in check.operands if o.role == "stated"), check.operands[0])
    reversed_ = check.stated is not None and check.expected is not None and check.stated.value == -check.expected.value
    if not chinese:
        return f"{first.label} states {stated}, the other figures give {expected}"
    name = check.message.split("：", 1)[0]
    return f"{name}，原文{stated}，核算{expected}" + ("（增减方向相反，原文写反）" if reversed_ else "")


def _unit_slip(scope: Scope, first: Match) -> Match | None:
    """A place that prints the same digits for money in another unit: one of the two units is a slip."""
    amount = first.amount
    if amount is None or amount.dimension != "元" or amount.value == 0:
        return None
    for entry in scope.catalogue.entries:
        other = entry.figure.amount
        if (
            other is not None
            and other.dimension == "元"
            and other.value == amount.value
            and other.unit != amount.unit
            and entry.figure.year == first.figure.year
        ):
            return Match(entry, first.score, first.cover, first.tight)
    return None


def _given(inquiry: Inquiry) -> list[Decimal]:
    """The amounts that the question itself names (“800还是1200万”)."""
    found = []
    for one in find_amounts(inquiry.question.text):
        value = one.amount.value
        if one.amount.unit in (None, "万", "万元", "%", "元", "人", "家", "亿元") and not (
            one.amount.unit is None and (1990 <= value <= 2100 or f"{value:f}" in inquiry.question.codes)
        ):
            found.append(value)
    return found


def _says(match: Match, value: Decimal) -> bool:
    return match.amount is not None and abs(match.amount.value) == value


def _distinct(near: Sequence[Match], first: Match) -> list[Match]:
    """One match for each amount that is stated for what the first one states."""
    found: list[Match] = []
    for match in near:
        if match.amount is None or first.amount is None or match.amount.dimension != first.amount.dimension:
            continue
        if measure_class(match.figure) != measure_class(first.figure) or (match.figure.year or 0) != (first.figure.year or 0):
            continue
        low, high = match.amount.interval
        if all(m.amount is None or m.amount.interval[1] < low or m.amount.interval[0] > high for m in found):
            found.append(match)
    return found[:_MOST]


def versions(inquiry: Inquiry, scope: Scope, matches: Sequence[Match]) -> Draft:
    """Every version with its place."""
    lines = []
    for number, match in enumerate(matches):
        assert match.amount is not None
        entry = match.entry
        place = f"《{entry.title}》" if entry.is_table and entry.title else ("说明" if inquiry.chinese else "the text")
        line = scope.document.place(entry.figure.source).lines[0]
        bound = entry.figure.bound or ""
        lines.append(
            f"{place}{f'第{line}行' if scope.document.pages == 0 and inquiry.chinese else ''}{label(entry)}为{bound}{shown(match.amount)}{{{number}}}"
        )
    if inquiry.chinese:
        text = f"文件前后不一致，{whose(inquiry, scope)}有{len(lines)}种说法：" + "；".join(lines) + "。"
    else:
        text = f"The document contradicts itself ({whose(inquiry, scope)}): " + "; ".join(lines) + "."
    return Draft(text, matches[0].amount, tuple(evidence(m.entry) for m in matches), status="conflict", sure=matches[0].score)


def from_check(inquiry: Inquiry, scope: Scope, check: Check, match: Match | None = None) -> Draft:
    """What a failed check says: the figure as stated and as its operands give it."""
    assert check.stated is not None
    operands = sorted(check.operands, key=lambda operand: operand.role != "stated")[:_MOST_CITED]
    places = [Evidence(scope.record.id, operand.source) for operand in operands]
    marks = "".join(f"{{{number}}}" for number, operand in enumerate(operands) if operand.role == "stated")
    as_stated = shown(check.stated, chinese=inquiry.chinese)
    expected = _as_printed(check)
    name = label(match.entry) if match is not None else next((o.label for o in check.operands if o.role == "stated"), "")
    if inquiry.chinese:
        text = f"文件不一致：{whose(inquiry, scope)}{name}原文为{as_stated}{marks}"
        text += f"，而按文件其他数据应为{shown(expected)}。" if expected is not None else "，与文件其他数据不符。"
        others = [(number, o) for number, o in enumerate(operands) if o.role != "stated" and o.amount is not None]
        if others:
            text += (
                "相关数据："
                + "；".join(f"{o.label}{shown(o.amount)}{{{number}}}" for number, o in others[:4] if o.amount is not None)
                + "。"
            )
    else:
        text = f"The document contradicts itself: {name} ({whose(inquiry, scope)}) is stated as {as_stated} {marks}"
        text += (
            f", but its other figures give {shown(expected, chinese=False)}."
            if expected is not None
            else ", which its other figures contradict."
        )
    value = check.stated if match is None or expected is None else expected
    refuted = (check.stated,) if expected is not None else ()
    return Draft(
        text, value, tuple(places), _recomputed(check, expected), "conflict", match.score if match is not None else 1.0, refuted,
    )  # fmt: skip


def _as_printed(check: Check) -> Amount | None:
    """What a check expects, in the unit in which an operand prints just that (731.23元, not 0.073123万元)."""
    expected = check.expected
    same = (o.amount for o in check.operands if o.role != "stated" and o.amount is not None)
    return next((a for a in same if expected is not None and a.dimension == expected.dimension and a.base == expected.base), expected)


def _recomputed(check: Check, expected: Amount | None) -> tuple[Computation, ...]:
    """What a check expects is a computation from its operands; its message is the working."""
    return () if expected is None else (Computation(expected, check.message, ()),)
