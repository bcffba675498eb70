"""From grids of printed cells to tables: title, unit, header rows, continued parts, roles and amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.amount import parse_number
from corpus.captions import Caption, has_weak_title, is_meta, read_caption, table_title
from corpus.document import Line
from corpus.export import table_json
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid, without_empty_columns
from corpus.headers import close_header, starts_form
from corpus.joining import Part, joined, part_of
from corpus.merging import merge_groups
from corpus.place import Place, around
from corpus.reading import column_kinds, read_cells, table_unit
from corpus.shifts import realigned
from corpus.table import Reading, Table
from corpus.terms import table_kind

__all__ = ["Parts", "RawCell", "RawGrid", "assemble", "table_json"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader finds in a file, before sections and metadata are added; `scanned` are the 1-based pages read by OCR."""

    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    pages: int
    origin: str
    warnings: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()


def assemble(text: str, lines: Sequence[Line], grids: Sequence[RawGrid]) -> tuple[Table, ...]:
    """The tables that these grids print, in reading order; grids are given in reading order too."""
    gaps = _without_running_heads(_gaps(text, lines, grids))
    parts = [part_of(grid, gap) for grid, gap in zip(grids, gaps, strict=True)]
    if _titles_follow(parts, gaps, text, lines, grids):
        after = [*gaps[1:], _after(text, lines, grids)]
        parts = [replace(part, caption=_first_caption(gap)) for part, gap in zip(parts, after, strict=True)]
    tables = _named_after_their_like(joined(parts))
    units = [part.caption.unit or table_unit(part.grid, part.header) for part in tables]
    stated: dict[str, set[Decimal]] = {}
    for part, unit in zip(tables, units, strict=True):
        if unit is not None:
            stated.setdefault(unit, set()).update(_amounts(part))
    return tuple(_table(part, unit, _inferred(part, unit, stated)) for part, unit in zip(tables, units, strict=True))


def _gaps(text: str, lines: Sequence[Line], grids: Sequence[RawGrid]) -> list[list[str]]:
    """The texts of the lines between each grid and the one before it."""
    gaps, end = [], 0
    for grid in grids:
        first = grid.lines[0] - 1
        gaps.append([text[line.start : line.stop] for line in lines[max(end, first - 40) : first]])
        end = max(end, grid.lines[1])
    return gaps


def _without_running_heads(gaps: list[list[str]]) -> list[list[str]]:
    """The gaps without lines that stand between many tables and are no caption: running heads and feet of pages."""
    seen = Counter(line for gap in gaps for line in {squash(entry) for entry in gap} if line)
    repeated = {
        line for line, times in seen.items() if times >= 3 and not is_meta(line) and not table_title(line) and not has_weak_title(line)
    }
    return [[entry for entry in gap if squash(entry) not in repeated] for gap in gaps] if repeated else gaps


def _after(text: str, lines: Sequence[Line], grids: Sequence[RawGrid]) -> list[str]:
    last = max((grid.lines[1] for grid in grids), default=0)
    return [text[line.start : line.stop] for line in lines[last : last + 6]]


def _first_caption(gap: Sequence[str]) -> Caption:
    """The caption in the first printed lines of a gap: for layouts that put titles under tables."""
    return read_caption([entry for entry in gap if entry.strip()][:3])


def _titles_follow(parts: Sequence[Part], gaps: Sequence[list[str]], text: str, lines: Sequence[Line], grids: Sequence[RawGrid]) -> bool:
    """Whether titles stand under the tables: none above the first table, one right after each."""
    if len(parts) < 2 or parts[0].caption.title or not all(part.caption.title for part in parts[1:]):
        return False
    return all(_first_caption(gap).title for gap in [*gaps[1:], _after(text, lines, grids)])


def _named_after_their_like(parts: Sequence[Part]) -> list[Part]:
    """The parts, where forms without a title that follow a form of the same kind have that form's title, with a note."""
    named: list[Part] = []
    last = ""
    for part in parts:
        if starts_form(part.grid):
            if part.caption.title:
                last = part.caption.title
            elif last and "绩效" in (table_kind(last) or ""):
                note = "the title is that of the form before: none is printed"
                part = replace(part, caption=replace(part.caption, title=last), notes=(*part.notes, note))
        elif part.header.rows:
            last = ""
        named.append(part)
    return named


def _inferred(part: Part, unit: str | None, stated: Mapping[str, set[Decimal]]) -> str | None:
    """The unit of a table that states none readably: that of the tables with the same amounts, for money tables that of all others.

    `stated` are the amounts printed under each unit of the document.
    """
    if unit is not None or not stated:
        return None
    mine = _amounts(part)
    votes = [other for other, amounts in stated.items() if mine & amounts]
    if len(votes) == 1:
        return votes[0]
    return next(iter(stated)) if len(stated) == 1 and not votes and _is_money(part) else None


def _amounts(part: Part) -> set[Decimal]:
    """The amounts of a table that are unlikely to be equal by chance: four digits and more."""
    found = set()
    for cell in part.grid.cells:
        number = parse_number(cell.text) if cell.row >= part.header.rows else None
        if number is not None and len(number.as_tuple().digits) >= 4 and "." in cell.text:
            found.add(number)
    return found


def _is_money(part: Part) -> bool:
    kind = table_kind(part.caption.title)
    if part.header.rows == 0 or kind is None or "绩效" in kind or "机构" in kind:
        return False
    kinds = column_kinds(part.grid, part.header)
    return any(
        not kinds[cell.column].label
        and not kinds[cell.column].counted
        and cell.row >= part.header.rows
        and parse_number(cell.text) is not None
        for cell in part.grid.cells
    )


def _table(part: Part, unit: str | None, inferred: str | None) -> Table:
    grid, moved, shifted = realigned(close_header(without_empty_columns(part.grid), part.header), part.header)
    grid = merge_groups(without_empty_columns(grid), part.header, part.breaks)
    notes = [*part.notes, *shifted]
    reading: Reading = "text"
    if inferred is not None:
        reading = "inferred_unit"
        seen = f"the line “{part.caption.garbled.strip()}” cannot be read" if part.caption.garbled else "the table states none"
        notes.append(f"unit {inferred} inferred from the other tables: {seen}")
    cells = read_cells(grid, part.header, unit or inferred, reading, moved)
    place = around(cell.place for cell in grid.cells) or Place(grid.lines, grid.page)
    place = replace(place, lines=(min(place.lines[0], grid.lines[0]), max(place.lines[1], grid.lines[1])))
    return Table(
        part.caption.title,
        table_kind(part.caption.title),
        unit or inferred,
        grid.rows,
        grid.columns,
        part.header.rows,
        cells,
        place,
        part.pages,
        tuple(notes),
        part.header.number_row,
    )
