"""The workings that failed checks show."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.amount import Amount
from qa.checks.working import of_formula, of_sum


def amount(value: str, unit: str | None = "万元") -> Amount:
    return Amount(Decimal(value), unit)


def test_a_sum_takes_away_last_and_leaves_blanks_out() -> None:
    parts = [amount("6.63"), amount("8.00"), None]
    assert of_sum((-1, 1, 1), parts, amount("1.37")) == "8.00 − 6.63 = 1.37"


def test_parts_in_another_unit_are_converted() -> None:
    assert of_sum((1, 1), [amount("12000.50", "元"), amount("3.00")], amount("4.20005")) == "1.20005 + 3.00 = 4.20005"
    assert of_formula("share", [amount("417000.00", "元"), amount("812.40")], amount("5.13", "%")) == "41.7 ÷ 812.40 × 100% ≈ 5.13%"


def test_a_figure_in_two_places_is_not_computed() -> None:
    assert of_sum((1,), [amount("1.00")], amount("1.00")) == ""
    assert of_formula("direction", [amount("1.00")], amount("-1.00")) == ""


def test_a_long_sum_gives_its_ends() -> None:
    parts = [amount(str(n)) for n in range(1, 21)]
    assert of_sum((1,) * 20, parts, amount("210")) == "1 + 2 + 3 + 4 + … + 17 + 18 + 19 + 20 = 210"


@pytest.mark.parametrize(
    ("name", "working"),
    [
        ("growth+", "20.00 ÷ (100.00 − 20.00) × 100% ≈ 25.00%"),
        ("growth-", "20.00 ÷ (100.00 + 20.00) × 100% ≈ 25.00%"),
        ("rise", "(100.00 − 20.00) ÷ 20.00 × 100% ≈ 25.00%"),
        ("fall", "(20.00 − 100.00) ÷ 20.00 × 100% ≈ 25.00%"),
    ],
)
def test_rates_of_change(name: str, working: str) -> None:
    assert of_formula(name, [amount("100.00"), amount("20.00")], amount("25.00", "%")) == working
