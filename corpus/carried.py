"""Column edges carried over page breaks: the parts of one table get the same columns on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.layout import PageLayout
from corpus.sheet import Block, Grid, is_number, lines_of

# Points by which the edges of two pages may differ.
_NEAR = 4.0


def with_carried_edges(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with the grids that go on from the page before set on the finer of both pages' column edges.

    A page on which every row leaves a column rule out (codes in one cell instead of 类, 款 and 项) has fewer columns than the
    page before. Only a grid that begins its page with a row of figures is taken for one that goes on.
    """
    blocks: list[list[Block]] = [list(page.blocks) for page in pages]
    for one, other in pairwise(blocks):
        upper, lower = (one[-1] if one else None), (other[0] if other else None)
        if not isinstance(upper, Grid) or not isinstance(lower, Grid) or upper.columns == lower.columns:
            continue
        if not any(is_number(cell.text) for cell in lines_of(lower)[0]):
            continue
        finer, coarser = (upper, lower) if upper.columns > lower.columns else (lower, upper)
        moved = _on_edges(coarser, finer.edges)
        if moved is not None:
            if finer is upper:
                other[0] = moved
            else:
                one[-1] = moved
    return [replace(page, blocks=tuple(held)) for page, held in zip(pages, blocks, strict=True)]


def _on_edges(grid: Grid, edges: tuple[float, ...]) -> Grid | None:
    """The grid with its cells spread over finer column edges; None when one of its edges is not among them."""
    index = [min(range(len(edges)), key=lambda k: abs(edges[k] - edge)) for edge in grid.edges]
    if any(abs(edges[k] - edge) > _NEAR for k, edge in zip(index, grid.edges, strict=True)):
        return None
    if index[0] != 0 or index[-1] != len(edges) - 1 or len(set(index)) != len(index):
        return None
    cells = tuple(
        replace(cell, column=index[cell.column], column_span=index[cell.column + cell.column_span] - index[cell.column])
        for cell in grid.cells
    )
    return replace(grid, columns=len(edges) - 1, cells=cells, edges=edges)
