"""What share of a budget was carried out: as stated, or over the budget of the same sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.store import Store
from qa.lookup import answer

FINAL = """白沙县粮食局
2024年度部门决算

第一部分 白沙县粮食局概况

一、主要职能

白沙县粮食局负责全县粮食储备管理。

第二部分 2024年度部门决算情况说明

一、收支情况

2024年全县政府性基金预算支出完成4.50亿元，为调整预算的79.5%，同比下降2.4%。

二、财政拨款支出情况

行政运行全年预算为52.00万元，支出决算为39.00万元。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("done")
    path = folder / "白沙县粮食局2024年度部门决算.txt"
    path.write_text(FINAL, encoding="utf-8")
    with Store.open(folder / "store") as opened:
        opened.add(path)
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "全县政府性基金支出为调整预算的百分之几？",
        "2024年全县政府性基金支出完成调整预算的百分之多少？",
        "全县政府性基金预算支出的完成率是多少？",
    ],
)
def test_a_stated_completion_is_found_in_any_wording(store: Store, question: str) -> None:
    assert str(answer(store, question).value) == "79.5%"


def test_a_completion_of_another_budget_is_not_given(store: Store) -> None:
    assert str(answer(store, "全县政府性基金支出完成年初预算的百分之几？").value) != "79.5%"


def test_it_is_computed_where_one_sentence_gives_both(store: Store) -> None:
    found = answer(store, "行政运行支出完成全年预算的百分之几？")
    assert str(found.value) == "75.00%"
    assert {figure.verdict for figure in found.figures} <= {"confirmed", "cited", "computed"}
