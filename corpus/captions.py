"""Captions: the title and the unit that stand around a table, in its own lines or in its first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.amount import MONEY, canonical_unit
from corpus.folding import half_width, squash
from corpus.terms import table_kind

_MONEY = "百万元|亿元|万元|千元|元"
_UNIT_LINE = re.compile(rf"单位(?:名称)?[:：]?[(（]?(?:人民币)?({_MONEY})(?![\u4e00-\u9fff])|[(（](?:金额)?(?:单位)?[:：]?({_MONEY})[)）]$")
# A unit line cut in two anywhere: "金额单" / "位：万元", "金额单位：万" / "元".
_UNIT_HEAD = re.compile(r"(?:金额)?单$|(?:金额)?单位[:：]?(?:人民币)?(?:[万千亿]|百万)?$|^金额?$")
# What OCR makes of "单位：万元": the shape stays, each character turns into one of similar strokes.
_GARBLED = re.compile(r"^(?:[^:：]{0,2}[单単平半早里学车甲萼草][位世泣立拉住仗伫传似往]|[单平]位)[:：](.{1,3})$")

_LABEL = re.compile(r"^(?:公开|附|附件|附表|预算|财决)?\d*表?[\d一二三四五六七八九十]*(?:[-—.]\d+)*表?$")
_ORDINAL_HEAD = re.compile(r"^(?:第[一二三四五六七八九十]+[、.]|[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]?\d{1,2}[）)、.．](?!\d))\s*")
_YEAR_LINE = re.compile(r"^[(（]?(?:19|20)\d\d年?度?[)）]?$")
_CONTINUED = re.compile(r"[(（]?续表?\d*[)）]?$|^续表?\d*")
_KEYED = re.compile(
    r"^(?:编制|填报|申报|预算|部门|公开|主管|所属|单位|截[止至]|制表|日期|年度|项目|金额|填表|地区|财政|报送|主办)[^:：]{0,12}[:：]"
)
# Whose form it is that follows: each project has its own.
_SUBJECT = re.compile(r"^项目名称[:：](?P<name>[^:：]{2,40}?)(?:主管|预算|实施|项目|单位|金额|[|；;，,]|$)")
_PAGE_NUMBER = re.compile(r"^(?:第?\d{1,4}页?(?:[/共]\d+页?)?|[-—－–·.\s]*\d{1,4}[-—－–·.\s]*)$")
_AGENCY = re.compile(
    r"^\d*[\u4e00-\u9fff（）()]{2,30}(?:局|厅|委|委员会|办公室|中心|医院|学院|大学|学校|中学|小学|幼儿园|处|站|所|馆|院|大队|支队|总队|街道|办事处|镇|乡|政府|机关|"
    r"本级|协会|联合会|工会|报社|公司)(?:[(（][^()（）]*[)）])?$|^\d{3,}[\u4e00-\u9fff]{4,30}$"
)
_HEADING = re.compile(r"^第[一二三四五六七八九十]+(?:部分|章|节)")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十]+(?:部分|章|节)|^[一二三四五六七八九十]+、")
_PROSE = re.compile(r"[。；;！？!?]|[，,].*[，,]")
_WEAK = re.compile(r"(?:情况|预算|决算|明细|统计|一览|汇总|构成|清单|目录)(?:[(（][^()（）]*[)）])?$")


@dataclass(frozen=True, slots=True)
class Caption:
    """What the lines around a table say about it.

    title     "" where no title stands there
    label     the table's number (`表3-2`), "" where none is printed
    unit      the money unit printed there
    garbled   a line that has the shape of a unit line and cannot be read
    breaks    a heading or prose stands between this table and the one before it
    heading   among that is the heading of a part or chapter
    bare      nothing but blank lines and page numbers stands there
    project   the project that a line 项目名称：… there says the table is for
    """

    title: str = ""
    label: str = ""
    unit: str | None = None
    garbled: str = ""
    breaks: bool = False
    heading: bool = False
    bare: bool = False
    project: str = ""


def unit_of(texts: Sequence[str]) -> str | None:
    """The money unit that one of these lines names, also where it is broken over two lines."""
    folded = [squash(text) for text in texts]
    for index, text in enumerate(folded):
        found = _UNIT_LINE.search(text)
        if found is not None:
            return found.group(1) or found.group(2)
        following = next((other for other in folded[index + 1 : index + 3] if other), "")
        if _UNIT_HEAD.search(text) and len(following) <= 5 and not re.search(r"\d", following):
            found = _UNIT_LINE.search(text + following)
            if found is not None:
                return found.group(1) or found.group(2)
    return None


def garbled_unit(text: str) -> bool:
    """Whether a text has the shape of a unit line whose characters OCR has spoilt."""
    folded = squash(text)
    found = _GARBLED.match(folded)
    return found is not None and canonical_unit(folded) not in MONEY


def is_unit_line(text: str) -> bool:
    """Whether a text is nothing but a table's unit, readable or spoilt by OCR."""
    folded = squash(text)
    return re.fullmatch(rf"(?:金额)?单位[:：](?:人民币)?(?:{_MONEY})", folded) is not None or garbled_unit(text)


