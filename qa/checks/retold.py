"""The text against itself: the same total told twice, items against their total, words against the figures beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from corpus.amount import Amount
from corpus.place import Span
from qa.checks.clauses import DOWN, Reading, Said
from qa.checks.hierarchy import classified
from qa.checks.material import Material
from qa.checks.narrative import Mention, bare, class_code, funds_named, indexed, mentions
from qa.checks.points import FUND, GENERAL, class_codes
from qa.checks.relation import SAME, Computed, Expected, Relation
from qa.checks.rule import rule
from qa.checks.sentence import FRAME, operand, pairs_of_change
from qa.checks.support import outcome, slipped, sum_of
from qa.checks.totals import Total, stated_totals


def _carried(name: str) -> str:
    return "总" if re.search(r"总(计|额|收入|支出|预算|决算)|收支", name) else "本年" if "本年" in name else ""


@rule("text.total", "narrative")
def totals_retold(material: Material) -> Iterator[Relation]:
    """A total that the text states in several places (正文、附件、绩效报告) is the same figure everywhere; where the disclosure has
    the table that gives it, each is compared with the table."""
    if material.document.scope == "政府":
        return  # whose reports go through 全市, 市级 and 县区 under one name
    known = indexed(material).by_item["合计"]
    groups: dict[tuple[object, ...], list[Total]] = defaultdict(list)
    for total in stated_totals(material):
        name = FRAME.sub("", bare(total.name))
        if any(p.flow == total.flow and p.use == total.use and p.item == total.item for p in known):
            continue
        groups[total.flow, total.fund, total.use, total.item, total.stage, _carried(total.name), name].append(total)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            yield Relation(
                SAME, operand(material, other.said, other.name), (operand(material, first.said, first.name),), f"{other.name}前后两处一致"
            )


@rule("text.items", "narrative")
def items_of_a_total(material: Material) -> Iterator[Relation]:
    """The 项 that the text goes through one by one (某类…款…项：支出决算为…) add up to the total above them, and those of one 类 to
    the figure that the text states for this 类 (按功能分类项级科目逐项说明)."""
    lists: dict[tuple[tuple[str, ...], str], dict[tuple[str, ...], Mention]] = defaultdict(dict)
    for mention in mentions(material):
        reading = mention.reading
        listed = lists[reading.sentence.section, mention.when or _stage(mention)]
        listed.setdefault((*mention.above, mention.item), mention)
    for (section, when), listed in lists.items():
        if len(listed) >= 3:
            yield from _of_list(material, section, when, list(listed.values()))


def _stage(mention: Mention) -> str:
    return "决算" if "决算" in mention.said.before else ""


def _of_list(material: Material, section: tuple[str, ...], when: str, listed: Sequence[Mention]) -> Iterator[Relation]:
    """A list is known to be complete where it adds up to a total that the text states; then it accuses other totals."""
    names = [m.item for m in listed]
    parts = [operand(material, m.said, m.item) for m in listed]
    totals = [t for t in stated_totals(material) if t.use == "" and t.item == "合计" and t.said.amount.value != 0]
    relations = [sum_of(operand(material, t.said, t.name), parts, names, t.name) for t in totals]
    held = [r for r in relations if outcome(r) in ("consistent", "rounding")]
    yield from held
    start = listed[0].said.span.start
    above = [
        r for t, r in zip(totals, relations, strict=True)
        if t.reading.sentence.section == section and t.said.span.start < start and not when.endswith("预算") and _leads(t)
    ]  # fmt: skip
    for relation in above[-1:]:
        if outcome(relation) == "inconsistent" and (held or slipped(relation)):
            yield relation
    tabled = any(indexed(material).by_item[code] for m in listed if (code := indexed(material).code(m.item, list(m.above))))
    if not held and not tabled and when in ("", "决算"):  # a list that no table confirms: one slip away from a total, it was to add up
        yield from (r for r in relations if slipped(r) and r not in above[-1:])
    if when in ("", "决算"):
        funds = {fund for m in listed for fund in funds_named(m.reading, m.said)}
        funds = funds or {t.fund for t, r in zip(totals, relations, strict=True) if r in held and t.fund is not None}
        classed = all(_class_of(mention) is not None for mention in listed)
        for relation, fund in _of_classes(material, listed):
            sure = classed and fund is not None and {fund} == funds
            if outcome(relation) in ("consistent", "rounding") or (held and sure) or (not tabled and slipped(relation)):
                yield relation


def _leads(total: Total) -> bool:
    """Whether a total's sentence ends by opening a list (其中：, 具体情况如下：)."""
    return bool(re.search(r"(其中|如下|具体)[^。]{0,12}[:：。]?$", total.reading.text))


def _class_of(mention: Mention) -> str | None:
    if len(mention.above) == 1:
        return mention.above[0][:3]  # the item's own code
    name = bare(mention.above[0])
    return class_codes().get(name) or class_codes().get(name + "支出")


