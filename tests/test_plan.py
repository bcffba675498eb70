"""A plan is checked before it is carried out: nothing that the documents do not say becomes an answer by it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import scripted

from corpus.errors import GoujiError
from index.store import Store
from qa import generative
from qa.answer import Answer
from qa.endpoint import Endpoint
from qa.faithful import Rejected
from qa.generative import Met
from qa.inquiry import Inquiry
from qa.lookup import answer as answer_by_rules
from qa.lookup import inquire
from qa.plan import Item, Plan, carry_out, items, parse, plannable
from qa.question import read_question

DISCLOSURE = """云溪县交通运输局2024年部门预算

第一部分 单位概况
一、主要职责
云溪县交通运输局负责全县公路的建设、养护和管理。

第二部分 2024年部门预算表
表5 项目支出表
单位：万元
项目名称\t金额
农村公路日常养护补助\t30.00
农村公路安全设施建设补助\t52.00
桥梁隧道检测经费\t18.00
渡口渡船更新改造补贴\t9.60
交通执法服装购置费\t4.20
合计\t113.80
"""
# Another agency's: of two documents the rules take no figure that only its own words point to.
OTHER = """云溪县水文站2024年部门预算

项目支出表
单位：万元
项目名称\t金额
水位观测\t7.00
雨量观测\t5.00
合计\t12.00
"""
ONE, SUM = "桥隧检测多少钱？", "农村公路养护和桥隧检测一起花多少？"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    directory = tmp_path_factory.mktemp("store")
    file = directory / "云溪县交通运输局2024年部门预算.txt"
    file.write_text(DISCLOSURE, encoding="utf-8")
    with Store.open(directory / "store") as opened:
        assert opened.add(file).status == "added"
        other = directory / "云溪县水文站2024年部门预算.txt"
        other.write_text(OTHER, encoding="utf-8")
        assert opened.add(other).status == "added"
        yield opened


def asked(store: Store, question: str) -> tuple[Inquiry, list[Item]]:
    inquiry, foreign = inquire(store, read_question(question))
    assert foreign is None
    return inquiry, items(inquiry)


def number(listed: list[Item], name: str) -> int:
    return next(n for n, item in enumerate(listed, 1) if name in item.name)


@pytest.mark.parametrize(
    "reply",
    [
        "", "我选第一项", "{", '{"op": "look_up"}', '{"op": "look_up", "items": []}', '{"op": "look_up", "items": [1, 2]}',
        '{"op": "look_up", "items": [4]}', '{"op": "look_up", "items": [0]}', '{"op": "look_up", "items": ["1"]}', '{"op": "look_up", "items": [true]}',
        '{"op": "sum", "items": [1]}', '{"op": "sum", "items": [1, 1]}', '{"op": "delete", "items": [1]}', '{"op": ["sum"], "items": [1, 2]}',
        '{"op": "look_up", "items": [1], "value": "999"}', '{"op": "look_up", "items": 1}', "[1]",
    ],
)  # fmt: skip
def test_anything_but_a_plan_is_rejected(reply: str) -> None:
    with pytest.raises(Rejected) as refused:
        parse(reply, 3)
    assert isinstance(refused.value, GoujiError)
    assert refused.value.chinese


def test_a_plan_may_stand_among_words() -> None:
    assert parse('```json\n{"op": "sum", "items": [3, 1]}\n```', 3) == Plan("sum", (3, 1))
    assert parse('{"op": "none", "items": []}', 3) is None


def test_a_plan_is_the_same_from_a_turned_list() -> None:
    assert Plan("look_up", (1,)).turned(4) == Plan("look_up", (4,))
    assert Plan("sum", (1, 2)).same(Plan("sum", (3, 4)).turned(4))
    assert Plan("sum", (1, 2)).same(Plan("sum", (2, 1)))
    assert not Plan("share", (1, 2)).same(Plan("share", (2, 1)))
    assert not Plan("sum", (1, 2)).same(Plan("times", (1, 2)))


def test_the_list_shows_no_figure(store: Store) -> None:
    _, listed = asked(store, ONE)
    assert listed
    assert not any(character.isdigit() for item in listed for character in item.name)


def test_only_figures_that_may_answer_are_listed(store: Store) -> None:
    assert asked(store, "2021年桥隧检测多少钱？")[1] == []
    assert asked(store, "桥隧检测多少人？")[1] == []


@pytest.mark.parametrize("question", ["桥隧检测为什么减少？", "哪个项目花得最多？", "桥隧检测写得对吗？", "桥隧检测是做什么的？"])
def test_what_a_plan_cannot_do_is_not_planned(store: Store, question: str) -> None:
    assert not plannable(asked(store, question)[0])


def test_a_plan_answers_where_the_rules_are_not_sure(store: Store) -> None:
    assert answer_by_rules(store, ONE).status == "not_found"
    inquiry, listed = asked(store, ONE)
    draft = carry_out(Plan("look_up", (number(listed, "桥梁隧道检测"),)), listed, inquiry)
    assert draft is not None
    assert str(draft.value) == "18.00万元"


def test_an_item_that_leaves_a_word_unsaid_is_no_answer(store: Store) -> None:
    inquiry, listed = asked(store, "桥隧检测和培训的钱是多少？")
    for n in range(1, len(listed) + 1):
        assert carry_out(Plan("look_up", (n,)), listed, inquiry) is None


def test_where_several_items_say_all_none_is_the_answer(store: Store) -> None:
    inquiry, listed = asked(store, "公路设施花多少？")
    assert len(listed) > 1
    for n in range(1, len(listed) + 1):
        assert carry_out(Plan("look_up", (n,)), listed, inquiry) is None


def test_a_plan_adds_what_the_question_joins(store: Store) -> None:
    inquiry, listed = asked(store, SUM)
    road, bridge, ferry = (number(listed, "日常养护"), number(listed, "桥梁隧道"), len(listed) + 1)
    draft = carry_out(Plan("sum", (road, bridge)), listed, inquiry)
    assert draft is not None
    assert str(draft.value) == "48.00万元" == str(answer_by_rules(store, SUM).value)
    listed.append(asked(store, "渡口渡船更新改造补贴")[1][0])
    for plan in (
        Plan("look_up", (road,)),
        Plan("difference", (road, bridge)),
        Plan("sum", (road, ferry)),
        Plan("sum", (road, bridge, ferry)),
    ):
        with pytest.raises(Rejected):
            carry_out(plan, listed, inquiry)


def chooses(name: str, op: str = "look_up", *, always: int | None = None) -> scripted.Behaviour:
    """A model that chooses by name in whatever order things are listed; `always`: by the place in the list."""

    def behave(handler: scripted.Handler) -> None:
        told = handler.asked["messages"][1]["content"].splitlines()
        listed = {line.partition(" ")[2]: int(line.partition(" ")[0]) for line in told if line[:1].isdigit()}
        chosen = always or next(n for item, n in listed.items() if name in item)
        scripted.says(json.dumps({"op": op, "items": [chosen]}))(handler)

    return behave


def planned(store: Store, question: str, behaviour: scripted.Behaviour) -> tuple[Answer, Met, scripted.Script]:
    met: list[Met] = []
    with scripted.model_server(behaviour) as script:
        found = generative.answer(store, question, endpoint=Endpoint(script.address, "scripted"), on_met=met.append)
    return found, met[0], script


def test_a_planned_answer_is_codes_own(store: Store) -> None:
    found, met, script = planned(store, ONE, chooses("桥梁隧道"))
    assert (met.task, met.outcome, len(met.replies)) == ("plan", "shown", 2)
    assert (found.status, str(found.value), found.model) == ("answered", "18.00万元", "scripted")
    assert "由语言模型从文件所列项目中选定" in found.text
    assert [one.verdict for one in found.figures] == ["confirmed"]
    assert found.citations[0].quote == "桥梁隧道检测经费\t18.00"
    assert "18.00" not in script.told


def test_a_choice_by_place_is_none(store: Store) -> None:
    found, met, _ = planned(store, ONE, chooses("", always=1))
    assert (met.outcome, len(met.replies)) == ("declined", 2)
    assert found.status == "not_found"


@pytest.mark.parametrize("question", ["执法人员的衣服多少钱？", "培训费是多少？", "公路设施花多少？"])
def test_an_item_that_is_only_near_is_named_without_its_figure(store: Store, question: str) -> None:
    rules = answer_by_rules(store, question)
    assert rules.status == "not_found"
    found, met, _ = planned(store, question, chooses("安全设施" if "公路" in question else "交通执法服装"))
    assert met.outcome == "shown"
    assert (found.status, found.value, found.figures, found.citations) == ("not_found", None, (), ())
    assert found.text.startswith(rules.text)
    assert "最接近" in found.text
    assert not any(figure in found.text for figure in ("4.20", "30.00", "52.00"))


@pytest.mark.parametrize("question", ["2019年桥隧检测多少钱？", "白桥市水务局的桥隧检测多少钱？"])
def test_another_year_or_agency_is_never_planned(store: Store, question: str) -> None:
    found, met, script = planned(store, question, chooses("桥梁隧道"))
    assert (met.outcome, found.status, script.requests) == ("not asked", "not_found", [])


def test_a_broken_plan_ends_in_the_rules_answer(store: Store) -> None:
    rules = answer_by_rules(store, ONE)
    found, met, _ = planned(store, ONE, scripted.says('{"op": "look_up", "items": [99]}'))
    assert met.outcome == "rejected"
    assert found.status == "not_found"
    assert found.text.splitlines()[0] == rules.text
    assert "未通过核对" in found.text.splitlines()[1]


def test_a_busy_endpoint_ends_in_the_refusal(store: Store) -> None:
    rules = answer_by_rules(store, ONE)
    found, met, _ = planned(store, ONE, scripted.refuses(429))
    assert (met.task, met.outcome, met.replies) == ("plan", "failed", ())
    assert (found.status, found.value, found.model) == ("not_found", None, "rules")
    first, note = found.text.splitlines()
    assert first == rules.text
    assert "429" in note
