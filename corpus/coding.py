"""Documents and figures as compressed JSON: exact (decimals as printed), equal after a round trip, no pickle."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from corpus.amount import Amount
from corpus.document import Document, Line, Section
from corpus.figure import Figure
from corpus.place import BBox, CellRef, Place, Source, Span
from corpus.table import Cell, Table

# Raised when the arrays below change their meaning; documents of another coding are read again from the kept file.
CODING_VERSION = 1


def encode_document(document: Document) -> bytes:
    """A document as compressed JSON."""
    return pack(
        {
            "id": document.id,
            "title": document.title,
            "agency": document.agency,
            "region": document.region,
            "year": document.year,
            "kind": document.kind,
            "scope": document.scope,
            "origin": document.origin,
            "pages": document.pages,
            "text": document.text,
            "lines": [[line.start, line.stop, line.page, _box(line.bbox)] for line in document.lines],
            "sections": [_section(section) for section in document.sections],
            "tables": [_table(table) for table in document.tables],
            "warnings": list(document.warnings),
            "scanned": list(document.scanned),
        }
    )


def decode_document(data: bytes) -> Document:
    """The document of `encode_document`; ValueError for bytes of another coding."""
    value = unpack(data)
    return Document(
        id=value["id"],
        title=value["title"],
        agency=value["agency"],
        region=value["region"],
        year=value["year"],
        kind=value["kind"],
        scope=value["scope"],
        origin=value["origin"],
        pages=value["pages"],
        text=value["text"],
        lines=tuple(Line(start, stop, page, _to_box(box)) for start, stop, page, box in value["lines"]),
        sections=tuple(_to_section(section) for section in value["sections"]),
        tables=tuple(_to_table(table) for table in value["tables"]),
        warnings=tuple(value["warnings"]),
        scanned=tuple(value.get("scanned", ())),
    )


def encode_figures(figures: Sequence[Figure]) -> bytes:
    """Figures as compressed JSON, in their order."""
    return pack({"figures": [_figure(figure) for figure in figures]})


def decode_figures(data: bytes) -> tuple[Figure, ...]:
    """The figures of `encode_figures`; ValueError for bytes of another coding."""
    return tuple(_to_figure(figure) for figure in unpack(data)["figures"])


def pack(value: dict[str, Any]) -> bytes:
    """Data as compressed JSON."""
    text = json.dumps({"coding": CODING_VERSION, **value}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> dict[str, Any]:
    """The data of `pack`; ValueError for anything else."""
    try:
        value = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"not an encoded document: {error}") from error
    if not isinstance(value, dict) or value.get("coding") != CODING_VERSION:
        raise ValueError(f"not an encoded document of coding {CODING_VERSION}")
    return value


def _box(box: BBox | None) -> list[float] | None:
    return None if box is None else [box.x0, box.top, box.x1, box.bottom]


def _to_box(value: list[float] | None) -> BBox | None:
    return None if value is None else BBox(*value)


def _place(place: Place) -> list[Any]:
    return [*place.lines, place.page, _box(place.bbox)]


def _to_place(value: list[Any]) -> Place:
    first, last, page, box = value
    return Place((first, last), page, _to_box(box))


def amount_data(amount: Amount | None) -> list[str | None] | None:
    """An amount as data, its value as printed."""
    return None if amount is None else [str(amount.value), amount.unit]


def to_amount(value: list[str] | None) -> Amount | None:
    """The amount of `amount_data`."""
    return None if value is None else Amount(Decimal(value[0]), value[1])


def _section(section: Section) -> list[Any]:
    return [section.title, section.level, *section.lines, section.page, [_section(child) for child in section.children]]


def _to_section(value: list[Any]) -> Section:
    title, level, first, last, page, children = value
    return Section(title, level, (first, last), page, tuple(_to_section(child) for child in children))


def _cell(cell: Cell) -> list[Any]:
    return [
        cell.row,
        cell.column,
        cell.text,
        _place(cell.place),
        cell.role,
        cell.row_span,
        cell.column_span,
        amount_data(cell.amount),
        int(cell.uncertain),
        cell.reading,
    ]


def _to_cell(value: list[Any]) -> Cell:
    row, column, text, place, role, row_span, column_span, amount, uncertain, reading = value
    return Cell(row, column, text, _to_place(place), role, row_span, column_span, to_amount(amount), bool(uncertain), reading)


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "rows": table.rows,
        "columns": table.columns,
        "header_rows": table.header_rows,
        "cells": [_cell(cell) for cell in table.cells],
        "place": _place(table.place),
        "pages": list(table.pages),
        "notes": list(table.notes),
        "number_row": table.number_row,
        "section": list(table.section),
    }


def _to_table(value: dict[str, Any]) -> Table:
    return Table(
        title=value["title"],
        kind=value["kind"],
        unit=value["unit"],
        rows=value["rows"],
        columns=value["columns"],
        header_rows=value["header_rows"],
        cells=tuple(_to_cell(cell) for cell in value["cells"]),
        place=_to_place(value["place"]),
        pages=tuple(value["pages"]),
        notes=tuple(value["notes"]),
        number_row=value["number_row"],
        section=tuple(value["section"]),
    )


def source_data(source: Source) -> list[int]:
    """A source as data: two numbers are a span, three a cell."""
    return [source.start, source.stop] if isinstance(source, Span) else [source.table, source.row, source.column]


def to_source(value: list[int]) -> Source:
    """The source of `source_data`."""
    return Span(*value) if len(value) == 2 else CellRef(*value)


def _figure(figure: Figure) -> list[Any]:
    return [
        figure.subject,
        figure.measure,
        amount_data(figure.amount),
        source_data(figure.source),
        list(figure.path),
        figure.code,
        figure.basis,
        figure.year,
        figure.versus,
        figure.bound,
        None if figure.context is None else source_data(figure.context),
        figure.table,
        figure.reading,
    ]


def _to_figure(value: list[Any]) -> Figure:
    subject, measure, amount, source, path, code, basis, year, versus, bound, context, table, reading = value
    return Figure(
        subject,
        measure,
        to_amount(amount),
        to_source(source),
        tuple(path),
        code,
        basis,
        year,
        versus,
        bound,
        None if context is None else Span(*context),
        table,
        reading,
    )
