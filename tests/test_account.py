"""Every word of a question is said by the figures that answer it, or the question is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import narrated
import pytest
from fictional import disclosed, filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("account")) as opened:
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "差旅费里国外考察安排了多少？",
        "公务接待费中外宾接待是多少？",
        "基本工资和疫苗采购费合计多少？",
        "What is the basic salary of contract teachers?",
        "广州市2023年差旅费是多少？",
    ],
)
def test_a_word_that_no_figure_says_is_refused(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("差旅费一共安排了多少钱？", "18.80万元"),
        ("How much is budgeted for official reception?", "20.00万元"),
        ("青岚县水务局2023年：差旅费是多少？", "18.80万元"),
        ("办公费和差旅费加在一起一年多少？", "40.30万元"),
    ],
)
def test_words_that_only_ask_need_not_be_said(store: Store, question: str, expected: str) -> None:
    assert str(answer(store, question).value) == expected


def test_a_year_before_the_question_names_the_disclosure(store: Store) -> None:
    assert answer(store, "青岚县水务局2023年：2021年的差旅费是多少？").status == "not_found"


def test_a_question_goes_on_from_the_one_before(store: Store) -> None:
    found = answer(store, "办公费呢？", history=["青岚县水务局2023年差旅费是多少？"])
    assert str(found.value) == "21.50万元"


@pytest.mark.parametrize("question", ["第四批造林合同任务量是多少？", "年末结转结余是多少？", "云汀县林业局2021年的项目支出？"])
def test_what_a_number_or_a_word_tells_apart_is_not_passed_over(tmp_path: Path, question: str) -> None:
    with narrated.filled(tmp_path) as opened:
        assert answer(opened, question).status == "not_found"


def test_the_agency_itself_is_told_from_its_units(tmp_path: Path) -> None:
    with narrated.filled(tmp_path) as opened:
        assert str(answer(opened, "局本级的基本支出是多少？").value) == "410.00万元"
        assert str(answer(opened, "基本支出是多少？").value) == "520.00万元"


def test_an_english_question_about_another_place_is_refused(store: Store) -> None:
    assert answer(store, "How much did Shazhou budget for official reception (公务接待费)?").status == "not_found"


def test_function_words_need_not_be_said(store: Store) -> None:
    assert str(answer(store, "差旅费这一块大概安排了多少？").value) == "18.80万元"


def test_an_item_at_the_end_of_another_word_is_not_named(store: Store) -> None:
    assert answer(store, "罚没收入是多少？").status == "not_found"
    assert answer(store, "收入总计是多少？").status == "answered"


def test_the_staff_and_the_agency_itself_need_not_be_said(store: Store) -> None:
    assert str(answer(store, "单位给职工发的基本工资是多少？").value) == "148.60万元"
    assert answer(store, "退休教师的基本工资是多少？").status == "not_found"


UNITS = """湫泉省林业局
2026年部门预算

第一部分 预算表

部门收入预算总表（分单位）

单位：万元

| 单位名称 | 收入总计 | 一般公共预算 | 事业收入 |
|---|---|---|---|
| 局本级 | 5000.00 | 5000.00 | |
| 东山国有林场 | 1830.00 | 1630.00 | 200.00 |
| 西川国有林场 | 1590.00 | 1490.00 | 100.00 |
| 林业科学研究所 | 900.00 | 900.00 | |
| 合计 | 9320.00 | 9020.00 | 300.00 |

项目支出绩效自评表

| 一级指标 | 三级指标 | 实际完成值 |
|---|---|---|
| 产出指标 | 造林省级资金到位情况 | 95 |
| 得分 | 省级资金项目自评得分 | 91.6 |

第二部分 情况说明

全年培训护林员460人次，其中女护林员173人次。“三公”经费预算5.30万元，比2025年减少1.20万元，下降18.46%。
"""


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("units"), "湫泉省林业局2026年部门预算", UNITS) as opened:
        yield opened


def test_a_word_with_a_light_character_in_its_midst_is_one_word(units: Store) -> None:
    assert str(answer(units, "培训了多少护林员？").value) == "460人次"
    found = answer(units, "培训的护林员里女同志有几个？")
    assert found.status == "not_found" or str(found.value) == "173人次"


def test_a_score_is_no_sum_of_money(units: Store) -> None:
    assert answer(units, "省级资金项目花了多少钱？").status == "not_found"


def test_of_several_columns_the_whole_is_added_up_where_none_is_named(units: Store) -> None:
    assert str(answer(units, "两家国有林场合起来的收入是多少？").value) == "3420.00万元"
    assert str(answer(units, "两家国有林场的事业收入合计是多少？").value) == "300.00万元"


def test_by_how_much_something_was_cut_is_a_change(units: Store) -> None:
    found = answer(units, 'By how much was the "three public" budget cut against 2025?')
    assert "1.20" in found.text
    assert "5.30" not in found.text


ASSETS = """棠溪县民政局
2024年部门预算

国有资产占用情况表

| 项目 | 数量（台） | 价值（万元） |
|---|---|---|
| 单价在50万元以上的设备 | 2 | 130.50 |
| 其他固定资产 | 40 | 80.20 |
"""


def test_a_number_in_an_items_name_is_part_of_it(tmp_path: Path) -> None:
    with disclosed(tmp_path, "棠溪县民政局2024年部门预算", ASSETS) as opened:
        found = answer(opened, "单价五十万元以上的设备价值是多少万元？")
        assert str(found.value) == "130.50万元"
        assert [figure.verdict for figure in found.figures].count("unsupported") == 0
        assert answer(opened, "单价100万元以上的设备价值是多少万元？").status == "not_found"
