"""Figures of the running text: what each number of a sentence measures, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.amount import MONEY, RATIO, Amount, Stated
from corpus.clauses import COUNTED_AFTER, FISCAL, RANGE, Clause, cut, numbers
from corpus.discourse import Context, Item, section_context
from corpus.document import Document
from corpus.figure import Figure
from corpus.folding import half_width
from corpus.level_item import COUNT_NOUN, level_item
from corpus.phrases import CHANGE, COMPARED, COMPLETION, DOWN, INDEX, OPENS_LIST, REASON, SHARE, YEAR, Noun, chain, is_both, noun, years
from corpus.place import CellRef, Span
from corpus.prose import Sentence, compact, sentences
from corpus.table import Reading

_BOUND_BEFORE = (
    (re.compile(r"(不低于|不少于|大于等于|至少)$"), "≥"),
    (re.compile(r"(不超过|不高于|不多于|控制在|不突破)$"), "≤"),
    (re.compile(r"(超过|高于|大于|多于|突破)$"), ">"),
    (re.compile(r"(低于|小于|少于|不足)$"), "<"),
)
_CARRIED_OUT = re.compile(r"[,，、\s]*(?:完成|达到?|占)了?(?P<base>年初|全年|调整|年度|当年|本年)?后?预算(?:安排|数)?(?:为|的)?")
_BASES = {"年初": "年初预算", "全年": "全年预算", "调整": "调整预算"}
_MOVED = re.compile(r"(?P<before>.*?)(?P<word>增加|减少|调增|调减|追加|核减)了?(?P<what>(?!到|至|为|了)[一-龥“][^,，]*)$")
# What a total consists of, told between it and its change (主要包括办公费、差旅费和其他交通费用).
_INCLUDES = re.compile(r"^(?:主要|具体|其中)?(?:包括|包含|用于|含)(?!在)[^\d]*$")
_MADE_OF = re.compile(r"^(?P<item>[一-龥“”\"]{2,16}(?:收入|支出|费|经费|资金|拨款))主要(?:是|为|包括|来源于|来自)[^\d]*$")
_TIME = re.compile(rf"[\s、]*(?:截至|截止|截止到|到|在|于|从)?{YEAR}")
_SAID_OF_RATES = re.compile(r"增长|提升|提高|上升|上涨")
_THIS_YEAR = re.compile(r"(?:本|今|当)年度?")
# A heading that its paragraph goes on behind: （二）陵园修缮工程。立项依据为…，2025年安排135万元。
_RUN_IN = re.compile(
    r"(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])\s*(?P<name>[一-龥“”\"（）()A-Za-z]{4,30})。"
)
_NO_ITEM = re.compile(r"情况|说明|总体|方面|工作$|[了对将把由]|是指|根据|按照|组织|通过")
_COUNTED_NOUN = re.compile(r"^[一-龥]{1,12}[、和及与](?=[一-龥]{2})")
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as read from one text, `start:stop` its number with unit in that text."""

    start: int
    stop: int
    figure: Figure


def narrative_figures(document: Document) -> tuple[Figure, ...]:
    """The figures that sentences state, in reading order; the subject is "" where none can be named safely."""
    found: list[Figure] = []
    context = section_context(document.year, document.agency, document.kind, ())
    section: tuple[str, ...] | None = None
    for sentence in sentences(document):
        if sentence.section != section:
            section = sentence.section
            context = section_context(document.year, document.agency, document.kind, section)
        found.extend(_placed(statement, sentence) for statement in _read(sentence.text, context, sentence.opens))
    if document.scanned:
        return tuple(_scanned(figure, document) for figure in found)
    return tuple(found)


def _scanned(figure: Figure, document: Document) -> Figure:
    """The figure, marked as read by OCR where it stands on a scanned page."""
    return replace(figure, reading="ocr") if document.place(figure.source).page in document.scanned else figure


def cell_figures(text: str, name: str, source: CellRef, document: Document, table: str | None) -> tuple[Figure, ...]:
    """The figures of a table cell that holds sentences; `name` is whose cell it is, every figure's source is the cell."""
    plain, _ = compact(text)
    context = Context(document.year, document.agency, document.kind)
    found: list[Figure] = []
    for part in re.split(r"(?<=[。！？])", plain):
        for statement in _read(part, context, True):
            figure = statement.figure
            path = (name, *figure.path) if name and name != figure.subject else figure.path
            found.append(_scanned(replace(figure, source=source, path=path, table=table), document))
    return tuple(found)


