"""Gouji: one object over one store."""

from __future__ import annotations

from pathlib import Path

from fictional import disclosure, filled

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
