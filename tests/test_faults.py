"""What fails in a document is worked out when it is added: a question then needs no audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import SOUND

from index.store import Store
from qa import cli, faults
from qa.auditing import audit_stored
from qa.doubt import failed
from qa.scoping import catalogue
from qa.session import Gouji

WRONG = SOUND.replace("占55.38%", "占53.58%")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")
    (tmp_path / "one.txt").write_text(WRONG, encoding="utf-8")
    assert cli.main(["ingest", str(tmp_path / "one.txt"), "--store", str(tmp_path / "store")]) == 0
    return tmp_path / "store"


def test_they_are_kept_exactly_as_the_audit_found_them(store: Path) -> None:
    with Store.open(store) as opened:
        (id,) = (record.id for record in opened.documents())
        kept = faults.faults(opened, id)
        assert kept is not None
        found = tuple(check for check in audit_stored(opened, id).audit.checks if check.verdict == "inconsistent")
        assert found
        assert faults.decode(kept) == found == failed(catalogue(opened, id))


def test_a_question_takes_them_from_the_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.doubt.audited", lambda catalogue: pytest.fail("an audit was run"))
    with Gouji(store) as gouji:
        (document,) = gouji.documents()
        assert gouji.ask("基本支出是多少？", documents=[document.id]).status == "answered"


def test_a_store_of_an_older_program_has_none_and_is_audited(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "RULES_VERSION", faults.RULES_VERSION + 1)
    with Store.open(store) as opened:
        (id,) = (record.id for record in opened.documents())
        assert faults.faults(opened, id) is None
        assert len(failed(catalogue(opened, id))) == 1


def test_a_row_that_is_damaged_is_audited_again(store: Path) -> None:
    with Store.open(store) as opened:
        opened.archive.database.write("UPDATE faults SET checks = ?", (b"not it",))
        (id,) = (record.id for record in opened.documents())
        assert len(failed(catalogue(opened, id))) == 1


def test_they_go_with_their_document(store: Path) -> None:
    with Store.open(store) as opened:
        opened.remove("one.txt")
        assert opened.archive.database.read("SELECT * FROM faults") == []


def test_a_document_that_is_damaged_does_not_end_an_ingest(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does it name it: that is the doctor's work."""
    with Store.open(store) as opened:
        opened.archive.database.write("DELETE FROM faults")
        opened.archive.database.write("UPDATE bodies SET document = ?", (b"not it",))
    (tmp_path / "two.txt").write_text(SOUND, encoding="utf-8")
    assert cli.main(["ingest", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"), "--store", str(store)]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["unchanged", "added"]
