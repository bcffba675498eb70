"""Across tables: the same item, use, fund and year in several tables of one disclosure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from corpus.axes import ColumnAxis, RowAxis
from qa.checks.balance import doubtful_header
from qa.checks.hierarchy import topmost
from qa.checks.material import Material, Sheet, remembered
from qa.checks.points import ALL_FUNDS, CAPITAL, GENERAL, GRANT, Point, points
from qa.checks.relation import SAME, Relation, Sum
from qa.checks.rule import rule
from qa.checks.support import believed, causes, nearest, one_unit_slip, outcome, sum_of, wrong_unit

_FUNDS_DIFFER = "两表口径未必相同（资金来源或结转），不据此判错"
_CLASSES_DIFFER = "功能分类与经济分类口径未必相同，不据此判错"

Key = tuple[str, str, str, str, tuple[str, int]]


def _key(point: Point) -> Key:
    return point.flow, point.fund, point.use, point.item, point.when


@remembered
def grouped(material: Material) -> dict[Key, list[Point]]:
    """The points of each meaning, one for each table and carry; a table that gives one meaning two values is left out there."""
    by_key: dict[Key, dict[tuple[int, str], list[Point]]] = defaultdict(lambda: defaultdict(list))
    for point in points(material):
        by_key[_key(point)][point.sheet, point.carry].append(point)
    found: dict[Key, list[Point]] = {}
    for key, tables in by_key.items():
        found[key] = [these[0] for these in tables.values() if len(these) == 1 or len({p.operand.amount for p in these}) == 1]
    return found


def _same(left: Point, right: Point) -> Relation:
    what = left.operand.row or ""
    return Relation(SAME, right.operand, (left.operand,), f"{right.operand.table}与{left.operand.table}的{what}一致")


def _comparable(left: Point, right: Point) -> bool:
    return left.carry == right.carry or "" in (left.carry, right.carry)


@rule("across.same", "across")
def same_in_tables(material: Material) -> Iterator[Relation]:
    """The same item of the same fund, use and year is the same in every table: 收支总表 = 收入总表 = 支出总表, 财政拨款收支总表 =
    一般公共预算支出表, 支出总表的基本支出 = 基本支出表, 项目支出 = 项目支出表 (表间勾稽关系)."""
    between: dict[tuple[int, int], list[Relation]] = defaultdict(list)
    for group in grouped(material).values():
        for left, right in combinations(sorted({p.sheet for p in group}), 2):
            between[left, right] += _between([p for p in group if p.sheet == left], [p for p in group if p.sheet == right])
    yield from _settled(material, between)


def _between(left: list[Point], right: list[Point]) -> list[Relation]:
    """What two tables state for one thing, with and without the carry-over.

    A total that does not say whether it has the carry-over in it is 本年合计 or 总计, whichever the table means.
    """
    pairs = [(one, two) for one in left for two in right if _comparable(one, two)]
    held = [relation for relation in (_same(*pair) for pair in pairs) if outcome(relation) in ("consistent", "rounding")]
    return held or ([nearest([_same(*pair) for pair in pairs])] if pairs else [])


@rule("across.class", "across")
def class_from_codes(material: Material) -> Iterator[Relation]:
    """A 类 of a 收支 table is the sum of its codes in the table by 科目, where that one has no row for the 类."""
    points_of = grouped(material)
    sheets_of: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    columns_of: dict[tuple[str, str, str, tuple[str, int], int], set[int | None]] = defaultdict(set)
    for key, group in points_of.items():
        for point in group:
            sheets_of[key[:3]].add(point.sheet)
            columns_of[*key[:3], key[4], point.sheet].add(getattr(point.operand.source, "column", None))
    between: dict[tuple[int, int], list[Relation]] = defaultdict(list)
    for (flow, fund, use, item, when), group in points_of.items():
        if flow != "支出" or len(item) != 3 or not item.isdigit():
            continue
        for sheet_index in sorted(sheets_of[flow, fund, use]):
            sheet = material.sheets[sheet_index]
            if len(sheet.sides) != 1 or sheet_index in {p.sheet for p in group}:
                continue
            rows = topmost([row for row in sheet.rows(0) if row.code and row.code.startswith(item)])
            known = columns_of[flow, fund, use, when, sheet_index]
            column = next((c for c in sheet.columns(0) if c.column in known), None)
            if len(rows) < 1 or column is None or not any(sheet.filled(row.row, column) for row in rows):
                continue
            parts = [sheet.operand(row, column) for row in rows if sheet.filled(row.row, column)]
            left = group[0].operand
            between[group[0].sheet, sheet_index].append(sum_of(left, parts, [p.row or "" for p in parts], f"{left.table}·{left.row}"))
    yield from _settled(material, between)


_WITHOUT, _WITH = re.compile(r"(?:当年|本年)(?:财政)?拨款|不含(?:上年)?结转"), re.compile(r"含(?:上年)?结转")


def _carried(title: str) -> str:
    """What a table's title says of the carry-over in it."""
    return "不含" if _WITHOUT.search(title) else "含" if _WITH.search(title) else ""


