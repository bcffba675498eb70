"""The lists that a document holds: what it names side by side, so that it can be ranked, counted, added or sifted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.folding import squash
from corpus.place import CellRef
from corpus.terms import code_name
from qa.catalogue import Catalogue, Entry, grams
from qa.inquiry import Inquiry, Scope
from qa.item import COUNT, LEVEL, is_default, leaf, measure_class, plain
from qa.link import Words, basis_fits, fitting, named_tables
from qa.question import Question

# A list is named when the words say so much of it.
NAMED = 0.55
FEWEST = 2
_OTHER_BASIS = 0.05
# Of the columns of one table the whole is meant where none is named.
_UNNAMED_COLUMN = 0.1
_WHOLE_COLUMN = re.compile(r"合计|总计|小计|金额|预算数|决算数")
_AS_WELL = 0.04
# What it counts that the question names the kind of table a list stands in.
_NAMED_TABLE = 0.15
# A list of the right length is meant only where the words say so much of it.
_COUNTS = 0.4
# Headers that say nothing of what is listed under them.
_GENERIC = re.compile(r"项目|指标|内容|名称|科目|金额|其中|合计")
_OF_UNITS = re.compile(r"单位|机构|部门|本级|[几哪这\d两二三四五六七八九十]家|谁|unit|agenc|office", re.IGNORECASE)
# What items of every kind are called: to say it names none of them.
_EVERY_ITEM = frozenset(("支出", "收入", "费用", "经费", "项目", "预算", "决算", "资金", "补助", "其他"))
_WHICH_PROJECT = re.compile(r"哪[一几些两三]?个?(?:专项)?项目(?!支出)")
_UNIT, _MOSTLY = re.compile(r"(?:局|队|院|中心|所|站|馆|校|学|处|办|社|园|厅|委|本级|机关)(?:[(（]本级[)）])?$"), 0.8
_UNITS = "预算单位"
# What comes in is listed under the same names as what goes out.
_FLOWS, _OTHER_FLOW = (("支出", "收入"), ("收入", "支出")), 0.1
_SUBORDINATE, _OWN_LEVEL = re.compile(r"所属|下属|二级(?:预算)?单位"), re.compile(r"本级|[(（]机关[)）]")
_WHICH_UNIT = re.compile(r"哪一?[家所](?!族)")
_CLASS = 3
LEVELS = {"类级": 3, "款级": 5, "项级": 7}
# A total is no item among those that it adds up.
_WHOLE = re.compile(r"(?:合计|总计)$")
_BY_CLASS = re.compile(
    r"(?:按|从|分)?功能(?:分类|科目)?.{0,12}哪一?[个大]?类|哪一?大?类(?:支出|预算|决算|的)|哪一?个?大类|大类支出.{0,6}哪一?类"
)
# Economic classes of staff, of the running of an office, and both: what a question calls the lists of their items.
_ECONOMIC = re.compile(r"(?:按|从|分)?(?:部门预算|政府预算)?经济(?:分类)?(?:科目)?")
_FUNDS_OF = (("人员经费", ("301", "303")), ("公用经费", ("302", "310")))
_ABOUT_LISTS = re.compile(
    "|".join(LEVELS)
    + "|(?:按|从|分)?功能分类(?:科目)?(?:来?看)?|哪一?[个大]?类(?:支出)?|科目|明细|下面|各项|哪一?项|方向|各(?=$|，|里|中)|金额|数额|钱多少|多少钱|(?:\\d{1,3}|[两二三四五六七八九十]{1,3})(?:个|项|家|类|种|笔|大类)|(?:部门预算|政府预算)?经济分类(?:科目)?"
)


@dataclass(frozen=True)
class Listing:
    """Items that a document lists side by side: `name` what they are the parts of, `about` further words for the list; `under` an item."""

    name: str
    about: str
    entries: tuple[Entry, ...]
    under: bool = False


def listings(catalogue: Catalogue, kind: str = LEVEL) -> list[Listing]:
    """The lists of a document: each table's column, the children of each row, the items of a sentence or a section; `kind` of measure."""
    agency = squash(catalogue.document.agency or "")
    lists: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    about: dict[tuple[str, ...], tuple[str, str]] = {}
    for entry in catalogue.entries:
        figure = entry.figure
        if (
            figure.amount is None
            or entry.total
            or _WHOLE.search(entry.item)
            or measure_class(figure) != kind
            or not entry.item
            or (agency and agency in entry.item and "本级" not in entry.item)
        ):
            continue
        if isinstance(figure.source, CellRef):
            table, column = str(figure.source.table), figure.measure
            keys: list[tuple[str, ...]] = [("column", table, column), ("kind", figure.table or "", leaf(figure))]
            about[keys[0]] = ("" if is_default(figure) else leaf(figure), f"{entry.title}，{figure.table or ''}，{entry.column}")
            about[keys[1]] = ("", (figure.table or "") + leaf(figure))
            for above in figure.path:
                keys.append(("children", table, column, above))
                about[keys[-1]] = (plain(above), f"{entry.title}，{entry.column}")
            if figure.code and len(figure.code) >= 5:
                keys.append(("code", table, column, figure.code[:3], str(len(figure.code))))
                parent = next((e for e in catalogue.by_code.get(figure.code[:3], ())), None)
                about[keys[-1]] = (parent.item if parent else "", entry.title + entry.column)
            for name, classes in _FUNDS_OF:
                if figure.code and len(figure.code) > _CLASS and figure.code[:_CLASS] in classes:
                    keys.append(("fund", table, column, name))
                    about[keys[-1]] = (name, f"日常{name}，基本支出，{entry.title}，{entry.column}")
            if figure.code:
                keys.append(("level", table, column, str(len(figure.code))))
                about[keys[-1]] = ("" if is_default(figure) else leaf(figure), entry.title + entry.column)
        else:
            context = figure.context or figure.source
            keys = [("sentence", str(context.start), figure.measure), ("section", entry.section, figure.measure)]
            about[keys[0]] = (figure.path[-1] if figure.path else "", entry.sentence[:80] + entry.section)
            about[keys[1]] = (entry.section.rsplit("/", 1)[-1], entry.section + figure.measure)
            for above in figure.path:
                keys.append(("part", entry.section, figure.measure, re.sub("支出$", "", plain(above))))
                about[keys[-1]] = (plain(above), f"{entry.section}，{figure.measure}")
        for key in keys:
            lists[key].append(entry)
    found = []
    for key, entries in lists.items():
        leaves = _leaves(_uppermost(entries) if key[0] in ("sentence", "section", "part") else entries)
        name, words = about[key]
        if key[0] == "column" and ((leaves[:1] and leaves[0].figure.table) or "").endswith("项目支出表") and is_default(leaves[0].figure):
            name, words = "项目", f"{words}，项目经费，项目预算，项目金额"
        elif key[0] == "column" and leaves and is_default(leaves[0].figure) and _are_units(leaves):
            name, words = _UNITS, f"{words}，所属单位，下属单位，事业单位，机构"
        elif _GENERIC.fullmatch(name):
            continue
        if len(leaves) >= FEWEST:
            found.append(Listing(name, words, tuple(leaves), key[0] in ("children", "code")))
    return found


