"""Places that a question names: the narrative, the performance forms, a table by its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.place import CellRef
from qa.catalogue import Entry, grams
from qa.inquiry import Scope
from qa.item import is_default, is_total, plain
from qa.link import Match

# A form of targets by its title or its kind.
TARGET = re.compile(r"绩效|申报表|自评")
_TEXT = re.compile(r"说明(?!书)|正文|文字|报告|\bnarrative\b|\btext\b", re.IGNORECASE)
_TARGETS = re.compile(r"(?P<whole>整体|部门)?(?:支出)?(?P<item>项目)?(?:支出)?绩效(?:目标|自评)?(?:申报)?表")
_TITLE = re.compile(r"[^，,。；;、和与跟同在的？?]{0,24}表(?!格?明(?!细)|示|决|现|彰|达)")
_ANY_TABLE = re.compile(r"^(?:各|几|[两二三多]|哪|这|那|每|其他|和|与|跟)?张?(?:绩效|决算|预算)?表$")
# How much of a title the question must say for the table to be the one it names.
_TITLED = 0.5
_EVERYDAY = frozenset(grams("部门单位情况总体收支预算决算支出收入明细"))


@dataclass(frozen=True, slots=True)
class Where:
    """A place that a question names: the narrative (no tables), or one of some tables; `titled` where it names them by their title."""

    name: str
    tables: frozenset[int] | None
    titled: bool = False

    def holds(self, entry: Entry) -> bool:
        """Whether a figure stands there."""
        source = entry.figure.source
        return source.table in (self.tables or ()) if isinstance(source, CellRef) else self.tables is None


def named_places(text: str, scope: Scope) -> list[Where]:
    """The places that a folded question, or a part of one, names, each once, in the order it names them."""
    tables = scope.document.tables
    every = frozenset(range(len(tables)))
    found: list[tuple[int, Where]] = [(hit.start(), Where(hit.group(), None)) for hit in _TEXT.finditer(text)]
    for hit in _TITLE.finditer(text):
        name = hit.group()
        target = _TARGETS.search(name)
        if target:
            forms = frozenset(n for n in every if TARGET.search(tables[n].title or ""))
            of_kind = frozenset(
                n for n in forms if (target["whole"] and "整体" in tables[n].title) or (target["item"] and "项目" in tables[n].title)
            )
            found.append((hit.start(), Where(name, of_kind or forms, bool(forms))))
        elif _ANY_TABLE.match(name):
            found.append((hit.start(), Where(name, frozenset(n for n in every if not TARGET.search(tables[n].title or "")))))
        else:
            titled = _titled(name, scope)
            found.append((hit.start(), Where(name, titled or every, bool(titled))))
    found.sort(key=lambda pair: pair[0])
    kept: dict[frozenset[int] | None, Where] = {}
    for _, where in found:
        kept.setdefault(where.tables, where)
    return list(kept.values())


def _titled(name: str, scope: Scope) -> frozenset[int]:
    """The tables whose titles say most of a name, the words that many titles have aside."""
    said = set(grams(name))
    telling = said - _EVERYDAY or said
    rated = []
    for number, table in enumerate(scope.document.tables):
        own = set(grams(plain(table.title or "")))
        share = sum(g in own for g in telling) / len(telling)
        if share >= _TITLED and own:
            rated.append((share, len(said & own) / len(own), number))
    best = max(rated, default=None)
    return frozenset() if best is None else frozenset(n for share, tight, n in rated if (share, tight) >= (best[0], best[1]))


def is_target(entry: Entry) -> bool:
    """Whether a figure stands in a form of targets."""
    return TARGET.search(f"{entry.title}，{entry.figure.table or ''}") is not None


def best_at(matches: Sequence[Match], where: Where) -> list[Match]:
    """The links that stand in a place, the best first."""
    return [match for match in matches if where.holds(match.entry)]


def total_of(scope: Scope, table: int) -> list[Entry]:
    """The figure of a table's row of totals, in the column that is meant; its rows' figures where it has none."""
    own = [e for e in scope.catalogue.entries if isinstance(e.figure.source, CellRef) and e.figure.source.table == table and e.figure.amount is not None]  # fmt: skip
    plain_column = [e for e in own if is_default(e.figure)] or own
    totals = [e for e in plain_column if is_total(e.figure.subject)]
    if totals:
        return totals[:1]
    if not plain_column:
        return []
    column = min(e.figure.source.column for e in plain_column if isinstance(e.figure.source, CellRef))
    return [e for e in plain_column if isinstance(e.figure.source, CellRef) and e.figure.source.column == column]
