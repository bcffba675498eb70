"""Decisions of a reviewer: kept in the store, shown in the next audit, carried to a corrected version."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import SOUND

from corpus.errors import GoujiError
from index.store import Store
from qa.auditing import audit_file
from qa.session import Gouji

WRONG = SOUND.replace("占55.38%", "占53.58%")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")
    (tmp_path / "one.txt").write_text(WRONG, encoding="utf-8")
    with Store.open(tmp_path / "store") as made:
        assert made.add(tmp_path / "one.txt").status == "added"
    return tmp_path / "store"


def test_a_decision_is_kept_with_its_note(store: Path) -> None:
    with Gouji(store) as gouji:
        finding = gouji.audit("one.txt").findings[0]
        assert finding.decision is None
        gouji.decide("one.txt", finding.id[:6], "dismissed", "口径不同")
    with Gouji(store) as gouji:
        again = gouji.audit("one.txt").findings[0]
        assert again.decision is not None
        assert (again.decision.verdict, again.decision.note, again.decision.carried) == ("dismissed", "口径不同", False)
        assert again.json()["decision"] == {"verdict": "dismissed", "note": "口径不同", "carried": False}


def test_a_corrected_version_keeps_the_decision_where_the_finding_stands_again(store: Path, tmp_path: Path) -> None:
    with Gouji(store) as gouji:
        gouji.decide("one.txt", gouji.audit("one.txt").findings[0].id, "accepted", "已转单位核实")
    corrected = tmp_path / "two.txt"
    corrected.write_text(WRONG.replace("第三部分", "更正说明：本件更正了排版。\n\n第三部分", 1), encoding="utf-8")
    other = tmp_path / "three.txt"
    other.write_text(SOUND.replace("占55.38%", "占35.38%"), encoding="utf-8")
    with Store.open(store, read_only=True) as opened:
        (finding,) = audit_file(corrected, opened).audit.findings
        assert finding.decision is not None
        assert finding.decision.carried
        (another,) = audit_file(other, opened).audit.findings
        assert another.decision is None


def test_a_finding_that_is_not_there_is_refused(store: Path) -> None:
    with Gouji(store) as gouji, pytest.raises(GoujiError, match="no such finding"):
        gouji.decide("one.txt", "zzz", "dismissed")
