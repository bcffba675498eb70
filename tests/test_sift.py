"""Lists sifted by an amount or by the way they changed, and counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from narrated import filled

from index.store import Store
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("sift")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "named", "left_out"),
    [
        ("哪些项目超过50万元？", ["退耕还林补助", "森林防火通道建设"], ["苗木引种"]),
        ("项目支出里达到70万元（含）以上的有哪几项？", ["退耕还林补助", "森林防火通道建设"], ["苗木引种"]),
        ("哪些项目低于30万元？", ["林业有害生物防治"], ["苗木引种"]),
    ],
)
def test_items_on_one_side_of_an_amount(store: Store, question: str, named: list[str], left_out: list[str]) -> None:
    found = answer(store, question)
    assert found.status == "answered"
    assert all(name in found.text for name in named)
    assert not any(name in found.text for name in left_out)
    assert {figure.verdict for figure in found.figures} <= {"confirmed", "cited", "computed"}


def test_how_many_there_are_is_the_value(store: Store) -> None:
    assert str(answer(store, "有几个项目不足50万元？").value) == "2个"
    assert str(answer(store, "林业和草原下面列了几个明细科目？").value) == "3个"


def test_what_fell_is_told_from_what_grew(store: Store) -> None:
    fell, grew = answer(store, "支出决算比上年下降的有哪几项？"), answer(store, "支出决算比上年增长的有哪几项？")
    assert "行政运行" in fell.text
    assert "森林资源培育" not in fell.text
    assert "森林资源培育" in grew.text
    assert "行政运行" not in grew.text


def test_by_how_much_one_thing_grew_is_no_list(store: Store) -> None:
    assert str(answer(store, "森林资源培育支出增加多少？").value) == "20.00万元"
