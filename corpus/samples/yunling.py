"""云岭县林业和草原局: a county bureau that does not exist, with its budgets of two consecutive years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.samples.blocks import Block, Contents, Cover, Grid, Heading, Paragraph, change, classes, money, percent

AGENCY = "云岭县林业和草原局"
UNIT_CODE = "358001"
NAMES = {
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出",
    "20899": "其他社会保障和就业支出", "2089999": "其他社会保障和就业支出", "210": "卫生健康支出", "21011": "行政事业单位医疗", "2101101": "行政单位医疗",
    "2101102": "事业单位医疗", "211": "节能环保支出", "21105": "森林保护修复", "2110501": "森林管护", "213": "农林水支出", "21302": "林业和草原",
    "2130201": "行政运行", "2130202": "一般行政管理事务", "2130204": "事业机构", "2130205": "森林资源培育", "2130207": "森林资源管理",
    "2130209": "森林生态效益补偿", "2130234": "林业草原防灾减灾", "2130299": "其他林业和草原支出", "221": "住房保障支出", "22102": "住房改革支出",
    "2210201": "住房公积金", "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30103": "奖金", "30107": "绩效工资",
    "30108": "机关事业单位基本养老保险缴费", "30109": "职业年金缴费", "30110": "职工基本医疗保险缴费", "30112": "其他社会保障缴费", "30113": "住房公积金",
    "302": "商品和服务支出", "30201": "办公费", "30202": "印刷费", "30205": "水费", "30206": "电费", "30207": "邮电费", "30211": "差旅费",
    "30213": "维修（护）费", "30216": "培训费", "30217": "公务接待费", "30226": "劳务费", "30228": "工会经费", "30229": "福利费",
    "30231": "公务用车运行维护费", "30239": "其他交通费用", "30299": "其他商品和服务支出", "303": "对个人和家庭的补助", "30305": "生活补助", "30309": "奖励金",
}  # fmt: skip


@dataclass(frozen=True)
class Project:
    """One project: its 功能分类 code, its amount, and who pays for it."""

    code: str
    name: str
    amount: Decimal
    source: str = "财政拨款"


@dataclass(frozen=True)
class Budget:
    """What one year's budget holds; everything else in the disclosure is computed from it."""

    year: int
    published: str
    basic: dict[str, Decimal]  # 经济分类 code -> amount
    office_run: Decimal  # the part of pay and goods that 行政运行 carries; the rest is 事业机构
    office_medical: Decimal
    projects: tuple[Project, ...]
    carried: Decimal  # 上年结转, all of it 一般公共预算
    cars: int
    goods: Decimal
    services: Decimal
    staff: tuple[int, int, int]  # 编制, 在职, 退休
    tasks: tuple[str, ...]
    reason: str
    vehicle_reason: str

    def head(self, code: str) -> Decimal:
        """The 基本支出 of an economic class (`301`)."""
        return sum((v for k, v in self.basic.items() if k.startswith(code)), Decimal(0))

    @property
    def basic_items(self) -> dict[str, Decimal]:
        """基本支出 by 功能分类 item."""
        b = self.basic
        own = {"30108": "2080505", "30109": "2080506", "30112": "2089999", "30113": "2210201"}
        items = {own[k]: v for k, v in b.items() if k in own}
        items["2101101"], items["2101102"] = self.office_medical, b["30110"] - self.office_medical
        items["2130201"] = self.office_run
        items["2130204"] = self.head("3") - sum(items.values())
        return dict(sorted(items.items()))

    def project_items(self, *, all_funds: bool) -> dict[str, Decimal]:
        """项目支出 by 功能分类 item, from 财政拨款 only or from all funds."""
        items: dict[str, Decimal] = {}
        for p in self.projects:
            if all_funds or p.source == "财政拨款":
                items[p.code] = items.get(p.code, Decimal(0)) + p.amount
        return items

    def functions(self, *, all_funds: bool) -> list[tuple[str, Decimal, Decimal]]:
        """(code, 基本支出, 项目支出) of every class, section and item, in the order of the codes."""
        basic, project = self.basic_items, self.project_items(all_funds=all_funds)
        codes = sorted({code[:n] for code in [*basic, *project] for n in (3, 5, 7)})
        return [
            (
                c,
                sum((v for k, v in basic.items() if k.startswith(c)), Decimal(0)),
                sum((v for k, v in project.items() if k.startswith(c)), Decimal(0)),
            )
            for c in codes
        ]

    @property
    def basic_total(self) -> Decimal:
        return self.head("3")

    @property
    def other(self) -> Decimal:
        """其他收入, and the projects that it pays for."""
        return sum((p.amount for p in self.projects if p.source == "其他收入"), Decimal(0))

    @property
    def fiscal(self) -> Decimal:
        """财政拨款支出, all of it 一般公共预算."""
        return self.basic_total + sum((p.amount for p in self.projects if p.source == "财政拨款"), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.fiscal + self.other

    @property
    def grant(self) -> Decimal:
        """一般公共预算拨款收入 of the year itself."""
        return self.fiscal - self.carried

    @property
    def purchase(self) -> Decimal:
        """公务用车购置费."""
        return sum((p.amount for p in self.projects if "车辆购置" in p.name), Decimal(0))

    @property
    def vehicles(self) -> Decimal:
        return self.purchase + self.basic["30231"]

    @property
    def three(self) -> Decimal:
        """“三公”经费."""
        return self.vehicles + self.basic["30217"]


def _amounts(text: str) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in (pair.split("=") for pair in text.split())}


