"""The answerer without a model: a question's plan is settled over the catalogue of figures, else over the text, else refused."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.folding import half_width, squash
from corpus.memory import uncollected
from index.store import Store
from qa.account import explained
from qa.across import across, by_ratio, listed, spans
from qa.answer import Answer, Evidence
from qa.arithmetic import add, convert, remain
from qa.average import average
from qa.catalogue import Entry, grams
from qa.change import change, derive
from qa.conflict import conflict
from qa.differ import differ
from qa.done import done
from qa.doubt import against, blaming, overlap, sides
from qa.extract import extract
from qa.failing import broken_total, from_check
from qa.finish import LONGEST_ANSWER, finish
from qa.focus import focus
from qa.inquiry import Draft, Inquiry, Scope, agreeing, disagreeing, evidence
from qa.item import COUNT, DONE, LEVEL, SHARE, measure_class
from qa.kinds import rows_of_kind
from qa.link import CLOSE, SURE, Match, Words, alike
from qa.listing import parts_of, tables_of
from qa.numerals import counted
from qa.operands import cut, names_all
from qa.owner import of_another
from qa.phrase import answering, shown, stated
from qa.points import points_counted
from qa.question import Question, read_question
from qa.rank import rank
from qa.ratio import share, times
from qa.refuse import refuse
from qa.rephrase import again
from qa.rivals import contradicting, versions
from qa.scoping import catalogue, inquire
from qa.sift import counted_items, exceeding, moving
from qa.sole import sole
from qa.spoken import spoken
from qa.wording import ASKED, ENUMERATED, HOW_MANY
from qa.years import of_years, over_years

# How much of each thing that a question enumerates the one figure that answers must speak of.
_TOUCHED = 0.34
# How much of an item whose share is stated the question must name: 运行维护费 is not 购置及运行维护费.
_HALF = 0.5
# How far behind the first link one may be whose own item bears more of the question's words.
_FULLER = 0.3
# Two links to different things that are nearer to each other than this cannot be told apart.
_TOO_NEAR = 0.04
# How much less of the words one of several equal links may cover.
_LESS, _ABOUT = 0.25, 0.1
# An item of so many characters that is named in full.
_WHOLLY, _NEARLY, _SHORTEST = 0.99, 0.85, 3
_TOGETHER = re.compile(r"\band\b.*\b(?:add(?:ed)? up|combined|together)\b|\b(?:combined|together)\b.*\band\b", re.IGNORECASE)
_COMPOUND = ("parts", "remain", "rank", "times", "per", "share", "done", "difference", "change", "derive")
_GOES_ON = re.compile(r"^(?:那么?|它|其|这个?|上述|and\b|what about\b)|^.{1,16}呢[？?]?$", re.IGNORECASE)
_EACH = re.compile(r"每|人均|户均|标准")
_TERM = re.compile(r"[^，,。；;的()和与跟及、]{2,14}\((?P<term>[一-龥]{2,16})\)")
# What is paid for something is called after it: 公务接待的钱 is 公务接待费.
_MONEY_FOR = re.compile(r"(?P<thing>[一-龥]{2,6})的(?:钱|花销|开销|花费)")
_PART = re.compile(r"(?P<part>.*[一-龥]{2})占(?![比用]|了?多少)[一-龥]{2}")
_SECOND = re.compile(r"[，,；;？?]")
_OPERATIONS: dict[str, Callable[[Inquiry], Draft | None]] = {
    "why": extract, "conflict": conflict, "parts": parts_of, "tables": tables_of, "remain": remain, "change": change, "derive": derive, "exceeding": exceeding, "rank": rank, "times": times,
    "per": average, "done": done, "share": share, "difference": differ, "sum": add, "convert": convert,
}  # fmt: skip
_RATIOS = {name: _OPERATIONS[name] for name in ("share", "per", "done", "times")}


@uncollected()
def answer(store: Store, question: str, documents: Sequence[str] = (), history: Sequence[str] = ()) -> Answer:
    """Answers a question from a store without a language model; `history` are the questions asked before it, oldest first.

    `documents` (ids or names) limit the answer; without them all disclosures of the store take part. Raises QuestionError,
    UnknownDocument and AmbiguousDocument.
    """
    started = time.perf_counter()
    asked = continued(read_question(question), history)
    inquiry, foreign = inquire(store, asked, documents)
    draft = refuse(inquiry, foreign) if foreign or inquiry.crowd or not inquiry.scopes else settle(inquiry)
    done = finish(inquiry, draft, store)
    return replace(done, question=question, elapsed_ms=(time.perf_counter() - started) * 1000)


def continued(question: Question, history: Sequence[str]) -> Question:
    """A question that only goes on (“那2022年呢？”, “培训费呢？”) takes what it leaves out from the one before."""
    if not history or not _GOES_ON.search(question.text):
        return question
    before = continued(read_question(history[-1]), history[:-1])
    tail = re.sub(r"^(?:那么?|它的?|其|这个?|上述|and\b|what about\b)|呢|[？?]", "", question.text, flags=re.IGNORECASE).strip()
    said = f"{before.before}{before.text}"
    if focus(squash(tail), "") or question.language == "en":  # another item, of the same agency and year
        own = read_question(tail)
        return replace(
            own,
            text=question.text,
            language=question.language,
            years=own.years or before.years,
            offset=own.offset,
            before=said,
            issue=own.issue or before.issue,
        )
    kept = re.sub(r"(?:19|20)\d{2}年?度?", "", said) if question.years else said
    return replace(read_question(f"{tail}，{kept}"), text=question.text, before=said, issue=before.issue)


def settle(inquiry: Inquiry) -> Draft:
    """The answer of the first operation that the documents can settle; a refusal where none can, or where it leaves words of the question unsaid."""
    draft = _explained(inquiry)
    if draft.status == "not_found" and inquiry.question.want == "figure" and of_years(inquiry) is None:
        classes = _classes(inquiry.question)
        draft = spoken(inquiry) or again(inquiry, classes, _tried) or sole(inquiry, classes) or draft
    if draft.status == "not_found" and (other := _by_other_name(inquiry)) is not None:
        draft = settle(other)
    return refuse(inquiry) if of_another(inquiry, draft) else draft


def _tried(inquiry: Inquiry) -> Draft:
    draft = _explained(inquiry)
    return spoken(inquiry) or draft if draft.status == "not_found" else draft


def _explained(inquiry: Inquiry) -> Draft:
    draft = _doubted(inquiry, _settle(inquiry))
    if draft.status == "answered" and inquiry.question.want == "figure" and not draft.accounted and not explained(inquiry, draft):
        return refuse(inquiry)
    return draft


def _by_other_name(inquiry: Inquiry) -> Inquiry | None:
    """The question with what it calls something in everyday words left out, where it gives the term in brackets (吃饭补贴（伙食补助费）)."""
    if not inquiry.chinese:
        return None  # what stands in brackets leads there anyway
    text = half_width(inquiry.question.text)
    names = "\n".join(scope.catalogue.vocabulary for scope in inquiry.scopes)
    names += re.sub(r"[()]", "", names)  # 维修护费 is 维修(护)费
    text = _MONEY_FOR.sub(lambda hit: f"{hit['thing']}费" if re.search(rf"{hit['thing'][-2:]}费", names) else hit.group(), text)
    other = _TERM.sub(lambda hit: hit["term"] if hit["term"] in names and not re.search("多少|几|什么", hit.group()) else hit.group(), text)
    if other == half_width(inquiry.question.text):
        return None
    return inquiry.asking(replace(read_question(other), before=inquiry.question.before, issue=inquiry.question.issue))


def _doubted(inquiry: Inquiry, draft: Draft) -> Draft:
    """An answer whose own figure a failed check holds to be wrong is a conflict; one that is computed from such a figure says so."""
    if draft.status != "answered" or inquiry.question.want != "figure":
        return draft
    notes = []
    for one in draft.evidence:
        scope = inquiry.scope(one.document_id)
        entry = next((e for e in scope.catalogue.entries if one.figure is not None and e.figure is one.figure), None)
        checks = blaming([entry], scope.catalogue) if entry is not None else []
        if not checks or entry is None or entry.figure.amount is None:
            continue
        if not draft.computed and draft.value is not None and entry.figure.amount.base == draft.value.base:
            return replace(from_check(inquiry, scope, checks[0], Match(entry, draft.sure, 1.0, 1.0)), value=draft.value)
        if draft.computed:
            notes.append(shown(entry.figure.amount, chinese=inquiry.chinese))
    if not notes:
        return draft
    said = "、".join(dict.fromkeys(notes))
    note = (
        f"注意：所用的{said}与文件其他数据不符，请核对原文。"
        if inquiry.chinese
        else f" Note: {said} does not reconcile with other figures of the document."
    )
    return replace(draft, text=draft.text + note)


def _settle(inquiry: Inquiry) -> Draft:
    question = inquiry.question
    first = _first_part(inquiry)
    if first is not None:
        return first
    if question.want == "text":
        return extract(inquiry) or refuse(inquiry)
    if len(inquiry.scopes) > 1:
        draft = by_ratio(inquiry, _RATIOS) or across(inquiry)
        if draft is not None:
            return draft
        if spans(inquiry):
            return refuse(inquiry)  # one of them is no answer for all
    moved = moving(inquiry) or rows_of_kind(inquiry) or over_years(inquiry)
    if moved is not None:
        return moved
    for name in question.asked:
        draft = _by_its_name(inquiry, name) or _OPERATIONS[name](inquiry)
        if draft is not None:
            return draft
        if name == "rank" or (name in ("conflict", "remain") and not inquiry.chinese and question.asks("sum")):
            return refuse(inquiry)  # a change or a difference is not the largest of them
    if (
        set(question.asked) <= {"share", "done"}
        and "%" in question.units
        and (told := look_up(inquiry, also=_of_kind(question))) is not None
    ):
        return told
    if question.asks(*_COMPOUND):
        # What was asked to be done cannot be done; one figure of it would be no answer.
        return refuse(inquiry)
    if {"#", "家"} & set(question.units) and (
        counted_ := look_up(inquiry) or counted_items(inquiry) or points_counted(inquiry)
    ) is not None:
        return counted_
    if question.asks("sum"):
        # “…合计多少” may name one figure; an enumeration that cannot be added is not answered by one of its parts.
        joined = any(re.search(rf"{re.escape(name)}(?:和|与|跟|加|及|、)", question.folded) for name in inquiry.named)
        several = joined or counted(question.text) is not None or (not inquiry.chinese and _TOGETHER.search(question.text))
        return (look_up(inquiry, also=_no_standard(question)) if not several else None) or refuse(inquiry)
    return look_up(inquiry) or (derive(inquiry) if question.asks("derive") or question.years else None) or refuse(inquiry)


def _by_its_name(inquiry: Inquiry, operation: str) -> Draft | None:
    """A figure whose own name bears the word that would ask for an operation (采购份额), where the question bears that name and no more."""
    if operation not in ("share", "difference", "per"):
        return None
    pattern = dict(ASKED)[operation]
    for _, matches in inquiry.best(inquiry.question.folded, _classes(inquiry.question)):
        first = matches[0]
        whole = first.cover >= _WHOLLY or first.entry.item in inquiry.question.folded
        if whole and first.tight >= _NEARLY and pattern.search(first.entry.item):
            return look_up(inquiry)
    return None


def _classes(question: Question) -> tuple[str, ...]:
    if "%" in question.units:
        return (LEVEL, COUNT, SHARE, DONE)
    if re.search(r"完成率|执行率|完成.{0,4}(?:百分|%)", question.text):
        return (DONE, LEVEL)
    return (LEVEL, COUNT)


def _no_standard(question: Question) -> Callable[[Entry], bool] | None:
    """Whether a figure is no standard for each one (每班1.2万元) where a total is asked for."""
    return None if _EACH.search(question.folded) else lambda entry: not _EACH.search(entry.item)


def _of_kind(question: Question) -> Callable[[Entry], bool]:
    """Whether a percentage is of the kind that is asked for: a share of something, what is done of it, or any."""
    if re.search(r"占|比重|份额", question.folded):
        part = _PART.match(question.folded)  # “X占Y的百分之几”: the share that Y has of something is none of it
        said = set(grams(part["part"] if part else question.folded))
        return lambda entry: measure_class(entry.figure) == SHARE and len(said & set(grams(entry.item))) >= _HALF * len(grams(entry.item))
    if re.search(r"完成|做完|执行|实现", question.folded):
        return lambda entry: measure_class(entry.figure) == DONE or bool(re.search(r"完成|执行|实现", f"{entry.item}{entry.column}"))
    return lambda entry: entry.figure.amount is not None and entry.figure.amount.dimension == "%"


def look_up(inquiry: Inquiry, also: Callable[[Entry], bool] | None = None) -> Draft | None:
    """One figure that a document states; several agencies' figures side by side when the question names none of them.

    `also` is a further test of a figure.
    """
    question = inquiry.question
    ranked = [
        (scope, kept)
        for scope, matches in inquiry.best(question.folded, _classes(question))
        if (kept := [match for match in matches if also is None or also(match.entry)]) and kept[0].score >= matches[0].score - CLOSE
    ]
    if not ranked:
        return None
    top = ranked[0][1][0].score
    close = [(scope, matches) for scope, matches in ranked if matches[0].score >= top - 0.08]
    if len(close) > 1:
        return (
            listed(inquiry, [(scope, matches[0]) for scope, matches in close if matches[0].amount is not None])
            if any(m[0].amount for _, m in close)
            else None
        )
    scope, matches = ranked[0]
    words = inquiry.words(question.folded, scope)
    settled = _one_thing(preferred(matches, words), matches, words, scope)
    if settled is None:
        return _told_apart(inquiry, scope, matches)
    match = settled
    if not names_all(match, cut(inquiry, ENUMERATED), inquiry, scope, _TOUCHED):
        # “基本工资和会议费”: one of them is not an answer.
        return parts_of(inquiry)
    doubts = against([match.entry], scope.catalogue) if match.amount is not None else []
    if match.amount is not None and question.asks("sum") and (broken := broken_total(inquiry, scope, match)) is not None:
        return broken
    if doubts:
        doubted = from_check(inquiry, scope, doubts[0], match)
        return doubted if question.asks("sum") else replace(doubted, value=match.amount)
    same = agreeing(inquiry, match, matches, scope)
    text = stated(inquiry, scope, match.entry, "{0}")
    others = disagreeing(inquiry, match, matches, scope)
    if not others and measure_class(match.figure) == COUNT and not match.entry.is_table:
        others = [m.entry for m in contradicting(scope, match)[1:] if not m.entry.is_table]
    extra: list[Evidence] = []
    if others and match.amount is not None:
        other = others[0]
        assert other.figure.amount is not None
        extra = [evidence(other)]
        mark = f"{{{len(same)}}}"
        text += (
            f"注意：文件另一处所列为{shown(other.figure.amount)}{mark}。"
            if inquiry.chinese
            else f" Note: another place states {shown(other.figure.amount, chinese=False)} {mark}."
        )
    draft = Draft(text, answering(scope, match.entry), (*same, *extra), sure=match.score)
    return _second(inquiry, scope, match, draft)


def _told_apart(inquiry: Inquiry, scope: Scope, matches: Sequence[Match]) -> Draft | None:
    """Both counts of what the text calls by one and the same name, where it gives two (12个社区, 14个社区)."""
    first = matches[0]
    same = [
        m for m in matches
        if m.entry.item == first.entry.item and not m.entry.is_table and m.score >= max(SURE, first.score - _TOO_NEAR)
        and measure_class(m.figure) == COUNT and m.amount is not None and first.amount is not None and m.amount.unit == first.amount.unit
    ]  # fmt: skip
    amounts = {m.amount.base: m for m in reversed(same) if m.amount is not None}
    return versions(inquiry, scope, list(amounts.values())[::-1], same=False) if len(amounts) == len(same) == 2 else None


def _one_thing(first: Match, matches: Sequence[Match], words: Words, scope: Scope) -> Match | None:
    """The first link, unless another thing with another amount is named all but as well: then the one that is called just
    what the question ends with (人员经费里的津贴补贴), else none — which of the two is meant would be a guess.

    What a failed check holds against the first link is the same thing, stated otherwise: the check tells of both."""
    amount = first.amount
    if amount is None:
        return first
    if first.tight >= _WHOLLY and len(first.entry.item) >= _SHORTEST and any(piece.startswith(first.entry.item) for piece in words.pieces):
        # 离休费支出: what is called by its very name is meant, not what it is a part of.
        matches = [m for m in matches if m.tight < _WHOLLY and m.entry.item not in words.text and m.cover > first.cover] + [
            m for m in matches if m.entry.item == first.entry.item or any(m.entry.item in piece for piece in words.pieces)
        ]
    low, high = amount.interval
    matches = [m for m in matches if m.cover >= first.cover - _LESS]  # what leaves out so many of the words is not meant
    other_ways = [operand.source for check in against([first.entry], scope.catalogue) for operand in sides(check)]
    rivals = [
        m for m in matches
        if m.entry is not first.entry and m.score >= first.score - _TOO_NEAR and m.amount is not None and m.amount.dimension == amount.dimension
        and (m.amount.interval[1] < low or m.amount.interval[0] > high)
        and (m.entry.item != first.entry.item or (not m.entry.is_table and m.figure.context != first.figure.context))
        and not any(overlap(m.figure.source, source) for source in other_ways)
    ]  # fmt: skip
    if not rivals:
        return first
    if first.cover >= _WHOLLY and all(m.cover < first.cover - _ABOUT for m in rivals):
        return first  # 市级一般公共预算支出: it says all, the others leave out whose it is
    head = words.pieces[-1] if words.pieces else ""
    # 固定资产里，房屋的原值: what the question calls by its whole name.
    named = [m for m in (first, *rivals) if m.entry.item == head] or [
        m for m in (first, *rivals) if m.entry.item in words.pieces and m.cover >= first.cover - _ABOUT
    ]
    return named[0] if named and len({m.amount.base for m in named if m.amount is not None}) == 1 else None


def preferred(matches: Sequence[Match], words: Words | None = None) -> Match:
    """Among links that are equally good, the plain column of the table that speaks of the whole.

    A figure whose own item bears more of the question's `words` than the first one's goes before it: the words that the first
    one has only from its sentence (采购…服务) belong to another figure there.
    """
    if words is not None and matches:
        top = matches[0]
        said = {gram for piece in words.pieces for gram in grams(piece)}
        own = said & set(grams(top.entry.item))
        fuller = [
            m
            for m in matches
            if m.score >= top.score - _FULLER
            and m.figure.context is not None
            and m.figure.context == top.figure.context
            and said & set(grams(m.entry.item)) > own
        ]
        if fuller:
            return max(fuller, key=lambda m: (len(said & set(grams(m.entry.item))), m.score))
    fullest = max((m.cover for m in alike(matches)), default=0.0)
    # 动物园的公厕: a row that bears what its column's total leaves out.
    named = [m for m in alike(matches) if m.cover >= fullest - _LESS]
    return min(named, key=lambda m: (-round(m.score, 2), not m.entry.default, m.amount is None, m.entry.number))


def _first_part(inquiry: Inquiry) -> Draft | None:
    """Two questions in one breath (“预算是多少，上一年执行数是多少”): the first is settled by itself, the second is added to it."""
    parts = [part for part in _SECOND.split(inquiry.question.text) if HOW_MANY.search(part)]
    if len(parts) < 2:
        return None
    one, two = read_question(parts[0]), read_question(parts[1])
    if one.asked or two.asked:
        return None
    of_another_time = (one.basis, one.offset) != (two.basis, two.offset) and (two.basis or two.offset is not None)
    of_another_kind = one.units and two.units and one.units[0] != two.units[0]
    if not of_another_time and not of_another_kind:
        return None
    return look_up(
        inquiry.asking(
            replace(one, text=inquiry.question.text, language=inquiry.question.language, years=one.years or inquiry.question.years)
        )
    )


def _second(inquiry: Inquiry, scope: Scope, match: Match, draft: Draft) -> Draft:
    """Adds the answer to a second question in the same breath (“…是多少，上一年执行数是多少”)."""
    parts = [part for part in _SECOND.split(inquiry.question.text) if re.search(r"多少|几", part)]
    if len(parts) < 2:
        return draft
    later = read_question(parts[1])
    if later.asked:
        return draft
    follow = replace(later, language=inquiry.question.language)
    own = inquiry.words(follow.folded, scope)
    phrase = follow.folded if any(len(piece) > 3 for piece in own.pieces) else f"{match.entry.item}，{follow.folded}"
    one = inquiry.within([scope]).asking(follow)
    found = [m for m in one.link(phrase, scope) if m.score >= SURE and m.entry is not match.entry and m.amount is not None]
    if not found:
        return draft
    other = preferred(found)
    mark = f"{{{len(draft.evidence)}}}"
    return replace(draft, text=draft.text + stated(one, scope, other.entry, mark), evidence=(*draft.evidence, evidence(other.entry)))


__all__ = ["LONGEST_ANSWER", "answer", "catalogue", "finish", "inquire", "look_up", "settle"]
