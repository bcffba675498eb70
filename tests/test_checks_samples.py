"""The samples: what was made wrong on purpose is all that the audit finds in them."""

from __future__ import annotations

import pytest

from corpus.ledger import figures
from corpus.reader import read
from corpus.samples import files
from qa.checks.audit import audit


@pytest.mark.parametrize(
    ("number", "wrong", "right", "place"), [(0, "94.54", "94.45", 10), (1, "5.63", "6.53", 13), (2, "49.72", "47.92", 239)]
)
def test_the_planted_fault_is_the_only_finding(number: int, wrong: str, right: str, place: int) -> None:
    path = files()[number]
    document = read(path)
    found = audit(document, figures(document), path.name)
    assert len(found.findings) == 1
    finding = found.findings[0]
    assert finding.suspect is not None
    assert wrong in finding.suspect.text
    assert (finding.suspect.page or (finding.suspect.lines or (0, 0))[0]) == place
    assert any(check.json()["expected"] == right for check in found.checks if check.id in finding.checks)
