"""Relations of tables: columns, codes, projects, other tables; each with cases that hold, fail, round and stay open."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import audited, failing, variant, verdicts

TITLE = "白鹭镇文化站2025年部门预算\n\n第二部分 2025年部门预算表\n\n"
FUNDS = """一般公共预算支出表

金额单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | | | 项目支出 |
|---|---|---|---|---|---|---|
| | | | 小计 | 人员经费 | 公用经费 | |
| | 合计 | {total} | 70.00 | 50.00 | 20.00 | 30.00 |
| 207 | 文化旅游体育与传媒支出 | 80.00 | 50.00 | {staff} | 20.00 | 30.00 |
| 20701 | 文化和旅游 | 80.00 | 50.00 | 30.00 | 20.00 | 30.00 |
| 2070104 | 图书馆 | 45.00 | 30.00 | 20.00 | 10.00 | 15.00 |
| 2070109 | 群众文化 | 35.00 | {basic} | 10.00 | 10.00 | 15.00 |
| 221 | 住房保障支出 | 20.00 | 20.00 | 20.00 | | |
| 22102 | 住房改革支出 | 20.00 | 20.00 | 20.00 | | |
| 2210201 | 住房公积金 | 20.00 | 20.00 | 20.00 | | |
"""


def funds(total: str = "100.00", staff: str = "30.00", basic: str = "20.00") -> str:
    return TITLE + FUNDS.format(total=total, staff=staff, basic=basic)


def test_nested_columns_hold(tmp_path: Path) -> None:
    """合计 = 基本支出小计 + 项目支出, 小计 = 人员 + 公用."""
    found = audited(funds(), tmp_path)
    assert failing(found) == []
    assert verdicts(found, "table.columns").count("consistent") == 16


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"total": "110.00"}, "inconsistent"),
        ({"total": "100.01"}, "rounding"),
        ({"staff": "33.00"}, "inconsistent"),
        ({"basic": "25.00"}, "inconsistent"),
    ],
)
def test_one_wrong_cell_is_believed_because_the_rest_holds(tmp_path: Path, change: dict[str, str], expected: str) -> None:
    found = audited(funds(**change), tmp_path)
    assert expected in verdicts(found, "table.columns")
    assert len(found.findings) == (1 if expected == "inconsistent" else 0)


def test_columns_under_wrong_headings_accuse_nobody(tmp_path: Path) -> None:
    """Where the figures contradict the headings in every row, the reading is in doubt, not the disclosure."""
    shifted = TITLE + FUNDS.replace("| 小计 | 人员经费 | 公用经费 | |", "| 人员经费 | 公用经费 | 小计 | |").format(
        total="100.00", staff="30.00", basic="20.00"
    )
    assert failing(audited(shifted, tmp_path)) == []


def test_rows_out_of_place_are_one_fault_of_the_table(tmp_path: Path) -> None:
    """Every figure one row too low: no sum by code holds any more, nobody is accused of each."""
    lines = FUNDS.format(total="100.00", staff="30.00", basic="20.00").splitlines()
    labels = [line.split("|")[1:3] for line in lines[7:]]
    values = [line.split("|")[3:-1] for line in lines[7:]]
    moved = [*lines[:7], *("|" + "|".join([*label, *value]) + "|" for label, value in zip(labels, [values[-1], *values[:-1]], strict=True))]
    found = audited(TITLE + "\n".join(moved) + "\n", tmp_path)
    assert [(finding.kind, finding.grade) for finding in found.findings] == [("form", "check_page")]
    assert "错行" in found.findings[0].message


def test_function_and_economic_codes_are_never_mixed(tmp_path: Path) -> None:
    text = (
        TITLE
        + """支出预算表

金额单位：万元

