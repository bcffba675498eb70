"""Once more: a question whose own words found nothing, in the documents' words, or as what it most likely means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.english import holding
from corpus.folding import squash
from qa.account import explained
from qa.english import chinese_in, strange_words
from qa.inquiry import Draft, Inquiry
from qa.opinion import confirmed, supposed

# How many other terms of the documents a phrase is tried with.
_OTHERS = 3


def again(inquiry: Inquiry, classes: Sequence[str], settle: Callable[[Inquiry], Draft]) -> Draft | None:
    """What `settle` answers to the question put otherwise; None where it answers nothing, or the figures leave words of the question unsaid."""
    for other in () if inquiry.chinese else _otherwise(inquiry):
        if _answers(other, draft := settle(other)):
            return draft
    meant = supposed(inquiry, classes)
    if meant is not None and _answers(meant, draft := settle(meant)) and confirmed(meant, classes):
        return draft
    return None


def _answers(inquiry: Inquiry, draft: Draft) -> bool:
    return draft.status != "not_found" and explained(inquiry, draft)


def _otherwise(inquiry: Inquiry) -> Iterator[Inquiry]:
    """An English question in other words: its own Chinese alone, other terms that the documents use, a word of a longer phrase."""
    question = inquiry.question
    named = "，".join(chinese_in(question))
    if named and named != question.folded:
        yield inquiry.asking(replace(question, folded=named))
    for number, meaning in enumerate(question.meanings):
        for term in meaning.terms[1 : min(meaning.said, _OTHERS)]:
            if meaning.term in meaning.terms:
                meanings = (*question.meanings[:number], replace(meaning, term=term), *question.meanings[number + 1 :])
                yield inquiry.asking(replace(question, meanings=meanings, folded=question.folded.replace(meaning.term, term)))
    translated = _translated(inquiry)
    if translated is not None:
        yield translated


def _translated(inquiry: Inquiry) -> Inquiry | None:
    """With the one term that the documents use of those that the glossary knows an English word in (`heating`: 取暖费)."""
    names = {name for scope in inquiry.scopes for name in scope.catalogue.vocabulary.split("\n")}
    found: list[str] = []
    for word in strange_words(inquiry.question, inquiry.scopes):
        terms = [term for term in map(squash, holding(word)) if term in names]
        if len(terms) == 1:
            found += terms
    question = inquiry.question
    new = [term for term in dict.fromkeys(found) if term not in question.folded]
    return inquiry.asking(replace(question, folded="，".join([question.folded, *new]))) if new else None
