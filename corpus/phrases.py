"""Phrases of budget narratives: which words name a change, a share, a completion, a measure, a year, and the item itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.folding import half_width
from corpus.labels import read_label

YEAR = r"(?:19|20)\d\d年(?:度)?"
RELATIVE = {
    "上年末": -1,
    "上年": -1,
    "上年度": -1,
    "上一年": -1,
    "上一年度": -1,
    "去年": -1,
    "前年": -2,
    "本年": 0,
    "本年度": 0,
    "今年": 0,
    "当年": 0,
    "下年": 1,
}
_RELATIVE = r"上一?年度?|去年|前年"
_UP = r"增加|增长|上升|提高|上涨|上浮|提升|增幅|增长率"
_DOWN = r"减少|下降|降低|缩减|压减|压缩|下调|下浮|减低|降幅|下降率"
CHANGE = re.compile(rf"(?P<word>{_UP}|{_DOWN}|(?<=同比)[增减降]|(?<=年)[增减])(?:了|额|金额|数|率|幅度|比例|支出)?(?:为|约|达)?$")
_BOTH = re.compile(r"(增加|增长|上升)[(（/、或](减少|下降|降低)|(减少|下降)[(（/、或](增加|增长)")
DOWN = re.compile(rf"^({_DOWN}|减|降)")
COMPARED = re.compile(
    rf"(?:与|同|比|较|相比|相较于?|对比)(?:于)?(?P<when>{YEAR}|{_RELATIVE}|(?=年初|全年|调整|预算))(?:同期)?(?P<what>[^，,；;比]*?)(?:相比|比较|对比|相较)?[，,]?$"
)
SHARE = re.compile(r"占(?P<base>[^，,占]*?)(?:的)?(?:比重|比例|比率|比)?(?:稳定在|保持在|为|是|约|达到?|:|：)?$")
COMPLETION = re.compile(
    r"(?:完成|为|达到?|占)(?:了)?(?P<base>年初|全年|调整|年度|当年|本年)?(?:预算|计划)(?:安排|数|总额|资金)*(?:的|比例)?(?:为|是)?$"
    r"|(?:预算)?(?:完成|执行|完成率|执行率|预算执行率|支出进度|执行进度)(?:比例)?(?:为|达|达到|:|：)?$"
)
INDEX = re.compile(rf"(?:为|是|相当于|达到?)(?P<when>{YEAR}|{_RELATIVE})[^，,]{{0,10}}?的$")
REASON = re.compile(r"主要(?:变动)?(?:原因|是|系|为|用于|因|由于|包括)|原因[是为:：]|由于|因为|用于")
OPENS_LIST = re.compile(r"(?:其中|包括|如下|方面|分别[为是]|情况|构成|组成|来源)$")
_MEASURES: tuple[tuple[re.Pattern[str], str, str | None], ...] = (
    (re.compile(r"年初预算(?:数|安排|安排数)?$"), "预算数", "年初预算"),
    (re.compile(r"(?:全年|调整后?|年度)预算(?:数)?$"), "预算数", "全年预算"),
    (re.compile(r"(?:当年|全年)?(?:预算)?执行数$|实际执行$"), "执行数", "执行"),
    (re.compile(r"^预算完成了?$|完成了?$"), "执行数", "执行"),
    (re.compile(r"决算(?:数|支出)?$"), "决算数", "决算"),
    (re.compile(r"预算(?:数|安排|资金|金额)$|(?<![共总金营])预算$"), "预算数", "预算"),
)
_TRAIL = re.compile(
    r"(?:分别为|涉及|累计|预计|约为|调整为|调整到|均为|共计安排|共计|总计为|合计为|达到了?|安排了?|为|是|约|达|(?<!公)共|(?<![总合小])计|仅|近|(?<=[一-龥]{2})(?:实|现|共)有|有|:|：|，|,|、|“|的)$"
)
_LEAD = re.compile(
    r"^(?:[，,、；;：:。\s]|\([^()]{1,12}\)|其中[:：，,]?|中[:：]|以及|共计|合计(?=支出|收入)|使|让|确保|保障(?!性)|单位(?=[共现])|(?:共|现|拥|设|建|保)有|安排(?!数)|占有使用|占用|并且|另外|另|同时|加上|按照规定|[/／]人?年?(?:[、，,]人?)?(?=[^率])|\d{1,2}(?:[-—]\d{1,2})?(?:月份?|季度)(?:\d{1,2}日)?(?:启动的)?|上半年|下半年|[^，,]{0,10}(?:增加|减少|增长|下降|上升)到|和|与|及(?!时)|并|我(?:局|市|县|区|部|委|院|校|单位|部门|中心)|本(?:部门|单位|局|委)|学校|全年(?=[共累开组检完安])|共(?![同青])|累计|现有|目前|(?:截至|截止)[^，,]{0,12}?(?:底|日|末|月)(?:[，,])?|预计|一是|二是|三是|四是|五是|即)"
)
# 主要原因是补助标准由…; 收支总计各增加…
_CAUSE = re.compile(
    r"^(?:主要)?(?:原因|因素)?(?:是|为)(?=[一-龥]{4})(?:因)?|(?<=[计额数入出])各$|^[^，,]{4,20}[费款]按照(?=现有|实有|在职|编制)"
)
_CHAIN = re.compile(
    r"(?P<a>[^。；;，,：:]*?)[(（]类[)）](?:[-—、]?(?P<b>[^。；;，,：:]*?)[(（]款[)）])?(?:[-—、]?(?P<c>[^。；;，,：:]*?)[(（]项[)）])?"
)
_DASHED = re.compile(r"^(?:[^-—－]{2,30}[-—－]){1,2}[^-—－]{2,30}$")
_CODE = re.compile(r"\(((?:1|2|30|31|5)\d{1,2}(?:\d\d){0,3})\)")
# 5.2210108老旧小区改造: the number of the paragraph, the code and the name run together.
_GLUED_CODE = re.compile(r"\s*(?:\d{1,2}[.、．]\s*)?(2\d{6}|2\d{4})(?=[一-龥])(?!年)")
_ORGANISATION = r"(?:局|委员会|办公室|办事处|管委会|大学|学院|学校|医院|中心|检察院|法院|委|厅|部|院|政府)"
_AGENCY_LEAD = re.compile(
    rf"^[^“”‘’\d，,]{{2,30}}?{_ORGANISATION}(?=机关运行|政府采购|部门|共有|现有|[“\"‘]?三公|安排|一般公共|财政拨款|国有|收入|支出|无|本级|\d{{4}}年)(?!支出|收入)"
)
_GENERIC = {
    "",
    "支出",
    "收入",
    "预算",
    "决算",
    "合计",
    "总计",
    "共计",
    "总额",
    "金额",
    "资金",
    "经费",
    "总",
    "收支",
    "数",
    "安排",
    "本年",
    "预算安排",
    "实际支出",
    "支出预算",
    "支出决算",
    "收入预算",
    "收入决算",
}
_SUM = re.compile(r"^(?:[两三四五六七八九十\d]+[项个者]|以上|上述)?(?:合计|共计|总计)$")
_HEADING_TAIL = re.compile(
    r"(?:安排|执行|设置|占有使用|占用使用|增减变化|变化|规模|结构|具体|总体|支出|管理|使用|配置|及|和)*(?:情况)?(?:的)?(?:情况|说明|及变化|变化|原因)+$"
)


@dataclass(frozen=True, slots=True)
class Noun:
    """What a phrase names: the item, what stands above it, its code, the measure and basis words, the year."""

    subject: str = ""
    path: tuple[str, ...] = ()
    code: str | None = None
    measure: str | None = None
    basis: str | None = None
    year: int | None = None
    relative: int | None = None
    total: bool = False
    printed: str = ""

    @property
    def generic(self) -> bool:
        """Whether the phrase names no item of its own (预算数为, 支出决算)."""
        return self.subject in _GENERIC


def years(text: str) -> list[int]:
    """The absolute years in a text, in order."""
    return [int(hit.group()[:4]) for hit in re.finditer(YEAR, text)]


def when(text: str | None) -> tuple[int | None, int | None]:
    """The absolute year, or the offset of a relative one."""
    if not text:
        return None, None
    if text[:4].isdigit():
        return int(text[:4]), None
    return None, RELATIVE.get(text.rstrip("度"))


def is_both(text: str) -> bool:
    """A template that leaves the direction open (增加/减少)."""
    return bool(_BOTH.search(text))


def chain(text: str) -> Noun | None:
    """An item given as X（类）Y（款）Z（项） or X-Y-Z, with its code where one is printed."""
    hit = _CHAIN.search(text)
    if hit and hit.group("b"):
        parts = [_tidy(part).strip("“”") for part in (hit.group("a"), hit.group("b"), hit.group("c")) if part]
        return Noun(parts[-1], tuple(parts[:-1]))
    if _DASHED.match(text) and not re.search(r"\d", text):
        parts = [_tidy(part) for part in re.split(r"[-—－]", text)]
        if all(2 <= len(part) <= 30 for part in parts) and sum(
            part.endswith(("支出", "事务", "医疗", "管理", "救助", "补助", "公积金", "补贴")) for part in parts
        ):
            return Noun(parts[-1], tuple(parts[:-1]))
    return None


def _tidy(text: str) -> str:
    for _ in range(2):  # 九、1. is seen
        text = read_label(text.strip("\"' ，,、。")).subject
    return text.strip("\"' ，,、。")


def noun(text: str, agency: str | None = None) -> Noun:
    """The item that a phrase before a number names, as printed, without numbering, year, agency, copula and measure words."""
    coded = _CODE.search(half_width(text))
    code = coded.group(1) if coded else None
    if (glued := _GLUED_CODE.match(half_width(text))) is not None:
        code, text = code or glued.group(1), text[glued.end() :]
    text = _CAUSE.sub("", _tidy(text).replace("收、支", "收支"))
    found = chain(text)
    year: int | None = None
    relative: int | None = None
    hits = list(re.finditer(YEAR, text))
    if hits:
        year = int(hits[-1].group()[:4])
        before, after = text[: hits[-1].start()], text[hits[-1].end() :]
        rest, measure, basis = _measured(_trimmed(after))
        if found is None:
            found = chain(_trimmed(before)) if rest in _GENERIC else chain(rest)
        unnamed = rest in _GENERIC and _lead(before, agency) not in _GENERIC
        # 编报绩效目标的2024年度项目: the year stands inside the name
        text = before + after if before.endswith("的") else before if unnamed else after
    else:
        for word in ("上年末", "上年度", "上一年度", "上年", "上一年", "去年", "前年"):
            if text.startswith(word) and not re.match(rf"{word}(结转|结余|初|财政拨款结转)", text):
                relative, text = RELATIVE[word], text[len(word) :]
                break
        rest, measure, basis = _measured(_trimmed(text))
    if found is not None:
        after_chain = text.rsplit("（项）", 1)[-1].rsplit("(项)", 1)[-1]
        _, named, named_basis = _measured(_trimmed(after_chain))
        return Noun(found.subject, found.path, code, measure or named, basis or named_basis, year, relative)
    text = _lead(_trimmed(_lead(text, agency)), agency)
    before_measure = text
    rest, named, named_basis = _measured(text)
    if (rest and rest not in _GENERIC and not _whole(rest, text)) or (rest in _GENERIC and rest != text and named):
        text = rest
    printed = read_label(before_measure).subject
    label = read_label(text)
    text = re.sub(r"[(（]类[)）]", "", label.subject).strip("“”\"' 、，,")
    if label.subject.count("“") != label.subject.count("”"):
        text = text.replace("“", "").replace("”", "")
    elif "“" in label.subject:
        text = (
            re.sub(r"^“?|”?$", "", text) if label.subject.startswith("“") and label.subject.endswith("”") else label.subject.strip(" 、，,")
        )
    text = re.sub(r"(?<!缴)费支出$", "费", text)
    return Noun(text, (), code or label.code, measure or named, basis or named_basis, year, relative, bool(_SUM.match(text)), printed)


def _whole(rest: str, text: str) -> bool:
    """Names that lose their sense without 预算 (收支总预算, 政府性基金预算)."""
    return rest.endswith(("总", "收支", "公共", "基金", "经营", "性基金", "资本经营"))


def _trimmed(text: str) -> str:
    text = text.strip()
    while True:
        shorter = _TRAIL.sub("", text)
        if shorter == text or not shorter:
            return shorter
        text = shorter


def _agency_prefix(text: str, agency: str) -> int:
    """How long the agency's name, or an abbreviation made of its characters, is at the start of a text."""
    if text.startswith(agency):
        return len(agency)
    for size in range(min(len(agency), 16, len(text)), 2, -1):
        short = text[:size]
        if short[-1] not in "局委部院办会厅校学道镇心" or short[0] not in agency:
            continue
        rest = iter(agency)
        if all(char in rest for char in short):
            return size
    return 0


def _lead(text: str, agency: str | None) -> str:
    while True:
        shorter = _LEAD.sub("", text)
        if agency:
            shorter = shorter[_agency_prefix(shorter, agency) :]
        shorter = _AGENCY_LEAD.sub("", shorter)
        if shorter == text:
            return text
        text = shorter


def _measured(text: str) -> tuple[str, str | None, str | None]:
    for pattern, measure, basis in _MEASURES:
        hit = pattern.search(text)
        if hit:
            return _trimmed(text[: hit.start()]), measure, basis
    return text, None, None


def heading_topic(headings: tuple[str, ...]) -> str:
    """What the innermost heading speaks of; "" for headings that name no item."""
    if not headings:
        return ""
    text = read_label(half_width(headings[-1]).strip("。. ")).subject
    text = re.sub(YEAR, "", text)
    text = _HEADING_TAIL.sub("", text)
    if re.search(r"重要事项|其他|概况|职能|职责|名词|第.部分|单位构成|绩效|工作|说明|目录|附件|编制", text) or not 3 <= len(text) <= 24:
        return ""
    return text
