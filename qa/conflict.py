"""Answers where a document contradicts itself, and to questions whether it does: every version, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.folding import squash
from corpus.place import CellRef, Source
from qa.account import explained
from qa.answer import Evidence
from qa.catalogue import Catalogue, grams
from qa.checks.check import Check, Operand
from qa.compare import compared, placed
from qa.confirm import chosen, confirmed, noted
from qa.dispute import Dispute, says
from qa.doubt import PAIR, failed, overlap, sides, suspect
from qa.failing import from_check, several
from qa.inquiry import Draft, Inquiry, Scope, agreeing
from qa.item import DONE, is_total, measure_class, plain
from qa.link import LIKELY, SURE, Match, clear
from qa.phrase import label, stated, whose
from qa.recompute import recomputed
from qa.refuse import refuse
from qa.rivals import contradicting, nearest, restated, versions
from qa.sayings import sayings
from qa.worked import worked

_MOST_LISTED = 6
# How much of the question's words a listed check must speak of, and how well one figure of a check must be named.
_NAMED = 0.6
_LINKED = 0.5
_LINKED_PAIR, _LEAST_OF_PAIR = 0.4, 0.3
_GIVEN = 0.25
# How far behind the best link the figure of a check may stand: it is the one asked about.
_BEHIND = 0.12
_BEHIND_GIVEN = 0.4
_FITS = 0.06
# How far behind the best link a statement may be that the question may mean too; less where another place agrees with it.
_NEAR, _CLOSE = 0.16, 0.04
# Numbers of fewer digits meet by chance.
_TELLING = 4
# What a question for all that is wrong says of any figure.
_ANY = re.compile(
    r"哪[些几两][个处项张家]?|有哪|数据|数字?|金额|地方|问题|说明|文件|报告|表格?|[里中有的]|(?:支出|收入|部门|单位)?(?:预算|决算)"
)
_LIMIT = re.compile(
    r"(?:超过|超出|突破|高于|低于|多于|少于|大于|小于|不足|不到|不低于|至少|more than|less than|over|under|above|below|exceed)了?\s*[\d(（]",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"总额|总数|合计|总计|\btotal\b", re.IGNORECASE)
# Whether places agree is asked, not what the figure is (到底多少).
_ALIKE = re.compile(r"一致|一样|说法|矛盾|打架|对得?上|吻合|相符|出入|\bmatch|consisten|\bagree|contradict|\bthe same\b", re.IGNORECASE)
_SENTENCE = "。！？；;\n"


@dataclass(frozen=True, slots=True)
class Rated:
    """A failed check with how well the question names the figures that it holds against each other."""

    score: float
    scope: Scope
    check: Check
    match: Match | None


_RATE_DONE = re.compile(r"(?:完成|执行)(?:率|比例|进度)")


_NAMES = re.compile(r"(?:名称|名字|叫法|称呼)[^，。？?]{0,6}(?:一致|一样|相同|对得上|统一)")


def conflict(inquiry: Inquiry) -> Draft | None:
    """写得对吗、是否一致、A还是B: the versions of the figure asked about, or that it is stated alike everywhere."""
    if _LIMIT.search(inquiry.question.text):
        return None  # a bound is asked about, not the figure
    if _NAMES.search(inquiry.question.text):
        return refuse(inquiry)  # equal figures do not say that the names are
    dispute = Dispute.of(inquiry)
    if dispute.listing:
        found = _wrong_ones(dispute)
        if found is not None:
            return found
    if not dispute.phrases:
        return None
    draft = worked(dispute) or _failing(dispute) or _by_figures(dispute)
    if draft is None and inquiry.question.asked == ("conflict",):
        # A figure that is to be confirmed is not answered by some other one.
        both = dispute.text_named and dispute.table_named  # what the text says is no answer for both of them
        if dispute.given or both:
            return refuse(inquiry)
        return sayings(dispute) or (refuse(inquiry) if _ALIKE.search(inquiry.question.text) else None)
    return draft


def _by_figures(dispute: Dispute) -> Draft | None:
    """What the statements of the figure asked about say of each other."""
    linked = [(scope, matches) for scope in dispute.inquiry.scopes if (matches := dispute.links(scope))]
    if not linked:
        return None
    scope, matches = max(linked, key=lambda pair: pair[1][0].score)
    draft = compared(dispute, scope) or (None if dispute.given else placed(dispute, scope)) or _settled(dispute, scope, matches)
    return None if draft is None else _accounted(dispute, draft)


def _settled(dispute: Dispute, scope: Scope, matches: Sequence[Match]) -> Draft | None:
    """What the statements themselves say of it where no check fails."""
    if _RATE_DONE.search(dispute.inquiry.question.folded):
        matches = [m for m in matches if measure_class(m.figure) == DONE]  # a 到位率 is no 完成率
        if not matches:
            return None
    inquiry, first = dispute.inquiry, matches[0]
    if len(dispute.given) > 1:
        return chosen(dispute, scope, matches)
    if dispute.given:
        return confirmed(dispute, scope, matches)
    if not clear(matches) and first.score < LIKELY:
        return None
    if (wrong := recomputed(inquiry, scope, first)) is not None:
        return wrong
    slip = _unit_slip(scope, first)
    if slip is not None:
        return versions(inquiry, scope, [first, slip], same=True)
    strict = contradicting(scope, first)
    if len(strict) > 1:
        return versions(inquiry, scope, strict, same=True)
    elsewhere = any(e.is_table != first.entry.is_table or e.title != first.entry.title for e in restated(scope, first))
    near = nearest(dispute, first, matches, _CLOSE if elsewhere else _NEAR)
    if len(near) > 1:
        return versions(inquiry, scope, near, same=False)
    if first.score < SURE and not clear(matches):
        return None
    if dispute.sides is not None:
        return None  # whether one thing is stated alike everywhere says nothing of two
    same = agreeing(inquiry, first, matches, scope)
    text = stated(inquiry, scope, first.entry, "{0}")
    if len(same) > 1:
        text = (
            f"一致：{text}文件中另有{len(same) - 1}处所列相同。"
            if inquiry.chinese
            else f"{text} {len(same) - 1} other place(s) state the same."
        )
    elif dispute.adds or (dispute.text_named and dispute.table_named):
        return None  # asked of both, or of a whole and its parts, one of them is no answer
    elif _ALIKE.search(inquiry.question.text):
        return _alone(inquiry, scope, first, same)
    else:
        text += "未找到可与之核对的另一处。" if inquiry.chinese else " No other place was found to hold it against."
    return noted(inquiry, scope, first, Draft(text, first.amount, tuple(same), sure=first.score))


def _alone(inquiry: Inquiry, scope: Scope, first: Match, same: Sequence[Evidence]) -> Draft:
    """Whether places agree cannot be said of the one that was found: it is shown, and no figure is given as the answer."""
    name = label(first.entry)
    if inquiry.chinese:
        text = f"文件中未找到答案：{whose(inquiry, scope)}“{name}”只找到一处{{0}}，没有可与之核对的另一处，不能判断是否一致。"
    else:
        text = f"Not found in these documents: only one place states {name} {{0}} ({whose(inquiry, scope)}); there is no other to hold it against."
    return Draft(text, None, tuple(same), status="not_found", sure=first.score)


def _accounted(dispute: Dispute, draft: Draft) -> Draft | None:
    """The answer, where it says every word of one of the question's phrases."""
    if draft.status != "answered" or draft.accounted:
        return draft
    question = dispute.inquiry.question
    for phrase in dispute.phrases:
        if explained(dispute.inquiry.asking(replace(question, folded=phrase)), draft):
            return replace(draft, accounted=True)
    return None


