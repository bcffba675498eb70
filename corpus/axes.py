"""The axes of a table: what each row and each column of it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from corpus.amount import canonical_unit, counted_in, parse_amount
from corpus.folding import squash
from corpus.header_meaning import header_meaning
from corpus.labels import Label, is_agency, is_total, read_label
from corpus.table import Cell, Table
from corpus.terms import code_name

ColumnRole = Literal["label", "code", "ordinal", "value"]


@dataclass(frozen=True, slots=True)
class RowAxis:
    """What a row means on one side of a table (0, 1, … for the groups that stand side by side, as in 收入 | 支出).

    `parent` is the row of the item above (None at the top), `level` its depth below the top, `ordinal` a printed `一、`,
    `unit` the counting unit printed behind the label (`车辆（辆）`), `path` what other label columns say (项目 of a 单位).
    Unnamed rows that repeat a total are totals with an empty subject.
    """

    row: int
    side: int
    subject: str
    code: str | None = None
    level: int = 0
    parent: int | None = None
    ordinal: str = ""
    is_total: bool = False
    is_unit_row: bool = False
    unit: str | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnAxis:
    """What a column means: its header path, and for values the measure, unit, basis and year that the header names.

    `unit` holds for plain numbers in it and is None where the column counts things; `year` is an absolute year,
    `year_offset` a relative one (上年 is −1) counted from the document's year.
    """

    column: int
    side: int
    path: tuple[str, ...]
    role: ColumnRole
    measure: str
    unit: str | None
    basis: str | None
    year: int | None
    year_offset: int = 0
    counts: bool = False


@dataclass(frozen=True)
class Axes:
    """The axes of a table; `form` where labels and contents stand side by side (`rows` and `columns` are then empty)."""

    rows: tuple[RowAxis, ...]
    columns: tuple[ColumnAxis, ...]
    form: bool = False

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], RowAxis]:
        return {(axis.row, axis.side): axis for axis in self.rows}

    @cached_property
    def _by_column(self) -> dict[int, ColumnAxis]:
        return {axis.column: axis for axis in self.columns}

    def row(self, row: int, side: int = 0) -> RowAxis | None:
        """The meaning of a row on one side; None where nothing stands on it."""
        return self._by_place.get((row, side))

    def column(self, column: int) -> ColumnAxis | None:
        """The meaning of a column."""
        return self._by_column.get(column)

    def values(self, side: int) -> list[ColumnAxis]:
        """The value columns of a side, left to right."""
        return [axis for axis in self.columns if axis.side == side and axis.role == "value"]

    def ancestors(self, axis: RowAxis) -> list[RowAxis]:
        """The rows above a row in its hierarchy, outermost first."""
        above: list[RowAxis] = []
        seen = {axis.row}
        here = axis
        while here.parent is not None and here.parent not in seen:
            seen.add(here.parent)
            found = self.row(here.parent, axis.side)
            if found is None:
                break
            above.append(found)
            here = found
        return above[::-1]


_MEMORY = "axes"


def read_axes(table: Table) -> Axes:
    """The meaning of each row and column of a table; rows with nothing on a side are left out on that side.

    The ledger and the audit ask for it one after the other: it is read once for each table.
    """
    memory = vars(table)
    if _MEMORY not in memory:
        memory[_MEMORY] = _read(table)
    axes: Axes = memory[_MEMORY]
    return axes


def _read(table: Table) -> Axes:
    if table.header_rows == 0:
        return Axes((), (), form=True)
    columns = _columns(table)
    rows: list[RowAxis] = []
    for side in range(1 + max((axis.side for axis in columns), default=0)):
        rows.extend(_rows(table, [axis for axis in columns if axis.side == side], side))
    rows.sort(key=lambda axis: (axis.row, axis.side))
    return Axes(tuple(rows), tuple(columns))


# --- columns ---------------------------------------------------------------------------------------------------------

_ORDINAL_HEADER = re.compile(r"^(序号|行次|栏次|编号)$")
_YEARS_HEADER = re.compile(r"^(年度|年份|期间)$")
_CODE_HEADER = re.compile(r"(编码|代码|编号)$|^[类款项目]$")
_LEVELS = re.compile(r"^[类款项目]$")
_LABEL_HEADER = re.compile(
    r"(名称|名称\([^)]*\)|科目|单位|部门|内容|备注|说明|摘要|依据|用途|方向|类别|类型|性质|规格|来源|目录|指标|目标|标准|形式|描述|级次|处室)$"
    r"|^(项目|项目\(.*\)|资产|收入|支出|指标)$"
)
# What names a row, the finest first: an indicator, a project or thing bought, an item, a unit.
_OWN_NAMES = (
    re.compile(r"指标(名称)?$"),
    re.compile(r"项目(名称)?(\(.*\))?$|品目(名称)?$|采购(内容|标的)$"),
    re.compile(r"名称|科目"),
    re.compile(r"(?<!计量)单位$"),
)
_COUNT_HEADER = re.compile(
    r"总分|评分|数量|人数|个数|辆数|户数|台数|编制|实有|现有|在编|在岗|在册|年[末初](?:在职|退休|离休)|保有|面积|件数|宗数|权重|分值|得分|年限"
)


def is_number(cell: Cell | None) -> bool:
    """Whether a cell is one number, rate or amount, be it misprinted (`(0.00`)."""
    return cell is not None and (
        cell.amount is not None
        or parse_amount(cell.text) is not None
        or bool(re.fullmatch(r"[()]?[\d.,]*\d[.,]\d+[()]?", squash(cell.text)))
    )


def _role(table: Table, column: int, path: tuple[str, ...]) -> ColumnRole:
    cells = [table.at(row, column) for row in range(table.header_rows, table.rows)]
    own = [cell for cell in cells if cell is not None and cell.column == column and cell.text.strip()]
    numbers = sum(is_number(cell) for cell in own)
    texts = len(own) - numbers
    last = path[-1] if path else ""
    if _ORDINAL_HEADER.match(last):
        return "ordinal"
    # 合计 over the columns of the labels is no entry of any of them.
    plain = [text for cell in own if not is_total(text := squash(cell.text))]
    codes = sum(bool(re.fullmatch(r"\d{1,9}", text)) for text in plain)
    if _CODE_HEADER.search(last) and (codes * 2 >= len(plain)):
        return "code"
    if (
        plain
        and all(re.fullmatch(r"(2\d\d|30\d|31\d|399|5\d\d)(\d\d){0,2}", text) for text in plain)
        and (not last or _LABEL_HEADER.search(last) or last.endswith("分类"))
    ):
        return "code"
    if texts > numbers or (own and _YEARS_HEADER.match(last)):
        return "label"
    if numbers == 0 and (_LABEL_HEADER.search(last) or _CODE_HEADER.search(last)):
        return "label"
    return "value"


def _columns(table: Table) -> list[ColumnAxis]:
    found: list[ColumnAxis] = []
    for column in range(table.columns):
        path = table.header(column)
        role = _role(table, column, path)
        measure, unit, basis, year, offset = header_meaning(path)
        last = path[-1] if path else ""
        counts = role == "value" and unit is None and (bool(_COUNT_HEADER.search(last)) or counted_in(last) is not None)
        if role != "value":
            unit = None
        elif unit is None and not counts:
            unit = table.unit
        found.append(ColumnAxis(column, 0, path, role, measure, unit, basis, year, offset, counts))
    return _with_sides(found)


def _with_sides(columns: list[ColumnAxis]) -> list[ColumnAxis]:
    """A new side begins at the labels after a value, where their header repeats the first labels' or 收入 turns into 支出."""
    starts = [0]
    seen_value = False
    for position, axis in enumerate(columns):
        if axis.role == "value":
            seen_value = True
        elif seen_value and columns[position - 1].role == "value":
            block = position
            while block < len(columns) and columns[block].role != "value":
                block += 1
            if block < len(columns) and _repeats(columns[starts[-1] : position], columns[position:block]):
                starts.append(position)
                seen_value = False
    sides = [sum(start <= position for start in starts) - 1 for position in range(len(columns))]
    return [replace(axis, side=side) for axis, side in zip(columns, sides, strict=True)]


