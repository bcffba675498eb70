"""Answers equal an oracle's: random tables, typeset as a text dump, and questions over them whose answers are known beforehand."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus.amount import Amount
from index.store import Store
from qa.answer import Answer
from qa.lookup import answer

# Names and codes of the economic classification of expenditure; what they cost is drawn.
CLASSES = {
    ("301", "工资福利支出"): (
        ("30101", "基本工资"), ("30102", "津贴补贴"), ("30103", "奖金"), ("30106", "伙食补助费"), ("30107", "绩效工资"), ("30108", "机关事业单位基本养老保险缴费"),
        ("30109", "职业年金缴费"), ("30110", "职工基本医疗保险缴费"), ("30111", "公务员医疗补助缴费"), ("30112", "其他社会保障缴费"), ("30113", "住房公积金"), ("30199", "其他工资福利支出"),
    ),
    ("302", "商品和服务支出"): (
        ("30201", "办公费"), ("30202", "印刷费"), ("30203", "咨询费"), ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"), ("30209", "物业管理费"), ("30211", "差旅费"), ("30213", "维修（护）费"),
        ("30214", "租赁费"), ("30215", "会议费"), ("30216", "培训费"), ("30217", "公务接待费"), ("30226", "劳务费"), ("30228", "工会经费"), ("30229", "福利费"), ("30231", "公务用车运行维护费"),
        ("30239", "其他交通费用"), ("30299", "其他商品和服务支出"),
    ),
    ("303", "对个人和家庭的补助"): (("30301", "离休费"), ("30302", "退休费"), ("30305", "生活补助"), ("30307", "医疗费补助"), ("30399", "其他对个人和家庭的补助")),
}  # fmt: skip
PLACES = ("青岚县", "云溪市", "石泉区", "白杨县", "松涛市", "玉屏区")
OFFICES = ("水务局", "粮食储备中心", "观测局", "档案馆", "园林绿化局")
DISCLOSURES, QUESTIONS = 50, 44


@dataclass(frozen=True)
class Item:
    """A row: its code and name, the row above it, and its amount (None: blank)."""

    code: str
    name: str
    above: str | None
    amount: Decimal | None


@dataclass(frozen=True)
class Drawn:
    """A disclosure: the agency, its year, the unit of its table, its rows, and how a row is typeset."""

    agency: str
    year: int
    unit: str
    items: tuple[Item, ...]
    pipes: bool

    @property
    def stated(self) -> list[Item]:
        """The items with an amount."""
        return [item for item in self.items if item.amount is not None]

    def text(self) -> str:
        """The disclosure as a text dump."""
        rows = [
            ("科目编码", "科目名称", "预算数"),
            ("", "合计", _printed(sum((i.amount or Decimal(0) for i in self.items if i.above is None), Decimal(0)))),
        ]
        rows += [(item.code, item.name, "" if item.amount is None else _printed(item.amount)) for item in self.items]
        lines = ["| " + " | ".join(row) + " |" for row in rows] if self.pipes else ["\t".join(row) for row in rows]
        if self.pipes:
            lines.insert(1, "|---|---|---|")
        head = f"{self.agency}\n{self.year}年部门预算\n\n第一部分 概况\n\n一、主要职能\n\n{self.agency}负责本地的有关工作。\n\n第二部分 {self.year}年部门预算表\n\n一般公共预算基本支出表\n\n单位：{self.unit}\n\n"
        return head + "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Asked:
    """A question with the amount that answers it, and how far off a rounded quotient may be."""

    text: str
    value: Decimal | None
    unit: str
    off: Decimal = Decimal(0)


def _printed(amount: Decimal) -> str:
    return f"{amount:,.2f}"


cents = st.integers(1, 99_999_99).map(lambda n: Decimal(n) / 100)


@st.composite
def disclosures(draw: st.DrawFn) -> Drawn:
    """A disclosure whose sums hold, some of whose cells are blank."""
    items: list[Item] = []
    for (code, name), below in CLASSES.items():
        kept = draw(st.lists(st.sampled_from(below), min_size=3, max_size=min(8, len(below)), unique=True))
        blank = draw(st.integers(0, len(kept) * 4))
        rows = [Item(c, n, name, None if number == blank else draw(cents)) for number, (c, n) in enumerate(sorted(kept))]
        items += [Item(code, name, None, sum((row.amount or Decimal(0) for row in rows), Decimal(0))), *rows]
    agency = draw(st.sampled_from(PLACES)) + draw(st.sampled_from(OFFICES))
    return Drawn(agency, draw(st.integers(2018, 2026)), draw(st.sampled_from(["万元", "元"])), tuple(items), draw(st.booleans()))


def _one(draw: st.DrawFn, drawn: Drawn) -> Asked:
    item = draw(st.sampled_from(drawn.items))
    named = draw(
        st.sampled_from(
            ["{n}是多少？", "{n}（{c}）安排了多少？", "{a}{y}年{n}预算是多少钱？", "{c}{n}列了多少？", "请问{y}年{n}的预算数？"]
        )
    )
    return Asked(named.format(n=item.name, c=item.code, a=drawn.agency, y=drawn.year), item.amount, drawn.unit)


def _sum(draw: st.DrawFn, drawn: Drawn) -> Asked:
    leaves = [item for item in drawn.stated if item.above is not None]
    some = draw(st.lists(st.sampled_from(leaves), min_size=2, max_size=3, unique=True))
    *first, last = (item.name for item in some)
    wording = draw(st.sampled_from(["{f}和{l}合计是多少？", "{f}、{l}加起来多少？", "{y}年{f}与{l}一共多少{u}？"]))
    text = wording.format(f="、".join(first), l=last, y=drawn.year, u=drawn.unit)
    return Asked(text, sum((item.amount or Decimal(0) for item in some), Decimal(0)), drawn.unit)


def _difference(draw: st.DrawFn, drawn: Drawn) -> Asked:
    one, two = draw(st.lists(st.sampled_from(drawn.stated), min_size=2, max_size=2, unique=True))
    assert one.amount is not None
    assert two.amount is not None
    wording = draw(st.sampled_from(["{a}和{b}相差多少？", "{a}与{b}哪个大，差多少？", "{a}比{b}多多少？"]))
    if "比" in wording and one.amount < two.amount:
        one, two = two, one
    return Asked(wording.format(a=one.name, b=two.name), abs(one.amount - two.amount), drawn.unit)


def _share(draw: st.DrawFn, drawn: Drawn) -> Asked:
    item = draw(st.sampled_from([item for item in drawn.stated if item.above is not None]))
    whole = next(each for each in drawn.items if each.name == item.above)
    assert item.amount is not None
    assert whole.amount is not None
    wording = draw(st.sampled_from(["{a}占{b}的比例是多少？", "{a}占{b}的百分之几？", "{y}年{a}在{b}中占比多少？"]))
    rate = (item.amount / whole.amount * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Asked(wording.format(a=item.name, b=whole.name, y=drawn.year), rate, "%", Decimal("0.005"))


def _rank(draw: st.DrawFn, drawn: Drawn) -> Asked:
    whole = draw(st.sampled_from([item for item in drawn.items if item.above is None]))
    amounts = [item.amount for item in drawn.stated if item.above == whole.name and item.amount is not None]
    most = draw(st.booleans())
    wording = draw(st.sampled_from(["{b}中{m}的一项是什么，多少？", "{b}里哪一项{m}？", "{b}下{m}的明细是哪项？"]))
    return Asked(wording.format(b=whole.name, m="最多" if most else "最少"), max(amounts) if most else min(amounts), drawn.unit)


@st.composite
def exams(draw: st.DrawFn) -> tuple[Drawn, list[Asked]]:
    """A disclosure with questions over it."""
    drawn = draw(disclosures())
    return drawn, [draw(st.sampled_from([_one, _one, _sum, _difference, _share, _rank]))(draw, drawn) for _ in range(QUESTIONS)]


def objection(drawn: Drawn, asked: Asked, given: Answer) -> str | None:
    """What is wrong with an answer; None where it is the oracle's."""
    if asked.value is None:
        if given.value is not None or "空" not in given.text:
            return f"{asked.text} is blank, not {given.value}: {given.text}"
        return None
    want = Amount(asked.value, asked.unit)
    if given.value is None or given.value.dimension != want.dimension or abs(given.value.base - want.base) > asked.off * want.scale:
        return f"{asked.text} {want}, not {given.value}: {given.text}"
    if any(figure.verdict not in ("confirmed", "computed", "cited") for figure in given.figures):
        return f"{asked.text} {given.text}: {[figure.verdict for figure in given.figures]}"
    return None


def test_answers_are_the_oracles() -> None:
    seen = 0

    @settings(
        max_examples=DISCLOSURES,
        derandomize=True,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(exams())
    def check(exam: tuple[Drawn, list[Asked]]) -> None:
        nonlocal seen
        drawn, questions = exam
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "store")) as store:
            path = Path(folder, "部门预算.txt")
            path.write_text(drawn.text(), encoding="utf-8")
            assert store.add(path).status == "added"
            for asked in questions:
                wrong = objection(drawn, asked, answer(store, asked.text))
                assert wrong is None, wrong
                seen += 1

    check()
    assert seen >= 2000
