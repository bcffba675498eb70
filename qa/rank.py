"""Answers by rank: the largest or smallest of a set that the documents list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.folding import squash
from corpus.place import CellRef
from qa.catalogue import Catalogue, Entry, grams
from qa.inquiry import Draft, Inquiry, Scope, evidence
from qa.item import DIFFERENCE, LEVEL, RATE, is_default, leaf, measure_class, plain
from qa.link import Words, fitting
from qa.numerals import counted, numeral
from qa.operands import cut, operands
from qa.phrase import shown, whose
from qa.question import Question
from qa.wording import DOWN, UP

# Lists no longer than this are cited in full.
_CITED = 6
_FLOOR = 0.55
_FEWEST = 2
# Headers that say nothing of what is listed under them.
_GENERIC = re.compile(r"项目|指标|内容|名称|科目|金额|其中|合计")
_TOP = re.compile(r"(?:前|最[高大多低小少贵][的]?|排名?(?:在|居)?前)(?P<n>\d{1,2}|[两二三四五六七八九十]{1,2})(?:项|名|位|个|大|类|家|笔)")
_COMMA = re.compile(r"、|和|与|以及|或|，")
# A listed name shorter than this is completed by the word that follows the list (教育、科技…支出).
_SHORT = 5
_RELAXED = 0.5
_LEVELS = {"类级": 3, "款级": 5, "项级": 7}


@dataclass(frozen=True)
class Listing:
    """Items that a document lists side by side: `name` what they are the parts of, `about` further words for the list."""

    name: str
    about: str
    entries: tuple[Entry, ...]


def listings(catalogue: Catalogue, kind: str = LEVEL) -> list[Listing]:
    """The lists of a document: each table's column, the children of each row, the items of a sentence or a section; `kind` of measure."""
    agency = squash(catalogue.document.agency or "")
    lists: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    about: dict[tuple[str, ...], tuple[str, str]] = {}
    for entry in catalogue.entries:
        figure = entry.figure
        if figure.amount is None or entry.total or measure_class(figure) != kind or not entry.item or (agency and agency in entry.item):
            continue
        if isinstance(figure.source, CellRef):
            table, column = str(figure.source.table), figure.measure
            keys: list[tuple[str, ...]] = [("column", table, column), ("kind", figure.table or "", leaf(figure))]
            about[keys[0]] = ("" if is_default(figure) else leaf(figure), f"{entry.title}，{figure.table or ''}，{entry.column}")
            about[keys[1]] = ("", (figure.table or "") + leaf(figure))
            for above in figure.path:
                keys.append(("children", table, column, above))
                about[keys[-1]] = (plain(above), f"{entry.title}，{entry.column}")
            if figure.code and len(figure.code) >= 5:
                keys.append(("code", table, column, figure.code[:3], str(len(figure.code))))
                parent = next((e for e in catalogue.by_code.get(figure.code[:3], ())), None)
                about[keys[-1]] = (parent.item if parent else "", entry.title + entry.column)
            if figure.code:
                keys.append(("level", table, column, str(len(figure.code))))
                about[keys[-1]] = ("" if is_default(figure) else leaf(figure), entry.title + entry.column)
        else:
            context = figure.context or figure.source
            keys = [("sentence", str(context.start), figure.measure), ("section", entry.section, figure.measure)]
            about[keys[0]] = (figure.path[-1] if figure.path else "", entry.sentence[:80] + entry.section)
            about[keys[1]] = (entry.section.rsplit("/", 1)[-1], entry.section + figure.measure)
            for above in figure.path:
                keys.append(("part", entry.section, figure.measure, re.sub("支出$", "", plain(above))))
                about[keys[-1]] = (plain(above), f"{entry.section}，{figure.measure}")
        for key in keys:
            lists[key].append(entry)
    found = []
    for key, entries in lists.items():
        leaves = _leaves(entries)
        name, words = about[key]
        if key[0] == "column" and ((leaves[:1] and leaves[0].figure.table) or "").endswith("项目支出表") and is_default(leaves[0].figure):
            name, words = "项目", f"{words}，项目经费，项目预算，项目金额"
        elif _GENERIC.fullmatch(name):
            continue
        if len(leaves) >= _FEWEST:
            found.append(Listing(name, words, tuple(leaves)))
    return found


