"""Figures read by OCR are trusted where sums or a second print confirm them, codes where their name does."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.assemble import RawCell, RawGrid, assemble
from corpus.document import Line
from corpus.doubt import with_doubts
from corpus.place import BBox, Place
from corpus.table import Table

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合计", "1,040.60", "240.60", "800.00"],
    ["2080501", "行政单位离退休", "30.15", "30.15", ""],
    ["2101101", "行政单位医疗", "14.75", "14.75", ""],
    ["2210201", "住房公积金", "195.70", "195.70", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "800.00", "", "800.00"],
]


def box(row: int, column: int) -> BBox:
    return BBox(100.0 * column, 20.0 * row, 100.0 * column + 100, 20.0 * row + 20)


def tables(*bodies: Sequence[Sequence[str]], page: int = 1) -> tuple[Table, ...]:
    texts: list[str] = []
    grids: list[RawGrid] = []
    for n, body in enumerate(bodies):
        texts += ["部门支出总表" if n == 0 else "一般公共预算支出表", "单位：万元"]
        first = len(texts) + 1
        rows = [HEAD, *body]
        cells = [
            RawCell(r, c, text, Place((first + r, first + r), page, box(r, c))) for r, row in enumerate(rows) for c, text in enumerate(row)
        ]
        texts += ["\t".join(row) for row in rows]
        grids.append(RawGrid(len(rows), len(HEAD), tuple(cells), (first, len(texts)), page))
    lines, start = [], 0
    for text in texts:
        lines.append(Line(start, start + len(text), page))
        start += len(text) + 1
    return assemble("\n".join(texts), lines, grids)


def changed(row: int, column: int, text: str) -> list[list[str]]:
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = text
    return rows


def test_digital_pages_are_left_alone() -> None:
    whole = tables(ROWS)
    assert with_doubts(whole, {}) == whole
    assert with_doubts(whole, {2: ()}) == whole


def test_sums_and_names_make_a_table_certain() -> None:
    (table,) = with_doubts(tables(ROWS), {1: ()})
    assert table.uncertain() == []
    assert {cell.reading for cell in table.cells} == {"ocr"}
    assert table.notes[-1] == "read by OCR: 11 of 11 figures confirmed by sums or by a second print"


def test_a_wrong_digit_breaks_its_sums_and_is_uncertain() -> None:
    (table,) = with_doubts(tables(changed(1, 3, "38.15")), {1: ()})
    assert (2, 3) in table.uncertain()
    assert (5, 4) not in table.uncertain()


def test_a_doubtful_character_counts_only_where_nothing_confirms_it() -> None:
    faint = {1: (BBox(210, 45, 220, 55), BBox(110, 5, 120, 15))}
    (table,) = with_doubts(tables(ROWS), faint)
    assert table.uncertain() == []


def test_writing_in_a_blank_cell_that_was_not_read_is_uncertain() -> None:
    (table,) = with_doubts(tables(ROWS), {1: (BBox(410, 45, 420, 55),)})
    assert table.uncertain() == [(2, 4)]


def test_a_code_that_its_name_contradicts_is_uncertain() -> None:
    (table,) = with_doubts(tables(changed(2, 0, "2101102")), {1: ()})
    assert table.uncertain() == [(3, 0)]


def test_ordinals_are_certain_where_they_count_up() -> None:
    rows = [[ordinal, "", "", "", ""] for ordinal in ("1", "2", "7", "4", "5")]
    for row, name in zip(rows, ("办公费", "水费", "电费", "邮电费", "差旅费"), strict=True):
        row[1] = name
    (table,) = with_doubts(tables(rows), {1: ()})
    assert (3, 0) in table.uncertain()
    assert not {(1, 0), (2, 0), (4, 0), (5, 0)} & set(table.uncertain())


def test_a_figure_printed_again_for_the_same_item_is_certain() -> None:
    alone = [["", "合计", "", "", ""], ["2210201", "住房公积金", "195.70", "", ""]]
    (table,) = with_doubts(tables(alone), {1: ()})
    assert table.uncertain() == [(2, 2)]
    _, again = with_doubts(tables(ROWS, alone), {1: ()})
    assert again.uncertain() == []
