"""Answers as HTML: figures with their verdict marks, numbered chips that open sources; whatever comes from outside is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.privacy import masked
from qa.answer import Answer, Citation, Shown
from qa.chart import chart_of
from qa.page_chart import chart_html
from qa.page_escape import escape
from qa.page_text import LANGUAGES, Language, say

MARKS = {"confirmed": "✓", "cited": "¶", "computed": "=", "contradicted": "✗", "unsupported": "?"}
_CITE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Turn:
    """One question of a conversation and its answer; while it is worked on, perhaps a draft; a note when it was given up."""

    question: str
    answer: Answer | None = None
    note: str = ""
    draft: str = ""


def empty(key: str) -> str:
    """What a part of the page says before anything was done in it, in both languages: the style sheet shows the page's."""
    return "".join(f'<p class="g-empty" lang="{language}">{escape(say(language, key))}</p>' for language in LANGUAGES)


def header(language: Language) -> str:
    """The name of the page, with the language that it speaks."""
    return f'<header class="g-name" data-language="{language}"><h1>{escape(say(language, "title"))}</h1><p>{escape(say(language, "tagline"))}</p></header>'


def conversation(language: Language, turns: Sequence[Turn], *, empty: bool = False) -> str:
    """The whole conversation; `empty` when the store holds no document yet. It carries the words for a question that is just being sent."""
    words = f'data-searching="{escape(say(language, "searching"))}" data-unheard="{escape(say(language, "unheard"))}"'
    if not turns:
        more = say(language, "no_documents" if empty else "welcome_more")
        return f'<div class="g-welcome" {words}><p class="g-lead">{escape(say(language, "welcome"))}</p><p>{escape(more)}</p></div>'
    return f'<div class="g-log" role="log" aria-live="polite" {words}>{"".join(_turn(language, i, turn) for i, turn in enumerate(turns))}</div>'


def _turn(language: Language, number: int, turn: Turn) -> str:
    question = f'<div class="g-q" data-asked="{escape(turn.question)}"><span class="g-sr">{escape(say(language, "you"))}: </span>{escape(turn.question)}</div>'
    if turn.answer is None:
        words = turn.note or turn.draft or say(language, "searching")
        return question + f'<div class="g-a g-wait{"" if turn.note else " g-busy"}">{escape(words)}</div>'
    return question + answer_html(language, number, turn.answer)


def answer_html(language: Language, number: int, answer: Answer) -> str:
    """One answer, the `number`-th of its conversation (from 0): status, text with marks and chips, figures, sources."""
    label = "" if answer.status == "answered" else f'<div class="g-status g-{answer.status}">{escape(say(language, answer.status))}</div>'
    known = {citation.n: citation for citation in answer.citations}
    text = _marked(language, number, answer.text, answer.figures, known)
    sources = "".join(f"<li>{_chip(language, number, c, with_place=True)}</li>" for c in answer.citations)
    below = f'<ol class="g-sources" aria-label="{escape(say(language, "sources"))}">{sources}</ol>' if sources else ""
    chart = chart_of(answer)
    picture = chart_html(language, chart) if chart is not None else ""
    copy = f'<button type="button" class="g-tool g-copy" data-copy="{escape(plain_text(language, answer))}" data-done="{escape(say(language, "copied"))}">{escape(say(language, "copy"))}</button>'
    head = f'<span class="g-sr">{escape(say(language, "answer"))}: </span>{label}'
    return f'<div class="g-a">{head}<div class="g-text">{text}</div>{picture}{_ledger(language, answer.figures)}{below}{copy}</div>'


def plain_text(language: Language, answer: Answer) -> str:
    """An answer to paste elsewhere: its text, the verdicts of its figures, its sources with their quotes."""
    lines = [answer.text]
    if answer.figures:
        lines.append(f"{say(language, 'figures')}: " + "; ".join(f"{f.text} {say(language, f.verdict)}" for f in answer.figures))
    for c in answer.citations:
        place = " · ".join(part for part in (c.file, c.table or "", c.row or "", c.column or "", where(language, c)) if part)
        lines.append(f"[{c.n}] {place}: {' '.join(masked(c.quote).split())}")
    return "\n".join(lines)


