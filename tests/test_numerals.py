"""Chinese numerals."""

from __future__ import annotations

import pytest

from qa.numerals import counted, numeral


@pytest.mark.parametrize(
    ("text", "number"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("7", 7), ("百", None), ("一二", None)]
)
def test_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number


def test_what_a_question_counts() -> None:
    assert counted("三批采购一共多少？") == 3
    assert counted("11个项目里哪个最大？") == 11
    assert counted("第三项是多少？") is None
