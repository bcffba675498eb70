"""The audit report as one self-contained page: each finding with its two places side by side, as page images or lines."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence

from corpus.document import Document
from corpus.errors import DamagedDocument
from corpus.place import BBox
from corpus.privacy import masked
from qa.auditing import Audited
from qa.checks.audit import VERDICTS, Audit
from qa.checks.check import Check, Finding, Operand
from qa.report import CHANGE_HEADINGS, DECISION, GRADE, KIND, SUMMARY_HEADINGS, VERDICT, Report, change_rows, place, stamp, summary_row

_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1c2733}
h1{font-size:1.5rem}h2{font-size:1.2rem;border-bottom:2px solid #35618e;margin-top:2.5rem}.stamp{color:#5b6770;font-size:.85rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{border:1px solid #cfd8e3;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#e8eef5;position:sticky;top:0}td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.finding{border-left:4px solid #b3261e;background:#fbf1f0;padding:.5rem .9rem;margin:.8rem 0}.check_page{border-color:#a06a00;background:#fdf6e7}
.dismissed{border-color:#8a949c;background:#f4f5f6}.inconsistent{color:#b3261e}.rounding{color:#6b5900}.uncheckable{color:#5b6770}.stated{font-weight:600}
summary{cursor:pointer}.places{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:.8rem;margin:.6rem 0}
figure{margin:0;background:#fff;border:1px solid #cfd8e3;padding:.4rem}figcaption{font-size:.85rem;color:#5b6770}figure img{width:100%;display:block}
pre{white-space:pre-wrap;font:13px/1.5 "Noto Sans Mono CJK SC",monospace;margin:0}mark{background:#ffe08a}
@media print{details{display:none}}
"""
# Points of the page that are shown around a marked box, and lines around a marked line.
_AROUND = 70
_LINES = 1
# The dots of a crop per point of the page.
_FINE = 1.6


