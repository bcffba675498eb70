"""What other programs may ask, as plain functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.errors import QuestionError, UnknownDocument
from corpus.samples import files
from index.store import Store
from qa import Gouji
from qa.tools import tools


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with Store.open(tmp_path_factory.mktemp("tools") / "store") as store:
        store.add(files()[0])
        private = tmp_path_factory.mktemp("files") / "青岚县水务局2023年部门预算.txt"
        private.write_text("青岚县水务局\n2023年部门预算\n\n一、联系方式\n\n联系人电话：13812345678。\n", encoding="utf-8")
        store.add(private)
        yield tools(Gouji(store, answerer="rules"))


NAME = files()[0].name


def test_every_tool_says_what_it_does_and_what_it_takes(known: dict[str, Any]) -> None:
    assert list(known) == ["ask", "audit", "documents", "search", "read_source"]
    for name, function in known.items():
        assert function.__doc__
        assert ("Args:" in function.__doc__) == (name != "documents")


def test_ask_and_audit_give_the_contract_s_forms(known: dict[str, Any]) -> None:
    assert known["ask"]("2023年住房公积金支出是多少？", [NAME])["value"] == "53.17"
    whole, short = known["audit"](NAME), known["audit"](NAME, findings_only=True)
    assert sum(whole["summary"].values()) == len(whole["checks"]) > len(short["checks"]) > 0
    assert all(check["finding"] for check in short["checks"])


def test_a_search_quotes_with_places(known: dict[str, Any]) -> None:
    hits = known["search"]("公务接待费", [NAME], 3)
    assert 0 < len(hits) <= 3
    assert all(hit["page"] for hit in hits)
    assert any("接待" in hit["quote"] for hit in hits)
    with pytest.raises(QuestionError):
        known["search"](" ")


def test_a_source_is_read_by_page_table_lines_or_as_an_outline(known: dict[str, Any]) -> None:
    assert "部门支出总表" in known["read_source"](NAME, page=7)["text"]
    assert known["read_source"](NAME, table=3)["table"]["title"] == "部门支出总表"
    assert known["read_source"](NAME, first_line=2, last_line=3)["lines"] == [2, 3]
    outline = known["read_source"](NAME)
    assert outline["sections"]
    assert [table["n"] for table in outline["tables"]] == list(range(1, len(outline["tables"]) + 1))


@pytest.mark.parametrize("place", [{"page": 99}, {"table": 99}, {"first_line": 10**6}])
def test_a_place_that_is_not_there_is_refused(known: dict[str, Any], place: dict[str, int]) -> None:
    with pytest.raises(UnknownDocument, match=r"no (page|table|line) "):
        known["read_source"](NAME, **place)


def test_personal_numbers_stay_covered(known: dict[str, Any]) -> None:
    name = "青岚县水务局2023年部门预算"
    said = str([known["read_source"](name, first_line=1), known["search"]("联系人电话", [name]), known["read_source"](name)])
    assert "13812345678" not in said
    assert "138******78" in said
