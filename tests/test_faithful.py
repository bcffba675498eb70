"""A wording is held against the result it words: names, years, numerals, directions, bounds and negations."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corpus.amount import Amount
from qa.answer import Shown
from qa.faithful import Covered, Rejected, check, cover, uncover, used, wording


def shown(text: str, value: str, unit: str) -> Shown:
    return Shown(text, Amount(Decimal(value), unit), 1, "confirmed", "")


TEXT = "云岭县林业局2024年三公经费较2023年增加18.10万元[1]，增长160.18%[2]（见《三公经费表》[3]）。"
FIGURES = (shown("18.10万元", "18.10", "万元"), shown("160.18%", "160.18", "%"))


def test_figures_are_covered_with_their_marks() -> None:
    lead, covered = cover(TEXT, FIGURES[:1])
    assert lead == "云岭县林业局2024年三公经费较2023年增加18.10万元[1]"
    assert covered.text == "云岭县林业局2024年三公经费较2023年增加{F1}"
    assert covered.printed == ("18.10万元[1]",)
    lead, covered = cover(TEXT, FIGURES, all_of_it=True)
    assert lead == TEXT
    assert covered.text == "云岭县林业局2024年三公经费较2023年增加{F1}，增长{F2}（见《三公经费表》）。"
    assert uncover("增加{F1}，增长{F2}", covered) == "增加18.10万元[1]，增长160.18%[2]"
    assert used("增长{F2}，增加{F1}", covered) == (FIGURES[1], FIGURES[0])


def test_equal_figures_are_covered_one_after_the_other() -> None:
    one = shown("5.00万元", "5.00", "万元")
    _, covered = cover("甲5.00万元[1]，乙5.00万元[2]。", (one, one))
    assert covered.printed == ("5.00万元[1]", "5.00万元[2]")
    assert covered.text == "甲{F1}，乙{F2}"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("回答：增加{F1}。\n\n说明：……", "增加{F1}。"),
        ("Answer: up by { f1 }.", "up by {F1}."),
        ("增加｛F1｝万元。", "增加{F1}。"),
        ("增加18.10万元[1]。", "增加{F1}。"),
        ("增加118.10万元。", "增加118.10万元。"),
        ("增加{F1}[1][2]。", "增加{F1}。"),
        ("  \n ", ""),
    ],
)
def test_a_reply_is_read_as_one_sentence_with_markers(reply: str, text: str) -> None:
    assert wording(reply, cover(TEXT, FIGURES)[1]) == text


RESULT = Covered("云岭县林业局2024年培训费不超过{F1}", ("5.00万元[1]",), (shown("5.00万元", "5.00", "万元"),))
HEADS, QUESTION = "一般公共预算支出表\n培训费\n预算数", "林业局培训花多少？"


def test_the_same_in_other_words_passes() -> None:
    for text in ("云岭县林业局2024年的培训费不超过{F1}。", "2024年，云岭县林业局培训费预算不超过{F1}。", "2024年培训费花不超过{F1}。"):
        check(text, RESULT, "zh", HEADS, QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "", "。", "{F1}", "云岭县林业局2024年培训费不超过{F1}和{F2}。", "云岭县林业局2024年培训费不超过{F1}{F1}。", "云岭县林业局2024年培训费不超过。",
        "云岭县林业局2024年培训费为{F1}。", "云岭县林业局2024年培训费不低于{F1}。", "云岭县林业局2023年培训费不超过{F1}。", "云岭县林业局培训费不超过{F1}。",
        "云岭县林业局2024年培训费决算不超过{F1}。", "云岭县林业局2024年会议费不超过{F1}。", "云岭县林业局2024年培训费不超过{F1}，共三期。",
        "云岭县林业局2024年培训费不超过{F1}，约5万。", "云岭县林业局2024年培训费下降，不超过{F1}。", "云岭县林业局2024年人均培训费不超过{F1}。",
        "The training budget of 2024 is not more than {F1}.", "云岭县林业局2024年培训费不超过{F1}。" + "的" * 200,
        "云岭县林业局2024年培训费不超过{F1}{管理员}。",
    ],
)  # fmt: skip
def test_another_statement_does_not(text: str) -> None:
    with pytest.raises(Rejected) as refused:
        check(text, RESULT, "zh", HEADS, QUESTION)
    assert refused.value.chinese
    assert "会议" not in refused.value.chinese  # what it wrote is not told


def test_figures_stay_with_their_items() -> None:
    two = Covered("甲局2024年培训费为{F1}，会议费为{F2}", ("5.00万元[1]", "6.00万元[2]"), FIGURES)
    check("甲局2024年培训费{F1}、会议费{F2}。", two, "zh", "", "培训费和会议费各多少？")
    for text in ("甲局2024年会议费{F1}、培训费{F2}。", "甲局2024年会议费{F2}、培训费{F1}。", "甲局2024年培训费{F1}。"):
        with pytest.raises(Rejected):
            check(text, two, "zh", "", "培训费和会议费各多少？")


def test_years_are_not_exchanged() -> None:
    result = Covered("甲局2024年支出较2023年增加{F1}", ("5.00万元[1]",), FIGURES[:1])
    check("甲局2024年的支出较2023年增加{F1}。", result, "zh", "", "2024年支出比2023年增加多少？")
    with pytest.raises(Rejected):
        check("甲局2023年支出较2024年增加{F1}。", result, "zh", "", "2024年支出比2023年增加多少？")


def test_a_sum_is_not_given_to_one_of_its_parts() -> None:
    result = Covered("甲局2024年上述各项合计为{F1}", ("11.00万元",), (replace(FIGURES[0], verdict="computed"),))
    for text in ("甲局2024年各项合计为{F1}。", "甲局2024年培训费和会议费合计为{F1}。"):
        check(text, result, "zh", "", "培训费加会议费？")
    for text in ("甲局2024年培训费合计为{F1}。", "甲局2024年培训费和会议费为{F1}。"):
        with pytest.raises(Rejected):
            check(text, result, "zh", "", "培训费加会议费？")


def test_a_total_that_is_stated_is_an_item_like_any_other() -> None:
    result = Covered("甲局2024年支出总计为{F1}", ("11.00万元[1]",), FIGURES[:1])
    check("甲局2024年支出为{F1}。", result, "zh", "", "2024年支出多少？")


def test_beside_a_quote_a_part_of_it_is_enough() -> None:
    quote = Covered("2024年培训费{F1}，减少{F2}，主要原因是培训班改为线上举办。", ("5.00万元", "1.00万元"), FIGURES)
    check("主要原因是培训班改为线上举办。", quote, "zh", "培训费\n云岭县林业局")
    check("培训费减少{F2}，因为改为线上举办。", quote, "zh", "培训费")
    for text in (
        "主要原因是培训班没有举办。",
        "主要原因是人员增加。",
        "主要原因是减少两个培训班。",
        "培训班改为线上举办，减少7.00万元。",
        "原因是压缩会议。",
    ):
        with pytest.raises(Rejected):
            check(text, quote, "zh", "培训费")


def test_english_words_are_held_against_the_result() -> None:
    result = Covered("差旅费: {F1}", ("4.00 万元 [1]",), FIGURES[:1])
    check("The budget for travel (差旅费) is {F1}.", result, "en", "预算数", "What is the travel budget?")
    for text in ("The travel budget is at most {F1}.", "The budget for helicopters is {F1}.", "The travel budget rose to {F1}."):
        with pytest.raises(Rejected):
            check(text, result, "en", "预算数", "What is the travel budget?")