def _settled(material: Material, between: dict[tuple[int, int], list[Relation]]) -> Iterator[Relation]:
    """The relations table pair by table pair; a table whose figures contradict its header confirms, but accuses nobody, and so do
    two whose titles say differently whether last year's carry-over is in them."""
    for tables, relations in between.items():
        sheets = [material.sheets[index] for index in tables]
        if any(doubtful_header(sheet) for sheet in sheets) or len({_carried(sheet.table.title) for sheet in sheets}) > 1:
            yield from _holding(relations)
        else:
            yield from believed(relations, certain=True)


@rule("across.funds", "across")
def narrower_funds(material: Material) -> Iterator[Relation]:
    """Where everything is paid from one fund (the totals of 全部, 财政拨款 and 一般公共预算 are equal), every item is equal too."""
    points_of = grouped(material)
    for wide, narrow in ((ALL_FUNDS, GRANT), (ALL_FUNDS, GENERAL), (GRANT, GENERAL)):
        total = [_first(points_of, ("支出", fund, "", "合计", ("", 0))) for fund in (wide, narrow)]
        alike = all(total) and outcome(_same(total[0], total[1])) in ("consistent", "rounding")  # type: ignore[arg-type]
        relations = []
        for key, group in points_of.items():
            if key[1] != wide or key[4] != ("", 0) or key[0] != "支出":
                continue
            other = points_of.get((key[0], narrow, *key[2:]), [])
            if not other or not group:
                continue
            relation = _same(group[0], other[0])
            relations.append(relation if alike else replace(relation, soft=_FUNDS_DIFFER))
        if alike:
            yield from believed(relations)
        else:
            yield from _holding(relations)


def _first(points_of: dict[Key, list[Point]], key: Key) -> Point | None:
    return next(iter(points_of.get(key, ())), None)


