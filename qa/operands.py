"""The operands of a computation that a question asks for: cutting the question, and linking the parts so that they fit each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from corpus.place import CellRef
from qa.account import unsaid_runs
from qa.catalogue import ORDINAL, abbreviated, grams
from qa.english import LEVELS, between, joints
from qa.focus import _split, variants
from qa.inquiry import Inquiry, Scope
from qa.item import LEVEL, same_item
from qa.link import COVERED, SURE, Match
from qa.question import head_of
from qa.wording import JOINED

# Links tried for each operand, and how many operands are weighed together.
_TRIED = 6
_TOGETHER = 3
# What it counts that an operand stands where the question says that all of them do (一般公共预算).
_IN_CONTEXT = 0.1
# What speaks against operands of different years where the question names none.
_OTHER_YEAR = 0.3
_FLOWS = re.compile(r"一般公共预算|政府性基金|国有资本经营|财政拨款|基本支出|项目支出|政府采购|收入|支出")
# An operand cut from a sentence keeps little of it: it may be named by a short form.
_SHORT = 0.5
# A link below SURE counts where the figure says all that its part names; below this it is about something else.
_LEAST = 0.3
# Where no level of government is asked for, the figures of all go before those of one.
_PARTIAL, _UNASKED_LEVEL = ("市级", "区级", "县区", "县级", "省级"), 0.1
# The letters of a name that no pattern shall find anything in.
_OUT_OF_REACH = 0xF0000
_LAST_NUMBER = re.compile(r"\d[\d.,]*\D*$")
_BELOW = re.compile(r"[县区乡镇]")
# From here on an item is named in full, and nothing else with it.
_EXACT = 0.99
# An operand that an English question names says so much of it: its phrases are names, not talk.
_COVERED = 0.7
# “Within basic expenditure, by how much …”: what holds the operands is none of them.
_WITHIN = re.compile(r"^(?:with)?in [^,]{3,40}, ", re.IGNORECASE)
_INSIDE = re.compile(
    r" (?:with)?in (?:the |its |their )?[^,()]{3,50}\b(?:budget|expenditure|spending|table|form|account|report)s?[?.]?$", re.IGNORECASE
)
# “the limit of A … that of B”: both are limits.
_OWNED = re.compile(r"\b(?:of|in|for|at)\b", re.IGNORECASE)
_LIKE_FIRST = re.compile(r"\b(?:that|those) (?:of|in|for|at)\b", re.IGNORECASE)
_WHOLE = ("合计", "预算数", "占比", "增减额")
_DROPPED = re.compile(
    r"两项|三项|四项|几项|各项|这些|一共|总共|一并算?|合计|共计|总和|之和|加起来|合起来|加总|相加|是多少|多少|哪个|哪头|哪类|哪项|哪一个|更?(?:多|大|高|少|小)(?=$|[，。？])|相差|差额|差多少|差|比例|比重|的?百分比|百分之几|几成|占|两者|二者|分别|花了?|用了?"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Operands of one document that fit each other, with the mean of their scores."""

    scope: Scope
    matches: tuple[Match, ...]
    score: float


def cut(inquiry: Inquiry, pattern: re.Pattern[str] = JOINED, text: str | None = None) -> list[str]:
    """The question cut at the joints of an enumeration, names that contain a joint (`社会保障和就业支出`) kept whole."""
    if text is None and not inquiry.chinese:
        parts = english_parts(inquiry, pattern)
        if len(parts) > 1:
            return parts
    folded = inquiry.question.folded if text is None else text
    # “社保缴费：养老加年金”: what stands before a colon is what the operands have in common.
    folded = re.split(r"[:：]", folded, maxsplit=1)[-1] if re.search(r"[:：].*[一-龥]", folded) else folded
    for name in inquiry.named:
        if pattern.search(name):
            folded = folded.replace(name, "，")  # 粮食和物资局 is one agency
    names = "\n".join(scope.catalogue.vocabulary for scope in inquiry.scopes)
    parts = [""]
    for known, part in _split(folded, names, 4):
        if known:
            parts[-1] += part
            continue
        pieces = pattern.split(part)
        parts[-1] += pieces[0]
        parts += pieces[1:]
    coded = inquiry.question.codes
    return [part for part in parts if any(code in part for code in coded) or any(inquiry.words(part, scope) for scope in inquiry.scopes)]


def shielded(inquiry: Inquiry, folded: str) -> str:
    """A question in which no pattern finds anything inside the documents' own names."""
    names = "\n".join(scope.catalogue.vocabulary for scope in inquiry.scopes)
    return "".join(
        "".join(chr(_OUT_OF_REACH + ord(letter)) for letter in part) if known else part for known, part in _split(folded, names, 4)
    )


