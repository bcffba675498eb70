"""Passages: what the index searches, and hits: what a search finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.place import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one document: `text` (document title and heading path in front) is searched, `spans` are quoted.

    `id` is 0 until the store gives it its stable int64; `table` is the 0-based table it shows, None for prose;
    `rows` are the first and last 0-based table rows it shows.
    """

    document_id: str
    text: str
    spans: tuple[Span, ...]
    heading: tuple[str, ...] = ()
    table: int | None = None
    rows: tuple[int, int] | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; `score` is the fused score, `ranks` the 1-based rank in each index that found it."""

    passage: Passage
    score: float
    ranks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents a search may look at; empty means any."""

    documents: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
