"""Totals that stand behind what they add up (合计、总计、全市), and the changes of parts against the change of the whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.checks.clauses import Reading, Said, changed_item
from qa.checks.lists import REST, total_of
from qa.checks.material import Material
from qa.checks.relation import SAME, Relation, Sum, slip
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.checks.support import outcome, slipped


@rule("sentence.together", "sentence")
def together(material: Material) -> Iterator[Relation]:
    """A、B，两项合计 T, a、b、c，合计 T, and 甲 A、乙 B，甲和乙合计 T: the figures named before it add up; so do A，加上 B，结转 C，
    总计 T (预算执行情况报告的收支总计), where each has its figure."""
    for reading in material.readings:
        for index, whole in enumerate(reading.said):
            if whole.role != "level":
                continue
            counted = re.search(r"([两二三四五])项(?:共计|合计|总计)[^,，;；]{0,4}$", whole.before)
            before = [s for s in reading.said[:index] if s.role == "level" and s.amount.dimension == whole.amount.dimension]
            if counted is not None:
                size = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}[counted.group(1)]
                if len(before) >= size and not re.search(r"[;；]", reading.text[before[-size].stop : whole.start]):
                    yield total_of(material, whole, before[-size:])
            elif re.search(r"总计(为|约)?$", whole.before):
                start = max(reading.text.rfind(mark, 0, whole.start) for mark in ";；")
                yield from _in_all(material, reading, whole, [s for s in before if s.start > start])
            elif re.fullmatch(r"[,，]?(以上)?(合计|共计)(为)?", whole.before):
                yield from _summed_up(material, whole, [s for s in reading.said[:index] if s.amount.dimension == "元"])
            elif (named := _named_together(whole, before)) is not None:
                yield total_of(material, whole, named)


def _in_all(material: Material, reading: Reading, whole: Said, items: Sequence[Said]) -> Iterator[Relation]:
    """收入（支出）完成 A，加上…B，结转下年 C，总计 T: all of it, where 加上 has a figure of its own."""
    for size in range(len(items), 1, -1):
        relation = total_of(material, whole, items[-size:])
        if outcome(relation) != "inconsistent":
            yield relation
            return
    added = [item for item in items if "加上" in item.before]
    words = reading.text[items[0].start : whole.start] if items else ""
    complete = len(added) == words.count("加上") == 1 and items.index(added[0]) == 1
    if complete and all(re.search(r"结转|结余|调出|上解", item.before) for item in items[2:]):
        yield total_of(material, whole, items)


_TOGETHER = re.compile(r"([^,，;；。]{2,12})(?:和|与|及|、)([^,，;；。]{2,12}?)(?:合计|共计|总计)(?:为|约)?$")


def _named_together(whole: Said, before: Sequence[Said]) -> Sequence[Said] | None:
    """The two figures right before a total that names both of them (追回资金 A，违约金 B，资金和违约金合计 T)."""
    hit = _TOGETHER.search(whole.before)
    if hit is None or len(before) < 2:
        return None
    pair = before[-2:]
    alike = [sum(char in item.subject for char in name) * 2 >= len(name) for item, name in zip(pair, hit.groups(), strict=True)]
    return pair if all(alike) and pair[0].subject != pair[1].subject else None


def _summed_up(material: Material, whole: Said, before: Sequence[Said]) -> Iterator[Relation]:
    """总预算 T，其中 a、b、c，合计 T: the list between the total and its repetition."""
    start = next((i for i in range(len(before) - 1, -1, -1) if "其中" in before[i].before), 0)
    items = before[start:]
    if len(items) < 2:
        return
    # a name that ends in 增长 or has 同 in it reads as a change or a base: then the sum confirms, but accuses nobody
    sure = start > 0 and all(item.role == "level" for item in items)
    for total in (whole, *before[start - 1 : start]):
        relation = total_of(material, total, items)
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
                relation = total_of(material, whole, [own[0], below[0]])
                if outcome(relation) in ("consistent", "rounding") or slipped(relation):
                    yield relation
        income = [s for s in levels if re.search(r"收入总(计|量)$", s.title)]
        spent = [s for s in levels if re.search(r"支出总(计|量)$", s.title)]
        if len(income) == len(spent) == 1:
            relation = Relation(SAME, operand(material, spent[0]), (operand(material, income[0]),), "收入总计 = 支出总计")
            if outcome(relation) in ("consistent", "rounding") or slipped(relation):
                yield relation


@rule("sentence.balanced", "sentence")
def balanced_changes(material: Material) -> Iterator[Relation]:
    """收入总计增加 X，支出总计增加 Y: both totals are equal in every year (收支平衡), so that they grow by the same amount."""
    for reading in material.readings:
        changes = [s for s in reading.said if s.role == "change" and s.amount.dimension == "元"]
        for one, two in itertools.pairwise(changes):
            names = [changed_item(s.before) for s in (one, two)]
            if names[0].endswith("收入总计") and names[1].endswith("支出总计") and one.sign == two.sign:
                yield Relation(
                    SAME, operand(material, one, f"{names[0]}增减额"), (operand(material, two, f"{names[1]}增减额"),),
                    "收入总计与支出总计各年相等，增减额相等",
                )  # fmt: skip


_RECEIVED = re.compile(r"国内(公务)?接待")


@rule("sentence.reception", "sentence")
def domestic_reception(material: Material) -> Iterator[Relation]:
    """公务接待费支出 T。国内公务接待…共计支出 X: what is paid for guests from home, beside nothing for guests from abroad, is all of it
    (三公经费说明); said where it agrees, is more, or has two digits turned round."""
    readings = material.readings
    for position, (before, reading) in enumerate(itertools.pairwise(readings)):
        for said in reading.levels:
            clause = _RECEIVED.search(reading.text[: said.start])
            if (
                said.amount.dimension != "元"
                or clause is None
                or not re.search(r"(^|接待|总|共计?|相关)(支出|费用?|金额)(共计)?(为)?$", said.subject)
            ):
                continue
            after = readings[position + 2].text if position + 2 < len(readings) else ""
            abroad = re.search(r"(外宾|外事|国\(境\)外|境外)[^,，;；。]{0,12}接待", reading.text + after)
            total = next(
                (s for s in reversed((*before.levels, *(s for s in reading.levels if s.start < clause.start()))) if _is_reception(s)), None
            )
            if total is None or total is said or abroad is not None:
                continue
            relation = Relation(
                SAME, operand(material, said, "国内公务接待支出"), (operand(material, total),), "国内公务接待支出 = 公务接待费支出"
            )
            more = said.amount.base > total.amount.base
            if outcome(relation) in ("consistent", "rounding") or more or "颠倒" in slip(said.amount.value, total.amount.value):
                yield relation
            break


def _is_reception(said: Said) -> bool:
    return said.amount.dimension == "元" and re.search(r"公务接待费?(支出)?(决算)?$", said.subject) is not None


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
            closed = REST.search(_changed(items[-1])) is not None or _all_public(whole, items)
            if (
                outcome(relation) in ("consistent", "rounding")
                or (closed and slipped(relation, 2))
                or ("其中" in items[0].before and _turned(relation))
            ):
                yield relation


def _all_public(whole: Said, items: Sequence[Said]) -> bool:
    """Whether the items are those of 三公 (出国、公务用车、接待), each once; those that did not change may be left out."""
    names = [_changed(item) for item in items]
    kinds = [[part for part in ("因公出国", "用车", "公务接待") if part in name] for name in names]
    some = len(items) == 3 or "三公" in whole.before
    return some and all(len(kind) == 1 for kind in kinds) and len({kind[0] for kind in kinds}) == len(items)


def _turned(relation: Relation) -> bool:
    """Whether one direction word turned round (增加 for 减少) explains exactly why changes do not add up."""
    assert isinstance(relation.formula, Sum)
    signs = relation.formula.signs
    turned = [tuple(-sign if i == j else sign for j, sign in enumerate(signs)) for i in range(len(signs))] + [
        tuple(-sign for sign in signs)
    ]
    telling = relation.stated.amount is not None and len(relation.stated.amount.value.as_tuple().digits) >= 3
    return telling and any(outcome(replace(relation, formula=Sum(other))) == "consistent" for other in turned)


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
