"""Text dumps of disclosures: decoding, lines, and the tables that a dump prints."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.assemble import Parts, assemble
from corpus.document import Line
from corpus.dump_cells import cell_grids
from corpus.dump_lines import line_tables
from corpus.dump_rows import row_grids
from corpus.errors import DamagedDocument, EmptyDocument

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Control characters and the separators at which Python, but no text file, breaks lines; a blank keeps every offset.
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 133, 8232, 8233, 65279), " ")
_SAMPLE = 1 << 16
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_COMMON = re.compile(r"[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def read_text(path: Path, data: bytes) -> Parts:
    """A text file as lines and tables; the text keeps the file's own lines, only line breaks become "\\n".

    Raises EmptyDocument where nothing but white space stands, DamagedDocument where the bytes are no text.
    """
    text = decoded(path, data).replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    if not text.strip():
        raise EmptyDocument(f"{path.name}: the file holds no text")
    entries = text.split("\n")
    lines, start = [], 0
    for entry in entries:
        lines.append(Line(start, start + len(entry)))
        start += len(entry) + 1
    grids = [*row_grids(entries), *cell_grids(entries)]
    spaced = line_tables(entries, {number - 1 for grid in grids for number in range(grid.lines[0], grid.lines[1] + 1)})
    grids = sorted([*grids, *spaced.grids], key=lambda grid: grid.lines)
    return Parts(text, tuple(lines), spaced.marked(assemble(text, lines, grids)), 0, "text")


def decoded(path: Path, data: bytes) -> str:
    """The text of these bytes: by byte order mark, else UTF-8, UTF-16 or GB18030, whichever reads as text."""
    if not data.strip(b" \t\r\n\x0c"):
        raise EmptyDocument(f"{path.name}: the file is empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(path, data, encoding)
    samples = [data[:_SAMPLE], data[len(data) // 4 * 2 :][:_SAMPLE]]
    if any(b"\x00" in sample for sample in samples):
        for encoding in ("utf-16-le", "utf-16-be"):
            if all(_reads(sample, encoding) for sample in samples):
                return _strict(path, data, encoding)
        if max(sample.count(0) for sample in samples) > max(8, len(samples[0]) // 100):
            raise DamagedDocument(f"{path.name}: the file is binary, not text")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 200 < len(text):  # a few spoilt bytes in a file that is otherwise UTF-8
        return text
    for encoding in ("utf-16-le", "utf-16-be"):
        if all(_reads(sample, encoding) for sample in samples):
            return _strict(path, data, encoding)
    raise DamagedDocument(f"{path.name}: the file is neither UTF-8, UTF-16 nor GB18030 text")


def _strict(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DamagedDocument(f"{path.name}: the file breaks off or is damaged at byte {error.start} ({encoding})") from None


def _reads(sample: bytes, encoding: str) -> bool:
    text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
    return bool(text) and len(_COMMON.findall(text)) >= 0.9 * len(text)


def _plausible(text: str) -> bool:
    """Whether a decoded text is text: next to no control, private or replacement characters."""
    sample = text[:_SAMPLE] + text[len(text) // 2 :][:_SAMPLE]
    return len(_STRANGE.findall(sample)) <= max(4, len(sample) // 100)
