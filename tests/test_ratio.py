"""Shares and averages, as stated or computed; the whole may be named, or be the table's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional import disclosed
from narrated import filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("ratio")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("高级工程师占在职人员的多大比例？", "15.00%"),
        ("在职人员里，工程师占百分之几？", "35.00%"),
        ("项目支出的比重是多少？", "35.00%"),
        ("人均基本支出是多少元（按在职人员算，请保留两位小数）？", "130000.00元"),
        ("按在职人员，人均项目支出多少万元？", "7.00万元"),
    ],
)
def test_shares_and_averages(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert str(found.value) == expected
    assert {figure.verdict for figure in found.figures} <= {"confirmed", "cited", "computed"}


@pytest.mark.parametrize("question", ["按320人算，护林员人均多少？", "临时工占在职人员的多大比例？"])
def test_what_is_not_named_is_not_divided(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"


VISITS = """芦湾县卫生健康局
2023年部门决算

一、“三公”经费

公务接待费7.42万元，国内公务接待64批次、512人次。
"""


def test_what_is_asked_for_each_batch_is_divided_by_batches(tmp_path: Path) -> None:
    with disclosed(tmp_path, "芦湾县卫生健康局2023年部门决算", VISITS) as opened:
        assert str(answer(opened, "平均每批次公务接待花了多少元？").value) == "1159.38元"
        assert str(answer(opened, "平均每人次公务接待花了多少元？").value) == "144.92元"
