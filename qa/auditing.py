"""Auditing what a store holds, or a file: with last year's disclosure beside it, the decisions on it, and the pages to show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.archive import DocumentRecord
from corpus.document import Document
from corpus.errors import StoreDamaged
from corpus.figure import Figure
from corpus.folding import squash
from corpus.ledger import figures
from corpus.reader import file_bytes, read
from index.store import Store
from qa.checks.audit import Audit, audit
from qa.decisions import decided


@dataclass(frozen=True)
class Audited:
    """An audit with what it was made from; `original` is the file, for page images (None when it is gone)."""

    audit: Audit
    document: Document
    figures: tuple[Figure, ...]
    original: Path | None


def audit_file(path: Path, store: Store | None = None) -> Audited:
    """The audit of a file that need not be stored; `store` may hold last year's disclosure. Raises the ReadError family."""
    data = file_bytes(path)
    document = read(path, data=data)
    stated = figures(document)
    earlier = [] if store is None else _earlier(store, document.agency, document.year, document.kind)
    made = audit(document, stated, path.name, [(store.document(r.id), store.figures(r.id)) for r in earlier] if store else (),
                 digest=hashlib.sha256(data).hexdigest())  # fmt: skip
    return Audited(decided(store.archive.database, made) if store else made, document, stated, path)


def audit_stored(store: Store, id: str) -> Audited:
    """The audit of a stored document, against last year's disclosure where the store has it, with the decisions kept on it."""
    record = store.archive.record(id)
    document, stated = store.document(id), store.figures(id)
    earlier = _earlier(store, record.agency, record.year, record.kind)
    made = audit(document, stated, record.file, [(store.document(r.id), store.figures(r.id)) for r in earlier], digest=record.digest)
    try:
        original: Path | None = store.original(id)
    except StoreDamaged:
        original = None
    return Audited(decided(store.archive.database, made), document, stated, original)


def _earlier(store: Store, agency: str | None, year: int | None, kind: str | None) -> list[DocumentRecord]:
    """The disclosure of the year before of the same agency and kind, in its best-read rendition."""
    if agency is None or year is None:
        return []
    first = {group[0] for group in store.renditions()}
    found = [
        record
        for record in store.documents()
        if record.id in first and record.year == year - 1 and record.kind == kind and squash(record.agency or "") == squash(agency)
    ]
    return found[:1]
