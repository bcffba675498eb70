"""The project that a form of targets is for is part of the words of its figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer
from qa.project import projects_of_forms

FORMS = """梨溪县民政局
2024年部门决算

一、项目绩效自评

项目名称：村级颐养之家运营补贴

项目支出绩效自评表

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
|---|---|---|---|
| 产出指标 | 补贴机构数量 | 20家 | 18家 |
| 效益指标 | 群众满意度 | ≥90% | 91.5% |

二、重点项目绩效自评

重点项目绩效自评表

| 项目名称 | 困境儿童关爱 | 主管部门 | 梨溪县民政局 |
|---|---|---|---|
| 绩效指标 | 指标名称 | 年度指标值 | 实际完成值 |
| 产出指标 | 走访儿童人次 | ≥300人次 | 320人次 |
| 效益指标 | 群众满意度 | ≥90% | 88.2% |

项目支出表

单位：万元

| 项目名称 | 金额 |
|---|---|
| 困境儿童关爱 | 60.00 |
| 合计 | 60.00 |
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("project"), "梨溪县民政局2024年部门决算", FORMS) as opened:
        yield opened


def test_the_project_is_named_above_the_form_or_in_it_and_a_list_of_projects_is_none(store: Store) -> None:
    (record,) = store.documents()
    assert list(projects_of_forms(store.document(record.id)).values()) == ["村级颐养之家运营补贴", "困境儿童关爱"]


@pytest.mark.parametrize(("project", "expected"), [("颐养之家运营补贴", "91.5%"), ("困境儿童关爱", "88.2%")])
def test_a_question_tells_two_forms_apart_by_their_projects(store: Store, project: str, expected: str) -> None:
    assert str(answer(store, f"{project}项目的群众满意度实际是多少？").value) == expected
