"""The doctor finds what is wrong with a store, mends it from the kept files, and never removes a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import disclosure

from corpus.archive import FILE
from corpus.errors import StoreDamaged
from index.doctor import recover
from index.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")
    store = Store.open(tmp_path / "store")
    for n in (1, 2):
        path = tmp_path / f"{n}.txt"
        path.write_text(disclosure(start=100 * n), encoding="utf-8")
        store.add(path)
    return store


def id_of(store: Store, name: str = "1") -> str:
    return store.resolve(name)


def test_a_sound_store_has_no_problems(store: Store) -> None:
    assert store.check() == []
    assert store.repair() == []


def test_a_damaged_document_is_read_again_from_its_kept_file(store: Store) -> None:
    whole = store.document(id_of(store))
    with store.archive.database.transaction():
        store.archive.database.write("UPDATE bodies SET document = ? WHERE id = ?", (b"rot", id_of(store)))
    assert any("1.txt" in problem for problem in store.check())
    assert store.repair() != []
    assert store.check() == []
    assert store.document(id_of(store)) == whole


def test_lost_passages_are_made_again(store: Store) -> None:
    store.archive.database.write("DELETE FROM passages WHERE document = ?", (id_of(store),))
    assert len(store.check()) == 2
    store.repair()
    assert store.check() == []
    assert store.search("差旅费", mode="lexical")


def test_an_older_reading_is_named_and_read_again(store: Store) -> None:
    store.archive.database.write("UPDATE documents SET reader = 0 WHERE id = ?", (id_of(store),))
    assert any("older" in problem for problem in store.check())
    store.repair()
    assert store.check() == []


def test_files_that_belong_to_no_document_are_dropped(store: Store) -> None:
    stray = store.directory / "files" / "ffffffffffffffff.pdf.1.part"
    stray.write_bytes(b"half")
    assert [problem for problem in store.check() if str(stray) in problem]
    store.repair()
    assert not stray.exists()
    assert store.check() == []


@pytest.mark.parametrize("lost", [True, False])
def test_a_lost_or_changed_kept_file_is_said_and_kept_again_when_its_file_is_added_again(store: Store, lost: bool, tmp_path: Path) -> None:
    kept = store.original(id_of(store))
    kept.unlink() if lost else kept.write_bytes(b"something else")
    assert any("add the file again" in problem for problem in store.check())
    store.repair()
    assert len(store.documents()) == 2
    assert store.add(tmp_path / "1.txt").status == "unchanged"
    assert store.check() == []


def test_a_store_that_cannot_be_opened_is_made_anew_from_its_files(store: Store) -> None:
    before = {record.id: record.title for record in store.documents()}
    store.close()
    (store.directory / FILE).write_bytes(b"nothing of a database is left" * 999)
    for extra in ("-wal", "-shm"):
        (store.directory / (FILE + extra)).unlink(missing_ok=True)
    with pytest.raises(StoreDamaged, match="doctor"):
        Store.open(store.directory)
    assert "put aside" in recover(store.directory)[0]
    with Store.open(store.directory) as again:
        assert {record.id: record.title for record in again.documents()} == before
        assert again.check() == []
