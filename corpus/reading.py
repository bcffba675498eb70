"""What the cells of a table are: header, label or value, and the amounts that value cells print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import MONEY, Amount, canonical_unit, parse_amount, parse_number
from corpus.captions import header_unit
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid
from corpus.headers import Header, is_numbering
from corpus.merging import indicator_row
from corpus.table import Cell, Reading, Role

_CODE_HEADER = re.compile(
    r"编码|代码|编号|序号|行次|栏次|邮编|邮政|电话|手机|账号|文号|年份|日期|时间|^年度$|(?:起始|终止|开始|结束|实施|所属)年度?|^[类款项]$|^类款项$"
)
_CODE_WORD = re.compile(r"编码|代码|序号|行次")
_COUNT_HEADER = re.compile(
    r"数量|人数|人次|户数|辆数|台数|套数|件数|个数|批次|批数|团组|编制|面积|权重|分值|得分|指标值|保有量|目标值|完成值|^分数$|评分"
)
_RATIO_HEADER = re.compile(r"[%％]|占比|比重|比例|百分比|(?:执行|完成|增长|增减|下降|变动|预算|支出|到位|覆盖)率$|进度$")
_UNIT_COLUMN = re.compile(r"^(?:计量|度量)?单位$")
_COUNT_ROW = re.compile(r"(?:批次|人次|人数|辆数|团组数|户数|个数|保有量|购置数|车辆数|数量)(?:[(][^()]*[)])?[:：]?$")
_CLASSIFICATION = re.compile(r"^(?:[12]\d{2}(?:\d{2}){0,2}|3[019]\d(?:\d{2}){0,2}|5\d{2}(?:\d{2})?)$")
# In a column of amounts: digits with something else than words around them, such as "(0.00" or "1.11.".
_SPOILT = re.compile(r"[^\u4e00-\u9fff%％≥≤]*\d[^\u4e00-\u9fff%％]*")
_SPOILT_ONLY = re.compile(r"[^\w\s]{0,2}\d{1,3}(?:,?\d{3})*[.,]\d{2}[^\w\s]{0,2}")
_LEVELS = {"项", "款", "类"}  # （项） behind a function says which level of the classification it is, not that items are counted


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """How the numbers of a column are to be read.

    `label` columns hold codes, ordinals, years; `counted` columns hold quantities that have no money unit; `unit` is the
    unit that the column's own header prints.
    """

    label: bool = False
    counted: bool = False
    unit: str | None = None


def column_kinds(grid: RawGrid, header: Header) -> list[ColumnKind]:
    """The kind of every column, by its header where that says it, else by what stands in it."""
    kinds = []
    for column in range(grid.columns):
        words = header_words(grid, header, column)
        body = [grid.text(row, column) for row in range(header.rows, grid.rows)]
        printed = [text for text in body if text and parse_number(text) is not None]
        if _is_label(words, printed) or _holds_codes(printed) or _holds_ordinals(printed, column):
            kinds.append(ColumnKind(label=True))
            continue
        unit = next((unit for word in reversed(words) if (unit := header_unit(word)) is not None and unit not in _LEVELS), None)
        if unit is None and words and _RATIO_HEADER.search(words[-1]):
            unit = "%"
        counted = (unit is None and bool(words) and _COUNT_HEADER.search(words[-1]) is not None) or (unit is not None and unit not in MONEY)
        kinds.append(ColumnKind(counted=counted, unit=unit))
    return kinds


def _is_label(words: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the header says that the numbers under it are codes, ordinals, dates, or part of names."""
    if not words:
        return False
    if _CODE_HEADER.search(words[-1]) or words[-1].endswith("名称"):
        return True
    if words[-1].endswith("科目") and printed and all(_CLASSIFICATION.match(text) for text in printed):
        return True
    return any(_CODE_WORD.search(word) for word in words) and bool(printed) and all(text.isdigit() for text in printed)


def header_words(grid: RawGrid, header: Header, column: int) -> list[str]:
    """The distinct header texts over a column from the top, without the 栏次 row's numbers (but with `科目名称` beside them)."""
    words: list[str] = []
    for row in range(header.rows):
        text = grid.text(row, column)
        if text and text not in words and (row != header.number_row or not is_numbering(text)):
            words.append(text)
    return words


def _holds_codes(printed: Sequence[str]) -> bool:
    """Whether a column holds classification codes: at least three of them, most of them under a parent that stands there too."""
    if len(printed) < 3 or not all(_CLASSIFICATION.match(text) for text in printed):
        return False
    every = set(printed)
    return len({len(text) for text in every}) > 1 and sum(1 for text in every if len(text) > 3 and text[:3] in every) * 2 >= len(every)


def _holds_ordinals(printed: Sequence[str], column: int) -> bool:
    return (
        column == 0
        and len(printed) >= 3
        and all(text.isdigit() for text in printed)
        and [int(text) for text in printed] == list(range(1, len(printed) + 1))
    )


def table_unit(grid: RawGrid, header: Header) -> str | None:
    """The one money unit that header cells (or the labels of a form) print; None where there is none, or more than one."""
    rows = range(header.rows) if header.rows else range(grid.rows)
    units = {unit for row in rows for cell in grid.own(row) if len(cell.text) <= 60 and (unit := header_unit(cell.text)) in MONEY}
    return units.pop() if len(units) == 1 else None


