"""What a figure is about: its item in plain words, and when two figures speak of the same thing."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.figure import Figure
from corpus.folding import squash

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十廿]+[、.．]|\([一二三四五六七八九十廿\d]+\)|\d+[、.．](?!\d)|其中[:：]?|[-—·]+)+")
_LEVEL = re.compile(r"[(（][类款项][)）]")
_TOTAL = re.compile(r"^(?:合计|总计|小计|本年合计|共计|金额|总额|合计数|总数|合计金额|数额|本年|本级合计|部门合计)?$")
_PLAIN_COLUMN = re.compile(
    r"^(?:合计|总计|小计|预算数|决算数|执行数|金额|本年预算数?|本年决算数?|预算金额|数额|总额|合计数|资金总额|价值|\d{4}年?(?:预算|决算|执行)数?|年初预算数?|全年预算数?|金额\(.*\))$"
)
_IS_PLAN = re.compile(r"(?:全年|年初|年度|本年|原)*(?:计划|拟)(?!生育|财务|单列|科|处|部|室)[一-龥]{2}")
# Letters of headers that any table of the budget may bear: 本年收入, 支出预算, 财政拨款.
_EVERYDAY = "本当年收入支出预算决算安排金额数合计总财政拨款一般公共"
# What a column says of itself beside its item (2023年机关运行经费预算数).
_YEAR_AND_BASIS = re.compile(r"^20\d\d年度?(\D{4,}?)(?:预算|决算|执行)数$")
DIFFERENCE, RATE, SHARE, DONE, COUNT, LEVEL = "增减额", "增减率", "占比", "完成率", "数量", "数"
CHANGES = (DIFFERENCE, RATE)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """An item's name without numbering (`一、`, `其中：`), level marks (`（类）`) and quotation marks."""
    name = _LEVEL.sub("", squash(text).replace('"', ""))
    previous = None
    while previous != name:
        previous, name = name, _NUMBERING.sub("", name)
    return name.strip('：:，,、；;。"')


@lru_cache(maxsize=100_000)
def is_total(subject: str) -> bool:
    """Whether a row's name says no more than that it is the total."""
    return bool(_TOTAL.match(plain(subject)))


def is_planned(item: str) -> bool:
    """Whether an item says that it is what was planned (全年计划采集样品)."""
    return _IS_PLAN.match(item) is not None


def leaf(figure: Figure) -> str:
    """The last part of a figure's measure that says something: its column's own header, not the 合计 or 金额 under it."""
    parts = [plain(part) for part in figure.measure.split("/")]
    return next((part for part in reversed(parts) if not _PLAIN_COLUMN.match(part)), parts[-1])


def is_default(figure: Figure) -> bool:
    """Whether the figure stands in the column that is meant when a question names none (合计, 预算数, 决算数).

    A 合计 under a header counts when the header says no more than the table's kind does (基本支出 in a 基本支出表).
    """
    return _default(figure.measure, figure.table or "")


@lru_cache(maxsize=100_000)
def _default(measure: str, table: str) -> bool:
    *above, last = [plain(part) for part in measure.split("/")]
    if last and not _PLAIN_COLUMN.match(last):
        return False
    return all(letter in table or letter in _EVERYDAY for part in above for letter in part)


@lru_cache(maxsize=100_000)
def _class(measure: str) -> str:
    name = plain(measure)
    if re.search(r"增减率|增长率|增幅|降幅|增长%|增减%|同比", name):
        return RATE
    if re.search(r"增减额|增减$|增加额|减少额|比上年增|较上年", name):
        return DIFFERENCE
    if re.search(r"占比|比重|所占|占.*%", name):
        return SHARE
    if re.search(r"完成率|执行率|完成.*%|完成预算", name):
        return DONE
    return COUNT if name == "数量" else LEVEL


def measure_class(figure: Figure) -> str:
    """增减额, 增减率, 占比, 完成率, 数量, or `数` for a level (预算数, 决算数, a column's amount)."""
    return _class(figure.measure)


# “2024年末在职61人”: the end of the year is no part of the name.
_AT_END = re.compile(r"^年?末(?=[在实退离编])")


def item_of(figure: Figure) -> str:
    """The figure's item: its row, or for a row of totals the column, or the kind of its table."""
    subject = _AT_END.sub("", plain(figure.subject))
    if not is_total(subject):
        return subject
    if not is_default(figure):
        return _YEAR_AND_BASIS.sub(r"\1", leaf(figure))
    return re.sub(r"(?:预算|决算)?(?:总?表|明细表)$", "", plain(figure.table or "")) or subject


def same_item(left: Figure, right: Figure) -> bool:
    """Whether two figures of one document name the same item: by code where both have one of a kind, else by name."""
    if left.code and right.code and left.code[0] == right.code[0]:
        return left.code == right.code
    return item_of(left) == item_of(right) != ""


def same_claim(left: Figure, right: Figure) -> bool:
    """Whether two figures claim the same thing: item, kind of measure, year and basis; their amounts may differ."""
    if measure_class(left) != measure_class(right) or left.year != right.year or left.versus != right.versus:
        return False
    if left.basis and right.basis and left.basis != right.basis:
        return False
    one, two = left.amount, right.amount
    if one is not None and two is not None and one.dimension != two.dimension:
        return False
    return same_item(left, right)
