"""Verdicts: for each figure in an answer's text, what the cited documents say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.amount import Amount, Stated, find_amounts
from corpus.figure import Figure
from corpus.folding import similarity, squash
from corpus.place import CellRef, Source, Span
from qa.answer import Citation, Shown, Verdict
from qa.catalogue import grams
from qa.compute import BOUND, Computation
from qa.item import is_total, item_of, measure_class, plain, same_claim

_MARK = re.compile(r"\[(\d+)\]")
_STOP = re.compile(r"[。；;！？\n]")
_PAUSE = re.compile(r"[，,。；;：:、（）()！？\n=＝]")
_NAMED = 0.6
# What may stand between an item's name and its figure.
_LINKING = re.compile(r"(?:的|为|是|有|共|约|共计|合计为|预算数|决算数|执行数|预算|决算|金额|安排|支出|达到?|仅|[:：\s])+$")
# Numbers that are no figures: dates, document numbers, ordinals, list numbers, the count of what was compared.
_NO_FIGURE_BEFORE = re.compile(r"(?:×|\d[·•]|第|place |〔|\[|表|附件|No\.?|共比较|另有|\d[-—~至])\s*$", re.IGNORECASE)
_NO_FIGURE_AFTER = re.compile(
    r"^\s*(?:年(?!度?人)|月|日|号|〕|\]|行|页|[·•]\d|处所列|项(?:[；;）)]|$)|位小数| ?items c|[-—~～至]\d+[级号月日期]|[、.．](?=[一-龥]))"
)
# How many versions a conflict has is counted by the answer, not by a document.
_COUNTED = re.compile(r"^\s*(?:(?:处|种)(?:说法|所列)|项(?:中|合计))")
# The marks right behind a figure: code that prints a figure from a place prints the place's mark with it.
_MARKED = re.compile(r"\s*((?:\[\d+\])+)")
# How many characters on each side of a number stand in a passage that an answer quotes.
_WINDOW = 10
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure that a cited place states, with the number of the citation."""

    document_id: str
    figure: Figure
    citation: int


def verify(
    text: str, citations: Sequence[Citation], figures_by_document: Mapping[str, Sequence[Figure]], computed: Sequence[Computation] = (),
    printed: Sequence[Source] | None = None,
) -> tuple[Shown, ...]:  # fmt: skip
    """The verdict of every figure in a text, left to right.

    A figure is `confirmed` or `cited` only when a cited place states it for the item, the kind of measure and the year that
    the words around it name: that the number occurs there is not enough. `computed` are the computations that code did for
    this answer. `printed` are the places that code itself printed figures and quotations from, with their marks: such a figure
    stands on its place, and a quotation on its passage; None for a text that anybody else wrote. Numbers that are dates,
    marks, codes or document numbers are no figures.
    """
    bare = _MARK.sub(lambda m: " " * len(m.group()), text)
    known = [_Known(c.document, f, c.n) for c in citations for f in _inside(figures_by_document.get(c.document, ()), c)]
    found: list[Shown] = []
    for stated in find_amounts(bare):
        if _is_figure(bare, stated):
            own = None if printed is None else _by_code(text, stated, known, citations, figures_by_document, printed, computed)
            found.append(own or _judge(bare, stated, known, citations, figures_by_document, computed))
    return tuple(found)


def _by_code(
    text: str, stated: Stated, known: Sequence[_Known], citations: Sequence[Citation],
    figures_by_document: Mapping[str, Sequence[Figure]], printed: Sequence[Source], computed: Sequence[Computation],
) -> Shown | None:  # fmt: skip
    """The verdict of a figure that code printed from a place whose mark stands behind it, or quoted with the words around it."""
    as_written = text[stated.start : stated.stop].strip()
    marks = _MARKED.match(text, stated.stop)
    if marks is None:
        # A bound that the question names is no place's figure, however near one lies to it.
        asked = next((c for c in computed if c.working == BOUND and _same(stated.amount, c.result)), None)
        if asked is not None:
            return Shown(as_written, stated.amount, None, "computed", asked.working)
    for one in known:  # 单价50万元以上的设备: the number is of the item's own name
        name = item_of(one.figure)
        at = text.find(name, max(0, stated.stop - len(name))) if one.figure.source in printed and re.search(r"\d", name) else -1
        if 0 <= at <= stated.start and stated.stop <= at + len(name):
            return Shown(as_written, stated.amount, one.citation, "cited", f"[{one.citation}]")
    numbers = {int(n) for n in _MARK.findall(marks.group(1))} if marks else set()
    for one in known:
        if one.citation in numbers and one.figure.source in printed and _equal(stated.amount, one.figure):
            verdict, basis = _support(one, figures_by_document[one.document_id])
            return Shown(as_written, _with_unit(stated.amount, one.figure), one.citation, verdict, basis)
    around = squash(_MARK.sub("", text[max(0, stated.start - _WINDOW) : stated.start]))
    after = squash(_MARK.sub("", text[stated.start : stated.stop + _WINDOW]))
    for citation in citations:
        quote = squash(citation.quote)
        if citation.n in numbers and any(_same(stated.amount, other.amount) for other in find_amounts(citation.quote)):
            return Shown(as_written, stated.amount, citation.n, "cited", f"[{citation.n}]")
        if (
            around + after in quote
            or (len(after) > _WINDOW and after in quote)
            or (len(around) >= _WINDOW and around + squash(as_written) in quote)
        ):
            return _quoted_figure(as_written, stated, citation, known, figures_by_document)
    return None


