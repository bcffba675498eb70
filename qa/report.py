"""Audit reports: a workbook, a page, lines of JSON, and text for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from corpus.errors import GoujiError
from corpus.privacy import masked
from qa.auditing import Audited
from qa.checks.audit import VERDICTS, Audit, program_version
from qa.checks.check import Check, Finding, Operand
from qa.versions import Comparison
from qa.workbook import Sheet, Value, write_workbook

VERDICT = {"consistent": "相符", "rounding": "四舍五入", "inconsistent": "不符", "uncheckable": "无法核对"}
KIND = {"figure": "数字", "form": "形式", "privacy": "个人信息"}
GRADE = {"wrong": "有误", "check_page": "待对照原页"}
DECISION = {"accepted": "属实", "dismissed": "不予采纳"}
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")

SUMMARY_HEADINGS = ("文件", "单位", "年度", "表", *VERDICT.values(), "发现", "SHA-256", "程序版本", "规则版本")
FINDING_HEADINGS = ("文件", "编号", "类别", "结论", "说明", "位置", "表", "行", "列", "原文数字", "相关核对项", "复核", "复核说明")
CHECK_HEADINGS = ("文件", "规则", "结论", "列示", "核算", "差额", "单位", "说明", "位置", "相关数字")
CHANGE_HEADINGS = ("比较", "数字或发现", "原", "现", "位置")


@dataclass(frozen=True)
class Report:
    """What a report is written from: the audits, what they were made from (for page images), and a comparison of versions."""

    audits: tuple[Audit, ...]
    sources: tuple[Audited, ...] = ()
    comparison: Comparison | None = None


def write(audits: Sequence[Audit], path: Path, sources: Sequence[Audited] = (), comparison: Comparison | None = None) -> None:
    """Writes a report in the format of the file's suffix: .xlsx, .html or .jsonl; GoujiError for any other."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise GoujiError(f"{path.name}: a report is written as {', '.join(WRITERS)}")
    writer(Report(tuple(audits), tuple(sources), comparison), path)


def place(operand: Operand | None) -> str:
    """Where a figure stands, for a reader: 第 3 页, or 第 120—121 行."""
    if operand is None:
        return ""
    year = "上年公开件 " if operand.document is not None else ""
    if operand.page is not None:
        return f"{year}第 {operand.page} 页"
    if operand.lines is None:
        return ""
    first, last = operand.lines
    return f"{year}第 {first} 行" if first == last else f"{year}第 {first}—{last} 行"


def render(audit: Audit, *, every: bool = False) -> str:
    """The audit as text for a terminal: the summary, the findings with their evidence; `every`: all other checks too."""
    counted = "，".join(f"{VERDICT[verdict]} {audit.summary[verdict]}" for verdict in VERDICTS)
    lines = [overview(audit), f"  {audit.tables} 张表，{len(audit.checks)} 项核对：{counted}"]
    by_id = {check.id: check for check in audit.checks}
    if not audit.checks:
        lines.append("  没有可以核对的关系")
    elif not audit.findings:
        lines.append(f"  已核对的 {len(audit.checks)} 项中没有发现不符")
    for number, finding in enumerate(audit.findings, 1):
        lines.append(f"  {number}. [{KIND[finding.kind]}·{GRADE[finding.grade]}] {finding.id} {place(finding.suspect)} {finding.message}")
        if finding.decision is not None:
            lines.append(f"       复核：{DECISION[finding.decision.verdict]} {finding.decision.note}".rstrip())
        for check in (by_id[name] for name in finding.checks[1:] if name in by_id):
            lines.append(f"       {check.message}")
    if every:
        for verdict in ("rounding", "uncheckable", "consistent"):
            lines += [
                f"  {VERDICT[verdict]}  {place(check.operands[0])} {check.message}" for check in audit.checks if check.verdict == verdict
            ]
    lines.append(f"  {stamp(audit)}")
    return masked("\n".join(lines))


def overview(audit: Audit) -> str:
    """One line that names a document: file, agency, year."""
    return f"{audit.file}  {audit.agency or ''} {audit.year or ''}".rstrip()


