"""澄湾市公共图书馆管理中心: a public institution that does not exist, with its final accounts of 2024."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from corpus.samples.blocks import Block, Contents, Cover, Grid, Heading, Paragraph, money, percent

AGENCY = "澄湾市公共图书馆管理中心"
NAMES = {
    "207": "文化旅游体育与传媒支出", "20701": "文化和旅游", "2070104": "图书馆", "2070199": "其他文化和旅游支出", "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出", "2080502": "事业单位离退休", "2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出", "21011": "行政事业单位医疗", "2101102": "事业单位医疗", "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
    "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30107": "绩效工资", "30108": "机关事业单位基本养老保险缴费", "30109": "职业年金缴费",
    "30110": "职工基本医疗保险缴费", "30112": "其他社会保障缴费", "30113": "住房公积金", "30199": "其他工资福利支出", "302": "商品和服务支出", "30201": "办公费",
    "30205": "水费", "30206": "电费", "30207": "邮电费", "30209": "物业管理费", "30211": "差旅费", "30213": "维修（护）费", "30216": "培训费", "30217": "公务接待费",
    "30226": "劳务费", "30228": "工会经费", "30231": "公务用车运行维护费", "30299": "其他商品和服务支出", "303": "对个人和家庭的补助", "30302": "退休费",
    "30309": "奖励金", "310": "资本性支出", "31002": "办公设备购置",
}  # fmt: skip


def _amounts(text: str) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in (pair.split("=") for pair in text.split())}


# 功能分类 item -> 基本支出, 项目支出 (all funds), and what the budget of the start of the year held for it (财政拨款).
BASIC = _amounts("2070104=612.38 2080502=9.36 2080505=62.14 2080506=31.07 2101102=29.85 2210201=47.92")
PROJECT = _amounts("2070104=268.45 2070199=35.00")
PLANNED = _amounts("2070104=842.60 2070199=40.00 2080502=9.36 2080505=60.80 2080506=30.40 2101102=29.40 2210201=47.00")
ECONOMIC = _amounts(
    "30101=168.44 30102=22.65 30107=256.90 30108=62.14 30109=31.07 30110=29.85 30112=4.18 30113=47.92 30199=36.40"
    " 30201=14.20 30205=3.62 30206=28.75 30207=6.18 30209=22.40 30211=5.36 30213=8.92 30216=3.05 30217=0.48 30226=9.60 30228=6.44 30231=3.20 30299=4.89"
    " 30302=9.36 30309=0.24 31002=6.48"
)
GRANT, EARNED, OTHER = Decimal("1071.55"), Decimal("18.60"), Decimal("3.25")
OWN_SPENT = Decimal("20.00")  # the part of 图书馆's projects that earned and other income paid
OPENING_GRANT, OPENING_OWN = Decimal("9.72"), Decimal("3.12")
BEFORE = Decimal("1047.88")  # 收支总计 of 2023

INCOME = GRANT + EARNED + OTHER
OPENING = OPENING_GRANT + OPENING_OWN
BASIC_TOTAL, PROJECT_TOTAL = sum(BASIC.values(), Decimal(0)), sum(PROJECT.values(), Decimal(0))
SPENT = BASIC_TOTAL + PROJECT_TOTAL
GRANT_SPENT = SPENT - OWN_SPENT
CLOSING = INCOME + OPENING - SPENT
TOTAL = INCOME + OPENING
CARRIED = GRANT + OPENING_GRANT - GRANT_SPENT
REASONS = {
    "2070104": "年中追加古籍修复和少儿馆改造经费",
    "2070199": "流动图书车采购结余资金收回",
    "2080505": "缴费基数调整",
    "2080506": "缴费基数调整",
    "2101102": "缴费基数调整",
    "2210201": "缴存基数调整",
}


def _functions(own: Decimal) -> list[tuple[str, Decimal, Decimal]]:
    """(code, 基本支出, 项目支出) of every class, section and item; `own` is taken off 图书馆's projects."""
    project = {**PROJECT, "2070104": PROJECT["2070104"] - own}
    codes = sorted({code[:n] for code in [*BASIC, *project] for n in (3, 5, 7)})
    return [
        (
            c,
            sum((v for k, v in BASIC.items() if k.startswith(c)), Decimal(0)),
            sum((v for k, v in project.items() if k.startswith(c)), Decimal(0)),
        )
        for c in codes
    ]


