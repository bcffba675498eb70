"""Labels: what a row's label says apart from its subject (numbering, 其中, a code, a counting unit)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.amount import canonical_unit
from corpus.folding import half_width

_CHINESE = "一二三四五六七八九十廿卅百"
# Depth of the usual numbering styles: 一、 （一） 1. （1） ①
_ORDINALS = (
    (re.compile(rf"^第?[{_CHINESE}]+[、.，,]"), 0),
    (re.compile(rf"^\([{_CHINESE}]+\)、?"), 1),
    (re.compile(r"^\d{1,2}[、.．](?!\d)"), 2),
    (re.compile(r"^\(\d{1,2}\)、?"), 3),
    (re.compile(r"^[①-⑳]"), 4),
)
_AMONG = re.compile(r"^其?中[:：、\-—]|^其中(?=\S)")
_CODE = re.compile(r"^((?:[1235]\d\d)(?:\d\d){0,3})(?=[^\d.,%])|\(((?:[1235]\d\d)(?:\d\d){0,3})\)$")
_UNIT_CODE = re.compile(r"^\d{3,9}-(?=[一-龥])")  # 610001-云溪县观测局
_UNIT = re.compile(r"\((?:单位[:：])?([^()\d]{1,5})\)$")
_TOTAL = re.compile(r"^(合计|总计|小计|总和|共计)$|(合计|总计|小计)$")
_AGENCY = re.compile(
    r"(局|委|委员会|部|厅|院|中心|学校|中学|小学|大学|学院|办公室|办|处|会|馆|所|站|队|本级|机关|街道|镇|乡|政府|署|社|园|公司|医院|法院|检察院|支队|大队|总队)(\((本级|机关|汇总)\))?$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: `level` is the depth of its numbering style, None without numbering; `among` where 其中 opens it."""

    subject: str
    ordinal: str = ""
    level: int | None = None
    among: bool = False
    code: str | None = None
    unit: str | None = None


def clean(text: str) -> str:
    """The text as printed, without white space and dump mark-up."""
    return re.sub(r"\s+", "", re.sub(r"</?u>|\*\*", "", text))


def read_label(text: str) -> Label:
    """Takes a label apart; the subject stays as printed, white space dropped."""
    rest = clean(text)
    folded = half_width(rest)
    ordinal, level, among, code, unit = "", None, False, None, None
    for pattern, depth in _ORDINALS:
        hit = pattern.match(folded)
        if hit and hit.end() < len(folded):
            ordinal, level = rest[: hit.end()], depth
            rest, folded = rest[hit.end() :], folded[hit.end() :]
            break
    hit = _AMONG.match(folded)
    if hit and hit.end() < len(folded):
        among = True
        rest, folded = rest[hit.end() :], folded[hit.end() :]
    hit = _UNIT_CODE.match(folded)
    if hit:
        rest, folded = rest[hit.end() :], folded[hit.end() :]
    hit = _CODE.search(folded)
    if hit:
        code = hit.group(1) or hit.group(2)
        rest = rest[: hit.start()] + rest[hit.end() :]
        folded = half_width(rest)
    hit = _UNIT.search(folded)
    if hit:
        # （台、辆）: the last of several is the one that is counted
        units = [canonical_unit(part) for part in re.split(r"[、/或]", hit.group(1))]
        if all(units) and all(len(part) <= 3 for part in re.split(r"[、/或]", hit.group(1))):
            unit = units[-1]
            rest = rest[: hit.start()]
    return Label(rest.rstrip(":："), ordinal, level, among, code, unit)


def is_total(subject: str) -> bool:
    """Whether a label names a total (合计, 本年收入合计, 支出总计, 小计)."""
    return bool(_TOTAL.search(subject))


def is_agency(subject: str) -> bool:
    """Whether a label reads as the name of an agency or unit."""
    return len(subject) >= 3 and bool(_AGENCY.search(half_width(subject)))