def _placed(statement: Statement, sentence: Sentence) -> Figure:
    return replace(statement.figure, source=sentence.source(statement.start, statement.stop), context=sentence.span)


def _read(text: str, context: Context, opens: bool) -> Iterator[Statement]:
    text = half_width(text)
    levels = context.sentence(opens, text.startswith("其中"))
    kept = numbers(text)
    money = next((hit.amount.unit for hit in kept if hit.amount.unit in MONEY), None)
    stack: list[tuple[Item | None, tuple[str, ...], bool, int | None]] = []
    for clause in cut(text, kept):
        if clause.opens == "(":
            stack.append((context.item, context.parents, context.reason, context.said))
            if (then := _OF_THEN.search(text[: clause.start])) is not None:
                context.said = years(then.group())[-1]  # 与2030年度（1806.44万元）相比
            if context.item is not None and context.item.subject:
                context.parents = (*context.parents, context.item.subject)
        elif clause.opens in "；;" and clause.opens:
            context.semicolon(bool(stack))
        words = text[clause.start : clause.stop]
        if re.match(r"\s*其中", words):
            last = context.item if context.item and context.item.subject and (clause.start or levels <= 1) else context.topic
            context.open(last)
        if clause.numbers:
            yield from _clause(text, clause, context, money)
        else:
            _announce(words, clause, context)
        if clause.closes == ")" and stack:
            context.item, context.parents, context.reason, context.said = stack.pop()
    heads = _RUN_IN.fullmatch(text.strip()) if opens and context.item is None else None
    if heads is not None and not _NO_ITEM.search(heads["name"]):
        context.item = context.topic = replace(context.named(noun(heads["name"], context.agency)), announced=True)
    context.end(text)


def _clause(text: str, clause: Clause, context: Context, money: str | None) -> Iterator[Statement]:
    start = clause.start
    if len(clause.numbers) > 1 and "分别" in text[start : clause.numbers[0].start]:
        yield from _respectively(text, clause, context, money)
        start = clause.numbers[-1].stop
    else:
        last = clause.numbers[0].amount
        for number in clause.numbers:
            before = text[start : number.start]
            if start > clause.start and re.search(r"[、和及与]$", before):
                before = ""  # 22家公立医院和1家民营医院: what stands between belongs to the number before it
            elif start > clause.start and last.unit not in MONEY and last.unit not in RATIO:
                before = _COUNTED_NOUN.sub("", before)  # 62个教学班、在校学生3147人
            last = number.amount
            yield from _statement(before, text[number.stop : clause.stop], text[number.stop - 1], number, context, money)
            start = number.stop
    if REASON.search(re.sub(r"\([^()]*\)", "", text[start : clause.stop])):
        context.reason, context.item = True, None


def _announce(words: str, clause: Clause, context: Context) -> None:
    """A clause without figures: it may name the item, the year, the year compared with, open a list or a reason."""
    compared = COMPARED.search(words)
    if compared:
        context.versus = context.year_of(compared.group("when"))
        own = noun(words[: compared.start()], context.agency)
        if not words[: compared.start()].strip():
            context.resume()
        if own.year is not None:
            context.said = own.year
        return
    words = words.strip()
    if clause.closes == ":" and OPENS_LIST.search(words) and "原因" not in words:
        if not words.startswith("其中"):
            context.open(context.item if context.item and context.item.subject else context.topic)
        return
    made = _MADE_OF.match(words)
    if made is not None and "原因" not in words:
        named = noun(made["item"], context.agency)
        if named.subject and not named.generic:
            context.item = replace(context.named(named), announced=True)
            return
    if _INCLUDES.match(words):
        return  # what a total consists of: its change may follow
    if REASON.search(words):
        context.reason, context.item = True, None
        return
    opening = _TIME.match(words)
    if opening:
        context.said = years(opening.group())[0]
    inside = re.match(r"(?:在)?(.*?[^其])(?:当)?中$", words)
    if inside and (FISCAL.search(inside.group(1)) or inside.group(1).endswith("项目")):
        named = noun(inside.group(1), context.agency)
        if named.subject and not named.generic and len(named.subject) <= 30:
            context.parents = (*(context.open_list or context.base), named.subject)
            return
    item = chain(words)
    if item is not None or clause.closes == ":" or re.search(r"[)）]$|项目$|经费$|预算$", words):
        named = item or noun(words, context.agency)
        verbal = item is None and re.search(r"[了对将把由]|是指|根据|按照|组织|通过|依据|[》〕]", named.subject)
        if named.subject and not named.generic and len(named.subject) <= 40 and not verbal:
            context.item = replace(context.named(named), announced=True)
            if item is not None or context.topic is None:
                context.topic = context.item


