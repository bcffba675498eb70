"""Header rows: how many a table has, which one numbers the columns, and what their merged areas are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.amount import parse_number
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid, placed

_NUMBERING = re.compile(r"(?:栏次|行次|栏目|列次|类|款|项|科目名称|[甲乙丙丁]|[A-Z]|\d{1,2}(?:=[\d+\-×*/÷()]+)?|—+|-+)")
_HEADER_WORD = re.compile(
    r"^(?:序号|行次|栏次|项目|收入|支出|类|款|项|合计|小计|总计|备注|金额|数量|单价|比例|科目|代码|编码|名称|.*(?:编码|代码|名称|科目|数|金额|支出|收入|经费|费用?|拨款|资金|"
    r"预算|决算|指标|值|单位|内容|目标|类型|类别|依据|结转|结余|性质|说明|率|比|权重|得分|年度?|情况|形式|规格|方式|时间|日期|地址|表))$"
)
_FORM_LABEL = re.compile(
    r"^(?:项目|部门|单位|预算|填报|申报|实施|主管|编制|执行)?(?:[(](?:单位|部门|项目)[)])?(?:名称|单位|部门|主管部门|实施单位|负责人|填报人|联系人|单位名称|部门名称|填报日期|申报日期)[:：]?$"
    r"|^项目(?:主管部门|执行单位|负责人|属性|类[型别]|概况|编码|总预算|立项依据|实施方案)[:：]?$|^(?:主管部门(?:及代码|代码)?|预算单位|填报人|联系电话|单位地址|支出项目类别|起始年度)[:：]?$"
)
_INDICATOR = re.compile(r"^(?:一级|二级|三级)指标$")
_CODE = re.compile(r"^\d{3,}$")
_LEVELS = ("类", "款", "项")
_NAME_HEADER = re.compile(r"^项目$|名称$|编码$|代码$|^科目$")
_MOST = 6


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid: its rows from the top (0 for forms), and which of them numbers the columns."""

    rows: int
    number_row: int | None = None


def is_form(grid: RawGrid) -> bool:
    """Whether labels and contents stand side by side instead of under a header row."""
    if starts_form(grid):
        return True
    rows = [row for row in range(grid.rows) if sum(1 for cell in grid.own(row) if _INDICATOR.match(squash(cell.text))) >= 2]
    return bool(rows) and rows[0] >= 2


def starts_form(grid: RawGrid) -> bool:
    """Whether the first rows are the start of a form: labels such as 项目名称 with their contents, perhaps more such pairs."""
    rows = [own for row in range(min(5, grid.rows)) if (own := grid.own(row))]
    if sum(1 for own in rows if _form_row(own)) >= 2 and not (rows and has_amount([squash(cell.text) for cell in rows[0]])):
        return True
    own = rows[0] if rows else []
    texts = [squash(cell.text) for cell in own]
    if not texts or own[0].column > 0 or not _FORM_LABEL.match(texts[0]) or len(texts) not in (1, 2, 4, 6):
        return False
    if len(texts) == 2 and grid.columns > 2:  # as a header it would be filled up in the next row, not start anew
        below = grid.own(own[0].row + 1)
        if below and below[0].column == 0 and not has_amount([squash(cell.text) for cell in below]):
            return True
    labels = sum(1 for text in texts[1:] if _HEADER_WORD.match(text) and not _FORM_CONTENT.search(text))
    return labels <= (len(texts) - 1) // 2


def _form_row(own: Sequence[RawCell]) -> bool:
    """Whether a row starts with a form's label, also where a dump has cut the label in two, and goes on with its content."""
    texts = [squash(cell.text) for cell in own]
    if own[0].column > 0 or not 2 <= len(texts) <= 8:
        return False
    return _FORM_LABEL.match(texts[0]) is not None or (len(texts) > 2 and _FORM_LABEL.match(texts[0] + texts[1]) is not None)


_FORM_CONTENT = re.compile(r"(?:局|厅|委|中心|院|校|处|站|本级|街道|镇|乡)")


def is_numbering(text: str) -> bool:
    """Whether a text of a row that numbers the columns heads no column itself: 栏次, 1, 甲, 4=5+6, ─."""
    return not text or (_NUMBERING.fullmatch(text) is not None and text not in _LEVELS and not _NAME_HEADER.search(text))


