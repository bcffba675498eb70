"""Projects: the project table, the projects' forms, the indicators and the text speak of the same budgets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from corpus.amount import Amount, parse_amount
from corpus.figure import Figure
from corpus.folding import squash
from corpus.place import CellRef
from qa.checks.balance import row_sum
from qa.checks.check import Operand
from qa.checks.hierarchy import classified
from qa.checks.material import Material, Sheet
from qa.checks.narrative import this_year
from qa.checks.relation import SAME, Expected, Relation
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.checks.support import believed, outcome, slipped, sum_of

_LISTS = ("项目支出表", "一般公共预算项目支出表")
_FORM = "项目支出绩效目标表"
_BUDGETS = ("项目总预算", "项目当年预算", "预算数", "年度预算", "预算金额", "年度资金总额", "资金总额")


@dataclass(frozen=True, slots=True)
class Project:
    """A budget stated for a project."""

    name: str
    operand: Operand
    figure: Figure | None = None


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """A project's name as it is compared: without years, numbering, punctuation and words that only frame it."""
    text = re.sub(r"[\W_]|^\d{2,4}年?(度)?", "", squash(name))
    return re.sub(r"(项目编码|项目名称|项目|款)$", "", text)


def likeness(one: str, two: str) -> int:
    """3 the same name, 2 one contains the other, 1 one is the other with words left out, 0 another project."""
    a, b = sorted((core(one), core(two)), key=len)
    if a == b:
        return 3 if len(a) >= 3 else 0
    if len(a) < 5:
        return 0
    if a in b:
        return 2
    rest = iter(b)
    return 1 if len(a) * 10 >= len(b) * 7 and all(char in rest for char in a) else 0


class Projects:
    """The budgets of a document's projects, by the kind of place that states them."""

    def __init__(self, material: Material) -> None:
        self.material = material

    @cached_property
    def lists(self) -> list[tuple[Sheet, list[int]]]:
        """The project tables with the rows (positions in `sheet.rows(0)`) that are projects."""
        found = []
        for sheet in self.material.sheets:
            if sheet.table.kind not in _LISTS or len(sheet.sides) != 1:
                continue
            rows = sheet.rows(0)
            coded = [i for i, row in enumerate(rows) if row.code is not None and classified(row.code) and len(row.code) == 7]
            plain = [i for i, row in enumerate(rows) if row.subject and not row.is_total and not row.is_unit_row]
            found.append((sheet, coded or plain))
        return found

    @cached_property
    def listed(self) -> list[Project]:
        """The projects of the project tables with their total."""
        found = []
        for sheet, positions in self.lists:
            rows, columns = sheet.rows(0), sheet.columns(0)
            for position in positions:
                row = rows[position]
                column = next((c for c in columns if sheet.filled(row.row, c)), None)
                if column is not None:
                    found.append(Project(row.subject, sheet.operand(row, column)))
        return found

    @cached_property
    def forms(self) -> list[Project]:
        """The budgets that the projects' forms state for the whole project."""
        found = []
        for figure in self.material.figures:
            if figure.measure not in _BUDGETS or figure.amount is None or not isinstance(figure.source, CellRef):
                continue
            if figure.table != _FORM and figure.measure not in _BUDGETS[:2]:  # a form without a title says 项目总预算 all the same
                continue
            if figure.context is None and len(figure.path) <= 1 and len(core(figure.subject)) >= 3 and figure.amount.dimension == "元":
                found.append(Project(figure.subject, self.material.stated(figure), figure))
        return found

    def best(self, name: str) -> tuple[Project, int] | None:
        """The listed project of this name; None where none or several fit alike."""
        ranked = sorted(((likeness(name, project.name), project) for project in self.listed), key=lambda pair: -pair[0])
        if (
            not ranked
            or ranked[0][0] == 0
            or (len(ranked) > 1 and ranked[1][0] == ranked[0][0] and core(ranked[1][1].name) != core(ranked[0][1].name))
        ):
            return None
        return ranked[0][1], ranked[0][0]


def _same(stated: Project, listed: Project, sure: bool) -> Relation | None:
    relation = Relation(
        SAME, stated.operand, (listed.operand,), f"{stated.operand.table or '正文'}·{stated.name} = {listed.operand.table}·{listed.name}"
    )
    if sure or outcome(relation) in ("consistent", "rounding"):
        return relation
    return None


@rule("project.list", "table")
def list_of_projects(material: Material) -> Iterator[Relation]:
    """The 合计 of a project table is the sum of its projects, fund by fund (项目支出表表内关系)."""
    for sheet, positions in Projects(material).lists:
        rows = sheet.rows(0)
        parts = [rows[i] for i in positions]
        if len(parts) < 2:
            continue
        totals = [row for row in rows if row.is_total or row.is_unit_row or (not row.subject and row not in parts)]
        firsts = [row for i, row in enumerate(totals) if i == 0 or row.row > parts[-1].row]
        relations = [
            row_sum(sheet, row, column, parts)
            for row in firsts
            for column in sheet.columns(0)
            if sheet.filled(row.row, column) and any(sheet.filled(p.row, column) for p in parts)
        ]
        yield from believed(relations)


