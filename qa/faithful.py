"""Faithfulness: whether a language model's wording of a checked result says what the result says, and nothing else.

The model is given the result with its figures covered by markers and writes the markers; code puts the figures back. What it
writes beside them is held against the result: its names, years, numerals, directions, bounds, bases and negations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import ModelError
from corpus.folding import squash
from qa.account import strange
from qa.answer import Shown
from qa.catalogue import grams
from qa.question import Language, language_of
from qa.wording import DOWN, FRAME, JOINED, UP

LONGEST = 200
_MARKER = re.compile(r"\{F(\d{1,2})\}")
_MARKS = re.compile(r"(?:\s*\[\d+\])*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# A numeral with what it counts; and one that counts months and the like, which the question may lend.
_NUMERAL = re.compile(r"(?!一[共起般致样直些定])[零〇一二三四五六七八九十百千万亿两半]+[一-龥]?")
_PERIOD = re.compile(r"[一二三四五六七八九十半]+(?:[年月季]|季度)")
# What joins a sentence and names nothing, and the kinds of figures, which `_KIND` looks after.
_JOINING = re.compile(
    r"因为|因此|所以|其中|包括|分别|主要|原因|根据|依据|显示|情况|为了|以及|同时|并且|此外|该单位|本单位|金额|数额|预算数?|决算数?|执行数?"
)
_LIGHT = frozenset("的了是为有在和与及由于对从被把将等也都就即其该此则而因以并共用至")
# What turns a statement round or sets its bound: the wording has it where, and only where, the result has it.
_SENSE = (
    UP,
    DOWN,
    re.compile(r"[不没未无非否]|\b(?:not?|never|none|without|n't)\b", re.IGNORECASE),
    re.compile(r"不低于|不少于|至少|以上|\bat least\b", re.IGNORECASE),
    re.compile(r"不超过|不高于|不多于|至多|以内|以下|\bat most\b", re.IGNORECASE),
    re.compile(r"高于|大于|多于|超过|更[高大多]|最[高大多]|\b(?:more|larger|higher|greater)\b", re.IGNORECASE),
    re.compile(r"低于|小于|少于|不足|更[低小少]|最[低小少]|\b(?:less|smaller|lower|fewer)\b", re.IGNORECASE),
    re.compile(r"大约|约|左右|近|\b(?:about|around|nearly|roughly)\b", re.IGNORECASE),
)
# What says what kind of figure it is: the wording does not add it.
_KIND = (
    re.compile(r"决算|实际|\bfinal|\bactual", re.IGNORECASE),
    re.compile(r"执行|\bexecut", re.IGNORECASE),
    re.compile(r"预算|\bbudget", re.IGNORECASE),
    re.compile(r"年初预算"),
    re.compile(r"调整预算|全年预算"),
    re.compile(r"占|比例|比重|%|\bshare\b|\bpercent", re.IGNORECASE),
    re.compile(r"人均|平均|每人|\bper\b|\baverage\b", re.IGNORECASE),
)


# What an answer says that adds figures up.
SUM = re.compile(r"合计|总计|共计|之和|\badd up\b|\btotal\b", re.IGNORECASE)


class Rejected(ModelError):
    """A reply that may not be shown; `chinese` is the reason in Chinese, `str()` the same in English.

    `words` are those of the reply that it is for: they are not repeated to the person who asked.
    """

    def __init__(self, english: str, chinese: str, words: str = "") -> None:
        super().__init__(english)
        self.chinese, self.words = chinese, words


@dataclass(frozen=True, slots=True)
class Covered:
    """A result with markers for its figures: `{F1}` stands for `printed[0]`, the figure with its citation marks, and `figures[0]`."""

    text: str
    printed: tuple[str, ...]
    figures: tuple[Shown, ...]


def cover(text: str, figures: Sequence[Shown], *, all_of_it: bool = False) -> tuple[str, Covered]:
    """A text up to the last of these figures (or all of it) as it stands, and with markers for them; other marks of citations are taken out."""
    out, at = "", 0
    printed: list[str] = []
    covered: list[Shown] = []
    for figure in figures:
        start = text.find(figure.text, at)
        if start < 0:
            continue
        marks = _MARKS.match(text, start + len(figure.text))
        assert marks is not None  # it matches nothing too
        out += f"{text[at:start]}{{F{len(printed) + 1}}}"
        printed.append(text[start : marks.end()])
        covered.append(figure)
        at = marks.end()
    if all_of_it:
        out, at = out + text[at:], len(text)
    return text[:at], Covered(re.sub(r"\s*\[\d+\]", "", out), tuple(printed), tuple(covered))


def wording(reply: str, covered: Covered) -> str:
    """The sentence of a reply, with markers where it writes a covered figure out."""
    text = next((line.strip() for line in reply.strip().splitlines() if line.strip()), "")
    text = re.sub(r"^(?:回答|答案?|Answer)\s*[:：]\s*", "", text)
    text = re.sub(r"｛\s*F\s*(\d+)\s*｝|\{\s*[Ff]\s*(\d+)\s*\}", lambda m: f"{{F{m.group(1) or m.group(2)}}}", text)
    text = re.sub(r"\s*\[\d+\]", "", text)
    for number, figure in enumerate(covered.figures, 1):
        text = re.sub(rf"(?<![\d.,]){re.escape(figure.text)}(?![\d.,])", f"{{F{number}}}", text, count=1)
    unit = "|".join(sorted({re.escape(f.amount.unit) for f in covered.figures if f.amount.unit}, key=len, reverse=True))
    return re.sub(rf"(\{{F\d+\}})\s*(?:{unit})", r"\1", text) if unit else text  # the marker prints the unit


def check(text: str, covered: Covered, language: Language, heads: str, question: str | None = None) -> None:
    """Raises Rejected unless a wording with markers says what the result says.

    With a `question` the wording takes the result's place: all figures, in their order, each for what the result says of it,
    in words of the result and of the question that it answers; `heads` (of the cited rows and columns) say what kind of figure
    they are, and of which year. Without one the result is shown beside it: it may say a part of the result and of `heads`, the quotes.
    """
    whole = question is not None
    said = f"{covered.text}\n{heads}\n{question or ''}"
    fact = covered.text if whole else said
    bare = _MARKER.sub("", text)
    if not re.search(r"\w", bare):
        raise Rejected("it says nothing", "没有内容")
    if len(text) > LONGEST:
        raise Rejected("it is too long", "过长")
    if language_of(bare) != language:
        raise Rejected("it is not in the question's language", "不是提问的语言")
    markers = [int(number) for number in _MARKER.findall(text)]
    if any(not 1 <= number <= len(covered.printed) for number in markers) or re.search(r"[{}]", bare):
        raise Rejected("it names a figure that is not there", "用了没有的数字代号")
    if len(set(markers)) != len(markers) or (whole and markers != list(range(1, len(covered.printed) + 1))):
        raise Rejected("it leaves out, repeats or moves a figure", "数字有缺漏、重复或移位")
    if _numbers(bare) - _numbers(fact) - set(_YEAR.findall(heads)) - set(_PERIOD.findall(question or "")):
        raise Rejected("it writes a number that was not found", "写了没有查到的数字")
    if any(sign.search(text) and not sign.search(fact) for sign in _SENSE) or any(
        sign.search(text) and not sign.search(f"{covered.text}\n{heads}") for sign in _KIND
    ):
        raise Rejected("it turns what was found", "改变了查到的意思")
    if whole and any(sign.search(fact) and not sign.search(text) for sign in _SENSE):
        raise Rejected("it turns what was found", "改变了查到的意思")
    if words := _added(bare, f"{covered.text}\n{question}" if whole else said):
        raise Rejected("it says what was not found", "说了没有查到的内容", "、".join(words))
    years = list(dict.fromkeys(_YEAR.findall(fact)))
    if whole and years and list(dict.fromkeys(_YEAR.findall(text))) != years:
        raise Rejected("it leaves out or exchanges the year", "年度有缺漏或调换")
    added_up = whole and SUM.search(fact) and any(figure.verdict == "computed" for figure in covered.figures)
    if added_up and (not SUM.search(text) or (_added(bare, covered.text) and _added(_asked(question or ""), text))):
        raise Rejected("it names a part of what was added up", "没有写明相加的各项")
    if whole and not _each_its_own(text, covered.text):
        raise Rejected("it gives a figure to another item", "数字与项目不对应")


def _added(text: str, said: str) -> list[str]:
    """The words of a text that another one does not say: stretches none of whose bigrams it holds, but for what only joins."""
    plain = squash(said)
    known = set(grams(plain))
    letters = set(plain)
    found: list[str] = []
    for piece in re.findall(r"[一-龥]+", _JOINING.sub("，", squash(text))):
        held = [False] * len(piece)
        for at in range(len(piece) - 1):
            if piece[at : at + 2] in known:
                held[at] = held[at + 1] = True
        for run in re.findall(r"[一-龥]+", "".join("，" if here else letter for letter, here in zip(piece, held, strict=True))):
            rest = "".join("，" if letter in _LIGHT else letter for letter in run).split("，")
            found += [part for part in rest if len(part) > 1 or (part and part not in letters)]
    return found + strange(re.sub(r"[一-龥]", "，", text), said)


def _asked(question: str) -> str:
    """What a question names, without its frames and joints."""
    return JOINED.sub("，", FRAME.sub("，", squash(question)))


def _numbers(text: str) -> set[str]:
    """The numbers of a text, Chinese numerals with what they count."""
    return set(_NUMBER.findall(_MARKER.sub("", text))) | set(_NUMERAL.findall(squash(_MARKER.sub("，", text))))


def _each_its_own(text: str, result: str) -> bool:
    """Whether the words before each marker are nearest to those that the result has before the same one."""
    mine, theirs = _before(text), _before(result)
    for number, words in mine.items():
        shares = {other: len(words & known) / max(1, len(words)) for other, known in theirs.items()}
        if any(share > shares[number] for share in shares.values()):
            return False
    return True


def _before(text: str) -> dict[str, set[str]]:
    """The bigrams between each marker and the one before it."""
    found: dict[str, set[str]] = {}
    at = 0
    for match in _MARKER.finditer(text):
        found[match.group(1)] = set(grams(squash(text[at : match.start()])))
        at = match.end()
    return found


def uncover(text: str, covered: Covered) -> str:
    """The wording with its figures and their citation marks."""
    return _MARKER.sub(lambda m: covered.printed[int(m.group(1)) - 1], text)


def used(text: str, covered: Covered) -> tuple[Shown, ...]:
    """The figures that a wording shows, in their order."""
    return tuple(covered.figures[int(number) - 1] for number in _MARKER.findall(text))
