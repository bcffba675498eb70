"""Documents, audits and batches as HTML tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.archive import DocumentRecord
from corpus.ledger import figures
from corpus.reader import read
from corpus.samples import files
from index.ingest import Added
from qa.checks.audit import Audit, audit
from qa.page_lists import added_html, audit_html, batch_html, documents_html, record_name

EVIL = "<img src=x onerror=alert(1)>"
RECORD = DocumentRecord(
    "1", "年度预算.pdf", ("年度预算.pdf",), "云岭县林业和草原局2024年部门预算", "云岭县林业和草原局", "云岭县", 2024, "预算", "部门", "pdf",
    15, 29, 11, 470, 47, ("第3页没有文字",), "00",
)  # fmt: skip


@pytest.fixture(scope="module")
def checked() -> Audit:
    document = read(files()[0])
    return audit(document, figures(document), files()[0].name)


def test_a_document_is_called_by_agency_year_and_kind() -> None:
    assert record_name(RECORD) == "云岭县林业和草原局 2024 预算"
    assert record_name(replace(RECORD, agency=None)) == "云岭县林业和草原局2024年部门预算"
    assert record_name(replace(RECORD, agency=None, title="")) == "年度预算.pdf"


def test_the_store_is_listed_with_what_was_read() -> None:
    html = documents_html("zh", [RECORD])
    for told in ("库中文档 1 份", "年度预算.pdf", ">470<", "第3页没有文字"):
        assert told in html
    assert "There are no documents yet" in documents_html("en", [])


def test_each_file_says_what_became_of_it() -> None:
    html = added_html("zh", [Added("a.pdf", "1", "added", RECORD), Added("b.pdf", None, "failed", None, "b.pdf: 没有文字")])
    assert "已添加 · 云岭县林业和草原局 2024 预算" in html
    assert "未能读取 · b.pdf: 没有文字" in html


def test_an_audit_shows_counts_findings_and_their_operands(checked: Audit) -> None:
    html = audit_html("zh", checked)
    assert f"<b>{checked.summary['consistent']}</b><span>一致</span>" in html
    assert html.count('<details class="g-finding') == len(checked.findings) > 0
    assert "94.54" in html


def test_no_findings_is_said_of_the_checks_that_ran(checked: Audit) -> None:
    assert "The checks that ran found nothing wrong." in audit_html("en", replace(checked, findings=()))


def test_nothing_from_outside_is_markup(checked: Audit) -> None:
    rows = [{"question": EVIL, "status": "error", "answer": EVIL}]
    record = replace(RECORD, file=EVIL, title=EVIL, agency=EVIL, kind=EVIL, warnings=(EVIL,))
    every = [
        documents_html("zh", [record]), added_html("zh", [Added(EVIL, None, "failed", None, EVIL)]), batch_html("zh", rows),
        audit_html("zh", replace(checked, title=EVIL, findings=tuple(replace(f, message=EVIL) for f in checked.findings))),
    ]  # fmt: skip
    assert not any("<img" in html for html in every)
