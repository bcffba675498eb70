"""Answers on change: what a document states about an increase or decrease, or what follows from two of its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from corpus.amount import Amount
from corpus.folding import squash
from corpus.place import CellRef
from qa.arithmetic import best_operands
from qa.catalogue import BEFORE
from qa.compute import Computation, digits, growth, level_before, rate_of
from qa.compute import difference as minus
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, DIFFERENCE, LEVEL, RATE, SHARE, measure_class, same_item
from qa.link import AHEAD, COVERED, LIKELY, SURE, Match
from qa.phrase import change_words, label, shown, whose
from qa.question import Question
from qa.rivals import apart, versions

_WANTS_RATE = re.compile(r"百分|率|幅|%|几成|几个点|增速|percent|rate|by how much in %", re.IGNORECASE)
_FRAMES = re.compile(
    r"(?:同比|比|较|与|和|跟|相比)?(?:上一?年度?|去年|[前头]一年|上年同期|20\d\d年度?)(?:的?(?:预算执行数|预算数?|决算数?|执行数))?(?:相比|同期)?|同比|增减|变化|(?:大幅)?(?:增加|减少|增长|下降|上升|降低|提高|扩大|缩减|上调|下调)了?(?:多少|百分之几|几个点)?|(?:多|少|高|低)(?:出|了)?(?:多少|几)(?:人次|万人|人|户|个|家|件|次|辆|台|[万亿]?元)?|根据|(?:砍|压|缩|减|削|降|跌|涨|增|升)(?:掉|去|出|减|缩|加|长|高|低)?了?(?:多少|几|百分之几)|增幅|降幅|增速|涨幅|跌幅|推算值?|倒推|反推|算出|是什么"
)
_RELATED = 0.5
_AMOUNT_WANTED = re.compile(r"多少(?:万|亿|千|百万)?元|多少钱|几(?:万|亿)元")
_TO_BUDGET = re.compile(r"(?:比|较|与|和|跟)(?:年初|全年|调整)?预算")
_COMPARED = re.compile(r"(?:比|较|与|同)([^，。；、,]{1,14}?)(?:相比)?(?=[，,]?(?:减少|增加|下降|增长|上升|降低|持平))")
_IN_ALL = re.compile(r"(?:年度)?收支(?:总计|总额|总预算|总决算)?|收入总计|支出总计|收入支出总计")
_ANY = (LEVEL, COUNT, SHARE)


def wants_rate(text: str) -> bool:
    """Whether a question about change asks for its rate."""
    return bool(_WANTS_RATE.search(text))


def without_change(folded: str) -> str:
    """A folded question without the words that ask for a change."""
    return _FRAMES.sub("，", folded)


def change(inquiry: Inquiry) -> Draft | None:
    """同比增减: the stated change (额 and 率), else computed from two years' figures."""
    question = inquiry.question
    rate_wanted = wants_rate(question.text)
    phrase = without_change(question.folded)
    if (ends := _between_ends(inquiry, phrase)) is not None:
        return ends
    best: tuple[float, Scope, list[Match]] | None = None
    for scope in inquiry.scopes:
        matches = _stated(inquiry, phrase, scope)
        if matches and (best is None or matches[0].score > best[0]):
            best = (matches[0].score, scope, matches)
    if best is None:
        return _from_to(inquiry, phrase) or _from_two(inquiry, phrase, rate_wanted)
    _, scope, matches = best
    amounts, rates = _pair(matches)
    if rate_wanted and rates is None and amounts is not None:
        derived = _rate_from(inquiry, scope, amounts)
        if derived is not None:
            return derived
    if amounts is None and not rate_wanted and _AMOUNT_WANTED.search(question.folded):
        return _from_two(inquiry, phrase, rate_wanted)  # a rate is no answer to how much money
    if question.asks("conflict") and (disputed := _disputed(inquiry, scope, phrase, amounts or rates)) is not None:
        return disputed
    shown_first, then = (rates, amounts) if rate_wanted and rates is not None else (amounts, rates)
    if shown_first is None:
        shown_first, then = then, None
    assert shown_first is not None
    parts = [change_words(inquiry, shown_first.entry, shown_first.figure.versus) + "{0}"]
    chosen = [shown_first]
    if then is not None:
        parts.append(change_words(inquiry, then.entry, then.figure.versus) + "{1}")
        chosen.append(then)
    figure = shown_first.figure
    item = shown_first.entry.item or label(shown_first.entry)
    record = scope.record
    agency = whose(inquiry, scope, replace(figure, year=record.year))
    if inquiry.chinese:
        since = f"较{figure.versus}年" if figure.versus else "较上年"
        text = f"{agency}{item}{since}{'，'.join(parts)}。"
    else:
        text = f"{item} ({agency}): {', '.join(parts)}{f' versus {figure.versus}' if figure.versus else ''}."
    return Draft(text, figure.amount, tuple(evidence(m.entry) for m in chosen), sure=shown_first.score)


