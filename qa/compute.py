"""Computations over figures, with exact decimals; each keeps its operands and the working that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from corpus.amount import MONEY, Amount
from qa.answer import Evidence

_CENT = Decimal("0.01")


# The working of an amount that the question itself gives as a bound.
BOUND = "the bound that the question names"


@dataclass(frozen=True, slots=True)
class Computation:
    """A computed amount with the operands it stands on and its working (`246.63 − 42.55 = 204.08`)."""

    result: Amount
    working: str
    operands: tuple[Evidence, ...]

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The operands' amounts."""
        return tuple(one.figure.amount for one in self.operands if one.figure is not None and one.figure.amount is not None)


def _amounts(operands: Sequence[Evidence]) -> list[Amount]:
    return [one.figure.amount for one in operands if one.figure is not None and one.figure.amount is not None]


def common_unit(amounts: Sequence[Amount]) -> str | None:
    """The unit to compute in: the largest one printed, so that no operand gains digits it was not printed with; ValueError across dimensions."""
    if len({amount.dimension for amount in amounts}) > 1:
        raise ValueError("amounts of different dimensions do not add")
    units = sorted({amount.unit for amount in amounts if amount.unit}, key=lambda unit: -Amount(Decimal(1), unit).scale)
    return units[-1] if units and units[-1] not in MONEY else (units[0] if units else None)


def _in(amount: Amount, unit: str | None) -> Decimal:
    return amount.value if unit is None or amount.unit == unit else amount.to(unit).value


def digits(value: Decimal) -> str:
    """A number without exponent and with its printed digits."""
    return f"{value:f}"


def trimmed(value: Decimal) -> str:
    """A number without trailing zeros after the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def total(operands: Sequence[Evidence]) -> Computation:
    """The sum of two or more figures of one dimension."""
    amounts = _amounts(operands)
    unit = common_unit(amounts)
    values = [_in(amount, unit) for amount in amounts]
    result = sum(values, Decimal(0))
    return Computation(Amount(result, unit), f"{' + '.join(map(digits, values))} = {digits(result)}", tuple(operands))


def difference(left: Evidence, right: Evidence) -> Computation:
    """Left minus right."""
    amounts = _amounts([left, right])
    unit = common_unit(amounts)
    one, two = (_in(amount, unit) for amount in amounts)
    return Computation(Amount(one - two, unit), f"{digits(one)} − {digits(two)} = {digits(one - two)}", (left, right))


def minus(operands: Sequence[Evidence]) -> Computation:
    """The first figure less all the others."""
    amounts = _amounts(operands)
    unit = common_unit(amounts)
    first, *others = (_in(amount, unit) for amount in amounts)
    result = first - sum(others, Decimal(0))
    return Computation(Amount(result, unit), f"{' − '.join(map(digits, (first, *others)))} = {digits(result)}", tuple(operands))


def quotient(left: Evidence, right: Evidence, unit: str = "%", per: str | None = None) -> Computation:
    """Left over right: a share in % or a multiple (倍), both to two decimals half up; `per` names the unit of an average (万元).

    ZeroDivisionError when right is zero; ValueError when a share is asked of two dimensions.
    """
    one, two = _amounts([left, right])
    if two.base == 0:
        raise ZeroDivisionError("division by a figure of zero")
    if per is not None:
        money = _in(one, per)
        value = (money / two.base).quantize(_CENT, ROUND_HALF_UP)
        return Computation(Amount(value, per), f"{digits(money)} ÷ {digits(two.base)} ≈ {digits(value)}", (left, right))
    if one.dimension != two.dimension:
        raise ValueError("a share needs two amounts of one dimension")
    same = common_unit([one, two])
    factor = Decimal(100) if unit == "%" else Decimal(1)
    value = (one.base / two.base * factor).quantize(_CENT, ROUND_HALF_UP)
    working = f"{digits(_in(one, same))} ÷ {digits(_in(two, same))} {'× 100% ' if unit == '%' else ''}≈ {digits(value)}{unit}"
    return Computation(Amount(value, unit), working, (left, right))


def growth(now: Evidence, before: Evidence) -> Computation:
    """The rate of change from `before` to `now` in %, to two decimals half up; ZeroDivisionError from zero."""
    one, two = _amounts([now, before])
    if two.base == 0:
        raise ZeroDivisionError("no rate of change from zero")
    unit = common_unit([one, two])
    first, second = _in(one, unit), _in(two, unit)
    value = ((first - second) / second * 100).quantize(_CENT, ROUND_HALF_UP)
    return Computation(
        Amount(value, "%"), f"({digits(first)} − {digits(second)}) ÷ {digits(second)} × 100% ≈ {digits(value)}%", (now, before)
    )


def rate_of(change: Evidence, before: Evidence) -> Computation:
    """A printed change over the level before, in %."""
    one, two = _amounts([change, before])
    if two.base == 0:
        raise ZeroDivisionError("no rate of change from zero")
    unit = common_unit([one, two])
    first, second = _in(one, unit), _in(two, unit)
    value = (first / second * 100).quantize(_CENT, ROUND_HALF_UP)
    return Computation(Amount(value, "%"), f"{digits(first)} ÷ {digits(second)} × 100% ≈ {digits(value)}%", (change, before))


def level_before(now: Evidence, change: Evidence) -> Computation:
    """The level before a printed change: now minus the (signed) change."""
    amounts = _amounts([now, change])
    unit = common_unit(amounts)
    one, two = (_in(amount, unit) for amount in amounts)
    sign = "+" if two < 0 else "−"
    return Computation(Amount(one - two, unit), f"{digits(one)} {sign} {digits(abs(two))} = {digits(one - two)}", (now, change))


def converted(one: Evidence, unit: str) -> Computation:
    """The same amount in another unit of its dimension, exactly."""
    amount = _amounts([one])[0]
    other = amount.to(unit)
    value = Decimal(trimmed(other.value))
    return Computation(Amount(value, unit), f"{amount} = {digits(value)}{unit}", (one,))
