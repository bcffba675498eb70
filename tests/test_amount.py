"""Amounts: what printed numbers mean, exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.amount import MONEY, Amount, canonical_unit, counted_in, find_amounts, parse_amount, parse_number

D = Decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,397.18", "1397.18"), ("2, 361. 22", "2361.22"), ("1 ,108.00", "1108.00"), ("５，０００．５", "5000.5"), ("-11.45", "-11.45"), ("(3.20)", "-3.20"),
        ("<u>86.66</u>", "86.66"), ("0.00", "0.00"), ("14", "14"), (" 52. 74 ", "52.74"), ("9. 60", "9.60"), ("−9.64", "-9.64"),
    ],
)  # fmt: skip
def test_a_cell_that_is_a_number(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    "text", ["", "—", "≥95", "78 万元", "20.7%", "2025年", "（一）", "(1)", "1.2.3", "12 34", "一、", "〔2016〕143号", "27人", "(3.20"]
)
def test_a_cell_that_is_no_plain_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("78 万元", None, Amount(D(78), "万元")), ("20.7%", "万元", Amount(D("20.7"), "%")), ("22 家", None, Amount(D(22), "家")),
        ("5.84", "万元", Amount(D("5.84"), "万元")), ("3.5万人", None, Amount(D("3.5"), "万人")), ("1200 平方米", None, Amount(D(1200), "平方米")),
    ],
)  # fmt: skip
def test_a_cell_that_is_an_amount(text: str, unit: str | None, amount: Amount) -> None:
    assert parse_amount(text, unit) == amount


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位：人民币元", "元"),
        ("占比（％）", "%"),
        ("在职14名", "人"),
        ("增长2个百分点", "百分点"),
        ("项目名称", None),
        ("单位名称", None),
    ],
)
def test_units_by_their_canonical_name(text: str, unit: str | None) -> None:
    assert canonical_unit(text) == unit


def test_amounts_of_a_sentence_with_bounds_and_places() -> None:
    text = "比上年减少11.45万元，下降0.81%，覆盖≥98%，检查定点机构22家，每人200元，29,381.00万。"
    found = find_amounts(text)
    assert [(str(s.amount), s.bound) for s in found] == [
        ("11.45万元", None),
        ("0.81%", None),
        ("98%", "≥"),
        ("22家", None),
        ("200元", None),
        ("29381.00万元", None),
    ]
    assert [text[s.start : s.stop] for s in found] == ["11.45万元", "0.81%", "98%", "22家", "200元", "29,381.00万"]


def test_printed_precision_is_an_interval() -> None:
    assert Amount(D("1397.18"), "万元").interval == (D("13971750.0000"), D("13971850.0000"))
    assert Amount(D("25.7"), "%").interval == (D("0.25650"), D("0.25750"))


def test_exact_quantities_are_points() -> None:
    """People and vehicles, and money printed to the 分, stand for themselves (DESIGN: printed precision decides)."""
    for exact in (Amount(D(14), "人"), Amount(D("251936.00"), "元")):
        low, high = exact.interval
        assert low == high
    assert not Amount(D("3.5"), "万人").exact
    assert not Amount(D("400"), "万元").exact


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@given(amounts, st.sampled_from(sorted(MONEY)), st.sampled_from(sorted(MONEY)))
def test_money_converts_exactly_both_ways(value: Decimal, one: str, other: str) -> None:
    amount = Amount(value, one)
    assert amount.to(other).base == amount.base
    assert amount.to(other).to(one).value == value


@given(amounts)
def test_any_printed_grouping_reads_back(value: Decimal) -> None:
    for printed in (f"{value:f}", f"{value:,f}", f"{value:,f}".replace(",", ", ").replace(".", ". ")):
        assert parse_number(printed) == value


def test_dimensions_do_not_mix() -> None:
    with pytest.raises(ValueError, match="does not convert"):
        Amount(D(5), "人").to("万元")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("造林30.00万亩", "30.00万亩"), ("2.3万公顷林地", "2.3万公顷"), ("苗木120万株", "120万株"), ("1200万个", "1200万个"),
        ("安排100万年初预算", "100万元"), ("投入5万项目资金", "5万元"), ("支出3万条件改善", "3万元"), ("59万，另有", "59万元"),
    ],
)  # fmt: skip
def test_ten_thousands_of_things_are_no_money(text: str, expected: str) -> None:
    assert [str(one.amount) for one in find_amounts(text)] == [expected]


def test_a_label_may_count_in_its_own_name() -> None:
    assert counted_in("档案整理份数") == "份"
    assert counted_in("年末实有在职人数（人）") == "人"
    assert counted_in("项目个数") is None
    assert counted_in("合格率") is None


def test_a_unit_in_brackets_belongs_to_its_number() -> None:
    assert parse_amount("90.00(%)") == Amount(Decimal("90.00"), "%")
    (stated,) = find_amounts("群众满意度 ≥90.00（%）")
    assert (str(stated.amount), stated.bound) == ("90.00%", "≥")


@pytest.mark.parametrize(("text", "expected"), [("≥3.2万页", "3.2万页"), ("2万轴", "2万轴"), ("3.2万", "3.2万元"), ("5万元以上", "5万元")])
def test_what_is_counted_by_the_ten_thousand_is_no_money(text: str, expected: str) -> None:
    assert str(find_amounts(text)[0].amount) == expected


@pytest.mark.parametrize(("label", "unit"), [("编制数", "人"), ("自评总分", "分"), ("自评得分", "分"), ("预算数", None)])
def test_posts_and_scores_count_in_their_own_unit(label: str, unit: str | None) -> None:
    assert counted_in(label) == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [("改造住房4300栋", "4300栋"), ("受理来信436件次", "436件次"), ("采购疫苗536万毫升", "536万毫升"), ("调解纠纷318起", "318起")],
)
def test_things_are_counted_in_their_own_units(text: str, expected: str) -> None:
    assert [str(one.amount) for one in find_amounts(text)] == [expected]


@pytest.mark.parametrize("text", ["2031年起", "满18周岁起步", "第3升级改造"])
def test_a_character_that_begins_another_word_is_no_unit(text: str) -> None:
    assert all(one.amount.unit not in ("起", "升") for one in find_amounts(text))
