"""Audits, lists and panels of the page, without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from fictional import BUDGET, filled

from corpus.errors import GoujiError
from qa import Gouji
from qa.page import Page
from qa.page_work import Work


def quiet(share: float, words: str) -> None:
    assert 0 <= share <= 1


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    with filled(tmp_path) as store:
        yield Work(Page(Gouji(store, answerer="rules")))


def test_an_audit_gives_reports_and_rules_and_can_be_narrowed(work: Work) -> None:
    (id,) = (record.id for record in work.gouji.documents())
    markup, checked, rules = work.audit([id], "zh", quiet)
    assert checked == [id]
    assert [Path(report).suffix for report in work.reports(checked)] == [".xlsx", ".html", ".jsonl"]
    assert work.reports(["gone"]) == []
    assert "相符" in markup
    assert rules
    assert "核对项" in work.filtered([id], "zh", "consistent", rules[0])
    check = work.gouji.audit(id).checks[0]
    assert "g-compare" in work.compare(id, check.id, 1, "zh")
    assert "已不在库中" in work.compare(id, "no such check", 0, "zh")
    assert work.audit([], "zh", quiet)[1] == []


def test_a_decision_is_shown_kept_reported_and_undone(work: Work, tmp_path: Path) -> None:
    wrong = tmp_path / "2023年部门预算（初稿）.txt"
    wrong.write_text(BUDGET.replace("| 支出总计 | 812.40", "| 支出总计 | 812.90"), encoding="utf-8")
    work.gouji.store.add(wrong)
    id = next(record.id for record in work.gouji.documents() if record.file == wrong.name)
    work.audit([id], "zh", quiet)
    finding = work.gouji.audit(id).findings[0].id
    assert "已复核" not in work.filtered([id], "zh", "", "")
    work.decide(id, finding, "dismissed", "  口径不同 <b>  ")
    shown = work.filtered([id], "zh", "", "")
    assert "已复核 1 项" in shown
    assert 'value="口径不同 &lt;b&gt;"' in shown
    decision = work.gouji.audit(id).findings[0].decision  # another audit of it knows it, too
    assert decision is not None
    assert (decision.verdict, decision.note) == ("dismissed", "口径不同 <b>")
    (lines,) = (path for path in work.reports([id]) if path.endswith(".jsonl"))
    assert '"verdict": "dismissed", "note": "口径不同 <b>"' in Path(lines).read_text(encoding="utf-8")
    work.decide(id, finding, "accepted", "")
    assert "g-set-aside" not in work.filtered([id], "zh", "", "")
    work.decide(id, finding, "", "")
    assert "已复核" not in work.filtered([id], "zh", "", "")
    with pytest.raises(GoujiError, match="no such finding"):
        work.decide(id, "no-such", "accepted", "")


def test_a_list_stops_and_goes_on(work: Work, tmp_path: Path) -> None:
    asked = tmp_path / "q.txt"
    asked.write_text("".join(f"差旅费是多少？第{n}次\n" for n in range(40)), encoding="utf-8")
    stop = threading.Event()
    steps = []
    for step in work.batch(str(asked), {}, [], "zh", stop, lambda citation: ""):
        steps.append(step)
        if "已回答 0 " not in step[0]:
            stop.set()
    assert [going for *_, going in steps] == [True] * (len(steps) - 1) + [False]
    assert "已停止" in steps[-1][0]
    again = list(work.batch(str(asked), {}, [], "zh", threading.Event(), lambda citation: ""))
    path = again[-1][1]
    assert path is not None
    assert openpyxl.load_workbook(path)["answers"].max_row == 41


def test_a_list_that_cannot_be_read_is_refused_in_words(work: Work, tmp_path: Path) -> None:
    bad = tmp_path / "q.csv"
    bad.write_text("甲,乙\n1,2\n", encoding="utf-8")
    ((markup, path, going),) = work.batch(str(bad), {}, [], "zh", threading.Event(), lambda citation: "")
    assert ">q.csv：没有名为“问题”或 question 的列" in markup
    assert (path, going) == (None, False)
    assert work.columns(str(bad)) == (["甲", "乙"], {})


def test_a_panel_comes_with_its_workbook(work: Work) -> None:
    markup, path = work.panel("差旅费；办公费", [], [], "zh", quiet)
    assert "18.80万元" in markup
    assert path is not None
    assert openpyxl.load_workbook(path).sheetnames == ["panel", "figures"]
    assert "请填写项目" in work.panel(" ", [], [], "zh", quiet)[0]
    assert "needs an item" in work.panel(" ", [], [], "en", quiet)[0]
