"""Figures that a question works out itself (每人200元、15%、3.5万人): their product, held against the amount it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import Amount, Stated, find_amounts
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
# How well the question must name a figure for it to be the one that it reckons with.
_LINKED = 0.2
_QUOTED = 40
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
    best: tuple[int, Scope, dict[Amount, tuple[Source, str]]] | None = None
    for scope in inquiry.scopes:
        places = _places(dispute, scope, (factors.price, *factors.others, factors.total))
        if best is None or len(places) > best[0]:
            best = (len(places), scope, places)
    if best is None or any(amount not in best[2] for amount in (factors.price, *factors.others, factors.total)):
        return None  # what the documents do not state is not reckoned with as if they did
    _, scope, places = best
    order = list(dict.fromkeys(source for source, _ in places.values()))
    cited = {amount: f"{{{order.index(source)}}}" for amount, (source, _) in places.items()}
    result, agrees, gap = factors.product, _meets(factors), _gap(factors)
    exact = gap.value == 0
    said = (
        f"“{places[amount][1]}”{cited[amount]}" if places[amount][1] else f"{amount}{cited[amount]}"
        for amount in (factors.price, *factors.others)
    )
    parts = "、".join(dict.fromkeys(said))
    if inquiry.chinese:
        text = f"{'对得上' if agrees else '对不上'}：{whose(inquiry, scope)}按{parts}计算应为{shown(result)}，文件所列为{shown(factors.total)}{cited[factors.total]}"
        text += "，两者相符；" if exact else f"，相差{shown(gap)}{'，在数量取整的范围之内' if agrees else ''}；"
        text += f"计算：{factors.working}。"
    else:
        text = f"{'They agree' if agrees else 'They do not agree'}: {parts} give {shown(result, chinese=False)}; stated is {shown(factors.total, chinese=False)} {cited[factors.total]} ({whose(inquiry, scope)}); working: {factors.working}."
    return Draft(
        text, result, tuple(Evidence(scope.record.id, source) for source in order),
        tuple(Computation(amount, factors.working, ()) for amount in (result, gap, factors.price, *factors.others)),
        status="answered" if agrees else "conflict", refuted=() if agrees else (factors.total,), accounted=True,
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
    """Whether the product is the total, but for what rounding the number of things explains: prices and shares are exact."""
    count = next(other for other in factors.others if other.dimension != "%")
    rounding = factors.product.base / count.base * count.last_digit / 2 if count.base else Decimal(0)
    return abs(factors.product.base - factors.total.base) <= rounding + factors.total.last_digit / 2


def _gap(factors: Factors) -> Amount:
    gap = abs(factors.product.base - factors.total.base) / Amount(Decimal(1), factors.total.unit).scale
    return Amount(Decimal(trimmed(gap)), factors.total.unit)


def _places(dispute: Dispute, scope: Scope, amounts: tuple[Amount, ...]) -> dict[Amount, tuple[Source, str]]:
    """Where a document states these figures: those that the question's words name, and what their rows and lines say beside them, quoted."""
    matches = [match for match in dispute.links(scope) if match.score >= _LINKED]
    found: dict[Amount, tuple[Source, str]] = {}
    for amount in amounts:
        hit = next((match for match in matches if says(match.amount, amount)), None)
        if hit is not None:
            found[amount] = hit.figure.source, ""
    # What a row or a sentence says beside its figure (每人200元，县级财政承担15%) is no figure of the catalogue.
    around = _around(scope, [source for source, _ in found.values()])
    for amount in amounts:
        if amount in found:
            continue
        for text, source in around:
            hits = [one for one in find_amounts(text) if says(one.amount, amount)]
            if hits:
                found[amount] = (
                    source,
                    text if len(text) <= _QUOTED else text[max(0, hits[0].start - _QUOTED // 2) : hits[0].stop + _QUOTED // 2],
                )
                break
    return found


def _around(scope: Scope, sources: Iterable[Source]) -> list[tuple[str, Source]]:
    """The cells of the tables, and the lines, that known figures stand in."""
    found: list[tuple[str, Source]] = []
    for source in sources:
        if isinstance(source, CellRef):
            table, here = scope.document.tables[source.table], source.row
            found += [
                (squash(cell.text), CellRef(source.table, cell.row, cell.column))
                for cell in sorted(table.cells, key=lambda cell: (abs(cell.row - here), cell.row, cell.column))
            ]
        else:
            line = scope.document.lines[scope.document.line_at(source.start) - 1]
            found.append((squash(scope.document.text[line.start : line.stop]), Span(line.start, line.stop)))
    return found