@rule("project.form", "across")
def forms_against_list(material: Material) -> Iterator[Relation]:
    """The budget in a project's 绩效目标表 or 申报表 is that of the project table (项目支出表 = 项目绩效目标表)."""
    projects = Projects(material)
    for form in projects.forms:
        found = projects.best(form.name)
        if found is None:
            continue
        relation = _same(form, found[0], found[1] >= 2)
        if relation is not None:
            yield relation


@dataclass(frozen=True, slots=True)
class AtMost:
    """A part is not more than its whole; only a part that surely is more breaks it."""

    name: str = "at most"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        return Expected(parts[0].base, Decimal("-Infinity"), parts[0].interval[1])


@rule("project.beyond", "across")
def form_beyond_total(material: Material) -> Iterator[Relation]:
    """A project that the project table does not list cannot have a budget above the total of all projects."""
    projects = Projects(material)
    totals = [
        sheet.operand(row, column)
        for sheet, _ in projects.lists
        for row in sheet.rows(0)
        if row.is_total
        for column in sheet.columns(0)[:1]
        if sheet.filled(row.row, column)
    ]
    if not totals or any(sheet.table.kind != "项目支出表" for sheet, _ in projects.lists):
        return
    for form in [*projects.forms, *_unnamed(material)]:
        if (
            form.operand.amount is not None
            and totals[0].amount is not None
            and all(likeness(form.name, p.name) == 0 for p in projects.listed)
        ):
            relation = Relation(
                AtMost(), form.operand, (totals[0],), f"{form.name or '申报表'}的项目预算不超过{totals[0].table}合计，且应列入该表"
            )
            if outcome(relation) == "inconsistent":
                yield relation


def _unnamed(material: Material) -> list[Project]:
    """Budgets that a form states as 项目总预算 where the project's name could not be read."""
    return [
        Project(f.subject, material.stated(f), f)
        for f in material.figures
        if f.table == _FORM
        and f.amount is not None
        and f.amount.dimension == "元"
        and (f.subject == "项目总预算" or f.measure in ("项目总预算", "项目当年预算"))
        and isinstance(f.source, CellRef)
    ]


@rule("project.sources", "table")
def inside_a_form(material: Material) -> Iterator[Relation]:
    """Within a project's form: the sources' 合计 and the detail add up to the project's budget (测算明细 = 总预算 = 资金来源合计)."""
    projects = Projects(material)
    by_table: dict[int, list[Project]] = {}
    for form in projects.forms:
        by_table.setdefault(form.operand.source.table, []).append(form)  # type: ignore[union-attr]
    for table, budgets in by_table.items():
        budgets = [b for b in budgets if b.figure is not None and b.figure.measure in _BUDGETS[:2]] or budgets
        names = {core(b.name) for b in budgets}
        if len(names) != 1:
            continue  # a list of several projects
        budget = budgets[0]
        inside = [
            f
            for f in material.figures
            if isinstance(f.source, CellRef)
            and f.source.table == table
            and f.amount is not None
            and f.amount.dimension == "元"
            and f.measure == "金额"
            and parse_amount(material.document.tables[table].text(f.source.row, f.source.column)) is not None
        ]
        for other in budgets[1:]:
            yield from _agreeing(
                other.operand,
                budget.operand,
                f"{budget.name}：{other.figure.measure if other.figure else ''} = {budget.figure.measure if budget.figure else ''}",
            )
        sources = [f for f in inside if f.subject == "合计" and f.path[:1] == (budget.name,)]
        for figure in sources[:1]:
            yield Relation(SAME, material.stated(figure), (budget.operand,), f"{budget.name}：资金来源合计 = 项目预算")
        detail = [
            f
            for f in inside
            if f.path == (budget.name,)
            and f.subject
            and not re.search(r"目标|^[\Wa-zA-Z]|名称|合计|预算", f.subject)
            and len(f.subject) >= 4
        ]
        whole = [f for f in detail if core(budget.name) in core(f.subject)]
        adding = _adding(material, budget, detail)
        if adding is not None:
            yield adding
        elif len(detail) == 1 and whole:
            yield Relation(SAME, material.stated(whole[0]), (budget.operand,), f"{budget.name}：明细测算金额 = 项目预算")


def _adding(material: Material, budget: Project, detail: Sequence[Figure]) -> Relation | None:
    """The longest run of consecutive amounts of a form that adds up to its budget, if any: its 明细测算."""
    for length in range(len(detail), 1, -1):
        for start in range(len(detail) - length + 1):
            run = detail[start : start + length]
            relation = sum_of(budget.operand, [material.stated(f) for f in run], [f.subject for f in run], f"{budget.name}·项目预算")
            if outcome(relation) == "consistent":
                return relation
    return None


