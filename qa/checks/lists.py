"""Lists of the text that add up: closed ones always (基本 + 项目, 人员 + 公用), others where they do or where they cannot."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.amount import Amount
from qa.checks.clauses import Reading, Said
from qa.checks.material import Material
from qa.checks.narrative import bare, class_code, indexed
from qa.checks.relation import SHARE, Relation
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.checks.support import believed, outcome, slipped, sum_of

# Lists that exhaust their total, so that they must add up: what the total is called, its parts, and parts that may be missing.
_CLOSED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        r"支出(总)?(预算|决算|合计|总计|总额)?$|拨款$|总预算$|本年预算$",
        (r"基本支出", r"项目支出"),
        r"上缴上级|经营支出|对附属单位|附属单位补助",
    ),
    (r"基本支出", (r"人员(经费|支出)", r"公用(经费|支出)"), r"(?!)"),
    (r"人员经费", (r"工资福利支出", r"对个人和家庭"), r"(?!)"),
    (r"三公.{0,3}(经费)?", (r"因公出国", r"(公务用车|公车)购置(及|和|费|与).{0,3}运行", r"公务接待"), r"(?!)"),
    (r"三公.{0,3}(经费)?", (r"因公出国", r"用车购置(?!(及|和|费及|费和|与|费与).{0,3}运行)", r"用车运行", r"公务接待"), r"(?!)"),
    (r"(用车|公车)购置(及|和|费|与).{0,3}运行", (r"购置费?$", r"(?<!及)(?<!和)运行(维护)?费?$"), r"(?!)"),
    (r"采购", (r"货物", r"工程", r"服务"), r"(?!)"),
    (r"建筑面积|总面积", (r"地上", r"地下"), r"(?!)"),
    (r"地上.{0,4}面积", (r"(?<!不)计容", r"不计容"), r"(?!)"),
    (r"债务(余额|限额)", (r"一般债", r"专项债"), r"置换债"),
)
# The sources that make up a total income, each once.
_SOURCES = (
    r"结转|结余",
    r"一般公共预算",
    r"政府性?基金",
    r"国有资本",
    r"财政专户",
    r"事业收入",
    r"经营收入",
    r"上级补助",
    r"附属单位",
    r"单位资金",
    r"其他收入",
)
_OPENING = re.compile(r"其中|包括|分为|构成|具体(为|是)|[:：(（]")
_BRACKET = re.compile(r"^[(（][^,，;；]{0,10}$")
_AMONG = re.compile(r"^(.{0,14}[。,，;；:：(（]*|[,，]涉及.{2,14}[,，]平均得分.{2,8}[(（])(其中|包括|基中)[:：,，]?[^,，;；]{0,30}$")
# An item that takes in whatever the items before it leave.
REST = re.compile(r"^其[他它]")


@rule("sentence.list", "sentence")
def lists(material: Material) -> Iterator[Relation]:
    """合计 T，其中：a、b、c: the items of a list that exhausts its total add up to it (基本+项目, 人员+公用, 三公 = 出国 + 公车 +
    接待, 货物+工程+服务, a list that ends in 其他); the items of any list under 其中 are not more than their total."""
    for reading in material.readings:
        for index, whole in enumerate(reading.said):
            if whole.role == "level":
                yield from _listed(material, reading, index)
    for total_name, parts, optional in _CLOSED:
        yield from _closed(material, total_name, parts, optional)


def _listed(material: Material, reading: Reading, index: int) -> Iterator[Relation]:
    """The list of one sentence that adds up to a figure before it; one that does not only where it should."""
    whole = reading.said[index]
    after = [s for s in reading.said[index + 1 :] if s.role == "level" and s.amount.dimension == whole.amount.dimension]
    for start, first in enumerate(after):
        if not _OPENING.search(first.before):
            continue
        items = list(_same_list(after[start:]))
        between = reading.between(whole, first)
        divided = _divided(whole, items) if start == 0 and (_AMONG.search(between) or _BRACKET.search(between)) else []
        if divided:
            yield total_of(material, whole, divided)
            return
        lacking = _lacking_unit(material, whole, items)
        if lacking is not None:
            yield lacking
            return
        for length in range(len(items), 1, -1):
            relation = total_of(material, whole, items[:length])
            if _telling(whole, first, items[:length]) and _agrees(relation, whole, items[:length]):
                yield relation
                return
        if start == 0 and len(items) > 1 and _AMONG.search(reading.between(whole, first)):
            yield from _broken(material, whole, items)
            return


def _lacking_unit(material: Material, whole: Said, items: Sequence[Said]) -> Relation | None:
    """The list of a total printed in 元 that adds up, digit by digit, in 万元: the total lacks its 万 (88.00元，具体为 a万元、b万元)."""
    if whole.amount.unit != "元" or any(item.amount.unit != "万元" for item in items) or sum(item.amount.value != 0 for item in items) < 2:
        return None
    added = sum((item.amount.value for item in items), Decimal(0))
    return total_of(material, whole, items) if added == whole.amount.value else None


def _telling(whole: Said, first: Said, items: Sequence[Said]) -> bool:
    """Whether an agreement says anything: two items that are not nothing, or a count that 其中 divides (1个，其中：行政1个，事业0个)."""
    counted = whole.amount.exact and whole.amount.dimension != "元" and "其中" in first.before
    filled = sum(item.amount.value != 0 for item in items)
    return filled >= (1 if counted else 2) or (whole.amount.value == 0 and "其中" in first.before and len(items) >= 3)


def _agrees(relation: Relation, whole: Said, items: Sequence[Said]) -> bool:
    """Whether a list adds up: exactly, or within the rounding of its finest figures (2亿元 beside 39.5亿元 is 2.0亿元)."""
    verdict = outcome(relation)
    if verdict != "rounding" or whole.amount.value % 1 == 0:
        return verdict == "consistent"
    gap = abs(sum((item.amount.base for item in items), Decimal(0)) - whole.amount.base)
    return gap <= min(figure.amount.last_digit for figure in (whole, *items)) * (len(items) + 1) / 2


def _broken(material: Material, whole: Said, items: Sequence[Said]) -> Iterator[Relation]:
    """A list that does not add up to its total: that it should shows where its items are too much, or where it ends in 其他."""
    if any(re.search(r"其中|包括", item.before) for item in items[1:]):
        return
    if len({item.subject for item in items}) < len(items) and not _closes(items):  # 结转结余 of one fund and of another
        return
    relation = total_of(material, whole, items)
    named = all(item.subject for item in items)
    counted = whole.amount.exact and whole.amount.dimension != "元"
    # what is counted one by one adds up exactly, where the list takes in 其他; vehicles are of one kind each
    sure = counted and (
        (len(items) >= 3 and REST.search(items[-1].subject) is not None)
        or all(re.search(r"(用车|车辆)$", item.subject) for item in items)
        or (_too_much(relation) and all(re.search(r"车(辆|型)?$", item.subject) for item in items))
    )
    sure = sure or _all_funds(items)
    one_only = whole.amount.value == 0 and len(items) >= 3 and sum(item.amount.value != 0 for item in items) == 1
    if one_only or (named and (sure or ((_closes(items) or _too_much(relation)) and slipped(relation)))):
        yield relation


@dataclass(frozen=True, slots=True)
class Division:
    """A total that is divided into fixed kinds: how it is called, its kinds, the fewest that a list names, and its last one."""

    whole: str
    kinds: str
    fewest: int = 2
    last: str = ""


# By regulation: 编制 and 单位 into 行政、参公、事业、工勤, 用车 into 领导用车 … 其他用车, 采购 into 货物、工程、服务 (政府采购法第二条),
# 政府债务 into 一般、专项 (预算法第三十五条), 绩效评级 into 优、良、中、差 (those of the year before 2020: 合格、不合格).
_DIVISIONS = (
    Division(r"编制", r"(行政|参照|参公|事业|工勤).*编制$"),
    Division(r"单位", r"(行政|参照|参公|事业).*单位$"),
    Division(r"在职|人员", r"^(行政|参照|参公|事业|工勤|离休)[^技]{0,12}$", 3),
    Division(r"用车|车辆", r"(领导|机要|应急|执法|执勤|特种|专业|老干部|离退休|其他).*用车$", 2, r"其他"),
    Division(r"采购", r"货物|工程|服务"),
    Division(r"债", r"一般债|专项债|置换债|再融资债"),
    Division(r"项目", r"评级为.?(优|良|中|差|合格|不合格).?的项目$", 3, r"差|不合格"),
)


def _divided(whole: Said, items: Sequence[Said]) -> Sequence[Said]:
    """The kinds that follow a total which is divided into them by regulation; none where the list is another."""
    for division in _DIVISIONS:
        if not re.search(division.whole, whole.subject):
            continue
        kinds = list(itertools.takewhile(lambda item, d=division: re.search(d.kinds, item.subject), items))  # type: ignore[misc]
        if "在职" in whole.subject:
            kinds = list(itertools.takewhile(lambda item: "离休" not in item.subject, kinds))
        apart = len({item.subject for item in kinds}) == len(kinds)
        if len(kinds) >= division.fewest and apart and re.search(division.last, kinds[-1].subject):
            return kinds
    return []


def _closes(items: Sequence[Said]) -> bool:
    """Whether a list reads as complete: it ends in 其他, or goes through the 类 of spending or the sources of income."""
    if REST.search(items[-1].subject):
        return True
    names = [bare(item.subject) for item in items]
    return all(class_code(name) is not None for name in names) or all(any(re.search(s, name) for s in _SOURCES) for name in names)


def _all_funds(items: Sequence[Said]) -> bool:
    """Whether a list goes through every fund of a budget: the three budgets, 财政专户 and what is left."""
    named = [any(re.search(fund, item.subject) for item in items) for fund in (r"一般公共预算", r"政府性?基金", r"国有资本", r"财政专户")]
    return all(named) and re.search(r"单位资金|其他", items[-1].subject) is not None


def _too_much(relation: Relation) -> bool:
    stated = relation.stated.amount
    return stated is not None and sum((p.amount.base for p in relation.parts if p.amount), Decimal(0)) > stated.base


def _same_list(after: Sequence[Said]) -> Iterator[Said]:
    depth = after[0].depth
    for item in after:
        if item.depth < depth:
            return
        if item.depth == depth:
            yield item


def _closed(material: Material, total_name: str, parts: tuple[str, ...], optional: str) -> Iterator[Relation]:
    readings = material.readings
    for position, reading in enumerate(readings):
        for index, whole in enumerate(reading.said):
            if whole.role != "level" or not re.search(total_name, whole.subject) or any(re.search(part, whole.subject) for part in parts):
                continue
            following = [s for s in reading.said[index + 1 :] if s.role == "level"]
            # what the next sentence divides is the first total of this one, not its funds (支出预算 T，其中：一般公共预算支出 a；基金支出 b)
            part = "其中" in reading.text[: whole.start] and any(re.search(total_name, s.subject) for s in reading.said[:index])
            for other in readings[position + 1 : position + (1 if part else 4)]:
                if not _goes_on(reading.sentence.section, other.sentence.section):
                    break
                following += other.levels
            found: dict[str, Said] = {}
            for item in following:
                if item.amount.dimension != whole.amount.dimension:
                    continue
                hit = next((part for part in parts if part not in found and re.search(part, item.subject)), None)
                if hit is not None and _other_stage(whole, item):
                    continue
                if hit is None and item.depth <= whole.depth and re.search(total_name, item.subject):
                    if item in reading.said and "其中" in reading.text[whole.stop : item.start]:
                        continue  # a fund of this total
                    break  # the list belongs to a later total
                if hit is not None:
                    found[hit] = item
                elif len(found) == len(parts) and re.search(optional, item.subject):
                    found[item.subject] = item
            if all(part in found for part in parts):
                relation = _completed(material, whole, list(found.values()), following)
                if outcome(relation) == "inconsistent" and following[0] not in found.values() and _other_stage(whole, following[0]):
                    # “三公”经费支出预算 A，支出决算 B: what follows divides B
                    divided = _completed(material, following[0], list(found.values()), following)
                    relation = relation if outcome(divided) == "inconsistent" else divided
                yield relation


def _goes_on(section: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a section goes on in another: its own subsections, and （二）具体情况说明 after （一）总体情况说明."""
    if other[: len(section)] == section:
        return True
    beside = len(other) == len(section) > 0 and other[:-1] == section[:-1]
    return beside and "总体情况" in section[-1] and "具体情况" in other[-1]


