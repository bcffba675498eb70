"""Which columns the figures of short rows belong to."""

from __future__ import annotations

from decimal import Decimal

from corpus.dump_sums import Line, Sum, holds, settle

SUMS = (Sum(0, (1, 2, 3)),)


def line(*figures: str, parent: int | None = None, total: bool = False) -> Line:
    return Line(tuple(map(Decimal, figures)), parent, total)


def nothing(column: int, figure: Decimal) -> bool:
    return False


def test_the_items_below_a_full_row_find_their_columns() -> None:
    lines = [line("9.00", "5.00", "3.00", "1.00", total=True), *(line(n, n, parent=0) for n in ("5.00", "3.00", "1.00"))]
    settle(lines, 4, SUMS, nothing)
    assert [one.layouts for one in lines] == [[(0, 1, 2, 3)], [(0, 1)], [(0, 2)], [(0, 3)]]


def test_equal_items_in_two_columns_are_not_settled() -> None:
    lines = [line("6.00", "3.00", "3.00", total=True), line("3.00", "3.00", parent=0), line("3.00", "3.00", parent=0)]
    settle(lines, 3, (Sum(0, (1, 2)),), nothing)
    assert [one.sure() for one in lines[1:]] == [[True, False], [True, False]]


def test_what_the_text_says_settles_the_total_and_the_rest_follows() -> None:
    lines = [line("4.00", "4.00", total=True), line("4.00", "4.00", parent=0)]
    settle(lines, 4, SUMS, lambda column, figure: (column, figure) == (2, Decimal("4.00")))
    assert [one.layouts for one in lines] == [[(0, 2)], [(0, 2)]]


def test_a_misprint_below_leaves_the_columns_of_the_row_above() -> None:
    lines = [line("8.00", "8.00", total=True), line("5.00", "5.00", parent=0), line("9.00", "9.00", parent=0)]
    settle(lines, 3, (Sum(0, (1, 2)),), lambda column, figure: column == 1)
    assert [one.layouts for one in lines[1:]] == [[(0, 1)], [(0, 1)]]


def test_a_misprinted_total_leaves_the_other_columns_to_tell() -> None:
    lines = [
        line("12.00", "7.00", "4.00", total=True),  # 12 = 7 + 5
        line("7.00", "4.00", "3.00", parent=0),
        line("3.00", "3.00", parent=0),
        line("2.00", "2.00", parent=0),
    ]
    settle(lines, 3, (Sum(0, (1, 2)),), nothing)
    assert [one.layouts for one in lines[2:]] == [[(0, 1)], [(0, 2)]]


def test_sums_allow_for_rounding_but_not_in_whole_numbers() -> None:
    assert holds(SUMS, [Decimal("457.86"), Decimal("454.06"), Decimal("3.79")], (0, 1, 2))
    assert not holds(SUMS, [Decimal("457.86"), Decimal("454.06"), Decimal("3.60")], (0, 1, 2))
    assert not holds(SUMS, [Decimal(457), Decimal(454), Decimal(2)], (0, 1, 2))
