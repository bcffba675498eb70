"""Answers that list: the parts of an item, several items side by side, the tables of a kind."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.amount import Amount
from corpus.place import CellRef
from qa.answer import Evidence
from qa.catalogue import grams
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import plain
from qa.link import SURE, Match
from qa.operands import cut, operands
from qa.phrase import label, shown, whose

_MOST = 10
_FRAMES = re.compile(r"的?分项|各(?:是|有|为)?多少|分别(?:是|为|有)?多少|明细|构成(?:是什么|如何|情况)?")
# What any table may be about tells none from the others.
_EVERYDAY = re.compile(r"预算|决算|项目|部门|单位|支出|收入")
_TABLES = re.compile(r"有?(?:几|多少)(?:张|个)表")


def parts_of(inquiry: Inquiry) -> Draft | None:
    """A、B分别是多少: each of them; X的分项各是多少: the parts that the documents list under X, None where they list none."""
    if len({scope.record.agency for scope in inquiry.scopes}) > 1:
        return None  # the parts of one agency's figure are no answer for several
    folded = _FRAMES.sub("", inquiry.question.folded)
    named = cut(inquiry, text=folded)
    for scope in inquiry.scopes:
        if len(named) > 1 and (chosen := operands(inquiry, scope, named)) is not None:
            return _list(inquiry, chosen.scope, list(chosen.matches), None)
    for scope, matches in inquiry.best(folded):
        top = matches[0]
        where = top.figure.source.table if isinstance(top.figure.source, CellRef) else None
        below = [
            e for e in scope.catalogue.entries
            if e.figure.path and plain(e.figure.path[-1]) == top.entry.item and e.figure.amount is not None and e.figure.measure == top.figure.measure
            and (e.figure.source.table if isinstance(e.figure.source, CellRef) else None) == where
        ]  # fmt: skip
        if len(below) > 1:
            return _list(inquiry, scope, [Match(e, top.score, top.cover, top.tight) for e in below[:_MOST]], top)
    return None


def _list(inquiry: Inquiry, scope: Scope, matches: list[Match], of: Match | None) -> Draft:
    lines = [f"{label(m.entry)}{shown(m.amount, chinese=inquiry.chinese)}{{{n}}}" for n, m in enumerate(matches) if m.amount is not None]
    begin = whose(inquiry, scope, matches[0].figure)
    name = f"{label(of.entry)}的各项：" if of is not None and inquiry.chinese else "：" if inquiry.chinese else ": "
    text = f"{begin}{name}{('；' if inquiry.chinese else '; ').join(lines)}{'。' if inquiry.chinese else '.'}"
    return Draft(
        text, matches[0].amount if of is None else of.amount, tuple(evidence(m.entry) for m in matches), sure=min(m.score for m in matches)
    )


def tables_of(inquiry: Inquiry) -> Draft | None:
    """有几张表: the tables whose title or heading the question names."""

    for scope in inquiry.scopes:
        pieces = inquiry.words(_EVERYDAY.sub("，", _TABLES.sub("", inquiry.question.folded)), scope).pieces
        said = {gram for piece in pieces for gram in grams(piece)}
        found = []
        for number, table in enumerate(scope.document.tables):
            words = set(grams(plain(table.title))) | {g for part in table.section for g in grams(plain(part))}
            if said and len(said & words) >= SURE * len(said) and table.rows > 0:
                found.append((number, table))
        if found:
            names = "、".join(f"《{plain(table.title)}》{{{n}}}" for n, (_, table) in enumerate(found[:_MOST]))
            sources = tuple(Evidence(scope.record.id, scope.document.lines_span(*table.place.lines)) for _, table in found[:_MOST])
            count = len(found)
            text = (
                f"{whose(inquiry, scope)}共{count}张：{names}。"
                if inquiry.chinese
                else f"{count} tables ({whose(inquiry, scope)}): {names}."
            )
            return Draft(text, Amount(Decimal(count), "张"), sources)
    return None
