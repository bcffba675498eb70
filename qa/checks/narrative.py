"""The text against the tables: the same item, fund, use, year and basis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from corpus.folding import similarity, squash
from qa.checks.balance import doubtful_header
from qa.checks.clauses import Reading, Said
from qa.checks.hierarchy import classified
from qa.checks.material import Material, remembered
from qa.checks.points import ALL_FUNDS, CAPITAL, FUND, GENERAL, GRANT, Point, class_codes, points
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


@lru_cache(maxsize=8192)
def bare(name: str) -> str:
    """An item's name as it is compared: without brackets' marks, numbering, quotes and the final 支出 of a 类."""
    text = re.sub(r"[\"“”'‘’\s]|\((类|款|项)\)", "", squash(name))
    return re.sub(r"^(\d+[.、]|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\))+", "", text)


_LEVELLED = re.compile(
    r"([^,，。;；:：\"“”]{2,40}?)\(类\)[\"“”、，,-]*([^,，。;；:：\"“”]{2,40}?)\(款\)[\"“”、，,-]*"
    r"((?:[^,，。;；:：\"“”]|[\"“][^,，。;；:：\"“”()]{1,12}[\"”]){2,40}?)\(项\)"
)
_DASHED = re.compile(
    r"([^,，。;；:：\-\d.]{2,30})[-—－]([^,，。;；:：\-]{2,30})[-—－]([^,，。;；:：\-]{2,40}?)(?=20\d\d年|预算|决算|支出预算|$)"
)


# 小学教育（2050202）: the name with its code.
_CODED = re.compile(r"([^,，。;；:：()\d.、]{2,40})\((2\d{6}|2\d{4}|2\d\d)\)")


def item_in(words: str) -> tuple[str, list[str]] | None:
    """The last 项 that these words name, with its 类 and 款 (or its code); None where they name none."""
    coded = list(_CODED.finditer(words)) if "(2" in words else []
    if coded:
        return coded[-1].group(1), [coded[-1].group(2)]
    found = list(_LEVELLED.finditer(words)) if "(项)" in words else []
    found = found or (list(_DASHED.finditer(words)) if any(dash in words for dash in "-—－") else [])
    return (found[-1].group(3), [found[-1].group(1), found[-1].group(2)]) if found else None


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
            words = reading.text[: said.start]
            named = item_in(words) or (None if "(项)" in words else topic)
            if named is not None and _speaks_of_item(reading, said):
                found.append(Mention(reading, said, named[0], tuple(named[1]), stage_of(said.before)))
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
        found = matched(material, index, mention.reading, mention.said, candidates, mention.item)
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


def stage_of(before: str) -> str:
    return next((basis for basis in ("年初预算", "调整预算", "全年预算") if basis in re.split(r"[,，;；]", before)[-1]), "")


def funds_named(reading: Reading, said: Said) -> list[str]:
    """The funds that the sentence, or else the headings above it, speak of; the narrowest first."""
    for words in (said.before, reading.text[: said.start], " ".join(reversed(reading.sentence.section))):
        found = [fund for pattern, fund in _FUND_WORDS if re.search(pattern, words)]
        if found:
            return found[:1]
    return []


def matched(material: Material, index: Index, reading: Reading, said: Said, candidates: list[Point], name: str) -> Iterator[Relation]:
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


def confirmed(relations: Iterable[Relation]) -> Iterator[Relation]:
    """What agrees, and what a slip of the unit keeps from agreeing (191.80元 for 191.80万元)."""
    for relation in relations:
        if outcome(relation) in ("consistent", "rounding") or wrong_unit(relation):
            yield relation if outcome(relation) != "uncheckable" else replace(relation, reason="")


def class_code(name: str) -> str | None:
    """The 类 that a name of the text means; None where it means none."""
    return class_codes().get(re.sub(r"^.*(包括|用于|其中)[:：]?", "", name)) or class_codes().get(name + "支出")