def _holding(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Agreements that the field does not oblige: they confirm each other where they hold; where not, only a wrong unit is told."""
    for relation in one_unit_slip(replace(relation, soft="") if relation.soft else relation for relation in relations):
        if outcome(relation) in ("consistent", "rounding") or (wrong_unit(relation) and not relation.reason):
            yield relation


@rule("across.other", "across")
def other_sources(material: Material) -> Iterator[Relation]:
    """收入总计 of 收支总表 without what is not 财政拨款 (事业收入, 其他收入, 单位资金…) is the total of 财政拨款收支总表."""
    points_of = grouped(material)
    grant = _first(points_of, ("收入", GRANT, "", "合计", ("", 0)))
    for sheet in material.sheets:
        if sheet.table.kind != "收支总表" or grant is None or material.document.scope == "政府":
            continue
        rows = sheet.rows(0)
        total = next((row for row in rows if row.is_total and row.subject.endswith("总计")), None)
        for column in sheet.columns(0) if total is not None else []:
            others = [
                row
                for row in rows
                if re.search(r"事业收入|经营收入|其他收入|上级补助|附属单位|单位资金|专户", row.subject) and _worth(sheet, row, column)
            ]
            if total is not None and others and sheet.filled(total.row, column):
                parts = (sheet.operand(total, column), *(sheet.operand(row, column) for row in others))
                claim = f"{grant.operand.table}·总计 = {sheet.table.title}·总计 − {' − '.join(row.subject for row in others)}"
                yield from _holding([Relation(Sum((1, *(-1 for _ in others))), grant.operand, parts, claim)])


def _worth(sheet: Sheet, row: RowAxis, column: ColumnAxis) -> bool:
    amount = sheet.amount(row.row, column)
    return amount is not None and amount.value != 0


# 经济分类 of what a unit pays for its staff, and the 功能分类 项 under which it is paid.
_STAFF = (
    ("30108", "2080505"),
    ("30109", "2080506"),
    ("30113", "2210201"),
    ("30111", "2101103"),
    ("30110", "2101101"),
    ("30110", "2101102"),
    ("30112", "2089999"),
    ("30112", "2109999"),
    ("30302", "2080501"),
)


@rule("across.staff", "across")
def staff_contributions(material: Material) -> Iterator[Relation]:
    """What a unit pays for its staff appears by 经济分类 (基本支出表) and by 功能分类 (支出表): 养老 30108 = 2080505, 年金 30109 =
    2080506, 公积金 30113 = 2210201, …; the two classifications confirm each other, but need not cover the same payments."""
    points_of = grouped(material)
    for economic, function in _STAFF:
        left = [p for key, group in points_of.items() if key[3] == economic and key[2] == "基本" for p in group]
        right = [p for key, group in points_of.items() if key[3] == function and key[0] == "支出" and key[2] in ("", "基本") for p in group]
        for one in left:
            held = [
                replace(
                    _same(one, two),
                    claim=f"{two.operand.table}·{two.operand.row} = {one.operand.table}·{one.operand.row}",
                    soft=_CLASSES_DIFFER,
                )
                for two in right
            ]
            yield from _holding(held)


@rule("across.capital", "across")
def capital_spending(material: Material) -> Iterator[Relation]:
    """国有资本经营预算支出表 gives the 类 国有资本经营预算支出 of the 收支 tables (unless part of it is spent under other 类)."""
    points_of = grouped(material)
    total = _first(points_of, ("支出", CAPITAL, "", "合计", ("", 0)))
    if total is not None:
        for fund in (ALL_FUNDS, GRANT):
            yield from _holding(_same(point, total) for point in points_of.get(("支出", fund, "", "223", ("", 0)), []))


@rule("across.reception", "across")
def three_public_items(material: Material) -> Iterator[Relation]:
    """三公 items (and 会议费, 培训费 beside them) paid from 基本支出 appear there by 经济分类: 公务接待费 30217, 因公出国 30212,
    公务用车运行 30231, 会议费 30215, 培训费 30216; projects may pay more of them, so that they only confirm each other."""
    points_of = grouped(material)
    for item, code in (
        ("公务接待费", "30217"),
        ("因公出国（境）费", "30212"),
        ("公务用车运行费", "30231"),
        ("三公经费", "30217"),
        ("会议费", "30215"),
        ("培训费", "30216"),
    ):
        left = [
            p
            for key, group in points_of.items()
            if key[1] == GENERAL and key[2] == "三公" and key[3] == item and key[4][1] == 0
            for p in group
        ]
        right = [p for key, group in points_of.items() if key[2] == "基本" and key[3] == code for p in group]
        yield from _holding(
            replace(_same(one, two), claim=f"{one.operand.table}·{item} = {two.operand.table}·{two.operand.row}", soft=_CLASSES_DIFFER)
            for one in left
            for two in right
        )


@rule("across.twins", "across")
def twin_tables(material: Material) -> Iterator[Relation]:
    """Two tables of one kind (by 科目 and by 单位) have the same total row, column by column."""
    for one, two in combinations(material.sheets, 2):
        if one.table.kind is None or one.table.kind != two.table.kind or len(one.sides) != 1 or len(two.sides) != 1:
            continue
        rows = [next((row for row in sheet.rows(0) if row.is_total), None) for sheet in (one, two)]
        left, right = one.columns(0), two.columns(0)
        if rows[0] is None or rows[1] is None or len(left) != len(right) or len(left) < 3:
            continue
        relations = [
            Relation(SAME, two.operand(rows[1], b), (one.operand(rows[0], a),), f"{two.table.title}与{one.table.title}的合计一致")
            for a, b in zip(left, right, strict=True)
            if one.filled(rows[0].row, a) and two.filled(rows[1].row, b)
        ]
        fails = [relation for relation in relations if outcome(relation) == "inconsistent"]
        if len(relations) >= 3 and causes(fails) * 4 <= len(relations):
            yield from believed(relations)


@rule("across.balance", "across")
def income_and_spending(material: Material) -> Iterator[Relation]:
    """What a fund gives is what is spent from it where nothing is carried over (以收定支): 一般公共预算拨款收入 = 一般公共预算支出."""
    points_of = grouped(material)
    for key, group in points_of.items():
        if key[0] != "收入" or key[3] != "合计":
            continue
        spent = [p for carry in ("", "本年", "含结转") for p in points_of.get(("支出", *key[1:]), []) if p.carry == carry]
        yield from _holding(
            replace(_same(one, two), soft=_FUNDS_DIFFER)
            for one in group[:3]
            for two in spent[:6]
            if one.carry == two.carry or (one.sheet != two.sheet and _comparable(one, two))
        )
