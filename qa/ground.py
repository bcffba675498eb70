"""Grounding: what a language model wrote, tied to the rows and sentences it stands on, and cut where it stands on nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.amount import find_amounts
from corpus.document import Document
from corpus.figure import Figure
from corpus.folding import bigrams
from corpus.place import CellRef, Source, Span
from corpus.prose import sentences
from index.passage import Passage
from qa.answer import Citation, Evidence, Shown
from qa.cite import cite
from qa.verify import verify

MARK = re.compile(r"\s*[\[【［](\d{1,2})[\]】］]")
_MARKS = r"(?:\s*[\[【［]\d{1,2}[\]】］])"
_SENTENCE = re.compile(rf"[^。！？!?；;\n]*?(?:[。！？；;\n]|[!?.](?=\s|[\[【［]|$)|$){_MARKS}*[。.]?")
_PART = re.compile(rf"(.+?)({_MARKS}+|$)", re.DOTALL)
# How much of a part's characters a row or sentence must share to be quoted for it, and how many are quoted for one mark.
_SHARED = 0.15
_QUOTED = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply in its parts: the words before each group of marks, and the numbers of the materials they name."""

    parts: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def text(self) -> str:
        """The sentence without its marks."""
        return "".join(words for words, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a reply: the text with marks, its citations, its figures; `dropped` counts the sentences left out."""

    text: str
    citations: tuple[Citation, ...]
    figures: tuple[Shown, ...]
    dropped: int


def claims(reply: str) -> list[Claim]:
    """A reply sentence by sentence."""
    found: list[Claim] = []
    for match in _SENTENCE.finditer(reply):
        parts = [(words, _numbers(marks)) for words, marks in _PART.findall(MARK.sub(r"[\1]", match.group().strip()))]
        words = "".join(text for text, _ in parts)
        if not re.search(r"\w", MARK.sub("", words)):
            continue
        if len(parts) > 1 and not re.search(r"\w", parts[-1][0]):  # "…[1]。": the stop belongs to the words before
            parts[-2:] = [(parts[-2][0] + parts[-1][0], (*parts[-2][1], *parts[-1][1]))]
        found.append(Claim(tuple(parts)))
    return found


def _numbers(marks: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(n) for n in MARK.findall(marks)))


def ground(
    reply: str,
    materials: Sequence[Citation | Passage],
    documents: Callable[[str], Document],
    files: Mapping[str, str],
    figures_of: Callable[[str], Sequence[Figure]],
) -> Grounded:
    """Tie a reply to its sources. Material n is `materials[n - 1]`: a citation that stands already, or a passage to quote from.

    A sentence that shows a figure which `verify` does not support is left out.
    """
    kept: list[list[tuple[str, list[Citation]]]] = []
    dropped = 0
    for claim in claims(reply):
        parts = [
            (words, [one for n in marks if 1 <= n <= len(materials) for one in _sources(materials[n - 1], words, documents, files)])
            for words, marks in claim.parts
        ]
        shown = _verdicts(claim.text, [one for _, cited in parts for one in cited], figures_of)
        if any(one.verdict == "unsupported" for one in shown):
            dropped += 1
        else:
            kept.append(parts)
    numbers: dict[tuple[str, str, tuple[int, int] | None], Citation] = {}
    for one in (one for parts in kept for _, cited in parts for one in cited):
        numbers.setdefault(_key(one), replace(one, n=len(numbers) + 1))
    text = ""
    for parts in kept:
        if text and re.match(r"[A-Za-z0-9]", parts[0][0]) and re.search(r"[.!?\]]$", text):
            text += " "
        for words, cited in parts:
            marks = "".join(f"[{numbers[key].n}]" for key in dict.fromkeys(map(_key, cited)))
            stop = words[-1] if words[-1] in "。；;！？!?." else ""
            text += words.removesuffix(stop) + marks + stop
    citations = tuple(numbers.values())
    return Grounded(text, citations, _verdicts(text, citations, figures_of), dropped)


def _key(one: Citation) -> tuple[str, str, tuple[int, int] | None]:
    return one.document, one.quote, one.lines


def _verdicts(text: str, citations: Sequence[Citation], figures_of: Callable[[str], Sequence[Figure]]) -> tuple[Shown, ...]:
    return verify(text, citations, {document: figures_of(document) for document in dict.fromkeys(one.document for one in citations)})


def _sources(material: Citation | Passage, words: str, documents: Callable[[str], Document], files: Mapping[str, str]) -> list[Citation]:
    """The rows or sentences of a material that words stand on: the nearest one, and more where their numbers stand elsewhere."""
    if isinstance(material, Citation):
        return [material]
    document = documents(material.document_id)
    wanted = _values(words)
    grams = set(bigrams(words))
    places = list(_quotable(document, material))
    rest = [(i, _values(text), len(grams & set(bigrams(text))) / max(1, len(grams))) for i, (_, text) in enumerate(places)]
    found: list[int] = []
    while rest and len(found) < _QUOTED:
        best = max(range(len(rest)), key=lambda i: (rest[i][2] + len(rest[i][1] & wanted), -i))
        place, values, shared = rest.pop(best)
        if shared + len(values & wanted) < _SHARED or (found and not values & wanted):
            break
        found.append(place)
        wanted -= values
    return list(cite([Evidence(document.id, places[i][0]) for i in sorted(found)], {document.id: document}, files))


def _values(text: str) -> set[Decimal]:
    return {abs(stated.amount.value) for stated in find_amounts(text)}


def _quotable(document: Document, passage: Passage) -> Iterator[tuple[Source, str]]:
    """What can be quoted from a passage: its table rows, or its sentences and other lines."""
    if passage.table is not None and passage.rows is not None:
        table = document.tables[passage.table]
        for row in range(passage.rows[0], passage.rows[1] + 1):
            cells = table.own(row)
            if cells:
                value = next((cell for cell in cells if cell.amount is not None), cells[0])
                yield CellRef(passage.table, row, value.column), "\t".join(cell.text for cell in cells)
        return
    inside = [s for s in sentences(document) if any(span.start <= s.span.start and s.span.stop <= span.stop for span in passage.spans)]
    for sentence in inside:
        yield sentence.span, sentence.text
    covered = {n for s in inside for n in range(document.line_at(s.span.start), document.line_at(max(s.span.start, s.span.stop - 1)) + 1)}
    for span in passage.spans:
        for number in range(document.line_at(span.start), document.line_at(max(span.start, span.stop - 1)) + 1):
            if number not in covered and document.line_text(number).strip():
                yield _line(document, number), document.line_text(number)


def _line(document: Document, number: int) -> Span:
    return document.lines_span(number, number)
