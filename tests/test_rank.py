"""The largest of the items that a document, or the question itself, lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional import disclosed, filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("rank")) as opened:
        yield opened


def test_the_items_that_the_question_lists_are_compared(store: Store) -> None:
    found = answer(store, "办公费、差旅费、公务接待费三项里哪项最多？")
    assert str(found.value) == "21.50万元"
    assert "办公费" in found.text
    assert "共比较3项" in found.text


def test_a_listed_item_that_is_nowhere_ends_the_comparison(store: Store) -> None:
    assert answer(store, "办公费、差旅费、疫苗费三项里哪项最多？").status == "not_found"


def test_the_first_of_several_are_given_in_order(store: Store) -> None:
    found = answer(store, "工资福利支出里最高的两项是什么？")
    assert found.text.index("基本工资") < found.text.index("津贴补贴")
    assert str(found.value) == "148.60万元"


def test_one_place_of_the_order_is_given_with_those_before_it(store: Store) -> None:
    found = answer(store, "工资福利支出里排第二的是哪一项？")
    assert str(found.value) == "120.30万元"
    assert found.text.index("津贴补贴") < found.text.index("基本工资")
    assert answer(store, "公用经费里排第九的是哪一项？").status == "not_found"


def test_what_is_left_out_is_not_ranked(store: Store) -> None:
    assert str(answer(store, "不算基本工资，工资福利支出里哪一项最多？").value) == "120.30万元"


def test_the_lists_of_staff_and_running_are_known_by_their_codes(tmp_path: Path) -> None:
    import fictional

    with fictional.filled(tmp_path) as opened:
        for question, expected in (
            ("日常公用经费里开销最大的科目是哪个？", "21.50万元"),
            ("公用经费明细里金额排第二的是哪个科目？", "20.00万元"),
            ("人员经费按经济分类，哪个明细科目排第一？", "148.60万元"),
        ):
            assert str(answer(opened, question).value) == expected


GROWN = """云岭市财政局
2024年财政决算报告

一、收支情况

全市教育支出51.20亿元，增长3.2%；科学技术支出9.60亿元，增长18.5%；卫生健康支出33.10亿元，增长6.4%。

二、“三公”经费

2024年市级“三公”经费财政拨款支出合计12.00万元，其中：因公出国（境）费3.00万元，增加0.50万元；公务用车购置及运行费7.00万元（购置费2.50万元、运行费4.50万元），减少1.20万元；公务接待费2.00万元，减少0.30万元。

三、资金池

科技贷资金池总规模6000万元，成长贷资金池总规模2500万元，创业贷资金池总规模1800万元。
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("grown"), "云岭市财政局2024年财政决算报告", GROWN) as opened:
        yield opened


def test_listed_items_are_ranked_by_how_fast_they_grew_where_that_is_asked(grown: Store) -> None:
    found = answer(grown, "教育支出、科学技术支出、卫生健康支出三类里，哪类增得最快？")
    assert str(found.value) == "18.5%"
    assert "科学技术支出" in found.text


def test_things_are_not_ranked_by_another_measure_than_the_one_asked_for(grown: Store) -> None:
    assert str(answer(grown, "科技贷、成长贷、创业贷的资金池总规模，哪个最大？").value) == "6000万元"
    assert answer(grown, "科技贷、成长贷、创业贷，哪个放款最多？").status == "not_found"


def test_the_parts_of_one_item_are_not_ranked_beside_the_others(grown: Store) -> None:
    found = answer(grown, "“三公”经费里花得最多的是哪一项？")
    assert str(found.value) == "7.00万元"
    assert "共比较3项" in found.text


def test_what_is_asked_for_by_its_noun_is_what_is_added_up(grown: Store) -> None:
    assert str(answer(grown, "科技贷、成长贷、创业贷的资金池总规模一共多少？").value) == "10300万元"
    assert answer(grown, "科技贷、成长贷、创业贷一共放了多少贷款？").status == "not_found"
