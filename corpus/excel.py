"""Excel workbooks: every sheet a table or several, numbers as their cells show them, formulas by their cached value."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from corpus.assemble import Parts
from corpus.captions import is_meta
from corpus.errors import DamagedDocument, EncryptedDocument
from corpus.flow import Flow, FlowCell
from corpus.folding import squash
from corpus.terms import table_kind

# Excel keeps 15 significant digits; more are noise of its binary numbers.
_DIGITS = 15
# Built-in formats of .xls by number, where xlrd gives no string: dates and times.
_DATE_FORMAT = re.compile(r"(?:^|[^\\\"])[ymdhs]", re.IGNORECASE)
_LONGEST_TITLE = 40
_NOTE = re.compile(r"^(?:备?注|说明|附注)\d*[:：、.]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as printed: 0-based cells with their merged areas."""

    title: str
    cells: tuple[FlowCell, ...]


def read_excel(path: Path, data: bytes) -> Parts:
    """The sheets of a workbook (.xlsx, .xlsm, .xls); hidden sheets, rows and columns are not printed and not read."""
    load = _load_xls if data.startswith(b"\xd0\xcf\x11\xe0") else _load_xlsx
    flow = Flow()
    for sheet in load(path, data):
        _write(sheet, flow)
    return flow.parts("excel")


