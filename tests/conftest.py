"""Fixtures that several test files share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Server

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real disclosures and gold data beside the project; its tests skip without it, but must run in CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI runs with the real disclosures in {SHARED.name}/ beside the project")
        pytest.skip("no shared/ beside the project")
    return SHARED


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The web application over the samples, in its own process; who changes its documents names them its own."""
    from corpus.samples import files
    from index.store import Store

    folder = tmp_path_factory.mktemp("served")
    with Store.open(folder / "store") as store:
        for file in files():
            assert store.add(file).status == "added"
    running = Server(folder)
    yield running
    running.stop()
