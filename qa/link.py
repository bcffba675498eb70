"""Linking: which figures of a catalogue a question's words speak of, and how surely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from corpus.amount import Amount
from corpus.figure import Figure
from corpus.place import CellRef
from corpus.terms import table_kind
from qa.catalogue import BEFORE, ORDINAL, Catalogue, Entry, grams
from qa.focus import focus, variants
from qa.item import COUNT, LEVEL, is_planned, measure_class
from qa.question import Question
from qa.wording import FORMERLY, OPPOSITES, SOFT

# A link below SURE is none: the words may be about something the documents do not say.
SURE = 0.62
# A link that is at least LIKELY is taken when every link to another amount is AHEAD of nothing: that far behind it.
LIKELY, AHEAD = 0.45, 0.12
# No link is sure whose own item the words do not name at least so much of.
OWN = 0.2
# A figure that covers less than this of the words leaves out what the question is about.
COVERED = 0.5
# Two links closer than this are equally good; the order of tables decides between them.
CLOSE = 0.035
# What a bigram counts that the documents never use, and how much more the last of several pieces counts.
_STRANGE = 0.7
_OTHER_WORD = 0.03
_HEAD = 1.2
# A question that names no basis asks a 决算 for its 决算数, not for the 预算数 beside it.
_OTHER_BASIS = 0.08
# “X里Y”: Y is asked about, X only holds it.
_INSIDE = 2.0
# What a table counts that the question names by its title, and one of a single fund where all funds are asked for (全口径).
_NAMED_TABLE, _ONE_FUND = 0.05, 0.2
_OF_ONE_FUND = re.compile(r"财政拨款|一般公共预算|政府性基金|国有资本")
# How fully an item without the code that is asked for must bear its name.
_SAME_NAME = 0.7
# What a part costs (政府采购货物) where the words name its whole as well and nothing of its own (政府采购).
_ONLY_A_PART = 0.2
# What was planned is not what a final account is asked for.
_PLANNED = re.compile(r"预期|指标值|目标值|计划")
# What a code is of names nothing beside it.
_OF_CODE = re.compile(r"(?:政府|部门)?(?:支出|预算)?(?:功能|经济)?(?:分类)?(?:科目|项目)?(?:编码|代码|编号)?")
_CONTAINER = re.compile(r"里面?(?!程)|当中|其中|之中|下面|中的")
_SUBTOTAL = 0.015
# When nothing in a question tells two tables apart, the one that speaks of the whole goes first.
_FIRST_TABLES = (
    "收支总表", "支出总表", "收入总表", "财政拨款收支总表", "一般公共预算支出表", "财政拨款支出表", "一般公共预算基本支出表", "基本支出表",
    "项目支出表", "一般公共预算项目支出表", "“三公”经费支出表", "政府采购预算表", "国有资产占用情况表",
)  # fmt: skip
_TABLE_ORDER = {table: order for order, table in enumerate(_FIRST_TABLES)}
_TARGETS = ("绩效目标表", "项目支出绩效目标表", "整体支出绩效目标表", "项目绩效目标完成情况表")


@dataclass(frozen=True, slots=True)
class Match:
    """A figure with how well the words name it: `cover` of the words by the figure, `tight` of the figure's item by the words."""

    entry: Entry
    score: float
    cover: float
    tight: float

    @property
    def figure(self) -> Figure:
        """The figure."""
        return self.entry.figure

    @property
    def amount(self) -> Amount | None:
        """Its amount; None for a blank cell."""
        return self.entry.figure.amount


@dataclass(frozen=True)
class Words:
    """The words that a question, or an operand of it, names something with."""

    pieces: tuple[str, ...]
    codes: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = field(default=())
    head: float = _HEAD

    @classmethod
    def of(cls, folded: str, catalogue: Catalogue, without: Iterable[str] = (), codes: Sequence[str] = ()) -> Words:
        """The words of a folded question over a catalogue's vocabulary."""
        bare = folded
        for code in codes:
            bare = bare.replace(code, "，")
        pieces = focus(bare, catalogue.vocabulary, without)
        if codes:
            known = [piece for piece in pieces if any(g in catalogue.postings or g in catalogue.prose for g in grams(piece))]
            pieces = [piece for piece in known if not _OF_CODE.fullmatch(piece)]
        return cls(
            tuple(pieces),
            tuple(codes),
            tuple(tuple(v) for v in variants(pieces, catalogue.vocabulary)),
            _INSIDE if _CONTAINER.search(bare) else _HEAD,
        )

    @cached_property
    def text(self) -> str:
        """The words, joined by blanks."""
        return " ".join(self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces or self.codes)


