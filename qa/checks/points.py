"""What a table cell states, said the same way for every table: flow, fund, use, item, so that tables can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.axes import ColumnAxis, RowAxis
from corpus.folding import similarity, squash
from corpus.terms import code_name
from qa.checks.balance import TOTAL
from qa.checks.check import Operand
from qa.checks.hierarchy import classified
from qa.checks.material import Material, Sheet, remembered

ALL_FUNDS, GRANT, GENERAL, FUND, CAPITAL = "全部", "财政拨款", "一般公共预算", "政府性基金", "国有资本经营"
_FUNDS = (
    (r"一般公共|公共财政", GENERAL),
    (r"基金", FUND),
    (r"国有资本|国有资产经营", CAPITAL),
    (r"财政专户", "财政专户"),
    (r"单位资金", "单位资金"),
    (r"财政拨款|^拨款", GRANT),
)
_USES = (
    ("基本支出", "基本"),
    ("项目支出", "项目"),
    ("人员经费", "人员"),
    ("公用经费", "公用"),
    ("上缴上级", "上缴"),
    ("经营支出", "经营"),
    ("附属单位", "补助"),
)
_NEUTRAL = re.compile(
    r"^(本年|当年|20\d\d年)?(部门)?(收入|支出)?(预算数?|决算数?|金额|合计|小计|总计|支出|收入|资金性质|项目|本年支出|本年收入|功能分类科目)?(\(.*\))?$"
)
_CARRIED = re.compile(r"结转|结余")


@dataclass(frozen=True, slots=True)
class Point:
    """What one cell states. `item`: `合计` or a code; `when`: the basis and relative year, ("", 0) for this year's figure.

    `carry`: whether a total has last year's carry-over in it (`含结转`), surely not (`本年`), or the table does not say ("").
    """

    flow: str
    fund: str
    use: str
    item: str
    when: tuple[str, int]
    carry: str
    sheet: int
    operand: Operand


_BASE = {
    "收支总表": ("", ALL_FUNDS, ""),
    "收入总表": ("收入", ALL_FUNDS, ""),
    "支出总表": ("支出", ALL_FUNDS, ""),
    "财政拨款收支总表": ("", GRANT, ""),
    "财政拨款支出表": ("支出", GRANT, ""),
    "一般公共预算支出表": ("支出", GENERAL, ""),
    "一般公共预算基本支出表": ("支出", GENERAL, "基本"),
    "一般公共预算项目支出表": ("支出", GENERAL, "项目"),
    "政府性基金预算支出表": ("支出", FUND, ""),
    "国有资本经营预算支出表": ("支出", CAPITAL, ""),
    "项目支出表": ("支出", ALL_FUNDS, "项目"),
}
# 一般公共预算基本支出表（人员经费） and （公用经费）: two tables share what is one elsewhere.
_HALF = re.compile(r"[(（](人员|公用)(?:经费|支出)[)）]$")


@cache
def class_codes() -> dict[str, str]:
    """The 类 codes of 支出功能分类 by their names."""
    return {squash(name): str(code) for code in range(201, 240) for name in (code_name(str(code)),) if name}


@remembered
def points(material: Material) -> list[Point]:
    """The points of all tables whose kind says what they are about; none for governments, whose tables mix levels."""
    if material.document.scope == "政府":
        return []
    names = _names(material)
    return [point for sheet in material.sheets for point in _of(sheet, material.document.year, names) if not sheet.axes.form]


def _names(material: Material) -> dict[str, str]:
    """The 项 codes by the names that the tables print for them, for project tables that name the 项 without its code."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in material.sheets:
        for row in sheet.axes.rows:
            if row.code is not None and classified(row.code) == "功能" and len(row.code) == 7:
                found[squash(row.subject)].add(row.code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and len(name) >= 4}


def _of(sheet: Sheet, year: int | None, codes: dict[str, str]) -> Iterator[Point]:
    if sheet.table.kind == "“三公”经费支出表":
        yield from _three_public(sheet, year)
        return
    base = _BASE.get(sheet.table.kind or "")
    if base is None:
        return
    half = _HALF.search(squash(sheet.table.title)) if base[2] == "基本" else None
    for side in sheet.sides:
        names = {c.path[0] for c in sheet.columns(side) if c.path}
        flow = base[0] or ("收入" if side == 0 and not any("支" in name for name in names) else "支出")
        if base[0] and len(sheet.sides) > 1 and base[2] != "基本":
            continue  # 基本支出表 goes on beside itself, other tables of one flow do not
        named: list[tuple[RowAxis, tuple[str, str, str] | None]] = []
        for row in sheet.rows(side):
            known = _item(sheet, row, side, flow)
            if known is None and base[2] == "项目" and row.code is None and squash(row.subject) in codes:
                known = codes[squash(row.subject)], "", ""
            named.append((row, known))
        for column in sheet.columns(side):
            seat = _seat(column, flow, base[1], base[2], year)
            if seat is None:
                continue
            for row, item in named:
                use = _staff_or_running(row) if seat.use in ("基本", "人员", "公用") else None
                if use is not None:
                    item = "合计", "", ""
                if item is None or not sheet.filled(row.row, column):
                    continue
                if half is not None and item[0] == "合计" and seat.use == "基本":
                    use = half.group(1)
                fund, carry = item[2] or seat.fund, item[1] or seat.carry
                yield Point(flow, fund, use or seat.use, item[0], seat.when, carry, sheet.index, sheet.operand(row, column))


def _staff_or_running(row: RowAxis) -> str | None:
    """The use that a total of 基本支出表 names: 人员经费合计, 公用经费合计."""
    hit = re.fullmatch(r"(人员|公用)(经费|支出)(合计|小计)", squash(row.subject))
    return hit.group(1) if hit is not None else None


