"""Spreadsheets out: plain sheets with frozen header and filters, byte-identical for the same rows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

# Excel's own limit for the text of a cell.
_MAX_TEXT = 32_767
# A workbook carries the time it was made; a fixed one keeps two runs' bytes equal.
_MADE = datetime(2000, 1, 1)
_WIDTHS = (8, 70)


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere when it is clicked."""

    text: str
    target: str


Value = str | int | float | Decimal | Link | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, header and rows; texts stay texts (never formulas), numbers numbers."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes an .xlsx file; raises OSError where the path cannot be written."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = _MADE
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        everything: list[Sequence[Value]] = [sheet.header, *sheet.rows]
        for number, row in enumerate(everything, 1):
            for column, value in enumerate(row, 1):
                cell = page.cell(number, column)
                if isinstance(value, Link):
                    cell.hyperlink = value.target
                    cell.font = Font(underline="single", color="1F5A96")
                    value = value.text
                if isinstance(value, str):
                    # Set as a string, so that "=1+1" in a disclosure is shown, not computed.
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MAX_TEXT]
                    cell.data_type = "s"
                    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                else:
                    cell.value = value
                if number == 1:
                    cell.font = Font(bold=True)
        for column in range(1, len(sheet.header) + 1):
            longest = max((_length(row[column - 1]) for row in everything if column <= len(row) and row[column - 1] is not None), default=0)
            page.column_dimensions[get_column_letter(column)].width = max(_WIDTHS[0], min(_WIDTHS[1], longest * 1.8))
        page.freeze_panes = "A2"
        page.auto_filter.ref = page.dimensions
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(_timeless(buffer.getvalue()))


def _length(value: Value) -> int:
    return len(value.text if isinstance(value, Link) else str(value))


def _timeless(data: bytes) -> bytes:
    """The same zip archive with every member dated alike, and the saving time inside set back."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
