"""Verdicts: the number's occurrence is not enough; item, kind of measure and year decide."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from fictional import filled

from corpus.amount import Amount
from index.store import Store
from qa.answer import Citation, Evidence, Shown
from qa.cite import cite
from qa.compute import BOUND, Computation, total
from qa.verify import verify


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("verify")) as opened:
        yield opened


def cited(store: Store, *subjects: str, table: bool = True) -> tuple[list[Evidence], tuple[Citation, ...]]:
    record = store.documents()[0]
    found = [
        next(f for f in store.figures(record.id) if f.subject == s and (f.table is not None) == table and f.amount is not None)
        for s in subjects
    ]
    every = [Evidence(record.id, f.source, f) for f in found]
    return every, cite(every, {record.id: store.document(record.id)}, {record.id: record.file})


def verdicts(store: Store, text: str, citations: tuple[Citation, ...], computed: tuple[object, ...] = ()) -> list[tuple[str, str]]:
    record = store.documents()[0]
    shown: tuple[Shown, ...] = verify(text, citations, {record.id: store.figures(record.id)}, computed)  # type: ignore[arg-type]
    return [(one.text, one.verdict) for one in shown]


def test_a_cell_with_its_item_is_confirmed(store: Store) -> None:
    _, citations = cited(store, "差旅费")
    assert verdicts(store, "2023年差旅费为18.80万元[1]。", citations) == [("18.80万元", "confirmed")]
    assert verdicts(store, "2023年差旅费为188000元[1]。", citations) == [("188000元", "confirmed")]


def test_the_right_number_for_another_item_is_not_supported(store: Store) -> None:
    _, citations = cited(store, "差旅费")
    ((_, verdict),) = verdicts(store, "2023年会议费为18.80万元[1]。", citations)
    assert verdict == "unsupported"
    ((_, verdict),) = verdicts(store, "2023年办公费为18.80万元[1]。", citations)
    assert verdict == "contradicted"  # the tables state 21.50


def test_the_right_number_for_another_year_is_not_supported(store: Store) -> None:
    _, citations = cited(store, "差旅费")
    ((_, verdict),) = verdicts(store, "2022年差旅费为18.80万元[1]。", citations)
    assert verdict in ("unsupported", "contradicted")


def test_an_uncited_figure_is_not_supported(store: Store) -> None:
    _, citations = cited(store, "办公费")
    ((_, verdict),) = verdicts(store, "差旅费为18.80万元。", citations)
    assert verdict not in ("confirmed", "cited", "computed")


def test_a_sentence_confirms_with_a_table_and_is_cited_without(store: Store) -> None:
    _, citations = cited(store, "公务接待费", table=False)
    assert verdicts(store, "公务接待费20.00万元[1]。", citations)[0][1] == "confirmed"
    _, citations = cited(store, "行政编制人员", table=False)
    assert verdicts(store, "行政编制人员12人[1]。", citations) == [("12人", "cited")]


def test_a_computation_is_recomputed_not_believed(store: Store) -> None:
    every, citations = cited(store, "办公费", "差旅费")
    text = "办公费和差旅费合计40.30万元。"
    assert verdicts(store, text, citations)[0][1] == "unsupported"
    assert verdicts(store, text, citations, (total(every),)) == [("40.30万元", "computed")]
    assert verdicts(store, text.replace("40.30", "41.30"), citations, (total(every),))[0][1] == "unsupported"


def test_dates_marks_codes_and_titles_are_no_figures(store: Store) -> None:
    _, citations = cited(store, "差旅费")
    assert verdicts(store, "截至2023年12月31日，见《2023年表3》第2项[1]、〔2016〕143号、差旅费（30211）。", citations) == []


def test_what_code_prints_stands_on_the_place_whose_mark_is_behind_it(store: Store) -> None:
    record = store.documents()[0]
    every, citations = cited(store, "差旅费")
    figures = {record.id: store.figures(record.id)}
    text = "所问的那一项为18.80万元[1]。"
    assert [one.verdict for one in verify(text, citations, figures)] == ["unsupported"]
    assert [one.verdict for one in verify(text, citations, figures, (), [e.source for e in every])] == ["confirmed"]
    wrong = text.replace("18.80", "18.90")
    assert [one.verdict for one in verify(wrong, citations, figures, (), [e.source for e in every])] == ["unsupported"]


def test_a_bound_that_the_question_names_is_no_figure_of_a_place(store: Store) -> None:
    evidence, citations = cited(store, "差旅费")
    figures = {store.documents()[0].id: store.figures(store.documents()[0].id)}
    bound = Computation(Amount(Decimal(19), "万元"), BOUND, ())
    for computed, verdict in (((bound,), "computed"), ((), "confirmed")):  # 18.80 rounds to 19
        shown = verify("差旅费18.80万元[1]，没有超过19万元。", citations, figures, computed, printed=[e.source for e in evidence])
        assert [(one.text, one.verdict) for one in shown] == [("18.80万元", "confirmed"), ("19万元", verdict)]


def test_a_quotation_is_cited_with_the_words_around_its_numbers(store: Store) -> None:
    record = store.documents()[0]
    every, citations = cited(store, "行政编制人员", table=False)
    figures = {record.id: store.figures(record.id)}
    text = "在职人员总数26人，其中：行政编制人员12人，工勤人员3人。"
    assert {one.verdict for one in verify(text, citations, figures, (), [e.source for e in every])} == {"cited"}
    changed = text.replace("工勤人员3人", "工勤人员4人")
    assert [one.verdict for one in verify(changed, citations, figures, (), [e.source for e in every])][-1] != "cited"
