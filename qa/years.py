"""One item over several years that one document tells of: 2020至2022三年的救助金额合计."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import squash
from qa.compute import total
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import COUNT, LEVEL, same_item
from qa.link import SURE, Match
from qa.phrase import label, shown
from qa.refuse import refuse

_RANGE = re.compile(
    r"(?P<first>20\d\d)年?度?(?:至|到|[-—–~～])(?P<last>20\d\d)年?度?(?:这?[两二三四五六七八\d]+个?(?:年度?|年间))?(?:间|期间)?的?"
)
_TOGETHER = re.compile(r"累计|合计|一共|总共|共计?|总和|加起来|相加|之和|加总")
_LONGEST = 10


def of_years(inquiry: Inquiry) -> re.Match[str] | None:
    """The range of years whose figures a question wants together; None where it wants none."""
    return _RANGE.search(inquiry.question.folded) if inquiry.chinese and _TOGETHER.search(inquiry.question.folded) else None


def over_years(inquiry: Inquiry) -> Draft | None:
    """The sum of one item's figures of every year of a range; a refusal where a year has none, or more than one."""
    hit = of_years(inquiry)
    if hit is None:
        return None
    years = range(int(hit["first"]), int(hit["last"]) + 1)
    if not 1 < len(years) <= _LONGEST:
        return None
    phrase = _TOGETHER.sub("，", inquiry.question.folded.replace(hit.group(), "，"))
    for scope in inquiry.scopes:
        found: list[Match] = []
        for year in years:
            asked = replace(inquiry.question, years=(year,), offset=None, basis=None)
            linked = [m for m in inquiry.link(phrase, scope, (LEVEL, COUNT), question=asked) if m.score >= SURE and m.amount is not None]
            if found:
                linked = [m for m in linked if same_item(m.figure, found[0].figure)]
            best = [m for m in linked if m.score >= linked[0].score]
            if len({m.amount.base for m in best if m.amount}) != 1:
                break
            found.append(best[0])
        if len(found) == len(years):
            return _added(inquiry, scope, found, years)
    return None if _told_at_once(inquiry, phrase, hit) else refuse(inquiry)  # one year's figure is no sum of them


def _told_at_once(inquiry: Inquiry, phrase: str, hit: re.Match[str]) -> bool:
    """Whether a sentence itself tells what came together in these years."""
    return any(
        hit["first"] in told and hit["last"] in told
        for scope in inquiry.scopes
        for match in inquiry.link(phrase, scope, (LEVEL, COUNT), question=replace(inquiry.question, years=(), offset=None, basis=None))
        if match.score >= SURE and (told := f"{match.entry.item}，{match.entry.sentence}，{match.entry.title}")
    )


def _added(inquiry: Inquiry, scope: Scope, found: Sequence[Match], years: range) -> Draft:
    places = [evidence(match.entry) for match in found]
    result = total(places)
    each = "、".join(
        f"{year}年{shown(match.amount)}{{{n}}}" for n, (year, match) in enumerate(zip(years, found, strict=True)) if match.amount
    )
    name = f"{squash(scope.record.agency or scope.record.title)}{label(found[0].entry)}"
    text = f"{name}{years[0]}至{years[-1]}年合计为{shown(result.result)}：{each}；计算：{result.working}。"
    said = f"{years[0]}年至{years[-1]}年，累计，年度"
    return Draft(text, result.result, tuple(places), (result,), sure=min(m.score for m in found), said=said)
