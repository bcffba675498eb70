"""A stated share against its own part and whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Store
from qa.lookup import answer
from tests.disputed import disputed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        yield opened


def test_a_share_that_its_part_and_whole_do_not_give_is_told(store: Store) -> None:
    found = answer(store, "卫生健康支出占6.13%，算对了吗？")
    assert found.status == "conflict"
    assert {figure.text: figure.verdict for figure in found.figures}["6.13%"] == "contradicted"
    assert "41.70 ÷ 812.40 × 100% ≈ 5.13%" in found.text


@pytest.mark.parametrize("question", ["农林水支出占76.22%，算对了吗？", "住房保障支出占6.79%对吗？"])
def test_a_share_that_holds_is_confirmed(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert found.text.startswith("是")
    assert "勾稽关系也相符" in found.text


def test_a_difference_from_the_budget_is_recomputed(tmp_path: Path) -> None:
    path = tmp_path / "水务局.txt"
    path.write_text(
        "青岚县水务局2022年部门决算\n\n一、三公经费\n\n2022年度“三公”经费支出预算8.00万元，决算6.63万元，比预算减少1.73万元。\n\n"
        "二、培训费\n\n2022年度培训费支出预算5.00万元，决算4.20万元，比预算减少0.80万元。\n",
        encoding="utf-8",
    )
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        wrong = answer(opened, "三公经费决算比预算少1.73万元，算对了吗？")
        right = answer(opened, "培训费决算比预算少0.80万元，算对了吗？")
    assert wrong.status == "conflict"
    assert "8.00 − 6.63 = 1.37" in wrong.text
    assert right.status == "answered"


def test_a_completion_rate_of_a_budget_of_zero_is_told(tmp_path: Path) -> None:
    path = tmp_path / "水务局.txt"
    path.write_text(
        "青岚县水务局2022年部门决算\n\n一、支出情况\n\n一般公共预算财政拨款支出年初预算为0万元，全年预算为320.00万元，支出决算为304.00万元，完成年初预算的95.00%。\n",
        encoding="utf-8",
    )
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        found = answer(opened, "一般公共预算财政拨款支出“完成年初预算的95.00%”，这个说法成立吗？")
    assert found.status == "conflict"
    assert "320.00万元" in found.text
    assert {figure.text: figure.verdict for figure in found.figures}["95.00%"] == "contradicted"
