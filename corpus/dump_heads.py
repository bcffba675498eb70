"""Header lines of a table that a dump printed with single blanks: which texts head a column, in which order, under what.

A merged or wrapped cell is printed on lines of its own, so that the order of the columns is known within a line only.
Where several lines head columns, the statutory order of the columns or the sums of the rows must tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.dump_sums import Sum
from corpus.folding import squash

_SPACED = {"项目", "收入", "支出", "合计", "小计", "总计", "金额", "科目", "名称", "单位", "备注"}
_LABEL = re.compile(r"(?:项目|科目|名称|编码|代码|编号|序号|(?:功能|经济)分类|(?<!事业)(?<!附属)单位|部门)(?:[(（][^()（）]*[)）])?$")
_CODE = re.compile(r"(?:编码|代码|编号|序号)$")
_CLASS = re.compile(r"(?:功能|经济)分类$")
_LEVELS = ("类", "款", "项")
_TOTAL = re.compile(r"(?:合计|总计)$")
_APART = re.compile(r"结转|结余|年末|年初|其中|上年|增减|占|率|人数")
# The order in which the forms of the Ministry of Finance list the columns of incomes and of expenditures.
_ORDERS = (
    (
        r"合计$",
        r"财政拨款(?:收入)?$",
        r"一般公共预算",
        r"政府性基金",
        r"国有资本经营",
        r"财政专户",
        r"上级补助收入$",
        r"^事业收入$",
        r"经营收入$",
        r"附属单位上缴收入$",
        r"^其他收入$",
        r"上年结转",
    ),
    (r"合计$", r"^基本支出$", r"^项目支出$", r"上缴上级支出$", r"经营支出$", r"对附属单位补助支出$"),
)
# Headings of the statutory forms, which narrow columns break.
_NAMES = re.compile(
    r"本年(?:收入|支出)合计|财政拨款收入|上级补助收入|事业收入|(?:事业单位)?经营(?:收入|支出)|附属单位上缴收入|其他收入|(?:基本|项目)支出"
    r"|上缴上级支出|对附属单位补助支出|(?:一般公共|政府性基金|国有资本经营)预算(?:财政拨款)?|公务用车(?:购置|运行维护)费|公务接待费"
    r"|年[初末]结转和结余"
)
_MOST_ORDERS = 2_000


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a header with its 1-based line and its place among the texts of that line."""

    text: str
    line: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a table: the paths of its code columns and of its name column, and the texts that head its figures."""

    codes: tuple[tuple[Word, ...], ...]
    name: tuple[Word, ...]
    leaves: tuple[Word, ...]
    paths: tuple[tuple[Word, ...], ...]
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A way to read the header lines; `number_line` numbers the columns, `loose` says that the sums must confirm the order."""

    sides: tuple[Side, ...]
    numbers: tuple[Word, ...] = ()
    loose: bool = False


def words_of(text: str, line: int) -> list[Word]:
    """The blank-separated texts of a header line; letter-spaced words are one."""
    words: list[Word] = []
    for token in text.split():
        if words and len(token) == 1 and words[-1].text + token in _SPACED:
            words[-1] = Word(words[-1].text + token, line, words[-1].at)
        else:
            words.append(Word(token, line, len(words)))
    return words


def read_heads(lines: Sequence[Sequence[Word]], numbers: Sequence[Word], known: Callable[[str], bool]) -> Iterator[Head]:
    """The ways to read these header lines; `known` tells whether a text is printed elsewhere in the document."""
    rows = [list(line) for line in lines if line]
    main = max(rows, key=len, default=[])
    labels = [index for index, word in enumerate(main) if _LABEL.search(word.text)]
    starts = [index for index in labels if index == 0 or index - 1 not in labels]
    if len(starts) >= 2 and starts[0] == 0:
        yield from _two_sides(rows, main, starts)
    elif main:
        yield from _one_side(rows, tuple(numbers), known)


