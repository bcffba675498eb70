"""Which documents a question is about: those it is limited to, of the agency, year and kind it names; and their catalogues."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

from corpus.archive import DocumentRecord
from corpus.folding import squash
from index.passage import Filter
from index.store import Store
from qa.agency import choose
from qa.catalogue import Catalogue
from qa.doubt import recall
from qa.english import understand
from qa.focus import focus, variants
from qa.inquiry import Inquiry, Scope
from qa.link import is_short_for
from qa.question import Question

# Documents whose catalogue is kept in memory, and documents one question looks into when it names none.
_KEPT = 32
_MOST = 24
# A final account is published in the year after its own: who reads it says 去年 of what it accounts for, and 今年 of the months since.
_LAST_YEAR = re.compile(
    r"(?<![比较与和跟同到])去年(?!同期|同比|相比|年?[底末]|的?(?:决算|预算)?数?(?:相比|比|多|少|增|减))|\blast year\b(?! ?['’]s)"
)
_catalogues: WeakKeyDictionary[Store, OrderedDict[str, Catalogue]] = WeakKeyDictionary()
_lock = Lock()


def catalogue(store: Store, document_id: str) -> Catalogue:
    """The catalogue of a stored document, kept in memory for the next question."""
    with _lock:
        kept = _catalogues.setdefault(store, OrderedDict())
        known = kept.get(document_id)
        if known is not None:
            kept.move_to_end(document_id)
            return known
    made = Catalogue(store.document(document_id), store.figures(document_id))
    recall(made, store)
    with _lock:
        kept[document_id] = made
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return made


def inquire(store: Store, question: Question, documents: Sequence[str] = ()) -> tuple[Inquiry, str | None]:
    """The documents a question is about, and an agency it names that none of them is."""
    if documents:
        ids = list(dict.fromkeys(store.resolve(name) for name in documents))
        records = [store.archive.record(document_id) for document_id in ids]
    else:
        best = set(store.preferred())
        records = [record for record in store.documents() if record.id in best]

    # Words may be asked for about an office that a disclosure speaks of by its full name (县卫健局, 县卫生健康局).
    gap = ".{0,5}" if question.want == "text" else ""

    def written(name: str) -> bool:
        """Whether a name stands in the text of the documents."""
        known = re.compile(gap.join(map(re.escape, name)))

        def stands(text: str) -> bool:
            return known.search(text) is not None if gap else name in text

        if len(records) <= _MOST:
            return any(stands(catalogue(store, record.id).prose) for record in records)
        where = Filter(documents=tuple(record.id for record in records)) if documents else Filter()
        return any(stands(squash(hit.passage.text)) for hit in store.search(name, where, 5, "lexical"))

    def held(name: str) -> bool:
        """Whether figures of the documents bear a name."""
        names = [catalogue(store, record.id).vocabulary for record in records]
        return any(name in one or any(is_short_for(name, item) for item in one.split("\n")) for one in names)

    chosen = choose(
        squash(f"{question.text}，{question.before}"),
        records,
        written,
        f"{question.text} {question.before}" if question.language == "en" else "",
        held if question.want == "figure" and len(records) <= _MOST else None,
    )
    kept = _narrowed(question, list(chosen.records), limited=bool(documents))
    crowd = 0
    if len(kept) > _MOST:
        kept, crowd = _speaking(store, question, kept, chosen.named)
    if question.issue is not None and not question.years and all(record.year != question.issue for record in kept):
        question = replace(question, years=(question.issue,))
    scopes = tuple(Scope(record, catalogue(store, record.id)) for record in kept)
    question = _since(question, kept)
    # A name in quotation marks is what is asked about (“水土保持” of a 水土保持监测中心).
    own = tuple(name for name in chosen.named if name not in question.quoted)
    return Inquiry(understand(question, scopes), scopes, own, bool(documents), crowd, store.meanings.near), chosen.foreign


def _since(question: Question, records: Sequence[DocumentRecord]) -> Question:
    """The question with 去年 and 今年 as they are said of a final account; a year compared with is the one before its own."""
    if question.years or not records or any(record.kind != "决算" for record in records):
        return question
    if question.offset == 0 and question.period not in (None, "1-12"):
        return replace(question, offset=1)
    if question.offset == -1 and _LAST_YEAR.search(question.text) and not question.asks("change", "derive", "difference"):
        return replace(question, offset=None)
    return question


def _narrowed(question: Question, records: list[DocumentRecord], *, limited: bool) -> list[DocumentRecord]:
    """Among several disclosures of one agency those of the year and kind asked for, where there are such."""
    if len(records) < 2:
        return records
    if question.issue is not None and any(r.year == question.issue for r in records):
        records = [r for r in records if r.year == question.issue]
    elif question.years:
        of_year = [r for r in records if r.year in question.years]
        records = of_year or records
    if question.want == "text":
        return records  # “完成预算的比例为何偏低” is a final account's to say
    if question.basis in ("决算", "执行") and not limited:
        records = [r for r in records if r.kind == "决算"] or records
    elif question.basis == "预算" and not limited:
        records = [r for r in records if r.kind == "预算"] or records
    return records


def _speaking(store: Store, question: Question, records: list[DocumentRecord], named: Sequence[str]) -> tuple[list[DocumentRecord], int]:
    """The documents that use all of a question's words, or those a search finds; none, but their number, where they are too many to compare."""
    where = Filter(documents=tuple(r.id for r in records))
    by_id = {r.id: r for r in records}
    speaking: set[str] | None = None
    for piece in focus(question.folded, "", named):
        found = store.shelf.speaking([word for other in variants([piece]) for word in other], where)
        if found:
            speaking = found if speaking is None else speaking & found
    if speaking and len(speaking) > _MOST:
        return [], len(speaking)
    if speaking:
        return [r for r in records if r.id in speaking], 0
    order = dict.fromkeys(hit.passage.document_id for hit in store.search(question.folded or question.text, where, 60, "lexical"))
    if len(order) > _MOST and question.want != "text":  # a sum or a rank of some of them would be wrong
        return [], len(records)
    return [by_id[i] for i in list(order)[:_MOST] if i in by_id], 0
