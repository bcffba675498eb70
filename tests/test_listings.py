"""The lists that a document holds, and the one that a question names."""

from __future__ import annotations

from pathlib import Path

from narrated import filled

from index.store import Store
from qa import listings
from qa.lookup import catalogue, inquire
from qa.question import read_question


def test_a_table_a_parent_and_a_sentence_are_lists(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        found = listings.listings(catalogue(store, store.documents()[0].id))
    items = {tuple(entry.item for entry in listing.entries) for listing in found}
    assert ("退耕还林补助", "森林防火通道建设", "苗木引种", "林业有害生物防治") in items
    assert ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出") in items


def test_the_named_list_has_as_many_things_as_the_question_says(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        inquiry, _ = inquire(store, read_question("林业和草原的三个项"))
        three = listings.named(inquiry, "林业和草原", count=3)
        assert three is not None
        assert [entry.item for entry in three.entries] == ["行政运行", "森林资源培育", "林业草原防灾减灾"]
        assert three.entries[0].figure.amount is not None
        assert f"{three.entries[0].figure.amount}" == "290.00万元"  # of a final account the 决算数
        assert listings.named(inquiry, "林业和草原", count=5) is None


def test_a_total_is_no_item_of_the_list_it_adds_up(tmp_path: Path) -> None:
    path = tmp_path / "totals.txt"
    path.write_text(
        "溪口县档案馆\n2024年部门预算\n\n收支总表\n\n单位：万元\n\n| 支出项目 | 预算数 |\n|---|---|\n| 教育支出 | 20.00 |\n"
        "| 卫生健康支出 | 30.00 |\n| 住房保障支出 | 40.00 |\n| 本年支出合计 | 90.00 |\n| 结转下年 | 10.00 |\n| 支出总计 | 100.00 |\n",
        encoding="utf-8",
    )
    with Store.open(tmp_path / "store") as store:
        store.add(path)
        found = listings.listings(catalogue(store, store.documents()[0].id))
    assert ("教育支出", "卫生健康支出", "住房保障支出", "结转下年") in {tuple(e.item for e in one.entries) for one in found}
