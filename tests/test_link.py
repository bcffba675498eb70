"""Which of the same item's figures a question means: by the table it names, by all funds or one, by its code alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.link import named_tables
from qa.lookup import answer

FINAL = """松原大学
2023年度部门决算

第一部分 决算表

支出决算表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 2050202 | 小学教育 | 930.00 | 900.00 | 30.00 |
| 2050205 | 高等教育 | 5100.00 | 4000.00 | 1100.00 |
| | 合计 | 6030.00 | 4900.00 | 1130.00 |

财政拨款支出决算表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 2050202 | 小学教育 | 790.00 | 770.00 | 20.00 |
| 2050205 | 高等教育 | 3200.00 | 2600.00 | 600.00 |
| | 合计 | 3990.00 | 3370.00 | 620.00 |

第二部分 情况说明

一、财政拨款支出决算情况

1.小学教育（2050202），2023年度决算数为790.00万元。
2.高等教育（2050205），2023年度决算数为3200.00万元。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("link"), "松原大学2023年度部门决算", FINAL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("高等教育全口径支出多少？", "5100.00万元"),
        ("支出决算表里高等教育合计多少，不要只看财政拨款", "5100.00万元"),
        ("财政拨款支出决算表里的高等教育是多少？", "3200.00万元"),
        ("支出决算表里2050205是多少？", "5100.00万元"),
        ("松大小学教育全口径花了多少？", "930.00万元"),
    ],
)
def test_the_table_and_the_funds_that_are_asked_for(store: Store, question: str, expected: str) -> None:
    assert str(answer(store, question).value) == expected


def test_a_code_that_the_document_lacks_names_nothing(store: Store) -> None:
    assert answer(store, "2050203是多少？").status == "not_found"


def test_tables_are_named_by_any_of_their_titles() -> None:
    assert named_tables("支出决算表中的数") == {"支出总表"}
    assert named_tables("整体绩效表与收支总表一致吗") == {"整体支出绩效目标表", "收支总表"}
    assert not named_tables("主席表示多少")
