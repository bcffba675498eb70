"""Zip archives of disclosures, read as folders: a member is the path of the archive and the name in it."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from corpus.errors import DamagedDocument, EncryptedDocument, ReadError

SUFFIX = ".zip"
# No disclosure is larger, no archive of disclosures longer: more is an archive made to fill memory.
_MOST_BYTES = 1 << 29
_MOST_MEMBERS = 100_000
# Members that make an archive one file of an office program.
_PACKAGES = frozenset(["[Content_Types].xml", "OFD.xml", "mimetype"])
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_UTF8, _LOCKED = 0x800, 0x1


def members(archive: Path) -> list[Path]:
    """The files of an archive in order of name, as paths below it; none for an Office file, ReadError for a damaged one."""
    with _opened(archive) as opened:
        names = sorted(_names(opened))
    return [] if _PACKAGES.intersection(names) else [archive / name for name in names]


def member_bytes(path: Path) -> bytes | None:
    """The content of a member by its path below an archive; None for a path that leads into no archive."""
    for archive in path.parents:
        if archive.suffix.lower() == SUFFIX and archive.is_file():
            break
    else:
        return None
    with _opened(archive) as opened:
        info = _names(opened).get(path.relative_to(archive).as_posix())
        if info is None:
            raise ReadError(f"{path}: there is no such file in the archive")
        if info.flag_bits & _LOCKED:
            raise EncryptedDocument(f"{path.name}: the archive opens only with a password; unpack it first")
        if info.file_size > _MOST_BYTES:
            raise DamagedDocument(f"{path.name}: {info.file_size >> 20} MB unpacked, more than a disclosure has")
        try:
            with opened.open(info) as file:
                data = file.read(_MOST_BYTES + 1)  # the size that an archive states need not be true
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DamagedDocument(f"{path.name}: cannot be unpacked from {archive.name} ({error})") from error
    if len(data) > _MOST_BYTES:
        raise DamagedDocument(f"{path.name}: more than {_MOST_BYTES >> 20} MB unpacked, more than a disclosure has")
    return data


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedDocument(f"{archive}: not a readable zip archive ({error})") from error
    except OSError as error:
        raise ReadError(f"{archive}: cannot be opened ({error.strerror})") from error


def _names(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by name, folders left out; names lead nowhere outside the archive."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in opened.infolist()[:_MOST_MEMBERS]:
        parts = [part for part in PurePosixPath(_name(info).replace("\\", "/").replace(":", "_")).parts if part not in ("/", "..", ".")]
        if parts and not info.is_dir():
            found.setdefault("/".join(parts), info)
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; without the mark for UTF-8 it is in the encoding of the Chinese Windows that packed it."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    # Two bytes of GBK may be a letter of UTF-8, but hardly a Chinese one.
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if name.isascii() or encoding != "utf-8" or _CHINESE.search(name):
            return name
    return info.filename
