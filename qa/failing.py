"""What failed checks say, in words: the figure as stated, what the others give, and which of them is the likelier slip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from corpus.amount import Amount
from corpus.folding import squash
from qa.answer import Evidence
from qa.catalogue import grams
from qa.checks.check import Check, Operand
from qa.compute import Computation, total
from qa.doubt import PAIR, holding, overlap, suspect
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.link import Match
from qa.operands import cut
from qa.phrase import label, shown, whose

_MOST_CITED = 8
_WEIGHT = re.compile(r"[（(]\d+分[)）]")
# 元 printed for 万元.
_SLIPPED = 10_000
_HALF_NAMED = 0.3
_LONGEST_RELATION = 60
# A check that only limits a figure says so.
_LIMIT = re.compile(r"，限\s*\d|，限\s*[-−]")


def from_check(inquiry: Inquiry, scope: Scope, check: Check, match: Match | None = None) -> Draft:
    """What a failed check says: the figure as stated and as its operands give it, and the slip that other checks point to."""
    assert check.stated is not None
    operands = sorted(check.operands, key=lambda operand: operand.role != "stated")[:_MOST_CITED]
    places = [Evidence(scope.record.id, operand.source) for operand in operands]
    marks = "".join(f"{{{number}}}" for number, operand in enumerate(operands) if operand.role == "stated")
    expected = _as_printed(check)
    own = match is not None and any(o.role == "stated" and overlap(o.source, match.figure.source) for o in check.operands)
    first = next((o for o in check.operands if o.role == "stated"), check.operands[0])
    name = label(match.entry) if own and match is not None else _name(first)
    slip = suspect(check, scope.catalogue)
    elsewhere = (
        slip is not None and slip.amount is not None and not any(o.role == "stated" and overlap(o.source, slip.source) for o in operands)
    )
    text = (_chinese if inquiry.chinese else _english)(check, operands, f"{whose(inquiry, scope)}{name}" if inquiry.chinese else f"{name} ({whose(inquiry, scope)})", marks, expected)  # fmt: skip
    if slip is not None and elsewhere:
        at = next((n for n, o in enumerate(operands) if overlap(o.source, slip.source)), len(places))
        if at == len(places):
            places.append(Evidence(scope.record.id, slip.source))
        text += (
            f"各项核对都指向{slip.label}{shown(slip.amount)}{{{at}}}，疑为该数有误。"
            if inquiry.chinese and slip.amount is not None
            else f" The checks point to {slip.label} {slip.amount} {{{at}}} as the slip."
        )
    # A total that other relations confirm is not what its parts make it.
    held = holding(first.source, scope.catalogue) if len(check.operands) > PAIR else 0
    if held and not elsewhere:
        text += (
            "原文所列的数与文件其他处相符，差在其余各数。"
            if inquiry.chinese
            else " The stated figure agrees with other places: the slip is among the others."
        )
    value = check.stated if expected is None or elsewhere or held or limits(check) else expected
    wrong = slip.amount if slip is not None and elsewhere else check.stated
    refuted = (wrong,) if expected is not None and wrong is not None and not (held and not elsewhere) else ()
    return Draft(
        text, value, tuple(places), _recomputed(check, expected), "conflict", match.score if match is not None else 1.0, refuted,
    )  # fmt: skip


def _name(operand: Operand) -> str:
    """An operand's name; none where its label is only its amount."""
    bare = _WEIGHT.sub("", operand.label)  # 产出指标(40分): what it may score at most is no figure of the answer
    return "" if operand.amount is not None and operand.label in (str(operand.amount), operand.text) else bare


def limits(check: Check) -> bool:
    """Whether a check only bounds the figure it finds stated."""
    return bool(_LIMIT.search(check.message))


def _chinese(check: Check, operands: Sequence[Operand], name: str, marks: str, expected: Amount | None) -> str:
    assert check.stated is not None
    text = f"文件不一致：{name}原文为{shown(check.stated)}{marks}"
    if expected is None:
        text += "，与文件其他数据不符。"
    elif limits(check):
        text += f"，而按文件其他数据不应{'超过' if check.stated.base > expected.base else '少于'}{shown(expected)}。"
    elif check.stated.value == -expected.value:
        text += f"，而按文件其他数据应为{shown(expected)}（增减方向相反）。"
    else:
        text += f"，而按文件其他数据应为{shown(expected)}{_also_in(expected, check.stated)}。"
    others = [(number, o) for number, o in enumerate(operands) if o.role != "stated" and o.amount is not None]
    if others:
        text += (
            "相关数据：" + "；".join(f"{_name(o)}{shown(o.amount)}{{{number}}}" for number, o in others[:4] if o.amount is not None) + "。"
        )
    relation = check.message.split("：", 1)[0]
    if expected is not None and len(relation) < _LONGEST_RELATION and re.search(r"[=＝]", relation) and len(check.operands) > PAIR:
        text += f"核算关系：{relation}。"
    if check.working:
        text += f"计算：{check.working}。"
    return text


def _english(check: Check, operands: Sequence[Operand], name: str, marks: str, expected: Amount | None) -> str:
    assert check.stated is not None
    text = f"The document contradicts itself: {name} is stated as {shown(check.stated, chinese=False)} {marks}"
    if expected is None:
        return text + ", which its other figures contradict."
    given = shown(expected, chinese=False)
    if limits(check):
        return text + f", but by its other figures it should be {'at most' if check.stated.base > expected.base else 'at least'} {given}."
    others = [
        f"{_name(o) or o.label} {shown(o.amount, chinese=False)} {{{n}}}"
        for n, o in enumerate(operands)
        if o.role != "stated" and o.amount is not None
    ]
    text += f", but its other figures give {given}" + (f" ({'; '.join(others[:4])})." if others else ".")
    return text + (f" Working: {check.working}." if check.working else "")


