"""The disclosure as a form: statutory tables, their notes, units and years, codes with their names, reasons with their items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.amount import MONEY
from corpus.folding import similarity, squash
from corpus.place import CellRef, Span
from corpus.terms import code_name, table_kind
from qa.checks.check import Operand
from qa.checks.clauses import Reading, Said
from qa.checks.hierarchy import classified
from qa.checks.material import Material, Sheet
from qa.checks.narrative import Index, bare, indexed, item_in
from qa.checks.points import Point
from qa.checks.rule import Fault, rule
from qa.checks.totals import total_named

# 财政部《地方预决算公开操作规程》: the tables that every department discloses, by their kinds.
STATUTORY = (
    "收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表", "“三公”经费支出表", "政府性基金预算支出表",
)  # fmt: skip
_NOTE = re.compile(
    r"空表|无数据|没有数据|不涉及|未安排|无此项|没有.{0,30}(预算|支出|收入|拨款|经费|安排)|无.{0,30}(预算|支出|收入|拨款|经费|项目)|为空|为0|0(\.0+)?万元"
)
_EMPTY = re.compile(r"(为|是|系)空表|本表(内|中)?(为空|无数据|没有数据)|公开空表|空表(列示|公开)")


def _fault(material: Material, span: Span, message: str, label: str) -> Fault:
    made = material.said(span, None, label)
    return Fault("form", replace(made, text=material.document.text[span.start : span.stop]), message, "check_page")


def _at_table(material: Material, sheet: Sheet, message: str) -> Fault:
    place = sheet.table.place
    made = Operand(sheet.table.title, None, CellRef(sheet.index, 0, 0), sheet.table.title, place.page, place.lines, sheet.table.title)
    return Fault("form", made, message, "check_page")


def _filled(sheet: Sheet) -> Operand | None:
    """The first figure of a table that is not nothing."""
    for side in sheet.sides:
        for row in sheet.rows(side):
            for column in sheet.columns(side):
                amount = sheet.amount(row.row, column)
                if amount is not None and amount.value != 0 and (column.unit in MONEY or column.unit is None):
                    return sheet.operand(row, column)
    return None


def _note(material: Material, sheet: Sheet) -> tuple[str, int | None]:
    """The words in and right under a table, and the line of a note that calls it empty."""
    document = material.document
    words = "".join(cell.text for cell in sheet.table.cells)
    last = sheet.table.place.lines[1]
    for number in range(last + 1, min(last + 6, len(document.lines) + 1)):
        text = squash(document.line_text(number))
        if table_kind(text) is not None or "\t" in document.line_text(number):
            break
        words += text
        if _EMPTY.search(text):
            return words, number
    return words, None


@rule("form.tables", "form")
def statutory_tables(material: Material) -> Iterator[Fault]:
    """A department discloses the statutory tables (地方预决算公开操作规程); one that is missing is named, where the disclosure has most of
    the others in this file and speaks of it nowhere."""
    document = material.document
    if document.scope == "政府" or document.year is None or document.year < 2017:
        return
    kinds = {sheet.table.kind for sheet in material.sheets}
    present = [kind for kind in STATUTORY if kind in kinds]
    if not 5 <= len(present) < len(STATUTORY):
        return
    titled = {table_kind(squash(document.line_text(n))) for n in range(1, len(document.lines) + 1) if 4 <= len(document.line_text(n)) <= 60}
    text = squash(document.text)
    for kind in STATUTORY:
        word = {"“三公”经费支出表": "三公", "政府性基金预算支出表": "基金"}.get(kind, kind.removesuffix("表"))
        if kind not in kinds and kind not in titled and word not in text:
            yield _fault(material, Span(0, document.lines[0].stop), f"没有{kind}，也没有说明", "公开表格")


@rule("form.empty", "form")
def empty_tables(material: Material) -> Iterator[Fault]:
    """A statutory table without figures carries a note that says why (没有数据的表格应当列出空表并说明); one with figures is not called
    empty in the note under it."""
    for sheet in material.sheets:
        if sheet.table.kind not in (*STATUTORY, "国有资本经营预算支出表") or sheet.axes.form:
            continue
        figure = _filled(sheet)
        words, empty_line = _note(material, sheet)
        if figure is not None and empty_line is not None:
            note = squash(material.document.line_text(empty_line))
            yield Fault("form", figure, f"{sheet.table.title}有数（{figure.text.strip()}），表下说明却称空表：“{note[:60]}”", "check_page")
        elif figure is None and not any(c.amount is not None for c in sheet.table.cells) and not _NOTE.search(words):
            topic = {"政府性基金预算支出表": "基金", "国有资本经营预算支出表": "国有资本", "“三公”经费支出表": "三公"}.get(
                sheet.table.kind or ""
            )
            said = [r for r in material.readings if topic is not None and topic in r.text and _NOTE.search(r.text)]
            if not said:
                yield _at_table(material, sheet, f"{sheet.table.title}没有数，也没有说明原因")


@rule("form.unit", "form")
def units_named(material: Material) -> Iterator[Fault]:
    """A table of amounts names its unit (表格应当注明金额单位); said only where the other statutory tables name theirs."""
    statutory = [s for s in material.sheets if s.table.kind in STATUTORY and not s.axes.form and _filled(s) is not None]
    without = [s for s in statutory if s.table.unit is None and not any(c.unit in MONEY for side in s.sides for c in s.columns(side))]
    if len(without) * 3 <= len(statutory):
        for sheet in without:
            yield _at_table(material, sheet, f"{sheet.table.title}没有注明金额单位")


@rule("form.year", "form")
def years_of_titles(material: Material) -> Iterator[Fault]:
    """The statutory tables bear the disclosure's year; another year in one title is left over from an earlier disclosure."""
    year = material.document.year
    dated = [
        (sheet, int(hit.group(1)))
        for sheet in material.sheets
        if sheet.table.kind in STATUTORY and (hit := re.match(r"(20\d\d)年", squash(sheet.table.title))) is not None
    ]
    own = [sheet for sheet, printed in dated if printed == year]
    if year is None or len(own) < 3 or len(own) < len(dated) - 1:
        return
    for sheet, printed in dated:
        if printed != year:
            yield _at_table(material, sheet, f"表名的年份为{printed}年，公开的是{year}年：{sheet.table.title}")


