"""The store's documents on the page: the list, one document, its tables beside their pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.archive import DocumentRecord
from corpus.document import Document
from corpus.ledger import figures
from corpus.reader import read
from corpus.samples import files
from index.ingest import Added
from qa.chart import composition
from qa.page_documents import added_html, document_html, documents_html, record_name, viewer_html

EVIL = "<img src=x onerror=alert(1)>"
RECORD = DocumentRecord(
    "1", "年度预算.pdf", ("年度预算.pdf",), "云岭县林业和草原局2024年部门预算", "云岭县林业和草原局", "云岭县", 2024, "预算", "部门", "pdf",
    15, 29, 11, 470, 47, ("第3页没有文字",), "00",
)  # fmt: skip


@pytest.fixture(scope="module")
def budget() -> Document:
    return read(files()[1])


def test_a_document_is_called_by_agency_year_and_kind() -> None:
    assert record_name(RECORD) == "云岭县林业和草原局 2024 预算"
    assert record_name(replace(RECORD, agency=None)) == "云岭县林业和草原局2024年部门预算"
    assert record_name(replace(RECORD, agency=None, title="")) == "年度预算.pdf"


def test_the_store_is_listed_with_what_was_read() -> None:
    html = documents_html("zh", [RECORD])
    for told in ("库中文档 1 份", "年度预算.pdf", ">470<", "第3页没有文字", 'data-event="open" data-document="1"'):
        assert told in html
    assert "There are no documents yet" in documents_html("en", [])


def test_each_file_says_what_became_of_it_by_its_name() -> None:
    html = added_html(
        "zh", [Added("/tmp/up/a.pdf", "1", "added", RECORD), Added("/tmp/up/b.pdf", None, "failed", None, "/tmp/up/b.pdf: 没有文字")]
    )
    assert "已添加 · 云岭县林业和草原局 2024 预算" in html
    assert "未能读取 · b.pdf: 没有文字" in html
    assert "/tmp" not in html


def test_a_document_shows_outline_tables_and_composition(budget: Document) -> None:
    html = document_html("zh", RECORD, budget, composition(figures(budget)))
    assert html.count('data-event="show" data-document="1" data-table=') == len(budget.tables)
    assert "第二部分" in html
    assert "构成 · 支出" in html


def test_a_table_stands_beside_its_page(budget: Document) -> None:
    html = viewer_html("zh", budget, files()[1], table=3)
    assert f"第{budget.tables[2].pages[0]}页" in html
    assert "<caption>部门支出总表" in html
    assert "data:image/webp" in html
    assert f'data-table="3" data-page="{budget.tables[2].pages[0] + 1}"' in html


def test_a_text_document_shows_its_lines() -> None:
    html = viewer_html("zh", read(files()[2]), files()[2], line=12)
    assert '<li value="12" class=g-marked>' in html


def test_a_place_that_is_not_there_shows_the_nearest(budget: Document) -> None:
    assert f"第{budget.pages}页，共" in viewer_html("zh", budget, files()[1], page=999)
    assert "<figure" in viewer_html("zh", budget, files()[1], table=999)


def test_nothing_from_outside_is_markup(budget: Document) -> None:
    record = replace(RECORD, file=EVIL, title=EVIL, agency=EVIL, kind=EVIL, warnings=(EVIL,), aliases=(EVIL,))
    every = [
        documents_html("zh", [record]),
        added_html("zh", [Added(EVIL, None, "failed", None, EVIL)]),
        document_html("zh", record, budget, ()),
    ]
    assert not any("<img" in html for html in every)
