"""Question lists: read in four shapes, answered row by row, resumed after a kill, written in three shapes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.errors import QuestionError, UnknownDocument
from qa.batch import Question, read_questions, run, steps
from qa.questions import read_columns
from qa.workbook import Sheet, write_workbook

ROWS = [["编号", "问题", "文件", "备注"], ["甲", "住房公积金多少？", "a.txt; b.txt", "急"], ["乙", "公务接待费多少？", "", ""]]


def answer(question: Question) -> dict[str, Any]:
    return {
        "id": None, "question": question.text, "status": "answered", "answer": "=1+1 是公式", "value": "-9.64", "unit": "万元",
        "citations": [{"n": 1, "file": "a.txt", "page": None, "lines": [3, 4], "table": "表", "row": "行", "column": "列", "quote": "原文"}],
        "figures": [{"text": "9.64", "verdict": "confirmed", "basis": "表"}], "model": "rules", "elapsed_ms": 1,
    }  # fmt: skip


def write_list(path: Path) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(ROWS)
    elif path.suffix == ".xlsx":
        write_workbook(path, [Sheet("问题", ROWS[0], ROWS[1:])])
    elif path.suffix == ".jsonl":
        rows = [{"id": i, "question": q, "document": d.split("; ") if d else None, "备注": n} for i, q, d, n in ROWS[1:]]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), encoding="utf-8")
    else:
        path.write_text("\n".join(row[1] for row in ROWS[1:]), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl"])
def test_lists_with_columns(suffix: str, tmp_path: Path) -> None:
    one, two = read_questions(write_list(tmp_path / f"q{suffix}"))
    assert (one.id, one.text, one.documents, dict(one.extra)["备注"]) == ("甲", "住房公积金多少？", ("a.txt", "b.txt"), "急")
    assert (two.id, two.documents) == ("乙", ())


def test_a_text_list_is_a_question_a_line(tmp_path: Path) -> None:
    assert [(q.id, q.text) for q in read_questions(write_list(tmp_path / "q.txt"))] == [
        ("1", "住房公积金多少？"),
        ("2", "公务接待费多少？"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("q.pdf", b"%PDF", "is .jsonl, .csv, .xlsx, .txt"), ("q.txt", b"\n\n", "no question"), ("q.jsonl", b"{broken", "not readable"),
        ("q.xlsx", b"no workbook", "not an Excel workbook"), ("q.csv", "甲,乙\n1,2\n".encode(), "no column named question"),
    ],
)  # fmt: skip
def test_a_bad_list_is_refused_in_one_line(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(QuestionError, match=reason) as raised:
        read_questions(path)
    assert "\n" not in str(raised.value)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="no such file"):
        read_questions(tmp_path / "none.txt")


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_two_runs_write_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    questions = read_questions(write_list(tmp_path / "q.csv"))
    run(questions, answer, tmp_path / f"one{suffix}", "s")
    run(questions, answer, tmp_path / f"two{suffix}", "s")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_the_workbook_opens_with_texts_not_formulas(tmp_path: Path) -> None:
    run(read_questions(write_list(tmp_path / "q.csv")), answer, tmp_path / "a.xlsx", "s")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["answers"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert row["answer"].value == "=1+1 是公式"
    assert row["answer"].data_type == "s"
    assert (row["备注"].value, row["verdict"].value, row["value"].value) == ("急", "confirmed", "-9.64")
    assert "lines 3–4" in row["citations"].value
    assert sheet.freeze_panes == "A2"
    assert [[cell.value for cell in line] for line in book["summary"]][1:3] == [["questions", 2], ["answered", 2]]


def test_csv_neutralises_formulas_and_keeps_negative_numbers(tmp_path: Path) -> None:
    run(read_questions(write_list(tmp_path / "q.csv")), answer, tmp_path / "a.csv", "s")
    row = next(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert row["answer"] == "'=1+1 是公式"
    assert row["value"] == "-9.64"
    (tmp_path / "named.csv").write_text("question,=HYPERLINK(0)\n差旅费？,+1\n", encoding="utf-8")
    run(read_questions(tmp_path / "named.csv"), answer, tmp_path / "b.csv", "s")
    row = next(csv.DictReader((tmp_path / "b.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert row["'=HYPERLINK(0)"] == "'+1"


def test_one_bad_row_is_one_error_row(tmp_path: Path) -> None:
    def fail_first(question: Question) -> dict[str, Any]:
        if question.id == "甲":
            raise UnknownDocument("a.txt: no such document")
        return answer(question)

    rows = run(read_questions(write_list(tmp_path / "q.csv")), fail_first, tmp_path / "a.jsonl", "s")
    assert [row["status"] for row in rows] == ["error", "answered"]
    assert "no such document" in rows[0]["answer"]


def test_an_output_of_unknown_form_or_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"\.jsonl, \.csv, \.xlsx"):
        run([Question("1", "?")], answer, tmp_path / "a.doc", "s")
    with pytest.raises(QuestionError, match="cannot be written"):
        run([Question("1", "?")], answer, tmp_path / "none" / "a.csv", "s")


KILLED = """
import sys, time
from pathlib import Path
from qa.batch import Question, run
def answer(question):
    time.sleep(0.02)
    return {"question": question.text, "status": "answered", "answer": question.text * 50, "citations": [], "figures": []}
