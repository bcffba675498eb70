"""Answers in the document's own words: the sentence, or the table row, that says why, what, who or how."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.document import Document
from corpus.folding import squash
from corpus.place import CellRef, Source, Span
from corpus.privacy import masked
from corpus.prose import sentences
from corpus.terms import english
from qa.answer import Evidence
from qa.catalogue import Catalogue, abbreviated, grams
from qa.focus import focus, variants
from qa.inquiry import Draft, Inquiry, Scope
from qa.question import Question
from qa.wording import DOWN, SOFT, UP

_FLOOR = 0.36
_LENGTH_COST, _LONG = 0.12, 2500
_TRIED = 8
_ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?")
_CHAIN_END = re.compile(r"[（(][款项][)）]?$")
_NUMBERS = re.compile(r"(?:^| )[\d.,]+%?(?: [\d.,]+%?)+(?: |$)")
# What a word counts that stands only around a place, or that it gives a short form for.
_NEAR = 0.6
# Names are either there or not: what is only near them does not answer.
_NAMED_FLOOR = 0.7
_LONGEST = 420
_HEADING = 20
# Sentences of a list that are given after the one that opens it.
_LISTED = 6
# What a passage says where it answers such a question.
_SIGNS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"为什么|为何|为啥|原因|缘故|怎么会|\bwhy\b|reason"),
        re.compile(r"原因|由于|因为|因素|主要(?:是|为|系)|所致|[\d%元](?:，|,|。)?[(（]主要|于20\d\d年|影响"),
    ),
    (
        re.compile(r"用途|干什么|干嘛|用于|用来|花在|做什么|拿去|拿来|买了?(?:什么|啥|哪些)|purpose|used for"),
        re.compile(r"用于|用途|包括|支出用|购买|购置|采购"),
    ),
    (
        re.compile(r"怎么个|怎么(?:做|办|救助|补|发放|保障|落实|实施|推进)|如何|方式|办法|how (?:do|does|is|are|will)"),
        re.compile(r"通过|按照|采取|实行|实施|给予|开展|对[一-龥]{2,20}进行|推进|加强"),
    ),
    (re.compile(r"依据|文件是|立项|根据什么|basis|regulation"), re.compile(r"根据|依据|〔|\[|《")),
    (re.compile(r"职责|职能|负责|责任|responsib|duties"), re.compile(r"负责|职责|主要职能|承担|指导|组织")),
    (re.compile(r"指什么|含义|意思|定义|什么是|是指|what is meant|define"), re.compile(r"[:：]?(?:是)?指|反映")),
    (re.compile(r"名单|名称|哪些(?:机构|单位|企业|医院|学校)|\bnames?\b|\blist\b"), re.compile(r"[一-龥]{2,}(?:、[一-龥（）()]{2,}){2,}")),
    (re.compile(r"科室|内设|机构|部门构成|下属|牌子|挂"), re.compile(r"内设|机构|科室|加挂|牌子|包括|下属")),
)
_GOES_ON = re.compile(r"(?:\d+[、.．])?(?:其?主要原因|主要用于|原因|其中|主要是|用于|增加的|减少的|决算数[大小等]于)")
_NAMES = re.compile(r"名单|名称|名字|品牌|谁|\bnames?\b|\bwho\b|\blist of\b")
_PERSON = re.compile(r"谁|局长|主任|负责人|姓名|\bwho\b|\bdirector\b|\bhead of\b", re.IGNORECASE)
_PERSON_NAMED = re.compile(r"(?:局长|主任|负责人|书记|联系人|填报人|姓名)[:：\s]{0,3}[一-龥]{2,4}(?![一-龥])")
_EMPTY = re.compile(r"[一-龥]")


@dataclass(frozen=True)
class Place:
    """A piece of a document that can be quoted as an answer: a sentence, or a row of a table."""

    source: Source
    text: str
    about: str
    line: int


@dataclass(frozen=True, eq=False)
class Places:
    """The places of one document; `postings` give for each bigram the places it stands in, and what it counts there."""

    all: tuple[Place, ...]
    rarity: dict[str, float]
    postings: dict[str, dict[int, float]]

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


_known: WeakKeyDictionary[Catalogue, Places] = WeakKeyDictionary()


def places(catalogue: Catalogue) -> Places:
    """The places of a catalogue's document, kept as long as it is."""
    known = _known.get(catalogue)
    if known is None:
        known = _known[catalogue] = _indexed(catalogue.document)
    return known


