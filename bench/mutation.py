"""Would the audit see it? One figure of a disclosure is changed, the audit runs again, and what it says is compared.

usage: python bench/mutation.py [--disclosures DIR] [--count 500] [--seed 4] [--only NAME]… [--verbose]

The samples that come with Gouji, and the disclosures in DIR, are read once; each change is made to the parsed document
(a digit of a cell or of a sentence, a unit, a direction word, a year, two cells of a table swapped), figures are taken and
audited anew. Every stated figure is as likely to be changed as any other. A change takes part when its figure stood in a relation that held; it is *seen* when a relation that held
turns into rounding or fails, and *failed* when one fails. `beyond`: changes that no rounding of any of its relations explains.
`elsewhere`: findings that a change brought about and that do not name the changed figure anywhere in their evidence.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus import samples  # noqa: E402
from corpus.amount import Amount, parse_number  # noqa: E402
from corpus.document import Document  # noqa: E402
from corpus.errors import ReadError  # noqa: E402
from corpus.figure import Figure  # noqa: E402
from corpus.ledger import figures  # noqa: E402
from corpus.place import CellRef, Source, Span  # noqa: E402
from corpus.reader import read  # noqa: E402
from corpus.table import Cell, Table  # noqa: E402
from qa.checks.audit import Audit, audit  # noqa: E402
from qa.checks.check import Check  # noqa: E402

# Ten changes are six digits of ten and one each of the others.
KINDS = ("digit", "digit", "digit", "digit", "digit", "digit", "digit", "unit", "direction", "year", "swap")
_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "上升": "下降", "提高": "降低", "降低": "提高"}
_DIRECTION = re.compile("|".join(_OPPOSITE))
_YEAR = re.compile(r"20\d\d(?=\s*年)")
_MONEY = re.compile(r"万元")


@dataclass(frozen=True)
class Read:
    """A document as read, with what its audit says unchanged."""

    name: str
    document: Document
    figures: tuple[Figure, ...]
    audit: Audit


@dataclass(frozen=True)
class Change:
    """One change: the changed document, the figures it touches, and how far the value moved (None where it is no number)."""

    kind: str
    family: str
    document: Document
    touched: tuple[Source, ...]
    words: str
    moved: Decimal | None = None
    money: bool = False


def with_cells(document: Document, index: int, cells: dict[tuple[int, int], Cell], unit: str | None = None) -> Document:
    """The document with these cells (by their corner) in the place of those of one table, and another unit if one is given."""
    table = document.tables[index]
    changed = tuple(cells.get((cell.row, cell.column), cell) for cell in table.cells)
    made: Table = replace(table, cells=changed, unit=unit or table.unit)
    return replace(document, tables=(*document.tables[:index], made, *document.tables[index + 1 :]))


def with_text(document: Document, span: Span, text: str) -> Document:
    """The document with other words of the same length at a span of its text."""
    assert len(text) == span.stop - span.start
    return replace(document, text=document.text[: span.start] + text + document.text[span.stop :])


def other_digit(text: str, dice: random.Random) -> str:
    """The text with one of its digits changed, the first one never to zero."""
    places = [i for i, char in enumerate(text) if char.isdigit()]
    place = dice.choice(places)
    fit = [d for d in "0123456789" if d != text[place] and not (d == "0" and place == places[0] and len(places) > 1)]
    return text[:place] + dice.choice(fit) + text[place + 1 :]


def retyped(cell: Cell, text: str) -> Cell:
    """A cell with another text, its amount read anew where it had one."""
    value = parse_number(text) if cell.amount is not None else None
    amount = cell.amount
    if amount is not None and value is None:
        found = re.search(r"\d[\d,，\s]*(?:\.\s*\d+)?", text)
        value = None if found is None else parse_number(found.group().strip())
    return replace(cell, text=text, amount=None if amount is None or value is None else Amount(value, amount.unit))


def digit(one: Read, dice: random.Random) -> Change | None:
    """One digit of one stated figure."""
    stated = [f for f in one.figures if f.amount is not None]
    if not stated:
        return None
    figure = dice.choice(stated)
    document, source = one.document, figure.source
    assert figure.amount is not None
    family = f"{figure.table or '表'}" if isinstance(source, CellRef) else f"正文·{figure.measure}"
    if isinstance(source, CellRef):
        cell = document.tables[source.table].at(source.row, source.column)
        if cell is None or not any(char.isdigit() for char in cell.text):
            return None
        shown = f"{figure.amount.value:f}"
        printed = re.search(r"[,，\s]*".join(re.escape(char) for char in shown), cell.text)
        if printed is None:
            return None
        text = cell.text[: printed.start()] + other_digit(printed.group(), dice) + cell.text[printed.end() :]
        made = with_cells(document, source.table, {(cell.row, cell.column): retyped(cell, text)})
        before, after = printed.group(), text[printed.start() : printed.end()]
    else:
        before = document.text[source.start : source.stop]
        after = other_digit(before, dice)
        made = with_text(document, source, after)
    numbers = [re.sub(r"[^\d.]", "", words) for words in (before, after)]
    moved = None
    if all(re.fullmatch(r"\d+(\.\d+)?", number) for number in numbers):
        moved = abs(Decimal(numbers[0]) - Decimal(numbers[1])) * figure.amount.scale
    return Change("digit", family, made, (source,), f"{figure.subject} {before} → {after}", moved, figure.amount.dimension == "元")


def _near(one: Read, dice: random.Random, pattern: re.Pattern[str]) -> tuple[Span, Figure] | None:
    """A word of a sentence that states figures, and the first figure after it (or the last before it) in that sentence."""
    found = []
    for figure in one.figures:
        if figure.context is None or figure.amount is None or not figure.amount.value or isinstance(figure.source, CellRef):
            continue
        words = list(pattern.finditer(one.document.text, figure.context.start, figure.context.stop))
        before = [word for word in words if word.end() <= figure.source.start]
        if before and figure.source.start - before[-1].end() <= 12:
            found.append((Span(*before[-1].span()), figure))
    return dice.choice(found) if found else None


def unit(one: Read, dice: random.Random) -> Change | None:
    """万元 printed as 元: behind a figure of the text, or over a whole table."""
    tables = [i for i, table in enumerate(one.document.tables) if table.unit == "万元" and any(c.amount for c in table.cells)]
    stated = [
        f for f in one.figures if not isinstance(f.source, CellRef) and f.amount is not None and f.amount.unit == "万元" and f.amount.value
        and _MONEY.search(one.document.text, f.source.start, f.source.stop)
    ]  # fmt: skip
    if stated and (not tables or dice.random() < 0.8):
        figure = dice.choice(stated)
        assert isinstance(figure.source, Span)
        assert figure.amount is not None
        printed = _MONEY.search(one.document.text, figure.source.start, figure.source.stop)
        assert printed is not None
        made = with_text(one.document, Span(*printed.span()), "元 ")
        moved = figure.amount.base * (1 - Decimal("0.0001"))
        return Change("unit", f"正文·{figure.measure}", made, (figure.source,), f"{figure.subject} {figure.amount} → 元", moved, True)
    if not tables:
        return None
    index = dice.choice(tables)
    cells = {
        (c.row, c.column): replace(c, amount=Amount(c.amount.value, "元"))
        for c in one.document.tables[index].cells
        if c.amount is not None and c.amount.unit == "万元"
    }
    touched = tuple(CellRef(index, c.row, c.column) for c in one.document.tables[index].cells if c.amount is not None)
    kind = one.document.tables[index].kind or "表"
    return Change("unit", kind, with_cells(one.document, index, cells, "元"), touched, f"{kind}: 万元 → 元", Decimal(10) ** 12, True)


def direction(one: Read, dice: random.Random) -> Change | None:
    """增加 for 减少 and so on, right before a figure of the text."""
    found = _near(one, dice, _DIRECTION)
    if found is None:
        return None
    span, figure = found
    word = one.document.text[span.start : span.stop]
    made = with_text(one.document, span, _OPPOSITE[word])
    return Change("direction", "正文·方向词", made, (figure.source,), f"{word}{figure.amount} → {_OPPOSITE[word]}", Decimal(10) ** 12)


def year(one: Read, dice: random.Random) -> Change | None:
    """Another year before a figure of the text."""
    found = _near(one, dice, _YEAR)
    if found is None:
        return None
    span, figure = found
    word = one.document.text[span.start : span.stop]
    other = str(int(word) + dice.choice((-1, 1)))
    return Change("year", "正文·年份", with_text(one.document, span, other), (figure.source,), f"{word} → {other} {figure.amount}")


def swap(one: Read, dice: random.Random) -> Change | None:
    """Two cells beside each other in a row or a column of a table, one in the other's place."""
    pairs: list[tuple[int, Cell, Cell]] = []
    for index, table in enumerate(one.document.tables):
        filled = {(c.row, c.column): c for c in table.cells if c.amount is not None and c.role == "value"}
        for (row, column), cell in filled.items():
            for other in (filled.get((row + 1, column)), filled.get((row, column + 1))):
                if other is not None and cell.amount is not None and other.amount is not None and cell.amount.value != other.amount.value:
                    pairs.append((index, cell, other))
    if not pairs:
        return None
    index, one_cell, two = dice.choice(pairs)
    cells = {
        (one_cell.row, one_cell.column): replace(one_cell, text=two.text, amount=two.amount),
        (two.row, two.column): replace(two, text=one_cell.text, amount=one_cell.amount),
    }
    touched = tuple(CellRef(index, c.row, c.column) for c in (one_cell, two))
    table = one.document.tables[index]
    assert one_cell.amount is not None
    assert two.amount is not None
    moved = abs(one_cell.amount.value - two.amount.value) * Amount(Decimal(1), table.unit).scale
    return Change("swap", table.kind or "表", with_cells(one.document, index, cells), touched, f"{one_cell.text} ↔ {two.text}", moved, True)


