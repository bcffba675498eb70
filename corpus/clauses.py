"""Clauses: a sentence cut at its separators, with the numbers that state something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.amount import MONEY, Stated, find_amounts

# What a number of money without its unit follows where the unit was left out (基本支出 289.18，占 20.7%).
FISCAL = re.compile(r"(支出|收入|经费|费|费用|拨款|预算|决算|结转|结余|总计|合计|公积金|补贴|补助|资金|医疗|离退休|养老保险|年金)$")
RANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(%?)(?:-|—|~|～|至)$")
_SEPARATORS = "，,；;：:。！？!"
_DATE_UNITS = {"年", "月", "日", "期", "岁"}
# 万 and 亿 before these count things: 5万余份.
COUNTED_AFTER = re.compile(r"[余多]?(人次|人|份|户|家|名|件|次|吨|亩|平方米)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch `start:stop` between separators with its numbers; `opens` and `closes` are the separators around it."""

    start: int
    stop: int
    opens: str
    closes: str
    numbers: tuple[Stated, ...] = field(default=())


def cut(text: str, numbers: Sequence[Stated]) -> Iterator[Clause]:
    """The clauses of a half-width sentence; brackets are boundaries only where they hold numbers, commas in numbers are none."""
    inside = {place for hit in find_amounts(text) for place in range(hit.start, hit.stop)}
    brackets = _brackets(text, numbers)
    start, opened = 0, ""
    for place, char in enumerate(text):
        if place in inside or (char not in _SEPARATORS and place not in brackets):
            continue
        yield Clause(start, place, opened, char, tuple(hit for hit in numbers if start <= hit.start < place))
        start, opened = place + 1, char
    if start < len(text):
        yield Clause(start, len(text), opened, "", tuple(hit for hit in numbers if hit.start >= start))


def _brackets(text: str, numbers: Sequence[Stated]) -> set[int]:
    found: set[int] = set()
    for hit in re.finditer(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", text):
        if any(hit.start() < number.start < hit.end() for number in numbers):
            found.update((hit.start(), hit.end() - 1))
    return found


def numbers(text: str) -> list[Stated]:
    """The numbers of a half-width sentence that state something: no dates, document numbers, list numbers, thresholds in a name."""
    every = find_amounts(text)
    money = next((hit.amount.unit for hit in every if hit.amount.dimension == "元"), None)
    return [hit for hit in every if _states(text, hit, money)]


def _states(text: str, hit: Stated, money: str | None) -> bool:
    before, after, printed = text[: hit.start], text[hit.stop :], text[hit.start : hit.stop]
    if re.search(r"[第〔\[【号#*A-Za-z]$|\d[-—~～/.]$", before) and not RANGE.search(before):
        return False
    if re.search(r"(表|附件|附表|编码|代码|电话)[\d:-]*$", before) or re.match(r"0\d", printed):
        return False
    unit = hit.amount.unit
    if (unit == "项" and after.startswith("目")) or (unit == "个" and re.match(r"月|季度|工作日|小时", after)):
        return False
    if printed[-1] in "万亿" and re.match(r"[余多]?[一-龥]", after) and not COUNTED_AFTER.match(after):
        return False
    if unit is None:
        fiscal = bool(FISCAL.search(before.rstrip("为是:")))
        return money is not None and "." in printed and fiscal and not re.match(r"[-—~～%\d]|号|级", after)
    if unit in _DATE_UNITS or re.match(r"[-—~～至]\d", after):
        return False
    threshold = re.match(r"(\(含\))?(及)?以[上下]|\(含", after)
    return not (unit in MONEY and threshold and re.search(r"(单价|价值|单位价值|金额)$", before))
