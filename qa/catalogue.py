"""The catalogue: every figure of a document with the words it can be found by."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter

from corpus.document import Document
from corpus.figure import Figure
from corpus.folding import squash
from corpus.place import CellRef, Span
from corpus.prose import run_in_heads
from qa.item import COUNT, LEVEL, is_default, is_total, item_of, leaf, measure_class, plain
from qa.project import projects_of_forms
from qa.wording import PERIOD

# What a short form counts for each character it leaves out.
_SKIP_ONE, _SKIP_TWO = 0.8, 0.6
_WORDS = re.compile(r"[一-龥]{2}")
_LONGEST_ROW = 120
_QUOTED = re.compile(r"“([^“”\n]{2,12})”(?![经费])")
_NEAR_QUOTE = 60
# Texts up to this length are names.
_SHORT = 16
_STOPS = "。！？；;：:\n"
_WORD = re.compile(r"[^\W_]+")
# What is written with and without its brackets: 维修(护)费.
_ONE_BRACKETED = re.compile(r"(?<=[一-龥])[(（]([^\W类款项目a-zA-Z\d])[)）](?=[一-龥])")
_LONGEST_NAME = 40
_KIND_OF_INDICATOR = re.compile(r"指标$|^(?:合计|小计|总计)$")
# The column of what something was before it was changed.
BEFORE = "原数"
# What a figure is called that only says on which basis it is: its item is the one before.
_NO_ITEM = re.compile(r"(?:支出|收入)?(?:年初|全年|调整)?(?:决算|预算|执行)数?")
_BASIS_TAIL = re.compile(r"(?:年初|全年|调整)?(?:决算|预算|执行)数?$")
_FROM = re.compile(r"(?:由|从)(?:原来?的?|每[人月年日天户家吨亩个]|平均|人均)*$")
_RAISED_TO = re.compile(r"(?:压减|压缩|精简|核减|调减|提高|增加|调整|上调|下调|降低?|下降|提升|上升|增长|减少|扩大|缩减)(?:至|到|为)")
# What is told apart by its number alone.
ORDINAL = re.compile(r"第(?:[一二三四五六七八九十]{1,3}|\d{1,3})[批期轮次季阶步]")
_SHORT_HEADER = 3
_PAUSES = "，,（）()、" + _STOPS


@dataclass(frozen=True)
class Entry:
    """One figure with its words: `item` what it is about, `column` the header it stands under, `parents` the items above,
    `title` of its table, `clause` and `sentence` of a narrative figure (as far as it is about it), `section` the headings above it, `period` the part of the year it is for (`1-6`), `owner` the name in quotation marks that its sentence speaks of, `renamed` where the item is another than the figure's subject."""

    document_id: str
    number: int
    figure: Figure
    item: str
    column: str
    parents: str
    title: str
    clause: str
    sentence: str
    section: str
    period: str | None = None
    owner: str = ""
    renamed: bool = False

    @property
    def is_table(self) -> bool:
        """Whether it stands in a table's cell."""
        return isinstance(self.figure.source, CellRef)

    @cached_property
    def default(self) -> bool:
        """Whether it stands in the column that is meant when none is named."""
        return is_default(self.figure)

    @cached_property
    def total(self) -> bool:
        """Whether its row is one of totals."""
        return is_total(self.figure.subject)

    @cached_property
    def described(self) -> tuple[str, ...]:
        """What an indicator's row says beside its label, cell by cell."""
        found = self.sentence.split("，") if self.is_table and self.sentence else []
        if self.is_table and self.item.endswith("(本级)"):  # an agency's own row among those of its units
            found.append("本级")
        return tuple(
            words for words in found if words != self.item and len(words) <= _LONGEST_NAME and not _KIND_OF_INDICATOR.search(words)
        )

    @cached_property
    def ordinals(self) -> frozenset[str]:
        """The numbers by which the words around the figure tell it from its like (第二批); empty where they name several or none."""
        near = ORDINAL.findall(f"{self.item}，{self.parents}，{self.column}") or ORDINAL.findall(self.clause)[-1:]
        every = near or ORDINAL.findall(self.sentence)
        return frozenset(every) if near or len(set(every)) == 1 else frozenset()

    @cached_property
    def above(self) -> frozenset[str]:
        """The bigrams of the item right above it."""
        return frozenset(grams(plain(self.figure.path[-1]))) if self.figure.path else frozenset()

    @cached_property
    def header(self) -> frozenset[str]:
        """The bigrams of its column's own header; of a short one (运行费) with the header above it, which says whose."""
        own = leaf(self.figure)
        parts = [plain(part) for part in self.figure.measure.split("/")]
        above = parts[parts.index(own) - 1] if len(own) <= _SHORT_HEADER and own in parts[1:] else ""
        return frozenset(grams(f"{above}，{own}"))


