"""Hybrid search: the lexical ranking is the backbone, the dense one adds what shares no word with the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from index.fusion import Ranked, reciprocal_rank_fusion

Mode = Literal["hybrid", "lexical", "dense"]

# Chosen by bench/retrieval.py; with the embedded model, words are right first far more often than vectors are.
WEIGHTS = {"lexical": 4.0, "dense": 1.0}
# The constant of the fusion: with 1 the first lexical hits keep their places and the dense ranking fills in behind them;
# with the usual 60 a weak dense model takes a sixth of the right first places away.
CONSTANT = 1
# How deep each ranking is read before they are fused.
DEPTH = 50


class Ranker(Protocol):
    """Something that ranks passages: ids with scores, best first; `allowed` None looks at every passage."""

    def __call__(self, query: str, allowed: Sequence[int] | None, limit: int) -> list[tuple[int, float]]: ...


def rank(
    query: str, lexical: Ranker, dense: Ranker | None, *, allowed: Sequence[int] | None = None, limit: int = 10, mode: Mode = "hybrid"
) -> list[Ranked]:
    """The passages that answer a query best; without a dense ranker every mode is lexical."""
    if mode == "lexical" or dense is None:
        return _alone("lexical", lexical(query, allowed, limit))
    if mode == "dense":
        return _alone("dense", dense(query, allowed, limit))
    depth = max(DEPTH, limit)
    rankings = {
        "lexical": [passage_id for passage_id, _ in lexical(query, allowed, depth)],
        "dense": [passage_id for passage_id, _ in dense(query, allowed, depth)],
    }
    return reciprocal_rank_fusion(rankings, WEIGHTS, constant=CONSTANT)[:limit]


def _alone(name: str, found: list[tuple[int, float]]) -> list[Ranked]:
    return [Ranked(passage_id, score, {name: position}) for position, (passage_id, score) in enumerate(found, start=1)]
