"""Assets to be acquired against what the economic classes set aside for purchases."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited

BUDGET = """云溪县医疗保障局2025年部门预算

第二部分 预算表

一般公共预算基本支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| 302 | 商品和服务支出 | 12.00 | | 12.00 |
| 30201 | 办公费 | 12.00 | | 12.00 |
| 310 | 资本性支出 | {bought} | | {bought} |
| 31002 | 办公设备购置 | {bought} | | {bought} |

第三部分 国有资产情况

本年度拟购置固定资产总额为{planned}万元，已列入政府采购预算。
"""


@pytest.mark.parametrize(
    ("planned", "bought", "outcome"),
    [("0", "2.94", "inconsistent"), ("2.94", "2.94", "consistent"), ("30.00", "2.94", "consistent"), ("0", "0.00", None)],
)
def test_planned_purchases_hold_what_is_set_aside_for_them(planned: str, bought: str, outcome: str | None, tmp_path: Path) -> None:
    found = audited(BUDGET.format(planned=planned, bought=bought), tmp_path)
    checks = [check for check in found.checks if check.rule == "assets.acquired"]
    assert [check.verdict for check in checks] == ([outcome] if outcome else [])


PURCHASES = """云溪县医疗保障局2025年部门预算

政府采购预算表

单位：万元

| 采购项目 | 采购品目 | 数量 | 计量单位 | 预算金额 |
|---|---|---|---|---|
| 合 计 | | | | {total} |
| 便携机 | A02010108 | 12 | 台 | 7.20 |
| 一体机 | A02020400 | 6 | 台 | 3.60 |
| 宣传册 | C23090100 印刷服务 | 1 | 批 | 15.10 |
"""


@pytest.mark.parametrize(("total", "verdict"), [("25.90", "consistent"), ("27.90", "inconsistent"), ("98.40", "uncheckable")])
def test_purchases_add_up_to_their_total(total: str, verdict: str, tmp_path: Path) -> None:
    """A total that one slip explains is wrong; one of something else may have rows that the table leaves out."""
    found = audited(PURCHASES.format(total=total), tmp_path)
    assert [check.verdict for check in found.checks if check.rule == "purchase.list"] == [verdict]


@pytest.mark.parametrize(("said", "verdict"), [("25.90", "consistent"), ("29.50", "inconsistent")])
def test_the_text_states_the_total_of_the_table_of_purchases(said: str, verdict: str, tmp_path: Path) -> None:
    text = (
        PURCHASES.format(total="25.90")
        + f"\n第三部分 情况说明\n\n（三）政府采购情况。2025年政府采购预算{said}万元，其中货物类10.80万元。\n"
    )
    found = audited(text, tmp_path)
    assert [check.verdict for check in found.checks if check.rule == "purchase.text"] == [verdict]
