"""What the header of a column says."""

from __future__ import annotations

import pytest

from corpus.header_meaning import header_meaning


@pytest.mark.parametrize(
    ("path", "meaning"),
    [
        (("本年支出", "小计"), ("本年支出/小计", None, None, None, 0)),
        (("金额(万元)",), ("金额", "万元", None, None, 0)),
        (("2030年决算数",), ("2030年决算数", None, "决算", 2030, 0)),
        (("上年预算数",), ("上年预算数", None, "上年预算", None, -1)),
        (("上年结转",), ("上年结转", None, None, None, 0)),
        (("预算执行率",), ("预算执行率", "%", "执行", None, 0)),
    ],
)
def test_measure_unit_basis_and_year(path: tuple[str, ...], meaning: tuple[str, str | None, str | None, int | None, int]) -> None:
    assert header_meaning(path) == meaning
