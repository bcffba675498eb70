"""One question over the documents it is about: their catalogues, links into them, and the draft of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.amount import Amount
from corpus.archive import DocumentRecord
from corpus.document import Document
from corpus.place import Span
from index.meaning import label
from qa.answer import Evidence, Status
from qa.catalogue import Catalogue, Entry
from qa.compute import Computation
from qa.item import LEVEL, same_claim
from qa.link import COVERED, SURE, Match, Words, clear, fitting, link
from qa.question import Question

# How many further places that state the same figure an answer cites.
_FURTHER = 4
# How well another place must be named to be cited beside the figure that answers.
_LIKE, _NEARLY = 0.35, 0.5


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are numbered: `text` marks them as `{0}`, the index into `evidence`.

    `refuted` are the amounts of a conflict that the document's other figures contradict.
    `accounted`: the operation itself has seen to it that the question's words are said. `said`: further words that are said, the
    name of the list that was ranked or counted.
    """

    text: str
    value: Amount | None = None
    evidence: tuple[Evidence, ...] = ()
    computed: tuple[Computation, ...] = ()
    status: Status = "answered"
    sure: float = 1.0
    refuted: tuple[Amount, ...] = ()
    accounted: bool = False
    said: str = ""


@dataclass(frozen=True)
class Scope:
    """One document that a question is about."""

    record: DocumentRecord
    catalogue: Catalogue

    @property
    def document(self) -> Document:
        """The document as read."""
        return self.catalogue.document


@dataclass(frozen=True)
class Inquiry:
    """A question with the documents it is about; `named` are the parts of it that name agencies.

    `crowd` is how many documents it could be about where they are too many to compare; `scopes` are none of them then.
    `near` tells how near the labels of a document are to a text; `meant` is the label that the question is supposed to mean.
    """

    question: Question
    scopes: tuple[Scope, ...]
    named: tuple[str, ...] = ()
    limited: bool = False
    crowd: int = 0
    near: Callable[[str, str], Mapping[str, float]] = field(default=lambda document, text: {}, repr=False, compare=False)
    meant: str | None = None
    _known: dict[tuple[object, ...], list[Match]] = field(default_factory=dict, repr=False, compare=False)
    _words: dict[tuple[object, ...], Words] = field(default_factory=dict, repr=False, compare=False)

    @property
    def chinese(self) -> bool:
        """Whether the answer is written in Chinese."""
        return self.question.language == "zh"

    def scope(self, document_id: str) -> Scope:
        """The scope of a document."""
        return next(scope for scope in self.scopes if scope.record.id == document_id)

    def within(self, scopes: Iterable[Scope]) -> Inquiry:
        """The same question over some of its documents."""
        return replace(self, scopes=tuple(scopes), _known={})

    def asking(self, question: Question) -> Inquiry:
        """Another question over the same documents."""
        return replace(self, question=question, _known={})

    def words(self, folded: str, scope: Scope) -> Words:
        """The words of a phrase of the question over one document's vocabulary."""
        codes = tuple(code for code in self.question.codes if code in folded)
        key = (folded, scope.record.id, codes, self.named)
        known = self._words.get(key)
        if known is None:
            known = self._words[key] = Words.of(folded, scope.catalogue, self.named, codes)
        return known

    def link(
        self, folded: str, scope: Scope, classes: Sequence[str] = (LEVEL, "数量"), *, question: Question | None = None,
        also: Callable[[Entry], bool] | None = None,
    ) -> list[Match]:  # fmt: skip
        """The figures of one document that a phrase speaks of, the best first, of the year, basis and unit asked for."""
        asked = question or self.question
        key = (folded, scope.record.id, tuple(classes), asked, also)
        known = self._known.get(key)
        if known is None:
            fits = fitting(asked, scope.record.year, scope.record.kind, classes)
            test = fits if also is None else lambda entry: fits(entry) and also(entry)
            known = link(self.words(folded, scope), scope.catalogue, asked, test)
            self._known[key] = known
        return known

    def best(
        self, folded: str, classes: Sequence[str] = (LEVEL, "数量"), *, question: Question | None = None, floor: float = SURE
    ) -> list[tuple[Scope, list[Match]]]:
        """For each document with a sure link its links that are sure, the surest document first."""
        found = []
        for scope in self.scopes:
            linked = self.link(folded, scope, classes, question=question)
            if self.meant is not None and folded == self.question.folded:
                supposed = [match for match in linked if label(match.figure) == self.meant]
                found += [(scope, supposed)] if supposed else []
                continue
            # What a code names is named, whatever else is said beside it; the account sees to that.
            matches = [match for match in linked if match.cover >= COVERED or match.figure.code in self.question.codes]
            if matches and (clear(matches) if floor >= SURE else matches[0].score >= floor):
                found.append((scope, matches))
        return sorted(found, key=lambda pair: -pair[1][0].score)

    def further(self, match: Match, matches: Sequence[Match], scope: Scope) -> list[Entry]:
        """Other places of the document that claim the same as a match: the same item, year and basis."""
        figure = match.figure
        others = [entry for entry in scope.catalogue.namesakes(figure) if entry is not match.entry and same_claim(entry.figure, figure)]
        linked = {m.entry.number: m.score for m in matches}
        return sorted(others, key=lambda entry: (entry.is_table == match.entry.is_table, -linked.get(entry.number, 0.0), entry.number))


def evidence(entry: Entry, note: str = "") -> Evidence:
    """The evidence that an entry is."""
    return Evidence(entry.document_id, entry.figure.source, entry.figure, note)


def passage(document_id: str, span: Span) -> Evidence:
    """The evidence that a piece of text is."""
    return Evidence(document_id, span)


def agreeing(inquiry: Inquiry, match: Match, matches: Sequence[Match], scope: Scope) -> list[Evidence]:
    """The match and the places that state the same amount for the same claim, tables and text in turn."""
    chosen = [match.entry]
    amount = match.amount
    for entry in inquiry.further(match, matches, scope):
        other = entry.figure.amount
        same = other is None if amount is None else other is not None and other.base == amount.base
        if same and len(chosen) <= _FURTHER and all(entry.figure.source != e.figure.source for e in chosen):
            chosen.append(entry)
    # Places that state the same amount for an item the question's words name nearly as well.
    for near in matches:
        stated = near.amount
        alike = stated is not None and amount is not None and stated.dimension == amount.dimension and stated.base == amount.base
        known = any(near.figure.source == e.figure.source for e in chosen)
        if alike and not known and near.score >= max(_LIKE, match.score - _NEARLY) and len(chosen) <= _FURTHER + 1:
            chosen.append(near.entry)
    return [evidence(entry) for entry in chosen]


def disagreeing(inquiry: Inquiry, match: Match, matches: Sequence[Match], scope: Scope) -> list[Entry]:
    """Places of the same table kind, or text against table, that state another amount for the same claim than the printed digits allow."""
    amount = match.amount
    if amount is None:
        return []
    low, high = amount.interval
    found: list[Entry] = []
    for entry in inquiry.further(match, matches, scope):
        other = entry.figure.amount
        if other is None or other.dimension != amount.dimension or entry.figure.table != match.figure.table:
            continue
        if entry.figure.context is not None and entry.figure.context == match.figure.context:
            continue  # one sentence that counts several things of one name does not contradict itself
        one, two = other.interval
        if (two < low or one > high) and entry.figure.measure == match.figure.measure and entry.figure.path == match.figure.path:
            found.append(entry)
    return found