def printed(value: object, number_format: str) -> str:
    """A cell's value as its number format shows it: decimals, thousands, percent; other formats as they are kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if not isinstance(value, int | float):
        return str(value)
    number = Decimal(f"{value:.{_DIGITS}g}")
    shown = re.sub(r'"[^"]*"|\\.|_.|\[[^\]]*\]|\*.', "", number_format.split(";")[0])
    percent = "%" in shown
    if percent:
        number *= 100
    found = re.search(r"[#0](?:[#0,]*[#0])?(?:\.([#0]+))?", shown)
    if found is None or shown.strip().lower() in ("general", "@", "g/通用格式"):
        return f"{number.normalize():f}" + ("%" if percent else "")
    places = found.group(1) or ""
    least = places.count("0")
    number = round(number, len(places))
    if number == number.to_integral_value() and least == 0:
        text = f"{number:.0f}"
    else:
        text = f"{number:.{len(places)}f}"
        optional = len(places) - least
        while optional and text.endswith("0"):
            text, optional = text[:-1], optional - 1
        text = text.rstrip(".")
    if "," in found.group():
        whole, dot, fraction = text.partition(".")
        text = f"{int(whole):,}" + dot + fraction if whole not in ("-0",) else text
    return text + ("%" if percent else "")


def _load_xlsx(path: Path, data: bytes) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise DamagedDocument(f"{path.name}: a workbook that does not open ({str(error) or type(error).__name__})") from error
    sheets = []
    for page in book.worksheets:
        if page.sheet_state != "visible":
            continue
        hidden_rows = {n for n, dimension in page.row_dimensions.items() if dimension.hidden}
        hidden_columns = {
            n
            for dimension in page.column_dimensions.values()
            if dimension.hidden
            for n in range(dimension.min or 0, (dimension.max or 0) + 1)
        }
        texts = {
            (cell.row - 1, cell.column - 1): printed(cell.value, str(cell.number_format or "General"))
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None
        }
        merged = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in page.merged_cells.ranges]
        sheets.append(_sheet(page.title, texts, merged, {n - 1 for n in hidden_rows}, {n - 1 for n in hidden_columns}))
    return sheets


def _load_xls(path: Path, data: bytes) -> list[Sheet]:
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except XLRDError as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise EncryptedDocument(f"{path.name}: opens only with a password; save a copy without one") from error
        raise DamagedDocument(f"{path.name}: a workbook that does not open ({error})") from error
    except Exception as error:  # xlrd raises whatever a broken record makes it raise
        raise DamagedDocument(f"{path.name}: a workbook that does not open ({type(error).__name__})") from error
    sheets = []
    for page in book.sheets():
        if page.visibility:
            continue
        texts = {}
        for row in range(page.nrows):
            for column in range(page.ncols):
                cell = page.cell(row, column)
                if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    continue
                value: object = cell.value
                number_format = book.format_map[book.xf_list[cell.xf_index or 0].format_key].format_str
                if cell.ctype == xlrd.XL_CELL_DATE and _DATE_FORMAT.search(number_format):
                    value = xlrd.xldate_as_datetime(float(cell.value), book.datemode)
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    value = xlrd.error_text_from_code.get(int(cell.value), "")
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(cell.value)
                texts[row, column] = printed(value, number_format)
        merged = [(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in page.merged_cells]
        rows = {n for n, info in page.rowinfo_map.items() if info.hidden}
        columns = {n for n, info in page.colinfo_map.items() if info.hidden}
        sheets.append(_sheet(page.name, texts, merged, rows, columns))
    return sheets


def _sheet(
    title: str,
    texts: dict[tuple[int, int], str],
    merged: Sequence[tuple[int, int, int, int]],
    hidden_rows: set[int],
    hidden_columns: set[int],
) -> Sheet:
    """The visible part of a sheet, hidden rows and columns closed up."""
    last_row = max((row for row, _ in texts), default=-1)
    last_column = max((column for _, column in texts), default=-1)
    rows = {row: n for n, row in enumerate(r for r in range(last_row + 1) if r not in hidden_rows)}
    columns = {column: n for n, column in enumerate(c for c in range(last_column + 1) if c not in hidden_columns)}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for r0, c0, r1, c1 in merged:
        inside_rows = [r for r in range(r0, r1 + 1) if r in rows]
        inside_columns = [c for c in range(c0, c1 + 1) if c in columns]
        if inside_rows and inside_columns:
            corner = (inside_rows[0], inside_columns[0])
            texts.setdefault(corner, texts.get((r0, c0), ""))
            spans[corner] = (len(inside_rows), len(inside_columns))
            covered |= {(r, c) for r in inside_rows for c in inside_columns} - {corner}
    cells = []
    for row in rows:
        for column in columns:
            if (row, column) not in covered:
                span = spans.get((row, column), (1, 1))
                cells.append(FlowCell(rows[row], columns[column], texts.get((row, column), ""), *span))
    return Sheet(title, tuple(cells))


def _write(sheet: Sheet, flow: Flow) -> None:
    """A sheet's captions, notes and tables in order: a new caption after a table begins the next table."""
    by_row: dict[int, list[FlowCell]] = {}
    for cell in sheet.cells:
        by_row.setdefault(cell.row, []).append(cell)
    body: list[FlowCell] = []
    titled, named = False, ""

    def finish() -> None:
        nonlocal body, named
        if body:
            top = min(cell.row for cell in body)
            flow.table(_trimmed([FlowCell(c.row - top, c.column, c.text, c.row_span, c.column_span) for c in body]), named)
            named = ""
        body = []

    blank = 0
    for row in sorted(by_row):
        filled = [cell for cell in by_row[row] if cell.text.strip()]
        reached = any(cell.row < row < cell.row + cell.row_span for cell in body)
        if not filled and not reached:
            blank += 1
            continue
        alone = filled[0].text if len(filled) == 1 and filled[0].row_span == 1 else None
        note = alone is not None and (_NOTE.match(squash(alone)) is not None or len(squash(alone)) > 60)
        caption = not reached and (_caption(filled, bool(body), blank) or note)
        blank = 0
        if caption:
            finish()
            titled = titled or any(_is_title(cell.text) for cell in filled)
            for cell in filled:
                flow.paragraph(cell.text)
            if not titled and not named and alone is not None and not note and not is_meta(alone) and len(squash(alone)) <= _LONGEST_TITLE:
                named = squash(alone)  # the first line of a sheet is its title, whatever it is called
            continue
        if not body and not titled:
            if not named:
                flow.paragraph(sheet.title)  # a sheet without a printed title is called what its tab says
            titled = True
        body += by_row[row]
    finish()


def _is_title(text: str) -> bool:
    return table_kind(text) is not None or squash(text).endswith(("表", "预算", "决算", "情况"))


def _caption(filled: Sequence[FlowCell], inside: bool, blank: int) -> bool:
    """Whether a row of a sheet is caption (title, unit, agency), not part of a table."""
    if len(filled) == 1 and filled[0].row_span == 1:
        cell = filled[0]
        if not inside:
            return True
        return (cell.column_span > 1 and _is_title(cell.text)) or (blank > 0 and (_is_title(cell.text) or is_meta(cell.text)))
    return len(filled) <= 4 and not inside and all(is_meta(cell.text) for cell in filled)


def _trimmed(cells: Sequence[FlowCell]) -> list[FlowCell]:
    """The cells without empty rows at the end and without spans beyond the last filled column."""
    last = max((cell.row for cell in cells if cell.text.strip()), default=-1)
    width = max((cell.column + cell.column_span for cell in cells if cell.text.strip()), default=0)
    return [
        FlowCell(c.row, c.column, c.text, min(c.row_span, last + 1 - c.row), min(c.column_span, width - c.column))
        for c in cells
        if c.row <= last and c.column < width
    ]
