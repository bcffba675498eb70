"""Many disclosures out of a few: a parsed document with other names, years and figures, its places and reconciliations kept.

Every amount of money that is printed with two decimals is multiplied by one whole number, so that sums still hold; rates stay.
Nothing is read again: the offsets of lines, figures and passages are moved along with the words.
"""

from __future__ import annotations

import hashlib
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus import samples  # noqa: E402
from corpus.amount import Amount  # noqa: E402
from corpus.archive import Prepared  # noqa: E402
from corpus.coding import encode_document, encode_figures  # noqa: E402
from corpus.document import Document, Line, Section  # noqa: E402
from corpus.figure import Figure  # noqa: E402
from corpus.ledger import figures  # noqa: E402
from corpus.place import Source, Span  # noqa: E402
from corpus.reader import read  # noqa: E402
from corpus.table import Cell, Table  # noqa: E402
from index.ingest import Parsed, parse  # noqa: E402
from index.passage import Passage  # noqa: E402
from index.passages import passages  # noqa: E402
from index.store import Store  # noqa: E402

_MONEY = r"(?<![\d.])\d[\d,]*\.\d\d(?![\d.])(?!\s*[%％])"
_YEAR = r"(?<![\d.,])20[12]\d(?![\d.,])"
_PLACES = [
    "青岚",
    "白杨",
    "玉屏",
    "松涛",
    "云溪",
    "石泉",
    "金谷",
    "丹霞",
    "碧潭",
    "银杏",
    "梅岭",
    "兰亭",
    "竹山",
    "柳河",
    "枫林",
    "桃源",
    "麦田",
    "稻香",
    "芦花",
    "莲池",
    "鹤鸣",
    "雁门",
    "燕塘",
    "鹿野",
    "龙潭",
    "凤台",
    "麒麟",
    "白鹭",
    "青鸾",
    "紫阳",
    "赤壁坪",
    "黄石坡",
    "绿洲",
    "蓝湾",
    "墨池",
    "朱砂",
    "翠屏山",
    "锦江口",
    "秀水",
    "明湖",
]


@dataclass(frozen=True)
class Sample:
    """A disclosure as read, with everything the store keeps of it.

    `names` are its own names with the templates (`{place}`, `{office}`) of those that replace them, the agency's first.
    """

    parsed: Parsed
    document: Document
    stated: tuple[Figure, ...]
    pieces: tuple[Passage, ...]
    names: Mapping[str, str]
    offices: tuple[str, ...]

    @classmethod
    def of(cls, path: Path, names: Mapping[str, str], offices: tuple[str, ...]) -> Sample:
        """Reads a file."""
        document = read(path)
        return cls(parse(path, path.read_bytes()), document, figures(document), tuple(passages(document)), names, offices)


class Edit:
    """What one variant changes in a text, and where an offset of the old text lies in the new one."""

    def __init__(self, names: Mapping[str, str], years: int, factor: int) -> None:
        self.names, self.years, self.factor = names, years, factor
        self._pattern = re.compile("|".join([*(re.escape(name) for name in names), f"(?P<money>{_MONEY})", f"(?P<year>{_YEAR})"]))

    def text(self, text: str) -> str:
        """The text as the variant prints it."""
        return self._pattern.sub(self._changed, text)

    def moved(self, text: str) -> Callable[[int], int]:
        """The new offset for each offset of an old text."""
        stops, shifts = [0], [0]
        for match in self._pattern.finditer(text):
            stops.append(match.end())
            shifts.append(shifts[-1] + len(self._changed(match)) - len(match.group()))
        return lambda offset: offset + shifts[bisect_right(stops, offset) - 1]

    def amount(self, amount: Amount | None) -> Amount | None:
        """The amount multiplied, where it is money printed with two decimals."""
        if amount is None or amount.dimension != "元" or amount.value.as_tuple().exponent != -2:
            return amount
        return Amount(amount.value * self.factor, amount.unit)

    def _changed(self, match: re.Match[str]) -> str:
        if match.group("money"):
            value = Decimal(match.group().replace(",", "")) * self.factor
            return f"{value:,.2f}" if "," in match.group() or value >= 1000 else f"{value:.2f}"
        return str(int(match.group()) + self.years) if match.group("year") else self.names[match.group()]


