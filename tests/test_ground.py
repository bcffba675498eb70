"""A reply is cut into claims, tied to rows and sentences, and loses what nothing supports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from corpus.figure import Figure
from index.passage import Passage
from index.store import Store
from qa.ground import Grounded, claims, ground

DISCLOSURE = """江渡市体育中心2024年单位预算

一、主要职责
负责公共体育场馆的开放和维护。组织群众性体育活动。

二、支出说明
2024年场馆维护费预算36.00万元，比2023年增加4.00万元，原因是游泳馆更换过滤设备。

三、预算表
表3 项目支出表
单位：万元
项目名称\t预算数
场馆维护费\t36.00
群众活动费\t12.50
合计\t48.50
"""


@pytest.mark.parametrize(
    ("reply", "parts"),
    [
        ("维护费36.00万元[1]。活动费12.50万元[2]。", [[("维护费36.00万元。", (1,))], [("活动费12.50万元。", (2,))]]),
        ("维护费36.00万元。[1][2]", [[("维护费36.00万元。", (1, 2))]]),
        ("维护费36.00万元【1】，活动费12.50万元［2］。", [[("维护费36.00万元", (1,)), ("，活动费12.50万元。", (2,))]]),
        ("It is 36.00 万元 [1]. It grew [2].", [[("It is 36.00 万元.", (1,))], [("It grew.", (2,))]]),
        ("没有标号的话", [[("没有标号的话", ())]]),
        ("[1][2]", []),
        ("", []),
    ],
)
def test_a_reply_is_read_claim_by_claim(reply: str, parts: list[list[tuple[str, tuple[int, ...]]]]) -> None:
    assert [list(claim.parts) for claim in claims(reply)] == parts


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    directory = tmp_path_factory.mktemp("store")
    (directory / "江渡市体育中心.txt").write_text(DISCLOSURE, encoding="utf-8")
    with Store.open(directory / "store") as opened:
        assert opened.add(directory / "江渡市体育中心.txt").status == "added"
        yield opened


def grounded(store: Store, reply: str) -> Grounded:
    """Material 1 is the table, 2 the passage of the explanation, 3 that of the duties."""
    record = store.documents()[0]
    every = store.passages(record.id)

    def holding(text: str, *, table: bool) -> Passage:
        return next(passage for passage in every if text in passage.text and (passage.table is not None) == table)

    materials = [holding("群众活动费", table=True), holding("过滤设备", table=False), holding("群众性体育活动", table=False)]

    def figures(document: str) -> Sequence[Figure]:
        return store.figures(document)

    return ground(reply, materials, store.document, {record.id: record.file}, figures)


def test_the_quote_is_the_row_or_sentence_that_was_used(store: Store) -> None:
    found = grounded(store, "群众活动费为12.50万元[1]。中心负责场馆的开放和维护[3]。")
    assert [one.quote for one in found.citations] == ["群众活动费\t12.50", "负责公共体育场馆的开放和维护。"]
    assert found.text == "群众活动费为12.50万元[1]。中心负责场馆的开放和维护[2]。"
    assert [one.verdict for one in found.figures] == ["confirmed"]


def test_numbers_from_several_rows_bring_several_quotes(store: Store) -> None:
    found = grounded(store, "场馆维护费36.00万元，群众活动费12.50万元[1]。")
    assert [one.quote for one in found.citations] == ["场馆维护费\t36.00", "群众活动费\t12.50"]
    assert found.text.endswith("万元[1][2]。")


def test_a_figure_that_stands_nowhere_takes_its_sentence_along(store: Store) -> None:
    found = grounded(store, "场馆维护费为36.00万元[1]。明年还需90.00万元[1]。")
    assert found.text == "场馆维护费为36.00万元[1]。"
    assert found.dropped == 1


def test_marks_that_name_nothing_are_dropped(store: Store) -> None:
    found = grounded(store, "中心负责场馆的开放和维护[7][0]。")
    assert found.citations == ()
    assert "[" not in found.text


def test_a_passage_that_shares_nothing_with_the_words_is_not_quoted(store: Store) -> None:
    assert grounded(store, "The weather is fine [3].").citations == ()
