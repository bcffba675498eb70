"""Answers that compare two figures of one document: which is larger, and by how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from corpus.place import CellRef
from qa.arithmetic import KIND, RELAXED, TOLD, best_operands, operand_words
from qa.catalogue import ORDINAL, Entry, grams
from qa.compute import difference
from qa.contrast import contrast, opposed, planned
from qa.english import LEVELS
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import LEVEL, leaf, measure_class
from qa.link import SURE, Match
from qa.operands import Chosen, cut, english_parts, says, words_of
from qa.phrase import label, shown, whose
from qa.wording import ENUMERATED, JOINED

_PLACE = 4
# A link below SURE points to a figure that says all that is named.
_POINTED = 0.3
_DROPPED_HEAD = re.compile(r"(?:的|高出?|多出?|少|低|大|小|了|出)?(?:多少|几).*$")
# What stands between two things that an English question compares.
_COMPARED_WITH = re.compile(rf"{JOINED.pattern}|\bthan\b|\bexceeds?\b|\bfrom\b", re.IGNORECASE)
_BASIS = re.compile(r"年初预算|全年预算|调整预算|决算|执行|(?<!公共)(?<!基金)(?<!经营)预算")
# 预算 beside 决算 is the one that a sentence states, whichever it calls it.
_BUDGETS = ("年初预算", "全年预算", "调整预算", "预算")
_ONLY_BASIS = re.compile(
    r"(?:年初|全年|调整后?|当年)?(?<!公共)(?<!基金)(?<!经营)(?:预算|决算|执行|计划)(?:数|安排)?|[多少大小高低省超剩](?:出|下|花|用|支|了)*(?=多少|几)|批复的?|下达的?|核定的?|实际|原来|差(?=多少|几)"
)
_ACTUAL = ("决算", "执行")
_OVER = re.compile(r"超(?:过|出)?了?")
_THAN_ORDINAL = re.compile(rf"(?P<one>.*{ORDINAL.pattern}.*?)(?:比|较|和|与|跟)(?P<other>{ORDINAL.pattern})")
_SPENT = re.compile(
    r"(?:比|较)?[，]?(?:少|多|超|节约|节省|省|结余|剩)(?:花|用|支|出|下)?了?(?=多少|几)|(?:批复|下达|核定)的?|实际(?:花|用|支出)了?"
)


def differ(inquiry: Inquiry) -> Draft | None:
    """A和B哪个大、相差多少: the larger, and by how much."""
    chosen = planned(inquiry) or _two_bases(inquiry) or _two_columns(inquiry) or _pair(inquiry)
    if chosen is None:
        return None
    one, two = chosen.matches
    assert one.amount is not None
    assert two.amount is not None
    if one.amount.dimension != two.amount.dimension:
        return None
    if _of_other_things(one.entry.item, two.entry.item):
        return None  # the limit of a debt and the balance of a fund
    if one.entry.item == two.entry.item and one.amount == two.amount:
        return None  # one thing told twice has no difference from itself
    larger, smaller = (one, two) if one.amount.base >= two.amount.base else (two, one)
    result = difference(evidence(larger.entry), evidence(smaller.entry))
    gap = shown(result.result, chinese=inquiry.chinese)
    words = operand_words(inquiry, (larger, smaller))
    begin = whose(inquiry, chosen.scope, larger.figure)
    more, less = (label(m.entry) for m in (larger, smaller))
    above = [m.entry.parents.rsplit("/", 1)[-1] for m in (larger, smaller)]
    if more == less and above[0] != above[1]:  # one item of two things
        more, less = (f"{name}{label(m.entry)}" for name, m in zip(above, (larger, smaller), strict=True))
    if more == less:  # one item on two bases
        more, less = (f"{label(m.entry)}{m.figure.basis or m.figure.measure}" for m in (larger, smaller))
    if result.result.value == 0:
        text = f"{begin}两者一样多，相差{gap}：{words}。" if inquiry.chinese else f"They are equal (difference {gap}): {words} ({begin})."
    elif inquiry.chinese:
        text = f"{begin}{more}比{less}多{gap}：{words}；计算：{result.working}。"
    else:
        text = f"{more} is larger than {less} by {gap} ({begin}): {words}; working: {result.working}."
    return Draft(text, result.result, (evidence(larger.entry), evidence(smaller.entry)), (result,), sure=min(one.score, two.score))


_TWO = 2
# “A和B两项，谁的公用经费更多”: what of both is compared.
_OF_BOTH = re.compile(r"[，,](?:谁|哪一?[个项家边])的(?P<of>[一-龥]{2,10}?)(?:更|比较)?(?:多|高|大|少|低)")


def _of_other_things(one: str, two: str) -> bool:
    """Whether a limit and a balance are named of different things."""
    for here, there in (("限额", "余额"), ("余额", "限额")):
        if here in one and there in two:
            return not set(grams(one.replace(here, "，"))) & set(grams(two.replace(there, "，")))
    return False


def _pair(inquiry: Inquiry) -> Chosen | None:
    whose_ = _OF_BOTH.search(inquiry.question.folded) if inquiry.chinese else None
    if whose_ is not None and len(named := cut(inquiry, text=inquiry.question.folded[: whose_.start()])) == _TWO:
        both = best_operands(inquiry, [f"{part}，{whose_['of']}" for part in named], apart=False)
        if both is not None and all(whose_["of"] in f"{m.entry.item}，{m.entry.column}" for m in both.matches):
            return both
    parts = cut(inquiry) if inquiry.chinese else english_parts(inquiry, _COMPARED_WITH)
    if not inquiry.chinese and any(set(filter(None, part.split("，"))) <= LEVELS for part in parts[:2]):
        return None  # “tax and non-tax revenue”: a level of government alone names nothing
    if len(parts) < 2 or len(cut(inquiry, ENUMERATED)) > 2:
        return None  # of three things that are named two would be no answer
    if inquiry.chinese and (found_both := opposed(inquiry)) is not None:
        return found_both
    if inquiry.chinese and any(not inquiry.words(_ONLY_BASIS.sub("，", part), scope) for part in parts[:2] for scope in inquiry.scopes):
        return None  # “比年初预算少多少”: a basis names no other thing
    if inquiry.chinese and len(parts) == 2 and "的" in parts[0] and (bare := _DROPPED_HEAD.sub("", parts[1])) and len(bare) <= _PLACE:
        parts = [parts[0], f"{bare}{parts[0].split('的', 1)[1]}"]  # “县区的限额比市级高多少”: the other one's is of the same name
    if inquiry.chinese and (ordinals := _by_ordinal(inquiry)):
        parts = ordinals
    if inquiry.chinese:
        chosen = best_operands(inquiry, parts[:2], RELAXED, "，".join(parts[2:]))
        sides = contrast(inquiry)
        return None if chosen is not None and sides is not None and _another(chosen, (sides.one, sides.other)) else chosen
    # English glosses have no word order to rely on: of all pairs the one that fits together best.
    found = [chosen for pair in combinations(parts[:4], 2) if (chosen := best_operands(inquiry, pair, RELAXED)) is not None]
    return max(found, key=lambda chosen: chosen.score, default=None)


def _by_ordinal(inquiry: Inquiry) -> list[str]:
    """“第三批的合同量较第二批高多少”: the other one is what the first is, but for its number; [] where no two numbers are compared."""
    hit = _THAN_ORDINAL.search(inquiry.question.folded)
    first = ORDINAL.search(hit["one"]) if hit else None
    return [hit["one"], hit["one"].replace(first.group(), hit["other"])] if hit and first and first.group() != hit["other"] else []


def _another(chosen: Chosen, sides: Sequence[str]) -> bool:
    """Whether a figure is of another level of government than its side names (省级 is not 市级), the agency's own going unsaid."""
    own = (chosen.scope.record.region or "")[-1:]
    pairs = zip(chosen.matches, sides, strict=True)
    return any(level in side and level[0] != own and level not in words_of(match) for match, side in pairs for level in LEVELS)


