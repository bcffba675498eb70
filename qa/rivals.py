"""Rivals: statements of one thing that differ, and what is only named like it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.place import CellRef
from qa.catalogue import Entry, grams
from qa.dispute import Dispute
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import CHANGES, COUNT, LEVEL, is_planned, leaf, measure_class, same_claim
from qa.link import Match
from qa.named import is_target
from qa.phrase import label, shown, whose

_MOST = 4
_VERSIONS = 2
# How much of the question's words another statement must bear to be one that it may mean as well.
_COVERED = 0.5
_OF_YEAR = re.compile(r"(?:20\d\d年?度?|本年|数量|人数)(?:数|末)?")
_FULLY, _LETTERS = 0.8, 4
_DONE = re.compile(r"实际|完成值|完成情况")
_PLANNED = re.compile(r"指标值|目标值|预期|计划")
# Bases that a figure has by being in its disclosure.
_PLAIN_BASIS = ("预算", "决算", "执行")
# How alike two names of one indicator must be.
_ONE_NAME = 0.8
# Which funds a figure counts, the narrower first.
_FUNDS = ("政府性基金", "国有资本", "一般公共预算", "财政拨款", "基本支出", "项目支出", "结转", "上年")


def one_thing(scope: Scope, one: Entry, two: Entry) -> bool:
    """Whether two figures claim the same item, measure, year and basis, counted over the same funds."""
    left, right = one.figure, two.figure
    changes = _kind(one) in CHANGES  # a table compares with the year before without saying so, on whatever basis
    versus = left.versus != right.versus and not (changes and None in (left.versus, right.versus))
    if not _of_one_time(scope, one, two) or versus or one.period != two.period or _kind(one) != _kind(two):
        return False
    if left.amount is None or right.amount is None or left.amount.dimension != right.amount.dimension:
        return False
    if left.context is not None and left.context == right.context:
        return False
    if left.basis != right.basis and any(b is not None and b not in _PLAIN_BASIS for b in (left.basis, right.basis)):
        return False
    if left.basis and right.basis and left.basis != right.basis and not changes:
        return False
    agency = scope.record.agency or ""
    if not one_name(_bare(one.item, agency), _bare(two.item, agency)) or (left.code and right.code and not same_claim(left, right)):
        return False
    if one.is_table and two.is_table:
        if is_target(one) and is_target(two):
            return left.table != right.table and left.amount.dimension != "%" and leaf(left) == leaf(right)
        return left.table == right.table and fund_of(one) == fund_of(two) and leaf(left) == leaf(right) and left.path == right.path
    if one.is_table != two.is_table:
        table, text = (one, two) if one.is_table else (two, one)
        if is_target(table):
            return True
        year_alone = _kind(table) == LEVEL and measure_class(text.figure) == COUNT and _OF_YEAR.fullmatch(table.column) is not None
        actual = measure_class(text.figure) == COUNT and _HELD.fullmatch(table.column) is not None
        return (table.default or table.total or year_alone or actual or changes) and (
            fund_of(table) == fund_of(text) or (not fund_of(text) and _only_there(scope, table))
        )
    counted = measure_class(left) == COUNT  # heads are counted over all funds
    return left.path == right.path and (counted or fund_of(one) == fund_of(two))


def _of_one_time(scope: Scope, one: Entry, two: Entry) -> bool:
    """Whether two figures are of one year; what a budget counts (人, 辆) it counts at the end of the year before, whether it says so or not."""
    left, right = one.figure.year, two.figure.year
    counts = measure_class(one.figure) == measure_class(two.figure) == COUNT and not one.is_table and not two.is_table
    return left == right or (counts and scope.record.kind == "预算" and {left, right} == {scope.record.year, (scope.record.year or 0) - 1})


_HELD = re.compile(r"(?:实有|现有|在编|在岗|在册)(?:数|人数|数量)?")
_STAFF = re.compile(r"(?:干部职工|教职员工|教职工|职工|干部|员工)(?:人员)?$")
_COUNTED_BY = re.compile(
    r"^(?:截至|截止)?(?:目前|年末|年底|年初|现有|实有|共有|实际|全[年市县区省国镇乡校院局州]|本?年度|现|共|总)+|(?:数量|总?人?数|总数|面积|里程|长度|[户次件份场座处台套]数|批次|人次|合计|(?<=费)支出)$"
)


def _bare(item: str, agency: str) -> str:
    """What an item is called without the agency that it is of and without how it is counted (省档案馆在职人员, 年末实有在职人员)."""
    bare = _STAFF.sub("人员", _COUNTED_BY.sub("", item))
    for size in range(min(len(bare) - 2, 8), 1, -1):
        letters = iter(agency)
        if all(letter in letters for letter in bare[:size]):
            bare = bare[size:]
            break
    return _COUNTED_BY.sub("", bare) or item


def _only_there(scope: Scope, entry: Entry) -> bool:
    """Whether no table states an item over all funds: what the text says of it can only be this."""
    others = (e for e in scope.catalogue.entries if e.is_table and e.default and not fund_of(e) and not is_target(e))
    return not entry.total and not any(one_name(entry.item, e.item) for e in others)


def fund_of(entry: Entry) -> str:
    """Which funds a figure counts: those that its table, column, parents or sentence and headings name; "" for all, and for a target."""
    if is_target(entry):
        return ""
    words = (
        (entry.title, entry.column, entry.parents, entry.item)
        if entry.is_table
        else (entry.clause, entry.section, entry.parents, entry.item)
    )
    text = "，".join(words)
    return next((name for name in _FUNDS if name in text), "")


def _kind(entry: Entry) -> str:
    """The kind of measure; a count of things is one, whether a sentence or a target states it."""
    kind = measure_class(entry.figure)
    return LEVEL if kind == COUNT else kind


def one_name(one: str, two: str) -> bool:
    """Whether two items are called all but the same."""
    left, right = set(grams(one)), set(grams(two))
    return bool(left and right) and len(left & right) >= _ONE_NAME * max(len(left), len(right))


def apart(one: Entry, two: Entry) -> bool:
    """Whether the printed digits of two amounts cannot mean one number."""
    left, right = one.figure.amount, two.figure.amount
    if left is None or right is None or left.dimension != right.dimension:
        return False
    if one.figure.bound or two.figure.bound:
        return left.base != right.base  # a limit is set, not rounded
    low, high = left.interval
    return right.interval[1] < low or right.interval[0] > high


def contradicting(scope: Scope, first: Match) -> list[Match]:
    """The first figure with every statement of the same thing that differs, one for each amount."""
    found = [first]
    done = scope.record.kind == "决算" and not _PLANNED.search(first.figure.measure)
    for entry in scope.catalogue.entries:
        if done and _PLANNED.search(entry.figure.measure):
            continue  # what was planned is no statement of what was done
        if one_thing(scope, first.entry, entry) and all(apart(m.entry, entry) for m in found):
            found.append(Match(entry, first.score, first.cover, first.tight))
    # A name with several values names several things (缴费标准), unless a code says which.
    return found if len(found) <= _VERSIONS else found[:1]


def nearest(dispute: Dispute, first: Match, matches: Sequence[Match], behind: float) -> list[Match]:
    """The first figure with those that the question's words name nearly as well and that state another amount."""
    found = [first]
    for match in matches:
        # An indicator is called otherwise than the sentence that tells what was done; its words are all there.
        as_done = match.cover >= max(_FULLY, first.cover - behind) and _DONE.search(match.figure.measure) is not None
        as_done = as_done or _of_same_letters(first.entry, match.entry)
        if (match.score < first.score - behind and not as_done) or match.cover < _COVERED or _beside(first.entry, match.entry):
            continue
        if dispute.text_named and dispute.table_named and match.entry.is_table == first.entry.is_table:
            continue
        if match.entry.is_table and not (match.entry.default or is_target(match.entry)):
            continue
        scope = dispute.inquiry.scope(match.entry.document_id)
        if fund_of(match.entry) != fund_of(first.entry) or _kind(match.entry) != _kind(first.entry):
            continue
        if not _of_one_time(scope, first.entry, match.entry):
            continue
        if (_PLANNED.search(match.figure.measure) or is_planned(match.entry.item)) and dispute.inquiry.scope(
            match.entry.document_id
        ).record.kind == "决算":
            continue  # what was planned is no statement of what was done
        if all(apart(m.entry, match.entry) for m in found):
            found.append(match)
    return found[:_MOST]


