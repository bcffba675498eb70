"""Reciprocal rank fusion: what both rankings name rises, weights shift the balance, equal input gives equal output."""

from __future__ import annotations

from index.fusion import Ranked, reciprocal_rank_fusion


def order(found: list[Ranked]) -> list[int]:
    return [ranked.id for ranked in found]


def test_a_passage_that_both_name_outranks_one_that_leads_a_single_ranking() -> None:
    found = reciprocal_rank_fusion({"lexical": [1, 2, 3], "dense": [4, 2, 5]})
    assert order(found)[0] == 2
    assert found[0].ranks == {"lexical": 2, "dense": 2}


def test_scores_are_the_papers() -> None:
    found = reciprocal_rank_fusion({"lexical": [7], "dense": [8, 7]}, {"lexical": 2.0, "dense": 1.0})
    assert found[0] == Ranked(7, 2 / 61 + 1 / 62, {"lexical": 1, "dense": 2})


def test_weights_decide_whose_first_comes_first() -> None:
    rankings = {"lexical": [1], "dense": [2]}
    assert order(reciprocal_rank_fusion(rankings, {"lexical": 2, "dense": 1})) == [1, 2]
    assert order(reciprocal_rank_fusion(rankings, {"lexical": 1, "dense": 2})) == [2, 1]


def test_a_ranking_without_weight_brings_no_passage_of_its_own() -> None:
    found = reciprocal_rank_fusion({"lexical": [1], "dense": [2, 1]}, {"dense": 0})
    assert order(found) == [1]
    assert found[0].ranks == {"lexical": 1, "dense": 2}


def test_equal_scores_keep_the_first_rankings_order() -> None:
    assert order(reciprocal_rank_fusion({"lexical": [1], "dense": [2]})) == [1, 2]
    assert order(reciprocal_rank_fusion({"lexical": [], "dense": []})) == []


def test_an_id_named_twice_counts_once() -> None:
    assert reciprocal_rank_fusion({"lexical": [5, 5]}) == [Ranked(5, 1 / 61, {"lexical": 1})]
