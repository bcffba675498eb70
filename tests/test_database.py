"""The store's file: who may open it, who waits for whom, and what is said when it cannot be used."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest

from corpus.database import FORMAT, Database
from corpus.errors import StoreDamaged, StoreError, StoreLocked, StoreVersionError

SCHEMA = ("CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY)",)


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    database = Database(tmp_path / "db", SCHEMA)
    with contextlib.suppress(RuntimeError), database.transaction():
        database.write("INSERT INTO things VALUES ('一')")
        raise RuntimeError
    with database.transaction():
        database.write("INSERT INTO things VALUES ('二')")
    database.close()
    assert Database(tmp_path / "db", SCHEMA).read("SELECT name FROM things") == [("二",)]


def test_transactions_nest(tmp_path: Path) -> None:
    database = Database(tmp_path / "db", SCHEMA)
    with contextlib.suppress(RuntimeError), database.transaction():
        with database.transaction():
            database.write("INSERT INTO things VALUES ('一')")
        raise RuntimeError
    assert database.read("SELECT name FROM things") == []


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    Database(tmp_path / "db", SCHEMA).close()
    with sqlite3.connect(tmp_path / "db") as connection:
        connection.execute(f"PRAGMA user_version={FORMAT + 1}")
    for read_only in (False, True):
        with pytest.raises(StoreVersionError, match="newer"):
            Database(tmp_path / "db", SCHEMA, read_only=read_only)


@pytest.mark.parametrize("data", [b"not a database at all, but long enough to be looked at" * 99, bytes(8192)[:-1] + b"x"])
def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "db").write_bytes(data)
    with pytest.raises(StoreDamaged, match="damaged"):
        Database(tmp_path / "db", SCHEMA)


def test_a_writer_that_waits_too_long_is_told_who_it_waits_for(tmp_path: Path) -> None:
    one = Database(tmp_path / "db", SCHEMA)
    other = Database(tmp_path / "db", SCHEMA, patience=0.1)
    with one.transaction():
        with pytest.raises(StoreLocked, match="another process"):
            other.write("INSERT INTO things VALUES ('一')")
        assert other.read("SELECT * FROM things") == []  # readers never wait
    other.write("INSERT INTO things VALUES ('一')")


def test_read_only_refuses_to_write(tmp_path: Path) -> None:
    Database(tmp_path / "db", SCHEMA).close()
    before = (tmp_path / "db").read_bytes()
    database = Database(tmp_path / "db", (), read_only=True)
    assert database.read("SELECT * FROM things") == []
    with pytest.raises(StoreError, match="reading only"):
        database.write("INSERT INTO things VALUES ('一')")
    database.close()
    assert (tmp_path / "db").read_bytes() == before


def test_what_a_killed_writer_left_in_its_log_is_read(tmp_path: Path) -> None:
    writer = Database(tmp_path / "db", SCHEMA)
    writer.write("INSERT INTO things VALUES ('一')")
    for name in ("db", "db-wal"):  # a copy made before the log was folded in, as after a crash
        (tmp_path / "copy").mkdir(exist_ok=True)
        (tmp_path / "copy" / name).write_bytes((tmp_path / name).read_bytes())
    assert Database(tmp_path / "copy" / "db", (), read_only=True).read("SELECT name FROM things") == [("一",)]


def test_threads_share_one_database(tmp_path: Path) -> None:
    database = Database(tmp_path / "db", SCHEMA)

    def work(n: int) -> None:
        for i in range(20):
            with database.transaction():
                database.write("INSERT INTO things VALUES (?)", (f"{n}-{i}",))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database.read("SELECT * FROM things")) == 80


def test_its_version_changes_with_every_change_of_any_process(tmp_path: Path) -> None:
    one, other = Database(tmp_path / "db", SCHEMA), Database(tmp_path / "db", SCHEMA)
    before = one.version()
    assert one.version() == before
    other.write("INSERT INTO things VALUES ('一')")
    assert one.version() != before