def _of_classes(material: Material, listed: Sequence[Mention]) -> Iterator[tuple[Relation, str | None]]:
    """The 项 of each 类 against what the text states for it, with the fund of which it is said; what agrees comes first."""
    by_class: dict[str, list[Mention]] = defaultdict(list)
    for mention in listed:
        code = _class_of(mention)
        if code is not None:
            by_class[code].append(mention)
    for reading in material.readings:
        for said in reading.levels:
            code = class_code(bare(said.subject)) if said.amount.dimension == "元" else None
            if code is None or code not in by_class:
                continue
            mentioned = by_class[code]
            parts = [operand(material, m.said, m.item) for m in mentioned]
            yield (
                sum_of(operand(material, said), parts, [m.item for m in mentioned], said.subject),
                next(iter(funds_named(reading, said)), None),
            )


@rule("text.unit", "narrative")
def unit_of_a_total(material: Material) -> Iterator[Relation]:
    """A total printed in 元 whose digits are those of the same total printed in 万元 elsewhere lacks its 万."""
    levels = [s for reading in material.readings for s in reading.levels if s.amount.dimension == "元" and s.amount.value % 1 != 0]
    for small in levels:
        if small.amount.unit != "元" or len(small.amount.value.normalize().as_tuple().digits) < 4:
            continue
        flows = _flows(small.subject)
        twin = next(
            (s for s in levels if s.amount.unit == "万元" and s.amount.value == small.amount.value and flows & _flows(s.subject)), None
        )
        if twin is not None:
            yield Relation(SAME, operand(material, small), (operand(material, twin),), f"{small.subject}与{twin.subject}的计量单位")


def _flows(name: str) -> set[str]:
    return {"收入", "支出"} if "收支" in name else set(re.findall(r"收入|支出|经费", name))


@rule("text.change", "narrative")
def changes_retold(material: Material) -> Iterator[Relation]:
    """A change that the text states twice for one figure (收支总预算与财政拨款收支总预算相等时的增减额) is one figure, where it agrees or
    is one slip away from agreeing."""
    pairs = [(now, change) for now, change in pairs_of_change(material) if change.amount.value != 0 and change.amount.dimension == "元"]
    for (now, one), (same, two) in combinations(pairs, 2):
        if now.amount.base != same.amount.base or now.amount.value == 0 or one.span == two.span:
            continue
        if one.sign != two.sign:
            if one.amount.base == two.amount.base and len(one.amount.value.as_tuple().digits) >= 3:
                yield _opposite(material, one, two, f"{now.subject}与{same.subject}")
            continue
        relation = Relation(
            SAME, operand(material, two, "增减额"), (operand(material, one, "增减额"),), f"{now.subject}与{same.subject}的增减额一致"
        )
        if outcome(relation) == "consistent" or (slipped(relation) and FRAME.sub("", now.subject)[-4:] == FRAME.sub("", same.subject)[-4:]):
            yield relation


def _opposite(material: Material, one: Said, two: Said, names: str) -> Relation:
    words = ["增加" if said.sign > 0 else "减少" for said in (one, two)]
    return Relation(
        Computed("direction", lambda moved: -moved),
        operand(material, two, words[1]),
        (operand(material, one, words[0]),),
        f"{names}相等，增减额相等，一处写“{words[0]}”，一处写“{words[1]}”",
    )


@rule("text.funds", "narrative")
def funds_of_spending(material: Material) -> Iterator[Relation]:
    """本年支出 = 一般公共预算财政拨款支出 + 政府性基金预算支出 (+ 国有资本经营预算支出), where all is paid from them."""
    totals = [t for t in stated_totals(material) if t.use == "" and t.item == "合计" and t.flow == "支出"]
    general = next((t for t in totals if t.fund == GENERAL and t.said.amount.value != 0), None)
    fund = next((t for t in totals if t.fund == FUND and t.said.amount.value != 0), None)
    if general is None or fund is None:
        return
    for general in [t for t in totals if t.fund == GENERAL]:
        for whole in totals:
            if whole.fund not in (GENERAL, FUND) and whole.stage == general.stage:
                relation = sum_of(
                    operand(material, whole.said, whole.name),
                    [operand(material, t.said, t.name) for t in (general, fund)],
                    [general.name, fund.name],
                    whole.name,
                )
                if outcome(relation) in ("consistent", "rounding"):
                    yield relation


@dataclass(frozen=True, slots=True)
class Side:
    """A rate on one side of 100%: above (1), below (−1), or 100% itself (0)."""

    sign: int

    @property
    def name(self) -> str:
        return f"side{self.sign}"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        one = Decimal(1)
        return Expected(one, Decimal("-Infinity") if self.sign < 0 else one, Decimal("Infinity") if self.sign > 0 else one)


_SAID_EQUAL = re.compile(
    r"^[,，;；(（](?:支出)?决算数?(?:(?P<equal>等于|与预算数?(?:持平|一致|相等|相同)|同预算数?持平)|(?P<more>大于|高于|超过)|(?P<less>小于|低于))(?:年初|全年)?(?:预算数?)?(?=[,，。;；的)）]|$)"
)


