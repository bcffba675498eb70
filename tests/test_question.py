"""Questions taken apart: language, years, codes, what is asked, what unit the answer has."""

from __future__ import annotations

import pytest

from corpus.errors import QuestionError
from qa.question import language_of, read_question


@pytest.mark.parametrize("text", ["", "  \n", "？？？"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        read_question(text)


def test_a_question_beyond_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    assert read_question("差旅费" + "很" * 9_990 + "多少？").want == "figure"
    with pytest.raises(QuestionError, match="10000"):
        read_question("多" * 10_001)


def test_language_follows_the_words_that_outweigh() -> None:
    assert language_of("DRG试点是哪一年开始的？") == "zh"
    assert language_of("What is the travel expense (差旅费) budget?") == "en"


def test_years_codes_and_what_is_said_relative_to_the_document() -> None:
    question = read_question("2023年公务接待费（30217）比去年增加多少？")
    assert question.years == (2023,)
    assert question.offset == -1
    assert question.codes == ("30217",)
    assert question.asks("change")
    assert read_question("上年结转有多少？").offset is None  # the name of an item


def test_a_fund_is_no_basis() -> None:
    assert read_question("一般公共预算拨款收入是多少？").basis is None
    assert read_question("差旅费预算是多少？").basis == "预算"
    assert read_question("差旅费实际支出多少？").basis == "决算"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("办公费和差旅费一共多少？", "sum"),
        ("办公费和差旅费哪个大？", "difference"),
        ("基本支出占总支出的比重？", "share"),
        ("邮电费是水费的几倍？", "times"),
        ("哪个项目最大？", "rank"),
        ("剔除会议费后还剩多少？", "remain"),
        ("人均公用经费多少？", "per"),
        ("折合多少元？", "convert"),
        ("倒推上年的三公经费", "derive"),
        ("三公经费前后一致吗？", "conflict"),
        ("为什么减少？", "why"),
        ("A项目和B项目分别是多少？", "parts"),
        ("How much more does it spend on travel?", "difference"),
    ],
)
def test_what_is_asked_to_be_done(text: str, asked: str) -> None:
    assert asked in read_question(text).asked


def test_names_that_sound_like_an_operation_are_none() -> None:
    assert not read_question("差旅费是多少？").asked
    assert not read_question("一般公共服务支出是多少？").asks("sum")
    assert not read_question("年末结转结余多少？").asks("difference")
    assert read_question("会议费结余了多少？").asks("difference")


def test_units_and_words_or_figures() -> None:
    assert read_question("在职人员有多少人？").units == ("人", "人次")
    assert read_question("参保率目标是多少？").units[0] == "%"
    assert read_question("救助了多少人次、花多少钱？").units == ("元",)
    assert read_question("主要职责是什么？").want == "text"
    assert read_question("这一格填了什么？").want == "figure"
    assert read_question("机关运行经费折合多少元？").convert == "元"


def test_what_is_said_about_how_to_answer_is_no_part_of_the_question() -> None:
    assert read_question("三公经费降幅百分之几（原文没给，请测算）？").folded == "三公经费降幅百分之几?"
    assert "原文" not in read_question("公用经费同比降了百分之几？原文只给了金额，帮我算").folded


def test_money_is_asked_of_words_for_money() -> None:
    assert read_question("二级单位的预算一共多少？").units == ("元",)
    assert read_question("在职人员有多少？").units != ("元",)


def test_the_general_budget_names_a_fund_not_a_basis() -> None:
    assert read_question("What share of general-budget expenditure went to forestry?").basis is None
    assert read_question("How much was budgeted for heating?").basis == "预算"


@pytest.mark.parametrize("text", ["补助资金换成亿元怎么写？", "财政拨款支出同比怎么变？", "专网访问成功率有什么要求？"])
def test_words_that_ask_for_no_words_want_a_figure(text: str) -> None:
    assert read_question(text).want == "figure"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("说明写的数和申报表的合计能对上吗？", "conflict"),
        ("增长18.90%和增加额算得拢吗？", "conflict"),
        ("水费和电费一并算是多少？", "sum"),
        ("教育和科技支出里哪类增得最快？", "change"),
    ],
)  # fmt: skip
def test_what_is_asked_in_everyday_turns(text: str, asked: str) -> None:
    assert asked in read_question(text).asked


@pytest.mark.parametrize("text", ["财政专户里的这笔钱从哪来、用到哪去？", "What was the overseas trip for?"])
def test_where_money_comes_from_and_what_it_is_for_are_told_in_words(text: str) -> None:
    assert read_question(text).want == "text"
