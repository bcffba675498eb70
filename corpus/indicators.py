"""Performance indicators: targets such as ≥95%, 22 家, split over 指标性质 | 指标值 | 度量单位 or in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from corpus.amount import Amount, canonical_unit, counted_in, find_amounts, parse_amount
from corpus.figure import Figure
from corpus.folding import half_width, squash
from corpus.labels import clean, read_label
from corpus.place import CellRef
from corpus.table import Cell, Table

_LEVEL1 = re.compile(r"^(产出|效益|效果|满意度|成本|项目完成|过程|投入|履职|履职效能|运行成本|绩效|完成|影响力|社会效应|可持续性)指标$")
_LEVEL2 = re.compile(
    r"^(数量|质量|时效|进度|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|环境效益|可持续|可持续影响|可持续发展|可持续效益"
    r"|服务对象满意度?|社会公众满意度?|满意度|履职效益)(指标)?$"
)
_SUBJECT = re.compile(r"三级指标|指标内容|指标名称|四级指标")
_TARGET = re.compile(r"指标值|目标值|完成值|实际值|标准值")
_BOUND_WORDS = {
    "不低于": "≥",
    "不少于": "≥",
    "大于等于": "≥",
    "大于": ">",
    "超过": ">",
    "不超过": "≤",
    "不高于": "≤",
    "不多于": "≤",
    "小于等于": "≤",
    "小于": "<",
    "低于": "<",
}
_BOUND_MARKS = {
    "≥": "≥",
    "≤": "≤",
    "=": "=",
    ">": ">",
    "<": "<",
    "\\geq": "≥",
    "\\leq": "≤",
    "»": "≥",
    "》": "≥",
    ">=": "≥",
    "<=": "≤",
    "≧": "≥",
    "≦": "≤",
    "≫": "≥",
    "定性": "",
    "＝": "=",
}


def is_date(amount: Amount) -> bool:
    """Whether an amount is a year such as 2024年."""
    return amount.unit == "年" and 1900 <= amount.value <= 2100


# So many rows of indicators make a list.
_LISTED = 2
_WHOLE_SCORE = re.compile(r"(自评|得分)?总分|(自评)?(得分)?(合计|总计)(得分)?|总得分")
_SCORE = re.compile(r"^(自评)?(得分|评分)$")


def target(text: str, unit: str | None = None) -> tuple[Amount, str | None] | None:
    """The one amount of a short cell (`≥95%`, `22 家`, `不少于4次/年`) with its bound; None for words or several amounts."""
    whole = parse_amount(text, unit)
    if whole is not None:
        return None if is_date(whole) else (whole, None)
    folded = half_width(clean(text))
    if len(folded) > 24:
        return None
    folded = folded.replace("》", "≥").replace("»", "≥").replace("≫", "≥")
    stated = [hit for hit in find_amounts(folded) if not is_date(hit.amount)]
    if len(stated) != 1:
        return None
    hit = stated[0]
    before, after = folded[: hit.start], folded[hit.stop :]
    if re.search(r"[第\[〔【号]$", before) or re.match(r"[-—~～]\d|号|级|期|届|月\d", after):
        return None
    bound = hit.bound or next((mark for word, mark in _BOUND_WORDS.items() if word in before), None)
    if bound is None and re.match(r"\S{0,3}(以上|及以上)", after):
        bound = "≥"
    elif bound is None and re.match(r"\S{0,3}(以下|以内|之内)", after):
        bound = "≤"
    if hit.amount.unit is None and bound is None:
        return None
    amount = hit.amount if hit.amount.unit else Amount(hit.amount.value, unit)
    return amount, bound


@dataclass
class Indicators:
    """Reads the indicator rows under one header; keeps the project and the levels that later rows leave blank."""

    table: Table
    index: int
    head: Mapping[int, tuple[str, ...]]
    year: int | None
    name: str = ""
    levels: list[str] = field(default_factory=lambda: ["", ""])

    def columns(self, pattern: re.Pattern[str], without: str = r"依据|说明|标准$") -> list[int]:
        """The columns whose header matches, left to right."""
        return [
            c
            for c, path in sorted(self.head.items())
            if any(pattern.search(p) for p in (*path, "".join(path))) and not re.search(without, path[-1])
        ]

    def read(self, row: int) -> list[Figure]:
        """The figures of one row."""
        cells = _distinct(self.table, row)
        texts = [clean(cell.text) for cell in cells]
        if any(_WHOLE_SCORE.fullmatch(text) for text in texts):
            return self._score(row)
        start, after = self._levels(texts)
        found = self._money(row, cells, texts, start)
        subject = self._subject(row)
        if subject is not None:
            found.extend(self._aligned(row, subject))
        elif after < len(texts):
            found.extend(self._in_sequence(row, cells[after:], texts[after:]))
        return found

    def _levels(self, texts: list[str]) -> tuple[int, int]:
        """Where the indicator begins in the row, and where its name stands; remembers the levels."""
        first = next((i for i, text in enumerate(texts) if _LEVEL1.match(text)), None)
        if first is not None:
            self.levels = [texts[first], ""]
            after = first + 1
            if after < len(texts) and _LEVEL2.match(texts[after]):
                self.levels[1] = texts[after]
                after += 1
            return first, after
        second = next((i for i, text in enumerate(texts) if _LEVEL2.match(text)), None)
        if second is not None and second + 1 < len(texts):
            self.levels[1] = texts[second]
            return second, second + 1
        return 0, 0

    def _subject(self, row: int) -> Cell | None:
        """The cell of the indicator's name, where the row keeps to its header; None where it is shifted."""
        for column in reversed(self.columns(_SUBJECT)):
            cell = self.table.at(row, column)
            text = clean(cell.text) if cell else ""
            if (
                cell is None
                or not text
                or _LEVEL1.match(text)
                or text in _BOUND_MARKS
                or (target(text) is not None and not re.search(r"[^\d%年月日次]{4}", text))
            ):
                continue
            values = [self.table.at(row, c) for c in self.columns(_TARGET)]
            if any(
                value is not None and value is not cell and clean(value.text) and clean(value.text) not in _BOUND_MARKS for value in values
            ):
                return cell
        return None

    def _figure(
        self, subject: str, measure: str, amount: Amount, bound: str | None, cell: Cell, offset: int = 0, basis: str | None = None
    ) -> Figure:
        path = tuple(part for part in (self.name, *self.levels) if part)
        if amount.unit is None and measure != "权重":
            amount = Amount(amount.value, counted_in(subject))
        year = None if self.year is None else self.year + offset
        return Figure(
            subject,
            measure,
            amount,
            CellRef(self.index, cell.row, cell.column),
            path,
            None,
            basis,
            year,
            None,
            bound or None,
            None,
            self.table.kind,
            cell.reading,
        )

    def _aligned(self, row: int, subject: Cell) -> Iterable[Figure]:
        unit = next((canonical_unit(clean(self.table.text(row, c))) for c in self.columns(re.compile(r"(度量|计量|指标)单位"))), None)
        mark = next((_BOUND_MARKS.get(clean(self.table.text(row, c))) for c in self.columns(re.compile(r"指标性质|符号|运算"))), None)
        for column in self.columns(_TARGET):
            cell = self.table.at(row, column)
            read = target(cell.text, unit) if cell is not None and cell is not subject else None
            if cell is None or read is None:
                continue
            parts = self.head[column]
            first = next(i for i, part in enumerate(parts) if _TARGET.search(part))
            measure = "/".join(re.sub(r"\(.*?\)", "", part) for part in parts[first:])
            offset = -2 if "前年" in measure else -1 if "上年" in measure else 0
            basis = "执行" if re.search(r"实际|完成值", measure) and "预" not in measure else None
            yield self._figure(read_label(subject.text).subject, measure, read[0], read[1] or mark, cell, offset, basis)
        yield from self._weight(row, subject)

    def _weight(self, row: int, subject: Cell) -> Iterable[Figure]:
        for column in self.columns(re.compile(r"^(指标)?权重|分值"))[:1]:
            cell = self.table.at(row, column)
            amount = parse_amount(cell.text) if cell else None
            if cell is not None and amount is not None:
                yield self._figure(read_label(subject.text).subject, "权重", amount, None, cell)

    def _score(self, row: int) -> list[Figure]:
        """The score of the whole form, in the row that adds up those of the indicators."""
        for column in self.columns(_SCORE):
            cell = self.table.at(row, column)
            amount = parse_amount(cell.text, "分") if cell else None
            if cell is not None and cell.row == row and amount is not None:
                return [replace(self._figure("自评得分", "得分", amount, None, cell), path=(self.name,) if self.name else ())]
        return []

    def _in_sequence(self, row: int, cells: list[Cell], texts: list[str]) -> Iterable[Figure]:
        """Rows shifted against their header: name, mark, value, unit, weight in this order."""
        if len(texts) < 2:
            return
        subject, rest = texts[0], list(zip(cells[1:], texts[1:], strict=True))
        mark = _BOUND_MARKS.get(rest[0][1])
        if mark is not None:
            rest = rest[1:]
        if not rest:
            return
        value, text = rest[0]
        unit = next((canonical_unit(word) for _, word in rest[1:2] if not re.search(r"\d", word)), None)
        read = target(text, unit)
        if read is not None and not _LEVEL1.match(subject) and (read[0].unit or mark or read[1]):
            yield self._figure(read_label(subject).subject, "指标值", read[0], read[1] or mark, value)

    def _money(self, row: int, cells: list[Cell], texts: list[str], start: int) -> list[Figure]:
        """The project and its amount, which stand left of the indicators."""
        columns = self.columns(re.compile(r"预算数|预算金额|^金额|资金|执行数|预算$"))
        head = list(zip(cells, texts, strict=True))[: start if start else None]
        number = next((i for i, (cell, text) in enumerate(head) if columns and parse_amount(text) is not None), None)
        if number is None or number == 0 or (start == 0 and head[number][0].column != columns[0]):
            return []
        name = read_label(head[number - 1][1]).subject
        cell = head[number][0]
        if cell.row != row:
            return []
        amount = parse_amount(cell.text, self.table.unit)
        self.name, self.levels = name, self.levels if start else ["", ""]
        figure = Figure(
            name, self.head[columns[0]][-1], amount, CellRef(self.index, cell.row, cell.column), (), None, "预算" if "预算" in self.head[columns[0]][-1] else None,
            self.year, None, None, None, self.table.kind, cell.reading,
        )  # fmt: skip
        return [figure]


def _distinct(table: Table, row: int) -> list[Cell]:
    found: list[Cell] = []
    for column in range(table.columns):
        cell = table.at(row, column)
        if cell is not None and squash(cell.text) and cell not in found:
            found.append(cell)
    return found


def indicators_from(table: Table) -> int | None:
    """The row from which a table under other headers (项目 | 内容 | 指标值) lists indicators by their levels; None where it lists none."""
    rows = [
        row for row in range(table.header_rows, table.rows)
        if (texts := [clean(cell.text) for cell in table.own(row)]) and any(_LEVEL2.match(text) for text in texts[:-1])
        and any(target(text) is not None for text in texts)
    ]  # fmt: skip
    return rows[0] if len(rows) >= _LISTED else None


def is_indicator_header(texts: Iterable[str]) -> bool:
    """Whether header texts open a list of indicators."""
    every = [squash(text) for text in texts]
    return any(_SUBJECT.search(text) or text == "一级指标" for text in every) and any(
        _TARGET.search(text) or text in ("权重", "指标性质") for text in every
    )
