"""Charts: only of figures that were cited and checked, only where they are set side by side."""

from __future__ import annotations

from decimal import Decimal

from corpus.amount import Amount
from corpus.ledger import figures
from corpus.place import CellRef
from corpus.reader import read
from corpus.samples import files
from qa.answer import Answer, Citation, Shown, Verdict
from qa.chart import Bar, Chart, chart_of, composition
from qa.page_chart import chart_html


def cited(n: int, agency: str, year: int, row: str | None) -> Citation:
    return Citation(n, "d", "f", agency, year, 1, (1, 1), (), "表", row, "合计", "…", (), "text", CellRef(0, n, 1))


def shown(n: int, value: str, unit: str = "万元", verdict: Verdict = "confirmed") -> Shown:
    return Shown(value + unit, Amount(Decimal(value), unit), n, verdict, "")


def of(citations: list[Citation], stated: list[Shown]) -> Chart | None:
    return chart_of(Answer("问", "answered", "…", citations=tuple(citations), figures=tuple(stated)))


def test_agencies_years_and_items_are_told_apart() -> None:
    agencies = of([cited(1, "甲局", 2024, "差旅费"), cited(2, "乙局", 2024, "差旅费")], [shown(1, "3.00"), shown(2, "2.00")])
    years = of([cited(1, "甲局", 2024, "差旅费"), cited(2, "甲局", 2023, "差旅费")], [shown(1, "3.00"), shown(2, "2.00")])
    items = of([cited(1, "甲局", 2024, "差旅费"), cited(2, "甲局", 2024, "办公费")], [shown(1, "3.00"), shown(2, "2.00")])
    assert agencies is not None
    assert years is not None
    assert items is not None
    assert (agencies.kind, agencies.title, [bar.label for bar in agencies.bars]) == ("comparison", "差旅费", ["甲局", "乙局"])
    assert (years.kind, [bar.label for bar in years.bars]) == ("years", ["2023", "2024"])
    assert (items.kind, [bar.label for bar in items.bars]) == ("ranking", ["差旅费", "办公费"])


def test_one_claim_in_several_places_is_no_chart() -> None:
    assert of([cited(1, "甲局", 2024, "差旅费"), cited(2, "甲局", 2024, "差旅费")], [shown(1, "3.00"), shown(2, "3.00")]) is None
    assert of([cited(1, "甲局", 2024, "差旅费"), cited(2, "甲局", 2024, "差旅费合计")], [shown(1, "3.00"), shown(2, "3.00")]) is None


def test_a_figure_of_a_sentence_is_not_left_out_where_agencies_are_compared() -> None:
    three = [cited(1, "甲局", 2023, "差旅费"), cited(2, "甲局", 2024, "差旅费"), cited(3, "乙局", 2024, None)]
    found = of(three, [shown(1, "3.00"), shown(2, "2.00"), shown(3, "1.00")])
    assert found is not None
    assert [bar.label for bar in found.bars] == ["甲局 2023", "甲局 2024", "乙局 2024"]
    items = [cited(1, "甲局", 2024, "差旅费"), cited(2, "甲局", 2024, "办公费"), cited(3, "甲局", 2024, None)]
    assert of(items, [shown(1, "3.00"), shown(2, "2.00"), shown(3, "1.00")]) is None  # nothing names the third
    restated = of(items, [shown(1, "3.00"), shown(2, "2.00"), shown(3, "3.00")])
    assert restated is not None
    assert len(restated.bars) == 2


def test_what_was_not_confirmed_or_measures_something_else_is_not_drawn() -> None:
    two = [cited(1, "甲局", 2024, "差旅费"), cited(2, "乙局", 2024, "差旅费")]
    assert of(two, [shown(1, "3.00"), shown(2, "2.00", verdict="contradicted")]) is None
    assert of(two, [shown(1, "3.00"), shown(2, "2", "辆")]) is None


def test_a_disclosure_is_composed_of_classes_that_add_up() -> None:
    income, spending = composition(figures(read(files()[0])))
    assert (income.title, spending.title) == ("收入", "支出")
    assert spending.bars[0].label == "农林水支出"
    assert spending.whole is not None
    assert sum(spending.share(bar) or 0 for bar in spending.bars) == 1


def test_bars_start_at_zero_also_below_it() -> None:
    html = chart_html(
        "zh", Chart("years", "结余", (Bar("2023", Amount(Decimal("-5.00"), "万元")), Bar("2024", Amount(Decimal("15.00"), "万元"))))
    )
    assert 'x="0.00%" y="1" width="25.00%"' in html
    assert 'x="25.00%" y="1" width="75.00%"' in html
