"""Whose figure is asked for: an institution that a question names first is not answered with the agency's own figures."""

from __future__ import annotations

import re

from corpus.folding import squash
from corpus.place import CellRef
from qa.inquiry import Draft, Inquiry
from qa.link import is_short_for

_INSTITUTION = re.compile(
    r"^(?P<name>(?:[省市县区镇乡]|街道|[一-龥]{2,3}[省市县区镇乡])[一-龥]{2,8}?(?:站|中心|大队|支队|总队|研究所|馆|医院|学校|学院|小学|中学|局|委员会|公司))"
    r"(?=的|有|在|共|现|一共|总共|20\d\d年|今年|本年|去年|上年|，)"
)


# The same in English, where every word of its name is written with a capital letter.
_OFFICE = re.compile(
    r"\b(?:[A-Z][\w'’-]*,? (?:and |of |for )?)+(?:Commission|Bureau|Department|Committee|Federation|Administration|Authority)\b"
)


def of_another(inquiry: Inquiry, draft: Draft) -> bool:
    """Whether a question names an institution that is not the agency (区水文站), and no figure of the answer is said of it."""
    if not inquiry.chinese:
        return draft.status == "answered" and _another_office(inquiry, draft)
    hit = _INSTITUTION.match(inquiry.question.folded)
    if hit is None or draft.status != "answered" or not draft.evidence:
        return False
    name = hit["name"]
    if any(name in own or own in name for own in inquiry.named):
        return False
    agencies = [squash(scope.record.agency or scope.record.title) for scope in inquiry.scopes]
    if any(name[1:] in agency or is_short_for(name, agency) for agency in agencies):
        return False
    return not any(name[1:] in _words(inquiry, one.document_id, one.source) for one in draft.evidence)


def _another_office(inquiry: Inquiry, draft: Draft) -> bool:
    """Whether an English question names an office whose business is none of the agency's (Health Commission for a 疾控中心)."""
    agencies = "，".join(squash(f"{scope.record.agency or ''}{scope.record.title}") for scope in inquiry.scopes)
    for hit in _OFFICE.finditer(inquiry.question.text):
        meant = [m for m in inquiry.question.meanings if hit.start() <= m.start and m.stop <= hit.end() and not m.general]
        terms = {term[:2] for m in meant for term in m.terms}
        if not terms or any(term in agencies for term in terms):
            continue
        told = "，".join(_words(inquiry, one.document_id, one.source) for one in draft.evidence)
        if not any(re.search(rf"{term}[一-龥]{{0,6}}(?:局|委|会|厅|办|中心|院)", told) for term in terms):
            return True
    return False


def _words(inquiry: Inquiry, document_id: str, source: object) -> str:
    """What is said of a figure: its item with what stands above it, and the clause before it."""
    scope = inquiry.scope(document_id)
    entry = next((e for e in scope.catalogue.entries if e.figure.source == source), None)
    words = "" if entry is None else f"{entry.item}，{entry.parents}，{entry.column}，{entry.title}，{entry.owner}"
    if isinstance(source, CellRef):
        table = scope.document.tables[source.table]
        return squash(f"{words}，{'，'.join(cell.text for cell in table.own(source.row))}")
    start = getattr(source, "start", 0)
    before = squash(scope.document.text[max(0, start - 60) : start])
    return f"{words}，{re.split(r'[，,；;。]', before)[-1]}"