def _two_columns(inquiry: Inquiry) -> Chosen | None:
    """Two columns of one row (“X这一项，基本支出比项目支出多多少”): the row is what the question names beside the columns."""
    folded = inquiry.question.folded
    for scope in inquiry.scopes:
        heads = {leaf(e.figure) for e in scope.catalogue.entries if e.is_table and e.column}
        named = [head for head in heads if len(head) > 1 and head in folded]
        named = [head for head in named if not any(head != other and head in other for other in named)]
        rest = folded
        for head in named:
            rest = rest.replace(head, "，")
        if len(named) != 2 or not inquiry.words(KIND.sub("，", rest), scope):
            continue
        rows = [m for m in inquiry.link(rest, scope) if m.score >= SURE and isinstance(m.figure.source, CellRef) and not m.entry.total]
        for row in rows[:TOLD]:
            cells = [_in_row(scope, row, head) for head in named]
            if all(cell is not None for cell in cells):
                return Chosen(scope, tuple(Match(c, row.score, 1.0, 1.0) for c in cells if c is not None), row.score)
    return None


def _in_row(scope: Scope, match: Match, head: str) -> Entry | None:
    """The figure that stands in a figure's own row under a header."""
    source = match.figure.source
    assert isinstance(source, CellRef)
    return next(
        (
            e for e in scope.catalogue.entries
            if isinstance(e.figure.source, CellRef) and (e.figure.source.table, e.figure.source.row) == (source.table, source.row)
            and leaf(e.figure) == head and e.figure.amount is not None
        ),
        None,
    )  # fmt: skip