def link(words: Words, catalogue: Catalogue, question: Question, fits: Callable[[Entry], bool] = lambda entry: True) -> list[Match]:
    """The figures the words may speak of, the best first; only those that `fits` lets through."""
    best: dict[int, Match] = {}
    fit: dict[int, bool] = {}

    def once(entry: Entry) -> bool:
        if entry.number not in fit:
            fit[entry.number] = fits(entry)
        return fit[entry.number]

    for order, pieces in enumerate(words.alternatives or (words.pieces,)):
        less = _OTHER_WORD if order else 0.0  # a synonym is worth a little less than the word itself
        for entry, score, cover, tight in _link(pieces, words, catalogue, once, question):
            known = best.get(entry.number)
            if known is None or score - less > known.score:
                best[entry.number] = Match(entry, score - less, cover, tight)
    return sorted(best.values(), key=lambda match: (-match.score, match.entry.number))


def _link(
    pieces: Sequence[str], words: Words, catalogue: Catalogue, fits: Callable[[Entry], bool], question: Question
) -> Iterator[tuple[Entry, float, float, float]]:
    """The figures that one wording may speak of, with score, cover and tightness."""
    codes, only = words.codes, set[str]()
    weights = _weights(pieces, words.head, catalogue)
    asked = list(weights)
    if not asked and not codes:
        return
    whole = sum(weights.values()) or 1.0
    covered: dict[int, float] = {}
    for gram in asked:
        weight = weights[gram]
        for number, worth in catalogue.postings.of(gram).items():
            covered[number] = covered.get(number, 0.0) + weight * worth
    # A document that prints no codes at all, or not this one, may still name the item.
    if codes and any(code in catalogue.by_code for code in codes):
        bearing = [entry for code in codes for entry in catalogue.by_code.get(code, ())]
        called = {entry.item for entry in bearing}  # sentences speak of the item by its name alone
        only = called - {e.item for e in catalogue.entries if e.figure.code and e.figure.code not in codes}
        coded = {entry.number for entry in bearing} | {e.number for e in catalogue.entries if not e.is_table and e.item in called}
        covered = {number: covered.get(number, 0.0) for number in coded}
    said = set(asked)
    joined, asked_for = "".join(pieces), "".join(words.pieces)
    names = [name.replace('"', "") for name in question.quoted]
    opposed = [(here, there) for here, there in OPPOSITES if here in asked_for and there not in asked_for]
    shares: dict[str, float] = {}  # many figures bear the same words

    def share(text: str) -> float:
        if text not in shares:
            shares[text] = catalogue.share(text, said)
        return shares[text]

    for number, amount in covered.items():
        entry = catalogue.entries[number]
        if not fits(entry):
            continue
        # “甲贷”的规模: what stands beside another name in quotation marks is that one's.
        if (
            names
            and entry.owner
            and entry.owner not in names
            and entry.owner not in joined
            and any(name in catalogue.owners for name in names)
        ):
            continue
        cover = amount / whole if weights else 1.0
        by_code = bool(codes) and (entry.figure.code in codes or (not entry.is_table and entry.item in only))
        tight = 1.0 if by_code else _tightness(entry, share)
        if tight < _SHORT_NAME and entry.is_table and any(is_short_for(piece, entry.item) for piece in pieces):
            tight = _SHORT_NAME
        if codes and not by_code and (tight < _SAME_NAME or cover < _SAME_NAME):
            continue
        if opposed and any(there in entry.item and here not in entry.item for here, there in opposed):
            continue
        whole_meant = not by_code and tight < _SAME_NAME and bool(entry.above) and said <= entry.above
        yield (
            entry,
            (0.62 * cover + 0.38 * tight if not by_code else 0.8 + 0.2 * cover)
            + _prior(entry, said, joined, question, catalogue.document.kind)
            - (_ONLY_A_PART if whole_meant else 0.0),
            cover,
            tight,
        )


def _weights(pieces: Sequence[str], head: float, catalogue: Catalogue) -> dict[str, float]:
    """What each bigram of the words counts: its rarity; more in the last piece, where Chinese puts the head, and less where nothing knows it."""
    found: dict[str, float] = {}
    for number, piece in enumerate(pieces):
        row = grams(piece)
        for at, gram in enumerate(row):
            known = gram in catalogue.postings
            if not known and (set(gram) & SOFT or _seam(row, at, catalogue)):
                continue
            weight = catalogue.weight(gram) if known or gram in catalogue.prose else _STRANGE
            if number == len(pieces) - 1 and number:
                weight *= head
            found[gram] = max(found.get(gram, 0.0), weight)
    return found