def is_number_row(texts: list[str]) -> bool:
    """Whether these texts number the columns: 栏次, 1, 2, 3 …; the names of the first columns may stand in the same row."""
    filled = [text for text in texts if text]
    words = next((k for k, text in enumerate(filled) if text == "1"), 0)
    names = [text for text in filled[:words] if text not in _LEVELS]
    if names and len(filled) - words >= 3 and all(_NAME_HEADER.search(text) for text in names):
        filled = filled[words:]
    if len(filled) < 2 or not all(_NUMBERING.fullmatch(text) for text in filled):
        return False
    numbers = [int(found.group()) for text in filled if (found := re.match(r"\d+", text))]
    return len(numbers) >= 2 and numbers[0] in (1, 2) and all(after - before in (0, 1) for before, after in itertools.pairwise(numbers))


def has_amount(texts: list[str]) -> bool:
    """Whether one of these texts prints a number that no header has: with a fraction, grouped, or after a code or label."""
    return any(parse_number(text) is not None and ("." in text or "," in text or _CODE.match(text) is not None) for text in texts)


def read_header(grid: RawGrid) -> Header:
    """How many rows of the grid are header rows.

    A header is complete when every column that the table uses has a header cell of its own: not only a share of a merged
    cell above. With inferred merging a blank counts as a share of its left neighbour.
    """
    if grid.rows == 0 or is_form(grid):
        return Header(0)
    used = {cell.column for cell in grid.cells if cell.text.strip()}
    closed: set[int] = set()
    first = grid.row_texts(0)
    if has_amount(first) or not any(first) or is_number_row(first):
        return Header(1, 0) if is_number_row(first) and any(first) and grid.rows > 1 else Header(0)
    row = 0
    while row < min(_MOST, grid.rows):
        texts = grid.row_texts(row)
        if row and (is_number_row(texts) or has_amount(texts)):
            break
        own = grid.own(row)
        if row and not _continues(grid, row, closed, used):
            break
        for cell in own:
            if cell.column_span == 1:
                closed.add(cell.column)
        for column in range(grid.columns):  # a cell merged downwards closes its column where it ends
            above = grid.at(row, column)
            if above is not None and above.row < row and above.column_span == 1:
                closed.add(column)
        row += 1
        if used <= closed:
            break
    if row < grid.rows and is_number_row(grid.row_texts(row)):
        return Header(row + 1, row)
    return Header(row)


def _continues(grid: RawGrid, row: int, closed: set[int], used: set[int]) -> bool:
    """Whether a row still belongs to an incomplete header: it fills open columns with header words."""
    own = grid.own(row)
    if not own:
        return False
    open_columns = used - closed
    filling = [cell for cell in own if any(c in open_columns for c in range(cell.column, cell.column + cell.column_span))]
    reaching = any((above := grid.at(row, c)) is not None and above.row < row for c in range(grid.columns))
    if not filling:
        return False
    texts = [squash(cell.text) for cell in own]
    words = sum(1 for text in texts if _HEADER_WORD.match(text))
    if any(re.match(r"^[（(]?[一二三四五六七八九十]+[、.)）]", text) for text in texts):
        return False
    if reaching and grid.merged:
        return True
    if words * 2 >= len(texts) or (len(filling) * 2 > len(own) and len(own) >= 3):
        return True
    # OCR may spoil half of a header row: it still stands across the table, without any number, right above the first amounts
    full = words >= 2 and len(own) * 5 >= len(used) * 3 and not any(parse_number(text) is not None for text in texts)
    return full and row + 1 < grid.rows and has_amount(grid.row_texts(row + 1))


