"""Refusals: why the documents do not answer, said plainly and without a figure."""

from __future__ import annotations

from corpus.folding import squash
from qa.inquiry import Draft, Inquiry

_LISTED = 3


def _covered(inquiry: Inquiry) -> str:
    names = []
    for scope in inquiry.scopes[:_LISTED]:
        record = scope.record
        name = squash(record.agency or record.title)
        names.append(
            f"{name}{record.year or ''}{'年' if record.year else ''}{record.kind or ''}"
            if inquiry.chinese
            else f"{name} {record.year or ''} {record.kind or ''}".strip()
        )
    more = len(inquiry.scopes) - _LISTED
    if inquiry.chinese:
        return "、".join(names) + (f"等{len(inquiry.scopes)}份文件" if more > 0 else "")
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def refuse(inquiry: Inquiry, foreign: str | None = None) -> Draft:
    """The answer that the documents do not say it: another agency, another year, another basis, or no such item."""
    question = inquiry.question
    covered = _covered(inquiry)
    years = {scope.record.year for scope in inquiry.scopes}
    kinds = {scope.record.kind for scope in inquiry.scopes}
    asked = [year for year in question.years if year not in years]
    if inquiry.chinese:
        if inquiry.crowd:
            reason = f"有{inquiry.crowd}份文件可能说到这项内容，请指明单位、年度或文件"
        elif not inquiry.scopes:
            reason = "库中没有文件"
        elif foreign:
            reason = f"所查文件只涉及{covered}，没有“{foreign}”的数据"
        elif asked and question.want == "figure":
            reason = f"所查文件为{covered}，没有给出{'、'.join(map(str, asked))}年的这项数据"
        elif question.basis in ("决算", "执行") and kinds == {"预算"}:
            reason = f"所查文件为{covered}，没有给出{question.basis}数"
        else:
            reason = f"所查文件（{covered}）没有披露这项内容"
        return Draft(f"文件中未找到答案：{reason}。", status="not_found")
    if inquiry.crowd:
        reason = f"{inquiry.crowd} documents may speak of this; name the agency, the year or the document"
    elif not inquiry.scopes:
        reason = "there is no document in the store"
    elif foreign:
        reason = f"the documents ({covered}) do not speak of {foreign}"
    elif asked and question.want == "figure":
        reason = f"the documents ({covered}) do not give this figure for {', '.join(map(str, asked))}"
    else:
        reason = f"the documents ({covered}) do not disclose this"
    return Draft(f"Not found in these documents: {reason}.", status="not_found")
