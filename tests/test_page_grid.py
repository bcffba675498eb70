"""Grids with a cell marked, and lines marked among others."""

from __future__ import annotations

import re

import pytest

from corpus.document import Document
from corpus.place import Place
from corpus.reader import read
from corpus.samples import files
from corpus.table import Cell, Table
from qa.page_grid import grid_html, lines_html


@pytest.fixture(scope="module")
def accounts() -> Document:
    return read(files()[2])


def table(rows: int, *merged: tuple[int, int, int, int]) -> Table:
    """Three columns, one header row, merged cells as (row, column, rows, columns)."""
    covered = {(r, c) for row, column, down, over in merged for r in range(row, row + down) for c in range(column, column + over)}
    cells = [Cell(r, c, f"格{r}-{c}", Place((r + 1, r + 1))) for r in range(rows) for c in range(3) if (r, c) not in covered]
    cells += [Cell(r, c, f"并{r}-{c}", Place((r + 1, r + 1)), row_span=down, column_span=over) for r, c, down, over in merged]
    return Table("表", None, None, rows, 3, 1, tuple(cells), Place((1, rows)))


def test_a_long_table_shows_the_rows_around_and_says_how_many_it_leaves_out() -> None:
    html = grid_html("zh", table(60), 30, 2)
    assert "格22-0" in html
    assert "格38-0" in html
    assert "格21-0" not in html
    assert "格39-0" not in html
    assert re.findall(r"略去(\d+)行", html) == ["21", "21"]


def test_merged_cells_are_cut_at_the_rows_shown() -> None:
    html = grid_html("zh", table(60, (10, 0, 40, 1)), 30, 1)
    assert '<td rowspan="17" class="g-row">并10-0</td>' in html
    assert html.count("并10-0") == 1


def test_a_cited_header_cell_is_marked() -> None:
    html = grid_html("zh", table(5), 0, 1)
    assert '<th class="g-cell g-row g-col">格0-1</th>' in html
    assert "格4-2" in html


def test_what_a_document_says_is_escaped() -> None:
    evil = Table("<script>", None, None, 1, 1, 0, (Cell(0, 0, "<img src=x>", Place((1, 1))),), Place((1, 1)))
    assert "<img" not in grid_html("zh", evil, 0, 0)
    assert "<script" not in grid_html("zh", evil, 0, 0)


def test_lines_at_the_edges_of_a_document(accounts: Document) -> None:
    assert '<li value="1" class=g-marked>' in lines_html(accounts, (1, 1))
    last = len(accounts.lines)
    assert f'<li value="{last}" class=g-marked>' in lines_html(accounts, (last, last))


def test_a_whole_table_has_all_its_rows_and_nothing_marked() -> None:
    html = grid_html("zh", table(60))
    assert "格59-2" in html
    assert "g-cell" not in html
