"""The archive: every document as read, with its figures, names and original file, in one SQLite file keyed by content."""

from __future__ import annotations

import contextlib
import json
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.coding import decode_document, decode_figures
from corpus.database import Database
from corpus.document import Document
from corpus.errors import AmbiguousDocument, StoreDamaged, StoreError, UnknownDocument
from corpus.figure import Figure

FILE = "gouji.sqlite"
KEPT = "files"

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS documents (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, digest TEXT NOT NULL, reader INTEGER NOT NULL, suffix TEXT NOT NULL,
        title TEXT NOT NULL, agency TEXT, region TEXT, year INTEGER, kind TEXT, scope TEXT, origin TEXT NOT NULL,
        pages INTEGER NOT NULL, sections INTEGER NOT NULL, tables INTEGER NOT NULL, figures INTEGER NOT NULL,
        passages INTEGER NOT NULL, uncertain INTEGER NOT NULL, warnings TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS bodies (
        id TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, document BLOB NOT NULL, figures BLOB NOT NULL, amounts TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS names (
        path TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, name TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS names_document ON names(document)",
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)
_COLUMNS = "id, digest, title, agency, region, year, kind, scope, origin, pages, sections, tables, figures, passages, warnings, uncertain, reader, suffix"
# How many names a refusal lists.
_LISTED = 10


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What the archive says of a document without opening it; `file` is its first name, the counts are numbers of things.

    `digest` is the SHA-256 of the file, `uncertain` the number of cells whose reading is not to be trusted, `reader`
    the version of the program that read it.
    """

    id: str
    file: str
    aliases: tuple[str, ...]
    title: str
    agency: str | None
    region: str | None
    year: int | None
    kind: str | None
    scope: str | None
    origin: str
    pages: int
    sections: int
    tables: int
    figures: int
    passages: int
    warnings: tuple[str, ...]
    digest: str
    uncertain: int = 0
    reader: int = 0
    suffix: str = ""

    def json(self) -> dict[str, Any]:
        """The contract's form; `status` is `stored`."""
        return {
            "file": self.file, "document": self.id, "status": "stored", "reason": None, "title": self.title, "agency": self.agency, "year": self.year, "kind": self.kind,
            "pages": self.pages, "sections": self.sections, "tables": self.tables, "figures": self.figures, "passages": self.passages,
            "region": self.region, "scope": self.scope, "origin": self.origin, "aliases": list(self.aliases), "warnings": list(self.warnings),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored: read and encoded, in whatever process; `amounts` are the distinct amounts of its tables."""

    record: DocumentRecord
    body: bytes
    figures: bytes
    amounts: tuple[str, ...]


class Archive:
    """The documents of one store; ids come from the content, names are the files they were added from."""

    def __init__(self, directory: Path, schema: Sequence[str] = (), *, read_only: bool = False) -> None:
        self.directory = directory
        self.database = Database(directory / FILE, (*SCHEMA, *schema), read_only=read_only)

    def documents(self) -> list[DocumentRecord]:
        """Every document in the order it was first added."""
        return self._records("")

    def record(self, id: str) -> DocumentRecord:
        """The record of an id; UnknownDocument if there is none."""
        found = self._records("WHERE id = ?", (id,))
        if not found:
            raise self._unknown(id)
        return found[0]

    def load(self, id: str) -> Document:
        """The document of an id, equal to what its reader returned; StoreDamaged when its bytes cannot be decoded."""
        try:
            return decode_document(self._body(id, "document"))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(
                f"{self.directory}: document {id} cannot be decoded ({error}); `gouji doctor --repair` reads its file again"
            ) from error

    def figures(self, id: str) -> tuple[Figure, ...]:
        """The figures of a document in reading order."""
        try:
            return decode_figures(self._body(id, "figures"))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(
                f"{self.directory}: the figures of {id} cannot be decoded ({error}); `gouji doctor --repair` reads its file again"
            ) from error

    def amounts(self, id: str) -> frozenset[Decimal]:
        """The distinct amounts (in base units, without zero) of a document's tables."""
        return frozenset(Decimal(text) for text in json.loads(self._body(id, "amounts")))

    def original(self, id: str) -> Path:
        """The kept copy of the file that a document was read from; StoreDamaged when it is gone."""
        path = self.kept(id, self.record(id).suffix)
        if not path.is_file():
            raise StoreDamaged(f"{path}: the kept copy of {id} is gone; add the file again")
        return path

    def kept(self, id: str, suffix: str) -> Path:
        """Where the copy of a document's file lies."""
        return self.directory / KEPT / f"{id}{suffix}"

    def resolve(self, name: str) -> str:
        """The id that a name means: an id, a file name with or without suffix, or a path it was added from.

        Raises UnknownDocument (naming what is there) and AmbiguousDocument (listing the candidates).
        """
        wanted = _normal(name)
        rows = self.database.read("SELECT document, name, path FROM names JOIN documents ON documents.id = document ORDER BY position")
        # A name with a folder in it is a path, relative to where the program was started.
        place = _normal(os.path.abspath(name)) if os.path.dirname(name) else None
        for ids in (
            [id for id, _, _ in rows if id == wanted],
            [id for id, _, path in rows if path == place],
            [id for id, file, _ in rows if file == wanted],
            [id for id, file, _ in rows if Path(file).stem == wanted],
        ):
            found = list(dict.fromkeys(ids))
            if len(found) > 1:
                raise AmbiguousDocument(f"{name}: several documents have this name: {self._listing(found)}; name one by its id")
            if found:
                return str(found[0])
        raise self._unknown(name)

    def at(self, path: Path) -> str | None:
        """The id of the document that was last added from an absolute path."""
        rows = self.database.read("SELECT document FROM names WHERE path = ?", (_normal(str(path)),))
        return str(rows[0][0]) if rows else None

    def keep(self, id: str, suffix: str, data: bytes) -> None:
        """Writes the copy of a document's file, completely or not at all, inside the transaction that stores the document."""
        path = self.kept(id, suffix)
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(exist_ok=True)
            with open(part, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
            _sync(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise StoreError(f"{path}: the file cannot be kept ({error.strerror}); nothing of it was stored") from error

    def put(self, prepared: Prepared) -> None:
        """Stores a document, or its newer reading, inside a transaction; its names are given by `name`."""
        record = prepared.record
        position = self.database.read(
            "SELECT coalesce((SELECT position FROM documents WHERE id = ?), (SELECT max(position) + 1 FROM documents), 1)", (record.id,)
        )[0][0]
        values = (
            record.id, position, record.digest, record.reader, record.suffix, record.title, record.agency, record.region, record.year,
            record.kind, record.scope, record.origin, record.pages, record.sections, record.tables, record.figures, record.passages,
            record.uncertain, json.dumps(record.warnings, ensure_ascii=False),
        )  # fmt: skip
        columns = "id, position, digest, reader, suffix, title, agency, region, year, kind, scope, origin, pages, sections, tables, figures, passages, uncertain, warnings"
        updates = ", ".join(f"{column} = excluded.{column}" for column in columns.split(", ")[1:])
        with self.database.transaction():
            self.database.write(
                f"INSERT INTO documents ({columns}) VALUES ({', '.join('?' * len(values))}) ON CONFLICT(id) DO UPDATE SET {updates}", values
            )
            self.database.write(
                "INSERT INTO bodies (id, document, figures, amounts) VALUES (?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
                "document = excluded.document, figures = excluded.figures, amounts = excluded.amounts",
                (record.id, prepared.body, prepared.figures, json.dumps(prepared.amounts)),
            )

    def name(self, id: str, path: Path) -> str | None:
        """Says that a path holds this document now; returns the id of a document that lost its last name by that."""
        with self.database.transaction():
            before = self.at(path)
            if before == id:
                return None
            file = unicodedata.normalize("NFC", path.name)
            self.database.write(
                "INSERT INTO names (path, document, name) VALUES (?, ?, ?) ON CONFLICT(path) DO UPDATE SET document = excluded.document, name = excluded.name",
                (_normal(str(path)), id, file),
            )
            if before is None or self.database.read("SELECT 1 FROM names WHERE document = ?", (before,)):
                return None
            return before

    def delete(self, id: str) -> None:
        """Forgets a document and its names; its kept file is removed by `discard` once that is committed."""
        self.database.write("DELETE FROM documents WHERE id = ?", (id,))

    def discard(self, id: str, suffix: str) -> None:
        """Removes the kept copy of a document that is no longer in the archive."""
        # Inside a transaction: another process may be adding the same file again.
        with self.database.transaction():
            if not self.database.read("SELECT 1 FROM documents WHERE id = ?", (id,)):
                self.kept(id, suffix).unlink(missing_ok=True)

    def setting(self, name: str) -> str | None:
        """A value that the store remembers about itself, such as the version of its tokens."""
        rows = self.database.read("SELECT value FROM settings WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set(self, name: str, value: str) -> None:
        """Remembers a value inside a transaction."""
        self.database.write(
            "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def close(self) -> None:
        """Releases the file."""
        self.database.close()

    def _records(self, where: str, values: Sequence[Any] = ()) -> list[DocumentRecord]:
        aliases: dict[str, list[str]] = {}
        for document, name in self.database.read(
            f"SELECT document, name FROM names {where.replace('id', 'document')} ORDER BY names.rowid", values
        ):
            if name not in aliases.setdefault(document, []):
                aliases[document].append(name)
        found = []
        for row in self.database.read(f"SELECT {_COLUMNS} FROM documents {where} ORDER BY position", values):
            (
                id,
                digest,
                title,
                agency,
                region,
                year,
                kind,
                scope,
                origin,
                pages,
                sections,
                tables,
                figures,
                passages,
                warnings,
                uncertain,
                reader,
                suffix,
            ) = row
            names = tuple(aliases.get(id, (f"{id}{suffix}",)))
            found.append(
                DocumentRecord(
                    id, names[0], names, title, agency, region, year, kind, scope, origin, pages, sections, tables, figures, passages,
                    tuple(json.loads(warnings)), digest, uncertain, reader, suffix,
                )
            )  # fmt: skip
        return found

    def _body(self, id: str, column: str) -> Any:
        rows = self.database.read(f"SELECT {column} FROM bodies WHERE id = ?", (id,))
        if not rows:
            raise self._unknown(id)
        return rows[0][0]

    def _listing(self, ids: Iterable[str]) -> str:
        records = {record.id: record for record in self.documents()}
        listed = [f"{records[id].file} ({id})" for id in ids if id in records]
        more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
        return ", ".join(listed[:_LISTED]) + more

    def _unknown(self, name: str) -> UnknownDocument:
        ids = [row[0] for row in self.database.read("SELECT id FROM documents ORDER BY position")]
        return UnknownDocument(
            f"{name}: no document of this name; the store has {self._listing(ids)}"
            if ids
            else f"{name}: no such document, the store is empty"
        )


def _normal(name: str) -> str:
    # The same name typed on macOS comes decomposed.
    return unicodedata.normalize("NFC", name)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
