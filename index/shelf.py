"""The shelf: the passages of all documents under ids that are never given twice, indexed lexically in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from corpus.database import Database
from corpus.place import Span
from index.lexical import SCHEMA as LEXICAL
from index.lexical import Lexical
from index.passage import Filter, Passage

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        text TEXT NOT NULL, spans TEXT NOT NULL, heading TEXT NOT NULL, "table" INTEGER, first_row INTEGER, last_row INTEGER)""",
    "CREATE INDEX IF NOT EXISTS passages_document ON passages(document)",
    *LEXICAL,
)
_COLUMNS = 'id, document, text, spans, heading, "table", first_row, last_row'


class Shelf:
    """The passages of a store."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lexical = Lexical(database)

    def put(self, passages: Iterable[Passage]) -> None:
        """Adds passages inside a transaction; each gets its id."""
        rows = []
        for passage in passages:
            first, last = passage.rows if passage.rows is not None else (None, None)
            spans = json.dumps([[span.start, span.stop] for span in passage.spans], separators=(",", ":"))
            heading = json.dumps(passage.heading, ensure_ascii=False)
            id = self.database.write(
                'INSERT INTO passages (document, text, spans, heading, "table", first_row, last_row) VALUES (?, ?, ?, ?, ?, ?, ?)',
                (passage.document_id, passage.text, spans, heading, passage.table, first, last),
            )
            rows.append((id, *_split(passage.text)))
        self.lexical.add(rows)

    def clear(self, document: str) -> None:
        """Removes the passages of a document inside a transaction."""
        rows = self.database.read("SELECT id, text FROM passages WHERE document = ?", (document,))
        self.lexical.remove((id, *_split(text)) for id, text in rows)
        self.database.write("DELETE FROM passages WHERE document = ?", (document,))

    def index_again(self) -> None:
        """Makes the lexical index anew from the passages, inside a transaction."""
        self.lexical.clear()
        last = 0
        while rows := self.database.read("SELECT id, text FROM passages WHERE id > ? ORDER BY id LIMIT 5000", (last,)):
            self.lexical.add((id, *_split(text)) for id, text in rows)
            last = rows[-1][0]

    def get(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in this order; ids that are gone are left out."""
        rows = self.database.read(f"SELECT {_COLUMNS} FROM passages WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        found = {passage.id: passage for passage in map(_passage, rows)}
        return [found[id] for id in ids if id in found]

    def of(self, document: str) -> list[Passage]:
        """The passages of one document in their order."""
        return [_passage(row) for row in self.database.read(f"SELECT {_COLUMNS} FROM passages WHERE document = ? ORDER BY id", (document,))]

    def allowed(self, where: Filter) -> list[int] | None:
        """The ids of the passages that a filter lets through; None when it lets all of them through."""
        conditions: list[str] = []
        values: list[str] = []
        for column, wanted in (("d.id", where.documents), ("d.agency", where.agencies), ("d.year", where.years), ("d.kind", where.kinds)):
            if wanted:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(wanted), ensure_ascii=False))
        if not conditions:
            return None
        joined = " AND ".join(conditions)
        rows = self.database.read(f"SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE {joined} ORDER BY p.id", values)
        return [row[0] for row in rows]

    def speaking(self, words: Sequence[str], where: Filter) -> set[str]:
        """The documents that a filter lets through and in which one passage has one of some words."""
        found = self.lexical.holding(words)
        allowed = self.allowed(where)
        kept = found if allowed is None else found & set(allowed)
        rows = self.database.read(
            "SELECT DISTINCT document FROM passages WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(kept)),)
        )
        return {str(row[0]) for row in rows}

    def count(self) -> int:
        """How many passages there are."""
        return int(self.database.read("SELECT count(*) FROM passages")[0][0])


def _split(text: str) -> tuple[str, str]:
    """Heading and body of a passage's text; its first line is the heading."""
    heading, _, body = text.partition("\n")
    return heading, body


def _passage(row: Sequence[object]) -> Passage:
    id, document, text, spans, heading, table, first, last = row
    return Passage(
        document_id=str(document),
        text=str(text),
        spans=tuple(Span(start, stop) for start, stop in json.loads(str(spans))),
        heading=tuple(json.loads(str(heading))),
        table=table if isinstance(table, int) else None,
        rows=(first, last) if isinstance(first, int) and isinstance(last, int) else None,
        id=int(str(id)),
    )
