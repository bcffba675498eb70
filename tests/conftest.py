"""Fixtures that several test files share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
