"""Rows that a dump printed a column too far left or right, put back where their kind of text or their sums belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import canonical_unit, parse_number
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid
from corpus.headers import Header
from corpus.merging import indicator_row

Places = frozenset[tuple[int, int]]

_FIRST = re.compile(r"^(?:产出|效益|满意度?|成本|项目完成|完成|决策|过程|管理|投入|影响力?)指标$|^(?:产出|效益|满意度)$")
_SECOND = re.compile(
    r"^(?:数量|质量|时效|成本|(?:经济|社会|生态(?:环境)?)(?:成本|效益)|可持续(?:影响|发展)?|[\u4e00-\u9fff]{0,8}满意度?|数量指标值)(?:指标)?$"
)
_MARK = re.compile(r"^(?:[≥≤=><≧≦＞＜＝»》]|>=|<=|定性|定量)$")
_GOAL = re.compile(r"^(?:[≥≤=><≧≦»》]|>=|<=|定性|不[低高少超]|优|良|好|高|中|低)|\d|[%％]$")
_TARGET = re.compile(r"指标值|目标值|完成值|实际完成|预期指标")
_TEXT_HEADER = re.compile(r"单位$|名称|编码|代码|类别|性质|依据|内容|备注|说明")
_NUMBER_HEADER = re.compile(r"权重|分值|得分|预算数|金额|数量|合计|支出|收入|拨款|资金|经费")


def realigned(grid: RawGrid, header: Header) -> tuple[RawGrid, Places, list[str]]:
    """The grid with shifted rows put right, the places that were moved, and notes that say so."""
    if grid.merged:
        return grid, frozenset(), []
    notes: list[str] = []
    moved: set[tuple[int, int]] = set()
    steps = (
        (_indicators, "put under the headings of their kind"),
        (_unheaded, "moved from a column without heading to the empty one beside it"),
        (_sums, "moved a column: their total is the sum of its parts only there"),
    )
    for step, say in steps:
        grid, places = step(grid, header)
        rows = sorted({row for row, _ in places})
        if rows:
            notes.append(
                f"{len(rows)} row{'s' if len(rows) > 1 else ''} realigned: cells {say} (rows {', '.join(str(row + 1) for row in rows[:8])}{' …' if len(rows) > 8 else ''})"
            )
        moved |= places
    return grid, frozenset(moved), notes


def _indicators(grid: RawGrid, header: Header) -> tuple[RawGrid, Places]:
    """Rows of an indicator list: each cell under the heading of its kind, the order kept."""
    head = indicator_row(grid)
    if head is None:
        return grid, frozenset()
    heads = [grid.text(head, column) for column in range(grid.columns)]
    moves: dict[tuple[int, int], int] = {}
    for row in range(max(head + 1, header.rows), grid.rows):
        own = grid.own(row)
        texts = [squash(cell.text) for cell in own]
        if not any(_FIRST.match(text) or _SECOND.match(text) or _MARK.match(text) or _GOAL.search(text) for text in texts):
            continue
        if texts == [text for text in heads if text]:
            continue
        placed = [cell.column for cell in own]
        score, best = _best(texts, placed, heads)
        if best != placed and score >= _score(texts, placed, placed, heads) + 2.5:
            for cell, column in zip(own, best, strict=True):
                if cell.column != column:
                    moves[row, cell.column] = column
    return _moved(grid, moves)


def _best(texts: Sequence[str], placed: Sequence[int], heads: Sequence[str]) -> tuple[float, list[int]]:
    """The placing with the highest score that keeps the order (dynamic programming over texts and columns)."""
    size = len(heads)
    table: list[list[tuple[float, int]]] = []
    for index, text in enumerate(texts):
        line: list[tuple[float, int]] = []
        reach, before = (0.0, -1) if index == 0 else (-1e9, -1)
        for column in range(size):
            if index and column and table[index - 1][column - 1][0] > reach:
                reach, before = table[index - 1][column - 1][0], column - 1
            line.append((reach + _fit(text, column, placed[index], heads), before))
        table.append(line)
    column = max(range(size), key=lambda c: table[-1][c][0])
    score = table[-1][column][0]
    found = [column]
    for index in range(len(texts) - 1, 0, -1):
        found.append(table[index][found[-1]][1])
    return score, found[::-1]


def _score(texts: Sequence[str], columns: Sequence[int], placed: Sequence[int], heads: Sequence[str]) -> float:
    return sum(_fit(text, column, where, heads) for text, column, where in zip(texts, columns, placed, strict=True))


def _fit(text: str, column: int, placed: int, heads: Sequence[str]) -> float:
    """How well a text suits a column: its kind against the heading's, and a little for staying where it is printed."""
    head = heads[column]
    stay = 0.4 if column == placed else -0.05 * abs(column - placed)
    number = parse_number(text) is not None
    if head.startswith("一级指标"):
        fit = 3.0 if _FIRST.match(text) else -3.0
    elif head.startswith("二级指标"):
        fit = 3.0 if _SECOND.match(text) else -3.0
    elif re.search(r"性质|符号|关系", head):
        fit = 3.0 if _MARK.match(text) else -3.0
    elif head.startswith("三级指标"):
        fit = (
            -2.0 if _MARK.match(text) or number else -1.0 if _FIRST.match(text) or (_SECOND.match(text) and text.endswith("指标")) else 1.0
        )
    elif _TARGET.search(head):
        fit = -2.0 if _MARK.match(text) or _FIRST.match(text) else 1.5 if _GOAL.search(text) and len(text) <= 20 else 0.0
    elif re.search(r"^(?:计量|度量)?单位$", head):
        fit = -1.5 if number or len(text) > 6 else 2.0 if canonical_unit(text) is not None else 0.5
    elif _NUMBER_HEADER.search(head):
        fit = 1.5 if number else -2.5
    elif not head:
        fit = -2.0 if column else -0.5
    else:
        fit = -3.0 if _FIRST.match(text) or _MARK.match(text) else -1.5 if number or _SECOND.match(text) else 0.3
    return fit + stay


