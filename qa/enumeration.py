"""What a question enumerates, so that it can be added: in brackets, behind what holds it, by full names or by how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.catalogue import abbreviated
from qa.inquiry import Inquiry
from qa.operands import cut

# “两项教育支出（来华留学和其他留学）”: what is added stands in the brackets.
_BRACKETED = re.compile(r"[(（](?P<parts>[^()（）]*(?:、|和|与|加|及)[^()（）]*)[)）]")
# “市级税收里，增值税和企业所得税”: what holds the parts is none of them.
_HOLDER = re.compile(
    r"(?:[^，,]{2,20}?(?:里面?|中|当中|之中|方面)[，,]|[^，,、]{0,14}?(?:决算|预算|支出|收入|采购|资产|经费|[表费款金])(?:里面?|中|当中))(?=.*(?:、|和|与|跟|加|及))"
)
# “电费跟取暖费一块儿算，基本支出里一共多少”: it may stand behind them, too.
# “…，按征收计划总共多少”: by what it is added.
_ACCORDING = re.compile(r"[，,](?:按照?|依照?|照|根据)[^，,。？?、和与]{2,12}?(?=能|可|要|应|多少|一共|总共|合计|共|[，,。？?]|$)")
_HOLDER_BEHIND = re.compile(
    r"[，,](?P<holder>[^，,、和与跟]{2,16}?(?=里|中|当中)|(?:一般公共预算|政府性基金|国有资本经营预算|财政拨款|基本支出|项目支出)[^，,、和与跟]{0,6}?)(?:里面?|中|当中)?(?=[^，,、]{0,8}(?:多少|几))"
)
_ENUMERATION = re.compile(
    r"(?:^|[，,的])(?P<names>[一-龥]{1,4}(?:[、和与及][一-龥]{1,4})+?)(?:这)?[两二三四五六七八九十](?:样|项|种|笔|个)"
)
# “水电暖三样”: as many items as characters.
_RUN = re.compile(r"(?:^|[，,的])(?P<names>[一-龥]{2,5}?)(?:这)?(?:[两二三四五]|\d)(?:样|项|种|笔|个)(?![一-龥]{0,3}(?:目|专))")
# “水电费”: the 水费 and the 电费.
_UTILITIES = re.compile(r"(?P<names>[水电暖邮气]{2,4})费")
# What only counts what was enumerated before it (四样合计, 两个项目今年一共多少钱).
_COUNTS_THEM = re.compile(
    r"[，,]?(?:这|那|上述|以上)?(?:\d{1,2}|[两二三四五六七八九十]{1,3})(?:样|项|种|笔|块|个|批|部分|大?块)(?:[一-龥]{0,6}项目|费用|支出|经费|资金|钱|科目|专项|东西)?(?=$|[，,。？?今去全总合一共加]|(?:19|20)\d\d|是|有|多少|几).*$"
)
# “单位给职工交的养老”, “专项里创新化”: what stands before is said of all of them.
_HEADED = re.compile(r"^.*[的里中](?=[一-龥]{2,}$)")
_COUNT = re.compile(r"(?:\d|[两二三四五六七八九十])(?:样|项|种|笔|个)")
_BEGINNING, _ENDING = 4, 4
_SAYS_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总共|一共|总额|总数|总和|支出|收入|金额|预算|决算|数额|资金|经费|要缴|数)+")
_JOINT = re.compile(r"、|[和与跟及加+＋]|还有|连同")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The parts that a question enumerates, the same without what surrounds them, what it says of all of them (“市级税收里”), and the short names it has for them (水电暖)."""

    parts: tuple[str, ...]
    bare: tuple[str, ...] = ()
    context: str = ""
    short: str = ""


