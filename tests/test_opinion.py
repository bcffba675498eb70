"""The second opinion: nearness of meaning settles a link only where the words point the same way, and never alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fictional import BUDGET

from index.meaning import label
from index.store import Store
from qa.inquiry import Inquiry
from qa.item import COUNT, LEVEL
from qa.lookup import inquire, settle
from qa.opinion import chance, confirmed, supposed
from qa.question import read_question

CLASSES = (LEVEL, COUNT)
QUESTION = "今年清障所需要的全部开销准备花多少？"
MEANT = "本年度河道清障经费"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("opinion")
    path = folder / "budget.txt"
    path.write_text(f"{BUDGET}\n\n六、项目情况说明\n\n本年度河道清障经费预算金额为36.50万元。\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOUJI_EMBED_MODEL", "none")
        with Store.open(folder / "store") as opened:
            opened.add(path)
            yield opened


def asking(store: Store, question: str, nearest: str | None) -> Inquiry:
    """An inquiry whose document's labels all are equally far from any text, but for one."""
    found, _ = inquire(store, read_question(question))
    labels = sorted({label(entry.figure) for entry in found.scopes[0].catalogue.entries})
    cosines = {name: 0.80 + 0.002 * (number % 5) for number, name in enumerate(labels)}
    if nearest is not None:
        assert nearest in cosines
        cosines[nearest] = 0.95
    return replace(found, near=lambda document, text: cosines)


def test_words_and_meaning_together_settle_a_link(store: Store) -> None:
    draft = settle(asking(store, QUESTION, MEANT))
    assert (draft.status, str(draft.value)) == ("answered", "36.50万元")


@pytest.mark.parametrize("nearest", [None, "差旅费"])
def test_meaning_that_does_not_say_the_same_settles_nothing(store: Store, nearest: str | None) -> None:
    assert settle(asking(store, QUESTION, nearest)).status == "not_found"


def test_meaning_alone_settles_nothing(store: Store) -> None:
    """Every question about what a document lacks is near to something that it has."""
    assert settle(asking(store, "会议费安排了多少钱？", "差旅费")).status == "not_found"


def test_a_word_that_the_figure_does_not_say_is_not_forgiven(store: Store) -> None:
    assert settle(asking(store, "今年水库清障这个项目准备花多少？", MEANT)).status == "not_found"


def test_without_vectors_nothing_is_confirmed(store: Store) -> None:
    found, _ = inquire(store, read_question(QUESTION))
    meant = supposed(found, CLASSES)
    assert meant is not None
    assert meant.meant == MEANT
    assert not confirmed(meant, CLASSES)


def test_a_sure_link_asks_for_no_opinion(store: Store) -> None:
    assert supposed(asking(store, "差旅费是多少？", None), CLASSES) is None


def test_the_model_is_asked_only_where_the_answer_depends_on_it(store: Store) -> None:
    texts: list[str] = []

    def near(document: str, text: str) -> dict[str, float]:
        texts.append(text)
        return {}

    for question in ("差旅费是多少？", "会议费安排了多少钱？", "2019年的差旅费是多少？", f"青岚县水务局2023年{QUESTION}"):
        settle(replace(inquire(store, read_question(question))[0], near=near))
    assert texts == [QUESTION]


def test_more_of_anything_makes_a_link_likelier() -> None:
    low = chance(3.0, 0.5, 0.4)
    assert all(low < chance(*more) for more in ((4.0, 0.5, 0.4), (3.0, 1.5, 0.4), (3.0, 0.5, 0.8)))
