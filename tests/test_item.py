"""What a figure is about, and when two figures speak of the same thing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.place import CellRef
from qa.item import is_default, is_total, item_of, measure_class, plain, same_claim

ROW = Figure("住房公积金", "合计", Amount(Decimal("5"), "万元"), CellRef(0, 1, 2), code="2210201", year=2023, table="支出总表")


def test_names_without_numbering_and_marks() -> None:
    assert plain("十二、住房保障支出（类）") == "住房保障支出"
    assert plain("其中：（一）“三公”经费") == "三公经费"
    assert plain("2. 差旅费") == "差旅费"


def test_a_row_of_totals_is_about_its_column_or_its_table() -> None:
    assert item_of(replace(ROW, subject="合计", measure="基本支出/人员经费", code=None)) == "人员经费"
    assert item_of(replace(ROW, subject="合 计", measure="合计", code=None, table="政府性基金预算支出表")) == "政府性基金预算支出"
    assert is_total("本年合计")
    assert not is_total("住房公积金")
    assert is_default(ROW)
    assert not is_default(replace(ROW, measure="项目支出"))


def test_the_same_claim_is_the_same_item_year_kind_and_basis() -> None:
    assert same_claim(ROW, replace(ROW, measure="预算数", table=None, amount=Amount(Decimal("6"), "万元")))
    assert not same_claim(ROW, replace(ROW, year=2022))
    assert not same_claim(ROW, replace(ROW, measure="占比", amount=Amount(Decimal("6"), "%")))
    assert not same_claim(replace(ROW, basis="预算"), replace(ROW, basis="决算"))
    assert not same_claim(ROW, replace(ROW, code="2210202"))
    assert measure_class(replace(ROW, measure="增减率")) == "增减率"
