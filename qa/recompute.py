"""Recomputing what a document states of its figures: a share from its part and whole, a difference from its two ends."""

from __future__ import annotations

import re

from corpus.folding import squash
from corpus.place import CellRef, Span
from qa.catalogue import Entry
from qa.compute import Computation, difference, quotient
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import DIFFERENCE, DONE, LEVEL, SHARE, measure_class
from qa.link import Match
from qa.phrase import label, shown, whose

_OF = re.compile(r"占([一-龥“”]{3,24}?)(?:的|比重|比例|百分比|[约为达近超]|\d|$)")
_TOTAL = re.compile(r"(?:合计|总计)$")
_THAN_BUDGET = re.compile(r"[比较与](?:年初|全年)?预算(?:数|相比)?[,，]?(?:减少|增加|少|多|下降|增长|节约|结余|超支)了?$")
_OF_BUDGET = re.compile(r"完成(年初|全年|调整)预算数?的?$")
_BUDGETS = ("年初预算", "全年预算", "调整预算", "预算")
_PREFIX = re.compile(r"^(?:全市|市级|全区|区级|全县|县级|全省|省级|本级)")


def recomputed(inquiry: Inquiry, scope: Scope, match: Match) -> Draft | None:
    """A stated share or difference that its own figures do not give; None where they give it, or where one is not told for sure."""
    if measure_class(match.figure) == DONE:
        return _of_nothing(inquiry, scope, match)
    found = operands(scope, match.entry)
    if found is None or _holds(match.entry, *found):
        return None
    one, two = (evidence(entry) for entry in found)
    return _draft(inquiry, scope, match, *found, quotient(one, two) if measure_class(match.figure) == SHARE else difference(one, two))


def _of_nothing(inquiry: Inquiry, scope: Scope, match: Match) -> Draft | None:
    """A completion rate of a budget that the same sentence states as zero, with the budget that it fits."""
    source, context, stated = match.figure.source, match.figure.context, match.amount
    if not isinstance(source, Span) or context is None or stated is None:
        return None
    named = _OF_BUDGET.search(squash(scope.document.text[context.start : source.start]))
    own = [e for e in scope.catalogue.entries if e.figure.context == context and e.item == match.entry.item and e.figure.amount is not None]
    own = [e for e in own if measure_class(e.figure) == LEVEL]
    budget = _sole([e for e in own if named is not None and e.figure.basis == f"{named.group(1)}预算"])
    outcome = _sole([e for e in own if e.figure.basis in ("决算", "执行")])
    if budget is None or outcome is None or budget.figure.amount is None or budget.figure.amount.value != 0:
        return None
    others = [e for e in own if e.figure.basis in _BUDGETS and e.figure.amount is not None and e.figure.amount.value > 0]
    fits = [(e, quotient(evidence(outcome), evidence(e))) for e in others]
    places = (evidence(match.entry), evidence(budget), *(evidence(e) for e, _ in fits), evidence(outcome))
    last = len(places) - 1
    if inquiry.chinese:
        told = "".join(
            f"{e.figure.basis}{shown(e.figure.amount)}{{{n}}}，决算{{{last}}}为其{shown(r.result)}（{r.working}）。"
            for n, (e, r) in enumerate(fits, 2)
            if e.figure.amount is not None
        )
        text = f"对不上：{whose(inquiry, scope, match.figure)}{label(match.entry)}原文为{shown(stated)}{{0}}，而{budget.figure.basis}为{shown(budget.figure.amount)}{{1}}，不能据以计算完成率。{told}"
    else:
        text = f"It does not hold: {label(match.entry)} is stated as {shown(stated, chinese=False)} {{0}}, but the budget named is {shown(budget.figure.amount, chinese=False)} {{1}}, of which nothing is a share."
    computed = tuple(result for _, result in fits)
    return Draft(text, stated, places, computed, "conflict", match.score, (stated,), accounted=True)


def operands(scope: Scope, entry: Entry) -> tuple[Entry, Entry] | None:
    """The part and the whole that a stated share is of, or the outcome and the budget that it compares, where nothing else can be meant."""
    stated = entry.figure.amount
    if measure_class(entry.figure) == DIFFERENCE:
        return _ends(scope, entry)
    if measure_class(entry.figure) != SHARE or stated is None or stated.dimension != "%" or entry.figure.context is None:
        return None
    whole = _whole(scope, entry)
    part = None if whole is None else _part(scope, entry, whole)
    if whole is None or part is None or whole.figure.amount is None or part.figure.amount is None:
        return None
    usable = whole.figure.amount.interval[0] > 0 and part.figure.amount.dimension == whole.figure.amount.dimension
    return (part, whole) if usable else None


def _holds(entry: Entry, part: Entry, whole: Entry) -> bool:
    """Whether the printed digits of part and whole allow the share, or the limit that is set for it."""
    stated, one, two = entry.figure.amount, part.figure.amount, whole.figure.amount
    assert stated is not None
    assert one is not None
    assert two is not None
    if measure_class(entry.figure) == DIFFERENCE:
        (low, high), (least, most) = one.interval, two.interval
        return low - most <= stated.interval[1] and high - least >= stated.interval[0]
    low, high = one.interval[0] / two.interval[1], one.interval[1] / two.interval[0]
    bound = entry.figure.bound
    if bound in ("≥", ">"):
        return high >= stated.base
    if bound in ("≤", "<"):
        return low <= stated.base
    # A share may be cut off instead of rounded.
    return low <= stated.base + stated.last_digit and high >= stated.base - stated.last_digit


