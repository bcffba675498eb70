"""Answers across documents: one item in several agencies' disclosures, listed, ranked, added or compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.folding import similarity, squash
from qa.answer import Evidence
from qa.change import change, wants_rate, without_change
from qa.compute import difference, growth, quotient, total
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import CHANGES, LEVEL, RATE
from qa.link import COVERED, Match, clear
from qa.operands import cut
from qa.phrase import label, shown

_ACROSS = re.compile(
    r"哪家|哪个(?:局|部门|单位|区|市|县|街道)|谁|[两二三四五六七八九十几\d]+家|各家|这些|每家|分别|which (?:of the|agency|bureau|document)|across|\bboth\b|each",
    re.IGNORECASE,
)
_FRAMES = re.compile(
    r"哪家(?:有)?|谁|[两二三四五六七八九十几\d]+家|各家|这几家|每家|公开|不论.*?(?:[)）]|$)|哪个(?:局|部门|单位)|医保局|排名|方向一样吗|一样吗|相差|差额"
)
# Whether a document is wrong is asked of each by itself.
_BLAMES = re.compile(r"错|矛盾|前后|不一致|对不上|打架|不符|一致|\bwrong\b|contradict|consisten", re.IGNORECASE)
_LISTED = 8
# How much alike names count beside the scores, and how far behind the best link one may be for it.
_ALIKE, _BEHIND, _TRIED = 0.4, 0.25, 8
_OPERANDS = 2
_NAMED_TOO = 0.35
_SPANS = re.compile(
    r"哪家|哪个(?:局|部门|单位|区|市|县|街道)|谁|[两二三四五六七八九十几]家|各家|每家|几个(?:局|部门|单位)|which (?:of the|agency|bureau)",
    re.IGNORECASE,
)


def across(inquiry: Inquiry) -> Draft | None:
    """The answer over several documents; None when the question does not compare them or one has no sure figure."""
    question = inquiry.question
    asked = question.asks("rank", "sum", "difference", "times", "change", "share") or bool(_ACROSS.search(question.text))
    if len(inquiry.scopes) < 2 or not asked or (question.asks("conflict") and _BLAMES.search(question.text)):
        return None
    if (
        question.asks("change", "difference")
        and not question.asks("rank")
        and len({squash(scope.record.agency or scope.record.title) for scope in inquiry.scopes}) == 1
    ):
        return _over_years(inquiry)
    classes = CHANGES if question.asks("change") and not question.asks("rank", "sum", "difference") else (LEVEL, "数量")
    found = _each(inquiry, classes)
    if len(found) < 2:
        return None
    if question.asks("rank"):
        return _ranked(inquiry, found)
    if question.asks("sum") and not question.asks("difference"):
        return _added(inquiry, found) if len(found) == len(inquiry.scopes) else None
    if len(found) == 2 and question.asks("times"):
        return _multiple(inquiry, found)
    if len(found) == 2 and question.asks("difference"):
        return _compared(inquiry, found)
    return listed(inquiry, found)


def spans(inquiry: Inquiry) -> bool:
    """Whether a question compares agencies (哪家最高, 四家合计), so that one document's figure cannot answer it."""
    agencies = {squash(scope.record.agency or scope.record.title) for scope in inquiry.scopes}
    asked = inquiry.question.asks("rank", "sum", "difference", "times")
    return len(agencies) > 1 and asked and (bool(inquiry.named) or bool(_SPANS.search(inquiry.question.text)))


