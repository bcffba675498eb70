"""Sentences: the running text of a disclosure, wrapped lines joined, tables left out."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Document
from corpus.place import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `span` is its slice of the document's text, `text` the same without the line breaks of wrapping.

    `line` is its first 1-based line, `section` the headings above it, outermost first.
    """

    span: Span
    text: str
    line: int
    section: tuple[str, ...] = ()


def sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of the running text, in reading order."""
    return ()
