"""The words questions are asked with, Chinese and English: what they ask to be done, and what only frames the question."""

from __future__ import annotations

import re

# What a question asks to be done; tried in this order, the first that the documents can settle wins.
ASKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "why",
            r"为什么|为何|为啥|原因|缘故|怎么会|怎么[^，。？]{0,3}(?:一分|没)[^，。？]{0,6}(?:花|用|支|动|安排|完成|达)|怎么(?:会|就|又|反而|反倒|突然|还|都)*(?:增|减|下降|上升|上涨|降|涨|跌)[一-龥]{0,2}了(?![一-龥]*(?:多少|几))|由于什么|凭什么|\bwhy\b|\breasons?\b|what caused|\bhow (?:does|do|did|is|was|were) .{0,60}\bexplain|\bexplanation (?:for|of)|what explains|attribut",
        ),
        (
            "conflict",
            r"一致|矛盾|一回事|两码事|(?:究竟|到底)(?!.{0,8}(?:谁|什么|啥|怎么|如何|为何|为啥|哪))|[对合核勾]得上|[对核]不上|能?对上(?=[吗么没，,。？?]|$)|[算配加凑]得[上拢通]|写得对|写对了|写错|错在|有误|准不准|前后|(?:好像|似乎|怎么|居然|却)有(?:两|二|几|不同)[个种]?|[两二几]个?种?说法|不同(?:的)?说法|说法不|相符|打架|写得一样|错误|不符|出入|对不上|吻合|有没有(?:列|计|算)进|\d[\d.,]*\s*\S{0,6}还是\s*\d"
            r"|对(?:不对|吗|吧|么)(?=[，,。？?]|$)|算对|算错|填错|算得对|属实|准确吗|是否准确|是否正确|正确吗|没错[吧吗]|合理吗|(?<!怎么)一样(?:吗|么|不)|(?:是否|是不是)(?:一样|相同|相等|等于)|相[等同]吗|(?:加|凑)(?:起来)?得拢|够(?:不够)?总数|(?:一个|同一个)数[吗么]|成立吗|说得通|站得住|等于.{2,40}[吗么][？?]?$"
            r"|(?:哪个|哪一个|哪处|哪张表|谁)(?:才)?(?:是)?(?:对|准)的?[？?，]?$|为准|靠谱吗|\d[\d.,]*\s*(?:%|％|[万亿]?[元人户个家]?)[^，,。？?]{0,6}[吗么][？?]?$"
            r"|\b(?:do|does|did)\b.{0,90}\b(?:add up to|sum to|equal|tally|reconcile)\b.{0,30}\b(?:total|sum|stated)|reconcil|tally with|\bdo(?:es)?\b.{0,120}\bmatch\b|\bis (?:it|that) (?:true|correct|right)\b|\bis that correct|consisten|contradict|conflict|discrepan|match up|agree with|\bthe same (?:figure |number |amount )?in\b.{0,80}\band (?:in )?|\bcorrect(?:ly)?\b|really|\d+\s*%?\s+or\s+\d+",
        ),
        ("tables", r"(?:几|多少)(?:张|个)表|how many (?:tables|forms)"),
        (
            "parts",
            r"分项|各(?:是|有|为)?多少|分别(?:是|为|有|安排了?|花了?)?多少|明细各|构成(?:是|如何|情况)|\bbreakdown\b|\beach of\b|respectively",
        ),
        (
            "remain",
            r"剔除|剔掉|扣除|扣掉|除去|减去|刨去|刨掉|刨开|抛开|撇开|去掉|拿掉|除(?:了|开)?.*(?:还|剩|其余|其他|余下|以外|之外|外)|不算|不含|不包括|excluding|apart from|leaving out|not counting|net of|after (?:removing|deducting|excluding)|without\b.*\b(?:left|remain)",
        ),
        (
            "change",
            r"同比|[增减缩]得?最(?=[快猛慢狠])|[砍减降跌缩]了还是[加增涨升]了?|[加增涨升]了还是[砍减降跌缩]了?|是?涨是跌|是跌是涨|(?:增长|下降|上升|减少|增加|涨|降|跌|升|砍|压)得?最|是增是减|(?:增|涨|升)还是(?:减|跌|降)|(?:减|跌|降)还是(?:增|涨|升)|(?:same|opposite) direction|(?:比|较|与|和|跟|同)\s*(?:上一?年|去年|前一年|头一年|上年度|上期|同期|(?:20)\d\d\s*年)|增长率|增长了?多少|增幅|降幅|增速|涨幅|跌幅|增减|(?:增加|减少|提高|降低|扩大|缩减|上调|下调|变动)了?(?:多少|几)|变化"
            r"|(?<![审核追新])(?:砍|压|缩|减|削|降|跌|涨|增|升)(?:掉|去|出|减|缩|加|长|高|低)?了?(?:多少|几|百分)|涨幅|跌幅|下降了?(?:多少|百分|几)|上升了?(?:多少|百分|几)|增加.{0,2}百分|year[- ]on[- ]year|\bby how much (?:did|has|have|was|were|will)\b.{0,120}\b(?:cut|reduce|increase|decrease|raise|fall(?! short)|fell(?! short)|rise|drop|grow|change|shrink|decline|go (?:up|down))|\b(?:cut|reduced|raised)\b.{0,80}\b(?:against|from) 20\d\d\b|\bversus\b|compare[ds]? (?:with|to)|how much (?:higher|lower|more|less|larger|smaller)\b.{0,80}\bthan (?:in )?(?:the )?(?:20\d\d\b|last year|previous year)|\bdiffer(?:s|ed)? from (?:last|the previous|20)|\b(?:grow|grew|growth|change[ds]?|increase[ds]?|decrease[ds]?|fell|fall(?! behind| due| within| under| short)|rise|rose|drop(?:ped)?|decline[ds]?|reduced?)\b",
        ),
        ("derive", r"推算|倒推|反推|倒算|算出上年|infer|derive|implied"),
        (
            "exceeding",
            r"(?:超过|超出|高于|大于|多于|突破|不低于|至少|低于|少于|小于|不足|不到)(?![^，,。？?\d]{0,10}(?:多少|几))|(?<!多少)(?<!几)(?:以上|以下|以内)|(?:more than|\bover\b|\babove\b|\bexceed\w*|at least|less than|\bunder\b|\bbelow\b)(?= (?:about |roughly )?\d)",
        ),
        (
            "rank",
            r"最(?:猛|快|狠|慢|明显|厉害|大|高|多|少|低|小|费钱|贵|花钱|耗钱|省|便宜|重)|排(?:名|第|序|在|前)|第[二三四五六七八九](?:大|多|高|位|名)|按[^，,。]{1,8}排(?=[，,。])|第一[名位](?!书记)|最[烧费]钱?|占了?大头|垫底|倒数第一|排第[一二三四五六七八九]|榜首|排头|前[一二三四五六七八九十\d]+(?:名|位|项|大)|居首|首位|哪家有|谁有|\b(?:largest|highest|biggest|greatest|smallest|lowest|least|top|rank|most)\b",
        ),
        ("times", r"除以(?![^。？]*(?:人均|每人|平均|户均))|几倍|多少倍|倍数|\d倍|how many times|(?<!-)\btimes\b"),
        (
            "per",
            r"人均|平均(?:下来)?[^。？?]{0,12}?[每一]个?[^。？?，,]{0,8}?(?:批次|人次|人|户|家|次|辆|台|套|件|张|场)(?![员民口])|平均(?:下来|算下来)?[每一]|平均到|均摊|平摊|[人数员工]摊(?=[，,])|摊到|每人(?:平均|要|能|花|得|分到)?(?:大?约|大概)?(?:多少|几)|[按每]人头|户均|per (?:capita|person|head|employee|staff)|average per|\baverage (?:salary|wage|pay|income|spending|expenditure|cost)",
        ),
        (
            "done",
            r"(?:完成|实现|达到?|为|占|(?:用|花|使用|执行|支出)(?:掉|完)?)了?(?:全部)?(?:年初|全年|调整后?|年度|当年)?(?:预算|计划|任务|合同)(?:安排)?[数量]?的?(?:百分之(?:几|多少)|百分比|百分数|多少(?![人户家个万元钱])|几成|比例)|完成率|执行率|完成(?:比例|进度)|执行进度|完成了?百分之"
            r"|(?:completion|execution|implementation) rate|(?:share|percent\w*|proportion|how much) of (?:the |its )?(?:[\w'“”\"()一-龥-]+ ){0,6}?budget\b.{0,12}\b(?:was|were|has been|had been|is)\b.{0,12}\b(?:spent|used|executed|completed|carried out)|(?:share|percent\w*|proportion|how much) of .{0,60}\b(?:completed|executed|fulfilled)",
        ),
        (
            "share",
            r"÷|按[^，,]{2,12}(?:来?算|计算|计)[，,][^。？]*率|相当于[^，。？]{2,24}的(?:多少|百分|几成)|占(?!用|地).{0,30}(?:多少(?!钱|元|万|亿|人|名|家|平|亩)|百分|比|几成|几|点)|占比|比重|百分之(?:几|多少)|百分比|比例|几成|份额|\b(?:share|percentage|percent|proportion|fraction)\b",
        ),
        (
            "difference",
            r"哪(?:个|头|项|家|类|边|种|笔|块|一个|一项)?.{0,14}(?:更|大|多(?!少)|高|贵|(?<!多)少|小|低)|谁.{0,6}(?:更|大|多(?!少)|高|(?<!多)少|低)|相差|差(?:了|距|额|值|多少|几|多大)|(?:多|少|超|节约|节省|省|结余(?=出?了))(?:下|花|用|支|发|收|拿|缴|交|领|拨|投|给|安排|补)?(?:出)?了?(?:多少(?![人户家个]次?)|几)|高(?:出|多少)|低多少"
            r"|超出?了?[^，。？超]{0,8}(?:多少|几[千百万亿元])|还[有剩](?:下)?多[大少](?:的)?(?:空间|余地|差距|额度)|(?<!误)差(?=(?:几|多少)[个万亿元人])|(?:贵|便宜|大|小|长|短|多|少|高|低|省)(?:出|得)?了?(?:多少|几)(?:个|万|亿|元|人|户|家|次|钱|项|名)*[？?]?$|还差多少|差额|差值|\bmore\b.{0,60}\bthan\b.{0,60}\bby how (?:much|many)|\bby how much .{0,120}\b(?:below|above|short of)\b|\b(?:larger|bigger|higher(?! education| vocational| learning|[- ]level|[- ]ranking)|lower|smaller|greater|difference|exceed|how (?:much|many) (?:more|less|fewer)|gap)\b",
        ),
        (
            "sum",
            r"(?:[两二三四五六七八九十]|\d)(?:项|笔|样|块|种|个项目)(?:钱|费用|支出|资金|经费|项目)?[，,][^，,。？?]{0,20}多少|(?<![一总])共(?:要|需)?(?:缴|花|用|支|安排|列|有|拨|投入)?(?:了|出)?多少|加起来|合起来|加总|总和|之和|加在一(?:起|块)|加一块|相加|[加合放并凑拢算][在到成]?一(?:起|块儿?|处|道)|合并计算|合并|一并(?=算|计|是|有|多少)|一起|一块儿|拢共|统共|合计|总共|一共|共计|总计|(?<![增追参附添外新])加(?!班|强|大|快|工(?!程)|入|征|挂|装|固|起|总|在|和)|\b(?:sum|total|together|combined|add up|adding|plus|altogether)\b",
        ),
        (
            "convert",
            r"换[算成作为](?=[百万亿千元多几])|换算|换成|[用以](?:百?万|亿|千)元(?:来)?(?:表示|写|计|说)|折成|折合|折算|等于多少(?:元|万|亿)|合多少|(?:多少|几)(?:千|百万|亿|万)?元是|\bconvert|in yuan|expressed in",
        ),
    )
)

