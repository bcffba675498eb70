"""Plans: what a language model may settle where the rules find nothing sure, and how code checks and carries it out.

The rules refuse where several figures are as likely as each other, or where they cannot tell the operands of a computation
apart. The model then names the items, by their numbers in a list that shows no figure. Everything else stays with code: which
figures may be listed (agency, year, basis, unit, kind of measure), what is computed, and whether the figures say every word of
the question. An item that is not in the documents is not in the list either, or leaves a word of the question unsaid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.account import explained
from qa.answer import Evidence
from qa.arithmetic import computed
from qa.compute import Computation, difference, quotient, total
from qa.conflict import from_check
from qa.doubt import against
from qa.faithful import Rejected
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.item import COUNT, DONE, LEVEL, SHARE
from qa.link import AHEAD, COVERED, LIKELY, OWN, Match
from qa.operands import cut
from qa.phrase import label, stated

# Items that are listed, those of one document, and links that are looked at for them.
_LISTED, _TRIED = 12, 40
# What an operand's own words must at least link it with.
_OPERAND = 0.5
_REPLY = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a plan may name: a figure with the document it is of."""

    scope: Scope
    match: Match

    @property
    def name(self) -> str:
        """How it is listed: document where there are several, table, what it belongs to, item; never its figure."""
        entry = self.match.entry
        table = entry.title if entry.is_table else "文中"
        above = entry.parents.rsplit("/", 1)[-1] if entry.parents else ""
        parts = [table, above if above != entry.item else "", label(entry)]
        return "｜".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done (`look_up`, `sum`, …) with which items, counted from 1."""

    op: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Operation:
    """`asked`: what the question asks for where it fits; how many items it takes; how it computes and is called."""

    asked: tuple[str, ...]
    least: int
    most: int
    compute: Callable[[Sequence[Evidence]], Computation] | None = None
    name: str = ""
    english: str = ""


OPERATIONS: dict[str, _Operation] = {
    "look_up": _Operation((), 1, 1),
    "sum": _Operation(("sum",), 2, 6, total, "上述各项合计", "The items add up to"),
    "difference": _Operation(
        ("difference", "remain"), 2, 2, lambda e: difference(e[0], e[1]), "前项减后项之差", "The first minus the second"
    ),
    "share": _Operation(("share",), 2, 2, lambda e: quotient(e[0], e[1]), "前项占后项的比例", "The first as a share of the second"),
    "times": _Operation(("times",), 2, 2, lambda e: quotient(e[0], e[1], "倍"), "前项相当于后项的倍数", "The first over the second"),
}
# What no plan can do: it needs the whole table, another year, or the checks.
_BEYOND = ("why", "conflict", "tables", "parts", "change", "derive", "rank", "per", "done", "convert")


def plannable(inquiry: Inquiry) -> bool:
    """Whether a plan may answer: a figure is asked for, of documents that are there, by an operation that a plan can name."""
    question = inquiry.question
    return bool(inquiry.scopes) and question.want == "figure" and not question.asks(*_BEYOND)


def items(inquiry: Inquiry) -> list[Item]:
    """The figures that a question may speak of, the best first, each claim once; only those that may answer it."""
    question = inquiry.question
    operation = any(question.asks(*one.asked) for one in OPERATIONS.values() if one.asked)
    asked = replace(question, units=()) if operation else question
    phrases = cut(inquiry) if operation else [question.folded]
    rows: list[list[Item]] = []
    for phrase in phrases:
        found = [
            Item(scope, match)
            for scope in inquiry.scopes
            for match in inquiry.link(phrase, scope, (LEVEL, COUNT, SHARE, DONE), question=asked)[:_TRIED]
            if match.amount is not None
            and match.tight >= OWN
            and (match.score >= _OPERAND if operation else match.score >= LIKELY and match.cover >= COVERED)
        ]
        found.sort(key=lambda item: -item.match.score)
        if not operation:  # what lies far behind the best link is not what is asked, nor is what leaves a word of it unsaid
            found = [item for item in found if item.match.score >= found[0].match.score - AHEAD]
            found = [item for item in found if explained(inquiry, Draft("", None, (evidence(item.match.entry),)))]
        rows.append(found)
    listed: dict[tuple[str, str, str], Item] = {}
    for turn in range(_TRIED):
        for row in rows:
            if turn < len(row) and len(listed) < _LISTED:
                item = row[turn]
                listed.setdefault((item.scope.record.id, item.name, str(item.match.amount)), item)
    return list(listed.values())


def parse(reply: str, count: int) -> Plan | None:
    """The plan that a reply is; None when it says that no item fits. Raises Rejected for anything but such JSON."""
    found = _REPLY.search(reply)
    try:
        said = json.loads(found.group()) if found else None
    except ValueError:
        said = None
    if not isinstance(said, dict) or set(said) != {"op", "items"}:
        raise Rejected("its plan is no such JSON", "方案不是所要的JSON")
    op, numbers = said["op"], said["items"]
    if op == "none":
        return None
    if not isinstance(op, str) or op not in OPERATIONS:
        raise Rejected("its plan names no operation", "方案的做法不在所列之中")
    if not isinstance(numbers, list) or not all(type(number) is int and 1 <= number <= count for number in numbers):
        raise Rejected("its plan names items that are not listed", "方案的编号不在清单之中")
    if len(set(numbers)) != len(numbers) or not OPERATIONS[op].least <= len(numbers) <= OPERATIONS[op].most:
        raise Rejected("its plan has too few or too many items", "方案的项目数不对")
    return Plan(op, tuple(numbers))


def carry_out(plan: Plan, listed: Sequence[Item], inquiry: Inquiry) -> Draft:
    """The draft that a plan leads to. Raises Rejected where the question does not ask for it, or its figures do not say it."""
    question, operation = inquiry.question, OPERATIONS[plan.op]
    chosen = [listed[number - 1] for number in plan.items]
    compound = any(question.asks(*one.asked) for one in OPERATIONS.values() if one.asked)
    if (operation.asked and not question.asks(*operation.asked)) or (not operation.asked and compound):
        raise Rejected("its plan does something else than is asked", "方案的做法与所问不符")
    scope = chosen[0].scope
    if any(item.scope is not scope for item in chosen):
        raise Rejected("its plan mixes documents", "方案混用了不同文件的项目")
    draft = _looked_up(chosen[0], inquiry) if operation.compute is None else _computed(operation, chosen, inquiry)
    if not explained(inquiry, draft):
        raise Rejected("its items leave a word of the question unsaid", "所选项目没有说到问题中的全部内容")
    for item in chosen if len(chosen) > 1 else []:
        fewer = tuple(evidence(other.match.entry) for other in chosen if other is not item)
        if explained(inquiry, replace(draft, evidence=fewer)):
            raise Rejected("its plan names an item that is not asked for", "方案含有没有问到的项目")
    return draft


def _looked_up(item: Item, inquiry: Inquiry) -> Draft:
    scope, match = item.scope, item.match
    doubts = against([match.entry], scope.catalogue)
    if doubts:
        return replace(from_check(inquiry, scope, doubts[0], match), value=match.amount)
    return Draft(
        stated(inquiry, scope, match.entry, "{0}"), match.amount, tuple(agreeing(inquiry, match, [match], scope)), sure=match.score
    )


def _computed(operation: _Operation, chosen: Sequence[Item], inquiry: Inquiry) -> Draft:
    assert operation.compute is not None
    scope, matches = chosen[0].scope, [item.match for item in chosen]
    if against([match.entry for match in matches], scope.catalogue):
        raise Rejected("a check finds fault with one of its figures", "所选数字与文件其他数据不符")
    try:
        result = operation.compute([evidence(match.entry) for match in matches])
    except (ValueError, ZeroDivisionError):
        raise Rejected("its figures cannot be computed with each other", "所选数字不能这样计算") from None
    if result.result.unit == "%" and result.result.value > 100:
        raise Rejected("a part is not more than its whole", "部分不会大于整体")
    return computed(inquiry, scope, matches, result, operation.name, operation.english)
