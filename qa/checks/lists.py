"""Lists of the text that add up: closed ones always (基本 + 项目, 人员 + 公用), others where they do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.checks.clauses import Reading, Said
from qa.checks.material import Material
from qa.checks.relation import Relation
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.checks.support import outcome, sum_of

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
    (r"(用车|公车)购置(及|和|费|与).{0,3}运行", (r"购置费?$", r"(?<!及)(?<!和)运行(维护)?费?$"), r"$^"),
    (r"采购", (r"货物", r"工程", r"服务"), r"$^"),
    (r"面积", (r"地上", r"地下"), r"$^"),
    (r"债务(余额|限额)", (r"一般债务", r"专项债务"), r"$^"),
)
_OPENING = re.compile(r"其中|包括|分为|构成|[:：(（]")


@rule("sentence.list", "sentence")
def lists(material: Material) -> Iterator[Relation]:
    """合计 T，其中：a、b、c: the items of a list that exhausts its total add up to it (基本+项目, 人员+公用, 三公 = 出国 + 公车 +
    接待, 货物+工程+服务); other lists under 其中 need not be complete and count only where they do add up."""
    for reading in material.readings:
        for index, whole in enumerate(reading.said):
            if whole.role == "level" and whole.amount.value != 0:
                yield from _listed(material, reading, index)
    for total_name, parts, optional in _CLOSED:
        yield from _closed(material, total_name, parts, optional)


def _listed(material: Material, reading: Reading, index: int) -> Iterator[Relation]:
    """Lists of one sentence that add up to a figure before them; nothing is said of those that do not."""
    whole = reading.said[index]
    after = [s for s in reading.said[index + 1 :] if s.role == "level" and s.amount.dimension == whole.amount.dimension]
    for start, first in enumerate(after):
        if not _OPENING.search(first.before):
            continue
        items = list(_same_list(after[start:]))
        for length in range(len(items), 1, -1):
            relation = _sum(material, whole, items[:length])
            precise = {i.amount.last_digit for i in items[:length] if i.amount.value != 0} == {whole.amount.last_digit}
            counted = (
                whole.amount.exact and whole.amount.dimension != "元" and "其中" in first.before
            )  # 预算单位1个，其中：行政单位1个，事业单位0个
            if sum(i.amount.value != 0 for i in items[:length]) >= (1 if counted else 2) and outcome(relation) in (
                ("consistent", "rounding") if precise and whole.amount.value % 1 else ("consistent",)
            ):
                yield relation
                return


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
                if hit is None and re.search(total_name, item.subject):
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


@rule("sentence.together", "sentence")
def together(material: Material) -> Iterator[Relation]:
    """A、B，两项合计 T: the figures named before it add up; and A，加上 B，结转 C，总计 T (预算执行情况报告的收支总计) where they do."""
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


def _sum(material: Material, whole: Said, items: Sequence[Said]) -> Relation:
    return sum_of(
        operand(material, whole),
        [operand(material, item) for item in items],
        [item.subject or f"第{n + 1}项" for n, item in enumerate(items)],
        whole.subject or "总数",
    )
