"""The scores: what counts as correct, cited and unsafe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa.score import judge, same_figure, scores

GOLD: dict[str, Any] = {
    "id": "1", "type": "lookup_table", "answerable": True, "answer_value": "11.74", "unit": "万元", "answer_text": "11.74万元",
    "evidence": ["3023901 | 公务交通补贴 | 11.74"], "evidence_document": ["a.txt"],
}  # fmt: skip


def answer(value: str | None, unit: str | None = "万元", text: str = "公务交通补贴11.74万元[1]", **more: Any) -> dict[str, Any]:
    quote = {"file": "a.txt", "document": "d1", "quote": "302 | 39 | 3023901 | 公务交通补贴 | 11.74 | | 11.74"}
    return {"status": "answered", "answer": text, "value": value, "unit": unit, "citations": [quote], "figures": []} | more


@pytest.mark.parametrize(
    ("value", "unit", "right"),
    [
        ("11.74", "万元", True), ("117400", "元", True), ("117400.00", "元", True), ("11.7", "万元", True), ("11.73", "万元", False),
        ("11.74", None, False), ("11.74", "元", False), ("12", "万元", False), (None, None, False),
    ],
)  # fmt: skip
def test_a_figure_is_right_within_the_printed_precision(value: str | None, unit: str | None, right: bool) -> None:
    assert judge(GOLD, answer(value, unit))["correct"] is right


def test_a_decrease_may_carry_its_minus_in_the_words() -> None:
    gold = {"value": "-9.64", "unit": "万元"}
    assert same_figure(gold, "9.64", "万元", "减少9.64万元")
    assert not same_figure(gold, "9.64", "万元", "增加9.64万元")


def test_blank_cells_are_right_only_where_the_words_say_blank() -> None:
    gold = GOLD | {"answer_value": "0", "answer_text": "该单元格为空"}
    assert judge(gold, answer(None, None, "该单元格为空"))["correct"]
    assert not judge(gold, answer(None, None, "没有找到"))["correct"]


def test_refusals_and_unsafe_answers() -> None:
    unanswerable = GOLD | {"type": "unanswerable", "answerable": False, "answer_value": None}
    assert judge(unanswerable, answer(None, None, "文件中没有", status="not_found"))["correct"]
    assert judge(unanswerable, answer("11.74"))["unsafe"]
    doubted = answer("12.00", figures=[{"verdict": "contradicted"}])
    assert judge(GOLD, doubted)["wrong"]
    assert not judge(GOLD, doubted)["unsafe"]


def test_citations_must_hold_the_evidence_of_its_own_file() -> None:
    assert judge(GOLD, answer("11.74"))["cited"]
    assert not judge(GOLD, answer("11.74", citations=[{"file": "b.txt", "quote": "3023901 | 公务交通补贴 | 11.74"}]))["cited"]
    assert not judge(GOLD, answer("11.74", citations=[{"file": "a.txt", "quote": "3023901 公务交通补贴 11.74" + "长" * 600}]))["cited"]


def test_a_missing_answer_is_neither_right_nor_wrong() -> None:
    row = judge(GOLD, None)
    assert not row["correct"]
    assert not row["wrong"]


def test_scores_are_shares_by_type_and_language() -> None:
    table = scores([judge(GOLD, answer("11.74")), judge(GOLD | {"lang": "en"}, answer("12.00"))])
    assert table["all"] == {"n": 2, "correct": 0.5, "cited": 1.0, "wrong": 0.5, "refused": 0.0, "unsafe": 0.5}
    assert table["lang en"]["correct"] == 0.0


def test_the_same_scores_as_the_reference_scorer(shared: Path, tmp_path: Path) -> None:
    """On answers of every sort (right, off by a digit, refused, without unit) to the real gold questions."""
    gold_file = shared / "gold" / "questions_seeds.jsonl"
    golds = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines() if line.strip()]
    answers = []
    for n, gold in enumerate(golds):
        value = gold.get("answer_value")
        given = answer(value, gold.get("unit"), str(gold["answer_text"]), id=gold["id"])
        given["citations"] = [
            {"file": name, "quote": quote}
            for name, quote in zip(gold.get("evidence_document") or [], gold.get("evidence") or [], strict=False)
        ]
        if n % 4 == 1:
            given |= {"value": f"{value}1" if value else "5", "figures": [{"verdict": "cited"}]}
        elif n % 4 == 2:
            given |= {"status": "not_found", "value": None, "citations": []}
        elif n % 4 == 3:
            given |= {"unit": None}
        answers.append(given)
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers), encoding="utf-8")
    reference = subprocess.run(
        [sys.executable, str(shared / "tools" / "score_answers.py"), str(gold_file), str(path), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    mine = scores([judge(gold, given) for gold, given in zip(golds, answers, strict=True)])
    assert mine == {name: {k: v for k, v in row.items() if not k.endswith("_ms")} for name, row in json.loads(reference.stdout).items()}
