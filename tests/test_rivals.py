"""Statements of one thing that differ are a contradiction; things named alike are told by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Store
from qa.lookup import answer
from tests.disputed import disputed
from tests.fictional import filled


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        yield opened


@pytest.mark.parametrize(
    "question", ["新建集中供水点的指标值，两张绩效表写得一样吗？", "新建集中供水点要建多少个？项目和整体绩效表一致吗？"]
)
def test_targets_under_slightly_different_names_are_both_told(store: Store, question: str) -> None:
    found = answer(store, question)
    assert "≥40个" in found.text
    assert "≥46个" in found.text
    assert "“新建集中供水点数量" in found.text
    assert "“新建集中供水点个数" in found.text


def test_what_several_things_are_called_is_no_contradiction(tmp_path: Path) -> None:
    text = "青岚县水务局2023年部门预算\n\n一、甲\n\n补助标准280.00元。\n\n二、乙\n\n补助标准250.00元。\n\n三、丙\n\n补助标准44.00元。\n"
    path = tmp_path / "水务局.txt"
    path.write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        assert answer(opened, "补助标准到底是多少，前后一致吗？").status != "conflict"


def test_figures_of_other_funds_are_no_rivals(tmp_path: Path) -> None:
    with filled(tmp_path) as opened:
        # 812.40 counts all expenditure, 412.40 the basic one.
        found = answer(opened, "支出预算前后一致吗？")
    # Whether places agree is not answered with the only one that there is.
    assert found.status == "not_found"
    assert found.value is None
    assert "只找到一处[1]" in found.text
    assert "812.40" in found.citations[0].quote
    assert "412.40" not in found.text


COUNTS = """青岚县水务局2023年部门决算

第二部分 部门决算表

人员及资产情况表

单位：万元

| 项目 | 编制数 | 实有数 |
|---|---|---|
| 在职人员合计 | 71 | 65 |
| 行政人员 | 32 | 30 |

第三部分 情况说明

一、财政拨款“三公”经费支出情况

全局公务用车保有量6辆。全年国内公务接待118批次、1064人次。

二、公务接待情况

全年国内公务接待118批次、1046人次。

三、其他

年末在职人员63人。截至年末，共有车辆7辆，其中应急防汛车5辆、机要用车2辆。
"""


@pytest.mark.parametrize(
    ("question", "versions"),
    [
        ("国内公务接待了多少人次？前后一致吗？", ("1064人次", "1046人次")),
        ("在职人员到底多少人？说明和人员表写的一样不？", ("63人", "65人")),
        ("公车6辆还是7辆？", ("6辆", "7辆")),
    ],
)
def test_counts_that_differ_are_told_wherever_they_stand(tmp_path: Path, question: str, versions: tuple[str, str]) -> None:
    path = tmp_path / "水务局.txt"
    path.write_text(COUNTS, encoding="utf-8")
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        found = answer(opened, question)
        assert all(version in found.text for version in versions)
        assert found.status == "conflict" or "是否为同一事项请核对原文" in found.text
