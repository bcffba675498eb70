"""The audit: every relation between a disclosure's figures that a rule knows, with its verdict, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from corpus.document import Document
from corpus.figure import Figure
from corpus.memory import uncollected
from corpus.privacy import masked
from qa.checks import (  # noqa: F401  (importing registers their rules)
    acquired,
    across,
    balance,
    counts,
    enumerated,
    execution,
    form,
    forms,
    hierarchy,
    lists,
    narrative,
    performance,
    projects,
    retold,
    sentence,
    standards,
    statutory,
    summed,
    totals,
    years,
)
from qa.checks.check import Check, Finding, Outcome
from qa.checks.finding import gather
from qa.checks.material import Material
from qa.checks.relation import judge
from qa.checks.rule import RULES, RULES_VERSION, Fault

VERDICTS: tuple[Outcome, ...] = ("consistent", "rounding", "inconsistent", "uncheckable")


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit of one document found; `tables` is the number of its tables."""

    document: str
    file: str
    title: str
    agency: str | None
    year: int | None
    tables: int
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    digest: str = ""
    rules_version: int = RULES_VERSION

    @property
    def summary(self) -> dict[str, int]:
        """How many checks have each verdict."""
        counted = Counter(check.verdict for check in self.checks)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    def json(self) -> dict[str, Any]:
        """The contract's form, personal numbers masked in every text."""
        data = {
            "document": self.document, "file": self.file, "agency": self.agency, "year": self.year, "tables": self.tables,
            "title": self.title, "sha256": self.digest or None, "gouji": program_version(), "rules_version": self.rules_version, "summary": self.summary,
            "checks": [check.json() for check in self.checks], "findings": [finding.json() for finding in self.findings],
        }  # fmt: skip
        return {key: _masked(value) for key, value in data.items()}


@cache
def program_version() -> str:
    """The version of Gouji that is installed; "0" when it runs from a source tree that is not."""
    try:
        return version("gouji")
    except PackageNotFoundError:
        return "0"


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in ("value", "stated", "expected", "difference") else _masked(item) for key, item in value.items()}
    return value


@uncollected()
def audit(
    document: Document, figures: Sequence[Figure], file: str, earlier: Sequence[tuple[Document, Sequence[Figure]]] = (), *, digest: str = ""
) -> Audit:
    """Checks every relation that the rules know, in the order of the rules; the same document gives the same bytes.

    `earlier`: the same agency's disclosures of the years before, for what this one says of them; `digest` the SHA-256 of
    the file, for reports.
    """
    material = Material(document, figures, [Material(one, theirs) for one, theirs in earlier])
    checks: dict[tuple[object, ...], Check] = {}
    faults: list[tuple[str, Fault]] = []
    one_sided: set[str] = set()
    for rule in RULES.values():
        for found in rule.function(material):
            if isinstance(found, Fault):
                faults.append((rule.name, found))
                continue
            check = judge(rule.name, found)
            if found.formula.name == "at most":
                one_sided.add(check.id)
            before = checks.get(found.key)
            # The same relation stated by two rules is one check; a verdict is worth more than "cannot be checked".
            if before is None or (before.verdict == "uncheckable" and check.verdict != "uncheckable"):
                checks[found.key] = check
    done, findings = gather(list(checks.values()), faults, frozenset(one_sided))
    return Audit(document.id, file, document.title, document.agency, document.year, len(document.tables), done, findings, digest)