def _ends(scope: Scope, entry: Entry) -> tuple[Entry, Entry] | None:
    """The outcome and the budget that one sentence states of an item, for “比预算减少…”."""
    source, context = entry.figure.source, entry.figure.context
    if (
        not isinstance(source, Span)
        or context is None
        or not _THAN_BUDGET.search(squash(scope.document.text[context.start : source.start]))
    ):
        return None
    own = [e for e in scope.catalogue.entries if e.figure.context == context and e.item == entry.item and _level(e, entry)]
    outcome = _sole([e for e in own if e.figure.basis in ("决算", "执行")])
    budget = _sole([e for e in own if e.figure.basis == "预算"])
    return (outcome, budget) if outcome is not None and budget is not None else None


def _whole(scope: Scope, entry: Entry) -> Entry | None:
    """What a share is of: the figure that the words behind 占 name, else the first amount of its sentence."""
    source, context = entry.figure.source, entry.figure.context
    if not isinstance(source, Span) or context is None:
        return None
    before = squash(scope.document.text[context.start : source.start])
    after = before.rsplit("占", 1)
    named = _OF.search("占" + after[1]) if len(after) > 1 else None
    levels = [e for e in scope.catalogue.entries if _level(e, entry)]
    if named is not None:
        name = named.group(1).replace('"', "").strip("“”")
        prefix = m.group() if (m := _PREFIX.match(entry.item)) else ""
        return _sole([e for e in levels if e.item in (name, prefix + name) and (not prefix or e.item == prefix + name)])
    # Unnamed, it is what the sentence divides: an amount that shares are listed under, none of which is its own.
    shares = [e for e in scope.catalogue.entries if e.figure.context == context and measure_class(e.figure) == SHARE]
    over = {e.figure.path[-1] for e in shares if e.figure.path}
    own = [e for e in levels if e.figure.context == context and e.figure.subject in over and all(e.item != s.item for s in shares)]
    return _sole(own)


def _part(scope: Scope, entry: Entry, whole: Entry) -> Entry | None:
    """The amount of what has the share: in its sentence, else in a table whose total is the whole."""
    assert whole.figure.amount is not None
    base = whole.figure.amount
    levels = [e for e in scope.catalogue.entries if _level(e, entry) and e is not whole and e.item == entry.item]
    own = [e for e in levels if e.figure.context == entry.figure.context]
    if own:
        return _sole(own)
    low, high = base.interval
    columns = {
        (e.figure.source.table, e.figure.source.column)
        for e in scope.catalogue.entries
        if isinstance(e.figure.source, CellRef) and _TOTAL.search(e.figure.subject) and e.figure.amount is not None and low <= e.figure.amount.base <= high
    }  # fmt: skip
    return _sole([e for e in levels if isinstance(e.figure.source, CellRef) and (e.figure.source.table, e.figure.source.column) in columns])


def _level(entry: Entry, share: Entry) -> bool:
    figure = entry.figure
    if figure.amount is None or figure.amount.dimension != "元" or measure_class(figure) != LEVEL:
        return False
    return figure.year == share.figure.year and entry.period == share.period and figure.basis in (None, "预算", "决算", "执行")


def _sole(entries: list[Entry]) -> Entry | None:
    """The first of some figures, where all state one amount."""
    return entries[0] if entries and len({e.figure.amount.base for e in entries if e.figure.amount is not None}) == 1 else None


def _draft(inquiry: Inquiry, scope: Scope, match: Match, part: Entry, whole: Entry, result: Computation) -> Draft:
    stated = match.amount
    assert stated is not None
    bound = {"≥": "不低于", "≤": "不超过", ">": "高于", "<": "低于"}.get(match.figure.bound or "", "")
    one, two = (shown(e.figure.amount, chinese=inquiry.chinese) for e in (part, whole) if e.figure.amount is not None)
    given = shown(result.result, chinese=inquiry.chinese)
    kind = "应为" if measure_class(match.figure) == SHARE else "相差应为"
    if inquiry.chinese:
        text = f"对不上：{whose(inquiry, scope, match.figure)}{label(match.entry)}原文为{bound}{shown(stated)}{{0}}，而{label(part)}{one}{{1}}、{label(whole)}{two}{{2}}，{kind}{given}；计算：{result.working}。"
    else:
        text = f"It does not hold: {label(match.entry)} is stated as {bound}{shown(stated, chinese=False)} {{0}}, but {label(part)} {one} {{1}} and {label(whole)} {two} {{2}} give {given}; working: {result.working}."
    return Draft(
        text, result.result, (evidence(match.entry), evidence(part), evidence(whole)), (result,), "conflict", match.score, (stated,), accounted=True,
    )  # fmt: skip
