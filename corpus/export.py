"""Tables as data for other programs: the form of `gouji tables --json`."""

from __future__ import annotations

from corpus.amount import parse_number
from corpus.table import Cell, Table


def table_json(table: Table) -> dict[str, object]:
    """One table as a JSON object; `lines` only for formats without pages, `numeric` only for plain numbers of body rows."""
    return {
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "pages": list(table.pages),
        "lines": None if table.pages else list(table.place.lines),
        "header_rows": table.header_rows,
        "grid": table.grid(),
        "numeric": [[_plain(table.at(r, c), r < table.header_rows) for c in range(table.columns)] for r in range(table.rows)],
        "notes": list(table.notes),
        "uncertain": [[row, column] for row, column in table.uncertain()],
    }


def _plain(cell: Cell | None, header: bool) -> str | None:
    if cell is None or header or cell.amount is None:
        return None
    number = parse_number(cell.text)
    return None if number is None else f"{number:f}"
