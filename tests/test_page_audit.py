"""An audit on the page: counts, findings, checks by verdict and rule, two places side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.ledger import figures
from corpus.reader import read
from corpus.samples import files
from qa.checks.audit import Audit, audit
from qa.checks.check import Decision
from qa.page_audit import audit_html, compare_html, rules_of

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def document() -> Document:
    return read(files()[0])


@pytest.fixture(scope="module")
def checked(document: Document) -> Audit:
    return audit(document, figures(document), files()[0].name)


def test_an_audit_shows_counts_findings_and_their_operands(checked: Audit) -> None:
    html = audit_html("zh", checked)
    assert f"<b>{checked.summary['consistent']}</b><span>相符</span>" in html
    assert html.count('<details class="g-finding') == len(checked.findings) > 0
    assert "94.54" in html


def test_no_findings_is_said_of_the_checks_that_ran(checked: Audit) -> None:
    assert "The checks that ran found nothing wrong." in audit_html("en", replace(checked, findings=()))


def test_checks_of_one_verdict_and_one_rule_are_shown(checked: Audit) -> None:
    rule = next(check.rule for check in checked.checks if check.verdict == "consistent")
    chosen = [check for check in checked.checks if check.verdict == "consistent" and check.rule == rule]
    html = audit_html("zh", checked, "consistent", rule)
    assert "核对项</h3>" in html.replace(f"（{len(chosen)}）", "")
    assert html.count("<details") == min(len(chosen), 200)
    assert rule in rules_of(checked)
    assert "没有这样的核对项" in audit_html("zh", checked, "rounding", "no such rule")


def test_two_places_stand_side_by_side(document: Document, checked: Audit) -> None:
    check = next(check for check in checked.checks if check.verdict == "inconsistent")
    html = compare_html("zh", lambda other: (document, files()[0]), check, 0)
    assert html.count('<div class="g-half">') == 2
    assert html.count("data:image/webp") == 2
    assert html.count("g-box") == 2


def test_a_figure_of_last_year_is_shown_in_last_years_disclosure(document: Document, checked: Audit) -> None:
    check = next(check for check in checked.checks if check.verdict == "inconsistent")
    stated = next(o for o in check.operands if o.role == "stated")
    earlier = replace(next(o for o in check.operands if o.role != "stated"), document="earlier")
    asked: list[str | None] = []

    def opened(other: str | None) -> tuple[Document | None, Path | None]:
        asked.append(other)
        return (document, files()[0]) if other is None else (None, None)

    html = compare_html("zh", opened, replace(check, operands=(stated, earlier)), 1)
    assert asked == [None, "earlier"]
    assert "上年公开件" in html
    assert "已不在库中" in html
    assert html.count("g-box") == 1


def test_a_decision_stands_beside_its_finding(checked: Audit) -> None:
    first = replace(checked.findings[0], decision=Decision("dismissed", EVIL, carried=True))
    html = audit_html("en", replace(checked, findings=(first, *checked.findings[1:])))
    assert "1 reviewed" in html
    assert html.count("g-set-aside") == 1
    assert "carried over" in html
    assert "<img" not in html
    assert html.count('data-verdict=""') == 0  # what another version's reviewer decided is changed, not undone
    assert html.count('data-verdict="accepted"') == len(checked.findings)


def test_nothing_from_outside_is_markup(document: Document, checked: Audit) -> None:
    evil = replace(checked, title=EVIL, findings=tuple(replace(f, message=EVIL) for f in checked.findings))
    assert "<img" not in audit_html("zh", evil)
    check = replace(checked.checks[0], message=EVIL)
    assert "<img src=x" not in compare_html("zh", lambda other: (document, None), check, 0)
