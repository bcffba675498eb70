"""What a question disputes: its frames and places are no part of what it names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from corpus.amount import Amount
from index.store import Store
from qa.dispute import Dispute, says
from qa.lookup import inquire
from qa.question import read_question
from tests.disputed import disputed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        yield opened


def read(store: Store, text: str) -> Dispute:
    return Dispute.of(inquire(store, read_question(text), ())[0])


@pytest.mark.parametrize(
    "text",
    [
        "住房保障支出，说明和表一致吗？",
        "住房保障支出在各处写得一样吗？",
        "说明里的住房保障支出跟收支总表对得上吗？",
        "住房保障支出前后有没有出入？",
        "住房保障支出算得对吗？",
    ],
)
def test_the_words_it_asks_with_name_nothing(store: Store, text: str) -> None:
    dispute = read(store, text)
    (scope,) = dispute.inquiry.scopes
    assert dispute.inquiry.words(dispute.phrases[0], scope).pieces == ("住房保障支出",)
    assert dispute.sides is None


def test_two_things_are_two_sides(store: Store) -> None:
    sides = read(store, "在职人员总数和退休人员对得上吗？").sides
    assert sides is not None
    assert "在职人员" in sides[0].phrase
    assert "退休人员" in sides[1].phrase


def test_years_codes_and_small_numbers_are_no_given_figures(store: Store) -> None:
    assert read(store, "2023年2210201住房保障支出是55.20万元，对吗？").amounts == (Amount(Decimal("55.20"), "万元"),)
    assert read(store, "两处写得一样吗？").amounts == ()


def test_a_given_figure_may_leave_out_unit_and_digits() -> None:
    stated = Amount(Decimal("55.20"), "万元")
    assert says(stated, Amount(Decimal("55.2")))
    assert says(Amount(Decimal(552000), "元"), Amount(Decimal("55.2"), "万元"))
    assert says(Amount(Decimal("10"), "万人"), Amount(Decimal("10"), "万元"))  # “10万”
    assert not says(stated, Amount(Decimal("52.5"), "万元"))
    assert not says(stated, Amount(Decimal("55.20"), "元"))
