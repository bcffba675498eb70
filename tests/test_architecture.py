"""The house: imports run one way, heavy packages stay out of the start-up, modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOOR = {"corpus": 0, "index": 1, "qa": 2, "app": 3}
HEAVY = ("torch", "faiss", "gradio", "llama_index", "sentence_transformers", "transformers", "pdfplumber", "openpyxl", "numpy")
MODULES = [path for name in ("corpus", "index", "qa") for path in sorted((ROOT / name).rglob("*.py"))] + [ROOT / "app.py"]


def imported(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    """corpus ← index ← qa ← app: nobody imports from the floor above."""
    here = FLOOR[path.relative_to(ROOT).parts[0].removesuffix(".py")]
    upward = [name for name in imported(path) if FLOOR.get(name.split(".")[0], -1) > here]
    # `gouji serve` starts the page: the one door upward, opened only when it is asked for.
    if path.relative_to(ROOT).as_posix() == "qa/commands_answer.py":
        upward = [name for name in upward if name != "app"]
    assert not upward


def test_start_up_loads_nothing_heavy() -> None:
    """`import corpus, index, qa` and the command line load no heavy package."""
    code = f"import sys, corpus, index, qa, qa.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_readable(path: Path) -> None:
    """One concept a module: a module well past 400 lines wants another room.

    app.py is the one module that knows Gradio, and one file by the repository's layout.
    """
    assert len(path.read_text(encoding="utf-8").splitlines()) <= (540 if path.name == "app.py" else 440)
