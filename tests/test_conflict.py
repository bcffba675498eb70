"""Whether statements agree: what contradicts itself is told with every version, what holds is never accused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Store
from qa.answer import Answer
from qa.lookup import answer
from tests.disputed import disputed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        yield opened


def verdicts(found: Answer, amount: str) -> set[str]:
    return {figure.verdict for figure in found.figures if figure.text == amount}


@pytest.mark.parametrize(
    "question",
    [
        "社会保障和就业支出，说明和收支总表一致吗？",
        "社会保障和就业支出是多少？说明和表一样吗？",
        "社会保障和就业支出究竟是69.30还是96.30万元？",
        "说明里社会保障和就业支出写69.30万元，对不对？",
        "社会保障和就业支出在不同地方写得一样吗？",
    ],
)
def test_a_figure_that_text_and_table_state_differently_is_told_from_both(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "conflict"
    assert verdicts(found, "69.30万元") == {"contradicted"}
    assert "96.30万元" in found.text
    assert len(found.citations) >= 2


def test_a_rate_that_its_own_figures_do_not_give_is_recomputed(store: Store) -> None:
    found = answer(store, "收支总预算下降6.42%，这个降幅算对了吗？")
    assert found.status == "conflict"
    assert verdicts(found, "6.42%") == {"contradicted"}
    assert verdicts(found, "4.42%") == {"computed"}


@pytest.mark.parametrize("question", ["支出预算里有哪些写错了？", "这份文件哪些数前后矛盾？", "Which figures contradict each other?"])
def test_what_is_wrong_is_listed(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "conflict"
    assert verdicts(found, "69.30万元") | verdicts(found, "69.30 万元") == {"contradicted"}
    assert "6.42" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "住房保障支出，说明和表一致吗？",
        "住房保障支出到底是多少，前后一致吗？",
        "农林水支出在各处写得一样吗？",
        "收入总计和支出总计对得上吗？",
        "水质检测样本份数，两张绩效表写得一样吗？",
        "公务接待费是不是写错了？",
        "住房保障支出是55.20万元，对吗？",
    ],
)
def test_a_document_that_holds_is_not_accused(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert "不同" not in found.text
    assert "不一致" not in found.text
    assert not {"contradicted", "unsupported"} & {figure.verdict for figure in found.figures}


def test_words_that_differ_are_quoted_side_by_side(store: Store) -> None:
    found = answer(store, "第三轮节水型社会建设三年行动方案的名称，前后写法一致吗？")
    assert found.status == "answered"
    assert "第三轮加强节水型社会" in found.text
    assert "第三轮加快节水型社会" in found.text
    assert answer(store, "第四轮防汛抗洪的名称，前后写法一致吗？").status == "not_found"


def test_the_same_digits_in_another_unit_are_a_slip_where_the_words_are_the_same(tmp_path: Path) -> None:
    text = (
        "青岚县水务局2023年部门预算\n\n一、收支情况\n\n2023年抗旱补助资金1204.50元。\n\n二、其他\n\n抗旱补助资金1204.50万元，已全部下达。\n"
    )
    path = tmp_path / "水务局.txt"
    path.write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        found = answer(opened, "抗旱补助资金到底是多少元？")
    assert found.status == "conflict"
    assert {"1204.50元", "1204.50万元"} <= {figure.text for figure in found.figures}