def _head(code: str) -> Decimal:
    return sum((v for k, v in ECONOMIC.items() if k.startswith(code)), Decimal(0))


def disclosure() -> Iterator[Block]:
    """The final accounts of 2024."""
    yield Cover((AGENCY, "2024年度单位决算", "2025年9月12日"))
    yield Contents()
    yield Heading(1, "第一部分 单位概况")
    yield Heading(2, "一、主要职能")
    yield Paragraph(
        f"{AGENCY}是市文化和旅游局所属公益一类事业单位，承担全市公共图书馆总分馆的文献采编、借阅服务、古籍保护和全民阅读推广工作。"
    )
    yield Heading(2, "二、单位基本情况")
    yield Paragraph(
        "本单位内设综合部、采编部、读者服务部、古籍保护部和数字资源部5个部门。核定事业编制58名，2024年末实有在职人员55人，退休人员19人。"
    )
    yield Heading(1, "第二部分 2024年度单位决算表")
    yield from _tables()
    yield Heading(1, "第三部分 2024年度单位决算情况说明")
    yield from _narrative()
    yield Heading(1, "第四部分 名词解释")
    for i, text in enumerate((
        "财政拨款收入：指单位从同级财政部门取得的财政预算资金。",
        "事业收入：指单位开展古籍数字化加工、文献检索等专业业务活动取得的收入。",
        "年初结转和结余：指单位上年度没有用完、结转到本年使用的资金。",
        "“三公”经费：指用财政拨款开支的因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
    )):  # fmt: skip
        yield Paragraph(f"{i + 1}.{text}")


