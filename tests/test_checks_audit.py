"""The audit as a whole: a sound disclosure passes, a fault is one finding that names its figure, and bytes repeat."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checked import SOUND, audited, failing, variant, verdicts

from qa.checks.audit import VERDICTS
from qa.checks.rule import RULES, rule


def test_sound_disclosure_has_no_findings(tmp_path: Path) -> None:
    found = audited(SOUND, tmp_path)
    assert found.findings == ()
    assert found.summary["consistent"] > 40
    assert found.summary["inconsistent"] == 0


@pytest.mark.parametrize(
    ("change", "rule_name", "suspect"),
    [
        (
            ("| 本年收入合计 | 542.40 | 本年支出合计 | 542.40 |", "| 本年收入合计 | 542.40 | 本年支出合计 | 524.40 |"),
            "table.sides",
            "524.40",
        ),
        (("| | 合计 | 542.40 | 300.40 | 242.00 |", "| | 合计 | 542.40 | 380.40 | 242.00 |"), "hierarchy.total", "380.40"),
        (
            (
                "| 2080506 | 机关事业单位职业年金缴费支出 | 20.72 | 20.72 | |",
                "| 2080506 | 机关事业单位职业年金缴费支出 | 20.72 | 27.02 | |",
            ),
            "table.columns",
            "27.02",
        ),
        (("| 21303 | 水利 | 462.00 | 220.00 | 242.00 |", "| 21303 | 水利 | 426.00 | 220.00 | 242.00 |"), "hierarchy.codes", "426.00"),
        (("三、卫生健康支出 | 18.25 |", "三、卫生健康支出 | 18.52 |"), "across.same", "18.52"),
        (("2025年预算数为220.00万元", "2025年预算数为202.00万元"), "narrative.item", "202.00"),
        (("增长8.48%", "增长84.8%"), "sentence.change", "84.8"),
        (("占55.38%", "占53.58%"), "sentence.share", "53.58"),
    ],
)
def test_a_fault_is_found_and_named(tmp_path: Path, change: tuple[str, str], rule_name: str, suspect: str) -> None:
    """However many relations one wrong figure breaks, it is one finding."""
    found = variant(tmp_path, change)
    assert rule_name in {check.rule for check in failing(found)}
    assert len(found.findings) == 1
    finding = found.findings[0]
    assert set(finding.checks) == {check.id for check in failing(found)}
    assert finding.suspect is not None
    assert suspect in finding.suspect.text
    assert all(check.finding == finding.id for check in failing(found))


def test_rounding_is_no_finding(tmp_path: Path) -> None:
    found = variant(tmp_path, ("| 210 | 卫生健康支出 | 18.25 | 18.25 | |", "| 210 | 卫生健康支出 | 18.26 | 18.25 | |"))
    assert found.findings == ()
    assert found.summary["rounding"] > 0


def test_direction_word_against_the_figures(tmp_path: Path) -> None:
    found = variant(tmp_path, ("500.00万元增加42.40万元，增长8.48%", "500.00万元减少42.40万元"))
    assert [check.rule for check in failing(found)] == ["sentence.change"]
    assert "增减方向相反" in failing(found)[0].message


def test_same_audit_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    once = json.dumps(audited(SOUND, tmp_path).json(), ensure_ascii=False)
    again = json.dumps(audited(SOUND, tmp_path).json(), ensure_ascii=False)
    assert once == again


def test_one_relation_is_one_check(tmp_path: Path) -> None:
    found = audited(SOUND, tmp_path)
    assert len({check.id for check in found.checks}) == len(found.checks)


def test_json_is_the_contracts(tmp_path: Path) -> None:
    data = variant(tmp_path, ("占55.38%", "占53.58%")).json()
    assert set(data["summary"]) == set(VERDICTS)
    bad = next(check for check in data["checks"] if check["verdict"] == "inconsistent")
    assert {"id", "rule", "verdict", "finding", "stated", "expected", "difference", "unit", "message", "operands"} <= set(bad)
    assert (bad["stated"], bad["expected"], bad["unit"]) == ("53.58", "55.38", "%")
    assert [operand["role"] for operand in bad["operands"]] == ["stated", "operand", "operand"]
    assert all(operand["lines"] for operand in bad["operands"])
    assert {"id", "class", "grade", "checks", "suspect", "message"} <= set(data["findings"][0])


def test_personal_numbers_are_found_and_masked(tmp_path: Path) -> None:
    found = audited(SOUND + "\n联系人：13812345678，身份证号110101199003074578。\n", tmp_path)
    assert [(f.kind, f.suspect.text) for f in found.findings if f.suspect] == [
        ("privacy", "138******78"),
        ("privacy", "110*************78"),
    ]
    written = json.dumps(found.json(), ensure_ascii=False)
    assert "13812345678" not in written
    assert "110101199003074578" not in written


def test_template_residue_is_a_fault_of_form(tmp_path: Path) -> None:
    found = audited(SOUND + "\n三、其他情况\n\n公务接待费比上年下降（增长）2万元，主要原因是。\n", tmp_path)
    assert {finding.kind for finding in found.findings} == {"form"}
    assert any("没有选定" in finding.message for finding in found.findings)
    assert any("原因没有填写" in finding.message for finding in found.findings)


def test_text_without_figures_has_nothing_to_check(tmp_path: Path) -> None:
    found = audited("青石县水利局2025年部门预算\n\n一、部门职责\n\n本局负责全县水利工作。\n", tmp_path)
    assert found.checks == ()
    assert found.findings == ()


def test_every_rule_says_what_it_is() -> None:
    assert RULES
    assert all(len(one.statement) > 20 for one in RULES.values())
    with pytest.raises(TypeError):
        rule("nameless", "table")(lambda material: iter(()))
    with pytest.raises(ValueError, match="twice"):
        rule("table.columns", "table")(RULES["table.columns"].function)


def test_blank_total_is_not_a_pass(tmp_path: Path) -> None:
    """A total column left blank in one row is reported as not checkable there."""
    found = variant(tmp_path, ("| 21303 | 水利 | 462.00 | 220.00 | 242.00 |", "| 21303 | 水利 | | 220.00 | 242.00 |"))
    assert verdicts(found, "table.columns").count("uncheckable") == 1
    assert found.summary["inconsistent"] == 0
