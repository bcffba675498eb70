"""The places of a document: what is a title, what goes on from the sentence before, and what a word counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import archived

from index.store import Store
from qa.catalogue import Catalogue
from qa.places import Place, Places, core, is_label, ordinal, places


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with archived(tmp_path_factory.mktemp("places")) as store:
        yield store


@pytest.fixture(scope="module")
def known(opened: Store) -> Places:
    return places(Catalogue(opened.document(opened.documents()[0].id), []))


def place(known: Places, start: str) -> tuple[int, Place]:
    return next((number, one) for number, one in enumerate(known.all) if one.text.startswith(start))


def test_a_sentence_that_leaves_its_subject_out_goes_on_from_the_one_before(known: Places) -> None:
    number, reason = place(known, "决算数小于预算数")
    assert reason.goes_on
    assert reason.before == number - 1
    assert known.all[reason.item].text.startswith("1.文化支出")


def test_contents_are_left_out(known: Places) -> None:
    assert not [one for one in known.all if "……" in one.text]


def test_a_word_that_is_only_enumerated_counts_less(known: Places) -> None:
    number, _ = place(known, "2024年机关运行经费")
    assert known.own["会议"][number] < known.own["运行"][number] == 1.0


def test_the_points_of_a_list_stand_in_reading_order_under_their_heading(known: Places) -> None:
    path = next(path for path in known.sections if path[-1].endswith("主要职责"))
    assert [known.all[n].text[:2] for n in known.body(path) if ordinal(known.all[n].text)] == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("（一）推进档案数字化。", True),
        ("文物（款）档案馆（项）", True),
        ("收入增加的原因是新增项目。", False),
        ("1.负责接收档案，提供查阅服务。", False),
    ],
)
def test_titles_are_told_from_sentences(text: str, label: bool) -> None:
    assert is_label(text) is label


def test_points_of_one_list_share_their_kind_of_number() -> None:
    assert ordinal("1.甲") == ordinal("12.乙")
    assert ordinal("（一）甲") == ordinal("(三)乙")
    assert ordinal("（一）甲") != ordinal("1.甲")
    assert ordinal("甲乙丙") == ""
    assert core("（三）库房管理。") == "库房管理"
