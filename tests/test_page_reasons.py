"""Refusals and warnings in Chinese: every message that a visitor may meet has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import errors
from corpus.samples import files
from qa.page_reasons import reason
from qa.questions import ACCEPTED

ROOT = Path(__file__).resolve().parent.parent
READING = tuple(name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.ReadError))
MET = [
    *((path, READING) for path in sorted((ROOT / "corpus").glob("*.py"))),
    *((ROOT / "qa" / name, ("QuestionError", "DamagedDocument")) for name in ("question.py", "questions.py", "panel.py", "intake.py", "page_sheet.py")),
]  # fmt: skip


def example(text: ast.expr) -> str:
    """A message with something in its gaps."""
    if isinstance(text, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in text.values)
    assert isinstance(text, ast.Constant)
    return str(text.value)


def messages() -> Iterator[tuple[str, str]]:
    for path, kinds in MET:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            raised = node.exc if isinstance(node, ast.Raise) else None
            if (
                isinstance(raised, ast.Call)
                and getattr(raised.func, "id", "") in kinds
                and isinstance(raised.args[0], ast.JoinedStr | ast.Constant)
            ):
                yield path.name, example(raised.args[0])


@pytest.mark.parametrize(("module", "message"), list(messages()))
def test_every_refusal_that_a_visitor_may_meet_is_said_in_chinese(module: str, message: str) -> None:
    said = reason("zh", message)
    assert re.search(r"[一-龥]", said), f"{module}: say “{message}” in qa/page_reasons.py"
    assert said != message
    assert reason("en", message) == message


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("预算.pdf: the 3 pages are pictures without text; to read them: pip install x", "预算.pdf：共3页，都是没有文字的图像；要识别图像，请安装：pip install x"),
        ("pictures, read by OCR: page 1-14", "图像页，由文字识别读出，请对照原件：第 1-14 页"),
        ("the file name says 2023, the text 2024", "文件名写的是2023年，正文是2024年"),
        (f"q.pdf: a question list is {ACCEPTED}, not .pdf", f"q.pdf：问题清单可以是 {ACCEPTED}，不能是 .pdf"),
        ("预算.pdf: no document of this name; the store has a.txt (1)", "预算.pdf：库中没有这个名称的文档"),
        ("something else", "something else"),
    ],
)  # fmt: skip
def test_what_a_message_names_is_kept(message: str, said: str) -> None:
    assert reason("zh", message) == said


def test_the_messages_are_those_of_the_program(tmp_path: Path) -> None:
    from corpus.reader import read

    cut = tmp_path / "一.pdf"
    cut.write_bytes(files()[0].read_bytes()[:5000])
    empty = tmp_path / "二.txt"
    empty.write_text("")
    for path in (cut, empty):
        with pytest.raises(errors.ReadError) as refused:
            read(path)
        assert reason("zh", str(refused.value)).startswith(f"{path.name}：")
