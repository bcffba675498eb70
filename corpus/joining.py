"""Joining: one table out of the parts that stand on several pages or are broken by blank lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.amount import parse_number
from corpus.captions import Caption, is_keyed, is_meta, is_unit_line, read_caption, unit_of
from corpus.folding import similarity, squash
from corpus.grid import RawGrid, stack, without_empty_columns, without_rows
from corpus.headers import Header, has_amount, is_number_row, read_header, split_head, starts_form
from corpus.terms import table_kind

_ORDINAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十廿]+[）)、.．]|[（(]?\d{1,3}[）)、.．](?!\d)|其中[:：]?|第)")
# Headings of blocks inside the forms of performance goals.
_BLOCK = re.compile(r"^(?:年度|当年|本年|长期|中长?期|实施期)绩效(?:目标|指标)表?$")
_KEY = re.compile(r"(?:编码|代码|序号|行次)$")


@dataclass(frozen=True, slots=True)
class Part:
    """A table, or what has been joined of it so far."""

    grid: RawGrid
    header: Header
    caption: Caption
    pages: tuple[int, ...]
    notes: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()  # first rows of the joined parts


def part_of(grid: RawGrid, above: Sequence[str]) -> Part:
    """A grid with the caption in the lines above it and in its own first rows, and its header."""
    caption, title = read_caption(above), grid.title
    grid, inside = _peel(grid)
    grid, beside = _unit_cells(grid)
    inside += beside
    if inside:
        own = read_caption([*above, *inside])
        caption = own if own.title or not caption.title else replace(caption, unit=own.unit, garbled=own.garbled)
    if title and not caption.title:
        caption = replace(caption, title=title, breaks=True, heading=True)
    pages = (grid.page,) if grid.page is not None else ()
    split = split_head(grid)
    notes = () if split is None else ("the last header row and the total are printed in one row",)
    return Part(split or grid, read_header(split or grid), caption, pages, notes)


def _peel(grid: RawGrid) -> tuple[RawGrid, list[str]]:
    """The grid without leading rows that are blank or hold title, agency and unit, and the texts of those rows."""
    dropped, texts = [], []
    for row in range(grid.rows):
        own = grid.own(row)
        printed = [cell.text for cell in own]
        if not printed:
            dropped.append(row)
            continue
        joined = "".join(squash(text) for text in printed)
        alone = len(printed) == 1 and grid.columns > 1 and (own[0].column_span >= grid.columns - 1 or not grid.merged)
        title = alone and read_caption(printed).title != "" and row + 1 < grid.rows
        meta = row + 1 < grid.rows and (
            all(map(is_meta, printed)) or (len(printed) <= 5 and is_keyed(printed[0]) and unit_of(printed[-1:]) is not None)
        )
        if (title or meta) and not is_number_row(grid.row_texts(row)):
            dropped.append(row)
            texts += [joined, printed[-1]] if len(printed) > 1 and not is_meta(printed[0]) else printed
            continue
        break
    return without_rows(grid, dropped), texts


def _unit_cells(grid: RawGrid) -> tuple[RawGrid, list[str]]:
    """The grid without cells in its first row that are the table's unit line and no heading, and the texts of those cells."""
    units = [cell for cell in grid.own(0) if cell.column == grid.columns - 1 and is_unit_line(cell.text)] if grid.rows > 1 else []
    if not units or len(grid.own(0)) < 2:
        return grid, []
    cells = tuple(cell for cell in grid.cells if cell not in units)
    return replace(grid, cells=cells), [cell.text for cell in units]


@dataclass
class _Run:
    """A table that may still go on: its first part, and the rows of all its parts so far."""

    head: Part
    grids: list[RawGrid]
    pages: list[int]
    unit: str | None
    breaks: list[int]
    rows: int

    def table(self) -> Part:
        caption = replace(self.head.caption, unit=self.unit)
        return replace(self.head, grid=stack(self.grids), caption=caption, pages=tuple(self.pages), breaks=tuple(self.breaks))


def joined(parts: Sequence[Part]) -> list[Part]:
    """The tables that these parts make up, in reading order."""
    runs: list[_Run] = []
    for part in parts:
        if runs and (dropped := continues(runs[-1].head, part, runs[-1].pages)) is not None:
            _append(runs[-1], without_rows(part.grid, range(dropped)), part)
        elif part.grid.rows:
            if part.caption.project and not part.caption.title and runs and _same_header(runs[-1].head, part.grid):
                # the next form under one title
                part = replace(part, caption=replace(part.caption, title=runs[-1].head.caption.title))
            runs.append(_Run(part, [part.grid], list(part.pages), part.caption.unit, [], part.grid.rows))
    return [run.table() for run in runs]