_ENDS = re.compile(r"(?:从)?(?:年初|期初)(?:到|至|和|与|跟)(?:年[末底]|期末)")


def _between_ends(inquiry: Inquiry, phrase: str) -> Draft | None:
    """The change from what there was at the beginning of the year to what there is at its end (年初结转和结余, 年末结转和结余)."""
    hit = _ENDS.search(phrase) if inquiry.chinese else None
    if hit is None:
        return None
    before, after = re.split(r"[，,]", phrase[: hit.start()])[-1], re.split(r"[，,。？?]|是|有", phrase[hit.end() :])[0]
    name = (before if len(before) > 1 else after).removesuffix("的")
    chosen = best_operands(inquiry, [f"年末{name}", f"年初{name}"], SURE)
    if chosen is None:
        return None
    last, first = chosen.matches
    if "末" not in last.entry.item or "初" not in first.entry.item:
        return None
    step = minus(evidence(last.entry), evidence(first.entry))
    down = step.result.value < 0
    words = f"{'减少' if down else '增加'}{shown(replace(step.result, value=abs(step.result.value)))}"
    text = f"{whose(inquiry, chosen.scope)}{label(last.entry)}{shown(last.amount)}{{0}}，较{label(first.entry)}{shown(first.amount)}{{1}}{words}；计算：{step.working}。"  # type: ignore[arg-type]
    return Draft(text, step.result, (evidence(last.entry), evidence(first.entry)), (step,), sure=min(last.score, first.score))


_FUND_NAME = re.compile(r"财政|拨款|当年|本年|支出|收入|预算|决算")


def _disputed(inquiry: Inquiry, scope: Scope, phrase: str, first: Match | None) -> Draft | None:
    """The change with what another sentence says of the same one, where they differ."""
    if first is None:
        return None
    asked = replace(inquiry.question, years=(), offset=None, units=(), basis=None)
    name = _FUND_NAME.sub("", first.entry.item)
    found = [first]
    for match in inquiry.link(phrase, scope, (measure_class(first.figure),), question=asked):
        figure = match.figure
        alike = figure.versus == first.figure.versus and figure.year == first.figure.year and _FUND_NAME.sub("", match.entry.item) == name
        if alike and name and match.amount is not None and all(apart(match.entry, m.entry) for m in found):
            found.append(match)
    return versions(inquiry, scope, found, same=False) if len(found) > 1 else None


def _years_of(question: Question, year: int | None) -> tuple[set[int], set[int]]:
    """The years a change may be for, and the years it may be compared with; empty sets for any."""
    named = set(question.years)
    if year is None or not named:
        return set(), set()
    if len(named) > 1:
        return {max(named)}, {min(named)}
    only = named.pop()
    return (set(), {only}) if only < year else ({only}, set())