def read_cells(grid: RawGrid, header: Header, unit: str | None, reading: Reading, moved: frozenset[tuple[int, int]]) -> tuple[Cell, ...]:
    """The cells with their roles and amounts; `unit` is the table's, `reading` how it was found, `moved` cells were realigned."""

    def made(cell: RawCell, role: Role, amount: Amount | None, uncertain: bool = False) -> Cell:
        how: Reading = "text"
        if (cell.row, cell.column) in moved:
            how = "realigned"
        elif amount is not None and reading == "inferred_unit" and amount.unit == unit and parse_number(cell.text) is not None:
            how = "inferred_unit"
        return Cell(cell.row, cell.column, cell.text.strip(), cell.place, role, cell.row_span, cell.column_span, amount, uncertain, how)

    if header.rows == 0 and not _has_columns(grid):
        indicators = indicator_row(grid)
        return tuple(made(cell, *_form_reading(grid, cell, unit, indicators)) for cell in grid.cells)
    kinds = column_kinds(grid, header)
    units = [c for c in range(grid.columns) if any(_UNIT_COLUMN.match(word) for word in header_words(grid, header, c)[-1:])]
    numeric = [_numeric_column(grid, header, column) for column in range(grid.columns)]
    cells = []
    for cell in grid.cells:
        if cell.row < header.rows:
            cells.append(made(cell, "header", None))
            continue
        kind = kinds[cell.column]
        amount = None if kind.label else _amount(grid, cell, kind, kinds, units, unit)
        blank = not cell.text.strip()
        value = not kind.label and (amount is not None or (blank and numeric[cell.column]))
        spoilt = (
            amount is None and not blank and not kind.label and numeric[cell.column] and _SPOILT.fullmatch(cell.text.strip()) is not None
        )
        cells.append(made(cell, "value" if value or spoilt else "label", amount, spoilt))
    return tuple(cells)


def _amount(
    grid: RawGrid, cell: RawCell, kind: ColumnKind, kinds: Sequence[ColumnKind], units: Sequence[int], unit: str | None
) -> Amount | None:
    """The amount of a cell in the unit of the cell, else of its row, its column, the table."""
    found = parse_amount(cell.text)
    if found is None or found.unit is not None:
        return found
    printed = next((canonical_unit(grid.text(cell.row, column)) for column in units if grid.text(cell.row, column)), None)
    label = _row_label(grid, cell, kinds)
    own = header_unit(label) if label else None
    if own in _LEVELS:
        own = None
    if kind.counted:
        return Amount(found.value, kind.unit or printed or (own if own not in MONEY else None))
    if own is not None and (kind.unit is None or own not in MONEY):
        return Amount(found.value, own if kind.unit is None else kind.unit)
    if kind.unit is not None:
        return Amount(found.value, kind.unit)
    return Amount(found.value, None if label and _COUNT_ROW.search(label) else unit)


def _row_label(grid: RawGrid, cell: RawCell, kinds: Sequence[ColumnKind]) -> str:
    """The nearest text to the left that is no number: the row's name on this cell's side of the table."""
    for column in range(cell.column - 1, -1, -1):
        text = grid.text(cell.row, column)
        if text and not kinds[column].label and parse_amount(text) is None:
            return text
    return ""


def _numeric_column(grid: RawGrid, header: Header, column: int) -> bool:
    """Whether blanks of this column are blank amounts: it holds amounts, or nothing at all right of the first column."""
    body = [text for row in range(header.rows, grid.rows) if (text := grid.text(row, column))]
    if not body:
        return column > 0
    return sum(1 for text in body if parse_amount(text) is not None or _SPOILT_ONLY.fullmatch(text)) * 2 >= len(body)


def _has_columns(grid: RawGrid) -> bool:
    """Whether a grid without a header is still a table of rows: most rows hold several numbers."""
    full = sum(1 for row in range(grid.rows) if sum(1 for cell in grid.own(row) if parse_number(cell.text) is not None) >= 2)
    return full * 2 > grid.rows and indicator_row(grid) is None


def _form_reading(grid: RawGrid, cell: RawCell, unit: str | None, indicators: int | None) -> tuple[Role, Amount | None]:
    """Role and amount of a form's cell: what its number is, the label beside or above it says."""
    found = parse_amount(cell.text)
    if found is None:
        folded = squash(cell.text)
        return ("label" if cell.column == 0 or folded.endswith(":") or (not folded and cell.column == 0) else "value"), None
    if found.unit is not None:
        return "value", found
    beside = next((text for c in range(cell.column - 1, -1, -1) if (text := grid.text(cell.row, c)) and parse_amount(text) is None), "")
    over = grid.text(cell.row - 1, cell.column) if cell.row else ""
    if parse_amount(over) is not None:
        over = ""
    if _CODE_HEADER.search(beside) or _CODE_HEADER.search(over) or (_is_year(found.value) and re.search(r"年|期限|周期", beside)):
        return "label", None
    own = next((u for text in (beside, over) if (u := header_unit(text)) is not None and u not in _LEVELS), None)
    if own is None and any(_RATIO_HEADER.search(text) for text in (beside, over)):
        own = "%"
    counted = (indicators is not None and cell.row > indicators) or any(
        _COUNT_HEADER.search(text) or _COUNT_ROW.search(text) for text in (beside, over)
    )
    return "value", Amount(found.value, own or (None if counted else unit))


def _is_year(value: Decimal) -> bool:
    return value == value.to_integral_value() and 1990 <= value <= 2099
