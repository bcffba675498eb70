"""Makes the sample disclosures: `python -m corpus.samples.make`; every run gives the same bytes.

Needs the extra `dev` (reportlab) and two Debian packages whose fonts are embedded as subsets: fonts-droid-fallback
(Apache-2.0) for Chinese, which has no Latin letters, and fonts-liberation (OFL-1.1) for the rest.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Text

from corpus.samples import NAMES, chengwan, yunling
from corpus.samples.blocks import Block, Contents, Cover, Grid, Heading, Paragraph

FONTS = {"Han": "droid/DroidSansFallbackFull.ttf", "Latin": "liberation/LiberationSerif-Regular.ttf"}
LATIN = re.compile(r"[ -⸀]+")
MARGIN = 62


def wrong_cell(title: str, label: str, column: int, right: str, wrong: str) -> Callable[[Block], Block]:
    """A fault: in the table of this title, the cell of the row that names `label` says `wrong`; the right text is asserted."""

    def spoil(block: Block) -> Block:
        if not isinstance(block, Grid) or block.title != title:
            return block
        rows = [list(row) for row in block.rows]
        row = next(row for row in rows if label in row)
        assert row[column] == right, (row, right)
        row[column] = wrong
        return replace(block, rows=tuple(tuple(row) for row in rows))

    return spoil


def wrong_words(start: str, right: str, wrong: str) -> Callable[[Block], Block]:
    """A fault: the paragraph that starts so says `wrong` instead of `right`; the right text is asserted."""

    def spoil(block: Block) -> Block:
        if not isinstance(block, Paragraph) or not block.text.startswith(start):
            return block
        assert block.text.count(right) == 1, block.text
        return replace(block, text=block.text.replace(right, wrong))

    return spoil


FAULTS = (
    wrong_cell("一般公共预算基本支出表", "商品和服务支出", 2, "94.45", "94.54"),
    wrong_words("按照综合预算的原则", "增长6.53%", "增长5.63%"),
    wrong_words("7.住房保障支出", "支出决算为47.92万元", "支出决算为49.72万元"),
)


class _Mark(Flowable):  # type: ignore[misc]
    """Notes the page on which it comes to stand."""

    def __init__(self, title: str, pages: dict[str, int]) -> None:
        super().__init__()
        self.title, self.pages = title, pages
        self.width = self.height = 0

    def draw(self) -> None:
        self.pages[self.title] = self.canv.getPageNumber()


def _text(text: str, style: ParagraphStyle) -> Text:
    """A paragraph with every run of characters in the font that has them."""
    return Text(LATIN.sub(lambda run: f'<font name="Latin">{run.group()}</font>', text), style)


def _width(text: str, size: float) -> float:
    """How wide a text is when set like that, in points."""
    latin = "".join(LATIN.findall(text))
    return float(pdfmetrics.stringWidth(LATIN.sub("", text), "Han", size) + pdfmetrics.stringWidth(latin, "Latin", size))


def _style(size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("", fontName="Han", fontSize=size, leading=size * 1.7, wordWrap="CJK", **more)


BODY, CELL, HEAD = _style(12, firstLineIndent=24), _style(9.5), _style(9.5, alignment=1)
for _cell in (CELL, HEAD):
    _cell.leading = 12.5
HEADINGS = {1: _style(20, alignment=1, spaceAfter=18), 2: _style(14, spaceBefore=8), 3: _style(12, firstLineIndent=24)}


def _grid(grid: Grid, width: float, *, repeat: bool) -> list[Flowable]:
    def cell(row: int, text: str) -> object:
        if not text or (text[-1].isdigit() and text[0].isdigit() and row >= grid.header_rows):
            return text
        return _text(text, HEAD if row < grid.header_rows else CELL)

    total = sum(grid.widths)
    data = [[cell(r, text) for text in row] for r, row in enumerate(grid.rows)]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("FONT", (0, 0), (-1, -1), "Latin", 9.5), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]  # fmt: skip
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            if r >= grid.header_rows and "." in text and text[-1].isdigit():
                style.append(("ALIGN", (c, r), (c, r), "RIGHT"))
    style += [("SPAN", (c, r), (c + columns - 1, r + rows - 1)) for r, c, rows, columns in grid.spans]
    table = Table(
        data, colWidths=[width * w / total for w in grid.widths], repeatRows=grid.header_rows if repeat else 0, style=TableStyle(style)
    )
    above = Table(
        [[_text(f"部门：{grid.agency}" if grid.agency else "", CELL), _text(grid.unit, _style(9.5, alignment=2))]],
        colWidths=[width / 2, width / 2],
    )
    parts: list[Flowable] = [_text(grid.number, CELL), _text(grid.title, _style(15, alignment=1)), above, table]
    if grid.note:
        parts.append(_text(grid.note, CELL))
    return parts


def _flow(blocks: list[Block], pages: dict[str, int], seen: dict[str, int], *, repeat: bool) -> list[Flowable]:
    flow: list[Flowable] = []
    wide = False
    for block in blocks:
        if isinstance(block, Cover):
            flow += [
                Spacer(1, 190),
                *(_text(line, _style(26 if i < 2 else 15, alignment=1, spaceAfter=26)) for i, line in enumerate(block.lines)),
                PageBreak(),
            ]
        elif isinstance(block, Contents):
            flow.append(_text("目 录", HEADINGS[1]))
            for title, level in (
                (_entry(b), 1 if isinstance(b, Heading) else 2)
                for b in blocks
                if isinstance(b, Grid) or (isinstance(b, Heading) and b.level == 1)
            ):
                indent = 24 * (level - 1)
                room = A4[0] - 2 * MARGIN - indent - _width(title, 11) - 16
                flow.append(_text(f"{title}{'.' * int(room / _width('.', 11))}{pages.get(title, 0)}", _style(11, leftIndent=indent)))
        elif isinstance(block, Heading):
            if block.level == 1:
                flow += [*([NextPageTemplate("tall")] if wide else []), PageBreak()]
                wide = False
            flow += [_Mark(block.text, seen), _text(block.text, HEADINGS[block.level])]
        elif isinstance(block, Grid):
            if block.landscape != wide:
                flow += [NextPageTemplate("wide" if block.landscape else "tall"), PageBreak()]
                wide = block.landscape
            else:
                flow.append(PageBreak() if repeat and block.number != "表1" and not block.number.startswith("表10") else CondPageBreak(170))
            flow += [
                _Mark(_entry(block), seen),
                *_grid(block, (landscape(A4) if wide else A4)[0] - 2 * MARGIN, repeat=repeat),
                Spacer(1, 22),
            ]
        else:
            flow.append(_text(block.text, BODY))
    return flow


def _entry(block: Grid | Heading) -> str:
    return block.text if isinstance(block, Heading) else f"{block.number} {block.title}"


def write_pdf(path: Path, blocks: Iterable[Block], *, repeat: bool) -> None:
    """Writes a PDF; `repeat` prints the header of a table again where it runs on to the next page, and begins every table on a page."""
    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, f"/usr/share/fonts/truetype/{file}"))
    every = list(blocks)
    cover = next(b for b in every if isinstance(b, Cover))

    def footer(canvas: Any, document: Any) -> None:
        if document.page > 1:
            canvas.setFont("Latin", 10)
            canvas.drawCentredString(canvas._pagesize[0] / 2, 32, f"— {document.page} —")

    def template(name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN, 0, 0, 0, 0)
        return PageTemplate(name, [frame], pagesize=size, onPage=footer)

    pages: dict[str, int] = {}
    for _ in range(2):  # the first pass learns the page numbers for the list of contents
        seen: dict[str, int] = {}
        document = BaseDocTemplate(str(path), pagesize=A4, title="".join(cover.lines[:2]), author=cover.lines[0], invariant=1, lang="zh-CN")
        document.addPageTemplates([template("tall", A4), template("wide", landscape(A4))])
        document.build(_flow(every, pages, seen, repeat=repeat))
        pages = seen


def write_text(path: Path, blocks: Iterable[Block]) -> None:
    """Writes a text dump: a line per paragraph, a line per table row with its cells set apart by tabs."""
    every = list(blocks)
    lines: list[str] = []
    for block in every:
        if isinstance(block, Cover):
            lines += [*block.lines, ""]
        elif isinstance(block, Contents):
            lines += ["目录", "", *(_entry(b) for b in every if isinstance(b, Grid) or (isinstance(b, Heading) and b.level < 3)), ""]
        elif isinstance(block, Grid):
            lines += [
                block.title,
                "",
                f"{block.number}",
                f"单位：{block.agency}\t{block.unit}",
                "",
                *("\t".join(row) for row in block.rows),
                "",
                *([block.note, ""] if block.note else []),
            ]
        else:
            lines += [block.text, ""]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def main(folder: Path) -> None:
    """Writes the three files into a folder."""
    right = [
        list(yunling.disclosure(yunling.BUDGET_2023, None)),
        list(yunling.disclosure(yunling.BUDGET_2024, yunling.BUDGET_2023)),
        list(chengwan.disclosure()),
    ]
    spoilt = [[fault(block) for block in blocks] for fault, blocks in zip(FAULTS, right, strict=True)]
    assert all(sum(a != b for a, b in zip(one, two, strict=True)) == 1 for one, two in zip(right, spoilt, strict=True))
    write_pdf(folder / NAMES[0], spoilt[0], repeat=True)
    write_pdf(folder / NAMES[1], spoilt[1], repeat=False)
    write_text(folder / NAMES[2], spoilt[2])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
