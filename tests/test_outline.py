"""Headings, wrapped headings, tables of contents, tables as sections."""

from __future__ import annotations

from corpus.document import Section
from tests.paper import document, table

CONTENTS = "目 录\n第一部分 云溪县观测局概况\n一、主要职能\n二、机构设置.......3\n第二部分 部门预算情况说明\n"


def titles(sections: tuple[Section, ...]) -> list[object]:
    return [(section.title, titles(section.children)) if section.children else section.title for section in sections]


def test_parts_headings_and_subheadings_nest() -> None:
    text = (
        "第一部分 概况\n一、主要职能\n负责观测。\n二、机构设置\n（一）内设机构情况\n三个股室。\n第二部分 情况说明\n一、收入预算情况\n略。"
    )
    paper = document(text)
    assert titles(paper.sections) == [
        ("第一部分 概况", ["一、主要职能", ("二、机构设置", ["（一）内设机构情况"])]),
        ("第二部分 情况说明", ["一、收入预算情况"]),
    ]
    assert [section.lines for section in paper.sections] == [(1, 6), (7, 9)]
    assert paper.heading_path(6) == ("第一部分 概况", "二、机构设置", "（一）内设机构情况")


def test_the_table_of_contents_is_no_heading() -> None:
    paper = document(CONTENTS + "第一部分\n云溪县观测局概况\n一、主要职能\n负责观测。\n第二部分 部门预算情况\n说明\n略。")
    assert titles(paper.sections) == [("第一部分 云溪县观测局概况", ["一、主要职能"]), "第二部分 部门预算情况说明"]


def test_entries_of_the_contents_are_found_without_their_number() -> None:
    paper = document(CONTENTS + "第一部分 云溪县观测局概况\n云溪县观测局主要职能\n负责观测。")
    assert titles(paper.sections) == [("第一部分 云溪县观测局概况", ["云溪县观测局主要职能"])]


def test_tables_are_sections_under_their_part() -> None:
    text = "第二部分 预算表\n表 1\n部门收支总表\n单位：万元\n项目\t金额\n水费\t1.00\n第三部分 情况说明\n略。"
    paper = document(text, table("部门收支总表", [["项目", "金额"], ["水费", "1.00"]], line=5))
    assert titles(paper.sections) == [("第二部分 预算表", ["部门收支总表"]), "第三部分 情况说明"]
    assert paper.sections[0].children[0].lines == (3, 6)


def test_statements_and_list_items_are_no_headings() -> None:
    text = "一、支出情况\n五、2031年一般公共预算拨款 1397.18 万元，较上年减少。\n1. 云溪县观测局\n2. 云溪县雨量站\n（二）完成县委、县政府交办的其他工作。"
    assert titles(document(text).sections) == ["一、支出情况"]


def test_an_unnumbered_title_heads_the_list_below_it() -> None:
    paper = document("站点巡查专项经费情况说明\n一、项目概述\n巡查。\n年报编印专项经费情况说明\n一、项目概述\n编印。")
    assert titles(paper.sections) == [("站点巡查专项经费情况说明", ["一、项目概述"]), ("年报编印专项经费情况说明", ["一、项目概述"])]


def test_a_heading_without_a_pause_may_be_long() -> None:
    long = "二、2031年上半年“四本预算”执行、观测重点工作推进落实情况和下半年观测工作的初步安排以及有关说明"
    assert titles(document(f"一、总体情况\n略。\n{long}\n略。").sections) == ["一、总体情况", long]
    said = "二、2031年上半年观测工作的收入是与县级财政有关系的单位使用：上半年重点工作推进落实和下半年初步安排"
    assert titles(document(f"一、总体情况\n略。\n{said}\n略。").sections) == ["一、总体情况"]