def by_ratio(inquiry: Inquiry, ratios: Mapping[str, Callable[[Inquiry], Draft | None]]) -> Draft | None:
    """The agencies ranked or compared by a share, an average or a rate that each one's document states or gives (基本支出占比谁最高)."""
    question = inquiry.question
    name = next((name for name in question.asked if name in ratios), None)
    if name is None or not question.asks("rank", "difference") or not spans(inquiry):
        return None
    bare = replace(question, folded=_FRAMES.sub("，", question.folded), asked=(name,))
    found: list[tuple[Scope, Draft]] = []
    for scope in inquiry.scopes:
        draft = ratios[name](inquiry.within([scope]).asking(bare))
        if draft is None or draft.value is None:
            return None
        found.append((scope, draft))
    if len({draft.value.dimension for _, draft in found if draft.value}) > 1:
        return None
    found.sort(key=lambda pair: -question.extreme * (pair[1].value.base if pair[1].value else Decimal(0)))
    places: list[Evidence] = []
    lines = []
    for scope, draft in found:
        marks = "".join(f"{{{len(places) + n}}}" for n in range(len(draft.evidence[:_OPERANDS])))
        places += draft.evidence[:_OPERANDS]
        working = f"（{draft.computed[0].working}）" if draft.computed else ""
        lines.append(f"{_agency(scope)}{shown(draft.value, chinese=inquiry.chinese)}{working}{marks}" if draft.value else "")
    most = ("最高" if question.extreme > 0 else "最低") if inquiry.chinese else ("highest" if question.extreme > 0 else "lowest")
    text = (
        f"{most}的是{lines[0]}；其余：{'；'.join(lines[1:])}。"
        if inquiry.chinese
        else f"The {most}: {lines[0]}; the others: {'; '.join(lines[1:])}."
    )
    computed = tuple(one for _, draft in found for one in draft.computed)
    return Draft(text, found[0][1].value, tuple(places), computed, sure=min(draft.sure for _, draft in found))


def _over_years(inquiry: Inquiry) -> Draft | None:
    """The change of one agency's figure between two of its disclosures: as the later one states it, else from both."""
    scopes = sorted((scope for scope in inquiry.scopes if scope.record.year is not None), key=lambda scope: scope.record.year or 0)
    if len({scope.record.year for scope in scopes}) < 2:
        return None
    told = change(inquiry.within(scopes[-1:]))
    if told is not None:
        return told
    found = []
    for scope in (scopes[0], scopes[-1]):
        asked = replace(
            inquiry.question,
            years=(scope.record.year or 0,),
            offset=None,
            units=("元",) if not inquiry.question.units or "%" in inquiry.question.units else inquiry.question.units,
        )
        matches = [
            m
            for m in inquiry.link(without_change(inquiry.question.folded), scope, question=asked)
            if m.amount is not None and m.cover >= COVERED
        ]
        if not clear(matches):
            return None
        found.append((scope, matches[0]))
    (first, before), (last, now) = found
    assert before.amount is not None
    assert now.amount is not None
    try:
        step, rate = difference(evidence(now.entry), evidence(before.entry)), growth(evidence(now.entry), evidence(before.entry))
    except (ValueError, ZeroDivisionError):
        return None
    result = rate if wants_rate(inquiry.question.text) else step
    down = step.result.value < 0
    size, pace = (shown(replace(one.result, value=abs(one.result.value)), chinese=inquiry.chinese) for one in (step, rate))
    lines = f"{_line(inquiry, last, now, 0)}；{_line(inquiry, first, before, 1)}"
    if inquiry.chinese:
        text = f"{_agency(last)}{label(now.entry)}{last.record.year}年比{first.record.year}年{'减少' if down else '增加'}{size}，{'下降' if down else '增长'}{pace}：{lines}；计算：{step.working}，{rate.working}。"
    else:
        text = f"{_agency(last)} {label(now.entry)}: {'a decrease' if down else 'an increase'} of {size} ({pace}) from {first.record.year} to {last.record.year}: {lines}; working: {step.working}, {rate.working}."
    return Draft(text, result.result, (evidence(now.entry), evidence(before.entry)), (step, rate), sure=min(now.score, before.score))


def _phrase(inquiry: Inquiry) -> str:
    return _FRAMES.sub("，", inquiry.question.folded)


def _each(inquiry: Inquiry, classes: tuple[str, ...]) -> list[tuple[Scope, Match]]:
    """For each document its surest figure, in the order in which the question names the agencies."""
    phrases = _parts(inquiry)
    found: list[tuple[Scope, list[Match]]] = []
    for scope in inquiry.scopes:
        asked = replace(inquiry.question, units=()) if classes != (LEVEL, "数量") else inquiry.question
        # “洛阳全市和上海市的政府债务余额”: one of the parts may name nothing but whose it is.
        own = phrases.get(scope.record.id)
        matches: list[Match] = []
        for phrase in dict.fromkeys([*([own] if own is not None else []), _phrase(inquiry)]):
            linked = inquiry.link(phrase, scope, classes, question=asked)
            matches = [m for m in linked if m.amount is not None and m.cover >= COVERED]
            matches = matches if clear(matches) else []
            if matches:
                break
        if classes == CHANGES:
            rates = [m for m in matches if m.figure.measure == RATE]
            matches = rates or matches
        if matches:
            found.append((scope, matches))
    pairs = _aligned(found)
    return sorted(pairs, key=lambda pair: _position(inquiry, pair[0]))


