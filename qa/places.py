"""The places of a document that can be quoted as an answer, and the words each stands with."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from weakref import WeakKeyDictionary

from corpus.document import Document
from corpus.folding import squash
from corpus.place import CellRef, Source, Span
from corpus.prose import OPENING, sentences
from qa.catalogue import Catalogue, abbreviated, grams

# What a word counts that stands only around a place, or that it gives a short form for.
NEAR = 0.6
# What a word counts that a sentence only enumerates with others.
_ONE_OF_MANY = 0.75
_HEADING = 30
_LEADERS = re.compile(r"[.…·]{4,}")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]是|[（(]?第?[一二三四五六七八九十\d]+[)）]?[部章节]?[分]?[、.．:：]?)")
_CHAIN_END = re.compile(r"[（(][款项][)）]?$")
_GOES_ON = re.compile(
    r"(?:\d+[、.．])?(?:(?:上述|以上)?(?:其|增减|变动|增加|减少)?的?(?:主要)?(?:变动)?原因|(?:超出|增加|减少|结余|超支|差额|多出|未完成)(?:的)?部分[主要]*[是为系]|其?主要用于|其中|主要是|主要为|用于|包括|主要包括|增加的|减少的|决算数[大小等]于|上述|同时|此外|(?:年初|全年|调整后?)?预算数?为|支出决算数?为|[与比较]20\d\d年|[一-龥]{0,6}(?:问题|原因|措施|建议|用途|目标|依据|做法|效益|成效)[:：])"
)
_ENUMERATION = re.compile(r"(?:[^，。；;：:、,]{1,16}、){3,}[^，。；;：:、,等]{1,12}")
# What a short sentence says something with: a title has none of them.
_SAYS = re.compile(r"是|为|因|由于|用于|指|包括|负责|没有|无|已|将|达|于")
_COUNTED = re.compile(r"[一二三四五六七八九十]是")
_CHINESE = re.compile(r"[一-龥]")


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a document that can be quoted: a sentence, or a row of a table.

    about     the words around it, squashed: the headings above, the sentence it goes on from, the table's title and header
    before    the number of the sentence before it in the same item, None for the first
    item      the number of the sentence that opens its item: a numbered point, or the first after a heading
    headings  the headings above it, outermost first (for a row: also the table's title and header)
    label     whether it only names something (a heading, a project's title) and says nothing of it
    goes_on   whether it leaves what it is about to the sentence before it (“主要原因是…”)
    opens     whether a paragraph begins with it
    """

    source: Source
    text: str
    about: str
    line: int
    before: int | None = None
    item: int = 0
    headings: tuple[str, ...] = ()
    label: bool = False
    goes_on: bool = False
    opens: bool = True

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return isinstance(self.source, CellRef)

    @property
    def opens_list(self) -> bool:
        """Whether it ends with a colon: what it speaks of stands after it."""
        return self.text.rstrip().endswith((":", "："))


@dataclass(frozen=True, eq=False)
class Places:
    """The places of one document; `postings` give for each bigram the places it stands in, and what it counts there.

    `own` are the same for a place's own words only, `headed` for the headings, which `titles` number. `sections` give the
    first place under each path of headings.
    """

    all: tuple[Place, ...]
    rarity: dict[str, float]
    postings: dict[str, dict[int, float]]
    own: dict[str, dict[int, float]]
    titles: dict[str, int]
    headed: dict[str, dict[int, float]]
    sections: dict[tuple[str, ...], int]

    def covers(self, said: Sequence[str]) -> list[float]:
        """How much of some bigrams, by their rarity, each place says."""
        found = [0.0] * len(self.all)
        whole = 0.0
        for gram in said:
            weight = self.rarity.get(gram, 1.0)
            whole += weight
            for number, worth in self.postings.get(gram, {}).items():
                found[number] += weight * worth
        return [value / whole for value in found]

    def body(self, path: tuple[str, ...]) -> list[int]:
        """The sentences under a path of headings, in reading order."""
        first = self.sections[path]
        return [first, *self.following(first, path)]

    def following(self, number: int, path: tuple[str, ...] | None = None) -> list[int]:
        """The sentences after a place under the same innermost heading (or `path`) or below it, in reading order."""
        path = self.all[number].headings if path is None else path
        found = []
        for later in range(number + 1, len(self.all)):
            place = self.all[later]
            if place.is_row or place.headings[: len(path)] != path:
                break
            found.append(later)
        return found


_known: WeakKeyDictionary[Catalogue, Places] = WeakKeyDictionary()


def places(catalogue: Catalogue) -> Places:
    """The places of a catalogue's document, kept as long as it is."""
    known = _known.get(catalogue)
    if known is None:
        known = _known[catalogue] = _indexed(catalogue.document)
    return known