def variant(sample: Sample, edit: Edit, agency: str) -> Parsed:
    """A sample as another agency discloses it, ready to be stored."""
    old = sample.document
    at = edit.moved(old.text)
    text = edit.text(old.text)
    id = hashlib.sha256(f"{agency}{edit.years}{edit.factor}{text}".encode()).hexdigest()

    def span(source: Span) -> Span:
        return Span(at(source.start), at(source.stop))

    def place(source: Source) -> Source:
        return span(source) if isinstance(source, Span) else source

    def section(one: Section) -> Section:
        return replace(one, title=edit.text(one.title), children=tuple(map(section, one.children)))

    def cell(one: Cell) -> Cell:
        # A rate in a column of rates bears no sign of its own.
        rate = one.amount is not None and one.amount.dimension == "%"
        return replace(one, text=one.text if rate else edit.text(one.text), amount=edit.amount(one.amount))

    def table(one: Table) -> Table:
        return replace(
            one,
            title=edit.text(one.title),
            cells=tuple(map(cell, one.cells)),
            notes=tuple(map(edit.text, one.notes)),
            section=tuple(map(edit.text, one.section)),
        )

    def figure(one: Figure) -> Figure:
        return replace(
            one, subject=edit.text(one.subject), measure=edit.text(one.measure), amount=edit.amount(one.amount), source=place(one.source),
            path=tuple(map(edit.text, one.path)), context=None if one.context is None else span(one.context),
            year=None if one.year is None else one.year + edit.years, versus=None if one.versus is None else one.versus + edit.years,
        )  # fmt: skip

    def passage(one: Passage) -> Passage:
        return replace(
            one,
            document_id=id[:16],
            text=edit.text(one.text),
            spans=tuple(map(span, one.spans)),
            heading=tuple(map(edit.text, one.heading)),
        )

    title, year = edit.text(old.title), None if old.year is None else old.year + edit.years
    region = None if old.region is None else edit.text(old.region)
    document = replace(
        old, id=id[:16], title=title, agency=agency, region=region, year=year, text=text,
        lines=tuple(Line(at(line.start), at(line.stop), line.page, line.bbox) for line in old.lines),
        sections=tuple(map(section, old.sections)), tables=tuple(map(table, old.tables)),
    )  # fmt: skip
    stated = tuple(map(figure, sample.stated))
    name = f"{agency}{year}{old.kind}{sample.parsed.prepared.record.suffix}"
    record = replace(
        sample.parsed.prepared.record,
        id=document.id,
        file=name,
        aliases=(name,),
        title=title,
        agency=agency,
        region=region,
        year=year,
        digest=id,
    )
    factor = edit.factor
    amounts = tuple(f"{Decimal(value) * factor:f}" for value in sample.parsed.prepared.amounts)
    return Parsed(Prepared(record, encode_document(document), encode_figures(stated), amounts), tuple(map(passage, sample.pieces)))


def variants(every: Sequence[Sample], count: int) -> Iterator[Parsed]:
    """So many disclosures, the samples in turn: each office of each place publishes five years of them."""
    for made in range(count):
        sample, turn = every[made % len(every)], made // len(every)
        turn, years = divmod(turn, 5)
        turn, place = divmod(turn, len(_PLACES))
        names = {
            own: template.format(place=_PLACES[place], office=sample.offices[turn % len(sample.offices)])
            for own, template in sample.names.items()
        }
        yield variant(sample, Edit(names, years - 3, made % 7 + 2), next(iter(names.values())))


def shipped() -> list[Sample]:
    """The samples that come with Gouji; no two of them give an agency of one name."""
    first, second, third = samples.files()
    bureaus = ("林业和草原局", "水利局", "农业农村局")
    county = {"云岭县林业和草原局": "{place}县{office}", "云岭县": "{place}县"}
    district = {"云岭县林业和草原局": "{place}区{office}", "云岭县": "{place}区"}
    city = {"澄湾市公共图书馆管理中心": "{place}市{office}", "澄湾市": "{place}市"}
    return [
        Sample.of(first, county, bureaus),
        Sample.of(second, district, bureaus),
        Sample.of(third, city, ("公共图书馆管理中心", "档案管理中心", "青少年活动中心")),
    ]


def fill(store: Store, every: Iterator[Parsed]) -> None:
    """Puts documents into a store without keeping a file of them."""
    while batch := [parsed for _, parsed in zip(range(50), every, strict=False)]:
        with store.archive.database.transaction():
            for parsed in batch:
                store.put(parsed)
                store.archive.name(parsed.prepared.record.id, store.directory / "made" / parsed.prepared.record.file)
