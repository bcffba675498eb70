"""Passages keep their ids, come back equal, and their index can be made anew from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_archive import prepared
from test_coding import a_document

from corpus.archive import Archive
from corpus.place import Span
from index.passage import Filter, Passage
from index.shelf import SCHEMA, Shelf

ONE, OTHER = "a" * 16, "b" * 16


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    archive = Archive(tmp_path, SCHEMA)
    shelf = Shelf(archive.database)
    for id, year in ((ONE, 2031), (OTHER, 2030)):
        one = prepared(a_document(), id)
        archive.put(replace(one, record=replace(one.record, year=year)))
        shelf.put(
            [
                Passage(id, f"题 > 一、表\n差旅费=2.40 {year}", (Span(0, 3), Span(9, 12)), ("一、表",), 0, (1, 4)),
                Passage(id, "题\n云溪县观测局负责观测。", (Span(4, 8),)),
            ]
        )
    return shelf


def test_passages_come_back_equal_but_for_their_ids(shelf: Shelf) -> None:
    first, second = shelf.of(ONE)
    assert replace(first, id=0) == Passage(ONE, "题 > 一、表\n差旅费=2.40 2031", (Span(0, 3), Span(9, 12)), ("一、表",), 0, (1, 4))
    assert (second.table, second.rows, second.heading) == (None, None, ())
    assert shelf.get([second.id, 999, first.id]) == [second, first]


def test_filters_name_the_passages_they_let_through(shelf: Shelf) -> None:
    mine = [passage.id for passage in shelf.of(ONE)]
    assert shelf.allowed(Filter()) is None
    assert shelf.allowed(Filter(documents=(ONE,))) == mine
    assert shelf.allowed(Filter(years=(2031,), kinds=("预算",))) == mine
    assert shelf.allowed(Filter(documents=(OTHER,), years=(2031,))) == []


def test_what_is_cleared_is_gone_from_the_index_and_its_ids_stay_unused(shelf: Shelf) -> None:
    before = max(passage.id for passage in shelf.of(OTHER))
    kept = shelf.of(ONE)
    shelf.clear(OTHER)
    assert shelf.count() == shelf.lexical.count() == len(kept)
    assert {id for id, _ in shelf.lexical.search("差旅费 观测局")} <= {passage.id for passage in kept}
    shelf.put([Passage(OTHER, "题\n新", ())])
    assert shelf.of(OTHER)[0].id > before


def test_the_index_made_anew_finds_the_same(shelf: Shelf) -> None:
    before = shelf.lexical.search("差旅费 观测局")
    shelf.lexical.clear()
    assert shelf.lexical.search("差旅费") == []
    shelf.index_again()
    assert shelf.lexical.search("差旅费 观测局") == before


def test_the_documents_that_use_a_word_are_found_by_it(shelf: Shelf) -> None:
    assert shelf.speaking(["差旅费"], Filter()) == {ONE, OTHER}
    assert shelf.speaking(["差旅费"], Filter(documents=(ONE,))) == {ONE}
    assert shelf.speaking(["公务接待费", "云溪县观测局"], Filter()) == {ONE, OTHER}
    assert shelf.speaking(["差旅局"], Filter()) == set()  # 差旅 and 旅局 do not stand in one passage
    assert shelf.speaking([], Filter()) == set()
