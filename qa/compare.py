"""Comparing two things that a question names: whether their figures agree, or a figure and the sum of its parts."""

from __future__ import annotations

import re

from corpus.amount import Amount
from corpus.place import CellRef
from qa.catalogue import Entry
from qa.compute import Computation, difference, total
from qa.dispute import Dispute, Side, linked
from qa.doubt import audited, overlap
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, LEVEL, measure_class, plain
from qa.link import LIKELY, Match, clear
from qa.named import Where, best_at, named_places, total_of
from qa.phrase import label, shown, whose
from qa.rivals import apart, fund_of, one_name, one_thing, versions

_MOST_PARTS = 8
PLAIN = (LEVEL, COUNT)
# How well a place must state what is asked to be held against another, and how far behind its best link.
_LEAST, _NEAR = 0.4, 0.16
_BEHIND = 0.12
_AS_GOOD = 0.035
_WHOLE = re.compile(r"合计|总计|总额|总数|总和|\btotal\b", re.IGNORECASE)
# What a side says that only means a whole.
_THING = re.compile(r"合计|总计|总额|总数|总和|数字?|的|，")
_WHOLES = (("总计", "合计"), ("合计", "总计"))


def compared(dispute: Dispute, scope: Scope) -> Draft | None:
    """Two figures side by side, equal or not; for 加起来, a figure and its parts."""
    if dispute.adds:
        return _added(dispute, scope)
    if dispute.sides is None:
        return None
    left_side, right_side = dispute.sides
    one = _one(dispute, left_side, scope)
    two = one and (_beside(one, right_side, scope) or _one(dispute, right_side, scope))
    if one is None or two is None or one.entry is two.entry or one.amount is None or two.amount is None:
        return None
    if one.amount.dimension != two.amount.dimension:
        return None
    inquiry = dispute.inquiry
    apart_ = apart(one.entry, two.entry)
    same = one_thing(scope, one.entry, two.entry)
    names = [f"{f'《{m.entry.title}》' if m.entry.is_table and m.entry.title else ''}{label(m.entry)}" for m in (one, two)]
    left, right = shown(one.amount, chinese=inquiry.chinese), shown(two.amount, chinese=inquiry.chinese)
    computed: tuple[Computation, ...] = ()
    if apart_:
        gap = difference(evidence(one.entry), evidence(two.entry))
        gap = Computation(Amount(abs(gap.result.value), gap.result.unit), gap.working, gap.operands)
        computed = (gap,)
    if inquiry.chinese:
        text = f"{'对不上' if apart_ else '对得上'}：{whose(inquiry, scope)}{names[0]}为{left}{{0}}，{names[1]}为{right}{{1}}"
        text += f"，相差{shown(computed[0].result)}。" if computed else "，两者相符。"
        text += "两处名称不同，是否同一口径请核对原文。" if apart_ and not same else ""
    else:
        text = f"{'They differ' if apart_ else 'They agree'}: {names[0]} is {left} {{0}}, {names[1]} is {right} {{1}} ({whose(inquiry, scope)})."
    return Draft(
        text, one.amount, (evidence(one.entry), evidence(two.entry)), computed, "conflict" if apart_ and same else "answered",
        min(one.score, two.score), accounted=True,
    )  # fmt: skip


# Funds that are never all of them.
_NARROW = {"政府性基金", "国有资本"}


def placed(dispute: Dispute, scope: Scope) -> Draft | None:
    """One thing in the two places that the question names: whether they state it alike."""
    places = named_places(dispute.inquiry.question.folded, scope)
    if len(places) < 2:
        return None
    inquiry, matches = dispute.inquiry, dispute.links(scope)
    whole = _whole(dispute, scope, places, matches)
    if whole is not None:
        return whole
    if not matches or matches[0].score < LIKELY:
        return None
    sides = [
        [m for m in best_at(matches, where) if m.score >= max(_LEAST, m_top.score - _NEAR)]
        for where in places[:2]
        if (m_top := next(iter(best_at(matches, where)), None))
    ]
    if len(sides) < 2 or not sides[0] or not sides[1]:
        return None
    one, two = sides[0][0], sides[1][0]
    if {fund_of(one.entry), fund_of(two.entry)} & _NARROW and fund_of(one.entry) != fund_of(two.entry):
        return None  # 政府性基金 in one place, 一般公共预算 in the other
    if max(one.score, two.score) < matches[0].score - _NEAR:
        return None
    equal = next(
        (
            (a, b)
            for a in sides[0]
            for b in sides[1]
            if a.score >= one.score - _AS_GOOD
            and b.score >= two.score - _AS_GOOD
            and _same_dimension(a.entry, b.entry)
            and not apart(a.entry, b.entry)
        ),
        None,
    )
    if equal is not None:
        one, two = equal
        other = _otherwise(sides, places, one, two)
        if other is not None:
            return versions(inquiry, scope, [one, other], same=one_thing(scope, one.entry, other.entry))
        names = [_at(m) for m in (one, two)]
        if inquiry.chinese:
            text = f"一致：{whose(inquiry, scope)}{names[0]}为{shown(one.amount)}{{0}}，{names[1]}为{shown(two.amount)}{{1}}。"  # type: ignore[arg-type]
        else:
            text = f"They agree: {names[0]} is {one.amount} {{0}}, {names[1]} is {two.amount} {{1}} ({whose(inquiry, scope)})."
        return Draft(text, one.amount, (evidence(one.entry), evidence(two.entry)), sure=one.score)
    two = next((m for m in sides[1] if _same_dimension(one.entry, m.entry)), two)
    if not _same_dimension(one.entry, two.entry):
        return None
    return versions(inquiry, scope, [one, two], same=one_thing(scope, one.entry, two.entry))


