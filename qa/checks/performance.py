"""整体支出绩效目标表: its 资金情况 repeats the budget's totals and adds up by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.figure import Figure
from corpus.place import CellRef
from qa.checks.check import Operand
from qa.checks.material import Material
from qa.checks.points import ALL_FUNDS, GENERAL, GRANT, Point, points
from qa.checks.relation import SAME, SHARE, Relation
from qa.checks.rule import rule
from qa.checks.support import outcome, slipped, sum_of

_KIND = "整体支出绩效目标表"
_CLASSES = (("人员类", r"^人员类"), ("运转类", r"^运转类"), ("特定目标类", r"^特定目标类"))
_PART = re.compile(r"基本支出|项目支出|人员|公用|运转")
Row = dict[str, Figure]


def _rows(material: Material) -> list[tuple[str, Row]]:
    """The rows of the 资金情况 in order: subject, and its figures by measure."""
    found: dict[tuple[int, int], tuple[str, Row]] = {}
    for figure in material.figures:
        if figure.table == _KIND and isinstance(figure.source, CellRef) and figure.amount is not None:
            key = (figure.source.table, figure.source.row)
            found.setdefault(key, (figure.subject, {}))[1].setdefault(figure.measure, figure)
    return [found[key] for key in sorted(found)]


def _spending(rows: list[tuple[str, Row]]) -> tuple[dict[str, Row], Row | None, Row | None]:
    """The classes of spending, the 合计 under them, and the 合计 of the sources above them."""
    classes: dict[str, Row] = {}
    below = above = None
    for subject, row in rows:
        name = next((name for name, pattern in _CLASSES if re.search(pattern, subject)), None)
        if name is not None:
            classes.setdefault(name, row)
        elif subject == "合计" and classes and below is None:
            below = row
        elif subject == "合计" and not classes:
            above = row
    return classes, below, above


@rule("performance.structure", "table")
def structure(material: Material) -> Iterator[Relation]:
    """In 部门整体绩效目标表 支出合计 = 人员类 + 运转类 + 特定目标类 (预算管理一体化规范: 项目分为这三类), 收入合计 = 支出合计, and 占比 is
    the part over that 合计."""
    classes, below, above = _spending(_rows(material))
    if below is None or len(classes) < 2:
        return
    for measure, total in below.items():
        if measure == "占比":
            continue
        parts = [(name, row[measure]) for name, row in classes.items() if measure in row]
        if len(parts) >= 2:
            yield sum_of(
                material.stated(total),
                [material.stated(f) for _, f in parts],
                [name for name, _ in parts],
                f"整体绩效目标表·支出合计（{measure}）",
            )
        if above is not None and measure in above:
            yield Relation(
                SAME, material.stated(total), (material.stated(above[measure]),), f"整体绩效目标表·支出合计 = 收入合计（{measure}）"
            )
    sources = [row for subject, row in _rows(material) if subject == "财政拨款"][:1]
    yield from _shares(material, above, below)
    for row in [*classes.values(), *sources]:
        if "占比" in row and "金额" in row and "金额" in below:
            yield Relation(
                SHARE,
                material.stated(row["占比"]),
                (material.stated(row["金额"]), material.stated(below["金额"])),
                f"{row['金额'].subject}占比 = 金额 ÷ 合计",
            )


def _shares(material: Material, above: Row | None, below: Row) -> Iterator[Relation]:
    """The 占比 between one 合计 and the one before it add up to its own."""
    rows = [row for _, row in _rows(material)]
    start = 0
    for total in (above, below):
        if total is None or "占比" not in total or total not in rows[start:]:
            continue
        stop = rows.index(total, start)
        parts = [row["占比"] for row in rows[start:stop] if "占比" in row]
        start = stop + 1
        if len(parts) >= 2:
            relation = sum_of(
                material.stated(total["占比"]), [material.stated(f) for f in parts], [f.subject for f in parts], "整体绩效目标表·占比合计"
            )
            added = sum((f.amount.value for f in parts if f.amount is not None), Decimal(0))
            # shares that make up 100% belong to a total of 100%
            if outcome(relation) in ("consistent", "rounding") or abs(added - 100) < 1:
                yield relation


def _total(every: list[Point], flow: str, fund: str, use: str) -> Operand | None:
    found = [p for p in every if (p.flow, p.fund, p.use, p.item, p.when) == (flow, fund, use, "合计", ("", 0))]
    ranked = sorted(found, key=lambda p: ("含结转", "", "本年").index(p.carry))
    return ranked[0].operand if ranked else None


@rule("performance.totals", "across")
def totals(material: Material) -> Iterator[Relation]:
    """The 资金情况 of 部门整体绩效目标表 is this year's budget: 合计 = 收支总计, 财政拨款 = 财政拨款收支总计, 人员类 = 人员经费, and
    运转类 + 特定目标类 = 公用经费 + 项目支出."""
    every = points(material)
    rows = _rows(material)
    classes, below, above = _spending(rows)
    whole = _total(every, "收入", ALL_FUNDS, "")
    if whole is not None:
        stated = [row["金额"] for row in (above, below) if row is not None and "金额" in row] + [
            row["资金总额"] for subject, row in rows if "资金总额" in row and not _PART.search(subject)
        ]
        for figure in stated:
            yield Relation(SAME, material.stated(figure), (whole,), "整体绩效目标表·资金合计 = 收支总表·总计")
    for subject, row in rows:
        use = {"基本支出": "基本", "项目支出": "项目"}.get(subject)
        spent = _total(every, "支出", ALL_FUNDS, use) if use and "资金总额" in row else None
        if spent is not None:
            yield Relation(SAME, material.stated(row["资金总额"]), (spent,), f"整体绩效目标表·{subject} = 支出总表·{subject}")
    grant = _total(every, "收入", GRANT, "")
    sources = [row["金额"] for subject, row in rows if subject == "财政拨款" and "金额" in row][:1] + [
        row["财政拨款"] for _, row in rows if "资金总额" in row and "财政拨款" in row
    ]
    if grant is not None:
        for figure in sources:
            yield Relation(SAME, material.stated(figure), (grant,), "整体绩效目标表·财政拨款 = 财政拨款收支总表·总计")
    staff, public = _total(every, "支出", GENERAL, "人员"), _total(every, "支出", GENERAL, "公用")
    basic, general = _total(every, "支出", ALL_FUNDS, "基本"), _total(every, "支出", GENERAL, "基本")
    projects = _total(every, "支出", ALL_FUNDS, "项目")
    if basic is None or general is None or basic.amount != general.amount:
        return  # 人员经费 of other funds is not known
    if staff is not None and "金额" in classes.get("人员类", {}):
        yield Relation(SAME, material.stated(classes["人员类"]["金额"]), (staff,), "整体绩效目标表·人员类 = 基本支出·人员经费")
    if public is not None and projects is not None and all("金额" in classes.get(name, {}) for name in ("运转类", "特定目标类")):
        two = [material.stated(classes[name]["金额"]) for name in ("运转类", "特定目标类")]
        relation = sum_of(projects, [*two, public], ["运转类", "特定目标类", "公用经费"], "项目支出（运转类 + 特定目标类 − 公用经费）")
        signed = type(relation.formula)((1, 1, -1))  # type: ignore[call-arg]
        yield Relation(signed, projects, (*two, public), "项目支出 = 运转类 + 特定目标类 − 公用经费")


@rule("performance.cost", "across")
def running_cost(material: Material) -> Iterator[Relation]:
    """成本指标 of 部门整体绩效目标表 repeat the budget's parts (运转 = 基本支出, 项目成本 = 项目支出); targets, so that they
    confirm, and fail only by a slip of the pen in a figure that was not rounded."""
    every = points(material)
    for figure in material.figures:
        if figure.table != _KIND or figure.measure != "指标值" or figure.amount is None or figure.amount.dimension != "元":
            continue
        use = (
            "基本"
            if re.search(r"运转|基本支出", figure.subject)
            else "项目"
            if re.search(r"项目(实施)?(成本|支出)", figure.subject)
            else None
        )
        # a rounded target is a target; one of four digits and more was copied
        exact = figure.bound in (None, "=") and len(figure.amount.value.normalize().as_tuple().digits) >= 4
        for point in every:
            if use is not None and point.use == use and point.item == "合计" and point.when == ("", 0):
                relation = Relation(
                    SAME, material.stated(figure), (point.operand,), f"{figure.subject} = {point.operand.table}·{point.use}支出"
                )
                if outcome(relation) in ("consistent", "rounding") or (exact and slipped(relation)):
                    yield relation