# 三公经费 and its items, the most specific first.
THREE_PUBLIC = (
    (re.compile(r"(公务)?(用车|车辆)购置(及|和|费及|费和|费与|与)?.{0,3}运行"), "公务用车"),
    (re.compile(r"(公务)?用车购置"), "公务用车购置费"),
    (re.compile(r"(公务)?用车运行"), "公务用车运行费"),
    (re.compile(r"因公出国"), "因公出国（境）费"),
    (re.compile(r"公务接待"), "公务接待费"),
    (re.compile(r"三公"), "三公经费"),
)


# What such tables state beside 三公.
_BESIDE = ((re.compile(r"会议费"), "会议费"), (re.compile(r"培训费"), "培训费"))


def _three_public(sheet: Sheet, year: int | None) -> Iterator[Point]:
    """The items of a 三公 table, which stand in its columns (mostly) or in its rows."""
    fund = FUND if "基金" in sheet.table.title else CAPITAL if "国有资本" in sheet.table.title else GENERAL
    for column in sheet.columns(0):
        if column.counts or column.unit in ("人", "辆", "%"):
            continue
        words = [squash(text) for text in column.path]
        item = next(
            (
                name
                for text in reversed(words)
                for pattern, name in (*THREE_PUBLIC, *_BESIDE)
                if pattern.search(text) and "合计" not in text
            ),
            None,
        )
        if item is None and any(TOTAL.search(text) for text in words):
            item = "三公经费"
        offset = column.year_offset or ((column.year - year) if column.year and year else 0)
        when = (column.basis if column.basis in ("年初预算", "调整预算", "全年预算") else "预算" if column.basis == "预算" else "", offset)
        for row in sheet.rows(0):
            named = next((name for pattern, name in (*THREE_PUBLIC, *_BESIDE) if pattern.search(squash(row.subject))), None)
            here = (
                named
                if named is not None
                else item
                if row.is_total or row.is_unit_row or not row.subject or len(sheet.rows(0)) == 1
                else None
            )
            if here is not None and sheet.filled(row.row, column):
                yield Point("支出", fund, "三公", here, when, "", sheet.index, sheet.operand(row, column))


def _seat(column: ColumnAxis, flow: str, fund: str, use: str, year: int | None) -> Point | None:
    """The flow, fund and use that a column's header gives; None where it says something that is not understood here."""
    if column.counts or column.unit in ("%", "人", "辆"):
        return None
    offset = column.year_offset or ((column.year - year) if column.year and year else 0)
    basis = column.basis or ""
    carry = ""
    for position, text in enumerate(column.path):
        name = squash(text)
        if _CARRIED.search(name):
            return None
        if re.search(r"^(本年|当年)", name) and (flow == "收入" or "安排" in name or "拨款" in name):
            carry = "本年"
        known = next((value for pattern, value in _FUNDS if re.search(pattern, name)), None)
        spent = next((value for word, value in _USES if word in name), None)
        if known is not None:
            if fund in (GENERAL, FUND, CAPITAL) and known not in (fund, GRANT):
                return None
            fund = known if fund in (ALL_FUNDS, GRANT) and not (fund == GRANT and known == GRANT) else fund
        if spent is not None:
            use = spent
        said = known is not None or spent is not None or bool(_NEUTRAL.search(name))
        said = said or any(_alike(name, squash(other)) for other in column.path if other != text)  # a misread repetition
        if not said and not (position == 0 and len(column.path) > 1) and not any(TOTAL.search(squash(other)) for other in column.path):
            return None
    if fund in ("财政专户", "单位资金"):
        return None
    when = (basis if basis in ("年初预算", "调整预算", "全年预算") or basis.startswith("上年") else "", offset)
    blank = Operand("", None, None, "")  # type: ignore[arg-type]
    return Point(flow, fund, use, "", when, carry, 0, blank)


def _alike(one: str, two: str) -> bool:
    bare = [re.sub(r"\W", "", text) for text in (one, two)]
    return similarity(one, two) >= 0.5 or (len(bare[0]) >= 3 and bare[0][:2] == bare[1][:2])


def _item(sheet: Sheet, row: RowAxis, side: int, flow: str) -> tuple[str, str, str] | None:
    """Item, carry and fund of a row; None where it is none that other tables repeat."""
    name = squash(re.sub(r"\s", "", row.subject))
    two_sided = len(sheet.sides) > 1
    if row.code is not None and classified(row.code) is not None:
        return row.code, "", ""
    if two_sided:
        if re.search(r"^(收入|支出)?总计$", name):
            return "合计", "含结转", ""
        if re.fullmatch(r"(本年|当年)(收入|支出)(合计)?", name):
            return "合计", "本年", ""
        if flow == "支出" and name in class_codes():
            return class_codes()[name], "", ""
        if flow == "收入":
            above = sheet.axes.row(row.parent, side) if row.parent is not None else None
            before = [r for r in sheet.rows(side) if r.row < row.row and (_CARRIED.search(r.subject) or r.is_total)]
            if before or (above is not None and _CARRIED.search(above.subject)) or _CARRIED.search(name):
                return None
            fund = next((value for pattern, value in _FUNDS if re.search(pattern, name)), None)
            if fund is not None and re.search(r"拨款|预算资金|^政府性基金|^国有资本", name):
                return "合计", "本年", fund
        return None
    alone = [other for other in sheet.rows(side) if any(sheet.filled(other.row, column) for column in sheet.columns(side))] == [row]
    if row.is_total or row.is_unit_row or alone:
        return "合计", "", ""
    return None
