"""How many points a numbered list of the text has: 主要职责共几条, 设了几个内设机构."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.amount import Amount
from corpus.folding import squash
from qa.account import unsaid_runs
from qa.answer import Evidence
from qa.catalogue import grams
from qa.compute import Computation
from qa.inquiry import Draft, Inquiry, Scope
from qa.numerals import numeral
from qa.phrase import whose
from qa.places import Place, Places, core, ordinal, places

_ASKED = re.compile(r"(?:一?共|列了?|有|分(?:成|为)?|设了?|包括)*(?:几|多少)(?P<unit>条|项|个|点|方面)(?!百分|月|点)(?:具体)?")
_NUMBER = re.compile(r"^[（(]?(?:第)?([一二三四五六七八九十]{1,3}|\d{1,2})")
_FEWEST, _MOST, _NAME = 2, 10, 12


def points_counted(inquiry: Inquiry) -> Draft | None:
    """The number of points under the heading, or behind the colon, that says all that the question names; None where no list or two differ."""
    asked = _ASKED.search(inquiry.question.folded)
    if asked is None or not inquiry.chinese:
        return None
    phrase = _ASKED.sub("，", inquiry.question.folded)
    found = [
        (scope, opener, points)
        for scope in inquiry.scopes
        for opener, points in _lists(places(scope.catalogue))
        if _says(inquiry, scope, phrase, opener)
    ]
    if not found or len({len(points) for _, _, points in found}) > 1:
        return None
    scope, opener, points = found[0]
    size, unit = len(points), asked["unit"]
    names = "、".join(f"{re.split('[，。；：:,;（(]', core(point.text))[0][:_NAME]}{{{n}}}" for n, point in enumerate(points[:_MOST]))
    count = Computation(Amount(Decimal(size), unit), f"{size}{unit}", ())
    text = f"{whose(inquiry, scope)}“{opener}”下列{size}{unit}：{names}{'等' if size > _MOST else ''}。"
    evidence = tuple(Evidence(scope.record.id, point.source) for point in points[:_MOST])
    return Draft(text, count.result, evidence, (count,), accounted=True)


def _says(inquiry: Inquiry, scope: Scope, phrase: str, opener: str) -> bool:
    pieces = inquiry.words(phrase, scope).pieces
    said = set(grams(opener))
    return (
        bool(pieces) and any(g in said for piece in pieces for g in grams(piece)) and not any(unsaid_runs(piece, said) for piece in pieces)
    )


def _lists(known: Places) -> Iterator[tuple[str, list[Place]]]:
    """Each numbered list with what it stands under: the sentence that ends with a colon, or the innermost heading."""
    at = 0
    while at < len(known.all):
        place = known.all[at]
        if place.is_row or not ordinal(place.text) or _count(place) != 1:
            at += 1
            continue
        points = _from(known, at)
        if len(points) >= _FEWEST:
            before = known.all[at - 1] if at else None
            opens = before is not None and not before.is_row and before.opens_list and before.headings == place.headings
            title = (
                squash(before.text).rstrip(":：") if opens and before is not None else core(place.headings[-1]) if place.headings else ""
            )
            if title:
                yield title, points
        at += 1


def _from(known: Places, first: int) -> list[Place]:
    """The points of the list that begins here: alike numbered, under the same headings, each the next of the one before."""
    opener = known.all[first]
    style, points = ordinal(opener.text), [opener]
    for place in known.all[first + 1 :]:
        if place.is_row or place.headings[: len(opener.headings)] != opener.headings:
            break
        if place.headings == opener.headings and ordinal(place.text) == style:
            if _count(place) != len(points) + 1:
                break
            points.append(place)
    return points


def _count(place: Place) -> int | None:
    hit = _NUMBER.match(squash(place.text))
    return numeral(hit[1]) if hit is not None else None
