"""Findings: failing checks of one cause brought together, and the figure most likely at fault."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.place import CellRef, Source
from qa.checks.check import Check, Finding, Operand
from qa.checks.relation import slip, ten_thousandfold
from qa.checks.rule import Fault


@dataclass
class _Record:
    """How the relations of one figure stand: the failing ones by position, and how many hold."""

    operand: Operand
    fails: list[int]
    holds: int = 0


def gather(
    checks: Sequence[Check], faults: Sequence[tuple[str, Fault]], one_sided: frozenset[str] = frozenset()
) -> tuple[tuple[Check, ...], tuple[Finding, ...]]:
    """The checks with their finding's id, and the findings in the order of their first check, faults after.

    The figure that most failing relations share is the suspect (statements of it that agree count together); between
    equals the one that fewer relations confirm, then the one that a slip of the pen explains, then the stated one. Its failing relations are one finding; what is left
    is looked at again. `one_sided`: the ids of checks that only their stated figure can break (a part above its whole).
    """
    open_checks = {position for position, check in enumerate(checks) if check.verdict == "inconsistent"}
    if not open_checks:
        return tuple(checks), tuple(_fault(name, fault) for name, fault in faults)
    records: dict[Source, _Record] = {}
    alike = _restated(checks)
    blamed = {alike.get(o.source, o.source) for position in open_checks for o in _blamed(checks[position], one_sided)}
    for position, check in enumerate(checks):
        if check.verdict not in ("consistent", "rounding", "inconsistent"):
            continue
        for operand in _blamed(check, one_sided):
            source = operand.source
            if alike.get(source, source) not in blamed:
                continue
            record = records.get(source)
            if record is None:
                record = records[source] = _Record(operand, [])
            if check.verdict == "inconsistent":
                record.fails.append(position)
            else:
                record.holds += 1
    named: dict[int, str] = {}
    findings: list[tuple[int, Finding]] = []
    holds: dict[Source, int] = defaultdict(int)
    for source, record in records.items():
        holds[alike.get(source, source)] += record.holds
    for positions, operand in _wrong_units(checks, open_checks):
        finding = _finding([checks[p] for p in positions], records[operand.source])
        findings.append((positions[0], finding))
        for position in positions:
            named[position] = finding.id
            open_checks.discard(position)
    while open_checks:
        by_figure: dict[Source, list[int]] = defaultdict(list)
        for position in sorted(open_checks):
            for source in dict.fromkeys(alike.get(o.source, o.source) for o in _blamed(checks[position], one_sided)):
                by_figure[source].append(position)
        stated = {alike.get(checks[position].operands[0].source, checks[position].operands[0].source) for position in open_checks}
        slips = _slipped([checks[position] for position in sorted(open_checks)])
        cause = max(by_figure, key=lambda s: (len(by_figure[s]), -holds[s], slips.get(s, 0), s in stated, _order(s)))
        positions = by_figure[cause]
        same = [source for source in records if alike.get(source, source) == cause and set(records[source].fails) & set(positions)]
        suspect = max(same, key=lambda s: (len(records[s].fails), -_order(s)[1]))
        finding = _finding([checks[p] for p in positions], records[suspect])
        findings.append((positions[0], finding))
        for position in positions:
            named[position] = finding.id
            open_checks.discard(position)
    done = tuple(replace(check, finding=named[position]) if position in named else check for position, check in enumerate(checks))
    ordered = [finding for _, finding in sorted(findings, key=lambda pair: pair[0])]
    return done, (*ordered, *(_fault(name, fault) for name, fault in faults))


def _blamed(check: Check, one_sided: frozenset[str]) -> list[Operand]:
    return [o for o in check.operands[: 1 if check.id in one_sided else None] if o.amount is not None and o.text and o.document is None]


def _wrong_units(checks: Sequence[Check], positions: set[int]) -> Iterator[tuple[list[int], Operand]]:
    """The failing checks that one table's unit breaks (元 for 万元), with a figure of it: several in one table have one cause."""
    by_table: dict[int, dict[int, Operand]] = defaultdict(dict)
    for position in sorted(positions):
        operands = checks[position].operands
        if len(operands) == 2 and ten_thousandfold(operands[0].amount, operands[1].amount):
            for operand in operands:
                if isinstance(operand.source, CellRef) and operand.document is None:
                    by_table[operand.source.table][position] = operand
    while by_table:
        table = max(by_table, key=lambda t: (len(by_table[t]), t))
        found = by_table.pop(table)
        if len(found) < 2:
            return
        for position in sorted(positions - set(found)):  # too short a figure to tell by itself
            operands = checks[position].operands
            told = [o for o in operands if isinstance(o.source, CellRef) and o.source.table == table]
            if len(told) == 1 and len(operands) == 2 and ten_thousandfold(operands[0].amount, operands[1].amount, 1):
                found[position] = told[0]
        yield list(found), next(iter(found.values()))
        by_table = defaultdict(
            dict, {t: rest for t, held in by_table.items() if (rest := {p: o for p, o in held.items() if p not in found})}
        )


