"""Within a table: total columns and total rows against their parts, and the two sides of a 收支 table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.amount import MONEY
from corpus.axes import ColumnAxis, RowAxis
from corpus.folding import squash
from qa.checks.material import Material, Sheet, remembered
from qa.checks.relation import SAME, Relation
from qa.checks.rule import rule
from qa.checks.support import believed, outcome, sum_of, weighty

TOTAL = re.compile(r"(合计|小计|总计|总额|^计)(数|金额)?$")
WHICH = re.compile(r"^[\(（]?其中")
# Columns whose names alone say that they are the parts of a total: 支出 by use, 基本支出 by use, sources of funds, 三公.
_NAMED_PARTS = re.compile(
    r"基本支出|项目支出|上缴上级|经营支出|对附属|人员经费|公用经费|一般公共预算|政府性基金|国有资本经营|财政专户|财政拨款|事业收入|经营收入|上级补助|附属单位上缴|其他收入|弥补收支差额|非财政拨款结余|债务|捐赠|"
    r"单位资金|上年结转|结转|^本年(收入|支出)|因公出国|公务用车|公务接待|购置费|运行(维护)?费"
)


def header_groups(sheet: Sheet, side: int) -> list[tuple[ColumnAxis, list[ColumnAxis]]]:
    """The total columns of a side with the columns that the header makes their parts."""
    columns = [c for c in sheet.columns(side) if c.unit is None or c.unit in MONEY]
    found = []
    for column in columns:
        if not column.path or not TOTAL.search(squash(column.path[-1])):
            continue
        stem = column.path[:-1]
        under = [c for c in columns if c is not column and c.path[: len(stem)] == stem and (c.year, c.basis) == (column.year, column.basis)]
        after = [c for c in under if c.column > column.column]
        parts = _of_its_own(squash(column.path[-1]), _heads(after or under, len(stem)))
        if len(parts) >= 2:
            found.append((column, parts))
    return found


# What a subtotal that says its own name in one cell (基本支出小计) is made of; what stands beside it is none of it.
_OWN_PARTS = ((re.compile(r"基本支出"), re.compile(r"人员|公用|工资|商品|个人")), (re.compile(r"公务用车"), re.compile(r"购置|运行")))


def _of_its_own(name: str, parts: list[ColumnAxis]) -> list[ColumnAxis]:
    wanted = next((own for whole, own in _OWN_PARTS if whole.search(name)), None)
    return parts if wanted is None else [part for part in parts if wanted.search(squash(part.path[-1]))]


def _heads(columns: Sequence[ColumnAxis], depth: int) -> list[ColumnAxis]:
    """One column for each group below a header: its own total, or all its columns where it has none."""
    groups: dict[str, list[ColumnAxis]] = {}
    for column in columns:
        if len(column.path) > depth:
            groups.setdefault(column.path[depth], []).append(column)
    heads: list[ColumnAxis] = []
    for name, members in groups.items():
        if WHICH.search(squash(name)):
            continue
        totals = [c for c in members if len(c.path) > depth + 1 and TOTAL.search(squash(c.path[depth + 1]))]
        if len(members) > 1 and totals:
            heads.append(totals[0])
        elif len(members) == 1 or len({c.path[depth + 1 :] for c in members}) == len(members):
            heads += [c for c in members if not any(WHICH.search(squash(p)) for p in c.path[depth:])]
    return heads


def arithmetic_groups(sheet: Sheet, side: int) -> list[tuple[ColumnAxis, list[ColumnAxis]]]:
    """Total columns that the figures themselves show where the header is unreadable.

    A column that equals the sum of the columns to its right in nearly every row of a longer table is their total: from
    the right, each column is tried against the topmost columns after it, so that subtotals stand for their own parts.
    """
    columns = [c for c in sheet.columns(side) if c.unit is None or c.unit in MONEY]
    rows = [row for row in sheet.rows(side) if any(sheet.filled(row.row, c) for c in columns)]
    tops: list[ColumnAxis] = []
    found = []
    for column in reversed(columns):
        best = 0
        for size in range(2, len(tops) + 1):
            if _adds_up(sheet, rows, column, tops[:size]):
                best = size
        if best:
            found.append((column, tops[:best]))
            tops = [column, *tops[best:]]
        else:
            tops = [column, *tops]
    return found if len(found) > 0 or len(columns) < 4 else _nested(sheet, rows, columns)


def _nested(sheet: Sheet, rows: Sequence[RowAxis], columns: Sequence[ColumnAxis]) -> list[tuple[ColumnAxis, list[ColumnAxis]]]:
    """The totals of a table too short to confirm them row by row: only where all its columns nest into one total exactly."""
    tops: list[ColumnAxis] = []
    found = []
    for column in reversed(columns):
        size = next((n for n in range(len(tops), 1, -1) if _exact(sheet, rows, column, tops[:n])), 0)
        if size:
            found.append((column, tops[:size]))
        tops = [column, *tops[size:]]
    whole = len(tops) == 1 or (len(tops) == 2 and all(sheet.amount(row.row, tops[0]) == sheet.amount(row.row, tops[1]) for row in rows))
    return found if whole else []


def _exact(sheet: Sheet, rows: Sequence[RowAxis], column: ColumnAxis, parts: Sequence[ColumnAxis]) -> bool:
    relations = []
    for row in rows:
        relations.append(column_sum(sheet, row, column, parts))
        if outcome(relations[-1]) != "consistent":
            return False
    return any(weighty(r) for r in relations)


def _adds_up(sheet: Sheet, rows: Sequence[RowAxis], column: ColumnAxis, parts: Sequence[ColumnAxis]) -> bool:
    filled = [row for row in rows if sheet.filled(row.row, column)]
    held: list[Relation] = []
    fails = 0
    for row in filled:
        relation = column_sum(sheet, row, column, parts)
        verdict = outcome(relation)
        if verdict in ("consistent", "rounding"):
            held.append(relation)
        elif verdict == "inconsistent":
            fails += 1
            if fails * 5 > len(filled):
                return False
    used = {p.column for r in held for p in r.parts if p.amount is not None and p.amount.value != 0}
    different = {tuple(p.amount for p in r.parts) for r in held if any(p.amount is not None and p.amount.value != 0 for p in r.parts)}
    return any(weighty(r) for r in held) and len(used) >= 2 and len(different) >= 3


def column_sum(sheet: Sheet, row: RowAxis, column: ColumnAxis, parts: Sequence[ColumnAxis]) -> Relation:
    """A row's total column against its parts."""
    names = ["/".join(part.path) or f"第{part.column + 1}列" for part in parts]
    name = f"{sheet.table.title}·{row.subject or row.code or '第' + str(row.row + 1) + '行'}：{'/'.join(column.path) or '第' + str(column.column + 1) + '列'}"
    return sum_of(sheet.operand(row, column), [sheet.operand(row, part) for part in parts], names, name)


