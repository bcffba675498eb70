"""What passages say of a thing where the question whether they agree is about words, not a figure."""

from __future__ import annotations

from corpus.folding import squash
from corpus.privacy import masked
from qa.account import unsaid_runs
from qa.answer import Evidence
from qa.catalogue import abbreviated, grams
from qa.dispute import Dispute
from qa.focus import focus
from qa.inquiry import Draft, Scope
from qa.phrase import whose
from qa.places import places

# How much of the question's words a passage must say, and how much another may say less than the best.
_SAID, _BEHIND = 0.8, 0.12
_MOST, _LONGEST = 3, 150


def sayings(dispute: Dispute) -> Draft | None:
    """The passages that say every word of the question, side by side for the reader; None where none does."""
    inquiry = dispute.inquiry
    best: tuple[float, Scope, list[tuple[float, Evidence, str]]] | None = None
    for scope in inquiry.scopes:
        found = _passages(dispute, scope)
        if found and (best is None or found[0][0] > best[0]):
            best = (found[0][0], scope, found)
    if best is None:
        return None
    _, scope, found = best
    if len(found) < 2:
        return None
    quoted = "；".join(f"“{text}”{{{n}}}" for n, (_, _, text) in enumerate(found))
    if inquiry.chinese:
        text = f"{whose(inquiry, scope)}文件中相关的表述有：{quoted}。是否一致请对照原文。"
    else:
        text = (
            f"The documents speak of it in these words ({whose(inquiry, scope)}): {quoted}. Whether they agree is for the source to tell."
        )
    return Draft(text, None, tuple(one for _, one, _ in found), sure=best[0], accounted=True)


def _passages(dispute: Dispute, scope: Scope) -> list[tuple[float, Evidence, str]]:
    known = places(scope.catalogue)
    pieces = [p for phrase in dispute.phrases[:1] for p in focus(phrase, scope.catalogue.vocabulary, dispute.inquiry.named, text=True)]
    said = list(dict.fromkeys(g for piece in pieces for g in grams(piece)))
    if len(said) < _MOST:
        return []
    covers = known.covers(said)
    order = sorted(range(len(covers)), key=lambda n: (-covers[n], n))
    found: list[tuple[float, Evidence, str]] = []
    for number in order:
        cover, place = covers[number], known.all[number]
        if cover < _SAID or (found and cover < found[0][0] - _BEHIND) or len(found) == _MOST:
            break
        words = squash(place.text)
        own = {*grams(words), *grams(squash(place.about)), *(g for g, _ in abbreviated(words))}
        if any(unsaid_runs(piece, own) for piece in pieces):
            continue
        text = _cut(words, said)
        if all(text != other for _, _, other in found):
            found.append((cover, Evidence(scope.record.id, place.source), masked(text)))
    return found


def _cut(words: str, said: list[str]) -> str:
    """The stretch of a passage around the question's words."""
    if len(words) <= _LONGEST:
        return words
    hits = [at for gram in said if (at := words.find(gram)) >= 0]
    start = max(0, min(hits, default=0) - _LONGEST // 6)
    return words[start : start + _LONGEST]
