"""Answers by division inside one document: shares, multiples, averages."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.place import CellRef
from qa.arithmetic import RELAXED, alone, best_operands, by_name, computed, with_total
from qa.catalogue import grams
from qa.compute import quotient
from qa.english import LEVELS, between
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, LEVEL, SHARE, leaf
from qa.link import SURE, Match
from qa.operands import Chosen, cut
from qa.phrase import answering, label, stated
from qa.question import Question, head_of

_SHARE_ASKED = re.compile(r"占|相当于|比重|比例|份额|几成|是[^，。]{2,16}的?百分之")
_SHARE_OF = re.compile(r"占|相当于|(?<=[一-龥]{2})是(?=[^，。]{2,16}的?(?:百分之|几成))")
_SHARE_IN = re.compile(r"(?P<part>[^，。？]+?)在(?P<whole>[^，。？占]+?)(?:里[面头边]?|中|当中|之中|内)的?(?:占比|比重|比例|份额|占)")
# “专业技术人员里有多大比例是高级职称”: the part stands behind.
_SHARE_BEHIND = re.compile(
    r"^(?P<whole>[^，。？]{2,20}?)(?:里[面头]?|中|当中)(?:有|，)?(?:多大|多少|几成|什么)的?(?:比例|比重)?(?:是|为|属于)(?P<part>[^，。？]{2,16})[？?]?$"
)
_EQUAL_TO = re.compile(r"相当于(?P<whole>[^，。？]{2,24})的(?:多少|百分|几成)")
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
_ALL_OF = re.compile(r"^(?:全部|所有|全体|整个)的?(?![支收预决])")
_GRAND = re.compile(r"盘子|(?<!拨款)(?<!基金)(?<!公共)(?:收入|支出|收支)总(?:计|预算|额|数)|^(?:\d{4}年)?总(?:支出|收入|预算)")
_BASIS = re.compile(r"年初预算|全年预算|调整预算|决算|执行|预算")
# “按送审金额算，审减率是多少”: what is divided by it, by the rate's own name.
_BASED = re.compile(r"按(?P<base>[一-龥]{2,12}?)(?:来?算|计算|计)[，,](?:[^，,。？]*的)?(?P<item>[一-龥]{2,6})率")
_RATE_OF = re.compile(r"的?(?:预算)?[一-龥]{0,4}(?:率|比例|占比)$")
_FORMULA = re.compile(r"(?P<one>[一-龥]{2,12})÷(?P<two>[一-龥]{2,12})")
_SHARE_NAME, _BORNE, _NEAR = re.compile(r"(?:占比|比例|比重)$"), 0.65, 0.04
# How much of the item whose share is stated the question must name.
_NAMED_SO = 0.7
_SHARE_TAIL = re.compile(r"的?(?:比例|比重|占比|份额|百分比|百分之|几成|多少).*$")
_TIMES = re.compile(r"除以|是|为|相当于")


def share(inquiry: Inquiry) -> Draft | None:
    """A占B百分之几: as the document states it, else computed."""
    if (behind := _SHARE_BEHIND.match(inquiry.question.folded)) is not None:
        inquiry = inquiry.asking(replace(inquiry.question, folded=f"{behind['part']}占{behind['whole']}的比例是多少"))
    question = inquiry.question
    if (equal := _EQUAL_TO.search(question.folded)) is not None:
        inquiry = inquiry.asking(question := replace(question, folded=f"{question.folded[: equal.start()]}占{equal['whole']}的比例是多少"))
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
    of_all = len(parts) == 2 and (_ALL_OF.search(parts[1]) or _GRAND.search(parts[1])) is not None
    parts = [_ALL_OF.sub("", part) or part for part in parts] if len(parts) == 2 else parts
    of_whole = parts[0] if len(parts) == 2 and parts[0] else question.folded
    asked = inquiry.asking(_any_unit(inquiry))
    if of_all:  # of all funds, not of those of one
        asked = asked.asking(replace(asked.question, folded=f"{asked.question.folded}，全口径"))
    best: Draft | None = None
    for scope in inquiry.scopes:
        for match in inquiry.link(of_whole, scope, (SHARE,), question=asked.question)[:8]:
            if (
                match.score < SURE
                or match.tight < _NAMED_SO
                or match.amount is None
                or not _of_that_whole(match, parts[-1], scope, inquiry)
            ):
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
    chosen = best_operands(asked, parts, RELAXED, apart=False) if named else _in_its_whole(asked, parts[0])
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
    chosen = best_operands(inquiry.asking(_any_unit(inquiry)), names, RELAXED, apart=False)
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

    def fits(match: Match, first: Match) -> bool:
        is_share = match.amount is not None and match.amount.dimension == "%" and _SHARE_NAME.search(match.entry.item) is not None
        return is_share and match.tight >= _BORNE and match.score >= first.score - _NEAR

    return by_name(inquiry, (LEVEL, COUNT, SHARE), fits, 3)


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
    bare = re.sub(
        r"全部|全年|本年度?|年度|盘子|总额|总数|总计|合计|总|支出|收入|预算|决算", "，", "，".join(inquiry.words(whole, scope).pieces)
    )
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
    chosen = best_operands(inquiry.asking(_any_unit(inquiry)), parts, RELAXED)
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