def _slipped(checks: Sequence[Check]) -> dict[Source, int]:
    """The figures of failing sums that one slip of the pen would put right; digits turned round (2) tell more than one digit (1)."""
    found: dict[Source, int] = {}
    for check in checks:
        if check.difference is None or check.stated is None or any(o.amount and o.amount.unit != check.stated.unit for o in check.operands):
            continue
        for place, operand in enumerate(check.operands):
            gap = -check.difference.value if place == 0 else check.difference.value
            hint = (
                "" if operand.amount is None or operand.amount.value + gap <= 0 else slip(operand.amount.value, operand.amount.value + gap)
            )
            if hint:
                found[operand.source] = max(found.get(operand.source, 0), 2 if "颠倒" in hint else 1)
    return found


def _restated(checks: Sequence[Check]) -> dict[Source, Source]:
    """The figures that restate another, each with the first one that it restates: equal figures that a relation holds equal are one statement.

    A total whose other parts are blank or nothing restates the one part that is left (合计 and 公用经费 of an item).
    """
    first: dict[Source, Source] = {}

    def root(source: Source) -> Source:
        while first.get(source, source) != source:
            source = first[source]
        return source

    for check in checks:
        if check.verdict != "consistent":
            continue
        told = [o for o in check.operands if o.amount is not None and o.amount.value]
        if len(told) != 2 or told[0] is not check.operands[0]:
            continue
        one, two = told
        if one.document is not None or two.document is not None:
            continue
        if (
            one.amount is not None
            and two.amount is not None
            and one.amount.dimension == two.amount.dimension
            and one.amount.base == two.amount.base
        ):
            first[root(two.source)] = root(one.source)
    return {source: root(source) for source in first}


def _order(source: Source) -> tuple[int, int, int]:
    """Earlier in the document last, so that between equals the figure stated later is suspected."""
    return (source.table, source.row, source.column) if isinstance(source, CellRef) else (10**6, source.start, source.stop)


def _finding(checks: Sequence[Check], record: _Record) -> Finding:
    operand = record.operand
    doubtful = any(o.reading != "text" for check in checks for o in check.operands)
    message = f"“{operand.label}” {operand.amount}：{len(checks)} 项关系不符"
    message += f"，{record.holds} 项相符" if record.holds else ""
    message += f"。{checks[0].message}"
    if doubtful:
        message += "。有数字读取不确定，请对照原页"
    key = "|".join(sorted(check.id for check in checks))
    return Finding(
        hashlib.sha256(key.encode()).hexdigest()[:12],
        "figure",
        "check_page" if doubtful else "wrong",
        tuple(check.id for check in checks),
        replace(operand, role="stated"),
        message,
    )


def _fault(name: str, fault: Fault) -> Finding:
    key = f"{name}|{fault.suspect.source!r}|{fault.message}"
    grade: Literal["wrong", "check_page"] = fault.grade if fault.suspect.reading == "text" else "check_page"
    return Finding(hashlib.sha256(key.encode()).hexdigest()[:12], fault.kind, grade, (), fault.suspect, fault.message)
