"""Doubt: what the numeric checks hold against a figure that an answer is about to state."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from corpus.place import CellRef, Source
from qa.catalogue import Catalogue, Entry
from qa.checks.check import Check

# A check of two figures holds against both: it cannot tell which one is wrong.
_PAIR = 2
_known: WeakKeyDictionary[Catalogue, tuple[Check, ...]] = WeakKeyDictionary()


def failed(catalogue: Catalogue) -> tuple[Check, ...]:
    """The checks of a document that fail beyond rounding."""
    checks = _known.get(catalogue)
    if checks is None:
        from qa.checks.audit import audit

        result = audit(catalogue.document, [entry.figure for entry in catalogue.entries], catalogue.document.title)
        checks = tuple(check for check in result.checks if check.verdict == "inconsistent")
        _known[catalogue] = checks
    return checks


def against(entries: Iterable[Entry], catalogue: Catalogue) -> list[Check]:
    """The failed checks that hold something against one of these figures: it is what they find stated, or one of two that should agree."""
    places = [entry.figure.source for entry in entries]
    return [
        check
        for check in failed(catalogue)
        if check.stated is not None
        and any(overlap(o.source, place) for o in check.operands if o.role == "stated" or len(check.operands) == _PAIR for place in places)
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