# Questions that words answer, not a figure.
TEXT_ASKED = re.compile(
    r"什么|啥|哪些|哪儿?去了|管哪|如何|怎么|怎样|谁|哪几|哪里|哪儿|哪来|出在哪|怎么来|何时|什么时候|名单|干什么|做什么|用途|用于|用来|职责|职能|责任|依据|文件是|挂着|牌子|性质|规格|主要(?:做|干|花|用|任务|工作)|内容|介绍|含义|意思|指什么|是指|定义|包括|电话|负责人|地址"
    r"|(?<!people )(?<!those )(?<!persons )(?<!anyone )\bwho(?:m|se)?\b|\bwhere\b|\bwhen\b|\bhow (?:does|do|is|are|will|did)\b|\bwhat (?:does|do|is meant|are the (?:main|duties))|\b(?:made up|made|consists?|composed) of\?|\bwhat are .{0,40}\b(?:duties|functions|responsibilities)|\bwhich (?:law|document|regulation|office)|\bdescribe|\bexplain|\bpurpose\b|responsib|\bwhat (?:procedure|process|mechanism|kinds? of|types? of|sorts? of|problem|issue|shortcoming|difficult|challenge|measure|step|activit|event|caused|led|happen|polic|document|regulation|law|basis|name|title|role)",
    re.IGNORECASE,
)
NUMBER_ASKED = re.compile(
    r"多少|几何|(?<!哪)几[^乎何级等]|(?:什么|啥|何)价|多大|多高|总额|总数|总量|总计|合计|金额|数额|数量|比例|比重|占比|率|人数|户数|面积|预算数|决算数|执行数|总盘子|"
    r"how (?:much|many|large|big|high|tall|long|far|wide|deep|heavy|old)|\bwhat (?:do|does|did|will)\b.{0,80}\b(?:spend|pay|cost|set aside|allocate)|\bamount\b|\btotal\b|\bnumber of\b|\brate\b|\bpercent|\bshare\b|\bbudget(?:ed)?\b|\btarget|\bceiling\b|\bmaximum\b|\bupper limit\b",
    re.IGNORECASE,
)