def split_head(grid: RawGrid) -> RawGrid | None:
    """The grid with a row taken apart that is the last header row and the total in one, as some dumps print it; None without one.

    Such a row begins with 合计, has header words under a group that the row above leaves open, and amounts or blanks elsewhere.
    """
    if grid.merged:
        return None
    for row in range(1, min(_MOST, grid.rows)):
        own = grid.own(row)
        if not own or has_amount([squash(cell.text) for cell in grid.own(row - 1)]):
            return None
        words = [cell for cell in own[1:] if _HEADER_WORD.match(squash(cell.text))]
        rest = [cell for cell in own[1:] if cell not in words]
        run = [cell.column for cell in words]
        if (
            squash(own[0].text) in ("合计", "总计")
            and own[0].column == 0
            and len(words) >= 2
            and run == list(range(run[0], run[0] + len(run)))
            and grid.text(0, run[0])
            and not any(grid.text(above, column) for above in range(row) for column in run[1:])
            and all(parse_number(cell.text) is not None for cell in rest)
        ):
            cells = [replace(cell, row=cell.row + 1) if cell.row > row else cell for cell in grid.cells if cell.row != row]
            for cell in grid.cells:
                if cell.row == row:
                    head = cell if cell in words else replace(cell, text="")
                    body = replace(cell, text="") if cell in words else cell
                    cells += [head, replace(body, row=row + 1)]
            return replace(grid, rows=grid.rows + 1, cells=tuple(cells))
    return None


def close_header(grid: RawGrid, header: Header) -> RawGrid:
    """The grid with the merged areas of its header rows inferred: groups reach right over blanks, leaves reach down."""
    if grid.merged or header.rows == 0:
        return grid
    last = header.rows - (1 if header.number_row == header.rows - 1 else 0)
    grid = _groups_over_subtotals(grid, last)
    corner = {(cell.row, cell.column): cell for cell in grid.cells if cell.row < last and cell.text.strip()}
    # 类, 款, 项 in the row that numbers the columns stand under the heading of the code, names beside them under theirs.
    levels = {cell.column for cell in grid.own(last) if not is_numbering(squash(cell.text))} if last < header.rows else set()
    owner: dict[tuple[int, int], RawCell] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}

    def below(row: int, column: int) -> bool:
        return column in levels or any((r, column) in corner for r in range(row + 1, last))

    for (row, column), cell in sorted(corner.items()):
        wide, tall = 1, 1
        if below(row, column):
            parent = owner.get((row - 1, column))
            while (beside := column + wide) < grid.columns and below(row, beside):
                if (row, beside) in corner or (row, beside) in owner or (row and owner.get((row - 1, beside)) is not parent):
                    break
                wide += 1
        else:
            tall = last - row
        spans[row, column] = (tall, wide)
        for r in range(row, row + tall):
            for c in range(column, column + wide):
                owner[r, c] = cell
    cells = []
    for cell in grid.cells:
        if cell.row >= last:
            cells.append(cell)
        elif cell.text.strip():
            tall, wide = spans[cell.row, cell.column]
            cells.append(placed(cell, cell.row, cell.column, tall, wide))
    return replace(grid, cells=tuple(cells))


def _groups_over_subtotals(grid: RawGrid, last: int) -> RawGrid:
    """Group headings that a dump printed in the middle of their columns, put over the 小计 or 合计 with which the group begins."""
    moves: dict[tuple[int, int], int] = {}
    for row in range(last - 1):
        above = [cell.column for cell in grid.own(row)]
        under = {cell.column: squash(cell.text) for cell in grid.own(row + 1)}
        groups = [column for column in above if column in under]
        starts = [column for column, text in under.items() if text == "小计"]
        if not starts:  # a 合计 begins a group only where it is the only one: before several groups it is the total of all
            starts = [column for column, text in under.items() if text == "合计" and sum(1 for group in groups if group >= column) == 1]
        if not starts or all(column in above for column in starts):
            continue
        if len(groups) == len(starts):
            moves |= {(row, group): start for group, start in zip(groups, starts, strict=True) if group != start}
            continue
        for start in starts:
            following = next((column for column in above if column > start), None)
            if start not in above and following in groups and not any(start < other <= following for other in starts):
                moves[row, following] = start
    if not moves or any(
        (row, target) not in moves and (cell := grid.at(row, target)) is not None and cell.text.strip()
        for (row, _), target in moves.items()
    ):
        return grid
    cells = [
        placed(cell, cell.row, moves.get((cell.row, cell.column), cell.column))
        for cell in grid.cells
        if cell.text.strip() or cell.row >= last
    ]
    return replace(grid, cells=tuple(cells))
