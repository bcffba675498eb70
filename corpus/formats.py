"""What a file's bytes are: formats are told by content, never by suffix."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

BINARY = "binary data"
DAMAGED_ZIP = "damaged zip archive"
ENCRYPTED_OFFICE = "encrypted Office file"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"{\\rtf", "RTF (.rtf)"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "image"),
    (b"Rar!", "archive (.rar)"),
    (b"7z\xbc\xaf\x27\x1c", "archive (.7z)"),
    (b"\x1f\x8b", "archive (.gz)"),
    (b"SQLite format 3\0", "database"),
)
# Packages by a member that only they have; the first that fits counts.
_ZIPPED = (
    ("word/", "Word (.docx)"),
    ("xl/workbook.bin", "binary Excel (.xlsb)"),
    ("xl/", "Excel (.xlsx)"),
    ("ppt/", "PowerPoint (.pptx)"),
    ("OFD.xml", "OFD (.ofd)"),
    ("content.xml", "OpenDocument"),
)
_OPEN_DOCUMENT = (("text", "OpenDocument text (.odt)"), ("spreadsheet", "OpenDocument spreadsheet (.ods)"))
# OLE compound files by a stream at their root. WPS writes .wps and .et as the Office formats of its time.
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", "old Word (.doc)"),
    ("Workbook", "old Excel (.xls)"),
    ("Book", "old Excel (.xls)"),
    ("PowerPoint Document", "old PowerPoint (.ppt)"),
)
_UNKNOWN_OLE = "old Office or WPS file"
# XML that Office writes as one file.
_XML = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "Excel 2003 XML"),
    (b"schemas.microsoft.com/office/word/2003/wordml", "Word 2003 XML"),
    (b"schemas.microsoft.com/office/2006/xmlpackage", "Word 2003 XML"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|meta|title|style|body|div|table|center)\b")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# So much of a file tells text from binary data, and so many control characters in a hundred are still text.
_HEAD = 1 << 16
_CONTROLS = 2


def sniff(data: bytes) -> str:
    """What a file's bytes are: a key of `reader.READERS`, or the name of a format that is not read."""
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or _binary(data)):
            return kind
    if _binary(data):
        return BINARY
    return _markup(data) or "text"


def _markup(data: bytes) -> str | None:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) & ~1].decode("utf-16", errors="ignore").encode()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"mime-version:", b"from:")) and b"mime-version:" in start:
        return "web page (.mht)"
    if start.startswith(b"<?xml"):
        found = next((kind for name, kind in _XML if name in start), None)
        if found is not None:
            return found
    if start.startswith((b"<?xml", b"<!--")):
        return "web page (.html)" if _PAGE.search(start) else None
    return "web page (.html)" if _PAGE.match(start) else None


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            kind = next((kind for start, kind in _ZIPPED if any(name.startswith(start) for name in names)), "archive (.zip)")
            if kind == "OpenDocument" and "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype").decode("ascii", errors="replace")
                return next((exact for word, exact in _OPEN_DOCUMENT if word in stated), kind)
            return kind
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, zlib.error):
        return DAMAGED_ZIP


def _compound(data: bytes) -> str:
    names = set(_root_streams(data))
    return next((kind for name, kind in _STREAMS if name in names), _UNKNOWN_OLE)


def _root_streams(data: bytes) -> list[str]:
    """The names of the streams at the root of an OLE compound file ([MS-CFB]); [] for a damaged one.

    Streams deeper down belong to embedded objects: a Word file with a chart holds a Workbook too.
    """

    def number(offset: int) -> int:
        if offset + 4 > len(data):
            raise ValueError
        return int.from_bytes(data[offset : offset + 4], "little")

    try:
        size = 1 << int.from_bytes(data[30:32], "little")
        if size not in (512, 4096):
            return []

        def place(sector: int) -> int:
            return (sector + 1) * size

        def chain(sector: int) -> Iterator[int]:
            seen: set[int] = set()
            while sector < 0xFFFFFFFA and sector not in seen:
                seen.add(sector)
                yield place(sector)
                table = sector // (size // 4)
                if table >= 109:  # the directory of a larger file than any disclosure
                    return
                sector = number(place(number(76 + 4 * table)) + sector % (size // 4) * 4)

        entries = [data[start + at : start + at + 128] for start in chain(number(48)) for at in range(0, size, 128)]
        found: list[str] = []
        waiting, seen = [int.from_bytes(entries[0][76:80], "little")], set[int]()
        while waiting:
            k = waiting.pop()
            if k in seen or k >= len(entries):
                continue
            seen.add(k)
            entry = entries[k]
            found.append(entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode("utf-16-le", errors="replace"))
            waiting += [int.from_bytes(entry[68:72], "little"), int.from_bytes(entry[72:76], "little")]
        return found
    except (ValueError, IndexError):
        return []


def _binary(data: bytes) -> bool:
    """Whether these bytes are no text in any encoding that disclosures come in (UTF-8, GB18030, UTF-16)."""
    head = data[:_HEAD]
    if head.startswith(_BOMS):
        return False
    if 0 in head:
        # UTF-16 without its mark: digits and line breaks have their zero always on the same side.
        return min(head[0::2].count(0), head[1::2].count(0)) > 0 or not (b"\n\0" in head or b"\0\n" in head)
    controls = sum(head.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13, 27))
    return controls * 100 > len(head) * _CONTROLS