def _repeats(before: list[ColumnAxis], labels: list[ColumnAxis]) -> bool:
    old = {_bare(axis.path[-1]) for axis in before if axis.role in ("label", "code") and axis.path}
    new = {_bare(axis.path[-1]) for axis in labels if axis.role in ("label", "code") and axis.path}
    tops = {axis.path[0] for axis in before if axis.path}, {axis.path[0] for axis in labels if axis.path}
    turned = any("收入" in top for top in tops[0]) and any("支出" in top for top in tops[1]) and not tops[0] & tops[1]
    return bool(old & new) or turned


def _bare(text: str) -> str:
    return re.sub(r"\(.*?\)|[:：]", "", text)


# --- rows ------------------------------------------------------------------------------------------------------------

_CLASSIFICATION = re.compile(r"[12]\d\d(\d\d){0,3}|(30[1-9]|31\d|399|50\d|51\d|599)(\d\d){0,2}")


_OTHER_ECONOMIC = re.compile(r"^政府(预算)?(支出)?经济分类")


def _unit_codes(table: Table, codes: list[ColumnAxis]) -> set[int]:
    """The columns that hold codes of units or projects, or of the other of the two economic classifications: by their header,
    unless they repeat the classification code."""
    found = set()
    split = _split(codes)
    for axis in codes:
        header = axis.path[-1] if axis.path else ""
        if len(codes) > 1 and _OTHER_ECONOMIC.search(header):
            found.add(axis.column)
        if axis in split or not re.search(r"单位|部门|项目", header):
            continue
        filled = [row for row in range(table.header_rows, table.rows) if squash(table.text(row, axis.column)).isdigit()]
        repeats = sum(bool(code := _joined(table, row, split)) and squash(table.text(row, axis.column)).startswith(code) for row in filled)
        if repeats * 2 < len(filled) or not filled:
            found.add(axis.column)
    return found


