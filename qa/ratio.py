"""Answers by division inside one document: shares, multiples, averages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.amount import COUNTED, Amount, find_amounts
from corpus.place import CellRef
from qa.arithmetic import alone, best_operands, computed, with_total
from qa.catalogue import grams
from qa.compute import quotient
from qa.english import LEVELS, between
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, LEVEL, SHARE, leaf
from qa.link import SURE, Match
from qa.operands import Chosen, cut
from qa.phrase import answering, label, stated
from qa.question import Question, head_of

_RELAXED = 0.5
_PER = re.compile(
    r"人均|户均|平均(?:下来|算下来)?到?[每一]一?(?:批次|人次|人|户|家|个|辆|所|亩|次|名|位)|平均到(?:人|户)|平均[一-龥]{0,4}?[每一](?:批次|人次|人|户|家|辆|次)(?![一-龥]*(?:年|月|天))|摊到每?(?:人|户|家|个|辆)|每人平均|平均到?每?个?人头|每人|每户|每家"
)
_EACH_WHO = re.compile(r"每一?个(?P<who>[^，,。？?人]{2,12}?)的?人(?![员民口数])")
_EACH_ONE = re.compile(rf"[每一]个?(?!年|月|日|天|小时|岁|分|种|条|项)(?:{COUNTED})(?![员民口数])")
_STAFF = re.compile(r"在职|在编|在岗|职工总|教职工|编制|实有|总人数|单位人员|人员总")
_HOLDING_MONEY = ("元",)
_HEADS = ("人", "户", "家", "辆", "个")
# What is counted where the question says for each what.
_EACH = (
    ("批次", ("批次",)),
    ("人次", ("人次",)),
    ("次", ("人次", "次", "批次")),
    ("家", ("家", "个")),
    ("户", ("户",)),
    ("辆", ("辆", "台")),
    ("亩", ("亩",)),
    ("米", ("米", "公里", "平方米")),
    ("所", ("所",)),
)
# Where the question gives the amount itself, its words need only point to it.
_WEAK = 0.2
_BY = re.compile(r"按照?|计算|折算|算|数(?!量)|摊(?:下来|到)?|一年|[上下]限|的?(?:口径|标准)")
_SHARE_ASKED = re.compile(r"占|相当于|比重|比例|份额|几成|是[^，。]{2,16}的?百分之")
_SHARE_OF = re.compile(r"占|相当于|(?<=[一-龥]{2})是(?=[^，。]{2,16}的?(?:百分之|几成))")
_SHARE_IN = re.compile(r"(?P<part>[^，。？]+?)在(?P<whole>[^，。？占]+?)(?:里[面头边]?|中|当中|之中|内)的?(?:占比|比重|比例|份额|占)")
_SHARE_PLAIN = re.compile(
    r"(?:(?P<whole>[^，。？占]*?)(?:里[面头边]?|中|当中|之中))?(?P<part>[^，。？占]{2,}?)的?(?:占比|比重|比例|份额)(?:是|为|有|大?约|大概)*(?:多少|多大|几)"
)
_SHARE_AMONG = re.compile(
    r"(?P<whole>[^，。？占]{3,}?)(?:里[面头边]?|中|当中|之中|内)[，,]?(?P<part>[^，。？占]{2,}?)(?:所)?占(?!用)(?:了|比|到)?(?:多少|多大|几|百分|比|的比)"
)
_RATIO = r"\b(?:share|percent(?:age)?|proportion|fraction|ratio)\b"
_ENGLISH_SHARES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_RATIO} (?:do|does|did|is|was|are|were) (?P<part>.+?) (?:account for|make up|represent|take(?: up)?|have|hold|form|constitute)\b(?: of| in)? ?(?P<whole>.*)",
        rf"(?P<part>.+?) as an? {_RATIO} of (?P<whole>.+)",
        rf"{_RATIO} of (?P<whole>.+?) (?:goes?(?: to)?|went(?: to)?|was|is|were|are|came from|comes from|consists of)\b(?: spent on| used for| for)? ?(?P<part>.+)",
        rf"{_RATIO} of (?P<part>.+?) (?:in|within|to|among) (?P<whole>.+)",
    )
)
# What is already for each one, and cannot be shared out.
_EARNED = re.compile(
    r"(?<![一-龥]{2}总)(?:人均|平均|每人)[^，,。？?]{0,3}(?<!总)(?<!本年)(?:[年月]均?)?(?:收入|工资收入|薪酬)(?!支出|预算|决算|总)"
)
_FOR_ONE = re.compile(r"标准|单价|人均|户均|每[人户家辆个]|档次|限额")
_ALL_OF = re.compile(r"^(?:全部|所有|全体|整个)的?(?![支收预决])")
_BASIS = re.compile(r"年初预算|全年预算|调整预算|决算|执行|预算")
# “按送审金额算，审减率是多少”: what is divided by it, by the rate's own name.
_BASED = re.compile(r"按(?P<base>[一-龥]{2,12}?)(?:来?算|计算|计)[，,](?:[^，,。？]*的)?(?P<item>[一-龥]{2,6})率")
_RATE_OF = re.compile(r"的?(?:预算)?[一-龥]{0,4}(?:率|比例|占比)$")
_FORMULA = re.compile(r"(?P<one>[一-龥]{2,12})÷(?P<two>[一-龥]{2,12})")
_NAMED_FULLY = 0.9
_SHARE_NAME, _BORNE, _NEAR = re.compile(r"(?:占比|比例|比重)$"), 0.65, 0.04
_SHARE_TAIL = re.compile(r"的?(?:比例|比重|占比|份额|百分比|百分之|几成|多少).*$")
_TIMES = re.compile(r"是|为|相当于")


def share(inquiry: Inquiry) -> Draft | None:
    """A占B百分之几: as the document states it, else computed."""
    question = inquiry.question
    if (divided := _FORMULA.search(question.folded)) is not None:
        whose_ = _RATE_OF.sub("", re.split(r"[(，]", question.folded[: divided.start()])[0])
        return _divided(inquiry, divided["one"], divided["two"], "") or _divided(inquiry, divided["one"], divided["two"], whose_)
    if (based := _BASED.search(question.folded)) is not None:
        return _divided(inquiry, based["item"], based["base"], "")
    if (stated_share := _named_share(inquiry)) is not None:
        return stated_share
    plain = None if "占" in re.sub("占比", "", question.folded) else _SHARE_PLAIN.search(question.folded)
    inside = _SHARE_IN.search(question.folded) or _SHARE_AMONG.search(question.folded) or plain
    # X在Y里的占比 is X占Y的比例.
    parts = [inside["part"], inside["whole"] or ""] if inside else _SHARE_OF.split(question.folded, maxsplit=1)
    if not inquiry.chinese:
        parts = _english_share(question)
    parts = [_ALL_OF.sub("", part) or part for part in parts] if len(parts) == 2 else parts
    of_whole = parts[0] if len(parts) == 2 and parts[0] else question.folded
    asked = inquiry.asking(_any_unit(inquiry))
    best: Draft | None = None
    for scope in inquiry.scopes:
        for match in inquiry.link(of_whole, scope, (SHARE,), question=asked.question)[:8]:
            if match.score < SURE or match.amount is None or not _of_that_whole(match, parts[-1], scope, inquiry):
                continue
            if len(parts) == 2 and _bears(match, parts[1], scope, inquiry) > _bears(match, parts[0], scope, inquiry):
                continue  # it is the share that the whole has of something else
            if best is None or match.score > best.sure:
                best = Draft(
                    stated(inquiry, scope, match.entry, "{0}"), answering(scope, match.entry), (evidence(match.entry),), sure=match.score
                )
            break
    if best is not None:
        return best
    if inquiry.chinese and not _SHARE_ASKED.search(question.folded):
        return None  # “做完百分之几” divides no two things that the question happens to name
    if len(parts) != 2 and not (parts := cut(inquiry)):
        return None
    if len(parts) != 2:
        return None
    named = any(inquiry.words(_BASIS.sub("，", parts[1]), scope) for scope in inquiry.scopes)
    chosen = best_operands(asked, parts, _RELAXED, apart=False) if named else _in_its_whole(asked, parts[0])
    if chosen is None:
        return None
    one, two = chosen.matches
    two = _whole_of_row(chosen.scope, one, two)
    if one.figure.source == two.figure.source:
        return None
    chosen = replace(chosen, matches=(one, two))
    try:
        result = quotient(evidence(one.entry), evidence(two.entry))
    except (ValueError, ZeroDivisionError):
        return None
    if result.result.value > 100:
        return None  # a part is not more than its whole: the operands are not what is meant
    return computed(
        inquiry,
        chosen.scope,
        chosen.matches,
        result,
        f"{label(one.entry)}占{label(two.entry)}的比例",
        f"{label(one.entry)} as a share of {label(two.entry)}",
    )


def _whole_of_row(scope: Scope, one: Match, two: Match) -> Match:
    """The whole of a share: of a row's cell the row's own total, where the part is a column of it (油茶项目里事业收入占多少)."""
    source = two.figure.source
    if not isinstance(source, CellRef) or two.entry.default or not set(grams(leaf(two.figure))) <= set(grams(one.entry.item)):
        return two
    row = [
        e for e in scope.catalogue.entries
        if isinstance(e.figure.source, CellRef) and (e.figure.source.table, e.figure.source.row) == (source.table, source.row)
        and e.figure.amount is not None and re.search("合计|总计|小计", e.figure.measure)
    ]  # fmt: skip
    return Match(row[0], two.score, two.cover, two.tight) if row else two


def _divided(inquiry: Inquiry, one: str, two: str, of: str) -> Draft | None:
    """A÷B (`of` something), where the question itself says what is divided by what."""
    names = [f"{of}，{name}" if of else name for name in (one, two)]
    chosen = best_operands(inquiry.asking(_any_unit(inquiry)), names, _RELAXED, apart=False)
    if chosen is None:
        return None
    part, whole = chosen.matches
    try:
        result = quotient(evidence(part.entry), evidence(whole.entry))
    except (ValueError, ZeroDivisionError):
        return None
    return replace(
        computed(
            inquiry, chosen.scope, chosen.matches, result, f"{label(part.entry)}÷{label(whole.entry)}", f"{label(part.entry)} over {label(whole.entry)}"
        ),
        accounted=True,
    )  # fmt: skip


def _named_share(inquiry: Inquiry) -> Draft | None:
    """A percentage whose own name says that it is a share (线上购票占比), where the question bears that name."""
    for scope, matches in inquiry.best(inquiry.question.folded, (LEVEL, COUNT, SHARE)):
        for match in matches[:3]:
            name = match.entry.item
            if (
                match.amount is not None
                and match.amount.dimension == "%"
                and _SHARE_NAME.search(name)
                and match.tight >= _BORNE
                and match.score >= matches[0].score - _NEAR
            ):
                return Draft(
                    stated(inquiry, scope, match.entry, "{0}"), answering(scope, match.entry), (evidence(match.entry),), sure=match.score
                )
    return None


def _in_its_whole(inquiry: Inquiry, part: str) -> Chosen | None:
    """A figure with the whole that its table gives it: the 合计 column of a row of totals, else the total of its column."""
    taken = alone(inquiry, part)
    if taken is None or not isinstance(taken.matches[0].figure.source, CellRef):
        return None
    one = taken.matches[0]
    source = one.figure.source
    assert isinstance(source, CellRef)
    beside = [
        e for e in taken.scope.catalogue.entries
        if e.default and isinstance(e.figure.source, CellRef) and (e.figure.source.table, e.figure.source.row) == (source.table, source.row)
        and e.figure.amount is not None and e is not one.entry
    ]  # fmt: skip
    if one.entry.total and beside:
        return Chosen(taken.scope, (one, Match(beside[0], one.score, 1.0, 1.0)), one.score)
    whole = with_total(taken)
    return None if whole is None or one.entry.total else Chosen(whole.scope, (one, whole.matches[0]), whole.score)


def _english_share(question: Question) -> list[str]:
    """Part and whole of “what share of the whole goes to the part”, “the part as a share of the whole”, in Chinese terms."""
    found = next((hit for pattern in _ENGLISH_SHARES if (hit := pattern.search(head_of(question.text)))), None)
    if found is None:
        return [question.folded]
    parts = [between(question, *found.span(name)) for name in ("part", "whole")]
    if set(filter(None, parts[0].split("，"))) <= LEVELS:  # “of the debt at the municipal level”: that level's debt
        parts = [f"{parts[0]}，{parts[1]}", f"全市，{parts[1]}"]
    return ["，".join(term for term in part.split("，") if term not in ("占比", "合计", "预算数")) for part in parts]


def _any_unit(inquiry: Inquiry) -> Question:
    return replace(inquiry.question, units=())


def _bears(match: Match, phrase: str, scope: Scope, inquiry: Inquiry) -> float:
    """How much of a phrase a figure's item says."""
    said = {gram for piece in inquiry.words(_SHARE_TAIL.sub("", phrase), scope).pieces for gram in grams(piece)}
    return len(said & set(grams(match.entry.item))) / len(said) if said else 0.0