def header_unit(text: str) -> str | None:
    """The unit in brackets at the end of a header or label: `（万元）`, `(%)`, `（金额单位：元）`, `（辆）`; None without."""
    folded = squash(text)
    for inner in reversed(re.findall(r"[(（]([^()（）]{1,12})[)）]", folded)):
        inner = re.sub(r"^(?:金额|计量)?单位[:：]?", "", inner)
        first = re.split(r"[、/,，]", inner)[0]
        unit = canonical_unit(first)
        if unit is not None and first in {unit, f"人民币{unit}", *_ALIASES.get(unit, ())}:
            return unit
    found = re.search(rf"[,，、:：]?(?:金额)?单位[:：]({_MONEY}|%)", folded)
    return found.group(1) if found else None


_ALIASES = {"%": ("％", "百分比"), "人": ("名",), "批次": ("批",), "万元": ("万",), "百分点": ("个百分点",)}


def is_meta(text: str) -> bool:
    """Whether a line around a table is neither title nor prose: unit, agency, year, table number, page number."""
    folded = squash(text)
    return (
        not folded
        or bool(_LABEL.match(folded) or _YEAR_LINE.match(folded) or _PAGE_NUMBER.match(folded))
        or bool(_UNIT_LINE.search(folded) and len(folded) <= 40 and table_title(text) == "")
        or bool(_UNIT_HEAD.search(folded) and len(folded) <= 6)
        or bool(re.fullmatch(rf"位[:：]?(?:{_MONEY})|(?:{_MONEY}|万)", folded))
        or bool(_KEYED.match(folded) and len(folded) <= 60)
        or bool(_AGENCY.match(folded))
        or folded in {"续表", "(续表)", "(续)", "续"}
        or garbled_unit(text)
    )


def is_keyed(text: str) -> bool:
    """Whether a text starts with the name of what it states, as `部门/单位:` does."""
    return _KEYED.match(squash(text)) is not None


def table_title(text: str) -> str:
    """The title that a line prints, without numbering, table number and unit; "" where the line is no title."""
    folded = squash(text)
    if not folded or len(folded) > 60 or _HEADING.match(folded):
        return ""
    bare = _strip(text)
    name = squash(bare)
    if _LABEL.match(name) and re.search(r"\d", name):
        return ""  # 预算02表: the number of a table is no title
    if len(name) < 3 or _PROSE.search(re.sub(r"[(（][^()（）]*[)）]", "", name)) or name.endswith((":", "：")):
        return ""
    plain = re.sub(r"[(（][^()（）]*[)）]$", "", name)
    if plain.endswith("表") and not re.search(r"[见详].{0,4}表$|表表", plain):
        return bare
    return bare if table_kind(name) is not None and len(name) <= 40 else ""


def has_weak_title(text: str) -> bool:
    """Whether a line may name a table although it does not say 表, and does not name a whole disclosure."""
    return bool(_weak_title(text)) and re.search(r"(?:19|20)\d\d年?度?.*(?:预算|决算)$", squash(text)) is None


def _aside(text: str) -> bool:
    """Whether a line is short and neither prose nor a heading."""
    name = squash(text)
    return len(name) <= 30 and not _PROSE.search(name) and not _HEADING.match(name) and not _CHAPTER.match(name)


def _weak_title(text: str) -> str:
    """A short heading right above a table that may name it (`部门机构设置情况`)."""
    bare = _strip(text)
    name = squash(bare)
    return bare if 4 <= len(name) <= 30 and not _PROSE.search(name) and not _HEADING.match(squash(text)) and _WEAK.search(name) else ""


