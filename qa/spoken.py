"""A figure that a sentence or a form cell speaks of, where none of the catalogue's figures bears the question's words.

A catalogue names each figure by one item and one measure. “技术岗6人，普通岗15人” in a form's cell, or a rate that stands behind
three commas, is named by the words around it: here the passage must say every word of the question, and the words right
before the number those that end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.amount import Amount, Stated, find_amounts
from corpus.folding import squash
from corpus.place import CellRef, Source, Span
from qa.account import EMPTY, GRADE, meanings_unsaid, unsaid_runs
from qa.answer import Evidence
from qa.catalogue import abbreviated, grams
from qa.doubt import failed, overlap
from qa.failing import from_check
from qa.focus import focus, variants
from qa.inquiry import Draft, Inquiry, Scope
from qa.link import unit_fits
from qa.phrase import shown, whose
from qa.places import Place, places
from qa.question import Question
from qa.topic import numbers_of
from qa.understood import understood
from qa.wording import FORMERLY, OPPOSITES, PERIOD

# How much of the question's words a passage must say, and the words right before the number those of the last piece.
_SAID, _HEAD = 0.85, 0.6
# Another number whose words are nearly as good makes the first one a guess.
_AHEAD = 0.1
_LONGEST_CLAUSE = 48
# “由32元提高至37元”: the first of the two is what it was before.
_FROM = re.compile(r"(?:由|从|原)(?:原来|原先|原|每[人月年日天户家吨亩个])?的?$")
_REASON = re.compile(r"[，,；;](?:其)?(?:主要)?(?:原因[是为在]|是(?:因为|由于)|系因)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")
_STOPS = "。！？；;\n"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number of a passage: the words that lead to it, and how much of the question they say."""

    scope: Scope
    place: Place
    source: Source
    stated: Stated
    clause: str
    score: float


def spoken(inquiry: Inquiry) -> Draft | None:
    """The number that a passage states right behind the question's own words; None where no passage says them all, or two differ."""
    question = inquiry.question
    if set(question.asked) - {"share", "done"} or not question.units or question.codes or not understood(inquiry):
        return None
    found = [one for scope in inquiry.scopes for one in _candidates(inquiry, scope)]
    if not found:
        return None
    found.sort(key=lambda one: (-one.score, one.place.line))
    best = found[0]
    doubts = [
        c
        for c in failed(best.scope.catalogue)
        if c.stated is not None
        and any(overlap(o.source, best.source) and o.amount is not None and _agree(o.amount, best.stated.amount) for o in c.operands)
    ]
    if doubts:
        return from_check(inquiry, best.scope, doubts[0])
    if any(one.score > best.score - _AHEAD and not _agree(one.stated.amount, best.stated.amount) for one in found[1:]):
        return None
    amount = best.stated.amount
    where = f"{whose(inquiry, best.scope)}{best.clause}"
    limit = {"≥": "不低于", "≤": "不超过", ">": "高于", "<": "低于"}.get(best.stated.bound or "", "")
    if inquiry.chinese:
        text = f"{where}{'为' if not best.clause.endswith(('为', '是')) else ''}{limit}{shown(amount)}{{0}}。"
    else:
        text = f"{shown(amount, chinese=False)} {{0}} ({whose(inquiry, best.scope)}: {best.clause})."
    return Draft(text, amount, (Evidence(best.scope.record.id, best.source),), sure=best.score)


def _agree(one: Amount, other: Amount) -> bool:
    return one.dimension == other.dimension and one.base == other.base


def _candidates(inquiry: Inquiry, scope: Scope) -> Iterator[Spoken]:
    question = inquiry.question
    known = places(scope.catalogue)
    pieces = focus(question.folded, scope.catalogue.vocabulary, inquiry.named)
    wordings = [wording for wording in variants(pieces, scope.catalogue.vocabulary) if wording]
    if not wordings:
        return
    gramsets = [[g for piece in wording for g in grams(piece)] for wording in wordings]
    covers = [known.covers(list(dict.fromkeys(said))) for said in gramsets]
    for number, place in enumerate(known.all):
        order = max(range(len(covers)), key=lambda n: covers[n][number])
        opener = known.all[place.item]
        led = covers[order][place.item] if opener is not place and not place.is_row else 0.0
        if covers[order][number] + led < _SAID * 0.8:
            continue
        for source, text in _texts(scope, place):
            yield from _in_text(inquiry, scope, place, source, text, wordings[order])


def _texts(scope: Scope, place: Place) -> Iterator[tuple[Source, str]]:
    """The sentence, or the cells of the table row one by one."""
    if isinstance(place.source, Span):
        yield place.source, place.text
        return
    for cell in scope.document.tables[place.source.table].own(place.source.row):
        if re.search(r"[一-龥]", cell.text):
            yield CellRef(place.source.table, cell.row, cell.column), squash(cell.text)


