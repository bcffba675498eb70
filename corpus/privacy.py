"""Personal numbers: mobile, identity-card and bank account numbers, which a disclosure should not hold and nobody is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STAR = r"[*＊●•]"
# A digit before with a comma or a decimal point after is an amount; letters beside it make it a code.
_MOBILE = re.compile(rf"(?<![\d.A-Za-z])(?<!\d[,，])1[3-9]\d(?:[ -]?\d{{4}}[ -]?\d{{4}}|{_STAR}{{4,6}}\d{{2,4}})(?![\dA-Za-z]|[.,，]\d)")
_IDENTITY = re.compile(
    rf"(?<![\dA-Za-z.])[1-9]\d{{5}}(?:(?:18|19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}|{_STAR}{{6,12}}\d{{0,5}})[\dXx](?![\dA-Za-z])"
    rf"|(?<![\dA-Za-z.])[1-9]\d{{2,5}}{_STAR}{{8,15}}\d{{0,4}}[\dXx](?![\dA-Za-z])"
)
_ACCOUNT = re.compile(r"(?:银行账[号户]|银行帐[号户]|开户账号|账号|帐号|银行卡号|卡号)\s*(?:为|是)?[:：]?\s*((?:\d[ -]?){11,20}\d)(?!\d)")
_PATTERNS = ((_IDENTITY, "身份证号码", 0), (_MOBILE, "手机号码", 0), (_ACCOUNT, "银行账号", 1))


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A personal number at `start:stop` of a text; `kind` is 手机号码, 身份证号码 or 银行账号."""

    start: int
    stop: int
    kind: str


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """The personal numbers of a text, those that it prints half masked too, in the order of their kinds."""
    taken: set[int] = set()
    for pattern, kind, group in _PATTERNS:
        for match in pattern.finditer(text):
            here = range(*match.span(group))
            if not taken.intersection(here):
                taken.update(here)
                yield PersonalNumber(match.start(group), match.end(group), kind)


def masked(text: str) -> str:
    """A text with its personal numbers covered: the first three and the last two characters of each stay."""
    for number in sorted(personal_numbers(text), key=lambda found: -found.start):
        hidden = number.stop - number.start - 5
        text = text[: number.start + 3] + "*" * hidden + text[number.stop - 2 :]
    return text
