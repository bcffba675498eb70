"""Figures of the running text: what each number of a sentence measures, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.amount import MONEY, RATIO, Amount, Stated, find_amounts
from corpus.document import Document
from corpus.figure import Figure
from corpus.folding import half_width, similarity
from corpus.phrases import (
    CHANGE,
    COMPARED,
    COMPLETION,
    DOWN,
    INDEX,
    OPENS_LIST,
    REASON,
    SHARE,
    YEAR,
    Noun,
    chain,
    heading_topic,
    is_both,
    noun,
    when,
    years,
)
from corpus.place import CellRef, Span
from corpus.prose import Sentence, compact, sentences

_STRONG = "，,；;：:。！？"
_FISCAL = re.compile(r"(支出|收入|经费|费|费用|拨款|预算|决算|结转|结余|总计|合计|公积金|补贴|补助|资金|医疗|离退休|养老保险|年金)$")
_DATE_UNITS = {"年", "月", "日", "期", "岁"}
_COUNT_NOUN = re.compile(
    r"^(?:的)?([一-龥]{0,8}?(?:医院|机构|药店|单位|项目|人员|车辆|用车|计算机|电脑|企业|学校|设备|团组|群众|对象|专业|课程|公司|家庭|村|社区|街道|平台|基地|实验室|贫困人口|干部|党员|职工|学生|教师))"
)
_BOUND_BEFORE = (
    (re.compile(r"(不低于|不少于|大于等于|至少)$"), "≥"), (re.compile(r"(不超过|不高于|不多于|控制在|不突破)$"), "≤"), (re.compile(r"(超过|高于|大于|多于|突破)$"), ">"), (re.compile(r"(低于|小于|少于|不足)$"), "<"),
)  # fmt: skip
_OWN_TOTALS = {"收入预算", "支出预算", "收支预算", "收入决算", "支出决算", "收支决算", "预算收入", "预算支出"}
_MOVED = re.compile(r"(?P<before>.*?)(?P<word>增加|减少|调增|调减|追加|核减)了?(?P<what>(?!到|至|为|了)[一-龥“][^,，]*)$")
_COUNTED_AFTER = re.compile(r"[余多]?(人次|人|份|户|家|名|件|次|吨|亩|平方米)")
# Verbs that stand before a number without naming what is counted or paid.
_VERBS = re.compile(r"^(?:已|共|累计|继续|实际|及时)*(筹措|争取|开通|投入|下达|获|获得|购买|购置|采购|新增|纳入|进行|组织|开展|培训|印制|发放|聘用|配备|检查|选取|完成|拨付|偿还|完成对|对|为|约|将|和)了?$")
_TIME = re.compile(rf"[\s、]*(?:截至|截止|截止到|到|在|于|从)?{YEAR}")
_BY_VERB = re.compile(r"(购买|购置|采购|新增|配备|开展|进行|投入|调配|印制|发放|聘用|解除|完成)了?$")
_RANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(%?)(?:-|—|~|～|至)$")


@dataclass(frozen=True, slots=True)
class Item:
    """The item that a clause speaks of, with the measure it was last stated in."""

    subject: str = ""
    path: tuple[str, ...] = ()
    code: str | None = None
    measure: str | None = None
    basis: str | None = None
    year: int | None = None
    announced: bool = False


@dataclass
class Context:
    """What a sentence leaves to the next: the item, the list it opened, the year; `topic` is the first item of a paragraph."""

    year: int | None
    agency: str | None
    kind: str | None
    heading: str = ""
    item: Item | None = None
    topic: Item | None = None
    parents: tuple[str, ...] = ()
    open_list: tuple[str, ...] = ()
    said: int | None = None
    versus: int | None = None
    reason: bool = False
    listed: int = 0
    first_of_list: bool = False
    levels: int = 0
    stated: int = 0
    recent: list[Item] = field(default_factory=list)
    closes: bool = False
    counted: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as read from one text, `start:stop` its number with unit in that text."""

    start: int
    stop: int
    figure: Figure


def narrative_figures(document: Document) -> tuple[Figure, ...]:
    """The figures that sentences state, in reading order; the subject is "" where none can be named safely."""
    found: list[Figure] = []
    context = Context(document.year, document.agency, document.kind)
    section: tuple[str, ...] | None = None
    for sentence in sentences(document):
        if sentence.section != section:
            section = sentence.section
            context = _section(document, section)
        for statement in _read(sentence.text, context, sentence.opens):
            found.append(_placed(statement, sentence))
    return tuple(found)


