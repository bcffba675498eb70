"""Answers in the document's own words: the sentence, the list, the section or the table row that says why, what, who or how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.folding import squash
from corpus.place import Source, Span
from corpus.privacy import masked
from qa.aims import Aim, aims
from qa.answer import Evidence
from qa.catalogue import grams
from qa.english import strange_words
from qa.inquiry import Draft, Inquiry, Scope
from qa.places import Place, Places, core, ordinal, places
from qa.topic import Said, Topic
from qa.wording import DOWN, PERIOD, UP

# How much of the question's topic a place must say, by its own words and by those around it.
_FLOOR, _OWN, _LEAST = 0.55, 0.2, 0.5
# Where it does not read like the kind of answer that is wanted, it must say more of the topic.
_UNLIKE = 0.68
# What a place's own words count beside those around it.
_SELF = 0.15
_SIGN, _NO_SIGN = 0.2, 0.12
# What it counts that a text says where the very thing comes from, or why it is so, and how long a name is at least.
_OF_IT, _NAME, _ITS_REASON = 0.25, 3, 0.1
_COMES = re.compile(r"(?:为|系|是|来自|来源于)[一-龥]")
_WHY = re.compile(r"(?:原因|由于|因为|主要(?:是|为|系))")
_EXPLAINS = re.compile(r"[^，。：:]{2,24}[:：](?:是|专)?指.*主要(?:是|为|来)")
_TITLED = 0.36
_BY_KIND = 0.65
_DIRECTION, _NO_DIRECTION = 0.08, 0.04
_LENGTH_COST, _LONG = 0.16, 2000
_ROW, _ROW_OF_NUMBERS = 0.02, 0.12
_TIGHT = 0.15
# A section is given before a sentence of it when its headings say this much of the topic.
_HEADED = 0.6
# A topic that weighs no more than this names nothing.
_NOTHING, _ITSELF = 1.3, 4.0
_TRIED = 12
_LONGEST = 420
# How long a list or a section is given.
_WHOLE = 640
_REST = 420
_LEAD = 160
_POINT, _POINTS = 60, 4
# How long a quote of several sentences is.
_QUOTE = 560
# What is asked for as a list is given with the points beside it.
_LISTS = ("basis", "names")
# What the sentence itself tells, not the list it opens.
_ALONE = ("basis", "date", "person", "place", "agent", "reason")
# What the words of a paragraph always tell; goals, problems and measures may read in any way.
_TOLD = ("duty", "names", "agent")
_NUMBERS = re.compile(r"(?:^| )[\d.,]+%?(?: [\d.,]+%?)+(?: |$)")
_OF_DOCUMENT = re.compile(r"落款|公布|发布|印发|编制于|更新|公开于|成文|签章|盖章|\b(?:dated|published|issued|updated)\b", re.IGNORECASE)
_FULL_DATE = re.compile(r"20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}")
_EDGE = 12
_MARK, _MARKLESS = re.compile(r"[，,。；;：:、]"), 45
# How much of what is said around a sentence that gives a reason it must say itself, unless it goes on from another.
_ITS_OWN = 0.45
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_REASON = re.compile(r"[一-龥]{0,12}原因")
_NOTE = re.compile(r"^备?注[:：]")
_HEAD_OF_TERM = re.compile(r"^(?P<head>.{2,60}?)[:：]?(?:，|,)?(?:是|专)?(?:指|反映|主要(?:包括|包含))|^(?P<name>[^:：。，]{2,40})[:：]")


@dataclass(frozen=True)
class Found:
    """A place that may answer, with its score and how much of the topic it says.

    `body` are the places given for it where it stands for a section or a point; `led` tells that the sentence before it
    says more of the topic than itself.
    """

    score: float
    scope: Scope
    number: int
    said: Said
    body: tuple[int, ...] = ()
    led: bool = False


def extract(inquiry: Inquiry) -> Draft | None:
    """The passage for a question that words answer: a sentence, with what it goes on from or leads to; None where nothing is close."""
    question = inquiry.question
    wanted = aims(question.text)
    ranked = sorted(
        (found for scope in inquiry.scopes for found in _candidates(inquiry, scope, wanted)),
        key=lambda f: (-round(f.score, 6), places(f.scope.catalogue).all[f.number].line),
    )
    for found in ranked[:_TRIED]:
        if found.score < _LEAST:
            break
        chosen = [*found.body] or _composed(found, wanted)
        if chosen:
            return _draft(inquiry, found, chosen, found.score)
    return None


def _candidates(inquiry: Inquiry, scope: Scope, wanted: tuple[Aim, ...]) -> list[Found]:
    question, known = inquiry.question, places(scope.catalogue)
    if any(aim.name == "date" for aim in wanted) and _OF_DOCUMENT.search(question.text):
        return _dated(scope, known)
    topic = Topic(question.folded, known, inquiry.named, _untold(inquiry), squash(scope.record.agency or ""))
    if not topic.whole:
        return []
    directions = [sign for sign in (UP, DOWN) if sign.search(question.text)]
    found = []
    # “是什么性质的单位？” names nothing but the disclosure's own agency.
    itself = bool(wanted) and wanted[0].name == "kind" and topic.whole < _ITSELF
    needed = [aim for aim in wanted[:1] if aim.needed]
    purpose, reason = (bool(wanted) and wanted[0].name == name for name in ("purpose", "reason"))
    # What is told of half a year stands under it, or says so.
    # What is told of expenditure is nothing of income.
    sides = [side for side in ("收入", "支出") if side in question.folded]
    asked_side = sides[0] if len(sides) == 1 else ""
    other_side = {"收入": "支出", "支出": "收入"}.get(asked_side, "")
    # A sentence that tells of one year answers for no other.
    other_years = set(question.years) - {scope.record.year} if scope.record.year not in question.years else set()
    part_of_year = next((pattern for pattern, name in PERIOD if name == question.period != "1-12"), None)
    for number, place in enumerate(known.all):
        said = topic.said(number)
        if itself and said.around < _FLOOR and wanted[0].sign.search(place.text) and not place.is_row:
            found.append(Found(_BY_KIND + said.around / 10 - number / len(known.all) / 10, scope, number, said))
        if said.around < _FLOOR or jumbled(place.text) or (said.own < _OWN and not place.goes_on and said.around < 0.7):
            continue
        if other_years and (told := set(map(int, _YEARS.findall(place.text)))) and not told & other_years:
            continue
        if other_side and other_side in place.text and asked_side not in place.text:
            continue
        if part_of_year is not None and not part_of_year.search("，".join((*place.headings, place.text))):
            continue
        if any(not aim.sign.search(place.text) for aim in needed) and not (purpose and _told(known, number, wanted[0])):
            continue
        if purpose and _REASON.match(place.text):
            continue
        if reason and not place.goes_on and said.own < said.around * _ITS_OWN:
            continue  # it gives the reason of something else, which it names itself
        if place.is_row and said.around < _UNLIKE:
            continue
        if wanted and said.around < _UNLIKE and not any(aim.sign.search(place.text) for aim in wanted):
            continue
        if place.label and not ordinal(place.text) and not place.opens_list:
            continue  # a title answers with what stands under it
        if place.is_row and wanted and not wanted[0].sign.search(place.text) and _NUMBERS.search(place.text):
            continue
        led = place.before is not None and topic.own(place.before) > max(said.own, _OWN)
        score = _score(place, said, topic.joined(number), wanted, directions, topic.pieces)
        found.append(Found(score, scope, number, said, led=led))
    return [*found, *_points_of(scope, known, topic, wanted), *_sections(scope, known, topic, wanted, bool(found))]


def _points_of(scope: Scope, known: Places, topic: Topic, wanted: tuple[Aim, ...]) -> Iterator[Found]:
    """The points whose opening sentence is no more than a title that says the topic: what follows tells of it."""
    if wanted and wanted[0].heading is None:
        return
    for number, place in enumerate(known.all):
        if not place.label or place.item != number:
            continue
        rest = _rest(known, number)
        if not rest:
            continue
        body = [number, *_within(known, rest, _REST)]
        said = topic.point(number, body)
        if said.own >= _HEADED and said.around >= _FLOOR:
            yield Found(said.around * (1 - _SELF) + said.own * _SELF + _TITLED, scope, number, said, tuple(body))


def _sections(scope: Scope, known: Places, topic: Topic, wanted: tuple[Aim, ...], found: bool) -> Iterator[Found]:
    """The sections whose heading the question names by what it asks for; where sentences answer, only those whose headings say its topic."""
    patterns = [aim.heading for aim in wanted if aim.heading is not None]
    if not patterns:
        return
    for path, first in known.sections.items():
        # “办公室管什么” is told under a heading that says no more than 办公室.
        own = wanted[0].name == "duty" and core(path[-1]) in topic.pieces
        if not own and not any(pattern.search(path[-1]) for pattern in patterns):
            continue
        body = known.body(path)
        said = Said(1.0, 1.0) if own else topic.section(path, body)
        # Where the question names nothing but the kind (“设了哪些科？”), the section of that kind answers.
        bare = topic.whole < _NOTHING and not found
        if bare or (said.around >= _FLOOR and (said.own >= _HEADED or not found)):
            kept = _within(known, _reading_like(known, body, [aim for aim in wanted if aim.name in _TOLD]), _WHOLE)
            if wanted[0].name == "agent" or not all(known.all[n].label and not ordinal(known.all[n].text) for n in kept):
                yield Found(said.around * (1 - _SELF) + said.own * _SELF + _TITLED, scope, first, said, tuple(kept))


def _reading_like(known: Places, body: list[int], wanted: Sequence[Aim]) -> list[int]:
    """The paragraphs of a section that read like what its heading says: a stray one among them (a note, somebody's instruction) is no part of the answer.

    Points of a list are part of it however they read; where no paragraph reads so, all are given.
    """
    paragraphs: list[list[int]] = []
    for number in body:
        if not paragraphs or known.all[number].opens:
            paragraphs.append([])
        paragraphs[-1].append(number)
    kept: list[list[int]] = []
    like = listed = False
    for paragraph in paragraphs:
        first = known.all[paragraph[0]]
        signed = any(aim.sign.search(known.all[n].text) for n in paragraph for aim in wanted)
        like, listed = like or signed, listed or first.opens_list or known.all[paragraph[-1]].opens_list
        if signed or listed or first.label or first.goes_on or ordinal(first.text):
            kept.append(paragraph)
    return [number for paragraph in kept for number in paragraph] if like else body


def _score(place: Place, said: Said, joined: float, wanted: tuple[Aim, ...], directions: list[re.Pattern[str]], pieces: list[str]) -> float:
    own = said.around if place.goes_on else said.own
    value = (said.around + joined) / 2 * (1 - _SELF) + own * _SELF
    value += sum(_DIRECTION if sign.search(place.text) else -_NO_DIRECTION for sign in directions)
    for rank, aim in enumerate(wanted[:2]):
        value += (_SIGN if aim.sign.search(place.text) else -_NO_SIGN) / (1 + rank)
    if any(aim.name in ("definition", "names") for aim in wanted):
        value += _TIGHT * _tight(place.text, pieces)
    if wanted and wanted[0].name == "source":
        value += _OF_IT if _followed(place.text, pieces, _COMES) else 0.0 if _EXPLAINS.match(core(place.text)) else -_OF_IT
    if wanted and wanted[0].name == "reason" and _followed(place.text, pieces, _WHY, 60):
        value += _ITS_REASON
    if place.is_row:
        # a row of numbers says less than a sentence
        value -= _ROW if len(max(place.text.split(" "), key=len)) > 20 and not _NUMBERS.search(place.text) else _ROW_OF_NUMBERS
    # A long list that only mentions something says less of it than a sentence about it.
    return value - min(_LENGTH_COST, len(place.text) / _LONG)


def _followed(text: str, pieces: list[str], sign: re.Pattern[str], reach: int = 30) -> bool:
    """Whether a text says of what the question names where it comes from, or why it is so, right behind it (其他收入36.00万元，为…拨付的…经费)."""
    for piece in pieces:
        held = max(
            (piece[i:j] for i in range(len(piece)) for j in range(i + _NAME, len(piece) + 1) if piece[i:j] in text), key=len, default=""
        )
        if held and re.search(rf"{re.escape(held)}[^。；;指]{{0,{reach}}}?{sign.pattern}", text):
            return True
    return False


def jumbled(text: str) -> bool:
    """Whether a long text has hardly a mark: cells of a table that were read as one line."""
    return len(text) > _MARKLESS * 3 and len(text) > _MARKLESS * len(_MARK.findall(text))


def _tight(text: str, pieces: list[str]) -> float:
    """How well a term that a definition explains, in one of its parts, is the one the question names (Dice over bigrams)."""
    best = 0.0
    for part in re.split("[；;]", _NOTE.sub("", text)):
        match = _HEAD_OF_TERM.match(core(part))
        head = set(grams(match["head"] or match["name"])) if match is not None else set()
        for said in (set(grams(piece)) for piece in pieces):
            if head and said:
                best = max(best, 2 * len(head & said) / (len(head) + len(said)))
    return best


def _dated(scope: Scope, known: Places) -> list[Found]:
    """The dates that a document bears at its head or its foot."""
    spans = [n for n, place in enumerate(known.all) if not place.is_row]
    edge = [*spans[:_EDGE], *spans[-2:]]
    return [
        Found(1.0 - len(known.all[n].text) / _LONG, scope, n, Said(1.0, 1.0))
        for n in dict.fromkeys(edge)
        if _FULL_DATE.search(known.all[n].text)
    ]


def _composed(found: Found, wanted: tuple[Aim, ...]) -> list[int]:
    """The places that are given for a candidate, in reading order; [] where it only leads to nothing."""
    known = places(found.scope.catalogue)
    place = known.all[found.number]
    if place.is_row:
        return [found.number]
    if place.opens_list:
        return [found.number] if wanted and wanted[0].name in _ALONE else _listed(known, found.number)
    if ordinal(place.text) and (
        place.label or (found.said.own < found.said.around * 0.7 and any(aim.name in _LISTS for aim in wanted[:1]))
    ):
        points = _points(known, found.number)
        if len(points) > 1:
            return _within(known, points, _WHOLE)
    if place.label:
        rest = _rest(known, found.number)
        return [found.number, *_within(known, rest, _REST)] if rest else []
    chosen = [found.number]
    before = place.before
    # What a sentence leaves unsaid (“主要原因是…”) the one before it says.
    if before is not None and (place.goes_on or found.led) and len(known.all[before].text) <= _LEAD:
        chosen.insert(0, before)
    later = known.following(found.number)[:1]
    if wanted and wanted[0].name == "names" and later and known.all[later[0]].opens_list:
        return [found.number, *_listed(known, later[0])]
    if wanted and wanted[0].name == "purpose" and not wanted[0].sign.search(place.text):
        # Another sentence of the point says what the money is for.
        told = _told(known, found.number, wanted[0])
        if told:
            return [*([place.item] if known.all[place.item].label else []), told[0]]
    return chosen


def _told(known: Places, number: int, aim: Aim) -> list[int]:
    """The sentences of a place's point that read like the answer wanted."""
    item = known.all[number].item
    point = range(item, min(item + _POINTS, len(known.all)))
    return [n for n in point if known.all[n].item == item and not known.all[n].is_row and aim.sign.search(known.all[n].text)]


def _rest(known: Places, number: int) -> list[int]:
    """The sentences that follow in a point after the one that opens it, up to the next title."""
    rest = []
    for later in known.following(number)[:_POINTS]:
        if known.all[later].item != known.all[number].item or known.all[later].label:
            break
        rest.append(later)
    return rest


def _listed(known: Places, number: int) -> list[int]:
    """A sentence that ends with a colon, and the points of the list after it."""
    points = []
    style: str | None = None
    for later in known.following(number):
        place = known.all[later]
        own = ordinal(place.text)
        if style is None:
            style = own
        elif own != style and place.item == later:
            break
        points.append(later)
    kept = _within(known, points, _WHOLE)
    return [number, *kept] if kept else []


def _points(known: Places, number: int) -> list[int]:
    """The points of the list that a place is one of, where they are short."""
    place, style = known.all[number], ordinal(known.all[number].text)

    def alike(n: int) -> bool:
        other = known.all[n]
        return (
            0 <= n < len(known.all)
            and not other.is_row
            and other.headings == place.headings
            and ordinal(other.text) == style
            and other.label == place.label
            and len(other.text) <= _POINT
        )

    first = last = number
    while first > 0 and alike(first - 1):
        first -= 1
    while last + 1 < len(known.all) and alike(last + 1):
        last += 1
    return list(range(first, last + 1)) if alike(number) else []


def _within(known: Places, numbers: list[int], longest: int) -> list[int]:
    kept: list[int] = []
    size = 0
    for number in numbers:
        size += len(known.all[number].text)
        if kept and size > longest:
            break
        kept.append(number)
    return kept


def _draft(inquiry: Inquiry, found: Found, chosen: list[int], sure: float) -> Draft:
    known = places(found.scope.catalogue)
    parts: list[str] = []
    sources: list[Source] = []
    for run in _runs(known, chosen):
        for number in run:
            bare = _cut(known.all[number].text, inquiry, found.scope).rstrip("。；;" if number != chosen[-1] else "。；;：:")
            mark = f"{{{len(sources)}}}" if number == run[-1] else ""
            end = "" if bare.endswith(("：", ":")) else "。" if inquiry.chinese else "."
            parts.append(bare + mark + end)
        first, last = known.all[run[0]].source, known.all[run[-1]].source
        sources.append(Span(first.start, last.stop) if isinstance(first, Span) and isinstance(last, Span) else first)
    text = masked("".join(parts)) if inquiry.chinese else masked("The document says: " + " ".join(parts))
    return Draft(text, None, tuple(Evidence(found.scope.record.id, source) for source in sources), sure=sure)


def _runs(known: Places, chosen: list[int]) -> list[list[int]]:
    """The chosen places that follow one another, as one quote each."""
    runs: list[list[int]] = []
    for number in chosen:
        first = known.all[runs[-1][0]].source if runs else None
        source = known.all[number].source
        near = isinstance(first, Span) and isinstance(source, Span) and number == runs[-1][-1] + 1
        if near and isinstance(first, Span) and isinstance(source, Span) and source.stop - first.start <= _QUOTE:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _untold(inquiry: Inquiry) -> int:
    """How many words of an English question mean nothing known; 0 for Chinese."""
    if inquiry.chinese:
        return 0
    return len(set(strange_words(inquiry.question, inquiry.scopes)))


def _cut(text: str, inquiry: Inquiry, scope: Scope) -> str:
    """The text of a place, or the part of it around the question's words where it is long."""
    if len(text) <= _LONGEST:
        return text
    said = {gram for piece in inquiry.words(inquiry.question.folded, scope).pieces for gram in grams(piece)}
    best, at = -1, 0
    for start in range(0, len(text) - _LONGEST + 40, 40):
        hits = len(said & set(grams(text[start : start + _LONGEST])))
        if hits > best:
            best, at = hits, start
    piece = text[at : at + _LONGEST]
    return ("…" if at else "") + piece + ("…" if at + _LONGEST < len(text) else "")