def page(report: Report) -> str:
    """The whole page; the same audits give the same page."""
    sources = {audited.audit.document: audited for audited in report.sources}
    body = "\n".join(_section(audit, sources.get(audit.document)) for audit in report.audits)
    rows = [summary_row(audit) for audit in report.audits]
    compared = (
        ""
        if report.comparison is None
        else f"<h2>与 {_safe(report.comparison.file)} 相比</h2>{_table(CHANGE_HEADINGS, change_rows(report.comparison))}"
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f"<title>勾稽核对报告</title><style>{_STYLE}</style></head><body><h1>勾稽核对报告</h1>"
        f"{_table(SUMMARY_HEADINGS, rows)}\n{compared}{body}</body></html>\n"
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{_safe(name)}</th>' for name in headings)
    lines = "".join("<tr>" + "".join(f"<td>{_safe(value)}</td>" for value in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _section(audit: Audit, audited: Audited | None) -> str:
    by_id = {check.id: check for check in audit.checks}
    title = " ".join(part for part in (audit.agency or audit.title, str(audit.year or ""), f"（{audit.file}）") if part)
    found = (
        "".join(_finding(finding, by_id, audited) for finding in audit.findings)
        or f"<p>已核对的 {len(audit.checks)} 项中没有发现不符。</p>"
    )
    groups = "".join(
        _group(verdict, [c for c in audit.checks if c.verdict == verdict]) for verdict in VERDICTS[::-1] if verdict != "inconsistent"
    )
    return f'<h2>{_safe(title)}</h2><p class="stamp">{_safe(stamp(audit))}</p>{found}{groups}'


def _finding(finding: Finding, by_id: dict[str, Check], audited: Audited | None) -> str:
    checks = [by_id[name] for name in finding.checks if name in by_id]
    decision = finding.decision
    decided = (
        ""
        if decision is None
        else f"<p>复核：{DECISION[decision.verdict]}{'（沿用上一版）' if decision.carried else ''} {_safe(decision.note)}</p>"
    )
    shade = "dismissed" if decision is not None and decision.verdict == "dismissed" else finding.grade
    head = f"<strong>{KIND[finding.kind]} · {GRADE[finding.grade]}</strong> {_safe(place(finding.suspect))} <small>{finding.id}</small>"
    evidence = "".join(_evidence(check) for check in checks)
    return f'<div class="finding {shade}">{head}<p>{_safe(finding.message)}</p>{decided}{_places(finding, checks, audited)}{evidence}</div>'


def _places(finding: Finding, checks: Sequence[Check], audited: Audited | None) -> str:
    """The suspect, and the figure of its relations that stands farthest from it."""
    if audited is None or finding.suspect is None:
        return ""
    suspect = finding.suspect
    others = [o for check in checks for o in check.operands if o.source != suspect.source and o.document is None and o.text]
    chosen = [suspect, *sorted(others, key=lambda o: (o.page == suspect.page, o.lines == suspect.lines))[:1]]
    return f'<div class="places">{"".join(_place(audited, operand) for operand in chosen)}</div>'


def _place(audited: Audited, operand: Operand) -> str:
    caption = f"<figcaption>{_safe(place(operand))} {_safe(operand.label)}：{_safe(operand.text.strip())}</figcaption>"
    boxes = audited.document.boxes(operand.source)
    if boxes and audited.original is not None and audited.original.suffix.lower() == ".pdf":
        image = crop(audited, boxes[0][0], [box for number, box in boxes if number == boxes[0][0]])
        if image is not None:
            data = base64.b64encode(image).decode("ascii")
            return f'<figure><img alt="{_safe(place(operand))}" src="data:image/webp;base64,{data}">{caption}</figure>'
    return f"<figure><pre>{_lines(audited.document, operand)}</pre>{caption}</figure>"


def crop(audited: Audited, number: int, boxes: Sequence[BBox]) -> bytes | None:
    """The part of a page (1-based) around boxes, these marked, as WebP; None when the page cannot be drawn."""
    from PIL import Image, ImageDraw

    from qa.page_sheet import covers, page_image

    assert audited.original is not None
    try:
        drawn, width, height = page_image(audited.original, number, covers(audited.document, number))
    except DamagedDocument:
        return None
    whole = Image.open(io.BytesIO(drawn)).convert("RGB")
    scale = whole.width / width
    pen = ImageDraw.Draw(whole)
    for box in boxes:
        pen.rectangle([(c * scale) for c in (box.x0 - 2, box.top - 2, box.x1 + 2, box.bottom + 2)], outline=(179, 38, 30), width=3)
    top, bottom = min(b.top for b in boxes) - _AROUND, max(b.bottom for b in boxes) + _AROUND
    part = whole.crop((0, round(max(0.0, top) * scale), whole.width, round(min(height, bottom) * scale)))
    part = part.resize((round(width * _FINE), max(1, round(part.height / scale * _FINE))))
    buffer = io.BytesIO()
    part.save(buffer, "WEBP", quality=80, method=2)
    return buffer.getvalue()


def _lines(document: Document, operand: Operand) -> str:
    first, last = operand.lines or document.place(operand.source).lines
    shown = []
    for number in range(max(1, first - _LINES), min(len(document.lines), last + _LINES) + 1):
        text = _safe(document.line_text(number))
        word = _safe(operand.text.strip())
        if first <= number <= last and word:
            text = text.replace(word, f"<mark>{word}</mark>", 1)
        shown.append(f"{number:>5}  {text}")
    return "\n".join(shown)


def _evidence(check: Check) -> str:
    rows = "".join(
        f'<tr class="{o.role}"><td>{_safe(o.label)}</td><td class="number">{_safe(o.text)}</td><td>{_safe(place(o))}</td></tr>'
        for o in check.operands[:40]
    )
    return f'<details><summary class="{check.verdict}">{_safe(check.message)}</summary><table><tbody>{rows}</tbody></table></details>'


def _group(verdict: str, checks: Sequence[Check]) -> str:
    if not checks:
        return ""
    return f"<details><summary>{VERDICT[verdict]} {len(checks)} 项</summary>{''.join(_evidence(check) for check in checks)}</details>"


def _safe(text: str) -> str:
    return html.escape(masked(text))
