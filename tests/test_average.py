"""What comes on each one: as stated by its own name, over the number of people, over what a row counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from fictional import disclosed
from narrated import filled

from qa.lookup import answer

VISITS = """芦湾县卫生健康局
2023年部门决算

一、“三公”经费

公务接待费7.42万元，国内公务接待64批次、512人次。次均门诊费用186.00元。
"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [("人均基本支出是多少元（按在职人员算，请保留两位小数）？", "130000.00元"), ("按在职人员，人均项目支出多少万元？", "7.00万元")],
)
def test_money_is_shared_among_the_staff(tmp_path: Path, question: str, expected: str) -> None:
    with filled(tmp_path) as store:
        assert str(answer(store, question).value) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("平均每批次公务接待花了多少元？", "1159.38元"), ("平均每人次公务接待花了多少元？", "144.92元"), ("次均门诊费用是多少？", "186.00元")],
)
def test_it_is_divided_by_what_the_question_says_or_told_as_it_stands(tmp_path: Path, question: str, expected: str) -> None:
    with disclosed(tmp_path, "芦湾县卫生健康局2023年部门决算", VISITS) as opened:
        assert str(answer(opened, question).value) == expected