def _split(codes: list[ColumnAxis]) -> list[ColumnAxis]:
    """The columns that share a code between them: 类, 款, 项, or several under one heading (功能分类科目编码)."""
    paths = [axis.path for axis in codes if axis.path]
    return [axis for axis in codes if axis.path and (_LEVELS.match(axis.path[-1]) or paths.count(axis.path) > 1)]


def _joined(table: Table, row: int, split: list[ColumnAxis], above: str = "") -> str:
    # 款 and 项 are two digits each; some tables print the whole code so far, some drop the leading zero, some the 类 that goes on from `above`
    texts = [squash(table.text(row, axis.column)) for axis in split]
    first = next((number for number, text in enumerate(texts) if text.isdigit()), 0)
    joined = above[: 1 + 2 * first] if first and len(split) > 2 else ""
    for text in texts:
        if text.isdigit():
            joined = text if len(text) > 2 else joined + text.zfill(2)
    return joined


def _code(table: Table, row: int, codes: list[ColumnAxis], label: Label, foreign: set[int], above: str) -> str | None:
    """The classification code of a row: its parts (类, 款, 项) joined, or the fullest printed one; `above` is the one before it."""
    split = _split(codes)
    whole = [squash(table.text(row, axis.column)) for axis in codes if axis not in split and axis.column not in foreign]
    best = max([*(text for text in whole if text.isdigit()), _joined(table, row, split, above), label.code or ""], key=len)
    return best if _CLASSIFICATION.fullmatch(best) else None


def _rows(table: Table, columns: list[ColumnAxis], side: int) -> list[RowAxis]:
    labels = [axis for axis in columns if axis.role == "label"]
    codes = [axis for axis in columns if axis.role == "code"]
    values = [axis for axis in columns if axis.role == "value"]
    if not values:
        return []
    leading = [axis for axis in labels if axis.column < values[0].column] or labels[:1]
    measured = next((axis for axis in labels if axis.path and _counts_in(table, axis)), None)
    leading = [axis for axis in leading if axis is not measured]
    main = _main([axis for axis in leading if not _is_catalogue(table, axis)] or leading)
    headed_unit = main is not None and any("单位" in text for text in main.path)
    foreign = _unit_codes(table, codes)
    found: list[RowAxis] = []
    for row in range(table.header_rows, table.rows):
        texts = [(axis, table.at(row, axis.column)) for axis in leading]
        named = [(axis, cell.text) for axis, cell in texts if cell is not None and squash(cell.text)]
        own = next((text for axis, text in named if axis is main), named[-1][1] if named else "")
        filled = any(is_number(table.at(row, axis.column)) for axis in values)
        if not own.strip():  # 人员经费合计 printed in the column of the codes
            words = [table.text(row, axis.column) for axis in codes if axis.column < values[0].column]
            own = next((text for text in words if is_total(read_label(text).subject)), own)
        if not own.strip() and not filled:
            continue
        label = read_label(own)
        code = _code(table, row, codes, label, foreign, next((axis.code for axis in reversed(found) if axis.code), ""))
        subject = "" if label.subject.isdigit() else label.subject
        path = tuple(read_label(text).subject for axis, text in named if text != own and axis.column < (main.column if main else 0))
        total = is_total(subject) or (not subject and filled and code is None)
        agency = not total and code is None and is_agency(subject) and (headed_unit or _equals_total(table, row, found, values))
        if not subject and not total:
            subject = label.subject
        level = (len(code) - 3) // 2 if code and code[0] in "235" else label.level or 0
        named_unit = squash(table.text(row, measured.column)) if measured is not None else ""
        unit = label.unit or canonical_unit(named_unit) or named_unit or None
        found.append(RowAxis(row, side, subject, code, level, None, label.ordinal, total, agency, unit, path))
    return _with_parents(found, {axis.row: read_label(table.text(axis.row, main.column)).among for axis in found} if main else {})


