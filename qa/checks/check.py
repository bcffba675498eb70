"""Checks and findings as values, and as the JSON of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpus.amount import Amount
from corpus.place import Source
from corpus.table import Reading

Outcome = Literal["consistent", "rounding", "inconsistent", "uncheckable"]


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that takes part in a relation; `role` is `stated` for the figure that the others should give."""

    label: str
    amount: Amount | None
    source: Source
    text: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    role: Literal["stated", "operand"] = "operand"
    reading: Reading = "text"
    document: str | None = None

    def playing(self, role: Literal["stated", "operand"]) -> Operand:
        """The same figure in this role."""
        if self.role == role:
            return self
        return Operand(
            self.label, self.amount, self.source, self.text, self.page, self.lines, self.table, self.row, self.column, role, self.reading,
            self.document,
        )  # fmt: skip

    def json(self) -> dict[str, Any]:
        """The contract's form; `document` only where the figure stands in another disclosure (last year's)."""
        other = {} if self.document is None else {"document": self.document}
        return {
            "label": self.label, "value": None if self.amount is None else f"{self.amount.value:f}",
            "unit": None if self.amount is None else self.amount.unit, "page": self.page,
            "lines": list(self.lines) if self.lines else None, "table": self.table, "row": self.row, "column": self.column,
            "text": self.text, "role": self.role, "reading": self.reading, **other,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One relation with its verdict; `finding` names the finding it belongs to; `working` shows how its operands give `expected`."""

    id: str
    rule: str
    verdict: Outcome
    operands: tuple[Operand, ...]
    stated: Amount | None
    expected: Amount | None
    difference: Amount | None
    message: str
    finding: str | None = None
    working: str = ""

    def json(self) -> dict[str, Any]:
        """The contract's form."""

        def digits(amount: Amount | None) -> str | None:
            return None if amount is None else f"{amount.value:f}"

        unit = next((a.unit for a in (self.stated, self.expected) if a is not None), None)
        return {
            "id": self.id, "rule": self.rule, "verdict": self.verdict, "finding": self.finding, "stated": digits(self.stated),
            "expected": digits(self.expected), "difference": digits(self.difference), "unit": unit, "message": self.message,
            "operands": [o.json() for o in self.operands],
        }  # fmt: skip


Decided = Literal["accepted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer made of a finding; `carried` from another version of the same disclosure."""

    verdict: Decided
    note: str = ""
    carried: bool = False

    def json(self) -> dict[str, Any]:
        """As data."""
        return {"verdict": self.verdict, "note": self.note, "carried": self.carried}


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause of failing checks, or one fault of form or privacy."""

    id: str
    kind: Literal["figure", "form", "privacy"]
    grade: Literal["wrong", "check_page"]
    checks: tuple[str, ...]
    suspect: Operand | None
    message: str
    decision: Decision | None = None

    def json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "id": self.id,
            "class": self.kind,
            "grade": self.grade,
            "checks": list(self.checks),
            "suspect": None if self.suspect is None else self.suspect.json(),
            "message": self.message,
            "decision": None if self.decision is None else self.decision.json(),
        }
