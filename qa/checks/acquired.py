"""Assets to be acquired: what the text plans to buy against what the economic classes set aside for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import MONEY, Amount
from corpus.place import Span
from qa.checks.balance import row_sum
from qa.checks.check import Operand
from qa.checks.material import Material, Sheet
from qa.checks.relation import SAME, Expected, Relation
from qa.checks.rule import rule
from qa.checks.support import believed

_PLANNED = re.compile(r"拟(?:新增|新)?购置?固定资产(?:总额|金额|价值)?(?:共计|合计|约)?为?$")
# 支出经济分类: what is bought under these is carried as fixed assets (《政府收支分类科目》, 310 资本性支出).
_BOUGHT = ("31002", "31003", "31013", "31019", "31021")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """No less than the parts together: what other means buy comes on top."""

    name: str = "at least"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        point = sum((part.base for part in parts), Decimal(0))
        return Expected(point, sum((part.interval[0] for part in parts), Decimal(0)), Decimal("Infinity"))


@rule("assets.acquired", "narrative")
def planned_purchases(material: Material) -> Iterator[Relation]:
    """本年度拟购置固定资产总额: not less than what the basic expenditure sets aside for purchases that are carried as fixed assets
    (办公设备购置, 专用设备购置, 公务用车购置; 《政府收支分类科目》 310 资本性支出)."""
    bought: dict[str, Operand] = {}
    for sheet in material.sheets:
        if sheet.table.kind == "一般公共预算基本支出表":
            for code, operand in _purchases(sheet):
                bought.setdefault(code, operand)
    if not bought:
        return
    for reading in material.readings:
        for said in reading.levels:
            if said.amount.dimension != "元" or not _PLANNED.search(reading.text[: said.start]):
                continue
            place = Span(reading.offsets[said.start], reading.offsets[said.stop - 1] + 1)
            stated = material.said(place, said.amount, "拟购置固定资产总额")
            yield Relation(AtLeast(), stated, tuple(bought.values()), "拟购置固定资产总额不少于基本支出安排的设备、车辆等购置支出")


@rule("purchase.list", "table")
def list_of_purchases(material: Material) -> Iterator[Relation]:
    """The 合计 of a table of purchases is the sum of its rows, column of money by column (政府采购预算表, 表内关系)."""
    for sheet in material.sheets:
        rows = sheet.rows(0) if sheet.table.kind == "政府采购预算表" and len(sheet.sides) == 1 else []
        totals = [row for row in rows if row.is_total]
        parts = [row for row in rows if row.subject and not row.is_total and not row.is_unit_row]
        if len(totals) != 1 or len(parts) < 2 or any(row.code or row.level for row in parts):
            continue
        relations = [
            row_sum(sheet, totals[0], column, parts)
            for column in sheet.columns(0)
            if column.unit in MONEY and sheet.filled(totals[0].row, column) and any(sheet.filled(part.row, column) for part in parts)
        ]
        yield from believed(relations, named=True)


_PURCHASES = re.compile(r"(?:本年度?|全年|部门|单位)?政府采购(?:支出)?(?:预算)?(?:资金)?(?:总额|总金额|金额|总计|合计)?")


@rule("purchase.text", "narrative")
def purchases_in_the_text(material: Material) -> Iterator[Relation]:
    """政府采购预算 in the text is the 合计 of the 政府采购预算表 (its first column of money), where the disclosure has one such table."""
    sheets = [sheet for sheet in material.sheets if sheet.table.kind == "政府采购预算表" and len(sheet.sides) == 1]
    totals = [row for sheet in sheets for row in sheet.rows(0) if row.is_total]
    if len(sheets) != 1 or len(totals) != 1:
        return
    column = next((c for c in sheets[0].columns(0) if c.unit in MONEY and sheets[0].filled(totals[0].row, c)), None)
    if column is None:
        return
    for figure in material.figures:
        if (
            isinstance(figure.source, Span)
            and figure.amount is not None
            and figure.amount.dimension == "元"
            and figure.measure == "预算数"
            and figure.year == material.document.year
            and not figure.path
            and _PURCHASES.fullmatch(figure.subject)
        ):
            total = sheets[0].operand(totals[0], column)
            yield Relation(SAME, material.stated(figure), (total,), "正文的政府采购预算与政府采购预算表的合计一致")


def _purchases(sheet: Sheet) -> Iterator[tuple[str, Operand]]:
    """The purchases of a table of basic expenditure with their codes."""
    for side in sheet.sides:
        columns = sheet.columns(side)
        for row in sheet.rows(side):
            if row.code in _BOUGHT and columns:
                operand = sheet.operand(row, columns[0])
                if operand.amount is not None and operand.amount.value:
                    yield row.code, operand
