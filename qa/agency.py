"""Whose disclosure a question is about: agencies and regions by their full and short names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from corpus.archive import DocumentRecord
from corpus.english import english, of_office
from corpus.folding import squash
from corpus.terms import places
from qa.speech import name_in, tagged
from qa.wording import FRAME

# Words that end an agency's or a place's name wherever they stand.
_ENDING = re.compile(
    r"局|(?<!居民)(?<!村民)(?<!业主)(?<!居)委员会|(?:商务|发改|发展改革|经信|卫健|教|科|住建|农业农村|统战|政法|编)委(?!托|员)|办公室|办事处|街道|大学|学院|医院|中学|小学|法院|检察院|研究院|(?:宣传|组织|统战|社会工作|武装)部"
    r"|自治[区州县旗]|(?<![地社城辖开保园校灾院])区(?!域|级|县|划|间|块|委|政府|属|分)|(?<![郊全各区市贫])县(?!级|区|域|乡|属|委|政府|城|里|医)|(?<![城乡村])镇(?!级|区|居)|(?<![节预核])(?<!预算)省(?!级|市|委|属|厅|钱|事|定|下|了|多少)"
)
_SCHOOLS = ("小学", "中学", "大学")
_EDGE = re.compile(
    r"^(?:除了?|期间|时期|以来|儿|末|底|初|跟|和|与|在|对|比|从|给|向|由|请问|关于|查询|以及|还有|及|把|将|的|这|那|该|本|我们?|[一二三四五六七八九十两几\d]+(?:个|家|所))+"
)
_CORE = re.compile(r"([一-龥]{2,}?)(?:[一-龥]{1,3}族)*(?:自治区|自治州|自治县|省|市|州|盟|区|县|旗)$")
_STREET = re.compile(r"(?:人民政府|[区县市])([一-龥]{2,4})(?:街道|镇|乡)(?:办事处|人民政府)*$")
_UNIT = re.compile(r"[一-龥]{2,9}?(?:自治区|自治州|自治县|省|市|州|盟|区|县|旗)")


_NICKNAME = re.compile(
    r"疾控(?!中心)|[一-龥]{1,5}(?:局|(?<![大餐客展舞])厅|部|委(?!托|员)|办(?!公|理|事|法)|站|院|中心|大队|校|协(?![会议调助作])|联(?![合系网动络])|大(?!学|中学|[一-龥]?(?:队|厅|楼|病|厦|赛|棚|坝|类|项|额|幅|约|概)))"
)
_INSTITUTION = re.compile(
    r"[一-龥]{1,8}?(?:馆|厅|(?<![核中])中心|站|研究所|总队|支队|大队|研究院|联合会|学会|协会|报社|电视台|党校|幼儿园)(?![级内外长员])"
)
# The level of government that a place's name is given with (上海市级, 洛阳市本级).
_LEVEL_OF = re.compile(r"(?P<place>[一-龥]{2,3}?)[省市区县]本?级")
_FORMER = (("环保", "生态环境"), ("卫计", "卫生健康"), ("国土", "自然资源"))
# Whose budget is asked for, named before anything else (省教育厅2022年的部门预算).
_OWNER = re.compile(
    r"^(?P<name>(?![本我该全咱这贵各])(?:(?![在的占请与和比])[一-龥]){3,15}?(?:厅|局|委员会|委|办公室|院|中心|大学))(?=，|的?(?:部门|单位|年度)?(?:预算|决算|收支|总?支出|总?收入)|的[一-龥]{2,8}(?:预算|决算|支出|收入|经费|费))"
)
# From here on an English term for what an agency does (社会工作, 医疗保障) tells it from others.
_TELLING = 2
# The rank of a document whose place and office are both named.
_BY_BOTH = 3
# The rank of one that is named by its short name.
_BY_NAME = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """The documents a question is about; `named` are the parts of it that name them, `foreign` an agency that none of them is."""

    records: tuple[DocumentRecord, ...]
    named: tuple[str, ...] = ()
    foreign: str | None = None


@lru_cache(maxsize=4096)
def _units(name: str) -> tuple[str, ...]:
    return tuple(_UNIT.findall(name))


@lru_cache(maxsize=4096)
def _cores(agency: str, region: str) -> tuple[str, ...]:
    """The bare names of the places in an agency's name: 峨边彝族自治县 → 峨边, 武汉市东西湖区 → 武汉, 东西湖."""
    found: list[str] = []
    for unit in (*_units(region), *_units(agency)):
        core = _CORE.match(unit)
        if core is not None and core.group(1) not in found:
            found.append(core.group(1))
    return tuple(found)


