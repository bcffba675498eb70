"""Passages: every line of a disclosure is in one, each says where it comes from, and quotes are slices."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ITEMS, disclosure

from corpus.document import Document
from corpus.place import Place
from corpus.reader import read
from corpus.table import Cell, Table
from index.passages import PROSE, ROWS, TABLE, passages, row_text


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "甲.txt"
    path.write_text(disclosure(more="观测站点的维护按年度计划进行。" * 80), encoding="utf-8")
    return read(path)


def test_every_line_that_says_something_is_quoted_somewhere(document: Document) -> None:
    quoted = {n for p in passages(document) for s in p.spans for n in range(document.line_at(s.start), document.line_at(s.stop - 1) + 1)}
    silent = [n for n in range(1, len(document.lines) + 1) if n not in quoted and any(map(str.isalnum, document.line_text(n)))]
    assert silent == []


def test_each_begins_with_title_and_headings(document: Document) -> None:
    for passage in passages(document):
        heading = passage.text.split("\n")[0]
        assert heading == " > ".join((document.title, *passage.heading))
    assert any(passage.heading[-1:] == ("（一）主要职责",) for passage in passages(document))


def test_long_prose_is_cut_between_sentences(document: Document) -> None:
    long = [passage for passage in passages(document) if passage.table is None and "观测站点的维护" in passage.text]
    assert len(long) > 1
    for passage in long:
        quote = "".join(document.text[span.start : span.stop] for span in passage.spans)
        assert len(quote) <= PROSE + 20
        assert quote.rstrip().endswith("。")


def test_a_table_row_is_searched_in_words_and_quoted_as_it_stands(document: Document) -> None:
    shown = [passage for passage in passages(document) if passage.table == 0]
    assert shown[0].rows is not None
    assert "单位：万元" in shown[0].text
    assert "差旅费：预算数=135.05" in shown[0].text
    quote = "\n".join(document.text[span.start : span.stop] for span in shown[0].spans)
    assert "| 30206 | 差旅费 | 135.05 |" in quote
    assert "科目编码" in quote
    assert all(item in quote for item in ITEMS)


def test_a_long_table_is_cut_between_rows(document: Document) -> None:
    place = Place((20, 20))
    cells = [Cell(0, 0, "项目", place, "header"), Cell(0, 1, "金额", place, "header")]
    cells += [
        Cell(r, c, f"观测设备第{r}号" if c == 0 else f"{r}.00", place, "value" if c else "label") for r in range(1, 90) for c in (0, 1)
    ]
    table = Table("设备表", None, "元", 90, 2, 1, tuple(cells), place)
    long = Document(**{**{name: getattr(document, name) for name in document.__dataclass_fields__}, "tables": (table,)})
    groups = [passage for passage in passages(long) if passage.table == 0]
    assert groups[0].rows == (1, ROWS)
    assert sum(passage.rows[1] - passage.rows[0] + 1 for passage in groups if passage.rows) == 89
    assert all(len(passage.text) < TABLE + 200 and "项目 金额" in passage.text for passage in groups)


def test_codes_printed_in_parts_are_found_joined() -> None:
    place = Place((1, 1))
    cells = tuple(
        Cell(1, c, text, place, "label" if c < 4 else "value") for c, text in enumerate(("208", "05", "05", "养老保险缴费", "40.20"))
    )
    table = Table("", None, None, 2, 5, 1, (Cell(0, 4, "合计", place, "header"), *cells), place)
    assert row_text(table, 1) == "2080505 208 05 05 养老保险缴费：合计=40.20"


def test_a_form_is_searched_by_its_cells() -> None:
    place = Place((1, 1))
    table = Table("", None, None, 1, 2, 0, (Cell(0, 0, "项目名称", place, "label"), Cell(0, 1, "云雾观测", place)), place)
    assert row_text(table, 0) == "项目名称 云雾观测"
