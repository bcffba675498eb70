"""A made-up disclosure of a made-up agency, whose every figure reconciles, and ways to audit variants of it."""

from __future__ import annotations

from pathlib import Path

from corpus.ledger import figures
from corpus.reader import read
from qa.checks.audit import Audit, audit
from qa.checks.check import Check

SOUND = """青石县水利局2025年部门预算

第二部分 2025年部门预算表

表1

部门收支总表

金额单位：万元

| 收 入 | | 支 出 | |
|---|---|---|---|
| 项 目 | 预算数 | 项 目 | 预算数 |
| 一、一般公共预算拨款收入 | 512.40 | 一、一般公共服务支出 | |
| 二、政府性基金预算拨款收入 | 30.00 | 二、社会保障和就业支出 | 62.15 |
| 三、其他收入 | | 三、卫生健康支出 | 18.25 |
| | | 四、农林水支出 | 462.00 |
| 本年收入合计 | 542.40 | 本年支出合计 | 542.40 |
| 上年结转 | | 结转下年 | |
| 收入总计 | 542.40 | 支出总计 | 542.40 |

表2

部门支出总表

金额单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 542.40 | 300.40 | 242.00 |
| 208 | 社会保障和就业支出 | 62.15 | 62.15 | |
| 20805 | 行政事业单位养老支出 | 62.15 | 62.15 | |
| 2080505 | 机关事业单位基本养老保险缴费支出 | 41.43 | 41.43 | |
| 2080506 | 机关事业单位职业年金缴费支出 | 20.72 | 20.72 | |
| 210 | 卫生健康支出 | 18.25 | 18.25 | |
| 21011 | 行政事业单位医疗 | 18.25 | 18.25 | |
| 2101101 | 行政单位医疗 | 18.25 | 18.25 | |
| 213 | 农林水支出 | 462.00 | 220.00 | 242.00 |
| 21303 | 水利 | 462.00 | 220.00 | 242.00 |
| 2130301 | 行政运行 | 220.00 | 220.00 | |
| 2130305 | 水利工程建设 | 242.00 | | 242.00 |

第三部分 2025年部门预算情况说明

一、收支预算情况

青石县水利局2025年收支总预算542.40万元，比2024年收支总预算500.00万元增加42.40万元，增长8.48%。

二、支出预算情况

青石县水利局2025年支出预算542.40万元，其中：基本支出300.40万元，占55.38%；项目支出242.00万元，占44.62%。

1.农林水支出（类）水利（款）行政运行（项）2025年预算数为220.00万元，比2024年预算增加20.00万元，增长10%。
"""


def audited(text: str, folder: Path) -> Audit:
    """The audit of a text as a file of its own."""
    path = folder / "qingshi_2025_budget.txt"
    path.write_text(text, encoding="utf-8")
    document = read(path)
    return audit(document, figures(document), path.name)


def variant(folder: Path, *changes: tuple[str, str]) -> Audit:
    """The audit of the sound disclosure after replacements, each of which must fit exactly once."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return audited(text, folder)


def verdicts(found: Audit, rule: str) -> list[str]:
    """The verdicts of one rule's checks."""
    return [check.verdict for check in found.checks if check.rule == rule]


def failing(found: Audit) -> list[Check]:
    """The checks that fail."""
    return [check for check in found.checks if check.verdict == "inconsistent"]
