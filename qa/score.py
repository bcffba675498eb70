"""Scoring answers against a gold file: correct, cited, wrong, refused, unsafe, by question type and language.

The definitions are those of the gold data's own description:

- *correct*: an unanswerable question is answered not_found; a conflict states every string of `must_report`; a value
  equals the gold's (or an accepted one's) in base units within half a unit of the last digit that either prints, at
  most 0.5% of it; a blank cell is said to be blank; a text shares half of the gold's character bigrams.
- *cited*: among the first 12 quotes of at most 600 characters one holds an evidence string (for compare, sum, ratio and
  conflict half of them), with a bigram recall of 0.8.
- *wrong*: answered and not correct. *refused*: not_found though answerable. *unsafe*: wrong, showing a figure, and no
  verdict of its figures is contradicted or unsupported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from corpus.amount import Amount, canonical_unit
from corpus.folding import half_width, squash

_BLANK = re.compile(r"空|未安排|没有安排|未填|未列|无数|blank|empty|not arranged|no amount", re.I)
_DOWN = re.compile(r"减少|下降|降低|降幅|低于|少于|审减|少了|负|decreas|lower|fell|less|drop|declin|reduc", re.I)
_MARK = re.compile(r"\[\d+\]")
_SEVERAL = ("compare", "sum", "ratio", "conflict")
MAX_ANSWER, MAX_QUOTE, MAX_CITATIONS = 800, 600, 12

Row = dict[str, Any]


def _decimal(value: object) -> Decimal | None:
    found = re.search(r"-?\d+(?:\.\d+)?", squash(str(value)).replace(",", "")) if value is not None else None
    return Decimal(found.group()) if found else None


def _amount(value: object, unit: object) -> Amount | None:
    number = _decimal(value)
    # 成 (tenths) is a unit of questions only, not of disclosures.
    if number is not None and unit == "成":
        return Amount(number * 10, "%")
    return None if number is None else Amount(number, canonical_unit(str(unit)) if unit else None)


def _bare(text: str) -> str:
    return re.sub(r"[_|]+", "", squash(text)).replace("»", "≥").replace("》", "≥")


def recall(needle: str, hay: str) -> float:
    """The share of the needle's character bigrams that the hay holds, 1 where it holds the whole needle."""
    needle, hay = _bare(needle), _bare(hay)
    if not needle:
        return 0.0
    if needle in hay:
        return 1.0
    grams = [needle[i : i + 2] for i in range(max(1, len(needle) - 1))]
    return sum(gram in hay for gram in grams) / len(grams)


def same_figure(gold: Mapping[str, Any], value: object, unit: object, words: str) -> bool:
    """Whether a value with its unit is the gold's `value` and `unit`, within the printed precision of either."""
    want, mine = _amount(gold["value"], gold.get("unit")), _amount(value, unit)
    if want is None or mine is None or (gold.get("unit") and not unit):
        return False
    if mine.unit is None:
        mine = Amount(mine.value, want.unit)
    if (want.value < 0) != (mine.value < 0) and _DOWN.search(words):
        mine = Amount(mine.value.copy_sign(want.value), mine.unit)
    bound = max(want.last_digit, abs(want.base) * Decimal("0.005"))
    return abs(want.base - mine.base) <= min(max(want.last_digit, mine.last_digit) / 2, bound)


def _states(text: str, piece: str) -> bool:
    number = _decimal(piece) if re.fullmatch(r"[-\d.,% ]+", piece) else None
    if number is None:
        return _bare(piece) in _bare(text)
    folded = half_width(_MARK.sub(" ", re.sub(r"</?u>|\*\*", " ", text)))
    return any(abs(Decimal(n.replace(",", ""))) == abs(number) for n in re.findall(r"-?\d[\d,]*(?:\.\d+)?", folded))


def _same_file(name: str, citation: Mapping[str, Any]) -> bool:
    def stem(text: object) -> str:
        return re.sub(r"(_scan|_borderless)?(\.\w+)?$", "", str(text or "").rsplit("/", 1)[-1])

    return not name or stem(name) in (stem(citation.get("file")), stem(citation.get("document")))


