"""What the header of a column says: measure, unit, basis and year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.amount import canonical_unit

_RATE_HEADER = re.compile(r"占比|比例|比重|增长率|增减率|完成率|执行率|为.*%$|%$|幅度")
_UNIT_IN_HEADER = re.compile(r"\((?:金额)?(?:计量)?(?:单位)?[:：]?([^()]{1,6})\)|单位[:：](\S{1,4})$")
_YEAR_IN_HEADER = re.compile(r"((?:19|20)\d\d)年?")
_BASES = (
    (re.compile(r"年初预算"), "年初预算"),
    (re.compile(r"调整预算|调整后预算|预算调整"), "调整预算"),
    (re.compile(r"全年预算"), "全年预算"),
    (re.compile(r"决算"), "决算"),
    (re.compile(r"执行数|执行$|预算执行|完成数|完成情况|实际|执行情况"), "执行"),
    (re.compile(r"预算数|预算额|年预算$|^预算$|预计执行"), "预算"),
)
_RELATIVE = (
    (re.compile(r"上年(?!结转|结余|度?结转|末|初)|上一年|去年"), -1),
    (re.compile(r"前年"), -2),
    (re.compile(r"下年(?!结转|度)"), 1),
)


def header_meaning(path: Sequence[str]) -> tuple[str, str | None, str | None, int | None, int]:
    """Measure (units dropped), unit, basis, absolute year and relative year of a header path."""
    unit: str | None = None
    parts: list[str] = []
    for text in path:
        found = _UNIT_IN_HEADER.search(text)
        named = canonical_unit(found.group(1) or found.group(2)) if found else None
        if found and named:
            unit = named
            text = text[: found.start()] + text[found.end() :]
        parts.append(text)
    measure = "/".join(part for part in parts if part)
    basis = next((name for pattern, name in _BASES for part in reversed(parts) if pattern.search(part)), None)
    year = next((int(hit.group(1)) for part in reversed(parts) for hit in [_YEAR_IN_HEADER.search(part)] if hit), None)
    offset = next((step for pattern, step in _RELATIVE for part in parts if pattern.search(part)), 0)
    if offset == -1 and basis in ("预算", "决算", "执行"):
        basis = "上年" + basis
    if unit is None and any(_RATE_HEADER.search(part) for part in parts[-1:]):
        unit = "%"
    return measure, unit, basis, year, offset
