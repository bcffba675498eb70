"""Amounts: a printed number with its unit, exact, with the interval that its printed precision stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.folding import half_width

MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10) ** 4, "百万元": Decimal(10) ** 6, "亿元": Decimal(10) ** 8}
RATIO = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "百分点": Decimal("0.01"), "倍": Decimal(1)}
_SCALES = MONEY | RATIO
_ONE = Decimal(1)
# Multiples of a counting unit: 万人 is 10,000 人.
_MULTIPLE = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
# What is counted in these is counted by the piece, the head, the length.
COUNTED = "人次|户次|家次|台次|例次|件次|车次|班次|人天|人月|人|名|户|辆|台套|台|套|家|个|批次|批|次|件|项|份|宗|所|处|平方米|平方公里|立方米|公顷|公里|千米|米|席|吨|亩|株|头|尾|羽|篇|期|册|页|卷|架次|架|艘|棵|场|组|种|条|天|日|月|年|小时|岁|例|床|间|只|张|支|部|座|幢|分(?![之钟散])|万元户|栋|口|盏|具|袋|瓶|桶|箱|盒|枚|颗|匹|根|眼|列|趟|尊|双|副|堂|课时|学时|工日|起(?![来草始诉步点飞源])|门(?![诊户类])|块(?!钱)|毫升|升(?![级学降高至到入])|公斤|千克|毫克|克(?![服难制])|千瓦时|千瓦"
# A cell that counts in something else (3.2万轴) counts no money.
_COUNTS_ELSE = re.compile(r"[万亿](?![余多整左上下内元])[一-龥]{1,2}")
# Words that only begin like a counting unit: behind 万 they leave it to be money (100万年初预算, 5万项目资金).
_WORDS = "年|月|日|天|项目|条件|部分|部门|个人|期间|场地|处理|家庭|名义|支出|支付|支持|所得|种植|组织|组建|件均"
_UNIT = re.compile(
    rf"(?:人民币)?(百万元|亿元|万元|千元|元|个?百分点|[%％‰]|倍|(?:(?:万|亿)(?!{_WORDS}))?(?:{COUNTED})|亿(?![元人])|万(?!元))"
)
# Behind these 数 makes another word: 个数, 项目数, 级数.
_NO_UNITS = ("个", "项", "种", "条", "组", "支", "部", "米", "年", "月", "口", "眼", "列", "副", "块", "起", "升", "克", "堂")
_COUNTING = re.compile(rf"(?:万|亿)?(?:{COUNTED})")
_SYNONYM = {"％": "%", "个百分点": "百分点", "名": "人", "亿": "亿元", "万": "万元", "批": "批次"}

_NUMBER = r"[-−－+]?\s*(?:\d{1,3}(?:\s?[,，]\s?\d{3})+|\d+)(?:\s?\.\s?\d+)?"
_PLAIN = re.compile(rf"\(?({_NUMBER})\)?")
_BLANK_IN_NUMBER = re.compile(r"[\s,，]")
_STATED = re.compile(
    rf"(?P<mark>>=|<=|[≥≤≧≦»》=＝>＜<＞]|\\geq?|\\leq?)?\s*(?<![\d.A-Za-z])(?P<number>(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:\.\d+)?)"
    # Forms print the unit in brackets: ≥90.00(%).
    rf"\s*(?:(?P<open>\()?(?P<unit>{_UNIT.pattern})(?(open)\)))?"
)
_MARK = {
    ">=": "≥",
    "<=": "≤",
    "≧": "≥",
    "≦": "≤",
    "»": "≥",
    "》": "≥",
    "\\geq": "≥",
    "\\ge": "≥",
    "\\leq": "≤",
    "\\le": "≤",
    "＝": "=",
    "＞": ">",
    "＜": "<",
}


@lru_cache(maxsize=256)
def _dimension(unit: str | None) -> str | None:
    if unit is None:
        return None
    if unit in MONEY:
        return "元"
    if unit in RATIO:
        return "%"
    return unit[1:] if unit[:1] in _MULTIPLE and len(unit) > 1 else unit


@lru_cache(maxsize=1 << 14)
def _precision(printed: str, unit: str | None) -> tuple[Decimal, bool, tuple[Decimal, Decimal]]:
    """The last digit, the exactness and the interval of a number as printed; checks ask for them again and again."""
    amount = Amount(Decimal(printed), unit)
    exponent = amount.value.as_tuple().exponent
    digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * amount.scale
    if amount.dimension == "元":
        exact = digit <= Decimal("0.01")
    else:
        counted = unit is not None and amount.dimension != "%" and unit[:1] not in _MULTIPLE
        exact = counted and amount.value == amount.value.to_integral_value()
    half = Decimal(0) if exact else digit / 2
    return digit, exact, (amount.base - half, amount.base + half)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number: `value` keeps the printed digits (`Decimal("2.40")`), `unit` is canonical or None if unknown."""

    value: Decimal
    unit: str | None = None

    @property
    def dimension(self) -> str | None:
        """`元` for money, `%` for rates, else the counted thing (`人`, `辆`); None without a unit."""
        return _dimension(self.unit)

    @property
    def scale(self) -> Decimal:
        """How many base units (元, 1, one counted thing) one unit is."""
        if self.unit is None:
            return _ONE
        known = _SCALES.get(self.unit)
        if known is not None:
            return known
        return _MULTIPLE.get(self.unit[0], _ONE) if len(self.unit) > 1 else _ONE

    @property
    def base(self) -> Decimal:
        """The value in base units (元; a fraction for rates)."""
        return self.value * self.scale

    @property
    def last_digit(self) -> Decimal:
        """One unit of the last printed digit, in base units."""
        return _precision(str(self.value), self.unit)[0]

    @property
    def exact(self) -> bool:
        """Whether nothing was rounded: counts without a fraction, and money printed to the 分."""
        return _precision(str(self.value), self.unit)[1]

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """What the printed digits stand for, in base units: ± half a unit of the last digit; a point when exact."""
        return _precision(str(self.value), self.unit)[2]

    def to(self, unit: str) -> Amount:
        """The same amount in another unit of its dimension, exactly; ValueError across dimensions."""
        other = Amount(Decimal(1), unit)
        if other.dimension != self.dimension:
            raise ValueError(f"{self.unit} does not convert to {unit}")
        return Amount(self.base / other.scale, unit)

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit or ''}"


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount found in running text: its place `start:stop`, and a bound (`≥`, `≤`, `=`, `>`, `<`) printed before it."""

    start: int
    stop: int
    amount: Amount
    bound: str | None = None


def canonical_unit(text: str | None) -> str | None:
    """The canonical name of a printed unit (`人民币万元` → `万元`, `％` → `%`, `名` → `人`); None where there is none.

    Money and rates are found anywhere in the text; a counting unit only where it stands alone, in brackets, after
    `单位：` or after a digit, since its characters are part of ordinary words (`项目`, `名称`).
    """
    if not text:
        return None
    folded = re.sub(r"\s+", "", half_width(text))
    found = _UNIT.fullmatch(folded)
    for match in _UNIT.finditer(folded):
        if found is not None:
            break
        before = folded[: match.start()]
        counted = _COUNTING.fullmatch(match.group(1)) is not None
        if (
            not counted
            or before[-1:].isdigit()
            or before.endswith("单位:")
            or (before.endswith("(") and folded[match.end() : match.end() + 1] == ")")
        ):
            found = match
    return None if found is None else _SYNONYM.get(found.group(1), found.group(1))


@lru_cache(maxsize=1 << 14)
def _short_number(text: str) -> Decimal | None:
    return _number(text)


def parse_number(text: str) -> Decimal | None:
    """A cell that is nothing but a number (`1,397.18`, `2, 361. 22`, `（3.20）` as −3.20); None for everything else."""
    return _short_number(text) if len(text) <= 24 else _number(text)


def _number(text: str) -> Decimal | None:
    text = re.sub(r"</?u>", "", half_width(text)).strip()
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    bracketed = text.startswith("(") and text.endswith(")")
    if text.startswith("(") != text.endswith(")"):
        return None
    digits = _BLANK_IN_NUMBER.sub("", found.group(1)).replace("−", "-").replace("－", "-")
    value = Decimal(digits)
    return -value if bracketed and "." in digits else None if bracketed else value


# What posts and scores are counted in.
_COUNTED_NAMES = (
    (re.compile(r"编制(?:数|人数|数量)?$"), "人"),
    (re.compile(r"(?:得分|评分|总分)$"), "分"),
    (re.compile(r"^(?:年末|期末|年初)(?:实有)?(?:在职|在编|退休|离休|编外)(?:人员)?$"), "人"),
    (re.compile(r"批次(?:\([^()]*\))?$"), "批次"),
    (re.compile(r"人次(?:\([^()]*\))?$"), "人次"),
)
_COUNT_NAME = re.compile(rf"({COUNTED})数(?:量|额|合计)?(?:\([^()]*\))?$")


@lru_cache(maxsize=4096)
def counted_in(label: str) -> str | None:
    """The unit that a label counts in by its own name (整理份数: 份, 在职人数: 人); None for all others."""
    name = re.sub(r"\s", "", half_width(label))
    found = _COUNT_NAME.search(name)
    if found is None:
        return next((unit for pattern, unit in _COUNTED_NAMES if pattern.search(name)), None)
    return canonical_unit(found.group(1)) if found.group(1) not in _NO_UNITS else None


def parse_amount(text: str, unit: str | None = None) -> Amount | None:
    """A cell that is one amount, with its own unit (`78 万元`, `20.7%`) or the given one; None for everything else."""
    number = parse_number(text)
    if number is not None:
        return Amount(number, unit)
    folded = re.sub(r"</?u>", "", half_width(text)).strip()
    found = re.fullmatch(rf"({_NUMBER})\s*(?:{_UNIT.pattern}|\({_UNIT.pattern}\))", folded)
    if found is None:
        return None
    value = parse_number(found.group(1))
    return None if value is None else Amount(value, canonical_unit(found.group(2) or found.group(3)))


def find_amounts(text: str) -> list[Stated]:
    """Every number of a running text, left to right, with its unit (None where none follows); offsets into `text`."""
    folded = half_width(text)
    found = []
    for match in _STATED.finditer(folded):
        value = Decimal(re.sub(r"[,，]", "", match.group("number")))
        mark = match.group("mark")
        stop = match.end() if match.group("unit") else match.end("number")
        if match.group("unit") in _MULTIPLE and (rest := _COUNTS_ELSE.fullmatch(folded, stop - 1)) is not None:
            found.append(Stated(match.start("number"), rest.end(), Amount(value, rest.group()), _MARK.get(mark, mark) if mark else None))
            continue
        found.append(
            Stated(match.start("number"), stop, Amount(value, canonical_unit(match.group("unit"))), _MARK.get(mark, mark) if mark else None)
        )
    return found
