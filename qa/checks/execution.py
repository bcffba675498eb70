"""Projects carried out: 预算数 and 执行数 of a project in its 自评表, in the text and in its 绩效评价报告."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.place import CellRef
from qa.checks.check import Operand
from qa.checks.clauses import Reading, Said
from qa.checks.material import Material, remembered
from qa.checks.projects import core, likeness
from qa.checks.relation import SAME, SHARE, Relation
from qa.checks.rule import Fault, rule
from qa.checks.sentence import operand
from qa.checks.support import outcome, slipped, sum_of

_TABLE = "项目绩效目标完成情况表"
_MEASURES = ("预算数", "执行数")
_NAMED = re.compile(r"[“\"](.{4,40})[”\"]项目$|(.{4,40})项目$")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says of a project: its 预算数 or 执行数."""

    name: str
    measure: str
    operand: Operand


@remembered
def statements(material: Material) -> list[Statement]:
    """The 预算数 and 执行数 of projects, in the 自评表 and in the text, in the order of the document."""
    found = []
    for figure in material.figures:
        if figure.measure not in _MEASURES or figure.amount is None or figure.amount.dimension != "元" or figure.basis == "年初预算":
            continue
        if isinstance(figure.source, CellRef):
            if figure.table == _TABLE and figure.path == ("预算执行情况",):
                found.append(Statement(figure.subject, figure.measure, material.stated(figure)))
        elif (hit := _NAMED.search(figure.subject)) is not None:
            found.append(Statement(hit.group(1) or hit.group(2), figure.measure, material.stated(figure)))
    return found


@rule("project.executed", "narrative")
def budgets_carried_out(material: Material) -> Iterator[Relation]:
    """A project's 全年预算数 and 执行数 are the same wherever the disclosure states them: 自评表, 绩效情况说明, 整体支出评价报告."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements(material):
        groups[core(statement.name), statement.measure].append(statement)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            yield Relation(SAME, other.operand, (first.operand,), f"{first.name}的{first.measure}前后一致")


@rule("project.funds", "table")
def funds_of_a_project(material: Material) -> Iterator[Relation]:
    """In a 自评表 the 预算数 (执行数) of a project is 财政拨款 plus 其他资金; where only one of them is filled in, it is all of it."""
    for statement in statements(material):
        if not isinstance(statement.operand.source, CellRef):
            continue
        parts = [
            f for f in material.figures
            if isinstance(f.source, CellRef) and f.source.table == statement.operand.source.table and f.measure == statement.measure
            and f.path == (statement.name,) and re.match(r"(其中)?[-—:：]?(财政拨款|其[他它]资金)", f.subject) and f.amount is not None
        ]  # fmt: skip
        if parts:
            yield sum_of(
                statement.operand, [material.stated(f) for f in parts], [f.subject for f in parts], f"{statement.name}·{statement.measure}"
            )


_PLANNED = re.compile(r"(资金计划|计划资金|计划安排资金)$")
_ARRIVED = re.compile(r"(到位资金|资金到位|到位)$")


@rule("project.arrived", "sentence")
def funds_arrived(material: Material) -> Iterator[Relation]:
    """资金计划 X 万元，到位 Y 万元，到位率 Z%: the rate is what arrived over the plan, and the plan is the project's budget or its outturn
    (项目支出绩效自评报告的资金计划、到位)."""
    known = statements(material)
    for reading in material.readings:
        for planned in reading.levels:
            if planned.amount.dimension != "元" or not _PLANNED.search(planned.subject):
                continue
            after = [s for s in reading.said if s.start > planned.start]
            arrived = next((s for s in after if s.role == "level" and _ARRIVED.search(s.subject)), None)
            rate = next((s for s in after if s.amount.unit == "%" and s.before.endswith("到位率")), None)
            if arrived is not None and rate is not None:
                parts = operand(material, arrived, "到位资金"), operand(material, planned, "计划资金")
                yield Relation(SHARE, operand(material, rate, "到位率"), parts, "到位率 = 到位资金 ÷ 计划资金")
            yield from _of_a_project(material, reading, planned, known)


def _of_a_project(material: Material, reading: Reading, planned: Said, known: list[Statement]) -> Iterator[Relation]:
    """The plan against the project that the sentence begins with, or the only one of this budget."""
    stated = operand(material, planned, "资金计划")
    name = re.split(r"资金计划|计划资金|由|,", reading.text[: planned.start])[0]
    own = [s for s in known if likeness(name, s.name) >= 2]
    relations = [Relation(SAME, stated, (s.operand,), f"{s.name}的资金计划 = 其{s.measure}") for s in own or known]
    held = next((r for r in relations if outcome(r) == "consistent"), None)
    if held is not None:
        yield held
    elif own:
        yield relations[0]
    else:
        yield from [r for r in relations if slipped(r)][:1]


# A report on a project says in brackets under its title which one it is about.
_REPORT = re.compile(r"(自评|评价|绩效)报告$")
_ABOUT = re.compile(r"[(（]([^()（）]{4,40})[)）]$")


@rule("form.copied", "form")
def texts_of_another_project(material: Material) -> Iterator[Fault]:
    """A 绩效评价报告 speaks of its own project: `甲经费资金计划2万元` in the report on 乙经费 was copied from the report on 甲."""
    document = material.document
    starts: list[tuple[int, str]] = []
    lines = [(n, document.line_text(n).strip()) for n in range(1, len(document.lines) + 1) if document.line_text(n).strip()]
    for (_, title), (number, text) in itertools.pairwise(lines):
        about = _ABOUT.fullmatch(text)
        if about is not None and _REPORT.search(title):
            starts.append((number, about.group(1)))
    for reading in material.readings:
        line = document.line_at(reading.sentence.span.start)
        here = next((name for number, name in reversed(starts) if number < line), None)
        hit = re.match(r"(.{4,40}?)(项目)?(资金计划|计划资金|资金主要用于)", reading.text)
        if here is None or hit is None or likeness(hit.group(1), here) > 0:
            continue
        other = next((name for _, name in starts if name != here and likeness(hit.group(1), name) == 3), None)
        if other is not None:
            made = material.said(reading.sentence.span, None, "项目名称")
            words = document.text[reading.sentence.span.start : reading.sentence.span.stop]
            yield Fault(
                "form", Operand(made.label, None, made.source, words, made.page, made.lines), f"“{here}”的报告写的是“{other}”", "check_page"
            )