def _two_bases(inquiry: Inquiry) -> Chosen | None:
    """One item on two bases that one sentence states (“全年预算和决算相差多少”)."""
    bases = list(dict.fromkeys(_BASIS.findall(inquiry.question.folded)))
    if len(bases) == 1 and bases[0] not in _ACTUAL and (_SPENT.search(inquiry.question.folded) or not inquiry.chinese):
        bases.append("决算")  # “比年初预算少花了多少”
    elif len(cut(inquiry)) < 2 and not _OVER.search(inquiry.question.folded):
        return None
    if len(bases) != 2:
        return None
    phrase = _OVER.sub("，", _SPENT.sub("，", _BASIS.sub("，", inquiry.question.folded)))
    wanted = {*bases, *(_BUDGETS if "预算" in bases else ())}

    def both(one: Entry, two: Entry) -> bool:
        told = {one.figure.basis, two.figure.basis}
        return told == set(bases) or (
            "预算" in bases and set(bases) - {"预算"} <= told and bool(told & set(_BUDGETS)) and len(told) == len(bases)
        )

    for scope in inquiry.scopes:
        named = inquiry.words(phrase, scope)
        linked = {m.entry.number: m for m in inquiry.link(phrase, scope, question=replace(inquiry.question, basis=None))} if named else {}
        pairs = []
        entries = [
            e
            for e in scope.catalogue.entries
            if e.figure.amount is not None and measure_class(e.figure) == LEVEL and ((e.figure.basis or "") in wanted)
        ]
        for n, one in enumerate(entries):
            for two in entries[n + 1 :]:
                same = one.figure.context == two.figure.context and one.item == two.item and one.figure.source != two.figure.source
                if same and both(one, two):
                    score = linked[one.number].score if one.number in linked else 0.0
                    if not named or score >= SURE or (score >= _POINTED and says(inquiry, scope, Match(one, score, 1.0, 1.0), phrase)):
                        pairs.append((score, one, two))
        if pairs:
            score, one, two = max(pairs, key=lambda pair: pair[0])
            if named and len({(o.figure.amount, t.figure.amount) for at, o, t in pairs if at == score}) > 1:
                continue  # 年初预算 or 全年预算: which is meant would be a guess
            return Chosen(scope, (Match(one, 1.0, 1.0, 1.0), Match(two, 1.0, 1.0, 1.0)), 1.0)
    return None