def _indexed(document: Document) -> Places:
    found: list[Place] = []
    before = ""
    for s in sentences(document):
        if _EMPTY.search(s.text):
            # “主要原因：…” and “主要用于：…” go on with what the sentence before names.
            about = squash("".join(s.section)) + (squash(before) if _GOES_ON.match(s.text.strip()) else "")
            found.append(Place(s.span, s.text, about, s.line))
            before = s.text
    for number, table in enumerate(document.tables):
        head = squash(table.title) + "".join(
            squash(table.text(r, c)) for r in range(min(2, table.rows)) for c in range(min(table.columns, 8))
        )
        for row in range(table.header_rows, table.rows):
            cells = table.own(row)
            text = " ".join(dict.fromkeys(squash(cell.text) for cell in cells if cell.text.strip()))
            if cells and len(_EMPTY.findall(text)) >= 4:
                long = max(cells, key=lambda cell: len(cell.text))
                found.append(Place(CellRef(number, row, long.column), text, head + squash("".join(table.section)), long.place.lines[0]))
    postings: dict[str, dict[int, float]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for number, place in enumerate(found):
        near = dict.fromkeys((*grams(place.about), *(gram for gram, _ in abbreviated(place.text))), _NEAR)
        own = dict.fromkeys(grams(squash(place.text)), 1.0)
        counts.update(own)
        for gram, worth in (near | own).items():
            postings[gram][number] = worth
    size = len(found) + 1
    return Places(tuple(found), {gram: max(0.2, math.log(size / (n + 0.5)) / math.log(size)) for gram, n in counts.items()}, dict(postings))


def extract(inquiry: Inquiry) -> Draft | None:
    """The best sentence for a question that words answer, with a second one where it goes on; None where nothing is close."""
    question = inquiry.question
    person, signs = bool(_PERSON.search(question.text)), _Signs.of(question)
    ranked: list[tuple[float, int, Scope, Place]] = []
    for scope in inquiry.scopes:
        known = places(scope.catalogue)
        pieces = focus(question.folded, scope.catalogue.vocabulary, inquiry.named, text=True)
        wordings = [
            [g for g in dict.fromkeys(gram for piece in wording for gram in grams(piece)) if g in known.rarity or not set(g) & SOFT]
            for wording in variants(pieces)
        ]  # fmt: skip
        covers = [known.covers(said) for said in wordings if said]
        for place, cover in zip(known.all, (max(each) for each in zip(*covers, strict=True)), strict=bool(covers)):
            if person and not _PERSON_NAMED.search(place.text):
                continue
            score = _score(place, cover, signs)
            if score >= _FLOOR:
                ranked.append((score, -place.line, scope, place))
    if not ranked:
        return None
    ranked.sort(key=lambda item: (-item[0], -item[1]))
    # A heading is no answer, what follows it may be; where another heading follows, the next best place is tried.
    named = bool(_NAMES.search(question.text))
    said = [one for one in ranked[:_TRIED] if named or not _is_label(one[3]) or _leads(one[3], one[2], question)]
    if not said:
        return None
    score, _, scope, place = said[0]
    score *= _understood(question)
    if score < (_NAMED_FLOOR if _NAMES.search(question.text) else _FLOOR):
        return None
    quotes = [place]
    quotes += _going_on(place, scope, question)
    for other, _, where, extra in ranked[1:4]:
        if where is scope and other >= score * 0.93 and abs(extra.line - place.line) <= 4 and len(quotes) < 2:
            quotes.append(extra)
    parts = [
        f"{_cut(one.text, question, inquiry, scope).rstrip('。；')}{{{number}}}{'。' if inquiry.chinese else '.'}"
        for number, one in enumerate(quotes)
    ]
    text = masked("".join(parts)) if inquiry.chinese else masked("The document says: " + " ".join(parts))
    return Draft(text, None, tuple(Evidence(scope.record.id, one.source) for one in quotes), sure=score)


def _leads(place: Place, scope: Scope, question: Question) -> bool:
    """Whether a heading is followed by what it heads."""
    later = _going_on(place, scope, question)
    return bool(later) and not _is_label(later[0])


def _going_on(place: Place, scope: Scope, question: Question) -> list[Place]:
    """What follows a sentence that is no more than a heading or the opening of a list, or that only leads to the reason."""
    why, reason = _SIGNS[0]
    if not isinstance(place.source, Span):
        return []
    opening = bool(re.search(r"[:：]$", place.text.strip()))
    heading = len(_EMPTY.findall(place.text)) < _HEADING
    if not (opening or heading) and (not why.search(question.text) or reason.search(place.text)):
        return []
    stop = place.source.stop
    later = sorted((p for p in places(scope.catalogue).all if isinstance(p.source, Span) and p.source.start >= stop), key=lambda p: p.line)
    if not (opening or heading):
        return [p for p in later[:1] if reason.search(p.text)]
    kept: list[Place] = []
    for p in later[: _LISTED if opening else 1]:
        if sum(len(k.text) for k in kept) + len(p.text) > _LONGEST and kept:
            break
        kept.append(p)
    return kept


@dataclass(frozen=True)
class _Signs:
    """What a question makes one look for in a place beside its words: directions, what answers such a question, numbers."""

    directions: tuple[re.Pattern[str], ...]
    signs: tuple[re.Pattern[str], ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, question: Question) -> _Signs:
        return cls(
            tuple(sign for sign in (UP, DOWN) if sign.search(question.text)),
            tuple(sign for asked, sign in _SIGNS if asked.search(question.text)),
            tuple(re.findall(r"\d+(?:\.\d+)?", re.sub(r"20\d\d年?", "", question.folded))),
        )


def _score(place: Place, cover: float, looked: _Signs) -> float:
    # What the signs can add at most: a place that even so stays below the floor need not be read.
    if cover + 0.08 * len(looked.directions) + 0.15 * len(looked.signs) + 0.08 < _FLOOR:
        return 0.0
    value = cover + sum(0.08 if sign.search(place.text) else -0.04 for sign in looked.directions)
    for sign in looked.signs:
        value += 0.15 if sign.search(place.text) else -0.15
    if isinstance(place.source, CellRef):
        value -= (
            0.02 if len(max(place.text.split(" "), key=len)) > _HEADING and not _NUMBERS.search(place.text) else 0.12
        )  # a row of numbers says less than a sentence
    elif looked.numbers:
        value += 0.08 * any(number in place.text for number in looked.numbers)
    # A long list that only mentions something says less of it than a sentence about it.
    return value - min(_LENGTH_COST, len(place.text) / _LONG)


def _is_label(place: Place) -> bool:
    """Whether a place only names something (a heading, a project's title): it says nothing of it."""
    if not isinstance(place.source, Span):
        return False
    text = _ORDINAL.sub("", squash(place.text)).strip("（）()。")
    return bool(_CHAIN_END.search(text)) or (len(text) < _HEADING + 10 and not re.search(r"[。；，！？:：、]|\d", text))


def _understood(question: Question) -> float:
    """How much of an English question the glossary knows; 1 for Chinese."""
    if question.language == "zh":
        return 1.0
    words = [
        w
        for w in re.findall(r"[A-Za-z]{4,}", question.text)
        if w.lower()
        not in {"what", "which", "does", "that", "this", "with", "were", "have", "from", "much", "many", "when", "item", "their", "they"}
    ]
    known = sum(bool(english(word)) for word in words)
    return 0.6 + 0.4 * min(1.0, (known + 1) / len(words)) if words else 1.0


def _cut(text: str, question: Question, inquiry: Inquiry, scope: Scope) -> str:
    """The text of a place, or the part of it around the question's words where it is long."""
    if len(text) <= _LONGEST:
        return text
    said = {gram for piece in inquiry.words(question.folded, scope).pieces for gram in grams(piece)}
    best, at = -1, 0
    for start in range(0, len(text) - _LONGEST + 40, 40):
        hits = len(said & set(grams(text[start : start + _LONGEST])))
        if hits > best:
            best, at = hits, start
    piece = text[at : at + _LONGEST]
    return ("…" if at else "") + piece + ("…" if at + _LONGEST < len(text) else "")
