"""Files that hold one disclosure are counted once, by the best-read of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_archive import prepared
from test_coding import a_document

from corpus.archive import Archive
from index.renditions import groups

AMOUNTS = tuple(str(n * 100 + 0.5) for n in range(40))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def put(archive: Archive, id: str, amounts: tuple[str, ...], **record: object) -> str:
    one = prepared(a_document(), id)
    archive.put(replace(one, amounts=amounts, record=replace(one.record, **record)))
    return id


def test_same_agency_year_kind_and_figures_are_one_disclosure(archive: Archive) -> None:
    scan = put(archive, "a" * 16, AMOUNTS[:30], uncertain=9)
    pdf = put(archive, "b" * 16, AMOUNTS)
    other = put(archive, "c" * 16, tuple(str(n * 7 + 1) for n in range(40)))
    assert groups(archive) == [(pdf, scan), (other,)]


@pytest.mark.parametrize("difference", [{"agency": "石桥县渡口局"}, {"year": 2030}, {"kind": "决算"}])
def test_another_agency_year_or_kind_is_another_disclosure(archive: Archive, difference: dict[str, object]) -> None:
    one = put(archive, "a" * 16, AMOUNTS)
    other = put(archive, "b" * 16, AMOUNTS, **difference)
    assert groups(archive) == [(one,), (other,)]


def test_who_does_not_say_whose_it_is_needs_more_figures_in_common(archive: Archive) -> None:
    one = put(archive, "a" * 16, AMOUNTS)
    few = put(archive, "b" * 16, AMOUNTS[:20], agency=None)
    many = put(archive, "c" * 16, AMOUNTS[:35], agency=None)
    assert groups(archive) == [(one, many), (few,)]


def test_documents_without_figures_are_never_taken_for_one(archive: Archive) -> None:
    one, other = put(archive, "a" * 16, ()), put(archive, "b" * 16, ())
    assert groups(archive) == [(one,), (other,)]


def test_of_equals_the_one_with_pages_to_show_is_preferred(archive: Archive) -> None:
    text = put(archive, "a" * 16, AMOUNTS, pages=0)
    pdf = put(archive, "b" * 16, AMOUNTS, pages=12)
    assert groups(archive) == [(pdf, text)]
