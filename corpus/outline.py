"""The outline of a disclosure: its numbered headings and its tables as a tree of sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.document import Line, Section
from corpus.folding import squash
from corpus.labels import read_label
from corpus.margins import margins
from corpus.table import Table

# Rank of the heading styles, outermost first. A table stands one below the heading it follows.
_STYLES = (
    (re.compile(r"^第[一二三四五六七八九十]{1,3}部分"), 10),
    (re.compile(r"^第[一二三四五六七八九十]{1,3}[章节]"), 10),
    (re.compile(r"^附件[一二三四五六七八九十\d]*"), 10),
    (re.compile(r"^[一二三四五六七八九十]{1,3}[、.,]"), 20),
    (re.compile(r"^\([一二三四五六七八九十]{1,3}\)"), 30),
    (re.compile(r"^\d{1,2}[、.](?!\d)"), 40),
)
_PART = re.compile(r"^第[一二三四五六七八九十]{1,3}部分$")
_CONTENTS = re.compile(r"^(.{0,24})?目录:?$")
_LEADERS = re.compile(r"[.·…．]{3,}\d*$|[.·…．]{2,}\d+$")
_STATES = re.compile(r"万元|亿元|\d元|\d%|,.*,.*,|;|:指|\d{4,}[^年]")
_BUSINESS = re.compile(r"情况|经费|采购|预算|绩效|说明|资产|支出|收入|债务|决算|结余|概况|职责|职能|构成|设置")
# What is left of a heading that was wrapped, and what ends one that was not.
_ORPHAN = re.compile(r"^(况?(情况)?说明|明|概况|(预算|决算)?表|情况)$")
_COMPLETE = re.compile(r"(概况|表|说明|解释|附件|目标|报告|情况|经费|职能|职责)$")
# A heading that goes on past a comma or a colon may be a sentence; one without any may be long.
_LONGEST, _LONGEST_UNBROKEN = 44, 64
_CONTENTS_LINES = 150


@dataclass
class _Node:
    title: str
    rank: int
    first: int
    page: int | None
    last: int = 0
    children: list[_Node] = field(default_factory=list)
    table: bool = False

    def section(self, level: int) -> Section:
        return Section(self.title, level, (self.first, self.last), self.page, tuple(child.section(level + 1) for child in self.children))


def outline(lines: Sequence[Line], text: str, tables: Sequence[Table]) -> tuple[Section, ...]:
    """The sections of a document; lines of its table of contents are none. Levels count from 1 at the top."""
    plain = [re.sub(r"^[-*#]+(?=[(\d一二三四五六七八九十第])", "", squash(text[line.start : line.stop])) for line in lines]
    raw = [text[line.start : line.stop].strip() for line in lines]
    inside = _table_lines(tables)
    contents, entries = _contents(lines, plain)
    titles = _table_titles(plain, tables)
    edges = margins(lines, text)
    roots: list[_Node] = []
    stack: list[_Node] = []
    skip = 0
    for number in range(1, len(lines) + 1):
        if number <= skip or number in contents or not plain[number - 1]:
            continue
        if number in titles:
            while stack and stack[-1].table:
                stack.pop().last = number - 1
            rank = stack[-1].rank + 1 if stack else 20
            _push(roots, stack, _Node(titles[number], rank, number, lines[number - 1].page, table=True))
            continue
        if number in inside:
            continue
        style = _rank(plain[number - 1]) or _named(plain[number - 1], entries) or _heads_list(plain, number)
        if style is None or (style == 40 and not _alone(plain, number, inside)):
            continue
        if style >= 20 and edges.full(lines[number - 1]) and not _COMPLETE.search(plain[number - 1].rstrip("。")):
            continue  # the first line of a wrapped paragraph
        title, skip = _title(raw, plain, number, inside)
        _push(roots, stack, _Node(title, style, number, lines[number - 1].page))
    for node in stack:
        node.last = len(lines)
    return tuple(node.section(1) for node in roots)


def _push(roots: list[_Node], stack: list[_Node], node: _Node) -> None:
    while stack and stack[-1].rank >= node.rank:
        stack.pop().last = node.first - 1
    (stack[-1].children if stack else roots).append(node)
    stack.append(node)


def _rank(plain: str) -> int | None:
    """The rank of a numbered heading; None for a line that states something or is too long for a title."""
    plain = re.sub(r"^[一二三四五六七八九十]{1,3}、(?=\([一二三四五六七八九十])", "", plain)  # 四、（一）: the inner number counts
    hit = next(((pattern.match(plain), rank) for pattern, rank in _STYLES if pattern.match(plain)), None)
    if hit is None or hit[0] is None:
        return None
    rest = plain[hit[0].end() :]
    if hit[1] == 10:
        return None if len(plain) > 70 or "。" in plain else 10
    longest = _LONGEST if hit[1] == 40 or re.search(r"[,:]", plain) else _LONGEST_UNBROKEN
    if not rest or len(plain) > longest or _STATES.search(rest) or plain[-1] in ",;、" or _LEADERS.search(plain):
        return None
    if "。" in rest and not (rest.index("。") == len(rest) - 1 and len(rest) <= 22 and _BUSINESS.search(rest)):
        return None
    if hit[1] == 40 and (len(plain) > 26 or "。" in rest or rest.endswith(":")):
        return None
    return hit[1]


def _heads_list(plain: Sequence[str], number: int) -> int | None:
    """An unnumbered title (…专项经费情况说明) stands right above 一、 and heads what is numbered there."""
    line = plain[number - 1]
    if not re.search(r"(说明|概况|报告|解释)$", line) or len(line) > 40 or re.search(r"[。,;:]", line):
        return None
    following = next((plain[n] for n in range(number, min(len(plain), number + 4)) if plain[n]), "")
    return 15 if following.startswith("一、") else None


def _alone(plain: Sequence[str], number: int, inside: set[int]) -> bool:
    """Whether text stands before and after a `1.` line: a run of such lines is a list, not headings."""
    before = next((plain[n - 2] for n in range(number, max(1, number - 3), -1) if plain[n - 2]), "")
    if re.match(r"\d{1,2}[、.](?!\d)", before) and len(before) <= 26:
        return False
    following = next((plain[n] for n in range(number, min(len(plain), number + 4)) if plain[n] and n + 1 not in inside), "")
    return bool(following) and not re.match(r"\d{1,2}[、.](?!\d)", following) and len(following) > 12


def _title(raw: Sequence[str], plain: Sequence[str], number: int, inside: set[int]) -> tuple[str, int]:
    """The title of a heading, which may run on to the next line, and its last line."""
    title = _plain_title(raw[number - 1])
    last = number
    part = bool(_PART.match(plain[number - 1]))
    for step in range(3 if part else 1):
        following = next((n for n in range(last + 1, min(len(plain), last + 3) + 1) if plain[n - 1]), None)
        if following is None or following in inside or _rank(plain[following - 1]) is not None:
            break
        after = plain[following - 1]
        whole = bool(_COMPLETE.search(squash(title)))
        if not (_ORPHAN.match(after) or (part and not whole and len(after) <= 40 and "。" not in after)):
            break
        title += ("" if (_ORPHAN.match(after) and step) or not part else " ") + _plain_title(raw[following - 1])
        last = following
    return title, last


def _plain_title(text: str) -> str:
    return re.sub(r"^[-*#]+\s*", "", re.sub(r"[ \t]+", " ", re.sub(r"</?u>|\*\*", "", text)))


def _table_lines(tables: Sequence[Table]) -> set[int]:
    return {line for table in tables for cell in table.cells for line in range(cell.place.lines[0], cell.place.lines[1] + 1)}


def _table_titles(plain: Sequence[str], tables: Sequence[Table]) -> dict[int, str]:
    """The line on which each table's title stands: the last one above it that reads so, else its first line."""
    found: dict[int, str] = {}
    for table in tables:
        if not table.title or not table.cells:
            continue
        wanted = squash(table.title)
        first = min(cell.place.lines[0] for cell in table.cells)
        above = range(first - 1, max(0, first - 14), -1)
        line = next(
            (n for n in above if plain[n - 1] and (wanted in plain[n - 1] or (len(plain[n - 1]) > 5 and plain[n - 1] in wanted))), first
        )
        found.setdefault(line, table.title)
    return found


