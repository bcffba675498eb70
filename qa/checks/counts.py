"""Counts that the text states beside each other, and beside the targets of the 绩效目标 for the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from corpus.amount import Amount
from corpus.folding import half_width, squash
from qa.checks.clauses import Reading, Said
from qa.checks.material import Material
from qa.checks.relation import SAME, Expected, Relation, slip
from qa.checks.rule import rule
from qa.checks.sentence import operand


@dataclass(frozen=True, slots=True)
class NotFewer:
    """Each visit is somebody's: there are not fewer 人次 than 批次."""

    name: str = "not fewer"

    def expected(self, parts: Sequence[Amount]) -> Expected | None:
        return Expected(parts[0].base, parts[0].base, Decimal("Infinity"))


@rule("count.visits", "count")
def visitors(material: Material) -> Iterator[Relation]:
    """公务接待 X 批次、Y 人次: those received are not fewer than the visits (三公经费说明的批次与人次)."""
    for reading in material.readings:
        for visits, people in zip(reading.said, reading.said[1:], strict=False):
            if (
                visits.amount.dimension == "批次"
                and people.amount.dimension in ("人次", "人")
                and len(reading.between(visits, people)) <= 6
            ):
                yield Relation(
                    NotFewer(), operand(material, people, "接待人次"), (operand(material, visits, "接待批次"),), "接待人次不少于批次"
                )


@rule("count.target", "count")
def targets_in_the_text(material: Material) -> Iterator[Relation]:
    """What the text counts (21个老旧小区) and the target for it in a 绩效目标表 (改造老旧小区 12个) are one number; targets are round and
    may be others, so that they fail only where digits were turned round or one of three and more is another."""
    targets = [
        f for f in material.figures
        if f.measure == "指标值" and f.amount is not None and f.amount.exact and f.amount.dimension not in ("元", "%", None)
    ]  # fmt: skip
    for reading in material.readings:
        for said in reading.levels:
            if not said.amount.exact or said.amount.dimension == "元" or said.amount.value < 10:
                continue
            for target in targets:
                if (
                    target.amount is None
                    or target.amount.dimension != said.amount.dimension
                    or not _one_thing(target.subject, reading, said)
                ):
                    continue
                relation = Relation(
                    SAME, operand(material, said), (material.stated(target),), f"正文的{said.amount}与绩效目标“{target.subject}”一致"
                )
                if target.amount.base == said.amount.base or (target.bound in (None, "=") and _misprinted(said.amount, target.amount)):
                    yield relation


def _one_thing(name: str, reading: Reading, said: Said) -> bool:
    """Whether a target's name and the words right around a count have four and more characters in a row in common."""
    words = reading.text[max(0, said.start - 12) : said.start] + "|" + reading.text[said.stop : said.stop + 14]
    name = re.sub(r"[\W\d]", "", squash(half_width(name)))
    return SequenceMatcher(None, name, words, autojunk=False).find_longest_match().size >= 4


def _misprinted(one: Amount, two: Amount) -> bool:
    hint = slip(one.value.to_integral_value(), two.value.to_integral_value())
    return "颠倒" in hint or (bool(hint) and min(one.value, two.value) >= 100 and "一位数字不同" in hint)