# What words answer even where the question names quantities: when, who, how something is done, what it is for.
WORDS_ASKED = re.compile(
    r"什么时候|何时|(?:从|是)?哪(?:儿|里)?来|出在哪|用[到在]了?哪|会怎[么样]|怎么(?:办|罚|处[罚理置])|哪一?[天日]|哪儿?去了|去(?:了)?哪(?:儿|里)|去向|管(?:什么|哪些|哪一)|谁|哪[一两二三四几]?(?:个|家|份|款|所|座|些)(?!.{0,14}(?:[更最大多高贵少小低]))|(?:怎么|怎样|如何)(?![样？?]|$)|哪(?:一?块|方面|[种类样])(?!.{0,14}[更最大多高贵少小低])|什么(?!数|额|比|钱|变化|规模|水平|程度)|干什么|做什么|(?<![科项栏])目的|效果|成效"
    r"|\bused? (?:for|on|to)\b|\bwhat (?:was|is|were|are) [^?]{2,60}\bfor\?|\bhow (?:do|does|did|is|are|was|were|will|can)\b|(?<!people )(?<!those )(?<!persons )(?<!anyone )\bwho(?:m|se)?\b|\bwhere\b|\bwhen\b|\bpolicy on\b|\bgoals?\b|\bobjectives?\b"
    r"|\b(?:through|by|under) what (?:procedure|process|means|mechanism|method|arrangement)|\bwhat (?:procedure|process|problem|issue|shortcoming|difficult|challenge|measures?\b|steps?\b|activit|happen|caused|led to|polic)|\bwhich (?:company|office|agency|department|unit|hospital|school|law|document|platform|system)",
    re.IGNORECASE,
)
HOW_MANY = re.compile(
    r"多少|(?<!哪)几[^乎何点]|几何|多大|多高|多长|百分之几|how (?:much|many|large|big|high|tall|long|far|wide|deep|heavy|old)",
    re.IGNORECASE,
)
EXPLAINED = re.compile(r"理由|缘由|(?:增|减|升|降|涨|跌|翻|多|少|超|低|高|差).{0,20}怎么解释|什么因素|哪些因素")
# Units a question asks for, by the words it asks with.
MONEY_TOO = re.compile(
    r"(?:多少|几)(?:百万|千万|百|千|万|亿)?元|多少(?:万|亿)(?![一-龥])|花(?:了|费)?多少|多少钱|金额(?:是|为)?多少|how much (?:money|was spent)",
    re.IGNORECASE,
)
UNIT_ASKED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), units)
    for pattern, units in (
        (r"批次", ("批次", "次", "批")),
        (r"多少(?:人次|次)|几(?:人次|次)|人次数?|次数|how many (?:visits|[a-z]+-times|times)", ("人次", "次")),
        (
            r"(?:多少|几|有)[万亿]?(?:个|名|位)?(?:人|员工|职工|学生|党员|干部|退休)|多少[一-龥]{0,4}(?:人员|职工|员工|干部|学生|教师|编制)(?!经费|支出|费|工资|了|的|预算|项目)|(?:人员|职工|教职工|员工|教师|学生)(?:总?数)?(?:现?有|共|是|为)*多少(?:人|名)?(?=[，,。？?]|$)|人数|几名|多少名|几位|多少位|how many (?:(?!(?:from|in|of|with|among|for|by|to|at|on)\b)\S+ ){0,3}(?:people|persons|staff|employees|members|residents|students|posts)",
            ("人", "人次"),
        ),
        (
            r"(?:多少|几)(?:辆|台|部)|几辆|how many (?:(?!(?:from|in|of|with|among|for|by|to|at|on)\b)\S+ ){0,2}(?:vehicles|cars)",
            ("辆", "台", "部", "台套"),
        ),
        (
            r"(?:多少|几)(?:台|套)|how many (?:(?!(?:from|in|of|with|among|for|by|to|at|on)\b)\S+ ){0,2}(?:computers|machines|sets)",
            ("台", "套", "台套"),
        ),
        (
            r"(?:多少|几)家(?![底当产业])|how many (?:(?!(?:from|in|of|with|among|for|by|to|at|on)\b)\S+ ){0,2}(?:institutions|hospitals|agencies|pharmacies|companies|units)",
            ("家", "个", "所"),
        ),
        (
            r"(?:补助?|发放?|缴纳?|交|拨付?|投入?|资助|奖励?|罚没?|退回?|收缴?|追回|审减|核减|节约|节省|结余)(?:了|到)?(?:多少|几何)(?=[，,。？?]|$)",
            ("元",),
        ),
        (
            r"(?:多少|几)[万亿]?(?:平方米|平米|亩|公顷)|面积|占地|(?:用地|校园|大厅|楼|房).{0,4}多大|多大(?:面积|地方)|floor area|how many (?:(?!(?:from|in|of|with|among|for|by|to|at|on)\b)\S+ ){0,2}(?:square met|hectares|mu\b)",
            ("平方米", "平方公里", "亩", "公顷"),
        ),
        (r"\bhow (?:large|big)\b", ("平方米", "平方公里", "亩", "公顷", "元")),
        (r"(?:得分|评分|自评分?)[^，,。？]{0,6}(?:多少|几|最|谁|哪)|(?:多少|几)分(?![之钟散])|\bscores?\b|how many points", ("分",)),
        (r"(?:多少|几)户|户数|how many (?:(?!(?:from|in|of|with|among|for|by|to|at|on)\b)\S+ ){0,3}(?:households|families)", ("户", "家")),
        (
            r"(?:多少|几)(?:米|公里|千米)|多长|全长|里程(?!碑)|how (?:tall|wide|deep|far)\b|how many (?:kilomet|met)(?:er|re)s",
            ("公里", "米", "千米"),
        ),
        (r"\bhow long\b", ("公里", "米", "千米", "年", "月", "天", "日", "小时")),
        (
            r"(?:多少|几)(?:个(?![亿万点百钱])|样|项|种|批|件|份|所|处|场|期|条|张|宗|批次)(?!百分)|数量是?(?:多少)?[？?]?$|how many\b(?! (?:percent|yuan|million|times|ten))",
            ("#",),
        ),
        (
            r"百分|%|几成|(?:[涨增降跌升]幅|增速|幅度)(?=[^，。？]{0,4}(?:多|几|怎))|[一-龥]率(?=[^，,。？?率]{0,8}(?:多少|几|(?:什么|啥|怎样的?|何)(?:要求|目标)))|[一-龥]度(?=[^，,。？?度]{0,4}(?:要)?(?:达到|不低于|多少%))|占比|比重|比例|多少个点|几个点|覆盖率|合格率|满意率|满意度|完成率|参保率|准确率|及时率|执行率|知晓率|\bpercent|\brate\b|\bshare\b|\bproportion",
            ("%", "百分点"),
        ),
        (
            r"几个钱|几块钱|(?:什么|啥|何)价(?:钱|格|位)?|价格|多少(?:钱|元|[万亿](?!亩|平|公|人|吨|户|只|头|册|株|立|千|米|棵|辆|台|套|次|份|毫|升|栋|幢|件|条|张|羽|尾|粒|场|小时|起|盏|口|枚|颗|课|学时)|经费|资金|款)|(?:支出|支付|拨付|投入|花费|征收|下拨)了?(?:多少|几何)(?=[，。？?]|$)|几(?:万|元|千|亿|钱)|花(?:了|费)?多少|金额|数额|经费|钱|[原净]值|价值|(?<!by )how much (?!of\b)|\bcost|\bspend|\bspent|\bfunds?\b",
            ("元",),
        ),
    )
)

