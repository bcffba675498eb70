"""The field's own vocabulary: statutory table titles, classification codes, and the words people use for both."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from corpus.folding import squash

_NUMBERING = re.compile(r"^(附?表\s*)?[\d一二三四五六七八九十]+([-—.]\d+)*[、.．:：)]?|^附?表\d*(-\d+)*[:：.、]?")
_TAIL = re.compile(r"(\([^()]*\)|【[^】]*】|\[[^\]]*\])$")
_NOT_A_TITLE = re.compile(r"说明$|[。；;，,]|^注[:：]|反映|详见|见下表|见附表|见表")


def rows(name: str) -> list[list[str]]:
    """The rows of one of the data files, cut at their tabs."""
    text = files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _titles() -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(pattern)) for kind, pattern in rows("titles.tsv")]


def table_kinds() -> tuple[str, ...]:
    """The names of all kinds of tables that `table_kind` can give."""
    return tuple(kind for kind, _ in _titles())


def table_kind(title: str) -> str | None:
    """The kind of a statutory table by any regional variant of its title; None where it is none.

    Budgets and final accounts share the kinds (`收入支出决算总表` is a `收支总表`): whether it is one or the other is the
    document's to say.
    """
    name = squash(title)
    bare = _TAIL.sub("", name)
    if not bare or len(name) > 70 or _NOT_A_TITLE.search(bare):
        return None
    for kind, pattern in _titles():
        if pattern.search(bare):
            return kind
    return None


@cache
def _codes() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("codes.tsv")}


def code_name(code: str) -> str | None:
    """The name of a 功能 (2xx…) or 经济 (30x, 31x…) classification code; None where it is not known here."""
    return _codes().get(re.sub(r"\D", "", code))


@cache
def _names() -> frozenset[str]:
    return frozenset(squash(name) for name in _codes().values())


def knows_name(name: str) -> bool:
    """Whether this is the name of a classification code known here."""
    return squash(name) in _names()


def parent(code: str) -> str | None:
    """The code above: 项 → 款 → 类; None for a 类."""
    if len(code) <= 3:
        return None
    return code[: len(code) - 2]


def glossary() -> list[tuple[str, tuple[str, ...]]]:
    """Every term with its other names in Chinese."""
    return [(row[0], tuple(word for word in (row[2] if len(row) > 2 else "").split("|") if word)) for row in rows("glossary.tsv")]


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    groups: dict[str, set[str]] = {}
    for term, names in glossary():
        words = (term, *names)
        for word in words:
            groups.setdefault(squash(word), set()).update(w for w in words if w != word)
    for row in rows("everyday.tsv"):
        # What people say leads to the term and its other names, nothing leads back to it.
        official = {row[0], *groups.get(squash(row[0]), ())}
        for word in row[1].split("|"):
            groups.setdefault(squash(word), set()).update(official - {word})
    return {word: tuple(sorted(others)) for word, others in groups.items()}


def synonyms(term: str) -> tuple[str, ...]:
    """The other words for a Chinese term, everyday and official; () where none is known."""
    return _synonyms().get(squash(term), ())


def terms_in(piece: str) -> list[str]:
    """The words of a piece that the glossary knows, none that is only a part of a longer one (运行经费 in 机关运行经费)."""
    return list(_terms_in(piece))


@lru_cache(maxsize=1024)
def _terms_in(piece: str) -> tuple[str, ...]:
    known = _synonyms()
    spans = [
        (start, stop) for start in range(len(piece)) for stop in range(min(len(piece), start + 12), start + 1, -1)
        if squash(piece[start:stop]) in known
    ]  # fmt: skip
    whole = [one for one in spans if not any(two != one and two[0] <= one[0] and one[1] <= two[1] for two in spans)]
    return tuple(piece[start:stop] for start, stop in whole)


@cache
def spoken_names() -> tuple[str, ...]:
    """The everyday words of more than one word (欠的债), longest first: no particle in them parts them."""
    found = {squash(word) for row in rows("everyday.tsv") for word in row[1].split("|") if re.search("[的了]", word)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def places() -> tuple[str, ...]:
    """The bare names of provinces and prefecture-level places, longest first."""
    names = {name for row in rows("places.tsv") for name in " ".join(row).split()}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
