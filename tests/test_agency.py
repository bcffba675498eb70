"""Whose disclosure a question is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.archive import DocumentRecord
from qa.agency import choose


def record(agency: str, region: str, year: int = 2023) -> DocumentRecord:
    return DocumentRecord(
        agency, f"{agency}.txt", (), f"{agency}{year}年部门预算", agency, region, year, "预算", "部门", "text", 0, 0, 0, 0, 0, (), "",
    )  # fmt: skip


RECORDS = [
    record("青岚彝族自治县医疗保障局", "青岚彝族自治县"),
    record("云州市临江区医疗保障局", "云州市临江区"),
    record("云州市临江区商务委员会", "云州市临江区"),
    record("中共云州市临江区委社会工作部", "云州市临江区"),
    record("松原大学", ""),
]


def chosen(question: str, text: str = "") -> tuple[list[str], str | None]:
    choice = choose(question, RECORDS, lambda name: name in text)
    return [r.id for r in choice.records], choice.foreign


@pytest.mark.parametrize(
    ("question", "agency"),
    [
        ("青岚医保局的差旅费？", "青岚彝族自治县医疗保障局"),
        ("临江区医保局2023年的差旅费？", "云州市临江区医疗保障局"),
        ("商务委的三公经费？", "云州市临江区商务委员会"),
        ("社会工作部花了多少？", "中共云州市临江区委社会工作部"),
        ("松原大学的其他收入？", "松原大学"),
    ],
)
def test_short_names_find_their_agency(question: str, agency: str) -> None:
    assert chosen(question) == ([agency], None)


def test_an_office_may_be_called_as_before_the_reform() -> None:
    today, before = record("云州市生态环境局", "云州市"), record("松原市环境保护局", "松原市", 2017)
    for one, question in ((today, "环保局的差旅费？"), (today, "云州市环保局2023年的差旅费？"), (before, "松原市环保局的差旅费？")):
        choice = choose(question, [one], lambda name: False)
        assert (list(choice.records), choice.foreign) == ([one], None)


@pytest.mark.parametrize(
    "question", ["北沙区医保局的预算？", "青岚县人社局的预算？", "云州市医保局的预算？", "临江区梅溪镇街道的三公经费？"]
)
def test_an_agency_that_no_document_is_of_is_foreign(question: str) -> None:
    assert chosen(question)[1] is not None


def test_an_office_that_the_documents_speak_of_is_not_foreign() -> None:
    assert chosen("县卫生健康局和医保局怎么分工？", "与县卫生健康局的职责分工")[1] is None


def test_two_places_choose_both_documents_and_none_chooses_all() -> None:
    assert len(chosen("青岚与临江的医保局谁多？")[0]) >= 2
    assert len(chosen("差旅费是多少？")[0]) == len(RECORDS)


def test_two_agencies_are_named_by_their_places_and_nicknames() -> None:
    both = [record("云州市临江区市场监督管理局", "云州市临江区"), record("安水市中级人民法院", "安水市"), record("安水市财政局", "安水市")]
    found = choose("临江市监局和安水中院的差旅费加起来多少？", both, lambda name: False)
    assert [r.agency for r in found.records] == ["云州市临江区市场监督管理局", "安水市中级人民法院"]


def test_the_places_of_an_agency_alone_do_not_name_the_offices_beside_it() -> None:
    both = [record("云州市临江区人民政府白石街道办事处", "云州市临江区"), record("云州市临江区商务委员会", "云州市临江区")]
    found = choose("云州市临江区人民政府白石街道办事处2023年的差旅费？", both, lambda name: False)
    assert found.records == (both[0],)


def test_place_names_in_pinyin_are_found_in_english_questions() -> None:
    pytest.importorskip("pypinyin")
    choice = choose("", RECORDS, lambda name: False, "How much does Qinglan spend on travel?")
    assert [r.id for r in choice.records] == ["青岚彝族自治县医疗保障局"]


def test_the_end_of_another_agencys_name_does_not_name_an_agency() -> None:
    both = [record("云州市档案管理中心", "云州市"), record("云州市公共图书馆管理中心", "云州市")]
    for own in both:
        assert choose(f"{own.agency}的差旅费？", both, lambda name: False).records == (own,)
    assert len(choose("云州市两家管理中心的差旅费？", both, lambda name: False).records) == 2


def test_a_level_of_government_is_no_part_of_its_districts(tmp_path: Path) -> None:
    from fictional import BUDGET

    from index.store import Store
    from qa.lookup import answer

    with Store.open(tmp_path / "store") as store:
        for name in ("云州市财政局", "云州市青岚区水务局"):
            path = tmp_path / f"{name}.txt"
            path.write_text(BUDGET.replace("青岚县水务局", name).replace("18.80", "18.80" if "青岚" in name else "77.00"), encoding="utf-8")
            store.add(path)
        assert str(answer(store, "云州市级的差旅费是多少？").value) == "77.00万元"


def test_both_of_two_agencies_are_kept_where_one_is_named_more_fully() -> None:
    street = record("云州市临江区人民政府栖霞街道办事处", "云州市临江区")
    bureau = record("丹岭市应急管理局", "丹岭市")
    choice = choose("机关运行经费，栖霞街道比丹岭应急局高出多少？", [street, bureau], lambda name: False)
    assert {r.agency for r in choice.records} == {street.agency, bureau.agency}
    assert choice.foreign is None


def test_a_committee_of_residents_is_no_agency() -> None:
    assert chosen("临江区医保局联系了几个居民委员会？")[1] is None


def test_the_table_where_a_name_stands_is_no_part_of_it() -> None:
    assert chosen("临江区医保局支出决算表中综合医院的项目支出？", "综合医院")[1] is None