_COMPARED_YEAR = re.compile(r"(?:比|较|与|同)(20\d\d)年")


@rule("form.compared", "form")
def years_compared(material: Material) -> Iterator[Fault]:
    """情况说明 compares a year with the year before it: `2024年预算数…比2022年…` names a wrong year."""
    document = material.document
    if document.scope == "政府" or document.year is None:
        return
    for reading in material.readings:
        for hit in _COMPARED_YEAR.finditer(reading.text):
            other = int(hit.group(1))
            figure = next((s for s in reading.said if s.start > hit.end()), None)
            if figure is None or figure.role not in ("change", "rate") or figure.start - hit.end() > 24:
                continue
            named = re.findall(r"(20\d\d)年", reading.text[: hit.start()])
            subject = int(named[-1]) if named else document.year
            if (
                other == subject - 1
                or subject not in (document.year, document.year - 1)
                or not re.search(r"预算|决算|收入|支出|经费|费", reading.text)
            ):
                continue
            usual = sum(1 for r in material.readings if re.search(rf"[比较与同]{subject - 1}年", r.text))
            if usual >= 3:
                span = _span(reading, hit.start(), hit.end())
                yield _fault(material, span, f"{subject}年的数同{other}年相比，其他各处同{subject - 1}年相比", "比较年份")


@rule("form.dated", "form")
def years_stated(material: Material) -> Iterator[Fault]:
    """A figure of the text that is this year's figure of the tables (same 科目, same digits) is not said of another year."""
    year = material.document.year
    if year is None:
        return
    index = indexed(material)
    for reading in material.readings:
        for said in reading.levels:
            stated = _stated_year(reading, said)
            if stated is None or stated == year or said.depth or len(said.amount.value.as_tuple().digits) < 4:
                continue
            name, points = _told(index, reading, said)
            now = [p for p in points if p.when == ("", 0) and p.operand.amount is not None and p.operand.amount.base == said.amount.base]
            past = [p for p in points if p.when[1] == -1 and p.operand.amount is not None and p.operand.amount.base == said.amount.base]
            others = [s for s in reading.levels if s is not said and _stated_year(reading, s) == year]
            if now and not past and not others:
                yield _fault(
                    material, said.span, f"{name} {said.amount} 是{now[0].operand.table}的本年数，文中写作{stated}年", f"{name}的年份"
                )


