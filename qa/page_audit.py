"""An audit as HTML: how much was checked, the findings with what was decided on them, or the checks of one verdict and rule; two places side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.document import Document
from corpus.privacy import masked
from qa.checks.audit import VERDICTS, Audit
from qa.checks.check import Check, Finding, Operand
from qa.page_escape import escape
from qa.page_source import place_html
from qa.page_text import Language, say

# Checks shown at once; the reports have all of them. Characters of a reviewer's note.
_MOST = 200
LONGEST_NOTE = 500


def audit_html(language: Language, audit: Audit, verdict: str = "", rule: str = "") -> str:
    """The audit: the findings, each with its checks; with a verdict, or a rule, the checks of these instead."""
    counts = "".join(f'<div class="g-count g-{v}"><b>{audit.summary[v]}</b><span>{escape(say(language, v))}</span></div>' for v in VERDICTS)
    head = f'<section class="g-audit"><h2>{escape(audit.title or audit.file)}</h2><div class="g-counts">{counts}</div>'
    if verdict or rule:
        chosen = [check for check in audit.checks if (not verdict or check.verdict == verdict) and (not rule or check.rule == rule)]
        rows = "".join(_alone(language, audit, check) for check in chosen[:_MOST])
        more = f'<p class="g-dim">{escape(say(language, "more_checks", n=len(chosen) - _MOST))}</p>' if len(chosen) > _MOST else ""
        none = f"<p>{escape(say(language, 'no_such_checks'))}</p>" if not chosen else ""
        return f"{head}<h3>{escape(say(language, 'checks'))}（{len(chosen)}）</h3>{none}{rows}{more}</section>"
    checks = {check.id: check for check in audit.checks}
    findings = "".join(_finding(language, audit, f, [checks[id] for id in f.checks if id in checks]) for f in audit.findings)
    done = sum(f.decision is not None for f in audit.findings)
    reviewed = f' <span class="g-dim">{escape(say(language, "reviewed", n=done))}</span>' if done else ""
    body = (
        f"<h3>{escape(say(language, 'findings'))}（{len(audit.findings)}）{reviewed}</h3>{findings}"
        if findings
        else f"<p>{escape(say(language, 'audit_none'))}</p>"
    )
    return f"{head}{body}</section>"


def rules_of(audit: Audit) -> list[str]:
    """The names of the rules that had something to check, in their order."""
    return list(dict.fromkeys(check.rule for check in audit.checks))


def _finding(language: Language, audit: Audit, finding: Finding, checks: Sequence[Check]) -> str:
    below = "".join(_check(language, audit, check) for check in checks)
    if not checks and finding.suspect is not None:
        below = f'<div class="g-check"><p class="g-dim">{escape(place_of(language, finding.suspect))}</p></div>'
    decision = finding.decision
    told = "" if decision is None else f'<span class="g-grade g-{decision.verdict}">{escape(say(language, decision.verdict))}</span> '
    head = f'<span class="g-grade">{escape(say(language, finding.grade))}</span> {told}{escape(masked(finding.message))}'
    kind = f"g-finding g-{finding.grade}" + (" g-set-aside" if decision is not None and decision.verdict == "dismissed" else "")
    return (
        f'<details class="{kind}" data-key="{escape(audit.document)}/{escape(finding.id)}"><summary>{head}</summary>'
        f"{below}{_decide(language, audit, finding)}</details>"
    )


def _decide(language: Language, audit: Audit, finding: Finding) -> str:
    """Where a reviewer says what a finding is worth, and why."""
    decision = finding.decision
    data = f'data-event="decide" data-document="{escape(audit.document)}" data-finding="{escape(finding.id)}"'

    def button(key: str, verdict: str, *, held: bool = False) -> str:
        pressed = ' aria-pressed="true"' if held else ""
        return f'<button type="button" class="g-tool g-wide" {data} data-verdict="{verdict}"{pressed}>{escape(say(language, key))}</button>'

    note = escape(decision.note) if decision is not None else ""
    carried = f'<span class="g-dim">{escape(say(language, "carried"))}</span>' if decision is not None and decision.carried else ""
    marks = (("accept", "accepted"), ("dismiss", "dismissed"))
    buttons = [button(key, verdict, held=decision is not None and decision.verdict == verdict) for key, verdict in marks]
    if decision is not None and not decision.carried:
        buttons.append(button("undecided", ""))
    return (
        f'<div class="g-decide"><label>{escape(say(language, "note"))} <input type="text" maxlength="{LONGEST_NOTE}" value="{note}"></label>'
        f"{''.join(buttons)}{carried}</div>"
    )


def _alone(language: Language, audit: Audit, check: Check) -> str:
    title = f'<span class="g-grade g-{check.verdict}">{escape(say(language, check.verdict))}</span> {escape(masked(check.message))}'
    return f'<details class="g-finding"><summary>{title} <span class="g-dim">{escape(check.rule)}</span></summary>{_check(language, audit, check, with_message=False)}</details>'


def _check(language: Language, audit: Audit, check: Check, *, with_message: bool = True) -> str:
    rows = []
    for n, o in enumerate(check.operands):
        data = f'data-event="compare" data-document="{escape(audit.document)}" data-check="{escape(check.id)}" data-operand="{n}"'
        button = f'<button type="button" class="g-tool g-wide" {data}>{escape(say(language, "beside"))}</button>'
        value = escape(masked(str(o.amount) if o.amount else o.text or "–"))
        role = f' <span class="g-dim">{escape(say(language, "stated"))}</span>' if o.role == "stated" else ""
        rows.append(
            f"<tr><td>{escape(masked(o.label))}{role}</td><td>{escape(place_of(language, o))}</td><td class=g-num>{value}</td><td>{button}</td></tr>"
        )
    message = f"<p>{escape(masked(check.message))}</p>" if with_message else ""
    return f'<div class="g-check">{message}<div class="g-list" tabindex="0" role="group" aria-label="{escape(say(language, "figures"))}"><table><tbody>{"".join(rows)}</tbody></table></div></div>'


def place_of(language: Language, operand: Operand) -> str:
    """Where a figure stands, in one line."""
    place = (
        say(language, "page", page=operand.page)
        if operand.page is not None
        else say(language, "line", first=operand.lines[0])
        if operand.lines
        else ""
    )
    other = say(language, "last_year") if operand.document is not None else ""
    return " · ".join(part for part in (other, operand.table or "", operand.row or "", operand.column or "", place) if part)


def compare_html(
    language: Language, opened: Callable[[str | None], tuple[Document | None, Path | None]], check: Check, operand: int
) -> str:
    """Two places of a check side by side: the figure that the others should give, and one of the others.

    `opened` gives the disclosure of an id, of the one that was checked for None, and its file.
    """
    every = check.operands
    stated = next((n for n, o in enumerate(every) if o.role == "stated"), 0)
    others = [n for n in range(len(every)) if n != stated]
    others.sort(key=lambda n: every[n].amount is None)
    other = operand if operand in others else next(iter(others), stated)
    shown = dict.fromkeys((stated, other))
    halves = []
    for n in shown:
        o = every[n]
        document, original = opened(o.document)
        value = escape(masked(str(o.amount) if o.amount else o.text or "–"))
        head = f'<p><b>{escape(masked(o.label))}</b> {value}<br><span class="g-dim">{escape(place_of(language, o))}</span></p>'
        if document is None:
            views = f'<p class="g-dim">{escape(say(language, "source_gone"))}</p>'
        else:
            views = place_html(language, document, original, o.source, o.lines, o.page, tuple(document.boxes(o.source)))
        halves.append(f'<div class="g-half">{head}{views}</div>')
    return f'<section class="g-compare"><h3>{escape(masked(check.message))}</h3><div class="g-beside">{"".join(halves)}</div></section>'
