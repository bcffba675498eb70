"""A disclosure of an agency that does not exist, as text: short, with one table and one sentence that states a figure."""

from __future__ import annotations

ITEMS = ("办公费", "印刷费", "水费", "电费", "邮电费", "差旅费", "维修（护）费", "会议费", "培训费", "劳务费", "工会经费", "福利费")


def disclosure(agency: str = "云溪县观测局", year: int = 2031, *, kind: str = "预算", start: int = 100, more: str = "") -> str:
    """The text of one disclosure; `start` sets its figures, `more` is put at its end."""
    amounts = [f"{start + 7 * n}.{n:02d}" for n in range(len(ITEMS))]
    rows = "\n".join(f"| 302{n:02d} | {item} | {amount} |" for n, (item, amount) in enumerate(zip(ITEMS, amounts, strict=True), 1))
    total = f"{sum(start + 7 * n for n in range(len(ITEMS))) + sum(range(len(ITEMS))) / 100:.2f}"
    return f"""# {agency}{year}年部门{kind}

## 一、部门概况

### （一）主要职责

{agency}负责全县云雾与溪流的日常观测，编写观测年报，管理观测站点。

## 二、部门{kind}表

一般公共预算基本支出表

单位：万元

| 科目编码 | 科目名称 | {kind}数 |
| --- | --- | --- |
| 302 | 商品和服务支出 | {total} |
{rows}

## 三、情况说明

{year}年商品和服务支出{total}万元，其中差旅费{amounts[5]}万元，主要用于站点巡查。
{more}
"""
