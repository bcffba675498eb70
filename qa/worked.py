"""Figures that a question works out itself (每人200元、15%、3.5万人): their product, held against the amount it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import Amount, Stated
from corpus.folding import half_width, squash
from corpus.place import CellRef, Source, Span
from qa.answer import Evidence
from qa.compute import Computation, trimmed
from qa.dispute import Dispute, says
from qa.inquiry import Draft, Scope
from qa.phrase import shown, whose

# What stands before or behind the price of one of several things.
_EACH = re.compile(r"(?:每一?[人户名家个次件份辆台年月天套条项]|人均|户均|单价|标准(?:是|为)?|按)[的是为约]*$")
_PER = re.compile(r"^\s*(?:/|每)?\s*(?:/?(?:人|户|名|家|个|次|件|份|辆|台|套)(?![口民]))")
_MULTIPLIES = re.compile(
    r"每[人户名家个次件份辆台套]|人均|户均|单价|标准|×|乘|按.{1,40}算|per (?:person|head|household|unit)|times|multipl", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Factors:
    """What is multiplied, the price first, and the amount that the product should be."""

    price: Amount
    others: tuple[Amount, ...]
    total: Amount

    @property
    def product(self) -> Amount:
        """The product in the unit of the total."""
        value = self.price.base
        for other in self.others:
            value *= other.base
        unit = self.total.unit or self.price.unit
        result = value / Amount(Decimal(1), unit).scale
        return Amount(Decimal(trimmed(result)), unit)

    @property
    def working(self) -> str:
        """The multiplication as it is shown."""
        return f"{' × '.join(map(str, (self.price, *self.others)))} = {self.product}"


def worked(dispute: Dispute) -> Draft | None:
    """The product of a question's own figures against the amount that it names, each cited where a document states it."""
    inquiry = dispute.inquiry
    factors = read_factors(inquiry.question.text, dispute.given)
    if factors is None:
        return None
    best: tuple[int, Scope, dict[Amount, Source]] | None = None
    for scope in inquiry.scopes:
        places = _places(dispute, scope, (factors.price, *factors.others, factors.total))
        if best is None or len(places) > best[0]:
            best = (len(places), scope, places)
    if best is None or factors.total not in best[2]:
        return None  # the amount to be checked is no figure of the documents
    _, scope, places = best
    order = list(dict.fromkeys(places.values()))
    cited = {amount: f"{{{order.index(source)}}}" for amount, source in places.items()}
    result, agrees = factors.product, _meets(factors)
    parts = "、".join(f"{amount}{cited.get(amount, '')}" for amount in (factors.price, *factors.others))
    missing = [str(a) for a in (factors.price, *factors.others) if a not in places]
    if inquiry.chinese:
        text = f"{'对得上' if agrees else '对不上'}：{whose(inquiry, scope)}按{parts}计算应为{shown(result)}，文件所列为{shown(factors.total)}{cited[factors.total]}"
        text += "，两者相符；" if agrees else f"，相差{shown(_gap(factors))}；"
        text += f"计算：{factors.working}。" + (f"其中{'、'.join(missing)}在文件中未找到，为所问的数。" if missing else "")
    else:
        text = f"{'They agree' if agrees else 'They do not agree'}: {parts} give {shown(result, chinese=False)}; stated is {shown(factors.total, chinese=False)} {cited[factors.total]} ({whose(inquiry, scope)}); working: {factors.working}."
    return Draft(
        text, result, tuple(Evidence(scope.record.id, source) for source in order),
        (Computation(result, factors.working, ()), Computation(_gap(factors), factors.working, ())),
        status="answered" if agrees or missing else "conflict", refuted=() if agrees or missing else (factors.total,), accounted=True,
    )  # fmt: skip


def read_factors(text: str, given: tuple[Stated, ...]) -> Factors | None:
    """One price, one or more numbers of things or shares, and one amount of money; None for anything less plain."""
    if len(given) < 3 or not _MULTIPLIES.search(text):
        return None
    folded = half_width(text)
    money = [one for one in given if _money(one, folded)]
    others = [one for one in given if one not in money]
    if len(money) != 2 or not others:
        return None
    each = [one for one in money if _EACH.search(folded[: one.start]) or _PER.match(folded[one.stop :])]
    if len(each) != 1:
        smaller = min(money, key=lambda one: one.amount.base)
        if each or max(one.amount.base for one in money) == smaller.amount.base:
            return None
        each = [smaller]
    price = each[0]
    total = next(one for one in money if one is not price)
    if sum(one.amount.dimension != "%" for one in others) != 1:
        return None  # two numbers of things: which of them the price is for is not said
    return Factors(price.amount, tuple(one.amount for one in others), total.amount)


def _money(one: Stated, folded: str) -> bool:
    """Whether a number is of money; 3.5万 with a counting word behind it is none."""
    return one.amount.dimension == "元" and not re.match(r"[多余]?[人户名家个份件]", folded[one.stop :])


def _meets(factors: Factors) -> bool:
    low, high = factors.total.interval
    return low <= factors.product.base <= high


def _gap(factors: Factors) -> Amount:
    gap = abs(factors.product.base - factors.total.base) / Amount(Decimal(1), factors.total.unit).scale
    return Amount(Decimal(trimmed(gap)), factors.total.unit)


def _places(dispute: Dispute, scope: Scope, amounts: tuple[Amount, ...]) -> dict[Amount, Source]:
    """Where a document states these figures: the rows and sentences that the question's words name best."""
    ranked = [(match.score, match.entry) for match in dispute.links(scope)]
    known = {entry.number for _, entry in ranked}
    ranked += [(0.0, entry) for entry in scope.catalogue.entries if entry.number not in known]
    found: dict[Amount, Source] = {}
    for amount in amounts:
        hit = next((entry for _, entry in ranked if says(entry.figure.amount, amount)), None)
        if hit is not None:
            found[amount] = hit.figure.source
    # What a row or a sentence says beside its figure (每人200元，县级财政承担15%) is no figure of the catalogue.
    for amount in amounts:
        if amount in found:
            continue
        near = next((place for place in _around(scope, found.values()) if f"{amount.value:f}" in place[0]), None)
        if near is not None:
            found[amount] = near[1]
    return found


def _around(scope: Scope, sources: object) -> list[tuple[str, Source]]:
    """The cells of the tables, and the sentences, that known figures stand in."""
    found: list[tuple[str, Source]] = []
    for source in sources if isinstance(sources, list) else list(sources):  # type: ignore[call-overload]
        if isinstance(source, CellRef):
            table = scope.document.tables[source.table]
            rows = sorted({cell.row for cell in table.cells}, key=lambda row: abs(row - source.row))
            found += [(squash(cell.text), CellRef(source.table, cell.row, cell.column)) for row in rows for cell in table.own(row)]
        else:
            line = scope.document.line_at(source.start)
            first = scope.document.lines[line - 1]
            found.append((squash(scope.document.line_text(line)), Span(first.start, first.stop)))
    return found
