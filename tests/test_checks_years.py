"""Year to year: what a disclosure says of last year against last year's own disclosure."""

from __future__ import annotations

from pathlib import Path

from checked import SOUND

from corpus.ledger import figures
from corpus.reader import read
from qa.checks.audit import Audit, audit

LAST = (
    SOUND.replace("2025", "2024")
    .replace("比2024年收支总预算500.00万元增加42.40万元，增长8.48%", "与2023年持平")
    .replace("比2024年预算增加20.00万元，增长10%", "")
)


def years(folder: Path, this: str, last: str) -> Audit:
    documents = []
    for name, text in (("this.txt", this), ("last.txt", last)):
        (folder / name).write_text(text, encoding="utf-8")
        documents.append(read(folder / name))
    now, before = documents
    return audit(now, figures(now), "this.txt", [(before, figures(before))])


def test_a_base_is_last_years_total(tmp_path: Path) -> None:
    """Last year's own disclosure says 542.40, this one recalls 500.00: with nothing else to compare, it stays open."""
    found = [check for check in years(tmp_path, SOUND, LAST).checks if check.rule == "years.text"]
    assert found
    assert all(any(operand.document for operand in check.operands) for check in found)
    assert {check.verdict for check in found} == {"uncheckable"}


def test_what_agrees_confirms(tmp_path: Path) -> None:
    last = LAST.replace("542.40", "500.00")
    found = [check for check in years(tmp_path, SOUND, last).checks if check.rule == "years.text"]
    assert {check.verdict for check in found} == {"consistent"}


def test_another_kind_or_year_is_not_compared(tmp_path: Path) -> None:
    found = years(tmp_path, SOUND, LAST.replace("2024", "2022"))
    assert not any(check.rule.startswith("years") for check in found.checks)
