"""Figures: one stated number each, with what it measures and where it stands; answers and checks build on them alike."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.amount import Amount
from corpus.place import Source, Span
from corpus.table import Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """One stated number, or a cell that is blank (`amount` None) where a number could stand.

    subject   the item as printed, white space dropped (`住房公积金`); "" where the source names none
    path      what stands above the subject: parent items of a table row, the list an item belongs to; outermost first
    code      the 功能/经济 classification code printed for it, its parts joined (`2210201`)
    measure   what is measured: the table header path joined by "/" (`本年收入/小计`), or the narrative's noun
              (`预算数`, `决算数`, `占比`, `增减额`, `增减率`, `完成率`, `数量`, …)
    basis     预算 | 决算 | 执行 | 上年预算 | … as the source says; None where it says nothing beyond the document's kind
    year      the year the number is for
    versus    the year it is compared with (增减额, 增减率), None otherwise
    bound     a printed ≥, ≤, =, >, < before a target
    source    the cell, or the span of the number itself in the text
    context   the sentence (or form cell) that a narrative figure stands in; None for table cells
    table     kind of the table it stands in (`收支总表`); None for narrative
    """

    subject: str
    measure: str
    amount: Amount | None
    source: Source
    path: tuple[str, ...] = ()
    code: str | None = None
    basis: str | None = None
    year: int | None = None
    versus: int | None = None
    bound: str | None = None
    context: Span | None = None
    table: str | None = None
    reading: Reading = "text"
