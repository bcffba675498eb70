"""Faults of form and personal data: what is no relation between figures but does not belong in a disclosure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.folding import similarity, squash
from corpus.labels import is_agency
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
    (re.compile(r"(?<=[一-龥])\((?:项目|单位|部门)名称\)(?=[一-龥])"), "占位符没有替换"),
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


_AGENCY = re.compile(r"(?:编制|填报|公开)?(?:部门/单位|部门|单位)(?:名称)?:([一-龥()]{4,40}?)(?=20\d\d年|公开|金额|单位:|部门:|日期|$)")


@rule("form.agency", "form")
def agency_over_the_tables(material: Material) -> Iterator[Fault]:
    """The tables of a disclosure bear its own agency's name (单位：…); one that names another agency, where four and more bear one name,
    was left over from another disclosure. Names that hold one another (本级、下属单位) or are nearly alike are the same house."""
    document = material.document
    named: list[tuple[int, str]] = []
    for number in range(1, len(document.lines) + 1):
        line_text = document.line_text(number)
        if ":" not in line_text and "：" not in line_text:
            continue
        text = squash(line_text)
        hit = _AGENCY.match(text) if len(text) <= 80 else None
        if hit is not None and is_agency(hit.group(1)):
            named.append((number, hit.group(1)))
    counted = Counter(name for _, name in named)
    usual, times = counted.most_common(1)[0] if counted else ("", 0)
    others = [(number, name) for number, name in named if name != usual]
    if times < 4 or len(others) > 1:
        return  # tables of several units
    for number, name in others:
        if similarity(name, usual) < 0.5 and name not in usual and usual not in name:
            line = document.lines[number - 1]
            made = material.said(Span(line.start, line.stop), None, "单位名称")
            yield Fault("form", _with_text(made, name), f"表头的单位是“{name}”，其他各表是“{usual}”", "check_page")
