"""English questions about Chinese documents: what their words mean in the field, phrase by phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from corpus.terms import rows, synonyms

_WORD = re.compile(r"[a-z]+")
# What kind of office an agency is: the words before it are its name.
_OFFICE = frozenset(
    [
        "bureau",
        "commission",
        "office",
        "committee",
        "administration",
        "authority",
        "department",
        "center",
        "centre",
        "station",
        "subdistrict",
        "court",
        "university",
        "college",
        "school",
        "hospital",
        "institute",
        "federation",
        "district",
        "county",
        "city",
        "town",
        "municipality",
        "province",
    ]
)
# What no phrase runs over.
_APART = re.compile(r"[^\s\w,'’.-]|[一-龥\d]")
# Terms that what is asked to be done is read by.
_ASKS = ("合计", "占比")
# Terms for what the reading of a question sees by itself: which year, which way.
_SEEN = ("本年", "上年", "原因", "增减额", "增减率")
# From this length on a word may be known by its root (purchasing: purchase).
_ROOTED = 5
# How many words of a name are looked at before the kind of office that it is.
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an English text in the singular, and where it stands."""

    text: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Gloss:
    """What the characters `start` to `stop` of an English text mean: the Chinese it may be, the commonest first.

    `light`: a word of a sentence (held, carried out) that names nothing a figure has to say; `general`: one that names only with
    another one, or where there is no other (expenditure, project).
    """

    start: int
    stop: int
    terms: tuple[str, ...]
    light: bool = False
    general: bool = False

    @property
    def every(self) -> tuple[str, ...]:
        """The terms and their other names in Chinese."""
        return tuple(dict.fromkeys((*self.terms, *(other for term in self.terms for other in synonyms(term)))))


def words(text: str) -> list[Word]:
    """The English words of a text in their order."""
    return [Word(_singular(hit.group()), *hit.span()) for hit in _WORD.finditer(text.lower())]


def glosses(text: str) -> list[Gloss]:
    """The meanings of an English text in its order; the longest phrase wins, each word is used once."""
    return list(_read(text)[0])


def unknown(text: str) -> list[Word]:
    """The words that have no meaning in the field and are none that only ask, join or frame either."""
    return [word for word in _read(text)[1] if word.text not in plain() and len(word.text) > 2]


def english(text: str) -> list[str]:
    """The commonest Chinese term for each phrase of an English text, in its order."""
    return list(dict.fromkeys(gloss.terms[0] for gloss in glosses(text) if not (gloss.light or gloss.general)))


def unknown_english(text: str) -> list[str]:
    """The English words of a text, in the singular, that no phrase of the vocabulary takes, plain ones too."""
    return [word.text for word in _read(text)[1]]


def of_office(text: str) -> list[Gloss]:
    """The meanings that stand in the name of an office (market regulation bureau), the kind of office with them."""
    return [gloss for gloss in glosses(text) if any(start <= gloss.start and gloss.stop <= stop for start, stop in offices(text))]


_FOR = re.compile(r"(?: (?:for|of|on))?(?: (?:and |the )?[A-Z][\w'’-]+,?)+(?= |[?.,]|$)")


def offices(text: str) -> list[tuple[int, int]]:
    """Where an English text names offices: the words before a kind of office, back to one that joins or asks."""
    every, known = words(text), {(g.start, g.stop): g for g in glosses(text)}
    found = []
    for at, word in enumerate(every):
        if word.text not in _OFFICE:
            continue
        first = at
        while first > 0 and at - first < _LONGEST_NAME:
            before = every[first - 1]
            joint = before.text in ("and", "of") and first > 1 and every[first - 2].text not in plain()
            inside = any(start <= before.start < stop for start, stop in known)
            if (before.text in plain() and not inside and not joint) or re.search(r"[,;:()?]", text[before.stop : every[first].start]):
                break
            first -= 1
        # Center for Disease Control and Prevention: what it is for belongs to its name, as far as it is written with capitals.
        behind = _FOR.match(text, word.stop)
        found.append((every[first].start, behind.end() if behind else word.stop))
    return found


def holding(word: str) -> tuple[str, ...]:
    """The Chinese terms that the vocabulary knows with an English word in them, alone or in a phrase (`heating` → 取暖费)."""
    return _inside().get(word, ())


