"""Counts that the text states beside each other, and beside the targets of the 绩效目标 for the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from corpus.amount import Amount, find_amounts
from corpus.figure import Figure
from corpus.folding import half_width, squash
from corpus.place import CellRef, Span
from qa.checks.check import Operand
from qa.checks.clauses import Reading, Said
from qa.checks.material import Material
from qa.checks.relation import SAME, Expected, Relation, slip
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.project import projects_of_forms


@dataclass(frozen=True, slots=True)
class NotFewer:
    """Each visit is somebody's: there are not fewer 人次 than 批次, and none without one."""

    name: str = "not fewer"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        visits = parts[0].base
        return Expected(visits, visits, Decimal("Infinity") if visits else visits)


@rule("count.visits", "count")
def visitors(material: Material) -> Iterator[Relation]:
    """公务接待 X 批次、Y 人次: those received are not fewer than the visits, and nobody is where there was none (三公经费说明的批次与人次)."""
    for reading in material.readings:
        for visits, people in zip(reading.said, reading.said[1:], strict=False):
            if (
                visits.amount.dimension == "批次"
                and people.amount.dimension in ("人次", "人")
                and len(reading.between(visits, people)) <= 6
            ):
                yield Relation(
                    NotFewer(), operand(material, people, "接待人次"), (operand(material, visits, "接待批次"),), "接待人次不少于批次"
                )


_BATCHES, _VISITS = re.compile(r"批次|批数|批"), re.compile(r"人次|人数")
_ABROAD = re.compile(r"外[事宾国]|境外|国外|\(境\)外")


@rule("count.reception", "count")
def reception_in_the_text(material: Material) -> Iterator[Relation]:
    """国内公务接待的批次、人次 in the text are those of the table that counts them (“三公”经费支出决算表 or a table of its own)."""
    year = material.document.year
    told: dict[str, list[Figure]] = {"批次": [], "人次": []}
    counted: dict[str, list[Figure]] = {"批次": [], "人次": []}
    for figure in material.figures:
        if figure.amount is None or figure.amount.dimension in ("元", "%") or figure.year not in (None, year) or figure.basis == "预算":
            continue
        words = squash(half_width(f"{figure.subject}{figure.measure}"))
        if isinstance(figure.source, CellRef):
            kind = next((name for name, pattern in (("批次", _BATCHES), ("人次", _VISITS)) if pattern.search(words)), None)
            if kind and "接待" in words and "国内" in words and not _ABROAD.search(words):
                counted[kind].append(figure)
        elif (kind := {"批次": "批次", "人次": "人次", "人": "人次"}.get(figure.amount.unit or "")) is not None:
            before = squash(half_width(material.document.text[max(0, figure.source.start - 30) : figure.source.start]))
            clause = re.split(r"[。；;]", before)[-1]
            if "接待" in clause and "国内" in clause and not _ABROAD.search(clause):
                told[kind].append(figure)
    for kind, figures in told.items():
        if len({f.amount.base for f in counted[kind] if f.amount}) == 1:
            for figure in figures:
                claim = f"正文的国内公务接待{kind}与表中所列一致"
                yield Relation(SAME, material.stated(figure), (material.stated(counted[kind][0]),), claim)


@rule("count.target", "count")
def targets_in_the_text(material: Material) -> Iterator[Relation]:
    """What the text counts (21个老旧小区) and the target for it in a 绩效目标表 (改造老旧小区 12个) are one number; targets are round and
    may be others, so that they fail only where digits were turned round or one of three and more is another."""
    targets = [
        f for f in material.figures
        if f.measure == "指标值" and f.amount is not None and f.amount.exact and f.amount.dimension not in ("元", "%", None)
    ]  # fmt: skip
    for reading in material.readings:
        for said in reading.levels:
            if not said.amount.exact or said.amount.dimension == "元" or said.amount.value < 10:
                continue
            for target in targets:
                if (
                    target.amount is None
                    or target.amount.dimension != said.amount.dimension
                    or not _one_thing(target.subject, reading, said)
                ):
                    continue
                relation = Relation(
                    SAME, operand(material, said), (material.stated(target),), f"正文的{said.amount}与绩效目标“{target.subject}”一致"
                )
                planned = target.bound == "≥" and _both_planned(target.subject, said)
                if (
                    target.amount.base == said.amount.base
                    or planned
                    or (target.bound in (None, "=") and _misprinted(said.amount, target.amount))
                ):
                    yield relation