def brief(audit: Audit) -> str:
    """One line for a document among several."""
    counted = "，".join(f"{VERDICT[verdict]} {audit.summary[verdict]}" for verdict in VERDICTS)
    return masked(f"{overview(audit)}：{counted}，发现 {len(audit.findings)}")


def stamp(audit: Audit) -> str:
    """What an audit stands on: the file's SHA-256, the program's and the rules' version."""
    digest = f"SHA-256 {audit.digest} · " if audit.digest else ""
    return f"{digest}Gouji {program_version()} · 规则 {audit.rules_version}"


def _write_jsonl(report: Report, path: Path) -> None:
    lines = []
    for audit in report.audits:
        data = audit.json()
        if report.comparison is not None:
            data["against"] = report.comparison.json()
        lines.append(json.dumps(data, ensure_ascii=False) + "\n")
    path.write_text("".join(lines), encoding="utf-8")


def summary_row(audit: Audit) -> list[str]:
    """The cells of a document's line."""
    return [
        audit.file, audit.agency or "", str(audit.year or ""), str(audit.tables), *(str(audit.summary[v]) for v in VERDICTS), str(len(audit.findings)),
        audit.digest, program_version(), str(audit.rules_version),
    ]  # fmt: skip


def _finding_row(audit: Audit, finding: Finding) -> list[str]:
    suspect, decision = finding.suspect, finding.decision
    return [
        audit.file, finding.id, KIND[finding.kind], GRADE[finding.grade], finding.message, place(suspect),
        (suspect.table or "") if suspect else "", (suspect.row or "") if suspect else "", (suspect.column or "") if suspect else "",
        suspect.text if suspect else "", "\n".join(finding.checks), DECISION[decision.verdict] if decision else "", decision.note if decision else "",
    ]  # fmt: skip


def _check_row(audit: Audit, check: Check) -> list[str]:
    data = check.json()
    operands = "\n".join(f"{'●' if o.role == 'stated' else '·'} {o.label} {o.text.strip()} {place(o)}" for o in check.operands)
    return [
        audit.file, check.rule, VERDICT[check.verdict], data["stated"] or "", data["expected"] or "", data["difference"] or "", data["unit"] or "",
        check.message, place(check.operands[0]), operands,
    ]  # fmt: skip


def change_rows(comparison: Comparison) -> list[list[str]]:
    """The cells of a comparison: changed figures, then findings gone, kept and new."""
    rows = [["改动", c.label, c.before, c.after, f"第 {c.page} 页" if c.page else f"第 {c.lines[0]} 行"] for c in comparison.changed]
    for word, findings in (("已消除", comparison.gone), ("仍在", comparison.kept), ("新出现", comparison.new)):
        rows += [[word, finding.message, "", "", place(finding.suspect)] for finding in findings]
    return rows


def _write_xlsx(report: Report, path: Path) -> None:
    audits = report.audits
    sheets: list[tuple[str, Sequence[str], list[list[str]]]] = [
        ("汇总", SUMMARY_HEADINGS, [summary_row(audit) for audit in audits]),
        ("发现", FINDING_HEADINGS, [_finding_row(audit, finding) for audit in audits for finding in audit.findings]),
    ]
    for title, verdicts in (("四舍五入", ("rounding",)), ("无法核对", ("uncheckable",)), ("全部核对", VERDICTS)):
        rows = [_check_row(audit, check) for audit in audits for check in audit.checks if check.verdict in verdicts]
        sheets.append((title, CHECK_HEADINGS, rows))
    if report.comparison is not None:
        sheets.insert(2, ("版本比较", CHANGE_HEADINGS, change_rows(report.comparison)))
    write_workbook(path, [Sheet(title, heads, [[_cell(masked(value)) for value in row] for row in rows]) for title, heads, rows in sheets])


def _cell(value: str) -> Value:
    """A value as a cell: numbers that a workbook holds exactly as numbers, everything else as text that no program runs."""
    if _PLAIN_NUMBER.fullmatch(value) and len(value.lstrip("-").replace(".", "")) <= 15:
        return Decimal(value)
    return value


def _write_html(report: Report, path: Path) -> None:
    from qa.report_page import page

    path.write_text(page(report), encoding="utf-8")


WRITERS: dict[str, Callable[[Report, Path], None]] = {".xlsx": _write_xlsx, ".html": _write_html, ".jsonl": _write_jsonl}
