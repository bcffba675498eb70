"""The text against the tables: the same item, fund, use, year and basis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.folding import similarity, squash
from qa.checks.balance import doubtful_header
from qa.checks.clauses import Reading, Said
from qa.checks.hierarchy import classified
from qa.checks.material import Material, remembered
from qa.checks.points import ALL_FUNDS, CAPITAL, FUND, GENERAL, GRANT, THREE_PUBLIC, Point, class_codes, points
from qa.checks.relation import SAME, Relation
from qa.checks.rule import rule
from qa.checks.sentence import operand
from qa.checks.support import outcome, slipped, wrong_unit

_OTHER_SCOPE = "文字未写明资金口径，表内有不同口径的数，请对照原页"
_PAST = re.compile(r"上年|去年|以前年度|同期|截至|累计|人均|平均|其中|结转")
_FUND_WORDS = ((r"一般公共预算", GENERAL), (r"政府性?基金", FUND), (r"国有资本经营", CAPITAL), (r"财政拨款", GRANT))


@remembered
def indexed(material: Material) -> Index:
    """The points of a document, made ready for looking up once."""
    return Index(material)


class Index:
    """The points of a document by item, and the codes by the names of their items."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.doubtful = {sheet.index for sheet in material.sheets if doubtful_header(sheet)}
        self.by_item: dict[str, list[Point]] = defaultdict(list)
        for point in points(material):
            self.by_item[point.item].append(point)

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """The codes of 支出功能分类 that the tables print for a name."""
        found: dict[str, set[str]] = defaultdict(set)
        for sheet in self.material.sheets:
            for row in sheet.axes.rows:
                if row.code is not None and classified(row.code) == "功能":
                    found[bare(row.subject)].add(row.code)
        return found

    def code(self, item: str, above: list[str]) -> str | None:
        """The code of an item named with the 类 and 款 above it; None unless exactly one fits."""
        codes = self.names.get(bare(item), set())
        if len(above) == 1 and above[0].isdigit():
            return above[0] if above[0] in codes else None
        if len(codes) > 1:
            codes = {c for c in codes if all(self._named(c, level, name) for level, name in zip((3, 5), above, strict=False))}
        lowest = {c for c in codes if not any(other.startswith(c) and other != c for other in codes)}
        return next(iter(lowest)) if len(lowest) == 1 else None

    def misprinted(self, item: str) -> str | None:
        """The code whose name is nearly this one (事业年金 for 职业年金), for figures that agree with it."""
        likely = [
            (similarity(name, item), codes) for name, codes in self.names.items() if len(codes) == 1 and similarity(name, bare(item)) >= 0.8
        ]
        return next(iter(likely[0][1])) if len(likely) == 1 else None

    def _named(self, code: str, size: int, name: str) -> bool:
        owners = [n for n, codes in self.names.items() if code[:size] in codes]
        return not owners or any(n == bare(name) or n.startswith(bare(name)) for n in owners)


def bare(name: str) -> str:
    """An item's name as it is compared: without brackets' marks, numbering, quotes and the final 支出 of a 类."""
    text = re.sub(r"[\"“”'‘’\s]|\((类|款|项)\)", "", squash(name))
    return re.sub(r"^(\d+[.、]|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\))+", "", text)


_LEVELLED = re.compile(
    r"([^,，。;；:：\"“”]{2,40}?)\(类\)[\"“”、，,-]*([^,，。;；:：\"“”]{2,40}?)\(款\)[\"“”、，,-]*([^,，。;；:：\"“”]{2,40}?)\(项\)"
)
_DASHED = re.compile(
    r"([^,，。;；:：\-\d.]{2,30})[-—－]([^,，。;；:：\-]{2,30})[-—－]([^,，。;；:：\-]{2,40}?)(?=20\d\d年|预算|决算|支出预算|$)"
)


# 小学教育（2050202）: the name with its code.
_CODED = re.compile(r"([^,，。;；:：()\d.、]{2,40})\((2\d{6}|2\d{4}|2\d\d)\)")


def item_in(words: str) -> tuple[str, list[str]] | None:
    """The last 项 that these words name, with its 类 and 款 (or its code); None where they name none."""
    coded = list(_CODED.finditer(words))
    if coded:
        return coded[-1].group(1), [coded[-1].group(2)]
    for pattern in (_LEVELLED, _DASHED):
        found = list(pattern.finditer(words))
        if found:
            hit = found[-1]
            return hit.group(3), [hit.group(1), hit.group(2)]
    return None