def _failing(dispute: Dispute) -> Draft | None:
    """What the failed check says that is about the figure asked for."""
    rated = [one for scope in dispute.inquiry.scopes for one in rate(dispute, scope)]
    if not rated:
        return None
    best = max(rated, key=lambda one: one.score)
    if dispute.text_named and dispute.table_named and not dispute.adds and len(best.check.operands) > PAIR:
        # Asked of text and table, what one of them adds up to is not the question where the two differ.
        differ = placed(dispute, best.scope)
        if (
            differ is not None
            and len({one.figure.amount.base for one in differ.evidence if one.figure is not None and one.figure.amount is not None}) > 1
        ):
            return differ
    if dispute.sides is not None and not dispute.adds:
        # Of two different things that are compared, what fails is another question than the one between them.
        apart = compared(dispute, best.scope)
        if apart is not None and apart.status == "answered" and apart.computed and not _between(best.check, apart):
            return apart
    return replace(from_check(dispute.inquiry, best.scope, best.check, best.match), accounted=True)


def _between(check: Check, draft: Draft) -> bool:
    """Whether a check holds all the figures of a draft against each other."""
    return all(any(overlap(operand.source, one.source) for operand in check.operands) for one in draft.evidence)


def rate(dispute: Dispute, scope: Scope) -> list[Rated]:
    """The failed checks of a document that hold something against the figure asked about, its own first."""
    matches = dispute.links(scope)
    top = matches[0].score if matches else 0.0
    said = dispute.said(scope)
    found = []
    for order, check in enumerate(failed(scope.catalogue)):
        if check.stated is None:
            continue
        slip = suspect(check, scope.catalogue)
        score, match = 0.0, None
        for operand in (*sides(check), *(o for o in check.operands if slip is not None and o.source == slip.source)):
            linked = next((m for m in matches if overlap(m.figure.source, operand.source)), None)
            worth = max(linked.score if linked is not None else 0.0, named(operand, scope, said))
            if worth > score:
                score, match = worth, linked
        # Two figures that should agree and are both among what the question may mean need less to be the ones it means.
        pair = [m for o in sides(check) for m in matches if overlap(m.figure.source, o.source) and m.score >= _LEAST_OF_PAIR]
        least = (
            _GIVEN
            if dispute.amounts
            else _LINKED_PAIR
            if len({m.entry.number for m in pair}) >= PAIR and max(m.score for m in pair) == top
            else _LINKED
        )
        own = check.operands if dispute.adds or _TOTAL.search(dispute.inquiry.question.text) else sides(check)
        told = [o.amount for o in own] + [check.stated, check.expected]
        hits = sum(any(says(amount, given) for amount in told) for given in dispute.amounts)
        all_given = bool(dispute.amounts) and hits == len(dispute.amounts)
        if score < least or score < top - (_BEHIND_GIVEN * hits if all_given else _BEHIND):
            continue
        if dispute.amounts and not all_given:
            continue  # it is another figure that the question gives
        score += 0.4 * all_given + _FITS * _kind(dispute, check) - order / 10_000
        found.append(Rated(score, scope, check, match))
    return found