def _seam(row: Sequence[str], at: int, catalogue: Catalogue) -> bool:
    """Whether a bigram is only the seam between two words that are known (项目|经费)."""
    return (
        0 < at < len(row) - 1 and row[at - 1] in catalogue.postings and row[at + 1] in catalogue.postings and row[at] not in catalogue.prose
    )


@lru_cache(maxsize=100_000)
def is_short_for(piece: str, item: str) -> bool:
    """Whether a piece is what people call an institution: letters of its name in their order, to its last two (卫健执法支队)."""
    if len(piece) < _SHORTEST_CALL or piece in item or piece[-2:] != item[-2:] or not _INSTITUTION.search(item):
        return False
    letters = iter(item)
    return all(letter in letters for letter in piece)


def _tightness(entry: Entry, share: Callable[[str], float]) -> float:
    """How much of the figure's item the words name; a narrative figure may be named by the words around it instead."""
    own = share(entry.item)
    if not entry.is_table:
        return max(own, 0.85 * share(entry.clause))
    # An indicator is named by its row's label or by what the row says of it (制作宣传品数量 | 印制政策宣传册).
    return max(own, *(0.85 * share(words) for words in entry.described)) if entry.described else own


def _prior(entry: Entry, said: set[str], joined: str, question: Question, kind: str | None) -> float:
    """What speaks for or against a figure beside its item: a column nobody named, another basis than the document's, a target, a blank, the order of tables."""
    figure = entry.figure
    value = 0.0
    if question.basis is None and (
        not basis_fits(kind, figure, kind)
        or (kind == "决算" and (_PLANNED.search(figure.measure) or is_planned(entry.item)))
        or (kind == "预算" and figure.basis in ("决算", "执行"))
    ):
        value -= _OTHER_BASIS
    if "全口径" in question.folded and _OF_ONE_FUND.search(entry.title if entry.is_table else f"{entry.section}{entry.sentence}"):
        value -= _ONE_FUND
    if entry.is_table:
        named = named_tables(question.folded)
        if named:
            value += _NAMED_TABLE if figure.table in named else -_NAMED_TABLE
        if entry.column and not entry.total:
            header = entry.header
            value -= 0.12 * (1 - len(header & said) / len(header)) if header else 0.0
        if figure.table in _TARGETS:
            value -= 0.0 if "绩效" in joined or "目标" in joined or "指标" in joined else 0.06
        value += 0.03 - 0.002 * _TABLE_ORDER.get(figure.table or "", len(_FIRST_TABLES) + 1)
        if figure.amount is None:
            value -= 0.02
        if entry.default and figure.measure.endswith("/小计"):
            value -= _SUBTOTAL  # where there is a 合计 beside it, that is the whole
    if figure.bound and not question.units and "目标" not in joined and "指标" not in joined:
        value -= 0.03
    return value


@lru_cache(maxsize=256)
def named_tables(folded: str) -> frozenset[str]:
    """The kinds of the statutory tables that a question names (支出决算表: 支出总表)."""
    found = set()
    for hit in re.finditer(r"[一-龥]{2,20}?(?:表(?![示现明决扬彰述])|清单)", folded):
        title = re.sub("清单$", "表", hit.group())
        kinds = [table_kind(title[at:]) for at in range(len(title) - 2)]
        found.update([next(kind for kind in kinds if kind)] if any(kinds) else [])
    return frozenset(found)


# What an institution is called, how short that may be, and how much of its name it counts for.
_INSTITUTION, _SHORTEST_CALL, _SHORT_NAME = re.compile(r"(?:局|队|院|中心|所|站|馆|校|学|处|会|办|社|园)$"), 4, 0.9
# Measure words that tell what is counted.
_COUNTING = re.compile(
    r"(?:多少|几)[万亿]?(?P<unit>场|期|份|处|张|座|支(?![出付持])|吨|页|册|卷|株|头|床|公里|亩|公顷|天|岁|门|毫升|升|公斤|千克|栋|盏|羽|尾|小时|课时|学时)(?=[一-龥，,。？?]|$)(?!人|次)"
)
_POSTS = ("编制", "编制数", "编制人数")
_POINTS = re.compile(r"得分|评分|分值|权重|名次|排名|绩效.*表|自评.*表")


