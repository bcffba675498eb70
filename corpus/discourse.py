"""Discourse: the items that a passage has spoken of, by which a clause without its own subject is understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.folding import half_width, similarity
from corpus.labels import clean, read_label
from corpus.phrases import Noun, heading_topic, noun, when, years

# Words that are an item of their own unless an item was announced before them.
OWN_TOTALS = {"收入预算", "支出预算", "收支预算", "收入决算", "支出决算", "收支决算", "预算收入", "预算支出"}
_BUDGETED = ("年初预算", "全年预算", "调整预算")


@dataclass(frozen=True, slots=True)
class Item:
    """An item, with the measure it was last stated in; `announced` where it was named before any of its numbers."""

    subject: str = ""
    path: tuple[str, ...] = ()
    code: str | None = None
    measure: str | None = None
    basis: str | None = None
    year: int | None = None
    announced: bool = False


@dataclass
class Context:
    """What has been said so far: `item` last, `topic` first in the paragraph, `parents` of the list that is open.

    `base` heads every item of the section (the project it is about), `open_list` every paragraph until the next heading;
    `said` is the year in force, `versus` the one compared with; `heading` names the item of a section that names none itself;
    `carried_out` where a budget was given of which a share is to follow.
    """

    year: int | None
    agency: str | None
    kind: str | None
    heading: str = ""
    base: tuple[str, ...] = ()
    open_list: tuple[str, ...] = ()
    item: Item | None = None
    topic: Item | None = None
    recent: list[Item] = field(default_factory=list)
    parents: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()
    said: int | None = None
    versus: int | None = None
    reason: bool = False
    listed: int = 0
    fresh_list: bool = False
    levels: int = 0
    stated: int = 0
    after_semicolon: bool = False
    counted: bool = False
    carried_out: bool = False

    def now(self, item: Item | None = None) -> int | None:
        """The year that a statement is for."""
        if item is not None and item.year is not None and self.said is None:
            return item.year
        return self.said if self.said is not None else self.year

    def year_of(self, text: str | None) -> int | None:
        """The year that 2023年, 上年, 去年 is."""
        absolute, offset = when(text)
        if absolute is not None:
            return absolute
        here = self.now()
        return None if offset is None or here is None else here + offset

    def open(self, parent: Item | None) -> None:
        """Opens a list under an item (其中, 包括)."""
        self.outer = self.parents
        if parent is not None and parent.subject and parent.subject not in self.parents:
            self.parents = (*self.parents, parent.subject)
        self.listed, self.fresh_list = 0, True

    def semicolon(self, nested: bool) -> None:
        """A list of several items, or of bare names, ends at a semicolon; one of single items goes on."""
        self.reason, self.after_semicolon = False, not nested
        if self.fresh_list and self.listed != 1 and not nested:
            self.parents = self.outer
        self.listed, self.fresh_list = 0, False

    def carried(self) -> Item:
        """The item that a clause without one speaks of; an empty one where that is not safe to say."""
        if self.item is not None:
            return self.item
        if self.reason:
            return Item()
        return self.topic or Item(self.heading, self.base)

    def goes_on(self) -> bool:
        """Whether 支出决算 still speaks of the item before: one that was announced, or stated as budgeted."""
        item = self.item
        if item is None or not item.subject:
            return False
        planned = (
            self.kind == "决算" and item.basis == "预算" and not re.search(r"(?:收入|支出|收支)(?:预算)?(?:总计|合计|总额)?$", item.subject)
        )
        return item.announced or item.basis in _BUDGETED or planned  # 公务接待费预算1.50万元，支出0.56万元

    def own(self, text: str) -> Item:
        """The item a phrase names, or the one that was spoken of last."""
        named = noun(text, self.agency)
        if named.year is not None:
            self.said = named.year
        if named.subject in ("收入", "支出"):
            return next((one for one in reversed(self.recent) if named.subject in one.subject), Item())
        if named.generic:
            return self.carried()
        return Item() if len(named.subject) > 40 else self.named(named)

    def named(self, named: Noun) -> Item:
        """A named item under the open list."""
        return Item(named.subject, (*self.parents, *named.path), named.code)

    def likest(self, what: Noun, item: Item) -> Item:
        """Of the items spoken of, the one that a comparison (与上年“三公”经费相比) names again; else what it names."""
        known = [one for one in (item, self.topic) if one is not None and one.subject]
        best = max(known, key=lambda one: similarity(one.subject, what.subject), default=None)
        if best is not None and similarity(best.subject, what.subject) >= 0.3:
            return best
        return self.named(what)

    def resume(self) -> None:
        """A comparison that opens a sentence is of the whole whose parts the sentence before it told (…其中…。与上年相比，增加…)."""
        if self.levels == 0 and self.item is not None and self.topic is not None and self.topic.subject in self.item.path:
            self.item = self.topic

    def both(self) -> Item:
        """What 各增加 is said of: the first and the last item of the paragraph, income and expenditure."""
        one, two = self.topic, self.item
        if one is None or two is None or not one.subject or not two.subject or one.subject == two.subject:
            return Item() if two is None else two
        return Item(f"{one.subject}、{two.subject}", one.path)

    def counterpart(self, named: Noun) -> Item | None:
        """支出 after 一般公共预算收入 is 一般公共预算支出."""
        word = named.subject
        topic = self.topic
        if topic is None or word not in ("支出", "收入") or named.printed not in ("支出", "收入", "支出完成", "收入完成"):
            return None
        if re.search(r"(收入|支出)$", topic.subject) and not topic.subject.endswith(word):
            return Item(topic.subject[:-2] + word, topic.path)
        if named.printed.endswith("完成") and topic.subject.endswith("预算"):
            return Item(topic.subject + word, topic.path)
        return None

    def state(self, item: Item, measure: str, basis: str | None, year: int | None) -> None:
        """Remembers a level that was stated; an unnamed one too, so that nothing is said of the item before it."""
        self.item = Item(item.subject, item.path, item.code, measure, basis, year, item.announced and item.measure is None)
        self.counted = measure == "数量"
        self.listed += 1
        self.levels += 1
        self.stated += 1
        if item.subject:
            self.topic = self.topic or self.item
            self.recent.append(self.item)
            if item.subject != self.heading:
                self.heading = ""

    def sentence(self, opens: bool, goes_on: bool = False) -> int:
        """Begins a sentence (`goes_on` where it starts with 其中); returns how many levels the sentence before stated."""
        levels, self.levels = self.levels, 0
        self.said, self.reason, self.counted = None, False, False
        self.versus = self.versus if goes_on and not opens else None
        self.listed, self.fresh_list, self.after_semicolon = 0, False, False
        if opens:
            self.item, self.topic, self.stated, self.recent = None, None, 0, []
        self.parents = self.outer = self.open_list or self.base
        return levels

    def end(self, text: str) -> None:
        """A paragraph that ends in 其中： opens a list for the next ones, if it is clear under what."""
        if text.rstrip("。").endswith(("其中:", "如下:", "包括:", "方面:")):
            known = self.topic is not None and self.stated <= 1 and bool(self.topic.subject)
            self.open_list = (*self.base, self.topic.subject) if known and self.topic is not None else ()


def section_context(year: int | None, agency: str | None, kind: str | None, section: Sequence[str]) -> Context:
    """The context that the headings above a passage set: a year of their own, a project, an item."""
    stated = [found for title in section for found in years(half_width(title).replace(" ", ""))[-1:]]
    titled = [
        re.sub(r"(项目)?(经费)?(情况)?说明$", "", clean(title))
        for title in section
        if not read_label(title).ordinal and clean(title).endswith("说明")
    ]
    project = next(
        (title for title in reversed(titled) if 4 <= len(title) <= 40 and not re.search(r"预算|决算|部分|其他|相关", title)), None
    )
    base = (project,) if project else ()
    return Context(stated[-1] if stated else year, agency, kind, heading_topic(tuple(section)), base)
