"""Two versions of a disclosure: the figures that changed, and what became of the findings."""

from __future__ import annotations

from pathlib import Path

from checked import SOUND

from qa.auditing import Audited, audit_file
from qa.report import write
from qa.versions import compare, render


def read(folder: Path, name: str, text: str) -> Audited:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return audit_file(path)


def test_a_correction(tmp_path: Path) -> None:
    before = read(
        tmp_path, "draft.txt", SOUND.replace("三、卫生健康支出 | 18.25 |", "三、卫生健康支出 | 18.52 |").replace("占55.38%", "占53.58%")
    )
    after = read(tmp_path, "published.txt", SOUND.replace("占55.38%", "占53.58%"))
    found = compare(after, before)
    assert [(one.before, one.after) for one in found.changed] == [("18.52万元", "18.25万元")]
    assert (len(found.gone), len(found.kept), len(found.new)) == (1, 1, 0)
    assert "18.52万元 → 18.25万元" in render(found)
    assert found.json()["file"] == "draft.txt"


def test_the_same_text_has_no_changes(tmp_path: Path) -> None:
    one, two = read(tmp_path, "a.txt", SOUND), read(tmp_path, "b.txt", SOUND)
    found = compare(one, two)
    assert (found.changed, found.gone, found.kept, found.new) == ((), (), (), ())


def test_reports_show_the_comparison(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    before = read(tmp_path, "draft.txt", SOUND.replace("三、卫生健康支出 | 18.25 |", "三、卫生健康支出 | 18.52 |"))
    after = read(tmp_path, "published.txt", SOUND)
    found = compare(after, before)
    for suffix in (".xlsx", ".html", ".jsonl"):
        write([after.audit], tmp_path / f"report{suffix}", [after], found)
    assert "版本比较" in load_workbook(tmp_path / "report.xlsx").sheetnames
    assert "draft.txt" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '"against"' in (tmp_path / "report.jsonl").read_text(encoding="utf-8")
