"""Batches and panels as HTML tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.privacy import masked
from qa.chart import panel_charts
from qa.page_chart import chart_html
from qa.page_escape import escape
from qa.page_markup import verdict_mark
from qa.page_reasons import reason
from qa.page_text import Language, say
from qa.panel import PanelRow

# Answers shown of a long list: the file has all of them.
_MOST = 200


def _table(language: Language, name: str, columns: Sequence[str], rows: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{escape(say(language, f"col_{column}"))}</th>' for column in columns)
    return f'<div class="g-list" tabindex="0" role="group" aria-label="{escape(say(language, name))}"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def batch_html(language: Language, rows: Sequence[dict[str, Any]]) -> str:
    """The answers of a batch (in the contract's form), with the number of questions."""
    body = [
        f'<tr><td>{escape(masked(str(row["question"])))}</td><td class="g-{row["status"]}">{escape(say(language, row["status"]))}</td><td>{escape(_said(language, row))}</td></tr>'
        for row in rows[:_MOST]
    ]
    more = f'<p class="g-dim">{escape(say(language, "more_answers", n=len(rows) - _MOST))}</p>' if len(rows) > _MOST else ""
    head = f'<p class="g-dim" role="status">{escape(say(language, "batch_done", n=len(rows)))}</p>'
    return head + _table(language, "batch", ("question", "status", "answer"), body) + more


def _said(language: Language, row: dict[str, Any]) -> str:
    return reason(language, str(row["answer"])) if row["status"] == "error" else str(row["answer"])


def progress_html(language: Language, done: int, of: int, seconds: float, begun: int = 0) -> str:
    """How far a batch is: `done` of `of` questions, `begun` of them before these `seconds`, with the time it still needs."""
    share = 100 * done / of if of else 0
    left = ""
    if done > begun:
        rest = seconds / (done - begun) * (of - done)
        left = say(language, "time_left", time=f"{int(rest) // 60}:{int(rest) % 60:02d}")
    words = " · ".join(part for part in (say(language, "batch_going", done=done, of=of), left) if part)
    return f'<div class="g-progress" role="status"><p>{escape(words)}</p><progress max="{of}" value="{done}" aria-label="{escape(words)}">{share:.0f}%</progress></div>'


def panel_html(language: Language, rows: Sequence[PanelRow]) -> str:
    """A panel: a chart for each item, and every figure with its source and basis."""
    if not rows:
        return f"<p>{escape(say(language, 'panel_none'))}</p>"
    charts = "".join(chart_html(language, chart) for chart in panel_charts(rows))
    body = []
    for row in rows:
        value = (
            escape(str(row.value)) + (verdict_mark(language, row.verdict) if row.verdict else "")
            if row.value is not None
            else escape(say(language, row.status))
        )
        apart = f' <span title="{escape(say(language, "apart_means"))}">*</span>' if row.apart else ""
        file = escape(row.file)
        if row.citation is not None:
            goal = (
                f'data-page="{row.citation.page}"'
                if row.citation.page
                else f'data-line="{row.citation.lines[0]}"'
                if row.citation.lines
                else ""
            )
            file = f'<button type="button" class="g-link" data-event="open" data-document="{escape(row.document)}" {goal}>{file}</button>'
        cells = [
            escape(row.item),
            escape(row.agency or "–"),
            str(row.year or "–"),
            value + apart,
            escape(masked(row.basis or reason(language, row.note))),
            file,
        ]
        body.append("<tr>" + "".join(f"<td{' class=g-num' if i == 3 else ''}>{cell}</td>" for i, cell in enumerate(cells)) + "</tr>")
    note = f'<p class="g-dim">* {escape(say(language, "apart_means"))}</p>' if any(row.apart for row in rows) else ""
    return charts + _table(language, "panel", ("item", "agency", "year", "value", "basis", "source"), body) + note
