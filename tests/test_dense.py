"""The dense index lives in the store: vectors come when there is time, go with their passages, and never mix models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny

from corpus.archive import Archive
from corpus.errors import ModelError
from index import model
from index.dense import SCHEMA, Dense

PASSAGES = "CREATE TABLE IF NOT EXISTS passages (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, text TEXT NOT NULL)"
TEXTS = ("预算", "决算", "差旅费", "5～8月")


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> model.Model:
    directory = tmp_path_factory.mktemp("model")
    weights, sha256 = tiny.weights_file(directory)
    return model.Model("tiny-e5", str(model.prepare(weights, directory, sha256=sha256)), prepared=True)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv(model.ENVIRONMENT, "tiny-e5")
    opened = Archive(tmp_path, (PASSAGES, *SCHEMA))
    insert(opened, *TEXTS)
    yield opened
    opened.close()


def insert(archive: Archive, *texts: str) -> None:
    archive.database.write_many("INSERT INTO passages (document, text) VALUES ('d', ?)", [(text,) for text in texts])


def ids(found: list[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in found]


def test_passages_get_their_vectors_by_update(archive: Archive, tiny_model: model.Model) -> None:
    dense = Dense(archive, find=lambda: tiny_model)
    assert (dense.missing(), dense.available(), dense.search("预算")) == (4, False, [])
    seen: list[tuple[int, int]] = []
    assert dense.update(lambda done, total: seen.append((done, total))) == 4
    assert seen == [(4, 4)]
    assert (dense.missing(), dense.available()) == (0, True)
    assert sorted(ids(dense.search("预算"))) == [1, 2, 3, 4]
    assert dense.update() == 0


def test_a_search_sees_only_what_is_allowed(archive: Archive, tiny_model: model.Model) -> None:
    dense = Dense(archive, find=lambda: tiny_model)
    dense.update()
    assert sorted(ids(dense.search("预算", allowed=[2, 4]))) == [2, 4]
    assert dense.search("预算", allowed=[]) == []


def test_a_removed_passage_is_found_no_more(archive: Archive, tiny_model: model.Model, tmp_path: Path) -> None:
    """Also when another process removes it, and when the cache file is older than that."""
    dense = Dense(archive, cache=tmp_path / "cache", find=lambda: tiny_model)
    dense.update()
    assert 3 in ids(dense.search("差旅费"))
    other = Archive(tmp_path, ())
    other.database.write("DELETE FROM vectors WHERE passage = 3")
    other.close()
    assert 3 not in ids(dense.search("差旅费"))
    assert 3 not in ids(Dense(archive, cache=tmp_path / "cache", find=lambda: tiny_model).search("差旅费"))


def test_a_later_passage_is_found_after_the_next_update(archive: Archive, tiny_model: model.Model) -> None:
    dense = Dense(archive, find=lambda: tiny_model)
    dense.update()
    dense.search("预算")
    insert(archive, "费")
    assert dense.update() == 1
    assert 5 in ids(dense.search("费"))


def test_the_cache_file_gives_the_same_hits(archive: Archive, tiny_model: model.Model, tmp_path: Path) -> None:
    first = Dense(archive, cache=tmp_path / "cache", find=lambda: tiny_model)
    first.update()
    found = first.search("决算")
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert Dense(archive, cache=tmp_path / "cache", find=lambda: tiny_model).search("决算") == found


def test_vectors_of_another_model_are_not_compared(archive: Archive, tiny_model: model.Model, monkeypatch: pytest.MonkeyPatch) -> None:
    dense = Dense(archive, find=lambda: tiny_model)
    dense.update()
    monkeypatch.setenv(model.ENVIRONMENT, "another-model")
    other = Dense(archive, find=lambda: model.Model("another-model", tiny_model.location, prepared=True))
    assert not other.available()
    assert other.search("预算") == []
    assert other.update() == 4
    assert len(other.search("预算")) == 4
    assert dense.available()  # the name is what counts: both search what the store says was made by it


def test_without_a_model_nothing_is_embedded(archive: Archive) -> None:
    dense = Dense(archive, find=lambda: None)
    assert (dense.update(), dense.search("预算"), dense.available()) == (0, [], False)


def test_a_model_that_cannot_be_used_is_said_once_and_stops_no_search(
    archive: Archive, tiny_model: model.Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Dense(archive, find=lambda: tiny_model).update()
    gone = Dense(archive, find=lambda: model.Model("tiny-e5", str(tmp_path / "gone")))
    assert (gone.search("预算"), gone.search("决算")) == ([], [])
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].endswith("the search is by words alone")
    insert(archive, "费")
    with pytest.raises(ModelError):
        gone.update()
