"""Lists of the text that add up: closed ones always (基本 + 项目, 人员 + 公用), others where they do or where they cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount
from qa.checks.clauses import Reading, Said
from qa.checks.material import Material
from qa.checks.narrative import bare, class_code
from qa.checks.relation import SAME, Relation, Sum
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.checks.support import outcome, slipped, sum_of

# Lists that exhaust their total, so that they must add up: what the total is called, its parts, and parts that may be missing.
_CLOSED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        r"支出(总)?(预算|决算|合计|总计|总额)?$|拨款$|总预算$|本年预算$",
        (r"基本支出", r"项目支出"),
        r"上缴上级|经营支出|对附属单位|附属单位补助",
    ),
    (r"基本支出", (r"人员(经费|支出)", r"公用(经费|支出)"), r"$^"),
    (r"人员经费", (r"工资福利支出", r"对个人和家庭"), r"$^"),
    (r"三公.{0,3}(经费)?", (r"因公出国", r"(公务用车|公车)购置(及|和|费|与).{0,3}运行", r"公务接待"), r"$^"),
    (r"三公.{0,3}(经费)?", (r"因公出国", r"用车购置(?!(及|和|费及|费和|与|费与).{0,3}运行)", r"用车运行", r"公务接待"), r"$^"),
    (r"(用车|公车)购置(及|和|费|与).{0,3}运行", (r"购置费?$", r"(?<!及)(?<!和)运行(维护)?费?$"), r"$^"),
    (r"采购", (r"货物", r"工程", r"服务"), r"$^"),
    (r"建筑面积|总面积", (r"地上", r"地下"), r"$^"),
    (r"地上.{0,4}面积", (r"(?<!不)计容", r"不计容"), r"$^"),
    (r"债务(余额|限额)", (r"一般债务", r"专项债务"), r"$^"),
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
    r"其他收入",
)
_OPENING = re.compile(r"其中|包括|分为|构成|[:：(（]")
_AMONG = re.compile(r"^.{0,14}[。,，;；:：(（]*(其中|包括|基中)[:：,，]?[^,，;；]{0,30}$")
# An item that takes in whatever the items before it leave.
_REST = re.compile(r"^其[他它]")


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
        if start == 0 and _AMONG.search(reading.between(whole, first)) and _kinds(whole, items):
            yield _sum(material, whole, items)
            return
        for length in range(len(items), 1, -1):
            relation = _sum(material, whole, items[:length])
            if _telling(whole, first, items[:length]) and _agrees(relation, whole, items[:length]):
                yield relation
                return
        if start == 0 and len(items) > 1 and _AMONG.search(reading.between(whole, first)):
            yield from _broken(material, whole, items)
            return


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
    if any(re.search(r"其中|包括", item.before) for item in items[1:]) or len({item.subject for item in items}) < len(items):
        return
    relation = _sum(material, whole, items)
    named = all(item.subject for item in items)
    one_only = whole.amount.value == 0 and len(items) >= 3 and sum(item.amount.value != 0 for item in items) == 1
    if one_only or (named and (_closes(items) or _too_much(relation)) and slipped(relation)):
        yield relation


# 编制、单位 and 车辆 are divided into fixed kinds: 行政、参公、事业、工勤; 行政、参公、事业; 领导用车 … 其他用车.
_DIVIDED = (
    ("编制", r"行政|参照|参公|事业|工勤"),
    ("单位", r"行政|参照|参公|事业"),
    ("用车", r"领导|机要|应急|执法|执勤|特种|专业|老干部|离退休|其他"),
)


def _kinds(whole: Said, items: Sequence[Said]) -> bool:
    """Whether a count is followed by the kinds that it is divided into by regulation."""
    if not whole.amount.exact or whole.amount.dimension == "元":
        return False
    return any(
        re.search(rf"{head}|车辆" if head == "用车" else head, whole.subject)
        and len(items) >= 2
        and all(item.subject.endswith(head) and re.search(kinds, item.subject) for item in items)
        and (head != "用车" or "其他" in items[-1].subject)
        for head, kinds in _DIVIDED
    )


def _closes(items: Sequence[Said]) -> bool:
    """Whether a list reads as complete: it ends in 其他, or goes through the 类 of spending or the sources of income."""
    if _REST.search(items[-1].subject):
        return True
    names = [bare(item.subject) for item in items]
    return all(class_code(name) is not None for name in names) or all(any(re.search(s, name) for s in _SOURCES) for name in names)


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
            for other in readings[position + 1 : position + 4]:
                if other.sentence.section[: len(reading.sentence.section)] != reading.sentence.section:
                    break
                following += other.levels
            found: dict[str, Said] = {}
            for item in following:
                if item.amount.dimension != whole.amount.dimension:
                    continue
                hit = next((part for part in parts if part not in found and re.search(part, item.subject)), None)
                if hit is None and item.depth <= whole.depth and re.search(total_name, item.subject):
                    break  # the list belongs to a later total
                if hit is not None:
                    found[hit] = item
                elif len(found) == len(parts) and re.search(optional, item.subject):
                    found[item.subject] = item
            if all(part in found for part in parts):
                yield _completed(material, whole, list(found.values()), following)


def _completed(material: Material, whole: Said, items: list[Said], following: Sequence[Said]) -> Relation:
    """The sum of a closed list, with the further items of the same list where only they make it add up."""
    relation = _sum(material, whole, items)
    if outcome(relation) != "inconsistent":
        return relation
    last = max(following.index(item) for item in items)
    more = list(items)
    for item in following[last + 1 : last + 5]:
        if item.depth != items[0].depth or item.amount.dimension != whole.amount.dimension:
            continue
        more.append(item)
        longer = _sum(material, whole, more)
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
                yield _sum(material, whole, items)


@rule("sentence.together", "sentence")
def together(material: Material) -> Iterator[Relation]:
    """A、B，两项合计 T, and a、b、c，合计 T: the figures named before it add up; A，加上 B，结转 C，总计 T (预算执行情况报告的
    收支总计) where they do."""
    for reading in material.readings:
        for index, whole in enumerate(reading.said):
            if whole.role != "level":
                continue
            counted = re.search(r"([两二三四五])项(?:共计|合计|总计)[^,，;；]{0,4}$", whole.before)
            before = [s for s in reading.said[:index] if s.role == "level" and s.amount.dimension == whole.amount.dimension]
            if counted is not None:
                size = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}[counted.group(1)]
                if len(before) >= size and not re.search(r"[;；]", reading.text[before[-size].stop : whole.start]):
                    yield _sum(material, whole, before[-size:])
            elif re.search(r"总计(为|约)?$", whole.before):
                start = max(reading.text.rfind(mark, 0, whole.start) for mark in ";；")
                items = [s for s in before if s.start > start]
                for size in range(len(items), 1, -1):
                    relation = _sum(material, whole, items[-size:])
                    if outcome(relation) != "inconsistent":
                        yield relation
                        break
            elif re.fullmatch(r"[,，]?(以上)?(合计|共计)(为)?", whole.before):
                yield from _summed_up(material, whole, [s for s in reading.said[:index] if s.amount.dimension == "元"])


def _summed_up(material: Material, whole: Said, before: Sequence[Said]) -> Iterator[Relation]:
    """总预算 T，其中 a、b、c，合计 T: the list between the total and its repetition."""
    start = next((i for i in range(len(before) - 1, -1, -1) if "其中" in before[i].before), 0)
    items = before[start:]
    if len(items) < 2:
        return
    # a name that ends in 增长 or has 同 in it reads as a change or a base: then the sum confirms, but accuses nobody
    sure = start > 0 and all(item.role == "level" for item in items)
    for total in (whole, *before[start - 1 : start]):
        relation = _sum(material, total, items)
        if sure or outcome(relation) == "consistent":
            yield relation


@rule("sentence.levels", "sentence")
def levels_of_government(material: Material) -> Iterator[Relation]:
    """全市 X = 市级 X + 县区 X, and in a 预算执行情况报告 收入总计 = 支出总计 (收支平衡); one slip away from equal, they were to be."""
    for reading in material.readings:
        levels = [s for s in reading.levels if s.amount.dimension == "元"]
        for whole in levels:
            hit = re.search(r"全([省市县区])(.{2,14})$", whole.subject)
            if hit is None:
                continue
            own = [s for s in levels if s.start > whole.start and re.search(rf"{hit.group(1)}(本)?级{re.escape(hit.group(2))}$", s.subject)]
            below = [
                s for s in levels if s.start > whole.start and re.search(rf"(县区|县市区|区县|县|区){re.escape(hit.group(2))}$", s.subject)
            ]
            if own and below:
                relation = _sum(material, whole, [own[0], below[0]])
                if outcome(relation) in ("consistent", "rounding") or slipped(relation):
                    yield relation
        income = [s for s in levels if re.search(r"收入总(计|量)$", s.title)]
        spent = [s for s in levels if re.search(r"支出总(计|量)$", s.title)]
        if len(income) == len(spent) == 1:
            relation = Relation(SAME, operand(material, spent[0]), (operand(material, income[0]),), "收入总计 = 支出总计")
            if outcome(relation) in ("consistent", "rounding") or slipped(relation):
                yield relation


@rule("sentence.changes", "sentence")
def changes_of_parts(material: Material) -> Iterator[Relation]:
    """比上年增加 T，其中：a 增加 x，b 减少 y: the changes of the parts add up to the change of the whole; where the list closes
    (三公 = 出国 + 公车 + 接待; …，其他) they must."""
    readings = material.readings
    for position, reading in enumerate(readings):
        for index, whole in enumerate(reading.said):
            if whole.role != "change" or whole.amount.dimension != "元" or whole.amount.value == 0:
                continue
            items = [s for s in reading.said[index + 1 :] if s.role == "change"]
            if not items and position + 1 < len(readings) and readings[position + 1].text.startswith("其中"):
                items = [s for s in readings[position + 1].said if s.role == "change"]
            if len(items) < 2 or any(item.amount.dimension != "元" for item in items):
                continue
            relation = _signed(material, whole, items)
            closed = _REST.search(_changed(items[-1])) is not None or _all_public(items)
            if outcome(relation) in ("consistent", "rounding") or (closed and slipped(relation)):
                yield relation


def _all_public(items: Sequence[Said]) -> bool:
    """Whether the items are those of 三公: 出国、公务用车、接待."""
    names = [_changed(item) for item in items]
    return len(items) == 3 and all(any(re.search(part, name) for name in names) for part in ("因公出国", "用车", "公务接待"))


def _changed(item: Said) -> str:
    return re.sub(r"^.*其中[:：]?", "", re.split(r"[,，;；。]", item.before)[-1])


def _signed(material: Material, whole: Said, items: Sequence[Said]) -> Relation:
    signs = tuple(item.sign * whole.sign for item in items)
    names = " ".join(("＋" if sign > 0 else "－") + (_changed(item)[:16] or "该项") for sign, item in zip(signs, items, strict=True))
    return Relation(
        Sum(signs),
        operand(material, whole, "增减额"),
        tuple(operand(material, item, _changed(item)[:16] or "该项") for item in items),
        f"增减额 = 各项增减额之和（{names}）",
    )


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


def _before_share(reading: Reading, share: Said) -> str:
    level = next((s for s in reversed(reading.levels) if s.stop <= share.start), None)
    return f"{level.subject}占比" if level is not None and level.subject else "占比"


def _sum(material: Material, whole: Said, items: Sequence[Said]) -> Relation:
    return sum_of(
        operand(material, whole),
        [operand(material, item) for item in items],
        [item.subject or f"第{n + 1}项" for n, item in enumerate(items)],
        whole.subject or "总数",
    )