def _respectively(text: str, clause: Clause, context: Context, money: str | None) -> Iterator[Statement]:
    """A、B和C分别增长1%、2%和3%: named one by one where names and numbers are as many, else without subject."""
    lead = text[clause.start : clause.numbers[0].start]
    names, _, verb = lead.partition("分别")
    tail = re.search(r"等(支出|收入|经费|费用|资金)?$", names)
    bare = names[: tail.start()] if tail else names
    parts = re.split(r"、", bare)
    if len(parts) != len(clause.numbers):
        parts = re.split(r"[、和及]", bare)
    paired = len(parts) == len(clause.numbers)
    for position, number in enumerate(clause.numbers):
        own = parts[position] + ((tail.group(1) or "") if tail else "") if paired else ""
        lonely = replace(context, item=Item(), recent=[])
        for statement in _statement(own + verb, text[number.stop : clause.stop], text[number.stop - 1], number, lonely, money):
            yield statement if own else replace(statement, figure=replace(statement.figure, subject="", path=()))
    context.item = Item()


def _statement(before: str, after: str, last: str, number: Stated, context: Context, money: str | None) -> Iterator[Statement]:
    """The statement of one number: its sign, unit, bound and range, and what it measures. `last` is its last character."""
    amount, start = number.amount, number.start
    if re.search(r"(?<!\d)[-－−]$", before):
        before, start = before[:-1], start - 1
        amount = Amount(-amount.value, amount.unit)
    if is_both(before):
        return
    reading: Reading = "text"
    counted = COUNTED_AFTER.match(after) if last in "万亿" else None
    if counted:
        amount = Amount(amount.value, last + counted.group(1))
    if amount.unit is None and money is not None:
        amount, reading = Amount(amount.value, money), "inferred_unit"
    bound = number.bound
    for pattern, mark in _BOUND_BEFORE:
        hit = pattern.search(before)
        if hit:
            bound, before = mark, before[: hit.start()]
    if amount.unit not in MONEY and re.match(r"(及)?以上", after):
        bound = "≥"
    elif amount.unit not in MONEY and re.match(r"(及)?以[下内]", after):
        bound = "≤"
    low = RANGE.search(before)
    if low:
        if Decimal(low.group(1)) >= amount.value:
            return
        before = before[: low.start()]
    figure = replace(_figure(before, after, amount, context), reading=reading)
    if low:
        start -= len(low.group())
        yield Statement(start, number.stop, replace(figure, amount=Amount(Decimal(low.group(1)), amount.unit), bound="≥"))
        bound = "≤"
    yield Statement(start, number.stop, replace(figure, bound=bound))


def _make(item: Item, measure: str, amount: Amount, year: int | None, basis: str | None = None, versus: int | None = None) -> Figure:
    return Figure(item.subject, measure, amount, _NOWHERE, item.path, item.code, basis, year, versus)


def _figure(before: str, after: str, amount: Amount, context: Context) -> Figure:
    carried_out, context.carried_out = context.carried_out, False
    budget = _CARRIED_OUT.fullmatch(before)
    if budget and amount.unit in MONEY and context.item is not None and context.item.subject:
        # 支出72.96万元，完成预算88.00万元的82.91%: the budget of what was spent, and how much of it.
        context.carried_out = True
        basis = _BASES.get(budget["base"] or "", "预算")
        return _make(context.item, "预算数", amount, context.now(context.item), basis)
    if carried_out and before == "的" and amount.unit in RATIO and context.item is not None:
        return _make(context.item, "完成率", amount, context.now(context.item))
    change = CHANGE.search(before)
    if change and not (context.reason and re.match(r"[一-龥]", after)):
        told = COMPARED.search(before) or context.versus is not None or re.search(r"同比|比上年", before)
        if told or amount.unit not in MONEY or not _SAID_OF_RATES.search(change.group("word")):
            return _change(before[: change.start()], change.group("word"), after, amount, context)
    if amount.unit in RATIO:
        return _rate(before, after, amount, context)
    return _level(before, after, amount, context)


