"""BM25 over our own tokens: numbers in any grouping, Chinese without a segmenter, English through the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.database import Database
from index.lexical import MOST_TOKENS, SCHEMA, Lexical, expanded

ROWS = [
    (1, "云溪县观测局 > 基本支出表", "30211 差旅费：预算数=1,367.76"),
    (2, "云溪县观测局 > 基本支出表", "30216 培训费：预算数=58.00"),
    (3, "石桥县渡口局 > 情况说明", "会议费比上年减少，主要原因是压缩会议。"),
]


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    lexical = Lexical(Database(tmp_path / "db", SCHEMA))
    lexical.add(ROWS)
    return lexical


def best(lexical: Lexical, query: str) -> int | None:
    found = lexical.search(query)
    return found[0][0] if found else None


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("差旅费是多少？", 1),
        ("哪一项是1367.76万元", 1),
        ("1, 367. 76", 1),
        ("30216", 2),
        ("58", 2),
        ("为什么会议费减少", 3),
        ("石桥县", 3),
        ("How much is travel expense?", 1),
        ("training", 2),
    ],
)
def test_the_passage_that_says_it_comes_first(lexical: Lexical, query: str, id: int) -> None:
    assert best(lexical, query) == id


@pytest.mark.parametrize("query", ["", "？！", '" OR lexical MATCH "', "NEAR(", "***", "'; DROP TABLE lexical"])
def test_no_query_breaks_it(lexical: Lexical, query: str) -> None:
    lexical.search(query)
    assert best(lexical, "差旅费") == 1


def test_a_filter_holds_before_the_ranking(lexical: Lexical) -> None:
    assert [id for id, _ in lexical.search("支出表", [2, 3], limit=1)] == [2]
    assert lexical.search("支出表", []) == []


def test_what_is_removed_is_not_found_and_does_not_weigh(lexical: Lexical, tmp_path: Path) -> None:
    lexical.remove(ROWS[1:2])
    fresh = Lexical(Database(tmp_path / "fresh", SCHEMA))
    fresh.add([ROWS[0], ROWS[2]])
    assert lexical.search("培训费 差旅费 会议费") == fresh.search("培训费 差旅费 会议费")
    assert lexical.count() == 2


def test_equal_scores_are_ordered_by_id(tmp_path: Path) -> None:
    lexical = Lexical(Database(tmp_path / "db", SCHEMA))
    lexical.add([(id, "", "水费") for id in (7, 3, 5)] + [(9, "", "电费"), (10, "", "房租"), (11, "", "邮费"), (12, "", "其他")])
    assert [id for id, _ in lexical.search("水费")][:3] == [3, 5, 7]


def test_a_pasted_page_is_cut_to_its_first_tokens() -> None:
    assert len(expanded("".join(chr(0x4E00 + n) for n in range(10_000)))) == MOST_TOKENS


def test_a_question_in_english_asks_for_the_chinese_terms_too() -> None:
    assert "差旅" in expanded("travel expense")
