"""Audit reports: a workbook, a page, lines of JSON, and text for a terminal."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from corpus.errors import GoujiError
from corpus.privacy import masked
from qa.checks.audit import VERDICTS, Audit
from qa.checks.check import Check, Finding, Operand

_MOMENT = (2020, 1, 1, 0, 0, 0)  # every report carries this time, so that one audit gives one file
_VERDICT = {"consistent": "相符", "rounding": "四舍五入", "inconsistent": "不符", "uncheckable": "无法核对"}
_KIND = {"figure": "数字", "form": "形式", "privacy": "个人信息"}
_GRADE = {"wrong": "有误", "check_page": "待对照原页"}
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")

FINDING_HEADINGS = ("文件", "类别", "结论", "说明", "位置", "表", "行", "列", "原文数字", "相关核对项")
CHECK_HEADINGS = ("文件", "规则", "结论", "列示", "核算", "差额", "单位", "说明", "位置", "相关数字")
_WIDTHS = {"文件": 26, "说明": 80, "相关数字": 60, "表": 28, "行": 24, "列": 20, "规则": 20, "位置": 16, "相关核对项": 18, "原文数字": 14}


def write(audits: Sequence[Audit], path: Path) -> None:
    """Writes a report in the format of the file's suffix: .xlsx, .html or .jsonl; GoujiError for any other."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise GoujiError(f"{path.name}: a report is written as {', '.join(WRITERS)}")
    writer(audits, path)


def place(operand: Operand | None) -> str:
    """Where a figure stands, for a reader: 第 3 页, or 第 120—121 行."""
    if operand is None:
        return ""
    if operand.page is not None:
        return f"第 {operand.page} 页"
    if operand.lines is None:
        return ""
    first, last = operand.lines
    return f"第 {first} 行" if first == last else f"第 {first}—{last} 行"


def render(audit: Audit, *, every: bool = False) -> str:
    """The audit as text for a terminal: the summary, the findings with their evidence; `every`: all other checks too."""
    head = f"{audit.file}  {audit.agency or ''} {audit.year or ''}".rstrip()
    counted = "，".join(f"{_VERDICT[verdict]} {audit.summary[verdict]}" for verdict in VERDICTS)
    lines = [head, f"  {audit.tables} 张表，{len(audit.checks)} 项核对：{counted}"]
    by_id = {check.id: check for check in audit.checks}
    if not audit.checks:
        lines.append("  没有可以核对的关系")
    elif not audit.findings:
        lines.append(f"  已核对的 {len(audit.checks)} 项中没有发现不符")
    for number, finding in enumerate(audit.findings, 1):
        lines.append(f"  {number}. [{_KIND[finding.kind]}·{_GRADE[finding.grade]}] {place(finding.suspect)} {finding.message}")
        for check in (by_id[name] for name in finding.checks[1:] if name in by_id):
            lines.append(f"       {check.message}")
    if every:
        for verdict in ("rounding", "uncheckable", "consistent"):
            lines += [
                f"  {_VERDICT[verdict]}  {place(check.operands[0])} {check.message}" for check in audit.checks if check.verdict == verdict
            ]
    return masked("\n".join(lines))


def _write_jsonl(audits: Sequence[Audit], path: Path) -> None:
    lines = (json.dumps(audit.json(), ensure_ascii=False) for audit in audits)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


# --- workbook --------------------------------------------------------------------------------------------------------


def _finding_row(audit: Audit, finding: Finding) -> list[str]:
    suspect = finding.suspect
    return [
        audit.file, _KIND[finding.kind], _GRADE[finding.grade], finding.message, place(suspect),
        (suspect.table or "") if suspect else "", (suspect.row or "") if suspect else "", (suspect.column or "") if suspect else "",
        suspect.text if suspect else "", "\n".join(finding.checks),
    ]  # fmt: skip


def _check_row(audit: Audit, check: Check) -> list[str]:
    data = check.json()
    operands = "\n".join(f"{'=' if o.role == 'stated' else '·'} {o.label} {o.text.strip()} {place(o)}" for o in check.operands)
    return [
        audit.file, check.rule, _VERDICT[check.verdict], data["stated"] or "", data["expected"] or "", data["difference"] or "", data["unit"] or "",
        check.message, place(check.operands[0]), operands,
    ]  # fmt: skip


