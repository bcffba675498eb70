"""What a question for words is about: its letters with what each tells, and how much of them a place says or stands under."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.terms import synonyms
from qa.aims import LIGHT, PARTICLES
from qa.catalogue import grams
from qa.places import Places
from qa.speech import FRAMING, tagged
from qa.wording import DOWN, SOFT, TEXT_FRAME, UP

# What a letter counts that only frames the question, and one of a word that the document never uses.
_LIGHT, _UNKNOWN = 0.1, 0.75
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
# “18万多的”, “186万元”: a sum of money with its unit; and one that is not told to the last digit, which no place prints.
_SUM = re.compile(r"\d[\d,]*(?:\.\d+)?[百千]?(?:[万亿]元?|元|块)(?:多|余|出头|左右|上下)?[元块]?钱?的?")
_ROUGH = re.compile(r"\d[\d,]*(?:\.\d+)?[百千]?[万亿]?(?:多|余|来)(?=[万亿元块人名户家个台辆的])")
_TIME = re.compile(r"(?<!\d)(?:19|20)\d\d(?:年度?|(?=[-—])|$)")
_APART = re.compile(r"[^一-龥A-Za-z]+")
Credits = list[float]


@dataclass(frozen=True)
class Said:
    """How much of a topic one place says: by its `own` words, and with the words `around` it."""

    own: float
    around: float


class Topic:
    """The letters and the bigrams of a question's pieces, weighed over one document's places.

    `unknown` is how many of its words nobody could put into Chinese; `without` and `agency` name whose disclosure it is.
    """

    def __init__(self, question: str, known: Places, without: Sequence[str] = (), unknown: int = 0, agency: str = "") -> None:
        self.known = known
        self.pieces = _pieces(question, without, agency)
        numbers = numbers_of(question)
        self.size = sum(map(len, self.pieces)) + len(numbers)
        self.weights: Credits = []
        self._hits: dict[int, Credits] = {}
        self._heads: dict[int, Credits] = {}
        self._grams: list[tuple[int, str, float]] = []  # the position of a bigram's first letter, the bigram, its weight
        spans: list[tuple[int, int, str]] = []
        alone: list[tuple[int, str]] = []
        at = 0
        for piece in self.pieces:
            light = _light(piece, known)
            for start in range(len(piece)):
                around = [piece[i : i + 2] for i in (start - 1, start) if i >= 0 and i + 2 <= len(piece)]
                rare = [known.rarity[g] for g in around if g in known.rarity]
                weight = max(rare) if rare else _UNKNOWN
                if start in light or (not rare and piece[start] in SOFT) or not piece[start].isalnum():
                    weight = _LIGHT * weight
                elif not rare:
                    alone.append((at + start, piece[start]))
                self.weights.append(weight)
                gram = piece[start : start + 2]
                if len(gram) == 2:
                    heavy = _LIGHT if start in light or start + 1 in light else 1.0
                    self._grams.append((at + start, gram, known.rarity.get(gram, 0.0) * heavy))
            spans += [(at + i, at + j, other) for i, j, other in _synonyms(piece)]
            at += len(piece)
        for number in numbers:
            alike = {number, *_in_units(question, number)}
            found = [n for n, place in enumerate(known.all) if alike & _numbers(place.text)]
            self.weights.append(_NUMBER if found else _UNKNOWN)
            for place_number in found:
                self._hits.setdefault(place_number, [0.0] * self.size)[at] = 1.0
            at += 1
        self.whole = sum(self.weights) + unknown * 2 * _UNKNOWN
        self._pairs = sum(weight for _, _, weight in self._grams)
        for index, hits in ((known.own, self._hits), (known.headed, self._heads)):
            self._collect(spans, index, hits)
        apart = {position for position, _ in alone}
        for position, letter in alone:
            if position - 1 in apart or position + 1 in apart:
                continue  # a whole word that the document does not know
            for place_number, place in enumerate(known.all):
                if letter in place.text:
                    row = self._hits.setdefault(place_number, [0.0] * self.size)
                    row[position] = max(row[position], _ALONE)

    def _collect(self, spans: list[tuple[int, int, str]], index: dict[str, dict[int, float]], hits: dict[int, Credits]) -> None:
        for position, gram, _ in self._grams:
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

    def own(self, number: int) -> float:
        """How much of the topic a place's own words say."""
        row = self._hits.get(number)
        return self._share(row) if row is not None else 0.0

    def said(self, number: int) -> Said:
        """How much of the topic a place says."""
        known, place = self.known, self.known.all[number]
        parts: list[tuple[dict[int, Credits], int, float]] = []
        before = place.before
        factor = _CARRIED if place.goes_on or (before is not None and known.all[before].label) else _BEFORE
        for _ in range(_FURTHER):
            if before is None:
                break
            parts.append((self._hits, before, factor))
            before, factor = known.all[before].before, _EARLIER
        after = number + 1
        if after < len(known.all) and known.all[after].item == place.item:
            parts.append((self._hits, after, _AFTER))
        if place.item != number:
            parts.append((self._hits, place.item, _CARRIED if place.goes_on else _OPENER))
        for depth, title in enumerate(reversed(place.headings)):
            parts.append((self._heads, known.titles[title], _HEADING if depth == 0 else _ABOVE))
        row = self._hits.get(number)
        own = self.own(number)
        near = [(credits, worth) for hits, at, worth in parts if (credits := hits.get(at)) is not None]
        if not near:
            return Said(own, own)
        best = row if row is not None else [0.0] * self.size
        for credits, worth in near:
            best = [a if a >= b * worth else b * worth for a, b in zip(best, credits, strict=True)]
        return Said(own, self._share(best))

    def joined(self, number: int) -> float:
        """How many of the topic's bigrams that the document uses a place says or stands under, by their rarity: words, not letters."""
        known, place = self.known, self.known.all[number]
        near: list[tuple[dict[str, dict[int, float]], int, float]] = [(known.own, number, 1.0)]
        if place.before is not None:
            near.append((known.own, place.before, _CARRIED if place.goes_on else _BEFORE))
        if place.item != number:
            near.append((known.own, place.item, _CARRIED if place.goes_on else _OPENER))
        near += [(known.headed, known.titles[title], _HEADING if d == 0 else _ABOVE) for d, title in enumerate(reversed(place.headings))]
        total = sum(
            weight * max(index.get(gram, {}).get(at, 0.0) * worth for index, at, worth in near) for _, gram, weight in self._grams if weight
        )
        return total / self._pairs if self._pairs else 0.0

    def section(self, path: tuple[str, ...], body: list[int]) -> Said:
        """How much of the topic a path of headings says, and how much with what stands under it."""
        heads = [row for title in path if (row := self._heads.get(self.known.titles[title])) is not None]
        rows = [row for number in body if (row := self._hits.get(number)) is not None]
        return Said(self._share(self._best(heads)), self._share(self._best(heads + rows)))

    def point(self, opener: int, body: list[int]) -> Said:
        """How much of the topic the sentence that opens a point says, and how much with what follows it and the headings above."""
        first = self._hits.get(opener, [0.0] * self.size)
        rows = [row for number in body if (row := self._hits.get(number)) is not None]
        heads = [row for title in self.known.all[opener].headings if (row := self._heads.get(self.known.titles[title])) is not None]
        return Said(self._share(first), self._share(self._best([first, *rows, *heads])))

    def _best(self, rows: list[Credits]) -> Credits:
        return [max(letters) for letters in zip(*rows, strict=True)] if rows else [0.0] * self.size


