"""Reading a file: its content decides which reader takes it, never its suffix."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from corpus.assemble import Parts
from corpus.document import Document
from corpus.errors import DamagedDocument, EmptyDocument, EncryptedDocument, NoTextLayer, ReadError, UnsupportedFormat
from corpus.metadata import describe
from corpus.outline import outline

# Raised when any reader, or what is made from its parts (sections, metadata, figures), changes for the same bytes.
READER_VERSION = 1

Progress = Callable[[int, int], None]
Reader = Callable[[Path, bytes, Progress | None], Parts]


def _pdf(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.pdf import read_pdf

    return read_pdf(path, data, progress)


def _text(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.text import read_text

    return read_text(path, data)


# One line per format that is read; its key is what `sniff` calls the format.
READERS: dict[str, Reader] = {
    "PDF": _pdf,
    "text": _text,
}
ACCEPTED = "PDF with a text layer, text, Markdown"
# The suffixes under which a folder is searched for disclosures; those not read yet are named with the reason.
_SUFFIXES = ".pdf .txt .md .markdown .csv .tsv .docx .doc .xlsx .xls .html .htm .mht .rtf .odt .ods .ofd .wps .et .zip .png .jpg .jpeg .tif .tiff .bmp"
SUFFIXES = frozenset(_SUFFIXES.split())

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word, Excel or WPS (.doc, .xls, .wps, .et)"),
    (b"{\\rtf", "RTF"),
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
_ZIPPED = (
    ("word/", "Word (.docx)"),
    ("xl/", "Excel (.xlsx)"),
    ("ppt/", "PowerPoint (.pptx)"),
    ("OFD.xml", "OFD"),
    ("content.xml", "OpenDocument (.odt, .ods)"),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BINARY = "binary data"
# So much of a file tells text from binary data, and so many control characters in a hundred are still text.
_HEAD = 1 << 16
_CONTROLS = 2


def sniff(data: bytes) -> str:
    """What a file's bytes are: a key of READERS, or the name of a format that is not read."""
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or _binary(data)):
            return kind
    if _binary(data):
        return _BINARY
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith((b"<?xml", b"<!--", b"<head")) and b"<html" in start):
        return "web page (.html)"
    if start.startswith(b"mime-version:") or (start.startswith(b"from:") and b"mime-version:" in start):
        return "web page (.mht)"
    return "text"


def read(path: Path, progress: Progress | None = None, *, data: bytes | None = None) -> Document:
    """The disclosure in a file; `data` when its bytes are known already, `progress` gets (pages done, pages).

    Raises the ReadError family, each message one line that names the file.
    """
    if data is None:
        data = file_bytes(path)
    reader = READERS[_accepted(path, data)]
    try:
        parts = reader(path, data, progress)
        if not parts.text.strip():
            raise EmptyDocument(f"{path.name}: there is no text in it")
        sections = outline(parts.lines, parts.text, parts.tables)
        about = describe(parts.text, parts.lines, sections, parts.tables, path.name)
    except ReadError as error:
        raise _naming(path, error) from error
    except MemoryError as error:
        raise DamagedDocument(f"{path.name}: reading it needs more memory than there is") from error
    except Exception as error:  # a strange file, whatever it makes a reader do, is this file's fault only
        raise DamagedDocument(f"{path.name}: cannot be understood ({_brief(error)})") from error
    return Document(
        id=document_id(data),
        title=about.title,
        agency=about.agency,
        region=about.region,
        year=about.year,
        kind=about.kind,
        scope=about.scope,
        origin=parts.origin,
        pages=parts.pages,
        text=parts.text,
        lines=parts.lines,
        sections=sections,
        tables=parts.tables,
        warnings=(*parts.warnings, *about.warnings),
    )


def file_bytes(path: Path) -> bytes:
    """The content of a file; ReadError when there is none to be had."""
    try:
        if path.is_dir():
            raise UnsupportedFormat(f"{path.name}: a folder, not a file")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file") from None
    except MemoryError:
        raise ReadError(f"{path}: larger than the memory of this machine") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror})") from error


def document_id(data: bytes) -> str:
    """The id of a file's content: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def _accepted(path: Path, data: bytes) -> str:
    if not data:
        raise EmptyDocument(f"{path.name}: the file is empty (0 bytes)")
    kind = sniff(data)
    if kind in READERS:
        return kind
    if kind.startswith("old Word") and "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument(f"{path.name}: opens only with a password; save a copy without one")
    if kind == "image":
        raise NoTextLayer(f"{path.name}: a picture without text; accepted: {ACCEPTED}")
    if kind == _BINARY and path.suffix.lower() in {".pdf", ".txt", ".md", ".csv", ".docx", ".xlsx"}:
        raise DamagedDocument(f"{path.name}: its content is not what its suffix says, it is {kind}; accepted: {ACCEPTED}")
    raise UnsupportedFormat(f"{path.name}: {kind} is not read yet; accepted: {ACCEPTED}")


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "damaged zip archive"
    return next((kind for start, kind in _ZIPPED if any(name.startswith(start) for name in names)), "archive (.zip)")


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


def _naming(path: Path, error: ReadError) -> ReadError:
    """The same error, its message one line that names the file."""
    line = " ".join(str(error).split()) or "cannot be read"
    return error if line == str(error) and path.name in line else type(error)(line if path.name in line else f"{path.name}: {line}")


def _brief(error: Exception) -> str:
    first = (str(error).strip().splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
