"""How many rows of a table are of a kind: 工程类的有几项, 得满分的有几个, 列在2060702科目下的项目数."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import Amount, parse_amount
from corpus.axes import RowAxis, read_axes
from corpus.axis_codes import with_codes
from corpus.folding import half_width, squash
from corpus.place import CellRef
from qa.account import unsaid_runs
from qa.answer import Evidence
from qa.catalogue import grams
from qa.compute import Computation
from qa.inquiry import Draft, Inquiry, Scope
from qa.link import named_tables
from qa.phrase import whose

_ASKED = re.compile(
    r"(?:几|多少)(?P<unit>个|项|家|种|类|笔|座|处|所|件)(?!百分|月|点)|(?:项目|单位|品目|科目|指标)(?:数量|个数|数)(?:是|为|有)?多少|\bhow many\b",
    re.IGNORECASE,
)
# How much of the question's other words the table's title, its headers and the kind itself must say.
_SAID = 0.7
_LONGEST_KIND, _MOST = 10, 12
_FEWEST = 2
# What a kind is named with beside its own word.
_IS, _OF_KIND = r"(?:属于?|归[于为]?|列[在为]|评为|定为|算作?|是)?", r"(?:这一?)?(?:类型?|级|等次?|档)?"
_RATE_IN = re.compile(r"(?P<header>[一-龥]{2,8}?)(?:为|是|达到?|等于|都是)?(?P<rate>\d+(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one table whose cells in `column` are of one kind, called `name`."""

    scope: Scope
    table: int
    column: int
    name: str
    rows: tuple[RowAxis, ...]
    said: float

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The cells that say so, row by row."""
        return tuple(Evidence(self.scope.record.id, CellRef(self.table, row.row, self.column)) for row in self.rows[:_MOST])


def rows_of_kind(inquiry: Inquiry) -> Draft | None:
    """The number of rows that a table lists of the kind that the question names; None where no table does, or two differ."""
    asked = _ASKED.search(inquiry.question.folded)
    if asked is None or not inquiry.chinese:
        return None
    found = [kind for scope in inquiry.scopes for kind in _kinds(inquiry, scope)]
    if not found:
        return None
    best = max(kind.said for kind in found)
    found = [kind for kind in found if kind.said == best]
    if len({tuple(row.subject for row in kind.rows) for kind in found}) > 1:
        return None
    kind = found[0]
    unit = asked["unit"] or "个"
    size = len(kind.rows)
    names = "、".join(f"{row.subject}{{{n}}}" if n < _MOST else row.subject for n, row in enumerate(kind.rows))
    title = squash(kind.scope.document.tables[kind.table].title)
    text = f"{whose(inquiry, kind.scope)}《{title}》所列“{kind.name}”的共{size}{unit}：{names}。"
    count = Computation(Amount(Decimal(size), unit), f"{size}{unit}", ())
    return Draft(text, count.result, kind.evidence, (count,), accounted=True)


def _kinds(inquiry: Inquiry, scope: Scope) -> Iterator[Kind]:
    folded = half_width(inquiry.question.folded)
    kinds = named_tables(folded)
    for index, table in enumerate(scope.document.tables):
        if not table.header_rows or (kinds and table.kind is not None and table.kind not in kinds):
            continue
        axes = with_codes(table, read_axes(table))
        rows = [row for row in axes.rows if row.side == 0 and row.subject and not row.is_total]
        if len(rows) < _FEWEST:
            continue
        for axis in axes.columns:
            header = axis.path[-1] if axis.path else ""
            cells = {row.row: squash(table.text(row.row, axis.column)) for row in rows}
            if axis.role in ("label", "code") and all(cells[row.row] != row.subject for row in rows):
                values = {text for text in cells.values() if 0 < len(text) <= _LONGEST_KIND}
                for value in values if len(values) < len(rows) else ():
                    if (words := _named(folded, value, code=axis.role == "code", codes=inquiry.question.codes)) is not None:
                        chosen = [row for row in rows if cells[row.row] == value]
                        if (said := _about(inquiry, scope, index, folded.replace(words, "，"), chosen)) is not None:
                            yield Kind(scope, index, axis.column, value, tuple(chosen), said)
            elif axis.role == "value" and (hit := _RATE_IN.search(folded)) is not None and _same_header(hit["header"], header):
                rate = Decimal(hit["rate"])
                chosen = [row for row in rows if (amount := parse_amount(cells[row.row])) is not None and amount.value == rate]
                if chosen and (said := _about(inquiry, scope, index, folded.replace(hit.group(), "，"), chosen)) is not None:
                    yield Kind(scope, index, axis.column, f"{header}{hit['rate']}%", tuple(chosen), said)


def _same_header(said: str, header: str) -> bool:
    """Whether what stands before a rate in the question ends with a column's header (重点项目里执行率100%)."""
    bare = re.sub(r"\([^()]*\)", "", half_width(squash(header)))
    return len(bare) >= _FEWEST and said.endswith(bare)


def _named(folded: str, value: str, *, code: bool, codes: Sequence[str]) -> str | None:
    """The words of the question that name a kind; None where it does not name it."""
    if code:
        hit = re.search(rf"{_IS}{value}[^，,。？?]{{0,12}}?(?:科目)?(?:之?下面?|底下|里面?|中|的)", folded) if value in codes else None
        return hit.group() if hit is not None else None
    if not re.search("[一-龥]", value):
        return None
    plain = re.sub(r"类$", "", value)
    quoted = rf"[\"“]{re.escape(value)}[\"”]"
    pattern = quoted if len(plain) < _FEWEST else rf"(?:{quoted}|{re.escape(plain)}){_OF_KIND}(?=的|有|共|，|[几多]|$)"
    hit = re.search(_IS + pattern, folded)
    return hit.group() if hit is not None else None


def _about(inquiry: Inquiry, scope: Scope, index: int, rest: str, rows: Sequence[RowAxis]) -> float | None:
    """How much of the question's other words a table says; None where it leaves one of them unsaid."""
    table = scope.document.tables[index]
    headers = [part for column in range(table.columns) for part in table.header(column)]
    names = [squash(part) for part in (table.title, table.kind or "", *table.section, *headers)]
    names += [row.subject for row in rows] + [part for row in rows for part in row.path]
    said = {gram for name in names for gram in grams(name)}
    pieces = [re.sub("[里中上]$", "", piece) for piece in inquiry.words(_ASKED.sub("，", rest), scope).pieces]
    every = [gram for piece in pieces for gram in grams(piece)]
    if not every or any(unsaid_runs(piece, said) for piece in pieces):
        return None
    share = sum(gram in said for gram in every) / len(every)
    return share if share >= _SAID else None
