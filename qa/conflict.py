"""Answers where a document contradicts itself: every version, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import find_amounts
from qa.answer import Evidence
from qa.checks.check import Check
from qa.doubt import against
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.item import CHANGES, COUNT, DONE, LEVEL, SHARE, measure_class
from qa.link import SURE, Match
from qa.phrase import label, shown, stated, whose

_EVERY = (LEVEL, COUNT, SHARE, DONE, *CHANGES)
_NEAR = 0.16
_MOST = 4


def conflict(inquiry: Inquiry) -> Draft | None:
    """写得对吗、是否一致、A还是B: the versions of the figure asked about, or that it is stated alike everywhere."""
    asked = replace(inquiry.question, units=inquiry.question.units if "%" not in inquiry.question.units else (), basis=None)
    given = _given(inquiry)
    best: tuple[float, Scope, list[Match]] | None = None
    for scope in inquiry.scopes:
        matches = [m for m in inquiry.link(inquiry.question.folded, scope, _EVERY, question=asked) if m.amount is not None and m.score >= SURE - 0.12]
        if matches and (best is None or matches[0].score > best[0]):
            best = (matches[0].score, scope, matches)
    if best is None:
        return None
    top, scope, matches = best
    if given:
        named = [next((m for m in matches if m.amount is not None and _says(m, value)), None) for value in given]
        if len(given) > 1 and all(named):
            return versions(inquiry, scope, [m for m in named if m is not None])
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


def _unit_slip(scope: Scope, first: Match) -> Match | None:
    """A place that prints the same digits for money in another unit: one of the two units is a slip."""
    amount = first.amount
    if amount is None or amount.dimension != "元" or amount.value == 0:
        return None
    for entry in scope.catalogue.entries:
        other = entry.figure.amount
        if other is not None and other.dimension == "元" and other.value == amount.value and other.unit != amount.unit and entry.figure.year == first.figure.year:
            return Match(entry, first.score, first.cover, first.tight)
    return None


def _given(inquiry: Inquiry) -> list[Decimal]:
    """The amounts that the question itself names (“800还是1200万”)."""
    found = []
    for one in find_amounts(inquiry.question.text):
        value = one.amount.value
        if one.amount.unit in (None, "万", "万元", "%", "元", "人", "家", "亿元") and not (one.amount.unit is None and (1990 <= value <= 2100 or f"{value:f}" in inquiry.question.codes)):
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
        lines.append(f"{place}{f'第{line}行' if scope.document.pages == 0 and inquiry.chinese else ''}{label(entry)}为{bound}{shown(match.amount)}{{{number}}}")
    if inquiry.chinese:
        text = f"文件前后不一致，{whose(inquiry, scope)}有{len(lines)}种说法：" + "；".join(lines) + "。"
    else:
        text = f"The document contradicts itself ({whose(inquiry, scope)}): " + "; ".join(lines) + "."
    return Draft(text, matches[0].amount, tuple(evidence(m.entry) for m in matches), status="conflict", sure=matches[0].score)


def from_check(inquiry: Inquiry, scope: Scope, check: Check, match: Match) -> Draft:
    """What a failed check says: the figure as stated and as its operands give it."""
    assert check.stated is not None
    places = [Evidence(scope.record.id, operand.source) for operand in check.operands]
    marks = "".join(f"{{{number}}}" for number in range(len(places)))
    as_stated = shown(check.stated, chinese=inquiry.chinese)
    parts = []
    if inquiry.chinese:
        parts.append(f"{whose(inquiry, scope)}{label(match.entry)}原文为{as_stated}{marks}")
        if check.expected is not None:
            parts.append(f"按其他数据核算应为{shown(check.expected)}")
        if check.message:
            parts.append(check.message)
        text = "，".join(parts[:2]) + "，两者不一致" + (f"（{check.message}）" if check.message else "") + "。"
    else:
        text = f"{label(match.entry)} ({whose(inquiry, scope)}) is stated as {as_stated} {marks}"
        text += f", but the other figures give {shown(check.expected, chinese=False)}." if check.expected is not None else ", which the other figures contradict."
    return Draft(text, check.expected or check.stated, tuple(places), status="conflict", sure=match.score)