def _quoted_figure(
    as_written: str, stated: Stated, citation: Citation, known: Sequence[_Known], figures_by_document: Mapping[str, Sequence[Figure]]
) -> Shown:
    for one in known:
        if one.citation == citation.n and _equal(stated.amount, one.figure):
            verdict, basis = _support(one, figures_by_document[one.document_id])
            return Shown(as_written, _with_unit(stated.amount, one.figure), citation.n, verdict, basis)
    return Shown(as_written, stated.amount, citation.n, "cited", f"[{citation.n}]")


def _same(one: Amount, other: Amount) -> bool:
    return abs(one.value) == abs(other.value) and (one.unit == other.unit or other.unit is None)


def _with_unit(amount: Amount, figure: Figure) -> Amount:
    return amount if amount.unit is not None or figure.amount is None else Amount(amount.value, figure.amount.unit)


def _is_figure(text: str, stated: Stated) -> bool:
    before, after = text[max(0, stated.start - 12) : stated.start], text[stated.stop : stated.stop + 8]
    value, unit = stated.amount.value, stated.amount.unit
    if unit in ("月", "日") or (unit == "年" and value >= 1900):
        return False
    if (
        (unit is None and _NO_FIGURE_AFTER.search(after))
        or _NO_FIGURE_BEFORE.search(before)
        or _COUNTED.search(text[stated.start + len(f"{value:f}") :][:6])
    ):
        return False
    if unit is None and value == value.to_integral_value():
        if 1900 <= value <= 2100 or re.search(r"(?:科目|编码|代码|code)\s*$", before, re.IGNORECASE):
            return False
        if len(f"{value:f}") in (3, 5, 7) and re.search(r"[（(]\s*$", before) and re.search(r"^\s*[)）]", after):
            return False
    return not any(q.start() <= stated.start < q.end() for q in _QUOTED.finditer(text)) or unit is not None


def _inside(figures: Iterable[Figure], citation: Citation) -> list[Figure]:
    """The figures in a cited row of a table, or in a cited passage."""
    place = citation.source
    if isinstance(place, CellRef):
        table, row = place.table, place.row
        return [f for f in figures if isinstance(s := f.source, CellRef) and s.row == row and s.table == table]
    if isinstance(place, Span):
        start, stop = place.start, place.stop
        return [f for f in figures if isinstance(s := f.source, Span) and s.start < stop and start < s.stop]
    return []


def _equal(shown: Amount, figure: Figure) -> bool:
    """Whether a shown amount is the figure's, at most rounded; a decrease may be shown without its sign."""
    amount = figure.amount
    if amount is None or (shown.unit is not None and amount.unit is not None and shown.dimension != amount.dimension):
        return False
    if shown.unit is None:
        return abs(shown.value) == abs(amount.value)
    if abs(shown.base) == abs(amount.base):
        return True
    low, high = Amount(abs(shown.value), shown.unit).interval
    return shown.last_digit >= amount.last_digit and low <= abs(amount.base) <= high


def _around(text: str, stated: Stated) -> tuple[str, str]:
    """The words just before a figure (to the last pause with words), and its sentence."""
    start = max((m.end() for m in _STOP.finditer(text, 0, stated.start)), default=0)
    end = next((m.start() for m in _STOP.finditer(text, stated.stop)), len(text))
    sentence = text[start:end]
    pauses = [m.end() for m in _PAUSE.finditer(text, start, stated.start)]
    clause = text[start : stated.start]
    for pause in reversed(pauses):
        if re.search(r"[一-龥A-Za-z]{2}", text[pause : stated.start]):
            clause = text[pause : stated.start]
            break
    return squash(clause), squash(sentence)