def _aligned(found: Sequence[tuple[Scope, list[Match]]]) -> list[tuple[Scope, Match]]:
    """One figure of each document, of items that are called most alike: what is compared bears one name."""
    if len(found) < 2:
        return [(scope, matches[0]) for scope, matches in found]

    def likeness(one: Match, other: Match) -> float:
        return 1.0 if one.figure.code and one.figure.code == other.figure.code else similarity(one.entry.item, other.entry.item)

    def worth(match: Match, number: int) -> float:
        others = [max(likeness(match, other) for other in _near(matches)) for n, (_, matches) in enumerate(found) if n != number]
        return match.score + _ALIKE * sum(others) / len(others)

    return [(scope, max(_near(matches), key=lambda m: (worth(m, n), -m.entry.number))) for n, (scope, matches) in enumerate(found)]


def _near(matches: Sequence[Match]) -> list[Match]:
    return [m for m in matches[:_TRIED] if m.score >= matches[0].score - _BEHIND]


def _position(inquiry: Inquiry, scope: Scope) -> int:
    agency = squash((scope.record.region or "") + (scope.record.agency or ""))
    places = [
        inquiry.question.folded.find(name)
        for name in inquiry.named
        if name and (name in agency or all(letter in agency for letter in name))
    ]
    return min((place for place in places if place >= 0), default=10_000)


def _parts(inquiry: Inquiry) -> dict[str, str]:
    """The own part of the question for each document, where it is cut into one part for each (“峨边的项目和东西湖的项目”)."""
    folded = inquiry.question.folded
    head, colon, rest = folded.partition("：")
    if not colon:
        head, colon, rest = folded.partition(":")
    parts = cut(inquiry, text=rest if colon else folded)
    if len(parts) != len(inquiry.scopes):
        return {}
    found: dict[str, str] = {}
    for part in parts:
        for scope in inquiry.scopes:
            agency = squash((scope.record.region or "") + (scope.record.agency or ""))
            if any(name in part and name in agency for name in inquiry.named) and scope.record.id not in found:
                found[scope.record.id] = _FRAMES.sub("，", (head + "，" if colon else "") + part)
                break
    if len(found) != len(inquiry.scopes):
        return {}
    # A part that names nothing but its agency speaks of the item of the others.
    bare = {key: inquiry.words(text, inquiry.scope(key)) for key, text in found.items()}
    return found if all(bare.values()) else {}


def _agency(scope: Scope) -> str:
    return squash(scope.record.agency or scope.record.title)


def _line(inquiry: Inquiry, scope: Scope, match: Match, number: int) -> str:
    assert match.amount is not None
    year = match.figure.year or scope.record.year
    amount = shown(match.amount, chinese=inquiry.chinese)
    if inquiry.chinese:
        return f"{_agency(scope)}{label(match.entry)}{amount}（{year}年{scope.record.kind or ''}）{{{number}}}"
    return f"{_agency(scope)} {label(match.entry)} {amount} ({year}) {{{number}}}"


def listed(inquiry: Inquiry, found: list[tuple[Scope, Match]]) -> Draft:
    """Each document's figure, one after another; a value only where all say the same."""
    lines = [_line(inquiry, scope, match, number) for number, (scope, match) in enumerate(found[:_LISTED])]
    amounts = {match.amount.base for _, match in found if match.amount is not None}
    value = found[0][1].amount if len(amounts) == 1 else None
    text = ("各文件所列：" if inquiry.chinese else "As stated: ") + "；".join(lines) + ("。" if inquiry.chinese else ".")
    return Draft(text, value, tuple(evidence(match.entry) for _, match in found[:_LISTED]), sure=min(m.score for _, m in found))


