"""The words of a question that can name something in the documents, kept whole where the documents use them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.amount import COUNTED
from corpus.terms import spoken_names, synonyms, terms_in
from qa.speech import without_function_words
from qa.wording import FRAME, PARTICLE, SPOKEN, TEXT_FRAME, WHOLES

_YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?(?![初末底]))?|(?<!\d)\d{2}年度?(?![初末底])")
_RELATIVE = re.compile(
    r"(?:去年(?!结[转余])|前年|今年|明年|[前头]一年|(?<![前上下头后第同每近])一年(?:下来|到头|里)?(?=[^一-龥]|多少|总|共|合|收|花|用|发|交|缴|要|能|得|预|列|安|编|$)|上一?年度?(?!结转|结余)|本年度?(?!收入|支出|合计)|当年(?!拨款|收入|支出)|年度)(?:的)?"
)
_NUMBER = re.compile(r"(?<![A-Za-z\d])[-−]?\d[\d.,]*\s*(?:百万元|亿元|万元|千元|万人|万|亿|元|%|人次|人|家|个|名|辆|台)?(?![A-Za-z])")
_LONGEST = 24
# How many times as long the name may be that a word shortens.
_MOST_SHORTENED = 3
_GAP = "，"
# What a piece neither begins nor ends with.
_WHOLE_NAME, _SHORTEST_NAME = 4, 3
_OFFICES = "局厅委办部处院校馆会"
_EDGES = "是有在把被给让由从和与及跟同或比较还也都就只则按照那这要对"
# “多多少”, “多少万元”: what the question compares by, and the unit it wants.
_HOW_MANY = re.compile(
    rf"(?<![减增至最较])[多少高低大小][出了]?(?=多少)|多少(?:百万|千万|百|千|万|亿)?元|多少(?:人次|批次|人(?!员)|户|家|名|台|辆|套|份|件)(?![一-龥])|(?:多少|几)(?:{COUNTED})(?=[一-龥，,。？?]|$)"
)
# “职工吃饭的补助（伙食补助费）”: what is said in everyday words, and its name in brackets.
_GLOSS = re.compile(r"(?P<said>[^，,。？?；;、:：()]{3,})\((?P<name>[一-龥]{3,})\)")
# Somebody else's (附小学生的补贴): the bracket says less than the words before it.
_OTHERS = re.compile(r"[院校所站园馆队局办]|中心")
# On which basis a figure is asked for names no item (会议费决算); a fund does (一般公共预算).
_BASIS_TAIL = re.compile(
    r"(?<=[一-龥]{3})(?<!公共|基金|经营|完成|年初|全年|调整|当年|本年)(?<![总占比为])(?:年初|全年|调整|当年|本年)?(?:预算|决算)(?:数|安排|金额|总额|总数)?$"
)
_SHORT_BASIS = re.compile(r"(?<=^[一-龥]{2})(?:年初|全年)?(?:预算|决算)(?:数|金额)?$")
_FUND = re.compile(r"(?:公共|基金|经营)预算$")
# What cuts a question does not cut a name that has it in itself (对个人和家庭的补助, 维修(护)费).
_INSIDE = "的了(),.:;·-" + _EDGES
_SHIELD = str.maketrans({letter: chr(0xE000 + number) for number, letter in enumerate(_INSIDE)})
_BARE = str.maketrans({chr(0xE000 + number): letter for number, letter in enumerate(_INSIDE)})


def focus(folded: str, names: str, without: Iterable[str] = (), *, text: bool = False) -> list[str]:
    """The pieces of a folded question that can name something.

    Pieces that stand in `names` (a line for each name the documents use) are kept whole; agencies (`without`), years,
    amounts, and the frames a question is put in are taken out; for a question that words answer (`text`) what happened stays.
    """
    bare = folded
    for name in sorted(without, key=len, reverse=True):
        # 洛阳市级: the level belongs to what is asked, only the place is the agency's.
        bare = _without(bare, name, names)
        if len(name) > 2 and name[-1] in "市区县省":
            bare = re.sub(f"{re.escape(name[:-1])}(?={name[-1]}级)", _GAP, bare)
    bare = _RELATIVE.sub(_GAP, _YEAR.sub(_GAP, bare))
    bare = _GLOSS.sub(lambda hit: _glossed(hit, names), bare)
    for pattern, words in SPOKEN:
        bare = pattern.sub(words, bare)
    if "年末" not in names:  # by when it is, where the documents tell no beginning from an end
        bare = bare.replace("年末", _GAP)
    spoken = [phrase for phrase in spoken_names() if phrase in bare and phrase not in names]
    for phrase in spoken:
        bare = bare.replace(phrase, f"{_GAP}{phrase}{_GAP}")
    frame = TEXT_FRAME if text else FRAME
    kept, lines = "", f"\n{names}\n"
    for known, part in _split(bare, "\n".join((names, *spoken)), 3):
        # A name in full is a piece of its own: the rest of the run says something else (无形资产|账面价值).
        whole = known and len(part) >= _WHOLE_NAME and f"\n{part}\n" in lines
        kept += (
            f"{_GAP if whole and kept[-1:].isalpha() else ''}{part.translate(_SHIELD)}"
            if known
            else without_function_words(frame.sub(_GAP, _NUMBER.sub(_GAP, _HOW_MANY.sub(_GAP, part))), names, _GAP)
        )
    pieces = ((piece if synonyms(piece) else piece.strip(_EDGES)).translate(_BARE) for piece in PARTICLE.split(kept))
    return [piece if piece in names else _without_basis(piece, lines) for piece in pieces if len(piece) > 1]


def _glossed(hit: re.Match[str], names: str) -> str:
    """A name of the documents that stands in brackets, with those of the words before it that the documents use, too."""
    if f"\n{hit['name']}\n" not in f"\n{names}\n" or _OTHERS.search(hit["said"]):
        return hit.group()
    parts = [part for known, part in _split(hit["said"], names, 3) if known]
    return hit.group() if any(f"\n{part}\n" in f"\n{names}\n" for part in parts) else _GAP.join([*parts, hit["name"]])


def _without_basis(piece: str, lines: str) -> str:
    """A piece without the basis that it ends with; a name of two characters only where the documents use it (电费预算)."""
    short = _SHORT_BASIS.sub("", piece)
    return short if short != piece and f"\n{short}\n" in lines else _BASIS_TAIL.sub("", piece)


def _without(text: str, name: str, names: str) -> str:
    """A text without an agency's name, but where it begins a longer name of the documents (医疗保障管理事务 names no 医疗保障局)."""
    kept, at = "", 0
    for hit in re.finditer(f"{re.escape(name)}(?!级)", text):
        after = text[hit.end() : hit.end() + 2]
        longer = len(after) == 2 and not PARTICLE.match(after) and name + after in names
        # 消防救援站 is no 消防救援支队: the document counts such things.
        longer = longer or (after[:1].isalpha() and after[0] not in _OFFICES and f"\n{name}{after[0]}\n" in f"\n{names}\n")
        kept += text[at : hit.start()] + (name if longer else _GAP)
        at = hit.end()
    return kept + text[at:]