def _marked(language: Language, number: int, text: str, figures: Sequence[Shown], citations: dict[int, Citation]) -> str:
    """The answer's text in HTML; a figure is marked where its printed form next stands, or else first stands unmarked."""
    marks: list[tuple[int, int, str]] = []
    taken = 0
    for shown in figures:
        free = [
            m.span()
            for m in re.finditer(rf"(?<![\d.,]){re.escape(shown.text)}", text)
            if not any(a < m.end() and m.start() < b for a, b, _ in marks)
        ]
        if shown.text and free:
            start, taken = next((span for span in free if span[0] >= taken), free[0])
            marks.append((start, taken, _figure(language, shown)))
    for match in _CITE.finditer(text):
        citation = citations.get(int(match.group(1)))
        if citation is not None and not any(a < match.end() and match.start() < b for a, b, _ in marks):
            marks.append((match.start(), match.end(), _chip(language, number, citation)))
    parts, at = [], 0
    for start, stop, markup in sorted(marks):
        parts += [escape(text[at:start]), markup]
        at = stop
    parts.append(escape(text[at:]))
    return "".join(parts).replace("\n", "<br>")


def verdict_mark(language: Language, verdict: str) -> str:
    """The small mark of a verdict, with its name for those who do not see it."""
    return f'<span class="g-mark g-{verdict}" aria-hidden="true">{MARKS[verdict]}</span><span class="g-sr">（{escape(say(language, verdict))}）</span>'


def _figure(language: Language, shown: Shown) -> str:
    told = f"{say(language, shown.verdict)}：{say(language, f'{shown.verdict}_means')}" + (f"\n{shown.basis}" if shown.basis else "")
    return f'<span class="g-figure g-{shown.verdict}" role="button" tabindex="0" data-told="{escape(told).replace(chr(10), "&#10;")}">{escape(shown.text)}{verdict_mark(language, shown.verdict)}</span>'


def _ledger(language: Language, figures: Sequence[Shown]) -> str:
    if not figures:
        return ""
    rows = "".join(
        f'<li>{verdict_mark(language, f.verdict)}<b>{escape(f.text)}</b> <span class="g-verdict g-{f.verdict}">{escape(say(language, f.verdict))}</span>'
        f'<span class="g-basis">{escape(f.basis or say(language, f"{f.verdict}_means"))}</span></li>'
        for f in figures
    )
    tally = " ".join(
        f'<span class="g-tally">{verdict_mark(language, v)}{n}</span>' for v in MARKS if (n := sum(f.verdict == v for f in figures))
    )
    return f'<details class="g-ledger"><summary>{escape(say(language, "figures"))} {tally}</summary><ul>{rows}</ul></details>'


def _chip(language: Language, number: int, citation: Citation, *, with_place: bool = False) -> str:
    told = escape(f"{say(language, 'open_source')} {citation.n}: {place_line(language, citation)}")
    place = f'<span class="g-place">{escape(place_line(language, citation))}</span>' if with_place else ""
    kind = "g-chip g-long" if with_place else "g-chip"
    return f'<button type="button" class="{kind}" data-event="source" data-turn="{number}" data-cite="{citation.n}" title="{told}" aria-label="{told}"><span class="g-n">{citation.n}</span>{place}</button>'


def place_line(language: Language, citation: Citation) -> str:
    """Where a citation stands, in one line: agency and year (or the file), table or innermost section, row, page or lines."""
    who = f"{citation.agency} {citation.year}" if citation.agency and citation.year else citation.agency or citation.file
    what = citation.table or (citation.section[-1] if citation.section else "")
    parts = [who, what, citation.row or "", where(language, citation)]
    return " · ".join(part for part in parts if part)


def where(language: Language, citation: Citation) -> str:
    """The page of a citation, or its lines where there are no pages."""
    if citation.page is not None:
        return say(language, "page", page=citation.page)
    if citation.lines is None:
        return ""
    first, last = citation.lines
    return say(language, "line", first=first) if first == last else say(language, "lines", first=first, last=last)
