"""The one figure that says every word of a question, where the linking is not sure of any.

What a question is padded with (一年, 编了, 到底) or says in other words lowers a link's score, however plainly its item is
named. The account decides then: of all figures that fit, only one says all that the question names, and none is near it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.account import explained, unsaid_runs
from qa.catalogue import abbreviated, grams
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.link import AHEAD, CLOSE, COVERED, Match, Words
from qa.numerals import counted
from qa.phrase import answering, stated
from qa.wording import JOINED

# Links below this are about something else; so many of the best are looked at.
_LEAST, _MOST = 0.3, 25
_LISTED = re.compile(r"(?:包括|包含|其中|用于)(?:[^。、]*、){3}")
# How fully the words must bear the item's name, where they say much beside it.
_NAMED, _HALF = 0.95, 0.5
# How much more of the words one of two must bear that are near each other.
_FULLER = 0.1
_SHORT_PART = 3
# What may be asked of one figure.
_PLAIN = {"sum", "share", "done"}


def sole(inquiry: Inquiry, classes: Sequence[str]) -> Draft | None:
    """The figure that alone says every word of a question for one figure; None where none does, or another is near."""
    question = inquiry.question
    if question.codes or set(question.asked) - _PLAIN or len(inquiry.scopes) != 1:
        return None
    if question.asks("sum") and counted(question.text) is not None:
        return None  # “名下三个项目合计”: one figure is not what the three add up to
    if question.asks("sum") and JOINED.search(question.folded):
        return None
    scope = inquiry.scopes[0]
    found: list[tuple[Match, Draft]] = []
    for match in inquiry.link(question.folded, scope, classes)[:_MOST]:
        if match.score < _LEAST or match.amount is None:
            continue
        if question.asks("share", "done") and match.amount.dimension != "%":
            continue
        if question.asks("share") and not _of_the_part(question.folded, match):
            continue
        if found and (match.amount.base == found[0][1].value.base if found[0][1].value else False):
            continue
        draft = Draft(
            stated(inquiry, scope, match.entry, "{0}"),
            answering(scope, match.entry),
            (evidence(match.entry),),
            sure=match.score,
            accounted=True,
        )
        if explained(inquiry, draft):
            found.append((match, draft))
            if len(found) > 1:
                break
    if not found or (len(found) > 1 and found[0][0].score - found[1][0].score < AHEAD):
        return None
    first, draft = found[0]
    top = inquiry.link(question.folded, scope, classes)[0]
    part = first.figure.context is not None and first.figure.context == top.figure.context and first.cover > top.cover
    fuller = first.score >= top.score - AHEAD and first.cover > top.cover + _FULLER
    if first.score < top.score - CLOSE and not part and not fuller:
        return None  # the words point to another item, which leaves some of them unsaid
    if _odd_letter(inquiry, scope, first) or _only_listed(first, inquiry.words(question.folded, scope)):
        return None
    if not question.units and first.amount is not None and first.amount.dimension != "元" and first.tight < _NAMED:
        return None  # of what kind the figure is nobody has said
    return draft if first.tight >= _NAMED or first.cover >= COVERED else None


def _of_the_part(folded: str, match: Match) -> bool:
    """Whether a share is that of what stands before 占 (X占Y的百分之几), not the one that Y has of something."""
    part, _, whole = folded.partition("占")
    own = set(grams(match.entry.item))
    return not whole or len(part) < _SHORT_PART or 2 * len(own & set(grams(part))) >= len(own)


def _odd_letter(inquiry: Inquiry, scope: Scope, match: Match) -> bool:
    """Whether a single character inside the words is not said (外宾接待 of 公务接待费); the first or last may be a verb (打疫苗, 电费编)."""
    said = {gram for text, _ in scope.catalogue.fields(match.entry) for gram in (*grams(text), *(g for g, _ in abbreviated(text)))}
    inner = [
        [run for piece in wording for run in unsaid_runs(piece, said, 1) if len(run) == 1 and run not in (piece[0], piece[-1])]
        for wording in inquiry.words(inquiry.question.folded, scope).alternatives
    ]
    return all(inner)


def _only_listed(match: Match, words: Words) -> bool:
    """Whether the words stand only in the list of what a total includes (公用经费102万元，主要包括：办公费、会议费…)."""
    entry = match.entry
    listed = _LISTED.search(entry.sentence)
    before = entry.sentence[: listed.start()] if listed else entry.sentence
    own = set(grams("，".join((entry.item, entry.column, entry.title, entry.section, entry.parents, before))))
    whole = own | set(grams(entry.sentence))
    said = [gram for piece in words.pieces for gram in grams(piece)]
    return sum(gram in own for gram in said) < _HALF * sum(gram in whole for gram in said)
