"""Whether an English question is understood: a word that nobody knows may name what the documents do not speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.english import holding
from corpus.folding import squash
from qa.catalogue import Entry, words_around
from qa.english import strange_words
from qa.inquiry import Inquiry


def understood(inquiry: Inquiry, entries: Iterable[Entry] = ()) -> bool:
    """Whether an English question has no word that might name what the documents do not speak of; where its Chinese says the item, no name.

    A word that only stands in a longer phrase of the glossary is understood where these figures say its term.
    """
    if inquiry.chinese:
        return True
    own = [
        piece
        for piece in re.findall(r"[一-龥]{2,}", inquiry.question.text)
        if not any(squash(piece) in name or name in squash(piece) for name in inquiry.named)
    ]
    every = list(entries)
    strange = [word for word in strange_words(inquiry.question, inquiry.scopes) if not _translated(word, every)]
    if strange and every and not any(part.startswith(squash(piece)) for piece in own for e in every for part in (e.item, e.column)):
        return False  # the end of its name (编制) leaves open which of them is meant
    return not strange or (bool(own) and not any(word in _proper(inquiry.question.text) for word in strange))


def _proper(text: str) -> set[str]:
    """The words that an English question writes with a capital letter inside a sentence: names of places and agencies."""
    return {word.lower() for word in re.findall(r"(?<=[a-z,;(] )[A-Z][a-z]{2,}", text)}


def _translated(word: str, entries: Iterable[Entry]) -> bool:
    """Whether the figures say a term that the glossary knows with this English word in it (`heating`, 取暖费)."""
    texts = [words_around(entry) for entry in entries]
    return any(squash(term) in text for term in holding(word) for text in texts)
