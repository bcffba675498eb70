"""Word documents (.docx) through python-docx: paragraphs and tables in reading order, merged cells as they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.assemble import Parts
from corpus.errors import DamagedDocument
from corpus.flow import Flow, FlowCell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "txbxContent"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(path: Path, data: bytes) -> Parts:
    """The paragraphs and tables of a Word document; deleted text of tracked changes is left out."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DamagedDocument(f"{path.name}: a Word document that does not open ({str(error) or type(error).__name__})") from error
    flow = Flow()
    for block in _blocks(document.element.body):
        if block.tag == _W + "p":
            for box in _boxes(block):
                flow.paragraph(box)
            flow.paragraph(_text(block))
        else:
            _table(block, flow)
    return flow.parts("word")


def _blocks(element: Any) -> Iterator[Any]:
    """The paragraphs and tables under an element, content controls opened."""
    for child in element.iterchildren():
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "smartTag", _W + "customXml"):
            yield from _blocks(child)


def _text(element: Any) -> str:
    """The text of a paragraph as printed: line breaks kept, deletions, field codes and text boxes left out."""
    pieces: list[str] = []

    def walk(node: Any) -> None:
        for child in node.iterchildren():
            if child.tag in _SKIPPED or child.tag == _FALLBACK:
                continue
            if child.tag == _W + "t":
                pieces.append(child.text or "")
            elif child.tag in (_W + "br", _W + "cr"):
                pieces.append("\n")
            elif child.tag == _W + "tab":
                pieces.append("\t")
            elif child.tag == _W + "noBreakHyphen":
                pieces.append("-")
            else:
                walk(child)

    walk(element)
    return "".join(pieces)


def _boxes(paragraph: Any) -> list[str]:
    """The texts of the text boxes anchored in a paragraph, each once."""
    found = []
    for content in paragraph.iter(_W + "txbxContent"):
        if not any(ancestor.tag == _FALLBACK for ancestor in content.iterancestors()):
            found += [_text(p) for p in content.iter(_W + "p")]
    return found


def _table(table: Any, flow: Flow) -> None:
    """A table with its merged cells; a table that lies inside a cell follows it as a table of its own."""
    cells: list[FlowCell] = []
    inner: list[Any] = []
    open_at: dict[int, int] = {}  # column -> index in `cells` of the vertically merged cell that is open there
    row = 0
    for tr in table.iter(_W + "tr"):
        if next(tr.iterancestors(_W + "tbl")) is not table:
            continue
        column = _number(tr.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for tc in (cell for cell in tr.iter(_W + "tc") if next(cell.iterancestors(_W + "tr")) is tr):
            span = _number(tc.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            merge = tc.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(_W + "val") != "restart" and column in open_at:
                above = cells[open_at[column]]
                cells[open_at[column]] = FlowCell(above.row, above.column, above.text, row - above.row + 1, above.column_span)
            else:
                text = "\n".join(_text(block) for block in _blocks(tc) if block.tag == _W + "p")
                cells.append(FlowCell(row, column, text, 1, span))
                open_at.pop(column, None)
                if merge is not None:
                    open_at[column] = len(cells) - 1
                inner += [block for block in _blocks(tc) if block.tag == _W + "tbl"]
            column += span
        row += 1
    flow.table(cells)
    for one in inner:
        _table(one, flow)


def _number(element: Any, default: int) -> int:
    try:
        return int(element.get(_W + "val")) if element is not None else default
    except (TypeError, ValueError):
        return default
