"""Header lines in which merged and wrapped cells stand on lines of their own."""

from __future__ import annotations

from corpus.dump_heads import Head, read_heads, words_of


def heads(text: str, known: tuple[str, ...] = ()) -> list[Head]:
    lines = [words_of(line, number) for number, line in enumerate(text.splitlines(), 1)]
    return list(read_heads(lines, (), lambda whole: whole in known))


def leaves(head: Head, side: int = 0) -> list[str]:
    return [word.text for word in head.sides[side].leaves]


def test_letter_spaced_words_are_one() -> None:
    assert [word.text for word in words_of("项 目 预算数 类 款 项", 1)] == ["项目", "预算数", "类", "款", "项"]


def test_headings_broken_over_the_line_between_them() -> None:
    (head,) = heads("本年收入合 财政拨款收 上级补助收\n科目编码 科目名称 事业收入 其他收入\n计 入 入")
    assert leaves(head) == ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "其他收入"]
    assert not head.loose


def test_the_headings_of_the_three_budgets_are_put_together() -> None:
    (head,) = heads("收入 支出\n政府性基 国有资本\n一般公共预\n项目 决算数 项目 合计 金预算财 经营预算\n算财政拨款\n政拨款 财政拨款")
    assert leaves(head, 1) == ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]


def test_the_wrapped_heading_of_codes() -> None:
    (head,) = heads("项目\n合计 基本支出 项目支出\n功能分类\n科目名称\n科目编码")
    assert [[word.text for word in path] for path in head.sides[0].codes] == [["项目", "功能分类科目编码"]]


def test_without_a_known_order_every_order_is_tried() -> None:
    found = heads("“三公”经费\n公务用车购置及运行费\n合计 因公出国(境)费 公务接待费\n小计 购置费 运行费")
    assert len(found) == 4
    assert all(head.loose for head in found)


def test_headings_that_cannot_be_told_apart_are_not_read() -> None:
    assert heads("序号 项目名称 项目单位 金额") == []
