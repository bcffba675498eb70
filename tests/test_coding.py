"""Documents and figures come back from their compressed JSON exactly as they were."""

from __future__ import annotations

import zlib
from decimal import Decimal

import pytest

from corpus.amount import Amount
from corpus.coding import decode_document, decode_figures, encode_document, encode_figures
from corpus.document import Document, Line, Section
from corpus.figure import Figure
from corpus.place import BBox, CellRef, Place, Span
from corpus.table import Cell, Table

BOX = BBox(72.1, 100.25, 210.0, 112.333333)


def a_document() -> Document:
    text = "云溪县观测局2031年部门预算\n收支总表\n项目\t金额\n差旅费\t2.40\n𠮷野"
    starts = [0, *[i + 1 for i, char in enumerate(text) if char == "\n"]]
    lines = tuple(Line(a, b - 1, 1, BOX) for a, b in zip(starts, [*starts[1:], len(text) + 1], strict=True))
    cells = (
        Cell(0, 0, "项目", Place((3, 3), 1, BOX), "header", row_span=2),
        Cell(0, 1, "金额", Place((3, 3), 1), "header"),
        Cell(1, 1, "2.40", Place((4, 4), 1, BOX), amount=Amount(Decimal("2.40"), "万元"), uncertain=True, reading="inferred_unit"),
    )
    table = Table("收支总表", "收支总表", "万元", 2, 2, 1, cells, Place((3, 4), 1, BOX), (1, 2), ("说明",), 0, ("一、表", "（一）"))
    sections = (Section("一、表", 1, (2, 5), 1, (Section("（一）", 2, (3, 4)),)),)
    return Document(
        "0123456789abcdef", "题", "云溪县观测局", None, 2031, "预算", "部门", "pdf", 2, text, lines, sections, (table,), ("提醒",)
    )


def test_a_document_is_equal_after_the_round_trip() -> None:
    document = a_document()
    again = decode_document(encode_document(document))
    assert again == document
    assert str(again.tables[0].cells[2].amount) == "2.40万元"  # the printed digits, not 2.4


@pytest.mark.parametrize("digits", ["0", "-0.00", "1E+3", "1367.7600", "0.1", "99999999999999999999.99"])
def test_decimals_keep_their_printed_digits(digits: str) -> None:
    figure = Figure("差旅费", "预算数", Amount(Decimal(digits), "元"), CellRef(0, 1, 2))
    (again,) = decode_figures(encode_figures([figure]))
    assert again.amount is not None
    assert again.amount.value.as_tuple() == Decimal(digits).as_tuple()


def test_every_kind_of_figure_comes_back() -> None:
    figures = (
        Figure(
            "差旅费", "预算数", None, CellRef(3, 1, 2), ("商品和服务支出",), "30211", "预算", 2031, table="基本支出表", reading="realigned"
        ),
        Figure("差旅费", "增减率", Amount(Decimal("-3.5"), "%"), Span(7, 11), versus=2030, bound="≤", context=Span(0, 20)),
    )
    assert decode_figures(encode_figures(figures)) == figures


@pytest.mark.parametrize("data", [b"", b"nothing", zlib.compress(b"[]"), zlib.compress(b'{"coding":999}'), zlib.compress(b"\xff")])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="encoded"):
        decode_document(data)
