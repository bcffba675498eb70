"""Figures of the running text."""

from __future__ import annotations

from corpus.document import Document
from corpus.figure import Figure


def narrative_figures(document: Document) -> tuple[Figure, ...]:
    """The figures that sentences state, in reading order."""
    return ()
