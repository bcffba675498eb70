"""A store keeps what it reported, says what became of each file, and finds its passages again."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from invented import disclosure

from corpus.errors import AmbiguousDocument, StoreError, UnknownDocument, UnsupportedFormat
from index.passage import Filter
from index.store import Added, Store, disclosures_in


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedding model: `test_dense` has one."""
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def test_a_document_is_added_once_and_recognised_again(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "甲.txt", disclosure())
    first, second = store.add(path), store.add(path)
    assert (first.status, second.status) == ("added", "unchanged")
    assert first.record == second.record == store.documents()[0]
    assert first.record is not None
    assert (first.record.year, first.record.kind, first.record.tables) == (2031, "预算", 1)
    assert first.record.passages == len(store.passages(first.record.id)) > 0


def test_the_same_content_under_another_name_is_an_alias(store: Store, tmp_path: Path) -> None:
    one = store.add(written(tmp_path / "甲.txt", disclosure()))
    other = store.add(written(tmp_path / "b" / "乙.txt", disclosure()))
    assert other.status == "unchanged"
    assert other.document == one.document
    assert store.documents()[0].aliases == ("甲.txt", "乙.txt")
    assert store.resolve("乙") == store.resolve("甲.txt") == one.document


def test_new_content_at_the_same_path_replaces(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "甲.txt", disclosure())
    old = store.add(path)
    new = store.add(written(path, disclosure(start=500)))
    assert new.status == "replaced"
    assert [record.id for record in store.documents()] == [new.document]
    assert not list((store.directory / "files").glob(f"{old.document}*"))
    assert store.search("差旅费", mode="lexical")[0].passage.document_id == new.document


def test_content_that_lives_on_under_another_path_stays(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "甲.txt", disclosure())
    store.add(path)
    old = store.add(written(tmp_path / "乙.txt", disclosure()))
    new = store.add(written(path, disclosure(start=500)))
    assert new.status == "replaced"
    assert store.resolve("乙") == old.document
    assert store.resolve("甲") == new.document


def test_two_agencies_files_of_one_name_never_replace_each_other(store: Store, tmp_path: Path) -> None:
    one = store.add(written(tmp_path / "a" / "部门决算.txt", disclosure("云溪县观测局")))
    other = store.add(written(tmp_path / "b" / "部门决算.txt", disclosure("石桥县渡口局")))
    assert (one.status, other.status) == ("added", "added")
    with pytest.raises(AmbiguousDocument, match=str(one.document)):
        store.resolve("部门决算.txt")


def test_replace_puts_one_document_in_the_place_of_another(store: Store, tmp_path: Path) -> None:
    old = store.add(written(tmp_path / "旧.txt", disclosure()))
    new = store.add(written(tmp_path / "新.txt", disclosure(start=500)), replace="旧")
    assert new.status == "replaced"
    assert [record.id for record in store.documents()] == [new.document]
    with pytest.raises(UnknownDocument):
        store.resolve(str(old.document))
    assert store.add(tmp_path / "新.txt", replace="新").status == "unchanged"


def test_a_file_that_cannot_be_read_fails_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "甲.txt", disclosure())
    good = store.add(path)
    path.write_bytes(b"")
    bad = store.add(path)
    assert bad.status == "failed"
    assert str(path) in str(bad.reason)
    assert store.resolve("甲") == good.document


