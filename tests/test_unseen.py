"""Questions of the kind that brought faults up on disclosures nobody had read, over one account that has all their occasions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from county import county

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with county(tmp_path_factory.mktemp("county")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "versions"),
    [
        # two statements of the text beside the table, one of them under a heading that its paragraph goes on behind
        ("土壤改良示范的金额，表格和文字说明一致吗？", ["77.50万元", "75.70万元"]),
        # what was done, stated in two places, and not what was planned
        ("采集的土样到底多少份？", ["8640份", "8460份"]),
        ("采集土样是8640份还是8460份？", ["8640份", "8460份"]),
        ("农田观摩接待究竟是多少批次？", ["42批次", "38批次"]),
        # a length is no sum of money, whatever is called like it
        ("机耕道路养护里程，文字和绩效目标表写得一样吗？", ["46.8公里", "48.6公里"]),
    ],
)
def test_every_version_is_told(store: Store, question: str, versions: list[str]) -> None:
    found = answer(store, question)
    assert found.status == "conflict"
    assert all(version in found.text for version in versions)


@pytest.mark.parametrize(
    "question", ["省农业厅2031年的部门决算总额是多少？", "云坞县财政局的三公经费决算？", "云坞县农业厅的其他收入是多少？"]
)
def test_another_offices_budget_is_not_answered_with_this_ones(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("水电费合计", "8.00万元"),
        ("办公费、水费、邮电费加起来多少？", "25.65万元"),
        ("面向中小企业预留了多少采购份额？", "3.70万元"),
        ("小微企业合同额占中小企业合同额的比例", "60.00%"),
        ("基本支出占本年支出百分之几？", "76.12%"),
        ("支出合计比2030年增加了多少？", "25.50万元"),
        ("单位里哪家的钱最少？", "95.50万元"),
        ("土壤监测中心的其他收入是多少？", "2.00万元"),
        ("全年计划排查多少栋旧仓房？", "4300栋"),
        ("内设了几个科室？", "7个"),
        ("下面有几个农田管护所？", "5个"),
        ("How much was spent on newspapers and periodicals (报刊)?", "3.50万元"),
        ("How many letters, visits and calls were handled?", "436件次"),
    ],
)
def test_the_figure_that_is_meant(store: Store, question: str, value: str) -> None:
    found = answer(store, question)
    assert (found.status, str(found.value)) == ("answered", value)


def test_what_money_is_from_is_told_of_this_agency_not_of_the_word(store: Store) -> None:
    assert "农机捐赠款" in answer(store, "其他收入主要是些什么钱？").text


def test_a_reason_is_that_of_the_thing_itself(store: Store) -> None:
    assert "雨季延长" in answer(store, "渠道清淤费为什么花了5万元？").text
