"""The item of a level that a sentence states: what the phrase before the number names, the noun behind a count, or what was spoken of."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.amount import MONEY, RATIO, Amount
from corpus.discourse import OWN_TOTALS, Context, Item
from corpus.folding import similarity
from corpus.phrases import Noun

# What is counted, right behind a number.
COUNT_NOUN = re.compile(
    r"^(?:次|的)?([一-龥]{0,8}?(?:医院|机构|药店|单位|项目|人员|车辆|用车|计算机|电脑|企业|学校|设备|团组|群众|对象|专业|课程|公司|家庭|村|社区|街道|平台|基地|实验室|贫困人口|干部|党员|职工|学生|教师))"
)
_SHORT_NOUN = re.compile(r"^(?:次)?([一-龥]{2,12}?)(?=[,，。;；、和及(]|$)")
# Verbs that stand before a number without naming what is counted or paid.
_VERBS = re.compile(
    r"^(?:已|共|累计|继续|实际|及时)*(派出|派驻|内设|下设|下辖|设立|设有|筹措|争取|开通|投入|下达|获|获得|购买|购置|采购|新增|纳入|进行|组织|开展|培训|印制|发放|聘用|配备|检查|选取|完成|拨付|偿还|完成对|对|为|约|将|和|有|共有|建有|按照?|照?每人|每+[人年月次]|需要?)了?$"
)
_BY_VERB = re.compile(r"(购买|购置|采购|新增|配备|开展|进行|投入|调配|印制|发放|聘用|解除|完成)了?$")
_GRADED = re.compile(r"[“\"](?P<word>[^“”\"]{1,6})[”\"]的?(?:有|为)?")
_LAST_GRADE = re.compile(r"[“\"](?P<word>[^“”\"]{1,6})[”\"]的?$")
_RAISED = re.compile(r"(?:压减|压缩|精简|核减|调减|提高|增加|调整|上调|下调|降低?|下降|提升|上升|增长|减少|扩大|缩减|扩)(?:至|到|为)")
_RAISED_COUNT = re.compile(
    r"(?:^|[，,、；;]|年|[因是为])(?P<what>(?![比较同由从是因为]|原因|主要)[一-龥]{3,14}?)(?:压减|精简|核减|提高|增加|增|减|调整|下降|提升|上升|增长|减少|扩大|扩)(?:至|到)$"
)
_DONE_OF = re.compile(r"实际(?:上|共)?(?P<verb>[一-龥]{2})")
_LISTED = 2


def level_item(named: Noun, before: str, after: str, amount: Amount, context: Context) -> Item:
    """The item of a level: what the phrase names, the noun behind a count, or the item spoken of; empty where none is safe."""
    if named.total and context.listed >= 2:
        return Item()  # 两项合计: the sum of what was named, which has no name
    counted = amount.unit not in MONEY and amount.unit not in RATIO
    if context.item is not None and context.item.subject.endswith("由") and _RAISED.fullmatch(before.strip()):
        return replace(context.item, subject=context.item.subject.removesuffix("由"))  # 科技法庭由18个增加到24个
    behind = (COUNT_NOUN.match(after) or _SHORT_NOUN.match(after)) if counted else None
    if counted and context.item is not None and (beside := _beside(before, context.item)):
        return Item(beside, context.item.path)
    if _VERBS.match(named.subject) or (counted and _BY_VERB.search(named.subject) and behind):
        return Item(behind.group(1), context.parents) if behind else Item()
    if counted and not before.strip(" ,，、"):
        if behind:
            return Item(behind.group(1), context.parents)
        return context.carried() if context.counted and not re.match(r"[一-龥(]", after) else Item()
    if counted and (raised := _RAISED_COUNT.search(before)):
        return Item(raised["what"], context.parents)  # 开工的老旧小区增加到23个
    if named.generic or named.total:
        return _unnamed(named, before, behind, counted, context)
    if behind and named.subject.count("、") >= _LISTED:
        return Item(behind.group(1), context.parents)  # 内设A、B、C三个股室
    if (
        len(named.subject) > 40
        or not re.search(r"[一-龥]{2}|[A-Za-z]{2}", named.subject)
        or re.search(r"\d万(?!元(?:\(含\))?以)", named.subject)
    ):
        return Item(behind.group(1) if behind else "", context.parents)  # 下设A、B、C等5个事业单位: what is counted stands behind
    noun_behind = COUNT_NOUN.match(after)
    if counted and noun_behind and not re.search(r"(数|数量|人员|单位|机构)$", named.subject):
        return Item(noun_behind.group(1), context.parents)
    return _sibling(named, context)


def _beside(before: str, last: Item) -> str:
    """What a count is of that only says how it differs from the last one: “优”的11个、“良”的26个; 编制2辆，实有2辆."""
    grade = _GRADED.fullmatch(before.strip(" ,，、和及"))
    if grade and _LAST_GRADE.search(last.subject):
        return _LAST_GRADE.sub(lambda hit: hit.group().replace(hit["word"], grade["word"]), last.subject)
    done = _DONE_OF.fullmatch(before.strip(" ,，、"))
    if done and (planned := re.search(rf"{done['verb']}(?P<object>[一-龥]{{2,}})$", last.subject)):
        return f"实际{done['verb']}{planned['object']}"  # 计划采集样品9000份，实际采集8460份
    if before.strip(" ,，、") == "实有" and last.subject.endswith("编制") and last.subject != "编制":
        return last.subject.removesuffix("编制")
    return ""


def _unnamed(named: Noun, before: str, behind: re.Match[str] | None, counted: bool, context: Context) -> Item:
    counterpart = context.counterpart(named)
    if counterpart is not None:
        return counterpart
    if named.subject in ("收入", "支出") and not context.goes_on() and named.printed not in OWN_TOTALS and context.recent:
        return Item()
    if counted and behind:
        return Item(behind.group(1), context.parents)
    if named.printed in OWN_TOTALS and not context.goes_on():
        return Item(named.printed, context.parents)
    if counted and not re.search(r"[数为是共计]$", before):
        return Item()
    carried = context.carried()
    return carried if carried.subject or not named.printed or context.item is not None else Item(named.printed, context.parents)


def _sibling(named: Noun, context: Context) -> Item:
    """A named item; after a semicolon one that is much like the list's head stands beside it, not under it."""
    parents = context.parents
    if parents and context.after_semicolon and similarity(parents[-1], named.subject) >= 0.6 and parents != context.open_list:
        context.parents = parents = parents[:-1]
    context.after_semicolon = False
    if re.fullmatch(r"(收入|支出)(总计|合计)", named.subject) and context.topic and context.topic.subject:
        stem = re.match(r"(.+?)(?:本年)?(?:收入|支出|收支)(?:总计|合计|总预算)?$", context.topic.subject)
        parents = (*parents, stem.group(1)) if stem else parents
    return Item(named.subject, (*parents, *named.path), named.code)