| 科目编码 | 科目名称 | 金额 |
|---|---|---|
| 301 | 工资福利支出 | 50.00 |
| 30101 | 基本工资 | 30.00 |
| 30102 | 津贴补贴 | 20.00 |
| 302 | 商品和服务支出 | 20.00 |
| 30201 | 办公费 | 12.00 |
| 30205 | 水费 | 8.01 |
"""
    )
    found = audited(text, tmp_path)
    assert sorted(verdicts(found, "hierarchy.codes")) == ["consistent", "rounding"]


def test_blank_cells_count_as_nothing_beside_others(tmp_path: Path) -> None:
    found = audited(funds(), tmp_path)
    blank = [check for check in found.checks if "空白单元格按无数计" in check.message]
    assert blank
    assert {check.verdict for check in blank} == {"consistent"}


def test_tables_that_disagree(tmp_path: Path) -> None:
    """支出总表 and 收支总表 state the same 类; a swapped digit in one is one finding there."""
    found = variant(tmp_path, ("| | | 四、农林水支出 | 462.00 |", "| | | 四、农林水支出 | 426.00 |"))
    assert "across.same" in {check.rule for check in failing(found)}
    assert [finding.suspect.text.strip() for finding in found.findings if finding.suspect] == ["426.00"]


def test_a_table_that_leaves_out_the_carry_over_accuses_nobody(tmp_path: Path) -> None:
    """一般公共预算支出表（不含上年结转） gives less than 收支总表, where the carry-over is spent, too."""
    assert failing(variant(tmp_path, ("| | | 四、农林水支出 | 462.00 |", "| | | 四、农林水支出 | 472.00 |"))) != []
    changed = variant(
        tmp_path,
        ("| | | 四、农林水支出 | 462.00 |", "| | | 四、农林水支出 | 472.00 |"),
        ("部门支出总表\n\n", "部门支出总表（不含上年结转）\n\n"),
    )
    assert "across.same" not in {check.rule for check in failing(changed)}


FLAT = """部门支出预算表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 财政拨款项目支出 | 单位资金项目支出 |
|---|---|---|---|---|---|
| 206 | 科学技术支出 | 110.00 | 70.00 | 30.00 | 10.00 |
| | 合计 | 110.00 | 70.00 | 30.00 | 10.00 |

一般公共预算支出预算表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出小计 | 人员经费 | 公用经费 | 项目支出 |
|---|---|---|---|---|---|---|
| 206 | 科学技术支出 | 100.00 | 70.00 | 50.00 | 20.00 | 30.00 |
| | 合计 | 100.00 | 70.00 | 50.00 | 20.00 | 30.00 |

项目支出预算表

单位：万元

| 项目名称 | 合计 | 一般公共预算 | 单位资金 |
|---|---|---|---|
| 科普展览 | 40.00 | 30.00 | 10.00 |
| 合计 | 40.00 | 30.00 | 10.00 |
"""


def test_a_subtotal_that_says_its_own_name_holds_only_its_own_parts(tmp_path: Path) -> None:
    """基本支出小计 = 人员经费 + 公用经费, though 项目支出 stands to its right; a column of 单位资金 is not all 项目支出."""
    found = audited(TITLE + FLAT, tmp_path)
    assert failing(found) == []
    assert any("基本支出小计 = 人员经费 + 公用经费" in check.message for check in found.checks)


HALVES = """一般公共预算支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 100.00 | 70.00 | 30.00 |
| 206 | 科学技术支出 | 100.00 | 70.00 | 30.00 |

一般公共预算基本支出表（人员经费）

单位：万元

| 科目编码 | 科目名称 | 金额 |
|---|---|---|
| | 合计 | 50.00 |
| 301 | 工资福利支出 | 50.00 |

一般公共预算基本支出表（公用经费）

单位：万元

| 科目编码 | 科目名称 | 金额 |
|---|---|---|
| | 合计 | 20.00 |
| 302 | 商品和服务支出 | 20.00 |

第三部分 情况说明

2025年本部门机关运行经费当年一般公共预算拨款20.00万元。
"""


def test_two_tables_that_share_the_basic_expenditure_accuse_nobody(tmp_path: Path) -> None:
    """（人员经费） and （公用经费） in their titles; what a fund pays of 机关运行经费 is not all that it pays."""
    assert failing(audited(TITLE + HALVES, tmp_path)) == []


def test_a_table_in_the_wrong_unit_is_one_finding(tmp_path: Path) -> None:
    """支出总表 headed 元 with the digits of 万元: told once, by the first figure, the rest of the table left open."""
    found = variant(tmp_path, ("部门支出总表\n\n金额单位：万元", "部门支出总表\n\n金额单位：元"))
    assert len(found.findings) == 1
    assert found.findings[0].suspect is not None
    assert found.findings[0].suspect.table == "部门支出总表"


ONE_ROW = (
    TITLE
    + """财政拨款“三公”经费支出表

金额单位：万元

