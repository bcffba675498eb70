"""What figures are called is embedded once for all documents that say it, goes with the last of them, and never mixes models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny
from fictional import BUDGET

from corpus.amount import parse_amount
from corpus.errors import ModelError
from corpus.figure import Figure
from corpus.place import Span
from index import model
from index.meaning import SCHEMA, Meanings, label
from index.store import Store


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    directory = tmp_path_factory.mktemp("model")
    weights, sha256 = tiny.weights_file(directory)
    return str(model.prepare(weights, directory, sha256=sha256))


@pytest.fixture
def store(tmp_path: Path, tiny_model: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with two years' budgets of one agency, embedded by the tiny model."""
    monkeypatch.setenv(model.ENVIRONMENT, tiny_model)
    with Store.open(tmp_path / "store") as opened:
        opened.add_all([written(tmp_path, "2023"), written(tmp_path, "2024", ("差旅费", "印刷费"))])
        yield opened


def written(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = BUDGET.replace("2023", name)
    for old, new in changes:
        text = text.replace(old, new)
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def stored(store: Store) -> list[str]:
    return [row[0] for row in store.archive.database.read("SELECT text FROM labels ORDER BY text")]


def test_an_ingest_embeds_each_label_once(store: Store) -> None:
    assert store.meanings.missing() == 0
    names = stored(store)
    assert len(names) == len(set(names))
    assert {"差旅费", "印刷费", "住房公积金"} <= set(names)
    one, other = (store.meanings.near(store.resolve(name), "差旅费") for name in ("2023", "2024"))
    assert "差旅费" in one
    assert "差旅费" not in other
    assert one["住房公积金"] == other["住房公积金"]
    assert all(-1.01 <= cosine <= 1.01 for cosine in one.values())


def test_two_askings_say_the_same(store: Store) -> None:
    id = store.resolve("2023")
    first = store.meanings.near(id, "预算")
    with Store.open(store.directory, read_only=True) as other:
        assert list(other.meanings.near(id, "预算").items()) == list(first.items())


def test_labels_go_with_the_last_document_that_says_them(store: Store) -> None:
    store.remove("2024")
    assert "印刷费" not in stored(store)
    assert "住房公积金" in stored(store)
    store.remove("2023")
    assert stored(store) == []
    assert store.check() == []


def test_a_document_that_is_read_again_is_embedded_again(store: Store) -> None:
    store.archive.database.write("UPDATE documents SET reader = 0 WHERE id = ?", (store.resolve("2024"),))
    store.repair()
    assert store.meanings.missing() == 0
    assert "印刷费" in stored(store)


def test_an_older_store_works_and_is_filled_by_the_next_ingest(store: Store, tmp_path: Path) -> None:
    for name in ("TRIGGER labels_left", "TABLE labelled", "TABLE labels"):
        store.archive.database.write(f"DROP {name}")
    store.archive.database.write("DELETE FROM settings WHERE name = 'labels'")
    with Store.open(store.directory) as old:
        assert (old.meanings.available(), old.meanings.near(old.resolve("2023"), "预算"), old.check()) == (False, {}, [])
        old.add_all([tmp_path / "2023.txt"])
        assert old.meanings.missing() == 0
        assert old.meanings.near(old.resolve("2023"), "预算")


def test_an_interrupted_run_goes_on(store: Store) -> None:
    store.archive.database.write("DELETE FROM labelled WHERE document = ?", (store.resolve("2024"),))
    assert store.meanings.missing() == 1
    assert store.meanings.near(store.resolve("2024"), "预算") == {}
    assert store.meanings.update() == 1
    assert store.meanings.missing() == 0


def test_vectors_of_another_model_are_made_again(store: Store, tiny_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.symlink_to(tiny_model)
    monkeypatch.setenv(model.ENVIRONMENT, str(other))
    with Store.open(store.directory) as opened:
        assert not opened.meanings.available()
        assert opened.meanings.near(opened.resolve("2023"), "预算") == {}
        assert opened.meanings.update() == 2
        assert opened.meanings.near(opened.resolve("2023"), "预算")


def test_without_a_model_nothing_is_embedded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(model.ENVIRONMENT, "none")
    with Store.open(store.directory) as opened:
        assert (opened.meanings.available(), opened.meanings.near(opened.resolve("2023"), "预算")) == (False, {})


def test_a_model_that_cannot_be_used_is_said_once(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    def gone() -> None:
        raise ModelError("gone: cannot be loaded")

    meanings = Meanings(store.archive, gone)
    assert [meanings.near(store.resolve("2023"), text) for text in ("预算", "决算")] == [{}, {}]
    assert capsys.readouterr().err.splitlines() == ["gouji: gone: cannot be loaded; questions are understood by their words alone"]


def test_the_doctor_mends_vectors_of_odd_lengths(store: Store) -> None:
    store.archive.database.write("UPDATE labels SET vector = ? WHERE text = '差旅费'", (b"rot!",))
    assert any("lengths" in problem for problem in store.check())
    store.repair()
    assert store.check() == []
    assert store.meanings.near(store.resolve("2023"), "预算")


def test_the_schema_can_be_applied_twice(store: Store) -> None:
    before = stored(store)
    for statement in SCHEMA:
        store.archive.database.write(statement)
    assert stored(store) == before


@pytest.mark.parametrize(
    ("subject", "measure", "table", "name"),
    [
        ("住房公积金", "合计", "基本支出表", "住房公积金"),
        ("合计", "本年支出/基本支出", "支出总表", "基本支出"),
        ("合计", "合计", "支出总表", "支出总表"),
        ("", "预算数", None, "预算数"),
    ],
)
def test_a_total_is_called_by_its_column_or_its_table(subject: str, measure: str, table: str | None, name: str) -> None:
    assert label(Figure(subject, measure, parse_amount("1万元"), Span(0, 1), table=table)) == name
