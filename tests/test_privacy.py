"""Personal numbers are told from amounts and codes, and covered."""

from __future__ import annotations

import pytest

from corpus.privacy import masked, personal_numbers


@pytest.mark.parametrize(
    ("text", "kinds", "shown"),
    [
        ("联系电话：13812345678。", ["手机号码"], "联系电话：138******78。"),
        ("电话 138 1234 5678", ["手机号码"], "电话 138********78"),
        ("身份证号110101199003074578", ["身份证号码"], "身份证号110*************78"),
        ("11010119900307457X", ["身份证号码"], "110*************7X"),
        ("手机138****5678", ["手机号码"], "手机138******78"),
        ("身份证110101********4578", ["身份证号码"], "身份证110*************78"),
        ("开户账号：6222021234567890123", ["银行账号"], "开户账号：622**************23"),
    ],
)
def test_personal_numbers_are_covered(text: str, kinds: list[str], shown: str) -> None:
    assert [number.kind for number in personal_numbers(text)] == kinds
    assert masked(text) == shown
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "办公电话：0571-87654321",
        "收入13812345678.90元",
        "2,138,123,456.78",
        "项目编码 51110023R000008765432",
        "文号〔2024〕13812号",
        "科目2080505 机关事业单位基本养老保险缴费支出 41.43",
        "统一社会信用代码 11110000MB1234567X",
    ],
)
def test_amounts_and_codes_are_none(text: str) -> None:
    assert list(personal_numbers(text)) == []
    assert masked(text) == text
