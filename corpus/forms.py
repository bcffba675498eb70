"""Forms: labels and contents side by side, with small tables (金额 by 来源, indicators) set into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.amount import RATIO, Amount, canonical_unit, parse_amount
from corpus.figure import Figure
from corpus.folding import squash
from corpus.header_meaning import header_meaning
from corpus.indicators import Indicators, is_indicator_header, target
from corpus.labels import clean, read_label
from corpus.place import CellRef
from corpus.table import Cell, Table

_NAME = re.compile(r"^(项目|部门|单位|部门\(单位\)|单位\(部门\)|预算单位|政策)名称$")
# Numbers under these labels are codes, dates, telephones: not figures.
_NOT_A_FIGURE = re.compile(
    r"电话|手机|邮编|邮政|编码|代码|编号|日期|年度$|年份|时间|地址|负责人|联系人|填报人|经办|序号|文号|账号|身份证|传真|邮箱|起止|期限"
)
_MEASURE_LABEL = re.compile(r"(预算|执行|决算|总额|金额|资金|拨款|收入|支出|预算数|执行数|到位数|完成数|总预算|数|合计|小计|额|率)$")
_MEASURE_HEAD = re.compile(r"金额|数量|占比|比例|总额|预算$|预算数$|总预算|拨款$|资金$|单价|(20\d\d)年?$|决算数$|执行数$|完成数|得分|分值")
# A target in words (不超过合同金额), and labels whose numbers count things: neither heads nor takes an amount of money.
_LIMIT = re.compile(r"不|小于|大于|控制|低于|高于|按")
_COUNTS = re.compile(r"(?:份|次|人|户|个|家|件|辆|台|场|批|期|条|间|套|名|篇|本)数$|数量$|次$|率$|度$")
_COLUMN_WORD = re.compile(r"名称$|类别$|内容|表述|说明|备注|分类$|依据|来源|活动$|方向|用途")
# A unit that stands in the form's own first rows, also as OCR spells it (甲位:万元, 学位:万兀).
_UNIT_CELL = re.compile(r"[^\s:：]位[:：](?P<scale>百万|[万千亿])?(?P<yuan>[元兀几儿])$")
_LIST_MEASURE = re.compile(r"(预算|执行|决算|到位)数?$|资金总额$")


@dataclass
class Form:
    """Reads one form from top to bottom; `prose` reads the figures of a cell that holds sentences."""

    table: Table
    index: int
    year: int | None
    prose: Callable[[str, str, CellRef], Iterable[Figure]]
    name: str = ""
    head: dict[int, tuple[str, ...]] = field(default_factory=dict)
    indicators: Indicators | None = None
    unit: str | None = None
    spoilt: bool = False

    def read(self) -> list[Figure]:
        """The figures of the form."""
        found: list[Figure] = []
        self.name = self._named()
        self._find_unit()
        row = self.table.header_rows
        while row < self.table.rows:
            cells = self._cells(row)
            own = [cell for cell in cells if cell.row == row and clean(cell.text)]
            if self._is_section(cells, own):
                self.head, self.indicators = {}, None
            elif self._is_header(row, own):
                row = self._open(row)
                continue
            elif self.indicators is not None:
                found.extend(self.indicators.read(row))
            else:
                found.extend(self._row(row, cells))
            found.extend(figure for cell in own for figure in self._sentences(row, cell))
            row += 1
        return found

    def _find_unit(self) -> None:
        """The form's unit of money: the table's, else the one in its first rows; `spoilt` where that is not spelt out."""
        self.unit = self.table.unit
        for row in range(min(self.table.rows, 2)) if self.unit is None else ():
            for cell in self._cells(row):
                found = _UNIT_CELL.search(squash(cell.text))
                if found is not None:
                    self.unit = (found["scale"] or "") + "元"
                    self.spoilt = found["yuan"] != "元"

    def _cells(self, row: int) -> list[Cell]:
        found: list[Cell] = []
        for column in range(self.table.columns):
            cell = self.table.at(row, column)
            if cell is not None and cell not in found:
                found.append(cell)
        return found

    def _named(self) -> str:
        for row in range(min(self.table.rows, 6)):
            cells = self._cells(row)
            for label, content in pairwise(cells):
                if _NAME.match(_label(label.text)) and clean(content.text) and not _NAME.match(_label(content.text)):
                    return read_label(content.text).subject
                if _NAME.match(_label(label.text)) and not clean(content.text):
                    later = [cell for cell in cells if cell.column > content.column and clean(cell.text)]
                    return read_label(later[0].text).subject if later else ""
        return ""

    def _is_section(self, cells: list[Cell], own: list[Cell]) -> bool:
        if len(own) != 1 or len([cell for cell in cells if clean(cell.text)]) != 1:
            return False
        return own[0].column == 0 and target(own[0].text) is None and not _MEASURE_LABEL.search(_label(own[0].text))

    def _is_header(self, row: int, own: list[Cell]) -> bool:
        texts = [clean(cell.text) for cell in own]
        if is_indicator_header(texts) or (any("指标值" in text for text in texts) and is_indicator_header(self._joined(row))):
            return True
        if len(own) < 2 or any(
            (target(text) is not None and not re.fullmatch(r"_?20\d\d年?_?", text)) or len(text) > 20 or text[-1] in ":：。；"
            for text in texts
        ):
            return False
        measures = [
            cell for cell in own if cell.column > 0 and _MEASURE_HEAD.search(_label(cell.text)) and not _LIMIT.match(_label(cell.text))
        ]
        if not measures or row + 1 >= self.table.rows:
            return False
        below = [self.table.at(row + step, cell.column) for cell in measures for step in (1, 2) if row + step < self.table.rows]
        words = sum(bool(_COLUMN_WORD.search(_label(cell.text)) or _MEASURE_HEAD.search(_label(cell.text))) for cell in own)
        # Inside a list of indicators a value may sound like a header (不超过合同金额).
        return words >= 3 or (
            self.indicators is None and any(cell is not None and cell.row > row and target(cell.text) is not None for cell in below)
        )

    def _joined(self, row: int) -> list[str]:
        """The texts of a row with those right below them: 三级 over 指标 is one header."""
        below = [squash(self.table.text(row + 1, column)) if row + 1 < self.table.rows else "" for column in range(self.table.columns)]
        return [squash(self.table.text(row, column)) + ("" if target(text) else text) for column, text in enumerate(below)]

    def _open(self, row: int) -> int:
        """Starts the small table under a header row, which may run over a second row; returns the first row of its body."""
        rows = [row]
        texts = (
            [clean(cell.text) for cell in self._cells(row + 1) if clean(cell.text) and cell.row == row + 1]
            if row + 1 < self.table.rows
            else []
        )
        years = [bool(re.fullmatch(r"_?20\d\d年?_?|前年|上年|预计当年(实现)?|当年|小计|合计", text)) for text in texts]
        if years and (all(years) or (sum(years) > 1 and all(target(text) is None for text in texts))):
            rows.append(row + 1)
        self.head = {}
        for column in range(self.table.columns):
            path = tuple(dict.fromkeys(squash(self.table.text(r, column)).strip("_:") for r in rows if squash(self.table.text(r, column))))
            if (
                path
                and len(rows) > 1
                and re.fullmatch(r"前年|上年|预计当年(实现)?|当年", path[-1])
                and not any("值" in part for part in path)
            ):
                path = ("指标值", path[-1])  # the cell above was not merged over its three years
            if path:
                self.head[column] = path
        every = [part for path in self.head.values() for part in path]
        self.indicators = Indicators(self.table, self.index, self.head, self.year, self.name) if is_indicator_header(every) else None
        return rows[-1] + 1

    def _row(self, row: int, cells: list[Cell]) -> Iterable[Figure]:
        counted = any(cell.row == row and cell.column in self.head and parse_amount(cell.text) is not None for cell in cells)
        for position, cell in enumerate(cells):
            if cell.row != row:
                continue
            before = [other for other in cells[:position] if clean(other.text) and target(other.text) is None]
            read = target(cell.text)
            if not before or (clean(cell.text) and read is None):
                continue
            label = before[-1]
            path = self.head.get(cell.column, ())
            adjacent = cells[position - 1] is label and clean(label.text)[-1] in ":："
            if path and _MEASURE_HEAD.search(path[-1]) and not adjacent:
                if read is None and not counted:
                    continue
                yield from self._under_head(cell, before, path, read)
            elif (read is not None and _bare_amount(cell.text)) or (
                (cells[position - 1] is label and _LIST_MEASURE.search(_label(label.text))) or adjacent
            ):
                yield from self._pair(row, cell, label, before, read)

    def _figure(
        self,
        subject: str,
        measure: str,
        read: tuple[Amount, str | None] | None,
        unit: str | None,
        cell: Cell,
        path: Iterable[str],
        basis: str | None,
        year: int | None,
    ) -> Figure:
        subject = subject if len(subject) > 1 else ""
        amount = None if read is None else read[0] if read[0].unit else Amount(read[0].value, unit)
        return Figure(
            subject, measure, amount, CellRef(self.index, cell.row, cell.column), tuple(part for part in path if part), None, basis, year, None,
            read[1] if read else None, None, self.table.kind, "inferred_unit" if self.spoilt and amount is not None and unit == self.unit else cell.reading,
        )  # fmt: skip

    def _under_head(
        self, cell: Cell, before: list[Cell], path: tuple[str, ...], read: tuple[Amount, str | None] | None
    ) -> Iterable[Figure]:
        measure, unit, basis, year, offset = header_meaning(path)
        if unit is None and not re.search(r"数量|得分|分值", path[-1]):
            unit = self.unit
        named = [
            other for other in before if other.column in self.head and re.search(r"名称$|^来源|项目$|活动$", self.head[other.column][-1])
        ]
        label = named[-1] if named else before[-1]
        above = [read_label(other.text).subject for other in before if other.column < label.column]
        stated_year = year if year is not None else None if self.year is None else self.year + offset
        yield self._figure(read_label(label.text).subject, measure, read, unit, cell, [self.name, *above], basis, stated_year)

    def _pair(self, row: int, cell: Cell, label: Cell, before: list[Cell], read: tuple[Amount, str | None] | None) -> Iterable[Figure]:
        text = _label(label.text)
        if _NOT_A_FIGURE.search(text) or len(text) > 30:
            return
        sections = [read_label(other.text).subject for other in before[:-1] if other.row < row or other.row_span > 1]
        unit = (
            next((canonical_unit(other.text) for other in before[:-1] if canonical_unit(_brackets(other.text))), None)
            or canonical_unit(_brackets(label.text))
            or (None if _COUNTS.search(text) else self.unit)
        )
        item = re.sub(r"^其中[-:：、]?", "", text)
        over = self._measure_above(row, label) if not _LIST_MEASURE.search(item) or item != text else None
        basis = "执行" if re.search(r"执行|到位|完成", over or text) else "预算" if "预算" in (over or text) else None
        if over is not None:
            yield self._figure(item, over, read, unit, cell, [self.name], basis, self.year)
        elif (self.name and _LIST_MEASURE.search(text)) or text in ("资金总额", "项目总预算", "项目当年预算"):
            yield self._figure(self.name, text, read, unit, cell, sections, basis, self.year)
        elif read is not None:
            counted = read[0].unit is not None and read[0].dimension != "元"
            kind = ("占比" if read[0].unit in RATIO else "数量") if counted else "金额"
            if read[0].unit is None and unit is None:
                return
            yield self._figure(item, kind, read, unit, cell, [self.name, *sections], basis, self.year)

    def _measure_above(self, row: int, label: Cell) -> str | None:
        """The 预算数 or 执行数 that heads the list in which a label (其中: 财政拨款) stands."""
        for above in range(row - 1, max(-1, row - 6), -1):
            cell = self.table.at(above, label.column)
            text = _label(cell.text) if cell else ""
            if not text or target(text) is not None:
                return None
            if _LIST_MEASURE.search(text) and not text.startswith("其中"):
                return text
        return None

    def _sentences(self, row: int, cell: Cell) -> Iterable[Figure]:
        text = clean(cell.text)
        if len(text) > 24 and re.search(r"\d", text) and parse_amount(cell.text) is None:
            yield from self.prose(cell.text, self.name, CellRef(self.index, cell.row, cell.column))


def _bare_amount(text: str) -> bool:
    """Whether a cell holds nothing but its amount: 县级承担 15% is a sentence, 78 万元 is not."""
    plain = re.sub(r"^(≥|≤|=|>|<|约|不低于|不超过)|以[上下内]$", "", squash(text))
    return parse_amount(plain) is not None


def _label(text: str) -> str:
    return re.sub(r"\(.*?\)$", "", squash(text)).rstrip(":")


def _brackets(text: str) -> str:
    hit = re.search(r"\(([^()]*)\)", squash(text))
    return hit.group(1) if hit else ""
