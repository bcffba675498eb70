"""Doubt: what the numeric checks hold against a figure that an answer is about to state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from corpus.place import CellRef, Source
from index.store import Store
from qa import faults
from qa.catalogue import Catalogue, Entry
from qa.checks.check import Check, Operand

if TYPE_CHECKING:
    from qa.checks.audit import Audit

# A check of two figures holds against both: it cannot tell which one is wrong.
PAIR = 2
_known: WeakKeyDictionary[Catalogue, Audit] = WeakKeyDictionary()
_kept: WeakKeyDictionary[Catalogue, bytes] = WeakKeyDictionary()
_failed: WeakKeyDictionary[Catalogue, tuple[Check, ...]] = WeakKeyDictionary()


def recall(catalogue: Catalogue, store: Store) -> None:
    """Remembers what the store keeps of the checks that fail in a document."""
    found = faults.faults(store, catalogue.document.id)
    if found is not None:
        _kept[catalogue] = found


def audited(catalogue: Catalogue) -> Audit:
    """The audit of a document, worked out once."""
    known = _known.get(catalogue)
    if known is None:
        from qa.checks.audit import audit

        known = audit(catalogue.document, [entry.figure for entry in catalogue.entries], catalogue.document.title)
        _known[catalogue] = known
    return known


def failed(catalogue: Catalogue) -> tuple[Check, ...]:
    """The checks of a document that fail beyond rounding."""
    known = _failed.get(catalogue)
    if known is None:
        known = _recalled(catalogue)
        if known is None:
            known = tuple(check for check in audited(catalogue).checks if check.verdict == "inconsistent")
        _failed[catalogue] = known
    return known


def _recalled(catalogue: Catalogue) -> tuple[Check, ...] | None:
    kept = _kept.get(catalogue)
    try:
        return None if kept is None else faults.decode(kept)
    except (ValueError, KeyError, TypeError):  # a damaged row: the audit finds them again
        return None


def suspect(check: Check, catalogue: Catalogue) -> Operand | None:
    """The figure that more failing checks share than any other figure of this one; None where nothing tells its figures apart."""
    fails: dict[Source, set[object]] = {o.source: set() for o in check.operands if o.amount is not None}
    for other in failed(catalogue):
        # A figure restated in several places fails for one and the same reason.
        reason = tuple(None if amount is None else amount.base for amount in (other.stated, other.expected))
        for source in {o.source for o in other.operands} & fails.keys():
            fails[source].add(reason)
    most = max(map(len, fails.values()), default=0)
    found = [o for o in check.operands if o.amount is not None and len(fails[o.source]) == most]
    return found[0] if most > 1 and len({o.source for o in found}) == 1 else None


def containing(source: Source, catalogue: Catalogue) -> list[Check]:
    """The failed checks that a figure takes part in, in whatever part."""
    return [c for c in failed(catalogue) if c.stated is not None and any(overlap(o.source, source) for o in c.operands)]


def holding(source: Source, catalogue: Catalogue) -> int:
    """How many checks that hold a figure takes part in."""
    return sum(
        c.verdict in ("consistent", "rounding") and any(overlap(o.source, source) for o in c.operands) for c in audited(catalogue).checks
    )


def sides(check: Check) -> tuple[Operand, ...]:
    """The figures that a check holds against each other: what it finds stated, or the two that should agree."""
    return tuple(o for o in check.operands if o.role == "stated" or len(check.operands) == PAIR)


def against(entries: Iterable[Entry], catalogue: Catalogue) -> list[Check]:
    """The failed checks that hold something against one of these figures: it is what they find stated, or one of two that should agree."""
    places = [entry.figure.source for entry in entries]
    return [
        check
        for check in failed(catalogue)
        if check.stated is not None and any(overlap(o.source, place) for o in sides(check) for place in places)
    ]


def blaming(entries: Iterable[Entry], catalogue: Catalogue) -> list[Check]:
    """The failed checks that find one of these figures stated wrong."""
    places = [entry.figure.source for entry in entries]
    return [
        check
        for check in failed(catalogue)
        if check.stated is not None and check.expected is not None
        and any(o.role == "stated" and overlap(o.source, place) for o in check.operands for place in places)
    ]  # fmt: skip


def overlap(one: Source, other: Source) -> bool:
    """Whether two places are the same cell, or pieces of text that overlap."""
    if isinstance(one, CellRef) or isinstance(other, CellRef):
        return one == other
    return one.start < other.stop and other.start < one.stop
