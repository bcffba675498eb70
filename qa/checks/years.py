"""Year to year: what this disclosure says of last year against last year's own disclosure of the same agency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.checks.across import grouped
from qa.checks.check import Operand
from qa.checks.clauses import Said, compared_with
from qa.checks.material import Material
from qa.checks.narrative import bare
from qa.checks.points import ALL_FUNDS, GENERAL, GRANT, Point
from qa.checks.relation import DIFFERENCE, SAME, Relation, Sum
from qa.checks.rule import rule
from qa.checks.sentence import FRAME, operand
from qa.checks.support import believed
from qa.checks.totals import Total, stated_totals

_RECAST = re.compile(r"执行|调整|同口径|决算")


def earlier_operand(earlier: Material, made: Operand) -> Operand:
    """A figure of last year's disclosure, marked as one."""
    title = earlier.document.title or f"{earlier.document.year}年"
    return replace(made, document=earlier.document.id, label=f"{title}·{made.label}")


def _last(material: Material) -> Iterator[Material]:
    year = material.document.year
    for earlier in material.earlier:
        if year is not None and earlier.document.year == year - 1 and earlier.document.kind == material.document.kind:
            yield earlier


@rule("years.tables", "years")
def last_years_columns(material: Material) -> Iterator[Relation]:
    """A table's column for last year (上年预算数, 上年决算数) repeats last year's disclosure, where most of it does: figures that were
    recast (调整、同口径) are another matter."""
    for earlier in _last(material):
        past = grouped(earlier)
        relations = []
        for (flow, fund, use, item, (basis, offset)), group in grouped(material).items():
            if offset != -1:
                continue
            own = "" if basis.startswith("上年") or basis == "预算" else basis
            found = [
                p for p in past.get((flow, fund, use, item, (own, 0)), []) if p.carry == group[0].carry or "" in (p.carry, group[0].carry)
            ]
            if found and not _RECAST.search(basis):
                claim = f"{group[0].operand.table}·{group[0].operand.row}的上年数 = 上年公开数"
                relations.append(Relation(SAME, group[0].operand, (earlier_operand(earlier, found[0].operand),), claim))
        yield from believed(relations)


def _total_of(earlier: Material, flow: str, fund: str | None, use: str, item: str) -> Point | None:
    funds = [fund] if fund else [ALL_FUNDS, GRANT, GENERAL]
    for one in funds:
        group = grouped(earlier).get((flow, one, use, item, ("", 0)), [])
        ranked = sorted(group, key=lambda p: ("含结转", "", "本年").index(p.carry))
        if ranked:
            return ranked[0]
    return None


@rule("years.text", "years")
def last_year_in_the_text(material: Material) -> Iterator[Relation]:
    """比上年预算增加 X 万元: this year's total less X is the total that last year's disclosure stated; a base that the text states itself
    (2023年预算数为…) is that total."""
    totals = {total.said.span.start: total for total in stated_totals(material)}
    for earlier in _last(material):
        year = earlier.document.year
        relations = []
        for reading in material.readings:
            for index, figure in enumerate(reading.said):
                if figure.amount.dimension != "元" or figure.role not in ("change", "base"):
                    continue
                base = reading.said[index - 1] if index and reading.said[index - 1].role == "base" else None
                against = compared_with((base.before if base and figure.role == "change" else "") + figure.before) or ""
                if figure.role == "base":
                    against = figure.before
                if not re.search(rf"{year}年|上年|去年", against) or _RECAST.search(against):
                    continue
                total = next((totals[s.span.start] for s in reversed(reading.said[:index]) if s.span.start in totals), None)
                named = total or _named_before(figure, list(totals.values()))
                if named is None:
                    continue
                point = _total_of(earlier, named.flow, named.fund, named.use, named.item)
                if point is None:
                    continue
                past = earlier_operand(earlier, point.operand)
                if figure.role == "base":
                    relations.append(Relation(SAME, operand(material, figure, "上年数"), (past,), f"{named.name}的上年数 = 上年公开数"))
                else:
                    now, moved = operand(material, named.said, named.name), operand(material, figure, "增减额")
                    formula = DIFFERENCE if figure.sign > 0 else Sum((-1, 1))
                    relations.append(Relation(formula, moved, (now, past), f"{named.name}的增减额 = 本年数与上年公开数之差"))
        yield from believed(relations)


def _named_before(figure: Said, totals: Sequence[Total]) -> Total | None:
    """The total that a change names in its own clause (收支总预算比上年预算增加…)."""
    lead = re.split(r"比|较|与|同", re.split(r"[,，;；。:：]", figure.before)[-1], maxsplit=1)[0]
    name = FRAME.sub("", bare(lead))
    wanted = {"收入", "支出", "收支"} if name == "收支" else {name}
    before = [t for t in totals if t.said.span.start < figure.span.start and FRAME.sub("", bare(t.name)) in wanted]
    return before[-1] if name and before else None