def _of_same_letters(told: Entry, target: Entry) -> bool:
    """Whether an indicator is called by the letters of what a sentence tells, in another order (除治疫木8260株, 疫木除治数量)."""
    one, two = told.figure.amount, target.figure.amount
    name = _COUNTED_BY.sub("", target.item)
    if one is None or two is None or one.unit is None or one.unit != two.unit or told.is_table or not is_target(target):
        return False
    return len(name) >= _LETTERS and set(name) <= set(told.item)


def _beside(one: Entry, two: Entry) -> bool:
    """Whether two figures stand in one row or one sentence: there they are told apart on purpose."""
    left, right = one.figure, two.figure
    if isinstance(left.source, CellRef) and isinstance(right.source, CellRef):
        return (left.source.table, left.source.row) == (right.source.table, right.source.row)
    return left.context is not None and left.context == right.context


def restated(scope: Scope, match: Match) -> list[Entry]:
    """Further places, of any name that is the same claim, that state the amount of a match."""
    amount = match.amount
    found: list[Entry] = []
    for entry in scope.catalogue.entries:
        other = entry.figure.amount
        if entry is match.entry or amount is None or other is None or other.dimension != amount.dimension or apart(match.entry, entry):
            continue
        if (same_claim(entry.figure, match.figure) or one_name(entry.item, match.entry.item)) and all(
            entry.figure.source != e.figure.source for e in found
        ):
            found.append(entry)
    return found


