"""项目申报表 against themselves and against the project table: budgets, sources, detail, purchases, calculations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount, parse_amount
from corpus.folding import half_width, squash
from corpus.place import CellRef, Span
from qa.checks.application import Application, applications, calculations
from qa.checks.check import Operand
from qa.checks.clauses import Said
from qa.checks.hierarchy import classified
from qa.checks.material import Material
from qa.checks.points import ALL_FUNDS, CAPITAL, FUND, GENERAL, Point, points
from qa.checks.projects import Projects, core, likeness
from qa.checks.relation import PRODUCT, SAME, Relation, Sum
from qa.checks.rule import rule
from qa.checks.sentence import operand, pairs_of_change
from qa.checks.support import outcome, slipped, sum_of
from qa.checks.totals import stated_totals

_MOST = 14  # projects that are tried for the items of a table; more have too many ways to fit


@rule("form.budget", "table")
def budget_of_a_form(material: Material) -> Iterator[Relation]:
    """In a project's 申报表 资金来源合计 = 项目当年预算; 项目总预算 = 项目当年预算 for a project of one year; the detail adds up to the
    budget, and what is bought is one of its details (项目支出明细测算)."""
    for form in applications(material):
        budget = form.budget
        assert budget is not None
        if form.total is not None and form.total is not budget:
            yield _same(form.total.operand, budget.operand, f"{form.name}：资金来源合计 = {budget.name}")
        for whole in form.whole[:1] if form.current else []:
            yield from _confirmed(_same(form.current[0].operand, whole.operand, f"{form.name}：项目当年预算 = 项目总预算"))
        main = [s for s in form.sources if not re.search(r"其中|申请|使用上年", s.name)]
        if len(main) > 1:
            relation = sum_of(budget.operand, [s.operand for s in main], [s.name for s in main], f"{form.name}·资金来源合计")
            yield from _confirmed(relation)
        elif main:
            yield from _confirmed(_same(main[0].operand, budget.operand, f"{form.name}：{main[0].name} = {budget.name}"))
        yield from _detail(form, budget.operand)
        for purchase in form.purchases:
            same = [d for d in form.detail if d.operand.amount == purchase.operand.amount]
            if same and purchase.operand.amount is not None and purchase.operand.amount.value != 1:
                likest = max(same, key=lambda d: sum(char in d.name for char in purchase.name))
                yield _same(purchase.operand, likest.operand, f"{form.name}：项目采购 = 明细测算（{likest.name}）")


def _detail(form: Application, budget: Operand) -> Iterator[Relation]:
    parts = [d.operand for d in form.detail]
    if len(parts) > 1:
        relation = sum_of(budget, parts, [d.name for d in form.detail], f"{form.name}·项目预算")
        if outcome(relation) in ("consistent", "rounding") or slipped(relation):
            yield relation
    elif parts:
        yield from _confirmed(_same(parts[0], budget, f"{form.name}：明细测算金额 = 项目预算"))


def _same(stated: Operand, other: Operand, claim: str) -> Relation:
    return Relation(SAME, stated, (other,), claim)


def _confirmed(relation: Relation) -> Iterator[Relation]:
    if outcome(relation) in ("consistent", "rounding"):
        yield relation


@rule("form.list", "across")
def forms_and_lists(material: Material) -> Iterator[Relation]:
    """The budget of a project's 申报表 is that of the project table and of the list in the 整体支出绩效目标表; names that are only
    alike confirm, but accuse nobody."""
    projects = Projects(material)
    for form in applications(material):
        assert form.budget is not None
        best = projects.best(form.name)
        alike = [best[0]] if best is not None else []
        alike += [p for p in projects.listed if p not in alike and _kindred(form.name, p.name)]
        same = [p for p in alike if outcome(_same(form.budget.operand, p.operand, "")) in ("consistent", "rounding")]
        for project in same[:1]:
            yield _same(form.budget.operand, project.operand, f"{form.name} = {project.operand.table}·{project.name}")


def _kindred(one: str, two: str) -> bool:
    a, b = sorted((core(one), core(two)), key=len)
    shared = sum(char in b for char in a)
    return len(a) >= 4 and (shared * 10 >= len(a) * 8 or likeness(one, two) > 0)


@rule("form.projects", "table")
def projects_of_a_form(material: Material) -> Iterator[Relation]:
    """The list of projects in the 整体支出绩效目标表 adds up to its 小计, which is the 项目支出 of the fund that pays for them."""
    projects = Projects(material)
    for sheet in material.sheets:
        if not sheet.axes.form or sheet.table.kind != "整体支出绩效目标表":
            continue
        column: list[Operand] = []
        for row in range(sheet.table.rows):
            cells = [cell for cell in sheet.table.own(row) if squash(cell.text)]
            text = squash("".join(cell.text for cell in cells))
            amounts = [cell for cell in cells if parse_amount(cell.text) is not None and "." in cell.text]
            if re.search(r"指标|目标", text):
                column = []
            if not amounts:
                continue
            cell = amounts[0]
            value = parse_amount(cell.text)
            assert value is not None
            amount = Amount(value.value, value.unit or sheet.table.unit or "万元")
            name = next((squash(c.text) for c in cells if parse_amount(c.text) is None), "")
            made = Operand(
                f"{sheet.table.title}·{name}", amount, CellRef(sheet.index, cell.row, cell.column), cell.text, cell.place.page,
                cell.place.lines, sheet.table.title, name or None, "项目预算",
            )  # fmt: skip
            if re.match(r"小计|合计", text) and len(column) >= 2:
                names = [o.row or "项目" for o in column]
                relation = sum_of(made, column, names, f"{sheet.table.title}·项目{name}")
                if outcome(relation) in ("consistent", "rounding") or slipped(relation):
                    yield relation
                yield from _repeated(material, made)
                yield from _listed(projects, column)
                column = []
            elif len(amounts) >= 2 and amounts[0].text.strip() == amounts[1].text.strip():
                column.append(made)
            else:
                column = []


def _repeated(material: Material, stated: Operand) -> Iterator[Relation]:
    for point in points(material):
        if point.use == "项目" and point.item == "合计" and point.when == ("", 0) and point.flow == "支出":
            yield from _confirmed(_same(stated, point.operand, f"项目小计 = {point.operand.table}·{point.operand.column}"))


def _listed(projects: Projects, column: Sequence[Operand]) -> Iterator[Relation]:
    """Each budget of a list that adds up, with the only listed project of that budget."""
    for made in column:
        same = [
            p
            for p in projects.listed
            if p.operand.amount is not None and made.amount is not None and p.operand.amount.base == made.amount.base
        ]
        if len(same) == 1:
            yield _same(made, same[0].operand, f"{made.table}·项目预算 = {same[0].operand.table}·{same[0].name}")


@rule("form.codes", "across")
def projects_by_code(material: Material) -> Iterator[Relation]:
    """The 项目支出 of each 项 in 支出表 is paid for projects of the project table: where the projects can be dealt out to the codes in
    one way only so that every code adds up, each code is the sum of its projects."""
    projects = [p for p in Projects(material).listed if p.operand.amount is not None and p.operand.amount.value != 0]
    if not 2 <= len(projects) <= _MOST:
        return
    for fund in (GENERAL, FUND, CAPITAL, ALL_FUNDS):
        codes: dict[str, Point] = {}
        for point in points(material):
            use = "" if fund in (FUND, CAPITAL) else "项目"
            right = point.flow == "支出" and point.fund == fund and point.use == use and point.when == ("", 0)
            if right and classified(point.item) == "功能" and point.operand.amount is not None and point.operand.amount.value != 0:
                codes.setdefault(point.item, point)
        lowest = [p for code, p in codes.items() if not any(other != code and other.startswith(code) for other in codes)]
        found = _dealt([_base(p.operand) for p in projects], [_base(p.operand) for p in lowest])
        if found is None:
            continue
        for point, members in zip(lowest, found, strict=True):
            parts = [projects[m] for m in members]
            yield sum_of(
                point.operand, [p.operand for p in parts], [p.name for p in parts], f"{point.operand.table}·{point.operand.row}的项目支出"
            )


def _base(made: Operand) -> Decimal:
    assert made.amount is not None
    return made.amount.base


def _dealt(values: list[Decimal], sums: list[Decimal]) -> list[list[int]] | None:
    """Which values make up each sum, every value used at most once; None unless exactly one way is found."""
    if not sums or sum(sums) > sum(values):
        return None
    ways: list[list[list[int]]] = []

    def deal(index: int, free: frozenset[int], chosen: list[list[int]]) -> None:
        if len(ways) > 1:
            return
        if index == len(sums):
            ways.append(list(chosen))
            return
        for subset in _subsets(values, sorted(free), sums[index]):
            deal(index + 1, free - set(subset), [*chosen, subset])

    deal(0, frozenset(range(len(values))), [])
    return ways[0] if len(ways) == 1 else None


def _subsets(values: list[Decimal], free: list[int], wanted: Decimal) -> Iterator[list[int]]:
    if wanted == 0:
        yield []
        return
    for position, index in enumerate(free):
        if values[index] <= wanted:
            for rest in _subsets(values, free[position + 1 :], wanted - values[index]):
                yield [index, *rest]


@rule("form.text", "narrative")
def projects_in_the_text(material: Material) -> Iterator[Relation]:
    """2024年项目支出 T：甲项目 a，乙项目 b…: the projects that the text goes through add up to the 项目支出 that it states above them."""
    projects = Projects(material)
    if len(projects.listed) < 3:
        return
    for total in stated_totals(material):
        if total.use != "项目" or total.item != "合计" or total.fund is not None:
            continue
        found: dict[str, Said] = {}
        for reading in material.readings:
            if reading.sentence.section == total.reading.sentence.section:
                for said in reading.levels:
                    best = projects.best(re.sub(r"^.*如下[:：]", "", said.subject)) if said.span.start > total.said.span.start else None
                    if best is not None and best[1] >= 2:
                        found.setdefault(best[0].name, said)
        if len(found) >= 3:
            relation = sum_of(
                operand(material, total.said, total.name), [operand(material, s) for s in found.values()], list(found), total.name
            )
            if outcome(relation) in ("consistent", "rounding") or (len(found) == len(projects.listed) and slipped(relation)):
                yield relation


@rule("form.prior", "narrative")
def earlier_budgets(material: Material) -> Iterator[Relation]:
    """The earlier budget that a project's 申报表 recalls is this year's less the change that the text states for its 项."""
    year = material.document.year
    if year is None:
        return
    pairs = pairs_of_change(material)
    for form in applications(material):
        prior = form.prior.get(year - 1)
        if prior is None or form.budget is None:
            continue
        for now, change in pairs:
            relation = Relation(
                Sum((1, -change.sign)), prior.operand,
                (operand(material, now), operand(material, change, "增减额")), f"{form.name}的{prior.name} = 本年数减去（加上）增减额",
            )  # fmt: skip
            likely = now.amount.base == _base(form.budget.operand) or core(form.name)[:4] in now.subject
            if outcome(relation) == "consistent" and (likely or (prior.operand.amount is not None and prior.operand.amount.value >= 5)):
                yield relation


@rule("form.product", "count")
def calculations_of_a_form(material: Material) -> Iterator[Relation]:
    """单价 × 数量 = 金额, wherever a calculation is written out (23人×200元=4600元)."""
    document = material.document
    for sheet in material.sheets:
        for cell in sheet.table.cells:
            if len(cell.text) < 8 or not re.search(r"[*×xX✕]", cell.text):
                continue
            yield from _products(material, cell.text, CellRef(sheet.index, cell.row, cell.column))
    for reading in material.readings:
        if re.search(r"[*×✕]", reading.text):
            span = reading.sentence.span
            yield from _products(material, document.text[span.start : span.stop], span)


def _products(material: Material, text: str, source: CellRef | Span) -> Iterator[Relation]:
    # in a dump a line break in the midst of a calculation may have cost digits
    whole = not re.search(r"[*×xX✕=]\s*\d*\s*[\n ]\s*\d*\s*[元人]", text)
    made_here: list[Operand] = []
    for first, second, product in calculations(re.sub(r"\s", "", text)):
        factors = [parse_amount(part.replace("个月", "").replace("月", "")) for part in (first, second)]
        made = parse_amount(product)
        if made is None or any(f is None for f in factors) or made.dimension != "元":
            continue
        stated = _written(material, source, product, made)
        parts = tuple(_written(material, source, words, f) for words, f in zip((first, second), factors, strict=True) if f is not None)
        if sum(p.amount is not None and p.amount.dimension == "元" for p in parts) != 1:
            continue
        relation = Relation(PRODUCT, stated, parts, f"{product} = {first} × {second}")
        if whole or outcome(relation) in ("consistent", "rounding"):
            yield relation
        made_here.append(stated)
    if len(made_here) >= 2 and isinstance(source, CellRef):
        for form in applications(material):
            budget = form.budget
            if budget is not None and isinstance(budget.operand.source, CellRef) and budget.operand.source.table == source.table:
                yield from _confirmed(sum_of(budget.operand, made_here, [o.label for o in made_here], f"{form.name}·项目预算"))


def _written(material: Material, source: CellRef | Span, words: str, amount: Amount) -> Operand:
    place = material.document.place(source)
    return Operand(words, amount, source, words, place.page, place.lines)


@rule("form.people", "count")
def people_of_an_activity(material: Material) -> Iterator[Relation]:
    """The people for whom an activity is planned (25名党员) are those for whom its cost is calculated (23人×200元)."""
    for sheet in material.sheets:
        if sheet.table.kind != "项目支出绩效目标表":
            continue
        for row in range(sheet.table.rows):
            cells = [cell for cell in sheet.table.own(row) if squash(cell.text)]
            plans = [(cell, hit) for cell in cells if (hit := re.match(r"(\d+)名([一-龥]{2})", squash(cell.text)))]
            if len(plans) != 1:
                continue
            plan, hit = plans[0]
            for figure in material.figures:
                if isinstance(figure.source, CellRef) and figure.source.table == sheet.index and figure.measure == "指标值":
                    stated = _counted(material, sheet.index, plan.row, plan.column, hit.group(1))
                    if figure.amount == stated.amount and figure.amount is not None and figure.amount.value > 1:
                        yield Relation(SAME, material.stated(figure), (stated,), f"{figure.subject}的目标 = 活动人数（{hit.group(1)}名）")
            for cell in cells:
                text = squash(half_width(cell.text))
                counts = set(re.findall(r"(?<!\d)(\d+)人[*×x✕]", text))
                if cell is plan or len(counts) != 1 or hit.group(2) not in text:
                    continue
                count = next(iter(counts))
                stated = _counted(material, sheet.index, plan.row, plan.column, hit.group(1))
                other = _counted(material, sheet.index, cell.row, cell.column, count)
                yield Relation(SAME, stated, (other,), f"活动人数（{hit.group(1)}名{hit.group(2)}）= 测算人数（{count}人）")


def _counted(material: Material, table: int, row: int, column: int, digits: str) -> Operand:
    source = CellRef(table, row, column)
    return replace(_written(material, source, f"{digits}人", Amount(Decimal(digits), "人")), table=material.document.tables[table].title)


@rule("form.indicator", "count")
def people_and_rates(material: Material) -> Iterator[Relation]:
    """A project for N people at X 元 each has the budget N × X (40人，每人每年4000元: 16万元), where the indicators say so."""
    projects = Projects(material)
    for sheet in material.sheets:
        if sheet.table.kind not in ("项目支出绩效目标表", "绩效目标表", "整体支出绩效目标表"):
            continue
        for cell in sheet.table.cells:
            hit = re.search(r"(\d+)(?:人|名)[,，]?每人(?:每年|每月)?[^\d,，]{0,8}(\d+(?:\.\d+)?)元", squash(half_width(cell.text)))
            if hit is None:
                continue
            source = CellRef(sheet.index, cell.row, cell.column)
            parts = (
                _written(material, source, f"{hit.group(1)}人", Amount(Decimal(hit.group(1)), "人")),
                _written(material, source, f"{hit.group(2)}元", Amount(Decimal(hit.group(2)), "元")),
            )
            for project in projects.listed:
                relation = Relation(PRODUCT, project.operand, parts, f"{project.name} = {hit.group(1)}人 × {hit.group(2)}元")
                if outcome(relation) == "consistent":
                    yield relation
