"""Hybrid search: words lead, meaning adds; without vectors every mode is lexical."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.hybrid import Mode, Ranker, rank


def ranker(*ids: int) -> Ranker:
    def search(query: str, allowed: Sequence[int] | None, limit: int) -> list[tuple[int, float]]:
        found = [passage_id for passage_id in ids if allowed is None or passage_id in allowed]
        return [(passage_id, 1 / position) for position, passage_id in enumerate(found[:limit], start=1)]

    return search


def order(lexical: Ranker, dense: Ranker | None, mode: Mode = "hybrid", limit: int = 10, allowed: Sequence[int] | None = None) -> list[int]:
    return [hit.id for hit in rank("差旅费是多少", lexical, dense, allowed=allowed, limit=limit, mode=mode)]


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_without_vectors_every_mode_is_lexical(mode: Mode) -> None:
    assert order(ranker(3, 1), None, mode) == [3, 1]


def test_a_mode_alone_is_that_index_alone() -> None:
    assert order(ranker(1, 2), ranker(3), "lexical") == [1, 2]
    assert order(ranker(1, 2), ranker(3), "dense") == [3]
    assert rank("差旅费", ranker(1), ranker(3), mode="dense")[0].ranks == {"dense": 1}


def test_the_first_lexical_hit_stays_first_when_the_dense_ranking_does_not_know_it() -> None:
    assert order(ranker(1, 2, 3), ranker(4, 5, 6))[0] == 1


def test_what_only_the_dense_ranking_knows_is_there_too() -> None:
    assert set(order(ranker(1, 2), ranker(7))) == {1, 2, 7}


def test_limit_and_filter_hold_for_both() -> None:
    assert len(order(ranker(1, 2, 3), ranker(4, 5, 6), limit=2)) == 2
    assert set(order(ranker(1, 2, 3), ranker(4, 5, 6), allowed=[2, 5])) == {2, 5}