def unshielded(text: str) -> str:
    """What `shielded` was made of."""
    return "".join(chr(ord(letter) - _OUT_OF_REACH) if ord(letter) >= _OUT_OF_REACH else letter for letter in text)


def english_parts(inquiry: Inquiry, pattern: re.Pattern[str]) -> list[str]:
    """The Chinese of what an English question joins; its glosses alone would show no joint."""
    question = inquiry.question
    head = head_of(question.text)
    within, inside = _WITHIN.match(head), _INSIDE.search(head)
    first = within.end() if within else 0
    last = inside.start() if inside and inside.start() > first else len(head)
    parted = [(start, stop) for start, stop in joints(question, pattern) if first <= start and stop <= last]
    starts, stops = [first, *(stop for _, stop in parted)], [*(start for start, _ in parted), last]
    pieces = [between(question, start, stop) for start, stop in zip(starts, stops, strict=True)]
    for number, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        owned = _OWNED.search(head, starts[0], stops[0])
        if number and owned and _LIKE_FIRST.search(head, start, stop):  # “the limit of the counties exceeds that of the city”
            pieces[number] = "，".join((pieces[number], between(question, starts[0], owned.start())))
    # “city-wide on A and on B”: the level that the first one is told with goes for all.
    level = [term for term in pieces[0].split("，") if term in LEVELS]
    pieces = [piece if any(name in piece for name in LEVELS) else "，".join(filter(None, (*level, piece))) for piece in pieces]
    parts = ["，".join(term for term in piece.split("，") if term not in _WHOLE) for piece in pieces]
    return [part for part in parts if part and any(inquiry.words(part, scope) for scope in inquiry.scopes)]


def phrasings(parts: Sequence[str], number: int, context: str = "") -> list[str]:
    """The wordings an operand may have: as cut, with the head it shares with the last one, or with what stands before a colon."""
    part = parts[number]
    found = [part]
    last = _DROPPED.sub("", parts[-1]).strip("？?。.，,")
    if number < len(parts) - 1:
        found += [part + last[-size:] for size in (2, 3, 4, 5, 6) if len(last) > size]
    elif number and last:  # “…和离休费合计多少”: 合计 is asked for, it is not in the name
        found.append(last)
    if context:
        found.append(f"{part}，{context}")
    return found


def operands(
    inquiry: Inquiry,
    scope: Scope,
    parts: Sequence[str],
    classes: Sequence[str] = (LEVEL, "数量"),
    floor: float = SURE,
    context: str = "",
    *,
    apart: bool = True,
    wordings: Sequence[Sequence[str]] | None = None,
    elided: Sequence[int] = (),
    fits: Callable[[tuple[Match, ...]], float] = lambda choice: 0.0,
) -> Chosen | None:
    """The figures of one document that the parts name, chosen so that they are of one kind; None unless every part is linked.

    `apart`: none is part of another one, as what is added never is. `wordings` are those that each part may have, `elided` the parts that leave out some of their name, `fits` is
    what further speaks for a choice.
    """
    tried: list[list[Match]] = []
    # “全市教育、卫生两块”: the level that only the first part bears is that of all.
    common = [
        level
        for level in LEVELS
        if (level.startswith("全") or not any(_BELOW.search(part) for part in parts[1:]))
        and level in parts[0]
        and not any(other in part for part in parts[1:] for other in LEVELS)
    ]
    for number in range(len(parts)):
        if wordings:
            best = _saying(inquiry, scope, parts[number], wordings[number], classes)
        else:
            best = _linked(inquiry, scope, phrasings(parts, number, context), parts[number], classes, floor)
        # City-wide figures stand beside those of the city's own level.
        levels = [level for level in LEVELS if level in parts[number]] or common
        named = {n: m for n, m in best.items() if all(level in f"{m.entry.item}，{m.entry.parents}" for level in levels)}
        best = named or {n: m for n, m in best.items() if all(level in words_of(m) for level in levels)} or best
        ordinals = set(ORDINAL.findall(parts[number]))
        best = {n: m for n, m in best.items() if not ordinals or not m.entry.ordinals or ordinals & m.entry.ordinals}
        ranked = sorted(best.values(), key=lambda match: (-match.score, match.entry.number))
        if not ranked:
            return None
        tried.append(_spread(ranked if number in elided else _by_name(ranked)))
    if len(tried) > _TOGETHER:
        tried = [_with_table(ranked, tried) for ranked in tried[:8]]
    around = {gram for name in _FLOWS.findall(context) for gram in grams(name)}
    any_year = not inquiry.question.years and inquiry.question.offset is None
    best_choice: tuple[float, tuple[Match, ...]] | None = None
    for choice in product(*tried):
        if any(
            same_item(a.figure, b.figure) and a.figure.basis == b.figure.basis and a.amount == b.amount
            for n, a in enumerate(choice)
            for b in choice[n + 1 :]
        ):
            continue
        score = (
            sum(match.score for match in choice) / len(choice)
            + _harmony(choice)
            + (_nesting(choice) if apart else _part_of(choice))
            + fits(choice)
        )
        score += sum(_IN_CONTEXT * _stands_in(m, around) for m in choice) / len(choice)
        if any_year and len({m.figure.year or scope.record.year for m in choice}) > 1:
            score -= _OTHER_YEAR
        if wordings:
            score -= sum(
                _UNASKED_LEVEL for m in choice for level in _PARTIAL if level in m.entry.item and level not in inquiry.question.folded
            )
        if best_choice is None or score > best_choice[0] + 1e-9:
            best_choice = (score, choice)
    if best_choice is None:
        return None
    return Chosen(scope, best_choice[1], best_choice[0])


