"""The source panel: page images with the box where the words stand, grids with the cell marked, lines marked among others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.document import Document, Line
from corpus.errors import DamagedDocument
from corpus.place import CellRef, Place, Span
from corpus.reader import read
from corpus.samples import files
from corpus.table import Cell, Table
from qa.answer import Citation
from qa.page_sheet import page_image
from qa.page_source import source_html


@pytest.fixture(scope="module")
def budget() -> Document:
    return read(files()[1])


@pytest.fixture(scope="module")
def accounts() -> Document:
    return read(files()[2])


def cell(document: Document, kind: str, label: str) -> CellRef:
    """The first amount in the row of this label, in the first table of this kind."""
    for number, table in enumerate(document.tables):
        for row in range(table.header_rows, table.rows):
            own = table.own(row)
            if table.kind == kind and any(c.text == label for c in own):
                return CellRef(number, row, next(c.column for c in own if c.amount is not None))
    raise AssertionError(f"no {label} in a {kind}")


def cite(document: Document, source: CellRef | Span, file: Path) -> Citation:
    place = document.place(source)
    table = document.tables[source.table].title if isinstance(source, CellRef) else None
    return Citation(
        1, document.id, file.name, "云岭县林业和草原局", 2024, place.page, place.lines, ("第二部分",), table, None, None,
        document.quote(source), tuple(document.boxes(source)), "text", source,
    )  # fmt: skip


def test_the_box_lies_on_the_cited_words(budget: Document) -> None:
    import pdfplumber

    source = cell(budget, "一般公共预算支出表", "住房公积金")
    html = source_html("zh", budget, cite(budget, source, files()[1]), files()[1])
    box = re.search(r'class="g-box" style="left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%"', html)
    assert box is not None
    left, top, width, height = (float(part) / 100 for part in box.groups())
    with pdfplumber.open(files()[1]) as pdf:
        page = pdf.pages[budget.place(source).page - 1]
        area = (left * page.width, top * page.height, (left + width) * page.width, (top + height) * page.height)
        assert page.crop(area).extract_text().strip() == budget.tables[source.table].text(source.row, source.column) == "55.26"
    assert "data:image/webp;base64," in html
    assert "<details><summary>表格</summary>" in html


def test_a_page_that_cannot_be_drawn_is_said(tmp_path: Path, budget: Document) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(DamagedDocument, match="page 1 cannot be drawn"):
        page_image(broken, 1)
    with pytest.raises(DamagedDocument, match="page 99 cannot be drawn"):
        page_image(files()[1], 99)
    source = cell(budget, "一般公共预算支出表", "住房公积金")
    assert "无法显示" in source_html("zh", budget, cite(budget, source, files()[1]), broken)


def test_pages_can_be_turned_and_the_box_stays_on_its_own(budget: Document) -> None:
    citation = cite(budget, cell(budget, "一般公共预算支出表", "住房公积金"), files()[1])
    assert citation.page is not None
    html = source_html("zh", budget, citation, files()[1], turn='data-event="source" data-turn="0" data-cite="1"', page=citation.page + 1)
    assert "g-box" not in html
    assert f'data-event="source" data-turn="0" data-cite="1" data-page="{citation.page}"' in html
    assert f"第{citation.page + 1}页，共{budget.pages}页" in html
    last = source_html("zh", budget, citation, files()[1], turn="data-x", page=budget.pages)
    assert "disabled" in last


def test_a_document_that_has_gone_still_shows_its_quote(budget: Document) -> None:
    source = cell(budget, "一般公共预算支出表", "住房公积金")
    html = source_html("en", None, cite(budget, source, files()[1]), None)
    assert "55.26" in html
    assert "no longer in the store" in html


def test_without_pages_a_cell_is_shown_in_its_table(accounts: Document) -> None:
    source = cell(accounts, "收支总表", "五、事业收入")
    html = source_html("zh", accounts, cite(accounts, source, files()[2]), files()[2])
    assert "<details open><summary>表格</summary>" in html
    assert re.search(r'<td class="g-cell g-row g-col g-num">18\.60</td>', html)
    assert re.search(r'<th class="g-col">决算数</th>', html)
    assert "g-box" not in html


def test_without_pages_a_sentence_is_shown_among_its_lines(accounts: Document) -> None:
    start = accounts.text.index("政府采购支出总额")
    source = Span(start, start + 20)
    html = source_html("zh", accounts, cite(accounts, source, files()[2]), files()[2])
    line = accounts.line_at(start)
    assert f'<li value="{line}" class=g-marked><mark>' in html
    assert html.count("<li ") == 11


def test_personal_numbers_stay_covered() -> None:
    text = "联系电话：13812345678"
    told = Table("表", None, None, 1, 1, 0, (Cell(0, 0, text, Place((1, 1))),), Place((1, 1)))
    document = Document("d", "t", None, None, None, None, None, "text", 0, text, (Line(0, len(text)),), (), (told,))
    for source in (CellRef(0, 0, 0), Span(0, len(text))):
        html = source_html("zh", document, cite(document, source, Path("a.txt")), None)
        assert "13812345678" not in html
        assert "138******78" in html