BUDGET_2023 = Budget(
    year=2023, published="2023年2月17日",
    basic=_amounts(
        "30101=179.64 30102=97.20 30103=61.88 30107=106.50 30108=69.12 30109=34.56 30110=33.26 30112=4.45 30113=53.17"
        " 30201=13.40 30202=2.80 30205=0.90 30206=4.10 30207=3.95 30211=13.60 30213=3.20 30216=3.10 30217=2.10 30226=5.80 30228=8.64 30229=5.18"
        " 30231=9.20 30239=15.12 30299=3.36 30305=7.08 30309=0.32"
    ),
    office_run=Decimal("305.47"), office_medical=Decimal("18.92"), carried=Decimal(0), cars=4, goods=Decimal("36.80"), services=Decimal("84.50"), staff=(62, 58, 31),
    projects=(
        Project("2130205", "退化林修复与国土绿化", Decimal("286.00")), Project("2130209", "森林生态效益补偿", Decimal("398.40")),
        Project("2130234", "森林草原防灭火能力建设", Decimal("94.20")), Project("2130234", "林业有害生物防治", Decimal("52.60")),
        Project("2130207", "林长制智慧管护平台建设", Decimal("75.00")), Project("2130202", "林政执法工作经费", Decimal("20.00")),
        Project("2110501", "天然林管护补助", Decimal("88.50")), Project("2130299", "种苗质量检测服务", Decimal("10.00"), "其他收入"),
    ),
    tasks=("完成退化林修复1.20万亩，义务植树26万株", "建成林长制智慧管护平台，把全县216名护林员的巡护轨迹纳入管理", "森林火灾受害率控制在0.9‰以内，林业有害生物成灾率控制在4‰以内"),
    reason="林长制智慧管护平台开工建设，天然林管护补助标准提高", vehicle_reason="严控用车里程",
)  # fmt: skip

