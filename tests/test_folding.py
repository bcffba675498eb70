"""Folding: texts that should compare equal do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import half_width, similarity, squash


def test_white_space_width_quotes_and_dump_marks_are_no_difference() -> None:
    assert squash("“三公” 经 费（Ａ）") == squash('"三公"经费(a)')
    assert squash("<u>86.66</u> 万元") == "86.66万元"
    assert squash("\\geq 95%") == "≥95%"


@given(st.text())
def test_half_width_keeps_offsets(text: str) -> None:
    assert len(half_width(text)) == len(text)


@given(st.text(), st.text())
def test_similarity_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)


def test_similarity_of_variants_and_strangers() -> None:
    assert similarity("一般公共预算基本支出预算表", "一般公共预算基本支出表") > 0.8
    assert similarity("住房公积金", "公务接待费") == 0


def test_radicals_that_a_font_prints_are_their_characters() -> None:
    assert squash("⼈⺠法院⻋辆⻔⼝⻓") == "人民法院车辆门口长"
