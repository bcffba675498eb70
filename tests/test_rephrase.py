"""A question that its own words leave unanswered is asked again in the words that the documents use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fictional import BUDGET

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("rephrase")
    path = folder / "budget.txt"
    path.write_text(BUDGET.replace("| 30211 | 差旅费 |", "| 30208 | 取暖费 |"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOUJI_EMBED_MODEL", "none")
        with Store.open(folder / "store") as opened:
            opened.add(path)
            yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is budgeted for heating?", "18.80万元"),
        ("What was set aside for the housing provident loans of the staff?", None),  # `loans` names something that nothing here says
    ],
)
def test_a_word_of_a_known_phrase_is_read_where_the_documents_use_its_term(store: Store, question: str, expected: str | None) -> None:
    found = answer(store, question)
    assert (None if found.value is None else str(found.value)) == expected


@pytest.mark.parametrize(
    "question", ["How much is budgeted for cooling?", "How much is budgeted for fuel?", "What is the heating of schools?"]
)
def test_a_word_whose_term_the_documents_do_not_use_is_refused(store: Store, question: str) -> None:
    assert answer(store, question).status == "not_found"