MAKERS = {"digit": digit, "unit": unit, "direction": direction, "year": year, "swap": swap}


def taking_part(one: Read, change: Change) -> list[Check]:
    """The relations that held and in which a touched figure stands."""
    touched = {at(source) for source in change.touched}
    return [c for c in one.audit.checks if c.verdict in ("consistent", "rounding") and touched & {at(o.source) for o in c.operands}]


def at(source: Source) -> Source | int:
    """A figure's place: a changed unit moves the end of a span, never its start."""
    return source.start if isinstance(source, Span) else source


def play(check: Check) -> Decimal:
    """By how much (in base units) a figure of a relation may move at most before rounding can no longer explain it."""
    amounts = [o.amount for o in check.operands if o.amount is not None]
    if check.stated is not None and check.stated.dimension == "%" and len({a.dimension for a in amounts}) > 1:
        largest = max((abs(a.base) for a in amounts if a.dimension != "%"), default=Decimal(0))
        slope = max(Decimal(1), abs(check.stated.base))
        return (
            2 * slope * largest * check.stated.last_digit + sum((a.last_digit for a in amounts if a.dimension != "%"), Decimal(0)) * slope
        )
    return sum((Decimal(0) if a.exact else a.last_digit for a in amounts), Decimal(0))


@dataclass
class Tally:
    """What became of the changes."""

    made: Counter[str]
    seen: Counter[str]
    failed: Counter[str]
    part: Counter[str]
    part_seen: Counter[str]
    beyond: Counter[str]
    beyond_failed: Counter[str]
    money: int = 0
    money_seen: int = 0
    elsewhere: int = 0
    suspect: int = 0
    named: int = 0


