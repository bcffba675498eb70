"""A file's content decides how it is read, and a file that cannot be read is refused with one line that names it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from containers import compound, zipped
from invented import disclosure

from corpus.errors import DamagedDocument, EmptyDocument, EncryptedDocument, ReadError, UnsupportedFormat
from corpus.reader import document_id, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


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


def workbook(suffix: str) -> bytes:
    buffer = io.BytesIO()
    if suffix == ".xls":
        old = xlwt.Workbook()
        page = old.add_sheet("收支")
        page.write(0, 0, "收支总表")
        page.write(1, 0, "项目")
        page.write(1, 1, "预算数")
        old.save(buffer)
    else:
        book = openpyxl.Workbook()
        for row in (["收支总表"], ["项目", "预算数"], ["事业收入", 12.5]):
            book.worksheets[0].append(row)
        book.save(buffer)
    return buffer.getvalue()


def letter() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("云溪县观测局2031年部门预算")
    document.save(buffer)
    return buffer.getvalue()


WEB = "<html><body><p>云溪县观测局2031年部门预算</p></body></html>"
MHT = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="=edge"

--=edge
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

{base64.b64encode(WEB.encode()).decode()}
--=edge--
"""


@pytest.mark.parametrize(
    ("name", "data", "origin"),
    [
        ("甲.docx", letter(), "word"),
        ("甲.pdf", letter(), "word"),
        ("甲.xlsx", workbook(".xlsx"), "excel"),
        ("甲.doc", workbook(".xlsx"), "excel"),
        ("甲.xls", workbook(".xls"), "excel"),
        ("甲.et", workbook(".xls"), "excel"),
        ("甲.docx", workbook(".xls"), "excel"),
        ("甲.htm", WEB.encode("gb18030"), "html"),
        ("甲.xls", WEB.encode(), "html"),
        ("甲.mht", MHT.encode(), "html"),
    ],
)
def test_every_format_is_read_under_any_suffix(tmp_path: Path, name: str, data: bytes, origin: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read(path)
    assert document.origin == origin
    assert document.text.split("\n")[0] in ("云溪县观测局2031年部门预算", "收支总表")


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("空.txt", b"", EmptyDocument, "empty"),
        ("白.txt", b" \n\t\n", EmptyDocument, ""),
        ("表.docx", zipped("word/document.xml"), DamagedDocument, "Word"),
        ("表.xlsx", zipped("xl/workbook.xml"), DamagedDocument, "workbook"),
        ("版.ofd", zipped("OFD.xml"), UnsupportedFormat, "PDF"),
        ("包.rar", b"Rar!\x1a\x07", UnsupportedFormat, "unpack"),
        ("包.zip", zipped("甲.txt"), UnsupportedFormat, "like a folder"),
        ("断.docx", letter()[:2000], DamagedDocument, "damaged"),
        ("旧.doc", OLE, UnsupportedFormat, "save it as"),
        ("页.html", b"<html><body>", EmptyDocument, ""),
        ("密.docx", compound("EncryptedPackage"), EncryptedDocument, "password"),
        ("零.pdf", bytes(5000), DamagedDocument, "binary data"),
        ("乱.bin", bytes(range(256)) * 9, UnsupportedFormat, "binary data"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_with_its_name(
    tmp_path: Path, name: str, data: bytes, error: type[ReadError], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
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