def _ranked(inquiry: Inquiry, found: list[tuple[Scope, Match]]) -> Draft | None:
    if len({match.amount.dimension for _, match in found if match.amount}) > 1:
        return None
    ordered = sorted(found, key=lambda pair: -inquiry.question.extreme * (pair[1].amount.base if pair[1].amount else Decimal(0)))
    scope, top = ordered[0]
    assert top.amount is not None
    rest = "；".join(_line(inquiry, s, m, n) for n, (s, m) in enumerate(ordered[1:_LISTED], 1))
    most = (
        ("最高" if inquiry.question.extreme > 0 else "最低")
        if inquiry.chinese
        else ("the highest" if inquiry.question.extreme > 0 else "the lowest")
    )
    if inquiry.chinese:
        text = f"{most}的是{_line(inquiry, scope, top, 0)}；其余：{rest}。"
    else:
        text = f"{_line(inquiry, scope, top, 0)} is {most}; the others: {rest}."
    missing = [s for s in inquiry.scopes if all(s is not one for one, _ in found)]
    if missing:
        names = "、".join(_agency(s) for s in missing[:_LISTED])
        text += f"{names}的文件中没有这项数据。" if inquiry.chinese else f" No such figure for {names}."
    return Draft(text, top.amount, tuple(evidence(m.entry) for _, m in ordered[:_LISTED]), sure=min(m.score for _, m in found))


def _added(inquiry: Inquiry, found: list[tuple[Scope, Match]]) -> Draft | None:
    try:
        result = total([evidence(match.entry) for _, match in found])
    except ValueError:
        return None
    lines = "；".join(_line(inquiry, s, m, n) for n, (s, m) in enumerate(found))
    amount = shown(result.result, chinese=inquiry.chinese)
    text = (
        f"合计为{amount}：{lines}；计算：{result.working}。"
        if inquiry.chinese
        else f"The sum is {amount}: {lines}; working: {result.working}."
    )
    return Draft(text, result.result, tuple(evidence(m.entry) for _, m in found), (result,), sure=min(m.score for _, m in found))


def _compared(inquiry: Inquiry, found: list[tuple[Scope, Match]]) -> Draft | None:
    ordered = sorted(found, key=lambda pair: -(pair[1].amount.base if pair[1].amount else Decimal(0)))
    (one, larger), (two, smaller) = ordered
    try:
        result = difference(evidence(larger.entry), evidence(smaller.entry))
    except ValueError:
        return None
    amount = shown(result.result, chinese=inquiry.chinese)
    lines = f"{_line(inquiry, one, larger, 0)}；{_line(inquiry, two, smaller, 1)}"
    if inquiry.chinese:
        text = f"{_agency(one)}比{_agency(two)}多{amount}：{lines}；计算：{result.working}。"
    else:
        text = f"{_agency(one)} exceeds {_agency(two)} by {amount}: {lines}; working: {result.working}."
    again = [place for scope, match in ordered for place in _again(inquiry, scope, match)]
    places = (evidence(larger.entry), evidence(smaller.entry), *again)
    return Draft(text, result.result, places, (result,), sure=min(larger.score, smaller.score))


def _again(inquiry: Inquiry, scope: Scope, match: Match) -> list[Evidence]:
    """Another place of the document that states the same amount for the same thing, in words where the first is a cell."""
    alike = [*inquiry.further(match, (), scope), *(m.entry for m in inquiry.link(_phrase(inquiry), scope) if m.score >= _NAMED_TOO)]
    for e in alike:
        same = e.figure.amount is not None and match.amount is not None and e.figure.amount.base == match.amount.base
        if same and e.is_table != match.entry.is_table:
            return [evidence(e)]
    return []


def _multiple(inquiry: Inquiry, found: list[tuple[Scope, Match]]) -> Draft | None:
    (one, first), (two, second) = found
    try:
        result = quotient(evidence(first.entry), evidence(second.entry), "倍")
    except (ValueError, ZeroDivisionError):
        return None
    amount = shown(result.result, chinese=inquiry.chinese)
    lines = f"{_line(inquiry, one, first, 0)}；{_line(inquiry, two, second, 1)}"
    text = (
        f"{_agency(one)}是{_agency(two)}的{amount}：{lines}；计算：{result.working}。"
        if inquiry.chinese
        else f"{_agency(one)} has {amount} of {_agency(two)}: {lines}; working: {result.working}."
    )
    return Draft(text, result.result, (evidence(first.entry), evidence(second.entry)), (result,), sure=min(first.score, second.score))
