"""One item over several years that one document tells of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import Store
from qa.lookup import answer

TEXT = """云溪县医疗保障局2024年部门预算

第三部分 情况说明

医疗救助近年情况如下：2021年救助人数719人次，救助金额24.85万元；2022年救助人数708人次，救助金额33.19万元；2023年救助人数492人次，救助金额29.67万元。
"""


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    store = Store.open(tmp_path / "store")
    store.add(tmp_path / "one.txt")
    return lambda question: f"{(found := answer(store, question)).status} {found.value}"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2021至2023三个年度的救助金额累计是多少万元？", "answered 87.71万元"),
        ("2021年到2023年救助金额一共多少？", "answered 87.71万元"),
        ("2020年到2023年救助金额一共多少？", "not_found None"),
        ("2023年救助人数比2021年少多少人次？", "answered -227人次"),
        ("2022年救助金额是多少？", "answered 33.19万元"),
    ],
)
def test_the_years_of_a_range_are_added_up_where_each_is_told(ask: Callable[[str], str], question: str, expected: str) -> None:
    assert ask(question) == expected