def _of_that_whole(match: Match, whole: str, scope: Scope, inquiry: Inquiry) -> bool:
    """Whether a stated share is one of the whole that is asked about, where the question names one."""
    bare = re.sub(r"全部|全年|本年度?|年度|总额|总数|总计|合计|总|支出|收入|预算|决算", "，", "，".join(inquiry.words(whole, scope).pieces))
    said = {gram for piece in bare.split("，") for gram in grams(piece) if len(gram) > 1}
    for side, other in (("收入", "支出"), ("支出", "收入")):
        if side in whole and other not in whole and other in match.entry.item and side not in match.entry.item:
            return False
    around = match.entry.sentence + match.entry.title + match.entry.section + match.entry.column
    return sum(gram in around for gram in said) >= 0.6 * len(said)


def times(inquiry: Inquiry) -> Draft | None:
    """A是B的几倍."""
    parts = _TIMES.split(inquiry.question.folded, maxsplit=1)
    if len(parts) != 2:
        return None
    if not any(inquiry.words(re.sub(r"的?(?:几|多少)倍", "", parts[1]), scope) for scope in inquiry.scopes):
        return _times_before(inquiry, parts[0])
    chosen = best_operands(inquiry.asking(_any_unit(inquiry)), parts, _RELAXED)
    if chosen is None:
        return None
    one, two = chosen.matches
    try:
        result = quotient(evidence(one.entry), evidence(two.entry), "倍")
    except (ValueError, ZeroDivisionError):
        return None
    return computed(
        inquiry,
        chosen.scope,
        chosen.matches,
        result,
        f"{label(one.entry)}相当于{label(two.entry)}的倍数",
        f"{label(one.entry)} over {label(two.entry)}",
    )