def this_year(reading: Reading, said: Said, year: int | None) -> bool:
    """Whether a level is this year's: the nearest year named before it in the sentence is none or the document's."""
    years = re.findall(r"(20\d\d)年", reading.text[: said.start])
    return (not years or year is None or int(years[-1]) == year) and not _PAST.search(said.subject)


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that the text states for a 项: the item with its 类 and 款 (or its code), and the basis that the words name."""

    reading: Reading
    said: Said
    item: str
    above: tuple[str, ...]
    when: str


@remembered
def mentions(material: Material) -> list[Mention]:
    """This year's figures of the 项 that the text goes through."""
    found = []
    topic: tuple[str, list[str]] | None = None  # the item that the sentences before speak of
    since = 0
    for before, reading in zip((None, *material.readings), material.readings, strict=False):
        since += 1
        if before is not None:
            last = item_in(before.text)
            if last is not None:
                topic, since = last, 0
            elif (
                since > 3
                or before.sentence.section != reading.sentence.section
                or re.match(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)", reading.text)
            ):
                topic = None
        for said in reading.levels:
            if said.amount.dimension != "元" or not this_year(reading, said, material.document.year):
                continue
            named = item_in(reading.text[: said.start]) or topic
            if named is not None and _speaks_of_item(reading, said):
                found.append(Mention(reading, said, named[0], tuple(named[1]), _when(said.before)))
    return found


@rule("narrative.item", "narrative")
def items(material: Material) -> Iterator[Relation]:
    """The text's figure for a 科目 (类…款…项, this year's 预算数 or 决算数) is the table's figure for that code."""
    index = indexed(material)
    for mention in mentions(material):
        code = index.code(mention.item, list(mention.above))
        sure = code is not None
        code = code or index.misprinted(mention.item)
        if code is None:
            continue
        candidates = [p for p in index.by_item[code] if p.flow == "支出" and p.use == "" and p.when == (mention.when, 0)]
        found = _matched(material, index, mention.reading, mention.said, candidates, mention.item)
        yield from (relation for relation in found if sure or outcome(relation) in ("consistent", "rounding") or slipped(relation))


def _speaks_of_item(reading: Reading, said: Said) -> bool:
    """Whether a figure is the item's own: `…（项）25.77万元`, `…（项）：2024年预算数为…`, `2024年预算安排25.77万元`."""
    tail = re.split(r"\(项\)[\"“”]?|[-—－]", reading.text[: said.start])[-1]
    if item_in(reading.text[: said.start]) is None and not re.search(
        r"(20\d\d年|^)(预算安排|预算数?|支出预算|支出决算|决算数?|年初预算)", re.split(r"[,，;；]", tail)[-1]
    ):
        return False
    if re.search(r"原因|主要(是|用于)|用于", tail):
        return False
    tail = re.sub(r"20\d\d年(度)?|当年|本年", "", tail)
    if re.fullmatch(r"[\"“”:：]?(支出)?(为)?", tail):
        return True
    last = re.split(r"[,，;；。:：]", tail)[-1]
    return bool(re.fullmatch(r".{0,42}?(预算数?|决算数?|支出预算|支出决算|预算安排|安排预算|预算支出|年初预算)(数|安排)?(为|是)?", last))


def _when(before: str) -> str:
    return next((basis for basis in ("年初预算", "调整预算", "全年预算") if basis in re.split(r"[,，;；]", before)[-1]), "")


def funds_named(reading: Reading, said: Said) -> list[str]:
    """The funds that the sentence, or else the headings above it, speak of; the narrowest first."""
    for words in (said.before, reading.text[: said.start], " ".join(reversed(reading.sentence.section))):
        found = [fund for pattern, fund in _FUND_WORDS if re.search(pattern, words)]
        if found:
            return found[:1]
    return []


def _matched(material: Material, index: Index, reading: Reading, said: Said, candidates: list[Point], name: str) -> Iterator[Relation]:
    """A stated figure against the tables' figures for the same thing: it agrees with one of them, or it fails or stays open."""
    if not candidates:
        return
    funds = funds_named(reading, said)
    ranked = sorted(
        candidates,
        key=lambda p: (
            p.fund not in funds,
            (GENERAL, GRANT, ALL_FUNDS, FUND, CAPITAL).index(p.fund) if p.fund in (GENERAL, GRANT, ALL_FUNDS, FUND, CAPITAL) else 9,
            p.sheet,
        ),
    )
    stated = operand(material, said, name)

    def relation(point: Point) -> Relation:
        return Relation(SAME, stated, (point.operand,), f"正文{name} = {point.operand.table}·{point.operand.row}")

    agreeing = [p for p in ranked if outcome(relation(p)) in ("consistent", "rounding")]
    if agreeing:  # one relation with each table that states it
        yield from (relation(point) for point in {(point.sheet, point.carry): point for point in reversed(agreeing)}.values())
        return
    one_value = len({p.operand.amount.base for p in ranked if p.operand.amount is not None}) == 1
    sure = [p for p in ranked if p.sheet not in index.doubtful and (p.fund in funds or one_value)]
    if sure:
        yield relation(sure[0])
    else:
        yield replace(relation(ranked[0]), reason=_OTHER_SCOPE)


