"""The bench of a language model: an answer counts as the model's only where it was met."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import scripted
from fictional import filled

from bench import llm

GOLD = [
    {"id": "a", "question": "差旅费是多少？", "answer_value": "18.80", "unit": "万元", "evidence": ["差旅费 | 18.80"]},
    {"id": "b", "question": "2019年差旅费是多少？", "answerable": False, "type": "unanswerable"},
]
WORDED = scripted.says("青岚县水务局2023年差旅费预算为{F1}。")


def run(folder: Path, script: scripted.Script, monkeypatch: pytest.MonkeyPatch, model: str = "small") -> int:
    gold = folder / "gold.jsonl"
    common = {"document": "青岚县水务局2023年部门预算.txt", "type": "lookup_table", "lang": "zh", "answerable": True}
    gold.write_text("".join(json.dumps({**common, **one}) + "\n" for one in GOLD), encoding="utf-8")
    arguments = [
        "--base-url",
        script.address,
        "--model",
        model,
        "--store",
        str(folder / "store"),
        "--gold",
        str(gold),
        "-o",
        str(folder / "out.jsonl"),
    ]
    monkeypatch.setattr(sys, "argv", ["llm.py", *arguments])
    return llm.main()


def rows(folder: Path) -> list[dict[str, dict[str, str]]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_run_goes_on_and_asks_again_where_no_reply_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with filled(tmp_path):
        pass
    with scripted.model_server(scripted.refuses(429)) as script:
        assert run(tmp_path, script, monkeypatch) == 1
        assert "met at 0, no whole reply at 1" in capsys.readouterr().out
        assert {row["met"]["outcome"] for row in rows(tmp_path)} == {"failed", "not asked"}
        script.behaviour = WORDED
        assert run(tmp_path, script, monkeypatch) == 0
        printed = capsys.readouterr().out
        assert "met at 1, no whole reply at 0" in printed
        assert len(script.requests) == 2
        assert run(tmp_path, script, monkeypatch) == 0
        assert capsys.readouterr().out.splitlines()[1] == printed.splitlines()[1]
        assert len(script.requests) == 2  # everything was kept
        assert run(tmp_path, script, monkeypatch, "another") == 0
        assert len(script.requests) == 3  # another model's rows are not this one's


def test_the_model_s_own_answers_are_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    def row(id: str, value: str | None, outcome: str) -> dict[str, object]:
        figures = [{"verdict": "confirmed"}] if value else []
        rules = {
            "status": "answered",
            "answer": "18.80万元",
            "value": "18.80",
            "unit": "万元",
            "citations": [],
            "figures": [{"verdict": "confirmed"}],
        }
        model = {**rules, "answer": f"{value}万元", "value": value, "figures": figures, "elapsed_ms": 1.0}
        gold = {**GOLD[0], "id": id, "type": "lookup_table", "lang": "zh", "answerable": True}
        return {"gold": gold, "rules": rules, "model": model, "met": {"task": "phrase", "outcome": outcome, "reason": "", "replies": []}}

    assert llm.report([row("a", "18.80", "shown"), row("b", "18.80", "rejected"), row("c", "18.80", "not asked")], "small") == 0
    lines = {line[:26].strip(): line[26:].split() for line in capsys.readouterr().out.splitlines()}
    assert lines["rules"][:2] == ["3", "3"]
    assert lines["rules + model"][:2] == ["3", "3"]
    assert lines["the model's answers"][:2] == ["1", "1"]
    assert llm.report([row("a", "18.80", "not asked")], "small") == 1  # a model that was never met has no result


def test_the_sample_is_the_same_every_time(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps({"id": str(n)}) + "\n" for n in range(100)), encoding="utf-8")
    assert llm.sample([gold], 10, 5) == llm.sample([gold], 10, 5)
    assert len(llm.sample([gold], 10, 5)) == 10