def _two_sides(rows: list[list[Word]], main: list[Word], starts: list[int]) -> Iterator[Head]:
    if len(starts) != 2:
        return
    others = [row for row in rows if row is not main]
    halves = [main[: starts[1]], main[starts[1] :]]
    tops: list[list[Word]] = []
    cut: list[list[Word]] = []
    loose: list[Word] = []
    for row in others:
        if len(row) == 2 and all(_LABEL.search(word.text) and row is not main for word in row) and _codes(row, others):
            cut.append(row)
        elif len(row) == 2 and row[0].line < main[0].line and not tops and not loose:
            tops.append(row)
        else:
            loose += row
    sides = []
    for index, half in enumerate(halves):
        labels = [word for word in half if _LABEL.search(word.text)]
        leaves = half[len(labels) :]
        if index == 1 and loose and leaves and leaves[0].text in ("合计", "小计"):
            whole = _assembled([*loose, *leaves[1:]])
            leaves = [leaves[0], *whole] if whole else []
        elif index == 1 and loose:
            return
        above = tuple(row[index] for row in tops)
        names = [word for word in labels if not _CODE.search(word.text)]
        keys = [word for word in labels if _CODE.search(word.text)]
        if cut:
            first, rest = cut[0][index], [row[index] for row in cut[1:]]
            keys.append(Word(first.text + "".join(word.text for word in rest), first.line, first.at))
        if len(names) != 1 or not leaves:
            return
        codes = tuple((*above, key) for key in keys)
        sides.append(
            Side(codes, (*above, names[0]), tuple(leaves), tuple((*above, leaf) for leaf in leaves), _sums(leaves, [0] * len(leaves)))
        )
    yield Head(tuple(sides))


def _codes(row: list[Word], others: list[list[Word]]) -> bool:
    """Whether a line is a part of the wrapped heading of the codes on both sides: 经济分类 above, 科目编码 below."""
    pairs = [one for one in others if len(one) == 2 and (_CLASS.search(one[0].text) or one[0].text in ("科目编码", "科目代码"))]
    return row in pairs and len(pairs) == 2 and _goes_on(pairs[0][0].text, pairs[1][0].text)


# The three budgets from which 财政拨款 comes, in the order of the forms.
_BUDGETS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")


def _assembled(parts: list[Word]) -> list[Word]:
    """The headings of the three budgets put together from the parts into which narrow columns break them; [] where some part is left."""
    rest = sorted(parts, key=lambda word: (word.line, word.at))
    found: list[Word] = []
    for budget in _BUDGETS:
        start = next((word for word in rest if word.text.startswith(budget[:4])), None)
        if start is None:
            continue
        chain = _chain(start, rest, [budget + "财政拨款", budget])
        if not chain:
            return []
        rest = [word for word in rest if word not in chain]
        found.append(Word("".join(word.text for word in chain), start.line, start.at))
    return found if not rest else []


def _chain(start: Word, rest: list[Word], wholes: list[str]) -> list[Word]:
    """The parts in lower and lower lines that make up one of these texts; [] where none do."""
    for whole in wholes:
        chains = [[start]] if whole.startswith(start.text) else []
        while chains:
            chain = chains.pop()
            text = "".join(word.text for word in chain)
            if text == whole:
                return chain
            chains += [[*chain, word] for word in rest if word.line > chain[-1].line and whole.startswith(text + word.text)]
    return []


