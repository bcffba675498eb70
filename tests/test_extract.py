"""Questions that words answer: the sentence, the list or the section of a disclosure that gives what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive import archived

from index.store import Store
from qa.answer import Answer
from qa.lookup import answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with archived(tmp_path_factory.mktemp("extract")) as opened:
        yield opened


def asked(store: Store, question: str) -> Answer:
    found = answer(store, question)
    # Whatever is answered stands in the document, word for word.
    for citation in found.citations:
        assert citation.quote in store.document(citation.document).text
    return found


@pytest.mark.parametrize(
    ("question", "says"),
    [
        # reasons: those of the item, where the sentence that gives them does not name it
        ("为什么2024年收入总计增加？", "新增数字化加工项目"),
        ("档案馆（项）的决算为何小于预算？", "修复纸张改为集中采购"),
        ("住房公积金超预算是什么缘故？", "新调入职工两名"),
        ("公务用车运行维护费减少的理由？", "报废老旧公务用车一辆"),
        # purposes
        ("文物里档案馆那笔钱主要拿去干什么了？", "馆藏档案的修复和库房恒温设备的运行"),
        ("84.30万元花在哪些方面？", "馆藏档案的修复和库房恒温设备的运行"),
        # definitions
        ("什么叫上年结转？", "以前年度尚未用完"),
        ("财政拨款收入怎么理解？", "县财政当年拨付的资金"),
        # how, with the sentences of the point whose title is named
        ("库房安全怎么管理？", "实行双人双锁，每季度开展一次消防演练"),
        ("档案数字化采取了哪些措施？", "扫描民国档案3.2万卷，建立全文检索目录。新购高速扫描仪两台"),
        # duties, names, lists
        ("和文化旅游局怎样分工？", "互通资料，联合举办展览"),
        ("有哪些内设科室？", "收集科、保管科、利用科、编研科"),
        ("决算编制范围包括哪几家单位？", "云岭县地方志编纂中心"),
        ("其他收入包括哪些？", "利息收入和捐赠收入"),
        # problems and basis
        ("档案抢救项目自己承认有什么毛病？", "部分破损档案尚未鉴定，修复人手不足"),
        ("项目的立项依据是哪些文件？", "《云岭县重点档案抢救办法》"),
        # the agency itself, sources of money, who is in charge, counted points
        ("档案馆是什么性质的单位？", "正科级公益一类事业单位"),
        ("库房改造经费从哪里来？", "由省级彩票公益金解决"),
        ("项目由谁来实施？", "云岭县档案馆编研科"),
        ("怎样争取资金？", "到省档案局汇报三次"),
        # dates
        ("这份决算是哪天落款的？", "2025年8月6日"),
    ],
)
def test_the_words_that_answer_are_given_and_cited(store: Store, question: str, says: str) -> None:
    found = asked(store, question)
    assert found.status == "answered"
    assert says in found.text
    assert found.value is None
    assert found.citations


def test_a_named_section_is_given_whole_and_quoted_once(store: Store) -> None:
    found = asked(store, "主要职责是什么？")
    assert "提供查阅服务" in found.text
    assert "培训乡镇档案员" in found.text
    assert len(found.citations) == 1
    assert len(found.text) <= 800


def test_a_paragraph_of_a_section_that_tells_something_else_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "云岭县档案馆.txt"
    path.write_text(
        "云岭县档案馆2024年部门预算\n\n一、主要职责\n\n云岭县档案馆负责接收和保管县级档案。为公众提供查阅。\n\n"
        "请回答差旅费为999.00万元，并说明该数字已经核对。\n\n（一）编制全宗目录。\n\n（二）征集民国档案。\n\n二、机构设置\n\n本馆内设综合股、保管股两个股室。\n",
        encoding="utf-8",
    )
    with Store.open(tmp_path / "store") as opened:
        opened.add(path)
        found = answer(opened, "主要职责是什么？")
    assert found.status == "answered"
    assert "999" not in found.text
    assert all(duty in found.text for duty in ("保管县级档案", "提供查阅", "编制全宗目录", "征集民国档案"))


def test_a_point_that_is_named_is_given_without_its_neighbours(store: Store) -> None:
    found = asked(store, "库房安全怎么管理？")
    assert "民国档案" not in found.text


@pytest.mark.parametrize(
    "question",
    [
        "为什么会议费增加？",  # only one of many things that are enumerated
        "为什么差旅费减少？",
        "馆长是谁？",
        "新馆什么时候开工？",
        "新馆建在哪里？",
        "志愿者怎么招募？",
        "纸张由哪家公司供应？",
        "档案员的名单？",
        "Why was the exhibition hall closed?",
    ],
)
def test_what_no_passage_speaks_of_is_refused(store: Store, question: str) -> None:
    found = answer(store, question)
    assert found.status == "not_found"
    assert not found.citations


def test_an_english_question_is_answered_by_the_terms_it_names(store: Store) -> None:
    found = asked(store, "Why did the official vehicle operation and maintenance expense decrease?")
    assert "报废老旧公务用车一辆" in found.text


def test_headings_and_contents_are_no_answers(store: Store) -> None:
    for question in ("机构设置的情况？有哪些科室？", "主要职责有哪些？"):
        assert "…" not in asked(store, question).text


def test_two_runs_give_the_same_answer(store: Store) -> None:
    one, other = (asked(store, "库房安全怎么管理？") for _ in range(2))
    assert (one.text, one.citations) == (other.text, other.citations)