def _agreeing(stated: Operand, other: Operand, claim: str) -> Iterator[Relation]:
    relation = Relation(SAME, stated, (other,), claim)
    if outcome(relation) in ("consistent", "rounding"):
        yield relation


@rule("project.text", "narrative")
def text_against_list(material: Material) -> Iterator[Relation]:
    """What the text says of a project's budget is what the project table says."""
    projects = Projects(material)
    if not projects.listed:
        return
    year = material.document.year
    for reading in material.readings:
        for said in reading.levels:
            if said.amount.dimension != "元" or not this_year(reading, said, year) or len(core(said.subject)) < 4:
                continue
            found = projects.best(said.subject)
            if found is None or found[1] < 2:
                continue
            stated = Project(said.subject, operand(material, said))
            relation = _same(stated, found[0], found[1] == 3 and "项目" in "".join(reading.sentence.section[1:]))
            if relation is not None:
                yield relation


@rule("project.indicator", "narrative")
def indicators(material: Material) -> Iterator[Relation]:
    """经济成本指标 of a project repeat its budget; they are targets, so that they confirm it where they agree, and one that differs is
    believed wrong only where most agree and its name is the project's own."""
    projects = Projects(material)
    relations: list[Relation] = []
    for figure in material.figures:
        if (
            figure.measure != "指标值"
            or figure.amount is None
            or figure.amount.dimension != "元"
            or not (any("成本" in part for part in figure.path) or figure.table == "整体支出绩效目标表")
        ):
            continue
        for name in (figure.subject, *figure.path[:1]):
            found = projects.best(name)
            if found is not None:
                claim = f"{name}成本指标 = {found[0].operand.table}·{found[0].name}"
                relation = Relation(SAME, material.stated(figure), (found[0].operand,), claim)
                if outcome(relation) in ("consistent", "rounding") or (found[1] >= 2 and figure.bound in (None, "=")):
                    relations.append(relation)
                break
    yield from (relation for relation in believed(relations) if not relation.reason)


@dataclass(frozen=True, slots=True)
class Bounded:
    """Two targets for one thing can be met together; `own` and `other` are the bounds printed before them."""

    own: str
    other: str

    @property
    def name(self) -> str:
        return "bounds"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        value = parts[0].base
        low = Decimal("-Infinity") if self.other in ("≤", "<") or self.own in ("≥", ">") else value
        high = Decimal("Infinity") if self.other in ("≥", ">") or self.own in ("≤", "<") else value
        return Expected(value, low, high)


@rule("target.same", "count")
def targets(material: Material) -> Iterator[Relation]:
    """A counted target of the same name in 整体绩效目标表 and in a project's table can be met together (=27 人 and ≥40 人 cannot)."""
    values = [
        f
        for f in material.figures
        if f.measure == "指标值" and f.amount is not None and f.amount.dimension not in ("元", "%", None) and f.bound in ("=", "≥", "≤")
    ]
    for one in values:
        for two in values:
            if (
                one.table != "整体支出绩效目标表"
                or two.table == one.table
                or core(one.subject) != core(two.subject)
                or len(core(one.subject)) < 6
            ):
                continue
            if one.amount is None or two.amount is None or one.amount.dimension != two.amount.dimension:
                continue
            relation = Relation(
                Bounded(one.bound or "=", two.bound or "="),
                material.stated(one),
                (material.stated(two),),
                f"“{one.subject}”两处目标 {one.bound}{one.amount} 与 {two.bound}{two.amount} 应能同时满足",
            )
            if outcome(relation) != "rounding":
                yield relation


def _holds(material: Material, source: CellRef) -> bool:
    """Whether a cell is an amount, and no sentence that tells of one."""
    cell = material.document.tables[source.table].at(source.row, source.column)
    return cell is not None and cell.amount is not None


@rule("project.planned", "narrative")
def planned_budget(material: Material) -> Iterator[Relation]:
    """编制了项目绩效目标的预算 in the text is the total of the 项目绩效目标表."""
    totals = [
        f for f in material.figures
        if f.table == _FORM and f.measure == "预算数" and f.amount is not None and isinstance(f.source, CellRef) and _holds(material, f.source)
    ]  # fmt: skip
    tables = {f.source.table for f in totals if isinstance(f.source, CellRef)}
    if len(tables) != 1 or len(totals) < 3:
        return
    total, parts = totals[0], totals[1:]
    whole = sum_of(
        material.stated(total),
        [material.stated(f) for f in parts],
        [f.subject for f in parts],
        f"{material.document.tables[next(iter(tables))].title}·预算合计",
    )
    if outcome(whole) not in ("consistent", "rounding") and not slipped(whole):
        return
    yield whole
    for reading in material.readings:
        for said in reading.levels:
            if said.amount.dimension == "元" and re.search(
                r"编制了?(部门)?(预算)?项目(支出)?绩效目标的?.{0,4}预算(资金|金额)?$", said.subject
            ):
                yield Relation(SAME, operand(material, said), (material.stated(total),), "编制项目绩效目标的预算 = 项目绩效目标表预算合计")