# What stands before a total: a year, or the end of an agency's name.
_WHO = r"(年|度|部门|单位|[局院委会处厅部所馆站镇乡府室队校社园署]|街道|大学|中学|小学|中心)"
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
    (r"^人员经费(支出)?$", "支出", None, "人员"),
    (r"^(日常)?公用经费(支出)?$", "支出", None, "公用"),
)


_BUDGET = "预算"
_INCOME = re.compile(r"收入(?!.*支出)")


def _stage(material: Material, said: Said, name: str) -> str:
    """Which of a final account's two figures for an item is meant: 预算 or 决算; "" where the words do not say, or in a budget."""
    if material.document.kind != "决算":
        return ""
    words = name + said.before.split("其中")[-1]
    return "决算" if "决算" in words else _BUDGET if "预算" in re.sub(r"公共预算|基金预算|经营预算", "", words) else ""


_PUBLIC_END = ("费", "费用", "经费", "支出", "预算", "决算", "支出决算", "支出预算")


@dataclass(frozen=True, slots=True)
class Total:
    """A total that the text states: what `_TOTALS` makes of its name, and which of a final account's figures it is."""

    reading: Reading
    said: Said
    name: str
    flow: str
    fund: str | None
    use: str
    item: str
    stage: str


@remembered
def stated_totals(material: Material) -> list[Total]:
    """This year's totals that the text states."""
    found = []
    for reading in material.readings:
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
            elif hit is not None:
                _, flow, fund, use = hit
                if not use and "支出" not in name and _INCOME.search(reading.text[: said.start]):
                    flow = "收入"  # 收入预算 T，其中：一般公共预算拨款 X
                item, use = (use, "基本") if use.isdigit() else ("合计", use)
                found.append(Total(reading, said, said.title, flow, fund, use, item, stage))
    return found


def total_named(said: Said) -> tuple[str, str, str | None, str] | None:
    """The total that the words before a figure name: pattern, flow, fund, use; None where they name none."""
    names = bare(said.subject), bare(said.title)
    return next((entry for entry in _TOTALS if any(re.search(entry[0], name) for name in names)), None)


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
                if p.flow == total.flow and p.use == total.use and total.fund in (None, p.fund) and p.when == (_when(said.before), 0)
            ]
        yield from _of_total(material, index, total, found)


def _of_total(material: Material, index: Index, total: Total, found: list[Point]) -> Iterator[Relation]:
    """总计 has the carry-over in it: no table that states it fails it, the others' 本年合计 only confirm."""
    relations = list(_matched(material, index, total.reading, total.said, found, total.name))
    if re.search(r"总计|收支", total.name) is None or any(outcome(r) in ("consistent", "rounding") for r in relations):
        yield from relations
        return
    wholes = [point for point in found if point.carry == "含结转"]
    yield from _matched(material, index, total.reading, total.said, wholes, total.name) if wholes else _confirmed(relations)


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
                yield from _confirmed(_matched(material, index, reading, said, found, name or "机关运行经费"))
                continue
            if re.match(r"(全面|全部)?(实施|纳入|实行|开展).{0,6}绩效", reading.text[said.stop :]):
                found = [p for p in index.by_item["合计"] if p.use in ("", "项目") and p.flow == "支出" and p.when == ("", 0)]
                yield from _confirmed(_matched(material, index, reading, said, found, "实施绩效管理的支出"))
                continue
            code = class_code(name)
            if code is not None:
                found = [p for p in index.by_item[code] if p.flow == "支出" and p.use == "" and p.when == (_when(said.before), 0)]
                yield from _matched(material, index, reading, said, found, name)


def _confirmed(relations: Iterable[Relation]) -> Iterator[Relation]:
    """What agrees, and what a slip of the unit keeps from agreeing (191.80元 for 191.80万元)."""
    for relation in relations:
        if outcome(relation) in ("consistent", "rounding") or wrong_unit(relation):
            yield relation if outcome(relation) != "uncheckable" else replace(relation, reason="")


def class_code(name: str) -> str | None:
    """The 类 that a name of the text means; None where it means none."""
    return class_codes().get(re.sub(r"^.*(包括|用于|其中)[:：]?", "", name)) or class_codes().get(name + "支出")