def enumerated(inquiry: Inquiry, count: int | None) -> Enumeration | None:
    """The parts of a question's enumeration; `count` is how many the question says there are. None where it joins nothing."""
    folded = inquiry.question.folded
    if inquiry.chinese and (run := _run_of_items(inquiry)) and count in (None, len(run)):
        return Enumeration(tuple(run), tuple(run))
    codes = inquiry.question.codes
    if len(codes) > 1 and count in (None, len(codes)) and not any(a != b and a.startswith(b) for a in codes for b in codes):
        return Enumeration(codes, codes)
    folded = _ACCORDING.sub("，", folded)
    if (behind := _HOLDER_BEHIND.search(folded)) is not None and _JOINT.search(folded[: behind.start()]):
        folded = f"{folded[: behind.start()]}，{folded[behind.end() :]}"
    inside, holder = _BRACKETED.search(folded), _HOLDER.match(folded)
    begin = holder.end() if holder else 0
    short = ""
    utilities = _UTILITIES.search(folded)
    names = "\n".join(scope.catalogue.vocabulary for scope in inquiry.scopes)
    if utilities is not None and utilities.group() not in names and (both := _short_names(inquiry, len(utilities["names"]))):
        return Enumeration(tuple(both), tuple(both), short=folded[: utilities.end()])
    if inside is None and inquiry.chinese and count is None and not _JOINT.search(folded[begin:]):
        return None  # commas alone enumerate nothing that is to be added
    listed = inside["parts"] if inside else folded[begin:] if holder or folded != inquiry.question.folded else None
    parts = [part for part in cut(inquiry, text=listed) if not _only_total(inquiry, part)]
    if count is not None and (named := _short_names(inquiry, count) or (_named_in_a_row(inquiry, count) if len(parts) < count else [])):
        parts = named
        counts = _COUNT.search(folded)
        short = folded[: counts.start()] if counts is not None else ""
    elif inside is not None and count == len(parts):
        short = folded[: inside.start()]  # 治气、治水、治土三个科目（大气、水体、土壤）
    return Enumeration(
        tuple(parts),
        _bared(inquiry, parts),
        folded[: inside.start()] if inside else holder.group() if holder else behind["holder"] if behind else "",
        short,
    )


def _bared(inquiry: Inquiry, parts: Sequence[str]) -> tuple[str, ...]:
    """The parts without what counts them (四样合计) and what heads the first of them (单位给职工交的养老)."""
    found = [bare for part in parts if (bare := _COUNTS_THEM.sub("", part)) and not _only_total(inquiry, bare)]
    if len(found) > 1 and not inquiry.best(found[0]):
        found[0] = _HEADED.sub("", found[0])
    return tuple(found)


def _only_total(inquiry: Inquiry, part: str) -> bool:
    """Whether a part of the question only says that the others are added up (“…，合计列了多少”)."""
    return all(_SAYS_TOTAL.fullmatch(piece) for scope in inquiry.scopes for piece in inquiry.words(part, scope).pieces)


def _short_names(inquiry: Inquiry, count: int) -> list[str]:
    """The items that a question enumerates by how they begin (水、电、取暖、物业四样: 水费, 电费, 取暖费, 物业管理费); [] unless each is one."""
    found = _ENUMERATION.search(inquiry.question.folded)
    run = (_UTILITIES.search(inquiry.question.folded) or _RUN.search(inquiry.question.folded)) if found is None else None
    begun = re.split(r"[、和与及]", found["names"].rstrip("这")) if found is not None else list(run["names"]) if run is not None else []
    if len(begun) != count or max(map(len, begun)) > _BEGINNING:
        return []
    for scope in inquiry.scopes:
        items = {e.item for e in scope.catalogue.entries if e.is_table and e.figure.code and e.figure.code[0] in "35" and not e.total}
        named = [_beginning(name, items) for name in begun]
        if all(named) and len(set(named)) == count:
            return [item for item in named if item is not None]
    return []


def _beginning(name: str, items: Iterable[str]) -> str | None:
    """The one item of the economic classes that a short name begins, or else stands in (暖: 取暖费; 医保: 职工基本医疗保险缴费)."""
    every = list(items)
    begun = [item for item in every if item.startswith(name) and item.endswith("费") and len(item) <= len(name) + _ENDING]
    held = [item for item in every if name in item]
    shortened = [item for item in every if name in dict(abbreviated(item))]
    fitting = begun or held or shortened
    return fitting[0] if len(fitting) == 1 else None


def _run_of_items(inquiry: Inquiry) -> list[str]:
    """The items of the economic classes that a question writes without any joint (水费电费邮电费合计); [] where it names no two so."""
    for scope in inquiry.scopes:
        names = {e.item for e in scope.catalogue.entries if e.is_table and e.figure.code and e.figure.code[0] in "35" and len(e.item) > 1}
        every = "|".join(map(re.escape, sorted(names, key=lambda name: -len(name))))
        run = re.search(f"(?:{every}){{2,}}", inquiry.question.folded) if names else None
        if run is not None:
            return list(dict.fromkeys(re.findall(every, run.group())))
    return []


def _named_in_a_row(inquiry: Inquiry, count: int) -> list[str]:
    """The items that a question names one behind the other without a joint (水费电费取暖费三样)."""
    for scope in inquiry.scopes:
        names = sorted({e.item for e in scope.catalogue.entries if len(e.item) > 1 and not e.total}, key=lambda name: -len(name))
        known = "|".join(map(re.escape, names))
        run = re.search(rf"(?:{known}){{{count}}}", inquiry.question.folded) if names else None  # nothing stands between them
        found = re.findall(known, run.group()) if run else []
        if len(dict.fromkeys(found)) == count:
            return found
    return []
