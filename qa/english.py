"""An English question in the words of the documents it is about: the term that they use for each phrase, its Chinese first.

What a question names in Chinese, in brackets or in quotation marks, leads; the English words around it say the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product

from corpus.english import Gloss, glosses, offices, plain, unknown, words
from corpus.folding import squash
from qa.agency import romanised
from qa.inquiry import Scope
from qa.question import Meaning, Question, head_of

# A name in Chinese that the English before it explains, and an English one that explains the Chinese before it.
_BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_CHINESE = re.compile(r"[一-龥](?:[一-龥、“”\"]|\([一-龥]+\))*")
_NAMED_BEFORE = re.compile(r"[一-龥][\"”』」]?\s*$")
_JOINED = re.compile(r"[、和与及]")
# A number with two digits at least: what sentence is meant may hang on it.
_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{2,})(?: ?(?P<times>thousand|million|billion))?(?P<money> ?(?:yuan|rmb))?(?!\w)",
    re.IGNORECASE,
)
_TIMES = {"": 1, "thousand": 1000, "million": 10**6, "billion": 10**9}
_BELONGS = re.compile(
    r"\b(?:of|in|within|for|at|from|under|on|by|to|through|with|into|among|did|does|do|was|were|is|are|has|have|will|be)\b", re.IGNORECASE
)
# “Excluding A and B, how much …”: what is left of the whole.
_LESS = r"(?:excluding|apart from|leaving out|not counting|net of|other than|without|after (?:removing|deducting|excluding)|if (?:we|you) (?:exclude|leave out))"
_WITHOUT = (
    re.compile(rf"^{_LESS} (?P<less>[^?]+?), (?P<whole>[^?]+)", re.IGNORECASE),
    re.compile(rf"^(?P<whole>[^?]+?\b(?:remains?|left|rest)\b[^?]*?),? {_LESS} (?P<less>[^?]+)", re.IGNORECASE),
)
_HOLDS = re.compile(r".*\b(?P<in>within|inside|among|(?:in|under)(?= (?:the|its|their)\b))", re.IGNORECASE)
_HOW_MANY = re.compile(
    rf"\bhow (?:many|much) (?!(?:of|did|does|do|was|is|are|were|will|has|have|can|more|less|fewer|higher|lower)\b)(?P<what>.+?)(?= {_BELONGS.pattern}|[?,(]|$)",
    re.IGNORECASE,
)
_OFFICES = re.compile(r"(?:局|委|委员会|办|办公室|中心|院|校|学|站|会|处|部|队|街道|市|县|区|省|馆|所)$")
_AND = ("and", "or")
# Words of a phrase that limit what its Chinese names: the part of the year, the level of government, what is left.
_LIMITS = frozenset(
    re.split(
        " ",
        "全市 市级 区级 县级 省级 全区 全县 全国 中央 国家 人均 户均 每户 每人 结余 余额 剩余 累计 滚存 新增 年初 年末 年底 平均 每季度",
    )
)
# The level of government whose figures are meant.
LEVELS = frozenset(re.split(" ", "全市 市级 区级 县级 省级 全区 全县 全国 全省"))
# How many words of the documents each phrase is tried with, and how many neighbouring phrases they may write as one word.
_TRIED, _RUN = 3, 4


def understand(question: Question, scopes: Sequence[Scope]) -> Question:
    """An English question with the Chinese of its phrases, as these documents say it."""
    if question.language != "en":
        return question
    head = head_of(question.text)
    agencies = squash("，".join(f"{scope.record.region or ''}，{scope.record.agency or ''}" for scope in scopes))
    bound, named = _bound(head), offices(head)
    left = [
        gloss
        for gloss in glosses(head)
        if not gloss.light
        and not (_inside(gloss, named) and any(squash(term) in agencies for term in gloss.every))
        and not (_inside(gloss, bound) and not _LIMITS & set(gloss.every))
    ]
    texts = [scope.catalogue.prose for scope in scopes]
    chinese = "，".join(squash(hit.group()) for hit in _CHINESE.finditer(head))
    left = [gloss for gloss in left if not any(len(term) > 1 and squash(term) in chinese for term in gloss.every)]
    parts = sorted([*(_chosen(gloss, texts) for gloss in left), *_latin(head, texts)], key=lambda meaning: meaning.start)
    meanings = _named(head, _joined(head, parts, texts))
    folded = _folded(head, meanings, texts=texts, held=question.want == "figure")
    # An agency that is named in Chinese is none of the words; what the question puts in brackets is.
    pieces = [piece for piece in folded.split("，") if not (piece in agencies and _OFFICES.search(piece))]
    done = replace(question, meanings=tuple(meanings), folded="，".join(pieces))
    without = next((hit for pattern in _WITHOUT if (hit := pattern.search(head))), None)
    if without is not None:
        less, whole = between(done, *without.span("less")), between(done, *without.span("whole"))
        done = replace(done, folded=f"剔除{less}后，{whole or ('其余项目' if 'project' in without['whole'] else '其余')}还剩多少")
    return done


def strange_words(question: Question, scopes: Sequence[Scope]) -> list[str]:
    """The English words of a question that mean nothing known, frame nothing, and are no name of a place or an agency."""
    head = head_of(question.text)
    names = "".join(romanised(squash((scope.record.region or "") + (scope.record.agency or ""))) for scope in scopes).lower()
    known = _bound(head)
    latin = {term for meaning in question.meanings for term in meaning.terms}
    return [
        word.text
        for word in unknown(head)
        if word.text not in names and word.text not in latin and not any(start <= word.start and word.stop <= stop for start, stop in known)
    ]


def chinese_in(question: Question) -> list[str]:
    """What an English question names in Chinese."""
    return [squash(name) for hit in _CHINESE.finditer(head_of(question.text)) for name in hit.group().split("、") if name]


def counted_in(question: Question) -> list[Meaning]:
    """What an English question asks how much or how many of: a figure's own words say it, not only its sentence."""
    asked = _HOW_MANY.search(head_of(question.text))
    return [m for m in question.meanings if asked and asked.start("what") <= m.start and m.stop <= asked.end("what")]