def _times_before(inquiry: Inquiry, phrase: str) -> Draft | None:
    """今年的A是上年的几倍: one item of two years."""
    for scope in inquiry.scopes:
        year = scope.record.year
        before = min(inquiry.question.years, default=year)
        if year is None or before is None or before == year:
            continue
        now, then = (
            next(iter(inquiry.link(phrase, scope, question=replace(inquiry.question, years=(one,), offset=None, units=()))), None)
            for one in (year, before)
        )
        if now is None or then is None or min(now.score, then.score) < SURE or now.entry.item != then.entry.item:
            continue
        try:
            result = quotient(evidence(now.entry), evidence(then.entry), "倍")
        except (ValueError, ZeroDivisionError):
            continue
        return computed(
            inquiry, scope, (now, then), result, f"{label(now.entry)}相当于{before}年的倍数", f"{label(now.entry)} over {before}"
        )
    return None


def average(inquiry: Inquiry) -> Draft | None:
    """人均A: A over the number of people, both stated in the document, by name or by the amounts that the question itself gives."""
    if (own := _for_one(inquiry)) is not None:
        return own
    folded = inquiry.question.folded
    found = _PER.search(folded) or _EACH_WHO.search(folded) or (_EACH_ONE.search(folded) if "平均" in folded else None)
    if found is None:
        return None
    folded = folded.replace("平均下来", "，" * len("平均下来"))
    if _EARNED.search(folded):
        return None  # what people earn is no share of what their agency takes in
    who = found.groupdict().get("who") or ""
    before, after = f"{folded[: found.start()]}{who}，", folded[found.end() :]
    counted = next((units for word, units in _EACH if word in found.group()), _HEADS)
    given = [one.amount for one in find_amounts(inquiry.question.text) if one.amount.unit is not None and one.amount.unit != "年"]
    best: tuple[float, Scope, Match, Match] | None = None
    for scope in inquiry.scopes:
        people = [m for whom in (before, after) for m in _per(inquiry, whom, scope, counted, given, _RELAXED)]
        if not people and counted == _HEADS and not re.search(r"[一-龥]{2}", _BY.sub("", before)):
            people = _per(inquiry, "在职人员", scope, _HEADS, given, _RELAXED)
        # What is shared out must be named beside those it is shared among.
        heads = people[0].entry.item if people else ""
        whats = [what for what in (after, before) if _beside(inquiry, what, scope, heads)]
        tops = [
            m for what in (*whats, "，".join(whats)) for m in _per(inquiry, what, scope, _HOLDING_MONEY, given, SURE)
            if not _FOR_ONE.search(f"{m.entry.item}，{m.entry.column}")
        ]  # fmt: skip
        told = people[0].figure.context if people and not _STAFF.search(heads) else None
        if told is not None and all(m.figure.context != told for m in tops):  # 实施救助15430人次，救助金额1098.6万元: one name for both
            same = _per(inquiry, f"{before}，{after}", scope, _HOLDING_MONEY, given, _WEAK)
            tops = [m for m in same if m.figure.context == told and not _FOR_ONE.search(m.entry.item)] or tops
        if tops and people and (best is None or tops[0].score > best[0]):
            best = (tops[0].score, scope, tops[0], people[0])
    if best is None:
        return _unit_price(inquiry, found)
    _, scope, top, person = best
    assert top.amount is not None
    if not _STAFF.search(person.entry.item) and before and not _shared(top, person, inquiry.words(before, scope).pieces, scope):
        return None  # 环卫工人人均工资: the wages of all are not theirs
    unit = "元" if re.search(r"多少元|几元|yuan", inquiry.question.text) else top.amount.unit or "元"
    try:
        result = quotient(evidence(top.entry), evidence(person.entry), per=unit)
    except ZeroDivisionError:
        return None
    return computed(
        inquiry,
        scope,
        (top, person),
        result,
        f"{'人均' if counted == _HEADS else '平均'}{label(top.entry)}",
        f"{label(top.entry)} per person",
    )