def _rate(before: str, after: str, amount: Amount, context: Context) -> Figure:
    for pattern, measure in ((COMPLETION, "完成率"), (INDEX, "与上年之比"), (SHARE, "占比")):
        hit = pattern.search(before)
        if not hit:
            continue
        own = before[: hit.start()].strip("，,、 ")
        item = Item() if own == "项目" else context.own(own)
        if own and item.subject:
            context.item = item
        versus = context.year_of(hit.group("when")) if measure == "与上年之比" else None
        basis = _BASES.get(hit.groupdict().get("base") or "") if measure == "完成率" else None
        return _make(item, measure, amount, context.now(item), basis, versus)
    if re.search(r"^[/／].*的$|^的$", before):
        return _make(Item(), "比率", amount, context.now())
    if re.match(r"(?:以[上下])?用于", after):
        return _make(Item(noun(after.split("用于", 1)[1], None).subject[:24], context.parents), "占比", amount, context.now())
    return _level(before, after, amount, context)


_EACH = re.compile(r"各自?|均|都|分别")
_OF_THEN = re.compile(rf"(?:与|同|较|比|和){YEAR}度?\s*[(（]?$")


def _change(before: str, word: str, after: str, amount: Amount, context: Context) -> Figure:
    compared = COMPARED.search(before)
    own = before[: compared.start()] if compared else re.sub(r"(?:同比|环比|分别|相应|共|总共)+$", "", before)
    own = _INCLUDES.sub("", own.strip("，,、 "))
    item = context.both() if _EACH.fullmatch(own) else context.own(own)
    what = noun(compared.group("what"), context.agency) if compared else Noun()
    if compared and not own and _EACH.fullmatch(compared.group("what") or ""):
        item = context.both()
    elif compared and not own and not what.generic:
        item = context.likest(what, item)
    if not own and not compared and re.match(r"[一-龥]", after) and amount.unit not in MONEY and amount.unit not in RATIO:
        hit = COUNT_NOUN.match(after)
        item = Item(hit.group(1) if hit else "", context.parents)
    if item.subject:
        context.item = item
        context.recent.append(item)
    if _THIS_YEAR.fullmatch(own):
        context.said = context.year  # 上年支出为2950.00万元，本年比上年增加…
    year = context.now(item)
    versus = (context.year_of(compared.group("when")) if compared else None) or context.versus
    if versus is None and year is not None and re.search(r"同比|上年", before):
        versus = year - 1
    context.versus = versus if versus is not None else context.versus
    signed = Amount(-amount.value, amount.unit) if DOWN.match(word) else amount
    return _make(item, "增减率" if amount.unit in ("%", "‰") else "增减额", signed, year, item.basis, versus)


def _moved(hit: re.Match[str], amount: Amount, context: Context) -> Figure:
    """增加 and 减少 before what they change: 减少国有资产7.83万元."""
    found = years(hit.group("before"))
    if found:
        context.said = found[-1]
    named = noun(hit.group("what"), context.agency)
    item = Item() if named.generic or len(named.subject) > 40 else context.named(named)
    signed = Amount(-amount.value, amount.unit) if hit.group("word") in ("减少", "调减", "核减") else amount
    return _make(item, "增减额" if amount.unit not in RATIO else "增减率", signed, context.now())


def _level(before: str, after: str, amount: Amount, context: Context) -> Figure:
    compared = COMPARED.search(before)
    if compared and compared.group("when"):
        year = context.year_of(compared.group("when"))
        named = noun(compared.group("what"), context.agency)
        own = before[: compared.start()].strip("，,、 ")
        if not own and named.generic:
            context.resume()
        item = context.named(named) if not named.generic else context.own(own) if own else context.carried()
        if own and item.subject:
            context.item = item  # 事业收入较上年1204.50万元减少318.30万元: both are its own
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
    item = level_item(named, before, after, amount, context)
    measure, basis = _measure(named, item, amount, before, context)
    year = context.now(item) if year is None else year
    context.state(item, measure, basis, year)
    return _make(item, measure, amount, year, basis)


def _measure(named: Noun, item: Item, amount: Amount, before: str, context: Context) -> tuple[str, str | None]:
    if amount.unit in RATIO:
        return "比率", None
    if amount.unit not in MONEY:
        return "数量", named.basis
    if item.subject.endswith("限额"):
        return "限额", None
    if named.measure is not None:
        return named.measure, named.basis
    if "决算" in item.subject:
        return "决算数", "决算"
    if "预算" in re.sub(r"公共预算|基金预算|经营预算", "", before):
        return "预算数", "预算"
    topic = context.topic
    if context.parents and topic is not None and topic.measure in ("预算数", "决算数", "执行数"):
        return topic.measure, topic.basis
    fiscal = bool(FISCAL.search(item.subject)) or bool(named.path) or item.announced
    if fiscal and not context.reason and context.kind is not None and context.said in (None, context.year):
        return context.kind + "数", None
    return "金额", None
