"""Recomputing a share that a document states, from the part and the whole that it states too."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.folding import squash
from corpus.place import CellRef, Span
from qa.catalogue import Entry
from qa.compute import Computation, quotient
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import LEVEL, SHARE, is_total, measure_class
from qa.link import Match
from qa.phrase import label, shown, whose

_OF = re.compile(r"占([一-龥“”]{3,24}?)(?:的|比重|比例|百分比|[约为达近超]|\d|$)")
_PREFIX = re.compile(r"^(?:全市|市级|全区|区级|全县|县级|全省|省级|本级)")


def recomputed(inquiry: Inquiry, scope: Scope, match: Match) -> Draft | None:
    """A stated share that its own part and whole do not give; None where they give it, or where either is not told for sure."""
    entry, stated = match.entry, match.amount
    if measure_class(entry.figure) != SHARE or stated is None or stated.dimension != "%" or entry.figure.context is None:
        return None
    whole = _whole(scope, entry)
    part = None if whole is None else _part(scope, entry, whole)
    if whole is None or part is None or whole.figure.amount is None or part.figure.amount is None:
        return None
    if whole.figure.amount.base <= 0 or part.figure.amount.dimension != whole.figure.amount.dimension:
        return None
    result = quotient(evidence(part), evidence(whole))
    if _holds(entry, part, whole):
        return None
    return _draft(inquiry, scope, match, part, whole, result)


def _holds(entry: Entry, part: Entry, whole: Entry) -> bool:
    """Whether the printed digits of part and whole allow the share, or the limit that is set for it."""
    stated, one, two = entry.figure.amount, part.figure.amount, whole.figure.amount
    assert stated is not None
    assert one is not None
    assert two is not None
    low, high = one.interval[0] / two.interval[1] if two.interval[1] else Decimal(0), one.interval[1] / two.interval[0]
    bound = entry.figure.bound
    if bound in ("≥", ">"):
        return high >= stated.base
    if bound in ("≤", "<"):
        return low <= stated.base
    # A share may be cut off instead of rounded.
    return low <= stated.base + stated.last_digit and high >= stated.base - stated.last_digit


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
        if isinstance(e.figure.source, CellRef) and is_total(e.figure.subject) and e.figure.amount is not None and low <= e.figure.amount.base <= high
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
    if inquiry.chinese:
        text = f"对不上：{whose(inquiry, scope, match.figure)}{label(match.entry)}原文为{bound}{shown(stated)}{{0}}，而{label(part)}{one}{{1}}、{label(whole)}{two}{{2}}，应为{given}；计算：{result.working}。"
    else:
        text = f"It does not hold: {label(match.entry)} is stated as {bound}{shown(stated, chinese=False)} {{0}}, but {label(part)} {one} {{1}} over {label(whole)} {two} {{2}} gives {given}; working: {result.working}."
    return Draft(
        text, result.result, (evidence(match.entry), evidence(part), evidence(whole)), (result,), "conflict", match.score, (stated,), accounted=True,
    )  # fmt: skip
