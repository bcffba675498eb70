"""Two figures compared: two items, two columns of a row, an item on two bases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional import disclosed

from index.store import Store
from qa.lookup import answer

FINAL = """安水市中级人民法院
2023年度部门决算

一、一般公共预算支出决算情况

2023年度一般公共预算支出年初预算为1029.40万元，支出决算为1009.10万元，完成年初预算的98.03%。

1.公共安全支出（类）法院（款）案件审判（项）。年初预算为300.00万元，支出决算为280.50万元，完成年初预算的93.50%。
2.公共安全支出（类）法院（款）“两庭”建设（项）。年初预算为150.00万元，支出决算为96.00万元，完成年初预算的64.00%。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disclosed(tmp_path_factory.mktemp("differ"), "安水市中级人民法院2023年度部门决算", FINAL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("一般公共预算支出决算比年初预算少用了多少？", "20.30万元"),
        ("案件审判的预算和决算差多少？", "19.50万元"),
        ("案件审判决算比法院的两庭建设决算多多少？", "184.50万元"),
    ],
)
def test_a_basis_is_no_other_thing(store: Store, question: str, expected: str) -> None:
    assert str(answer(store, question).value) == expected


def test_an_item_without_a_second_basis_is_refused(store: Store) -> None:
    assert answer(store, "法警装备的预算和决算差多少？").status == "not_found"


TWO_BASES = """澜溪区市容管理所
2024年度部门决算

一、支出决算情况

城乡社区环境卫生（项）全年预算为1310.00万元，支出决算为1260.40万元。行政运行（项）年初预算为200.00万元，支出决算为210.00万元。
"""


def test_the_bases_of_an_item_that_is_named_by_a_part_of_its_name(tmp_path: Path) -> None:
    with disclosed(tmp_path, "澜溪区市容管理所2024年度部门决算", TWO_BASES) as store:
        assert str(answer(store, "环境卫生这块，全年预算与决算差了多少？").value) == "49.60万元"
        assert str(answer(store, "行政运行的决算超出年初预算几万元？").value) == "10.00万元"
        assert str(answer(store, "行政运行的决算超了年初预算多少？").value) == "10.00万元"
        assert answer(store, "道路照明这块，全年预算与决算差了多少？").status == "not_found"