def _for_one(inquiry: Inquiry) -> Draft | None:
    """A figure that is an average by its own name (次均住院费用), where the question bears that name."""
    for scope, matches in inquiry.best(inquiry.question.folded):
        for match in matches[:1]:
            if match.amount is not None and match.tight >= _NAMED_FULLY and re.search(r"均|每|标准", match.entry.item):
                text = stated(inquiry, scope, match.entry, "{0}")
                return Draft(text, answering(scope, match.entry), (evidence(match.entry),), sure=match.score)
    return None


def _unit_price(inquiry: Inquiry, found: re.Match[str]) -> Draft | None:
    """平均一台多少钱: the amount of a row over how many of the thing it buys."""
    words = _BY.sub("，", inquiry.question.folded.replace(found.group(), "，"))
    asked = replace(inquiry.question, units=("元",))
    for scope in inquiry.scopes:
        top = next((m for m in inquiry.link(words, scope, question=asked) if m.amount is not None and m.score >= SURE), None)
        source = top.figure.source if top is not None else None
        if top is None or not isinstance(source, CellRef):
            continue
        counts = [
            e for e in scope.catalogue.entries
            if isinstance(e.figure.source, CellRef) and (e.figure.source.table, e.figure.source.row) == (source.table, source.row)
            and e.figure.amount is not None and e.figure.amount.unit is not None and found.group().endswith(e.figure.amount.unit)
        ]  # fmt: skip
        if len(counts) != 1:
            continue
        count = Match(counts[0], top.score, 1.0, 1.0)
        try:
            result = quotient(evidence(top.entry), evidence(count.entry), per=(top.amount.unit if top.amount else None) or "元")
        except ZeroDivisionError:
            continue
        return computed(
            inquiry,
            scope,
            (top, count),
            result,
            f"平均每{counts[0].figure.amount.unit if counts[0].figure.amount else ''}{label(top.entry)}",
            f"{label(top.entry)} each",
        )
    return None