def named(operand: Operand, scope: Scope, said: set[str]) -> float:
    """How well a question's words name an operand of a check, by its label, its row and its sentence."""
    if not said:
        return 0.0
    catalogue = scope.catalogue
    parts = [squash(part) for part in operand.label.split("·")]
    # The label of a cell is its table, rows and column: the rows are what it is about.
    if len(parts) > 2 and not is_total(plain(parts[-2])):
        parts = parts[1:-1]
    own = {g for part in parts for g in grams(part)}
    rest = {
        g for text in (operand.label, operand.row, operand.table, _sentence(catalogue, operand.source)) for g in grams(squash(text or ""))
    }
    whole = sum(catalogue.weight(g) for g in said)
    cover = sum(catalogue.weight(g) * (1.0 if g in own else 0.7) for g in said if g in own or g in rest) / whole
    tight = max((catalogue.share(part, said) for part in parts if part), default=0.0)
    return 0.62 * cover + 0.38 * tight


def _sentence(catalogue: Catalogue, source: Source) -> str:
    if isinstance(source, CellRef):
        return ""
    text = catalogue.document.text
    start = max((text.rfind(stop, 0, source.start) + 1 for stop in _SENTENCE), default=0)
    stop = min((at for mark in _SENTENCE if (at := text.find(mark, source.stop)) >= 0), default=len(text))
    return text[start:stop]


