"""Questions answered from a disclosure without a language model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional import BUDGET, disclosed, filled

from corpus.errors import QuestionError, UnknownDocument
from corpus.samples import files
from index.store import Store
from qa.answer import Answer
from qa.lookup import LONGEST_ANSWER, answer

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("lookup")) as opened:
        yield opened


def value(found: Answer) -> str | None:
    return None if found.value is None else str(found.value)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("基本工资是多少？", "148.60万元"),
        ("差旅费（30211）安排几何？", "18.80万元"),
        ("收支总表里卫生健康支出是多少？", "41.70万元"),
        ("三公经费预算数？", "20.00万元"),
        ("机关运行经费安排了多少钱？", "60.30万元"),
        ("在职人员有多少人？", "26人"),
        ("工勤人员几个？", "3人"),
        ("What is the travel expense (差旅费)?", "18.80万元"),
        ("基本支出占支出预算百分之几？", "50.76%"),
        ("人员经费占基本支出的比例？", "85.38%"),
        ("收支总预算比上年减少多少？", "-37.60万元"),
        ("收支总预算同比降幅？", "-4.42%"),
        ("倒推2022年的收支总预算", "850.00万元"),
        ("办公费和差旅费哪个大，差多少？", "2.70万元"),
        ("基本工资加津贴补贴一共多少？", "268.90万元"),
        ("剔除公务接待费后，公用经费还剩多少？", "40.30万元"),
        ("人员经费是公用经费的几倍？", "5.84倍"),
        ("按在职人员算，人均人员经费约多少万元？", "13.54万元"),
        ("工资福利支出里哪一项最多？", "148.60万元"),
        ("机关运行经费折合多少元？", "603000元"),
    ],
)
def test_figures(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert value(found) == expected
    assert found.citations
    assert "[1]" in found.text
    assert found.figures
    assert {figure.verdict for figure in found.figures} <= {"confirmed", "cited", "computed"}


def test_a_blank_cell_is_said_to_be_blank_and_has_no_value(store: Store) -> None:
    found = answer(store, "政府性基金预算拨款收入那一格是多少？")
    assert found.status == "answered"
    assert found.value is None
    assert "空" in found.text
    assert not found.figures


@pytest.mark.parametrize(
    "question",
    [
        "2024年基本支出是多少？",  # another year
        "2022年的差旅费是多少？",  # the year before, of which only the total is known
        "白石县水务局的三公经费？",  # another agency
        "会议费安排了多少？",  # no such item
        "培训费（30216）是多少？",  # no such code
        "2023年实际执行（决算）支出了多少？",  # a budget states no final accounts
        "注册志愿者有多少人？",
        "青岚县水务局局长是谁？",
        "基本工资和会议费一共多少？",  # one of two operands is missing
        "Who is the director of the bureau?",
    ],
)
def test_what_the_documents_do_not_say_is_refused(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "not_found"
    assert found.value is None
    assert not found.citations
    assert not found.figures


def test_words_are_answered_by_the_sentence_that_says_them(store: Store) -> None:
    found = answer(store, "收支总预算为什么减少？")
    assert found.status == "answered"
    assert "压缩一般性支出" in found.text
    assert found.value is None
    assert any("压缩一般性支出" in citation.quote for citation in found.citations)
    assert "河湖科" in answer(store, "青岚县水务局有哪些科室？").text


def test_a_contradiction_gives_every_version_with_its_place(tmp_path: Path) -> None:
    text = BUDGET.replace("其中公务接待费20.00万元", "其中公务接待费26.00万元")
    path = tmp_path / "水务局.txt"
    path.write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        found = answer(opened, "公务接待费到底是多少，前后一致吗？")
    assert found.status == "conflict"
    assert "20.00" in found.text
    assert "26.00" in found.text
    assert len(found.citations) >= 2


def test_two_agencies_are_compared_and_never_mixed(tmp_path: Path) -> None:
    other = BUDGET.replace("青岚县水务局", "白石县水务局").replace("18.80", "30.10").replace("60.30", "71.60").replace("412.40", "423.70")
    with filled(tmp_path) as opened:
        (tmp_path / "白石.txt").write_text(other, encoding="utf-8")
        opened.add(tmp_path / "白石.txt")
        assert value(answer(opened, "白石县水务局的差旅费？")) == "30.10万元"
        assert value(answer(opened, "青岚县水务局的差旅费？")) == "18.80万元"
        assert value(answer(opened, "青岚与白石的差旅费相差多少？")) == "11.30万元"
        both = answer(opened, "差旅费哪家最高？")
        assert value(both) == "30.10万元"
        assert {citation.agency for citation in both.citations} == {"青岚县水务局", "白石县水务局"}
        assert value(answer(opened, "差旅费是多少？")) is None  # two agencies, none named: both are listed
        limited = answer(opened, "差旅费是多少？", documents=["白石.txt"])
        assert value(limited) == "30.10万元"


def test_answers_are_the_same_every_time_and_short_enough(store: Store) -> None:
    for question in ("差旅费是多少？", "收支总预算为什么减少？", "办公费和差旅费哪个大？"):
        one, two = answer(store, question).json(), answer(store, question).json()
        one.pop("elapsed_ms")
        two.pop("elapsed_ms")
        assert one == two
        assert len(one["answer"]) <= LONGEST_ANSWER


def test_every_quote_is_a_slice_of_the_document(store: Store) -> None:
    document = store.document(store.documents()[0].id)
    for question in ("差旅费是多少？", "收支总预算为什么减少？", "人员经费占基本支出的比例？", "工资福利支出里哪一项最多？"):
        for citation in answer(store, question).citations:
            assert citation.quote in document.text
            assert len(citation.quote) <= 600


def test_long_empty_and_misdirected_questions(store: Store) -> None:
    assert answer(store, "请问" + "非常" * 4_000 + "差旅费是多少？").status in ("answered", "not_found")
    with pytest.raises(QuestionError):
        answer(store, " ？ ")
    with pytest.raises(UnknownDocument):
        answer(store, "差旅费是多少？", documents=["没有这份文件.pdf"])


def test_a_follow_up_takes_what_it_leaves_out_from_the_question_before(store: Store) -> None:
    assert value(answer(store, "那办公费呢？", history=["2023年差旅费是多少？"])) == "21.50万元"


def test_the_language_of_the_question_is_that_of_the_answer(store: Store) -> None:
    found = answer(store, "How much is budgeted for office expenses (办公费)?")
    assert found.text.startswith("办公费: 21.50 万元")
    assert "Not found" in answer(store, "How many volunteers (志愿者) are registered?").text


def test_a_question_of_the_catalogue_loads_no_model(tmp_path: Path) -> None:
    with filled(tmp_path):
        pass
    code = (
        "import sys; from qa import Gouji\n"
        f"with Gouji({str(tmp_path / 'store')!r}) as gouji:\n"
        "    for question in ('差旅费是多少？', '收支总预算为什么减少？'): gouji.ask(question)\n"
        "print([name for name in ('torch', 'gradio', 'faiss', 'sentence_transformers', 'llama_index') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_real_disclosures_are_answered(shared: Path, tmp_path: Path) -> None:
    """The development questions on one real disclosure: few wrong, most right."""
    from qa.score import judge, scores

    name = "handan_2022_budget.txt"
    golds = [json.loads(line) for line in (shared / "gold" / "questions_seeds.jsonl").read_text(encoding="utf-8").splitlines() if line]
    with Store.open(tmp_path / "store") as opened:
        opened.add(shared / "disclosures" / name)
        rows = [judge(gold, answer(opened, gold["question"], [name]).json()) for gold in golds if gold.get("document") == name]
    table = scores(rows)
    assert table["all"]["correct"] >= 0.75
    assert table["all"]["unsafe"] <= 0.06


def test_a_cell_whose_reading_is_in_doubt_is_said_to_be(tmp_path: Path) -> None:
    """An uncertain cell may answer, but never silently."""
    from dataclasses import replace

    from corpus.table import Table
    from qa.lookup import answer as ask

    with Store.open(tmp_path / "s") as store:
        path = tmp_path / "溪口.txt"
        path.write_text(
            "溪口县水务局2024年部门预算\n\n支出总表\n单位：万元\n科目编码\t科目名称\t合计\n2210201\t住房公积金\t12.34\n\t合计\t12.34\n",
            encoding="utf-8",
        )
        added = store.add(path)
        assert added.document is not None
        document = store.document(added.document)

        def doubted(table: Table) -> Table:
            return replace(table, cells=tuple(replace(cell, uncertain=cell.amount is not None) for cell in table.cells))

        assert "存疑" not in ask(store, "溪口县水务局2024年住房公积金是多少？").text
        object.__setattr__(document, "tables", tuple(doubted(table) for table in document.tables))
        assert "存疑" in ask(store, "溪口县水务局2024年的住房公积金是多少？").text


def test_too_many_documents_to_compare_are_said_to_be_too_many(tmp_path: Path) -> None:
    """A rank, a sum or a figure of some of the documents that could answer would look like the answer of all."""
    with Store.open(tmp_path / "store") as crowded:
        for number, letter in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄"):
            text = BUDGET.replace("青岚县", f"{letter}岚县").replace("18.80", f"{18 + number}.80")
            path = tmp_path / f"{letter}.txt"
            path.write_text(text.replace("差旅费", "观星费") if letter == "玄" else text, encoding="utf-8")
            crowded.add(path)
        for question in ("差旅费是多少？", "哪家的差旅费最多？", "差旅费合计是多少？", "What is the travel expense (差旅费)?"):
            assert answer(crowded, question).status == "not_found"
        assert "25份" in answer(crowded, "差旅费是多少？").text
        assert value(answer(crowded, "丙岚县水务局的差旅费是多少？")) == "20.80万元"
        only = answer(crowded, "观星费是多少？")
        assert {citation.file for citation in only.citations} == {"玄.txt"}
        assert value(only) == "42.80万元"


def test_one_figure_stated_in_two_ways_is_a_conflict_and_no_guess_between_two_things(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as opened:
        opened.add(next(path for path in files() if path.suffix == ".txt"))
        found = answer(opened, "住房公积金是多少？")
    assert found.status == "conflict"
    assert all(version in found.text for version in ("47.92万元", "49.72万元"))


TWICE = """柳影区云栖街道办事处
2024年部门预算

一、基本情况

街道辖区面积6.8平方公里，下辖12个社区。社区工作者146人。

二、重点项目

社区治理项目保障14个社区日常运转。
"""


def test_two_counts_of_one_name_are_both_told(tmp_path: Path) -> None:
    with disclosed(tmp_path, "柳影区云栖街道办事处2024年部门预算", TWICE) as opened:
        found = answer(opened, "街道有几个社区？")
        assert {"12个", "14个"} <= {figure.text for figure in found.figures}
        assert len(found.citations) == 2
        assert str(answer(opened, "社区工作者有多少人？").value) == "146人"
