"""Figures of the running text."""

from __future__ import annotations

from corpus.document import Document
from corpus.figure import Figure
from corpus.place import CellRef


def cell_figures(text: str, name: str, source: CellRef, document: Document, table: str | None) -> tuple[Figure, ...]:
    """The figures of a table cell that holds sentences; `name` is whose cell it is, every figure's source is the cell."""
    return ()


def narrative_figures(document: Document) -> tuple[Figure, ...]:
    """The figures that sentences state, in reading order."""
    return ()
