"""Forms of targets: the project that each is for, by the label 项目名称 in it or right above it."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.document import Document
from corpus.folding import squash
from corpus.table import Table

_FORM = re.compile(r"绩效|自评|申报表")
_CODE = re.compile(r"项目编码.*$")
_LABEL = re.compile(r"项目名称[:：]?")
_LABELLED = re.compile(r"项目名称[:：](?P<name>[^|；;，,。：:]{2,40}?)(?=主管|预算|实施|项目|单位|金额|[|；;，,。]|$)")
# So many rows and lines from its beginning a form is still telling whose it is.
_ROWS, _ABOVE = 5, 4


def projects_of_forms(document: Document) -> dict[int, str]:
    """The project of each form of targets that names one, by the number of its table."""
    found = {}
    for number, table in enumerate(document.tables):
        if _FORM.search(table.title or "") and (name := _inside(table) or _above(document, number)):
            found[number] = name
    return found


def _inside(table: Table) -> str:
    for row in range(table.header_rows, min(table.header_rows + _ROWS, table.rows)):  # among headers it heads a list of projects
        cells = table.own(row)
        for label, name in pairwise(cells):
            if _LABEL.fullmatch(squash(label.text)):
                return _CODE.sub("", squash(name.text))
        for cell in cells:
            if (hit := _LABELLED.match(squash(cell.text))) is not None:
                return hit["name"]
    return ""


def _above(document: Document, number: int) -> str:
    """The name on the lines right before the table, behind the table that stands before it."""
    first = _first_line(document.tables[number])
    last = _last_line(document.tables[number - 1]) if number else 0
    for line in range(first - 1, max(first - 1 - _ABOVE, last), -1):
        span = document.lines[line - 1]
        if (hit := _LABELLED.search(squash(document.text[span.start : span.stop]))) is not None:
            return hit["name"]
    return ""


def _first_line(table: Table) -> int:
    return min((cell.place.lines[0] for cell in table.cells), default=1)


def _last_line(table: Table) -> int:
    return max((cell.place.lines[-1] for cell in table.cells), default=0)
