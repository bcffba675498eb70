"""What the rules look at: the document's tables with their axes, its sentences and its figures, made into operands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from corpus.amount import MONEY, Amount
from corpus.axes import Axes, ColumnAxis, RowAxis, read_axes
from corpus.axis_codes import with_codes
from corpus.document import Document
from corpus.figure import Figure
from corpus.place import CellRef, Span
from corpus.prose import Sentence, sentences
from corpus.table import Cell, Table
from qa.checks.check import Operand
from qa.checks.clauses import Reading, read_sentence


class Remembering(Protocol):
    """What `remembered` keeps its values in: rules ask a material and its sheets for the same things again and again."""

    @property
    def memory(self) -> dict[Any, Any]:
        """The values computed so far, by function and arguments."""


Of = TypeVar("Of", bound=Remembering)
Args = ParamSpec("Args")
Value = TypeVar("Value")


def remembered(function: Callable[Concatenate[Of, Args], Value]) -> Callable[Concatenate[Of, Args], Value]:
    """Computes a function of a material or a sheet once for each of them and each of the further (positional) arguments."""

    @wraps(function)
    def once(of: Of, *args: Args.args, **kwargs: Args.kwargs) -> Value:
        key = (function, args)
        if key not in of.memory:
            of.memory[key] = function(of, *args, **kwargs)
        found: Value = of.memory[key]
        return found

    return cast(Callable[Concatenate[Of, Args], Value], once)


@dataclass(frozen=True)
class Sheet:
    """A table with its axes: `index` is its place in `Document.tables`."""

    document: Document
    index: int
    table: Table
    axes: Axes
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def sides(self) -> tuple[int, ...]:
        """The sides of the table that carry values: (0,) mostly, (0, 1) for 收入 | 支出."""
        return tuple(sorted({column.side for column in self.axes.columns if column.role == "value"}))

    @remembered
    def rows(self, side: int) -> list[RowAxis]:
        """The body rows of a side, from the top."""
        return sorted((row for row in self.axes.rows if row.side == side), key=lambda row: row.row)

    @remembered
    def columns(self, side: int) -> list[ColumnAxis]:
        """The value columns of a side, from the left."""
        return sorted((c for c in self.axes.columns if c.side == side and c.role == "value"), key=lambda c: c.column)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that has its own corner here; a merged cell's repetition is not a second figure."""
        cell = self.table.at(row, column)
        return cell if cell is not None and (cell.row, cell.column) == (row, column) else None

    def amount(self, row: int, column: ColumnAxis) -> Amount | None:
        """The amount of a cell with its unit (its own, its column's or the table's); None where it is blank or no number."""
        key = (row, column.column)
        if key not in self.memory:
            self.memory[key] = self._amount(row, column)
        found: Amount | None = self.memory[key]
        return found

    def _amount(self, row: int, column: ColumnAxis) -> Amount | None:
        cell = self.cell(row, column.column)
        if cell is None or cell.amount is None:
            return None
        if cell.amount.unit is not None:
            return cell.amount
        return Amount(cell.amount.value, column.unit or (self.table.unit if self.table.unit in MONEY else None))

    def filled(self, row: int, column: ColumnAxis) -> bool:
        """Whether a number stands here."""
        return self.amount(row, column) is not None

    def operand(self, row: RowAxis, column: ColumnAxis) -> Operand:
        """The figure of a row and a column as an operand."""
        key = (row.row, row.side, column.column)
        if key not in self.memory:
            self.memory[key] = self._operand(row, column)
        found: Operand = self.memory[key]
        return found

    def _operand(self, row: RowAxis, column: ColumnAxis) -> Operand:
        cell = self.cell(row.row, column.column)
        name = row.subject or row.code or f"第{row.row + 1}行"
        head = "/".join(column.path)
        reading = cell.reading if cell is not None else "text"
        if cell is not None and cell.uncertain and reading == "text":
            reading = "realigned"
        return Operand(
            label=f"{self.table.title}·{name}·{head}", amount=self.amount(row.row, column), source=CellRef(self.index, row.row, column.column),
            text="" if cell is None else cell.text, page=cell.place.page if cell is not None else None,
            lines=self.lines(row.row) if cell is None else cell.place.lines,
            table=self.table.title, row=" ".join(part for part in (row.code, row.subject) if part) or None, column=head or None, reading=reading,
        )  # fmt: skip

    def lines(self, row: int) -> tuple[int, int]:
        """The lines on which a row stands."""
        return self.document.row_lines(self.index, row)


class Material:
    """A document as the rules see it; `earlier` are the same agency's disclosures of the years before."""

    def __init__(self, document: Document, figures: Sequence[Figure], earlier: Sequence[Material] = ()) -> None:
        self.document = document
        self.earlier = tuple(earlier)
        self.figures = tuple(figures)
        self.memory: dict[Any, Any] = {}

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The document's tables with their axes."""
        return tuple(
            Sheet(self.document, index, table, with_codes(table, read_axes(table))) for index, table in enumerate(self.document.tables)
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The document's running text."""
        return tuple(sentences(self.document))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The sentences with the figures that they state."""
        return tuple(read_sentence(self.document, sentence) for sentence in self.sentences)

    def stated(self, figure: Figure) -> Operand:
        """A figure of the ledger as an operand."""
        place = self.document.place(figure.source)
        name = "·".join(part for part in (*figure.path[-1:], figure.subject) if part)
        if isinstance(figure.source, CellRef):
            table = self.document.tables[figure.source.table]
            text = table.text(figure.source.row, figure.source.column)
            lines = self.document.row_lines(figure.source.table, figure.source.row)
            return Operand(
                f"{table.title}·{name}·{figure.measure}",
                figure.amount,
                figure.source,
                text,
                place.page,
                lines,
                table.title,
                figure.subject or None,
                figure.measure,
                "operand",
                figure.reading,
            )
        text = self.document.text[figure.source.start : figure.source.stop]
        return Operand(f"{name}{figure.measure}", figure.amount, figure.source, text, place.page, place.lines, reading=figure.reading)

    def said(self, span: Span, amount: Amount | None, label: str) -> Operand:
        """A figure of the running text as an operand."""
        first, last = self.document.line_at(span.start), self.document.line_at(max(span.start, span.stop - 1))
        return Operand(
            label=label,
            amount=amount,
            source=span,
            text=self.document.text[span.start : span.stop],
            page=self.document.lines[first - 1].page,
            lines=(first, last),
        )