def _shown(sheet: Sheet, side: int) -> Iterator[tuple[int, list[ColumnAxis]]]:
    return ((column.column, parts) for column, parts in arithmetic_groups(sheet, side))


@remembered
def structure(sheet: Sheet, side: int) -> tuple[list[tuple[ColumnAxis, list[ColumnAxis], bool]], bool]:
    """The total columns of a side with their parts and whether the header names them, and whether the header is doubtful.

    Where the header's parts fail and others that the figures show do not, the header was misread or misprinted.
    """
    shown: dict[int, list[ColumnAxis]] | None = None
    found: list[tuple[ColumnAxis, list[ColumnAxis], bool]] = []
    doubtful = False
    for column, parts in header_groups(sheet, side):
        verdicts = [outcome(relation) for relation in column_sums(sheet, side, column, parts)]
        fails = verdicts.count("inconsistent")
        holds = sum(verdict in ("consistent", "rounding") for verdict in verdicts)
        if fails and shown is None:
            shown = dict(_shown(sheet, side))
        other = None if shown is None else shown.pop(column.column, None)
        if fails and other is not None and {p.column for p in other} != {p.column for p in parts}:
            others = [outcome(relation) for relation in column_sums(sheet, side, column, other)]
            if others.count("inconsistent") < fails:
                doubtful = doubtful or not {p.column for p in parts} < {p.column for p in other}
                found.append((column, other, False))
                continue
        if fails > holds:
            doubtful = True
        found.append((column, parts, True))
    told = {c.column for column, parts, _ in found for c in (column, *parts)}
    if shown is None:  # a header that names the place of every column needs no figures to explain it
        shown = {} if told >= {c.column for c in sheet.columns(side)} else dict(_shown(sheet, side))
    heads = {column.column for column, _, _ in found}
    found += [
        (column, parts, False)
        for column, parts in ((c, shown[c.column]) for c in sheet.columns(side) if c.column in shown)
        if column.column not in heads
    ]
    return found, doubtful


@remembered
def doubtful_header(sheet: Sheet) -> bool:
    """Whether a table's figures contradict its header, so that what its columns are called says nothing for sure."""
    return any(structure(sheet, side)[1] for side in sheet.sides)


def column_sums(sheet: Sheet, side: int, column: ColumnAxis, parts: Sequence[ColumnAxis]) -> list[Relation]:
    """The relation of a total column to its parts in every row that states any of them."""
    return [column_sum(sheet, row, column, parts) for row in sheet.rows(side) if _any_filled(sheet, row, (column, *parts))]


