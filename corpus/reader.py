"""Reading a file: its content decides which reader takes it, never its suffix."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from corpus.assemble import Parts
from corpus.document import Document
from corpus.errors import DamagedDocument, EmptyDocument, EncryptedDocument, ReadError, UnsupportedFormat
from corpus.formats import BINARY, DAMAGED_ZIP, ENCRYPTED_OFFICE, sniff
from corpus.metadata import describe
from corpus.office import converted
from corpus.outline import outline
from corpus.zipped import member_bytes

# Raised when any reader, or what is made from its parts (sections, metadata, figures), changes for the same bytes.
READER_VERSION = 9

Progress = Callable[[int, int], None]
Reader = Callable[[Path, bytes, Progress | None], Parts]


def _pdf(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.pdf import read_pdf

    return read_pdf(path, data, progress)


def _text(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.text import read_text

    return read_text(path, data)


def _word(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.word import read_word

    return read_word(path, data)


def _excel(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.excel import read_excel

    return read_excel(path, data)


def _html(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.html import read_html

    return read_html(path, data)


def _mht(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.html import read_mht

    return read_mht(path, data)


def _image(path: Path, data: bytes, progress: Progress | None) -> Parts:
    from corpus.images import read_image

    return read_image(path, data, progress)


def _through_word(kind: str, suffix: str) -> Reader:
    return lambda path, data, progress: _word(path, converted(path, data, kind, suffix, "docx"), progress)


def _through_excel(kind: str, suffix: str) -> Reader:
    return lambda path, data, progress: _excel(path, converted(path, data, kind, suffix, "xlsx"), progress)


# One line per format that is read; its key is what `formats.sniff` calls the format.
READERS: dict[str, Reader] = {
    "PDF": _pdf,
    "text": _text,
    "Word (.docx)": _word,
    "Excel (.xlsx)": _excel,
    "old Excel (.xls)": _excel,
    "web page (.html)": _html,
    "web page (.mht)": _mht,
    "image": _image,
    "old Word (.doc)": _through_word("old Word (.doc, .wps)", ".doc"),
    "Word 2003 XML": _through_word("Word 2003 XML", ".xml"),
    "RTF (.rtf)": _through_word("RTF", ".rtf"),
    "OpenDocument text (.odt)": _through_word("OpenDocument text", ".odt"),
    "OpenDocument spreadsheet (.ods)": _through_excel("an OpenDocument spreadsheet", ".ods"),
    "binary Excel (.xlsb)": _through_excel("a binary Excel workbook (.xlsb)", ".xlsb"),
    "Excel 2003 XML": _through_excel("Excel 2003 XML", ".xml"),
}
ACCEPTED = "PDF, Word, Excel, web pages, text, Markdown, scans and pictures, and .zip archives of them"
# The suffixes under which a folder is searched for disclosures; those not read are named with the reason.
_SUFFIXES = (
    ".pdf .txt .md .markdown .csv .tsv .docx .docm .doc .xlsx .xlsm .xlsb .xls .html .htm .mht .mhtml .rtf .odt .ods .ofd .wps .et"
    " .png .jpg .jpeg .tif .tiff .bmp"
)
SUFFIXES = frozenset(_SUFFIXES.split())
# What to do with a file that no reader takes.
_WAYS_OUT = {
    "archive (.zip)": "it is read like a folder: give it to `gouji ingest`",
    "archive (.rar)": "unpack it first",
    "archive (.7z)": "unpack it first",
    "archive (.gz)": "unpack it first",
    "OFD (.ofd)": "save it as PDF",
    "old Office or WPS file": "save it as .docx, .xlsx or PDF",
    "PowerPoint (.pptx)": "save it as PDF",
    "old PowerPoint (.ppt)": "save it as PDF",
}


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
        scanned=parts.scanned,
    )


def file_bytes(path: Path) -> bytes:
    """The content of a file, also of one inside a zip archive (`折子.zip/甲.pdf`); ReadError when there is none to be had."""
    try:
        if path.is_dir():
            raise UnsupportedFormat(f"{path.name}: a folder, not a file")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        inside = member_bytes(path)
        if inside is not None:
            return inside
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
    if kind == ENCRYPTED_OFFICE:
        raise EncryptedDocument(f"{path.name}: opens only with a password; save a copy without one")
    if kind == DAMAGED_ZIP:
        raise DamagedDocument(f"{path.name}: a damaged zip archive or Office file; fetch it again")
    if kind == BINARY and path.suffix.lower() in SUFFIXES:
        raise DamagedDocument(f"{path.name}: its content is not what its suffix says, it is {kind}; accepted: {ACCEPTED}")
    if kind in _WAYS_OUT:
        raise UnsupportedFormat(f"{path.name}: {kind} is not read; {_WAYS_OUT[kind]}")
    raise UnsupportedFormat(f"{path.name}: {kind} is not read; accepted: {ACCEPTED}")


def _naming(path: Path, error: ReadError) -> ReadError:
    """The same error, its message one line that names the file."""
    line = " ".join(str(error).split()) or "cannot be read"
    return error if line == str(error) and path.name in line else type(error)(line if path.name in line else f"{path.name}: {line}")


def _brief(error: Exception) -> str:
    first = (str(error).strip().splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