class Postings:
    """The figures that each bigram stands in, worked out for those that are asked about: most figures share their words."""

    def __init__(self, fields: Iterable[tuple[int, Iterable[tuple[str, float]]]]) -> None:
        bearers: dict[str, dict[int, float]] = defaultdict(dict)
        for number, texts in fields:
            for text, weight in texts:
                if bearers[text].get(number, 0.0) < weight:
                    bearers[text][number] = weight
        self._bearers = list(bearers.values())
        self._known: dict[str, dict[int, float]] = {}
        places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, text in enumerate(bearers):
            for gram, part in _short_parts(text) if len(text) <= _SHORT else _parts(text):
                places[gram].append((index, part))
        # Tuples of numbers are nothing to the garbage collector, thousands of lists are.
        self._texts = {gram: tuple(each) for gram, each in places.items()}

    def __contains__(self, gram: str) -> bool:
        return gram in self._texts

    def of(self, gram: str) -> dict[int, float]:
        """The numbers of the figures that a bigram stands in, with its weight there."""
        known = self._known.get(gram)
        if known is None:
            known = self._known[gram] = {}
            for index, part in self._texts.get(gram, ()):
                for number, weight in self._bearers[index].items():
                    if known.get(number, 0.0) < weight * part:
                        known[number] = weight * part
        return known


