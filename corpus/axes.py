"""The axes of a table: what each row and each column of it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.table import Table

ColumnRole = Literal["label", "code", "ordinal", "value"]


@dataclass(frozen=True, slots=True)
class RowAxis:
    """What a row means on one side of a table (0, or 1 for the right half of a 收入 | 支出 table).

    `parent` is the row of the item above (None at the top), `level` its depth below the top, `ordinal` a printed `一、`.
    """

    row: int
    side: int
    subject: str
    code: str | None = None
    level: int = 0
    parent: int | None = None
    ordinal: str = ""
    is_total: bool = False
    is_unit_row: bool = False


@dataclass(frozen=True, slots=True)
class ColumnAxis:
    """What a column means: its header path, and for values the measure, unit, basis and year that the header names."""

    column: int
    side: int
    path: tuple[str, ...]
    role: ColumnRole
    measure: str
    unit: str | None
    basis: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Axes:
    """The axes of a table; `form` where labels and contents stand side by side."""

    rows: tuple[RowAxis, ...]
    columns: tuple[ColumnAxis, ...]
    form: bool = False


def read_axes(table: Table) -> Axes:
    """The meaning of each row and column of a table."""
    return Axes((), ())
