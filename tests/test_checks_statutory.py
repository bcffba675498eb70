"""The disclosure as a form: missing and empty tables, notes, years, codes, reasons; each with what is as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked import SOUND, audited

EMPTY = "\n表9\n\n政府性基金预算支出表\n\n金额单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| | | |\n"
FILLED = EMPTY.replace("| | | |", "| 2120899 | 其他国有土地使用权出让收入安排的支出 | 30.00 |")


def messages(text: str, folder: Path) -> list[str]:
    return [finding.message for finding in audited(text, folder).findings if finding.kind == "form"]


def test_an_empty_table_needs_a_note(tmp_path: Path) -> None:
    assert any("没有说明原因" in m for m in messages(SOUND + EMPTY, tmp_path))
    assert messages(SOUND + EMPTY + "\n注：本单位没有政府性基金预算支出，本表为空表。\n", tmp_path) == []


def test_a_filled_table_is_not_called_empty(tmp_path: Path) -> None:
    assert any("称空表" in m for m in messages(SOUND + FILLED + "\n注：本单位无政府性基金预算，故本表为空表。\n", tmp_path))
    assert messages(SOUND + FILLED, tmp_path) == []


ITEM = "1.农林水支出（类）水利（款）行政运行（项）2025年预算数为220.00万元，比2024年预算增加20.00万元，增长10%。"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("主要原因是：行政运行经费减少。", "原因却写减少"),
        ("主要原因是：行政单位医疗经费增加。", "写的是“行政单位医疗”"),
        ("主要原因是：行政运行经费增加。", ""),
        ("主要原因是：人员增加。", ""),
    ],
)
def test_reasons_belong_to_their_item(tmp_path: Path, after: str, expected: str) -> None:
    found = messages(SOUND.replace(ITEM, ITEM + after), tmp_path)
    assert [expected in m for m in found] == ([True] if expected else [])


def test_a_figure_of_this_year_said_of_another(tmp_path: Path) -> None:
    assert any("文中写作2026年" in m for m in messages(SOUND.replace("（项）2025年预算数", "（项）2026年预算数"), tmp_path))


def test_a_code_beside_the_name_of_another(tmp_path: Path) -> None:
    wrong = SOUND.replace("| 2101101 | 行政单位医疗 |", "| 2101101 | 机关事业单位职业年金缴费支出 |")
    assert any(m.startswith("2101101 是“行政单位医疗”") for m in messages(wrong, tmp_path))
    assert messages(SOUND, tmp_path) == []


def test_a_percentage_left_out(tmp_path: Path) -> None:
    assert any("百分比缺失" in m for m in messages(SOUND + "\n公务接待费支出2.00万元，完成预算%。\n", tmp_path))


def test_a_placeholder_left_in(tmp_path: Path) -> None:
    assert any("占位符" in m for m in messages(SOUND + "\n本单位组织对项目（项目名称）开展了绩效评估。\n", tmp_path))


def headed(*names: str) -> str:
    """Five tables whose captions name these agencies in turn."""
    table = "\n支出预算表{n}\n\n单位：{name}　　金额单位：万元\n\n| 科目名称 | 合计 |\n|---|---|\n| 农林水支出 | 30.00 |\n"
    return SOUND + "".join(table.format(n=n, name=name) for n, name in enumerate(names))


def test_a_table_that_bears_another_agency(tmp_path: Path) -> None:
    own, other = "青石县水利局", "青石县退役军人事务局"
    assert any(other in m for m in messages(headed(own, own, other, own, own), tmp_path))
    assert messages(headed(own, own, own, own, "青石县水利局本级"), tmp_path) == []
    assert messages(headed(own, own, other, other, own), tmp_path) == []
