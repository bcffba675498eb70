"""Small tables and documents of agencies that do not exist, built in memory for the tests of what tables and text mean."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.amount import parse_amount
from corpus.document import Document, Line
from corpus.outline import outline
from corpus.place import Place
from corpus.table import Cell, Table


def table(
    title: str, grid: Sequence[Sequence[str]], *, header: int = 1, kind: str | None = None, unit: str | None = "万元", line: int = 1
) -> Table:
    """A table whose row n stands on line `line` + n; "<" continues the cell to the left, "^" the one above."""
    cells: list[Cell] = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) - c
            tall = next((k for k in range(r + 1, len(grid)) if grid[k][c] != "^"), len(grid)) - r
            amount = parse_amount(text, unit) if r >= header else None
            cells.append(Cell(r, c, text, Place((line + r, line + r)), "header" if r < header else "value", tall, wide, amount))
    return Table(title, kind, unit, len(grid), len(grid[0]), header, tuple(cells), Place((line, line + len(grid) - 1)))


def document(text: str, *tables: Table, year: int = 2031, kind: str = "预算", agency: str = "云溪县观测局") -> Document:
    """A document of one text with its outline; `tables` stand on the lines that their cells name."""
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        lines.append(Line(start, start + len(line)))
        start += len(line) + 1
    return Document("d", "", agency, None, year, kind, "部门", "text", 0, text, tuple(lines), outline(lines, text, tables), tuple(tables))


def on_paper(
    *tables: tuple[str, Sequence[Sequence[str]], int, str | None], unit: str | None = "万元", year: int = 2031, kind: str = "预算"
) -> Document:
    """A document that consists of tables (title, grid, header rows, kind), each row a line with tabs."""
    lines: list[str] = []
    built: list[Table] = []
    for title, grid, header, named in tables:
        lines.append(title)
        built.append(table(title, grid, header=header, kind=named, unit=unit, line=len(lines) + 1))
        lines.extend("\t".join(row) for row in grid)
    return document("\n".join(lines), *built, year=year, kind=kind)