def _other_stage(whole: Said, item: Said) -> bool:
    """Whether one is called a 预算 and the other a 决算 of the same thing (年初预算 A，支出决算 B，其中：接待费决算 b)."""
    names = [re.sub(r"(公共|基金|经营)预算", "", said.subject) for said in (whole, item)]
    stages = ["决算" if "决算" in name else "预算" if "预算" in name else "" for name in names]
    return "" not in stages and stages[0] != stages[1]


def _completed(material: Material, whole: Said, items: list[Said], following: Sequence[Said]) -> Relation:
    """The sum of a closed list, with the further items of the same list where only they make it add up."""
    relation = total_of(material, whole, items)
    if outcome(relation) != "inconsistent":
        return relation
    last = max(following.index(item) for item in items)
    more = list(items)
    for item in following[last + 1 : last + 5]:
        if item.depth != items[0].depth or item.amount.dimension != whole.amount.dimension:
            continue
        more.append(item)
        longer = total_of(material, whole, more)
        if outcome(longer) != "inconsistent":
            return longer
    return relation


@rule("sentence.sources", "sentence")
def sources(material: Material) -> Iterator[Relation]:
    """总收入 T（其中：年初结转 a，一般公共预算 b，政府性基金 c）: a total income that is followed by its sources is their sum."""
    readings = material.readings
    for reading, after in zip(readings, (*readings[1:], None), strict=False):
        for index, whole in enumerate(reading.said):
            if whole.role != "level" or not re.search(r"(总收入|收入总(计|额|预算|决算)|收入合计|收入预算|收入决算)$", whole.subject):
                continue
            rest, between = list(reading.levels), reading.text[whole.stop :]
            items = [s for s in rest if s.start > whole.start]
            if not items and after is not None and re.match(r"[(（]?其中", after.text):
                items, between = list(after.levels), after.text
            if index + 1 < len(reading.said) and reading.said[index + 1].role != "level":
                continue
            if not re.match(r"[。,，;；:：(（]{0,2}其中", between):
                continue
            named: dict[str, Said] = {}
            for item in items:
                hit = next((source for source in _SOURCES if re.search(source, item.subject)), None)
                if hit is None or hit in named:
                    break
                named[hit] = item
            if len(named) == len(items) >= 3 and not any("其中" in item.before for item in items[1:]):
                yield total_of(material, whole, items)