def _stated(inquiry: Inquiry, phrase: str, scope: Scope) -> list[Match]:
    now, before = _years_of(inquiry.question, scope.record.year)
    asked = replace(inquiry.question, years=(), offset=None, units=(), basis=None)
    own = scope.record.year if scope.record.year is None else scope.record.year + max(inquiry.question.offset or 0, 0)
    found = []
    for match in inquiry.link(phrase, scope, (DIFFERENCE, RATE), question=asked):
        figure = match.figure
        covered = match.cover >= COVERED or inquiry.question.codes  # a code tells what its half-remembered name means
        if match.score < LIKELY or not covered or figure.amount is None:
            continue
        year = figure.year if figure.year is not None else scope.record.year
        if now and year not in now:
            continue
        if not _TO_BUDGET.search(inquiry.question.folded) and _against(scope, match) == "预算":
            continue
        # A change that is stated for the year before (“2023年减少”) is found by that year.
        if before and figure.versus not in before and year not in before and not (figure.versus is None and year == scope.record.year):
            continue
        if not now and not before and year != own:
            continue
        found.append(match)
    return found if _one_item(found) else []


def _against(scope: Scope, match: Match) -> str:
    """What a sentence compares a change with, in the words right before it: 预算 where it is the year's own budget, else ""."""
    figure = match.figure
    if isinstance(figure.source, CellRef) or figure.context is None:
        return ""
    told = _COMPARED.findall(squash(scope.document.text[figure.context.start : figure.source.start]))
    return "预算" if told and "预算" in told[-1] and not re.search(r"上年|去年|20\d\d|执行", told[-1]) else ""


def _one_item(found: list[Match]) -> bool:
    """Whether the best link is sure, or no change of another item is near it."""
    if not found or found[0].score >= SURE:
        return bool(found)
    rival = next((m for m in found if not same_item(m.figure, found[0].figure)), None)
    return rival is None or found[0].score - rival.score >= AHEAD


def _pair(matches: list[Match]) -> tuple[Match | None, Match | None]:
    """The change and its rate, of the same sentence as the best link."""
    first = matches[0]
    same = [
        m
        for m in matches
        if m.figure.context == first.figure.context and same_item(m.figure, first.figure) and m.score >= first.score - 0.2
    ]
    amount = next((m for m in same if m.entry.figure.measure == DIFFERENCE or "额" in m.figure.measure), None)
    rate = next((m for m in same if m.figure.amount is not None and m.figure.amount.dimension == "%"), None)
    if amount is None and rate is None:
        amount = first
    return amount, rate


def _rate_from(inquiry: Inquiry, scope: Scope, amount: Match) -> Draft | None:
    """The rate that a printed change and the level before it give."""
    levels = _levels(inquiry, scope, amount)
    before = next((m for m in levels if m.figure.year is not None and m.figure.year == amount.figure.versus), None)
    now = next((m for m in levels if (m.figure.year or scope.record.year) == (amount.figure.year or scope.record.year)), None)
    computation: Computation | None = None
    earlier: Computation | None = None
    others: list[Match] = []
    try:
        if before is not None:
            computation, others = rate_of(evidence(amount.entry), evidence(before.entry)), [before]
        elif now is not None and now.amount is not None and amount.amount is not None:
            earlier = level_before(evidence(now.entry), evidence(amount.entry))
            computation = _over(amount, earlier)
            others = [now]
    except (ValueError, ZeroDivisionError):
        return None
    if computation is None:
        return None
    down = computation.result.value < 0
    marks = "".join(f"{{{n + 1}}}" for n in range(len(others)))
    base = "、".join(f"{label(m.entry)}{shown(m.amount)}" for m in others if m.amount is not None)
    item = amount.entry.item
    magnitude = shown(replace(computation.result, value=abs(computation.result.value)))
    words = change_words(inquiry, amount.entry, None)
    if inquiry.chinese:
        text = f"{whose(inquiry, scope)}{item}{'下降' if down else '增长'}约{magnitude}：{words}{{0}}，{base}{marks}；计算：{computation.working}。"
    else:
        text = f"{item} {'fell' if down else 'rose'} by about {magnitude} ({whose(inquiry, scope)}): {words} {{0}}, {base} {marks}; working: {computation.working}."
    places = [evidence(amount.entry), *(evidence(m.entry) for m in others)]
    if earlier is not None:
        # The level before, which the working gives, where the document states it itself.
        told = (e for e in scope.catalogue.entries if e.figure.amount is not None and e.figure.amount.dimension == "元")
        places += [evidence(e) for e in told if e.figure.amount is not None and e.figure.amount.base == earlier.result.base][:1]
    return Draft(text, computation.result, tuple(places), (computation,), sure=amount.score)