def named_by_codes(question: Question) -> set[str]:
    """The terms of the phrases right before a code in brackets: the code tells what they mean (domestic film screening (2070701))."""
    spans = _bound(head_of(question.text), question.codes)
    return {m.term for m in question.meanings if any(start <= m.start and m.stop <= stop for start, stop in spans)}


def between(question: Question, start: int, stop: int) -> str:
    """The Chinese of a stretch of an English question's head."""
    head = head_of(question.text)
    return _folded(head[:stop], [m for m in question.meanings if start <= m.start and m.stop <= stop], start)


def joints(question: Question, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a pattern parts an English question, but for what is inside a name (soil and water conservation)."""
    head = head_of(question.text)
    whole = [*((gloss.start, gloss.stop) for gloss in glosses(head)), *_bound(head), *offices(head)]
    whole += [hit.span() for hit in re.finditer(r"[一-龥]+", head)]
    hits = (hit.span() for hit in pattern.finditer(head))
    return [(start, stop) for start, stop in hits if not any(first < start and stop < last for first, last in whole)]


def _folded(head: str, meanings: Sequence[Meaning], start: int = 0, texts: Sequence[str] = (), held: bool = True) -> str:
    """Chinese words, terms and numbers in the order of Chinese; `held` says what something is within (基本支出里)."""
    found = [(hit.start(), squash(hit.group())) for hit in _CHINESE.finditer(head, start)]
    found += [(hit.start(), _number(hit, texts)) for hit in _NUMBER.finditer(head, start)]
    for meaning in meanings:
        holds = _HOLDS.search(head, head.rfind(",", 0, meaning.start) + 1, meaning.start)
        within = held and holds is not None and not _BELONGS.search(head, holds.end("in"), meaning.start)
        if len(meaning.term) > 1:
            found.append((meaning.start, f"{meaning.term}{'里' if within else ''}"))
    return "，".join(dict.fromkeys(text for _, text in sorted(found, key=lambda one: (_place(head, one[0]), one[0]))))


def _place(head: str, at: int) -> tuple[int, int]:
    """Where a word comes in Chinese: what follows a preposition or an auxiliary goes before what it belongs to (the share of X: X的占比)."""
    clause = head.rfind(",", 0, at) + 1
    return clause, -len(_BELONGS.findall(head, clause, at))


def _number(hit: re.Match[str], texts: Sequence[str]) -> str:
    """A number that the question gives, as the documents print it: 250,000 yuan are 25 of their 万元."""
    value = Decimal(hit["digits"].replace(",", "")) * _TIMES[(hit["times"] or "").lower()]
    plainly = hit["digits"].replace(",", "")
    if re.fullmatch(r"(?:19|20)\d\d", hit["digits"]) and not hit["money"] and not hit["times"]:
        return f"{plainly}年"
    printed = [f"{(value / scale).normalize():f}" for scale in (1, 10**4, 10**8)] if hit["money"] or hit["times"] else []
    known = (
        each for each in (plainly, *printed) if any(re.search(rf"(?<![\d.]){re.escape(each)}(?:\.0+)?(?![\d.])", text) for text in texts)
    )
    return next(known, plainly)


def _bound(head: str, codes: Sequence[str] = ()) -> list[tuple[int, int]]:
    """The stretches of an English question that a name in Chinese, or one of these codes, stands for."""
    found = []
    every = words(head)
    for bracket in _BRACKET.finditer(head):
        chinese = _CHINESE.search(bracket.group()) or next((hit for code in codes if (hit := re.search(code, bracket.group()))), None)
        if chinese is None:
            if _NAMED_BEFORE.search(head[: bracket.start()]):
                found.append(bracket.span())
            continue
        spans = [(gloss.start, gloss.stop) for gloss in glosses(head)]
        first = bracket.start()
        for word in reversed([word for word in every if word.stop <= bracket.start()]):
            if re.search(r"[^\s\w'’\"“”-]|\d", head[word.stop : first]):
                break
            whole = next((span for span in spans if span[0] <= word.start and word.stop <= span[1]), None)
            before = next((gloss for gloss in glosses(head) if word.text in _AND and gloss.stop == word.start - 1), None)
            # “newspapers and periodicals (报刊)”: the first of them is called so, too.
            joint = word.text in _AND and (_JOINED.search(bracket.group()) or (before is not None and chinese.group() in before.every))
            hyphened = head[word.stop : word.stop + 1] == "-"
            nearest = first == bracket.start()  # “the reporting project (应急测报项目)”: the name goes on before it
            if word.text in plain() and not (joint or hyphened or nearest) and (whole is None or whole[1] - whole[0] == len(word.text)):
                break
            first = word.start if whole is None else min(word.start, whole[0])
        found.append((first, bracket.end()))
    return found


def _inside(gloss: Gloss, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= gloss.start and gloss.stop <= stop for start, stop in spans)


def _chosen(gloss: Gloss, texts: Sequence[str]) -> Meaning:
    """The term of a gloss that the documents use, the others behind it."""
    every = [squash(term) for term in gloss.every]
    said = [term for term in every if any(term in text for text in texts)]
    order = dict.fromkeys([*said, *every])
    return Meaning(gloss.start, gloss.stop, next(iter(order)), tuple(order), len(said), gloss.general)


def _latin(head: str, texts: Sequence[str]) -> list[Meaning]:
    """What stands in Latin letters in the documents too (DRG)."""
    return [
        Meaning(word.start, word.stop, squash(word.text), (squash(word.text),), 1)
        for word in unknown(head)
        if any(re.search(rf"(?<![a-z]){word.text}(?![a-z])", text) for text in texts)
    ]


def _named(head: str, meanings: list[Meaning]) -> list[Meaning]:
    """Without the general words that no other makes a name of (expenditure, project), unless there is nothing else."""
    telling = [meaning for meaning in meanings if not meaning.general or meaning.term not in meaning.terms]
    return telling if telling or _CHINESE.search(head) else meanings


def _joined(head: str, meanings: list[Meaning], texts: Sequence[str]) -> list[Meaning]:
    """Phrases next to each other that the documents write as one word (disease monitoring: 疫病监测; protection of relics: 文物保护)."""
    found: list[Meaning] = []
    at = 0
    while at < len(meanings):
        size, word = next(
            (
                (size, word)
                for size in range(min(_RUN, len(meanings) - at), 1, -1)
                if (word := _word(head, meanings[at : at + size], texts))
            ),
            (1, ""),
        )
        run = meanings[at : at + size]
        # All of them bear the word, and each keeps its own terms: what an answer has to say.
        found += [replace(meaning, term=word) for meaning in run] if word else run
        at += size
    return found


def _word(head: str, run: Sequence[Meaning], texts: Sequence[str]) -> str:
    """The one word that the documents write a run of phrases as; "" where they do not."""
    gaps = [head[one.stop : other.start].strip(" -").lower() for one, other in pairwise(run)]
    orders = [run] if not any(gaps) else []
    if len(run) == 2 and gaps[0] in ("", "of", "of the", "for", "for the"):
        orders.append(run[::-1])  # protection of relics: 文物保护; buying vehicles: 车辆购置
    for order in orders:
        choices = [meaning.terms[: min(_TRIED, meaning.said)] for meaning in order]
        found = next((word for word in map("".join, product(*choices)) if any(word in text for text in texts)), "")
        if found:
            return found
    return ""
