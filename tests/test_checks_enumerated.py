"""Tables without codes: totals over numbered rows, weights and scores: cases that hold, fail and say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited, failing, verdicts

ASSETS = """松岭区文化馆2025年部门预算

第二部分 2025年部门预算表

国有资产占用情况表

| 项目 | 数量 | 价值（金额单位：万元） |
|---|---|---|
| {total} | | {value} |
| 1、房屋（平方米） | 900 | 210.40 |
| 其中：办公用房（平方米） | 300 | 80.10 |
| 2、车辆（台、辆） | 1 | 18.60 |
| 3、其他固定资产 | 214 | 61.25 |
| 4、无形资产 | | {last} |
"""


@pytest.mark.parametrize(
    ("total", "value", "last", "expected"),
    [
        ("资产总额", "302.75", "12.50", ["consistent"]),
        ("资产总额", "302.57", "12.50", ["inconsistent"]),
        ("资产总额", "302.75", "", ["uncheckable"]),  # no slip of the pen: a row may be missing
        ("主要资产", "302.75", "12.50", []),
    ],
)
def test_numbered_rows_add_up_to_the_total_over_them(tmp_path: Path, total: str, value: str, last: str, expected: list[str]) -> None:
    assert verdicts(audited(ASSETS.format(total=total, value=value, last=last), tmp_path), "table.numbered") == expected


WEIGHTS = """松岭区文化馆2025年部门预算

第二部分 2025年部门预算表

部门预算项目绩效目标申报表

金额单位：万元

| 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 |
|---|---|---|---|---|---|---|---|---|
| 夜间开放 | 26.80 | 产出指标 | 数量指标 | 开放场次 | ≥ | 210 | 场 | {first} |
| 夜间开放 | 26.80 | 效益指标 | 社会效益指标 | 接待读者 | ≥ | 4600 | 人次 | 30 |
| 夜间开放 | 26.80 | 满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥ | 92 | % | 20 |
| 流动演出 | 5.00 | 产出指标 | 数量指标 | 演出场次 | ≥ | 36 | 场 | 50 |
| 流动演出 | 5.00 | 效益指标 | 社会效益指标 | 观众人次 | ≥ | 3100 | 人次 | 30 |
| 流动演出 | 5.00 | 满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥ | 95 | % | 10 |
| 少儿美育 | 8.00 | 产出指标 | 数量指标 | 课程门数 | ≥ | 12 | 门 | 60 |
| 少儿美育 | 8.00 | 满意度指标 | 服务对象满意度指标 | 家长满意度 | ≥ | 96 | % | {last} |
"""


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("40", "30", ["consistent"] * 3),
        ("20", "30", ["inconsistent", "consistent", "consistent"]),
        ("", "30", ["consistent", "consistent"]),  # a weight that was lost
        ("45", "35", []),  # no two projects agree on a whole
    ],
)
def test_weights_add_up_to_the_same_whole(tmp_path: Path, first: str, last: str, expected: list[str]) -> None:
    assert verdicts(audited(WEIGHTS.format(first=first, last=last), tmp_path), "performance.weights") == expected


SCORES = """松岭区文化馆2025年单位决算

第二部分 2025年决算表

项目支出绩效自评表（流动演出）

| 项目名称 | 流动演出 | | |
|---|---|---|---|
| 全年执行数 | 5.00 | 执行率 | 100% |
| 指标 | 年度指标值 | 实际完成值 | 得分 |
| 产出指标（{weight}分）：演出场次 | ≥36场 | 38场 | {score} |
| 效益指标（30分）：观众人次 | ≥3100人次 | 3260人次 | 27 |
| 满意度指标（20分）：观众满意度 | ≥95% | 94.2% | 19 |
| 自评总分 | | | 94 |
"""


@pytest.mark.parametrize(
    ("weight", "score", "expected"),
    [("50", "48", ["consistent"]), ("50", "46", ["inconsistent"]), ("40", "38", [])],  # 10 more for what stands elsewhere
)
def test_scores_add_up_where_they_are_all_there(tmp_path: Path, weight: str, score: str, expected: list[str]) -> None:
    found = audited(SCORES.format(weight=weight, score=score), tmp_path)
    assert verdicts(found, "performance.scores") == expected
    assert len(failing(found)) == expected.count("inconsistent")