def main() -> int:
    """Runs the bench and prints its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--disclosures", type=Path, help="a folder of further disclosures")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--only", action="append", default=[], help="files whose name has this in it")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    paths = [*samples.files(), *(sorted(options.disclosures.iterdir()) if options.disclosures else [])]
    started = time.monotonic()
    every = _read([p for p in paths if not options.only or any(part in p.name for part in options.only)])
    print(f"{len(every)} disclosures read in {time.monotonic() - started:.0f} s", file=sys.stderr)
    dice, weights = random.Random(options.seed), [len(one.figures) for one in every]
    tally = Tally(Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), Counter())
    unseen: defaultdict[str, list[str]] = defaultdict(list)
    done = 0
    while done < options.count:
        one, kind = dice.choices(every, weights)[0], dice.choice(KINDS)
        change = MAKERS[kind](one, dice)
        if change is None:
            continue
        done += 1
        _count(one, change, tally, unseen, options.verbose)
    _print(tally, unseen, done, options.verbose)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


def _read(paths: Sequence[Path]) -> list[Read]:
    found = []
    for path in paths:
        if "scan" in path.name:
            continue  # OCR of a scan takes minutes and says nothing more about the rules
        try:
            document = read(path)
        except ReadError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        stated = figures(document)
        found.append(Read(path.name, document, stated, audit(document, stated, path.name)))
    return found


def _count(one: Read, change: Change, tally: Tally, unseen: defaultdict[str, list[str]], verbose: bool) -> None:
    after = audit(change.document, figures(change.document), one.name)
    before = {c.id: c.verdict for c in one.audit.checks}
    worse = [c for c in after.checks if c.verdict in ("rounding", "inconsistent") and before.get(c.id) != c.verdict]
    fails = [c for c in worse if c.verdict == "inconsistent"]
    held = taking_part(one, change)
    known = {f.message for f in one.audit.findings if f.kind != "figure"}
    form = [f for f in after.findings if f.kind != "figure" and f.message not in known]
    tally.made[change.kind] += 1
    tally.seen[change.kind] += bool(worse or form)
    tally.failed[change.kind] += bool(fails)
    if change.money:
        tally.money += 1
        tally.money_seen += bool(worse or form)
    if held:
        tally.part[change.kind] += 1
        tally.part_seen[change.kind] += bool(worse or form)
        if change.moved is not None and all(change.moved > play(check) for check in held):
            tally.beyond[change.kind] += 1
            tally.beyond_failed[change.kind] += bool(fails)
            if not fails and verbose:
                print(f"not failed: {one.name} {change.kind} [{change.family}] {change.words}: {sorted({c.rule for c in held})}")
    if not (worse or form):
        unseen[f"{change.kind}·{change.family}{'' if held else ' (in no relation)'}"].append(
            f"{one.name}: {change.words} {sorted({c.rule for c in held})}"
        )
    touched = {at(source) for source in change.touched}
    by_id = {c.id: c for c in after.checks}
    old = {check for f in one.audit.findings for check in f.checks}
    for finding in after.findings:
        if finding.kind != "figure" or set(finding.checks) <= old:
            continue
        if not any(touched & {at(o.source) for o in by_id[i].operands} for i in finding.checks) and not _same_sentence(
            change, finding.checks, by_id
        ):
            tally.elsewhere += 1
            print(f"elsewhere: {one.name} {change.kind} {change.words}: {finding.message[:200]}")
        else:
            tally.named += 1
            tally.suspect += finding.suspect is not None and at(finding.suspect.source) in touched


def _same_sentence(change: Change, checks: Sequence[str], by_id: dict[str, Check]) -> bool:
    """Whether a change of words (a year, a direction) stands in a sentence that a finding names."""
    if change.kind not in ("year", "direction"):
        return False
    lines = {change.document.place(source).lines[0] for source in change.touched}
    return any(o.lines is not None and any(o.lines[0] - 2 <= n <= o.lines[1] + 2 for n in lines) for i in checks for o in by_id[i].operands)


def _rate(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "-"


def _print(tally: Tally, unseen: dict[str, list[str]], done: int, verbose: bool) -> None:
    print(f"{'change':12}{'made':>6}{'seen':>18}{'failed':>18}{'in a relation: seen':>24}{'beyond rounding: failed':>28}")
    for kind in MAKERS:
        print(
            f"{kind:12}{tally.made[kind]:>6}{_rate(tally.seen[kind], tally.made[kind]):>18}{_rate(tally.failed[kind], tally.made[kind]):>18}"
            f"{_rate(tally.part_seen[kind], tally.part[kind]):>24}{_rate(tally.beyond_failed[kind], tally.beyond[kind]):>28}"
        )
    # a year is no figure: what becomes of changed years stands in the table above
    seen, part = (counted.total() - counted["year"] for counted in (tally.part_seen, tally.part))
    print(f"in a relation: seen        {_rate(seen, part)}  (target 0.97)")
    print(f"beyond rounding: failed    {_rate(tally.beyond_failed.total(), tally.beyond.total())}  (target 0.97)")
    print(f"amounts: seen              {_rate(tally.money_seen, tally.money)}  (target 0.85)")
    print(f"findings elsewhere         {_rate(tally.elsewhere, done)}  (target at most 0.01)")
    print(f"suspect is the changed one {_rate(tally.suspect, tally.named)}")
    print("\nunseen, by family:")
    for family, words in sorted(unseen.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        print(f"{len(words):>4}  {family}")
        if verbose:
            for line in words:
                print(f"        {line}")


if __name__ == "__main__":
    sys.exit(main())
