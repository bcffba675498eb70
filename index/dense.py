"""Dense search: the passages of a store by the nearness of their meaning, beside the lexical index."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.archive import Archive
from corpus.errors import ModelError
from index import model

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.vectors import Vectors

# Vectors live in the archive's database, as float16 blobs, and go with their passage. `settings` remembers which model
# made them and a stamp of their state, drawn anew with every change: the key of the cache file and of the copy in memory.
# (Not INSERT OR REPLACE: in a trigger, SQLite takes the conflict clause of the statement that fired it.)
_STAMP = """
    DELETE FROM settings WHERE name = 'vectors';
    INSERT INTO settings (name, value) VALUES ('vectors', lower(hex(randomblob(16))));"""
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS vectors (
        passage INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE, vector BLOB NOT NULL)""",
    f"CREATE TRIGGER IF NOT EXISTS vectors_added AFTER INSERT ON vectors BEGIN {_STAMP} END",
    f"CREATE TRIGGER IF NOT EXISTS vectors_removed AFTER DELETE ON vectors BEGIN {_STAMP} END",
)
# Passages whose vectors are stored together: work lost when a run is stopped, and how long a writer keeps others waiting.
_TOGETHER = 64


class Dense:
    """The dense index of a store. Passages get their vectors by `update`, whenever there is time; a search uses what is there.

    Without a model (see `index.model`) it is never `available`, and the store searches by words alone. Safe to share
    between threads; a change by another process is noticed by the next search.
    """

    def __init__(self, archive: Archive, cache: Path | None = None, find: Callable[[], model.Model | None] = model.find) -> None:
        """`cache` is where the FAISS file may be kept, None for nowhere (a store opened for reading only)."""
        self.archive = archive
        self.cache = cache
        self._find = find
        self._lock = threading.RLock()
        self._embedder: Embedder | None = None
        self._looked = False
        self._broken = False
        self._vectors: Vectors | None = None
        self._made_by: str | None = None
        self._stamp: str | None = None
        self._version: tuple[int, int] | None = None

    def missing(self) -> int:
        """How many passages have no vector yet."""
        return int(self.archive.database.read("SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM vectors)")[0][0])

    def available(self) -> bool:
        """Can a search be made: is there any vector, made by the model that is at hand? Loads no model."""
        made_by = self.archive.setting("model")
        return made_by is not None and made_by == model.name() and bool(self.archive.database.read("SELECT 1 FROM vectors LIMIT 1"))

    def update(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Embeds the passages that have no vector yet; how many those were, 0 without a model.

        Safe to stop at any time: what is done stays done. Vectors of another model are made again. Raises ModelError.
        """
        embedder = self.embedder()
        if embedder is None:
            return 0
        from index.vectors import pack

        database = self.archive.database
        if self.archive.setting("model") != embedder.name:
            with database.transaction():
                database.write("DELETE FROM vectors")
                self.archive.set("model", embedder.name)
        waiting = [row[0] for row in database.read("SELECT id FROM passages WHERE id NOT IN (SELECT passage FROM vectors) ORDER BY id")]
        for start in range(0, len(waiting), _TOGETHER):
            rows = database.read(
                "SELECT id, text FROM passages WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(waiting[start : start + _TOGETHER]),),
            )
            vectors = pack(embedder.embed_passages([text for _, text in rows]))
            database.write_many(
                # A document may have been removed, or embedded by another process, in the meantime.
                "INSERT OR IGNORE INTO vectors (passage, vector) SELECT id, ?2 FROM passages WHERE id = ?1",
                [(row[0], vector) for row, vector in zip(rows, vectors, strict=True)],
            )
            if progress is not None:
                progress(min(start + _TOGETHER, len(waiting)), len(waiting))
        return len(waiting)

    def search(self, query: str, allowed: Sequence[int] | None = None, limit: int = 10) -> list[tuple[int, float]]:
        """The nearest passages among `allowed` (all when None) with their cosines, best first; [] without vectors.

        A model that cannot be used (any more) is said on stderr, once, and gives no hits: words alone still find a lot.
        """
        if self._broken or not self.available():
            return []
        try:
            embedder = self.embedder()
            vectors = self._current()
            if embedder is None or vectors is None:
                return []
            return vectors.search(embedder.embed_query(query), allowed, limit)
        except ModelError as error:
            self._broken = True
            print(f"gouji: {error}; the search is by words alone", file=sys.stderr)
            return []

    def embedder(self) -> Embedder | None:
        """The embedder, found once; None without a model. Raises ModelError for a model that is there but cannot be used."""
        with self._lock:
            if not self._looked:
                found = self._find()
                self._looked = True
                if found is not None:
                    from index.embedder import Embedder

                    self._embedder = Embedder(found)
            return self._embedder

    def _current(self) -> Vectors | None:
        """The vectors as the store has them now: from memory, from the cache file, or changed by what changed."""
        with self._lock:
            version = self.archive.database.version()
            if self._vectors is not None and version == self._version:
                return self._vectors
            stamp = self.archive.setting("vectors")
            if self._vectors is None or stamp != self._stamp:
                self._refresh(stamp)
            self._version = version
            return self._vectors

    def _refresh(self, stamp: str | None) -> None:
        from index.vectors import Vectors

        database = self.archive.database
        made_by = self.archive.setting("model")
        if made_by != self._made_by:
            self._vectors, self._made_by = None, made_by
        first = database.read("SELECT length(vector) FROM vectors LIMIT 1")
        if not first or stamp is None:
            self._vectors = None
            return
        dimension = first[0][0] // 2
        if self._vectors is None and self.cache is not None:
            self._vectors = Vectors.cached(self.cache, stamp, dimension)
            if self._vectors is not None:
                self._stamp = stamp
                return
        if self._vectors is None:
            self._vectors = Vectors(dimension)
        # A passage's id is never given again, and one model makes one vector of it: the sets of ids tell what changed.
        stored = {row[0] for row in database.read("SELECT passage FROM vectors")}
        self._vectors.remove(self._vectors.ids - stored)
        fresh = sorted(stored - self._vectors.ids)
        self._vectors.add_rows(
            database.read("SELECT passage, vector FROM vectors WHERE passage IN (SELECT value FROM json_each(?))", (json.dumps(fresh),))
        )
        self._stamp = stamp
        # Only a state that did not change while it was read may be kept under its stamp.
        if self.cache is not None and self.archive.setting("vectors") == stamp:
            try:
                self._vectors.save(self.cache, stamp)
            except OSError as error:
                print(
                    f"{self.cache}: the vectors cannot be kept there ({error.strerror}); they are gathered anew at every start",
                    file=sys.stderr,
                )