def _names(figure: Figure, clause: str, sentence: str) -> bool:
    """Whether the words name the figure's item (for totals and unnamed figures: what it measures)."""
    names = [name for name in (plain(figure.subject), item_of(figure)) if name and not is_total(name)]
    if not names:
        names = [plain(part) for part in (figure.measure.rsplit("/", 1)[-1], figure.table or "") if part]
    for name in names:
        if name in clause or name in sentence:
            return True
        letters = set(grams(name))
        said = set(grams(clause)) | set(grams(sentence))
        if letters and len(letters & said) / len(letters) >= _NAMED:
            return True
    return False


def _other_year(figure: Figure, clause: str, sentence: str) -> bool:
    years = {int(y) for y in re.findall(r"(?:19|20)\d\d(?=年|[^\d.万元]|$)", clause)} or {
        int(y) for y in re.findall(r"(?:19|20)\d\d(?=年)", sentence)
    }
    return bool(years) and figure.year is not None and figure.year not in years and figure.versus not in years


def _judge(
    text: str, stated: Stated, known: Sequence[_Known], citations: Sequence[Citation],
    figures_by_document: Mapping[str, Sequence[Figure]], computed: Sequence[Computation],
) -> Shown:  # fmt: skip
    amount = stated.amount
    clause, sentence = _around(text, stated)
    as_written = text[stated.start : stated.stop].strip()
    equal = [
        k for k in known if _equal(amount, k.figure) and _names(k.figure, clause, sentence) and not _other_year(k.figure, clause, sentence)
    ]
    equal.sort(key=lambda k: (-_closeness(k.figure, clause), not isinstance(k.figure.source, CellRef), k.citation))
    for one in equal:
        verdict, basis = _support(one, figures_by_document[one.document_id])
        if verdict != "contradicted" or one is equal[-1]:
            return Shown(as_written, _with_unit(amount, one.figure), one.citation, verdict, basis)
    for computation in computed:
        if _same_result(amount, computation):
            return Shown(as_written, Amount(amount.value, amount.unit or computation.result.unit), None, "computed", computation.working)
    other = _contradicting(amount, clause, {c.document for c in citations}, figures_by_document)
    if other is not None:
        return Shown(as_written, amount, None, "contradicted", f"{item_of(other)}: {other.amount}")
    return Shown(as_written, amount, None, "unsupported", "no cited place states it for this item")


def _closeness(figure: Figure, clause: str) -> float:
    name = item_of(figure)
    return 1.0 + len(name) / 100 if name and name in clause else similarity(name, clause)


def _same_result(amount: Amount, computation: Computation) -> bool:
    results = [computation.result, *computation.amounts]
    for result in results:
        if abs(result.value) == abs(amount.value) and (amount.unit is None or result.unit is None or amount.unit == result.unit):
            return True
        if (
            amount.unit is not None
            and result.unit is not None
            and amount.dimension == result.dimension
            and abs(amount.base) == abs(result.base)
        ):
            return True
    return any(f"{abs(amount.value):f}" == number for number in re.findall(r"\d+(?:\.\d+)?", computation.working)) and amount.unit in (
        None,
        computation.result.unit,
    )


def _support(one: _Known, figures: Iterable[Figure]) -> tuple[Verdict, str]:
    """Confirmed when a table states the same claim alike, contradicted when tables only state it otherwise, else cited."""
    figure = one.figure
    if isinstance(figure.source, CellRef):
        return "confirmed", f"{figure.table or 'table'}: {item_of(figure)}/{figure.measure}"
    cells = [f for f in figures if isinstance(f.source, CellRef) and f.amount is not None and same_claim(f, figure)]
    if not cells or figure.amount is None:
        return "cited", f"{item_of(figure)}: {figure.measure}"
    low, high = figure.amount.interval
    for cell in cells:
        assert cell.amount is not None
        if cell.amount.interval[0] <= high and cell.amount.interval[1] >= low:
            return "confirmed", f"{cell.table or 'table'}: {item_of(cell)}/{cell.measure}"
    # Tables of another scope (all funds, one fund) may rightly state another amount for an item of this name.
    return "cited", f"{item_of(figure)}: {figure.measure}"


def _contradicting(
    amount: Amount, clause: str, documents: Iterable[str], figures_by_document: Mapping[str, Sequence[Figure]]
) -> Figure | None:
    """A figure of a cited document whose item the clause names in full, of the same dimension, with another amount: the name stands right before the figure."""
    best: Figure | None = None
    spoken = _LINKING.sub("", clause)
    for document in sorted(documents):
        for figure in figures_by_document.get(document, ()):
            name = item_of(figure)
            if (
                len(name) >= 2
                and spoken.endswith(name)
                and figure.amount is not None
                and figure.amount.dimension == amount.dimension
                and not _other_year(figure, clause, clause)
            ):
                if _equal(amount, figure):
                    return None
                if best is None or (len(name), measure_class(figure) == "数") > (len(item_of(best)), measure_class(best) == "数"):
                    best = figure
    return best
