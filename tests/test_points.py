"""The points of a numbered list of the text are counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer

TEXT = """汀溪县文化馆2025年部门预算

第一部分 概况

一、主要职责

（一）组织群众文化活动。
（二）培训文艺骨干。
（三）保护非物质文化遗产。
（四）完成县文旅局交办的其他任务。

二、机构设置

县文化馆设下列内设机构：
（一）办公室。负责文秘和财务。
（二）创作部。负责作品创作。

第二部分 部门预算表

收支总表

单位：万元

| 收入 | 预算数 | 支出 | 预算数 |
|---|---|---|---|
| 一般公共预算拨款 | 86.00 | 文化旅游体育与传媒支出 | 86.00 |
| 收入总计 | 86.00 | 支出总计 | 86.00 |
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("points"), "汀溪县文化馆2025年部门预算", TEXT) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "size", "named"), [("主要职责一共列了几条？", "4条", "培训文艺骨干"), ("县文化馆设了几个内设机构？", "2个", "创作部")]
)
def test_the_points_of_a_list_are_counted_and_named(store: Store, question: str, size: str, named: str) -> None:
    found = answer(store, question)
    assert (found.status, str(found.value)) == ("answered", size)
    assert named in found.text


def test_a_list_that_is_not_there_is_not_counted(store: Store) -> None:
    assert answer(store, "年度目标一共列了几条？").status == "not_found"
