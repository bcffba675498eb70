"""Tables that a text dump prints a row a line: Markdown pipe tables and tab-separated tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.captions import is_meta
from corpus.folding import squash
from corpus.grid import RawCell, RawGrid
from corpus.place import Place

_PIPE = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$")
_SPLIT = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEADER = re.compile(r"(?:[.．·…]\s*){3,}\s*\t?\s*\d*\s*$")
_FEWEST = 3  # rows, and columns, of a table that no bar encloses
CELL_LINE = re.compile(r"^\t[^\t]*$")


def row_grids(entries: Sequence[str]) -> list[RawGrid]:
    """The pipe tables and tab-separated tables in these lines, a run of lines each."""
    loose = [run for run in _runs(entries, _has_pipe) if _is_open(entries, run)]
    taken = {number for run in loose for number in run}
    pipes = [
        _grid(run, [(number, _pipe_cells(entries[number])) for number in run if not _is_rule(entries[number])])
        for run in _runs([entry if number not in taken else "" for number, entry in enumerate(entries)], _is_pipe)
    ]
    pipes += [
        _grid(rows, [(number, _open_cells(entries[number])) for number in rows if not _is_rule(entries[number])])
        for rows in (_without_captions(entries, run) for run in loose)
    ]
    tabs = [
        _grid(run, [(number, _tab_cells(entries[number])) for number in run])
        for run in _spaced(entries, list(_runs(entries, _is_tab)))
        if _is_table(entries, run)
    ]
    return [grid for grid in (*pipes, *tabs) if grid is not None]


def _is_pipe(entry: str) -> bool:
    return "|" in entry and _PIPE.match(entry) is not None


def _has_pipe(entry: str) -> bool:
    return "|" in entry and _SPLIT.search(entry) is not None


def _is_open(entries: Sequence[str], run: Sequence[int]) -> bool:
    """Whether a run of lines is a table whose rows no bar opens and closes: most of them have as many cells, many, or few and a number among them."""
    rows = [_open_cells(entries[number]) for number in run if not _is_rule(entries[number])]
    if len(rows) < 2 or sum(_is_pipe(entries[number]) for number in run) * 2 > len(run):
        return False
    sizes = [len(row) for row in rows]
    usual = max(sizes, key=sizes.count)
    numbers = any(re.fullmatch(r"[\d.,%-]*\d[\d.,%]*", cell) for row in rows for cell in row)
    return sizes.count(usual) * 2 >= len(sizes) and usual > 1 and (usual > _FEWEST if not numbers else len(rows) >= _FEWEST or usual > 2)


def _without_captions(entries: Sequence[str], run: Sequence[int]) -> list[int]:
    """The lines of a table without those before its first row that say its agency and unit (编制单位：… | 金额单位：万元)."""
    first = next((at for at, number in enumerate(run) if not all(is_meta(cell) for cell in _open_cells(entries[number]))), 0)
    return list(run[first:])


def _is_rule(entry: str) -> bool:
    return "-" in entry and _RULE.match(entry) is not None


def _is_tab(entry: str) -> bool:
    return "\t" in entry and not _is_pipe(entry)


def _runs(entries: Sequence[str], belongs: object) -> Iterator[list[int]]:
    run: list[int] = []
    for number, entry in enumerate(entries):
        if belongs(entry):  # type: ignore[operator]
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _spaced(entries: Sequence[str], runs: list[list[int]]) -> list[list[int]]:
    """The runs, joined over blank lines where the dump puts a blank line after every row."""
    rows = [run for run in runs if not all(CELL_LINE.match(entries[number]) for number in run)]
    alone = sum(1 for run in rows if len(run) == 1)
    if len(rows) < 6 or alone * 5 < len(rows) * 4:
        return runs
    merged: list[list[int]] = []
    for run in runs:
        if merged and run[0] - merged[-1][-1] == 2 and not entries[run[0] - 1].strip():
            merged[-1].extend(run)
        else:
            merged.append(list(run))
    return merged


def _is_table(entries: Sequence[str], run: Sequence[int]) -> bool:
    """Whether a run of lines with tabs is a table: no indented lines, no list of contents, no caption line."""
    texts = [entries[number] for number in run]
    if all(CELL_LINE.match(text) for text in texts):
        return False
    rows = [[cell for cell in _tab_cells(text) if cell] for text in texts]
    if sum(1 for text in texts if _LEADER.search(text)) * 2 >= len(texts):
        return False
    if len(rows) <= 2 and all(len(row) <= 3 and all(is_meta(cell) for cell in row) for row in rows):
        return False
    if all(len(row) == 2 and row[1].isdigit() and len(row[1]) <= 3 and len(row[0]) > 2 for row in rows) and len(rows) > 2:
        numbers = [int(row[1]) for row in rows]  # headings with page numbers
        return numbers != sorted(numbers) or all(squash(row[0]).isdigit() for row in rows)
    return any(len(row) > 1 for row in rows) or max(text.rstrip("\n").count("\t") for text in texts) > 1


def _pipe_cells(entry: str) -> list[str]:
    inner = entry.strip().removeprefix("|").removesuffix("|")
    return [_BREAK.sub(" ", cell.replace("\\|", "|")).strip() for cell in _SPLIT.split(inner)]


def _open_cells(entry: str) -> list[str]:
    return [_BREAK.sub(" ", cell.replace("\\|", "|")).strip() for cell in _SPLIT.split(entry)]


def _tab_cells(entry: str) -> list[str]:
    return [cell.strip() for cell in entry.split("\t")]


def _grid(run: Sequence[int], rows: Sequence[tuple[int, list[str]]]) -> RawGrid | None:
    if not rows:
        return None
    columns = max(len(cells) for _, cells in rows)
    cells = tuple(
        RawCell(index, column, text, Place((number + 1, number + 1)))
        for index, (number, texts) in enumerate(rows)
        for column, text in enumerate([*texts, *[""] * (columns - len(texts))])
    )
    return RawGrid(len(rows), columns, cells, (run[0] + 1, run[-1] + 1), merged=False)
