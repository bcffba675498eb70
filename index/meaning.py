"""What the figures of a document are called, by the nearness of meaning to a question's words: a second opinion beside its letters."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from corpus.archive import Archive
from corpus.errors import ModelError, StoreDamaged
from corpus.figure import Figure
from index import model

if TYPE_CHECKING:
    from index.embedder import Embedder

# Disclosures share most of their labels (the classification's names): each is embedded once for all of them, as a float16
# blob. `settings` remembers which model made them. A label goes with the last document that bears it.
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS labels (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, vector BLOB NOT NULL)",
    """CREATE TABLE IF NOT EXISTS labelled (
        document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, label INTEGER NOT NULL REFERENCES labels(id),
        PRIMARY KEY (document, label)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS labelled_label ON labelled(label)",
    """CREATE TRIGGER IF NOT EXISTS labels_left AFTER DELETE ON labelled BEGIN
        DELETE FROM labels WHERE id = OLD.label AND NOT EXISTS (SELECT 1 FROM labelled WHERE label = OLD.label); END""",
)
_MADE_BY = "labels"
# Labels that are embedded and stored together: work lost when a run is stopped.
_TOGETHER = 256
_TOTAL = re.compile(r"^(?:本年|本级|部门)?(?:合计|总计|小计|共计|金额|总额|总数|数额)?数?$")
_LONGEST = 80


def label(figure: Figure) -> str:
    """What a figure is called: its item; in a row of totals its column, else the kind of its table."""
    if not _TOTAL.match(figure.subject):
        return figure.subject[:_LONGEST]
    parts = [part for part in figure.measure.split("/") if not _TOTAL.match(part)]
    return (parts[-1] if parts else figure.table or figure.subject or figure.measure)[:_LONGEST]


class Meanings:
    """The vectors of all labels of a store. Documents get theirs by `update`, whenever there is time; a question uses what is there.

    Without a model, or in a store that an older program wrote, it is never `available`, and questions are understood by
    their letters alone. Safe to share between threads.
    """

    def __init__(self, archive: Archive, embedder: Callable[[], Embedder | None]) -> None:
        self.archive = archive
        self._embedder = embedder
        self._broken = False
        self._made = False

    def missing(self) -> int:
        """How many documents have labels without vectors."""
        return len(self._waiting())

    def available(self) -> bool:
        """Is there any vector, made by the model that is at hand? Loads no model."""
        made_by = self.archive.setting(_MADE_BY)
        return not self._broken and made_by is not None and made_by == model.name() and self._stored()

    def update(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Embeds the labels of the documents that have none yet; how many documents those were, 0 without a model.

        Safe to stop at any time: what is done stays done. Vectors of another model are made again. Raises ModelError.
        """
        embedder = self._embedder()
        if embedder is None:
            return 0
        database = self.archive.database
        with database.transaction():
            for statement in SCHEMA:
                database.write(statement)
            if self.archive.setting(_MADE_BY) != embedder.name:
                database.write("DELETE FROM labelled")
                database.write("DELETE FROM labels")
                self.archive.set(_MADE_BY, embedder.name)
        waiting = self._waiting()
        some: dict[str, set[str]] = {}
        for number, id in enumerate(waiting, 1):
            try:
                some[id] = {label(figure) for figure in self.archive.figures(id)}
            except StoreDamaged:  # the doctor names it
                continue
            if number == len(waiting) or sum(map(len, some.values())) >= _TOGETHER:
                self._embed(some, embedder)
                some = {}
                if progress is not None:
                    progress(number, len(waiting))
        self._embed(some, embedder)
        return len(waiting)

    def near(self, document: str, text: str) -> dict[str, float]:
        """How near each label of a document is to a text (cosines); {} without vectors.

        A model that cannot be used (any more) is said on stderr, once: letters alone still tell a lot.
        """
        if not self.available():
            return {}
        rows = self.archive.database.read(
            "SELECT text, vector FROM labels JOIN labelled ON label = id WHERE document = ? ORDER BY id", (document,)
        )
        if not rows:
            return {}
        try:
            embedder = self._embedder()
            if embedder is None:
                return {}
            from index.vectors import unpack

            cosines = unpack(b"".join(vector for _, vector in rows), len(rows[0][1]) // 2) @ embedder.embed_query(text)
        except ModelError as error:
            self._broken = True
            print(f"gouji: {error}; questions are understood by their words alone", file=sys.stderr)
            return {}
        return {name: float(cosine) for (name, _), cosine in zip(rows, cosines, strict=True)}

    def clear(self, document: str) -> None:
        """Forgets a document's labels, inside a transaction: it is read anew."""
        if self._stored():
            self.archive.database.write("DELETE FROM labelled WHERE document = ?", (document,))

    def damage(self) -> list[str]:
        """What is wrong with the vectors, a line each."""
        if not self._stored():
            return []
        lengths = self.archive.database.read("SELECT DISTINCT length(vector) FROM labels")
        loose = self.archive.database.read("SELECT count(*) FROM labels WHERE id NOT IN (SELECT label FROM labelled)")[0][0]
        found = [f"the labels' vectors have {len(lengths)} lengths"] if len(lengths) > 1 else []
        return [*found, *([f"{loose} labels belong to no document"] if loose else [])]

    def reset(self) -> None:
        """Drops all vectors; `update` makes them again."""
        if self._stored():
            with self.archive.database.transaction():
                self.archive.database.write("DELETE FROM labelled")
                self.archive.database.write("DELETE FROM labels")

    def _embed(self, some: dict[str, set[str]], embedder: Embedder) -> None:
        from index.vectors import pack

        database = self.archive.database
        every = sorted({text for texts in some.values() for text in texts})
        known = {row[0] for row in database.read("SELECT text FROM labels WHERE text IN (SELECT value FROM json_each(?))", (_list(every),))}
        fresh = [text for text in every if text not in known]
        vectors = pack(embedder.embed_passages(fresh)) if fresh else []
        with database.transaction():
            # A document may have been removed, or embedded by another process, in the meantime.
            there = {
                row[0] for row in database.read("SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?))", (_list(some),))
            }
            borne = {text for id in there for text in some[id]}
            database.write_many(
                "INSERT OR IGNORE INTO labels (text, vector) VALUES (?, ?)",
                [pair for pair in zip(fresh, vectors, strict=True) if pair[0] in borne],
            )
            database.write_many(
                "INSERT OR IGNORE INTO labelled (document, label) SELECT ?1, id FROM labels WHERE text = ?2",
                [(id, text) for id in sorted(there) for text in sorted(some[id])],
            )

    def _waiting(self) -> list[str]:
        done = " AND NOT EXISTS (SELECT 1 FROM labelled WHERE document = documents.id)" if self._stored() else ""
        return [row[0] for row in self.archive.database.read(f"SELECT id FROM documents WHERE figures > 0{done} ORDER BY position")]

    def _stored(self) -> bool:
        """Whether the store has the tables; one that an older program wrote gets them with its next vectors."""
        self._made = self._made or bool(self.archive.database.read("SELECT 1 FROM sqlite_master WHERE name = 'labelled'"))
        return self._made


def _list(texts: Iterable[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
