"""Tables and lines of a document as HTML, with cells and lines marked; personal numbers are covered."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.document import Document
from corpus.privacy import masked
from corpus.table import Table
from qa.page_escape import escape
from qa.page_text import Language, say

# Rows of a table shown before and after the cited one, rows of a whole table, lines of a text around the cited ones.
_AROUND = 8
_LONGEST = 400
_LINES_AROUND = 5


def grid_html(language: Language, table: Table, row: int | None = None, column: int | None = None) -> str:
    """The table's header and the rows around `row`, its cell in `column`, its row and its column header marked; without them all rows."""
    if row is None:
        first, last = table.header_rows, min(table.rows, _LONGEST)
    elif row < table.header_rows:
        first, last = table.header_rows, min(table.rows, table.header_rows + _AROUND)
    else:
        first, last = max(table.header_rows, row - _AROUND), min(table.rows, row + _AROUND + 1)
    parts = [f"<caption>{escape(table.title)}{f' <span>{escape(table.unit)}</span>' if table.unit else ''}</caption>"]
    if table.header_rows:
        parts.append(f"<thead>{''.join(_rows(table, 0, table.header_rows, row, column))}</thead>")
    parts.append("<tbody>")
    if first > table.header_rows:
        parts.append(_gap(language, table, first - table.header_rows))
    parts += _rows(table, first, last, row, column)
    if last < table.rows:
        parts.append(_gap(language, table, table.rows - last))
    parts.append("</tbody>")
    return f'<div class="g-grid" tabindex="0" role="group" aria-label="{escape(table.title)}"><table>{"".join(parts)}</table></div>'


def _gap(language: Language, table: Table, rows: int) -> str:
    return f'<tr class="g-gap"><td colspan="{table.columns}">{escape(say(language, "rows_left_out", n=rows))}</td></tr>'


def _rows(table: Table, first: int, last: int, row: int | None, column: int | None) -> Iterator[str]:
    """Rows `first` to `last` (exclusive); merged cells are cut off at both ends."""
    for r in range(first, last):
        cells = []
        for c in range(table.columns):
            cell = table.at(r, c)
            if cell is None:
                cells.append(f"<td{_kind(r == row, c == column, False, False)}></td>")
                continue
            if c != cell.column or r != max(cell.row, first):
                continue
            down = min(cell.row + cell.row_span, last) - r
            here = row is not None and cell.row <= row < cell.row + cell.row_span
            over = column is not None and cell.column <= column < cell.column + cell.column_span
            spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "")
            tag = "th" if r < table.header_rows else "td"
            number = cell.amount is not None and tag == "td"
            cells.append(f"<{tag}{spans}{_kind(here, over, number, cell.uncertain)}>{escape(masked(cell.text))}</{tag}>")
        yield f"<tr>{''.join(cells)}</tr>"


def _kind(in_row: bool, in_column: bool, number: bool, uncertain: bool) -> str:
    held = (("g-cell", in_row and in_column), ("g-row", in_row), ("g-col", in_column), ("g-num", number), ("g-unsure", uncertain))
    names = [name for name, holds in held if holds]
    return f' class="{" ".join(names)}"' if names else ""


def lines_html(document: Document, lines: tuple[int, int]) -> str:
    """The cited lines (1-based) marked among those around them."""
    first, last = max(1, lines[0] - _LINES_AROUND), min(len(document.lines), lines[1] + _LINES_AROUND)
    rows = []
    for n in range(first, last + 1):
        marked = lines[0] <= n <= lines[1]
        text = escape(masked(document.line_text(n))).replace("\t", '<span class="g-tab"> │ </span>')
        rows.append(f'<li value="{n}"{" class=g-marked" if marked else ""}>{f"<mark>{text}</mark>" if marked and text else text}</li>')
    return f'<ol class="g-lines" tabindex="0">{"".join(rows)}</ol>'