| 预算数 | | | | | | 决算数 | | | | | |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 |
| | | 小计 | 公务用车购置费 | 公务用车运行维护费 | | | | 小计 | 公务用车购置费 | 公务用车运行维护费 | |
| 4.40 | | 3.60 | | 3.60 | 0.80 | {total} | | {cars} | | 3.20 | 0.48 |
"""
)


@pytest.mark.parametrize(("total", "cars", "bad"), [("3.68", "3.20", 0), ("3.98", "3.20", 1), ("3.68", "3.50", 1)])
def test_a_single_row_is_confirmed_by_its_other_totals(tmp_path: Path, total: str, cars: str, bad: int) -> None:
    assert len(audited(ONE_ROW.format(total=total, cars=cars), tmp_path).findings) == bad


BASIC = (
    TITLE
    + """一般公共预算基本支出表

金额单位：万元

| 科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额 |
|---|---|---|---|---|---|
| 301 | 工资福利支出 | 58.00 | 302 | 商品和服务支出 | 20.00 |
| 30101 | 基本工资 | 38.00 | 30201 | 办公费 | 12.00 |
| 30102 | 津贴补贴 | 20.00 | 30205 | 水费 | 8.00 |
| 303 | 对个人和家庭的补助 | 2.00 | | | |
| 30302 | 退休费 | 2.00 | | | |
| 人员经费合计 | | 60.00 | 公用经费合计 | | 20.00 |

第三部分 情况说明

2025年一般公共预算基本支出80.00万元，其中：人员经费{staff}万元，公用经费20.00万元。
"""
)


@pytest.mark.parametrize(("staff", "expected"), [("60.00", "consistent"), ("63.00", "inconsistent")])
def test_totals_printed_in_the_column_of_the_codes(tmp_path: Path, staff: str, expected: str) -> None:
    """人员经费合计 is what the text calls 人员经费, wherever in the row its name is printed."""
    found = audited(BASIC.format(staff=staff), tmp_path)
    assert [c.verdict for c in found.checks if c.rule == "narrative.total" and "人员经费" in c.message] == [expected]


NUMBERED = (
    TITLE
    + """支出预算表

金额单位：万元

| 项目 | | | | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|---|---|
| 类 | 款 | 项 | 科目名称 | 1 | 2 | 3 |
| 合计 | | | | 100.00 | 70.00 | 30.00 |
| 207 | | | 文化旅游体育与传媒支出 | 80.00 | 50.00 | 30.00 |
| 207 | 01 | | 文化和旅游 | 80.00 | 50.00 | 30.00 |
| 207 | 01 | 04 | 图书馆 | 80.00 | 50.00 | 30.00 |
| 221 | | | 住房保障支出 | 20.00 | 20.00 | |
"""
)


def test_a_row_that_numbers_the_columns_states_nothing(tmp_path: Path) -> None:
    found = audited(NUMBERED, tmp_path)
    assert failing(found) == []
    assert verdicts(found, "hierarchy.total").count("consistent") >= 3


def test_one_item_wrong_in_two_columns_is_one_finding(tmp_path: Path) -> None:
    text = (
        TITLE
        + """一般公共预算基本支出表

金额单位：万元

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| | 合计 | 78.00 | 58.00 | 20.00 |
| 301 | 工资福利支出 | 58.00 | 58.00 | |
| 30101 | 基本工资 | 38.00 | 38.00 | |
| 30102 | 津贴补贴 | 20.00 | 20.00 | |
| 302 | 商品和服务支出 | 20.00 | | 20.00 |
| 30201 | 办公费 | 12.50 | | 12.50 |
| 30205 | 水费 | 8.90 | | 8.90 |
"""
    )
    found = audited(text.replace("12.50", "11.10"), tmp_path)
    assert failing(found) == []
    wrong = audited(text.replace("12.50", "11.10").replace("8.90", "9.80"), tmp_path)
    assert [finding.suspect.text for finding in wrong.findings if finding.suspect] == ["9.80"]


SHARES = (
    TITLE
    + """一般公共预算支出表

金额单位：万元

| 科目编码 | 科目名称 | 合计 |
|---|---|---|
| | 合计 | 100.00 |
| 207 | 文化旅游体育与传媒支出 | 60.00 |
| 208 | 社会保障和就业支出 | 30.00 |
| 221 | 住房保障支出 | 10.00 |

第三部分 情况说明

2025年一般公共预算支出100.00万元，其中，文化旅游体育与传媒支出占60.00%；社会保障和就业支出占{social}%；住房保障支出占{housing}%。
"""
)


@pytest.mark.parametrize(
    ("social", "housing", "expected"),
    [
        ("30.00", "10.00", ["consistent", "consistent", "consistent"]),
        ("30.00", "11.00", ["consistent", "consistent", "inconsistent"]),
        ("31.00", "11.00", ["consistent"]),  # most differ: the shares are of something else
    ],
)
def test_shares_that_the_text_gives_without_amounts(tmp_path: Path, social: str, housing: str, expected: list[str]) -> None:
    assert verdicts(audited(SHARES.format(social=social, housing=housing), tmp_path), "narrative.share") == expected


PROJECTS = (
    TITLE
    + """项目支出表

