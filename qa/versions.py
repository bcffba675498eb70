"""Two versions of a disclosure (draft and published, before and after 更正): figures that changed, findings gone, kept and new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.folding import squash
from corpus.place import CellRef
from corpus.privacy import masked
from qa.auditing import Audited
from qa.checks.check import Finding
from qa.decisions import mark

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that both versions state, with two values; the places are those of the contract's operands."""

    label: str
    before: str
    after: str
    page: int | None
    lines: tuple[int, int]

    def json(self) -> dict[str, Any]:
        """As data; `page` and `lines` are of the newer version."""
        return {"label": self.label, "before": self.before, "after": self.after, "page": self.page, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a disclosure between two versions."""

    document: str
    file: str
    changed: tuple[Changed, ...]
    gone: tuple[Finding, ...]
    kept: tuple[Finding, ...]
    new: tuple[Finding, ...]

    def json(self) -> dict[str, Any]:
        """As data, findings by id and message."""

        def short(findings: Sequence[Finding]) -> list[dict[str, str]]:
            return [{"id": f.id, "message": masked(f.message)} for f in findings]

        return {
            "document": self.document, "file": self.file, "changed": [c.json() for c in self.changed], "gone": short(self.gone),
            "kept": short(self.kept), "new": short(self.new),
        }  # fmt: skip


def compare(new: Audited, old: Audited) -> Comparison:
    """The newer version against the older one; figures that one of them states several times under one name are left out."""
    before, after = _stated(old), _stated(new)
    changed = []
    for key, figure in after.items():
        other = before.get(key)
        if other is None or figure.amount == other.amount:
            continue
        if figure.amount is not None and other.amount is not None and _equal(figure.amount, other.amount):
            continue
        place = new.document.place(figure.source)
        label = "·".join(part for part in (figure.table, *figure.path[-1:], figure.subject, figure.measure) if part)
        changed.append(Changed(label, _shown(other), _shown(figure), place.page, place.lines))
    marks = {mark(old.audit, f): f for f in old.audit.findings}
    here = {mark(new.audit, f): f for f in new.audit.findings}
    return Comparison(
        old.audit.document, old.audit.file, tuple(changed),
        tuple(f for m, f in marks.items() if m not in here),
        tuple(f for m, f in here.items() if m in marks),
        tuple(f for m, f in here.items() if m not in marks),
    )  # fmt: skip


def _equal(one: Amount, two: Amount) -> bool:
    return one.base == two.base and one.dimension == two.dimension


def _shown(figure: Figure) -> str:
    return "空白" if figure.amount is None else str(figure.amount)


def _stated(audited: Audited) -> dict[Key, Figure]:
    """The figures that are stated once under their name."""
    found: dict[Key, list[Figure]] = defaultdict(list)
    for figure in audited.figures:
        if not figure.subject and figure.code is None:
            continue
        here = (
            ""
            if isinstance(figure.source, CellRef)
            else "".join(audited.document.heading_path(audited.document.place(figure.source).lines[0])[-1:])
        )
        title = audited.document.tables[figure.source.table].title if isinstance(figure.source, CellRef) else here
        found[squash(title), figure.path, squash(figure.subject), figure.code, figure.measure, figure.year, figure.versus].append(figure)
    return {key: figures[0] for key, figures in found.items() if len(figures) == 1}


def render(comparison: Comparison) -> str:
    """The comparison as text for a terminal."""
    lines = [
        f"  与 {comparison.file} 相比：改动数字 {len(comparison.changed)}，已消除 {len(comparison.gone)}，仍在 {len(comparison.kept)}，新出现 {len(comparison.new)}"
    ]
    lines += [f"    改动  {c.label}：{c.before} → {c.after}" for c in comparison.changed]
    for word, findings in (("已消除", comparison.gone), ("仍在", comparison.kept), ("新出现", comparison.new)):
        lines += [f"    {word}  {finding.message}" for finding in findings]
    return masked("\n".join(lines))