@rule("count.done", "count")
def done_in_the_text(material: Material) -> Iterator[Relation]:
    """What the text says was done (组织综合救援演练14场), or scored (自评得分94.5分), and the 实际完成值 of the indicator of that name in a
    绩效自评表, or its 总分, are one number."""
    done = [f for f in material.figures if _DONE.fullmatch(f.measure) and f.amount is not None and f.amount.dimension not in ("元", None)]
    named = [(figure, _COUNTING.sub("", re.sub(r"[\W\d]", "", squash(half_width(figure.subject))))) for figure in done]
    projects = projects_of_forms(material.document) if named else {}
    for one in material.figures if named else ():
        if not isinstance(one.source, Span) or one.amount is None or one.bound is not None:
            continue
        words = squash(half_width(one.subject))
        if _INTENDED.search(material.document.text[max(0, one.source.start - 24) : one.source.start]):
            continue
        for figure, core in named:
            project = projects.get(figure.source.table, "") if isinstance(figure.source, CellRef) else ""
            whole = len(core) >= (_WHOLE_NAME if one.amount.unit != "%" else _WHOLE_RATE) or (
                len(core) > 1 and _in_common(project, words) >= _OF_PROJECT
            )
            if whole and core in words and figure.amount is not None and figure.amount.unit == one.amount.unit:
                claim = f"正文的{one.subject}{one.amount}与绩效自评表“{figure.subject}”的完成值一致"
                yield Relation(SAME, material.stated(one), (material.stated(figure),), claim)


def _in_common(one: str, two: str) -> int:
    return SequenceMatcher(None, one, two, autojunk=False).find_longest_match().size


_DONE = re.compile(r"(?:全年|年度)?(?:实际)?完成(?:值|数|情况)|实际值|得分")
# What the name of an indicator counts by; what is left names the thing.
_COUNTING = re.compile(r"(?:人数|次数|场次|个数|数量|面积|人次|里程|数)$")
# A name so long tells what is meant by itself; a shorter one where the text names the form's project, too (长者食堂供餐).
_WHOLE_NAME, _OF_PROJECT = 5, 4
# Rates of satisfaction and the like bear one name in many forms.
_WHOLE_RATE = 8
_INTENDED = re.compile(r"计划|目标|拟|将|预计|力争|争取|要求|上年|去年|累计")
_STAFF = re.compile(r"(保障|保证)?(在职|在编|离休|退休)(人员|职工)?(经费)?(保障)?(总)?人?数?")