def _one_side(rows: list[list[Word]], numbers: tuple[Word, ...], known: Callable[[str], bool]) -> Iterator[Head]:
    levels = [word for row in rows for word in row if word.text in _LEVELS]
    labels: list[Word] = []
    values: list[list[Word]] = []
    for row in rows:
        bare = [word for word in row if word.text not in _LEVELS]
        count = next((k for k, word in enumerate(bare) if not _LABEL.search(word.text)), len(bare))
        labels += bare[:count]
        if bare[count:]:
            values.append(bare[count:])
    codes, name = _label_paths(labels, levels)
    if codes is None or not values:
        return
    values, wrapped = _unwrapped(values, known)
    main = max([row for row in values if row not in wrapped] or values, key=len)
    wrapped = [row for row in wrapped if row is not main]
    above = [row for row in values if row is not main and row not in wrapped and row[0].line < main[0].line]
    lower = [row for row in values if row is not main and row not in wrapped and row[0].line > main[0].line]
    if any(len(row) < 2 for row in lower) or len(lower) > 1 or (len(main) < 2 and len(values) > 1):
        return
    chains = [main, *lower, *wrapped]
    orders = list(_orders(chains))
    if not orders:
        return
    for order in orders:
        for apart in (False, True) if wrapped else (False,):
            side = _side(order, main, lower, wrapped, above, codes, name, apart)
            if side is not None:
                yield Head((side,), numbers, loose=len(orders) > 1)


def _label_paths(labels: list[Word], levels: list[Word]) -> tuple[tuple[tuple[Word, ...], ...] | None, tuple[Word, ...]]:
    """The header paths of the code columns and of the name column; codes None where the labels cannot be told apart."""
    joined: list[Word] = []
    for word in labels:
        cut = next((k for k, other in enumerate(joined) if other.line < word.line and _goes_on(other.text, word.text)), None)
        if cut is None:
            joined.append(word)
        else:
            joined[cut] = Word(joined[cut].text + word.text, joined[cut].line, joined[cut].at)
    names = [word for word in joined if not _CODE.search(word.text)]
    keys = [word for word in joined if _CODE.search(word.text)]
    top = [word for word in names[:1] if len(names) == 2 and squash(word.text) == "项目"]
    names = names[len(top) :]
    if len(names) > 1 or len(keys) > 1 or (levels and not keys and not top):
        return None, ()
    return tuple((*top, *keys, level) for level in levels) if levels else tuple((*top, key) for key in keys), (*top, *names)


def _goes_on(text: str, more: str) -> bool:
    """Whether a label of the header goes on in one further down: 功能分类 / 科目编码, 经济分类科目 / 编码."""
    return (more in ("编码", "代码", "名称") and text.endswith("科目")) or (
        more in ("科目编码", "科目代码") and _CLASS.search(text) is not None
    )


def _unwrapped(values: list[list[Word]], known: Callable[[str], bool]) -> tuple[list[list[Word]], list[list[Word]]]:
    """The lines with wrapped texts joined again, and which of them were joined: a part above and a part below a line, or next to each other."""
    rows = list(values)
    wrapped: list[list[Word]] = []
    changed = True
    while changed:
        changed = False
        for k, row in enumerate(rows):
            for other in rows[k + 1 : k + 3]:
                if len(row) != len(other) or row in wrapped or other in wrapped:
                    continue
                whole = [Word(a.text + b.text, a.line, a.at) for a, b in zip(row, other, strict=True)]
                if all(_one_text(a.text, b.text, known) for a, b in zip(row, other, strict=True)):
                    rows = [one for one in rows if one is not row and one is not other]
                    rows.append(whole)
                    wrapped.append(whole)
                    changed = True
                    break
            if changed:
                break
    return rows, wrapped


def _one_text(first: str, second: str, known: Callable[[str], bool]) -> bool:
    """Whether two texts of a header are the parts of one: the whole stands elsewhere, or the second part alone says nothing."""
    if second == "数":
        return re.search(r"(?:预算|决算|执行|完成)$", first) is not None
    whole = re.sub(r"^(?:19|20)\d\d年度?", "", first + second)
    return _NAMES.fullmatch(whole) is not None or known(re.sub(r"(?<=算)数$", "", whole))