def _main(leading: list[ColumnAxis]) -> ColumnAxis | None:
    """The column that names the rows: of those with the finest names the last one, else the last of all."""
    for pattern in _OWN_NAMES:
        named = [axis for axis in leading if axis.path and pattern.search(axis.path[-1])]
        if named:
            return named[-1]
    return leading[-1] if leading else None


# A code of the catalogue of government procurement (财库〔2022〕31号), with its name or without.
_CATALOGUE = re.compile(r"[ABC]\d{4,8}(?!\d)", re.IGNORECASE)


def _is_catalogue(table: Table, axis: ColumnAxis) -> bool:
    """Whether a column says under what in the catalogue each row is bought: a class, not its name."""
    texts = [text for row in range(table.header_rows, table.rows) if (text := squash(table.text(row, axis.column))) and not is_total(text)]
    return bool(texts) and all(_CATALOGUE.match(text) for text in texts)


_LONGEST_UNIT = 5


def _counts_in(table: Table, axis: ColumnAxis) -> bool:
    """Whether a column says in what its rows are counted (辆, 套); a unit of government is no such unit."""
    if axis.path[-1] not in ("单位", "计量单位"):
        return False
    texts = [squash(table.text(row, axis.column)) for row in range(table.header_rows, table.rows)]
    known = any(canonical_unit(text) is not None for text in texts)
    return known and all(len(text) <= _LONGEST_UNIT for text in texts)


def _equals_total(table: Table, row: int, above: list[RowAxis], values: list[ColumnAxis]) -> bool:
    totals = [axis.row for axis in above if axis.is_total]
    return bool(totals) and all(squash(table.text(row, axis.column)) == squash(table.text(totals[0], axis.column)) for axis in values)


def _with_parents(rows: list[RowAxis], among: dict[int, bool]) -> list[RowAxis]:
    """Each row with its parent: by code prefix where there are codes, else by numbering, 其中 and the lists they open."""
    coded = any(axis.code for axis in rows)
    depths = sorted({axis.level for axis in rows if axis.ordinal})
    if not coded:  # a list numbered 1. 2. 3. throughout is at the top
        rows = [replace(axis, level=depths.index(axis.level)) if axis.ordinal else axis for axis in rows]
    found: list[RowAxis] = []
    numbered: dict[int, RowAxis] = {}  # the latest numbered row of each depth
    opener: RowAxis | None = None  # an unnumbered item after a total, which may head a list of its own
    after_total = False
    for axis in rows:
        parent: RowAxis | None = None
        level = axis.level
        if axis.is_total:
            numbered, opener, after_total = {}, None, True
        elif among.get(axis.row) and found:
            parent = next((other for other in reversed(found) if not among.get(other.row) and not other.is_total), None)
            level = (parent.level if parent else 0) + 1
        elif coded:
            parent = _above(axis, found, rows)
        elif axis.ordinal:
            if opener is not None and level == 0:
                parent, level = opener, 1
            else:
                parent = max((row for depth, row in numbered.items() if depth < level), key=lambda row: row.level, default=None)
            numbered = {depth: row for depth, row in numbered.items() if depth < axis.level}
            numbered[axis.level] = axis
        elif after_total:
            opener = axis
        elif numbered:
            deepest = numbered[max(numbered)]
            parent, level = deepest, deepest.level + 1
        found.append(replace(axis, parent=parent.row if parent else None, level=level))
    return found


def _above(axis: RowAxis, before: list[RowAxis], rows: list[RowAxis]) -> RowAxis | None:
    if axis.code and (name := code_name(axis.code)) and name != axis.subject:
        # projects listed under their 项: the row that bears the 项's name stands above them
        hit = next((row for row in reversed(before) if row.subject == name and row.code in (None, axis.code)), None)
        if hit is not None:
            return hit
    if axis.code and len(axis.code) > 3:
        for size in range(len(axis.code) - 2, 2, -2):
            wanted = axis.code[:size]
            hit = next((row for row in reversed(before) if row.code == wanted), None) or next(
                (row for row in rows if row.code == wanted), None
            )
            if hit is not None:
                return hit
    return next((row for row in reversed(before) if row.is_unit_row), None)