def ordinal(text: str) -> str:
    """The kind of number that a text begins with (`1.`, `（一）`), `` for none: the points of one list share it."""
    found = _ORDINAL.match(squash(text)) if OPENING.match(text) else None
    return re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", found.group())).replace("．", ".") if found else ""


def core(text: str) -> str:
    """What a heading names: without its number and its closing marks."""
    return _ORDINAL.sub("", squash(text)).strip("()。:;,")


def is_label(text: str) -> bool:
    """Whether a sentence only names something (a heading, a project's title): it says nothing of it."""
    bare = core(text)
    if squash(text).endswith("。") and _SAYS.search(bare):
        return False
    return bool(_CHAIN_END.search(bare)) or (len(bare) < _HEADING and not re.search(r"[。；，！？:：、;,]|\d", bare))


def _indexed(document: Document) -> Places:
    found: list[Place] = []
    _sentences(document, found)
    _rows(document, found)
    postings: dict[str, dict[int, float]] = defaultdict(dict)
    own: dict[str, dict[int, float]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    titles: dict[str, int] = {}
    for number, place in enumerate(found):
        said = dict.fromkeys(grams(squash(place.text)), 1.0)
        short = dict.fromkeys((gram for gram, _ in abbreviated(place.text)), NEAR)
        counts.update(said)
        for gram, worth in (_short(place.text) | said | _enumerated(place)).items():
            own[gram][number] = worth
        for gram, worth in (dict.fromkeys(grams(place.about), NEAR) | short | said).items():
            postings[gram][number] = worth
        for title in place.headings:
            titles.setdefault(title, len(titles))
    headed: dict[str, dict[int, float]] = defaultdict(dict)
    for title, number in titles.items():
        said = dict.fromkeys(grams(title), 1.0)
        counts.update(said)
        for gram, worth in (_short(title) | said).items():
            headed[gram][number] = worth
    size = len(found) + 1
    rarity = {gram: min(1.0, max(0.2, math.log(size / (n + 0.5)) / math.log(size))) for gram, n in counts.items()}
    sections: dict[tuple[str, ...], int] = {}
    for number, place in enumerate(found):
        for depth in range(0 if place.is_row else len(place.headings)):
            sections.setdefault(place.headings[: depth + 1], number)
    return Places(tuple(found), rarity, dict(postings), dict(own), titles, dict(headed), sections)


def _short(text: str) -> dict[str, float]:
    return dict(sorted(abbreviated(text), key=itemgetter(1)))


def _enumerated(place: Place) -> dict[str, float]:
    """The bigrams that a sentence says only as one of several things, with what they count: it is not about them."""
    if place.is_row:
        return {}
    text = squash(place.text)
    rest = set(grams(_ENUMERATION.sub("，", text)))
    return {gram: _ONE_OF_MANY for hit in _ENUMERATION.finditer(text) for gram in grams(hit.group()) if gram not in rest}


def _sentences(document: Document, found: list[Place]) -> None:
    before: int | None = None
    item = 0
    section: tuple[str, ...] | None = None
    for s in sentences(document):
        if not _CHINESE.search(s.text) or _LEADERS.search(s.text):
            continue
        stopped = s.text.rstrip().endswith("。")
        # In the midst of a paragraph a short sentence is none the less a sentence.
        counted = bool(_COUNTED.match(s.text.strip()))
        label = is_label(s.text) and (s.opens or counted or not stopped)
        if s.section != section or (s.opens and (OPENING.match(s.text) or (label and stopped))) or (counted and label):
            item, before = len(found), None if s.section != section else before
            section = s.section
        goes_on = bool(_GOES_ON.match(s.text.strip()))
        headings = tuple(squash(title) for title in s.section)
        about = "".join(headings) + (squash(found[before].text) if goes_on and before is not None else "")
        starts = item == len(found)
        found.append(
            Place(s.span, s.text, about, s.line, before if goes_on or not starts else None, item, headings, label, goes_on, s.opens)
        )
        before = len(found) - 1


def _rows(document: Document, found: list[Place]) -> None:
    for number, table in enumerate(document.tables):
        head = squash(table.title) + "".join(
            squash(table.text(r, c)) for r in range(min(2, table.rows)) for c in range(min(table.columns, 8))
        )
        section = tuple(map(squash, table.section))
        for row in range(table.header_rows, table.rows):
            cells = table.own(row)
            text = " ".join(dict.fromkeys(squash(cell.text) for cell in cells if cell.text.strip()))
            if cells and len(_CHINESE.findall(text)) >= 4:
                long = max(cells, key=lambda cell: len(cell.text))
                source = CellRef(number, row, long.column)
                found.append(Place(source, text, head + "".join(section), long.place.lines[0], None, len(found), (*section, head)))


__all__ = ["NEAR", "Place", "Places", "Source", "Span", "core", "is_label", "ordinal", "places"]
