"""Renditions: files that hold the same disclosure (a PDF, its scan, its Word file), and the best-read one of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.archive import Archive, DocumentRecord

# Two readings of one disclosure share nearly all amounts of the one that was read less well …
_SHARED = 0.9
# … and of so many distinct ones that it cannot be chance; more where an agency, a year or a kind is not known.
_FEWEST = 8
_FEWEST_UNKNOWN = 30

Key = tuple[str | None, int | None, str | None]


def groups(archive: Archive) -> list[tuple[str, ...]]:
    """The ids of all documents, those of one disclosure together, the best-read one first; in the order of the archive."""
    amounts = _Amounts(archive)
    found: list[list[DocumentRecord]] = []
    places: dict[Key, list[int]] = {}
    for record in archive.documents():
        key = (record.agency, record.year, record.kind)
        # A document that does not say whose it is, or for when, may be a rendition of any other.
        near = places.get(key, []) if None not in key else []
        loose = [n for other, numbers in places.items() if other != key and (None in key or None in other) for n in numbers]
        here = next((n for n in [*near, *sorted(loose)] if any(_same(record, other, amounts) for other in found[n])), None)
        if here is None and None in key:
            here = next((n for n in places.get(key, []) if any(_same(record, other, amounts) for other in found[n])), None)
        if here is None:
            here = len(found)
            found.append([])
        found[here].append(record)
        if here not in places.setdefault(key, []):
            places[key].append(here)
    return [tuple(record.id for record in _best_first(group, amounts)) for group in found]


class _Amounts:
    """The amounts of documents, read when two of them are compared."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, frozenset[Decimal]] = {}

    def of(self, record: DocumentRecord) -> frozenset[Decimal]:
        if record.id not in self._known:
            self._known[record.id] = self._archive.amounts(record.id)
        return self._known[record.id]


def _same(one: DocumentRecord, other: DocumentRecord, amounts: _Amounts) -> bool:
    pairs = ((one.agency, other.agency), (one.year, other.year), (one.kind, other.kind))
    if any(left is not None and right is not None and left != right for left, right in pairs):
        return False
    smaller, larger = sorted((amounts.of(one), amounts.of(other)), key=len)
    known = all(left is not None and right is not None for left, right in pairs)
    return len(smaller) >= (_FEWEST if known else _FEWEST_UNKNOWN) and len(smaller & larger) >= _SHARED * len(smaller)


def _best_first(group: Sequence[DocumentRecord], amounts: _Amounts) -> list[DocumentRecord]:
    """Most distinct amounts less those in doubt, then most tables, then with pages to show; the earliest of equals."""
    if len(group) == 1:
        return list(group)
    return sorted(group, key=lambda record: (record.uncertain - len(amounts.of(record)), -record.tables, record.pages == 0))