def _stands_in(match: Match, around: set[str]) -> float:
    """How much of some words the table, the column or the headings of a figure say."""
    own = set(grams(f"{match.entry.title}，{match.entry.column}，{match.entry.section}"))
    return len(around & own) / len(around) if around else 0.0


def _with_table(ranked: Sequence[Match], tried: Sequence[Sequence[Match]]) -> list[Match]:
    """The first two links, and the first in the table that most operands can be found in: what is enumerated stands together."""
    tables = Counter(table for row in tried for table in {m.figure.source.table for m in row if isinstance(m.figure.source, CellRef)})
    found = list(ranked[:2])
    for table, _ in tables.most_common(2):
        inside = next((m for m in ranked if isinstance(m.figure.source, CellRef) and m.figure.source.table == table), None)
        if inside is not None and inside not in found:
            found.append(inside)
    return found


def words_of(match: Match) -> str:
    """All the words that a figure stands in."""
    entry = match.entry
    return "，".join((entry.item, entry.parents, entry.clause, entry.sentence, entry.section, entry.title))


def _linked(
    inquiry: Inquiry, scope: Scope, wordings: Sequence[str], part: str, classes: Sequence[str], floor: float
) -> dict[int, Match]:  # fmt: skip
    """The figures that a part names by itself or, where it is too short a name, with the head that it shares."""
    best: dict[int, Match] = {}
    plain, *others = wordings
    for match in inquiry.link(plain, scope, classes)[: _TRIED * 3]:
        if match.score >= floor and match.cover >= (COVERED if inquiry.chinese else _COVERED) and match.amount is not None:
            best[match.entry.number] = match
    if any(match.score >= SURE for match in best.values()):
        return best
    for wording in others:  # still named by its own words
        for match in inquiry.link(wording, scope, classes)[: _TRIED * 3]:
            known = best.get(match.entry.number)
            better = known is None or match.score > known.score
            if match.score >= floor and match.amount is not None and better and _own_words(match, part, inquiry, scope):
                best[match.entry.number] = match
    return best


def _saying(inquiry: Inquiry, scope: Scope, part: str, wordings: Sequence[str], classes: Sequence[str]) -> dict[int, Match]:
    """The figures that say all that a part names, linked by any of its wordings."""
    best: dict[int, Match] = {}
    for wording in wordings:
        for match in inquiry.link(wording, scope, classes)[: _TRIED * 3]:
            known = best.get(match.entry.number)
            better = known is None or match.score > known.score
            if match.amount is not None and match.score >= _LEAST and better and says(inquiry, scope, match, part):
                best[match.entry.number] = match
    return best


def says(inquiry: Inquiry, scope: Scope, match: Match, part: str) -> bool:
    """Whether a figure's own words say all that a part of the question names."""
    entry = match.entry
    # Its sentence, and its clause before another number, may tell of the other thing as well.
    led = re.split(r"\d", _LAST_NUMBER.sub("", entry.clause))[-1]
    names = (entry.item, entry.column, entry.parents, *entry.described)
    said = {gram for text in (*names, led, entry.title, entry.section) for gram in grams(text)}
    said |= {gram for text in names for gram, _ in abbreviated(text)}
    pieces = list(inquiry.words(part, scope).pieces)
    return bool(ORDINAL.fullmatch(part)) or any(
        all(not unsaid_runs(piece, said, 1) for piece in wording) and any(gram in said for piece in wording for gram in grams(piece))
        for wording in variants(pieces, scope.catalogue.vocabulary)
    )