def _in_text(inquiry: Inquiry, scope: Scope, place: Place, source: Source, text: str, wording: Sequence[str]) -> Iterator[Spoken]:
    question, record = inquiry.question, scope.record
    # What a point begins with (“（三）病害监测项目：”) its further sentences are about.
    opener = places(scope.catalogue).all[place.item] if not place.is_row else place
    # Why a figure moved says nothing of what it is (…减少300万元，主要原因是三中改造工程已完工).
    reason = _REASON.search(text)
    if reason is not None and any(stated.start < reason.start() for stated in find_amounts(text)):
        text = text[: reason.start()]
    about = squash(text if reason is not None else place.text) + place.about + (_led(opener.text) if opener is not place else "")
    asked_for = "".join(wording)
    opposed = [there for here, there in OPPOSITES if here in asked_for and there not in asked_for]
    said = {g for t in (about, record.agency or "", record.title) for g in grams(squash(t))} | {g for g, _ in abbreviated(about)}
    if any(unsaid_runs(piece, said) for piece in wording):
        return
    # The only number of its kind in a passage needs no words right before it (用地面积约4000平方米).
    alone = len([one for one in find_amounts(text) if one.amount.unit is not None and unit_fits(question.units, one.amount)]) == 1
    # A number that the question itself gives (248家企业) tells which passage is meant.
    anchored = any(number in numbers_of(text) for number in numbers_of(question.folded))
    head = grams(EMPTY.sub("，", wording[-1])) or grams(wording[-1])
    every = [g for piece in wording for g in grams(piece)]
    named = question.folded.split("占", 1)[0] if question.asks("share") and "占" in question.folded else ""
    part = [g for piece in inquiry.words(named, scope).pieces for g in grams(piece)] if named else []
    before = 0
    for stated in find_amounts(text):
        start = max((text.rfind(stop, 0, stated.start) + 1 for stop in _STOPS), default=0)
        clause = text[max(before, start, stated.start - _LONGEST_CLAUSE) : stated.start]
        after = re.split(r"[，,。；;、]", text[stated.stop : stated.stop + 8])[0]
        before = stated.stop
        if any(there in clause for there in opposed):
            continue
        if _FROM.search(clause) and not FORMERLY.search(question.folded):
            continue
        if stated.amount.unit == "年" and 1900 < stated.amount.value < 2100:
            continue  # a date
        if stated.amount.unit is None or not unit_fits(question.units, stated.amount) or not _of_time(inquiry, scope, text, stated, clause):
            continue
        own = set(grams(clause)) | set(grams(after)) | {g for g, _ in abbreviated(clause)}
        share = sum(g in own for g in head) / len(head) if head else 0.0
        if share < _HEAD and not (alone and (anchored or stated.amount.dimension not in ("元", "%"))):
            continue
        if any(not re.search(rf"[\"“]{letter}[\"”]", clause) for letter in GRADE.findall(question.text)):
            continue  # “优”的9个 are not all of them
        if part and sum(g in own for g in part) < _SAID * len(part):
            continue  # it is the share of something else
        if not inquiry.chinese and meanings_unsaid(question, said | own, own | said if alone and "#" not in question.units else own):
            continue
        whole = sum(g in own or g in said for g in every) / len(every)
        near = sum(g in own for g in every) / len(every)
        if not inquiry.chinese and any(g not in own and g in other for other in _others(text, stated, question) for g in every):
            continue  # another number of the passage is the one of a word of the question that this one leaves unsaid
        if whole >= _SAID:
            yield Spoken(scope, place, source, stated, _words(clause), near + share / 2)


def _others(text: str, stated: Stated, question: Question) -> list[set[str]]:
    """The words right before the other numbers of a text that fit the question's units."""
    found, before = [], 0
    for one in find_amounts(text):
        if one.start != stated.start and one.amount.unit is not None and unit_fits(question.units, one.amount):
            found.append(set(grams(text[max(before, one.start - _LONGEST_CLAUSE) : one.start])))
        before = one.stop
    return found


def _led(text: str) -> str:
    """What a point's opening sentence begins with: its title, or what it says first."""
    title = re.match(r"[^，。；,;:：]{2,40}[:：，,]", squash(text))
    return title.group() if title else ""


def _words(clause: str) -> str:
    """The words that lead to a number, from the last pause that leaves some."""
    parts = [part for part in re.split(r"[，,、：:（）()\s]", clause) if re.search(r"[一-龥]{2}", part)]
    return re.sub(r"[≥≤＝=><约共计为是达到]+$", "", parts[-1]) if parts else ""


def _of_time(inquiry: Inquiry, scope: Scope, text: str, stated: Stated, clause: str) -> bool:
    """Whether a number is for the year, the part of the year and the basis asked about."""
    question, record = inquiry.question, scope.record
    start = max((text.rfind(stop, 0, stated.start) + 1 for stop in _STOPS), default=0)
    # A year governs what follows it up to a number; asked about a year, a number further on is still of the last one named.
    years = [int(y) for y in _YEARS.findall(text[start : stated.start])]
    own = [int(y) for y in _YEARS.findall(clause)]
    year = own[-1] if own else years[-1] if years and question.years else record.year
    wanted = set(question.years) or ({record.year + (question.offset or 0)} if record.year is not None else set())
    if year is not None and wanted and year not in wanted:
        return False
    period = next((name for pattern, name in PERIOD if name != "1-12" and pattern.search(text[start : stated.start])), None)
    if period != (question.period if question.period != "1-12" else None):
        return False
    return (
        question.basis in (None, record.kind)
        or question.basis in text[start : stated.start]
        or (question.basis, record.kind) == ("预期", "预算")
    )
