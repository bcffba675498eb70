"""The words of a question: frames go, names of the documents stay whole."""

from __future__ import annotations

from qa.focus import focus, variants

NAMES = "信息化建设\n差旅费\n一般公共服务支出\n上年结转结余"


def test_frames_go_and_known_names_stay_whole() -> None:
    assert focus("2023年信息化建设安排了多少钱？", NAMES) == ["信息化建设"]
    assert focus("差旅费差多少", NAMES) == ["差旅费"]
    assert focus("上年结转结余有多少？", NAMES) == ["上年结转结余"]


def test_agencies_and_amounts_go_but_a_level_stays() -> None:
    assert focus("青岚县水务局那10.06万元差旅费", NAMES, ["青岚县水务局"]) == ["差旅费"]
    assert focus("云州市级政府债务限额", NAMES, ["云州市"]) == ["市级政府债务限额"]


def test_the_whole_has_several_names() -> None:
    assert ["支出总计"] in variants(["全部支出"])
    assert variants(["差旅费标准"])[0] == ["差旅费标准"]


def test_a_name_is_kept_whole_whatever_it_has_in_itself() -> None:
    names = "对个人和家庭的补助\n其他对个人和家庭的补助\n维修(护)费\n奖金"
    assert focus("对个人和家庭的补助是多少?", names) == ["对个人和家庭的补助"]
    assert focus("维修(护)费的预算数?", names)[0] == "维修(护)费"


def test_what_a_question_compares_by_and_its_unit_name_nothing() -> None:
    assert focus("奖金一共多少万元?", "") == ["奖金"]
    assert focus("维修(护)费多多少?", "维修(护)费") == ["维修(护)费"]


def test_the_basis_asked_for_is_no_part_of_an_item() -> None:
    assert focus("会议费决算数是多少?", NAMES) == ["会议费"]
    assert focus("一般公共预算是多少?", NAMES) == ["一般公共预算"]
    assert focus("一般公共预算收入?", NAMES) == ["一般公共预算收入"]
    assert not any("预算安排收入" in word for wording in variants(["一般公共预算收入"]) for word in wording)