def continues(top: Part, bottom: Part, pages: Sequence[int]) -> int | None:
    """How many leading rows of `bottom` repeat the header of `top`, which runs over `pages`; None where it is another table."""
    title = bottom.caption.title
    if top.header.rows == 0 and _BLOCK.match(squash(title)):
        return 0
    if title and similarity(title, top.caption.title) < 0.9:
        return None
    if bottom.grid.page is not None and pages and bottom.grid.page - pages[-1] > 1:
        return None
    if bottom.caption.label and bottom.caption.label != top.caption.label:
        return None
    if bottom.caption.project and bottom.caption.project != top.caption.project:
        return None  # the same form for another project
    if not bottom.grid.rows:
        return 0
    size = top.header.rows
    if size and _same_header(top, bottom.grid):
        return size
    # Performance tables change their columns from block to block, as forms do: nothing printed between says that they go on.
    form = size == 0 or (bottom.caption.bare and "绩效" in (table_kind(top.caption.title) or ""))
    if title:  # the same title again with another header or form is the next table of its kind
        return None if form or bottom.header.rows or bottom.caption.label else 0
    if bottom.caption.breaks and not form:
        return None
    if form:
        return None if starts_form(bottom.grid) or bottom.caption.heading else 0
    columns = without_empty_columns(bottom.grid).columns
    near = top.grid.columns == bottom.grid.columns or (not bottom.grid.merged and top.grid.columns - 2 <= columns <= top.grid.columns)
    if not near or _own_header(top, bottom.grid):
        return None
    return 0


def _same_header(top: Part, bottom: RawGrid) -> bool:
    """Whether the bottom starts with the header of the top, or with its last rows."""
    size = top.header.rows
    if bottom.rows < size:
        return False
    above = "".join(squash(cell.text) for row in range(size) for cell in top.grid.own(row))
    below = "".join(squash(cell.text) for row in range(size) for cell in bottom.own(row))
    return above == below or (len(above) > 8 and similarity(above, below) >= 0.92)


def _own_header(top: Part, bottom: RawGrid) -> bool:
    """Whether the bottom's first row is a header of its own: words where the top has amounts."""
    amounts = {
        column
        for column in range(top.grid.columns)
        if sum(1 for row in range(top.header.rows, top.grid.rows) if parse_number(top.grid.text(row, column)) is not None) >= 2
    }
    texts = bottom.row_texts(0)
    if any(parse_number(text) is not None for text in texts) and not is_number_row(texts):
        return False
    words = [column for column, text in enumerate(texts) if text and parse_number(text) is None]
    if amounts:
        return any(column in amounts and len(texts[column]) > 1 for column in words)
    return (
        len(words) >= 3
        and len(words) * 5 >= bottom.columns * 4
        and read_header(bottom).rows > 0
        and bottom.rows > 1
        and has_amount(bottom.row_texts(bottom.rows - 1))
    )


def _append(run: _Run, grid: RawGrid, part: Part) -> None:
    run.pages += [page for page in part.pages if page not in run.pages]
    run.unit = run.unit or part.caption.unit
    if grid.rows and _cut_row(run, grid):
        run.grids[-1] = _completed(run.grids[-1], grid)
        grid = without_rows(grid, [0])
    run.breaks.append(run.rows)
    if grid.rows:
        run.grids.append(grid)
        run.rows += grid.rows


def _cut_row(run: _Run, bottom: RawGrid) -> bool:
    """Whether the bottom's first row only ends the texts of the last row above it.

    A row of its own has a key (code, number) where the table gives one to its rows, or starts an item; a fragment has
    neither and stands only under texts.
    """
    own, last = bottom.own(0), run.grids[-1]
    start = run.head.header.rows if len(run.grids) == 1 else 0
    if not own or last.rows <= start or any(parse_number(cell.text) is not None or _ORDINAL.match(squash(cell.text)) for cell in own):
        return False
    above = {cell.column: cell for cell in last.own(last.rows - 1)}
    if not all(cell.column in above and parse_number(above[cell.column].text) is None for cell in own):
        return False
    keys = _keys(run.head, last, start)
    if any(column in above for column in keys):
        return all(cell.column not in keys for cell in own)
    if any(_unbalanced(above[cell.column].text) for cell in own):
        return True
    # In tables of words: the row above is full, and the fragment stands alone in one of its columns.
    amounts = any(has_amount(last.row_texts(row)) for row in range(start, last.rows))
    return not amounts and run.head.header.rows > 0 and len(own) == 1 and len(above) >= max(3, last.columns - 2)


def _keys(head: Part, grid: RawGrid, start: int) -> list[int]:
    """The columns whose header says that they hold the rows' codes or numbers, filled in nearly every row of the grid."""
    found = []
    for column in range(min(head.grid.columns, grid.columns)):
        if any(_KEY.search(head.grid.text(row, column)) for row in range(head.header.rows)):
            filled = sum(1 for row in range(start, grid.rows) if grid.text(row, column))
            if filled and filled >= grid.rows - start - 4:
                found.append(column)
    return found


def _unbalanced(text: str) -> bool:
    folded = squash(text)
    return folded.count("(") > folded.count(")") or folded.endswith(("、", ","))


def _completed(base: RawGrid, grid: RawGrid) -> RawGrid:
    """The base with the texts of the other grid's first row put behind those of its last row."""
    rest = {cell.column: cell for cell in grid.own(0)}
    cells = []
    for cell in base.cells:
        more = rest.get(cell.column)
        if more is not None and cell.row == base.rows - 1 and cell.text.strip():
            lines = (cell.place.lines[0], max(cell.place.lines[1], more.place.lines[1]))
            cell = replace(cell, text=cell.text.rstrip() + more.text.strip(), place=replace(cell.place, lines=lines))
        cells.append(cell)
    return replace(base, cells=tuple(cells))
