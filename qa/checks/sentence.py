"""Arithmetic inside the text: changes and their rates, shares, completion of budgets, lists that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.checks.check import Operand
from qa.checks.clauses import Reading, Said, compared_with, neighbours, tight
from qa.checks.material import Material
from qa.checks.relation import (
    GROWTH_BY_DECREASE,
    GROWTH_BY_INCREASE,
    SAME,
    SHARE,
    Computed,
    Formula,
    Relation,
    Sum,
)
from qa.checks.rule import rule
from qa.checks.support import outcome, sum_of

_NOT_SURE = "原文没有说明同哪个数相比，或相距较远，请对照原页"


def _rise(now: Decimal, before: Decimal) -> Decimal | None:
    return None if before == 0 else (now - before) / abs(before)


def _fall(now: Decimal, before: Decimal) -> Decimal | None:
    return None if before == 0 else (before - now) / abs(before)


RISE, FALL = Computed("rise", _rise), Computed("fall", _fall)


def operand(material: Material, said: Said, label: str = "") -> Operand:
    """A figure of a sentence as an operand."""
    made = material.said(said.span, said.amount, label or said.subject or said.before[-12:])
    return made if not said.inferred else _inferred(made)


def _inferred(made: Operand) -> Operand:
    return replace(made, reading="inferred_unit")


@rule("sentence.change", "sentence")
def changes(material: Material) -> Iterator[Relation]:
    """比上年增加（减少）X 万元，增长（下降）Y%: the rate is the change over the previous year's figure, and that figure is this
    year's less (plus) the change; the direction words belong to the sign (预决算公开情况说明的增减变化说明)."""
    readings = material.readings
    for position, reading in enumerate(readings):
        for index, figure in enumerate(reading.said):
            if figure.role not in ("change", "rate"):
                continue
            if figure.role == "rate" and index and reading.said[index - 1].role == "change":
                continue  # read together with its change
            rate = figure if figure.role == "rate" else None
            if rate is None and index + 1 < len(reading.said):
                after = reading.said[index + 1]
                rate = after if after.role == "rate" and len(reading.between(figure, after)) <= 12 else None
            change = figure if figure.role == "change" else None
            yield from _change(material, readings, position, index, change, rate)


def _change(
    material: Material, readings: Sequence[Reading], position: int, index: int, change: Said | None, rate: Said | None
) -> Iterator[Relation]:
    reading = readings[position]
    first = change or rate
    assert first is not None
    earlier = [s for s in reading.said[:index] if s.role == "level"]
    bases = [s for s in reading.said[:index] if s.role == "base"]
    base = bases[-1] if bases and reading.said[index - 1] is bases[-1] else None
    words = (base.before if base else "") + first.before
    against = compared_with(words)
    if against is None:
        return
    near = earlier[-1] if earlier else None
    candidates = list(reversed(earlier))
    sure = near is not None and tight(reading.text[near.stop : (base or first).start]) and _unit_fits(near, change)
    if near is None:
        previous = neighbours(readings, position, 1)
        candidates = [] if not previous else list(reversed(previous[0].levels))
        sure = len(candidates) == 1 and tight(first.before)
    candidates = [c for c in candidates if _unit_fits(c, change)][:6]
    if not candidates:
        return
    if base is None:
        base = _earlier_base(candidates, against)
        candidates = [c for c in candidates if c is not base] or candidates

    def best(make: object) -> Iterator[Relation]:
        relations = [make(now) for now in candidates]  # type: ignore[operator]
        held = next((r for r in relations if outcome(r) != "inconsistent"), None)
        if held is not None:
            yield held
        elif sure:
            yield relations[0]
        else:
            yield _open(relations[0], _NOT_SURE)

    if change is not None and rate is not None:
        if change.sign != rate.sign:
            yield _contradiction(material, change, rate)
        else:
            formula = GROWTH_BY_INCREASE if change.sign > 0 else GROWTH_BY_DECREASE
            word = "增长" if change.sign > 0 else "下降"
            moved, grown = operand(material, change, "增减额"), operand(material, rate, f"{word}率")
            yield from best(
                lambda now: Relation(formula, grown, (operand(material, now), moved), f"{word}率 = 增减额 ÷ 上年数（{now.subject}）")
            )
    if base is not None and change is not None:
        past, moved = (
            operand(material, base, f"{against or '上年'}数"),
            operand(material, change, "增加额" if change.sign > 0 else "减少额"),
        )
        signs = (1, -1) if change.sign > 0 else (-1, 1)
        yield from best(
            lambda now: Relation(Sum(signs), moved, (operand(material, now), past), f"{moved.label} = 本年数与上年数之差（{now.subject}）")
        )
    elif base is not None and rate is not None:
        past, grown = operand(material, base, f"{against}"), operand(material, rate, "增长率" if rate.sign > 0 else "下降率")
        formula_of: Formula = RISE if rate.sign > 0 else FALL
        yield from best(
            lambda now: Relation(formula_of, grown, (operand(material, now), past), f"{grown.label} = 增减 ÷ {past.label}（{now.subject}）")
        )


def _unit_fits(level: Said, change: Said | None) -> bool:
    return level.amount.dimension != "%" and (change is None or change.amount.dimension == level.amount.dimension)


def _earlier_base(candidates: Sequence[Said], against: str) -> Said | None:
    """The level that the sentence states for the year or the figure that it compares with (`2023年预算执行数为348.52万元`)."""
    year = re.search(r"20\d\d年|上年|去年", against)
    if year is None:
        return None
    rest = re.sub(r"20\d\d年(?:度)?|上年|去年|当年|的|数$", "", against)
    found = [c for c in candidates if year.group() in c.before and rest in c.before.replace("当年", "")]
    return found[0] if len(found) == 1 and len(candidates) > 1 else None