def test_one_bad_file_never_stops_the_rest(store: Store, tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{n}.txt", disclosure(start=100 * n)) for n in range(1, 5)]
    paths.insert(2, written(tmp_path / "坏.pdf", "%PDF-1.7 nothing"))
    for jobs in (1, 2):
        done: list[Added] = []
        results = store.add_all(paths, jobs=jobs, on_done=done.append)
        assert [added.status for added in results].count("failed") == 1
        assert done == results
    assert [record.file for record in store.documents()] == ["1.txt", "2.txt", "3.txt", "4.txt"]


def test_files_read_in_parallel_give_the_same_store(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{n}.txt", disclosure(start=100 * n)) for n in range(4)]
    one, two = Store.open(tmp_path / "one"), Store.open(tmp_path / "two")
    one.add_all(paths, jobs=1)
    two.add_all(paths, jobs=2)
    assert one.documents() == two.documents()
    assert one.search("差旅费", mode="lexical") == two.search("差旅费", mode="lexical")


def test_removing_forgets_passages_too(store: Store, tmp_path: Path) -> None:
    added = store.add(written(tmp_path / "甲.txt", disclosure()))
    assert store.remove("甲") == added.document
    assert store.documents() == []
    assert store.search("差旅费") == []
    assert store.check() == []


def test_passage_ids_are_never_given_again(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "甲.txt", disclosure())
    before = {passage.id for passage in store.passages(str(store.add(path).document))}
    store.remove("甲")
    after = {passage.id for passage in store.passages(str(store.add(path).document))}
    assert min(after) > max(before)


def test_documents_figures_and_originals_come_back_after_reopening(tmp_path: Path) -> None:
    path = written(tmp_path / "甲.txt", disclosure())
    with Store.open(tmp_path / "store") as store:
        id = str(store.add(path).document)
        document, figures = store.document(id), store.figures(id)
    with Store.open(tmp_path / "store", read_only=True) as store:
        assert store.document(id) == document
        assert store.figures(id) == figures
        assert store.original(id).read_bytes() == path.read_bytes()
        assert store.document(id) is store.document(id)


def test_a_filter_holds_before_the_ranking(store: Store, tmp_path: Path) -> None:
    ids = [
        str(store.add(written(tmp_path / f"{year}.txt", disclosure(year=year, kind=kind))).document)
        for year, kind in ((2030, "决算"), (2031, "预算"), (2032, "预算"))
    ]
    for where, expected in (
        (Filter(documents=(ids[1],)), {ids[1]}),
        (Filter(years=(2030, 2032)), {ids[0], ids[2]}),
        (Filter(kinds=("预算",), years=(2032,)), {ids[2]}),
        (Filter(agencies=("没有的局",)), set()),
        (None, set(ids)),
    ):
        hits = store.search("差旅费", where, limit=50, mode="lexical")
        assert {hit.passage.document_id for hit in hits} == expected


def test_what_a_hit_quotes_is_a_slice_of_the_document(store: Store, tmp_path: Path) -> None:
    store.add(written(tmp_path / "甲.txt", disclosure()))
    hit = store.search("差旅费是多少", mode="lexical")[0]
    text = store.document(hit.passage.document_id).text
    assert any("差旅费" in text[span.start : span.stop] for span in hit.passage.spans)
    assert hit.ranks == {"lexical": 1}


def test_a_store_is_made_only_when_asked_for(tmp_path: Path) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="no store here"):
            Store.open(tmp_path / "none", **options)
    assert not (tmp_path / "none").exists()


def test_threads_search_while_another_adds(store: Store, tmp_path: Path) -> None:
    store.add(written(tmp_path / "0.txt", disclosure()))
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(20):
                assert store.search("差旅费", mode="lexical")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(1, 6):
        store.add(written(tmp_path / f"{n}.txt", disclosure(start=n * 37)))
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.documents()) == 6


def test_another_process_sees_what_was_added(tmp_path: Path) -> None:
    one, other = Store.open(tmp_path / "store"), Store.open(tmp_path / "store")
    added = one.add(written(tmp_path / "甲.txt", disclosure()))
    assert other.resolve("甲") == added.document
    other.remove("甲")
    assert one.documents() == []


def test_folders_are_searched_for_disclosures(tmp_path: Path) -> None:
    for name in (
        "乙.txt",
        "甲.PDF",
        "sub/丙.md",
        ".hidden/丁.txt",
        ".戊.txt",
        "~$己.docx",
        "code.py",
        "store/gouji.sqlite",
        "store/files/a.txt",
    ):
        written(tmp_path / name, "x")
    assert [str(path.relative_to(tmp_path)) for path in disclosures_in([tmp_path])] == ["乙.txt", "甲.PDF", os.path.join("sub", "丙.md")]
    assert disclosures_in([tmp_path / "code.py", tmp_path / "none.txt"]) == [tmp_path / "code.py", tmp_path / "none.txt"]


def test_a_folder_without_disclosures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnsupportedFormat, match="no disclosure"):
        disclosures_in([tmp_path / "empty"])
