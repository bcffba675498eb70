"""A zip archive of disclosures is a folder: its members have paths below it, and lead nowhere else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from containers import zipped
from invented import disclosure

from corpus.errors import DamagedDocument, ReadError
from corpus.reader import file_bytes, read
from corpus.zipped import member_bytes, members
from index.store import Store, disclosures_in


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive as Chinese Windows packs it: names in GBK, without the mark for UTF-8."""
    path = tmp_path / "折子.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in ("预算/甲.txt", "乙.txt", "__MACOSX/._乙.txt", "目录.db"):
            entry = zipfile.ZipInfo(name.encode("gb18030").decode("cp437"))
            packed.writestr(entry, disclosure(year=2031 if "甲" in name else 2032))
    data = bytearray(path.read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):  # the module sets the mark for any name that is not ASCII, and writes UTF-8
        assert mark in data
    path.write_bytes(_in_cp437(path))
    return path


def _in_cp437(path: Path) -> bytes:
    """The archive with its names as one byte a character."""
    out = io.BytesIO()

    class Raw(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
            return self.filename.encode("cp437"), self.flag_bits & ~0x800

    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(out, "w") as again:
        for info in packed.infolist():
            again.writestr(Raw(info.filename), packed.read(info))
    return out.getvalue()


def test_members_have_their_chinese_names(archive: Path) -> None:
    assert [path.relative_to(archive).as_posix() for path in members(archive)] == ["__MACOSX/._乙.txt", "乙.txt", "目录.db", "预算/甲.txt"]


def test_a_member_is_read_like_a_file(archive: Path) -> None:
    assert read(archive / "预算" / "甲.txt").year == 2031
    with pytest.raises(ReadError, match="no such file in the archive"):
        file_bytes(archive / "丙.txt")
    assert member_bytes(archive.parent / "甲.txt") is None


def test_an_archive_is_added_like_a_folder(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")
    files = [archive / "乙.txt", archive / "预算" / "甲.txt"]
    assert disclosures_in([archive]) == disclosures_in([archive.parent]) == files
    with Store.open(tmp_path / "store") as store:
        assert [added.status for added in store.add_all(files)] == ["added", "added"]
        assert [added.status for added in store.add_all(files)] == ["unchanged", "unchanged"]


def test_names_lead_nowhere_outside(tmp_path: Path) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(zipped("../../etc/甲.txt", "/乙.txt", "C:\\丙.txt", content=b"1"))
    inside = members(path)
    assert [member.relative_to(path).as_posix() for member in inside] == ["C_/丙.txt", "etc/甲.txt", "乙.txt"]
    assert {member_bytes(member) for member in inside} == {b"1"}


def test_an_office_file_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "甲.zip"
    path.write_bytes(zipped("[Content_Types].xml", "word/document.xml", "word/media/a.png"))
    assert members(path) == []
    assert disclosures_in([path]) == [path]


def test_a_member_larger_than_any_disclosure_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "弹.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("甲.txt", "w") as member:
        for _ in range(513):
            member.write(bytes(1 << 20))
    with pytest.raises(DamagedDocument, match="513 MB"):
        file_bytes(path / "甲.txt")


def test_a_damaged_archive_is_named_when_it_is_added(tmp_path: Path) -> None:
    path = tmp_path / "断.zip"
    path.write_bytes(zipped("甲.txt")[:30])
    assert disclosures_in([path]) == [path]
    with pytest.raises(DamagedDocument, match=r"断\.zip"):
        read(path)