def _last(agency: str, region: str) -> str:
    """The bare name of the agency's own place, the last one in its name."""
    cores = _cores(agency, region)
    return cores[-1] if cores else ""


@lru_cache(maxsize=4096)
def _letters(name: str) -> frozenset[str]:
    return frozenset(name)


def _subsequence(short: str, name: str) -> bool:
    if not _letters(name).issuperset(short):
        return False
    letters = iter(name)
    return all(letter in letters for letter in short)


def _is_short_name(short: str, record: DocumentRecord) -> bool:
    """Whether `short` abbreviates the agency's name: its characters in order, and no place above the agency's own alone."""
    return any(_shortens(name, record.agency or "", record.region or "") for name in (short, *_present(short)))


def _present(name: str) -> list[str]:
    """What an office is called today that a question calls as before the reform of 2018."""
    return [name.replace(former, present) for former, present in _FORMER if former in name]


@lru_cache(maxsize=100_000)
def _shortens(short: str, agency: str, region: str) -> bool:
    agency, region = squash(agency), squash(region)
    full = agency if region and agency.startswith(region[:2]) else region + agency
    if not any(_subsequence(short, name) for name in (agency, full) if name):
        return False
    units = _units(full)
    if len(units) > 1 and any(unit in short or unit[:-1] in short for unit in units[:-1]):
        return units[-1][:1] in short.split(units[-2][-1])[-1] or units[-1][:2] in short
    return True


@lru_cache(maxsize=4096)
def _unit_of(agency: str, region: str) -> str:
    """The agency's name without places."""
    agency, region = squash(agency), squash(region)
    places = [*_units(region), *_units(agency)]
    bare = agency
    for place in places:
        bare = bare.replace(place, "")
    return bare


@lru_cache(maxsize=4096)
def _department(folded: str, bare: str) -> str:
    """The longest piece of the question that is a piece of the agency's own name (`社会工作部`), or "" ."""
    best = ""
    ends = set(accumulate(len(word) for word, _ in tagged(folded)))
    for start in range(len(folded)):
        if folded[start : start + 3] not in bare:
            continue  # nothing longer is a piece of it
        for stop in range(min(len(folded), start + len(bare)), start + max(2, len(best)), -1):
            piece = folded[start:stop]
            if stop not in ends:
                continue  # 市场监管所 does not name the 市场监督管理局
            if piece in bare and (bare.startswith(piece) or bare.endswith(piece) or len(piece) >= 4):
                best = piece
                break
    return best


def _departments(folded: str, records: Sequence[DocumentRecord]) -> frozenset[str]:
    """The departments that a question names, none that is only the end of another one's name (档案管理中心, 管理中心)."""
    found = {_department(folded, _unit_of(record.agency or "", record.region or "")) for record in records}
    long = {name for name in found if len(name) >= 3}
    return frozenset(name for name in long if all(name in folded.replace(other, "，") for other in long if name != other and name in other))


def _nicknames(folded: str, records: Sequence[DocumentRecord]) -> list[str]:
    """What people call an office: letters of its name in their order up to its last word (社工部, 交委, 渔技站)."""
    found = []
    for hit in _NICKNAME.finditer(folded):
        for start in range(hit.start(), hit.end() - 1):
            name = folded[start : hit.end()]
            # Two letters that are not both the beginning of words name nothing (本部, 全局).
            if any(
                name not in (record.agency or "")
                and name[0] in _unit_of(record.agency or "", record.region or "")
                and _is_short_name(name, record)
                for record in records
            ):
                found.append(name)
                break
    return found


