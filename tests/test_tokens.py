"""Equal things are equal tokens, whatever their form in print."""

from __future__ import annotations

import pytest

from index.tokens import number_token, question_tokens, tokens


@pytest.mark.parametrize("printed", ["1,367.76", "1367.76", "1, 367. 76", "１，３６７．７６", "1 ,367.76", "1367.760"])
def test_a_number_is_one_token_in_any_grouping(printed: str) -> None:
    assert tokens(f"合计 {printed} 万元")[3] == "1367.76"


@pytest.mark.parametrize(
    ("printed", "token"), [("510.00", "510"), ("0.50", "0.5"), ("01", "01"), ("3023901", "3023901"), ("2, 361. 22", "2361.22")]
)
def test_numbers_lose_grouping_and_last_zeros_but_codes_keep_their_digits(printed: str, token: str) -> None:
    assert number_token(printed) == token
    assert tokens(printed) == [token]


def test_a_list_number_is_not_glued_to_what_follows() -> None:
    assert tokens("1. 2031年")[:2] == ["1", "2031"]
    assert tokens("302,05")[:2] == ["302", "05"]
    assert tokens("在职人员 14 名、15 人")[:1] == ["在"]


def test_chinese_gives_characters_and_pairs_across_blanks_and_line_breaks() -> None:
    assert tokens("差旅费") == ["差", "旅", "费", "差旅", "旅费"]
    assert tokens("差 旅\n费") == tokens("差旅费")
    assert "费会" not in tokens("差旅费、会议费")


def test_markup_width_and_case_do_not_matter() -> None:
    assert tokens("<u>GDP</u>") == tokens("ＧＤＰ") == ["gdp"]
    assert tokens("二〇三一年") == tokens("2031年")


def test_a_question_loses_the_words_that_only_ask() -> None:
    assert question_tokens("请问差旅费是多少？") == tokens("差旅费")
    assert question_tokens("How much is the travel budget?") == ["travel", "budget"]


def test_a_question_of_asking_words_alone_keeps_them() -> None:
    assert question_tokens("是多少") == tokens("是多少")
    assert question_tokens("？！") == []
