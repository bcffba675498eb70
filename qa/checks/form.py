"""Faults of form and personal data: what is no relation between figures but does not belong in a disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.place import Span
from corpus.privacy import masked, personal_numbers
from qa.checks.check import Operand
from qa.checks.clauses import Reading
from qa.checks.material import Material
from qa.checks.rule import Fault, rule


@rule("privacy.numbers", "privacy")
def no_personal_numbers(material: Material) -> Iterator[Fault]:
    """A personal mobile, identity-card or bank account number, be it half masked, does not belong in a public disclosure (个人信息保护法第二十五条; 政府信息
    公开条例第十五条)."""
    text = material.document.text
    for number in sorted(personal_numbers(text), key=lambda found: found.start):
        shown = masked(text[number.start : number.stop])
        made = material.said(Span(number.start, number.stop), None, number.kind)
        # an account may be one that the public is to pay into
        yield Fault(
            "privacy", _with_text(made, shown), f"公开件中有{number.kind} {shown}", "check_page" if number.kind == "银行账号" else "wrong"
        )


def _with_text(operand: Operand, text: str) -> Operand:
    return Operand(operand.label, None, operand.source, text, operand.page, operand.lines, reading=operand.reading)


# What a template leaves behind when it is not filled in; matched in sentences without blanks.
_RESIDUE = (
    (re.compile(r"主要原因是[:：]?(?=[。;；])|主要是[:：]?(?=[。;；])"), "原因没有填写"),
    (re.compile(r"主要原因是主要原因是|主要原因主要"), "词语重复"),
    (
        re.compile(r"(?:增加|增长|上升)[(（/](?:减少|下降|降低)[)）]?|(?:减少|下降|降低)[(（/](?:增加|增长|上升)[)）]?"),
        "模板的选择项没有选定",
    ),
    (re.compile(r"(?:[×XxX]{2,}|[○〇]{2,})(?:万元|单位|部门|局|年|%|人|辆)"), "占位符没有替换"),
    (re.compile(r"(?:结转|结余|收入|支出|预算数?|决算数?|减少|增加)(?:了|为)?万元"), "金额缺失"),
    (re.compile(r"(?:完成(?:年初|全年|调整)?预算|增长|下降|减少|增加|占比)(?:的|了|为)?%"), "百分比缺失"),
    (re.compile(r"。。|，，|、、"), "标点重复"),
)


@rule("form.residue", "form")
def template_residue(material: Material) -> Iterator[Fault]:
    """A disclosure leaves nothing of its template: reasons are given, alternatives are chosen, amounts are filled in."""
    for reading in material.readings:
        for pattern, what in _RESIDUE:
            for match in pattern.finditer(reading.text):
                span = _span(reading, match.start(), match.end())
                yield Fault(
                    "form",
                    _with_text(material.said(span, None, what), material.document.text[span.start : span.stop]),
                    f"{what}：“{_around(reading.text, match.start(), match.end())}”",
                )


def _span(reading: Reading, start: int, stop: int) -> Span:
    return Span(reading.offsets[start], reading.offsets[stop - 1] + 1)


def _around(text: str, start: int, stop: int) -> str:
    return masked(text[max(0, start - 16) : stop + 8])
