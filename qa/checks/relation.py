"""Relations between stated figures, and the verdict that printed precision gives them.

A printed figure stands for an interval of ± half a unit of its last digit (`Amount.interval`); a relation fails only when
the interval of the stated figure and the interval of what the others give cannot meet (the reading of XBRL Calculations
1.1). Where they meet and correct rounding gives exactly the stated digits it is consistent, otherwise it is rounding.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from corpus.amount import RATIO, Amount
from corpus.place import CellRef
from qa.checks.check import Check, Operand, Outcome
from qa.checks.working import of_formula, of_sum

Interval = tuple[Decimal, Decimal]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a formula gives, in base units: the value of the printed digits, and the interval they allow."""

    point: Decimal
    low: Decimal
    high: Decimal

    @property
    def open(self) -> bool:
        """Whether this is a bound (not more than, not less than) rather than a value."""
        return self.low.is_infinite() or self.high.is_infinite()


class Formula(Protocol):
    """How the operands of a relation give the stated figure."""

    @property
    def name(self) -> str:
        """A short stable name, part of a check's id."""

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        """What the parts give; None where the formula has no value (a share of nothing, growth from zero)."""


def interval(amount: Amount) -> Interval:
    """What a printed figure stands for in base units; a printed `0` without decimals means none, not "below one half"."""
    if not amount.value and amount.last_digit >= amount.scale:
        return ZERO, ZERO
    return amount.interval


@dataclass(frozen=True, slots=True)
class Sum:
    """The signed sum of the parts; with one part, equality of two statements of one figure."""

    signs: tuple[int, ...]

    @property
    def name(self) -> str:
        return "same" if self.signs == (1,) else "sum"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        point = low = high = ZERO
        for sign, part in zip(self.signs, parts, strict=True):
            one, two = interval(part)
            if sign > 0:
                point, low, high = point + part.base, low + one, high + two
            else:
                point, low, high = point - part.base, low - two, high - one
        return Expected(point, low, high)


@dataclass(frozen=True, slots=True)
class Computed:
    """Any function of a few figures that is monotone in each of them over their intervals; its corners bound it."""

    name: str
    function: Callable[..., Decimal | None]

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        point = self.function(*(part.base for part in parts))
        corners = [self.function(*corner) for corner in itertools.product(*(interval(part) for part in parts))]
        known = [corner for corner in corners if corner is not None]
        if point is None or len(known) < len(corners):
            return None
        return Expected(point, min(known), max(known))


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return None if whole == 0 else part / whole


def _product(*factors: Decimal) -> Decimal:
    found = Decimal(1)
    for factor in factors:
        found *= factor
    return found


def _growth(now: Decimal, before: Decimal) -> Decimal | None:
    return None if before == 0 else abs(now - before) / abs(before)


def _growth_by_increase(now: Decimal, change: Decimal) -> Decimal | None:
    return _growth(now, now - change)


def _growth_by_decrease(now: Decimal, change: Decimal) -> Decimal | None:
    return _growth(now, now + change)


def total(count: int) -> Sum:
    """The stated figure is the sum of `count` parts."""
    return Sum((1,) * count)


SAME = Sum((1,))
DIFFERENCE = Sum((1, -1))
SHARE = Computed("share", _share)
PRODUCT = Computed("product", _product)
GROWTH = Computed("growth", _growth)
GROWTH_BY_INCREASE = Computed("growth+", _growth_by_increase)
GROWTH_BY_DECREASE = Computed("growth-", _growth_by_decrease)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation as a rule states it: `stated` should be what `formula` makes of `parts`; `claim` says it in words.

    `reason`: why it cannot be checked (then nothing is computed). `soft`: the field does not oblige both sides to agree
    (two classifications of the same payments), so that a disagreement leaves the relation open instead of failing it.
    `slack`: by how many units of its last digit the stated figure may have been adjusted (the last share of a list that is
    made to add up to 100%). `memo` and `keys`: its verdict once weighed, its key once built; they are asked for again and again.
    """

    formula: Formula
    stated: Operand
    parts: tuple[Operand, ...]
    claim: str
    reason: str = ""
    soft: str = ""
    slack: int = 0
    memo: list[Judgement] = field(default_factory=list, init=False, repr=False, compare=False)
    keys: list[tuple[object, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two relations the same one, whichever rule states them and from whichever side."""
        if not self.keys:
            self.keys.append(self._key())
        return self.keys[0]

    def _key(self) -> tuple[object, ...]:
        places = [_where(part) for part in self.parts]
        if self.formula == SAME:
            return ("same", *sorted([_where(self.stated), *places]))
        if isinstance(self.formula, Sum):
            return ("sum", _where(self.stated), *sorted(zip(places, self.formula.signs, strict=True)))
        return (self.formula.name, _where(self.stated), *places)


