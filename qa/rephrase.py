"""Rephrasing: a question whose own words found nothing, put in the words that the documents use."""

from __future__ import annotations

from dataclasses import replace

from corpus.folding import squash
from corpus.terms import holding
from qa.account import strange_words
from qa.inquiry import Inquiry


def rephrased(inquiry: Inquiry) -> Inquiry | None:
    """The same question in the documents' own words; None where none are sure to mean the same."""
    return None if inquiry.chinese else _translated(inquiry)


def _translated(inquiry: Inquiry) -> Inquiry | None:
    """With the one term that the documents use of those that the glossary knows an English word in (`heating`: 取暖费)."""
    names = {name for scope in inquiry.scopes for name in scope.catalogue.vocabulary.split("\n")}
    found: list[str] = []
    for word in strange_words(inquiry):
        terms = [term for term in map(squash, holding(word)) if term in names]
        if len(terms) == 1:
            found += terms
    question = inquiry.question
    new = [term for term in dict.fromkeys(found) if term not in question.folded]
    return inquiry.asking(replace(question, folded="，".join([question.folded, *new]))) if new else None
