"""A file's content decides how it is read, and a file that cannot be read is refused with one line that names it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from invented import disclosure

from corpus.errors import DamagedDocument, EmptyDocument, NoTextLayer, ReadError, UnsupportedFormat
from corpus.reader import READERS, document_id, read, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def test_a_document_is_described_and_named_by_its_content(tmp_path: Path) -> None:
    for name in ("甲.txt", "乙.md"):
        (tmp_path / name).write_text(disclosure(), encoding="utf-8")
    one, other = read(tmp_path / "甲.txt"), read(tmp_path / "乙.md")
    assert one.id == other.id == document_id(disclosure().encode())
    assert len(one.id) == 16
    assert one.year == 2031
    assert one.kind == "预算"
    assert one.origin == "text"
    assert len(one.tables) == 1
    assert one.sections


def test_text_under_a_wrong_suffix_is_read_as_text(tmp_path: Path) -> None:
    for suffix in (".pdf", ".docx", ".csv", ""):
        path = tmp_path / f"报表{suffix}"
        path.write_text(disclosure(), encoding="utf-8")
        assert read(path).origin == "text"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\n\n%PDF-1.4\n", "PDF"),
        ("部门预算".encode(), "text"),
        ("部门预算，一共".encode("gb18030"), "text"),
        ("部门预算".encode("utf-16"), "text"),
        ("\n1,2\n3,4\n".encode("utf-16-le"), "text"),
        ("| 科目 | 金额 |\n<table></table>".encode(), "text"),
        (zipped("word/document.xml"), "Word (.docx)"),
        (zipped("xl/workbook.xml"), "Excel (.xlsx)"),
        (zipped("a.pdf"), "archive (.zip)"),
        (b"PK\x03\x04rest", "damaged zip archive"),
        (b"<!DOCTYPE html><p>", "web page (.html)"),
        (b"\x89PNG\r\n", "image"),
        (bytes(100), "binary data"),
        (bytes(range(256)) * 4, "binary data"),
        (b"BMW 320: 3", "text"),
    ],
)
def test_content_tells_the_format(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("空.txt", b"", EmptyDocument, "empty"),
        ("白.txt", b" \n\t\n", EmptyDocument, ""),
        ("表.docx", zipped("word/document.xml"), UnsupportedFormat, "Word"),
        ("表.xlsx", zipped("xl/workbook.xml"), UnsupportedFormat, "Excel"),
        ("表.doc", OLE, UnsupportedFormat, "old "),
        ("页.html", b"<html><body>", UnsupportedFormat, "web page"),
        ("图.jpg", b"\xff\xd8\xff\xe0", NoTextLayer, "picture"),
        ("零.pdf", bytes(5000), DamagedDocument, "binary data"),
        ("乱.bin", bytes(range(256)) * 9, UnsupportedFormat, "binary data"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_with_its_name(
    tmp_path: Path, name: str, data: bytes, error: type[ReadError], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    if sniff(data) in READERS and data.strip():
        pytest.skip(f"{sniff(data)} is read")
    with pytest.raises(error) as refusal:
        read(path)
    assert name in str(refusal.value)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "没有.pdf")
    with pytest.raises(UnsupportedFormat, match="folder"):
        read(tmp_path)
