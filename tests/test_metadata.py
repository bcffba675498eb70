"""Whose disclosure it is, for which year, 预算 or 决算."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Line
from corpus.metadata import Metadata, describe
from tests.paper import document


def read(text: str, file_name: str = "部门公开.txt") -> Metadata:
    paper = document(text)
    return describe(paper.text, paper.lines, paper.sections, paper.tables, file_name)


def test_a_title_page_says_it_all() -> None:
    found = read("云溪县观测局\n2031 年部门预算\n\n单位(签章): 云溪县观测局\n2031 年 1 月 13 日\n目 录\n第一部分 概况\n2030年执行良好。")
    assert found == Metadata("云溪县观测局2031年部门预算", "云溪县观测局", "云溪县", 2031, "预算", "部门")


def test_what_else_an_agency_goes_by_stands_behind_its_name() -> None:
    text = "云溪县观测局（云溪县测绘局）2031年部门预算\n目录\n第一部分 概况\n" + "云溪县气象观测站\n" * 9
    assert read(text).agency == "云溪县观测局"


def test_final_accounts_mention_the_year_after() -> None:
    found = read("青岚市雾凇区图书馆\n2030年度单位决算\n2031年8月\n第一部分 单位概况\n2030年度单位决算收入总计8万元，年末结转2031年使用。")
    assert (found.agency, found.region, found.year, found.kind, found.scope) == ("青岚市雾凇区图书馆", "青岚市雾凇区", 2030, "决算", "单位")


def test_without_a_title_page_headings_and_running_text_tell() -> None:
    text = "第一部分 部门概况\n第二部分 2030年度部门决算情况说明\n一、收入支出决算总体情况说明\n2030年本年收入合计8万元。\n附件1\n云溪县观测局\n2030年，云溪县观测局机关运行经费支出1万元。\n云溪县观测局2030年部门决算编报完毕。"
    found = read(text)
    assert (found.agency, found.year, found.kind) == ("云溪县观测局", 2030, "决算")
    assert found.title == "云溪县观测局2030年部门决算"


def test_unit_lines_name_the_agency_even_with_more_on_the_line() -> None:
    found = read("2031年部门预算信息公开目录\n部门收支总表\n610 云溪县观测局 预算年度：2031 单位：万元\n第一部分 概况")
    assert (found.agency, found.year) == ("云溪县观测局", 2031)


def test_the_fuller_name_wins() -> None:
    found = read(
        "雾凇区观测局2031年部门预算公开\n目录\n部门/单位：青岚市雾凇区观测局 单位：万元\n部门/单位：青岚市雾凇区观测局\n第一部分 概况"
    )
    assert found.agency == "青岚市雾凇区观测局"


def test_an_agency_behind_its_code_and_a_line() -> None:
    text = "2031年云溪县观测局部门预算公开表\n收支总表\n部门：610_云溪县观测局\n单位：万元\n一、部门基本概况\n下属二级机构1个，为云溪县观测服务中心。\n2031年云溪县观测服务中心预算"
    assert read(text).agency == "云溪县观测局"


def test_urban_and_rural_is_no_township() -> None:
    found = read("云溪县住房和城乡建设局2031年部门预算公开\n目录")
    assert (found.agency, found.region) == ("云溪县住房和城乡建设局", "云溪县")


def test_where_a_page_stands_in_its_portal_is_no_title() -> None:
    found = read("当前位置：首页\n云溪县观测局2031年部门预算情况说明\n更新时间：2031-03-06\n一、单位基本情况")
    assert found.title == "云溪县观测局2031年部门预算情况说明"


def test_a_governments_report_is_signed_by_its_finance_bureau() -> None:
    found = read(
        "关于青岚市 2030 年财政决算和 2031 年\n1—6 月份财政预算执行情况的报告\n——在会议上\n市财政局\n主任：\n一、2030年财政决算情况\n全市收入5亿元。"
    )
    assert (found.agency, found.region, found.year, found.kind, found.scope) == ("青岚市财政局", "青岚市", 2030, "决算", "政府")


def test_the_text_outweighs_the_file_name_and_says_so() -> None:
    found = read("云溪县观测局\n2031年部门预算\n目录", "观测局_2029.txt")
    assert found.year == 2031
    assert found.warnings
    assert "2029" in found.warnings[0]


@pytest.mark.parametrize(
    ("name", "agency", "year", "kind", "scope"),
    [
        ("ebian_2023_budget.txt", "峨边彝族自治县医疗保障局", 2023, "预算", "部门"),
        ("emeishan_2020_final.txt", "峨眉山市医疗保障局", 2020, "决算", "部门"),
        ("dongxihu_2024_budget.txt", "武汉市东西湖区医疗保障局", 2024, "预算", "部门"),
        ("handan_2022_budget.txt", "邯郸市医疗保障局", 2022, "预算", "部门"),
    ],
)
def test_real_text_disclosures(shared: Path, name: str, agency: str, year: int, kind: str, scope: str) -> None:
    found = read((shared / "disclosures" / name).read_text(encoding="utf-8"), name)
    assert (found.agency, found.year, found.kind, found.scope) == (agency, year, kind, scope)


def test_a_portals_menu_does_not_make_a_budget_a_final_account() -> None:
    """预决算 in the breadcrumb of a web page is the name of a column, not of this disclosure."""
    text = "溪口县人民政府门户网站\n当前位置：首页 > 政务公开 > 财政预决算 > 正文\n溪口县水务局2023年部门预算\n第一部分 溪口县水务局概况\n"
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(start, start + len(line)))
        start += len(line) + 1
    about = describe(text, lines, (), (), "正文.html")
    assert (about.agency, about.year, about.kind) == ("溪口县水务局", 2023, "预算")
