"""What kind of answer a question for words wants, by the word it asks with, and how a passage that gives it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_DATE = r"\d{4}\s*年|\d{4}-\d{1,2}-\d{1,2}|\d{4}\.\d{1,2}\.\d|\d{1,2}\s*月|季度|年底|年初|月底|期间"


@dataclass(frozen=True, slots=True)
class Aim:
    """A kind of answer.

    asked   how a question asks for it
    sign    what a passage says where it gives it
    needed  whether a passage without the sign gives none
    heading what a heading says whose whole section is the answer, where the question names it
    """

    name: str
    asked: re.Pattern[str]
    sign: re.Pattern[str]
    needed: bool = False
    heading: re.Pattern[str] | None = None


def _aim(name: str, asked: str, sign: str, *, needed: bool = False, heading: str = "") -> Aim:
    return Aim(name, re.compile(asked, re.IGNORECASE), re.compile(sign), needed, re.compile(heading) if heading else None)


AIMS: tuple[Aim, ...] = (
    _aim(
        "reason",
        r"为什么|为何|为啥|原因|缘故|缘由|理由|怎么会|怎么[^，。？]{0,3}(?:一分|没)[^，。？]{0,6}(?:花|用|支|动|安排|完成|达)|怎么(?:会|就|又|反而|反倒|突然|还|都)*(?:增|减|下降|上升|上涨|降|涨|跌)[一-龥]{0,2}了(?![一-龥]*(?:多少|几))|什么因素|哪些因素|因素造成|造成的|导致|引起|由于什么|凭什么|(?:增|涨|升|多).{0,8}靠|靠的是什么|带动|拉动|因为(?:什么|啥)|(?:增|减|升|降|涨|跌|翻|多|少|超|低|高|差).{0,20}怎么解释|\bwhy\b|\breasons?\b|\bcaused?\b|\bexplain|\bexplanation|\battribut",
        r"原因|由于|因为|因素|(?:超出|增加|减少|结余|超支|差额|多出|未完成)的?部分(?:是|为|系)|主要(?:是|为|系)|所致|[\d%元](?:，|,|。)?[(（]主要|于20\d\d年(?!决算|预算|度|执行)|影响(?!力)|鉴于|(?:^|[，,])故|空表列示|因此|所以|[\d%元][(（][^)）\d]{8,}[)）]|(?<![起原基])因(?![公病此素果地人为])",
        needed=True,
    ),
    _aim(
        "purpose",
        r"用途|干什么|干啥|干嘛|用于|用来|用到|用在|什么用|花在|花到|花哪|拿去|拿来|(?:钱|费|款|资金|支出|收入|基金).{0,6}做什么|买了?(?:什么|啥|哪些)|投[向到入].{0,6}(?:哪|什么)|支持了?(?:哪些|什么)|保障(?:哪些|什么)|办什么事"
        r"|给(?:谁|哪些人|什么人)|发给|接待了?(?:谁|哪)|\bpurpose\b|used? (?:for|on|to)\b|\bspent on\b|\bpay for\b",
        r"用于|用途|用来|支出用|作为|对象|(?:^|[，。；、,;])(?:购置|购买|采购|支持|资助|保障)",
        needed=True,
    ),
    _aim(
        "date",
        r"什么时候|何时|哪一?[天日年]|哪个月|几月|几号|什么时间|何年|日期|多久|期限|周期|\bwhen\b|\bwhat date\b|\bwhich (?:day|year|month|date)\b",
        _DATE,
        needed=True,
        heading=r"周期|时间|期限|日期",
    ),
    _aim(
        "person",
        r"(?:[长师员人]|主任|书记|法人代?表?|领导|总监)(?:是谁|叫什么|姓什么|姓名|的?名字|是哪位)|谁(?:是|任|当|担任).{0,8}(?:局长|主任|院长|校长|书记|队长|负责人|联系人)|\bwho (?:is|was) the\b|name of the (?:director|head|person)",
        r"(?:局长|主任|院长|校长|书记|队长|科长|会长|处长|负责人|联系人|填报人|姓名)[:：\s]{0,3}[一-龥]{2,4}(?![一-龥])",
        needed=True,
    ),
    _aim("source", r"(?:从|是)?哪(?:里|儿)?来|来源|来自|(?:谁|哪里|哪儿|哪个[一-龥]{2,4})(?:出|拨|给)的?(?:钱|资金)?[？?]?$|资金(?:从|来自|是)?哪(?:里|儿)|收入[^，,。？?]{0,6}主要(?:是|为|有)?些?什么|\b(?:comes?|came) (?:mainly |mostly )?from\b|\bsources? of\b", r"来源|来自|由.{1,20}?(?:安排|解决|承担|拨付)|收入安排|拨款|自筹|统筹|转入|捐赠|拨入|拨付|(?:^|[，,])(?:系|主要(?:是|为|系))|为[一-龥]{2,24}(?:拨付|转入|捐赠|合作)"),
    _aim("roster", r"名单|名录|(?<!两[个家名所])都叫(?:什么|啥)|\blist of names\b", r"[一-龥]{2,}(?:、[一-龥（）()]{2,}){2,}|[:：]$", needed=True),
    _aim(
        "firm",
        r"哪家(?!.{0,4}(?:预算|二级|下属|事业))|(?:公司|厂家|厂商|供应商|承建单位|施工单位|设计单位|承办单位).{0,4}(?:是谁|是哪|叫什么)|(?:谁|哪个厂家?的?)(?:设计|施工|承建|供应|中标|承办)|哪个厂|\bwhich company\b|\bwho designed\b",
        r"[一-龥]{2}(?:(?<!专业)(?<!专门)(?<!三方)(?<!相关)(?<!有关)(?<!外包)(?<!保安)(?<!物业)(?<!保洁)(?<!中标)公司|集团|事务所|设计院|研究院|银行|制药厂)|中标人|承建单位为",
        needed=True,
    ),
    _aim("agent", r"谁|哪个(?:单位|部门|机构)|哪些(?:单位|部门|机构)|哪家|\bwho\b|\bwhich (?:office|agency|department)", r"由|负责|承担|主体|会同|对象|人员|单位|部门|机构|联合", heading=r"主体|责任单位|实施单位|牵头"),
    _aim("kind", r"性质|级别|规格|什么(?:样的)?(?:机构|单位)[？?]?$", r"[处科厅局](?:[(（][^)）]*[)）])?级|公益[一二]类|(?:是|为|属)[^，。；,;]{0,24}(?:机关|工作部门|事业单位|行政单位)(?:[，。,]|$)", needed=True),
    _aim(
        "place",
        r"(?:(?<![存出])在|坐落|位于|选址|搬[到去])(?:了|于)?(?:哪(?!些|几|方面)|什么地方|什么位置|何处)|地址|\bwhere (?:is|are|was|were)\b|\baddress\b",
        r"位于|坐落|地处|地址|选址|设在|毗邻|[东南西北]至|[一-龥]{2}(?:路|街|大道)\d+号",
        needed=True,
    ),
    _aim(
        "definition",
        r"指(?:的是)?(?:什么|啥|哪)|是指|指(?:哪些|哪几)|含义|意思|定义|概念|什么叫|什么是|何谓|怎么理解|如何理解|怎么解释|\bmean\b|\bmeant\b|\bdefin|^what is (?!the (?:duty|purpose|basis|reason|main|goal))",
        r"(?:是|专)?指|反映|是与|：是|^[^，。：\d]{2,14}主要(?:包括|包含)",
    ),
    _aim("basis", r"依据|立项|根据什么|(?:哪个|哪些|什么|哪份)(?:文件|规定|法规|政策|条例)|\bbasis\b|regulation|\bwhich (?:law|document)", r"根据|依据|按照|贯彻|落实|〔|\[|《", heading=r"依据"),
    _aim(
        "duty",
        r"职责|职能|负责|责任|任务|分工|做(?:些|点)?什么|做(?:哪些|什么)工作|干哪些|(?<!主)管(?:些)?(?:什么|啥|哪)|responsib|\bduty\b|\bduties\b|\bfunctions?\b",
        r"负责|职责|主要职能|承担|指导|组织|协调|拟[订定]|监督|统筹|推进|加强|落实",
        heading=r"职责|职能|任务",
    ),
    _aim("problem", r"问题|困难(?![群人家职户学])|不足|短板|挑战|缺陷|薄弱|毛病|缺点|漏洞|\bproblem|\bshortcoming|\bdifficult|\bchallenge", r"问题|困难(?![群人家职户学对居])|不足|不够|有待|仍|未(?:能|完全|列|及时|到位)|缺|滞后|矛盾|存在|整改", heading=r"问题|不足|困难"),
    _aim("goal", r"目标|目的|效果|成效|成果|效益|作用|意义|\bpurpose of\b|\bgoals?\b|\bobjectives?\b|\bachiev|\boutcome", r"通过项目实施|(?:^|[，,、；;。:：了])(?:有效|进一步|不断|切实|全面|持续|全力|努力)?(?:确保|实现|提高|提升|保障|达到|推动|推进|促进|构建|完善|缓解|改善|增强|方便|加快|加强)", heading=r"目标|成效|效果|概述"),
    _aim(
        "names",
        r"名称|(?:哪些|哪几个|哪几家|几个|哪几[类项种])(?:机构|单位|企业|医院|学校|部门|科室|处室|项目)?|有哪|包括|包含|由.{0,4}组成|构成|下属|内设|科室|处室|牌子|挂|内容|\bnames?\b|\blist\b|\bwhich\b|\binclud|\bconsist",
        r"[一-龥）)”]、[一-龥（(“]|包括|包含|组成|加挂|牌子|内设|下属|[一二三四]是",
        heading=r"机构设置|内设机构|机构情况|单位构成|构成",
    ),
    _aim(
        "how",
        r"怎么|怎样|如何|方式|办法|措施|举措|做法|形式|手段|途径|采取|\bhow (?:do|does|did|is|are|was|were|will|can|would)\b|\bmeasures?\b|\bmethods?\b|\bprocedure|\bprocess\b|\bmechanism",
        r"通过|按照|采取|实行|实施|给予|开展|对[一-龥]{2,20}进行|推进|加强|推动|完善|建立|落实|组织|支持|加大|坚持|[一二三]是",
        heading=r"方案|措施|举措|做法",
    ),
)  # fmt: skip


def aims(question: str) -> tuple[Aim, ...]:
    """The kinds of answer that a question asks for, the first named the most telling."""
    found = [aim for aim in AIMS if aim.asked.search(question)]
    # “花在什么地方” asks what for, not where.
    names = {aim.name for aim in found}
    if {"how", "names"} <= names and re.search("措施|办法|举措|做法|手段|途径", question):  # “有哪些措施”
        found.sort(key=lambda aim: aim.name != "how")
    if {"goal", "purpose"} <= names and re.search(
        r"\bpurpose of\b", question, re.IGNORECASE
    ):  # what it is for, or what it shall bring about
        found = [replace(aim, needed=False) for aim in sorted(found, key=lambda aim: aim.name != "goal")]
    return tuple(
        aim for aim in found if not (aim.name == "place" and "purpose" in names) and not (aim.name == "definition" and "reason" in names)
    )


# Words of questions that name nothing in a disclosure: they count for little, whether a passage says them or not.
LIGHT = re.compile(
    r"哪(?:儿|里)?来|[万亿]多元?|什么|时候|何时|时间|日期|哪一?[天日年里儿]|哪些|哪[一两二三四几][个家项类种所份]?|哪|地方|意思|含义|定义|概念|理解|解释|名称|名字|叫做?|有没有|没有"
    r"|包括|包含|组成|构成|内容|方面|东西|事情|办什么事|样|办法|做法|措施|举措|方式|形式|手段|途径|原因|理由|缘由|缘故|因素|造成|导致|引起|关系"
    r"|目的|用途|用来|用于|用到|用在|拿来|拿去|花到|花在|花|买|打算|准备|计划|需要|应该|应当|可以|能够|得到|得以|进行|采取|取得|起到"
    r"|怎么|怎样|如何|为何|承认|指出|提到|说到|规定|要求|依据|文件|[这那本该此][份个项笔些]|报告|一起|一下子|一共|总共|那么|这么|这样|很多|大幅|明显|突然|远"
    r"|[一二三四五六七八九十百两几]+(?:分之[一二三四五六七八九十]+|倍|成(?!立)|半)|翻了?[一两]?[番倍]|几乎|将近|接近|近(?=[一二三四五六七八九十两半])|差不多|多[花用]了?|少[花用]了?|只有?|仅|才|一半|一分钱?|没(?:有|列|花|用|写|买|安排|编|执行)?完?"
    r"|[一二三四五六七八九十百千万亿两几多]{3,}|多出|超出|超过|超|高出|涨|跌|增减额?|自己|毛病|缺点|到底|究竟|效果|成效|好处|作用|意义|多久|多长|具体|主要|情况|项目(?!支出|经费|绩效|资金)|以上|以下|左右"
    r"|不[降减跌]反[升增涨]|不[升增涨]反[降减跌]|猛[增涨升降减跌]|[增涨升降减跌]得快|靠的?|带动|拉动|去年|今年|明年|前年|上一?年|本年|当年|年度|起来|下来|以及|[县局市区院校][里内]|单位里|里面|里|上|做了?|干|搞|弄|办|请问|告诉我"
    r"|人|钱|会|得|能|给|向|对|和|与|跟|由|为|来|去|所|要|有|等|份|个|笔|项|家|种|用|发|建|设|想|这|该|本"
)
# Letters that name nothing wherever they stand.
PARTICLES = frozenset("的了都也还就又着过是在把被让从到及以而于呢吗吧啊那谁什么")
