"""Formats of older programs: converted where LibreOffice is installed, else refused with the way out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from containers import compound

from corpus.errors import DamagedDocument, UnsupportedFormat
from corpus.office import converted
from corpus.reader import read

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def test_without_libreoffice_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "旧.docx"  # its suffix is wrong: the content is that of an old Word file
    path.write_bytes(compound("WordDocument"))
    with pytest.raises(UnsupportedFormat, match=r"旧\.docx: .*LibreOffice.*save the file as \.docx or PDF"):
        read(path)


@needs_libreoffice
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_a_table_survives_the_conversion(tmp_path: Path, suffix: str) -> None:
    document = docx.Document()
    document.add_paragraph("收支总表")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), ("项目", "预算数", "事业收入", "12.50"), strict=True):
        cell.text = text
    document.add_paragraph("注：本表含上年结转。")
    document.save(str(tmp_path / "甲.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(tmp_path / "甲.docx")]
    subprocess.run(command, check=True, capture_output=True)
    disclosure = read(tmp_path / f"甲.{suffix}")
    assert disclosure.origin == "word"
    assert disclosure.tables[0].grid() == [["项目", "预算数"], ["事业收入", "12.50"]]


@needs_libreoffice
def test_what_libreoffice_cannot_open_is_damaged() -> None:
    with pytest.raises(DamagedDocument, match=r"断\.doc: LibreOffice cannot"):
        converted(Path("断.doc"), compound("WordDocument")[:700], "old Word", ".doc", "docx")