def _leaves(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that are no parent of another one of them, one for each item."""
    parents = {plain(part) for e in entries for part in e.figure.path if plain(part) != e.item}
    codes = [e.figure.code for e in entries if e.figure.code]
    found: dict[tuple[str, str | None, str], Entry] = {}
    for e in entries:
        code = e.figure.code
        if e.item in parents and not (code and not any(c != code and c.startswith(code) for c in codes)):
            continue
        if code and any(c != code and c.startswith(code) for c in codes):
            continue
        found.setdefault((e.item, code, "" if e.is_table else e.parents), e)
    return list(found.values())


def rank(inquiry: Inquiry) -> Draft | None:
    """哪个最大: the first of the list the question speaks of."""
    question = inquiry.question
    kind, extreme = _kind(question)
    named = _named(inquiry) if kind == LEVEL else None
    if named is not None:
        return named[0]
    count = None if _TOP.search(question.text) else counted(question.text)
    level = next((size for name, size in _LEVELS.items() if name in question.folded), None)
    best: tuple[float, int, Scope, list[Entry]] | None = None
    for scope in inquiry.scopes:
        words = inquiry.words(
            re.sub("|".join(_LEVELS) + "|科目|明细|下面|各项|哪一?项|方向|各(?=$|，|里|中)", "", _TOP.sub("", question.folded)), scope
        )
        fits = fitting(
            question if kind == LEVEL else replace(question, units=(), basis=None), scope.record.year, scope.record.kind, (kind,)
        )
        for order, listing in enumerate(listings(scope.catalogue, kind)):
            entries = [
                e
                for e in (_like(listing.entries, words) if len(question.quoted) < _FEWEST else listing.entries)
                if fits(e) and _moves(e, question, kind) and (level is None or (e.figure.code and len(e.figure.code) == level))
            ]
            if (
                len(entries) < _FEWEST
                or (count is not None and len(entries) != count)
                or len({e.figure.amount.dimension for e in entries if e.figure.amount}) > 1
            ):
                continue
            score = _fit(words, listing, scope.catalogue, counted=count is not None)
            if score >= _FLOOR and (best is None or score > best[0] + 1e-9):
                best = (score, order, scope, entries)
    if best is None:
        return None
    score, _, scope, entries = best
    return _answer(
        inquiry, scope, sorted(entries, key=lambda e: (-extreme * e.figure.amount.base if e.figure.amount else 0, e.number)), score
    )


def _answer(inquiry: Inquiry, scope: Scope, ordered: Sequence[Entry], score: float) -> Draft:
    """The first of an ordered list with the next ones; the first n where n are asked for."""
    question = inquiry.question
    top = ordered[0]
    assert top.figure.amount is not None
    first = _TOP.search(question.text)
    size = (numeral(first["n"]) or 1) if first is not None else 1
    if size > 1:
        lines = "、".join(f"{e.item}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(ordered[:size]) if e.figure.amount)
        text = (
            f"{whose(inquiry, scope, top.figure)}依次是{lines}（共比较{len(ordered)}项）。"
            if inquiry.chinese
            else f"In order: {lines} ({whose(inquiry, scope, top.figure)}; {len(ordered)} items compared)."
        )
        return Draft(text, top.figure.amount, tuple(evidence(e) for e in ordered[:size]), sure=score)
    entries = ordered
    alike = len({e.item for e in ordered}) < len(ordered)

    def name(entry: Entry) -> str:
        """The item, with what it belongs to where several are called alike."""
        return (f"“{entry.parents.rsplit('/', 1)[-1]}”" if alike and entry.parents else "") + entry.item

    ties = [e for e in ordered if e.figure.amount and e.figure.amount.base == top.figure.amount.base]
    names = "、".join(f"{name(e)}{{{n}}}" for n, e in enumerate(ties))
    rest = [e for e in ordered if e not in ties][:2]
    tail = "，".join(f"{name(e)}{shown(e.figure.amount)}{{{n}}}" for n, e in enumerate(rest, len(ties)) if e.figure.amount)
    extreme = ("最大" if question.extreme > 0 else "最小") if inquiry.chinese else ("largest" if question.extreme > 0 else "smallest")
    if inquiry.chinese:
        text = f"{whose(inquiry, scope, top.figure)}{extreme}的是{names}，{shown(top.figure.amount)}（共比较{len(entries)}项{f'；其次{tail}' if tail else ''}）。"
    else:
        text = f"The {extreme} is {names}, {shown(top.figure.amount, chinese=False)} ({whose(inquiry, scope, top.figure)}; {len(entries)} items compared{f'; next {tail}' if tail else ''})."
    return Draft(
        text,
        top.figure.amount,
        tuple(evidence(e) for e in (*ties, *(rest if len(ordered) > _CITED else [e for e in ordered if e not in ties]))),
        sure=score,
    )


def _kind(question: Question) -> tuple[str, int]:
    """The kind of measure that is ranked, and which end of it: 降幅最大 is the lowest rate of change."""
    if not question.asks("change"):
        return LEVEL, question.extreme
    kind = RATE if re.search(r"幅|率|百分|%|增速|fastest|percent", question.text) else DIFFERENCE
    return kind, -question.extreme if DOWN.search(question.text) or "降幅" in question.text else question.extreme


def _moves(entry: Entry, question: Question, kind: str) -> bool:
    """Whether an amount is there, and moves the way that is asked about."""
    amount = entry.figure.amount
    if amount is None:
        return False
    if kind == LEVEL or not question.asks("change"):
        return True
    down, up = bool(DOWN.search(question.text)) or "降幅" in question.text, bool(UP.search(question.text)) or "增幅" in question.text
    return down == up or (amount.value < 0) == down


def _like(entries: Sequence[Entry], words: Words) -> list[Entry]:
    """The entries that bear the question's words, where some of them do and others do not: 资金池 are not ranked with 贷款."""
    found = list(entries)
    for piece in words.pieces:
        for gram in grams(piece):
            having = [e for e in found if gram in e.item]
            if (
                having
                and len(having) < len(found)
                and not any(gram in "".join((*e.figure.path, e.section, e.title, e.column)) for e in found)
            ):
                found = having
    return found


def _named(inquiry: Inquiry) -> tuple[Draft | None] | None:
    """The largest of the items that the question itself lists; (None,) where not all of them are found, None where it lists none."""
    folded = inquiry.question.folded
    for name in inquiry.named:
        folded = folded.replace(name, "，")
    head = re.split(r"(?:[一二三四五六七八九十两几\d]+[个项类种家笔块样]|哪|之?中|里|谁)", folded, maxsplit=1)[0]
    parts = [part for part in cut(inquiry, _COMMA, head) if part.strip("，")]
    if "、" not in head or len(parts) < _FEWEST + 1:
        return None
    tail = folded[len(head) :]
    context = re.sub(r"[一二三四五六七八九十两几\d]+[个项类种家笔块样]|哪.*|[里中].*", "", tail)
    chosen = [
        c
        for scope in inquiry.scopes
        if (c := operands(inquiry, scope, [part + context if len(part) < _SHORT else part for part in parts], floor=_RELAXED)) is not None
    ]
    best = max(chosen, key=lambda c: c.score, default=None)
    if best is None:
        return (None,)
    ordered = sorted(
        (m.entry for m in best.matches), key=lambda e: -inquiry.question.extreme * e.figure.amount.base if e.figure.amount else 0
    )
    return (_answer(inquiry, best.scope, ordered, best.score),)


def _fit(words: Words, listing: Listing, catalogue: Catalogue, *, counted: bool) -> float:
    """How well the words name a list; that it is as long as the question says counts for much."""
    said = [gram for piece in words.pieces for gram in grams(piece) if gram in catalogue.postings or gram in catalogue.prose]
    if not said:
        return 0.0
    whole = sum(catalogue.weight(gram) for gram in said)
    near, far = set(grams(listing.name)), set(grams(listing.about))
    shared = set.intersection(*(set(grams(e.item + "，" + e.sentence)) for e in listing.entries))
    cover = sum(catalogue.weight(g) * (1.0 if g in near else 0.75 if g in far or g in shared else 0.0) for g in said) / whole
    tight = sum(catalogue.weight(g) for g in near if g in said) / sum(catalogue.weight(g) for g in near) if near else 0.6
    return 0.6 * cover + 0.4 * tight + (0.2 if counted else 0.0)
