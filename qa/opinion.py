"""Meaning: a second opinion on a link that its letters leave unsure (开会费用: 会议费).

The words must already point to the figure before all others, and the account must find every word said by it; then the
embedding model may say that of all labels of the document this one is meant. Nearness alone decides nothing: a question
about an item that the document does not have is always near to that item's neighbours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import fmean, pstdev

from corpus.folding import squash
from index.meaning import label
from qa.inquiry import Inquiry, Scope
from qa.link import COVERED, clear, fitting

# Fitted by bench/linking.py: how sure a link is by the label's z-score among the document's labels, its lead over the next
# label that fits and has another amount (in the same units), and the share of the words that the figure covers.
_Z, _LEAD, _COVER, _CONSTANT = 0.08, 0.77, 3.38, -2.50
# Of the links that were taken at this level and lead in documents that the fit had not seen, 37 of 43 were right; two of the
# others meant the same (年初结余: 上年结余结转), three were asked for with half a word (服满意度).
TAKEN, LEAST_LEAD = 0.8, 1.0
# Figures that bear less of the words than this are not asked about.
_BORNE = 0.25
# Too few labels tell nothing about what is near.
_FEWEST = 20
_EARLY, _LATE = re.compile(r"年初|上年|期初"), re.compile(r"年末|年终|期末|下年")


def supposed(inquiry: Inquiry, classes: Sequence[str]) -> Inquiry | None:
    """The question with the label that its words point to, if not surely; None where they point to none. Asks no model."""
    question = inquiry.question
    if not inquiry.chinese or question.asked or question.codes or len(inquiry.scopes) != 1:
        return None
    matches = inquiry.link(question.folded, inquiry.scopes[0], classes)
    if not matches or matches[0].cover < _BORNE or clear([match for match in matches if match.cover >= COVERED]):
        return None
    meant = label(matches[0].figure)
    return None if _twisted(question.folded, meant) else replace(inquiry, meant=meant, _known={})


def confirmed(inquiry: Inquiry, classes: Sequence[str]) -> bool:
    """Whether the embedding model holds, too, that the supposed label is meant; False without a model."""
    scope, question = inquiry.scopes[0], inquiry.question
    near = inquiry.near(scope.record.id, asked(inquiry))
    meant = inquiry.meant
    if meant is None or meant not in near or len(near) < _FEWEST:
        return False
    seen = evidence_of(inquiry, scope, classes, near, meant)
    if seen is None or seen[1] < LEAST_LEAD:
        return False
    cover = inquiry.link(question.folded, scope, classes)[0].cover
    return chance(*seen, cover) >= TAKEN


def evidence_of(
    inquiry: Inquiry, scope: Scope, classes: Sequence[str], near: Mapping[str, float], meant: str
) -> tuple[float, float] | None:
    """The z-score of a label and its lead over the next one; None where another label is nearer."""
    question = inquiry.question
    spread = pstdev(near.values())
    agency = squash(scope.record.agency or "")
    fits = fitting(question, scope.record.year, scope.record.kind, classes)
    amounts: dict[str, set[Decimal]] = {}
    for entry in scope.catalogue.entries:
        name = label(entry.figure)
        own = bool(agency) and (squash(name) in agency or agency in squash(name))
        if name in near and not own and fits(entry):
            amounts.setdefault(name, set()).update([entry.figure.amount.base] if entry.figure.amount is not None else [])
    if meant not in amounts or not spread:
        return None
    order = sorted(amounts, key=lambda name: (-near[name], name))
    if order[0] != meant:
        return None
    rival = next((near[name] for name in order[1:] if not amounts[name] <= amounts[meant]), fmean(near.values()))
    return (near[meant] - fmean(near.values())) / spread, (near[meant] - rival) / spread


def chance(z: float, lead: float, cover: float) -> float:
    """How likely a label is meant that is the nearest and that the words point to."""
    return 1 / (1 + math.exp(-(_Z * z + _LEAD * lead + _COVER * cover + _CONSTANT)))


def asked(inquiry: Inquiry) -> str:
    """What the model reads: the question without its agency and years, which some labels bear as well."""
    text = inquiry.question.text
    for name in sorted(inquiry.named, key=len, reverse=True):
        text = text.replace(name, "")
    return re.sub(r"(?:19|20)\d\d年?度?", "", text).strip("，,:： 的")


def _twisted(asked_for: str, name: str) -> bool:
    """Whether one speaks of the beginning of a year and the other of its end."""
    return any(
        here.search(asked_for) and not there.search(asked_for) and there.search(name) and not here.search(name)
        for here, there in ((_EARLY, _LATE), (_LATE, _EARLY))
    )
