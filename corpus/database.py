"""The one SQLite file of a store: how it is opened, locked and refused; every failure is one StoreError line."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import StoreDamaged, StoreError, StoreLocked, StoreVersionError

# The layout of the whole file, kept in `user_version`: raised when an older program could not work with it any more.
FORMAT = 1
# How long a writer waits for another one, in seconds; one document is written in far less.
PATIENCE = 120.0


class Database:
    """A connection that threads may share; writes go through `transaction()`, which waits for other processes.

    Raises StoreVersionError for a file of a newer program, StoreDamaged for one that is no database, StoreError when it
    cannot be opened or written. `read_only` works in a directory where nothing can be written.
    """

    def __init__(self, path: Path, schema: Sequence[str], *, read_only: bool = False, patience: float = PATIENCE) -> None:
        self.path = path
        self.read_only = read_only
        self.patience = patience
        self._lock = threading.RLock()
        self._depth = 0
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        try:
            self._connection = self._open_read_only() if read_only else self._open(schema)
        except sqlite3.Error as error:
            self.close()
            raise self._refusal(error) from error
        except BaseException:
            self.close()
            raise

    def _open(self, schema: Sequence[str]) -> sqlite3.Connection:
        connection = self._connect(f"{self.path.absolute().as_uri()}?mode=rwc")
        self._connection = connection
        self._check_version(connection)
        self._log_ahead(connection)
        # FULL: a document that was reported as added is on the disk, whatever happens next.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if self._version(connection) != FORMAT:
            with self.transaction():
                for statement in schema:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={FORMAT}")
        return connection

    def _log_ahead(self, connection: sqlite3.Connection) -> None:
        """Switches to a write-ahead log; SQLite does not wait by itself when two processes do so at once."""
        until = time.monotonic() + self.patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _open_read_only(self) -> sqlite3.Connection:
        """A write-ahead log that nobody may replay here is replayed in a copy; without one the file is read as it lies."""
        uri = self.path.absolute().as_uri()
        connection = self._connect(f"{uri}?mode=ro")
        self._connection = connection
        try:
            self._check_version(connection)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise
            connection.close()
            log = self.path.with_name(self.path.name + "-wal")
            if log.exists() and log.stat().st_size:
                self._copy = tempfile.TemporaryDirectory(prefix="gouji-")
                for file in (self.path, log):
                    shutil.copyfile(file, Path(self._copy.name, file.name))
                connection = self._connect(Path(self._copy.name, self.path.name).as_uri())
            else:
                connection = self._connect(f"{uri}?mode=ro&immutable=1")
            self._connection = connection
            self._check_version(connection)
        return connection

    def _connect(self, uri: str) -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=self.patience, isolation_level=None, check_same_thread=False)

    def _version(self, connection: sqlite3.Connection) -> int:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # reads the file, `PRAGMA` alone may not
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def _check_version(self, connection: sqlite3.Connection) -> None:
        found = self._version(connection)
        if found > FORMAT:
            raise StoreVersionError(
                f"{self.path}: written by a newer Gouji (store format {found}, this program knows {FORMAT}); use that version"
            )

    def read(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query."""
        with self._lock, self._translated():
            return self._connection.execute(statement, values).fetchall()

    def write(self, statement: str, values: Sequence[Any] = ()) -> int:
        """One statement inside a transaction; returns the last row id."""
        with self.transaction(), self._translated():
            return self._connection.execute(statement, values).lastrowid or 0

    def write_many(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        """One statement for many rows inside a transaction."""
        with self.transaction(), self._translated():
            self._connection.executemany(statement, values)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; waits for other writers, StoreLocked after `patience` seconds; transactions nest."""
        with self._lock, self._translated():
            if self.read_only:
                raise StoreError(f"{self.path.parent}: the store was opened for reading only")
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0 and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                try:
                    self._connection.execute("COMMIT")
                except sqlite3.Error:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise

    def version(self) -> tuple[int, int]:
        """Changes whenever this or another process changes the file; a key for caches."""
        with self._lock, self._translated():
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0]), self._connection.total_changes

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file; [] when it is sound."""
        with self._lock:
            try:
                rows = self._connection.execute("PRAGMA integrity_check(20)").fetchall()
                rows += [
                    (f"row {row[1]} of {row[0]} refers to nothing in {row[2]}",)
                    for row in self._connection.execute("PRAGMA foreign_key_check")
                ]
            except sqlite3.DatabaseError as error:
                return [str(error)]
        return [str(row[0]) for row in rows if row[0] != "ok"]

    def close(self) -> None:
        """Releases the file; a second call does nothing."""
        if hasattr(self, "_connection"):
            with self._lock, contextlib.suppress(sqlite3.Error):
                self._connection.close()
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.Error) -> StoreError:
        text = str(error)
        if "locked" in text or "busy" in text:
            return StoreLocked(
                f"{self.path.parent}: another process has been writing to the store for {self.patience:g} s; try again when it is done"
            )
        if "full" in text:
            return StoreError(f"{self.path.parent}: the disk is full; nothing of the last step was stored, what was stored before is safe")
        if "readonly" in text or "read-only" in text or "unable to open" in text:
            return StoreError(
                f"{self.path.parent}: the store cannot be {'opened' if 'open' in text else 'written'}; check that it exists and its permissions"
            )
        if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text or "corrupt" in text):
            return StoreDamaged(f"{self.path}: the store's file is damaged ({text}); try `gouji doctor --repair`, or restore a copy")
        return StoreError(f"{self.path}: {text}")