def _split(text: str, known: str, shortest: int) -> list[tuple[bool, str]]:
    """Cuts a text into parts that stand in `known` (longest first from the left) and the rest between them."""
    parts: list[tuple[bool, str]] = []
    rest = ""
    at = 0
    # No name of the documents ends inside a word of the field (居民医|保).
    inside = {i for term in terms_in(text) for hit in re.finditer(re.escape(term), text) for i in range(hit.start() + 1, hit.end())}
    while at < len(text):
        size = 0
        # Where the first characters do not stand, nothing longer does.
        if known and text[at] not in "，。？！；、" and text[at : at + shortest] in known:
            for length in range(min(_LONGEST, len(text) - at), shortest - 1, -1):
                piece = text[at : at + length]
                if at + length in inside and at not in inside:
                    continue
                if piece in known and not FRAME.fullmatch(piece) and not PARTICLE.match(piece[0]):
                    size = length
                    break
        if size:
            if rest:
                parts.append((False, rest))
                rest = ""
            parts.append((True, text[at : at + size]))
            at += size
        else:
            rest += text[at]
            at += 1
    if rest:
        parts.append((False, rest))
    return parts


@lru_cache(maxsize=256)
def _written_out(piece: str, names: str) -> str | None:
    """The one name that a piece shortens: it begins and ends alike and has the piece's characters in their order."""
    if not names or not re.fullmatch(r"[一-龥]{3,5}", piece) or f"\n{piece}\n" in f"\n{names}\n":
        return None
    inner = "[一-龥]*".join(piece)
    long = {
        name
        for name in re.findall(rf"^(?:一般|其他|主要|年末|全[年市县区省])?{inner}$", names, re.MULTILINE)
        if len(name) <= _MOST_SHORTENED * len(piece)
    }
    return long.pop() if len(long) == 1 else None


def variants(pieces: list[str], names: str = "", most: int = 8) -> list[list[str]]:
    """The pieces themselves, then with one everyday word after another in the field's own terms (`公积金` → `住房公积金`), and with
    the one of the `names` that a piece shortens (`硕士点` → `硕士学位授权点`)."""
    found = [pieces]
    for number, word in enumerate(pieces):
        long = _written_out(word, names)
        if long is not None:
            found.append([*pieces[:number], long, *pieces[number + 1 :]])
    for number, piece in enumerate(pieces):
        if piece.startswith("年末") and len(piece) > _SHORTEST_NAME:  # by when it is need not be a part of its name
            found.append([*pieces[:number], piece[2:], *pieces[number + 1 :]])
    for number, piece in enumerate(pieces if len(pieces) == 1 else []):
        for pattern, wholes in WHOLES:
            found += [[*pieces[:number], pattern.sub(name, piece), *pieces[number + 1 :]] for name in wholes if pattern.search(piece)]
    for number, piece in enumerate(pieces):
        for word in terms_in(piece):
            for other in synonyms(word):
                if other in piece or _FUND.search(piece[: piece.find(word) + len(word)]):
                    continue
                for base in list(found):
                    changed = [*base[:number], base[number].replace(word, other), *base[number + 1 :]]
                    if changed not in found:
                        found.append(changed)
                if len(found) >= most:
                    return found[:most]
    return found[:most]