@rule("text.outturn", "sentence")
def outturn_in_words(material: Material) -> Iterator[Relation]:
    """完成预算 X%，决算数等于（大于、小于）预算数: the words and the rate say the same."""
    for reading in material.readings:
        for figure in reading.said:
            if figure.role != "completion":
                continue
            hit = _SAID_EQUAL.match(reading.text[figure.stop :])
            if hit is None:
                continue
            sign = 0 if hit.group("equal") else 1 if hit.group("more") else -1
            words = _phrase(reading, figure.stop + 1, figure.stop + hit.end())
            told = material.said(words, Amount(Decimal(100), "%"), reading.text[figure.stop + 1 : figure.stop + hit.end()])
            yield Relation(Side(sign), operand(material, figure, "完成率"), (told,), f"完成率应与“{told.label}”相符")


_FALLS = re.compile(rf"({DOWN})(了|率|幅度|比例)*(为|约)?$")


@rule("text.fall", "sentence")
def falls_in_words(material: Material) -> Iterator[Relation]:
    """下降 X%: nothing falls by more than all of it."""
    for reading in material.readings:
        for rate in reading.said:
            hit = _FALLS.search(rate.before) if rate.role == "rate" and rate.sign < 0 and rate.amount.value > 100 else None
            if hit is not None:
                words = _phrase(reading, rate.start - len(hit.group()), rate.start)
                told = material.said(words, Amount(Decimal(100), "%"), hit.group())
                yield Relation(Side(-1), operand(material, rate, "下降率"), (told,), f"下降不超过100%（{hit.group()}{rate.amount}）")


def _phrase(reading: Reading, start: int, stop: int) -> Span:
    return Span(reading.offsets[start], reading.offsets[stop - 1] + 1)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a whole after a part: the stated figure is not more."""

    name: str = "left"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        rest = parts[0].base - parts[1].base
        return Expected(rest, Decimal("-Infinity"), rest + parts[0].last_digit / 2 + parts[1].last_digit / 2)


_RESERVED = re.compile(r"面向中小企业预留的?政府采购项目中")
_OTHERS = re.compile(r"其他政府采购项目中")


@rule("text.procurement", "narrative")
def procurement_shares(material: Material) -> Iterator[Relation]:
    """政府采购 that was reserved for 中小企业 and other 政府采购 are different contracts: together not more than all 政府采购."""
    totals = [
        s
        for reading in material.readings
        for s in reading.levels
        if s.amount.dimension == "元"
        and re.search(r"政府采购(支出)?(总?金额|总额|支出)", s.subject)
        and not re.search(r"货物|工程|服务", s.subject)
    ]
    for reading in material.readings:
        reserved = next((s for s in reading.levels if _RESERVED.search(s.before)), None)
        others = next((s for s in reading.levels if _OTHERS.search(s.before)), None)
        if reserved is None or others is None or not totals or others.amount.value == 0:
            continue
        yield Relation(
            Left(), operand(material, others, "其他政府采购项目中由中小企业成交的金额"),
            (operand(material, totals[0], "政府采购总额"), operand(material, reserved, "预留项目成交金额")),
            "其他政府采购项目的成交金额不超过政府采购总额减去预留项目的成交金额",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Something:
    """An item that the text names among what was paid has a figure."""

    name: str = "something"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        least = Decimal(100)  # 元: 0.01 万元, the least that a table in 万元 shows
        return Expected(least, least, Decimal("Infinity"))


@rule("text.named", "narrative")
def items_named(material: Material) -> Iterator[Relation]:
    """人员经费、公用经费 X 万元，主要包括：a、b、c: what it is said to consist of has a figure in 基本支出表; templates that name every
    item of the classification say nothing of this agency and are passed over."""
    index = indexed(material)
    by_name: dict[str, list[str]] = defaultdict(list)
    for sheet in material.sheets:
        for row in sheet.axes.rows:
            if row.code is not None and classified(row.code) == "经济" and len(row.code) == 5:
                by_name[bare(row.subject)].append(row.code)
    for reading in material.readings:
        for said in reading.levels:
            if said.amount.dimension != "元" or not re.search(r"(人员|公用)经费(支出)?$", said.subject):
                continue
            hit = re.match(r"[,，](?:主要)?包括[:：]?([^;；。:：]{4,400})", reading.text[said.stop :])
            if hit is None:
                continue
            named = [
                name
                for part in hit.group(1).split("、")
                if (name := bare(re.sub(r"等?(支出|费用)?$", "", part) if part.endswith("等") else part)) in by_name
            ]
            stated = [(name, [p for code in by_name[name] for p in index.by_item[code] if p.use == "基本"]) for name in named]
            zero = [
                (name, ps[0]) for name, ps in stated if ps and all(p.operand.amount is not None and p.operand.amount.value == 0 for p in ps)
            ]
            paid = [name for name, ps in stated if any(p.operand.amount is not None and p.operand.amount.value != 0 for p in ps)]
            if len(zero) <= 2 and len(paid) >= 4 * len(zero):
                for name, point in zero:
                    yield Relation(
                        Something(),
                        point.operand,
                        (operand(material, said),),
                        f"{said.subject}的说明列有{name}，{point.operand.table}中应有数",
                    )
