"""Faults of form and personal data: what is no relation between figures but does not belong in a disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.place import Span
from qa.checks.check import Operand
from qa.checks.clauses import Reading
from qa.checks.material import Material
from qa.checks.rule import Fault, rule

_MOBILE = re.compile(r"(?<![\d.A-Za-z])(?<!\d[,，])(1[3-9]\d)\d{6}(\d{2})(?![\dA-Za-z]|[.,，]\d)")
_IDENTITY = re.compile(r"(?<![\dA-Za-z])([1-9]\d{2})\d{3}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{2}(\d[\dXx])(?![\dA-Za-z])")


def covered(text: str) -> str:
    """A text with mobile and identity-card numbers masked to their first three and last two digits."""
    return _IDENTITY.sub(r"\1*************\2", _MOBILE.sub(r"\1******\2", text))


@rule("privacy.numbers", "privacy")
def personal_numbers(material: Material) -> Iterator[Fault]:
    """A personal mobile number or identity-card number does not belong in a public disclosure (个人信息保护法第二十五条; 政府信息
    公开条例第十五条)."""
    document = material.document
    for pattern, what in ((_MOBILE, "手机号码"), (_IDENTITY, "身份证号码")):
        for match in pattern.finditer(document.text):
            shown = covered(match.group())
            made = material.said(Span(match.start(), match.end()), None, what)
            yield Fault("privacy", _with_text(made, shown), f"公开件中有{what} {shown}")


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
    return covered(text[max(0, start - 16) : stop + 8])