def versions(inquiry: Inquiry, scope: Scope, matches: Sequence[Match], *, same: bool) -> Draft:
    """Every version with its place: of the `same` thing, or of things that are only named alike, which is said."""
    lines = [_line(inquiry, scope, match, number) for number, match in enumerate(matches)]
    support = [len(restated(scope, match)) for match in matches]
    best = max(range(len(matches)), key=lambda n: (support[n], -n))
    backed = same and support[best] > max((s for n, s in enumerate(support) if n != best), default=0)
    value = matches[best if backed else 0].amount
    assert value is not None
    refuted = tuple(m.amount for n, m in enumerate(matches) if same and not (backed and n == best) and m.amount is not None)
    if inquiry.chinese:
        head = (
            f"文件前后不一致，{whose(inquiry, scope)}有{len(lines)}种说法：" if same else f"{whose(inquiry, scope)}文件中的相关表述不同："
        )
        text = head + "；".join(lines) + "。"
        if backed:
            text += f"其中{shown(value)}{{{best}}}在文件中另有{support[best]}处所列相同，较为可信。"
        elif not same:
            text += "各处名称或口径不尽相同，是否为同一事项请核对原文。"
    else:
        head = f"The document contradicts itself ({whose(inquiry, scope)}): " if same else f"The document's nearest statements differ ({whose(inquiry, scope)}): "  # fmt: skip
        text = head + "; ".join(lines) + "."
        if backed:
            text += f" {shown(value, chinese=False)} {{{best}}} is stated in {support[best]} further place(s) and is better supported."
        elif not same:
            text += " They are named differently; whether they mean one thing is for the source to tell."
    return Draft(
        text, value if same else None, tuple(evidence(m.entry) for m in matches), status="conflict" if same else "answered",
        sure=matches[0].score, refuted=refuted, accounted=same,
    )  # fmt: skip


def _line(inquiry: Inquiry, scope: Scope, match: Match, number: int) -> str:
    """One version: where it stands, what it is called there, and its mark."""
    entry = match.entry
    assert match.amount is not None
    line = scope.document.place(entry.figure.source).lines[0]
    bound = entry.figure.bound or ""
    if not inquiry.chinese:
        return f"{entry.title if entry.is_table else 'the text'}: {label(entry)} {bound}{shown(match.amount, chinese=False)} {{{number}}}"
    place = f"《{entry.title}》" if entry.is_table and entry.title else "说明"
    return f"{place}{f'第{line}行' if scope.document.pages == 0 else ''}“{label(entry)}”为{bound}{shown(match.amount)}{{{number}}}"
