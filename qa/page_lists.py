"""Documents, audits and batches as HTML tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.archive import DocumentRecord
from index.ingest import Added
from qa.checks.audit import VERDICTS, Audit
from qa.checks.check import Check, Operand
from qa.page_markup import escape
from qa.page_text import Language, say


def record_name(record: DocumentRecord) -> str:
    """How a document is called in a list to choose from: agency, year and kind, else its title, else its file."""
    if record.agency and record.year:
        return f"{record.agency} {record.year} {record.kind or ''}".strip()
    return record.title or record.file


def documents_html(language: Language, records: Sequence[DocumentRecord]) -> str:
    """What the store holds, one row a document."""
    heads = "".join(f"<th>{escape(say(language, f'col_{name}'))}</th>" for name in ("document", "agency", "year", "kind", "pages", "tables", "figures", "notes"))
    rows = []
    for r in records:
        cells = [_two(r.title or r.file, r.file), escape(r.agency or "–"), str(r.year or "–"), escape(r.kind or "–")]
        cells += [_count(r.pages), _count(r.tables), _count(r.figures), "<br>".join(escape(w) for w in r.warnings)]
        rows.append("<tr>" + "".join(f"<td{' class=g-num' if i in (4, 5, 6) else ''}>{cell}</td>" for i, cell in enumerate(cells)) + "</tr>")
    head = f'<p class="g-dim">{escape(say(language, "stored", n=len(records)))}</p>'
    if not records:
        return head + f"<p>{escape(say(language, 'no_documents'))}</p>"
    return f'{head}<div class="g-list" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _two(title: str, file: str) -> str:
    return f'<b>{escape(title)}</b><div class="g-dim">{escape(file)}</div>' if title != file else f"<b>{escape(file)}</b>"


def _count(n: int) -> str:
    return f"{n:,}" if n else "–"


def added_html(language: Language, results: Sequence[Added]) -> str:
    """What became of each file that was given to the store."""
    items = []
    for one in results:
        what = say(language, one.status)
        more = one.reason or (record_name(one.record) if one.record is not None else "")
        items.append(f'<li class="g-{one.status}"><b>{escape(one.file)}</b> {escape(what)}{f" · {escape(more)}" if more else ""}</li>')
    return f'<ul class="g-added" role="status">{"".join(items)}</ul>' if items else ""


def audit_html(language: Language, audit: Audit) -> str:
    """An audit: how many checks have each verdict, then every finding with the checks it rests on."""
    counts = "".join(f'<div class="g-count g-{v}"><b>{audit.summary[v]}</b><span>{escape(say(language, v))}</span></div>' for v in VERDICTS)
    checks = {check.id: check for check in audit.checks}
    findings = "".join(_finding(language, f.grade, f.message, [checks[id] for id in f.checks if id in checks]) for f in audit.findings)
    body = f'<h3>{escape(say(language, "findings"))}（{len(audit.findings)}）</h3>{findings}' if findings else f"<p>{escape(say(language, 'audit_none'))}</p>"
    return f'<section class="g-audit"><h3>{escape(audit.title or audit.file)}</h3><div class="g-counts">{counts}</div>{body}</section>'


def _finding(language: Language, grade: str, message: str, checks: Sequence[Check]) -> str:
    below = "".join(_check(language, check) for check in checks)
    return f'<details class="g-finding g-{escape(grade)}"><summary><span class="g-grade">{escape(say(language, grade))}</span> {escape(message)}</summary>{below}</details>'


def _check(language: Language, check: Check) -> str:
    operands = "".join(f"<tr><td>{escape(o.label)}</td><td>{escape(_where(language, o))}</td><td class=g-num>{escape(str(o.amount) if o.amount else o.text or '–')}</td></tr>" for o in check.operands)
    return f'<div class="g-check"><p>{escape(check.message)}</p><div class="g-list" tabindex="0"><table><tbody>{operands}</tbody></table></div></div>'


def _where(language: Language, operand: Operand) -> str:
    place = say(language, "page", page=operand.page) if operand.page is not None else say(language, "line", first=operand.lines[0]) if operand.lines else ""
    return " · ".join(part for part in (operand.table or "", operand.row or "", operand.column or "", place) if part)


def batch_html(language: Language, rows: Sequence[dict[str, Any]]) -> str:
    """The answers of a batch (in the contract's form), with the number of questions."""
    heads = "".join(f"<th>{escape(say(language, f'col_{name}'))}</th>" for name in ("question", "status", "answer"))
    body = "".join(
        f'<tr><td>{escape(str(row["question"]))}</td><td class="g-{row["status"]}">{escape(say(language, row["status"]))}</td><td>{escape(str(row["answer"]))}</td></tr>' for row in rows
    )
    head = f'<p class="g-dim" role="status">{escape(say(language, "batch_done", n=len(rows)))}</p>'
    return f'{head}<div class="g-list" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