def _where(operand: Operand) -> tuple[int | str, ...]:
    source = operand.source
    place = (source.table, source.row, source.column) if isinstance(source, CellRef) else (-1, source.start, source.stop)
    return place if operand.document is None else (-2, operand.document, *place)


def identity(rule: str, relation: Relation) -> str:
    """A check's id: the same relation at the same places has the same one in every run."""
    return hashlib.sha256(repr((rule, relation.key)).encode()).hexdigest()[:12]


def meets(stated: Amount, expected: Expected) -> Outcome:
    """The verdict on a stated figure against what the others give."""
    low, high = interval(stated)
    if expected.point == stated.base or _rounded(expected.point, stated.last_digit) == stated.base:
        return "consistent"
    return "rounding" if expected.low <= high and low <= expected.high else "inconsistent"


def _rounded(value: Decimal, digit: Decimal) -> Decimal:
    return (value / digit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * digit


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on: `expected` where something was computed, `why` where nothing could be."""

    verdict: Outcome
    expected: Expected | None = None
    why: str = ""


def weigh(relation: Relation) -> Judgement:
    """The verdict of a relation; blank parts of a sum count as nothing."""
    if not relation.memo:
        relation.memo.append(_weighed(relation))
    return relation.memo[0]


def _weighed(relation: Relation) -> Judgement:
    stated = relation.stated
    if relation.reason:
        return Judgement("uncheckable", None, relation.reason)
    if stated.amount is None:
        return Judgement("uncheckable", None, f"“{stated.label}”为空，无从核对")
    added = isinstance(relation.formula, Sum)
    known = [part.amount for part in relation.parts if part.amount is not None]
    if not known or (len(known) < len(relation.parts) and not added):
        empty = next(part.label for part in relation.parts if part.amount is None)
        return Judgement("uncheckable", None, f"“{empty}”为空，无从核对")
    amounts = [part.amount or Amount(ZERO, stated.amount.unit) for part in relation.parts]
    dimension = stated.amount.dimension
    if added and any(amount.dimension != dimension for amount in known):
        return Judgement("uncheckable", None, "计量单位不同或不明，无从核对")
    expected = relation.formula.expected(amounts)
    if expected is None:
        return Judgement("uncheckable", None, "基数为零，没有可算的数")
    verdict = meets(stated.amount, expected)
    if verdict == "rounding" and expected.open:
        verdict = "consistent"  # a bound is kept or broken
    if verdict == "inconsistent" and relation.slack:
        give = relation.slack * stated.amount.last_digit
        if meets(stated.amount, Expected(expected.point, expected.low - give, expected.high + give)) == "rounding":
            verdict = "rounding"
    if relation.formula == SAME and verdict == "rounding" and _rounded(stated.amount.base, amounts[0].last_digit) == amounts[0].base:
        verdict = "consistent"  # the other statement is the coarser one, correctly rounded
    return Judgement("uncheckable" if relation.soft and verdict == "inconsistent" else verdict, expected)


def judge(rule: str, relation: Relation) -> Check:
    """The check of a relation: its verdict, and a message that shows what was compared."""
    found = weigh(relation)
    stated = relation.stated
    operands = (stated.playing("stated"), *(part.playing("operand") for part in relation.parts))

    def check(message: str, expected: Amount | None = None, difference: Amount | None = None, working: str = "") -> Check:
        return Check(identity(rule, relation), rule, found.verdict, operands, stated.amount, expected, difference, message, working=working)

    if found.expected is None or stated.amount is None:
        return check(f"{relation.claim}：{found.why}")
    shown = printed(found.expected.point, stated.amount)
    difference = Amount((stated.amount.value - shown.value).normalize(), stated.amount.unit)
    words = f"{relation.claim}：“{stated.label}”列示 {stated.amount}，核算 {shown}"
    blank = sum(part.amount is None for part in relation.parts)
    if blank:
        words += f"（{blank} 个空白单元格按无数计）"
    if found.expected.open:
        words = words.replace("核算", "限")
    if found.verdict == "consistent":
        return check(words + "，相符", shown, difference)
    words += f"，差 {difference.value:f}{difference.unit or ''}"
    if found.verdict == "rounding":
        return check(words + "，在四舍五入范围内", shown, difference)
    if relation.soft:
        return check(f"{words}；{relation.soft}", shown, difference)
    hint = slip(stated.amount.value, shown.value)
    working = "" if found.expected.open else _working(relation, shown)
    return check(words + "，不符" + (f"；{hint}" if hint else ""), shown, difference, working)


def _working(relation: Relation, result: Amount) -> str:
    """How the parts give the result, as it is shown; "" where nothing is computed (one figure in two places)."""
    amounts = [part.amount for part in relation.parts]
    if isinstance(relation.formula, Sum):
        return of_sum(relation.formula.signs, amounts, result)
    return of_formula(relation.formula.name, amounts, result)


def printed(base: Decimal, like: Amount) -> Amount:
    """A computed value in the unit of a printed figure, with its decimals (rates with two at least)."""
    exponent = like.value.as_tuple().exponent
    digits = min(exponent if isinstance(exponent, int) else 0, 0)
    if like.unit in RATIO:
        digits = min(digits, -2)
    value = base / like.scale
    exact = value == value.quantize(Decimal(1).scaleb(digits - 4), rounding=ROUND_HALF_UP)
    if exact and like.unit not in RATIO:  # a sum of finer parts keeps its digits
        own = value.normalize().as_tuple().exponent
        digits = min(digits, own if isinstance(own, int) else 0)
    return Amount(value.quantize(Decimal(1).scaleb(digits), rounding=ROUND_HALF_UP), like.unit)


TEN_THOUSAND = Decimal(10000)


def ten_thousandfold(one: Amount | None, two: Amount | None, digits: int = 3) -> bool:
    """Whether two printed sums of money agree but for 元 in the place of 万元, in so many digits at least."""
    if one is None or two is None or not one.dimension == two.dimension == "元":
        return False
    if any(len(amount.value.normalize().as_tuple().digits) < digits for amount in (one, two)):
        return False
    half, other = one.last_digit / 2, two.last_digit / 2  # also of money printed to the 分: what was meant is coarser
    return any(abs(one.base * times - two.base) <= half * times + other for times in (TEN_THOUSAND, 1 / TEN_THOUSAND))


def slip(stated: Decimal, expected: Decimal) -> str:
    """Which slip of the pen would turn the expected figure into the stated one; "" where none would."""
    if stated == 0 or expected == 0:
        return ""
    if stated == -expected:
        return "增减方向相反"
    ratio = stated / expected
    for power in (1, 2, 3, 4, 8):
        if ratio in (Decimal(10) ** power, Decimal(1) / Decimal(10) ** power):
            return "相差一万倍，似单位误作元或万元" if power == 4 else f"相差 10 的 {power} 次方倍，似小数点或单位错位"
    one, two = (f"{abs(value):f}".replace(".", "").lstrip("0") for value in (stated, expected))
    if len(one) == len(two):
        different = [i for i in range(len(one)) if one[i] != two[i]]
        if len(different) == 1:
            return "只有一位数字不同，似一位数字之误"
        if (
            len(different) == 2
            and different[1] == different[0] + 1
            and one[different[0]] == two[different[1]]
            and one[different[1]] == two[different[0]]
        ):
            return "相邻两位数字颠倒"
    if len(one) == len(two) + 1 and any(one[:i] + one[i + 1 :] == two for i in range(len(one))):
        return "多一位数字"
    if len(two) == len(one) + 1 and any(two[:i] + two[i + 1 :] == one for i in range(len(two))):
        return "少一位数字"
    return ""
