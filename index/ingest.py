"""From a file to what the store keeps of it: read, figures, passages, all encoded; runs in any process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.archive import DocumentRecord, Prepared
from corpus.coding import encode_document, encode_figures
from corpus.document import Document
from corpus.errors import DamagedDocument, ReadError
from corpus.figure import Figure
from corpus.ledger import figures
from corpus.place import CellRef
from corpus.reader import READER_VERSION, read
from index.passage import Passage
from index.passages import PASSAGES_VERSION, passages

# Which program made what the store holds of a document: an older one is made again when its file is added again.
VERSION = READER_VERSION * 1000 + PASSAGES_VERSION


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file; `status` is added, unchanged, replaced or failed, `reason` says why it failed."""

    file: str
    document: str | None
    status: str
    record: DocumentRecord | None = None
    reason: str | None = None

    def json(self) -> dict[str, Any]:
        """The contract's form."""
        fields = (
            self.record.json()
            if self.record is not None
            else dict.fromkeys(("title", "agency", "year", "kind", "pages", "sections", "tables", "figures", "passages"))
        )
        return {**fields, "file": self.file, "document": self.document, "status": self.status, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and its passages, ready to be stored in one transaction."""

    prepared: Prepared
    passages: tuple[Passage, ...]


def parse(path: Path, data: bytes, progress: Callable[[int, int], None] | None = None) -> Parsed:
    """Reads a file's bytes; ReadError for whatever goes wrong with this file."""
    document = read(path, progress, data=data)
    try:
        stated = figures(document)
        pieces = tuple(passages(document))
        return Parsed(
            Prepared(_record(path, data, document, stated, pieces), encode_document(document), encode_figures(stated), _amounts(stated)),
            pieces,
        )
    except ReadError:
        raise
    except Exception as error:  # one strange file must never stop the others
        raise DamagedDocument(f"{path.name}: cannot be understood ({type(error).__name__}: {_line(error)})") from error


def _record(path: Path, data: bytes, document: Document, stated: tuple[Figure, ...], pieces: tuple[Passage, ...]) -> DocumentRecord:
    return DocumentRecord(
        id=document.id, file=path.name, aliases=(path.name,), title=document.title, agency=document.agency, region=document.region,
        year=document.year, kind=document.kind, scope=document.scope, origin=document.origin, pages=document.pages,
        sections=sum(1 for section in document.sections for _ in section.walk()), tables=len(document.tables), figures=len(stated),
        passages=len(pieces), warnings=document.warnings, digest=hashlib.sha256(data).hexdigest(),
        uncertain=sum(len(table.uncertain()) for table in document.tables), reader=VERSION, suffix=path.suffix.lower(),
    )  # fmt: skip


def _amounts(stated: tuple[Figure, ...]) -> tuple[str, ...]:
    """The distinct amounts of the tables, in base units: what two readings of one disclosure have in common."""
    values: set[Decimal] = {
        figure.amount.base.normalize() for figure in stated if figure.amount is not None and isinstance(figure.source, CellRef)
    }
    return tuple(f"{value:f}" for value in sorted(values) if value)


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [""])[0]