@rule("sentence.whole", "sentence")
def shares_of_a_whole(material: Material) -> Iterator[Relation]:
    """a 占 X%，b 占 Y%，c 占 Z%: the shares of a list that names all parts of its whole add up to 100%."""
    for reading in material.readings:
        shares = [s for s in reading.said if s.role == "share" and not re.search(r"[一-龥]", s.whole)]
        if len(shares) < 2:
            continue
        first, last = shares[0], shares[-1]
        whole = replace(material.said(first.span, Amount(Decimal(100), "%"), "各项占比合计"), text="")
        relation = sum_of(
            whole, [operand(material, s, _before_share(reading, s)) for s in shares], [s.amount.__str__() for s in shares], "100%"
        )
        if last is not first and outcome(relation) in ("consistent", "rounding"):
            yield relation


@rule("narrative.share", "narrative")
def shares_of_classes(material: Material) -> Iterator[Relation]:
    """支出预算 T，其中：社会保障和就业支出占 X%，卫生健康支出占 Y%…: the share of a 类 whose amount the text leaves out is the table's
    figure for it over the total; told where the list goes through several 类 of which most agree."""
    index = indexed(material)
    for reading in material.readings:
        found = []
        for position, share in enumerate(reading.said):
            if share.role != "share" or re.search(r"[一-龥]", share.whole):
                continue
            code = class_code(bare(re.split(r"[,，;；:：]|其中", share.before)[-1].rsplit("占", 1)[0]))
            whole = next((s for s in reversed(reading.said[:position]) if s.role == "level" and s.amount.dimension == "元"), None)
            if code is None or whole is None:
                continue
            spent = [p for p in index.by_item[code] if (p.flow, p.use, p.when) == ("支出", "", ("", 0)) and p.operand.amount is not None]
            relations = [
                Relation(
                    SHARE,
                    operand(material, share, "占比"),
                    (p.operand, operand(material, whole)),
                    f"{p.operand.row}占比 = 表内数 ÷ {whole.subject}",
                )
                for p in spent
            ]
            if relations:
                found.append(next((r for r in relations if outcome(r) != "inconsistent"), relations[0]))
        yield from (relation for relation in believed(found) if not relation.reason)


def _before_share(reading: Reading, share: Said) -> str:
    level = next((s for s in reversed(reading.levels) if s.stop <= share.start), None)
    return f"{level.subject}占比" if level is not None and level.subject else "占比"


def total_of(material: Material, whole: Said, items: Sequence[Said]) -> Relation:
    return sum_of(
        operand(material, whole),
        [operand(material, item) for item in items],
        [item.subject or f"第{n + 1}项" for n, item in enumerate(items)],
        whole.subject or "总数",
    )
