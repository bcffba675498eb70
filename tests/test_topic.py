"""What a question for words is about, and how much of it a place says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import archived

from qa.catalogue import Catalogue
from qa.places import Places, places
from qa.topic import Topic, numbers_of


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with archived(tmp_path_factory.mktemp("topic")) as store:
        yield places(Catalogue(store.document(store.documents()[0].id), []))


def number(known: Places, start: str) -> int:
    return next(n for n, one in enumerate(known.all) if one.text.startswith(start))


def test_what_frames_a_question_costs_little(known: Places) -> None:
    at = number(known, "（二）加强库房")
    plain, framed = Topic("库房安全", known).said(at), Topic("请问库房安全方面到底准备采取什么办法", known).said(at)
    assert plain.own > 0.95
    assert framed.own > 0.75


def test_a_word_that_the_document_does_not_know_costs_its_weight(known: Places) -> None:
    at = number(known, "（二）加强库房")
    assert Topic("库房宵夜补助", known).said(at).around < 0.5


def test_the_sentence_before_and_the_title_of_the_point_count(known: Places) -> None:
    at = number(known, "决算数小于预算数")
    said = Topic("档案馆", known).said(at)
    assert said.own < 0.2
    assert said.around > 0.7


def test_words_count_more_than_scattered_letters(known: Places) -> None:
    topic = Topic("住房公积金", known)
    assert topic.joined(number(known, "2.住房保障支出")) > 0.9 > topic.joined(number(known, "2024年机关运行经费"))


def test_everyday_words_find_the_terms_of_the_field(known: Places) -> None:
    assert Topic("公积金", known).said(number(known, "2.住房保障支出")).own > 0.9


def test_a_number_that_the_question_gives_points_to_its_sentence(known: Places) -> None:
    assert numbers_of("84.30万元的支出2024年用在哪里") == ("84.3",)
    at = number(known, "年初预算为90.00")
    assert Topic("84.30万元的钱", known).said(at).own > 0.9


def test_words_that_nobody_could_translate_lower_what_is_said(known: Places) -> None:
    at = number(known, "（二）加强库房")
    assert Topic("库房", known, unknown=2).said(at).own < Topic("库房", known).said(at).own / 2
