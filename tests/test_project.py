"""The project that a form of targets is for is part of the words of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional import disclosed

from corpus.reader import read
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


def test_a_form_for_another_project_is_a_table_of_its_own_under_the_same_title(tmp_path: Path) -> None:
    path = tmp_path / "forms.txt"
    form = "项目名称：{}　预算金额：{}万元\n\n二级指标 | 三级指标 | 指标值\n数量指标 | {} | {}\n质量指标 | 合格率 | 100%\n\n"
    text = "云溪县观测局\n2031年部门预算\n\n项目绩效目标表\n\n" + form.format("观测站修缮", "20.00", "修缮站点", "4处")
    path.write_text(text + form.format("溪流取样", "30.00", "取样", "900份"), encoding="utf-8")
    document = read(path)
    assert [table.title for table in document.tables] == ["项目绩效目标表", "项目绩效目标表"]
    assert list(projects_of_forms(document).values()) == ["观测站修缮", "溪流取样"]
