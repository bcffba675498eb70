"""A reviewer's decisions on findings, kept in the store and carried to the next audit and to a corrected version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from corpus.database import Database
from corpus.errors import GoujiError
from qa.checks.audit import Audit
from qa.checks.check import Decided, Decision, Finding

# Made when the first decision is kept: a store that holds none needs no such table.
_SCHEMA = """CREATE TABLE IF NOT EXISTS decisions (
    document TEXT NOT NULL, finding TEXT NOT NULL, mark TEXT NOT NULL, agency TEXT, year INTEGER, verdict TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (document, finding))"""


def mark(audit: Audit, finding: Finding) -> str:
    """What a finding says, wherever it stands: equal for the same finding in a corrected version of the disclosure."""
    by_id = {check.id: check for check in audit.checks}
    suspect = finding.suspect
    said = sorted((c.rule, str(c.stated), str(c.expected)) for c in (by_id[i] for i in finding.checks if i in by_id))
    name = (suspect.table, suspect.row, suspect.column, suspect.text.strip()) if suspect else None
    return hashlib.sha256(repr((finding.kind, name, said or finding.message)).encode()).hexdigest()[:16]


def decide(database: Database, audit: Audit, finding: str, verdict: Decided, note: str) -> Finding:
    """Keeps a decision on the finding whose id begins with `finding`; GoujiError when none or several do."""
    hits = [one for one in audit.findings if one.id.startswith(finding)]
    if len(hits) != 1:
        known = ", ".join(one.id for one in (hits or audit.findings)[:8])
        raise GoujiError(
            f"{finding}: {'several findings begin so' if hits else 'no such finding'} in {audit.file}: {known or 'it has none'}"
        )
    row = (audit.document, hits[0].id, mark(audit, hits[0]), audit.agency, audit.year, verdict, note)
    with database.transaction():
        database.write(_SCHEMA)
        database.write("INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return replace(hits[0], decision=Decision(verdict, note))


def undo(database: Database, audit: Audit, finding: str) -> None:
    """Forgets the decision on a finding."""
    if _kept(database):
        database.write("DELETE FROM decisions WHERE document = ? AND finding LIKE ?", (audit.document, f"{finding}%"))


def decided(database: Database, audit: Audit) -> Audit:
    """The audit with the decisions on its findings: those of this content, else of another version of the same disclosure."""
    if not audit.findings or not _kept(database):
        return audit
    rows = database.read("SELECT document, finding, mark, agency, year, verdict, note FROM decisions ORDER BY document, finding")
    return replace(audit, findings=tuple(replace(one, decision=_of(audit, one, rows)) for one in audit.findings))


def _of(audit: Audit, finding: Finding, rows: Sequence[tuple[str, str, str, str | None, int | None, Decided, str]]) -> Decision | None:
    for document, id, _, _, _, verdict, note in rows:
        if (document, id) == (audit.document, finding.id):
            return Decision(verdict, note)
    same = mark(audit, finding)
    for document, _, other, agency, year, verdict, note in rows:
        if document != audit.document and other == same and (agency, year) == (audit.agency, audit.year):
            return Decision(verdict, note, carried=True)
    return None


def _kept(database: Database) -> bool:
    return bool(database.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'decisions'"))
