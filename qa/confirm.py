"""Confirming: whether a document states a figure that the question gives, or which of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.amount import Amount
from qa.answer import Evidence
from qa.catalogue import grams
from qa.compare import added_up
from qa.compute import Computation
from qa.dispute import Dispute, says
from qa.doubt import containing, holding
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.item import COUNT, DIFFERENCE, DONE, LEVEL, RATE, SHARE, measure_class
from qa.link import LIKELY, Match, clear
from qa.named import named_places
from qa.phrase import label, shown, stated, whose
from qa.recompute import operands, recomputed
from qa.refuse import refuse
from qa.rivals import apart, contradicting, one_name, one_thing, versions

# How far behind the first link the figure may be that the question gives.
_BEHIND = 0.25
_LEAST = 0.35

# How well what two figures are called must be named where both that the question gives stand under that name.
_FAINT = 0.25


def chosen(dispute: Dispute, scope: Scope, matches: Sequence[Match]) -> Draft | None:
    """A还是B: which of the figures that the question gives the document states; every one where it states several."""
    inquiry = dispute.inquiry
    floor = max(_LEAST, matches[0].score - _BEHIND)
    named = [_named(matches, given, floor) for given in dispute.amounts]
    if any(named):  # “6辆还是7辆”: the other one need only be something like it
        named = [match or _named(matches, given, _LEAST) for match, given in zip(named, dispute.amounts, strict=True)]
    elif len(named) > 1:  # faintly named, but both stand under one name
        faint = [_named(matches, given, _FAINT) for given in dispute.amounts]
        if all(m is not None for m in faint) and len({m.entry.item for m in faint if m is not None}) == 1:
            named = faint
    found = [m for m in named if m is not None]
    if len(found) == len(named) and len({m.entry.number for m in found}) == len(found):
        alike = all(one_thing(scope, found[0].entry, m.entry) for m in found[1:])
        return replace(versions(inquiry, scope, found, same=alike), accounted=True)  # both are the question's own figures
    if len(found) == 1 and len(named) > 1:
        sum_ = added_up(inquiry, scope, found[0])
        if sum_ is not None and any(
            says(c.result, given) for c in sum_.computed for given in dispute.amounts if not says(found[0].amount, given)
        ):
            return sum_
        other = [m for given in dispute.amounts if not says(found[0].amount, given) and (m := _elsewhere(dispute, scope, found[0], given))]
        if other:
            return replace(versions(inquiry, scope, [found[0], *other], same=False), accounted=True)
    if len(found) == 1 and found[0].score >= matches[0].score - _BEHIND / 2:
        return _as_stated(inquiry, scope, found[0], matches)
    return None


def confirmed(dispute: Dispute, scope: Scope, matches: Sequence[Match]) -> Draft | None:
    """X是Y对吗: that the document states the figure, or which other one it states."""
    inquiry, given = dispute.inquiry, dispute.amounts[0]
    first = matches[0]
    named = _named(matches, given, max(_LEAST, first.score - _BEHIND))
    if named is not None and (apart_there := _in_named_table(dispute, scope, named)) is not None:
        return apart_there
    if named is not None and (named.score >= first.score - _BEHIND / 2 or one_thing(scope, named.entry, first.entry)):
        rivals = contradicting(scope, named)
        if len(rivals) > 1:
            return versions(inquiry, scope, rivals, same=True)
        parts = added_up(inquiry, scope, named)
        if parts is not None and parts.status == "conflict":
            return parts
        if (wrong := recomputed(inquiry, scope, named)) is not None:
            return wrong
        return _as_stated(inquiry, scope, named, matches, yes=True)
    kinds = _kinds(inquiry.question.text, given)
    comparable = [
        m
        for m in matches
        if m.amount is not None and (given.unit is None or m.amount.dimension == given.dimension) and measure_class(m.figure) in kinds
    ]
    if not comparable or not (clear(comparable) or (named is not None and first.score >= LIKELY)):
        return None
    other = comparable[0]
    assert other.amount is not None
    if says(other.amount, given):
        return None  # it is the figure that was asked about, under words that do not name it surely
    rivals = contradicting(scope, other)
    if len(rivals) > 1:
        return versions(inquiry, scope, rivals, same=True)
    where = f"《{other.entry.title}》" if other.entry.is_table and other.entry.title else ""
    if inquiry.chinese:
        text = f"与所问的数不同：{whose(inquiry, scope)}{where}所列{label(other.entry)}为{shown(other.amount)}{{0}}。"
    else:
        text = f"Not the figure asked about: {label(other.entry)} is stated as {shown(other.amount, chinese=False)} {{0}} ({whose(inquiry, scope)})."
    places: list[Evidence] = [evidence(other.entry)]
    if named is not None and named.amount is not None and named.entry is not other.entry:
        name, amount = label(named.entry), shown(named.amount, chinese=inquiry.chinese)
        text += f"文件中{amount}{{1}}是“{name}”的数。" if inquiry.chinese else f" {amount} {{1}} is what {name} is stated as."
        places.append(evidence(named.entry))
    return Draft(text, other.amount, tuple(places), sure=other.score)


def _in_named_table(dispute: Dispute, scope: Scope, named: Match) -> Draft | None:
    """“707.79万元和占用情况表对得上吗”: what the table that is named states of it, where it does not confirm it under its name."""
    inquiry = dispute.inquiry
    places = [where for where in named_places(inquiry.question.folded, scope) if where.titled]
    if not places or any(where.holds(named.entry) for where in places) or named.amount is None:
        return None
    there = [e for where in places for e in scope.catalogue.entries if where.holds(e) and e.figure.amount is not None]
    equal = [e for e in there if not apart(named.entry, e) and says(e.figure.amount, dispute.amounts[0])]
    if any(one_name(named.entry.item, e.item) for e in equal):
        return None
    alike = next((e for e in there if e.default and one_name(named.entry.item, e.item)), None)
    if alike is not None:
        return versions(inquiry, scope, [named, replace(named, entry=alike)], same=one_thing(scope, named.entry, alike))
    if not equal:
        return refuse(inquiry)
    other = equal[0]
    amount = shown(named.amount, chinese=inquiry.chinese)
    if inquiry.chinese:
        text = f"对不上：{whose(inquiry, scope)}说明以{amount}{{0}}为“{label(named.entry)}”，而《{other.title}》中{amount}{{1}}是“{label(other)}”的数。"
    else:
        text = f"They do not agree: {amount} {{0}} is given as {label(named.entry)} ({whose(inquiry, scope)}), but in {other.title} {amount} {{1}} is {label(other)}."
    return Draft(text, named.amount, (evidence(named.entry), evidence(other)), sure=named.score, accounted=True)


def _kinds(text: str, given: Amount) -> tuple[str, ...]:
    """The kinds of measure that a figure given so can be: a change, a share, a completion rate or a level."""
    if re.search(r"增加|减少|增长|下降|增幅|降幅|增减|压减|多了|少了|increase|decrease|growth", text):
        return (RATE,) if given.dimension == "%" else (DIFFERENCE,)
    if given.dimension == "%":
        return (DONE,) if re.search(r"完成|执行", text) else (SHARE, LEVEL, COUNT)
    return (LEVEL, COUNT)


def _named(matches: Sequence[Match], given: Amount, floor: float) -> Match | None:
    """The best link to a figure that the question gives."""
    return next((m for m in matches if m.score >= floor and says(m.amount, given)), None)


def _elsewhere(dispute: Dispute, scope: Scope, found: Match, given: Amount) -> Match | None:
    """A place that states the other figure which the question gives, in the same unit, and speaks of what is asked about under another name."""
    wanted = replace(given, unit=given.unit or (found.amount.unit if found.amount is not None else None))
    asked = dispute.said(scope) | set(grams(found.entry.item))
    for entry in scope.catalogue.entries:
        amount = entry.figure.amount
        if (
            amount is None
            or amount.dimension != wanted.dimension
            or abs(amount.base) != abs(wanted.base)
            or entry.figure.year != found.figure.year
        ):
            continue
        if asked & {gram for text in (entry.item, entry.section, entry.title) for gram in grams(text)}:
            return replace(found, entry=entry)
    return None


def _as_stated(inquiry: Inquiry, scope: Scope, match: Match, matches: Sequence[Match], *, yes: bool = False) -> Draft | None:
    """The figure as the document states it, with the places that agree."""
    if match.score < LIKELY:
        return None
    same = agreeing(inquiry, match, matches, scope)
    text = stated(inquiry, scope, match.entry, "{0}")
    if yes:
        held = (not containing(match.figure.source, scope.catalogue) and bool(holding(match.figure.source, scope.catalogue))) or operands(
            scope, match.entry
        ) is not None
        if inquiry.chinese:
            text = f"是，与文件所列相符：{text}" + ("与其他数据的勾稽关系也相符。" if held else "该数未能用文件其他数据核算。")
        else:
            text = f"Yes, as the document states it: {text} " + (
                "Other figures bear it out." if held else "No other figure was found to check it by."
            )
    if len(same) > 1:
        text += f"文件中另有{len(same) - 1}处所列相同。" if inquiry.chinese else f" {len(same) - 1} other place(s) state the same."
    return noted(inquiry, scope, match, Draft(text, match.amount, tuple(same), sure=match.score))


def noted(inquiry: Inquiry, scope: Scope, match: Match, draft: Draft) -> Draft:
    """A draft that says so where the figure is one part of a sum that fails: which part is wrong is not known."""
    checks = containing(match.figure.source, scope.catalogue)
    if not checks:
        return draft
    check = checks[0]
    if check.stated is None or check.expected is None:
        return draft
    first = next((o for o in check.operands if o.role == "stated"), check.operands[0])
    mark = f"{{{len(draft.evidence)}}}"
    one, two = (shown(amount, chinese=inquiry.chinese) for amount in (check.stated, check.expected))
    text = (
        f"注意：含有该数的一项关系不符，{first.label}原文为{one}{mark}，按各数核算为{two}。"
        if inquiry.chinese
        else f" Note: a relation that it is part of fails: {first.label} is stated as {one} {mark}, its figures give {two}."
    )
    computed = (*draft.computed, Computation(check.expected, check.message, ()))
    return replace(draft, text=draft.text + text, evidence=(*draft.evidence, Evidence(scope.record.id, first.source)), computed=computed)
