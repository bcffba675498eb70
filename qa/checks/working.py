"""The working of a computed relation, as it is shown to the reader: `41.70 ÷ 812.40 × 100% ≈ 5.13%`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.amount import RATIO, Amount

# A longer sum gives its first and its last parts.
_MOST, _ENDS = 12, 4
# What each formula makes of its two parts; each is the formula of its name.
_OF_TWO = {
    "share": "{0} ÷ {1}",
    "growth+": "{1} ÷ ({0} − {1})",
    "growth-": "{1} ÷ ({0} + {1})",
    "rise": "({0} − {1}) ÷ {1}",
    "fall": "({1} − {0}) ÷ {1}",
}


def of_sum(signs: Sequence[int], parts: Sequence[Amount | None], result: Amount) -> str:
    """The working of a signed sum, what is added first; "" for a figure that only stands in two places."""
    if len(parts) < 2:
        return ""
    known = [(sign, _digits(part, result)) for sign, part in zip(signs, parts, strict=True) if part is not None]
    ordered = [*(one for one in known if one[0] > 0), *(one for one in known if one[0] < 0)]
    terms = [f"{'+' if sign > 0 else '−'} {digits}" for sign, digits in ordered]
    if len(terms) > _MOST:
        terms = [*terms[:_ENDS], "+ …", *terms[-_ENDS:]]
    left = " ".join(terms).removeprefix("+ ")
    return f"{left} = {result.value:f}"


def of_formula(name: str, parts: Sequence[Amount | None], result: Amount) -> str:
    """The working of a formula by its name; "" where it computes nothing from two figures or more."""
    amounts = [part for part in parts if part is not None]
    if len(amounts) != len(parts) or len(amounts) < 2:
        return ""
    if name == "product":
        return f"{' × '.join(_plain(part) for part in amounts)} = {result.value:f}{result.unit or ''}"
    if name not in _OF_TWO or len(amounts) != 2 or (name != "share" and any(part.value < 0 for part in amounts)):
        return ""
    unit = amounts[0] if amounts[0].scale >= amounts[1].scale else amounts[1]
    ratio = result.unit in RATIO
    left = _OF_TWO[name].format(*(_digits(part, unit) for part in amounts))
    return f"{left}{' × 100%' if ratio and result.unit == '%' else ''} ≈ {result.value:f}{result.unit or ''}"


def _digits(amount: Amount, like: Amount) -> str:
    """An amount's printed digits, in the unit of another where they measure the same."""
    same = amount.unit == like.unit or like.unit is None or amount.dimension != like.dimension
    text = f"{amount.value if same or like.unit is None else _bare(amount.to(like.unit).value):f}"
    return f"({text})" if text.startswith("-") else text


def _plain(amount: Amount) -> str:
    return f"{amount.value:f}{amount.unit or ''}"


def _bare(value: Decimal) -> Decimal:
    """A number without the zeros that a change of unit leaves after the point."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