TARGET_UNIT = re.compile(r"(?:换[算成作为]|折|合|等于|约|表示|多少|[用以按](?=(?:百?万|亿|千)?元)).{0,6}?(百万元|亿元|万元|千元|元)")
ENGLISH_UNIT = re.compile(r"in (yuan|ten thousand yuan|million yuan|rmb)\b", re.IGNORECASE)

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=\s*(?:年|[-—~至到]|[^\d.,，%万元亿人家]|$))")
SHORT_YEAR = re.compile(r"(?<!\d)(2\d)年(?!\D?月)")
RELATIVE = (
    (re.compile(r"前年"), -2),
    (re.compile(r"去年(?!结[转余])|上一?年度?(?!结转|结余|末)|前一年|头一年|\blast year\b|\bprevious year\b|\bprior year\b"), -1),
    (re.compile(r"今年|本年度?|当年|\bthis year\b"), 0),
    (re.compile(r"明年|下一?年度?|次年|\bnext year\b"), 1),
)
# A part of the year; the canonical name follows. A figure for a part never answers for the whole, nor the other way round.
PERIOD = (
    (
        re.compile(
            r"上半年|[前头]半年|[前头][六6]个月|1\s*[-—–~至到]\s*6\s*月|一至六月|first half|first six months|january\s*(?:to|through|[-—–])\s*june",
            re.IGNORECASE,
        ),
        "1-6",
    ),
    (re.compile(r"[下后]半年|7\s*[-—–~至到]\s*12\s*月"), "7-12"),
    (re.compile(r"前三季度|1\s*[-—–~至到]\s*3\s*季|1\s*[-—–~至到]\s*9\s*月|前三个季度"), "1-9"),
    (re.compile(r"一季度|第一季度|1\s*[-—–~至到]\s*3\s*月"), "1-3"),
    (re.compile(r"全年|\bfull[- ]year\b|whole year"), "1-12"),
)
CODE = re.compile(
    r"(?<![\d.,])(?:[123]\d{2}(?:\d{2}){0,3})(?![\d%年]|\.\d|,\d{3}(?!\d)|\s*(?:万|亿|元|人|家|名|个|台|辆|万元|政务|便民|市民|热线|平台|hotline))",
    re.IGNORECASE,
)

