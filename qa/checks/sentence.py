"""Arithmetic inside the text: changes and their rates, shares, completion of budgets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.checks.check import Operand
from qa.checks.clauses import Reading, Said, changed_item, compared_with, governing, neighbours, tight
from qa.checks.material import Material
from qa.checks.relation import GROWTH_BY_DECREASE, GROWTH_BY_INCREASE, SAME, SHARE, Computed, Formula, Relation, Sum
from qa.checks.rule import rule
from qa.checks.support import outcome

_USED_FOR = re.compile(r"[，,](?:主要)?(?:是)?(?:用于|包括)[^。；;\d]*(?=[，,](?:比|较|与|同))")
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
                near = len(reading.between(figure, after)) <= 12 and _of_one_item(figure, after)
                rate = after if after.role == "rate" and near else None
            change = figure if figure.role == "change" else None
            if change is not None and rate is None:
                rate = _named_again(reading, index)
            yield from _change(material, readings, position, index, change, rate)


def _of_one_item(change: Said, rate: Said) -> bool:
    """Whether a rate may be that of the change before it: it names nothing itself, or what has changed."""
    own, name = (FRAME.sub("", changed_item(said.before)) for said in (rate, change))
    return change.role != "change" or not own or not name or name.endswith(own)


def _named_again(reading: Reading, index: int) -> Said | None:
    """The rate that a sentence gives after its changes, by the name of what changed: A 增加 x，B 增加 y，A 增长 a%，B 增长 b%."""
    name = FRAME.sub("", changed_item(reading.said[index].before))
    changes = [FRAME.sub("", changed_item(s.before)) for s in reading.said if s.role == "change"]
    rates = [
        s for before, s in zip(reading.said, reading.said[1:], strict=False) if s.role == "rate" and s.start > reading.said[index].stop
    ]
    if not name or changes.count(name) != 1 or len(changes) != len(rates):
        return None
    found = [s for s in rates if (own := FRAME.sub("", changed_item(s.before))) and name.endswith(own)]
    return found[0] if len(found) == 1 and not any(s.role == "change" for s in reading.said if s.start > rates[0].start) else None


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
    near = earlier[-1] if earlier else None
    previous = neighbours(readings, position, 3)
    if against is None:
        against = governing(reading.text, first.start) or (compared_with(rate.before) if rate is not None else None)
        near, earlier, previous = None, [], [reading, *previous]  # said elsewhere: then what has changed is named
    if against is None:
        return
    candidates = list(reversed(earlier))
    between = "" if near is None else _COMPLETED.sub("", reading.text[near.stop : (base or first).start])
    if len(earlier) == 1:
        between = _USED_FOR.sub("", between)  # 预算为428.50万元，主要用于来访接待，比上年增加…: what it is for parts nothing
    sure = near is not None and tight(between) and _unit_fits(near, change)
    if near is None:
        named = _of_name(first, previous)
        candidates = named or ([] if not previous or reading in previous else list(reversed(previous[0].levels)))
        sure = bool(named) or (len(candidates) == 1 and tight(first.before))
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
            if base is None and len(candidates) == 1 and _of_year_before(candidates[0], against):
                # 上年支出为2950万元，本年增加1115.44万元，增长37.81%
                past = operand(material, candidates[0], f"{against}数")
                yield Relation(SHARE, grown, (moved, past), f"{word}率 = 增减额 ÷ 上年数（{candidates[0].subject}）")
                return
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
        candidates = [c for c in candidates if c.amount.dimension == base.amount.dimension]
        if not candidates:
            return  # 现有公务用车4辆，较上年下降10%: it is no car that fell
        yield from best(
            lambda now: Relation(formula_of, grown, (operand(material, now), past), f"{grown.label} = 增减 ÷ {past.label}（{now.subject}）")
        )


FRAME = re.compile(r"20\d\d年(度)?|本年(度)?|年度|当年|部门|单位|预算|决算|执行|安排|合计|总计|总额|总数|总|数|共|的")


def _of_name(first: Said, previous: Sequence[Reading]) -> list[Said]:
    """The levels right before that a change names in its own clause (收支总预算比上年增加…); none where they differ in value."""
    name = FRAME.sub("", re.sub(r"^其中[:：]?", "", changed_item(first.before)))
    if not name:
        return []
    wanted = {"收入", "支出", "收支"} if name == "收支" else {name}
    for reading in previous:
        before = [s for s in reading.levels if s.span.start < first.span.start]
        found = [s for s in before if s.amount.dimension == "元" and FRAME.sub("", s.subject) in wanted]
        if found:
            return found if len({s.amount.base for s in found}) == 1 else []
    return []


def pairs_of_change(material: Material) -> list[tuple[Said, Said]]:
    """The levels that the text states together with their change: X万元，比上年增加 Y万元."""
    found = []
    for reading in material.readings:
        for index, figure in enumerate(reading.said):
            base = reading.said[index - 1] if index and reading.said[index - 1].role == "base" else None
            if figure.role != "change" or compared_with((base.before if base else "") + figure.before) is None:
                continue
            now = next((s for s in reversed(reading.said[:index]) if s.role == "level"), None)
            fits = now is not None and now.amount.dimension == figure.amount.dimension
            if now is not None and fits and tight(reading.text[now.stop : (base or figure).start]):
                found.append((now, figure))
    return found


def _unit_fits(level: Said, change: Said | None) -> bool:
    return level.amount.dimension != "%" and (change is None or change.amount.dimension == level.amount.dimension)


# 决算 B 万元，完成预算的 C%，比预算减少 X 万元
_COMPLETED = re.compile(r"(完成|为)(年初|全年|调整|本年)?预算(数|安排)?的?\d+(\.\d+)?%")
_BUDGET = re.compile(r"(年初|全年|调整|本年|支出)?预算(数|安排|金额)?$")
_YEAR_WORDS = re.compile(r"20\d\d年|上年|去年")


def _earlier_base(candidates: Sequence[Said], against: str) -> Said | None:
    """The level that the sentence states for the year or the figure that it compares with (`2023年预算执行数为348.52万元`)."""
    year = _YEAR_WORDS.search(against)
    if year is None:
        budgets = [c for c in candidates if _BUDGET.fullmatch(against) and _BUDGET.search(c.subject)]
        return budgets[0] if len(budgets) == 1 and len(candidates) > 1 and candidates[0] is not budgets[0] else None
    rest = re.sub(r"20\d\d年(?:度)?|上年|去年|当年|的|数$", "", against)
    found = [c for c in candidates if (own := _own_words(c)) and year.group() in own and rest in own.replace("当年", "")]
    return found[0] if len(found) == 1 and len(candidates) > 1 else None


def _of_year_before(level: Said, against: str) -> bool:
    """Whether a level is itself that of the year before, which is compared with."""
    return re.search("上年|去年", against) is not None and re.search("上年|去年", _own_words(level)) is not None


def _own_words(level: Said) -> str:
    """The clause that names a level, with the clause before it where that is nothing but a time (`2023年，预算数为…`)."""
    clauses = re.split(r"[,，;；。:：]", level.before.rstrip(":："))
    timed = len(clauses) > 1 and re.fullmatch(r"(其中)?(20\d\d年|上年|去年)度?(初|末|底)?", clauses[-2]) is not None
    return "".join(clauses[-2:]) if timed else clauses[-1]


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
            for level, share in pairs:
                relation = replace(_share(material, level, share, best[1]), slack=slack)
                before = [s for s in reversed(reading.levels) if s.stop <= level.start]
                named = None if outcome(relation) != "inconsistent" else _named_whole(share, [*before, *wholes])
                yield relation if named is None else _share(material, level, share, named)
        elif inside is not None:
            yield from (_share(material, level, share, inside) for level, share in pairs)
        elif wholes:
            yield from (_open(_share(material, level, share, wholes[0]), "原文没有说明是占哪个总数的比重") for level, share in pairs)


def _named_whole(share: Said, wholes: Sequence[Said]) -> Said | None:
    """The figure that a share names as its whole (占授予中小企业合同金额的66.67%), nearest first."""
    name = FRAME.sub("", share.whole)
    return next((whole for whole in wholes if FRAME.sub("", whole.subject).endswith(name)), None) if len(name) >= 2 else None


def _pairs(reading: Reading) -> list[tuple[Said, Said]]:
    """Each share with its part: the figure right before it, or before the brackets that list the part's own parts."""
    found = []
    for index, share in enumerate(reading.said):
        before = [s for s in reading.said[:index] if s.depth <= share.depth]
        if share.role != "share" or not before or before[-1].role != "level" or before[-1].amount.dimension == "%":
            continue
        words = re.sub(r"\([^()]*\)", "", reading.between(before[-1], share))
        if len(words) - len(share.whole) <= 10:
            found.append((before[-1], share))
    return found


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
            plain = re.fullmatch(r"[,，](预算)?完成了?", figure.before) is not None  # 预算 A 万元，执行 B 万元，完成 X%
            if plain and not (actual and reading.said[index - 1] is actual[-1]):
                continue
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