def _told(index: Index, reading: Reading, said: Said) -> tuple[str, list[Point]]:
    """The 科目 or the total that a figure is said of, and what the tables state for it."""
    named = item_in(reading.text[: said.start])
    if named is not None:
        return named[0], index.by_item.get(index.code(*named) or "", [])
    total = total_named(said)
    if total is None or total[3].isdigit():
        return "", []
    _, flow, fund, use = total
    return said.title, [p for p in index.by_item["合计"] if p.flow == flow and p.use == use and fund in (None, p.fund)]


def _stated_year(reading: Reading, said: Said) -> int | None:
    hits = re.findall(r"(20\d\d)年", re.split(r"[;；。]", reading.text[: said.start])[-1])
    return int(hits[-1]) if hits else None


def _span(reading: Reading, start: int, stop: int) -> Span:
    return Span(reading.offsets[start], reading.offsets[stop - 1] + 1)


@rule("form.code", "form")
def codes_and_names(material: Material) -> Iterator[Fault]:
    """A code stands with its own 科目 (政府收支分类科目): the name of another 款 beside it means that code or name is wrong."""
    by_name: dict[str, set[str]] = {}
    for sheet in material.sheets:
        for row in sheet.axes.rows:
            if row.code is not None and classified(row.code) is not None:
                by_name.setdefault(bare(row.subject), set()).add(row.code)
    for sheet in material.sheets:
        for side in (0, 1):
            for row in sheet.rows(side):
                if row.code is None or classified(row.code) is None or len(row.code) < 5 or not row.subject:
                    continue
                proper = code_name(row.code)
                name = bare(row.subject)
                if proper is None or similarity(proper, name) >= 0.3 or name in bare(proper) or bare(proper) in name:
                    continue
                elsewhere = {
                    code
                    for code in by_name[name]
                    if code != row.code and code_name(code) is not None and bare(code_name(code) or "") == name
                }
                if elsewhere and not any(code[:3] == row.code[:3] and len(code) != len(row.code) for code in elsewhere):
                    other = min(elsewhere)
                    cell = next((c for c in sheet.table.own(row.row) if squash(c.text) == row.code), None)
                    column = 0 if cell is None else cell.column
                    made = Operand(
                        f"{sheet.table.title}·{row.code}", None, CellRef(sheet.index, row.row, column), row.code, row=row.subject,
                        page=cell.place.page if cell else None, lines=sheet.lines(row.row), table=sheet.table.title,
                    )  # fmt: skip
                    yield Fault("form", made, f"{row.code} 是“{proper}”，表内写作“{row.subject}”（{other}）", "check_page")


_REASON = re.compile(r"主要(?:原因)?(?:是|为)?[:：]?([一-龥（）()]{4,30}?)(?:经费|支出|预算|项目)*(增加|减少|增长|下降)[。;；]?$")


@rule("form.reason", "form")
def reasons_of_changes(material: Material) -> Iterator[Fault]:
    """The reason given for a change is that item's own, and of its direction: `减少2.98%，主要原因是：…经费增加` was copied."""
    index = indexed(material)
    previous: tuple[str, int] | None = None
    for reading in material.readings:
        named = item_in(reading.text)
        changes = [s for s in reading.said if s.role in ("change", "rate") and s.amount.value != 0]
        hit = _REASON.search(reading.text)
        here: tuple[str, int] | None = previous
        if named is not None or changes:
            here = (named[0] if named else (previous[0] if previous else ""), changes[-1].sign if changes else 0)
        if hit is not None and here is not None and here[0]:
            item, sign = here
            reason = bare(re.sub(r"^(由于|因|因为)", "", hit.group(1)))
            span = _span(reading, hit.start(), hit.end())
            upward = hit.group(2) in ("增加", "增长")
            other = index.names.get(reason)
            if other and similarity(reason, item) < 0.4 and reason not in bare(item) and bare(item) not in reason:
                yield _fault(material, span, f"“{item}”的变动原因写的是“{reason}”", "变动原因")
            elif sign != 0 and upward != (sign > 0) and similarity(reason, item) >= 0.4:
                word = "增加" if sign > 0 else "减少"
                yield _fault(material, span, f"“{item}”{word}，原因却写{hit.group(2)}：“{hit.group(0)[:40]}”", "变动原因")
        previous = here
