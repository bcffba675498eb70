"""What a question enumerates."""

from __future__ import annotations

from pathlib import Path

import pytest
from narrated import filled

from qa.enumeration import enumerated
from qa.lookup import answer, inquire
from qa.question import read_question


@pytest.mark.parametrize(
    ("question", "count", "parts"),
    [
        ("行政运行和森林资源培育合计多少？", None, ["行政运行", "森林资源培育"]),
        ("两项采购（货物和服务）共花多少？", 2, ["货物", "服务"]),
        ("农林水支出里，行政运行和森林资源培育一共多少？", None, ["行政运行", "森林资源培育"]),
        ("行政运行、森林资源培育，云汀县林业局合计列了多少？", None, ["行政运行", "森林资源培育"]),
    ],
)
def test_the_parts_and_nothing_else(tmp_path: Path, question: str, count: int | None, parts: list[str]) -> None:
    with filled(tmp_path) as store:
        inquiry, _ = inquire(store, read_question(question))
        found = enumerated(inquiry, count)
    assert found is not None
    assert [next(part for part in parts if part in piece) for piece in found.parts] == parts


def test_commas_alone_enumerate_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        inquiry, _ = inquire(store, read_question("行政运行，今年合计多少？"))
        assert enumerated(inquiry, None) is None


def test_expenses_are_named_by_how_they_begin(tmp_path: Path) -> None:
    import fictional

    with fictional.filled(tmp_path) as store:
        found = answer(store, "办公、差旅、公务接待三样加起来多少？")
        assert str(found.value) == "60.30万元"
        assert answer(store, "办公、差旅、会议三样加起来多少？").status == "not_found"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("单位给职工交的公积金、年金两样合计？", ("住房公积金", "职业年金缴费")),
        ("办公、差旅这两项费用加一块多少？", ("办公费", "差旅费")),
        ("办差两样加起来", ("办公费", "差旅费")),
    ],
)
def test_items_are_named_by_what_they_begin_with_or_hold(tmp_path: Path, question: str, parts: tuple[str, ...]) -> None:
    import fictional

    with fictional.filled(tmp_path) as store:
        inquiry, _ = inquire(store, read_question(question))
        found = enumerated(inquiry, 2)
        assert found is not None
        assert found.parts == parts
        assert answer(store, question).status == "answered"


def test_what_counts_the_parts_is_none_of_them(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        inquiry, _ = inquire(store, read_question("退耕还林补助和苗木引种，两个项目今年一共多少钱？"))
        found = enumerated(inquiry, 2)
        assert found is not None
        assert found.bare == ("退耕还林补助", "苗木引种")
        assert str(answer(store, "退耕还林补助和苗木引种，两个项目今年一共多少钱？").value) == "190.00万元"
