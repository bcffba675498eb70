"""Classification codes that only the other rows of a table show to be codes, where its heading is garbled."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.axes import Axes
from corpus.folding import squash
from corpus.table import Table

_CODE = re.compile(r"[23]\d\d(\d\d){0,2}")


def with_codes(table: Table, axes: Axes) -> Axes:
    """The axes with codes that only the other rows show to be codes.

    A column of nothing but classification codes, some of which continue others, is a code column whatever its (garbled)
    heading says; and a cell of a code column that the codes of other rows continue (302 beside 30299) is its row's code.
    """
    if axes.form or not axes.rows:
        return axes
    known = {row.code for row in axes.rows if row.code}
    for column in axes.columns:
        texts = {row.row: squash(table.text(row.row, column.column)) for row in axes.rows if row.side == column.side == 0}
        filled = [text for text in texts.values() if text]
        if not known and column.role == "value":
            nested = any(one != two and one.startswith(two) for one in filled for two in filled)
            if len(filled) < 2 or not nested or not all(_CODE.fullmatch(text) for text in filled):
                continue
            axes = replace(axes, columns=tuple(replace(c, role="code") if c is column else c for c in axes.columns))
        elif column.role != "code":
            continue
        rows = tuple(
            replace(row, code=texts[row.row])
            if row.side == 0
            and row.code is None
            and not row.is_total
            and _CODE.fullmatch(texts[row.row])
            and _continued(texts[row.row], {*known, *filled})
            else row
            for row in axes.rows
        )
        axes = replace(axes, rows=rows)
    return axes


def _continued(code: str, others: set[str]) -> bool:
    """Whether a code has others below it, or stands below another."""
    return any(code != other and (other.startswith(code) or (len(other) >= 3 and code.startswith(other))) for other in others)
