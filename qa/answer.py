"""Answers and their citations as values, and as the JSON of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.place import BBox, Source
from corpus.table import Reading

Status = Literal["answered", "conflict", "not_found", "error"]
Verdict = Literal["confirmed", "cited", "computed", "contradicted", "unsupported"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The place an answer stands on; `quote` is a slice of the document's text, `source` the slice or cell it shows."""

    n: int
    document: str
    file: str
    agency: str | None
    year: int | None
    page: int | None
    lines: tuple[int, int] | None
    section: tuple[str, ...]
    table: str | None
    row: str | None
    column: str | None
    quote: str
    boxes: tuple[tuple[int, BBox], ...]
    reading: Reading
    source: Source

    def json(self) -> dict[str, Any]:
        """The contract's form; boxes as `[page, x0, top, x1, bottom]` in points to one decimal."""
        return {
            "n": self.n, "document": self.document, "file": self.file, "agency": self.agency, "year": self.year,
            "page": self.page, "lines": list(self.lines) if self.lines else None, "section": list(self.section),
            "table": self.table, "row": self.row, "column": self.column, "quote": self.quote,
            "boxes": [[p, round(b.x0, 1), round(b.top, 1), round(b.x1, 1), round(b.bottom, 1)] for p, b in self.boxes],
            "reading": self.reading,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure shown in an answer, with the verdict that code computed for it and the cell or computation it rests on."""

    text: str
    amount: Amount
    citation: int | None
    verdict: Verdict
    basis: str

    def json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "text": self.text,
            "value": f"{self.amount.value:f}",
            "unit": self.amount.unit,
            "citation": self.citation,
            "verdict": self.verdict,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `value` is the figure that answers the question (None for text answers and blank cells)."""

    question: str
    status: Status
    text: str
    value: Amount | None = None
    citations: tuple[Citation, ...] = ()
    figures: tuple[Shown, ...] = ()
    model: str = "rules"
    elapsed_ms: float = 0.0
    id: str | None = None

    def json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "id": self.id, "question": self.question, "status": self.status, "answer": self.text,
            "value": None if self.value is None else f"{self.value.value:f}", "unit": None if self.value is None else self.value.unit,
            "citations": [c.json() for c in self.citations], "figures": [f.json() for f in self.figures],
            "model": self.model, "elapsed_ms": round(self.elapsed_ms, 1),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answerer found for an answer before it is cited: a source in a document, and the figure there if it is one."""

    document_id: str
    source: Source
    figure: Figure | None = None
    note: str = field(default="")
