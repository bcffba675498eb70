"""Files are read in parallel, their outcomes come in the order of the paths, and each file fails alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from invented import disclosure

from corpus.errors import ReadError
from index.ingest import Parsed
from index.pool import cores, parse_all


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text(disclosure(start=50 * (n + 1)), encoding="utf-8")
    (tmp_path / "3.txt").write_bytes(b"")
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_come_in_order_and_a_bad_file_is_one_outcome(paths: list[Path], jobs: int) -> None:
    outcomes = list(parse_all(paths, jobs))
    assert [path for path, _ in outcomes] == paths
    assert [type(outcome) is Parsed for _, outcome in outcomes] == [path.name != "3.txt" for path in paths]
    assert isinstance(outcomes[3][1], ReadError)


def test_in_parallel_everything_is_as_in_one_process(paths: list[Path]) -> None:
    alone, together = ([outcome for _, outcome in parse_all(paths, jobs) if isinstance(outcome, Parsed)] for jobs in (1, 2))
    assert alone == together


def test_a_reader_that_is_killed_costs_no_other_file(paths: list[Path]) -> None:
    found = []
    for path, outcome in parse_all(paths, 2):
        found.append((path, type(outcome)))
        if len(found) == 1:
            for process in multiprocessing.active_children():
                os.kill(process.pid or 0, signal.SIGTERM)
    assert [path for path, _ in found] == paths
    assert sum(kind is Parsed for _, kind in found) == 7


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1
