"""Support: a relation that a table keeps everywhere else is believed where it fails; one that it never keeps is not.

How a table adds up is read from its headings and codes, and reading can go wrong (a lost row, a shifted column, an item
that is part of another). So the relations of one structure are judged together: where most of them hold, the structure is
understood, and one that fails is a finding; where most fail, our reading is in doubt, and they stay open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount
from qa.checks.check import Operand
from qa.checks.relation import SAME, TEN_THOUSAND, Relation, Sum, slip, ten_thousandfold, total, weigh

DOUBT = "同一结构的各项关系多数不成立，表的结构未能确认，请对照原页"
UNIT = "两处计量单位相差一万倍，已另作一项列出"
ALONE = "只有这一处可核，表的结构未能由其他行列印证，请对照原页"


def outcome(relation: Relation) -> str:
    """The verdict that a relation would get."""
    return weigh(relation).verdict


def weighty(relation: Relation) -> bool:
    """Whether a relation says anything: two operands that are neither blank nor zero."""
    return sum(part.amount is not None and part.amount.value != 0 for part in relation.parts) >= 2


def believed(relations: Iterable[Relation], *, certain: bool = False, named: bool = False) -> Iterator[Relation]:
    """The relations of one structure, those that fail left open where the structure is not confirmed by those that hold.

    `certain`: the structure is printed (codes, named parts of a statutory table), so that a single failure stands also
    where nothing else can be compared. `named`: it is printed, though nothing confirms it: then a single failure stands
    where one slip of the pen explains it.
    """
    every = one_unit_slip(relations)
    verdicts = [outcome(relation) for relation in every]
    fails = [r for r, verdict in zip(every, verdicts, strict=True) if verdict == "inconsistent" and not wrong_unit(r)]
    holds = {_figures(r) for r, verdict in zip(every, verdicts, strict=True) if verdict in ("consistent", "rounding") and _tells(r)}
    for relation, verdict in zip(every, verdicts, strict=True):
        alone = named and len(fails) == 1 and slipped(relation)
        if verdict != "inconsistent" or alone or wrong_unit(relation) or _credible(len(holds), causes(fails), certain):
            yield relation
        else:
            yield replace(relation, reason=DOUBT if len(fails) > 1 else ALONE)


def one_unit_slip(relations: Iterable[Relation]) -> list[Relation]:
    """The relations of one structure, where a unit is wrong throughout: that is told once, by the first figure that shows it."""
    every = list(relations)
    slips = [relation for relation in every if outcome(relation) == "inconsistent" and wrong_unit(relation)]
    return [replace(relation, reason=UNIT) if any(relation is other for other in slips[1:]) else relation for relation in every]


def causes(fails: Sequence[Relation]) -> int:
    """How many figures at least must be wrong for these failures; two figures in each other's place are one."""
    if len(fails) == 2 and all(fail.formula == SAME for fail in fails):
        (one, other), (two, another) = ((_value(fail.stated), _value(fail.parts[0])) for fail in fails)
        if one == another and two == other:
            return 1
    told = {_figures(fail): fail for fail in fails}
    left = [{o.source for o in (fail.stated, *fail.parts) if o.amount is not None} for fail in told.values()]
    found = 0
    while left:
        counted = Counter(source for sources in left for source in sources)
        most = max(counted.values())
        worst = next(source for sources in left for source in sources if counted[source] == most)
        left = [sources for sources in left if worst not in sources]
        found += 1
    return found


def _value(made: Operand) -> Decimal | None:
    return None if made.amount is None else made.amount.base


def _credible(holds: int, fails: int, certain: bool) -> bool:
    return holds >= 2 * fails or (certain and (holds >= fails or fails == 1))


def _tells(relation: Relation) -> bool:
    return any(part.amount is not None and part.amount.value != 0 for part in relation.parts)


def _figures(relation: Relation) -> tuple[Amount | None, ...]:
    return (relation.stated.amount, *(part.amount for part in relation.parts if part.amount is not None and part.amount.value != 0))


def slipped(relation: Relation, digits: int = 4) -> bool:
    """Whether one slip of the pen (a digit, two digits turned round, a unit) in one long figure explains why a sum fails.

    Then the sum is one that was meant to hold: figures of four digits and more come that near to each other by chance only
    where one part is left out that is a round number. A unit that explains it to the last digit explains it in short figures too. `digits`:
    how long a figure must be, fewer where the parts are known to be all.
    """
    found = weigh(relation)
    stated = relation.stated.amount
    if found.verdict != "inconsistent" or found.expected is None or stated is None or not isinstance(relation.formula, Sum):
        return False
    gap = found.expected.point - stated.base
    figures = [
        (1, stated),
        *((-sign, part.amount) for sign, part in zip(relation.formula.signs, relation.parts, strict=True) if part.amount),
    ]
    telling = any(_long(amount, digits) for _, amount in figures)
    for sign, amount in figures:
        meant = (amount.base + sign * gap) / amount.scale
        if (_long(amount, digits) and slip(amount.value, meant)) or (
            telling and amount.value and meant / amount.value in (TEN_THOUSAND, 1 / TEN_THOUSAND)
        ):
            return True
    return False


def wrong_unit(relation: Relation) -> bool:
    """Whether 元 for 万元 (or the other way round) is all that keeps two statements of one figure from agreeing."""
    parts = [part.amount for part in relation.parts]
    return relation.formula == SAME and ten_thousandfold(relation.stated.amount, parts[0])


def nearest(relations: Sequence[Relation]) -> Relation:
    """Of equalities one of which should hold, the one that was meant: which a slip of the pen explains, else the closest."""

    def distance(relation: Relation) -> tuple[bool, Decimal]:
        stated, other = relation.stated.amount, relation.parts[0].amount
        if stated is None or other is None:
            return True, Decimal("Infinity")
        return not (slip(stated.value, other.base / stated.scale) and _long(stated)), abs(stated.base - other.base)

    return min(relations, key=distance)


def _long(amount: Amount, digits: int = 4) -> bool:
    return len(amount.value.as_tuple().digits) >= digits and amount.value.normalize().as_tuple().digits[1:] != ()


def sum_of(stated: Operand, parts: Sequence[Operand], names: Sequence[str], name: str) -> Relation:
    """`name = names[0] + names[1] + …` as a relation."""
    shown = " + ".join(names) if len(names) <= 6 else f"{' + '.join(names[:3])} + … + {names[-1]}（{len(names)} 项）"
    return Relation(total(len(parts)), stated, tuple(parts), f"{name} = {shown}")


def difference_of(stated: Operand, minuend: Operand, subtrahend: Operand, claim: str) -> Relation:
    """`stated = minuend − subtrahend` as a relation."""
    return Relation(Sum((1, -1)), stated, (minuend, subtrahend), claim)