def _open(relation: Relation, reason: str) -> Relation:
    return replace(relation, reason=reason)


def _against(change: Decimal, rate: Decimal) -> Decimal | None:
    return -abs(rate)


def _contradiction(material: Material, change: Said, rate: Said) -> Relation:
    """A change and a rate of opposite direction words: zero both, or one of the words is wrong."""
    up, down = ("增加", "下降") if change.sign > 0 else ("减少", "增长")
    formula = Computed("direction", lambda moved: moved if moved == 0 else -moved)
    return Relation(
        formula,
        operand(material, change, up),
        (operand(material, change, up),),
        f"增减额写“{up}”而增减率写“{down}”{rate.amount}，方向应当一致",
    )


@rule("sentence.unchanged", "sentence")
def unchanged(material: Material) -> Iterator[Relation]:
    """与上年持平: this year's and last year's figure, where the sentence states both, are equal."""
    for reading in material.readings:
        for match in re.finditer(r"持平|一致|相同|没有变化|无变化", reading.text):
            levels = [s for s in reading.levels if s.stop <= match.start()]
            if len(levels) < 2 or not tight(reading.text[levels[-1].stop : match.start()]):
                continue
            against = compared_with(reading.text[levels[-1].stop : match.start()])
            base = _earlier_base(levels, against) if against else None
            if base is None or base is levels[-1] or base.amount.dimension != levels[-1].amount.dimension:
                continue
            yield Relation(SAME, operand(material, levels[-1]), (operand(material, base),), f"{levels[-1].subject}与{against}持平")


@rule("sentence.share", "sentence")
def shares(material: Material) -> Iterator[Relation]:
    """X 万元，占 Y%: the share is the part over the whole that the list states before it (收入、支出结构说明)."""
    readings = material.readings
    for position, reading in enumerate(readings):
        pairs = _pairs(reading)
        if not pairs:
            continue
        wholes = _wholes(reading, pairs[0][0], neighbours(readings, position, 6, depth=1))
        own = {id(level) for level, _ in pairs}
        best: tuple[int, Said] | None = None
        telling = [pair for pair in pairs if pair[0].amount.value != 0]
        for whole in wholes:
            if id(whole) in own and len(pairs) > 1:
                continue
            held = sum(outcome(_share(material, level, share, whole)) in ("consistent", "rounding") for level, share in telling)
            if held and (best is None or held > best[0]):
                best = (held, whole)
        inside = (
            wholes[0]
            if wholes
            and wholes[0] in reading.said
            and re.search(r"其中|包括", reading.between(wholes[0], pairs[0][0]) + pairs[0][0].before)
            else None
        )
        if best is not None and best[0] * 2 >= len(telling):
            # shares that are made to add up to 100% may have their last digit adjusted
            slack = 1 if len(pairs) > 2 and sum(share.amount.value for _, share in pairs) == 100 else 0
            yield from (replace(_share(material, level, share, best[1]), slack=slack) for level, share in pairs)
        elif inside is not None:
            yield from (_share(material, level, share, inside) for level, share in pairs)
        elif wholes:
            yield from (_open(_share(material, level, share, wholes[0]), "原文没有说明是占哪个总数的比重") for level, share in pairs)


def _pairs(reading: Reading) -> list[tuple[Said, Said]]:
    return [
        (one, two)
        for one, two in zip(reading.said, reading.said[1:], strict=False)
        if one.role == "level"
        and two.role == "share"
        and one.amount.dimension != "%"
        and len(reading.between(one, two)) - len(two.whole) <= 10
    ]


def _wholes(reading: Reading, first: Said, before: Sequence[Reading]) -> list[Said]:
    """The figures that a list of shares may be shares of, nearest first."""
    here = [s for s in reversed(reading.levels) if s.stop <= first.start]
    there = [s for other in before for s in reversed(other.levels)]
    return [s for s in [*here, *there] if s.amount.dimension == first.amount.dimension and s.amount.value != 0]


def _share(material: Material, level: Said, share: Said, whole: Said) -> Relation:
    name = level.subject or "该项"
    return Relation(
        SHARE,
        operand(material, share, f"{name}占比"),
        (operand(material, level), operand(material, whole)),
        f"{name}占比 = {name} ÷ {share.whole or whole.subject or '总数'}",
    )


@rule("sentence.completion", "sentence")
def completion(material: Material) -> Iterator[Relation]:
    """完成预算的 X%: the outturn over that budget (年初预算, 全年预算, 调整预算) which the sentence states."""
    readings = material.readings
    for position, reading in enumerate(readings):
        for index, figure in enumerate(reading.said):
            if figure.role != "completion":
                continue
            levels = [s for s in reading.said[:index] if s.role in ("level", "base") and s.amount.dimension == "元"]
            for other in neighbours(readings, position, 1) if len(levels) < 2 else []:
                levels = [*other.levels, *levels]
            budgets = [s for s in levels if re.search((figure.whole or "预算").removesuffix("数") + "(数|安排|金额|总额|额)?$", s.subject)]
            actual = [s for s in levels if s not in budgets and re.search(r"决算|支出|执行|完成|实际|收入", s.before)]
            if not budgets or not actual or (budgets[-1].start > actual[-1].start and budgets[-1] in reading.said):
                continue
            sure = len(budgets) == 1 and len(actual) == 1 and budgets[0] in reading.said
            relation = Relation(
                SHARE,
                operand(material, figure, "完成率"),
                (operand(material, actual[-1]), operand(material, budgets[-1])),
                f"完成{figure.whole or '预算'}的比例 = {actual[-1].subject or '决算数'} ÷ {budgets[-1].subject or '预算数'}",
            )
            yield relation if sure or outcome(relation) != "inconsistent" else _open(relation, _NOT_SURE)


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