def _own_words(match: Match, part: str, inquiry: Inquiry, scope: Scope) -> bool:
    """Whether a figure's words hold at least half of what a part itself names."""
    said = {gram for piece in inquiry.words(part, scope).pieces for gram in grams(piece)}
    words = {gram for text, _ in scope.catalogue.fields(match.entry) for gram in grams(text)}
    return bool(said) and len(said & words) >= _SHORT * len(said)


def names_all(match: Match, parts: Sequence[str], inquiry: Inquiry, scope: Scope, share: float) -> bool:
    """Whether one figure speaks of every part of an enumeration (“追回基金和违约金合计”): this share of each one's words."""
    entry = match.entry
    own = {gram for text, _ in scope.catalogue.fields(entry) for gram in grams(text)} if share < _SHORT else set(grams(entry.item))
    short = {gram for gram, _ in abbreviated(entry.item)}
    for part in parts:
        said = [g for piece in inquiry.words(part, scope).pieces for g in grams(piece) if g not in ("合计", "总计")]
        if len(parts) > 1 and share >= _SHORT and said and said[0] not in own:
            return False
        if len(parts) > 1 and said and sum(g in own or g in short for g in said) < share * len(said):
            return False
    return True


def _by_name(ranked: Sequence[Match]) -> list[Match]:
    """The links whose item is named in full and alone, where there are such: no other item is meant then (补助, 其他补助)."""
    exact = {match.entry.item for match in ranked if min(match.cover, match.tight) > _EXACT}
    return [match for match in ranked if match.entry.item in exact] if exact else list(ranked)


def _spread(ranked: Sequence[Match]) -> list[Match]:
    """The first links, not more than two of them for one amount."""
    found: list[Match] = []
    for match in ranked:
        amount = match.amount
        if amount is not None and sum(m.amount is not None and m.amount.base == amount.base for m in found) < 3:
            found.append(match)
        if len(found) >= _TRIED:
            break
    return found


def _harmony(choice: Sequence[Match]) -> float:
    """How well operands fit each other: one dimension, one table and column, one level."""
    value = 0.0
    figures = [match.figure for match in choice]
    if len({figure.amount.dimension for figure in figures if figure.amount is not None}) > 1:
        value -= 1.0
    # A sentence's 万元 and another's 元 a head are seldom compared.
    if len({figure.amount.unit for figure in figures if figure.amount is not None and not isinstance(figure.source, CellRef)}) > 1:
        value -= 0.3
    tables = {figure.source.table if isinstance(figure.source, CellRef) else None for figure in figures}
    if len(tables) == 1:
        value += 0.05 if None not in tables else 0.02
        if None not in tables and len({figure.measure for figure in figures}) == 1:
            value += 0.03
    if None in tables and len({figure.context for figure in figures}) == 1:
        value += 0.05
    # One item in several sections (each programme's 项目总预算) is the plainest enumeration.
    if len({match.entry.item for match in choice}) == 1 and len(
        {(figure.path, match.entry.section) for match, figure in zip(choice, figures, strict=True)}
    ) == len(choice):
        value += 0.08
    elif len({match.entry.item for match in choice}) < len(choice):
        value -= 0.3
    codes = [figure.code for figure in figures if figure.code]
    if len(codes) == len(figures):
        value += 0.04 if len({len(code) for code in codes}) == 1 else 0.0
    return value


def _part_of(choice: Sequence[Match]) -> float:
    """What speaks for a part and its whole: the document itself puts the one under the other."""
    part, whole = choice[0], choice[-1]
    return 0.15 if len(choice) == 2 and whole.entry.item and whole.entry.item in part.entry.parents.split("/") else 0.0


def _nesting(choice: Sequence[Match]) -> float:
    """What speaks against operands one of which is the whole of another."""
    value = 0.0
    codes = [match.figure.code for match in choice if match.figure.code]
    if len(codes) == len(choice):
        value -= 0.3 * any(a != b and b.startswith(a) for a in codes for b in codes)
    # 基本支出 heads the columns of 人员经费 and 公用经费: it is their whole, not their like.
    value -= 0.2 * any(
        a.entry.item and a is not b and a.entry.item in b.figure.measure.split("/") and a.entry.item != b.entry.item
        for a in choice
        for b in choice
    )
    names = [match.entry.item for match in choice]
    if any(one and one in match.entry.parents.split("/") for match in choice for one in names if one != match.entry.item):
        value -= 0.2
    return value