def _otherwise(sides: list[list[Match]], places: list[Where], one: Match, two: Match) -> Match | None:
    """Another statement of the text about the same thing, which differs from the two that agree."""
    for side, where, known in zip(sides, places, (one, two), strict=False):
        for match in side if where.tables is None else ():
            same = one_name(match.entry.item, known.entry.item) and match.figure.year == known.figure.year
            if same and _same_dimension(known.entry, match.entry) and apart(known.entry, match.entry) and apart(one.entry, match.entry):
                return match
    return None


def _whole(dispute: Dispute, scope: Scope, places: list[Where], matches: list[Match]) -> Draft | None:
    """The total of a table that the question names against what the other place says."""
    inquiry = dispute.inquiry
    if not _WHOLE.search(inquiry.question.text):
        return None
    for where, other in ((places[0], places[1]), (places[1], places[0])):
        if where.tables is None or len(where.tables) != 1 or other.tables is not None:
            continue
        own = total_of(scope, next(iter(where.tables)))
        there = next((m for m in best_at(matches, other) if m.score >= LIKELY), None)
        if not own or there is None or there.amount is None or not all(_same_dimension(e, there.entry) for e in own):
            continue
        if len(own) == 1:
            total_ = Match(own[0], there.score, there.cover, there.tight)
            return None if not apart(own[0], there.entry) else versions(inquiry, scope, [there, total_], same=False)
        result = total([evidence(e) for e in own])
        low, high = there.amount.interval
        if low <= result.result.base <= high or len(own) > _MOST_PARTS or not inquiry.chinese:
            continue
        lines = "、".join(f"{label(e)}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(own, 1) if e.figure.amount is not None)
        text = f"对不上：{whose(inquiry, scope)}说明所列{label(there.entry)}为{shown(there.amount)}{{0}}；《{own[0].title}》没有合计行，各行为{lines}，相加为{shown(result.result)}；计算：{result.working}。"
        return Draft(text, there.amount, (evidence(there.entry), *(evidence(e) for e in own)), (result,), sure=there.score, accounted=True)
    return None


def _at(match: Match) -> str:
    return f"{f'《{match.entry.title}》' if match.entry.is_table and match.entry.title else '说明'}{label(match.entry)}"


def _same_dimension(one: Entry, two: Entry) -> bool:
    left, right = one.figure.amount, two.figure.amount
    return (
        left is not None
        and right is not None
        and left.dimension == right.dimension
        and measure_class(one.figure) in PLAIN
        and measure_class(two.figure) in PLAIN
    )


def _one(dispute: Dispute, side: Side, scope: Scope) -> Match | None:
    """The figure that a side names; in the table that it names by its title, where it names one."""
    places = [where for where in named_places(side.said, scope) if where.titled]
    if places and not _THING.sub("", side.phrase):  # “申报表上的总数”
        totals = [entry for where in places[:1] for table in sorted(where.tables or ()) for entry in total_of(scope, table)[:1]]
        return (
            Match(totals[0], LIKELY, 1.0, 1.0) if len({e.figure.amount.base for e in totals if e.figure.amount is not None}) == 1 else None
        )
    # 总计 counts what is carried over, 合计 does not.
    matches = [
        m
        for m in linked(dispute.inquiry, (side.phrase,), scope)
        if not any(a in side.phrase and a not in m.entry.item and b in m.entry.item for a, b in _WHOLES)
    ]
    if places:
        matches = [m for m in matches if any(where.holds(m.entry) for where in places)] or matches
    return matches[0] if matches and (clear(matches) or matches[0].score >= LIKELY) else None


def _beside(one: Match, side: Side, scope: Scope) -> Match | None:
    """The figure of another column of the same row (“行政单位医疗的合计与基本支出”), where the side names no more than the column."""
    source = one.figure.source
    if not isinstance(source, CellRef):
        return None
    found = [
        entry for entry in scope.catalogue.entries
        if isinstance(entry.figure.source, CellRef) and entry.figure.amount is not None
        and (entry.figure.source.table, entry.figure.source.row) == (source.table, source.row) and entry.figure.source != source
        and plain(entry.column) == plain(side.phrase)
    ]  # fmt: skip
    return Match(found[0], one.score, one.cover, one.tight) if len(found) == 1 else None


def _added(dispute: Dispute, scope: Scope) -> Draft | None:
    """A figure held against the sum of its parts: as a check of the audit found it, or as its own sentence lists them."""
    matches = [m for m in dispute.links(scope) if m.amount is not None]
    if dispute.amounts:
        matches = [
            m for m in matches if m.amount is not None and any(abs(m.amount.value) == abs(g.value) for g in dispute.amounts)
        ] or matches
    inquiry = dispute.inquiry
    for match in matches[:6]:
        if match.score < max(LIKELY, matches[0].score - _BEHIND):
            break
        draft = added_up(inquiry, scope, match)
        if draft is not None:
            return draft
    return _held(dispute, scope, matches)


def added_up(inquiry: Inquiry, scope: Scope, match: Match) -> Draft | None:
    """A figure against the sum of the parts that its sentence lists under it; parts that exceed it are a contradiction, a shorter sum may lack some."""
    parts = parts_of(scope, match.entry)
    if len(parts) < 2 or match.amount is None:
        return None
    result = total([evidence(part) for part in parts])
    low, high = match.amount.interval
    agrees, over = low <= result.result.base <= high, result.result.base > high
    lines = "、".join(f"{label(p)}{shown(p.figure.amount)}{{{n}}}" for n, p in enumerate(parts, 1) if p.figure.amount is not None)
    short = not agrees and not over
    if inquiry.chinese:
        text = f"{'对得上' if agrees else '对不上'}：{whose(inquiry, scope)}{label(match.entry)}原文为{shown(match.amount)}{{0}}，而{lines}，相加为{shown(result.result)}；计算：{result.working}。"
        text += "所列分项之和少于总数，若分项已列全则两者不一致。" if short else ""
    else:
        text = f"{'They agree' if agrees else 'They do not agree'}: {label(match.entry)} is stated as {shown(match.amount, chinese=False)} {{0}}; {lines} add up to {shown(result.result, chinese=False)}; working: {result.working}."
        text += " The parts listed fall short; if they are all, the two contradict each other." if short else ""
    return Draft(
        text, result.result if over else match.amount, (evidence(match.entry), *(evidence(p) for p in parts)), (result,),
        "conflict" if over else "answered", match.score, (match.amount,) if over else (), accounted=True,
    )  # fmt: skip


def parts_of(scope: Scope, entry: Entry) -> list[Entry]:
    """The figures that a sentence lists right under the one it states (在职26人，其中行政12人、工勤3人)."""
    figure = entry.figure
    if figure.context is None or figure.amount is None or not figure.subject:
        return []
    found = [
        e for e in scope.catalogue.entries
        if e.figure.context == figure.context and e.figure.path[-1:] == (figure.subject,) and e.figure.amount is not None
        and e.figure.amount.dimension == figure.amount.dimension and measure_class(e.figure) == measure_class(figure)
    ]  # fmt: skip
    return found[:_MOST_PARTS]


def _held(dispute: Dispute, scope: Scope, matches: list[Match]) -> Draft | None:
    """What a check of the audit that holds says of the figure asked about and its parts."""
    inquiry = dispute.inquiry
    titled = [where for where in named_places(inquiry.question.folded, scope) if where.titled]
    for match in matches[:6]:
        if not clear(matches) or match.score < matches[0].score - _BEHIND:
            break
        for check in audited(scope.catalogue).checks:
            if check.verdict not in ("consistent", "rounding") or len(check.operands) < 3 or check.stated is None:
                continue
            if not any(o.role == "stated" and overlap(o.source, match.figure.source) for o in check.operands):
                continue
            tables = {o.source.table for o in check.operands if isinstance(o.source, CellRef)}
            if any(where.tables is not None and not where.tables & tables for where in titled):
                continue  # it is held against something else than the table that is named
            relation = check.message.split("：", 1)[0]
            amount = shown(check.stated, chinese=inquiry.chinese)
            if inquiry.chinese:
                text = f"对得上：{whose(inquiry, scope)}{label(match.entry)}为{amount}{{0}}，与核算相符（{relation}）。"
            else:
                text = f"They agree: {label(match.entry)} is {amount} {{0}} ({whose(inquiry, scope)}), as its parts give."
            places = tuple(evidence(e) for o in check.operands for e in scope.catalogue.entries if e.figure.source == o.source)[:8]
            return Draft(text, check.stated, (evidence(match.entry), *(p for p in places if p.source != match.figure.source)), sure=match.score, accounted=True)  # fmt: skip
    return None