def _orders(chains: list[list[Word]]) -> Iterator[list[Word]]:
    """The orders of all these words that keep the order within each line; only the statutory one where that is known."""
    every = [word for chain in chains for word in chain]
    if len(chains) == 1:
        yield every
        return
    for patterns in _ORDERS:
        ranks = [next((k for k, pattern in enumerate(patterns) if re.search(pattern, word.text)), None) for word in every]
        if None not in ranks and len(set(ranks)) == len(ranks):
            order = [word for _, word in sorted(zip(ranks, every, strict=True), key=lambda pair: pair[0] or 0)]
            if all(_kept(order, chain) for chain in chains):
                yield order
                return
    found = [chains[0]]
    for chain in chains[1:]:
        found = [merged for base in found for merged in _merged(base, chain)]
        if len(found) > _MOST_ORDERS:
            return
    yield from found


def _kept(order: list[Word], chain: list[Word]) -> bool:
    return [word for word in order if word in chain] == chain


def _merged(base: list[Word], chain: list[Word]) -> Iterator[list[Word]]:
    size = len(base) + len(chain)
    for places in combinations(range(size), len(chain)):
        taken, rest = iter(chain), iter(base)
        yield [next(taken) if k in places else next(rest) for k in range(size)]


def _side(
    order: list[Word],
    main: list[Word],
    lower: list[list[Word]],
    wrapped: list[list[Word]],
    above: list[list[Word]],
    codes: tuple[tuple[Word, ...], ...],
    name: tuple[Word, ...],
    apart: bool,
) -> Side | None:
    """The side with its columns in this order; `apart` leaves the wrapped columns at its end out of the sums and groups."""
    alone = [word for row in wrapped for word in row]
    outside = 0
    if apart:
        while outside < len(order) and order[len(order) - 1 - outside] in alone:
            outside += 1
        if not outside:
            return None
    inside = order[: len(order) - outside]
    under = [word for row in lower for word in row]
    runs = _runs(under)
    places = [[order.index(word) for word in run] for run in runs]
    if any(run[-1] - run[0] != len(run) - 1 for run in places):  # a group stands together
        return None
    heads = [row for row in above if len(row) == len(runs)][-1:] if runs else []
    tops = [row for row in above if row not in heads]
    if (runs and not heads) or len(tops) > 1:
        return None
    paths = []
    starts = [k for k, word in enumerate(inside) if word in main and word.text == main[0].text]
    top = tops[0] if tops else []
    if len(top) > 1 and len(top) != len(starts):
        return None
    for k, word in enumerate(order):
        path: list[Word] = []
        if top and word in inside:
            path.append(top[0] if len(top) == 1 else top[max(0, sum(start <= k for start in starts) - 1)])
        path += [head for run, head in zip(runs, heads[0] if heads else [], strict=False) if word in run]
        paths.append((*path, word))
    kinds = [1 if word in under else 0 for word in order]
    return Side(codes, name, tuple(order), tuple(paths), _sums(order, kinds, len(inside)))


def _runs(under: list[Word]) -> list[list[Word]]:
    """The words of the lower line in groups, each of which begins with its 小计."""
    runs: list[list[Word]] = []
    for word in under:
        if word.text == "小计" or not runs:
            runs.append([])
        runs[-1].append(word)
    return runs


def _sums(order: Sequence[Word], kinds: Sequence[int], inside: int | None = None) -> tuple[Sum, ...]:
    """The sums that the headings promise: a 合计 of what follows it, a 小计 of the rest of its group."""
    found = []
    stop = len(order) if inside is None else inside
    for k, word in enumerate(order[:stop]):
        small = word.text == "小计"
        if not small and not _TOTAL.search(word.text):
            continue
        parts: list[int] = []
        for other in range(k + 1, stop):
            text = order[other].text
            if _APART.search(text) or (_TOTAL.search(text) and kinds[other] == kinds[k]) or (small and text == "小计"):
                break
            if small and kinds[other] != kinds[k]:
                break
            if not small and kinds[other] == 1 and text != "小计":
                continue
            parts.append(other)
        if len(parts) >= 2:
            found.append(Sum(k, tuple(parts)))
    return tuple(found)
