"""Answers on completion: what share of a budget, a plan or a task has been carried out."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.catalogue import Entry
from qa.compute import quotient
from qa.inquiry import Draft, Inquiry, agreeing, evidence
from qa.item import DONE, LEVEL, measure_class, same_item
from qa.link import COVERED, Match, clear
from qa.phrase import label, shown, stated, whose

_ASKED = re.compile(
    r"(?:完成|实现|达到?|为|占|(?:用|花|使用|执行|支出)(?:掉|完)?)了?(?:全部)?(?P<base>年初|全年|调整后?|年度|当年)?(?:预算|计划|任务|合同)(?:安排)?[数量]?的?(?:百分之(?:几|多少)|百分比|百分数|多少|几成|比例)"
    r"|(?:预算)?(?:完成|执行)率|(?:预算)?完成(?:比例|进度)|(?:预算)?执行进度|完成了?百分之(?:几|多少)|(?<=，)占比(?=，)"
)
_BASES = {"年初": ("年初预算",), "全年": ("全年预算", "调整预算"), "调整": ("调整预算", "全年预算"), "调整后": ("调整预算", "全年预算")}
_CARRIED_OUT = re.compile(r"完成|执行|进度")


def done(inquiry: Inquiry) -> Draft | None:
    """完成预算的百分之几: as the document states it, else the figure carried out over the budget that the same sentence gives."""
    found = _ASKED.search(inquiry.question.folded)
    bases = _BASES.get((found["base"] or "") if found else "", ())
    phrase = _ASKED.sub("，", inquiry.question.folded)
    asked = replace(inquiry.question, units=("%",), basis=None)

    def carried_out(entry: Entry) -> bool:
        figure = entry.figure
        if figure.amount is None or figure.amount.dimension != "%" or (bases and figure.basis is not None and figure.basis not in bases):
            return False
        return measure_class(figure) == DONE or bool(_CARRIED_OUT.search(entry.item + figure.measure))

    best: tuple[float, Draft] | None = None
    for scope in inquiry.scopes:
        matches = [m for m in inquiry.link(phrase, scope, (DONE, LEVEL), question=asked, also=carried_out) if m.cover >= COVERED]
        if matches and clear(matches) and (best is None or matches[0].score > best[0]):
            top = matches[0]
            best = (
                top.score,
                Draft(stated(inquiry, scope, top.entry, "{0}"), top.amount, tuple(agreeing(inquiry, top, matches, scope)), sure=top.score),
            )
    return best[1] if best is not None else _computed(inquiry, phrase, bases)


def _computed(inquiry: Inquiry, phrase: str, bases: tuple[str, ...]) -> Draft | None:
    """The figure carried out over the budget, where one sentence states both for one item."""
    asked = replace(inquiry.question, units=("元",), basis=None)
    for scope in inquiry.scopes:
        matches = [m for m in inquiry.link(phrase, scope, (LEVEL,), question=asked) if m.amount is not None and m.cover >= COVERED]
        if not clear(matches):
            continue
        near = [m for m in matches if same_item(m.figure, matches[0].figure)]
        out = next((m for m in near if m.figure.basis in ("决算", "执行")), None)
        budget = next(
            (
                m
                for m in near
                if _is_budget(m, bases) and out is not None and m.figure.context == out.figure.context and m.figure.context is not None
            ),
            None,
        )
        if out is None or budget is None or out.amount is None or budget.amount is None:
            continue
        try:
            result = quotient(evidence(out.entry), evidence(budget.entry))
        except (ValueError, ZeroDivisionError):
            continue
        name, rate = label(out.entry), shown(result.result, chinese=inquiry.chinese)
        one, two = (shown(m.amount, chinese=inquiry.chinese) for m in (out, budget) if m.amount is not None)
        if inquiry.chinese:
            text = f"{whose(inquiry, scope, out.figure)}{name}完成预算的{rate}：{one}{{0}}，{label(budget.entry)}预算{two}{{1}}；计算：{result.working}。"
        else:
            text = f"{name}: {rate} of the budget ({whose(inquiry, scope, out.figure)}), {one} {{0}} of {two} {{1}}; working: {result.working}."
        return Draft(text, result.result, (evidence(out.entry), evidence(budget.entry)), (result,), sure=out.score)
    return None


def _is_budget(match: Match, bases: tuple[str, ...]) -> bool:
    basis = match.figure.basis
    return basis in bases if bases else basis in ("年初预算", "全年预算", "调整预算", "预算")
