"""What is counted in the text against what the tables count."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited

FINAL = """云溪县科学技术协会2022年度部门决算

附件 公务接待情况表（2022年度）

| 接待类别 | 批次 | 人次 | 金额（万元） |
|---|---|---|---|
| 国内公务接待 | 11 | 78 | 0.72 |
| 其中：外事接待 | 0 | 0 | 0.00 |
| 国（境）外公务接待 | 0 | 0 | 0.00 |

第三部分 情况说明

公务接待费支出决算0.72万元。2022年共接待国内来访团组{batches}批次、{visits}人次，主要是外县区交流学习。
"""


@pytest.mark.parametrize(
    ("batches", "visits", "verdicts"), [("11", "78", ["consistent", "consistent"]), ("9", "78", ["inconsistent", "consistent"])]
)
def test_receptions_in_the_text_are_those_of_the_table(batches: str, visits: str, verdicts: list[str], tmp_path: Path) -> None:
    found = audited(FINAL.format(batches=batches, visits=visits), tmp_path)
    assert [check.verdict for check in found.checks if check.rule == "count.reception"] == verdicts