def _shared(top: Match, person: Match, pieces: Sequence[str], scope: Scope) -> bool:
    """Whether what is shared out is of those among whom: one sentence or row tells of both, or its words name them, too."""
    one, two = top.figure, person.figure
    if one.context is not None and one.context == two.context:
        return True
    if isinstance(one.source, CellRef) and isinstance(two.source, CellRef) and one.source.table == two.source.table:
        return True
    whom = {gram for piece in pieces for gram in grams(piece)} & set(grams(person.entry.item))
    words = {gram for text, _ in scope.catalogue.fields(top.entry) for gram in grams(text)}
    return not whom or bool(whom & words)


def _beside(inquiry: Inquiry, phrase: str, scope: Scope, heads: str) -> bool:
    """Whether a phrase names something that the name of the people does not."""
    said = {gram for piece in inquiry.words(_BY.sub("，", phrase), scope).pieces for gram in grams(piece)}
    return bool(said - set(grams(heads)))


def _per(inquiry: Inquiry, phrase: str, scope: Scope, units: tuple[str, ...], given: Sequence[Amount], floor: float) -> list[Match]:
    """The figures of these units that a phrase names; where the question gives one's amount, only that one (“按156人”)."""
    asked = replace(inquiry.question, units=units)
    matches = [m for m in inquiry.link(_BY.sub("，", phrase), scope, question=asked) if m.amount is not None and m.score >= _WEAK]
    said = [a for a in given if a.dimension in units or a.unit in units or (a.unit in ("万", "亿") and "元" in units)]
    if said:
        return [m for m in matches if m.amount is not None and any(_same_size(m.amount, a) for a in said)]
    return [m for m in matches if m.score >= floor]


def _same_size(one: Amount, given: Amount) -> bool:
    spoken = Amount(given.value, f"{given.unit}元") if given.unit in ("万", "亿") and one.dimension == "元" else given
    return one.base == spoken.base