BUDGET_2024 = Budget(
    year=2024, published="2024年2月5日",
    basic=_amounts(
        "30101=186.42 30102=98.76 30103=64.35 30107=112.08 30108=71.84 30109=35.92 30110=34.57 30112=4.63 30113=55.26"
        " 30201=12.60 30202=2.40 30205=0.85 30206=4.30 30207=3.75 30211=14.20 30213=3.60 30216=2.95 30217=1.80 30226=6.40 30228=8.97 30229=5.38"
        " 30231=9.60 30239=15.48 30299=3.10 30305=7.44 30309=0.36"
    ),
    office_run=Decimal("314.26"), office_medical=Decimal("19.71"), carried=Decimal("8.40"), cars=4, goods=Decimal("61.30"), services=Decimal("108.70"), staff=(62, 59, 33),
    projects=(
        Project("2130205", "退化林修复与国土绿化", Decimal("320.00")), Project("2130209", "森林生态效益补偿", Decimal("412.80")),
        Project("2130234", "森林草原防灭火能力建设", Decimal("128.60")), Project("2130234", "林业有害生物防治", Decimal("58.40")),
        Project("2130207", "林长制智慧管护平台运行维护", Decimal("46.50")), Project("2130202", "林政执法工作经费", Decimal("22.00")),
        Project("2130202", "林区巡护车辆购置", Decimal("18.00")), Project("2110501", "天然林管护补助", Decimal("96.30")),
        Project("2130299", "种苗质量检测服务", Decimal("12.00"), "其他收入"),
    ),
    tasks=("完成退化林修复1.35万亩，义务植树28万株", "智慧管护平台与县应急指挥系统联网，护林员巡护到岗率达到95%以上", "森林火灾受害率控制在0.9‰以内，新建防火隔离带42公里"),
    reason="防灭火能力建设扩大到全部8个国有林场，退化林修复任务增加", vehicle_reason="报废更新林区巡护车辆1辆",
)  # fmt: skip


def disclosure(now: Budget, before: Budget | None) -> Iterator[Block]:
    """The budget disclosure of one year; without a year before, the amounts of 2022 that its narrative compares with are given here."""
    yield Cover((AGENCY, f"{now.year}年部门预算", now.published))
    yield Contents()
    yield from _overview(now)
    yield Heading(1, f"第二部分 {AGENCY}{now.year}年部门预算表")
    yield from _tables(now)
    yield Heading(1, f"第三部分 {AGENCY}{now.year}年部门预算情况说明")
    yield from _narrative(now, before)
    yield Heading(1, "第四部分 名词解释")
    yield from _terms()


def _overview(now: Budget) -> Iterator[Block]:
    posts, serving, retired = now.staff
    yield Heading(1, f"第一部分 {AGENCY}概况")
    yield Heading(2, "一、主要职责")
    yield Paragraph(f"{AGENCY}是县人民政府工作部门，负责全县森林、草原、湿地和陆生野生动植物资源的保护、培育和监督管理，主要职责是：")
    for i, duty in enumerate((
        "拟订全县林业和草原发展规划并组织实施，组织开展造林绿化和退化林修复。",
        "管理森林、草原和湿地资源，组织落实林长制，依法查处破坏林草资源的行为。",
        "组织开展森林草原防火巡护、火源管理和防火设施建设，承担林业有害生物的监测和防治。",
        "管理国有林场和自然保护地，组织实施森林生态效益补偿和天然林保护。",
        "完成县委、县政府交办的其他任务。",
    )):  # fmt: skip
        yield Paragraph(f"{i + 1}.{duty}")
    yield Heading(2, f"二、{now.year}年重点工作")
    for i, task in enumerate(now.tasks):
        yield Paragraph(f"（{'一二三四五'[i]}）{task}。")
    yield Heading(2, "三、机构设置和人员情况")
    yield Paragraph(
        f"纳入{now.year}年部门预算编制范围的单位共2个，其中行政单位1个，为局机关；公益一类事业单位1个，为云岭县林业技术推广站。"
        f"核定编制{posts}名，在职人员{serving}人，退休人员{retired}人。"
    )


