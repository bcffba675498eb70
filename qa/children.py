"""The 款 and 项 that stand below a class which a question names by its code or level: 医疗保障管理事务（21015）下面几个项级科目."""

from __future__ import annotations

import re

from corpus.folding import squash
from qa.catalogue import Entry
from qa.inquiry import Inquiry, Scope
from qa.item import LEVEL, measure_class, plain
from qa.link import basis_fits
from qa.listings import LEVELS
from qa.numerals import counted

_BELOW = re.compile(r"下面|下边|底下|之下|项下|款下|类下|名下|下属|所属|下的|下[各共]|里面?的?各|中各|各项级|各款级|[个各]项级|[个各]款级")
_NAMED = re.compile(r"(?P<name>[一-龥]{2,24})\((?:类|款)\)")
_STEP, _DEEPEST = 2, 7


def below(inquiry: Inquiry) -> tuple[Scope, list[Entry]] | None:
    """The scope and this year's figures of the children, in their order; None where no class is named, or fewer than two stand below it."""
    folded = inquiry.question.folded
    if not inquiry.chinese or not _BELOW.search(folded) or not re.search(r"科目|[款项]级", folded):
        return None
    codes = [code for code in inquiry.question.codes if len(code) < _DEEPEST]
    names = [squash(hit["name"]) for hit in _NAMED.finditer(folded)]
    if len(codes) + len(names) != 1:
        return None
    size = next((size for level, size in LEVELS.items() if level in folded), None)
    for scope in inquiry.scopes:
        found = _by_code(scope, codes[0], size) if codes else _by_name(scope, names[0], size)
        count = counted(inquiry.question.text)
        if len(found) > 1 and count in (None, len(found)):
            return scope, found
    return None


def _fits(scope: Scope, entry: Entry) -> bool:
    figure, record = entry.figure, scope.record
    this_year = figure.year in (None, record.year) and basis_fits(record.kind, figure, record.kind)
    return this_year and figure.amount is not None and measure_class(figure) == LEVEL and entry.default and not entry.total


def _by_code(scope: Scope, code: str, size: int | None) -> list[Entry]:
    """The children in the first table of expenditure that lists them; none where it lists one of them twice."""
    wanted = size or len(code) + _STEP
    tables: dict[tuple[int, str], list[Entry]] = {}
    for entry in scope.catalogue.entries:
        own = entry.figure.code or ""
        if "收入" in (entry.figure.table or entry.title):
            continue  # what a 项 took in is not what it costs
        if entry.is_table and own.startswith(code) and len(own) == wanted and _fits(scope, entry):
            tables.setdefault((entry.figure.source.table, entry.figure.measure), []).append(entry)  # type: ignore[union-attr]
    found = next(iter(tables.values()), [])
    return [] if len({e.figure.code for e in found}) < len(found) else found


def _by_name(scope: Scope, name: str, size: int | None) -> list[Entry]:
    """The children by the code that a table gives the name, else those that sentences put below it (X（类）Y（款）Z（项）)."""
    code = next(
        (e.figure.code for e in scope.catalogue.entries if e.item == name and e.figure.code and len(e.figure.code) < _DEEPEST), None
    )
    if code is not None and (found := _by_code(scope, code, size)):
        return found
    told: dict[str, Entry] = {}
    for entry in scope.catalogue.entries:
        if not entry.is_table and entry.figure.path and plain(entry.figure.path[-1]) == name and _fits(scope, entry):
            told.setdefault(entry.item, entry)
    return list(told.values())
