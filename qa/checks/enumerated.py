"""Tables without codes: totals over numbered rows (资产), and the weights and scores of indicators."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import MONEY, Amount, parse_number
from corpus.axes import RowAxis
from corpus.figure import Figure
from corpus.folding import squash
from corpus.place import CellRef
from corpus.table import Cell
from qa.checks.balance import row_sum
from qa.checks.check import Operand
from qa.checks.hierarchy import classified
from qa.checks.material import Material, Sheet
from qa.checks.relation import Relation
from qa.checks.rule import rule
from qa.checks.support import believed, outcome, sum_of

_TOTAL = re.compile(r"(总额|总计|合计|总数)$")


@rule("table.numbered", "table")
def numbered_rows(material: Material) -> Iterator[Relation]:
    """资产总额 over 1、房屋 2、车辆 … 5、无形资产: a total that heads numbered rows is their sum, 其中 rows left out (国有资产占用情况表)."""
    for sheet in material.sheets:
        if sheet.axes.form or len(sheet.sides) != 1 or any(classified(row.code) for row in sheet.axes.rows):
            continue
        relations = []
        for total, parts in _headed(sheet.rows(0)):
            for column in sheet.columns(0):
                if column.counts or not (column.unit is None or column.unit in MONEY):
                    continue
                if sheet.filled(total.row, column) and sum(_worth(sheet.amount(part.row, column)) for part in parts) >= 2:
                    relations.append(row_sum(sheet, total, column, parts))
        yield from believed(relations, named=True)


def _headed(rows: Sequence[RowAxis]) -> Iterator[tuple[RowAxis, list[RowAxis]]]:
    """Each total without a number of its own that stands right over numbered rows, with these."""
    for index, row in enumerate(rows):
        if row.ordinal or not (row.is_total or _TOTAL.search(squash(row.subject))):
            continue
        parts: list[RowAxis] = []
        for other in rows[index + 1 :]:
            if other.is_total or (not other.ordinal and other.level <= row.level):
                break
            if other.ordinal and other.level == rows[index + 1].level:
                parts.append(other)
        if len(parts) >= 2 and rows[index + 1].ordinal:
            yield row, parts


def _worth(amount: Amount | None) -> bool:
    return amount is not None and amount.value != 0


# 《项目支出绩效评价管理办法》(财预〔2020〕10号): the indicators weigh 100, or 90 beside 10 for the 预算执行率, which forms may leave out.
_WHOLE = (Decimal(100), Decimal(90))


@rule("performance.weights", "table")
def weights(material: Material) -> Iterator[Relation]:
    """The 权重 of a project's indicators add up to 100, or to 90 where 预算执行率 (10) stands apart."""
    groups: dict[int, dict[tuple[str, ...], list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in material.figures:
        if figure.measure == "权重" and figure.amount is not None and isinstance(figure.source, CellRef):
            groups[figure.source.table][figure.path[:1]].append(figure)
    for table, projects in groups.items():
        weighed = {f.source.row for figures in projects.values() for f in figures if isinstance(f.source, CellRef)}
        sums = {name: sum((f.amount.value for f in figures if f.amount is not None), Decimal(0)) for name, figures in projects.items()}
        usual, times = Counter(sums.values()).most_common(1)[0]
        if usual not in _WHOLE:
            continue
        relations = []
        for name, figures in projects.items():
            told = [material.stated(f) for f in figures]
            full = sums[name] if sums[name] in _WHOLE else usual
            whole = replace(told[0], label="权重合计", amount=Amount(full, figures[0].amount.unit if figures[0].amount else None), text="")
            relation = sum_of(whole, told, [f.subject for f in figures], f"{''.join(name)}的权重合计")
            # a row whose weight was lost, or stands in another column, says nothing of the others
            if outcome(relation) == "consistent" or (times >= 2 and _complete(material.sheets[table], figures, weighed)):
                relations.append(relation)
        yield from (relation for relation in believed(relations, certain=times >= 2) if not relation.reason)


def _complete(sheet: Sheet, figures: Sequence[Figure], weighed: set[int]) -> bool:
    """Whether every indicator from the first to the last of a project, and those right beside them, has its weight."""
    rows = [f.source.row for f in figures if isinstance(f.source, CellRef)]
    around = range(max(sheet.table.header_rows, min(rows) - 1), min(sheet.table.rows, max(rows) + 2))
    return all(row in weighed or not any(re.search(r"指标$", squash(cell.text)) for cell in sheet.table.own(row)) for row in around)


_SCORES = re.compile(r"^(自评|评价)?得分$")
_SCORED = re.compile(r"(总分|总得分|自评得分|得分合计|^合计|^总计)$")
_OUT_OF = re.compile(r"[(（](\d{1,3})分[)）]")


@rule("performance.scores", "table")
def scores(material: Material) -> Iterator[Relation]:
    """自评总分 is the sum of the 得分 above it; told where they agree, and where the scored indicators weigh 100 together, so that none is
    missing."""
    for sheet in material.sheets:
        for head in sheet.table.cells:
            if "得分" not in head.text or not _SCORES.search(squash(head.text)):
                continue
            scored = [c for c in sheet.table.cells if c.column == head.column and c.row > head.row and parse_number(c.text) is not None]
            scored.sort(key=lambda cell: cell.row)
            last = next((i for i, cell in enumerate(scored) if _SCORED.search(_label(sheet, cell))), None)
            if last is None or last < 2:
                continue
            parts = [_score(material, sheet, cell) for cell in scored[:last]]
            whole = _score(material, sheet, scored[last])
            relation = sum_of(whole, parts, [part.label for part in parts], f"{sheet.table.title}·{whole.label}")
            weighed = [_OUT_OF.search(_label(sheet, cell)) for cell in scored[:last]]
            hundred = all(weighed) and sum(int(hit.group(1)) for hit in weighed if hit is not None) == 100
            if outcome(relation) == "consistent" or hundred:
                yield relation


def _label(sheet: Sheet, cell: Cell) -> str:
    first = sheet.table.own(cell.row)[0]
    return "" if first is cell else squash(first.text)


def _score(material: Material, sheet: Sheet, cell: Cell) -> Operand:
    value = parse_number(cell.text)
    return Operand(
        _label(sheet, cell)[:20], None if value is None else Amount(value, "分"), CellRef(sheet.index, cell.row, cell.column), cell.text,
        cell.place.page, cell.place.lines, sheet.table.title, _label(sheet, cell) or None, "得分", "operand", cell.reading,
    )  # fmt: skip