def _write_xlsx(audits: Sequence[Audit], path: Path) -> None:
    from datetime import datetime

    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.created = book.properties.modified = datetime(*_MOMENT)
    sheets: list[tuple[str, Sequence[str], list[list[str]]]] = [
        ("汇总", ("文件", "单位", "年度", "表", *(_VERDICT[v] for v in VERDICTS), "发现"), [_summary_row(audit) for audit in audits]),
        ("发现", FINDING_HEADINGS, [_finding_row(audit, finding) for audit in audits for finding in audit.findings]),
    ]
    for title, verdicts in (("四舍五入", ("rounding",)), ("无法核对", ("uncheckable",)), ("全部核对", VERDICTS)):
        sheets.append(
            (title, CHECK_HEADINGS, [_check_row(audit, check) for audit in audits for check in audit.checks if check.verdict in verdicts])
        )
    for position, (title, headings, rows) in enumerate(sheets):
        sheet = book.active if position == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = title
        sheet.append(list(headings))
        for row in rows:
            sheet.append([_cell(masked(value)) for value in row])
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"
        for column, heading in enumerate(headings, 1):
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 12)
            top = sheet.cell(1, column)
            top.font, top.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if isinstance(cell.value, str) and _FORMULA.match(cell.value):
                    cell.quotePrefix = True
    book.save(path)
    _still(path)


def _summary_row(audit: Audit) -> list[str]:
    return [
        audit.file,
        audit.agency or "",
        str(audit.year or ""),
        str(audit.tables),
        *(str(audit.summary[v]) for v in VERDICTS),
        str(len(audit.findings)),
    ]


def _cell(value: str) -> str | Decimal:
    """A value as a cell: numbers that a workbook holds exactly as numbers, everything else as text that no program runs."""
    if _PLAIN_NUMBER.fullmatch(value) and len(value.lstrip("-").replace(".", "")) <= 15:
        return Decimal(value)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
    return "'" + text if _FORMULA.match(text) else text


def _still(path: Path) -> None:
    """Packs a workbook again with one fixed time for all its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = [(item.filename, archive.read(item)) for item in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            if name == "docProps/core.xml":
                stamp = b"2020-01-01T00:00:00Z"
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)", rb"\g<1>" + stamp + rb"\g<3>", data)
            item = zipfile.ZipInfo(name, _MOMENT)
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, data)


# --- page ------------------------------------------------------------------------------------------------------------

_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2733}
h1{font-size:1.5rem}h2{font-size:1.2rem;border-bottom:2px solid #35618e;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{border:1px solid #cfd8e3;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#e8eef5;position:sticky;top:0}td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.finding{border-left:4px solid #b3261e;background:#fbf1f0;padding:.5rem .9rem;margin:.8rem 0}.check_page{border-color:#a06a00;background:#fdf6e7}
.inconsistent{color:#b3261e}.rounding{color:#6b5900}.uncheckable{color:#5b6770}.stated{font-weight:600}summary{cursor:pointer}
"""


def _write_html(audits: Sequence[Audit], path: Path) -> None:
    body = "\n".join(_section(audit) for audit in audits)
    rows = "".join("<tr>" + "".join(f"<td>{_safe(value)}</td>" for value in _summary_row(audit)) + "</tr>" for audit in audits)
    heads = "".join(f"<th>{name}</th>" for name in ("文件", "单位", "年度", "表", *(_VERDICT[v] for v in VERDICTS), "发现"))
    page = (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>勾稽核对报告</title><style>{_STYLE}</style></head><body><h1>勾稽核对报告</h1>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>\n{body}</body></html>\n"
    )
    path.write_text(page, encoding="utf-8")


def _section(audit: Audit) -> str:
    by_id = {check.id: check for check in audit.checks}
    title = " ".join(part for part in (audit.agency or audit.title, str(audit.year or ""), f"（{audit.file}）") if part)
    found = "".join(_finding(finding, by_id) for finding in audit.findings) or f"<p>已核对的 {len(audit.checks)} 项中没有发现不符。</p>"
    groups = "".join(
        _group(verdict, [c for c in audit.checks if c.verdict == verdict]) for verdict in VERDICTS[::-1] if verdict != "inconsistent"
    )
    return f"<h2>{_safe(title)}</h2>{found}{groups}"


def _finding(finding: Finding, by_id: dict[str, Check]) -> str:
    checks = "".join(_evidence(by_id[name]) for name in finding.checks if name in by_id)
    return f'<div class="finding {finding.grade}"><strong>{_KIND[finding.kind]} · {_GRADE[finding.grade]}</strong> {_safe(place(finding.suspect))}<p>{_safe(finding.message)}</p>{checks}</div>'


def _evidence(check: Check) -> str:
    rows = "".join(
        f'<tr class="{o.role}"><td>{_safe(o.label)}</td><td class="number">{_safe(o.text)}</td><td>{_safe(place(o))}</td></tr>'
        for o in check.operands[:40]
    )
    return f'<details><summary class="{check.verdict}">{_safe(check.message)}</summary><table><tbody>{rows}</tbody></table></details>'


def _group(verdict: str, checks: Sequence[Check]) -> str:
    if not checks:
        return ""
    return f"<details><summary>{_VERDICT[verdict]} {len(checks)} 项</summary>{''.join(_evidence(check) for check in checks)}</details>"


def _safe(text: str) -> str:
    return html.escape(masked(text))


WRITERS: dict[str, Callable[[Sequence[Audit], Path], None]] = {".xlsx": _write_xlsx, ".html": _write_html, ".jsonl": _write_jsonl}
