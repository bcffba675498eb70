"""The vocabulary: table titles, classification codes, everyday words."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from corpus.terms import code_name, parent, synonyms, table_kind, table_kinds

TITLES = {
    "部门收支总表": "收支总表",
    "2031年部门财务收支预算总表": "收支总表",
    "收入支出决算总表": "收支总表",
    "部门收入总表": "收入总表",
    "收入决算表": "收入总表",
    "表3 支出总表": "支出总表",
    "财政拨款收支预算总表": "财政拨款收支总表",
    "财政拨款收入支出决算总表": "财政拨款收支总表",
    "财政拨款收支总体情况表": "财政拨款收支总表",
    "一般公共预算财政拨款支出决算表": "一般公共预算支出表",
    "一般公共预算支出表(分功能科目)": "一般公共预算支出表",
    "部门一般公共预算基本支出部门预算经济分类预算表": "一般公共预算基本支出表",
    "一般公共预算项目支出预算表": "一般公共预算项目支出表",
    '一般公共预算"三公"经费支出表': "“三公”经费支出表",
    "政府性基金预算“三公”经费支出预算表": "“三公”经费支出表",
    "政府基金预算财政拨款支出表": "政府性基金预算支出表",
    "国有资本经营预算财政拨款收入支出决算表": "国有资本经营预算支出表",
    "部门预算项目绩效目标申报表（2031 年度）": "项目支出绩效目标表",
    "部门整体支出绩效目标申报表": "整体支出绩效目标表",
    "项目绩效目标完成情况表(2031年度)": "项目绩效目标完成情况表",
    "观测站运行维护费绩效目标表": "绩效目标表",
    "部门政府采购预算": "政府采购预算表",
    "部门固定资产占用情况表": "国有资产占用情况表",
    "部门机构设置情况": "机构设置情况",
}


@pytest.mark.parametrize("title", TITLES)
def test_regional_titles_name_one_kind(title: str) -> None:
    assert table_kind(title) == TITLES[title]


@pytest.mark.parametrize(
    "text",
    [
        "一、收支预算情况说明",
        "收入预算情况",
        "注：本表反映部门本年度各项收入情况。",
        "观测站位置",
        "云溪县观测局2031年收入合计详见附表，支出见下表",
    ],
)
def test_headings_and_notes_are_no_table_titles(text: str) -> None:
    assert table_kind(text) is None


def test_kinds_agree_with_the_cell_truth(shared: Path) -> None:
    truth = [
        table for path in (shared / "gold" / "tables").glob("*_20??_*l.json") for table in json.loads(path.read_text(encoding="utf-8"))
    ]
    truth += [
        table for path in (shared / "gold" / "tables").glob("*_budget.json") for table in json.loads(path.read_text(encoding="utf-8"))
    ]
    assert truth
    assert [table["title"] for table in truth if table_kind(table["title"]) != table["kind"]] == []


def test_every_kind_is_reachable() -> None:
    assert set(TITLES.values()) <= set(table_kinds())


def test_codes_have_names_and_parents() -> None:
    assert code_name("2080505") == "机关事业单位基本养老保险缴费支出"
    assert code_name("30217") == "公务接待费"
    assert code_name("2999999") is None
    assert (parent("2080505"), parent("20805"), parent("208"), parent("3011201")) == ("20805", "208", None, "30112")


def test_codes_agree_with_published_disclosures(shared: Path) -> None:
    with (shared / "data" / "kemu.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row for row in rows if code_name(row["code"]) != row["name"]] == []


def test_synonyms_go_both_ways() -> None:
    assert "住房公积金" in synonyms("公积金")
    assert "公积金" in synonyms("住房公积金")
    assert "公务接待费" in synonyms("接待费")
    assert "“三公”经费" in synonyms("三公")
    assert "三公" in synonyms('"三公"经费')
    assert synonyms("云雾") == ()
