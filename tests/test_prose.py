"""Sentences of wrapped and cut text."""

from __future__ import annotations

from dataclasses import replace

from corpus.document import Line
from corpus.place import BBox
from corpus.prose import sentences
from tests.paper import document, table


def test_wrapped_lines_are_one_sentence_and_its_span_is_a_slice() -> None:
    text = "云溪县观测局 2031 年收支总预算 1397.\n18 万元，比上年增加。第二句。"
    first, second = sentences(document(text))
    assert first.text == "云溪县观测局2031年收支总预算1397.18万元，比上年增加。"
    assert text[first.span.start : first.span.stop] == "云溪县观测局 2031 年收支总预算 1397.\n18 万元，比上年增加。"
    assert second.text == "第二句。"
    assert (first.opens, second.opens) == (True, False)
    start = first.text.index("1397")
    source = first.source(start, start + len("1397.18万元"))
    assert text[source.start : source.stop] == "1397.\n18 万元"


def test_a_page_break_does_not_cut_a_paragraph() -> None:
    text = "观测局负责全县云雾与溪流的日常观测，编写\n\n— 7 —\n\n观测年报。\n\n下一段。"
    assert [sentence.text for sentence in sentences(document(text))] == ["观测局负责全县云雾与溪流的日常观测，编写观测年报。", "下一段。"]


def test_tables_and_headings_are_no_sentences() -> None:
    text = "一、收支情况说明\n项目\t金额\n水费\t1.00\n（一）支出情况\n水费1.00万元。"
    found = sentences(document(text, table("表", [["项目", "金额"], ["水费", "1.00"]], line=2)))
    assert [sentence.text for sentence in found] == ["水费1.00万元。"]
    assert found[0].section[-1] == "（一）支出情况"
    assert found[0].line == 5


def test_mark_up_of_dumps_is_dropped() -> None:
    (sentence,) = sentences(document("支出<u>3.50</u>万元，占_20_%，**其中** Cloud Watch 系统。"))
    assert sentence.text == "支出3.50万元，占20%，其中Cloud Watch系统。"


def test_on_a_page_a_full_line_goes_on_after_a_full_stop() -> None:
    text = "1、教育支出（类）普通教育（款）小学教育（项）。\n主要用于学校。预算为 5 万元。\n短行。\n另起一段。"
    plain = document(text)
    edges = [500.0, 300.0, 120.0, 200.0]
    boxes = [Line(line.start, line.stop, 1, BBox(90, 100 + 20 * n, edges[n], 112 + 20 * n)) for n, line in enumerate(plain.lines)]
    opens = [sentence.opens for sentence in sentences(replace(plain, lines=tuple(boxes)))]
    assert opens == [True, False, False, True, True]
