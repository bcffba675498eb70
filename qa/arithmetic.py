"""Answers by computation inside one document: sums, remainders, differences, shares, multiples, averages, conversions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from corpus.amount import MONEY, Amount
from qa.answer import Evidence
from qa.catalogue import grams
from qa.compute import Computation, converted, difference, quotient, total
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.item import LEVEL, SHARE, measure_class
from qa.link import SURE, Match
from qa.numerals import counted
from qa.operands import Chosen, cut, names_all, operands
from qa.phrase import label, shown, stated, whose
from qa.question import Question, read_question
from qa.wording import ENUMERATED

_RELAXED = 0.5
# A single figure whose item the words name to this share is what is asked, even where they sound like an enumeration.
_NAMED_WHOLE = 0.7
_REMAINDER = re.compile(r"(?:剔除|扣除|除去|减去|刨去|去掉|除了|不算)(?P<less>.+?)(?:后|以后|之后|以外|外)?[，,](?P<whole>.+)")
_PER = re.compile(r"人均|户均|平均每(?:人|户|家|个)|每人平均|每人")
_SHARE_OF = re.compile(r"占")
_SHARE_IN = re.compile(r"(?P<part>[^，。？]+?)在(?P<whole>[^，。？占]+?)(?:里面?|中|当中|之中|内)的?(?:占比|比重|比例|份额|占)")
_ENGLISH_JOINT = re.compile(r"\band\b|\bplus\b|\+|,|;|\bwith\b|\bboth\b|\btogether\b", re.IGNORECASE)
_RATIO = r"\b(?:share|percent(?:age)?|proportion|fraction|ratio)\b"
_ENGLISH_SHARES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_RATIO} (?:do|does|did|is|was|are|were) (?P<part>.+?) (?:account for|make up|represent|take(?: up)?|have|hold|form|constitute)\b(?: of| in)? ?(?P<whole>.*)",
        rf"(?P<part>.+?) as an? {_RATIO} of (?P<whole>.+)",
        rf"{_RATIO} of (?P<whole>.+?) (?:goes?(?: to)?|went(?: to)?|was|is|were|are|came from|comes from|consists of)\b(?: spent on| used for| for)? ?(?P<part>.+)",
        rf"{_RATIO} of (?P<part>.+?) (?:in|within|to|among) (?P<whole>.+)",
    )
)
_BASIS = re.compile(r"年初预算|全年预算|调整预算|决算|执行|预算")
_TIMES = re.compile(r"是|为|相当于")


def _operand_words(inquiry: Inquiry, matches: Sequence[Match]) -> str:
    parts = []
    for number, match in enumerate(matches):
        assert match.amount is not None
        parts.append(f"{label(match.entry)}{shown(match.amount, chinese=inquiry.chinese)}{{{number}}}")
    return ("、" if inquiry.chinese else ", ").join(parts)


def computed(inquiry: Inquiry, scope: Scope, matches: Sequence[Match], computation: Computation, name: str, english: str) -> Draft:
    """The draft of a computed answer: the result, then the operands and the working."""
    unit = computation.result.unit or ""
    result = shown(computation.result, chinese=inquiry.chinese)
    words = _operand_words(inquiry, matches)
    if inquiry.chinese:
        text = f"{whose(inquiry, scope, matches[0].figure)}{name}为{result}。其中{words}；计算：{computation.working}{'' if computation.working.endswith(unit) else unit}。"
    else:
        text = f"{english}: {result} ({whose(inquiry, scope, matches[0].figure)}). {words}; working: {computation.working}."
    return Draft(
        text, computation.result, tuple(evidence(match.entry) for match in matches), (computation,), sure=min(m.score for m in matches)
    )


def _first(inquiry: Inquiry, parts: Sequence[str], floor: float = SURE, context: str = "", *, apart: bool = True) -> Chosen | None:
    found = [
        chosen
        for scope in inquiry.scopes
        if (chosen := operands(inquiry, scope, parts, floor=floor, context=context, apart=apart)) is not None
    ]
    return max(found, key=lambda chosen: chosen.score, default=None)


def _evidence(chosen: Chosen) -> list[Evidence]:
    return [evidence(match.entry) for match in chosen.matches]


def add(inquiry: Inquiry) -> Draft | None:
    """A加B一共多少: the sum of the items that the question enumerates, or of one item that a sentence states several times."""
    count = counted(inquiry.question.text)
    parts = cut(inquiry)
    if not inquiry.chinese and not _ENGLISH_JOINT.search(inquiry.question.text):
        return None  # “the total value of” one thing adds nothing
    if count is None and any(
        names_all(matches[0], parts, inquiry, scope, _NAMED_WHOLE) for scope, matches in inquiry.best(inquiry.question.folded)
    ):
        return None
    for pieces in (parts, parts[1:], parts[:-1]):
        if len(pieces) < 2 or (count is not None and count != len(pieces)):
            continue
        chosen = _first(inquiry, pieces, _RELAXED)
        if chosen is None or len({m.amount.dimension for m in chosen.matches if m.amount}) > 1:
            continue
        return computed(inquiry, chosen.scope, chosen.matches, total(_evidence(chosen)), "上述各项合计", "The items add up to")
    return _repeated(inquiry, count) if count is not None else None


def _repeated(inquiry: Inquiry, count: int) -> Draft | None:
    """The sum of one item that a sentence states as often as the question counts (“三批…一共多少”)."""
    for scope, matches in inquiry.best(inquiry.question.folded, floor=_RELAXED):
        top = matches[0]
        same = [
            e for e in scope.catalogue.entries
            if e.item == top.entry.item and e.figure.context == top.figure.context and e.figure.context is not None and e.figure.amount is not None
            and e.figure.measure == top.figure.measure
        ]  # fmt: skip
        if len(same) == count and len({e.figure.amount.dimension in ("元", "%") for e in same if e.figure.amount}) == 1:
            found = [Match(e, top.score, top.cover, top.tight) for e in same]
            amounts = [m.amount for m in found if m.amount is not None]
            if len({a.dimension for a in amounts}) == 1:
                result = total([evidence(e) for e in same])
            else:  # 20种、23个: counted alike, named differently
                value = sum((a.value for a in amounts), Decimal(0))
                result = Computation(
                    Amount(value, amounts[0].unit),
                    f"{' + '.join(f'{a.value:f}' for a in amounts)} = {value:f}",
                    tuple(evidence(e) for e in same),
                )
            return computed(inquiry, scope, found, result, f"{top.entry.item}合计", "The items add up to")
    return None


def remain(inquiry: Inquiry) -> Draft | None:
    """剔除A后，B还剩多少: B minus A."""
    found = _REMAINDER.search(inquiry.question.folded)
    if found is None:
        return None
    chosen = _first(inquiry, [found["whole"], found["less"]], _RELAXED)
    if chosen is None:
        return None
    one, two = chosen.matches
    return computed(
        inquiry,
        chosen.scope,
        (one, two),
        difference(evidence(one.entry), evidence(two.entry)),
        f"剔除{label(two.entry)}后的{label(one.entry)}",
        "What remains",
    )


def differ(inquiry: Inquiry) -> Draft | None:
    """A和B哪个大、相差多少: the larger, and by how much."""
    chosen = _two_bases(inquiry) or _pair(inquiry)
    if chosen is None:
        return None
    one, two = chosen.matches
    assert one.amount is not None
    assert two.amount is not None
    if one.amount.dimension != two.amount.dimension:
        return None
    larger, smaller = (one, two) if one.amount.base >= two.amount.base else (two, one)
    result = difference(evidence(larger.entry), evidence(smaller.entry))
    gap = shown(result.result, chinese=inquiry.chinese)
    words = _operand_words(inquiry, (larger, smaller))
    begin = whose(inquiry, chosen.scope, larger.figure)
    if result.result.value == 0:
        text = f"{begin}两者一样多，相差{gap}：{words}。" if inquiry.chinese else f"They are equal (difference {gap}): {words} ({begin})."
    elif inquiry.chinese:
        text = f"{begin}{label(larger.entry)}比{label(smaller.entry)}多{gap}：{words}；计算：{result.working}。"
    else:
        text = f"{label(larger.entry)} is larger than {label(smaller.entry)} by {gap} ({begin}): {words}; working: {result.working}."
    return Draft(text, result.result, (evidence(larger.entry), evidence(smaller.entry)), (result,), sure=min(one.score, two.score))


def _pair(inquiry: Inquiry) -> Chosen | None:
    parts = cut(inquiry)
    if len(parts) < 2 or len(cut(inquiry, ENUMERATED)) > 2:
        return None  # of three things that are named two would be no answer
    if inquiry.chinese:
        return _first(inquiry, parts[:2], _RELAXED, "，".join(parts[2:]))
    # English glosses have no word order to rely on: of all pairs the one that fits together best.
    found = [chosen for pair in combinations(parts[:4], 2) if (chosen := _first(inquiry, pair, _RELAXED)) is not None]
    return max(found, key=lambda chosen: chosen.score, default=None)


def _two_bases(inquiry: Inquiry) -> Chosen | None:
    """One item on two bases that one sentence states (“全年预算和决算相差多少”)."""
    bases = list(dict.fromkeys(_BASIS.findall(inquiry.question.folded)))
    parts = cut(inquiry)
    if len(bases) != 2 or len(parts) < 2:
        return None
    phrase = _BASIS.sub("，", inquiry.question.folded)
    for scope in inquiry.scopes:
        named = inquiry.words(phrase, scope)
        linked = {m.entry.number: m for m in inquiry.link(phrase, scope, question=replace(inquiry.question, basis=None))} if named else {}
        pairs = []
        entries = [
            e
            for e in scope.catalogue.entries
            if e.figure.amount is not None and measure_class(e.figure) == LEVEL and (e.figure.basis or "") in bases
        ]
        for n, one in enumerate(entries):
            for two in entries[n + 1 :]:
                same = one.figure.context == two.figure.context and one.item == two.item and one.figure.source != two.figure.source
                if same and {one.figure.basis, two.figure.basis} == set(bases):
                    score = linked[one.number].score if one.number in linked else 0.0
                    if not named or score >= SURE:
                        pairs.append((score, one, two))
        if pairs:
            score, one, two = max(pairs, key=lambda pair: pair[0])
            return Chosen(scope, (Match(one, 1.0, 1.0, 1.0), Match(two, 1.0, 1.0, 1.0)), 1.0)
    return None


def share(inquiry: Inquiry) -> Draft | None:
    """A占B百分之几: as the document states it, else computed."""
    question = inquiry.question
    inside = _SHARE_IN.search(question.folded)
    # X在Y里的占比 is X占Y的比例.
    parts = [inside["part"], inside["whole"]] if inside else _SHARE_OF.split(question.folded, maxsplit=1)
    if not inquiry.chinese:
        parts = _english_share(question)
    of_whole = parts[0] if len(parts) == 2 and parts[0] else question.folded
    asked = inquiry.asking(_any_unit(inquiry))
    best: Draft | None = None
    for scope in inquiry.scopes:
        for match in inquiry.link(of_whole, scope, (SHARE,), question=asked.question)[:8]:
            if match.score < SURE or match.amount is None or not _of_that_whole(match, parts[-1], scope, inquiry):
                continue
            if best is None or match.score > best.sure:
                best = Draft(stated(inquiry, scope, match.entry, "{0}"), match.amount, (evidence(match.entry),), sure=match.score)
            break
    if best is not None:
        return best
    if len(parts) != 2 and not (parts := cut(inquiry)):
        return None
    if len(parts) != 2:
        return None
    chosen = _first(asked, parts, _RELAXED, apart=False)
    if chosen is None:
        return None
    one, two = chosen.matches
    try:
        result = quotient(evidence(one.entry), evidence(two.entry))
    except (ValueError, ZeroDivisionError):
        return None
    if result.result.value > 100:
        return None  # a part is not more than its whole: the operands are not what is meant
    return computed(
        inquiry,
        chosen.scope,
        chosen.matches,
        result,
        f"{label(one.entry)}占{label(two.entry)}的比例",
        f"{label(one.entry)} as a share of {label(two.entry)}",
    )


def _english_share(question: Question) -> list[str]:
    """Part and whole of “what share of the whole goes to the part”, “the part as a share of the whole”, in Chinese terms."""
    found = next((hit for pattern in _ENGLISH_SHARES if (hit := pattern.search(question.text))), None)
    if found is None:
        return [question.folded]
    parts = [read_question(found[name]).folded if re.search(r"\w", found[name]) else "" for name in ("part", "whole")]
    return ["，".join(term for term in part.split("，") if term not in ("占比", "合计", "预算数")) for part in parts]


def _any_unit(inquiry: Inquiry) -> Question:
    return replace(inquiry.question, units=())


def _of_that_whole(match: Match, whole: str, scope: Scope, inquiry: Inquiry) -> bool:
    """Whether a stated share is one of the whole that is asked about, where the question names one."""
    bare = re.sub(r"全部|全年|本年度?|年度|总额|总数|总计|合计|总|支出|收入|预算|决算", "，", "，".join(inquiry.words(whole, scope).pieces))
    said = {gram for piece in bare.split("，") for gram in grams(piece) if len(gram) > 1}
    for side, other in (("收入", "支出"), ("支出", "收入")):
        if side in whole and other not in whole and other in match.entry.item and side not in match.entry.item:
            return False
    around = match.entry.sentence + match.entry.title + match.entry.section + match.entry.column
    return sum(gram in around for gram in said) >= 0.6 * len(said)


def times(inquiry: Inquiry) -> Draft | None:
    """A是B的几倍."""
    parts = _TIMES.split(inquiry.question.folded, maxsplit=1)
    if len(parts) != 2:
        return None
    chosen = _first(inquiry.asking(_any_unit(inquiry)), parts, _RELAXED)
    if chosen is None:
        return None
    one, two = chosen.matches
    try:
        result = quotient(evidence(one.entry), evidence(two.entry), "倍")
    except (ValueError, ZeroDivisionError):
        return None
    return computed(
        inquiry,
        chosen.scope,
        chosen.matches,
        result,
        f"{label(one.entry)}相当于{label(two.entry)}的倍数",
        f"{label(one.entry)} over {label(two.entry)}",
    )


def average(inquiry: Inquiry) -> Draft | None:
    """人均A: A over the number of people, both stated in the document."""
    folded = inquiry.question.folded
    found = _PER.search(folded)
    if found is None:
        return None
    what = folded[found.end() :]
    whom = re.sub(r"按|计算|算|数", "", folded[: found.start()]).strip("，,") or "在职人员"
    best: tuple[float, Scope, Match, Match] | None = None
    for scope in inquiry.scopes:
        tops = [m for m in inquiry.link(what, scope, question=replace(inquiry.question, units=("元",))) if m.score >= SURE and m.amount]
        people = [
            m
            for m in inquiry.link(whom, scope, question=replace(inquiry.question, units=("人", "户", "家")))
            if m.score >= _RELAXED and m.amount
        ]
        if tops and people and (best is None or tops[0].score > best[0]):
            best = (tops[0].score, scope, tops[0], people[0])
    if best is None:
        return None
    _, scope, top, person = best
    assert top.amount is not None
    try:
        result = quotient(evidence(top.entry), evidence(person.entry), per=top.amount.unit or "元")
    except ZeroDivisionError:
        return None
    return computed(inquiry, scope, (top, person), result, f"人均{label(top.entry)}", f"{label(top.entry)} per person")


def convert(inquiry: Inquiry) -> Draft | None:
    """A折合多少元: the figure in another unit, exactly."""
    unit = inquiry.question.convert
    if unit is None:
        return None
    phrase = re.split(r"换算|折成|折合|折算|等于|合多少|是多少", inquiry.question.folded)[0]
    ranked = inquiry.best(phrase)
    for scope, matches in ranked:
        match = matches[0]
        if match.amount is None or match.amount.unit not in MONEY or unit not in MONEY:
            continue
        result = converted(evidence(match.entry), unit)
        same = agreeing(inquiry, match, matches, scope)
        if inquiry.chinese:
            text = f"{whose(inquiry, scope, match.figure)}{label(match.entry)}为{shown(result.result)}（原文{shown(match.amount)}{{0}}）。"
        else:
            text = f"{label(match.entry)}: {shown(result.result, chinese=False)} (stated as {shown(match.amount, chinese=False)} {{0}}; {whose(inquiry, scope, match.figure)})."
        return Draft(text, result.result, tuple(same), (result,), sure=match.score)
    return None


__all__ = ["add", "average", "computed", "convert", "differ", "remain", "share", "times"]
