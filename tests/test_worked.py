"""A product of a question's own figures, exact, against the amount it names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.amount import find_amounts
from qa.lookup import answer
from qa.worked import read_factors
from tests.disputed import disputed


def test_the_product_is_computed_and_held_against_the_budget(tmp_path_factory: pytest.TempPathFactory) -> None:
    with disputed(tmp_path_factory.mktemp("disputed")) as opened:
        found = answer(opened, "抗旱补助按每户300元、县级承担60%、0.5万户来算，和100万的预算对得上吗？")
        assert found.status == "conflict"
        assert found.value is not None
        assert found.value.value == Decimal(90)
        shown = {figure.text: figure.verdict for figure in found.figures}
        assert shown["90万元"] == "computed"
        assert shown["100万元"] == "contradicted"
        assert "unsupported" not in shown.values()
        # What the document does not state is not reckoned with.
        assert answer(opened, "抗旱补助按每户350元、县级承担60%、0.5万户来算，和100万的预算对得上吗？").status == "not_found"


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("每人200元，县里出15%，3.5万人，和100万元对得上吗", "105"),
        ("23人每人200元，合计4600元，算对了吗", "4600"),
        ("按单价1.2万元、40台算，等于48万元吗", "48"),
    ],
)
def test_price_counts_and_shares_are_told_apart(text: str, product: str) -> None:
    factors = read_factors(text, tuple(find_amounts(text)))
    assert factors is not None
    assert factors.product.value == Decimal(product)


@pytest.mark.parametrize("text", ["800万元还是1200万元，12人", "按30人、20户、每人5元算，共100元吗", "每人200元对吗"])
def test_what_is_not_plainly_a_product_is_left(text: str) -> None:
    assert read_factors(text, tuple(find_amounts(text))) is None