def fitting(question: Question, year: int | None, kind: str | None, classes: Sequence[str] | None = None) -> Callable[[Entry], bool]:
    """The test whether a figure may answer: year, basis, unit and kind of measure as the question asks, for a document of this year and kind."""
    years = set(question.years)
    if question.offset is not None and year is not None and not years:
        years = {year + question.offset}
    wanted = classes if classes is not None else (LEVEL, COUNT)
    ordinals = frozenset(ORDINAL.findall(question.folded))
    counting = _COUNTING.search(question.folded)

    def fits(entry: Entry) -> bool:
        figure = entry.figure
        if years and (figure.year if figure.year is not None else year) not in years:
            owned = bool(figure.table) and "占用" in (figure.table or "") and year is not None and years == {year - 1} and kind == "预算"
            if not owned:
                return False
        if not years and figure.year is not None and year is not None and figure.year != year and entry.is_table:
            return False
        if ordinals and entry.ordinals and not ordinals & entry.ordinals:
            return False
        if counting and figure.amount is not None and figure.amount.unit is not None and counting["unit"] not in figure.amount.unit:
            return False  # 放了几场: no score answers that
        if entry.is_table and entry.column.endswith(_POSTS) and "编" not in question.folded:
            return False  # posts are no people, unless they are asked for
        if entry.column == BEFORE and not FORMERLY.search(question.folded):
            return False
        if entry.period != (question.period if question.period != "1-12" else None):
            return False
        if measure_class(figure) not in wanted or ("权重" in figure.measure and "权重" not in question.folded):
            return False
        bygone = bool(years) and year is not None and max(years) < year and figure.basis is None  # told of what is over
        if not bygone and not basis_fits(question.basis, figure, kind):
            return False
        if (
            "元" in question.units
            and figure.amount is not None
            and figure.amount.unit is None
            and _POINTS.search(f"{entry.item}，{entry.title}")
        ):
            return False  # a bare number in a form of targets, or a score, is no sum of money
        return unit_fits(question.units, figure.amount)

    return fits


def basis_fits(basis: str | None, figure: Figure, kind: str | None) -> bool:
    """Whether a figure has the basis a question asks for (决算, 执行, 预算, 年初预算, 全年预算) in a document of this kind."""
    own = figure.basis or _basis_in(figure.measure) or kind
    if basis == "全年预算" and kind == "预算":
        basis = "预算"  # a budget is of the whole year
    if basis is None or own is None:
        return True
    if basis in ("决算", "执行"):
        return own in ("决算", "执行") or (kind == "决算" and "预算" not in own)
    if basis == "预期":
        return own not in ("决算", "执行") or "预期" in figure.measure or "目标" in figure.measure
    if basis == "预算":
        return "预算" in own or kind == "预算" or (kind == "决算" and own == "决算" and "预算" in (figure.measure + figure.subject))
    if basis == "全年预算" and "调整预算" in own:
        return True
    return basis in own


@lru_cache(maxsize=4096)
def _basis_in(measure: str) -> str | None:
    return next((basis for basis in ("决算", "执行", "年初预算", "全年预算", "预算") if basis in measure), None)


def unit_fits(units: Sequence[str], amount: Amount | None) -> bool:
    """Whether an amount has one of the units asked for; a blank cell is one of money."""
    if amount is None:
        return not units or "元" in units  # nobody leaves a count blank in a table of money
    if not units or amount.unit is None:
        return True
    dimension = amount.dimension
    if "#" in units:
        return dimension not in ("元", "%")
    return dimension in units or amount.unit in units or (dimension == "%" and "%" in units)


def clear(matches: Sequence[Match]) -> bool:
    """Whether the first match is sure: by its score, or because every other amount lies far behind it."""
    if not matches:
        return False
    top = matches[0]
    if top.tight < OWN:
        return False
    if top.score >= SURE:
        return True
    if top.score < LIKELY:
        return False
    rival = next(
        (m for m in matches if m.amount is not None and (top.amount is None or m.amount.base != top.amount.base) and not _one_row(m, top)),
        None,
    )
    return rival is None or top.score - rival.score >= AHEAD


def _one_row(one: Match, other: Match) -> bool:
    """Whether two figures stand in one row of a table under one item (预期 and 实际 of an indicator): the column decides, not the item."""
    left, right = one.figure.source, other.figure.source
    same = isinstance(left, CellRef) and isinstance(right, CellRef) and (left.table, left.row) == (right.table, right.row)
    return same and one.entry.item == other.entry.item


def alike(matches: Sequence[Match]) -> list[Match]:
    """The first match with all that are as good as it."""
    return [match for match in matches if match.score >= matches[0].score - CLOSE] if matches else []
