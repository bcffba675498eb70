"""Answers as HTML: marks where the figures stand, chips that name their citation, nothing from outside unescaped."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.amount import Amount
from corpus.place import Span
from qa.answer import Answer, Citation, Shown, Verdict
from qa.page_markup import Turn, answer_html, conversation, escape, place_line

CITED = Citation(
    1, "d1", "云岭预算.pdf", "云岭县林业和草原局", 2024, 9, (120, 120), ("第二部分",), "一般公共预算支出表", "住房公积金", "合计",
    "2210201\t住房公积金\t55.26", (), "text", Span(0, 3),
)  # fmt: skip


def figure(text: str, value: str, verdict: Verdict, basis: str = "") -> Shown:
    return Shown(text, Amount(Decimal(value), "万元"), 1, verdict, basis)


def shown(text: str, *figures: Shown) -> str:
    return answer_html("zh", 0, Answer("问", "answered", text, citations=(CITED,), figures=figures))


def test_whatever_could_be_markup_or_a_template_is_escaped() -> None:
    assert escape("<img src=x onerror='a'>${value}{{x}}`\\") == (
        "&lt;img src=x onerror=&#x27;a&#x27;&gt;&#36;&#123;value&#125;&#123;&#123;x&#125;&#125;&#96;&#92;"
    )


def test_question_answer_basis_and_file_are_escaped() -> None:
    evil = '<img src=x onerror="steal()">'
    citation = Citation(1, "d", f"{evil}.pdf", None, None, None, (1, 2), (evil,), evil, evil, evil, evil, (), "text", Span(0, 1))
    answer = Answer(evil, "answered", f"{evil} 1.00万元[1]", citations=(citation,), figures=(figure("1.00万元", "1.00", "cited", evil),))
    html = conversation("en", [Turn(evil, answer), Turn(evil), Turn(evil, note=evil)])
    assert "<img" not in html
    assert html.count("&lt;img") >= 6


def test_a_figure_carries_its_verdict_and_a_mark_carries_its_citation() -> None:
    html = shown("预算为55.26万元[1]。", figure("55.26万元", "55.26", "confirmed", "表5 住房公积金"))
    assert re.search(
        r'<span class="g-figure g-confirmed" role="button" tabindex="0" data-told="相符：[^"<]*表5 住房公积金">55\.26万元<span class="g-mark g-confirmed"',
        html,
    )
    assert html.count('data-turn="0" data-cite="1"') == 2  # in the text and in the list of sources


def test_the_same_figure_twice_is_marked_twice_in_order() -> None:
    html = shown("先是3.00万元，后是3.00万元。", figure("3.00万元", "3.00", "cited"), figure("3.00万元", "3.00", "contradicted"))
    text = html[html.index('class="g-text"') : html.index("<details")]
    assert text.index("g-figure g-cited") < text.index("g-figure g-contradicted")


def test_figures_need_not_come_in_the_order_of_the_text() -> None:
    html = shown(
        "计算：11.30 + 29.40 = 40.70。",
        figure("40.70", "40.70", "computed"),
        figure("1.30", "1.30", "cited"),
        figure("11.30", "11.30", "cited"),
    )
    text = html[html.index('class="g-text"') : html.index("<details")]
    assert text.index(">11.30<") < text.index(">40.70<")
    assert ">1.30<" not in text  # no mark inside another number


def test_a_number_in_brackets_that_is_no_citation_stays_text() -> None:
    assert "[7]" in shown("见[7]。")


def test_an_answer_that_is_not_there_says_so() -> None:
    html = answer_html("zh", 0, Answer("问", "not_found", "这些文档没有说明。"))
    assert "文档中没有" in html
    assert "g-chip" not in html


def test_an_empty_conversation_invites_a_question_or_documents() -> None:
    assert "请就预决算公开文档提问" in conversation("zh", [])
    assert "Documents tab" in conversation("en", [], empty=True)


def test_a_place_is_told_in_one_line() -> None:
    assert place_line("zh", CITED) == "云岭县林业和草原局 2024 · 一般公共预算支出表 · 住房公积金 · 第9页"
    assert place_line("en", CITED).endswith("p. 9")