@cache
def plain() -> frozenset[str]:
    """English words that ask, join or frame a question."""
    text = files("corpus").joinpath("data", "plain.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, ...], str]]:
    """Every phrase, word for word in the singular, with its Chinese terms and its kind: `~` light, `+` general."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    kinds: dict[tuple[str, ...], str] = {}
    pairs = [(row[1] if len(row) > 1 else "", row[0]) for row in rows("glossary.tsv")] + [(row[0], row[1]) for row in rows("english.tsv")]
    for phrases, terms in pairs:
        for phrase in filter(None, phrases.split("|")):
            key = tuple(word.text for word in words(phrase))
            found.setdefault(key, {}).update(dict.fromkeys(terms.lstrip("~+").split("|")))
            kinds.setdefault(key, terms[0] if terms[0] in "~+" else "")
    return {key: (tuple(terms), kinds[key]) for key, terms in found.items()}


@cache
def _rooted() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every phrase by the roots of its words, with the phrase itself; the first one that has them."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for phrase in _phrases():
        found.setdefault(tuple(map(_root, phrase)), phrase)
    return found


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[tuple[Gloss, ...], tuple[Word, ...]]:
    """The meanings of a text in its order, and the words that no phrase takes."""
    every = words(text)
    taken = [False] * len(every)
    found: list[Gloss] = []
    for size, start, phrase in sorted(_spans(text, every), key=lambda span: (-span[0], span[1])):
        stop = start + size
        if any(taken[start:stop]):
            continue
        taken[start:stop] = [True] * size
        terms, kind = _phrases()[phrase]
        if size == 1 and kind != "+" and every[start].text in plain() and terms[0] not in _ASKS:
            kind = "~"
        if terms[0] in _SEEN:
            kind = "~"
        found.append(Gloss(every[start].start, every[stop - 1].stop, terms, kind == "~", kind == "+"))
    left = tuple(word for word, known in zip(every, taken, strict=True) if not known)
    return tuple(sorted(found, key=lambda gloss: gloss.start)), left


def _spans(text: str, every: list[Word]) -> list[tuple[int, int, tuple[str, ...]]]:
    """The stretches of words that are phrases: how many words, from which on, and the phrase; by their roots where not word for word."""
    found = []
    exact, rooted = _phrases(), _rooted()
    for start in range(len(every)):
        for size in range(min(_longest(), len(every) - start), 0, -1):
            stretch = every[start : start + size]
            if any(_APART.search(text[one.stop : other.start]) for one, other in pairwise(stretch)):
                continue
            texts = tuple(word.text for word in stretch)
            if texts in exact:
                found.append((size, start, texts))
            elif size > 1 or (len(texts[0]) >= _ROOTED and texts[0] not in plain()):
                phrase = rooted.get(tuple(map(_root, texts)))
                if phrase is not None:
                    found.append((size, start, phrase))
    return found


def _singular(word: str) -> str:
    if re.search(r"[a-z]{3}ies$", word):
        return f"{word[:-3]}y"
    return re.sub(r"(?<=[a-z](?:ch|sh|ss|us))es$|(?<=[a-z]{2}x)es$|(?<=[a-z]{3})(?<!s)s$", "", word)


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    """A word without its ending and in one spelling (labour, labor; standardised, standardized; purchasing, purchase)."""
    root = re.sub(r"is(?=(?:e|ed|ing|ation)$)", "iz", word)
    root = re.sub(r"our(?=(?:s|ed|ing|hood|able)?$)", "or", root)
    root = re.sub(r"tre$", "ter", root)
    root = re.sub(r"mme$", "m", root)
    root = re.sub(r"(?<=[a-z]{2})ied$", "y", root)
    root = re.sub(r"(?<=[a-z]{3})(?:ing|ed)$", "", root)
    root = re.sub(r"(?<=[a-z]{3})e$", "", root)
    return re.sub(r"([b-df-hj-np-tv-z])\1$", r"\1", root)


@cache
def _inside() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for phrase, (terms, kind) in _phrases().items():
        for word in phrase if kind != "~" else ():
            found.setdefault(word, {}).update(dict.fromkeys(terms))
    return {word: tuple(sorted(terms)) for word, terms in found.items()}
