"""The totals of the text against the tables: 收支总预算, 收入、支出, 财政拨款, 基本支出, 人员与公用经费, 三公经费, the 类."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.checks.clauses import Reading, Said
from qa.checks.material import Material, remembered
from qa.checks.narrative import Index, bare, class_code, confirmed, funds_named, indexed, item_in, matched, stage_of, this_year
from qa.checks.points import ALL_FUNDS, CAPITAL, FUND, GENERAL, GRANT, THREE_PUBLIC, Point
from qa.checks.relation import Relation
from qa.checks.rule import rule
from qa.checks.support import outcome, slipped, wrong_unit

# What stands before a total: a year, or the end of an agency's name.
_WHO = r"(年|度|部门|单位|[局院委会处厅部所馆站镇乡府室队校社园署]|街道|大学|中学|小学|中心)"
_ONE_FUND = "(公共|基金|国有资本|专户|拨款)"
# What a total is called in the text: pattern of its words, flow, fund (None: as the sentence says), use.
_TOTALS: tuple[tuple[str, str, str | None, str], ...] = (
    (r"财政拨款(收支|收、支|收入、支出)(总)?(预算|决算|总计)?(总数|总额|总计)?均?$", "收入", GRANT, ""),
    (r"(?<!拨款)(收、支|收入、支出)(总计|总额)均?$", "收入", ALL_FUNDS, ""),
    (r"整体(支出)?绩效目标涉及预算(安排)?$", "收入", ALL_FUNDS, ""),
    (r"^收入总计$", "收入", ALL_FUNDS, ""),
    (r"^支出总计$", "支出", ALL_FUNDS, ""),
    (r"^(其中)?[:：]?财政拨款收入$", "收入", GRANT, ""),
    (r"财政拨款收入(总)?(预算|决算|总计|合计)(总数|总额|总计)?$", "收入", GRANT, ""),
    (r"财政拨款支出(总)?(预算|决算|总计|合计)(总数|总额|总计)?$", "支出", GRANT, ""),
    (r"(?<!拨款)收支(总)?(预算|决算|总计)(总数|总额|总计)?$|年度收入总计$|年度收支总计$", "收入", ALL_FUNDS, ""),
    (rf"(?<!拨款)(?<!基金)(?<!经营){_WHO}(本年)?收入(总)?(预算|决算|合计|总计)(总数|总额)?$", "收入", ALL_FUNDS, ""),
    (rf"(?<!拨款)(?<!基金)(?<!经营){_WHO}(本年)?支出(总)?(预算|决算|合计|总计)(总数|总额)?$", "支出", ALL_FUNDS, ""),
    (r"一般公共预算(财政)?(当年)?拨款(支出)?(预算|决算)?(总数)?$", "支出", GENERAL, ""),
    (r"(?<!单位)一般公共预算支出(预算|决算)?(总数)?$", "支出", GENERAL, ""),
    (r"一般公共预算(财政)?拨款(本年)?收入(预算)?$", "收入", GENERAL, ""),
    (r"政府性?基金预算(财政)?拨款(本年)?收入(预算)?$", "收入", FUND, ""),
    (r"国有资本经营预算(财政)?拨款(本年)?收入(预算)?$", "收入", CAPITAL, ""),
    (r"国有资本经营预算(财政)?(拨款)?支出(预算|决算)?(总数)?$", "支出", CAPITAL, ""),
    (r"政府性?基金预算(财政)?(拨款)?支出(预算|决算)?(总数)?$", "支出", FUND, ""),
    (r"一般公共预算(财政)?(拨款)?基本支出(预算|决算)?$", "支出", GENERAL, "基本"),
    (r"^(\d{4}年)?基本支出(预算|决算)?$", "支出", None, "基本"),
    (r"^(\d{4}年)?项目支出(预算|决算)?$", "支出", None, "项目"),
    (r"工资福利支出$", "支出", None, "301"),
    (r"对个人和家庭的?补助(支出)?$", "支出", None, "303"),
    (rf"^(?!.*{_ONE_FUND}).*{_WHO}预算收[入支]$", "收入", ALL_FUNDS, ""),
    (rf"^(?!.*{_ONE_FUND}).*{_WHO}预算支出$", "支出", ALL_FUNDS, ""),
    (r"^(全年)?人员经费(支出)?$", "支出", None, "人员"),
    (r"^(全年)?(日常)?公用经费(支出)?$", "支出", None, "公用"),
)


_BUDGET = "预算"
_INCOME = re.compile(r"收入(?!.*支出)")


def _stage(material: Material, said: Said, name: str) -> str:
    """Which of a final account's two figures for an item is meant: 预算 or 决算; "" where the words do not say, or in a budget."""
    if material.document.kind != "决算":
        return ""
    words = name + said.before.split("其中")[-1]
    return "决算" if "决算" in words else _BUDGET if "预算" in re.sub(r"公共预算|基金预算|经营预算", "", words) else ""