def _tables() -> Iterator[Grid]:
    unit = "金额单位：万元"
    named = [
        (f"{o}、{NAMES[c]}", money(b + p))
        for o, (c, b, p) in zip(("七", "八", "十", "二十"), (f for f in _functions(Decimal(0)) if len(f[0]) == 3), strict=True)
    ]
    left = [
        ("一、一般公共预算财政拨款收入", money(GRANT)), ("二、政府性基金预算财政拨款收入", ""), ("三、国有资本经营预算财政拨款收入", ""), ("四、上级补助收入", ""),
        ("五、事业收入", money(EARNED)), ("六、经营收入", ""), ("七、附属单位上缴收入", ""), ("八、其他收入", money(OTHER)),
    ]  # fmt: skip
    pairs = [(*left[i], *(named[i] if i < len(named) else ("", ""))) for i in range(len(left))]
    pairs += [
        ("本年收入合计", money(INCOME), "本年支出合计", money(SPENT)), ("使用非财政拨款结余", "", "结余分配", ""),
        ("年初结转和结余", money(OPENING), "年末结转和结余", money(CLOSING)), ("总计", money(TOTAL), "总计", money(TOTAL)),
    ]  # fmt: skip
    rows = [(a, str(i + 1), b, c, str(i + 1 + len(pairs)), d) for i, (a, b, c, d) in enumerate(pairs)]
    head = (("收入", "", "", "支出", "", ""), ("项目", "行次", "决算数", "项目", "行次", "决算数"), ("栏次", "", "1", "栏次", "", "2"))
    yield Grid("收入支出决算总表", (*head, *rows), 3, (), "公开01表", unit, AGENCY)

    share = {"2070104": (EARNED, OTHER)}
    lines = []
    received = _received()
    for code in sorted({c[:n] for c in received for n in (3, 5, 7)}):
        grant = sum((v for k, v in received.items() if k.startswith(code)), Decimal(0))
        earned, other = next((v for k, v in share.items() if k.startswith(code)), (Decimal(0), Decimal(0)))
        lines.append((code, NAMES[code], money(grant + earned + other), money(grant), "", money(earned), "", "", money(other)))
    columns = (
        "功能分类科目编码",
        "科目名称",
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    )
    numbers = ("栏次", "", *"1234567")
    yield Grid(
        "收入决算表",
        (columns, numbers, ("合计", "", money(INCOME), money(GRANT), "", money(EARNED), "", "", money(OTHER)), *lines),
        2,
        (),
        "公开02表",
        unit,
        AGENCY,
    )

    spent = [(c, NAMES[c], money(b + p), money(b), money(p), "", "", "") for c, b, p in _functions(Decimal(0))]
    heads = ("功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    total = ("合计", "", money(SPENT), money(BASIC_TOTAL), money(PROJECT_TOTAL), "", "", "")
    yield Grid("支出决算表", (heads, ("栏次", "", *"123456"), total, *spent), 2, (), "公开03表", unit, AGENCY)

    fiscal = _functions(OWN_SPENT)
    right = [
        (f"{o}、{NAMES[c]}", money(b + p))
        for o, (c, b, p) in zip(("七", "八", "十", "二十"), (f for f in fiscal if len(f[0]) == 3), strict=True)
    ]
    right += [("本年支出合计", money(GRANT_SPENT)), ("年末财政拨款结转和结余", money(CARRIED)), ("总计", money(GRANT + OPENING_GRANT))]
    left = [
        ("一、一般公共预算财政拨款", money(GRANT)), ("二、政府性基金预算财政拨款", ""), ("三、国有资本经营预算财政拨款", ""), ("", ""),
        ("本年收入合计", money(GRANT)), ("年初财政拨款结转和结余", money(OPENING_GRANT)), ("总计", money(GRANT + OPENING_GRANT)),
    ]  # fmt: skip
    body = [(*one, *two, two[1], "") for one, two in zip(left, right, strict=True)]
    head4 = (("收入", "", "支出", "", "", ""), ("项目", "金额", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"))
    yield Grid("财政拨款收入支出决算总表", (*head4, *body), 2, (), "公开04表", unit, AGENCY)

    rows5 = [(c, NAMES[c], money(b + p), money(b), money(p)) for c, b, p in fiscal]
    total5 = ("合计", "", money(GRANT_SPENT), money(BASIC_TOTAL), money(PROJECT_TOTAL - OWN_SPENT))
    head5 = (("功能分类科目编码", "科目名称", "本年支出", "", ""), ("", "", "小计", "基本支出", "项目支出"), ("栏次", "", *"123"))
    yield Grid("一般公共预算财政拨款支出决算表", (*head5, total5, *rows5), 3, (), "公开05表", unit, AGENCY)

    staff = [(c, NAMES[c], money(_head(c))) for h in ("301", "303") for c in (h, *sorted(k for k in ECONOMIC if k.startswith(h)))]
    public = [(c, NAMES[c], money(_head(c))) for h in ("302", "310") for c in (h, *sorted(k for k in ECONOMIC if k.startswith(h)))]
    blank = ("", "", "")
    sides = [
        (*(staff[i] if i < len(staff) else blank), *(public[i] if i < len(public) else blank)) for i in range(max(len(staff), len(public)))
    ]
    sides.append(("人员经费合计", "", money(_head("301") + _head("303")), "公用经费合计", "", money(_head("302") + _head("310"))))
    head6 = (("人员经费", "", "", "公用经费", "", ""), ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"))
    yield Grid("一般公共预算财政拨款基本支出决算明细表", (*head6, *sides), 2, (), "公开06表", unit, AGENCY)

    head7 = ("预算数", "", "", "", "", "", "决算数", "", "", "", "", "")
    group = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费")
    inner = ("", "", "小计", "公务用车购置费", "公务用车运行维护费", "")
    line = ("4.40", "", "3.60", "", "3.60", "0.80", "3.68", "", "3.20", "", "3.20", "0.48")
    numbers = tuple(str(i + 1) for i in range(12))
    yield Grid("财政拨款“三公”经费支出决算表", (head7, group * 2, inner * 2, numbers, line), 4, (), "公开07表", unit, AGENCY)

    head8 = (
        ("功能分类科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"),
        ("", "", "", "", "小计", "基本支出", "项目支出", ""),
        ("合计", *[""] * 7),
    )
    yield Grid(
        "政府性基金预算财政拨款收入支出决算表",
        head8,
        2,
        (),
        "公开08表",
        unit,
        AGENCY,
        note="说明：本单位2024年度没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。",
    )


def _received() -> dict[str, Decimal]:
    """财政拨款收入 by 功能分类 item: what was spent, less what stood over from 2023 and plus what goes on to 2025 (图书馆 alone)."""
    spent = {k: BASIC.get(k, Decimal(0)) + PROJECT.get(k, Decimal(0)) for k in {**BASIC, **PROJECT}}
    spent["2070104"] += CARRIED - OPENING_GRANT - OWN_SPENT
    return spent


def _narrative() -> Iterator[Block]:
    yield Heading(2, "一、收入支出决算总体情况说明")
    yield Paragraph(
        f"2024年度收入、支出总计均为{TOTAL:.2f}万元，与2023年度相比，收、支总计各增加{TOTAL - BEFORE:.2f}万元，增长{percent(TOTAL - BEFORE, BEFORE)}，主要原因是少儿馆改造和古籍修复投入增加。"
    )
    yield Heading(2, "二、收入决算情况说明")
    yield Paragraph(
        f"2024年度本年收入合计{INCOME:.2f}万元，其中：财政拨款收入{GRANT:.2f}万元，占{percent(GRANT, INCOME)}；事业收入{EARNED:.2f}万元，占{percent(EARNED, INCOME)}；其他收入{OTHER:.2f}万元，占{percent(OTHER, INCOME)}。"
    )
    yield Heading(2, "三、支出决算情况说明")
    yield Paragraph(
        f"2024年度本年支出合计{SPENT:.2f}万元，其中：基本支出{BASIC_TOTAL:.2f}万元，占{percent(BASIC_TOTAL, SPENT)}；项目支出{PROJECT_TOTAL:.2f}万元，占{percent(PROJECT_TOTAL, SPENT)}。"
    )
    yield Heading(2, "四、一般公共预算财政拨款支出决算情况说明")
    yield Heading(3, "（一）总体情况")
    yield Paragraph(f"2024年度一般公共预算财政拨款支出{GRANT_SPENT:.2f}万元，占本年支出合计的{percent(GRANT_SPENT, SPENT)}。")
    yield Heading(3, "（二）结构情况")
    listed = [(NAMES[c], b + p) for c, b, p in _functions(OWN_SPENT) if len(c) == 3]
    yield Paragraph(
        "主要用于以下方面："
        + "；".join(f"{name}（类）{amount:.2f}万元，占{percent(amount, GRANT_SPENT)}" for name, amount in listed)
        + "。"
    )
    yield Heading(3, "（三）具体情况")
    planned = sum(PLANNED.values(), Decimal(0))
    yield Paragraph(
        f"2024年度一般公共预算财政拨款支出年初预算为{planned:.2f}万元，支出决算为{GRANT_SPENT:.2f}万元，完成年初预算的{percent(GRANT_SPENT, planned)}。其中："
    )
    for i, (code, basic, project) in enumerate(f for f in _functions(OWN_SPENT) if len(f[0]) == 7):
        spent, plan = basic + project, PLANNED[code]
        why = (
            "决算数与年初预算数持平。"
            if spent == plan
            else f"决算数{'大于' if spent > plan else '小于'}年初预算数的主要原因是{REASONS[code]}。"
        )
        yield Paragraph(
            f"{i + 1}.{NAMES[code[:3]]}（类）{NAMES[code[:5]]}（款）{NAMES[code]}（项）。年初预算为{plan:.2f}万元，支出决算为{spent:.2f}万元，完成年初预算的{percent(spent, plan)}，{why}"
        )
    yield Heading(2, "五、一般公共预算财政拨款基本支出决算情况说明")
    yield Paragraph(
        f"2024年度一般公共预算财政拨款基本支出{BASIC_TOTAL:.2f}万元，其中：人员经费{_head('301') + _head('303'):.2f}万元，公用经费{_head('302') + _head('310'):.2f}万元。"
    )
    yield Heading(2, "六、“三公”经费财政拨款支出决算情况说明")
    yield Paragraph(
        "2024年度“三公”经费财政拨款支出预算为4.40万元，支出决算为3.68万元，完成预算的83.64%，决算数小于预算数的主要原因是流动图书车用车集中调度。"
    )
    yield Paragraph(
        "其中：公务用车运行维护费支出决算为3.20万元，完成预算的88.89%，年末公务用车保有量为2辆；公务接待费支出决算为0.48万元，完成预算的60.00%，国内公务接待6批次、47人次。"
    )
    yield Heading(2, "七、政府采购支出情况说明")
    yield Paragraph("2024年度政府采购支出总额132.70万元，其中：政府采购货物支出86.20万元，政府采购服务支出46.50万元。")
    yield Heading(2, "八、预算绩效情况说明")
    yield Paragraph(
        "本单位对2个项目开展了绩效自评，涉及资金303.45万元。2024年全年接待读者86.4万人次，外借图书41.2万册次，举办阅读推广活动318场，读者满意度达到96.8%。"
    )
    yield Heading(2, "九、国有资产占用情况说明")
    yield Paragraph("截至2024年12月31日，本单位共有车辆2辆，均为流动图书车；单位价值100万元以上的设备0台（套）。")
