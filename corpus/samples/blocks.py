"""Blocks: the parts a sample disclosure is written in, whatever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cover:
    """The first page: what is disclosed, by whom, when."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """The list of contents, made from the headings and table titles that follow."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a part (第一部分), 2 a chapter (一、), 3 a paragraph heading (（一）)."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: `spans` are (row, column, rows, columns) of merged cells, `widths` relative column widths."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    header_rows: int
    widths: tuple[int, ...]
    number: str = ""
    unit: str = "单位：万元"
    agency: str = ""
    spans: tuple[tuple[int, int, int, int], ...] = ()
    note: str = ""
    landscape: bool = False


Block = Cover | Contents | Heading | Paragraph | Grid


def money(value: Decimal | None) -> str:
    """An amount as the tables print it: grouped, two decimals, nothing for zero or none."""
    return f"{value:,.2f}" if value else ""


def percent(part: Decimal, whole: Decimal) -> str:
    """A share or a rate in per cent, to two decimals."""
    return f"{part / whole * 100:.2f}%"


def change(now: Decimal, before: Decimal) -> str:
    """How the narrative says that an amount moved against the year before."""
    if now == before:
        return "与上年预算持平"
    if not before:
        return f"比上年预算增加{now - before:.2f}万元，上年无此项预算"
    return f"比上年预算{'增加' if now > before else '减少'}{abs(now - before):.2f}万元，{'增长' if now > before else '下降'}{percent(abs(now - before), before)}"


def classes(amounts: dict[str, Decimal]) -> list[tuple[str, str]]:
    """The thirty expenditure classes with their ordinals and amounts, as every overview table lists them."""
    return [(f"{_ORDINALS[i]}、{name}", money(amounts.get(name))) for i, name in enumerate(CLASSES)]


_ONES = "一二三四五六七八九"
_ORDINALS = [*_ONES, "十", *(f"十{d}" for d in _ONES), "二十", *(f"二十{d}" for d in _ONES), "三十"]
CLASSES = (
    "一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出", "社会保障和就业支出",
    "社会保险基金支出", "卫生健康支出", "节能环保支出", "城乡社区支出", "农林水支出", "交通运输支出", "资源勘探工业信息等支出", "商业服务业等支出",
    "金融支出", "援助其他地区支出", "自然资源海洋气象等支出", "住房保障支出", "粮油物资储备支出", "国有资本经营预算支出", "灾害防治及应急管理支出",
    "预备费", "其他支出", "转移性支出", "债务还本支出", "债务付息支出", "债务发行费用支出", "抗疫特别国债安排的支出",
)  # fmt: skip
