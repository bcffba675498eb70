"""Answers by computation inside one document: sums, remainders, conversions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import MONEY, Amount
from corpus.folding import similarity, squash
from corpus.place import CellRef
from qa import listings
from qa.account import MEASURED, unsaid_runs, without_measure
from qa.answer import Evidence
from qa.catalogue import Entry, grams
from qa.children import below
from qa.compute import Computation, converted, minus, total
from qa.enumeration import enumerated
from qa.inquiry import Draft, Inquiry, Scope, agreeing, evidence
from qa.link import SURE, Match
from qa.numerals import counted, numeral
from qa.operands import Chosen, cut, names_all, operands, words_of
from qa.phrase import answering, label, shown, stated, whose

RELAXED = 0.5
# A single figure whose item the words name to this share is what is asked, even where they sound like an enumeration.
_NAMED_WHOLE = 0.7
_LESS = r"(?:剔除|剔掉|扣除|扣掉|扣去|除去|减去|刨去|刨掉|刨开|抛开|撇开|去掉|拿掉|除了|除开|不算|不含|不包括)"
_AWAY = r"(?:剔|扣|刨|抛|撇|去|减|除|拿)(?:除|掉|开|去)?了?"
REMAINDERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_LESS}(?P<less>.+?)(?:后|以后|之后|以外|之外|外)?[，,](?P<whole>.+)",
        rf"把(?P<less>.+?){_AWAY}(?:后|以后|之后)?[，,](?P<whole>.+)",
        rf"{_LESS}(?P<less>.+?)(?:后|以后|之后|以外|之外|外)的?(?P<whole>.+)",
        rf"(?P<whole>.+?)(?:里面?|中|当中)?{_LESS}(?P<less>[^，,].*?)(?:后|以后|之后|外|以外|之外)?(?:还?剩下?|余下?|还有|是|为|有)?(?:多少|几何)",
        r"(?<![一-龥])除(?P<less>[^，,]+?)(?:以外|之外|外)[，,]?(?P<whole>.+)",
    )
)
# What only says that the rest is meant names no whole of its own.
_REST = re.compile(
    r"还?剩(?:下|余)?(?:的)?|其余|其他|余下|还有|一共|合计|总共|共|多少|几何|是|为|这[两二三四五六七八九几]?[个项笔]?大?头?|[两二三四五几]个?大头|花了?|安排了?|钱|万元|元|[？?]"
)
_NTH = re.compile(r"第[一二三四五六七八九十\d]+[批期轮次季阶步]")
# “四个季度的用款计划”: how often it is stated is no part of its name.
_OFTEN = re.compile(r"(?:[两二三四五六七八九十]|\d{1,2})个?(?:季度|批次?|期|轮|阶段|步|年)的?")
_QUARTER = re.compile(r"第?[一二三四1-4]季度")
_LIKE = 0.5
# Operands that a second place is looked for.
TOLD = 4
KIND = re.compile(r"^，*(?:这些|各)?(?:项目|支出|资金|经费|部分|费用|科目|预算)+，*$")
_GRAND = re.compile(r"总计$|(?:收入|支出)合计$|总预算$")
_COUNTED_LIST = re.compile(
    r"这?一?[类款项]?(?:之?下面?|底下|里面?|当中)?的?(?:\d+|[两二三四五六七八九十]+)(?:个|项|类|款|笔|种)(?:项级?|款级?|类级?|科目|明细|项目)?(?:加总|加起来|合计|一共|总共|共计|之和|总和)?"
)
# “茶园村的报酬加办公经费”: whose both are.
_OF = re.compile(r"(?P<whose>[一-龥]{2,12}?)的")
_COUNTS = re.compile(r"(?:[两二三四五六七八九十]|\d)(?:个|项|种|笔|类|样)")
_SHORT_NAME = 2
_CONVERTED = re.compile(r"换[算成作为]|折[成合算]|等于|合多少|是多少|[用以按](?=(?:百?万|亿|千)?元)")
_ENGLISH_JOINT = re.compile(r"\band\b|\bplus\b|\+|,|;|\bwith\b|\bboth\b|\btogether\b", re.IGNORECASE)


def operand_words(inquiry: Inquiry, matches: Sequence[Match]) -> str:
    """The operands with their amounts and marks, as an answer gives them."""
    parts = []
    for number, match in enumerate(matches):
        assert match.amount is not None
        parts.append(f"{label(match.entry)}{shown(match.amount, chinese=inquiry.chinese)}{{{number}}}")
    return ("、" if inquiry.chinese else ", ").join(parts)


def computed(inquiry: Inquiry, scope: Scope, matches: Sequence[Match], computation: Computation, name: str, english: str) -> Draft:
    """The draft of a computed answer: the result, then the operands and the working."""
    unit = computation.result.unit or ""
    result = shown(computation.result, chinese=inquiry.chinese)
    words = operand_words(inquiry, matches)
    if inquiry.chinese:
        text = f"{whose(inquiry, scope, matches[0].figure)}{name}为{result}。其中{words}；计算：{computation.working}{'' if computation.working.endswith(unit) else unit}。"
    else:
        text = f"{english}: {result} ({whose(inquiry, scope, matches[0].figure)}). {words}; working: {computation.working}."
    places = (*(evidence(match.entry) for match in matches), *_also(inquiry, scope, matches, computation.result))
    return Draft(text, computation.result, places, (computation,), sure=min(m.score for m in matches))


def _also(inquiry: Inquiry, scope: Scope, matches: Sequence[Match], result: Amount) -> list[Evidence]:
    """Further places to check a computation by: one more that states an operand alike, and any that states the result itself."""
    found = []
    for match in matches[:TOLD]:
        alike = (e for e in inquiry.further(match, (), scope) if e.figure.amount is not None and match.amount is not None)
        again = next((e for e in alike if e.figure.amount and match.amount and e.figure.amount.base == match.amount.base), None)
        if again is not None and again.is_table != match.entry.is_table:
            found.append(evidence(again))
    low, high = result.interval
    names = {match.entry.item for match in matches}
    operands = [match.entry for match in matches]
    for e in scope.catalogue.entries:
        amount = e.figure.amount
        if e in operands or e.item not in names or amount is None or not amount.value:
            continue
        if amount.dimension == result.dimension and low <= amount.base <= high:
            return [evidence(e), *found]
    return found


def best_operands(inquiry: Inquiry, parts: Sequence[str], floor: float = SURE, context: str = "", *, apart: bool = True) -> Chosen | None:
    """The operands of the document that the parts fit best."""
    found = [
        chosen
        for scope in inquiry.scopes
        if (chosen := operands(inquiry, scope, parts, floor=floor, context=context, apart=apart)) is not None
    ]
    return max(found, key=lambda chosen: chosen.score, default=None)


def _evidence(chosen: Chosen) -> list[Evidence]:
    return [evidence(match.entry) for match in chosen.matches]


def by_name(inquiry: Inquiry, classes: Sequence[str], fits: Callable[[Match, Match], bool], tried: int = 1) -> Draft | None:
    """A figure that is what is asked for by its own name (次均住院费用, 线上购票占比): of the first `tried` links of a document one that `fits` beside the first."""
    for scope, matches in inquiry.best(inquiry.question.folded, classes):
        for match in matches[:tried]:
            if match.amount is not None and fits(match, matches[0]):
                text = stated(inquiry, scope, match.entry, "{0}")
                return Draft(text, answering(scope, match.entry), (evidence(match.entry),), sure=match.score)
    return None


def add(inquiry: Inquiry) -> Draft | None:
    """A加B一共多少: the sum of the items that the question enumerates, or of one item that a sentence states several times."""
    if (quarters := _quarters(inquiry)) is not None:
        return quarters
    if (children := below(inquiry)) is not None:
        scope, entries = children
        matches = [Match(entry, 1.0, 1.0, 1.0) for entry in entries]
        added = computed(inquiry, scope, matches, total([evidence(entry) for entry in entries]), "上述各项合计", "The items add up to")
        return replace(added, accounted=True)
    count = counted(inquiry.question.text)
    listed = enumerated(inquiry, count)
    if listed is None:
        return None
    parts = listed.parts
    if not inquiry.chinese and not _ENGLISH_JOINT.search(inquiry.question.text):
        # “the total value of” one thing adds nothing
        return None if count is None else _repeated(inquiry, count) or _listed(inquiry, count)
    if (
        count is None
        and parts != inquiry.question.codes
        and any(names_all(matches[0], parts, inquiry, scope, _NAMED_WHOLE) for scope, matches in inquiry.best(inquiry.question.folded))
    ):
        return None
    # “A、B、C三个项目，按支出表合计”: what stands behind their number is none of them.
    ended = len(parts) > 1 and _COUNTS.search(parts[-2]) is not None
    for pieces in (parts, listed.bare, *((parts[:-1], parts[1:]) if ended else (parts[1:], parts[:-1]))):
        if len(pieces) < 2 or (count is not None and count != len(pieces)):
            continue
        chosen = _of_measure(inquiry, pieces) or best_operands(inquiry, pieces, RELAXED, listed.context)
        if chosen is not None and _across(chosen.matches):
            of = _OF.match(pieces[0])
            chosen = best_operands(inquiry, [pieces[0], *(f"{of['whose']}，{piece}" for piece in pieces[1:])]) if of else None
            if chosen is not None and _across(chosen.matches):
                chosen = None
        if chosen is not None and len({(m.entry.item, m.amount and m.amount.base) for m in chosen.matches}) < len(chosen.matches):
            continue  # one thing told twice
        if chosen is not None and any(_ambiguous(inquiry, chosen, piece, m) for piece, m in zip(pieces, chosen.matches, strict=True)):
            return None
        if chosen is None or len({m.amount.dimension for m in chosen.matches if m.amount}) > 1 or _crossed(chosen.matches):
            continue
        added = computed(inquiry, chosen.scope, chosen.matches, total(_evidence(chosen)), "上述各项合计", "The items add up to")
        return replace(added, said=listed.short)
    return (_repeated(inquiry, count) or _listed(inquiry, count)) if count is not None else None


def _of_measure(inquiry: Inquiry, pieces: Sequence[str]) -> Chosen | None:
    """The operands with what stands behind 多少 (“甲贷、乙贷一共放了多少贷款”): not how large their pools are."""
    hit = MEASURED.search(inquiry.question.folded)
    noun = without_measure(hit["noun"]) if hit else ""
    if len(noun) < _SHORT_NAME:
        return None
    chosen = best_operands(inquiry, [piece if noun in piece else f"{piece}，{noun}" for piece in pieces], RELAXED)
    return chosen if chosen is not None and all(noun in words_of(match) for match in chosen.matches) else None


def _ambiguous(inquiry: Inquiry, chosen: Chosen, part: str, match: Match) -> bool:
    """Whether an operand of two characters (养老) begins or ends things that are called otherwise (养老服务, 基本养老保险缴费)."""
    names = [piece for piece in inquiry.words(part, chosen.scope).pieces if len(piece) == _SHORT_NAME]
    if len(names) != 1 or names[0] not in match.entry.item or match.entry.item in (names[0], f"{names[0]}费"):
        return False
    asked = set(grams(inquiry.question.folded))
    if any(gram in asked for gram in grams(match.entry.item.replace(names[0], "，"))):
        return False  # the question says which: 政府采购里货物加服务
    others = {e.item for e in chosen.scope.catalogue.entries if e.is_table and names[0] in e.item and not e.total}
    return any(match.entry.item not in other and other not in match.entry.item for other in others)


def _across(matches: Sequence[Match]) -> bool:
    """Whether cells of one table stand in different rows and in different columns: nobody adds these."""
    cells = [m.figure.source for m in matches if isinstance(m.figure.source, CellRef)]
    if len(cells) < len(matches) or len({cell.table for cell in cells}) > 1:
        return False
    return len({cell.row for cell in cells}) > 1 and len({cell.column for cell in cells}) > 1


def _crossed(matches: Sequence[Match]) -> bool:
    """Whether income is among expenditure, or a whole among its parts: nobody adds these."""
    names = [match.entry.item for match in matches]
    sides = {side for side in ("收入", "支出") for name in names if name.endswith(side) or side + "合计" in name or side + "总计" in name}
    return len(sides) > 1 or (len({bool(_GRAND.search(name)) for name in names}) > 1)


def _listed(inquiry: Inquiry, count: int) -> Draft | None:
    """The sum of a list that is as long as the question says (“X这一款下的四个项加总”)."""
    found = listings.named(inquiry, _COUNTED_LIST.sub("，", inquiry.question.folded), count=count)
    if found is None:
        return None
    matches = [Match(e, found.score, 1.0, 1.0) for e in found.entries]
    result = total([evidence(e) for e in found.entries])
    added = computed(inquiry, found.scope, matches, result, f"{found.listing.name}{count}项合计", "The items add up to")
    return replace(added, said=listings.classified(found.entries[0]))


def _quarters(inquiry: Inquiry) -> Draft | None:
    """The sum of what one sentence or row states for each quarter, where its words and headings say all that the question names."""
    asked = re.search(r"(?P<n>[两二三四234])个季度", inquiry.question.folded)
    if asked is None:
        return None
    count = numeral(asked["n"])
    phrase = _OFTEN.sub("，", inquiry.question.folded)
    found: list[tuple[Scope, list[Entry]]] = []
    for scope in inquiry.scopes:
        groups: dict[tuple[object, ...], dict[str, Entry]] = defaultdict(dict)
        for e in scope.catalogue.entries:
            nth = _QUARTER.search(f"{e.item}，{e.column}")
            if nth is not None and e.figure.amount is not None:
                source = e.figure.source
                place = (source.table, source.row) if isinstance(source, CellRef) else (e.figure.context,)
                groups[*place, e.figure.amount.dimension, e.figure.basis].setdefault(nth.group(), e)
        for quarters in groups.values():
            entries = list(quarters.values())
            words = [text for e in entries for text, _ in scope.catalogue.fields(e)]
            if (context := entries[0].figure.context) is not None:  # what the paragraph says before its sentence of the quarters
                line = scope.document.lines[scope.document.line_at(context.start) - 1]
                words += [squash(scope.document.text[line.start : context.stop])]
                words += [e.item for e in scope.catalogue.entries if e.figure.context == context]
            said = {g for text in words for g in grams(text)}
            if len(entries) == count and not any(unsaid_runs(piece, said) for piece in inquiry.words(phrase, scope).pieces):
                found.append((scope, entries))
    if len(found) != 1:
        return None
    scope, entries = found[0]
    matches = [Match(e, 1.0, 1.0, 1.0) for e in entries]
    name = _QUARTER.sub("", entries[0].item)
    added = total([evidence(e) for e in entries])
    return replace(computed(inquiry, scope, matches, added, f"各季度{name}合计", "The quarters add up to"), accounted=True)


def _repeated(inquiry: Inquiry, count: int) -> Draft | None:
    """The sum of one item that a sentence states as often as the question counts (“三批…一共多少”)."""
    phrase = _OFTEN.sub("，", inquiry.question.folded)
    for scope, matches in inquiry.best(phrase, floor=RELAXED):
        top = matches[0]
        same = [
            e for e in scope.catalogue.entries
            if e.item == top.entry.item and e.figure.context == top.figure.context and e.figure.context is not None and e.figure.amount is not None
            and e.figure.measure == top.figure.measure
        ]  # fmt: skip
        if len(same) != count:
            same = _numbered(scope, top)
        if len(same) == count and len({e.figure.amount.dimension in ("元", "%") for e in same if e.figure.amount}) == 1:
            found = [Match(e, top.score, top.cover, top.tight) for e in same]
            amounts = [m.amount for m in found if m.amount is not None]
            if len({a.dimension for a in amounts}) == 1:
                result = total([evidence(e) for e in same])
            else:  # 20种、23个: counted alike, named differently
                value = sum((a.value for a in amounts), Decimal(0))
                result = Computation(
                    Amount(value, amounts[0].unit),
                    f"{' + '.join(f'{a.value:f}' for a in amounts)} = {value:f}",
                    tuple(evidence(e) for e in same),
                )
            return computed(inquiry, scope, found, result, f"{_NTH.sub('', top.entry.item)}合计", "The items add up to")
    return None


def _numbered(scope: Scope, top: Match) -> list[Entry]:
    """The figures that a document states of the first, the second, the third … of something."""
    name = _NTH.sub("", top.entry.item)
    found: dict[str, Entry] = {}
    for e in scope.catalogue.entries:
        nth = _NTH.search(e.item)
        alike = nth is not None and e.figure.measure == top.figure.measure and similarity(_NTH.sub("", e.item), name) >= _LIKE
        if (
            nth is not None
            and alike
            and e.figure.amount is not None
            and top.amount is not None
            and e.figure.amount.dimension == top.amount.dimension
        ):
            found.setdefault(nth.group(), e)
    return list(found.values())


def remain(inquiry: Inquiry) -> Draft | None:
    """剔除A和B后，C还剩多少: C minus A and B; without C (其余的) the total of the table that A and B stand in."""
    if inquiry.question.asks("rank"):
        return None  # “不算A，哪一类最大” takes nothing away
    for pattern in REMAINDERS:
        found = pattern.search(inquiry.question.folded)
        if found is not None and (draft := _without(inquiry, found["whole"], found["less"])) is not None:
            return draft
    return None


def _without(inquiry: Inquiry, whole: str, less: str) -> Draft | None:
    less = _REST.sub("，", less)
    parts = cut(inquiry, text=less) or [less]
    rest = _REST.sub("，", whole)
    if any(inquiry.words(KIND.sub("，", rest), scope) for scope in inquiry.scopes):
        draft = _less(inquiry, best_operands(inquiry, [rest, *parts], RELAXED, apart=False))
        if draft is not None:
            return draft
    taken = best_operands(inquiry, parts, RELAXED) if len(parts) > 1 else alone(inquiry, parts[0])
    return None if taken is None else _less(inquiry, with_total(taken))


def _less(inquiry: Inquiry, chosen: Chosen | None) -> Draft | None:
    if chosen is None:
        return None
    one, *others = chosen.matches
    if one.amount is None or any(
        m.amount is None or m.amount.base > one.amount.base or m.amount.dimension != one.amount.dimension for m in others
    ):
        return None
    left = minus([evidence(m.entry) for m in chosen.matches])
    names = "、".join(label(m.entry) for m in others)
    return computed(inquiry, chosen.scope, chosen.matches, left, f"剔除{names}后的{label(one.entry)}", "What remains")


def alone(inquiry: Inquiry, part: str) -> Chosen | None:
    best = [(m[0], scope) for scope, m in inquiry.best(part, floor=RELAXED) if m[0].amount is not None]
    return Chosen(best[0][1], (best[0][0],), best[0][0].score) if best else None


def with_total(taken: Chosen) -> Chosen | None:
    """The figures with the total of the table column that they stand in before them."""
    first = taken.matches[0].figure
    if not isinstance(first.source, CellRef):
        return None
    totals = [
        e for e in taken.scope.catalogue.entries
        if e.total and e.figure.amount is not None and isinstance(e.figure.source, CellRef) and e.figure.source.table == first.source.table
        and e.figure.source.column == first.source.column and e.figure.year == first.year
    ]  # fmt: skip
    if not totals:
        return None
    top = max(totals, key=lambda e: e.figure.amount.base if e.figure.amount else Decimal(0))
    return Chosen(taken.scope, (Match(top, taken.score, 1.0, 1.0), *taken.matches), taken.score)


def convert(inquiry: Inquiry) -> Draft | None:
    """A折合多少元: the figure in another unit, exactly."""
    unit = inquiry.question.convert
    if unit is None:
        return None
    phrase = _CONVERTED.split(inquiry.question.folded.removeprefix("把").removeprefix("将"))[0]
    ranked = inquiry.best(phrase)
    for scope, matches in ranked:
        match = matches[0]
        if match.amount is None or match.amount.unit not in MONEY or unit not in MONEY:
            continue
        result = converted(evidence(match.entry), unit)
        same = agreeing(inquiry, match, matches, scope)
        if inquiry.chinese:
            text = f"{whose(inquiry, scope, match.figure)}{label(match.entry)}为{shown(result.result)}（原文{shown(match.amount)}{{0}}）。"
        else:
            text = f"{label(match.entry)}: {shown(result.result, chinese=False)} (stated as {shown(match.amount, chinese=False)} {{0}}; {whose(inquiry, scope, match.figure)})."
        return Draft(text, result.result, tuple(same), (result,), sure=match.score)
    return None
