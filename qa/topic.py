"""What a question for words is about: its letters with what each tells, and how much of them a place says or stands under."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from corpus.terms import synonyms
from qa.aims import LIGHT
from qa.catalogue import grams
from qa.places import Places
from qa.wording import DOWN, SOFT, UP

# What a letter counts that only frames the question, and one of a word that the document never uses.
_LIGHT, _UNKNOWN = 0.15, 0.75
# What the words around a place count: the sentence it goes on from, the one before, those further up in its item, the
# one after, the point that opens the item, the heading right above, the headings further up.
_CARRIED, _BEFORE, _EARLIER, _AFTER, _OPENER, _HEADING, _ABOVE = 0.95, 0.8, 0.55, 0.6, 0.75, 0.85, 0.6
_FURTHER = 3
_SYNONYM = 0.9
# A letter that the document never joins with its neighbours, where a place says it in another word (追 → 追缴).
_ALONE = 0.5
# A number of the question that identifies a sentence weighs like this many letters.
_NUMBER = 2.5
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\W_]+")
Credits = list[float]


@dataclass(frozen=True)
class Said:
    """How much of a topic one place says: by its `own` words, and with the words `around` it."""

    own: float
    around: float


class Topic:
    """The letters of a question's pieces, weighed over one document's places."""

    def __init__(self, pieces: list[str], numbers: tuple[str, ...], known: Places) -> None:
        self.known = known
        self.weights: Credits = []
        self._hits: dict[int, Credits] = {}
        self._heads: dict[int, Credits] = {}
        plans: list[tuple[int, str]] = []  # the position of a bigram's first letter, and the bigram
        spans: list[tuple[int, int, str]] = []
        alone: list[tuple[int, str]] = []
        at = 0
        for piece in pieces:
            light = _light(piece, known)
            for start in range(len(piece)):
                around = [piece[i : i + 2] for i in (start - 1, start) if 0 <= i and i + 2 <= len(piece)]
                rare = [known.rarity[g] for g in around if g in known.rarity]
                weight = max(rare) if rare else _UNKNOWN
                if start in light or (not rare and piece[start] in SOFT) or not piece[start].isalnum():
                    weight = _LIGHT * weight
                elif not rare:
                    alone.append((at + start, piece[start]))
                self.weights.append(weight)
                if start + 2 <= len(piece):
                    plans.append((at + start, piece[start : start + 2]))
            spans += [(at + i, at + j, other) for i, j, other in _synonyms(piece)]
            at += len(piece)
        self.size = at + len(numbers)
        for number in numbers:
            found = [n for n, place in enumerate(known.all) if number in _numbers(place.text)]
            self.weights.append(_NUMBER if found else _UNKNOWN)
            for place_number in found:
                self._hits.setdefault(place_number, [0.0] * self.size)[at] = 1.0
            at += 1
        self.whole = sum(self.weights)
        for index, hits in ((known.own, self._hits), (known.headed, self._heads)):
            self._collect(plans, spans, index, hits)
        for position, letter in alone:
            for place_number, place in enumerate(known.all):
                if letter in place.text:
                    row = self._hits.setdefault(place_number, [0.0] * self.size)
                    row[position] = max(row[position], _ALONE)

    def _collect(
        self, plans: list[tuple[int, str]], spans: list[tuple[int, int, str]], index: dict[str, dict[int, float]], hits: dict[int, Credits]
    ) -> None:
        for position, gram in plans:
            for number, worth in index.get(gram, {}).items():
                row = hits.get(number)
                if row is None:
                    row = hits[number] = [0.0] * self.size
                for letter in (position, position + 1):
                    if row[letter] < worth:
                        row[letter] = worth
        for start, stop, other in spans:
            said = grams(other)
            shares: dict[int, float] = defaultdict(float)
            for gram in said:
                for number, worth in index.get(gram, {}).items():
                    shares[number] += worth / len(said)
            for number, share in shares.items():
                if share >= 0.75:
                    row = hits.setdefault(number, [0.0] * self.size)
                    for letter in range(start, stop):
                        row[letter] = max(row[letter], share * _SYNONYM)

    def _share(self, row: Credits) -> float:
        return sum(map(float.__mul__, row, self.weights)) / self.whole if self.whole else 0.0

    def said(self, number: int) -> Said:
        """How much of the topic a place says."""
        known, place = self.known, self.known.all[number]
        row = self._hits.get(number)
        parts: list[tuple[Credits, float]] = []
        before = place.before
        factor = _CARRIED if place.goes_on else _BEFORE
        for _ in range(_FURTHER):
            if before is None:
                break
            if (earlier := self._hits.get(before)) is not None:
                parts.append((earlier, factor))
            before, factor = known.all[before].before, _EARLIER
        after = number + 1
        if after < len(known.all) and known.all[after].item == place.item and (later := self._hits.get(after)) is not None:
            parts.append((later, _AFTER))
        if place.item != number and (opener := self._hits.get(place.item)) is not None:
            parts.append((opener, _OPENER))
        for depth, title in enumerate(reversed(place.headings)):
            if (head := self._heads.get(known.titles[title])) is not None:
                parts.append((head, _HEADING if depth == 0 else _ABOVE))
        own = self._share(row) if row is not None else 0.0
        if not parts:
            return Said(own, own)
        best = row if row is not None else [0.0] * self.size
        for credits, worth in parts:
            best = [a if a >= b * worth else b * worth for a, b in zip(best, credits, strict=True)]
        return Said(own, self._share(best))

    def section(self, path: tuple[str, ...], body: list[int]) -> Said:
        """How much of the topic a path of headings says, and how much with what stands under it."""
        heads = [row for title in path if (row := self._heads.get(self.known.titles[title])) is not None]
        rows = [row for number in body if (row := self._hits.get(number)) is not None]
        return Said(self._share(self._best(heads)), self._share(self._best(heads + rows)))

    def _best(self, rows: list[Credits]) -> Credits:
        return [max(letters) for letters in zip(*rows, strict=True)] if rows else [0.0] * self.size


def _light(piece: str, known: Places) -> set[int]:
    """The letters of a piece that only frame the question; one letter by itself only where no word of the document holds it."""
    found: set[int] = set()
    for sign in (UP, DOWN):  # which way something went is looked for by itself
        for hit in sign.finditer(piece):
            found.update(range(*hit.span()))
    for hit in LIGHT.finditer(piece):
        start, stop = hit.span()
        if stop - start == 1 and any(piece[i : i + 2] in known.rarity for i in (start - 1, start) if i >= 0 and i + 2 <= len(piece)):
            continue
        found.update(range(start, stop))
    return found


def _synonyms(piece: str) -> list[tuple[int, int, str]]:
    found = []
    for start in range(len(piece)):
        for stop in range(min(len(piece), start + 12), start + 1, -1):
            found += [(start, stop, other) for other in synonyms(piece[start:stop]) if other not in piece]
    return found


def _numbers(text: str) -> set[str]:
    return {hit.replace(",", "").rstrip("0").rstrip(".") if "." in hit else hit.replace(",", "") for hit in _DIGITS.findall(text)}


def numbers_of(question: str) -> tuple[str, ...]:
    """The numbers a question gives (29381万元, 10.06万), years and single digits left out, without separators."""
    bare = re.sub(r"(?<!\d)(?:19|20)\d\d(?:年|[-—]|$)", "", question)
    return tuple(sorted(number for number in _numbers(bare) if len(number.replace(".", "")) > 1))
