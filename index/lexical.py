"""Lexical search: BM25 over our own tokens, in the archive's database and transaction (SQLite FTS5)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from corpus.database import Database
from index.tokens import question_tokens, tokens

SCHEMA = (
    # Without content of its own: the passages hold the text, their tokens are made again when a row is deleted.
    """CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5(
        heading, body, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '.-'")""",
)
# How much a word in the heading counts against one in the body; see bench/retrieval.py.
WEIGHTS = (1.0, 1.0)
# A pasted page is a question, too: so many of its tokens are asked for.
MOST_TOKENS = 200
# From so many passages on, single characters, which stand in nearly all of them, cost more than they tell.
LARGE = 100_000


class Lexical:
    """The lexical index of a store; rows are passage ids."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Adds (passage id, heading, body) inside a transaction."""
        self.database.write_many(
            "INSERT INTO lexical (rowid, heading, body) VALUES (?, ?, ?)",
            [(id, _joined(heading), _joined(body)) for id, heading, body in rows],
        )

    def remove(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Removes rows, which must be given exactly as they were added, inside a transaction."""
        self.database.write_many(
            "INSERT INTO lexical (lexical, rowid, heading, body) VALUES ('delete', ?, ?, ?)",
            [(id, _joined(heading), _joined(body)) for id, heading, body in rows],
        )

    def count(self) -> int:
        """How many passages are indexed."""
        return int(self.database.read("SELECT count(*) FROM lexical_docsize")[0][0])

    def clear(self) -> None:
        """Forgets everything."""
        self.database.write("INSERT INTO lexical (lexical) VALUES ('delete-all')")

    def holding(self, words: Iterable[str]) -> set[int]:
        """The passages that have all tokens of one of the words."""
        match = " OR ".join(f"({each})" for each in dict.fromkeys(map(_all_of, words)) if each)
        return {int(row[0]) for row in self.database.read("SELECT rowid FROM lexical WHERE lexical MATCH ?", (match,))} if match else set()

    def search(self, query: str, allowed: Sequence[int] | None = None, limit: int = 10) -> list[tuple[int, float]]:
        """The best passages among `allowed` (all when None) with their BM25 scores, best first; equal ones by id."""
        wanted = expanded(query)
        if self.count() > LARGE:
            wanted = [token for token in wanted if len(token) > 1] or wanted
        if not wanted:
            return []
        match = " OR ".join(f'"{token}"' for token in wanted)
        where, values = "", [match]
        if allowed is not None:
            # The plus keeps SQLite from running the search once for every row id.
            where = "AND +rowid IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(allowed)))
        rows = self.database.read(
            f"SELECT rowid, -bm25(lexical, {WEIGHTS[0]}, {WEIGHTS[1]}) AS score FROM lexical WHERE lexical MATCH ? {where} ORDER BY score DESC, rowid LIMIT ?",
            (*values, limit),
        )
        return [(int(id), float(score)) for id, score in rows]


def _all_of(word: str) -> str:
    """The query for all tokens of a word; of Chinese the pairs of characters, which say more than each alone."""
    every = tokens(word)
    return " AND ".join(f'"{token}"' for token in dict.fromkeys([t for t in every if len(t) > 1] or every))


def expanded(query: str) -> list[str]:
    """The tokens to look for: the question's own, and for English words the Chinese terms they stand for."""
    from corpus.english import english

    wanted = question_tokens(query)
    if any("a" <= token[0] <= "z" for token in wanted):
        for term in english(query):
            wanted.extend(tokens(term))
    wanted = list(dict.fromkeys(wanted))
    if len(wanted) > MOST_TOKENS:
        wanted = [token for token in wanted if len(token) > 1] or wanted
    return wanted[:MOST_TOKENS]


def _joined(text: str) -> str:
    return " ".join(tokens(text))