def choose(
    folded: str,
    records: Sequence[DocumentRecord],
    written: Callable[[str], bool],
    latin: str = "",
    held: Callable[[str], bool] | None = None,
) -> Choice:
    """The documents that a folded question names, all of them where it names none.

    `written` tells whether a name stands in the documents' text, so that an office a disclosure speaks of is not taken for
    another agency; `held` whether figures bear it, for one whose own budget is asked for. `latin` is the English question, in
    which place names stand in pinyin.
    """
    folded = re.sub(r"(?:19|20)\d{2}年?度?", "，", folded)
    # Several years' disclosures of one agency bear one name.
    distinct = list({(record.agency, record.region): record for record in records}.values())
    named: list[str] = []
    ranks: dict[str, int] = {record.id: 0 for record in records}
    departments = _departments(folded, distinct)
    letters = re.sub(r"[\s'-]", "", latin.lower())
    owned = {_last(squash(r.agency or ""), squash(r.region or "")) for r in distinct}
    # What stands before a kind of office is its name; where there is none, what is asked about may tell whose it is.
    called = list(dict.fromkeys(term for gloss in of_office(latin) for term in gloss.every)) if latin else []
    about = called or (english(latin) if latin else [])
    for record in records:
        agency, region = squash(record.agency or ""), squash(record.region or "")
        for core in _cores(agency, region):
            if core in owned and core != _last(agency, region) and not any(c in folded for c in _cores(agency, region) if c != core):
                continue  # 上海 is 上海市's own disclosure, no district's, where there is one
            if core in folded or (latin and romanised(core) in letters):
                ranks[record.id] = max(ranks[record.id], 1)
                place = next((u for u in _units(region) + _units(agency) if u.startswith(core) and u in folded), core)
                named.append(place)
        unit, street = _unit_of(agency, region), _STREET.search(agency)
        if latin and street and romanised(street.group(1)) in letters:  # Wanli Subdistrict
            ranks[record.id] = max(ranks[record.id], 2)
        if latin and _spelt(latin, unit):
            ranks[record.id] = max(ranks[record.id], 2)
        department = _department(folded, unit)
        # In an English question Chinese names what is asked about (水土保持), but for an office's own name (监测中心).
        if department in departments and (not latin or unit.endswith(department)):
            ranks[record.id] += 2
            named.append(department)
        named += [term for term in called if term in agency]
        if any(len(term) >= _TELLING and term in unit for term in about):
            ranks[record.id] += 2
        level = _LEVEL_OF.search(folded)
        own = [*_units(region), *_units(agency)]
        if level and own and any(level["place"] in unit for unit in own) and level["place"] not in own[-1]:
            ranks[record.id] = 0  # 上海市级: no district's
    for name in _nicknames(folded, distinct):
        named.append(name)
        meant = [record for record in distinct if _is_short_name(name, record)]
        for record in records:
            # 安澜中院: a nickname tells agencies apart where only one bears it.
            if len(meant) == 1 and (record.agency, record.region) == (meant[0].agency, meant[0].region):
                ranks[record.id] += 2
    foreign: str | None = None
    for ending in _ENDING.finditer(folded):
        short = _before(folded, ending.end(), distinct)
        if short is not None:
            name, left = short
            for record in records:
                if len(name) >= 3 and _is_short_name(name, record) and not _is_place(name, record):
                    ranks[record.id] = max(ranks[record.id], 2) + (1 if len(name) > 4 else 0)
            named.append(name)
            if not left:
                continue
            stranger = left + name
        else:
            run = re.search(r"[一-龥]+$", folded[: ending.end()])
            # “支出决算表中综合医院”: the place where it stands is no part of a name.
            stranger = _stripped(name_in(re.split(r"表[中里上的]", run.group())[-1]) if run else "")
            for place in sorted(set(named), key=len, reverse=True):
                stranger = stranger.replace(place, "", 1) if stranger.startswith(place) else stranger
        if (
            len(stranger) >= 3
            and not written(stranger)
            and not (stranger.endswith(_SCHOOLS) and written(stranger[:-2]))  # 课后服务补助|小学加初中
            and not any(stranger.endswith(n) and n != stranger and not left_of(stranger, n) for n in named)
        ):
            foreign = foreign or stranger
    owner = _OWNER.match(folded) if held is not None and not latin else None
    if owner and held is not None and name_in(owner["name"]) == owner["name"]:
        known = held(owner["name"]) or any(_is_short_name(owner["name"], record) for record in distinct)
        foreign = foreign or (None if known else owner["name"])
    foreign = foreign or _other_place(folded, records, written) or _sister(folded, distinct, written)
    top = max(ranks.values(), default=0)
    if top == 0:
        return Choice(tuple(records), tuple(dict.fromkeys(named)), foreign)
    # A question may name several agencies (“邯郸与东西湖…”): keep every document that its own part of the question names.
    tops = [r for r in records if ranks[r.id] == top]
    # What is another one's short name and none of the best one's names that one as well (“栖梧街道比霁川应急局”).
    others = [n for n in named if not any(_is_short_name(n, t) or n in f"{t.region}{t.agency}" for t in tops)]
    chosen = tuple(
        r
        for r in records
        if ranks[r.id] == top
        or (ranks[r.id] >= _BY_NAME and any(_is_short_name(n, r) for n in others))
        or ranks[r.id] >= _BY_BOTH
        or (ranks[r.id] >= 1 and top < _BY_BOTH and _own_place(folded, r, records, latin))
    )
    return Choice(chosen, tuple(dict.fromkeys(named)), foreign)


