"""English questions: what their words mean in the field, and in the words of the documents they are about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.english import english, glosses, holding, of_office, offices, plain, unknown, unknown_english
from index.store import Store
from qa.english import between, chinese_in, counted_in, joints, strange_words
from qa.lookup import answer
from qa.question import Question, read_question
from qa.scoping import inquire
from qa.wording import JOINED

STATION = """松屿市水产站
2031年单位决算

第一部分 单位概况

松屿市水产站内设2个科室，下设固定观测站6处。年末实有在职人员31人，退休人员9人。

第二部分 单位决算表

支出决算表

单位：万元

| 功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 640.00 | 400.00 | 240.00 |
| 2130104 | 事业运行 | 400.00 | 400.00 | |
| 2130108 | 病虫害控制 | 150.00 | | 150.00 |
| 2130135 | 农业资源保护修复与利用 | 90.00 | | 90.00 |

一般公共预算财政拨款基本支出决算表

单位：万元

| 经济分类科目编码 | 科目名称 | 决算数 |
|---|---|---|
| 301 | 工资福利支出 | 330.00 |
| 30101 | 基本工资 | 180.00 |
| 30102 | 津贴补贴 | 150.00 |
| 302 | 商品和服务支出 | 70.00 |
| 30205 | 水费 | 12.00 |
| 30206 | 电费 | 28.00 |
| 30213 | 维修（护）费 | 30.00 |

第三部分 单位决算情况说明

一、预算绩效情况

水生动物疫病监测项目：自评得分94.5分。全年检测样品1180份，培训渔民760人次。

二、其他情况

全市渔业支出2.60亿元，市级渔业支出0.90亿元。筹措520万元，支持148家养殖企业更新设备。

病虫害控制支出增加35万元，主要原因是新增疫病监测点12个。
"""
FILE = "station.txt"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("english")
    (folder / FILE).write_text(STATION, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOUJI_EMBED_MODEL", "none")
        with Store.open(folder / "store") as opened:
            opened.add(folder / FILE)
            yield opened


def understood(store: Store, question: str) -> Question:
    return inquire(store, read_question(question))[0].question


def test_the_longest_phrase_wins_and_each_word_is_used_once() -> None:
    assert english("How much is the travel expense?") == ["差旅费"]
    assert english("soil and water conservation") == ["水土保持"]
    assert english("observatory") == []


def test_words_are_known_by_their_roots_and_in_both_spellings() -> None:
    assert english("subsidies") == english("subsidy") != []
    assert english("standardized wet markets") == english("standardised wet market") == ["标准化菜场"]
    assert english("purchasing") == english("purchase")
    assert english("buses") != ["公交线路"]


def test_no_phrase_runs_over_brackets_or_chinese() -> None:
    assert "水电费" not in english("water (水费) and electricity (电费)")
    assert english("water (水费) and electricity (电费)") == ["水费", "电费"]


def test_words_that_only_ask_are_not_unknown() -> None:
    assert [word.text for word in unknown("What was the total number of quokkas held in 2031?")] == ["quokka"]
    assert "of" in unknown_english("matches of quokkas")
    assert not {"school", "heating", "train"} & plain()


def test_a_word_may_stand_in_a_phrase_only() -> None:
    assert english("provident") == []
    assert holding("provident") == ("住房公积金",)
    assert holding("prov") == ()


def test_what_stands_before_a_kind_of_office_is_its_name() -> None:
    text = "How much did the market regulation bureau spend on food sampling?"
    assert [text[start:stop] for start, stop in offices(text)] == ["market regulation bureau"]
    assert "市场监督管理" in {term for gloss in of_office(text) for term in gloss.terms}


def test_some_words_name_only_with_others() -> None:
    kinds = {gloss.terms[0]: (gloss.light, gloss.general) for gloss in glosses("projects held on training")}
    assert kinds["项目"] == (False, True)
    assert kinds["召开"] == (True, False)
    assert kinds["培训"] == (False, False)


def test_the_documents_choose_the_term_and_write_neighbours_as_one_word(store: Store) -> None:
    question = understood(store, "How many samples did the aquatic animal disease monitoring project test?")
    assert "水生动物疫病监测项目" in question.folded.split("，")
    assert "样品" in question.folded.split("，")


def test_chinese_in_brackets_leads_and_its_english_is_not_asked_for(store: Store) -> None:
    question = understood(store, "How much was spent on upkeep of things (维修费) in 2031?")
    assert chinese_in(question) == ["维修费"]
    assert strange_words(understood(store, "What do the quokka fees (维修费) come to?"), ()) == []
    assert strange_words(understood(store, "What do the fees (维修费) of quokkas come to?"), ()) == ["quokka"]


def test_words_come_in_the_order_of_chinese(store: Store) -> None:
    assert understood(store, "What are the allowances within personnel expenditure?").folded == "人员经费里，津贴补贴"


def test_amounts_are_said_as_the_documents_print_them(store: Store) -> None:
    folded = understood(store, "Why did pest control spending rise by 350,000 yuan?").folded
    assert "35" in folded.split("，")


def test_what_is_counted_is_told_from_where(store: Store) -> None:
    question = understood(store, "How many samples were tested in the training year?")
    assert [meaning.term for meaning in counted_in(question)] == ["样品"]


def test_joints_inside_a_name_part_nothing(store: Store) -> None:
    text = "Which is larger, soil and water conservation or pest control?"
    question = understood(store, text)
    parted = joints(question, JOINED)
    assert [text[start:stop] for start, stop in parted if text[start:stop].isalpha()] == ["or"]
    assert between(question, parted[-1][1], len(text)) == "病虫害控制"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many fixed observation stations does the station run?", "6处"),
        ("How many samples did the aquatic animal disease monitoring project test in 2031?", "1180份"),
        ("What self-evaluation score did the aquatic animal disease monitoring project (水生动物疫病监测项目) get?", "94.5分"),
        ("How many fishermen were trained in 2031?", "760人次"),
        ("What is the expense for maintenance and repairs (维修费)?", "30.00万元"),
        ("How much do water and electricity cost together?", "40.00万元"),
        ("How much larger are basic salaries (基本工资) than allowances (津贴补贴)?", "30.00万元"),
        ("How much city-wide expenditure went to fisheries?", "2.60亿元"),
        ("How much money was raised to help 148 aquaculture enterprises?", "520万元"),
    ],
)
def test_questions_are_answered_in_english(store: Store, question: str, expected: str) -> None:
    found = answer(store, question)
    assert str(found.value) == expected, found.text
    assert found.citations


def test_why_is_answered_by_the_sentence_that_holds_the_number(store: Store) -> None:
    assert "新增疫病监测点12个" in answer(store, "Why did pest control spending rise by 350,000 yuan?").text


@pytest.mark.parametrize(
    "question",
    [
        "How many crabs did the aquatic animal disease monitoring project test in 2031?",
        "How many fishermen were vaccinated in 2031?",
        "How much money was raised to help 962 aquaculture enterprises?",
        "What is the average salary of the staff?",
        "How much did the Qingzhou aquatic station spend on electricity?",
        "How much do water and gas cost together?",
        "How much was spent on the quokka programme?",
        "How much county-level expenditure went to fisheries?",
    ],
)
def test_what_the_document_does_not_say_is_refused(store: Store, question: str) -> None:
    found = answer(store, question)
    assert (found.status, found.value) == ("not_found", None), found.text
