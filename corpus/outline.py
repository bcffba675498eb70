"""The outline of a disclosure: its numbered headings and its tables as a tree of sections."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Line, Section
from corpus.table import Table


def outline(lines: Sequence[Line], text: str, tables: Sequence[Table]) -> tuple[Section, ...]:
    """The sections of a document; lines of its table of contents are none."""
    return ()
