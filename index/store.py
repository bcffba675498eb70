"""The store: documents, their figures and passages, and the search over them, in one directory."""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from corpus.archive import FILE, Archive, DocumentRecord
from corpus.document import Document
from corpus.errors import ModelError, ReadError, StoreError, UnsupportedFormat
from corpus.figure import Figure
from corpus.reader import ACCEPTED, SUFFIXES, document_id, file_bytes
from corpus.zipped import SUFFIX as ZIP
from corpus.zipped import members
from index import doctor, model, renditions
from index.dense import SCHEMA as VECTORS
from index.dense import Dense
from index.hybrid import Mode, rank
from index.ingest import VERSION, Added, Parsed, parse
from index.meaning import Meanings
from index.passage import Filter, Hit, Passage
from index.pool import cores, parse_all
from index.shelf import SCHEMA as PASSAGES
from index.shelf import Shelf
from index.tokens import TOKENS_VERSION

__all__ = ["Added", "Store", "disclosures_in"]

# Documents, and figures of documents, kept in memory.
_KEPT = 32
_TOKENS = "tokens"
# What can be made again from the archive.
CACHE = "cache"
T = TypeVar("T")
Progress = Callable[[int, int], None]


class Store:
    """One directory of documents; open it with `Store.open`, close it or use it in a `with`. Safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.directory = archive.directory
        self.shelf = Shelf(archive.database)
        cache = None if archive.database.read_only else archive.directory / CACHE
        self.dense = Dense(archive, cache)
        self.meanings = Meanings(archive, self.dense.embedder)
        self._documents = _Kept(archive.load)
        self._figures = _Kept(archive.figures)
        self._records: tuple[object, list[DocumentRecord]] | None = None
        self._groups: tuple[object, list[tuple[str, ...]]] | None = None

    @classmethod
    def open(cls, directory: Path | str, *, create: bool = True, read_only: bool = False) -> Store:
        """Opens a store; one that does not exist is made with `create`. Raises the StoreError family."""
        directory = Path(directory)
        if not (directory / FILE).is_file():
            if read_only or not create:
                raise StoreError(f"{directory}: there is no store here; `gouji ingest` makes one")
            try:
                directory.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{directory}: the store cannot be made here ({error.strerror})") from error
        store = cls(Archive(directory, (*PASSAGES, *VECTORS), read_only=read_only))
        if not read_only and store.archive.setting(_TOKENS) != str(TOKENS_VERSION):
            with store.archive.database.transaction():
                store.shelf.index_again()
                store.archive.set(_TOKENS, str(TOKENS_VERSION))
        return store

    def add(self, path: Path | str, *, replace: str | None = None, progress: Progress | None = None) -> Added:
        """Adds one file; one that cannot be read is `failed` with its reason. Raises StoreError when the store cannot be written.

        `replace` names the document whose place this one takes. Vectors are made by `embed`.
        """
        old = None if replace is None else self.resolve(replace)
        try:
            data = file_bytes(Path(path))
            known = self._current(document_id(data))
            return self.take(Path(path), data, None if known else parse(Path(path), data, progress), old)
        except ReadError as error:
            return _failed(Path(path), error)

    def add_all(
        self,
        paths: Iterable[Path | str],
        *,
        jobs: int | None = 1,
        replace: str | None = None,
        on_done: Callable[[Added], None] | None = None,
        progress: Progress | None = None,
    ) -> list[Added]:
        """Adds files in their order, reading `jobs` at a time (None: one a core), then makes the vectors that are missing.

        `on_done` is called for each file once it is safely stored; `progress` gets (vectors made, in all). A file that
        fails never stops the others. `jobs` other than 1 starts processes: call it under `if __name__ == "__main__"`.
        """
        old = None if replace is None else self.resolve(replace)
        every = [Path(path) for path in paths]
        results: list[Added] = []

        def report(added: Added) -> None:
            results.append(added)
            if on_done is not None:
                on_done(added)

        pending: list[Path] = []
        for path in every:
            known = self._known(path, old)
            if known is None:
                pending.append(path)
            else:
                report(known)
        for path, outcome in parse_all(pending, cores() if jobs is None else jobs):
            if isinstance(outcome, ReadError):
                report(_failed(path, outcome))
                continue
            try:
                report(self.take(path, file_bytes(path), outcome, old))
            except ReadError as error:
                report(_failed(path, error))
        if self.dense.missing() or self.meanings.missing():
            self.embed(progress)
        return results

    def embed(self, progress: Progress | None = None) -> int:
        """Makes the vectors that are missing: of passages for the dense half of the search, of labels for the linking.

        Returns how many passages got theirs, 0 without a usable model.
        """
        if model.name() is None and not model.turned_off():
            print("gouji: no embedding model on this machine; the search is by words alone (GOUJI_EMBED_MODEL names one)", file=sys.stderr)
            return 0
        try:
            made = self.dense.update(progress)
            self.meanings.update()
            return made
        except ModelError as error:  # the documents are stored, and found by their words
            print(f"gouji: {error}; the search is by words alone", file=sys.stderr)
            return 0

    def remove(self, name: str) -> str:
        """Removes a document with its names, passages and kept file; returns its id."""
        id = self.resolve(name)
        suffix = self.archive.record(id).suffix
        with self.archive.database.transaction():
            self._forget(id)
        self._discard([(id, suffix)])
        return id

    def resolve(self, name: str) -> str:
        """The id that a name means: an id, a file name with or without suffix; UnknownDocument, AmbiguousDocument."""
        return self.archive.resolve(name)

    def documents(self) -> list[DocumentRecord]:
        """Every document, in the order they were added."""
        version = self.archive.database.version()
        if self._records is None or self._records[0] != version:
            self._records = version, self.archive.documents()
        return list(self._records[1])

    def document(self, id: str) -> Document:
        """A document as it was read; the last ones asked for are kept."""
        return self._documents.get(id)

    def figures(self, id: str) -> tuple[Figure, ...]:
        """The figures of a document in reading order; the last ones asked for are kept."""
        return self._figures.get(id)

    def original(self, id: str) -> Path:
        """The kept copy of the file that a document was read from, for page images."""
        return self.archive.original(id)

    def passages(self, id: str) -> list[Passage]:
        """The passages of a document."""
        return self.shelf.of(id)

    def renditions(self) -> list[tuple[str, ...]]:
        """All document ids, those that hold one disclosure together, the best-read one first."""
        version = self.archive.database.version()
        if self._groups is None or self._groups[0] != version:
            self._groups = version, renditions.groups(self.archive)
        return self._groups[1]

    def preferred(self) -> list[str]:
        """One id per disclosure, its best-read file: what a question about no particular document looks at."""
        return [group[0] for group in self.renditions()]

    def search(self, query: str, where: Filter | None = None, limit: int = 10, mode: Mode = "hybrid") -> list[Hit]:
        """The best passages for a query, best first; the filter holds before the ranking. One store gives the same hits always."""
        dense = self.dense.search if mode != "lexical" and self.dense.available() else None
        allowed = None if where is None else self.shelf.allowed(where)
        ranked = rank(query, self.shelf.lexical.search, dense, allowed=allowed, limit=limit, mode=mode)
        found = {passage.id: passage for passage in self.shelf.get([hit.id for hit in ranked])}
        return [Hit(found[hit.id], hit.score, hit.ranks) for hit in ranked if hit.id in found]

    def check(self) -> list[str]:
        """What is wrong with the store, a line each; [] when it is sound."""
        return doctor.check(self)

    def repair(self) -> list[str]:
        """Mends what can be mended and says what it found, a line each."""
        return doctor.repair(self)

    def close(self) -> None:
        """Releases the files; the store cannot be used any more."""
        self.archive.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def take(self, path: Path, data: bytes, parsed: Parsed | None, old: str | None = None) -> Added:
        """Stores a file that was read (`parsed` None for one that is stored already) under its path, in one transaction.

        `old` is the id of the document whose place it takes; a document that nothing names any more goes.
        """
        id = document_id(data)
        if parsed is not None and parsed.prepared.record.id != id:
            raise ReadError(f"{path.name}: was changed while it was read; add it again")
        place = Path(os.path.abspath(path))
        with self.archive.database.transaction():
            fresh = not self.archive.database.read("SELECT 1 FROM documents WHERE id = ?", (id,))
            if not self._current(id):
                if parsed is None:
                    raise ReadError(f"{path.name}: was removed by another process while it was added; add it again")
                self.put(parsed)
            self.archive.keep(id, self.archive.record(id).suffix, data)
            before = self.archive.at(place)
            nameless = self.archive.name(id, place)
            gone = [
                (other, self.archive.record(other).suffix) for other in dict.fromkeys((nameless, old)) if other is not None and other != id
            ]
            for other, _ in gone:
                self._forget(other)
            record = self.archive.record(id)
        self._discard(gone)
        replaced = gone or (before is not None and before != id)
        return Added(str(path), id, "replaced" if replaced else "added" if fresh else "unchanged", record)

    def put(self, parsed: Parsed) -> None:
        """Stores a document with its passages in place of an older reading of it, inside a transaction."""
        id = parsed.prepared.record.id
        self.shelf.clear(id)
        self.meanings.clear(id)
        self.archive.put(parsed.prepared)
        self.shelf.put(parsed.passages)
        self._uncache([id])

    def _current(self, id: str) -> bool:
        return bool(self.archive.database.read("SELECT 1 FROM documents WHERE id = ? AND reader >= ?", (id, VERSION)))

    def _known(self, path: Path, old: str | None) -> Added | None:
        """The outcome for a file that need not be read: it is known by its content, or cannot be opened."""
        try:
            data = file_bytes(path)
            return self.take(path, data, None, old) if self._current(document_id(data)) else None
        except ReadError as error:
            return _failed(path, error)

    def _forget(self, id: str) -> None:
        self.shelf.clear(id)
        self.archive.delete(id)

    def _discard(self, gone: Sequence[tuple[str, str]]) -> None:
        for id, suffix in gone:
            self.archive.discard(id, suffix)
        self._uncache(id for id, _ in gone)

    def _uncache(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._documents.drop(id)
            self._figures.drop(id)


def disclosures_in(paths: Iterable[Path]) -> list[Path]:
    """The files among paths, in folders (to any depth) and zip archives that may be disclosures, each folder's in order of name.

    Raises UnsupportedFormat when folders are all there is and none holds a disclosure.
    """
    every = list(paths)
    found: list[Path] = []
    for path in every:
        found.extend(_inside(path) if path.is_dir() else _unpacked(path))
    if every and not found:
        raise UnsupportedFormat(f"{', '.join(map(str, every))}: no disclosure in this folder; accepted: {ACCEPTED}")
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    found: list[Path] = []
    for directory, below, files in os.walk(folder):
        # Hidden folders, and stores, hold no disclosures of their own.
        below[:] = sorted(name for name in below if not name.startswith(".") and not Path(directory, name, FILE).exists())
        for name in sorted(files):
            if _may_be_disclosure(name):
                found += _unpacked(Path(directory, name))
    return found


def _unpacked(path: Path) -> list[Path]:
    """The file; for a zip archive the disclosures in it, unless it holds none or is damaged (adding it then says so)."""
    if path.suffix.lower() != ZIP or not path.is_file():
        return [path]
    try:
        inside = members(path)
    except ReadError:
        return [path]
    hidden = (".", "__MACOSX")
    shown = [member for member in inside if not any(part.startswith(hidden) for part in member.relative_to(path).parts)]
    return [member for member in shown if _may_be_disclosure(member.name)] or [path]


def _may_be_disclosure(name: str) -> bool:
    """By its name: ~$ files are locks that office programs leave."""
    return Path(name).suffix.lower() in SUFFIXES | {ZIP} and not name.startswith((".", "~$"))


def _failed(path: Path, error: ReadError) -> Added:
    """A failed file, its reason naming the path it was given by."""
    reason = str(error)
    if str(path) not in reason:
        reason = reason.replace(path.name, str(path), 1) if path.name in reason else f"{path}: {reason}"
    return Added(str(path), None, "failed", None, reason)


class _Kept(Generic[T]):
    """The last values that were loaded, for several threads."""

    def __init__(self, load: Callable[[str], T]) -> None:
        self._load = load
        self._values: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, id: str) -> T:
        with self._lock:
            if id in self._values:
                self._values.move_to_end(id)
                return self._values[id]
        value = self._load(id)
        with self._lock:
            self._values[id] = value
            while len(self._values) > _KEPT:
                self._values.popitem(last=False)
        return value

    def drop(self, id: str) -> None:
        with self._lock:
            self._values.pop(id, None)