class Catalogue:
    """The figures of one document, indexed by code and by the bigrams of their words."""

    def __init__(self, document: Document, figures: Sequence[Figure]) -> None:
        self.document = document
        self._projects = projects_of_forms(document)
        self._heads = run_in_heads(document)
        reaches = _reaches(document, figures)
        self.entries = _from_to([self._entry(number, figure, reaches.get(number)) for number, figure in enumerate(figures)])
        self.by_code: dict[str, list[Entry]] = defaultdict(list)
        self._parts: dict[str, tuple[dict[str, float], float]] = {}
        for entry in self.entries:
            if entry.figure.code:
                self.by_code[entry.figure.code].append(entry)

    def _entry(self, number: int, figure: Figure, reach: int | None) -> Entry:
        document = self.document
        title = clause = sentence = ""
        if isinstance(figure.source, CellRef):
            table = document.tables[figure.source.table]
            title = squash(table.title).replace('"', "") or plain(figure.table or "")
            section = "/".join(filter(None, (*map(squash, table.section), self._projects.get(figure.source.table))))
            if table.header_rows == 0 or "绩效" in (figure.table or ""):
                # What a form or an indicator says of itself stands beside it (制作宣传品数量 | 印制政策宣传册 | ≥10万份).
                sentence = "，".join(squash(cell.text) for cell in table.own(figure.source.row) if _WORDS.search(cell.text))[:_LONGEST_ROW]
        else:
            context = figure.context or figure.source
            sentence = squash(document.text[context.start : reach or context.stop])
            clause = squash(_clause(document.text, figure.source, context))
            heads = document.heading_path(document.line_at(figure.source.start))
            section = "/".join(map(squash, (*heads, *self._head(figure.source.start, heads))))
        item = item_of(figure)
        path = [*figure.path]
        owner = "" if isinstance(figure.source, CellRef) else _owner(document.text, figure.source, figure.context or figure.source)
        if owner and owner not in item:
            path.append(owner)
        if is_total(item):
            item = next((plain(above) for above in reversed(figure.path) if not is_total(above)), "") or _topic(section) or item
        elif (
            not isinstance(figure.source, CellRef)
            and (flow := _OWN_FLOW.fullmatch(item))
            and (fund := _FUND_OF.search(section.rsplit("/", 1)[-1]))
        ):
            item = f"{fund['fund']}{flow['flow']}"
        column = (
            "" if is_default(figure) else plain(figure.measure.replace("/", "")) if isinstance(figure.source, CellRef) else leaf(figure)
        )
        time = f"{section}，{clause}"
        period = next((name for pattern, name in PERIOD if name != "1-12" and pattern.search(time)), None)
        return Entry(
            document.id, number, figure, item, column, "/".join(plain(part) for part in path), title, clause, sentence, section, period, owner
        )  # fmt: skip

    def _head(self, start: int, above: Sequence[str]) -> list[str]:
        """The heading that the paragraph of a place runs on from, unless it stands among those above."""
        at = bisect_right(self._heads, start, key=lambda one: one[0].start) - 1
        if at < 0 or start >= self._heads[at][0].stop:
            return []
        head = self._heads[at][1]
        return [] if any(head in heading for heading in above) else [head]

    @cached_property
    def _by_item(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[item_of(entry.figure)].append(entry)
        return found

    def namesakes(self, figure: Figure) -> Iterable[Entry]:
        """The figures that bear a figure's item or its code: all that can be of the same item."""
        coded = self.by_code.get(figure.code, []) if figure.code else []
        return {entry.number: entry for entry in (*self._by_item.get(item_of(figure), ()), *coded)}.values()

    @cached_property
    def vocabulary(self) -> str:
        """The names of items, columns and tables, one a line: what a question's words are kept whole for."""
        names = {name for e in self.entries for name in (e.item, e.column, e.title, *e.parents.split("/")) if len(name) > 1}
        return "\n".join(sorted(names))

    @cached_property
    def owners(self) -> frozenset[str]:
        """The names in quotation marks that figures stand beside."""
        return frozenset(entry.owner for entry in self.entries if entry.owner)

    @cached_property
    def prose(self) -> str:
        """The whole text, squashed."""
        return squash(self.document.text)

    @cached_property
    def postings(self) -> Postings:
        """For each bigram the entries it stands in, with the weight of the strongest field it stands in."""
        return Postings((entry.number, self.fields(entry)) for entry in self.entries)

    @staticmethod
    def fields(entry: Entry) -> tuple[tuple[str, float], ...]:
        """A figure's words with what a match in them is worth."""
        return (
            (entry.item, 1.0), (entry.column, 0.95), (plain(entry.figure.measure), 0.9), (entry.clause, 0.85), (entry.parents, 0.8),
            (entry.title, 0.75), (entry.sentence, 0.6), (entry.section, 0.65),
        )  # fmt: skip

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much a bigram tells: the fewer different items, clauses and titles it stands in, the more (inverse document frequency)."""
        texts = (
            {e.item for e in self.entries}
            | {e.clause for e in self.entries}
            | {e.column for e in self.entries}
            | {e.title for e in self.entries}
        )
        counts: dict[str, int] = defaultdict(int)
        for text in texts:
            for gram in set(grams(text)):
                counts[gram] += 1
        size = len(texts) + 1
        return {gram: max(0.25, math.log(size / (count + 0.5)) / math.log(size)) for gram, count in counts.items()}

    def weight(self, gram: str) -> float:
        """The rarity of a bigram; that of a word the figures never use is the highest."""
        return self.rarity.get(gram, 1.0)

    def share(self, text: str, said: Collection[str]) -> float:
        """How much of a text, which is one of the catalogue's own, the bigrams `said` name; its rare ones tell most."""
        known = self._parts.get(text)
        if known is None:
            parts = {gram: self.weight(gram) for gram in grams(text)}
            known = self._parts[text] = parts, sum(parts.values())
        parts, whole = known
        return sum(weight for gram, weight in parts.items() if gram in said) / whole if whole else 0.0


def _reaches(document: Document, figures: Sequence[Figure]) -> dict[int, int]:
    """Where the words of a sentence stop being about a figure, by its number: at the pause before the next figure of another item.

    What grew or fell, shares and rates go on with the same thing (100万元，增长5%，主要用于…).
    """
    told: dict[tuple[int, int], list[tuple[int, Figure]]] = defaultdict(list)
    for number, figure in enumerate(figures):
        if isinstance(figure.source, Span) and figure.context is not None:
            told[figure.context.start, figure.context.stop].append((number, figure))
    found: dict[int, int] = {}
    for (start, _), row in told.items():
        row.sort(key=lambda pair: pair[1].source.start if isinstance(pair[1].source, Span) else 0)
        for at, (number, figure) in enumerate(row):
            later = next((f for _, f in row[at + 1 :] if measure_class(f) in (LEVEL, COUNT) and item_of(f) != item_of(figure)), None)
            if later is None or not isinstance(later.source, Span):
                continue
            stop = later.source.start
            while stop > start and document.text[stop - 1] not in _PAUSES:
                stop -= 1
            if isinstance(figure.source, Span) and stop > figure.source.stop:
                found[number] = stop
    return found


def _from_to(entries: list[Entry]) -> list[Entry]:
    """Entries whose sentence names their item only before: 由A提高至B (A is what it was BEFORE), X预算为A，支出决算为B."""
    for at in range(1, len(entries)):
        one, two = entries[at - 1], entries[at]
        if one.is_table or two.is_table or one.figure.context != two.figure.context:
            continue
        if _NO_ITEM.fullmatch(two.item) and not _NO_ITEM.fullmatch(one.item):
            entries[at] = replace(two, item=_BASIS_TAIL.sub("", one.item) or one.item, renamed=True)
            continue
        begun = _FROM.search(one.item)
        named = begun is not None and begun.group() != "" and two.item == one.item[: begun.start()]
        if not (_RAISED_TO.match(two.item) or one.item == two.item or named):
            continue
        if begun and begun.start() > 1:
            name = one.item[: begun.start()]
            entries[at - 1] = replace(one, item=name, column=BEFORE, renamed=True)
            entries[at] = replace(two, item=name, renamed=True)
    return entries


# “八、政府性基金预算财政拨款支出决算情况说明：本年支出…”: whose this year's spending it is.
_OWN_FLOW = re.compile(r"(?:本年|当年)?(?P<flow>收入|支出)")
_FUND_OF = re.compile(r"(?P<fund>政府性基金|国有资本经营预算)(?!.*一般公共)")


def _owner(text: str, source: Span, context: Span) -> str:
    """The name in quotation marks that a sentence speaks of where it states a number (“甲贷”资金池…，发放…): the last one before it."""
    names = _QUOTED.findall(text[max(context.start, source.start - _NEAR_QUOTE) : source.start])
    return squash(names[-1]) if names else ""


def _topic(section: str) -> str:
    """What the innermost heading speaks of: a number that its sentence leaves unnamed is about that."""
    name = plain(section.rsplit("/", 1)[-1])
    return re.sub(r"(?:支出|预算|决算|安排|使用|占用|执行|设置|及变化|变化|的)*(?:情况|说明)+$", "", name) if len(name) <= 30 else ""


def grams(text: str) -> list[str]:
    """The bigrams inside the words of a text: none runs over a mark, a number or a bracket."""
    return list(_short_grams(text)) if len(text) <= _LONGEST_NAME else _grams(text)


def _grams(text: str) -> list[str]:
    found: list[str] = []
    if "(" in text or "（" in text:
        text = _ONE_BRACKETED.sub(r"\1", text)
    for word in _WORD.findall(text.replace('"', "")):
        # Among word characters are numerals (〇, Ⅰ, ½) that are neither letters nor digits.
        whole = word.isalpha() or word.isascii() or all(letter.isalpha() or letter.isdigit() for letter in word)
        for part in (word,) if whole else _letters(word):
            found += [part[i : i + 2] for i in range(len(part) - 1)] or [part]
    return found


# A question, and the names it is held against, are taken apart again and again.
_short_grams = lru_cache(maxsize=1 << 13)(lambda text: tuple(_grams(text)))


def _parts(text: str) -> tuple[tuple[str, float], ...]:
    """The bigrams of a text, those of its short forms too, each with the most it counts."""
    return tuple((dict(sorted(abbreviated(text), key=itemgetter(1))) | dict.fromkeys(grams(text), 1.0)).items())


# The same names of items, columns and tables stand in all disclosures.
_short_parts = lru_cache(maxsize=4096)(_parts)


def _letters(word: str) -> list[str]:
    return "".join(letter if letter.isalpha() or letter.isdigit() else " " for letter in word).split()


def abbreviated(text: str) -> list[tuple[str, float]]:
    """The pairs of characters that stand one or two apart, as short forms are made (医疗保险 → 医保), with what they are worth."""
    found: list[tuple[str, float]] = []
    for word in re.findall(r"[一-龥]{3,16}", text.replace('"', "")):
        found += [(word[i] + word[i + 2], _SKIP_ONE) for i in range(len(word) - 2)]
        found += [(word[i] + word[i + 3], _SKIP_TWO) for i in range(len(word) - 3)]
    return found


def _clause(text: str, source: Span, context: Span) -> str:
    """The words around a number: back to the last full stop, colon or number before it, on to the next pause."""
    start = source.start
    while start > context.start and text[start - 1] not in _STOPS:
        start -= 1
    stop = source.stop
    while stop < context.stop and text[stop] not in _PAUSES:
        stop += 1
    return text[max(start, source.start - 60) : min(stop, source.stop + 24)]


def words_around(entry: Entry) -> str:
    """All the words that a figure stands under and among."""
    return "，".join((entry.item, entry.column, entry.parents, entry.title, entry.clause, entry.sentence, entry.section))
