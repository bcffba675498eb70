"""The field's own vocabulary: statutory table titles, classification codes, and the words people use for both."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from corpus.folding import squash

_NUMBERING = re.compile(r"^(附?表\s*)?[\d一二三四五六七八九十]+([-—.]\d+)*[、.．:：)]?|^附?表\d*(-\d+)*[:：.、]?")
_TAIL = re.compile(r"(\([^()]*\)|【[^】]*】|\[[^\]]*\])$")
_NOT_A_TITLE = re.compile(r"说明$|[。；;，,]|^注[:：]|反映|详见|见下表|见附表|见表")


def _rows(name: str) -> list[list[str]]:
    text = files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _titles() -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(pattern)) for kind, pattern in _rows("titles.tsv")]


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
    return {row[0]: row[1] for row in _rows("codes.tsv")}


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
    return [(row[0], tuple(word for word in (row[2] if len(row) > 2 else "").split("|") if word)) for row in _rows("glossary.tsv")]


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    groups: dict[str, set[str]] = {}
    for term, names in glossary():
        words = (term, *names)
        for word in words:
            groups.setdefault(squash(word), set()).update(w for w in words if w != word)
    for row in _rows("everyday.tsv"):
        # What people say leads to the term and its other names, nothing leads back to it.
        official = {row[0], *groups.get(squash(row[0]), ())}
        for word in row[1].split("|"):
            groups.setdefault(squash(word), set()).update(official - {word})
    return {word: tuple(sorted(others)) for word, others in groups.items()}


def synonyms(term: str) -> tuple[str, ...]:
    """The other words for a Chinese term, everyday and official; () where none is known."""
    return _synonyms().get(squash(term), ())


@cache
def _english() -> list[tuple[tuple[str, ...], str]]:
    found = []
    for row in _rows("glossary.tsv"):
        for phrase in (row[1] if len(row) > 1 else "").split("|"):
            if phrase:
                found.append((tuple(_stems(phrase)), row[0]))
    return sorted(found, key=lambda pair: -len(pair[0]))


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"[a-z]+", text.lower())]


def _stem(word: str) -> str:
    """A word in the singular."""
    if re.search(r"[a-z]{3}ies$", word):
        return f"{word[:-3]}y"
    return re.sub(r"(?<=[a-z](?:ch|sh|ss))es$|(?<=[a-z]{2}x)es$|(?<=[a-z]{3})(?<!s)s$", "", word)


@lru_cache(maxsize=1024)
def _glossed(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms of a text in its order, and the words that no phrase of the glossary takes."""
    words = _stems(text)
    taken = [False] * len(words)
    found: list[tuple[int, str]] = []
    for phrase, term in _english():
        size = len(phrase)
        for start in range(len(words) - size + 1):
            if tuple(words[start : start + size]) == phrase and not any(taken[start : start + size]):
                taken[start : start + size] = [True] * size
                found.append((start, term))
    terms = tuple(dict.fromkeys(term for _, term in sorted(found)))
    return terms, tuple(word for word, known in zip(words, taken, strict=True) if not known)


def english(text: str) -> list[str]:
    """The Chinese terms for the English words of a text in their order; the longest phrase wins, each word is used once."""
    return list(_glossed(text)[0])


def unknown_english(text: str) -> list[str]:
    """The English words of a text, in the singular, that the glossary knows no term for."""
    return list(_glossed(text)[1])


@cache
def _inside() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for phrase, term in _english():
        for word in phrase:
            found.setdefault(word, {})[term] = None
    return {word: tuple(sorted(terms)) for word, terms in found.items()}


def holding(word: str) -> tuple[str, ...]:
    """The Chinese terms that the glossary knows with an English word in them, alone or in a phrase (`heating` → 取暖费)."""
    return _inside().get(word, ())


@cache
def places() -> tuple[str, ...]:
    """The bare names of provinces and prefecture-level places, longest first."""
    names = {name for row in _rows("places.tsv") for name in " ".join(row).split()}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