def _are_units(entries: Sequence[Entry]) -> bool:
    """Whether a list is one of the agency's units: all but a few of its items are called as institutions are."""
    units = sum(bool(_UNIT.search(entry.item)) for entry in entries if not entry.figure.code)
    return len(entries) > FEWEST and units >= _MOSTLY * len(entries)


def _uppermost(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries without the parts of some of them, where others of the sentence have no parts (出国, 公车（购置, 运行）, 接待): parts are not ranked beside wholes."""
    names = {e.item for e in entries}
    above = [next((plain(part) for part in e.figure.path if plain(part) in names and plain(part) != e.item), "") for e in entries]
    roots = [e for e, whole in zip(entries, above, strict=True) if not whole]
    parted = {e.item for e in roots} & set(above)
    return roots if parted and len(roots) >= FEWEST and any(e.item not in parted for e in roots) else entries


def _leaves(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that are no parent of another one of them, one for each item."""
    parents = {plain(part) for e in entries for part in e.figure.path if plain(part) != e.item}
    codes = [e.figure.code for e in entries if e.figure.code]
    found: dict[tuple[str, str | None, str], Entry] = {}
    for e in entries:
        code = e.figure.code
        if e.item in parents and not (code and not any(c != code and c.startswith(code) for c in codes)):
            continue
        if code and any(c != code and c.startswith(code) for c in codes):
            continue
        found.setdefault((e.item, code, "" if e.is_table else e.parents), e)
    return list(found.values())


@dataclass(frozen=True)
class Named:
    """A list that a question names: its entries that fit, in the document's order, and how well it is named."""

    scope: Scope
    listing: Listing
    entries: tuple[Entry, ...]
    score: float


def named(
    inquiry: Inquiry, folded: str, kind: str = LEVEL, question: Question | None = None, keep: Callable[[Entry], bool] = lambda entry: True,
    count: int | None = None,
) -> Named | None:  # fmt: skip
    """The list that a phrase of the question names best; `count` is how many things the question says it has, `keep` sifts its entries."""
    best: Named | None = None
    for one in _rated(inquiry, _ABOUT_LISTS.sub("", folded), kind, question, keep, count):
        if one.score >= NAMED and (best is None or one.score > best.score + 1e-9):
            best = one
    return best


def alone(inquiry: Inquiry, folded: str, found: Named) -> bool:
    """Whether no list of another length is named all but as well as one that was found: how many there are would be a guess."""
    asked = replace(inquiry.question, units=())
    rated = _rated(inquiry, _ABOUT_LISTS.sub("", folded), LEVEL, asked, lambda entry: True, None)
    return all(len(one.entries) == len(found.entries) for one in rated if one.score >= found.score - _AS_WELL)


def _rated(
    inquiry: Inquiry, phrase: str, kind: str, question: Question | None, keep: Callable[[Entry], bool], count: int | None
) -> Iterator[Named]:
    asked = question or inquiry.question
    level = next((size for name, size in LEVELS.items() if name in inquiry.question.folded), None)
    by_class = _BY_CLASS.search(inquiry.question.folded) or (count is not None and "功能分类" in inquiry.question.folded)
    if level is None and by_class:
        level = LEVELS["类级"]
    tables = named_tables(inquiry.question.folded)
    projects = _WHICH_PROJECT.search(inquiry.question.folded)
    economic = bool(_ECONOMIC.search(inquiry.question.folded))
    for scope in inquiry.scopes:
        words = inquiry.words(phrase, scope)
        fits = fitting(
            asked if kind in (LEVEL, COUNT) else replace(asked, units=(), basis=None), scope.record.year, scope.record.kind, (kind,)
        )
        for listing in listings(scope.catalogue, kind):
            if economic and not all(e.figure.code and e.figure.code[0] in "35" for e in listing.entries):
                continue
            if listing.under and not _named_itself(listing, words):
                continue
            sifted = like(listing, words, count) if len(asked.quoted) < FEWEST else listing.entries
            if not _OF_UNITS.search(asked.folded) or _SUBORDINATE.search(asked.folded):
                sifted = [e for e in sifted if not _OWN_LEVEL.search(e.item)]  # an agency's units are no projects
            if _WHICH_UNIT.search(asked.folded) and all(map(classified, sifted)):
                continue  # no classification is one of “四家单位”
            entries = tuple(e for e in sifted if fits(e) and keep(e) and (level is None or _of_level(e, level)))
            if len(entries) < FEWEST or (count is not None and len(entries) != count):
                continue
            if len({e.figure.amount.dimension for e in entries if e.figure.amount}) > 1:
                continue
            score = fit(words, replace(listing, entries=entries), scope.catalogue, counted=count is not None)
            if (
                all(_WHOLE.fullmatch(piece) for piece in words.pieces)
                and not words.codes
                and (kind != LEVEL or (level is not None and not listing.name))
            ):
                # Nothing but the change is named: of all that is listed with one the longest list.
                score = NAMED + (len(entries) / 1000 if kind != LEVEL else 0.0)
            if kind != LEVEL and count is not None:
                score = max(score, NAMED)  # as many changes as the question counts
            if asked.basis is None and not basis_fits(scope.record.kind, entries[0].figure, scope.record.kind):
                score -= _OTHER_BASIS  # a final account is asked for what was spent
            if kind == LEVEL and _of_one_column(entries[0], words):
                score -= _UNNAMED_COLUMN
            if listing.name == _UNITS and _WHICH_UNIT.search(asked.folded):
                score += _NAMED_TABLE
            title = entries[0].title if entries[0].is_table else ""
            if any(here in asked.folded and there in title and here not in title for here, there in _FLOWS):
                score -= _OTHER_FLOW
            if projects:
                score += _NAMED_TABLE * ((listing.name == "项目") - any(e.figure.code for e in entries))
            if tables:
                score += _NAMED_TABLE if entries[0].figure.table in tables else -_NAMED_TABLE
            yield Named(scope, listing, entries, score)


def _named_itself(listing: Listing, words: Words) -> bool:
    """Whether the words name the item whose parts are listed, by more than that it is an expenditure."""
    own = set(grams(listing.name)) - _EVERY_ITEM
    return not own or any(gram in own for piece in words.pieces for gram in grams(piece))


def classified(entry: Entry) -> str:
    """The classification that an item is of, by its code or its name; "" where it is of none."""
    code = entry.figure.code or ""
    return "按经济分类科目明细" if code[:1] in ("3", "5") else "按功能分类科目明细" if code or entry.item in _classes() else ""


def _of_level(entry: Entry, level: int) -> bool:
    """Whether an item is a 类, 款 or 项 by its code; a table without codes (收支总表) names the 类 by their names."""
    code = entry.figure.code
    return len(code) == level if code else level == _CLASS and entry.is_table and entry.item in _classes()


@cache
def _classes() -> frozenset[str]:
    return frozenset(name for code in range(201, 240) if (name := squash(code_name(str(code)) or "")))


def _of_one_column(entry: Entry, words: Words) -> bool:
    """Whether figures stand under a header of a part (事业收入) that the question does not name in full; it means the whole."""
    said = {gram for piece in words.pieces for gram in grams(piece)}
    return bool(entry.column) and not entry.default and not _WHOLE_COLUMN.search(entry.column) and not set(grams(entry.column)) <= said


def like(listing: Listing, words: Words, count: int | None = None) -> list[Entry]:
    """The entries that bear the question's words, where some of them do and others do not: 资金池 are not ranked with 贷款."""
    found = list(listing.entries)
    own = set(grams(listing.name))
    for piece in words.pieces:
        for gram in grams(piece):
            if gram in own:
                continue
            having = [e for e in found if gram in e.item]
            if (
                having
                and (count or 0) <= len(having) < len(found)
                and not any(gram in "".join((*e.figure.path, e.section, e.title, e.column)) for e in found)
            ):
                found = having
    return found


def fit(words: Words, listing: Listing, catalogue: Catalogue, *, counted: bool) -> float:
    """How well the words name a list; that it is as long as the question says counts for much."""
    said = [gram for piece in words.pieces for gram in grams(piece) if gram in catalogue.postings or gram in catalogue.prose]
    if not said:
        return 0.0
    whole = sum(catalogue.weight(gram) for gram in said)
    near, far = set(grams(listing.name)), set(grams(listing.about))
    shared = set.intersection(*(set(grams(e.item + "，" + e.sentence)) for e in listing.entries))
    items = set.intersection(*(set(grams(e.item)) for e in listing.entries))
    cover = sum(catalogue.weight(g) * (1.0 if g in near or g in items else 0.75 if g in far or g in shared else 0.0) for g in said) / whole
    tight = sum(catalogue.weight(g) for g in near if g in said) / sum(catalogue.weight(g) for g in near) if near else 0.6
    # A list of the very kind of amount that is asked about (执行数, 决算数).
    kind = listing.entries[0].figure.measure
    spoken = 0.1 if len(kind) > 2 and kind in words.text else 0.0
    return 0.6 * cover + 0.4 * tight + (0.2 if counted and cover >= _COUNTS else 0.0) + spoken
