"""What can be wrong with a store, found and mended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.archive import FILE, KEPT, Archive, DocumentRecord
from corpus.errors import GoujiError, ReadError, StoreDamaged, StoreError
from corpus.reader import document_id, file_bytes
from index.ingest import VERSION, parse

if TYPE_CHECKING:
    from index.store import Store


def check(store: Store) -> list[str]:
    """What is wrong, a line each; [] when the store is sound."""
    return [
        *store.archive.database.damage(),
        *(problem for problem, _ in _documents(store)),
        *(f"{stray}: belongs to no document" for stray in _strays(store)),
        *_indexes(store),
    ]


def repair(store: Store) -> list[str]:
    """Reads damaged and outdated documents again from their kept files, makes the indexes anew, drops what nothing names.

    Returns what it found, and for each document that it could not mend why not. A document is never removed.
    """
    found = store.archive.database.damage()
    for problem, record in list(_documents(store)):
        found.append(problem)
        if record is None:
            continue
        try:
            path = store.archive.original(record.id)
            data = file_bytes(path)
            if hashlib.sha256(data).hexdigest() != record.digest:
                raise StoreDamaged(f"{path}: not the file that was added; add it again")
            parsed = parse(path.with_name(record.file), data)
            with store.archive.database.transaction():
                store.put(parsed)
        except GoujiError as error:
            found.append(f"not mended: {error}")
    found += _indexes(store)
    if store.meanings.damage():
        store.meanings.reset()
    with store.archive.database.transaction():  # no other process is adding a file now
        store.shelf.index_again()
        for stray in _strays(store):
            found.append(f"{stray}: belongs to no document")
            stray.unlink(missing_ok=True)
    store.embed()
    return found


def recover(directory: Path) -> list[str]:
    """Makes a store that cannot be opened anew from its kept files; the damaged file is put aside. Returns what was done.

    Names that cannot be read any more are lost: such documents are named by their ids.
    """
    from index.store import Store

    names = _names(directory)
    damaged = directory / FILE
    aside = next(path for n in range(1, 1000) if not (path := directory / f"{FILE}.damaged-{n}").exists())
    for suffix in ("", "-wal", "-shm"):
        part = damaged.with_name(damaged.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    done = [f"{damaged}: put aside as {aside.name}"]
    with Store.open(directory) as store:
        for kept in sorted((directory / KEPT).glob("*")):
            try:
                data = file_bytes(kept)
                id = document_id(data)
                places = [Path(name) for name in names.get(id, [])] or [kept]
                store.take(places[0], data, parse(places[0], data))
                for place in places[1:]:
                    store.take(place, data, None)
                done.append(f"{places[0].name} ({id}): read again")
            except ReadError as error:
                done.append(f"not mended: {error}")
    return done


def _names(directory: Path) -> dict[str, list[str]]:
    """The names in a store's file, as far as it can be read."""
    found: dict[str, list[str]] = {}
    try:
        archive = Archive(directory, read_only=True)
        for document, path in archive.database.read("SELECT document, path FROM names ORDER BY rowid"):
            found.setdefault(document, []).append(path)
        archive.close()
    except StoreError:
        pass
    return found


def _documents(store: Store) -> Iterator[tuple[str, DocumentRecord | None]]:
    """Problems of single documents, with the record where reading the kept file again mends them."""
    for record in store.documents():
        name = f"{record.file} ({record.id})"
        kept = store.archive.kept(record.id, record.suffix)
        if not kept.is_file():
            yield f"{name}: the kept copy of its file is gone; add the file again", None
        elif hashlib.sha256(kept.read_bytes()).hexdigest() != record.digest:
            yield f"{name}: the kept copy of its file is not what was added; add the file again", None
        try:
            document = store.archive.load(record.id)
            figures = store.archive.figures(record.id)
            counts = (len(document.tables), len(figures), len(store.shelf.of(record.id)))
            if counts != (record.tables, record.figures, record.passages):
                yield f"{name}: has {counts} tables, figures and passages, not {(record.tables, record.figures, record.passages)}", record
                continue
        except GoujiError as error:
            yield f"{name}: {error}", record
            continue
        if record.reader < VERSION:
            yield f"{name}: was read by an older version; reading it again may find more", record


def _strays(store: Store) -> list[Path]:
    """Kept files that belong to no document, such as an interrupted ingest leaves."""
    known = {f"{record.id}{record.suffix}" for record in store.documents()}
    folder = store.directory / KEPT
    return [path for path in sorted(folder.glob("*")) if path.is_file() and path.name not in known]


def _indexes(store: Store) -> list[str]:
    problems = []
    passages, indexed = store.shelf.count(), store.shelf.lexical.count()
    if passages != indexed:
        problems.append(f"the lexical index has {indexed} passages, the store {passages}")
    return [*problems, *store.meanings.damage()]