run([Question(str(n), f"问题{n}") for n in range(40)], answer, Path(sys.argv[1]), "s")
"""


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    journal = tmp_path / "a.jsonl.part"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(out)], cwd=Path(__file__).parent.parent)
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 5):
        assert child.poll() is None
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with journal.open("ab") as file:
        file.write(b'{"a line cut sho')
    before = journal.read_bytes().count(b"\n") - 1
    asked: list[str] = []

    def resumed(question: Question) -> dict[str, Any]:
        asked.append(question.id)
        return {"question": question.text, "status": "answered", "answer": question.text * 50, "citations": [], "figures": []}

    run([Question(str(n), f"问题{n}") for n in range(40)], resumed, out, "s")
    assert asked == [str(n) for n in range(before, 40)]
    assert not journal.exists()
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == [str(n) for n in range(40)]


def test_a_journal_of_another_store_state_is_not_taken(tmp_path: Path) -> None:
    questions = [Question("1", "甲"), Question("2", "乙")]

    def stop_at_second(question: Question) -> dict[str, Any]:
        if question.id == "2":
            raise KeyboardInterrupt
        return answer(question)

    with pytest.raises(KeyboardInterrupt):
        run(questions, stop_at_second, tmp_path / "a.jsonl", "before")
    asked: list[str] = []
    run(questions, lambda q: (asked.append(q.id), answer(q))[1], tmp_path / "a.jsonl", "after")
    assert asked == ["1", "2"]


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("号,要问的,问题\n甲,差旅费多少？,这是备注\n", encoding="utf-8")
    assert read_columns(path) == (["号", "要问的", "问题"], {"question": "问题"})
    (one,) = read_questions(path, {"question": "要问的", "id": "号"})
    assert (one.id, one.text, one.extra) == ("甲", "差旅费多少？", (("问题", "这是备注"),))


def test_the_workbook_lists_every_source_with_a_link(tmp_path: Path) -> None:
    run(read_questions(write_list(tmp_path / "q.csv")), answer, tmp_path / "a.xlsx", "s", link=lambda c: f"file:///{c['file']}")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rows = [[cell.value for cell in row] for row in book["citations"]]
    assert [rows[0][0], *rows[0][-2:]] == ["id", "reading", "link"]
    assert [row[0] for row in rows[1:]] == ["甲", "乙"]
    assert book["citations"].cell(2, len(rows[0])).hyperlink.target == "file:///a.txt"
    header = [cell.value for cell in book["answers"][1]]
    assert book["answers"].cell(2, header.index("source_file") + 1).hyperlink.target == "file:///a.txt"


def test_a_fault_in_one_row_is_one_error_row(tmp_path: Path) -> None:
    def fail(question: Question) -> dict[str, Any]:
        raise ZeroDivisionError(question.text)

    rows = run([Question("1", "甲")], fail, tmp_path / "a.jsonl", "s")
    assert rows[0]["status"] == "error"
    assert rows[0]["answer"] == "ZeroDivisionError: 甲"


def test_it_can_be_stopped_between_two_questions_and_gone_on_with(tmp_path: Path) -> None:
    questions = [Question(str(n), f"问题{n}") for n in range(4)]
    going = steps(questions, answer, tmp_path / "a.jsonl", "s")
    assert [next(going), next(going)] == [1, 1]
    going.close()
    assert not (tmp_path / "a.jsonl").exists()
    assert list(steps(questions, answer, tmp_path / "a.jsonl", "s")) == [2, 1, 1]
