"""Plans: what a language model may settle where the rules find nothing sure, and how code checks and carries it out.

The rules refuse where several figures are as likely as each other, or where they cannot tell the operands of a computation
apart. The model then names the items, by their numbers in a list that shows no figure. Everything else stays with code: which
figures may be listed (agency, year, basis, unit, kind of measure), what is computed, and whether the figures say every word of
the question. An item that leaves a word unsaid may be another one than was asked for: it is named, and no figure is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.account import explained
from qa.answer import Evidence
from qa.arithmetic import computed
from qa.catalogue import Entry
from qa.compute import Computation, difference, quotient, total
from qa.conflict import from_check
from qa.doubt import against
from qa.faithful import Rejected
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.item import COUNT, DONE, LEVEL, SHARE
from qa.link import AHEAD, COVERED, LIKELY, OWN, Match, fitting
from qa.operands import cut
from qa.phrase import label, stated

# Items that are listed, those of one document, and links that are looked at for them.
_LISTED, _TRIED = 12, 40
# How well an operand must be linked, and how much of an item the words must name, where nothing else that says them comes near:
# less than the rules ask for, which have no second opinion.
_OPERAND, _OWN = 0.4, OWN / 2
_CLASSES = (LEVEL, COUNT, SHARE, DONE)
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

    def turned(self, count: int) -> Plan:
        """The same plan by the numbers of the list turned round."""
        return Plan(self.op, tuple(count + 1 - number for number in self.items))

    def same(self, other: Plan) -> bool:
        """Whether both say the same; what is added up has no order."""
        mine, theirs = (sorted(plan.items) if plan.op == "sum" else list(plan.items) for plan in (self, other))
        return self.op == other.op and mine == theirs


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


def items(inquiry: Inquiry, near: Sequence[tuple[Scope, Sequence[Entry]]] = ()) -> list[Item]:
    """The figures that a question may speak of, the best first, each claim once: of the year, basis and unit that it asks for.

    `near` are figures of passages that a search found: an item in other words than the question's stands among them.
    """
    question = inquiry.question
    compound = operations(inquiry) != ["look_up"]
    asked = replace(question, units=()) if compound else question
    rows = [
        sorted(
            (Item(scope, match) for scope in inquiry.scopes for match in inquiry.link(phrase, scope, _CLASSES, question=asked)[:_TRIED]),
            key=lambda item: -item.match.score,
        )
        for phrase in (cut(inquiry) if compound else [question.folded])
    ]
    for scope, entries in near:
        fits = fitting(asked, scope.record.year, scope.record.kind, _CLASSES)
        row = [Item(scope, Match(entry, 0.0, 0.0, 0.0)) for entry in entries if fits(entry)]
        letters = set("".join(inquiry.words(question.folded, scope).pieces))
        rows.append(sorted(row, key=lambda item: -len(letters & set(item.name)))[: _LISTED // 2])
    listed: dict[tuple[str, str], Item] = {}
    for turn in range(_TRIED):
        for row in rows:
            if turn < len(row) and len(listed) < _LISTED and row[turn].match.amount is not None:
                listed.setdefault((row[turn].scope.record.id, row[turn].name), row[turn])
    return list(listed.values())


def operations(inquiry: Inquiry) -> list[str]:
    """What the question asks to be done, among what a plan can do; a look-up where it asks for nothing else."""
    return [op for op, one in OPERATIONS.items() if one.asked and inquiry.question.asks(*one.asked)] or ["look_up"]


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


def carry_out(plan: Plan, listed: Sequence[Item], inquiry: Inquiry) -> Draft | None:
    """The draft that a plan leads to; None where the question's own words do not name its one item, or name another as well.

    Raises Rejected where the question does not ask for it, or its figures do not go together.
    """
    operation = OPERATIONS[plan.op]
    chosen = [listed[number - 1] for number in plan.items]
    if plan.op not in operations(inquiry):
        raise Rejected("its plan does something else than is asked", "方案的做法与所问不符")
    if any(item.scope is not chosen[0].scope for item in chosen):
        raise Rejected("its plan mixes documents", "方案混用了不同文件的项目")
    if operation.compute is None:
        named = [item for item in listed if _named(item, listed) and _say_all([item], inquiry)]
        only = chosen[0] in named and all(item.match.amount == chosen[0].match.amount for item in named)
        return _looked_up(chosen[0], inquiry) if only else None
    draft = _computed(operation, chosen, inquiry)
    if any(item.match.score < _OPERAND or item.match.tight < _OWN for item in chosen) or not _say_all(chosen, inquiry):
        raise Rejected("its items leave a word of the question unsaid", "所选项目没有说到问题中的全部内容")
    for item in chosen:
        others = [other for other in chosen if other is not item]
        if _say_all(others, inquiry):
            raise Rejected("its plan names an item that is not asked for", "方案含有没有问到的项目")
        for rival in listed:
            near = rival not in chosen and rival.match.score >= item.match.score - AHEAD and rival.match.amount != item.match.amount
            if near and _say_all([*others, rival], inquiry):
                raise Rejected("another item may be meant as well", "还有别的项目可能是所问的")
    return draft


def _named(item: Item, listed: Sequence[Item]) -> bool:
    """Whether the question's own words name an item: likely, and not far behind another one."""
    match, best = item.match, max(other.match.score for other in listed)
    return match.score >= max(LIKELY, best - AHEAD) and match.cover >= COVERED and match.tight >= _OWN


def _say_all(chosen: Sequence[Item], inquiry: Inquiry) -> bool:
    """Whether items say every word of the question that names something."""
    return explained(inquiry, Draft("", None, tuple(evidence(item.match.entry) for item in chosen)))


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