金额单位：万元

| 项目名称 | 合计 | 一般公共预算 | 单位资金 |
|---|---|---|---|
| 合计 | {total} | 50.00 | 20.00 |
| 农家书屋更新工程 | 30.00 | 30.00 | |
| 乡村戏台修缮工程 | 25.00 | 20.00 | 5.00 |
| 流动图书车运行 | 15.00 | | 15.00 |

项目支出预算绩效目标申报表（2025年度）

金额单位：万元

| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 |
|---|---|---|---|---|---|---|---|---|---|---|
| 白鹭镇文化站 | 农家书屋更新工程 | {form} | 更新图书 | 产出指标 | 数量指标 | 更新书屋数 | ≥ | 12 | 个 | 20 |
| | 乡村戏台修缮工程 | 25.00 | 修缮戏台 | 产出指标 | 数量指标 | 修缮戏台数 | ≥ | 3 | 座 | 20 |
"""
)


@pytest.mark.parametrize(("form", "expected"), [("30.00", "consistent"), ("30.01", "rounding"), ("33.00", "inconsistent")])
def test_project_form_against_project_table(tmp_path: Path, form: str, expected: str) -> None:
    found = audited(PROJECTS.format(total="70.00", form=form), tmp_path)
    assert verdicts(found, "project.form") == [expected, "consistent"]


@pytest.mark.parametrize(("total", "bad"), [("70.00", 0), ("76.00", 1)])
def test_project_table_adds_up(tmp_path: Path, total: str, bad: int) -> None:
    found = audited(PROJECTS.format(total=total, form="30.00"), tmp_path)
    assert len(found.findings) == bad


def test_real_disclosures_have_the_findings_read_by_hand(tmp_path: Path, shared: Path) -> None:
    """One real budget, audited whole: the places of its faults, and nothing else."""
    found = audited((shared / "disclosures" / "handan_2022_budget.txt").read_text(encoding="utf-8"), tmp_path)
    assert sorted(check.operands[0].text for check in failing(found)) == ["0万元", "3176.66万元"]
    assert found.summary["consistent"] > 250


FUNDED = (
    TITLE
    + """一般公共预算支出表

金额单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 512.40 | 300.40 | 212.00 |
| 207 | 文化旅游体育与传媒支出 | 512.40 | 300.40 | 212.00 |
| 20701 | 文化和旅游 | 512.40 | 300.40 | 212.00 |
| 2070109 | 群众文化 | 300.40 | 300.40 | |
| 2070111 | “文化夜校”建设 | 212.00 | | 212.00 |

第三部分 情况说明

{text}
"""
)


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        # what a fund pays of the projects is not all that it pays
        ("2025年项目支出247.50万元，其中：一般公共预算拨款212.00万元，单位资金35.50万元。", "narrative.total", ["consistent"]),
        ("2025年项目支出247.50万元，其中：一般公共预算拨款221.00万元，单位资金26.50万元。", "narrative.total", ["inconsistent"]),
        ("2025年项目支出247.50万元，其中：一般公共预算拨款150.00万元，单位资金97.50万元。", "narrative.total", []),
        # a 科目 with quotation marks in its name
        (
            "1.文化旅游体育与传媒支出（类）文化和旅游（款）群众文化（项）300.40万元。"
            "2.文化旅游体育与传媒支出（类）文化和旅游（款）“文化夜校”建设（项）2025年预算数为212.00万元。",
            "narrative.item",
            ["consistent", "consistent"],
        ),
        (
            "1.文化旅游体育与传媒支出（类）文化和旅游（款）群众文化（项）300.40万元。"
            "2.文化旅游体育与传媒支出（类）文化和旅游（款）“文化夜校”建设（项）2025年预算数为221.00万元。",
            "narrative.item",
            ["consistent", "inconsistent"],
        ),
        # a fund's 预算支出 is not that of the whole
        ("2025年政府性基金预算支出0万元。", "narrative.total", []),
    ],
)
def test_the_text_against_a_table_of_one_fund(tmp_path: Path, text: str, rule: str, expected: list[str]) -> None:
    assert verdicts(audited(FUNDED.format(text=text), tmp_path), rule) == expected