def _contents(lines: Sequence[Line], plain: Sequence[str]) -> tuple[set[int], dict[str, int]]:
    """The lines of the table of contents, and its entries (without number and page) with their rank."""
    start = next((n for n in range(1, min(len(lines), 120) + 1) if _CONTENTS.match(plain[n - 1])), None)
    if start is None:
        return set(), {}
    seen: dict[str, int] = {}
    inside = {start}
    entries: dict[str, int] = {}
    last_leader = max((n for n in range(start, min(len(lines), start + _CONTENTS_LINES) + 1) if _LEADERS.search(plain[n - 1])), default=0)
    for number in range(start + 1, min(len(lines), start + _CONTENTS_LINES) + 1):
        line = _LEADERS.sub("", plain[number - 1])
        line = re.sub(r"^[-*]", "", line)
        if not line:
            continue
        repeated = line in seen or (bool(_PART.match(line)) and any(key.startswith(line) for key in seen))
        ended = number > last_leader and (repeated or len(line) > 60 or "。" in line)
        if ended or (lines[start - 1].page is not None and (lines[number - 1].page or 0) > (lines[start - 1].page or 0) + 1):
            break
        seen[line] = number
        inside.add(number)
    else:
        number = start + _CONTENTS_LINES
    inside = {n for n in inside if n < number}
    page = lines[start - 1].page
    if page is not None and not any(line in seen for line in plain[number - 1 : number]):
        inside = {n for n in inside if lines[n - 1].page == page}
    for line, at in seen.items():
        if at in inside:
            rank = next((rank for pattern, rank in _STYLES if pattern.match(line)), None)
            name = read_label(re.sub(r"^第[一二三四五六七八九十]+部分", "", line)).subject
            if rank is not None and len(name) >= 4:
                entries[squash(name)] = rank
    return inside, entries


def _named(plain: str, entries: dict[str, int]) -> int | None:
    """The rank of an unnumbered line that is an entry of the table of contents (`…局主要职能` for `一、主要职能`)."""
    if not 4 <= len(plain) <= 40 or re.search(r"[。,;:]|^-*附?表\d", plain):
        return None
    for name, rank in entries.items():
        bare = re.sub(r"^(部门|单位)", "", name)
        if plain == name or (len(bare) >= 4 and plain.endswith(bare) and rank <= 20):
            return rank
    return None