def _correct(gold: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    text = str(answer.get("answer") or "")
    if not gold["answerable"]:
        return answer.get("status") == "not_found"
    if answer.get("status") not in ("answered", "conflict"):
        return False
    if gold.get("must_report"):
        return len(_bare(text)) <= MAX_ANSWER and all(_states(text, piece) for piece in gold["must_report"])
    if gold.get("answer_value") is not None:
        if _decimal(gold["answer_value"]) == 0 and "空" in str(gold.get("answer_text")) and answer.get("value") is None:
            return bool(_BLANK.search(text))
        accepted = [{"value": gold["answer_value"], "unit": gold.get("unit")}, *(gold.get("accept") or [])]
        return any(same_figure(one, answer.get("value"), answer.get("unit"), text) for one in accepted)
    wanted = [str(gold.get("answer_text") or ""), *(gold.get("evidence") or [])]
    return len(_bare(text)) <= MAX_ANSWER and any(recall(one, text) >= 0.5 for one in wanted if len(_bare(one)) > 3)


def _cited(gold: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    quotes = [c for c in (answer.get("citations") or [])[:MAX_CITATIONS] if len(_bare(c.get("quote") or "")) <= MAX_QUOTE]
    evidence = list(gold.get("evidence") or [])
    names = [*(gold.get("evidence_document") or []), *[""] * len(evidence)]
    seen = [
        any(_same_file(name, c) and recall(e, c.get("quote") or "") >= 0.8 for c in quotes)
        for e, name in zip(evidence, names, strict=False)
    ]
    needed = (len(seen) + 1) // 2 if gold["type"] in _SEVERAL else 1
    return answer.get("status") in ("answered", "conflict") and sum(seen) >= max(1, needed)


def judge(gold: Mapping[str, Any], answer: Mapping[str, Any] | None) -> Row:
    """One question's verdicts, as booleans by name."""
    given = answer or {}
    text = str(given.get("answer") or "")
    correct = bool(given) and _correct(gold, given)
    wrong = given.get("status") in ("answered", "conflict") and not correct
    doubted = {f.get("verdict") for f in given.get("figures") or []} & {"contradicted", "unsupported"}
    digits = re.search(r"\d", _MARK.sub("", text)) is not None and gold["type"] != "policy_text"
    return {
        "id": gold["id"],
        "type": gold["type"],
        "lang": gold.get("lang") or "zh",
        "correct": correct,
        "cited": _cited(gold, given),
        "wrong": wrong,
        "refused": bool(gold["answerable"]) and given.get("status") == "not_found",
        "unsafe": wrong and (given.get("value") is not None or digits) and not doubted,
    }


def scores(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    """Shares by question type, by language (`lang zh`), of the answerable, the refusals and all."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        part = "answerable" if row["type"] != "unanswerable" else "refusals"
        for name in (row["type"], f"lang {row['lang']}", part, "all"):
            groups.setdefault(name, []).append(row)
    last = ("answerable", "refusals", "all")
    return {
        name: {"n": len(part)}
        | {key: round(sum(r[key] for r in part) / len(part), 4) for key in ("correct", "cited", "wrong", "refused", "unsafe")}
        for name, part in sorted(groups.items(), key=lambda item: (last.index(item[0]) if item[0] in last else -1, item[0]))
    }


def render(table: Mapping[str, Mapping[str, float]]) -> str:
    """The scores as lines of text."""
    lines = [f"{'type':18}{'n':>5}{'correct':>9}{'cited':>8}{'wrong':>8}{'refused':>9}{'unsafe':>8}"]
    for name, row in table.items():
        lines.append(
            f"{name:18}{row['n']:>5}{row['correct']:>9.3f}{row['cited']:>8.3f}{row['wrong']:>8.3f}{row['refused']:>9.3f}{row['unsafe']:>8.3f}"
        )
    return "\n".join(lines)
