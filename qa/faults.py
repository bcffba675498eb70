"""The checks of a stored document that fail, kept beside it: what a question needs of the audit, without an audit."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from corpus.coding import amount_data, pack, source_data, to_amount, to_source, unpack
from corpus.errors import StoreError
from index.store import Store
from qa.checks.check import Check, Operand
from qa.checks.rule import RULES_VERSION

# Made when the first document is checked: a store that an older program wrote has none, and its questions take an audit.
_SCHEMA = """CREATE TABLE IF NOT EXISTS faults (
    document TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, reader INTEGER NOT NULL, rules INTEGER NOT NULL, checks BLOB NOT NULL)"""


def keep(store: Store, id: str) -> None:
    """Checks a document and keeps what fails, unless that is kept already; where it cannot be read or written, questions go without."""
    with contextlib.suppress(StoreError):  # a document that is damaged is named by the doctor
        _keep(store, id)


def _keep(store: Store, id: str) -> None:
    if faults(store, id) is not None:
        return
    from qa.checks.audit import audit  # the rules are many: a program that only answers does not load them

    document, figures = store.document(id), store.figures(id)
    try:
        made = audit(document, figures, document.title)
    except Exception:  # one strange document must never stop the others: `gouji audit` says what is wrong with it
        return
    failing = [check for check in made.checks if check.verdict == "inconsistent"]
    database = store.archive.database
    with database.transaction():
        database.write(_SCHEMA)
        database.write(
            "INSERT OR REPLACE INTO faults SELECT id, reader, ?, ? FROM documents WHERE id = ?", (RULES_VERSION, encode(failing), id)
        )


def faults(store: Store, id: str) -> bytes | None:
    """What `keep` kept of this reading under these rules, for `decode`; None where there is nothing of the kind."""
    database = store.archive.database
    if not database.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'faults'"):
        return None
    rows = database.read(
        "SELECT checks FROM faults JOIN documents ON id = document AND documents.reader = faults.reader WHERE document = ? AND rules = ?",
        (id, RULES_VERSION),
    )
    return bytes(rows[0][0]) if rows else None


def encode(checks: Sequence[Check]) -> bytes:
    """Checks as compressed JSON, equal after a round trip."""
    return pack(
        {
            "checks": [
                [
                    c.id, c.rule, c.verdict, [_operand(o) for o in c.operands], amount_data(c.stated), amount_data(c.expected),
                    amount_data(c.difference), c.message, c.finding, c.working,
                ]
                for c in checks
            ]
        }
    )  # fmt: skip


def decode(data: bytes) -> tuple[Check, ...]:
    """The checks of `encode`; ValueError for anything else."""
    return tuple(
        Check(
            id, rule, verdict, tuple(map(_to_operand, operands)), to_amount(stated), to_amount(expected), to_amount(difference), message,
            finding, working,
        )
        for id, rule, verdict, operands, stated, expected, difference, message, finding, working in unpack(data)["checks"]
    )  # fmt: skip


def _operand(o: Operand) -> list[Any]:
    return [
        o.label, amount_data(o.amount), source_data(o.source), o.text, o.page, o.lines, o.table, o.row, o.column, o.role, o.reading, o.document,
    ]  # fmt: skip


def _to_operand(value: list[Any]) -> Operand:
    label, amount, source, text, page, lines, table, row, column, role, reading, document = value
    return Operand(
        label,
        to_amount(amount),
        to_source(source),
        text,
        page,
        tuple(lines) if lines else None,
        table,
        row,
        column,
        role,
        reading,
        document,
    )