def _also_in(expected: Amount, stated: Amount) -> str:
    """An amount that is printed in another unit than the stated one, in that one's unit and precision too (350.35万元 for 3503499元)."""
    if expected.unit == stated.unit or expected.dimension != stated.dimension or stated.unit is None:
        return ""
    if expected.value == stated.value and expected.scale > stated.scale:
        return ""
    # The digits of a figure in the wrong unit tell nothing of how it should be printed.
    exponent = -2 if expected.value == stated.value else min(0, int(stated.value.as_tuple().exponent))
    places = Decimal(1).scaleb(exponent)
    return f"（约合{shown(Amount(expected.to(stated.unit).value.quantize(places, ROUND_HALF_UP), stated.unit))}）"


def _as_printed(check: Check) -> Amount | None:
    """What a check expects, in the unit in which an operand prints just that (731.23元, not 0.073123万元), or the slipped one."""
    expected, stated = check.expected, check.stated
    if expected is not None and stated is not None and stated.unit == "元" == expected.unit and expected.base == stated.base * _SLIPPED:
        return Amount(stated.value, "万元")  # 88.00元 for 88.00万元
    same = (o.amount for o in check.operands if o.role != "stated" and o.amount is not None)
    return next((a for a in same if expected is not None and a.dimension == expected.dimension and a.base == expected.base), expected)


def _recomputed(check: Check, expected: Amount | None) -> tuple[Computation, ...]:
    """What a check expects is a computation from its operands; where it computes nothing its message tells what it compares."""
    return () if expected is None else (Computation(expected, check.working or check.message, ()),)


def broken_total(inquiry: Inquiry, scope: Scope, match: Match) -> Draft | None:
    """A stated total of the things that a question enumerates, which the figures of its own sentence do not give."""
    parts = cut(inquiry)
    context = match.figure.context
    if len(parts) < 2 or context is None or match.amount is None:
        return None
    found = []
    for part in parts:
        said = {g for piece in inquiry.words(part, scope).pieces for g in grams(piece)} - {"合计", "总计"}
        near = [
            e for e in scope.catalogue.entries
            if e.figure.context == context and e is not match.entry and e.figure.amount is not None and e.figure.amount.dimension == match.amount.dimension
            and said and len(said & set(grams(e.item))) >= _HALF_NAMED * len(said) and e not in found
        ]  # fmt: skip
        if not near:
            return None
        found.append(max(near, key=lambda e: (len(said & set(grams(e.item))), e.number)))
    result = total([evidence(e) for e in found])
    low, high = match.amount.interval
    if len({e.figure.source for e in found}) < len(parts) or low <= result.result.base <= high:
        return None
    stated_ = shown(match.amount, chinese=inquiry.chinese)
    lines = "、".join(f"{label(e)}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(found, 1) if e.figure.amount is not None)
    if inquiry.chinese:
        text = f"文件不一致：{whose(inquiry, scope)}{label(match.entry)}原文为{stated_}{{0}}，而{lines}，相加应为{shown(result.result)}；计算：{result.working}。"
    else:
        text = f"The document contradicts itself: {label(match.entry)} is stated as {stated_} {{0}}, but {lines} add up to {shown(result.result, chinese=False)}; working: {result.working}."
    return Draft(
        text,
        result.result,
        (evidence(match.entry), *(evidence(e) for e in found)),
        (result,),
        status="conflict",
        sure=match.score,
        refuted=(match.amount,),
    )


def several(inquiry: Inquiry, found: Sequence[tuple[Scope, Check]]) -> Draft:
    """What several failed checks find, one a line."""
    places: list[Evidence] = []
    lines = []
    recomputed: list[Computation] = []
    for scope, check in found:
        recomputed += _recomputed(check, check.expected)
        at = len(places)
        first = next((o for o in check.operands if o.role == "stated"), check.operands[0])
        places.append(Evidence(scope.record.id, first.source))
        agency = squash(scope.record.agency or scope.record.title)
        lines.append(f"{agency}：{_brief(check, chinese=inquiry.chinese)}{{{at}}}")
    head = "核对发现以下各处不符：" if inquiry.chinese else "These do not reconcile: "
    return Draft(
        head + "；".join(lines) + "。",
        None,
        tuple(places),
        tuple(recomputed),
        "conflict",
        refuted=tuple(check.stated for _, check in found if check.stated is not None),
    )


def _brief(check: Check, *, chinese: bool) -> str:
    stated = shown(check.stated, chinese=chinese) if check.stated is not None else ""
    expected = shown(check.expected, chinese=chinese) if check.expected is not None else ""
    first = next((o for o in check.operands if o.role == "stated"), check.operands[0])
    reversed_ = check.stated is not None and check.expected is not None and check.stated.value == -check.expected.value
    if not chinese:
        return f"{first.label} states {stated}, the other figures give {expected}"
    name = check.message.split("：", 1)[0]
    return f"{name}，原文{stated}，核算{expected}" + ("（增减方向相反，原文写反）" if reversed_ else "")