# Frames of a question: they name nothing in a disclosure. Longest first inside one alternation.
FRAME = re.compile(
    r"请问|全口径|多少(?:支出|经费|资金|预算)(?=[，。？?]|$)|专门|几个钱|几块钱|(?:什么|啥|何)价(?:钱|格|位)?|几样|小钱|小头|原来|原本|原先|请告诉我|告诉我|帮我|查一下|查询|看一下|看看|麻烦|我想知道|想知道|文件(?:里|中)?(?:没写|未写)?|请算|算一算|算算|计算一下"
    r"|是多少钱|是多少|有多少|为多少|多少钱|多少个百分点|多少个点|多少|几何|几成|几个点|几万|几元|几(?:家|个|名|人|辆|台|次|户|种|项|张|所|位|套|件|笔|条)|百分之几|百分比|百分数|多大|多高|多少倍|几倍|占了|占(?![地用])"
    r"|(?<![收开])支了|准备了?|安排了?|打算|计划|拿出|花了?|列了?|发了?|用了?|投了?|填的?|填了?|写的?|给出|开支|开销|花销|花钱|用掉|留了|定(?![额点向期员岗制价级])了?|定的|设了?"
    r"|一共|总共|一并算?|拢共|统共|加起来|合起来|加总|加在一(?:起|块儿?)|一块儿|哪个|哪一个|哪项|哪家|哪头|哪类|哪些|哪块|哪边|哪里|哪本|谁|什么|怎么样|怎么|如何|怎样|是不是|是否|有没有|有无|能不能"
    r"|百分之多少|更多|更大|更高|更少|最大|最高|最多|最少|最低|最小|最慢|最快|最差|垫底|最费钱|最贵|大一些|多一些|大概|大约|约|左右|目前|现在|如今|现有(?!的?资产)|表(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?=[里中的，])|具体|分别|各是|各自|各有|到底|究竟|一致|矛盾"
    r"|来着|[这那]一?张表|(?:那|这)?一行|[这那]行|[这那]?块儿|[这那][回次]|名下|[这那哪](?:一)?(?:笔|项|块|个|类|种|些|家|部分)(?:钱|开支)?|整体|相当于|相差|差多少|差额|差距|(?<!出)差(?![旅异别错])|换算成|换算|折成|折合|相比|同比|增长|下降|增加|减少|降幅|增幅|涨幅|跌幅|增速|变化|变动(?:额|率|数|幅度|情况)?|核实|核对|大幅|明显|暴涨|骤降|比重|比例|占比|所占"
    r"|为什么|为何|为啥|原因|缘故|推算值|推算|倒推|反推|那个|这个|(?:[这那]一?|一)格|(?:[这那]一?|一)栏|(?:要|须|应|需)?(?:控制|保持|维持|压|稳定)(?:在|到|为)(?=多少|几|[，。？]|$)|文中(?:的)?(?:数据|数字)?|单元格|栏里|格里|里头|里面|头里|当中|其中|之中|里|(?<![国境室])内(?![设外控])|钱|方面|情况"
    r"|(?<![一-龥])(?:第?[一二三四五六七八九十两几]+|\d+)(?:个|项|家|本|张|条|类|份|种|笔|批|样)(?![一-龥]?(?:月))"
    r"|(?:这|那)[一二三四五六七八九十两几\d]+(?:个|项|家|本|张)|(?<!公益)[二三四五六七八九十两]+(?:个|项|家|张|类|本|样)(?=[一-龥])|[二三四五六七八九十两]+项$"
)
# The lighter frames of a question that words answer: what happened (增加, 下降) stays.
TEXT_FRAME = re.compile(
    r"请问|打算|准备|的钱|一分钱|请告诉我|告诉我|我想知道|为什么|为何|为啥|怎么会|原因|缘故|是什么|有哪些|哪些|哪几个|哪个|哪里|什么地方|什么|啥|怎么样|怎么|怎样|如何|是多少|多少|几[个家项类]|谁|到底|究竟|主要|拿去|全部都|算作|负责?什么|这块|那个|这个|大幅|明显|"
    r"干什么|干嘛|文件是|用的"
)
UP = re.compile(r"增加|增长|上升|提高|扩大|大增|暴涨|猛增|增多|多了|高于|上涨|\b(?:increase|grow|grew|rise|rose)", re.IGNORECASE)
DOWN = re.compile(r"减少|下降|降低|压减|压缩|缩减|少了|低于|骤降|大减|削减|下滑|\b(?:decrease|fell|fall|drop|decline|reduc)", re.IGNORECASE)
# How people say what documents write, where the object is only in the measure word: 新买几辆车 is 购置车辆.
SPOKEN = (
    (re.compile(r"(?:去年|上一年度?|上年度)(?=结[转余])"), "上年"),
    (
        re.compile(
            r"(?:公开|预算|财决|附)\s*0?\d{1,2}\s*表|(?:公开|附|(?<![一-龥]))表\s*0?\d{1,2}(?![\d.])(?:表)?|\((?:公开|预算|财决|附表?)\s*0?\d{1,2}\)"
        ),
        "，",
    ),
    (re.compile(r"(?:截[至止]|到)了?年[底末](?!余|结)"), "，"),
    (re.compile(r"年底(?!奖)|年终(?=[^一-龥]|结[转余]|余)"), "年末"),
    (re.compile(r"(?:新|再)?(?:添置?|购买|买)(?:入|进)?了?(?=(?:几|多少)(?:辆|台|套|件))"), "购置，"),
    (re.compile(r"(?:几|多少)辆(?:车子?|汽车)?(?![一-龥]*车)"), "，车辆，"),
    (re.compile(r"(?<=农村|城镇|城市|本地|外地)户[口籍](?:的)?"), "，"),
    (re.compile(r"(?<=[栋幢间座])(?:房子|房屋|楼房|楼)(?![一-龥])|(?<=[棵株])树(?![一-龥])"), "，"),
    (re.compile(r"(?:距离?|离)(?=[^，,。？?]{2,12}还)"), "，"),
    (re.compile(r"(?:一共|总共|共|都)?住(?:着|了|有)?(?=(?:多少|几)[千万]?(?:口|个)?人)"), "常住人口，"),
    (re.compile(r"(?<=[柜桌椅箱架盒牌册本])子"), ""),
    (re.compile(r"(?<=[一-龥])(?:房子|屋子)|^(?:房子|屋子)"), "房屋"),
    (re.compile(r"(?:最[后终])?真正"), "实际"),
    (
        re.compile(
            r"(?<!平均)每一?(?:台|套|辆|张|把|件|个|本|份|箱|册|盏|棵|株)(?:要|花|卖|得|是|大?约|大概)*(?=(?:多少|几)(?:百|千|万)?(?:钱|元|块)|(?:什么|啥|何)价|价)"
        ),
        "，单价，",
    ),
    (re.compile(r"平均每(?:个|名|位)?人的?"), "人均"),
    (re.compile(r"置办|添置|采买|置备"), "购置"),
    (re.compile(r"参加(?=[^，,。？?的]{0,6}(?:医保|社保|保险))"), "参保，"),
)
# Words of the field that exclude each other, both ways round.
_PAIRS = (
    ("收入", "支出"), ("限额", "余额"), ("购置", "运行"), ("一般债务", "专项债务"), ("基本支出", "项目支出"), ("人员经费", "公用经费"), ("在职", "退休"),
    ("离休", "退休"), ("行政单位", "事业单位"), ("货物", "工程"), ("货物", "服务"), ("工程", "服务"), ("年末", "年初"), ("年末", "上年"), ("期末", "期初"), ("市级", "县区"), ("城市", "农村"), ("城镇", "农村"), ("市级", "全市"), ("区级", "全区"), ("结转", "结余分配"),
)  # fmt: skip
OPPOSITES = tuple((a, b) for one, two in _PAIRS for a, b in ((one, two), (two, one)))
# The whole of something in everyday words, and as documents head it.
WHOLES = (
    (re.compile(r"^支出(?:总额|总数)?$"), ("支出总计", "支出合计")),
    (re.compile(r"^收入(?:总额|总数)?$"), ("收入总计", "收入合计")),
    (re.compile(r"(?:全部|全年|总体|总的?|整个)(?:的)?支出(?:预算|决算)?"), ("支出合计", "支出总计", "支出预算")),
    (re.compile(r"(?:全部|全年|总体|总的?|整个)(?:的)?收入(?:预算|决算)?"), ("收入合计", "收入总计", "收入预算")),
    (re.compile(r"(?:全部|部门|总体|总的?|整个)(?:的)?预算(?:总额|总数)?"), ("收支总预算", "支出总计", "支出合计")),
    (re.compile(r"(?:总|预算|收支|资金)+盘子|^盘子|收支总额|收支总数|收支总预算"), ("收支总预算", "收支总计", "支出总计")),
)