# What a fund pays of one thing (机关运行经费当年一般公共预算拨款) is not all that it pays.
_OTHER = re.compile(r"运行经费|政府采购|购买服务|会议费|培训费|债务")
_PUBLIC_END = ("费", "费用", "经费", "支出", "预算", "决算", "支出决算", "支出预算")


@dataclass(frozen=True, slots=True)
class Total:
    """A total that the text states: what `_TOTALS` makes of its name, and which of a final account's figures it is.

    `above`: the fund of the total that the same sentence divides before it (本年支出合计 T，其中：基本支出…); `part`: whether
    it is the part of 基本支出 or 项目支出 that a fund pays (项目支出 T，其中：一般公共预算拨款 X).
    """

    reading: Reading
    said: Said
    name: str
    flow: str
    fund: str | None
    use: str
    item: str
    stage: str
    above: str | None = None
    part: bool = False


@remembered
def stated_totals(material: Material) -> list[Total]:
    """This year's totals that the text states."""
    found = []
    for reading in material.readings:
        above: str | None = None
        divided: tuple[Said, str] | None = None
        for said in reading.levels:
            if said.amount.dimension != "元" or not this_year(reading, said, material.document.year) or _inside(said):
                continue
            if item_in(reading.text[: said.start]) is not None:
                continue
            name = bare(said.subject)
            public = next((item for pattern, item in THREE_PUBLIC if pattern.search(name) and name.endswith(_PUBLIC_END)), None)
            hit = total_named(said)
            stage = _stage(material, said, name)
            if public is not None:
                found.append(Total(reading, said, name, "支出", None, "三公", public, stage))
            elif (
                hit is not None and ("涉及" not in name or "涉及" in hit[0]) and (hit[3] or not _OTHER.search(name))
            ):  # 自评的项目涉及一般公共预算支出 X is not all of it
                _, flow, fund, use = hit
                if fund == ALL_FUNDS and above == GRANT and re.fullmatch(r"(收入|支出)总计", bare(said.title)):
                    fund = GRANT  # 财政拨款收入总计 X，支出总计 X
                if not use and "支出" not in name and _INCOME.search(reading.text[: said.start]):
                    flow = "收入"  # 收入预算 T，其中：一般公共预算拨款 X
                item, use = (use, "基本") if use.isdigit() else ("合计", use)
                if use and not item.isdigit():
                    divided = said, use
                part = divided is not None and not use and flow == "支出" and _DIVIDED.match(reading.text[divided[0].stop : said.start])
                if part and divided is not None:
                    use = divided[1]
                found.append(Total(reading, said, said.title, flow, fund, use, item, stage, above, bool(part)))
                above = fund or above
    return found


def total_named(said: Said) -> tuple[str, str, str | None, str] | None:
    """The total that the words before a figure name: pattern, flow, fund, use; None where they name none."""
    return _total_named(bare(said.subject), bare(said.title))


@lru_cache(maxsize=4096)
def _total_named(subject: str, title: str) -> tuple[str, str, str | None, str] | None:
    names = (subject,) if subject == title else (subject, title)
    return next((entry for entry in _TOTALS if any(re.search(entry[0], name) for name in names)), None)


_DIVIDED = re.compile(r"[,，。(（]?其中[:：,，]?[^;；。分]*$")


