"""How answers are worded, in the question's language: one sentence that answers, then working and caveats."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.amount import Amount
from corpus.document import Document
from corpus.figure import Figure
from corpus.folding import squash
from corpus.place import CellRef
from qa.catalogue import Entry
from qa.inquiry import Inquiry, Scope
from qa.item import DONE, RATE, SHARE, is_total, measure_class, plain

# Two numbers of one unit with a dash between them; a dash between years or in a code is none.
_RANGE = re.compile(
    r"(?<![\d.\-—－〔\[])(?P<low>\d+(?:\.\d+)?)%?\s*[-—–~～至]\s*(?P<high>\d+(?:\.\d+)?)\s*(?:%|％|万元|亿元|元|人次|万人|人|家|次|个|项|天|年(?!度?预|度?决|初|末))(?![\d])"
)
_AROUND = 16
_NOUN = {SHARE: ("占比", "share"), "增减额": ("增减额", "change"), RATE: ("增减率", "rate of change"), DONE: ("完成率", "completion rate")}


def shown(amount: Amount, *, chinese: bool = True) -> str:
    """An amount as it is written in an answer: the printed digits, thousands left as they are, with its unit."""
    value = f"{amount.value:f}"
    unit = amount.unit or ""
    if chinese or not unit:
        return value + unit
    return value + unit if unit == "%" else f"{value} {unit}"


def label(entry: Entry) -> str:
    """What a figure is, in the document's own words: the item, and the column or measure where it is not the plain one."""
    figure = entry.figure
    name = entry.item if entry.renamed else plain(figure.subject)
    kind = measure_class(figure)
    if is_total(name) or not name:
        name = entry.item
        if not name:
            name = entry.title or plain(figure.measure)
        elif entry.is_table and entry.title and entry.item not in entry.title and is_total(plain(figure.subject)) and entry.column:
            return name
        return name if kind not in _NOUN else name + _NOUN[kind][0]
    if kind in _NOUN:
        return name if name.endswith(("率", "比")) else name + _NOUN[kind][0]
    if entry.is_table and entry.column and entry.column != name:
        return f"{name}（{entry.column}）"
    return name


def whose(inquiry: Inquiry, scope: Scope, figure: Figure | None = None) -> str:
    """Agency, year and kind that a figure belongs to, as the beginning of a sentence."""
    record = scope.record
    agency = squash(record.agency or "") or squash(record.title)
    year = figure.year if figure is not None and figure.year is not None else record.year
    if inquiry.chinese:
        return f"{agency}{year}年" if year else agency
    return f"{agency}, {year}" if year else agency


def stated(inquiry: Inquiry, scope: Scope, entry: Entry, mark: str) -> str:
    """The sentence that answers with one figure."""
    figure = entry.figure
    name = label(entry)
    where = f"《{entry.title}》" if entry.is_table and entry.title else ""
    if figure.amount is None:
        if inquiry.chinese:
            return f"{whose(inquiry, scope, figure)}{where}中“{name}”的单元格为空，未填列金额{mark}。"
        return f"The cell for {name} is blank in {where or 'the table'} ({whose(inquiry, scope, figure)}): no amount is stated {mark}."
    span = printed_range(scope.document, figure)
    if span:
        if inquiry.chinese:
            return f"{whose(inquiry, scope, figure)}{name}为{span}{mark}{f'（见{where}）' if where else ''}。"
        return f"{name}: {span} {mark} ({whose(inquiry, scope, figure)}{', ' + where if where else ''})."
    bound = {"≥": "不低于", "≤": "不超过", ">": "高于", "<": "低于"}.get(figure.bound or "", "")
    if inquiry.chinese:
        return f"{whose(inquiry, scope, figure)}{name}为{bound}{shown(figure.amount)}{mark}{f'（见{where}）' if where else ''}。"
    limit = {"≥": "at least ", "≤": "at most ", ">": "more than ", "<": "less than "}.get(figure.bound or "", "")
    return f"{name}: {limit}{shown(figure.amount, chinese=False)} {mark} ({whose(inquiry, scope, figure)}{', ' + where if where else ''})."


def answering(scope: Scope, entry: Entry) -> Amount | None:
    """The value that a figure answers with: none where it is blank or only one end of a range."""
    return None if printed_range(scope.document, entry.figure) else entry.figure.amount


def printed_range(document: Document, figure: Figure) -> str:
    """The range as printed that a figure is one end of (60-70%, 3至5人); "" for a figure by itself."""
    source = figure.source
    if isinstance(source, CellRef):
        cell = document.tables[source.table].at(source.row, source.column)
        text, at = (squash(cell.text), 0) if cell is not None else ("", 0)
        found = [_RANGE.fullmatch(text.lstrip("≥≤=＝><"))]
    else:
        start = max(0, source.start - _AROUND)
        text, at = document.text[start : source.stop + _AROUND], start
        found = [hit for hit in _RANGE.finditer(text) if hit.start() + at < source.stop and source.start < hit.end() + at]
    return next((squash(hit.group()) for hit in found if hit is not None and Decimal(hit["low"]) < Decimal(hit["high"])), "")


def change_words(inquiry: Inquiry, entry: Entry, versus: int | None) -> str:
    """A printed change in words: 增加 or 减少, by its sign."""
    figure = entry.figure
    assert figure.amount is not None
    amount = Amount(abs(figure.amount.value), figure.amount.unit)
    rate = measure_class(figure) == RATE
    down = figure.amount.value < 0
    if inquiry.chinese:
        verb = ("下降" if down else "增长") if rate else ("减少" if down else "增加")
        return f"{verb}{shown(amount)}"
    return f"{'a decrease' if down else 'an increase'} of {shown(amount, chinese=False)}"


def shorten(text: str, limit: int = 800) -> str:
    """A text of at most `limit` characters, cut at the end of a sentence where there is one."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = max(cut.rfind(mark) for mark in "。；;.")
    return cut[: at + 1] if at > limit // 2 else cut + "…"