@rule("count.staff", "count")
def staff_of_the_targets(material: Material) -> Iterator[Relation]:
    """保障在职人员数 =N 人 in 整体支出绩效目标表 repeats the 在职人员 that 人员情况 states, where the text states one number for them."""
    for target in material.figures:
        hit = _STAFF.fullmatch(squash(target.subject)) if target.measure == "指标值" and target.table == "整体支出绩效目标表" else None
        if hit is None or target.amount is None or target.amount.dimension != "人" or target.bound not in (None, "="):
            continue
        name = re.compile(rf"^(实有|年末实有|现有)?{hit.group(2)}(实有?|人员|职工)(总)?(人)?数?$")
        told = [s for reading in material.readings for s in reading.levels if s.amount.dimension == "人" and name.search(s.subject)]
        if told and len({s.amount.base for s in told}) == 1:
            claim = f"绩效目标“{target.subject}”与正文的{told[0].subject}一致"
            yield Relation(SAME, material.stated(target), (operand(material, told[0]),), claim)


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with the words before it, in the text or in a cell that holds a sentence."""

    amount: Amount
    words: str
    operand: Operand
    after: str = ""


def _counted(material: Material) -> Iterator[Counted]:
    for reading in material.readings:
        for said in reading.said:
            if said.amount.exact and said.amount.dimension not in ("元", "%"):
                words, after = reading.text[max(0, said.start - 20) : said.start], reading.text[said.stop : said.stop + 16]
                yield Counted(said.amount, words, operand(material, said), after)
    for sheet in material.sheets:
        for cell in sheet.table.cells:
            if len(cell.text) < 12 or cell.amount is not None:
                continue
            text = squash(half_width(cell.text))
            for found in find_amounts(text):
                if found.amount.unit is not None and found.amount.exact and found.amount.dimension not in ("元", "%") and not found.bound:
                    made = Operand(
                        text[max(0, found.start - 12) : found.start], found.amount, CellRef(sheet.index, cell.row, cell.column),
                        text[found.start : found.stop], cell.place.page, cell.place.lines, sheet.table.title,
                    )  # fmt: skip
                    words, after = text[max(0, found.start - 20) : found.start], text[found.stop : found.stop + 16]
                    yield Counted(found.amount, words, made, after)


@rule("count.retold", "count")
def counts_retold(material: Material) -> Iterator[Relation]:
    """A count that is told twice of one time and one thing (正文、绩效目标表、绩效评价报告: 2020年1—3季度新增76名) is one number; said
    where it agrees and is long enough to tell, and where its digits were turned round."""
    every = [count for count in _counted(material) if count.amount.value >= 10 and count.amount.dimension not in _TIMES]
    for index, two in enumerate(every):
        for one in every[:index]:
            if one.amount.dimension != two.amount.dimension or one.operand.source == two.operand.source:
                continue
            same = one.amount.base == two.amount.base
            if same and one.amount.value < 1000:
                continue
            if not same and "颠倒" not in slip(one.amount.value, two.amount.value) and min(one.amount.value, two.amount.value) < 1000:
                continue
            if not same and not slip(one.amount.value, two.amount.value):
                continue
            turned = same or "颠倒" in slip(one.amount.value, two.amount.value)
            if _told_alike(one.words, two.words) or (turned and _followed_alike(one, two)):
                yield Relation(SAME, two.operand, (one.operand,), f"“{two.words[-12:]}{two.amount}”与“{one.words[-12:]}{one.amount}”一致")
                break


_TIMES = ("年", "月", "日", "天", "小时", "岁")
_SEASON = re.compile(r"20\d\d年|\d(?:-\d)?(?:季|月)|上年|去年|累计")


def _told_alike(one: str, two: str) -> bool:
    """Whether the words before two counts name one time and have six and more characters in a row in common."""
    clauses = [re.split(r"[;；。]", words)[-1] for words in (one, two)]
    if _SEASON.findall(clauses[0]) != _SEASON.findall(clauses[1]):
        return False
    bare = [re.sub(r"季度", "季", words) for words in clauses]
    return SequenceMatcher(None, bare[0], bare[1], autojunk=False).find_longest_match().size >= 6


def _followed_alike(one: Counted, two: Counted) -> bool:
    """Whether two counts are of one time and of the same thing by the words after them (1126名残疾人提供康复服务)."""
    seasons = [_SEASON.findall(re.split(r"[;；。]", count.words)[-1]) for count in (one, two)]
    followed = [re.split(r"[,，;；。:：(（]", count.after)[0][:8] for count in (one, two)]
    return seasons[0] == seasons[1] and len(followed[0]) >= 6 and followed[0] == followed[1]


def _one_thing(name: str, reading: Reading, said: Said) -> bool:
    """Whether a target's name and the words right around a count have four and more characters in a row in common."""
    words = reading.text[max(0, said.start - 12) : said.start] + "|" + reading.text[said.stop : said.stop + 14]
    name = re.sub(r"[\W\d]", "", squash(half_width(name)))
    return SequenceMatcher(None, name, words, autojunk=False).find_longest_match().size >= 4


def _both_planned(name: str, said: Said) -> bool:
    """Whether the text sets the same least number for the same thing: 引进博士不少于60名 beside the target 引进博士人数 ≥50人."""
    name = re.sub(r"(人数|数量|数|次数|个数)$", "", re.sub(r"[\W\d]", "", squash(half_width(name))))
    hit = re.search(r"(不少于|不低于|不小于|至少)$", said.subject)
    return hit is not None and len(name) >= 4 and said.subject[: hit.start()].endswith(name)


def _misprinted(one: Amount, two: Amount) -> bool:
    hint = slip(one.value.to_integral_value(), two.value.to_integral_value())
    return "颠倒" in hint or (bool(hint) and min(one.value, two.value) >= 100 and "一位数字不同" in hint)
