"""Citations are slices of the document, never rebuilt."""

from __future__ import annotations

import pytest
from fictional import filled

from corpus.document import Document, Line
from corpus.figure import Figure
from corpus.place import Span
from qa.answer import Evidence
from qa.cite import LONGEST_QUOTE, cite, number_of, sentence_around, shorten


def prose(text: str) -> Document:
    lines, start = [], 0
    for part in text.split("\n"):
        lines.append(Line(start, start + len(part)))
        start += len(part) + 1
    return Document("d", "某局2023年部门预算", "某局", None, 2023, "预算", "部门", "text", 0, text, tuple(lines), (), ())


def test_every_figure_of_a_disclosure_is_quoted_by_its_own_slice(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No citation's quote differs from the slice of the source that it names."""
    with filled(tmp_path_factory.mktemp("cite")) as store:
        record = store.documents()[0]
        document = store.document(record.id)
        for figure in store.figures(record.id):
            one = Evidence(record.id, figure.source, figure)
            (citation,) = cite([one], {record.id: document}, {record.id: record.file})
            assert citation.quote in document.text
            assert citation.lines is not None
            span = document.lines_span(*citation.lines)
            assert citation.quote in document.text[span.start : span.stop]
            assert 0 < len(citation.quote) <= LONGEST_QUOTE
            assert number_of(one, [citation], {record.id: document}) == 1


def test_one_row_is_cited_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    with filled(tmp_path_factory.mktemp("once")) as store:
        record = store.documents()[0]
        same = [f for f in store.figures(record.id) if f.subject == "差旅费"]
        assert len(same) > 1
        every = [Evidence(record.id, figure.source, figure) for figure in same]
        citations = cite(every, {record.id: store.document(record.id)}, {record.id: "甲.txt"})
        assert [c.n for c in citations] == list(range(1, len(citations) + 1))
        assert len({(c.quote, c.lines) for c in citations}) == len(citations)


def test_a_long_sentence_is_cut_to_a_slice_around_the_figure() -> None:
    text = "前言。" * 150 + "本年差旅费12.30万元。" + "后语。" * 150
    at = text.index("12.30")
    cut = shorten(text, Span(0, len(text)), Span(at, at + 5))
    assert cut.stop - cut.start <= LONGEST_QUOTE
    assert cut.start <= at
    assert cut.stop >= at + 5
    assert text[cut.start : cut.stop].startswith("前言。")


def test_a_narrative_figure_is_quoted_by_its_sentence() -> None:
    document = prose("一、说明\n本年差旅费12.30万元。其他从略。")
    at = document.text.index("12.30")
    figure = Figure("差旅费", "预算数", None, Span(at, at + 7), context=Span(5, at + 8))
    (citation,) = cite([Evidence("d", figure.source, figure)], {"d": document}, {"d": "甲.txt"})
    assert citation.quote == "本年差旅费12.30万元。"
    assert citation.lines == (2, 2)
    assert citation.json()["boxes"] == []


def test_a_bare_number_is_quoted_with_its_sentence() -> None:
    """A check's operand is a number: its citation shows what it is said of."""
    text = "一、总体情况\n\n全年收入500.00万元。全年支出49.72\n万元，比上年增长3%。三、其他"
    at = text.index("49.72")
    span = sentence_around(text, Span(at, at + 5))
    assert text[span.start : span.stop] == "全年支出49.72\n万元，比上年增长3%。"
