"""Audit reports: a workbook, a page, lines of JSON, text for a terminal."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from checked import SOUND, audited, variant

from corpus.errors import GoujiError
from qa.checks.audit import Audit
from qa.report import WRITERS, render, write


@pytest.fixture
def faulty(tmp_path: Path) -> Audit:
    return variant(tmp_path, ("占55.38%", "占53.58%"))


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_audit_gives_the_same_file(faulty: Audit, tmp_path: Path, suffix: str) -> None:
    prints = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}{suffix}"
        write([faulty], path)
        prints.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert prints[0] == prints[1]


def test_workbook(faulty: Audit, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "report.xlsx"
    write([faulty], path)
    book = load_workbook(path)
    assert book.sheetnames == ["汇总", "发现", "四舍五入", "无法核对", "全部核对"]
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)
    assert book["发现"].max_row == 1 + len(faulty.findings)
    assert book["全部核对"].max_row == 1 + len(faulty.checks)
    stated = [row[3].value for row in book["全部核对"].iter_rows(min_row=2) if row[2].value == "不符"]
    assert stated == [53.58]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    """A subject that begins with = is shown, and not run when somebody opens the report."""
    from openpyxl import load_workbook

    found = audited(SOUND.replace("水利工程建设", "=HYPERLINK(1)水利工程"), tmp_path)
    path = tmp_path / "report.xlsx"
    write([found], path)
    values = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in values)
    formulas = [cell for cell in values if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in formulas)


def test_page_is_self_contained(faulty: Audit, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write([faulty], path)
    page = path.read_text(encoding="utf-8")
    assert 'lang="zh-CN"' in page
    assert "53.58" in page
    assert not any(word in page for word in ("http://", "https://", "<script", "src=", "@import"))


def test_page_escapes_what_documents_say(tmp_path: Path) -> None:
    found = audited(SOUND.replace("水利工程建设", "<b onclick=x>水利工程"), tmp_path)
    path = tmp_path / "report.html"
    write([found], path)
    assert "<b onclick" not in path.read_text(encoding="utf-8")


def test_lines_of_json_are_the_contracts(faulty: Audit, tmp_path: Path) -> None:
    path = tmp_path / "report.jsonl"
    write([faulty, faulty], path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(faulty.json()))] * 2


def test_text_for_a_terminal(faulty: Audit, tmp_path: Path) -> None:
    shown = render(faulty)
    assert "不符 1" in shown
    assert "[数字·有误]" in shown
    assert len(render(faulty, every=True)) > len(shown)
    assert "没有发现不符" in render(audited(SOUND, tmp_path))
    assert "没有可以核对的关系" in render(audited("青石县水利局\n\n本局负责水利。\n", tmp_path))


def test_personal_numbers_stay_covered_in_every_report(tmp_path: Path) -> None:
    found = audited(SOUND.replace("水利工程建设", "工程13812345678建设"), tmp_path)
    for suffix in (".html", ".jsonl"):
        path = tmp_path / f"report{suffix}"
        write([found], path)
        assert "13812345678" not in path.read_text(encoding="utf-8")
    assert "13812345678" not in render(found, every=True)


def test_other_suffixes_are_refused(faulty: Audit, tmp_path: Path) -> None:
    with pytest.raises(GoujiError, match=r"\.xlsx"):
        write([faulty], tmp_path / "report.doc")