# What always parts words, and what may: a bigram with a SOFT character counts only where the documents use it.
PARTICLE = re.compile(r"[的了吗呢吧啊呀么嘛，。？！；：、,.?!;:（）()《》\"'·…—～~\s/＋+×÷=%-]+")
# The closed classes of Chinese, of one character: pronouns, adverbs, prepositions, conjunctions, auxiliaries and the lightest
# verbs (after 朱德熙《语法讲义》's classes of function words).
FUNCTION = frozenset(
    "这那此该其各每某另本自己不没未别都也还又再才就只仅光共总已曾正将刚很太更最约从向往朝在对把被让给替为因由以用按依据与和跟同比除连随能会可应要需得想是有做搞弄算来去上下出进起到说写看叫当成变或及则较几啥"
)
SOFT = FUNCTION - frozenset("上下出进起到总本自当成正用据") | frozenset("照加减个县盘")
# What joins two names of one kind (a comma may join anything).
ENUMERATED = re.compile(r"、|以及|和(?!谐|平)|(?<!参)(?<!赠)(?<!给)与|(?<![涉普以触波推])及(?!时|格)|加上|\band\b|\bplus\b")
JOINED = re.compile(
    r"(?<![距远脱偏])离(?=[^，,。？?]{2,12}还[差有剩])|[、，,；;+＋：:]|加上|(?<![增追参附添外新])加(?!班|强|大|快|工(?!程)|入|征|挂|装|固|起|总|在|和|一)|以及|还有|和(?!谐|平)|(?<!参)(?<!赠)(?<!给)与|跟(?!踪)|(?<![合共不相协])同(?!比|期|时|一|等)|(?<![涉普以触波推])及(?!时|格)|还是|超出|高于|低于|多于|少于|\band\b|\bplus\b|\bor\b|\bversus\b|\bvs\.?\b|比(?!例|重|率|上)|较(?![上去前同往年预大多少高低小为好强差快慢计]|20\d\d)"
)
# What asks for a figure as it was before a change that the same sentence states (由32元提高至37元).
FORMERLY = re.compile(r"原来|原先|之前|从多少|由多少|调整前")
