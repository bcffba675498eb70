"""A fictional disclosure, and a store that holds it: what the tests of questions and answers ask."""

from __future__ import annotations

from pathlib import Path

from index.store import Store

BUDGET = """青岚县水务局
2023年部门预算

目录

第一部分 青岚县水务局概况
第二部分 青岚县水务局2023年部门预算表
第三部分 青岚县水务局2023年部门预算情况说明

第一部分 青岚县水务局概况

一、主要职能

青岚县水务局负责全县水资源的统一管理和节约用水工作，指导农村饮水安全工程建设。

二、机构设置

青岚县水务局内设办公室、水资源科、河湖科等3个科室。在职人员总数26人，其中：行政编制人员12人，工勤人员3人。

第二部分 青岚县水务局2023年部门预算表

部门收支总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 812.40 | 一、社会保障和就业支出 | 96.30 |
| 二、政府性基金预算拨款收入 | | 二、卫生健康支出 | 41.70 |
| 三、事业收入 | | 三、农林水支出 | 619.20 |
| | | 四、住房保障支出 | 55.20 |
| 本年收入合计 | 812.40 | 本年支出合计 | 812.40 |
| 收入总计 | 812.40 | 支出总计 | 812.40 |

一般公共预算基本支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| | 合计 | 412.40 | 352.10 | 60.30 |
| 301 | 工资福利支出 | 352.10 | 352.10 | |
| 30101 | 基本工资 | 148.60 | 148.60 | |
| 30102 | 津贴补贴 | 120.30 | 120.30 | |
| 30113 | 住房公积金 | 55.20 | 55.20 | |
| 30109 | 职业年金缴费 | 28.00 | 28.00 | |
| 302 | 商品和服务支出 | 60.30 | | 60.30 |
| 30201 | 办公费 | 21.50 | | 21.50 |
| 30211 | 差旅费 | 18.80 | | 18.80 |
| 30217 | 公务接待费 | 20.00 | | 20.00 |

第三部分 青岚县水务局2023年部门预算情况说明

一、收支预算情况说明

青岚县水务局2023年收支总预算812.40万元，比2022年收支预算总数减少37.60万元，下降4.42%，主要原因是压缩一般性支出。

二、支出预算情况

青岚县水务局2023年支出预算812.40万元，其中：基本支出412.40万元，占50.76%；项目支出400.00万元，占49.24%。

三、三公经费

2023年“三公”经费预算数20.00万元，其中公务接待费20.00万元，因公出国（境）费0万元。

四、机关运行经费

2023年机关运行经费60.30万元，主要用于办公费、差旅费。
"""


def disclosure(folder: Path) -> Path:
    """The fictional budget as a text file."""
    path = folder / "青岚县水务局2023年部门预算.txt"
    path.write_text(BUDGET, encoding="utf-8")
    return path


def filled(folder: Path) -> Store:
    """A store with the fictional budget; close it."""
    store = Store.open(folder / "store")
    store.add(disclosure(folder))
    return store


def disclosed(folder: Path, title: str, text: str) -> Store:
    """A store in `folder` with one disclosure of this title and text."""
    path = folder / f"{title}.txt"
    path.write_text(text, encoding="utf-8")
    store = Store.open(folder / "store")
    store.add(path)
    return store
