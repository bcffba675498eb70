"""Reading many files on all cores, each on its own: a file that kills its reader fails alone."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from corpus.errors import DamagedDocument, ReadError
from corpus.reader import file_bytes
from index.ingest import Parsed, parse

# Files handed out beyond those being read: enough to keep the workers busy, few enough to keep memory small.
_AHEAD = 2

Outcome = Parsed | ReadError


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parse_all(paths: Sequence[Path], jobs: int) -> Iterator[tuple[Path, Outcome]]:
    """What each file gives, in the order of the paths; `jobs` processes read ahead (1: this process reads)."""
    if jobs <= 1 or len(paths) <= 1:
        for path in paths:
            yield path, _parse(path)
        return
    waiting = deque(paths)
    running: deque[tuple[Path, Future[Outcome]]] = deque()
    pool = _pool(min(jobs, len(paths)))
    try:
        while waiting or running:
            while waiting and len(running) < jobs + _AHEAD:
                path = waiting.popleft()
                running.append((path, _submitted(pool, path)))
            path, future = running.popleft()
            try:
                yield path, future.result()
            except BrokenProcessPool:
                # One of the files being read killed its process, and the pool with it: this one is tried alone, the rest anew.
                pool.shutdown(wait=False, cancel_futures=True)
                yield path, _alone(path)
                waiting.extendleft(path for path, _ in reversed(running))
                running.clear()
                pool = _pool(min(jobs, len(paths)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, path: Path) -> Future[Outcome]:
    try:
        return pool.submit(_parse, path)
    except BrokenProcessPool as error:  # it broke between two files
        future: Future[Outcome] = Future()
        future.set_exception(error)
        return future


def _parse(path: Path) -> Outcome:
    try:
        return parse(path, file_bytes(path))
    except ReadError as error:
        return error


def _alone(path: Path) -> Outcome:
    with _pool(1) as pool:
        try:
            return pool.submit(_parse, path).result()
        except BrokenProcessPool:
            return DamagedDocument(f"{path}: reading it ended the program that read it (out of memory, or a fault in a library)")


def _pool(size: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a fork of a process with threads (a model, a web server) may hang.
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"))
