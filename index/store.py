"""The store: documents, their figures and passages, and the search over them, in one directory."""

from __future__ import annotations

import contextlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from corpus.archive import FILE, Archive, DocumentRecord
from corpus.document import Document
from corpus.errors import ReadError, StoreError
from corpus.figure import Figure
from corpus.place import Span
from corpus.reader import document_id, file_bytes
from index.hybrid import Mode, rank
from index.ingest import VERSION, Added, Parsed, parse
from index.lexical import SCHEMA as LEXICAL
from index.lexical import Lexical
from index.passage import Filter, Hit, Passage

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        text TEXT NOT NULL, spans TEXT NOT NULL, heading TEXT NOT NULL, tbl INTEGER, first_row INTEGER, last_row INTEGER)""",
    "CREATE INDEX IF NOT EXISTS passages_document ON passages(document)",
    """CREATE TABLE IF NOT EXISTS vectors (
        passage INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE, vector BLOB NOT NULL)""",
)
# Documents, and figures of documents, kept in memory.
_KEPT = 64
T = TypeVar("T")


class Store:
    """One directory of documents; open it with `Store.open`, close it or use it in a `with`. Safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.directory = archive.directory
        self.lexical = Lexical(archive.database)
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._figures: OrderedDict[str, tuple[Figure, ...]] = OrderedDict()

    @classmethod
    def open(cls, directory: Path | str, *, create: bool = True, read_only: bool = False) -> Store:
        """Opens a store; one that does not exist is made with `create`. Raises the StoreError family."""
        directory = Path(directory)
        exists = (directory / FILE).is_file()
        if not exists and (read_only or not create):
            raise StoreError(f"{directory}: no store here; add documents with `gouji ingest`")
        if not exists:
            try:
                directory.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{directory}: the store cannot be made ({error.strerror})") from error
        return cls(Archive(directory, (*SCHEMA, *LEXICAL), read_only=read_only))

    def add(self, path: Path | str, *, replace: str | None = None, progress: Callable[[int, int], None] | None = None) -> Added:
        """Adds one file; a file that cannot be read is `failed` with its reason, StoreError when the store cannot be written.

        `replace` names the document whose place this one takes.
        """
        path = Path(os.path.abspath(path))
        old = None if replace is None else self.resolve(replace)
        try:
            data = file_bytes(path)
            id = document_id(data)
            known = self._known(id)
            if known:
                return self._stored(path, id, old, None, data)
            return self._stored(path, id, old, parse(path, data, progress), data)
        except ReadError as error:
            return Added(path.name, None, "failed", None, str(error))

    def _known(self, id: str) -> bool:
        return bool(self.archive.database.read("SELECT 1 FROM documents WHERE id = ? AND reader >= ?", (id, VERSION)))

    def _stored(self, path: Path, id: str, old: str | None, parsed: Parsed | None, data: bytes) -> Added:
        """Everything that changes with one file, in one transaction; what nobody names any more goes."""
        gone: list[tuple[str, str]] = []
        if parsed is not None:
            self.archive.keep(id, parsed.prepared.record.suffix, data)
        with self.archive.database.transaction():
            fresh = not self.archive.database.read("SELECT 1 FROM documents WHERE id = ?", (id,))
            if parsed is not None and not self._known(id):
                self._forget_passages(id)
                self.archive.put(parsed.prepared)
                self._index(parsed.passages)
            lost = [self.archive.name(id, path)]
            if old is not None and old != id:
                lost.append(old)
            for other in dict.fromkeys(filter(None, lost)):
                gone.append((other, self.archive.record(other).suffix))
                self._forget(other)
            record = self.archive.record(id)
        for other, suffix in gone:
            self.archive.discard(other, suffix)
        self._uncache([id, *(other for other, _ in gone)])
        status = "replaced" if gone else "added" if fresh else "unchanged"
        return Added(path.name, id, status, record)

    def remove(self, name: str) -> str:
        """Removes a document with its names, passages and kept file; returns its id."""
        id = self.resolve(name)
        suffix = self.archive.record(id).suffix
        with self.archive.database.transaction():
            self._forget(id)
        self.archive.discard(id, suffix)
        self._uncache([id])
        return id

    def resolve(self, name: str) -> str:
        """The id that a name means; UnknownDocument, AmbiguousDocument."""
        return self.archive.resolve(name)

    def documents(self) -> list[DocumentRecord]:
        """Every document, in the order they were added."""
        return self.archive.documents()

    def document(self, id: str) -> Document:
        """A document as it was read; the last ones asked for are kept."""
        return _cached(self._documents, id, self.archive.load)

    def figures(self, id: str) -> tuple[Figure, ...]:
        """The figures of a document in reading order; the last ones asked for are kept."""
        return _cached(self._figures, id, self.archive.figures)

    def original(self, id: str) -> Path:
        """The kept copy of the file a document was read from, for page images."""
        return self.archive.original(id)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids in this order; ids that are gone are left out."""
        rows = self.archive.database.read(
            "SELECT id, document, text, spans, heading, tbl, first_row, last_row FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        found = {row[0]: _passage(row) for row in rows}
        return [found[id] for id in ids if id in found]

    def passages_of(self, document: str) -> list[Passage]:
        """The passages of one document in reading order."""
        return self.passages(
            [row[0] for row in self.archive.database.read("SELECT id FROM passages WHERE document = ? ORDER BY id", (document,))]
        )

    def allowed(self, where: Filter) -> list[int] | None:
        """The ids of the passages that a filter lets through; None when it lets all through."""
        if where == Filter():
            return None
        conditions, values = [], []
        for column, wanted in (("d.id", where.documents), ("d.agency", where.agencies), ("d.year", where.years), ("d.kind", where.kinds)):
            if wanted:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(wanted), ensure_ascii=False))
        rows = self.archive.database.read(
            f"SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE {' AND '.join(conditions)} ORDER BY p.id", values
        )
        return [row[0] for row in rows]

    def search(self, query: str, where: Filter = Filter(), limit: int = 10, mode: Mode = "hybrid") -> list[Hit]:  # noqa: B008
        """The best passages for a query, best first; the same store gives the same hits."""
        ranked = rank(query, self.lexical.search, None, allowed=self.allowed(where), limit=limit, mode=mode)
        passages = {passage.id: passage for passage in self.passages([hit.id for hit in ranked])}
        return [Hit(passages[hit.id], hit.score, hit.ranks) for hit in ranked if hit.id in passages]

    def close(self) -> None:
        """Releases the files; the store cannot be used any more."""
        self.archive.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _index(self, passages: Iterable[Passage]) -> None:
        rows = []
        for passage in passages:
            first, last = passage.rows if passage.rows is not None else (None, None)
            id = self.archive.database.write(
                "INSERT INTO passages (document, text, spans, heading, tbl, first_row, last_row) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    passage.document_id, passage.text, json.dumps([[span.start, span.stop] for span in passage.spans]),
                    json.dumps(passage.heading, ensure_ascii=False), passage.table, first, last,
                ),
            )  # fmt: skip
            rows.append((id, *_split(passage.text)))
        self.lexical.add(rows)

    def _forget_passages(self, id: str) -> None:
        rows = self.archive.database.read("SELECT id, text FROM passages WHERE document = ?", (id,))
        self.lexical.remove((row[0], *_split(row[1])) for row in rows)
        self.archive.database.write("DELETE FROM passages WHERE document = ?", (id,))

    def _forget(self, id: str) -> None:
        self._forget_passages(id)
        self.archive.delete(id)

    def _uncache(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._documents.pop(id, None)
            self._figures.pop(id, None)


def _passage(row: Sequence[object]) -> Passage:
    id, document, text, spans, heading, table, first, last = row
    return Passage(
        str(document), str(text), tuple(Span(*span) for span in json.loads(str(spans))), tuple(json.loads(str(heading))),
        table if isinstance(table, int) else None, (first, last) if isinstance(first, int) and isinstance(last, int) else None, int(str(id)),
    )  # fmt: skip


def _split(text: str) -> tuple[str, str]:
    """Heading and body of a passage's text, whose first line is its heading."""
    heading, _, body = text.partition("\n")
    return heading, body


def _cached(kept: OrderedDict[str, T], id: str, load: Callable[[str], T]) -> T:
    value = kept.get(id)
    if value is None:
        value = kept[id] = load(id)
    with contextlib.suppress(KeyError):
        kept.move_to_end(id)
    while len(kept) > _KEPT:
        with contextlib.suppress(KeyError):
            kept.popitem(last=False)
    return value
