"""Rows of a table that are of a kind are counted and named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer

TEXT = """汀溪县公园管理处2025年部门预算

第二部分 部门预算表

政府采购预算表

单位：万元

| 采购品目 | 类别 | 数量 | 计量单位 | 预算金额 |
|---|---|---|---|---|
| 割草机 | 货物 | 6 | 台 | 4.20 |
| 步道铺装 | 工程 | 1 | 项 | 86.00 |
| 围栏修缮 | 工程 | 1 | 项 | 12.60 |
| 保洁 | 服务 | 1 | 项 | 58.00 |
| 合计 | | | | 160.80 |

项目执行情况表

单位：万元

| 项目名称 | 功能科目 | 全年预算数 | 全年执行数 | 执行率 |
|---|---|---|---|---|
| 古树养护 | 2120501 | 30.00 | 30.00 | 100.00% |
| 游船更新 | 2120501 | 80.00 | 64.00 | 80.00% |
| 灌溉改造 | 2120399 | 45.00 | 45.00 | 100.00% |
| 合计 | | 155.00 | 139.00 | 89.68% |
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("kinds"), "汀溪县公园管理处2025年部门预算", TEXT) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "size", "names"),
    [
        ("政府采购预算表里属于工程类的有几项？", "2项", ["步道铺装", "围栏修缮"]),
        ("项目执行情况表里执行率为100%的有几个？", "2个", ["古树养护", "灌溉改造"]),
        ("项目执行情况表中列在2120501科目下的项目有几个？", "2个", ["古树养护", "游船更新"]),
    ],
)
def test_rows_of_a_kind_are_counted(store: Store, question: str, size: str, names: list[str]) -> None:
    found = answer(store, question)
    assert (found.status, str(found.value)) == ("answered", size)
    assert all(name in found.text for name in names)
    assert len(found.citations) == len(names)


def test_a_kind_that_no_row_is_of_is_not_counted(store: Store) -> None:
    assert answer(store, "政府采购预算表里属于车辆类的有几项？").status == "not_found"


def test_the_slowest_of_a_column_of_rates(store: Store) -> None:
    found = answer(store, "项目执行情况表里执行率最低的是哪个项目？")
    assert (str(found.value), "游船更新" in found.text) == ("80.00%", True)


def test_a_row_is_counted_in_its_own_unit(store: Store) -> None:
    assert str(answer(store, "割草机买几台？").value) == "6台"
