"""The README says what happens: its session and its Python example are run, its commands are those of CI."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSION = re.search(r"```console\n(.*?)```", README, re.DOTALL)
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "GOUJI_EMBED_MODEL": "none"}


def test_the_session_prints_what_the_readme_shows(here: Path) -> None:
    assert SESSION is not None
    gouji = f'gouji() {{ {shlex.quote(sys.executable)} -m qa.cli "$@"; }}'
    for step in re.split(r"^\$ ", SESSION.group(1), flags=re.MULTILINE)[1:]:
        command, _, printed = step.partition("\n")
        done = subprocess.run(
            ["bash", "-c", f"{gouji}; {command}"], cwd=here, capture_output=True, text=True, env=environment(), check=True
        )
        assert done.stdout.rstrip() == printed.rstrip(), command


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=["session", "llama-index"])
def test_the_python_examples_print_what_the_readme_shows(code: str, printed: str, here: Path) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.rstrip() == printed.rstrip()


def test_ci_runs_the_command_that_the_readme_names() -> None:
    """One line, the same in both."""
    line = next(line for line in README.splitlines() if line.startswith("python3 -m venv") and "pytest" in line)
    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
