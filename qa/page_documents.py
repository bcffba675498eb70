"""The store's documents as HTML: the list, one document with outline, tables and composition, and its pages and grids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.archive import DocumentRecord
from corpus.document import Document, Section
from corpus.privacy import masked
from index.ingest import Added
from qa.chart import Chart
from qa.page_chart import chart_html
from qa.page_escape import escape
from qa.page_grid import grid_html, lines_html
from qa.page_reasons import reason
from qa.page_sheet import sheet_html
from qa.page_text import Language, say

_COLUMNS = ("document", "agency", "year", "kind", "pages", "tables", "figures", "notes")
# Entries of an outline: more would be no outline. Documents that are seen at a glance.
_LONGEST, _SHORT = 300, 8


def record_name(record: DocumentRecord) -> str:
    """How a document is called in a list to choose from: agency, year and kind, else its title, else its file."""
    if record.agency and record.year:
        return f"{record.agency} {record.year} {record.kind or ''}".strip()
    return record.title or record.file


def documents_html(language: Language, records: Sequence[DocumentRecord]) -> str:
    """What the store holds, one row a document; its name opens it."""
    head = f'<p class="g-dim">{escape(say(language, "stored", n=len(records)))}</p>'
    if not records:
        return head + f"<p>{escape(say(language, 'no_documents'))}</p>"
    heads = "".join(f'<th scope="col">{escape(say(language, f"col_{name}"))}</th>' for name in _COLUMNS)
    rows = []
    for r in records:
        title = (
            f'<button type="button" class="g-link" data-event="open" data-document="{escape(r.id)}">{escape(r.title or r.file)}</button>'
        )
        title += f'<div class="g-dim">{escape(r.file)}</div>' if r.title and r.title != r.file else ""
        cells = [title, escape(r.agency or "–"), str(r.year or "–"), escape(r.kind or "–")]
        cells += [_count(r.pages), _count(r.tables), _count(r.figures), "<br>".join(escape(reason(language, w)) for w in r.warnings)]
        rows.append(
            "<tr>" + "".join(f"<td{' class=g-num' if i in (4, 5, 6) else ''}>{cell}</td>" for i, cell in enumerate(cells)) + "</tr>"
        )
    sift = f'<label class="g-sift">{escape(say(language, "sift"))} <input type="search"></label>' if len(records) > _SHORT else ""
    return f'{head}{sift}<div class="g-list g-long-list" tabindex="0" role="group" aria-label="{escape(say(language, "documents"))}"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _count(n: int) -> str:
    return f"{n:,}" if n else "–"


def added_html(language: Language, results: Sequence[Added]) -> str:
    """What became of each file that was given to the store; files go by their names, not by where an upload lies."""
    items = []
    for one in results:
        name = Path(one.file).name
        told = reason(language, (one.reason or "").replace(one.file, name))
        more = told or (record_name(one.record) if one.record is not None else "")
        items.append(
            f'<li class="g-{one.status}"><b>{escape(name)}</b> {escape(say(language, one.status))}{f" · {escape(more)}" if more else ""}</li>'
        )
    return f'<ul class="g-added" role="status">{"".join(items)}</ul>' if items else ""


def document_html(language: Language, record: DocumentRecord, document: Document, charts: Sequence[Chart]) -> str:
    """One document: what was read of it, its composition, its tables and its outline, each leading to its place."""
    facts = [
        ("col_agency", record.agency),
        ("col_year", record.year),
        ("col_kind", record.kind),
        ("col_pages", record.pages or None),
        ("col_tables", record.tables),
        ("col_figures", record.figures),
    ]
    shown = "".join(
        f"<div><dt>{escape(say(language, key))}</dt><dd>{escape(str(value if value is not None else '–'))}</dd></div>"
        for key, value in facts
    )
    warnings = "".join(f'<p class="g-warning">{escape(reason(language, warning))}</p>' for warning in record.warnings)
    pictures = "".join(chart_html(language, chart) for chart in charts)
    tables = "".join(
        f'<li><button type="button" class="g-link" data-event="show" data-document="{escape(record.id)}" data-table="{n}">{n}. {escape(table.title or say(language, "untitled"))}</button>'
        f'<span class="g-dim"> {_pages(language, table.pages)}</span></li>'
        for n, table in enumerate(document.tables, 1)
    )
    outline = _outline(language, record.id, document.sections)
    return (
        f'<section class="g-document"><h2>{escape(record.title or record.file)}</h2><p class="g-dim">{escape(" · ".join(record.aliases))}</p>'
        f'<dl class="g-facts">{shown}</dl>{warnings}{pictures}'
        f'<h3>{escape(say(language, "col_tables"))}（{len(document.tables)}）</h3><ol class="g-nav">{tables}</ol>'
        f"<h3>{escape(say(language, 'outline'))}</h3>{outline}</section>"
    )


def _pages(language: Language, pages: Sequence[int]) -> str:
    if not pages:
        return ""
    return escape(say(language, "page", page=pages[0] if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"))


def _outline(language: Language, id: str, sections: Sequence[Section]) -> str:
    """The headings as a list, indented by their depth."""
    items: list[str] = []

    def walk(level: Sequence[Section], depth: int) -> None:
        for section in level:
            if len(items) >= _LONGEST:
                return
            goal = f'data-page="{section.page}"' if section.page else f'data-line="{section.lines[0]}"'
            place = say(language, "page", page=section.page) if section.page else say(language, "line", first=section.lines[0])
            items.append(
                f'<li style="padding-left:{min(depth, 6) * 14}px"><button type="button" class="g-link" data-event="show" data-document="{escape(id)}" {goal}>'
                f'{escape(masked(section.title))}</button><span class="g-dim"> {escape(place)}</span></li>'
            )
            walk(section.children, depth + 1)

    walk(sections, 0)
    return f'<ul class="g-nav">{"".join(items)}</ul>' if items else f'<p class="g-dim">{escape(say(language, "no_outline"))}</p>'


def viewer_html(
    language: Language,
    document: Document,
    original: Path | None,
    *,
    table: int | None = None,
    page: int | None = None,
    line: int | None = None,
) -> str:
    """A table (from 1) as a grid beside the page it stands on; a page alone; or the lines around a line."""
    grid = ""
    boxes = []
    lines = (line, line) if line is not None and 1 <= line <= len(document.lines) else None
    table = table if table is not None and 1 <= table <= len(document.tables) else None
    if table is not None:
        here = document.tables[table - 1]
        notes = "".join(f'<p class="g-dim">{escape(note)}</p>' for note in here.notes)
        grid = f'<div class="g-half">{grid_html(language, here)}{notes}</div>'
        page = page or (here.pages[0] if here.pages else None)
        boxes = [
            (cell.place.page, cell.place.bbox)
            for cell in here.cells
            if cell.uncertain and cell.place.page is not None and cell.place.bbox is not None
        ]
        lines = here.place.lines if not here.pages else lines
    beside = ""
    if page is None and lines is None and table is None:
        page = 1
    if page is not None and document.pages and original is not None and original.suffix.lower() == ".pdf":
        of = f' data-table="{table}"' if table is not None else ""
        beside = sheet_html(language, original, document, page, boxes, turn=f'data-event="show" data-document="{escape(document.id)}"{of}')
    elif lines is not None or not grid:
        beside = lines_html(document, lines or (1, 1))
    half = f'<div class="g-half">{beside}</div>' if beside else ""
    return f'<div class="g-beside">{grid}{half}</div>'