def cell_figures(text: str, name: str, source: CellRef, document: Document, table: str | None) -> tuple[Figure, ...]:
    """The figures of a table cell that holds sentences; `name` is whose cell it is, every figure's source is the cell."""
    plain, _ = compact(text)
    context = Context(document.year, document.agency, document.kind)
    found: list[Figure] = []
    for part in re.split(r"(?<=[。！？])", plain):
        for statement in _read(part, context, True):
            figure = statement.figure
            path = (name, *figure.path) if name and name != figure.subject else figure.path
            found.append(replace(figure, source=source, path=path, table=table))
    return tuple(found)


def _section(document: Document, section: tuple[str, ...]) -> Context:
    stated = [year for title in section for year in years(half_width(title).replace(" ", ""))[-1:]]
    year = stated[-1] if stated else document.year
    return Context(year, document.agency, document.kind, heading_topic(section))


def _placed(statement: Statement, sentence: Sentence) -> Figure:
    return replace(statement.figure, source=sentence.source(statement.start, statement.stop), context=sentence.span)


# --- one sentence ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between separators with its numbers; `opens` and `closes` are the separators around it."""

    start: int
    stop: int
    opens: str
    closes: str
    numbers: tuple[Stated, ...] = field(default=())


def _read(text: str, context: Context, opens: bool) -> Iterator[Statement]:
    text = half_width(text)
    context.said, context.versus, context.reason, context.listed = None, None, False, 0
    context.counted = False
    if opens:
        context.item, context.topic, context.stated, context.recent = None, None, 0, []
    context.parents, context.first_of_list = context.open_list, False
    context.unit = next((hit.amount.unit for hit in find_amounts(text) if hit.amount.dimension == "元"), None)
    kept = [hit for hit in find_amounts(text) if _is_figure(text, hit, context)]
    stack: list[tuple[Item | None, tuple[str, ...], bool]] = []
    levels = 0
    for clause in _clauses(text, kept):
        if clause.opens == "(":
            stack.append((context.item, context.parents, context.reason))
            if context.item is not None and context.item.subject:
                context.parents = (*context.parents, context.item.subject)
        elif clause.opens in "；;":
            context.reason, context.closes = False, not stack
            if context.first_of_list and context.listed >= 2 and not stack:
                context.parents = context.open_list
            context.listed, context.first_of_list = 0, False
        if clause.start == 0:
            levels, context.levels = context.levels, 0
        yield from _clause(text, clause, context, levels)
        if clause.closes == ")" and stack:
            context.item, context.parents, context.reason = stack.pop()
    if text.rstrip("。").endswith(("其中:", "如下:", "包括:", "方面:")):
        # the list that follows belongs to the one item of this paragraph; of several it could be any
        context.open_list = (context.topic.subject,) if context.topic and context.stated <= 1 and context.topic.subject else ()


def _clauses(text: str, kept: list[Stated]) -> Iterator[Clause]:
    """The clauses of a sentence; brackets are only boundaries where they hold figures, commas in numbers are none."""
    inside = {place for hit in find_amounts(text) for place in range(hit.start, hit.stop)}
    brackets = _brackets(text, kept)
    start, opened = 0, ""
    for place, char in enumerate(text):
        if place in inside or (char not in half_width(_STRONG) and char not in "。；" and place not in brackets):
            continue
        numbers = tuple(hit for hit in kept if start <= hit.start < place)
        yield Clause(start, place, opened, char, numbers)
        start, opened = place + 1, char
    if start < len(text):
        yield Clause(start, len(text), opened, "", tuple(hit for hit in kept if hit.start >= start))