def _kind(dispute: Dispute, check: Check) -> int:
    """How a check fits what the question speaks of: the change on the year before, a share, the sum of parts, two places."""
    text = dispute.inquiry.question.text
    stated_ = check.stated.unit if check.stated is not None else None
    fits = 0
    if re.search(r"同比|增减|增长|下降|增幅|降幅|比上年|increase|decrease|growth", text):
        fits += 2 if ".change" in check.rule else -2
    if re.search(r"百分比|百分数|百分之|比例|比重|占|率|percent|rate", text):
        fits += 1 if stated_ == "%" else -1
    elif "元" in dispute.inquiry.question.units and stated_ == "%":
        fits -= 2  # a rate is no sum of money
    if "单位" in text:
        fits += 2 if "单位" in check.message else 0
    if dispute.adds:
        fits += 1 if len(check.operands) > PAIR else -1
    elif dispute.text_named or dispute.table_named:
        fits += 1 if len(check.operands) == PAIR else 0
    return fits


def _wrong_ones(dispute: Dispute) -> Draft | None:
    """哪些写错了: all that the numeric checks of the documents find wrong with what the question names."""
    found: list[tuple[float, Scope, Check]] = []
    for scope in dispute.inquiry.scopes:
        catalogue = scope.catalogue
        pieces = dispute.inquiry.words(_ANY.sub("，", "，".join(dispute.phrases[:1])), scope).pieces
        said = {g for piece in pieces for g in grams(piece) if g in catalogue.postings or g in catalogue.prose}
        whole = sum(catalogue.weight(g) for g in said)
        for order, check in enumerate(failed(catalogue)):
            words = (
                check.message,
                *(text for o in check.operands for text in (o.label, o.text)),
                *(_sentence(catalogue, o.source) for o in sides(check)),
            )
            about = {g for text in words for g in grams(squash(text))}
            fit = sum(catalogue.weight(g) for g in said & about) / whole if whole else 1.0
            if fit >= _NAMED and _of_kind(dispute.inquiry.question.text, check):
                found.append((fit - order / 10_000, scope, check))
    found.sort(key=lambda item: -item[0])
    kept: dict[tuple[str, str], tuple[Scope, Check]] = {}
    for _, scope, check in found:
        kept.setdefault((scope.record.id, f"{check.stated}/{check.expected}"), (scope, check))
    return several(dispute.inquiry, list(kept.values())[:_MOST_LISTED]) if kept else None


def _of_kind(text: str, check: Check) -> bool:
    """Whether a check is of the kind that a question lists: change on the year before, percentages, totals."""
    stated_ = check.stated.unit if check.stated is not None else None
    if re.search(r"同比|增减|增长|下降|比上年", text):
        return ".change" in check.rule
    if re.search(r"百分比|百分数|比例|比重|percent", text):
        return stated_ == "%"
    return not re.search(r"合计|加总|汇总", text) or stated_ != "%"


def _unit_slip(scope: Scope, first: Match) -> Match | None:
    """A place that prints the same digits for the same money in another unit: one of the two units is a slip."""
    amount = first.amount
    if amount is None or amount.dimension != "元" or len(amount.value.as_tuple().digits) < _TELLING:
        return None
    own = set(grams(first.entry.item))
    for entry in scope.catalogue.entries:
        other = entry.figure.amount
        if other is None or other.dimension != "元" or other.value != amount.value or other.unit == amount.unit:
            continue
        if entry.figure.year == first.figure.year and own & set(grams(entry.item)):
            return Match(entry, first.score, first.cover, first.tight)
    return None
