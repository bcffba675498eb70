"""Web pages through lxml: blocks of text and data tables in reading order; layout tables are opened."""

from __future__ import annotations

import re
from email import message_from_bytes
from pathlib import Path
from typing import Any

from corpus.assemble import Parts
from corpus.errors import DamagedDocument, EmptyDocument
from corpus.flow import Flow, FlowCell

_SKIPPED = frozenset(["script", "style", "noscript", "template", "head", "nav", "select", "button", "svg", "iframe", "form", "footer"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "header",
        "aside",
        "blockquote",
        "pre",
        "center",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "hr",
        "body",
        "html",
        "figure",
        "figcaption",
        "address",
    ]
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
# A table in which a cell holds so much, or holds blocks of prose, arranges a page; it is no table of data.
_LAYOUT_CELL = 600
_MAX_SPAN = 1000


def read_html(path: Path, data: bytes) -> Parts:
    """The text and tables of a web page in UTF-8 or GB18030 (GB2312, GBK)."""
    from lxml import etree, html

    text = decode(data)
    if not text.strip():
        raise EmptyDocument(f"{path.name}: the page is empty")
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise DamagedDocument(f"{path.name}: not a readable web page ({error})") from error
    flow = Flow()
    body = root.find("body")
    _walk(body if body is not None else root, flow)
    return flow.parts("html")


def read_mht(path: Path, data: bytes) -> Parts:
    """The text and tables of a web page saved with its pictures in one file (MIME HTML)."""
    message = message_from_bytes(data)
    for part in message.walk():
        page = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(page, bytes):
            charset = part.get_content_charset()
            if charset and "utf-16" in charset:
                page = page.decode(charset, errors="replace").encode()
            return read_html(path, page)
    raise EmptyDocument(f"{path.name}: there is no page in this web archive")


def decode(data: bytes) -> str:
    """The page's text by its byte order mark, UTF-8 where it is that, else by the charset it states, else GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        stated = _CHARSET.search(data[:4096])
        name = stated.group(1).decode("ascii").lower() if stated else "gb18030"
        name = "gb18030" if name in ("gb2312", "gbk", "utf-8", "utf8") else name
        try:
            return data.decode(name, errors="replace")
        except LookupError:
            return data.decode("gb18030", errors="replace")


def _walk(element: Any, flow: Flow) -> None:
    """Writes an element's inline text as paragraphs and its blocks in order."""
    pending: list[str] = []

    def flush() -> None:
        flow.paragraph(_tidy("".join(pending)))
        pending.clear()

    def visit(node: Any) -> None:
        pending.append(node.text or "")
        for child in node.iterchildren():
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                pass
            elif tag == "br":
                pending.append("\n")
            elif tag == "table":
                flush()
                _table(child, flow)
            elif tag in _BLOCKS:
                flush()
                visit(child)
                flush()
            else:
                visit(child)
            pending.append((child.tail or "") if isinstance(tag, str) or child.tail else "")

    visit(element)
    flush()


def _table(table: Any, flow: Flow) -> None:
    rows = [tr for tr in table.iter("tr") if next(tr.iterancestors("table")) is table]
    own = [[cell for cell in tr if cell.tag in ("td", "th")] for tr in rows]
    for caption in table.findall("caption"):
        flow.paragraph(_tidy(_inline(caption)))
    if _is_layout(table, own):
        for row in own:
            for cell in row:
                _walk(cell, flow)
        return
    cells: list[FlowCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(own):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            height = _span(cell.get("rowspan"), len(own) - r)
            width = _span(cell.get("colspan"), _MAX_SPAN)
            taken |= {(r + i, column + j) for i in range(height) for j in range(width)}
            cells.append(FlowCell(r, column, _tidy(_inline(cell)), height, width))
            column += width
    flow.table(cells)


def _is_layout(table: Any, rows: list[list[Any]]) -> bool:
    """A table that arranges the page: another table inside, a single cell, or headings and long prose in its cells."""
    cells = [cell for row in rows for cell in row]
    if len(cells) < 2 or max((len(row) for row in rows), default=0) < 2 or next(table.iterdescendants("table"), None) is not None:
        return True
    return len(cells) <= 6 and any(len(_inline(cell)) > _LAYOUT_CELL for cell in cells)


def _inline(element: Any) -> str:
    """All text inside an element, breaks and blocks as line breaks."""
    pieces: list[str] = []

    def visit(node: Any) -> None:
        pieces.append(node.text or "")
        for child in node.iterchildren():
            tag = child.tag
            if isinstance(tag, str) and tag not in _SKIPPED:
                if tag in _BLOCKS or tag == "br":
                    pieces.append("\n")
                visit(child)
                if tag in _BLOCKS:
                    pieces.append("\n")
            pieces.append(child.tail or "")

    visit(element)
    return "".join(pieces)


def _tidy(text: str) -> str:
    """White space as a browser shows it: runs are one blank, the source's own line breaks are none between CJK characters."""
    lines = [re.sub(r"[ \t\xa0\u3000]+", " ", line).strip() for line in text.replace("\r", "").split("\n")]
    return "\n".join(line for line in lines if line)


def _span(value: str | None, most: int) -> int:
    try:
        return max(1, min(int(value or 1), most))
    except ValueError:
        return 1
