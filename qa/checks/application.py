"""项目申报表 as the rules see them: a project's name, its budget, the sources, the detail and the purchases, row by row.

The forms are read from their labels, not from their grid: in what dumps leave of them labels and amounts stand in
shifted columns, and several forms run on in one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.amount import Amount, parse_number
from corpus.folding import half_width, squash
from corpus.place import CellRef
from corpus.table import Cell
from qa.checks.check import Operand
from qa.checks.material import Material, Sheet, remembered

_AMOUNT = re.compile(r"[^\d.]{0,3}?(\d[\d,，]*(?:\s?\.\s?\d+)?)\s*(.{0,8})", re.DOTALL)
_NAME = re.compile(r"(?:项目名称)?(.{2,40}?)项目编码")
_PRIOR = re.compile(r"(20\d\d)年(?:项目)?预算(?:安排|为|是)*(\d+(?:\.\d+)?)万")


@dataclass(frozen=True)
class Stated:
    """An amount of a form with the words that name it."""

    name: str
    operand: Operand


@dataclass
class Application:
    """One form; `prior` are the budgets of earlier years that it recalls, by year."""

    name: str
    whole: list[Stated] = field(default_factory=list)
    current: list[Stated] = field(default_factory=list)
    total: Stated | None = None
    sources: list[Stated] = field(default_factory=list)
    detail: list[Stated] = field(default_factory=list)
    purchases: list[Stated] = field(default_factory=list)
    prior: dict[int, Stated] = field(default_factory=dict)

    @property
    def budget(self) -> Stated | None:
        """This year's budget: 项目当年预算, else 项目总预算, else the 合计 of the sources."""
        return next(iter((*self.current, *self.whole, *([self.total] if self.total else []))), None)


@remembered
def applications(material: Material) -> list[Application]:
    """The 项目申报表 of a document."""
    found: list[Application] = []
    for sheet in material.sheets:
        if sheet.table.kind in ("项目支出绩效目标表", None):
            found.extend(_Reader(sheet).read())
    return [form for form in found if form.budget is not None]


class _Reader:
    """Reads the forms of one table from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.forms: list[Application] = []
        self.part = ""
        self.column: int | None = None

    def read(self) -> list[Application]:
        for row in range(self.sheet.table.rows):
            cells = [cell for cell in self.sheet.table.own(row) if squash(cell.text)]
            text = squash("".join(cell.text for cell in cells))
            if not text:
                continue
            name = _NAME.search(text)
            if name is not None and len(text) < 120:
                self.forms.append(Application(re.sub(r"^项目名称", "", name.group(1))))
                self.part, self.column = "head", None
            elif self.forms:
                self._row(self.forms[-1], cells, text)
        return self.forms

    def _row(self, form: Application, cells: list[Cell], text: str) -> None:
        if re.search(r"明细|田测算", text) and len(text) < 20:
            self.part, self.column = "detail", None
        elif re.search(r"项目采", text) and len(text) < 12:
            self.part, self.column = "purchases", None
        elif re.search(r"总目标|目标表|指标值|一级指标|三级指标|^.{0,8}绩效", text) or re.match(r"名称目标说", text):
            self.part = "goals"
        elif self.part == "head" and re.search(r"项目.?总.{0,3}算|^.{0,2}总预算|项目当年预算", text):
            self._budget(form, cells)
        elif re.search(r"前两年预算|当年预算变", text):
            self._prior(form, cells, text)
        elif self.part == "head" and re.search(r"项目.{0,2}金额$", text):
            self.part = "sources"
        elif self.part == "sources":
            self._source(form, cells)
        elif self.part in ("detail", "purchases"):
            self._item(form, cells, text)

    def _budget(self, form: Application, cells: list[Cell]) -> None:
        seen = ""
        for cell in cells:
            amount = self._amount(cell)
            if amount is None:
                seen += squash(cell.text)
            elif "当年" in seen or form.whole:
                form.current.append(Stated("项目当年预算", amount))
            else:
                form.whole.append(Stated("项目总预算", amount))

    def _prior(self, form: Application, cells: list[Cell], text: str) -> None:
        for hit in _PRIOR.finditer(text):
            value = parse_number(hit.group(2))
            if value is None:
                continue
            cell = next((c for c in cells if hit.group(2) in squash(c.text)), cells[-1])
            year = int(hit.group(1))
            form.prior.setdefault(year, Stated(f"{year}年预算", self._operand(cell, Amount(value, "万元"), f"{form.name}·{year}年预算")))

    def _source(self, form: Application, cells: list[Cell]) -> None:
        amount = next((a for cell in reversed(cells) if (a := self._amount(cell)) is not None), None)
        name = squash("".join(cell.text for cell in cells if self._amount(cell) is None))
        if amount is None:
            return
        if name.startswith("合计") and form.total is None:
            form.total = Stated("资金来源合计", amount)
        else:
            form.sources.append(Stated(name, amount))

    def _item(self, form: Application, cells: list[Cell], text: str) -> None:
        head = next((cell for cell in cells if squash(cell.text).startswith(("金额", "金額"))), None)
        if head is not None or re.match(r"项目活动|品名", text):
            self.column = None if head is None else head.column
            return
        here = [cell for cell in cells if self._amount(cell) is not None]
        money = [cell for cell in here if re.search(r"万|元", cell.text)]
        fit = [cell for cell in here if cell.column == self.column]
        near = here[-1:] if self.part == "purchases" else here[:1]
        chosen = next(iter((*money, *fit, *near)), None)
        if chosen is None:
            return
        amount = self._amount(chosen)
        assert amount is not None
        words = [squash(c.text) for c in cells if self._amount(c) is None]
        (form.detail if self.part == "detail" else form.purchases).append(Stated(words[0] if words else "", amount))

    def _amount(self, cell: Cell) -> Operand | None:
        """The amount of a cell that holds one and hardly anything else, in 万元 unless it says 元; the unit may be garbled."""
        text = re.sub(r"</?[iu]>|\*\*", "", half_width(cell.text)).strip()
        hit = _AMOUNT.fullmatch(text)
        value = None if hit is None else parse_number(hit.group(1))
        if hit is None or not value or re.search(r"\d|[年月日人名次%份件个项级岁]", hit.group(2)):
            return None
        if not hit.group(2).strip() and len(text) > 12:
            return None  # a code or a telephone number
        yuan = hit.group(2).strip() == "元" or (not hit.group(2).strip() and self.sheet.table.unit == "元")
        return self._operand(cell, Amount(value, "元" if yuan else "万元"), "金额")

    def _operand(self, cell: Cell, amount: Amount, label: str) -> Operand:
        title = self.sheet.table.title
        name = self.forms[-1].name if self.forms else ""
        return Operand(
            label=f"{title}·{name}·{label}", amount=amount, source=CellRef(self.sheet.index, cell.row, cell.column), text=cell.text,
            page=cell.place.page, lines=cell.place.lines, table=title, row=name or None, column=label,
            reading=cell.reading if not cell.uncertain or cell.reading != "text" else "realigned",
        )  # fmt: skip


def calculations(text: str) -> Iterator[tuple[str, str, str]]:
    """`23人*200元=4600元`: the factors and the product as printed."""
    amount = r"(\d[\d,]*(?:\.\d+)?\s*(?:万元|元|人|名|个月|月|次|户|天|套|台|家|辆|份|场|年)?)"
    for hit in re.finditer(rf"{amount}[*×xX✕]{amount}=\s*{amount}", half_width(text)):
        yield hit.group(1), hit.group(2), hit.group(3)
