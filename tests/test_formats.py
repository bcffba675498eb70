"""Content tells the format, whatever the suffix says."""

from __future__ import annotations

import io
import zipfile

import pytest
from containers import compound, zipped

from corpus.formats import sniff

OPEN = "application/vnd.oasis.opendocument."


def open_document(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", OPEN + kind)
        archive.writestr("content.xml", "<x/>")
    return buffer.getvalue()


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
        (zipped("xl/workbook.bin"), "binary Excel (.xlsb)"),
        (zipped("OFD.xml"), "OFD (.ofd)"),
        (zipped("a.pdf"), "archive (.zip)"),
        (open_document("text"), "OpenDocument text (.odt)"),
        (open_document("spreadsheet"), "OpenDocument spreadsheet (.ods)"),
        (b"PK\x03\x04rest", "damaged zip archive"),
        (compound("WordDocument", "1Table"), "old Word (.doc)"),
        (compound("1Table", "Data", "WordDocument", inside="Workbook"), "old Word (.doc)"),
        (compound("Workbook"), "old Excel (.xls)"),
        (compound("Book", inside="WordDocument"), "old Excel (.xls)"),
        (compound("EncryptedPackage", "EncryptionInfo"), "encrypted Office file"),
        (compound("CONTENTS"), "old Office or WPS file"),
        (compound("Workbook")[:600], "old Office or WPS file"),
        (b"<!DOCTYPE html><p>", "web page (.html)"),
        (b"\xef\xbb\xbf<!-- saved --><html>", "web page (.html)"),
        (b"<table border=1><tr><td>1</td></tr></table>", "web page (.html)"),
        ("<html><p>预算".encode("utf-16"), "web page (.html)"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web page (.mht)"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003 XML"),
        (b"{\\rtf1 x}", "RTF (.rtf)"),
        (b"\x89PNG\r\n", "image"),
        (bytes(100), "binary data"),
        (bytes(range(256)) * 4, "binary data"),
        (b"BMW 320: 3", "text"),
    ],
)
def test_content_tells_the_format(data: bytes, kind: str) -> None:
    assert sniff(data) == kind