def _spelt(latin: str, agency: str) -> bool:
    """Whether an English question writes in pinyin how an agency's own name begins (Beihe Institute: 北河理工学院)."""
    spelt = {romanised(agency[:size]).lower() for size in (2, 3)}
    return any(word.lower() in spelt for word in re.findall(r"\b[A-Z][a-z]{3,}", latin))


def _other_place(folded: str, records: Sequence[DocumentRecord], written: Callable[[str], bool]) -> str | None:
    """A province or city that a question names and that no document is of or speaks of."""
    own = "".join(squash((record.region or "") + (record.agency or "") + record.title) for record in records)
    for name in places():
        if re.search(rf"(?<!多少)(?<![几\d]){name}", folded) and name not in own and not written(name):  # 关了多少天|门
            return name
    return None


def _sister(folded: str, records: Sequence[DocumentRecord], written: Callable[[str], bool]) -> str | None:
    """Another institution of a place that documents are of (江西省博物馆 beside 江西省档案馆), where none of them speaks of it."""
    own = {unit for record in records for unit in (*_units(squash(record.region or "")), *_units(squash(record.agency or "")))}
    for place in sorted(own, key=len, reverse=True):
        for hit in re.finditer(re.escape(place), folded):
            kind = _INSTITUTION.match(folded, hit.end())
            if (
                kind is None
                or written(kind.group())
                or written(place + kind.group())
                or not all(tag[0] in "nbavj" for _, tag in tagged(kind.group()))
            ):
                continue
            if not any(_is_short_name(place + kind.group(), record) for record in records):
                return place + kind.group()
    return None


def left_of(name: str, ending: str) -> str:
    """What stands before an ending, frames stripped."""
    return _stripped(name[: -len(ending)])


def _own_place(folded: str, record: DocumentRecord, records: Sequence[DocumentRecord], latin: str) -> bool:
    cores = _cores(squash(record.agency or ""), squash(record.region or ""))
    others = {core for other in records if other.id != record.id for core in _cores(squash(other.agency or ""), squash(other.region or ""))}
    text = re.sub(r"[\s'-]", "", latin.lower())
    return any((core in folded or (latin != "" and romanised(core) in text)) and core not in others for core in cores)


def _is_place(name: str, record: DocumentRecord) -> bool:
    units = (*_units(squash(record.region or "")), *_units(squash(record.agency or "")))
    bare = name
    for unit in units:
        bare = bare.replace(unit, "")
    return not bare or any(name in unit for unit in units)


def _before(folded: str, end: int, records: Sequence[DocumentRecord]) -> tuple[str, str] | None:
    """The longest short name of an agency that ends here, with what stands unexplained before it."""
    for start in range(max(0, end - 24), end - 1):
        piece = folded[start:end]
        if re.fullmatch(r"[一-龥]+", piece) and any(_is_short_name(piece, record) for record in records):
            run = re.search(r"[一-龥]*$", folded[:start])
            before = run.group() if run else ""
            return piece, _stripped(name_in(before + piece)[: -len(piece)] if before else "")
    return None


def _stripped(run: str) -> str:
    """A run of characters without the frames of a question at its front and inside."""
    cut = re.split(r"[和与及跟同在比、的了着]", FRAME.split(run)[-1])[-1] if run else ""
    return _EDGE.sub("", cut)


@lru_cache(maxsize=4096)
def romanised(name: str) -> str:
    """A name in pinyin without tones or blanks; the name itself where pypinyin is absent."""
    try:
        from pypinyin import lazy_pinyin
    except ImportError:  # place names in pinyin are then not recognised; the question is answered over all documents
        return name
    return "".join(lazy_pinyin(name))
