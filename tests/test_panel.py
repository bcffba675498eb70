"""One item over all agencies and years."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from fictional import BUDGET, disclosure

from corpus.errors import QuestionError
from index.store import Store
from qa import Gouji
from qa.panel import common_unit, read_years, render, write


@pytest.fixture
def gouji(tmp_path: Path) -> Gouji:
    later = tmp_path / "青岚县水务局2024年部门预算.txt"
    later.write_text(
        BUDGET.replace("2023", "2024").replace("2022", "2023").replace("18.80", "19.60").replace("21.50", "20.70"), encoding="utf-8"
    )
    store = Store.open(tmp_path / "store")
    store.add(disclosure(tmp_path))
    store.add(later)
    return Gouji(store, answerer="rules")


def test_an_item_has_a_figure_and_a_source_in_each_disclosure(gouji: Gouji) -> None:
    rows = gouji.panel("差旅费")
    assert [(row.year, str(row.value), row.verdict) for row in rows] == [(2023, "18.80万元", "confirmed"), (2024, "19.60万元", "confirmed")]
    assert all(row.citation is not None and "差旅费" in row.citation.quote for row in rows)
    assert "一般公共预算基本支出表" in rows[0].basis
    assert not any(row.apart for row in rows)
    assert common_unit(rows) == "万元"
    assert "19.60万元" in render(rows)


def test_agencies_and_years_narrow_it(gouji: Gouji) -> None:
    assert [row.year for row in gouji.panel(["差旅费", "办公费"], ["水务"], [2024])] == [2024, 2024]
    assert gouji.panel("差旅费", ["教育"]) == []


def test_what_is_not_stated_is_a_row_without_a_figure(gouji: Gouji) -> None:
    rows = gouji.panel("卫星发射费")
    assert [(row.status, row.value) for row in rows] == [("not_found", None)] * 2
    assert all(row.note for row in rows)


def test_the_workbook_has_years_side_by_side_and_every_source(gouji: Gouji, tmp_path: Path) -> None:
    write(gouji.panel(["差旅费"]), tmp_path / "p.xlsx", gouji.page_link)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert [[cell.value for cell in row] for row in book["panel"]] == [
        ["item", "agency", "kind", "unit", "2023", "2024"], ["差旅费", "青岚县水务局", "预算", "万元", 18.8, 19.6],
    ]  # fmt: skip
    assert book["figures"].max_row == 3
    assert book["figures"]["L2"].hyperlink.target.startswith("file:")


def test_a_panel_of_nothing_is_refused(gouji: Gouji) -> None:
    with pytest.raises(QuestionError, match="needs an item"):
        gouji.panel([" "])


@pytest.mark.parametrize(
    ("text", "years"),
    [("", ()), ("2022", (2022,)), ("2022,2024", (2022, 2024)), ("2020-2022", (2020, 2021, 2022)), ("2020—2021，2023", (2020, 2021, 2023))],
)
def test_years_are_read(text: str, years: tuple[int, ...]) -> None:
    assert read_years(text) == years


@pytest.mark.parametrize("text", ["last year", "2024-2020", "24"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        read_years(text)