def _strip(text: str) -> str:
    """A title line without list marks, numbering, table number, `（续）` and a unit at its end."""
    bare = re.sub(r"\*\*|^#+\s*|^[-•·]\s+", "", half_width(text)).strip()
    bare = re.sub(rf"\s*(?:金额)?单\s*位\s*[:：]?\s*(?:人民币)?\s*(?:{_MONEY})\s*$", "", bare)
    bare = re.sub(r"\s*[(（]?续表?\d*[)）]?$|^续表?\d*[:：\s]*", "", bare)
    bare = re.sub(r"\s*(?:公开|财决)\s*\d+\s*表$", "", bare)
    for pattern in (
        _ORDINAL_HEAD,
        re.compile(r"^(?:公开|附|财决)?\s*表\s*[\d一二三四五六七八九十]+(?:\s*[-—.]\s*\d+)*\s*[.、:：]?\s*(?=\S)"),
        re.compile(r"^(?:公开|财决)\s*\d+\s*表\s*"),
    ):
        bare = pattern.sub("", bare).strip()
    if re.search(r"(?<=[\u4e00-\u9fff]) [\u4e00-\u9fff](?= [\u4e00-\u9fff]|$)", bare):  # letter-spaced: 收 支 总 表
        bare = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", bare)
    return bare


def _label(texts: Sequence[str]) -> str:
    joined = "".join(squash(text) for text in texts if _LABEL.match(squash(text)) and not _PAGE_NUMBER.match(squash(text)))
    if joined == "表":
        joined += next((squash(text) for text in texts if re.fullmatch(r"\d+(?:-\d+)?", squash(text))), "")
    return joined if "表" in joined and len(joined) <= 12 else ""


def read_caption(texts: Sequence[str]) -> Caption:
    """The caption in the lines between the table before and this one, nearest line last."""
    filled = [text for text in texts if text.strip()]
    title, at = "", len(filled)
    years: list[str] = []
    breaks, asides = False, 0
    for index in range(len(filled) - 1, max(-1, len(filled) - 13), -1):
        text = filled[index]
        found = table_title(text)
        if found:
            title, at = found, index
            break
        if _YEAR_LINE.match(squash(text)):
            years.insert(0, text.strip())
            continue
        if is_meta(text):
            continue
        if not breaks and not (title := _weak_title(text)) and _aside(text):
            asides += 1
            if asides <= 2:  # a line of unknown kind may stand between a title and its table
                continue
        at, breaks = index, not title
        break
    else:
        breaks = asides > 0
    if title:
        title = _unbroken(title, filled, at) + "".join(year for year in years if year[:1] in "(（")
        breaks = True
    near = filled[max(0, at - 2) if title else at if breaks else 0 :]
    below = filled[at + 1 :] if title or breaks else filled
    unit = unit_of(below) or (unit_of(filled[at : at + 1]) if at < len(filled) else None)
    if unit is None and title:
        unit = unit_of(_metas(near))
    garbled = next((text for text in below if garbled_unit(text)), "") if unit is None else ""
    above_title = filled[max(0, at - 3) : at] if title else []
    heading = any(_CHAPTER.match(name) and not _PROSE.search(name) and len(name) <= 40 for name in map(squash, filled))
    return Caption(
        title,
        _label([*_metas(above_title), *below]),
        unit,
        garbled,
        breaks,
        heading,
        all(_PAGE_NUMBER.match(squash(text)) for text in filled),
        next((hit["name"] for text in reversed(filled) if (hit := _SUBJECT.match(squash(text)))), ""),
    )


def _metas(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if is_meta(text)]


def _unbroken(title: str, filled: Sequence[str], at: int) -> str:
    """The title with the line before it where it is broken over two lines: only together they name a known kind."""
    if at == 0 or len(squash(title)) > 14:
        return title
    above = filled[at - 1]
    name = squash(above)
    if is_meta(above) or table_title(above) or _PROSE.search(name) or _HEADING.match(name) or len(name) > 40 or _ORDINAL_HEAD.match(name):
        return title
    alone, whole = table_kind(title), table_kind(_strip(above) + title)
    return _strip(above) + title if whole is not None and whole != alone else title
