"""A question as read: language, years, codes, what is asked to be done, and the words that name something."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from corpus.amount import COUNTED, canonical_unit
from corpus.english import english
from corpus.errors import QuestionError
from corpus.folding import half_width, squash
from corpus.terms import code_name
from qa.numerals import numeral
from qa.wording import (
    ASKED,
    CODE,
    ENGLISH_UNIT,
    EXPLAINED,
    HOW_MANY,
    MONEY_TOO,
    NUMBER_ASKED,
    PERIOD,
    RELATIVE,
    SHORT_YEAR,
    TARGET_UNIT,
    TEXT_ASKED,
    UNIT_ASKED,
    WORDS_ASKED,
    YEAR,
)

Language = Literal["zh", "en"]
Want = Literal["figure", "text"]
LONGEST = 10_000
# A question's head says what it asks; what comes after this many characters only costs time.
READ = 600

# What is computed or compared: a question for it wants a figure, whatever it asks with.
_COMPUTED = {"exceeding", "rank", "sum", "share", "times", "conflict", "change", "difference"}
# Whose disclosure of which year is asked about, before the question itself.
_DISCLOSURE = re.compile(
    r"[^，。？?:：]{2,40}?(?P<year>20\d\d)年?度?(?:的?(?:部门|单位)?(?:预算|决算|预决算)(?:公开|报告|文件|草案)?)?(?:中|里)?[:：]\s*"
)

# What a question says in brackets about how to answer it: it names nothing.
_ASIDE = re.compile(
    r"\b(?:in|of|from|under) (?:table|form|schedule|sheet|annex) ?(?:no\. ?)?\d+\b|"
    r"\([^()]{0,40}(?:decimal|请|没[写给有列直]|未[写给列直披]|自行|推算|估算|测算|计算|算一?下|算出来|保留|四舍五入|小数|单位[:：]?|calculate|compute|derive|not stated|(?:text|document|report|disclosure)s? (?:only )?(?:gives?|states?|says?|shows?)|round)[^()]{0,60}\)"
    r"|\((?:按|据|依|见|看|以|仅|只)[^()]{1,16}(?:表|口径|说明|算)[^()]{0,6}\)"
    r"|[,，;；。?？](?:原文|文件|文中|材料|报告|说明|表里)(?:里|中)?[^,，。?？]{0,8}(?:只|没|未|不)[^,，。?？]{0,10}(?:给|写|列|说|披露|公布)[^,，。?？]{0,8}(?=[,，。?？]|$)"
    r"|[,，;；。?？](?:请)?(?:结果)?(?:保留|精确到|四舍五入|取|算到)[^,，。?？]{0,10}(?:小数|位|元|百分点|%)[^,，。?？]{0,6}"
    r"|[,，;；。?？](?:请|帮我|帮忙|麻烦|劳驾)[^,，。?？]{0,10}算[^,，。?？]{0,8}(?=[,，。?？]|$)",
    re.IGNORECASE,
)
# “超出年初预算多少”: a difference from the plan, no bound.
_BEYOND_BUDGET = re.compile(
    r"(?:超出了?|超过了?|超了?|突破了?|高于|多于|(?P<less>低于|少于|不到|没到))(?P<plan>(?:年初|全年|调整|年度)预算数?)了?(?=多少|几|百分之)"
)
# What people say of themselves, or of what they heard, before they ask.
_PREAMBLE = re.compile(
    r"^(?:(?:我|我们|咱们?|本人)(?:是|想|要|在(?:做|写|查|准备|研究|跟|整理))|作为|身为|听说|据说|有人说|请教|帮忙)[^，,:：。？?]{0,24}[，,:：](?=[^。？?]*(?:多少|几[^乎]|多大|多高|什么|哪))"
)
# How a figure is asked for politely, or for somebody else: 烦请告知…, 能否提供…, 编辑问：….
_REQUEST = re.compile(
    r"^(?:[您你]好[，,!！。 ]*|劳驾[，,]?|烦请|[根依]据[^，,：:。？?]{0,8}(?:文件|信息|资料|材料|报告)[，,])?(?:[一-龥]{0,6}(?:问|需要|要求)[:：]|有人问[，,]?)?"
    r"(?:(?:[烦劳恳]?请|劳驾|麻烦|帮忙?|求|[能可]否|[能可]不[能可]以?|我们?|[您你]|想|需要|希望)+(?:[给跟向]我们?)?"
    r"(?:提供|告知|查[明清]|查一?查|查一?下|问一?下|打听|知道|问问|讲讲|核查)(?:一?下|一声|一?份)?[，,:：]?"
    r"|(?:查查|[查问]一?下|查一查|打听(?:一?下)?|问问|讲讲|求问)[，,:：]?)?(?=[^，,。？?]{3})"  # 核查, 提供 alone may begin a name
)
_MENTIONED = re.compile(r"^(?:报告|文件|说明|材料|公开稿)[^，,、:：]{0,8}?(?:提到|点名|列出|列举|写到|说)(?:的|了)?")
# “我要的不是决算数”: which figure is not meant.
_NOT_MEANT = re.compile(
    r"[，,;；。?？(]\s*(?:我|咱们?)?(?:要|问|指|说)?的?(?:(?:是|要)[^，,。？?()]{1,8}[，,])?(?:不是|并非|不要|别给)[^，,。？?()]{0,4}(?:决算|预算|执行|实际)(?:数|支出|花|用|发生)?的?\)?"
)
# Codes as tables print them in three columns (208-99-99), and as people say them (301类下面的06).
_PARTED_CODE = re.compile(r"(?<![\d-])([1-5]\d{2})(?:[-–—](\d{2})(?:[-–—](\d{2}))?|[ ·](\d{2})[ ·](\d{2}))(?![\d-])")
_NESTED_CODE = re.compile(r"(?<!\d)([1-5]\d{2})类(?:下面?|里面?|中|底下)?的?(\d{2})(?:款|项)?(?![\d年月%万元个])")
# “不要只看财政拨款”: all funds are asked for.
_ONLY_ONE_FUND = re.compile(r"[，,;；(]?\s*(?:不要|别|不能|不)(?:只|光|仅)(?:看|算|要|含)(?:一般公共预算|财政)?拨?款?[^，,。?？()]{0,6}\)?")
# “年初批的”, “实际花掉的”: the bases in everyday words.
_AS_PLANNED = re.compile(r"年初(?:批|定|安排|核定|下达)的(?:钱|数|预算)?")
_AS_SPENT = re.compile(r"实际(?:用掉|花掉|花出去|用去|花)的(?:钱|数)?")
# “把上级给的钱也算上，…”: all funds are asked for, too.
_ALL_OF_IT = re.compile(r"(?:把|连|将)[^，,。？?]{2,14}(?:也|都|一并|一起)(?:算|加|计|包括)(?:上|进去?|在内|进来)?[，,]")
# Words of money right before “多少” ask for money (预算一共多少).
_MONEY_NOUN = re.compile(
    r"(?:投资|投入|造价|总价|概算|预算|决算|支出|收入|经费|资金|费用|拨款|补助|补贴|采购额|费|税|款|金|基金|结余|结转)[^，,。？?人家个项次辆户名]{0,8}(?:多少|几何)(?:了|呢)?[？?]?$"
)

_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("预期", re.compile(r"原计划|预期|原定|原(?:来|本|先)?(?:打算|准备|预计|计划|想)|计划(?:多少|几)|\bplanned|\btarget")),
    ("决算", re.compile(r"决算|实际(?:执行|支出|花|完成|支付|到位|发生)|花了|(?<!占)用了|花掉|\bactual|final account|\bspent\b")),
    ("执行", re.compile(r"执行数|预算执行|完成数|\bexecut")),
    ("年初预算", re.compile(r"年初预算")),
    ("全年预算", re.compile(r"全年预算|调整预算")),
    # 一般公共预算 names a fund, not a basis.
    (
        "预算",
        re.compile(
            r"(?<!公共)(?<!基金)(?<!经营)预算(?!单位|管理|拨款|内|外|绩效)|(?<!general[ -])(?<!public[ -])(?<!fund[ -])\bbudget(?!ary|[ -](?:expenditure|appropriation|revenue|allocation|unit|performance))|\bplan(?:s|ned)?\b"
        ),
    ),
)


_SET_ASIDE = re.compile(r"(?:留给|预留|采购)[^，,。？?占]{0,16}份额(?:是|有|为)?多少(?!个?百|个点)")
_OF_TABLE = re.compile(r"[一-龥“”\"]{0,12}(?:决算|预算)(?:总|明细|情况)?表")
# A number that is written out (五十万元以上); documents print digits.
_SPELT = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?(?=[万亿元岁])")
# A part of an area, of people or of money is a percentage.
_PART_OF = re.compile(
    r"占(?!用|地).{0,24}(?:百分之|百分比|比例|比重|几成)|的?(?:比例|比重)(?:大?约|大概)?(?:是|为|有|占)?多少|百分之(?:几|多少)"
)
_FRAMED = re.compile(
    r"(?:how|what|which|who|when|where|why|is|are|was|were|did|does|do|give|show|tell|list|please|compare|by)\b[a-z ,']* ", re.IGNORECASE
)
_COUNTED_IN = re.compile(rf"(?:多少|(?<![近这前头后来好])几)(?P<unit>{COUNTED})(?![分比出付持亿万点百钱])")
_MOVED = re.compile(r"(?:怎么|怎样|如何)(?:变|个?变化|走)")
_RATE_SET = re.compile(r"[一-龥]率[^，,。？?率]{0,4}(?:什么|啥|怎样的?|何)(?:要求|目标)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A phrase of an English question, its characters `start` to `stop`, and its Chinese.

    `term` is what the documents call it (or the longer word that they make of it and its neighbours), `terms` all that it may be
    called, the first `said` of which stand in the documents; `general` words (expenditure, project) name nothing by themselves.
    """

    start: int
    stop: int
    term: str
    terms: tuple[str, ...]
    said: int = 0
    general: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart.

    text        as it was asked
    language    of the question, and so of the answer
    folded      the squashed Chinese it is understood by (for English: its Chinese parts and the glossary's terms)
    years       the years it names; `offset` a year named relative to the document's (去年 −1), None for none
    period      the part of a year it names (`1-6`), `1-12` for an expressed whole year, None for none
    codes       classification codes it names
    asked       what it asks to be done (`sum`, `share`, …), in the order to try
    want        whether a figure or a text answers it
    basis       预算 | 决算 | 执行 | 年初预算 | 全年预算 where it says so
    units       dimensions or units that fit what is asked (`人`, `家`, `元`, `%`); () for any
    convert     the unit that the answer shall be in
    extreme     +1 for the largest, −1 for the smallest (rank)
    quoted      parts in quotation marks
    before      what stands before it and may name the agency: the question it goes on from, or “某局2023年：”
    meanings    the phrases of an English question that name something, once its documents are known
    issue       the year of the disclosure that is meant, where it is named apart from the question (“某局2023年：2022年的…”)
    """

    text: str
    language: Language
    folded: str
    years: tuple[int, ...] = ()
    offset: int | None = None
    period: str | None = None
    codes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    want: Want = "figure"
    basis: str | None = None
    units: tuple[str, ...] = ()
    convert: str | None = None
    extreme: int = 1
    quoted: tuple[str, ...] = ()
    before: str = ""
    issue: int | None = None
    meanings: tuple[Meaning, ...] = ()

    def asks(self, *names: str) -> bool:
        """Whether any of these is asked to be done."""
        return any(name in self.asked for name in names)

    def about(self, folded: str) -> Question:
        """The same question about another wording (an operand of it)."""
        return replace(self, folded=folded, codes=tuple(code for code in self.codes if code in folded))


def read_question(text: str) -> Question:
    """Takes a question apart; QuestionError when it is empty or longer than 10,000 characters."""
    asked = text.strip()
    if not re.search(r"[\w一-龥]", asked):
        raise QuestionError("the question is empty; ask about an item, an agency and a year")
    if len(asked) > LONGEST:
        raise QuestionError(f"the question has {len(asked)} characters; at most {LONGEST} are taken")
    named = _DISCLOSURE.match(asked)
    if named and re.search(r"[\w一-龥]", asked[named.end() :]):
        return replace(read_question(asked[named.end() :]), before=named.group(), issue=int(named["year"]))
    head = head_of(asked)
    language = language_of(head)
    names = [name for name, pattern in ASKED if pattern.search(head)]
    # A change that is only the means, or only what is ranked by, is not itself asked for.
    for first in ("derive", "rank"):
        if first in names and "change" in names:
            names.remove(first)
            names.insert(names.index("change"), first)
    if "share" in names and _SET_ASIDE.search(head):
        names.remove("share")  # 预留给小微企业的采购份额是多少: an amount
    folded = (
        _SPELT.sub(lambda hit: str(numeral(hit.group()) or hit.group()), squash(head).replace('"', ""))
        if language == "zh"
        else "，".join([*map(squash, re.findall(r"[一-龥][一-龥（）()、“”\"]*", head)), *english(head), *re.findall(r"\d{3,}", head)])
    )
    years = sorted({int(y) for y in YEAR.findall(head)} | {2000 + int(y) for y in SHORT_YEAR.findall(head)})
    codes = tuple(dict.fromkeys(code for code in CODE.findall(head) if not (len(code) == 4 or code in map(str, years))))
    if language == "en":  # 248 industrial enterprises
        codes = tuple(code for code in codes if len(code) > 3 or code_name(code) is not None)
    return Question(
        text=asked,
        language=language,
        folded=folded,
        years=tuple(years),
        offset=next((offset for pattern, offset in RELATIVE if pattern.search(head)), None),
        period=next((name for pattern, name in PERIOD if pattern.search(head)), None),
        codes=codes,
        asked=tuple(names),
        want=_want(head, names),
        basis=_basis(head),
        units=_units(head),
        convert=_target_unit(head, names),
        extreme=-1 if re.search(r"最(?:少|低|小|省|便宜|慢|差)|垫底|倒数|least|lowest|smallest|fewest", head) else 1,
        quoted=tuple(
            re.sub(r"^[一二三四五六七八九十]+、", "", squash(part))
            for part in re.findall(r"[“\"「『《]([^”\"」』》]{2,60})[”\"」』》]", asked[:READ])
            if language == "zh" or re.search("[一-龥]", part)
        ),
    )


def head_of(text: str) -> str:
    """The part of a question that is read: its beginning, in half-width characters, without what it says about how to answer."""
    head = half_width(text.strip()[:READ])
    head = _MENTIONED.sub("", _REQUEST.sub("", _PREAMBLE.sub("", head)))
    head = _BEYOND_BUDGET.sub(lambda hit: f"比{hit['plan']}{'少' if hit['less'] else '多'}", head)
    head = _NESTED_CODE.sub(r"\1\2", _PARTED_CODE.sub(lambda hit: "".join(filter(None, hit.groups())), head))
    head = _AS_SPENT.sub("决算", _AS_PLANNED.sub("年初预算", head))
    head = _ALL_OF_IT.sub("，全口径，", head)
    return _ONLY_ONE_FUND.sub("，全口径", _NOT_MEANT.sub("", _ASIDE.sub("", head) or head))


def language_of(text: str) -> Language:
    """English when Latin words outweigh the Chinese characters, or frame them: How much is 职工基本医疗保险缴费?"""
    if _FRAMED.match(text) and not re.search("[多几哪什怎吗为]", text):
        return "en"
    return "en" if len(re.findall(r"[A-Za-z]{2,}", text)) > len(re.findall(r"[一-龥]", text)) / 2 else "zh"


def _units(head: str) -> tuple[str, ...]:
    """The units that fit what is asked; “救助了多少人次、花多少” asks for the money, which is what a budget answers with."""
    if MONEY_TOO.search(head):
        return ("元",)
    if _PART_OF.search(head):
        return ("%", "百分点")
    found = next((units for pattern, units in UNIT_ASKED if pattern.search(head)), ())
    if not found and (counted := _COUNTED_IN.search(head)):
        return (canonical_unit(counted["unit"]) or counted["unit"],)
    return found or (("元",) if _MONEY_NOUN.search(re.sub(r"\([^()]*\)", "", head)) else ())


def _want(head: str, names: list[str]) -> Want:
    if "why" in names or EXPLAINED.search(head):
        return "text"
    # Words that ask for no words: 换成亿元怎么写, 同比怎么变, 成功率有什么要求.
    if "convert" in names or ("change" in names and _MOVED.search(head)) or _RATE_SET.search(head):
        return "figure"
    if re.search(r"(?:什么|啥|何)价|填(?:了|的是?)?(?:什么|啥)|[一那]格|单元格|[一这]栏", head):
        return "figure"
    if TEXT_ASKED.search(head) and not NUMBER_ASKED.search(head) and not set(names) & _COMPUTED:
        return "text"
    # “10.06万是干什么用的”: a figure is given, words are asked for.
    if re.search(r"(?:干什么|干嘛|做什么|什么用|用途|拿去|花在什么|怎么(?:分工|配合|保障|实施|推进|开展))", head):
        return "text"
    if "change" in names and re.search(
        r"\bhow (?:did|has|have|does|do)\b.*\b(?:change|grow|vary|develop|move|compare|differ|rise|fall)", head, re.IGNORECASE
    ):
        return "figure"
    # “怎样让参保率达到97%”, “是哪一天更新的”: it asks for words, whatever quantities it names.
    if WORDS_ASKED.search(head) and not HOW_MANY.search(head) and not set(names) & {"rank", "conflict", "share", "times", "difference"}:
        if "exceeding" in names and not re.search("怎|如何", head):
            return "figure"
        return "text"
    return "figure"


def _basis(head: str) -> str | None:
    """The basis that a question names itself; the name of a table (支出决算表) says nothing of which of its columns is meant."""
    if re.search(r"预、?决算", head):
        return None
    bare = _OF_TABLE.sub("，", head)
    return next((name for text in (bare, head) for name, pattern in _MEASURES if pattern.search(text)), None)


def _target_unit(head: str, names: list[str]) -> str | None:
    if "convert" in names:
        found = re.findall(r"百万元|亿元|万元|千元|元", head)
        return found[-1] if found else "元" if re.search(r"yuan|rmb", head, re.IGNORECASE) else None
    named = TARGET_UNIT.search(head)
    if named and re.search(r"多少(?:百万元|亿元|万元|千元|元)", head):
        return named.group(1)
    return (
        {"yuan": "元", "rmb": "元", "ten thousand yuan": "万元", "million yuan": "百万元"}.get(m.group(1).lower())
        if (m := ENGLISH_UNIT.search(head))
        else None
    )
