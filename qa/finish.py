"""Finishing an answer: its citations numbered, the verdicts of its figures computed, its length kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.amount import Amount
from corpus.document import Document
from corpus.place import CellRef
from corpus.privacy import masked
from index.store import Store
from qa.answer import Answer, Evidence, Shown
from qa.cite import cite, number_of
from qa.inquiry import Draft, Inquiry
from qa.phrase import shorten
from qa.refuse import refuse
from qa.verify import verify

LONGEST_ANSWER = 800
_CITED = 10


def finish(inquiry: Inquiry, draft: Draft, store: Store) -> Answer:
    """Numbers the citations of a draft, computes the verdicts of its figures, and keeps the answer within its length."""
    question = inquiry.question
    documents = {scope.record.id: scope.document for scope in inquiry.scopes}
    files = {scope.record.id: scope.record.file for scope in inquiry.scopes}
    used = list(draft.evidence[:_CITED])
    citations = cite(used, documents, files)
    numbers = [number_of(one, citations, documents) for one in used]

    def mark(found: re.Match[str]) -> str:
        at = int(found.group(1))
        return f"[{numbers[at]}]" if at < len(numbers) and numbers[at] is not None else ""

    text = re.sub(r"(\[\d+\])\1+", r"\1", re.sub(r"\{(\d+)\}", mark, draft.text))
    caution = _caution(used, documents, question.language) if draft.status != "not_found" else ""
    text = masked(shorten(text, LONGEST_ANSWER - len(caution))) + caution
    figures: tuple[Shown, ...] = ()
    if draft.status != "not_found":
        known = {scope.record.id: [e.figure for e in scope.catalogue.entries] for scope in inquiry.scopes}
        figures = verify(text, citations, known, draft.computed, [one.source for one in used])
    figures = tuple(_refuted(figure, draft.refuted) for figure in figures)
    if draft.status == "answered" and any(figure.verdict == "unsupported" for figure in figures):
        return finish(inquiry, refuse(inquiry), store)  # nothing is shown as a fact that no cited place states
    return Answer(question.text, draft.status, text, draft.value, citations, figures)


def _refuted(figure: Shown, amounts: Sequence[Amount]) -> Shown:
    """A stated figure that a failed check holds against the rest of its document is contradicted, wherever else it stands."""
    if any(figure.amount.dimension == other.dimension and figure.amount.base == other.base for other in amounts):
        return replace(figure, verdict="contradicted")
    return figure


def _caution(used: Sequence[Evidence], documents: Mapping[str, Document], language: str) -> str:
    """What an answer says of a cell whose reading is in doubt (OCR, columns that the arithmetic could not settle)."""
    for one in used:
        if isinstance(one.source, CellRef) and one.figure is not None:
            cell = documents[one.document_id].tables[one.source.table].at(one.source.row, one.source.column)
            if cell is not None and cell.uncertain:
                return (
                    " The reading of this cell is uncertain; please check the page."
                    if language == "en"
                    else "（该单元格识别存疑，请核对原页。）"
                )
    return ""