def _unheaded(grid: RawGrid, header: Header) -> tuple[RawGrid, Places]:
    """Amounts in a column without any heading, beside a column with a heading and nothing else: the heading is theirs."""
    if header.rows == 0:
        return grid, frozenset()
    headed = [any(grid.text(row, column) for row in range(header.rows)) for column in range(grid.columns)]
    filled = [any(grid.text(row, column) for row in range(header.rows, grid.rows)) for column in range(grid.columns)]
    moves: dict[tuple[int, int], int] = {}
    for column in range(1, grid.columns):
        if headed[column] or not filled[column]:
            continue
        cells = [cell for row in range(header.rows, grid.rows) for cell in grid.own(row) if cell.column == column]
        beside = [other for other in (column - 1, column + 1) if 0 < other < grid.columns and headed[other] and not filled[other]]
        if len(beside) == 1 and all(parse_number(cell.text) is not None for cell in cells):
            moves |= {(cell.row, column): beside[0] for cell in cells}
    return _moved(grid, moves)


def _sums(grid: RawGrid, header: Header) -> tuple[RawGrid, Places]:
    """Amounts that stand a column too far left of their headings, where totals only add up a column to the right."""
    if header.rows == 0:
        return _form_sums(grid)
    leaves = [grid.text(header.rows - 1 - (header.number_row == header.rows - 1), column) for column in range(grid.columns)]
    body = [row for row in range(header.rows, grid.rows) if grid.own(row)]
    total = next((column for column, text in enumerate(leaves) if text in ("合计", "总计", "小计", "金额")), None)
    if not total or len(body) < 2 or not _TEXT_HEADER.search(leaves[total - 1]):
        return grid, frozenset()
    rows = [row for row in body if parse_number(grid.text(row, total - 1)) is not None]
    if len(rows) * 2 < len(body) or any(grid.text(row, total - 1) and row not in rows for row in body):
        return grid, frozenset()
    # A column that holds nothing takes up the shift; the last such, for nought is nought in any of them.
    spare = next(
        (
            c
            for c in range(grid.columns - 1, total - 1, -1)
            if not any(parse_number(grid.text(row, c)) or _words(grid.text(row, c)) for row in rows)
        ),
        None,
    )
    if spare is None:
        return grid, frozenset()
    holds = sum(1 for row in rows if _adds(grid, row, total - 1))
    straight = sum(1 for row in rows if _adds(grid, row, total))
    if holds < 2 or holds * 5 < len(rows) * 4 or straight >= holds:
        return grid, frozenset()
    emptied = replace(
        grid, cells=tuple(replace(cell, text="") if cell.row in rows and cell.column == spare else cell for cell in grid.cells)
    )
    return _moved(
        emptied, {(row, cell.column): cell.column + 1 for row in rows for cell in emptied.own(row) if total - 1 <= cell.column < spare}
    )


def _words(text: str) -> bool:
    return bool(text) and parse_number(text) is None


def _adds(grid: RawGrid, row: int, total: int) -> bool:
    """Whether the number in column `total` is the sum of those to its right, and not of one equal part alone by chance."""
    whole = parse_number(grid.text(row, total))
    parts = [number for column in range(total + 1, grid.columns) if (number := parse_number(grid.text(row, column))) is not None]
    return whole is not None and whole != 0 and len(parts) >= 2 and sum(parts, Decimal(0)) == whole


def _form_sums(grid: RawGrid) -> tuple[RawGrid, Places]:
    """In forms: n numbers under n + 1 labels, the first of which names the row; total = sum of the others decides."""
    moves: dict[tuple[int, int], int] = {}
    for row in range(1, grid.rows):
        own, above = grid.own(row), grid.own(row - 1)
        numbers = [parse_number(cell.text) for cell in own]
        if len(own) < 3 or None in numbers or len(above) != len(own) + 1 or any(parse_number(cell.text) is not None for cell in above):
            continue
        values = [number for number in numbers if number is not None]
        names = [squash(cell.text) for cell in above]
        if (
            values[0] == sum(values[1:], Decimal(0)) != 0
            and re.search(r"总额|合计|总计|小计", names[1])
            and [c.column for c in own] == [c.column for c in above[:-1]]
        ):
            moves |= {(row, cell.column): target.column for cell, target in zip(own, above[1:], strict=True)}
    return _moved(grid, moves)


def _moved(grid: RawGrid, moves: dict[tuple[int, int], int]) -> tuple[RawGrid, Places]:
    """The grid with the cells at these places moved within their rows; blanks stay where nothing is put."""
    if not moves:
        return grid, frozenset()
    rows = {row for row, _ in moves}
    cells: list[RawCell] = [cell for cell in grid.cells if cell.row not in rows]
    targets = set()
    for row in sorted(rows):
        here = [cell for cell in grid.cells if cell.row == row]
        placed: dict[int, RawCell] = {}
        for cell in here:
            if cell.text.strip():
                column = moves.get((row, cell.column), cell.column)
                placed[column] = replace(cell, column=column)
                if column != cell.column:
                    targets.add((row, column))
        for cell in here:
            placed.setdefault(cell.column, replace(cell, text="") if cell.text.strip() else cell)
        cells += [placed[column] for column in sorted(placed)]
    return replace(grid, cells=tuple(cells)), frozenset(targets)
