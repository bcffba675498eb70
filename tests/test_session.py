"""Gouji: one object over one store."""

from __future__ import annotations

from pathlib import Path

import pytest
import scripted
from fictional import disclosure, filled

from corpus.errors import ModelError, UnknownDocument
from qa import Gouji


def test_a_directory_is_opened_and_closed_and_asked(tmp_path: Path) -> None:
    with filled(tmp_path):
        pass
    with Gouji(tmp_path / "store") as gouji:
        assert [record.agency for record in gouji.documents()] == ["青岚县水务局"]
        found = gouji.ask("差旅费是多少？", documents=["青岚县水务局2023年部门预算"])
        assert found.model == "rules"
        assert str(found.value) == "18.80万元"


def test_an_open_store_stays_open(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        with Gouji(store) as gouji:
            assert gouji.store is store
        assert store.documents()


def test_the_stamp_names_the_answerer_and_the_documents(tmp_path: Path) -> None:
    with Gouji(tmp_path / "store", create=True) as gouji:
        empty = gouji.stamp
        assert empty == gouji.stamp
        gouji.store.add(disclosure(tmp_path))
        assert gouji.stamp != empty


def test_an_audit_is_of_one_document_by_any_name(tmp_path: Path) -> None:
    with filled(tmp_path) as store, Gouji(store) as gouji:
        found = gouji.audit("青岚县水务局2023年部门预算.txt").json()
        assert found["document"] == store.documents()[0].id
        assert found["summary"]["inconsistent"] == 0


def test_the_environment_names_the_model_unless_rules_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_LLM_MODEL", "small")
    monkeypatch.setenv("GOUJI_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    with Gouji(tmp_path / "store", create=True) as gouji:
        assert (gouji.answerer, gouji.model) == ("llm", "small")
    with Gouji(tmp_path / "store", answerer="rules") as gouji:
        assert gouji.model == "rules"
    monkeypatch.delenv("GOUJI_LLM_MODEL")
    with pytest.raises(ModelError, match="GOUJI_LLM_MODEL"):
        Gouji(tmp_path / "store", answerer="llm")


def test_drafts_of_a_model_are_told_without_figures(tmp_path: Path) -> None:
    drafts: list[str] = []
    with filled(tmp_path) as store, scripted.model_server(scripted.says("青岚县水务局2023年差旅费预算为{F1}。")) as script:
        found = Gouji(store, llm_base_url=script.address, llm_model="small").ask("差旅费是多少？", on_draft=drafts.append)
    assert drafts
    assert not any("18" in draft for draft in drafts)
    assert (found.model, "18.80" in found.text) == ("small", True)


def test_documents_are_selected_by_name_agency_and_year(tmp_path: Path) -> None:
    with filled(tmp_path) as store, Gouji(store, answerer="rules") as gouji:
        (id,) = (record.id for record in gouji.documents())
        assert gouji.select() is None
        assert gouji.select(["青岚县水务局2023年部门预算"], ["水务"], [2023]) == [id]
        assert gouji.select((), (), [2019]) == []
        with pytest.raises(UnknownDocument):
            gouji.select(["nobody"])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_list_is_answered_alike_however_many_work_on_it(tmp_path: Path, jobs: int) -> None:
    asked = ["差旅费是多少？", "卫星是多少颗？", "办公费是多少？"]
    with filled(tmp_path) as store, Gouji(store, answerer="rules") as gouji:
        rows = gouji.batch(asked, tmp_path / "a.jsonl", jobs=jobs)
        alone = [gouji.ask(question).json() for question in asked]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    changing = ("id", "elapsed_ms")
    assert [{k: v for k, v in row.items() if k not in changing} for row in rows] == [
        {k: v for k, v in row.items() if k not in changing} for row in alone
    ]


def test_a_list_asks_a_busy_model_again(tmp_path: Path) -> None:
    def busy_once(handler: scripted.Handler) -> None:
        script = handler.server.script
        (scripted.refuses(429) if len(script.requests) == 1 else scripted.says("青岚县水务局2023年差旅费预算为{F1}。"))(handler)

    with filled(tmp_path) as store, scripted.model_server(busy_once) as script:
        (row,) = Gouji(store, llm_base_url=script.address, llm_model="small").batch(["差旅费是多少？"], tmp_path / "a.jsonl", jobs=4)
    assert row["model"] == "small"
    assert len(script.requests) == 2
