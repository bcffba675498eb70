"""How people put a question: preambles, asides, codes in parts, formulas, averages; none of it changes the figure that is meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer
from qa.question import read_question

TEXT = """汀溪县农业农村局2024年部门决算

第二部分 部门决算表

一般公共预算财政拨款支出决算表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 530.00 | 410.00 | 120.00 |
| 213 | 农林水支出 | 530.00 | 410.00 | 120.00 |
| 21301 | 农业农村 | 530.00 | 410.00 | 120.00 |
| 2130101 | 行政运行 | 410.00 | 410.00 | |
| 2130108 | 病虫害控制 | 120.00 | | 120.00 |

政府采购情况表

单位：万元

| 采购品目 | 计量单位 | 数量 | 采购金额 |
|---|---|---|---|
| 植保无人机 | 架 | 4 | 21.60 |
| 测报灯 | 台 | 30 | 9.00 |
| 合计 | | | 30.60 |

第三部分 情况说明

一、支出情况

本年支出合计530.00万元。上年基金支出为40.00万元，本年比上年增加10.00万元，增长25%。

二、其他

截至2024年12月31日，年末实有在职人员64人。本年支出行政运行年初预算为400.00万元，支出决算为410.00万元。次均防治费用35.20元。县农业农村局在职干部职工66人，全部纳入考核。公务用车编制5辆，实有4辆。
全年受理投诉咨询1520件，办结1444件。

三、收入情况

收入合计530.00万元，其中：财政拨款494.00万元，占93.21%；其他收入36.00万元，占6.79%。其他收入为省农科院拨付的虫情测报合作经费。
财政对防治基金的补助为20.00万元。

四、名词解释

其他收入：指除上述各项以外取得的收入，主要是利息收入。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("said"), "汀溪县农业农村局2024年部门决算", TEXT) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("科目213-01-08这一行的合计是多少？", "120.00万元"),
        ("我是县人大代表，想核一下：行政运行花了多少？", "410.00万元"),
        ("2130108支了多少钱", "120.00万元"),
        ("行政运行支出多少（我要的不是预算数）？", "410.00万元"),
        ("植保无人机平均一架多少万元？", "5.40万元"),
        ("病虫害控制占比是多少（病虫害控制÷农林水支出）？保留两位小数", "22.64%"),
        ("按受理投诉咨询算，办结率是多少？", "95.00%"),
        ("公务用车实有几辆？", "4辆"),
        ("行政运行超出年初预算多少万元？", "10.00万元"),
        ("次均防治费用平均是多少元？", "35.20元"),
        ("给虫子打药灭虫的钱（病虫害控制）花了多少？", "120.00万元"),
    ],
)
def test_the_figure_is_the_one_that_is_meant(store: Store, question: str, value: str) -> None:
    found = answer(store, question)
    assert (found.status, str(found.value)) == ("answered", value)


def test_two_counts_of_one_thing_are_both_told(store: Store) -> None:
    found = answer(store, "到底有多少在职人员？")
    assert found.status == "conflict"
    assert "64人" in found.text
    assert "66人" in found.text


@pytest.mark.parametrize("question", ["汀溪县农业技术推广中心2024年支出多少？", "汀溪县博物馆2024年的行政运行是多少？"])
def test_another_institution_of_the_place_is_not_answered_for(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"


def test_an_income_is_told_by_what_is_said_of_it(store: Store) -> None:
    assert "省农科院拨付" in answer(store, "那36万的“其他收入”是从哪儿来的？").text


def test_what_a_fund_is_given_is_not_what_it_spends(store: Store) -> None:
    assert answer(store, "防治基金总共支出多少？").status == "not_found"
    assert str(answer(store, "对防治基金的补助是多少？").value) == "20.00万元"


def test_the_largest_of_a_named_table_is_of_all_its_items(store: Store) -> None:
    found = answer(store, "一般公共预算财政拨款支出决算表里金额最大的项级科目是哪个？")
    assert str(found.value) == "410.00万元"
    assert "行政运行" in found.text


def test_this_years_change_stands_beside_last_years_level(store: Store) -> None:
    assert str(answer(store, "基金支出较上年变动了多少？").value) == "10.00万元"


def test_cells_of_different_rows_and_columns_are_not_added(store: Store) -> None:
    assert str(answer(store, "植保无人机和测报灯的采购金额合计多少？").value) == "30.60万元"
    assert answer(store, "在职职工人均收入多少元？").status == "not_found"


@pytest.mark.parametrize(("text", "asked"), [("房屋占用面积多少？", False), ("行政运行占总支出的百分之多少？", True)])
def test_what_is_occupied_is_no_share(text: str, asked: bool) -> None:
    assert read_question(text).asks("share") is asked