@rule("table.columns", "table")
def total_columns(material: Material) -> Iterator[Relation]:
    """A total column is the sum of the columns that it heads: 合计 = 基本支出 + 项目支出 (+ 上缴上级、经营、补助附属),
    小计 = 人员经费 + 公用经费, 合计 = the funds, 公务用车小计 = 购置 + 运行 (部门预算/决算公开统一样表, 表内关系)."""
    for sheet in material.sheets:
        if sheet.axes.form:
            continue
        for side in sheet.sides:
            alone: list[Relation] = []
            for column, parts, by_header in structure(sheet, side)[0]:
                sums = column_sums(sheet, side, column, parts)
                named = by_header and all(_NAMED_PARTS.search("/".join(part.path)) for part in parts)
                if named and len(sums) == 1:
                    alone += sums
                    continue
                relations = list(
                    believed(sums, certain=named and any(outcome(relation) in ("consistent", "rounding") for relation in sums), named=named)
                )
                if named or any(outcome(relation) in ("consistent", "rounding") or not relation.reason for relation in relations):
                    yield from relations
            # how the header of a single row was read is confirmed by its other totals (预算数、决算数 of 三公 beside each other)
            holds = any(outcome(relation) in ("consistent", "rounding") and weighty(relation) for relation in alone)
            yield from believed(alone, certain=holds, named=True)


def _any_filled(sheet: Sheet, row: RowAxis, columns: Sequence[ColumnAxis]) -> bool:
    return any(sheet.filled(row.row, column) for column in columns)


_THIS_YEAR = re.compile(r"^(本年|当年)?(收入|支出)合计$|^本年(收入|支出)(合计|小计)?$")
_OPENS = re.compile(r"^本年(收入|支出)$|^(上年|年初)?.{0,6}结转.{0,6}$")
_ALL = re.compile(r"^(本年)?(收入|支出|收支)?总计$|^合计$")


def plain(text: str) -> str:
    """A row's name without numbering."""
    return re.sub(r"^([一二三四五六七八九十廿]+、|[\(（][一二三四五六七八九十廿]+[\)）]|\d+[.、．])", "", squash(text))


def side_totals(sheet: Sheet, side: int) -> list[tuple[RowAxis, list[RowAxis]]]:
    """The totals of one side of a 收支 table with the rows that they add up.

    Either totals close the rows above them (本年合计, then 总计 = 本年合计 + the rest), or they open the rows below them
    (一、本年收入 with the funds under it, 二、上年结转; then 总计 = 一 + 二).
    """
    rows = sheet.rows(side)
    top = min((row.level for row in rows if not row.is_total), default=0)
    found: list[tuple[RowAxis, list[RowAxis]]] = []
    pending: list[RowAxis] = []
    opened: RowAxis | None = None
    inside: list[RowAxis] = []
    for row in rows:
        name = plain(row.subject)
        closing = bool(name) and (bool(_ALL.search(name)) or (row.is_total and bool(_THIS_YEAR.search(name))))
        if not name or (WHICH.search(name) and not closing):
            continue
        if closing or _OPENS.search(name):
            if opened is not None and inside:
                found.append((opened, inside))
            opened, inside = None, []
        if closing:
            if pending:
                found.append((row, list(pending)))
            pending = [row]
        elif _OPENS.search(name):
            opened = row
            pending.append(row)
        elif opened is not None:
            inside.append(row)
        elif row.level == top:
            pending.append(row)
    if opened is not None and inside:
        found.append((opened, inside))
    return found


@rule("table.sides", "table")
def two_sides(material: Material) -> Iterator[Relation]:
    """In a 收支 table each side adds up (本年收入合计 = the kinds of income; 收入总计 = 本年收入合计 + 上年结转 and the like),
    and 收入总计 = 支出总计 (收支平衡, 预算法第十二条)."""
    for sheet in material.sheets:
        if len(sheet.sides) < 2:
            continue
        ends: list[tuple[RowAxis, ColumnAxis]] = []
        relations = []
        for side in sheet.sides:
            for row, parts in side_totals(sheet, side):
                for column in sheet.columns(side):
                    if sheet.filled(row.row, column) and any(sheet.filled(p.row, column) for p in parts):
                        relations.append(row_sum(sheet, row, column, parts))
            last = [row for row in sheet.rows(side) if re.search(r"总计$", plain(row.subject))]
            first = next((c for c in sheet.columns(side) if last and sheet.filled(last[-1].row, c)), None)
            if last and first is not None:
                ends.append((last[-1], first))
        yield from believed(relations, certain=True)
        if len(ends) == 2:
            (one, left), (two, right) = ends
            yield Relation(SAME, sheet.operand(two, right), (sheet.operand(one, left),), f"{sheet.table.title}：收入总计 = 支出总计")


def row_sum(sheet: Sheet, row: RowAxis, column: ColumnAxis, parts: Sequence[RowAxis]) -> Relation:
    """A row's figure in a column as the sum of other rows' figures, blank ones (which count as nothing) among them."""
    filled = [part for part in parts if sheet.filled(part.row, column)]
    names = [part.subject or part.code or f"第{part.row + 1}行" for part in filled or parts]
    head = "/".join(column.path)
    name = f"{sheet.table.title}·{row.subject or row.code or '第' + str(row.row + 1) + '行'}" + (f"·{head}" if head else "")
    return sum_of(
        sheet.operand(row, column), [sheet.operand(part, column) for part in (parts if len(parts) <= 60 else filled)], names, name
    )