def _over(amount: Match, earlier: Computation) -> Computation:
    assert amount.amount is not None
    if earlier.result.base == 0:
        raise ZeroDivisionError("no rate of change from zero")
    change_value = amount.amount.to(earlier.result.unit).value if earlier.result.unit else amount.amount.value
    value = (change_value / earlier.result.value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Computation(
        Amount(value, "%"),
        f"{earlier.working}，{digits(change_value)} ÷ {digits(earlier.result.value)} × 100% ≈ {digits(value)}%",
        earlier.operands,
    )


def _levels(inquiry: Inquiry, scope: Scope, amount: Match) -> list[Match]:
    """The levels of the item whose change is given: first those of its own sentence."""
    asked = replace(inquiry.question, years=(), offset=None, units=("元",), basis=None)
    every = [m for m in inquiry.link(amount.entry.item, scope, question=asked) if m.amount is not None and m.score >= _RELATED]
    every += [
        Match(e, 1.0, 1.0, 1.0)
        for e in scope.catalogue.entries
        if e.figure.context is not None and e.figure.context == amount.figure.context and e.figure.amount is not None and e.figure.amount.dimension == "元"
        and e.figure.measure not in (DIFFERENCE,) and (e.item == amount.entry.item or same_item(e.figure, amount.figure))
    ]  # fmt: skip
    return sorted(every, key=lambda m: (m.figure.context != amount.figure.context, -m.score))


def _from_to(inquiry: Inquiry, phrase: str) -> Draft | None:
    """The change that one sentence gives by both its ends (从4.21%下降到3.99%)."""
    for scope in inquiry.scopes:
        asked = replace(inquiry.question, years=(), offset=None, units=(), basis=None)
        for match in inquiry.link(phrase, scope, _ANY, question=asked)[:4]:
            if match.score < SURE or not match.entry.renamed or match.amount is None:
                continue
            before = next(
                (
                    e
                    for e in scope.catalogue.entries
                    if e.column == BEFORE and e.item == match.entry.item and e.figure.context == match.figure.context
                ),
                None,
            )
            if before is None or before.figure.amount is None or before.figure.amount.dimension != match.amount.dimension:
                continue
            step = minus(evidence(match.entry), evidence(before))
            result = replace(step.result, unit="百分点" if step.result.unit == "%" else step.result.unit)
            size = shown(replace(result, value=abs(result.value)), chinese=inquiry.chinese)
            down = result.value < 0
            first, last = (shown(a, chinese=inquiry.chinese) for a in (before.figure.amount, match.amount))
            if inquiry.chinese:
                text = f"{whose(inquiry, scope)}{match.entry.item}由{first}{{1}}{'下降' if down else '上升'}到{last}{{0}}，{'下降' if down else '上升'}{size}；计算：{step.working}。"
            else:
                text = f"{match.entry.item}: from {first} {{1}} to {last} {{0}}, {'a decrease' if down else 'an increase'} of {size}; working: {step.working}."
            return Draft(text, result, (evidence(match.entry), evidence(before)), (replace(step, result=result),), sure=match.score)
    return None


def _from_two(inquiry: Inquiry, phrase: str, rate_wanted: bool) -> Draft | None:
    """The change from two years' figures of one item, both stated."""
    for scope in inquiry.scopes:
        year = scope.record.year
        if year is None:
            continue
        now_years, before_years = _years_of(inquiry.question, year)
        this, last = next(iter(now_years), year), next(iter(before_years), year - 1)
        counted = inquiry.question.units if set(inquiry.question.units).isdisjoint(("元", "%", "#")) else ()
        any_basis = replace(inquiry.question, units=counted or ("元",), basis=None, offset=None)
        now = [m for m in inquiry.link(phrase, scope, question=replace(any_basis, years=(this,))) if m.score >= SURE and m.amount]
        before = [m for m in inquiry.link(phrase, scope, question=replace(any_basis, years=(last,))) if m.score >= SURE and m.amount]
        pair = next(((a, b) for a in now for b in before if same_item(a.figure, b.figure)), None)
        if pair is None:
            continue
        one, two = pair
        try:
            step = minus(evidence(one.entry), evidence(two.entry))
            rate = growth(evidence(one.entry), evidence(two.entry))
        except (ValueError, ZeroDivisionError):
            continue
        result = rate if rate_wanted else step
        down = step.result.value < 0
        words = f"{'减少' if down else '增加'}{shown(replace(step.result, value=abs(step.result.value)))}，{'下降' if down else '增长'}{shown(replace(rate.result, value=abs(rate.result.value)))}"
        if not inquiry.chinese:
            words = f"{'a decrease' if down else 'an increase'} of {shown(replace(step.result, value=abs(step.result.value)), chinese=False)} ({shown(replace(rate.result, value=abs(rate.result.value)))})"
        item = label(one.entry)
        assert one.amount is not None
        assert two.amount is not None
        text = f"{whose(inquiry, scope, one.figure)}{item}{shown(one.amount)}{{0}}，较{last}年{shown(two.amount)}{{1}}{words}；计算：{step.working}，{rate.working}。"
        if not inquiry.chinese:
            text = f"{item}: {shown(one.amount)} {{0}} versus {shown(two.amount)} {{1}} in {last}, {words}; working: {rate.working}."
        return Draft(text, result.result, (evidence(one.entry), evidence(two.entry)), (step, rate), sure=min(one.score, two.score))
    return None


def _of_one(level: Match, moved: Match) -> bool:
    """Whether a level is of the thing that moved; what came in and what went out are one in all (收支总计)."""
    return same_item(level.figure, moved.figure) or bool(_IN_ALL.fullmatch(level.entry.item) and _IN_ALL.fullmatch(moved.entry.item))


def derive(inquiry: Inquiry) -> Draft | None:
    """The level of the year before, from this year's level and the stated change (“倒推上年”)."""
    question = inquiry.question
    phrase = without_change(question.folded)
    for scope in inquiry.scopes:
        year = scope.record.year
        if question.basis in ("决算", "执行") and scope.record.kind == "预算":
            continue  # a budget tells what was budgeted the year before, not what was spent
        asked = tuple(one for one in question.years if one != year)  # “由2022年的决算倒推2021年”
        if year is None or not (asked == (year - 1,) or (not question.years and question.offset == -1)):
            continue
        changes = [
            m for m in inquiry.link(phrase, scope, (DIFFERENCE,), question=replace(question, years=(), offset=None, basis=None))
            if m.score >= SURE and m.amount is not None and (m.figure.versus in (year - 1, None)) and (m.figure.year or year) == year
            and _against(scope, m) != "预算"
        ]  # fmt: skip
        for moved in changes[:3]:
            now = next((m for m in _levels(inquiry, scope, moved) if (m.figure.year or year) == year and _of_one(m, moved)), None)
            if now is None:
                continue
            result = level_before(evidence(now.entry), evidence(moved.entry))
            item = moved.entry.item
            assert now.amount is not None
            if inquiry.chinese:
                text = f"由{year}年{item}{shown(now.amount)}{{0}}和较上年{change_words(inquiry, moved.entry, None)}{{1}}推算，{year - 1}年为{shown(result.result)}（文件未直接列出）；计算：{result.working}。"
            else:
                text = f"Derived: {shown(result.result, chinese=False)} in {year - 1}, from {shown(now.amount, chinese=False)} {{0}} in {year} and {change_words(inquiry, moved.entry, None)} {{1}}; working: {result.working}."
            return Draft(text, result.result, (evidence(now.entry), evidence(moved.entry)), (result,), sure=moved.score)
    return None
