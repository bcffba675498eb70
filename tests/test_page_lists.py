"""Batches and panels as HTML tables."""

from __future__ import annotations

from decimal import Decimal

from corpus.amount import Amount
from qa.page_lists import batch_html, panel_html, progress_html
from qa.panel import PanelRow

EVIL = "<img src=x onerror=alert(1)>"


def row(year: int, value: str | None, **more: object) -> PanelRow:
    amount = None if value is None else Amount(Decimal(value), "万元")
    fields: dict[str, object] = {"agency": "青岚县水务局", "kind": "预算", "basis": "预算 · 基本支出表", "note": "", "apart": False, **more}
    return PanelRow(
        "差旅费", "d", "水务.pdf", str(fields["agency"]), year, str(fields["kind"]), "answered" if amount else "not_found", amount,
        "confirmed" if amount else None, str(fields["basis"]), str(fields["note"]), None, bool(fields["apart"]),
    )  # fmt: skip


def test_progress_says_how_much_is_done_and_how_long_it_takes() -> None:
    html = progress_html("zh", 30, 120, 60.0, 10)
    assert "已回答 30 / 120" in html
    assert "约剩 4:30" in html  # 20 questions in a minute, 90 left
    assert "约剩" not in progress_html("zh", 10, 120, 0.0, 10)


def test_a_panel_has_a_chart_and_says_what_is_not_to_be_compared() -> None:
    html = panel_html("zh", [row(2023, "18.80"), row(2024, "19.60", apart=True, kind="决算"), row(2022, None)])
    assert html.count("<rect") == 2
    assert "18.80万元" in html
    assert "文档中没有" in html
    assert "口径与多数不同" in html


def test_nothing_from_outside_is_markup() -> None:
    rows = [{"question": EVIL, "status": "error", "answer": EVIL}]
    assert "<img" not in batch_html("zh", rows)
    assert "<img" not in panel_html("zh", [row(2023, "1.00", agency=EVIL, basis=EVIL), row(2024, "2.00", agency=EVIL)])
