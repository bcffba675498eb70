"""Fusion: one ranking out of several (reciprocal rank fusion; Cormack, Clarke and Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# The constant of the paper: how much the first ranks of one ranking outweigh agreement further down.
CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage id with its fused score and its 1-based rank in each ranking that names it."""

    id: int
    score: float
    ranks: dict[str, int] = field(default_factory=dict)


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[int]], weights: Mapping[str, float] | None = None, *, constant: int = CONSTANT
) -> list[Ranked]:
    """Passage ids by the sum of weight / (constant + rank) over the rankings that name them, best first.

    A ranking without a weight weighs 1; one that weighs 0 only adds its ranks to passages that others name. Equal
    scores keep the order of the first ranking that names either, so that equal input gives equal output.
    """
    weights = weights or {}
    ranks: dict[int, dict[str, int]] = {}
    for name, ranking in rankings.items():
        for position, passage_id in enumerate(ranking, start=1):
            ranks.setdefault(passage_id, {}).setdefault(name, position)
    scored = [
        Ranked(passage_id, sum(weights.get(name, 1.0) / (constant + rank) for name, rank in found.items()), found)
        for passage_id, found in ranks.items()
        if any(weights.get(name, 1.0) > 0 for name in found)
    ]
    return sorted(scored, key=lambda ranked: -ranked.score)
