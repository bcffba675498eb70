"""Three disclosures of agencies that do not exist, shipped with Gouji; one figure of each is wrong on purpose.

The codes and item names are those of the real classification of government
revenue and expenditure; every sentence and every figure was made up for Gouji. `python -m corpus.samples.make` makes the files again,
byte for byte. All figures reconcile but one in each file, which is wrong on purpose:

| file | where | printed | right |
| --- | --- | --- | --- |
| 云岭县林业和草原局2023年部门预算.pdf | 表6 一般公共预算基本支出表, row 302 商品和服务支出, column 合计 (page 10) | 94.54 | 94.45, as its own items, 公用经费 in the same row and the total say |
| 云岭县林业和草原局2024年部门预算.pdf | 第三部分, 一、收支预算总体情况: 收支总预算比上年预算增加115.28万元，增长… (page 13) | 5.63% | 6.53% (1881.61 against 1766.33) |
| 澄湾市公共图书馆管理中心2024年度单位决算.txt | 第三部分, 四、（三）, item 7 住房公积金: 支出决算为…万元 (line 239) | 49.72 | 47.92, as tables 01 to 06 and 完成年初预算的101.96% say |

What they show of real disclosures: tables that run over a page, with the header printed again (2023) and without (2024); a landscape
page; headers over two and three rows; side-by-side tables; a table without data and its note; target forms; 栏次 and 行次; a budget
with 上年结转 and 其他收入; growth from zero and above 100%; two agencies, two consecutive years, 预算 and 决算.
"""

from __future__ import annotations

from pathlib import Path

NAMES = ("云岭县林业和草原局2023年部门预算.pdf", "云岭县林业和草原局2024年部门预算.pdf", "澄湾市公共图书馆管理中心2024年度单位决算.txt")


def files() -> tuple[Path, ...]:
    """The sample files, in the order of `NAMES`."""
    return tuple(Path(__file__).with_name(name) for name in NAMES)
