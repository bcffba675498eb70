"""Comparison by printed precision: a printed figure is an interval, and only intervals that cannot meet contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.amount import Amount
from corpus.place import Span
from qa.checks.check import Operand
from qa.checks.relation import (
    DIFFERENCE,
    GROWTH,
    GROWTH_BY_DECREASE,
    GROWTH_BY_INCREASE,
    PRODUCT,
    SAME,
    SHARE,
    Formula,
    Relation,
    identity,
    interval,
    judge,
    slip,
    total,
)


def figure(text: str | None, unit: str | None = "万元", at: int = 0) -> Operand:
    """A figure as printed; None is a blank cell."""
    amount = None if text is None else Amount(Decimal(text), unit)
    return Operand(text or "空", amount, Span(at, at + 1), text or "")


def verdict(formula: Formula, stated: Operand, *parts: Operand) -> str:
    return judge("test", Relation(formula, stated, parts, "关系")).verdict


@pytest.mark.parametrize(
    ("stated", "parts", "expected"),
    [
        ("100.00", ("60.00", "40.00"), "consistent"),
        ("100.01", ("60.00", "40.00"), "rounding"),  # three halves of the last digit, 0.015
        ("100.02", ("60.00", "40.00"), "inconsistent"),
        ("100.03", ("30.00", "30.00", "20.00", "20.00"), "inconsistent"),
        ("100.02", ("30.00", "30.00", "20.00", "20.00"), "rounding"),
        ("0.00", ("0.00", "0.00"), "consistent"),
    ],
)
def test_sum(stated: str, parts: tuple[str, ...], expected: str) -> None:
    """The tolerance of a sum grows with its parts and is never flat."""
    assert verdict(total(len(parts)), figure(stated), *(figure(part) for part in parts)) == expected


def test_blank_part_counts_as_nothing_and_says_so() -> None:
    check = judge("test", Relation(total(3), figure("60.00"), (figure("60.00"), figure(None), figure(None)), "关系"))
    assert check.verdict == "consistent"
    assert "2 个空白单元格按无数计" in check.message


def test_blank_is_no_pass() -> None:
    """Where the total or all of its parts are blank nothing was compared."""
    assert verdict(total(2), figure(None), figure("1.00"), figure("2.00")) == "uncheckable"
    assert verdict(total(2), figure("3.00"), figure(None), figure(None)) == "uncheckable"
    assert verdict(SHARE, figure("50", "%"), figure(None), figure("2.00")) == "uncheckable"


@pytest.mark.parametrize(
    ("one", "two", "unit", "expected"),
    [
        ("12.34", "12.34", "万元", "consistent"),
        ("12.34", "12.35", "万元", "rounding"),  # one unit of the last digit
        ("12.34", "12.36", "万元", "inconsistent"),
        ("12.3", "12.34", "万元", "consistent"),  # the coarser one is correctly rounded
        ("12.34", "12.3", "万元", "consistent"),
        ("12.4", "12.34", "万元", "inconsistent"),
        ("15", "14", "人", "inconsistent"),  # people are counted, not rounded
        ("123400.00", "123400.01", "元", "inconsistent"),  # printed to the 分
    ],
)
def test_same_figure_twice(one: str, two: str, unit: str, expected: str) -> None:
    assert verdict(SAME, figure(one, unit), figure(two, unit)) == expected


def test_units_are_converted() -> None:
    assert verdict(SAME, figure("350.35"), figure("3503499", "元")) == "consistent"
    assert verdict(SAME, figure("350.40"), figure("3503499", "元")) == "inconsistent"


def test_other_dimension_is_not_compared() -> None:
    assert verdict(SAME, figure("15", "人"), figure("15", "万元")) == "uncheckable"


@pytest.mark.parametrize(
    ("formula", "stated", "parts", "expected"),
    [
        (SHARE, "20.7", ("289.18", "1397.18"), "consistent"),
        (SHARE, "20.6", ("289.18", "1397.18"), "inconsistent"),
        (SHARE, "33.33", ("1", "3"), "consistent"),
        (GROWTH_BY_INCREASE, "10", ("220.00", "20.00"), "consistent"),
        (GROWTH_BY_DECREASE, "10", ("220.00", "20.00"), "inconsistent"),  # 20 of 240 is 8.33%
        (GROWTH_BY_DECREASE, "400", ("0.8", "4"), "inconsistent"),  # nothing falls by more than 100%
        (GROWTH, "8.48", ("542.40", "500.00"), "consistent"),
        (GROWTH, "100", ("5.00", "0.00"), "uncheckable"),  # growth from zero has no rate
        (GROWTH_BY_INCREASE, "100", ("5.00", "5.00"), "uncheckable"),
    ],
)
def test_rates(formula: Formula, stated: str, parts: tuple[str, str], expected: str) -> None:
    assert verdict(formula, figure(stated, "%"), *(figure(part) for part in parts)) == expected


def test_coarse_operands_widen_a_rate() -> None:
    """4 of 5 (each to the whole 万元) may be anything from 64% to 100%."""
    assert verdict(SHARE, figure("77.00", "%"), figure("4"), figure("5")) == "rounding"


def test_product_and_difference() -> None:
    assert verdict(PRODUCT, figure("16.00"), figure("40", "人"), figure("4000", "元")) == "consistent"
    assert verdict(DIFFERENCE, figure("42.40"), figure("542.40"), figure("500.00")) == "consistent"
    assert verdict(DIFFERENCE, figure("42.40"), figure("500.00"), figure("542.40")) == "inconsistent"


def test_printed_zero_means_none() -> None:
    """`0 万元` is not "below half a 万元", while 0.00 may hide up to 50 元."""
    assert interval(Amount(Decimal("0"), "万元")) == (0, 0)
    assert interval(Amount(Decimal("0.00"), "万元")) == (-50, 50)


def test_soft_relation_stays_open() -> None:
    relation = Relation(SAME, figure("1.00"), (figure("2.00"),), "两种分类", soft="口径未必相同")
    assert judge("test", relation).verdict == "uncheckable"


def test_last_share_may_be_adjusted() -> None:
    """A list of shares made to add up to 100% moves its last digit by one unit, not more."""
    parts = (figure("29.42"), figure("307.82"))
    assert judge("test", Relation(SHARE, figure("9.55", "%"), parts, "占比")).verdict == "inconsistent"
    assert judge("test", Relation(SHARE, figure("9.55", "%"), parts, "占比", slack=1)).verdict == "rounding"
    assert judge("test", Relation(SHARE, figure("9.53", "%"), parts, "占比", slack=1)).verdict == "inconsistent"


def test_identity_is_of_the_places_not_the_direction() -> None:
    one, two = figure("1.00", at=3), figure("1.00", at=9)
    assert identity("r", Relation(SAME, one, (two,), "a")) == identity("r", Relation(SAME, two, (one,), "b"))
    assert identity("r", Relation(SAME, one, (two,), "a")) != identity("s", Relation(SAME, one, (two,), "a"))


@pytest.mark.parametrize(
    ("stated", "expected", "words"),
    [
        ("8013", "8103", "颠倒"),
        ("12345", "1.2345", "一万倍"),
        ("1234", "123.4", "小数点"),
        ("1223", "123", "多一位"),
        ("12.34", "12.84", "一位数字"),
        ("-5", "5", "方向相反"),
        ("7", "423.5", ""),
        ("0", "5", ""),
    ],
)
def test_slips_of_the_pen(stated: str, expected: str, words: str) -> None:
    found = slip(Decimal(stated), Decimal(expected))
    assert words in found if words else found == ""


money = st.decimals(min_value=0, max_value=10**7, places=2)


@given(st.lists(st.integers(min_value=0, max_value=10**11), min_size=1, max_size=30))
def test_honest_rounding_is_never_inconsistent(fen: list[int]) -> None:
    """Amounts known to the 分, each printed in 万元 with two decimals, reconcile with their printed total."""
    shown = [(Decimal(part) / 10**6).quantize(Decimal("0.01")) for part in fen]
    whole = (Decimal(sum(fen)) / 10**6).quantize(Decimal("0.01"))
    assert verdict(total(len(shown)), figure(str(whole)), *(figure(str(part)) for part in shown)) in ("consistent", "rounding")


@given(st.integers(min_value=0, max_value=10**10), st.integers(min_value=1, max_value=10**10))
def test_honest_share_is_never_inconsistent(part: int, rest: int) -> None:
    whole = part + rest
    share = (Decimal(part) / Decimal(whole) * 100).quantize(Decimal("0.01"))
    shown = [str((Decimal(value) / 10**4).quantize(Decimal("0.01"))) for value in (part, whole)]
    if Decimal(shown[1]) < 1:
        return  # too small a whole: its printed digits say nothing
    assert verdict(SHARE, figure(str(share), "%"), figure(shown[0]), figure(shown[1])) in ("consistent", "rounding")


@given(money, money, st.integers(min_value=3, max_value=10**6))
def test_a_difference_beyond_the_intervals_is_inconsistent(one: Decimal, two: Decimal, cents: int) -> None:
    """With two parts the printed digits allow 0.015; 0.02 and more cannot be rounding."""
    wrong = one + two + Decimal(cents) / 100
    assert verdict(total(2), figure(str(wrong)), figure(str(one)), figure(str(two))) == "inconsistent"


@given(money, money)
def test_same_is_symmetric(one: Decimal, two: Decimal) -> None:
    left, right = figure(str(one)), figure(str(two))
    assert verdict(SAME, left, right) == verdict(SAME, right, left)
