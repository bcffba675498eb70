"""Computations: exact, in the unit printed, with their working."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.place import Span
from qa.answer import Evidence
from qa.compute import converted, difference, growth, level_before, quotient, rate_of, total


def stated(value: str, unit: str = "万元") -> Evidence:
    figure = Figure("某项", "预算数", Amount(Decimal(value), unit), Span(0, 1))
    return Evidence("d", figure.source, figure)


def test_sums_keep_the_printed_digits() -> None:
    assert total([stated("21.37"), stated("14.90")]).result == Amount(Decimal("36.27"), "万元")
    assert total([stated("1"), stated("5000", "元")]).result == Amount(Decimal("1.5"), "万元")
    with pytest.raises(ValueError, match="dimensions"):
        total([stated("1"), stated("2", "人")])


def test_differences_and_levels_before_keep_their_sign() -> None:
    assert difference(stated("4.00"), stated("15.19")).result.value == Decimal("-11.19")
    assert level_before(stated("1"), stated("-25.51")).result.value == Decimal("26.51")
    assert level_before(stated("1"), stated("-25.51")).working == "1 + 25.51 = 26.51"


def test_shares_multiples_and_rates_round_half_up_to_two_decimals() -> None:
    assert quotient(stated("38.04"), stated("187.77")).result == Amount(Decimal("20.26"), "%")
    assert quotient(stated("37.88"), stated("3.10"), "倍").result == Amount(Decimal("12.22"), "倍")
    assert quotient(stated("246.63"), stated("14", "人"), per="万元").result == Amount(Decimal("17.62"), "万元")
    assert growth(stated("604.34"), stated("676.66")).result.value == Decimal("-10.69")
    assert rate_of(stated("-11.45"), stated("1408.63")).result.value == Decimal("-0.81")
    with pytest.raises(ZeroDivisionError):
        growth(stated("1"), stated("0"))
    with pytest.raises(ValueError, match="dimension"):
        quotient(stated("1"), stated("2", "人"))


def test_conversion_is_exact() -> None:
    assert converted(stated("42.55"), "元").result == Amount(Decimal("425500"), "元")
