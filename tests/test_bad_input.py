"""What goes wrong in practice: each is refused or survived with one clear line, and nothing that was reported is lost."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import disclosure

from corpus.archive import FILE
from corpus.database import FORMAT
from corpus.errors import DamagedDocument, EmptyDocument, EncryptedDocument, ReadError, StoreError, StoreVersionError, UnknownDocument
from corpus.reader import read
from index.store import Store

ROOT = Path(__file__).resolve().parent.parent
# Adds every file of a folder to a store and prints each id once it is reported.
INGEST = """
import sys
from pathlib import Path
from index.store import Store

with Store.open(sys.argv[1]) as store:
    for path in sorted(Path(sys.argv[2]).iterdir()):
        added = store.add(path)
        print(added.status, added.document, flush=True)
"""


def ingest(store: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INGEST, str(store), str(folder)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def folder_of(path: Path, numbers: range) -> Path:
    path.mkdir()
    for n in numbers:
        (path / f"{n:03}.txt").write_text(disclosure(start=10 * n + 1), encoding="utf-8")
    return path


def pdf(path: Path, *, password: str | None = None, text: str | None = "Annual budget 2031") -> Path:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption(password) if password else None)
    if text:
        canvas.drawString(72, 700, text)
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(autouse=True)
def by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedding model: what is tested here does not need one."""
    monkeypatch.setenv("GOUJI_EMBED_MODEL", "none")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter (those of `tmp_path` belong to one user)."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


@contextlib.contextmanager
def without_permissions(path: Path) -> Iterator[None]:
    """Nothing below `path` can be written; the superuser, whom no permission stops, becomes nobody meanwhile."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no POSIX permissions here")
    every = [path, *path.rglob("*")]
    modes = [(entry, entry.stat().st_mode) for entry in every]
    for entry in every:
        entry.chmod(0o555 if entry.is_dir() else 0o444)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)
        for entry, mode in modes:
            entry.chmod(mode)


def test_an_unreadable_pdf(tmp_path: Path) -> None:
    path = pdf(tmp_path / "断.pdf")
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(ReadError, match=r"断\.pdf"):
        read(path)
    path.write_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(4000))
    with pytest.raises(DamagedDocument, match=r"断\.pdf"):
        read(path)


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    with pytest.raises(EncryptedDocument, match=r"密\.pdf.*password"):
        read(pdf(tmp_path / "密.pdf", password="secret"))


def test_a_pdf_without_writing(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match=r"图\.pdf"):
        read(pdf(tmp_path / "图.pdf", text=None))


def test_text_in_gb18030(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(disclosure().encode("gb18030"))
    (tmp_path / "乙.txt").write_bytes(disclosure().encode())
    one, other = read(tmp_path / "甲.txt"), read(tmp_path / "乙.txt")
    assert one.text == other.text
    assert one.tables == other.tables


def test_fifty_megabytes_of_zeros_named_pdf(tmp_path: Path) -> None:
    path = tmp_path / "零.pdf"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    with Store.open(tmp_path / "store") as store:
        added = store.add(path)
    assert added.status == "failed"
    assert str(added.reason).startswith(f"{path}: ")


def test_an_unknown_document_name(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        with pytest.raises(UnknownDocument, match="empty"):
            store.resolve("没有")
        store.add(folder_of(tmp_path / "in", range(1)) / "000.txt")
        with pytest.raises(UnknownDocument, match=r"000\.txt"):
            store.remove("没有")


def test_a_store_written_by_a_newer_version(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(f"PRAGMA user_version={FORMAT + 1}")
    for read_only in (False, True):
        with pytest.raises(StoreVersionError, match="newer"):
            Store.open(tmp_path, read_only=read_only)


def test_a_file_where_the_store_should_be(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(StoreError, match="store"):
        Store.open(tmp_path / "store")


def test_no_permission_to_write(open_folder: Path) -> None:
    path = open_folder / "甲.txt"
    path.write_text(disclosure(), encoding="utf-8")
    with Store.open(open_folder / "store") as store:
        store.add(path)
        kept = store.documents()
        hits = store.search("差旅费", mode="lexical")
    path.write_text(disclosure(start=300), encoding="utf-8")
    with without_permissions(open_folder):
        with pytest.raises(StoreError, match="ermission"):
            Store.open(open_folder / "other")
        with pytest.raises(StoreError), Store.open(open_folder / "store") as store:
            store.add(path)
        with Store.open(open_folder / "store", read_only=True) as store:
            assert store.documents() == kept
            assert store.search("差旅费", mode="lexical") == hits
            with pytest.raises(StoreError, match="reading only"):
                store.add(path)
    with Store.open(open_folder / "store") as store:
        assert store.check() == []


def test_a_store_left_by_a_crash_is_read_without_permission_to_write(open_folder: Path) -> None:
    path = open_folder / "甲.txt"
    path.write_text(disclosure(), encoding="utf-8")
    live = Store.open(open_folder / "live")
    live.add(path)
    shutil.copytree(open_folder / "live", open_folder / "crashed", ignore=shutil.ignore_patterns("*-shm"))  # its log still open
    with without_permissions(open_folder / "crashed"), Store.open(open_folder / "crashed", read_only=True) as store:
        assert store.documents() == live.documents()
    live.close()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", range(40))
    with Store.open(tmp_path / "store") as store:
        store.add(folder / "000.txt")
        pages = store.archive.database.read("PRAGMA page_count")[0][0]
        store.archive.database.read(f"PRAGMA max_page_count={pages + 4}")
        with pytest.raises(StoreError, match="full"):
            store.add_all(sorted(folder.iterdir()))
        reported = store.documents()
    with Store.open(tmp_path / "store") as store:
        assert store.documents() == reported
        assert store.repair() is not None
        assert store.check() == []
        assert len(store.add_all(sorted(folder.iterdir()))) == 40
        assert len(store.documents()) == 40


def test_two_ingests_at_once(tmp_path: Path) -> None:
    one, other = folder_of(tmp_path / "one", range(20)), folder_of(tmp_path / "other", range(10, 30))
    running = [ingest(tmp_path / "store", one), ingest(tmp_path / "store", other)]
    for process in running:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert out.count("\n") == 20
        assert "failed" not in out
    with Store.open(tmp_path / "store") as store:
        assert len(store.documents()) == 30
        assert store.check() == []


def test_a_killed_ingest_keeps_what_it_reported(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", range(60))
    chance = random.Random(20311122)
    reported: set[str] = set()
    for _ in range(5):
        process = ingest(tmp_path / "store", folder)
        assert process.stdout is not None
        for _ in range(len(reported) + chance.randrange(1, 10)):
            line = process.stdout.readline()
            reported.update(line.split()[1:])
        time.sleep(chance.random() / 50)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        reported.update(line.split()[1] for line in process.communicate()[0].splitlines() if line.count(" ") == 1)
        with Store.open(tmp_path / "store") as store:
            stored = {record.id for record in store.documents()}
            assert reported <= stored
            assert [problem for problem in store.check() if "belongs to no document" not in problem] == []
            for id in reported:
                assert store.document(id).id == id
                assert store.original(id).is_file()
    assert ingest(tmp_path / "store", folder).wait(timeout=300) == 0
    with Store.open(tmp_path / "store") as store:
        assert len(store.documents()) == 60
        store.repair()
        assert store.check() == []
