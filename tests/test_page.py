"""What the page does, without a browser: drafts, filters, sources that have gone, examples in both languages."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import scripted
from fictional import disclosure, filled

from corpus.samples import files
from index.store import Store
from qa import Gouji
from qa.page import Page


def test_a_draft_streams_without_figures_until_they_are_checked(tmp_path: Path) -> None:
    with filled(tmp_path) as store, scripted.model_server(scripted.says("全年差旅费预算为18.80万元[1]。")) as script:
        page = Page(Gouji(store, llm_base_url=script.address, llm_model="small"))
        steps = list(page.ask("差旅费是多少？", [], [], [], [], "zh"))
    assert [busy for *_, busy in steps] == [True] * (len(steps) - 1) + [False]
    assert len(steps) > 3  # the question, drafts, the answer
    assert not any("18.80" in markup for markup, *_ in steps[:-1])
    assert "18.80万元" in steps[-1][0]
    answer = steps[-1][1][0].answer
    assert answer is not None
    assert answer.value is not None


def test_what_no_document_fits_is_said_and_a_fault_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(tmp_path) as store:
        page = Page(Gouji(store, answerer="rules"))
        *_, (markup, _, busy) = page.ask("差旅费是多少？", [], ["青岚县水务局"], [2019], [], "en")
        assert "No document has" in markup
        assert not busy
        monkeypatch.setattr(page.gouji, "ask", lambda *a, **k: 1 / 0)
        *_, (markup, _, _) = page.ask("差旅费是多少？", [], [], [], [], "zh")
        assert "ZeroDivisionError" in markup


def test_examples_can_be_answered_in_both_languages(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        for file in files():
            store.add(file)
        page = Page(Gouji(store, answerer="rules"))
        asked = [*page.examples("zh"), *page.examples("en")]
        answered = {question: page.gouji.ask(question).status for question in asked}
    assert len(asked) == 6
    assert set(answered.values()) == {"answered"}, answered


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    packed = tmp_path / "两份.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("甲.txt", "乙.txt"):
            archive.writestr(
                f"公开/{name}", disclosure(tmp_path).read_text(encoding="utf-8").replace("青岚县水务局", f"青岚县{name[0]}水务局")
            )
    with Store.open(tmp_path / "store") as store:
        page = Page(Gouji(store, answerer="rules"))
        try:
            markup, results = page.add([str(packed)], "zh", lambda share, words: None)
        finally:
            page.intake.close()
    assert [result.status for result in results] == ["added", "added"]
    assert "甲.txt" in markup


def test_documents_are_read_apart_added_replaced_and_removed(tmp_path: Path) -> None:
    told: list[float] = []
    with Store.open(tmp_path / "store") as store:
        page = Page(Gouji(store, answerer="rules"))
        try:
            markup, results = page.add([str(files()[1])], "zh", lambda share, words: told.append(share))
            assert (results[0].status, "已添加" in markup) == ("added", True)
            assert any(0 < share < 1 for share in told)  # by page
            assert page.add([str(files()[1])], "zh", lambda share, words: None)[1][0].status == "unchanged"
            empty = tmp_path / "空.txt"
            empty.write_text("")
            assert page.add([str(empty)], "zh", lambda share, words: None)[1][0].status == "failed"
            old = results[0].document
            assert page.add([str(disclosure(tmp_path))], "zh", lambda share, words: None, replace=old)[1][0].status == "replaced"
            (record,) = page.gouji.documents()
            assert record.agency == "青岚县水务局"
            assert "已不在库中" in page.document(old, "zh")
            assert "已删除" in page.remove(record.id, "zh")
            assert page.gouji.documents() == []
        finally:
            page.intake.close()


def test_a_source_that_was_never_cited_is_an_empty_panel(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        page = Page(Gouji(store, answerer="rules"))
        assert "选中回答里的编号" in page.source([], 5, 9, "zh")
        assert page.viewer("no such", "zh") == ""
