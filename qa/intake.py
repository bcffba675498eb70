"""Documents that visitors bring: read in a process of their own, so that the page stays quick and a fatal file fails alone."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from corpus.errors import DamagedDocument, ReadError, StoreError
from corpus.reader import document_id, file_bytes
from index.ingest import Added, Parsed, parse
from index.store import Store
from qa.faults import keep

# How often the reader's progress is looked for, in seconds.
_LOOK = 0.15
_pages: Any = None


class Intake:
    """Takes files into one store, one at a time; the process that reads is started by the first of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._turn = threading.Lock()
        self._embedding = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._told: Any = None

    def add(self, path: Path, *, replace: str | None = None, progress: Callable[[int, int], None] | None = None) -> Added:
        """As `Store.add`, the reading elsewhere; `progress` gets (page, pages). Raises StoreError."""
        try:
            data = file_bytes(path)
            if any(record.id == document_id(data) for record in self.store.documents()):
                return self.store.add(path, replace=replace)
            with self._turn:
                parsed = self._read(path, data, progress)
            old = None if replace is None else self.store.resolve(replace)
            added = self.store.take(path, data, parsed, old)
            keep(self.store, parsed.prepared.record.id)
            return added
        except ReadError as error:
            return Added(str(path), None, "failed", None, str(error))

    def _read(self, path: Path, data: bytes, progress: Callable[[int, int], None] | None) -> Parsed:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
            self._told = context.Queue()
            self._pool = ProcessPoolExecutor(1, context, _begin, (self._told,))
        try:
            reading: Future[Parsed] = self._pool.submit(_read, path, data)
            while True:
                try:
                    return reading.result(_LOOK)
                except NotYet:
                    if reading.done():
                        raise
                finally:
                    self._tell(progress)
        except BrokenProcessPool:
            self.close()
            raise DamagedDocument(
                f"{path.name}: reading it ended the program that read it (out of memory, or a fault in a library)"
            ) from None

    def _tell(self, progress: Callable[[int, int], None] | None) -> None:
        while True:
            try:
                page, pages = self._told.get_nowait()
            except queue.Empty:
                return
            if progress is not None:
                progress(page, pages)

    def embed(self) -> None:
        """Makes the vectors that are missing, behind the visitors' backs: until then new documents are found by their words."""

        def make() -> None:
            # A store that is closed meanwhile gets the rest of its vectors at the next ingest.
            with self._embedding, contextlib.suppress(StoreError):
                self.store.embed()

        if self.store.dense.missing():
            threading.Thread(target=make, name="gouji-embed", daemon=True).start()

    def close(self) -> None:
        """Ends the process that reads."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _begin(told: Any) -> None:
    global _pages
    _pages = told


def _read(path: Path, data: bytes) -> Parsed:
    return parse(path, data, lambda page, pages: _pages.put((page, pages)))