def _brackets(text: str, kept: list[Stated]) -> set[int]:
    found: set[int] = set()
    for hit in re.finditer(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", text):
        if any(hit.start() < number.start < hit.end() for number in kept):
            found.update((hit.start(), hit.end() - 1))
    return found


def _is_figure(text: str, hit: Stated, context: Context) -> bool:
    """Whether a number states something: no dates, document numbers, thresholds inside a name, list numbers."""
    before, after = text[: hit.start], text[hit.stop :]
    if re.search(r"[第〔\[【号#*A-Za-z]$|\d[-—~～/.]$", before) and not _RANGE.search(before):
        return False
    unit = hit.amount.unit
    printed = text[hit.start : hit.stop]
    if re.search(r"(表|附件|附表|编码|代码|电话)[\d:-]*$", before) or re.match(r"0\d", printed):
        return False
    if (unit == "项" and after.startswith("目")) or (unit == "个" and re.match(r"月|季度|工作日|小时|百分", after)):
        return False
    if printed[-1] in "万亿" and re.match(r"[余多]?[一-龥]", after) and not _COUNTED_AFTER.match(after):
        return False
    if unit is None:
        # a number without its unit is read where a money amount of the same sentence lends one
        fiscal = bool(_FISCAL.search(before.rstrip("为是:")))
        return context.unit is not None and "." in text[hit.start : hit.stop] and fiscal and not re.match(r"[-—~～%\d]|号|级", after)
    if unit in _DATE_UNITS or re.match(r"[-—~～至]\d", after):
        return False
    if unit in MONEY and re.match(r"(\(含\))?(及)?以[上下]|\(含", after) and re.search(r"(单价|价值|单位价值|金额)$", before):
        return False
    if unit in ("日", "月", "天") and re.search(r"[年月]$", before):
        return False
    return not (unit == "%" and re.match(r"[-—~～]\d", after))


def _clause(text: str, clause: Clause, context: Context, levels: int) -> Iterator[Statement]:
    words = text[clause.start : clause.stop]
    if re.match(r"\s*其中", words) or (words.strip() == "其中" and clause.closes == ":"):
        parent = context.item if context.item and context.item.subject and (clause.start or levels <= 1) else context.topic
        if parent and parent.subject and parent.subject not in context.parents:
            context.parents = (*context.parents, parent.subject)
        context.listed, context.first_of_list = 0, True
    if not clause.numbers:
        _announce(words, clause, context)
        return
    start = clause.start
    together = re.search(r"分别", text[start : clause.numbers[0].start]) if len(clause.numbers) > 1 else None
    if together:
        yield from _respectively(text, clause, context)
        start = clause.numbers[-1].stop
    for number in () if together else clause.numbers:
        before = text[start : number.start]
        after = text[number.stop : clause.stop]
        yield from _statement(text, before, after, number, context)
        start = number.stop
    if REASON.search(re.sub(r"\([^()]*\)", "", text[start : clause.stop])):
        context.reason, context.item = True, None


def _respectively(text: str, clause: Clause, context: Context) -> Iterator[Statement]:
    """A、B和C分别增长1%、2%和3%: named one by one where names and numbers are as many, else without subject."""
    lead = text[clause.start : clause.numbers[0].start]
    names, _, verb = lead.partition("分别")
    tail = re.search(r"等(支出|收入|经费|费用|资金)?$", names)
    bare = names[: tail.start()] if tail else names
    parts = re.split(r"、", bare)
    if len(parts) != len(clause.numbers):
        parts = re.split(r"[、和及]", bare)
    for position, number in enumerate(clause.numbers):
        own = parts[position] + (tail.group(1) or "" if tail else "") if len(parts) == len(clause.numbers) else ""
        before, after = own + verb, text[number.stop : clause.stop]
        for statement in _statement(text, before, after, number, replace(context, item=Item(), recent=[])):
            figure = statement.figure if own else replace(statement.figure, subject="", path=())
            yield replace(statement, figure=figure)
    context.item = Item()


def _announce(words: str, clause: Clause, context: Context) -> None:
    """A clause without figures: it may name the item, the year, the year compared with, or open a reason."""
    compared = COMPARED.search(words)
    if compared:
        context.versus = _year(compared.group("when"), context)
        own = noun(words[: compared.start()], context.agency)
        if own.year is not None:
            context.said = own.year
        return
    if clause.closes == ":" and OPENS_LIST.search(words.strip()) and not re.search(r"原因", words):
        parent = context.item if context.item and context.item.subject else context.topic
        if parent and parent.subject and parent.subject not in context.parents:
            context.parents, context.first_of_list, context.listed = (*context.parents, parent.subject), True, 0
        return
    if REASON.search(words):
        context.reason, context.item = True, None
        return
    opening = _TIME.match(words)
    if opening:
        context.said = years(opening.group())[0]
    inside = re.match(r"(.*?[^其])(?:当)?中$", words.strip())
    if inside and _FISCAL.search(inside.group(1)) and not REASON.search(words):
        named = noun(inside.group(1), context.agency)
        if named.subject and not named.generic and len(named.subject) <= 30:
            context.parents = (*context.open_list, named.subject)
            return
    item = chain(words)
    if item is not None or (clause.closes == ":" and not OPENS_LIST.search(words.strip())) or re.search(r"[)）]$|项目$|经费$|预算$", words):
        named = item or noun(words, context.agency)
        if named.subject and not named.generic and len(named.subject) <= 40 and not re.search(r"[了对将把由]|是指|根据|按照|组织|通过", named.subject if item is None else ""):
            context.item = Item(named.subject, (*context.parents, *named.path), named.code, announced=True)
            if item is not None or context.topic is None:
                context.topic = context.item


def _year(text: str | None, context: Context) -> int | None:
    absolute, offset = when(text)
    if absolute is not None:
        return absolute
    here = context.said if context.said is not None else context.year
    return None if offset is None or here is None else here + offset


def _statement(text: str, before: str, after: str, number: Stated, context: Context) -> Iterator[Statement]:
    amount = number.amount
    start = number.start
    negative = bool(re.search(r"(?<!\d)[-－−]$", before))
    if negative:
        before, start = before[:-1], start - 1
        amount = Amount(-amount.value, amount.unit)
    if is_both(before):
        return
    reading = "text"
    counted = _COUNTED_AFTER.match(after) if text[number.stop - 1] in "万亿" else None
    if counted:
        amount = Amount(amount.value, text[number.stop - 1] + counted.group(1))
    if amount.unit is None and context.unit is not None:
        amount, reading = Amount(amount.value, context.unit), "inferred_unit"
    bound = number.bound
    for pattern, mark in _BOUND_BEFORE:
        hit = pattern.search(before)
        if hit:
            bound, before = mark, before[: hit.start()]
    if amount.unit not in MONEY and re.match(r"(及)?以上", after):
        bound = "≥"
    elif amount.unit not in MONEY and re.match(r"(及)?以[下内]", after):
        bound = "≤"
    low = _RANGE.search(before)
    if low and Decimal(low.group(1)) >= amount.value:
        return
    if low:
        before = before[: low.start()]
    figure = _figure(before, after, amount, context)
    if figure is None:
        return
    if low:
        first = start - len(low.group())
        lower = Amount(Decimal(low.group(1)), amount.unit)
        yield Statement(first, number.stop, replace(figure, amount=lower, bound="≥", reading=reading))
        bound = "≤"
        start = first
    yield Statement(start, number.stop, replace(figure, bound=bound, reading=reading))  # type: ignore[arg-type]


_NOWHERE = Span(0, 0)


def _make(item: Item, measure: str, amount: Amount, year: int | None, basis: str | None = None, versus: int | None = None) -> Figure:
    return Figure(item.subject, measure, amount, _NOWHERE, item.path, item.code, basis, year, versus)


def _figure(before: str, after: str, amount: Amount, context: Context) -> Figure | None:
    rate = amount.unit in RATIO
    change = CHANGE.search(before)
    if change and not (context.reason and re.match(r"[一-龥]", after)):
        return _change(before[: change.start()], change.group("word"), after, amount, context)
    if rate:
        for pattern, measure in ((COMPLETION, "完成率"), (INDEX, "与上年之比"), (SHARE, "占比")):
            hit = pattern.search(before)
            if hit:
                own = before[: hit.start()]
                item = Item() if own.strip("，,、 ") == "项目" else _own(own, context)
                if own.strip("，,、 ") and item.subject:
                    context.item = item
                versus = _year(hit.group("when"), context) if measure == "与上年之比" else None
                base = hit.groupdict().get("base")
                basis = {"年初": "年初预算", "全年": "全年预算", "调整": "调整预算"}.get(base or "") if measure == "完成率" else None
                return _make(item, measure, amount, _now(item, context), basis, versus)
        if re.search(r"^[/／].*的$|^的$", before):
            return _make(Item(), "比率", amount, _now(None, context))
        if re.match(r"(?:以[上下])?用于", after):
            return _make(Item(noun(after.split("用于", 1)[1], None).subject[:24], context.parents), "占比", amount, _now(None, context))
    return _level(before, after, amount, context)


def _now(item: Item | None, context: Context) -> int | None:
    if item is not None and item.year is not None and context.said is None:
        return item.year
    return context.said if context.said is not None else context.year


def _carried(context: Context) -> Item:
    if context.item is not None:
        return context.item
    if context.reason:
        return Item()
    return context.topic or Item(context.heading)


def _own(text: str, context: Context) -> Item:
    """The item a phrase names, or the one that was spoken of last."""
    named = noun(text, context.agency)
    if named.year is not None:
        context.said = named.year
    if named.subject in ("收入", "支出"):
        return next((one for one in reversed(context.recent) if named.subject in one.subject), Item())
    if named.generic:
        return _carried(context)
    if len(named.subject) > 40:
        return Item()
    return Item(named.subject, (*context.parents, *named.path), named.code)


def _change(before: str, word: str, after: str, amount: Amount, context: Context) -> Figure:
    compared = COMPARED.search(before)
    versus = context.versus
    if compared:
        own_words = before[: compared.start()]
        versus = _year(compared.group("when"), context) or versus
    else:
        own_words = re.sub(r"(?:同比|环比|分别|相应|共|总共)+$", "", before)
    item = _own(own_words, context)
    what = noun(compared.group("what"), context.agency) if compared else Noun()
    if compared and not own_words.strip("，,、 ") and not what.generic:
        item = _likest(what, item, context)
    if not own_words.strip("，,、 ") and not compared and re.match(r"[一-龥]", after) and amount.unit not in MONEY and amount.unit not in RATIO:
        hit = _COUNT_NOUN.match(after)
        item = Item(hit.group(1) if hit else "", context.parents)
    if item.subject:
        context.item = item
        context.recent.append(item)
    year = _now(item, context)
    if versus is None and year is not None and re.search(r"同比|上年", before):
        versus = year - 1
    if versus is not None:
        context.versus = versus
    elif context.versus is None and year is not None and not context.reason and amount.unit in (*MONEY, *RATIO):
        versus = context.versus
    signed = Amount(-amount.value, amount.unit) if DOWN.match(word) else amount
    measure = "增减率" if amount.unit in ("%", "‰") else "增减额"
    return _make(item, measure, signed, year, item.basis, versus)


def _likest(what: Noun, item: Item, context: Context) -> Item:
    """Of the items spoken of, the one that a comparison (与上年“三公”经费相比) names again; else what it names."""
    known = [one for one in (item, context.topic) if one is not None and one.subject]
    best = max(known, key=lambda one: similarity(one.subject, what.subject), default=None)
    if best is not None and similarity(best.subject, what.subject) >= 0.3:
        return best
    return Item(what.subject, context.parents, what.code)


def _level(before: str, after: str, amount: Amount, context: Context) -> Figure | None:
    compared = COMPARED.search(before)
    if compared and compared.group("when"):
        year = _year(compared.group("when"), context)
        named = noun(compared.group("what"), context.agency)
        item = _carried(context) if named.generic else Item(named.subject, context.parents, named.code)
        context.versus = year
        measure, basis = _measure(named, item, amount, before, context)
        return _make(item, measure, amount, year, basis)
    moved = _MOVED.match(before)
    if moved:
        return _moved(moved, amount, context)
    named = noun(before, context.agency)
    if named.year is not None:
        context.said = named.year
    year = named.year
    if year is None and named.relative is not None and context.year is not None:
        year = context.year + named.relative
    item = _item(named, before, after, amount, context)
    if item is None:
        return None
    measure, basis = _measure(named, item, amount, before, context)
    if year is None:
        year = _now(item, context)
    context.item = replace(item, measure=measure, basis=basis, year=year)
    context.counted = measure == "数量"
    context.listed += 1
    context.levels += 1
    context.stated += 1
    if item.subject:
        context.topic = context.topic or context.item
        context.recent.append(context.item)
    return _make(item, measure, amount, year, basis)


def _moved(hit: re.Match[str], amount: Amount, context: Context) -> Figure:
    """增加 and 减少 before what they change: 减少国有资产7.83万元."""
    found = years(hit.group("before"))
    if found:
        context.said = found[-1]
    named = noun(hit.group("what"), context.agency)
    item = Item(named.subject if not named.generic and len(named.subject) <= 40 else "", context.parents, named.code)
    signed = Amount(-amount.value, amount.unit) if hit.group("word") in ("减少", "调减", "核减") else amount
    return _make(item, "增减额" if amount.unit not in RATIO else "增减率", signed, _now(None, context))


def _item(named: Noun, before: str, after: str, amount: Amount, context: Context) -> Item | None:
    counted = amount.unit not in MONEY and amount.unit not in RATIO
    if named.total and context.listed >= 2:
        return Item()  # 两项合计: the sum of what was named, which has no name
    verb = _VERBS.match(named.subject)
    if verb or (counted and _BY_VERB.search(named.subject)):
        hit = _COUNT_NOUN.match(after) or re.match(r"([一-龥]{2,8}?)(?=[,，。;；、和及(]|$)", after)
        if counted and hit:
            return Item(hit.group(1), context.parents)
        if verb:
            return Item()
    if counted and not before.strip(" ,，、") and context.counted and not _COUNT_NOUN.match(after):
        return _carried(context)
    if named.generic or named.total:
        swapped = _swapped(named.subject, named.printed, context)
        if swapped is not None:
            return swapped
        if named.subject in ("收入", "支出") and not _goes_on(context) and named.printed not in _OWN_TOTALS and context.recent:
            return Item()
        if counted and (hit := _COUNT_NOUN.match(after) or re.match(r"([一-龥]{2,6})(?=[,，。;；、]|$)", after)):
            return Item(hit.group(1), context.parents)
        carried = _carried(context)
        if named.printed in _OWN_TOTALS and not _goes_on(context):
            return Item(named.printed, context.parents)
        if counted and not re.search(r"[数为是共计]$", before):
            return Item()
        return carried if carried.subject or not named.printed else Item(named.printed, context.parents)
    if len(named.subject) > 40 or not re.search(r"[一-龥]{2}|[A-Za-z]{2}", named.subject):
        return Item("", context.parents)
    if counted and (hit := _COUNT_NOUN.match(after)) and not re.search(r"(数|数量|人员|单位|机构)$", named.subject):
        return Item(hit.group(1), context.parents)
    parents = context.parents
    if parents and context.closes and similarity(parents[-1], named.subject) >= 0.6 and parents != context.open_list:
        context.parents = parents = parents[:-1]
    context.closes = False
    if re.fullmatch(r"(收入|支出)(总计|合计)", named.subject) and context.topic and context.topic.subject:
        stem = re.match(r"(.+?)(?:本年)?(?:收入|支出|收支)(?:总计|合计|总预算)?$", context.topic.subject)
        parents = (*parents, stem.group(1)) if stem else parents
    return Item(named.subject, (*parents, *named.path), named.code)


def _goes_on(context: Context) -> bool:
    """Whether 支出决算 still speaks of the item before: one that was announced, or stated as budgeted."""
    item = context.item
    return item is not None and bool(item.subject) and (item.announced or item.basis in ("年初预算", "全年预算", "调整预算"))


def _swapped(subject: str, printed: str, context: Context) -> Item | None:
    """支出 after 一般公共预算收入 is 一般公共预算支出."""
    topic = context.topic.subject if context.topic else ""
    if subject in ("支出", "收入") and printed in ("支出", "收入", "支出完成", "收入完成") and re.search(r"(收入|支出)$", topic) and not topic.endswith(subject):
        return Item(topic[:-2] + subject, context.topic.path if context.topic else ())
    if subject in ("支出", "收入") and printed.endswith("完成") and re.search(r"预算$", topic):
        return Item(topic + subject, context.topic.path if context.topic else ())
    return None


def _measure(named: Noun, item: Item, amount: Amount, before: str, context: Context) -> tuple[str, str | None]:
    if amount.unit in RATIO:
        return "比率", None
    if amount.unit not in MONEY:
        return "数量", named.basis
    if item.subject.endswith("限额"):
        return "限额", None
    if named.measure is not None:
        return named.measure, named.basis
    if re.search(r"完成$", before):
        return "执行数", "执行"
    if re.search(r"决算", item.subject):
        return "决算数", "决算"
    if re.search(r"预算(总数|总额)?$|总预算|预算(收入|支出)$", item.subject) and not re.search(r"公共预算|基金预算|经营预算", item.subject):
        return "预算数", "预算"
    if "预算" in re.sub(r"公共预算|基金预算|经营预算", "", before):
        return "预算数", "预算"
    if context.parents and context.topic is not None and context.topic.measure in ("预算数", "决算数", "执行数"):
        return context.topic.measure, context.topic.basis
    if _FISCAL.search(item.subject) and not context.reason and context.kind in ("预算", "决算") and context.said in (None, context.year):
        return context.kind + "数", None
    return "金额", None