def _tables(now: Budget) -> Iterator[Grid]:
    by_class = {NAMES[c]: b + p for c, b, p in now.functions(all_funds=True) if len(c) == 3}
    left = [
        ("一、一般公共预算拨款收入", money(now.grant)), ("二、政府性基金预算拨款收入", ""), ("三、国有资本经营预算拨款收入", ""), ("四、财政专户管理资金收入", ""),
        ("五、事业收入", ""), ("六、事业单位经营收入", ""), ("七、上级补助收入", ""), ("八、附属单位上缴收入", ""), ("九、其他收入", money(now.other)),
    ]  # fmt: skip
    right = classes(by_class)
    body = [(*(left[i] if i < len(left) else ("", "")), *pair) for i, pair in enumerate(right)]
    body += [
        ("本年收入合计", money(now.grant + now.other), "本年支出合计", money(now.total)), ("上年结转", money(now.carried), "结转下年", ""),
        ("收入总计", money(now.total), "支出总计", money(now.total)),
    ]  # fmt: skip
    head = (("收入", "", "支出", ""), ("项目", "预算数", "项目", "预算数"))
    yield Grid("部门收支总表", (*head, *body), 2, (34, 14, 34, 14), "表1", agency=AGENCY, spans=((0, 0, 1, 2), (0, 2, 1, 2)))

    income = ("单位代码", "单位名称", "合计", "上年结转", "本年收入", "", "", "", "")
    parts = ("", "", "", "", "小计", "一般公共预算拨款收入", "政府性基金预算拨款收入", "事业收入", "其他收入")
    row = (money(now.total), money(now.carried), money(now.grant + now.other), money(now.grant), "", "", money(now.other))
    spans = ((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 2, 1), (0, 4, 1, 5))
    yield Grid(
        "部门收入总表",
        (income, parts, ("", "合计", *row), (UNIT_CODE, AGENCY, *row)),
        2,
        (9, 20, 11, 10, 11, 13, 13, 9, 10),
        "表2",
        agency=AGENCY,
        spans=spans,
        landscape=True,
    )

    yield _by_function("部门支出总表", "表3", now, all_funds=True)

    fiscal = {NAMES[c]: b + p for c, b, p in now.functions(all_funds=False) if len(c) == 3}
    left = [
        ("一、本年收入", money(now.grant)), ("（一）一般公共预算拨款收入", money(now.grant)), ("（二）政府性基金预算拨款收入", ""), ("（三）国有资本经营预算拨款收入", ""),
        ("二、上年结转", money(now.carried)), ("（一）一般公共预算拨款", money(now.carried)), ("（二）政府性基金预算拨款", ""),
    ]  # fmt: skip
    spent = [
        ("一、本年支出", money(now.fiscal)),
        *((f"（{name.split('、')[0]}）{name.split('、')[1]}", amount) for name, amount in classes(fiscal) if amount),
        ("二、结转下年", ""),
    ]
    body5 = [
        (*(left[i] if i < len(left) else ("", "")), *(spent[i] if i < len(spent) else ("", "")), spent[i][1] if i < len(spent) else "", "")
        for i in range(max(len(left), len(spent)))
    ]
    body5.append(("收入总计", money(now.fiscal), "支出总计", money(now.fiscal), money(now.fiscal), ""))
    head5 = (("收入", "", "支出", "", "", ""), ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算"))
    yield Grid(
        "财政拨款收支预算总表", (*head5, *body5), 2, (28, 12, 24, 12, 12, 12), "表4", agency=AGENCY, spans=((0, 0, 1, 2), (0, 2, 1, 4))
    )

    yield _by_function("一般公共预算支出表", "表5", now, all_funds=False)

    rows = [("", "合计", money(now.basic_total), money(now.head("301") + now.head("303")), money(now.head("302")))]
    for head_code in ("301", "302", "303"):
        for code in (head_code, *sorted(k for k in now.basic if k.startswith(head_code))):
            amount = money(now.head(code))
            rows.append((code, NAMES[code], amount, "" if head_code == "302" else amount, amount if head_code == "302" else ""))
    heads = (("经济分类科目", "", "基本支出", "", ""), ("科目编码", "科目名称", "合计", "人员经费", "公用经费"))
    yield Grid("一般公共预算基本支出表", (*heads, *rows), 2, (12, 34, 16, 16, 16), "表6", agency=AGENCY, spans=((0, 0, 1, 2), (0, 2, 1, 3)))

    three = ("单位名称", "合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费")
    below = ("", "", "", "小计", "公务用车购置费", "公务用车运行费", "")
    line = (money(now.three), "", money(now.vehicles), money(now.purchase), money(now.basic["30231"]), money(now.basic["30217"]))
    spans = ((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 2, 1))
    yield Grid(
        "一般公共预算“三公”经费支出表",
        (three, below, ("合计", *line), (AGENCY, *line)),
        2,
        (26, 11, 12, 11, 13, 13, 11),
        "表7",
        agency=AGENCY,
        spans=spans,
    )

    empty = (("科目编码", "科目名称", "本年政府性基金预算支出", "", ""), ("", "", "合计", "基本支出", "项目支出"), ("", "合计", "", "", ""))
    yield Grid(
        "政府性基金预算支出表", empty, 2, (14, 30, 16, 16, 16), "表8", agency=AGENCY, spans=((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 3)),
        note=f"注：{AGENCY}{now.year}年没有使用政府性基金预算拨款安排的支出，本表无数据。",
    )  # fmt: skip

    listed = [("", "合计", money(now.total - now.basic_total), money(now.fiscal - now.basic_total), money(now.other))]
    listed += [
        (
            p.code,
            p.name,
            money(p.amount),
            money(p.amount) if p.source == "财政拨款" else "",
            money(p.amount) if p.source == "其他收入" else "",
        )
        for p in now.projects
    ]
    yield Grid(
        "项目支出表", (("科目编码", "项目名称", "合计", "财政拨款", "其他资金"), *listed), 1, (12, 34, 16, 16, 16), "表9", agency=AGENCY
    )
    yield from _targets(now)


def _by_function(title: str, number: str, now: Budget, *, all_funds: bool) -> Grid:
    total = now.total if all_funds else now.fiscal
    rows = [("", "合计", money(total), money(now.basic_total), money(total - now.basic_total))]
    rows += [
        (code, NAMES[code], money(basic + project), money(basic), money(project))
        for code, basic, project in now.functions(all_funds=all_funds)
    ]
    return Grid(title, (("科目编码", "科目名称", "合计", "基本支出", "项目支出"), *rows), 1, (12, 34, 16, 16, 16), number, agency=AGENCY)


def _targets(now: Budget) -> Iterator[Grid]:
    replant, _, fire = now.projects[:3]
    area, belt = ("1.20", "36") if now.year == 2023 else ("1.35", "42")
    for number, project, goal, targets in (
        ("表10-1", replant, f"修复退化林{area}万亩，提高林分质量，改善流域水源涵养条件。", (
            ("产出指标", "数量指标", "退化林修复面积", f"≥{area}万亩"), ("产出指标", "质量指标", "当年苗木成活率", "≥85%"), ("产出指标", "时效指标", "造林任务完成时间", "12月底前"),
            ("效益指标", "生态效益指标", "项目区植被覆盖度", "稳步提高"), ("满意度指标", "服务对象满意度指标", "林农满意度", "≥90%"),
        )),
        ("表10-2", fire, f"新建防火隔离带{belt}公里，补充扑火机具，提高早期火情处置能力。", (
            ("产出指标", "数量指标", "新建防火隔离带长度", f"≥{belt}公里"), ("产出指标", "质量指标", "扑火机具验收合格率", "=100%"), ("产出指标", "成本指标", "项目总成本", f"≤{project_cost(fire)}万元"),
            ("效益指标", "社会效益指标", "24小时火情扑灭率", "≥95%"), ("满意度指标", "服务对象满意度指标", "林区群众满意度", "≥90%"),
        )),
    ):  # fmt: skip
        rows = (
            ("项目名称", project.name, "", ""), ("主管部门", AGENCY, "实施单位", AGENCY), ("年度资金总额", money(project.amount), "其中：财政拨款", money(project.amount)),
            ("年度目标", goal, "", ""), ("一级指标", "二级指标", "三级指标", "指标值"), *targets,
        )  # fmt: skip
        first = [("产出指标", 5, 3), ("效益指标", 8, 1), ("满意度指标", 9, 1)]
        blanked = tuple((("" if i in (6, 7) else row[0]), *row[1:]) for i, row in enumerate(rows))
        spans = ((0, 1, 1, 3), (3, 1, 1, 3), *((row, 0, height, 1) for _, row, height in first if height > 1))
        yield Grid("项目支出绩效目标表", blanked, 0, (18, 26, 28, 22), number, unit=f"（{now.year}年度）　单位：万元", spans=spans)


def project_cost(project: Project) -> str:
    """The cost ceiling of a project as its target form prints it."""
    return f"{project.amount:.2f}"


# What 2022's budget, which is not among the samples, held: (total, 三公, 机关运行经费, 公务接待费, 公务用车运行维护费).
_BEFORE_2023 = tuple(Decimal(v) for v in ("1660.20", "12.00", "92.15", "2.30", "9.70"))


def _narrative(now: Budget, before: Budget | None) -> Iterator[Block]:
    year = now.year
    was_total, was_three, was_running, was_reception, was_driving = (
        (before.total, before.three, before.head("302"), before.basic["30217"], before.basic["30231"]) if before else _BEFORE_2023
    )
    was_buying = before.purchase if before else Decimal(0)
    projects = now.total - now.basic_total
    yield Heading(2, "一、收支预算总体情况")
    carried = f"，上年结转{now.carried:.2f}万元" if now.carried else ""
    yield Paragraph(
        f"按照综合预算的原则，{AGENCY}所有收入和支出均纳入部门预算管理。{year}年收入总计{now.total:.2f}万元，其中：一般公共预算拨款收入{now.grant:.2f}万元，"
        f"其他收入{now.other:.2f}万元{carried}。支出总计{now.total:.2f}万元。收支总预算{change(now.total, was_total)}，主要原因是{now.reason}。"
    )
    yield Heading(2, "二、支出预算情况")
    yield Paragraph(
        f"{year}年支出预算{now.total:.2f}万元，其中：基本支出{now.basic_total:.2f}万元，占{percent(now.basic_total, now.total)}；项目支出{projects:.2f}万元，占{percent(projects, now.total)}。"
    )
    yield Heading(2, "三、一般公共预算支出情况")
    listed = [(NAMES[c], b + p) for c, b, p in now.functions(all_funds=False) if len(c) == 3]
    yield Paragraph(
        f"{year}年一般公共预算支出{now.fiscal:.2f}万元，主要用于以下方面："
        + "；".join(f"{name}{amount:.2f}万元，占{percent(amount, now.fiscal)}" for name, amount in listed)
        + "。"
    )
    yield Paragraph("具体安排情况如下：")
    purposes = {
        "2080505": "为局机关和林业技术推广站职工缴纳基本养老保险", "2101101": "局机关职工基本医疗保险缴费", "2130201": "局机关人员工资和日常办公",
        "2130205": "退化林修复、造林绿化和种苗补助", "2130209": "国家级和省级公益林的管护补偿", "2130234": "森林草原防火和林业有害生物防治", "2210201": "按规定比例为职工缴存住房公积金",
    }  # fmt: skip
    for i, (code, basic, project) in enumerate(f for f in now.functions(all_funds=False) if f[0] in purposes):
        a, b = NAMES[code[:3]], NAMES[code[:5]]
        yield Paragraph(
            f"{i + 1}.{a.removesuffix('支出')}（类）{b}（款）{NAMES[code]}（项）{year}年预算数为{basic + project:.2f}万元，主要用于{purposes[code]}。"
        )
    yield Heading(2, "四、一般公共预算基本支出情况")
    staff, running = now.head("301") + now.head("303"), now.head("302")
    yield Paragraph(f"{year}年一般公共预算基本支出{now.basic_total:.2f}万元，其中：")
    yield Paragraph(f"人员经费{staff:.2f}万元，主要包括基本工资、津贴补贴、奖金、绩效工资、社会保险缴费、住房公积金和对个人和家庭的补助。")
    yield Paragraph(
        f"公用经费{running:.2f}万元，主要包括办公费、印刷费、水电费、邮电费、差旅费、维修（护）费、培训费、劳务费和其他交通费用。"
    )
    yield Heading(2, "五、“三公”经费预算情况")
    yield Paragraph(f"{year}年“三公”经费财政拨款预算{now.three:.2f}万元，{change(now.three, was_three)}。其中：")
    reception, driving = now.basic["30217"], now.basic["30231"]
    yield Paragraph("（一）因公出国（境）费0万元，与上年预算持平。")
    yield Paragraph(f"（二）公务接待费{reception:.2f}万元，{change(reception, was_reception)}，主要原因是压减接待批次和标准。")
    bought = (
        f"公务用车购置费{now.purchase:.2f}万元，{change(now.purchase, was_buying)}"
        if now.purchase
        else "公务用车购置费0万元，与上年预算持平"
    )
    yield Paragraph(
        f"（三）公务用车购置及运行费{now.vehicles:.2f}万元。其中：{bought}；公务用车运行费{driving:.2f}万元，{change(driving, was_driving)}。主要原因是{now.vehicle_reason}。"
    )
    yield Heading(2, "六、政府性基金预算支出情况")
    yield Paragraph(f"{AGENCY}{year}年没有使用政府性基金预算拨款安排的支出。")
    yield Heading(2, "七、其他重要事项的情况说明")
    yield Heading(3, "（一）机关运行经费")
    yield Paragraph(f"{year}年机关运行经费财政拨款预算{running:.2f}万元，{change(running, was_running)}。")
    yield Heading(3, "（二）政府采购情况")
    yield Paragraph(
        f"{year}年政府采购预算{now.goods + now.services:.2f}万元，其中：政府采购货物预算{now.goods:.2f}万元，政府采购服务预算{now.services:.2f}万元。"
    )
    yield Heading(3, "（三）国有资产占有使用情况")
    yield Paragraph(
        f"截至{year - 1}年12月31日，共有车辆{now.cars}辆，其中：执法执勤用车1辆，林区巡护和防火专用车辆{now.cars - 1}辆。单位价值50万元以上的通用设备2台（套）。"
    )
    yield Heading(3, "（四）预算绩效情况")
    yield Paragraph(f"{year}年实行绩效目标管理的项目{len(now.projects)}个，涉及预算{projects:.2f}万元。")


def _terms() -> Iterator[Block]:
    for i, text in enumerate((
        "一般公共预算拨款收入：指县级财政当年拨付的一般公共预算资金。",
        "其他收入：指除财政拨款以外取得的收入，本部门主要是种苗质量检测服务收费。",
        "上年结转：指以前年度安排、当年没有用完、按规定继续使用的资金。",
        "基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员经费和公用经费。",
        "项目支出：指在基本支出之外，为完成特定任务和事业发展目标发生的支出。",
        "“三公”经费：指用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。",
        "机关运行经费：指为保障单位运行、用于购买货物和服务的各项公用经费。",
    )):  # fmt: skip
        yield Paragraph(f"{i + 1}.{text}")