def _pieces(question: str, without: Sequence[str], agency: str) -> list[str]:
    """The runs of letters of a folded question, agencies (their short names too) and numbers left out."""
    bare = question
    if len(agency) > 3:
        # 渔技站 → 渔业技术推广站: the name's letters in their order, to its end
        for hit in reversed(list(re.finditer(re.escape(agency[-1]), bare))):
            start = next((s for s in range(max(0, hit.start() - 7), hit.start() - 1) if _shortens(bare[s : hit.end()], agency)), None)
            if start is not None:
                bare = f"{bare[:start]}，{bare[hit.end() :]}"
    for name in sorted(without, key=len, reverse=True):
        bare = bare.replace(name, "，")
    bare = _TIME.sub("，", bare)
    without_sums = [piece for piece in _APART.split(_DIGITS.sub("，", _SUM.sub("，", bare))) if piece]
    if any(LIGHT.sub("", piece).strip("".join(PARTICLES)) for piece in without_sums):
        return without_sums
    return [piece for piece in _APART.split(_DIGITS.sub("，", bare)) if piece]  # the sum of money is all that is named


def _shortens(short: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in short)


def _light(piece: str, known: Places) -> set[int]:
    """The letters of a piece that only frame the question; one letter by itself only where no word of the document holds it."""
    found = {at for at, letter in enumerate(piece) if letter in PARTICLES}
    for sign in (UP, DOWN, TEXT_FRAME):  # which way something went is looked for by itself
        for hit in sign.finditer(piece):
            found.update(range(*hit.span()))
    at = 0
    for word, tag in tagged(piece):  # pronouns, adverbs, measure words: what the document does not say itself
        if tag in FRAMING and not any(piece[i : i + 2] in known.rarity for i in range(max(0, at - 1), at + len(word))):
            found.update(range(at, at + len(word)))
        at += len(word)
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


def _in_units(question: str, number: str) -> set[str]:
    """What a number of 万 or 亿 (186万元) is in full, as a document may print it in 元."""
    hit = re.search(rf"(?<![\d.]){re.escape(number)}0*(万|亿)", question.replace(",", ""))
    if hit is None:
        return set()
    whole = Decimal(number) * (10_000 if hit[1] == "万" else 100_000_000)
    return {f"{whole:f}".rstrip("0").rstrip(".") if "." in f"{whole:f}" else f"{whole:f}"}


def numbers_of(question: str) -> tuple[str, ...]:
    """The numbers a question gives (29381万元, 10.06万), years and single digits left out, without separators."""
    return tuple(sorted(number for number in _numbers(_ROUGH.sub("，", _TIME.sub("，", question))) if len(number.replace(".", "")) > 1))