def _inside(said: Said) -> bool:
    return said.depth > 0 and "其中" in said.before


@rule("narrative.total", "narrative")
def totals(material: Material) -> Iterator[Relation]:
    """The totals that the text states (收支总预算, 收入、支出预算, 财政拨款, 一般公共预算拨款, 基本支出, 人员与公用经费, the 类) are
    those of the tables of the same fund and year."""
    index = indexed(material)
    for total in stated_totals(material):
        reading, said = total.reading, total.said
        if total.use == "三公":
            funds = funds_named(reading, said) or [GENERAL]
            if funds == [GRANT] and not any(
                p.fund != GENERAL and p.operand.amount and p.operand.amount.value for p in index.by_item[total.item]
            ):
                funds = [GENERAL]  # 财政拨款安排的“三公”经费, where no other fund pays any of it
            found = [
                p
                for p in index.by_item[total.item]
                if p.fund in funds and p.when[1] == 0 and total.stage in ("", _BUDGET if p.when[0] else "决算")
            ]
        else:
            found = [
                p
                for p in index.by_item[total.item]
                if p.flow == total.flow and p.use == total.use and total.fund in (None, p.fund) and p.when == (stage_of(said.before), 0)
            ]
        relations = _of_total(material, index, total, found)
        yield from (r for r in relations if not total.part or outcome(r) in ("consistent", "rounding") or slipped(r))


def _of_total(material: Material, index: Index, total: Total, found: list[Point]) -> Iterator[Relation]:
    """What agrees, in whichever table; what does not is held against the tables that surely mean the same.

    总计 has the carry-over in it: where no table states it, the others' 本年合计 only confirm.
    """
    relations = list(matched(material, index, total.reading, total.said, found, total.name))
    whole = re.search(r"总计|收支", total.name) is not None
    same = [p for p in found if (p.carry == "含结转" or not whole) and (total.fund is not None or total.above in (None, p.fund))]
    if any(outcome(relation) in ("consistent", "rounding") for relation in relations):
        yield from relations
    elif same and total.fund is None and total.use in ("", "项目") and all(p.fund != ALL_FUNDS for p in same):
        yield from (r for r in relations if slipped(r) or wrong_unit(r))  # what other funds pay stands in no table
    elif same:
        yield from matched(material, index, total.reading, total.said, same, total.name)
    else:
        yield from confirmed(relations)


@rule("narrative.class", "narrative")
def classes(material: Material) -> Iterator[Relation]:
    """What the text states for a 类 (社会保障和就业支出) is the table's figure for it; 机关运行经费 is the 公用经费."""
    index = indexed(material)
    known = {id(total.said) for total in stated_totals(material)}
    for reading in material.readings:
        for said in reading.levels:
            if said.amount.dimension != "元" or not this_year(reading, said, material.document.year) or _inside(said) or id(said) in known:
                continue
            if item_in(reading.text[: said.start]) is not None:
                continue
            name = bare(said.subject)
            running = re.search(r"机关运行经费(支出)?(预算|决算)?$", name) or (
                any("机关运行经费" in title for title in reading.sentence.section[-1:])
                and re.fullmatch(r"(合计|共计|共安排|安排)?(支出|经费)?(预算|决算)?", name)
            )
            if running:
                found = [p for p in index.by_item["合计"] if p.use == "公用" and p.flow == "支出"]
                yield from confirmed(matched(material, index, reading, said, found, name or "机关运行经费"))
                continue
            if re.match(r"(全面|全部)?(实施|纳入|实行|开展).{0,6}绩效", reading.text[said.stop :]):
                found = [p for p in index.by_item["合计"] if p.use in ("", "项目") and p.flow == "支出" and p.when == ("", 0)]
                yield from confirmed(matched(material, index, reading, said, found, "实施绩效管理的支出"))
                continue
            code = class_code(name)
            if code is not None:
                found = [p for p in index.by_item[code] if p.flow == "支出" and p.use == "" and p.when == (stage_of(said.before), 0)]
                yield from matched(material, index, reading, said, found, name)
