"""What a disclosure says about itself: whose it is, for which year, 预算 or 决算."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Line, Section
from corpus.folding import half_width
from corpus.labels import clean, read_label
from corpus.table import Table
from corpus.terms import table_kind

_ORGANISATION = r"(?:局|委员会|委|部|厅|院|办公室|办事处|管委会|大学|学院|学校|中学|小学|幼儿园|医院|中心|政府|联合会|协会|学会|总工会|馆|站|所|支队|总队|大队|处|街道|公司|集团|台|社|团|署|会|校|镇|乡)"
_NAME = rf"[一-龥·]{{1,28}}{_ORGANISATION}(?:[(（](?:本级|机关|部门|汇总)[)）])?"
# What else an agency goes by: 某县农业农村局（某县乡村振兴局）.
_ALSO = r"(?:[(（][^()（）]{2,30}[)）])?"
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年\s*(?:度)?\s*(?:部门|单位|区级|市级|县级|省级|本级|财政|政府|学校|收支|预算|决算)")
_LABELLED = re.compile(
    rf"(?:预算主管部门|编制(?:部门|单位)|部门/单位|部门\(单位\)|单位名称|部门名称|预算单位|主管部门|(?:单位|部门)\(?(?:签章|盖章|公章)?\)?)\s*[:：]\s*(?:\d{{2,9}}[-—_]?)?\s*({_NAME})"
)
_CODED = re.compile(rf"^\s*\d{{3,9}}\s*[-—_]?\s*({_NAME})\s*(?=$|预算年度|单位[:：]|金额|截[止至]|编制)")
_OF_YEAR = re.compile(rf"({_NAME}){_ALSO}\s*(?:19|20)\d\d年度?(?:部门|单位)?(?:预算|决算)")
_SPOKEN_OF = re.compile(
    rf"^(?:[^，,。]{{0,20}}[，,])?({_NAME})(?:机关运行经费|政府采购|共有车辆|下属|本级决算|本级预算|所有收入|无政府)|^({_NAME})$"
)
_OVERVIEW = re.compile(
    rf"^(?:第[一二三四]部分)?({_NAME}){_ALSO}(?:概况|(?:20\d\d年度?)?(?:部门|单位)?(?:预算|决算)(?:表|情况说明|公开)?|(?:主要)?职能|机构设置)$"
)
_DISCLOSURE = re.compile(r"预算|决算")
_GOVERNMENT = re.compile(
    r"财政(?:总)?(?:预算|决算|收支)|(?:全|本)?(?:省|市|县|区)(?:本)?级(?:财政)?(?:预算|决算)|预算执行情况|政府(?:预算|决算)|预算草案"
)
_REGION = re.compile(
    r"^((?:[一-龥]{2,3}(?:省)|[一-龥]{2,5}自治区|[一-龥]{2,7}(?:自治州|州|盟|地区))?(?:[一-龥]{2,4}?市)?(?:[一-龥]{1,8}?(?:自治县|自治旗|林区|特区|新区|县|区|旗|市))?(?:[一-龥]{1,6}(?:街道|镇|(?<!城)乡)(?!村|化|居民|规划|建设))?)"
)
_WHOLE_TITLE = re.compile(rf"^{_NAME}{_ALSO}(?:19|20)\d\d年(?:度)?(?:部门|单位)(?:预算|决算)(?:公开|信息公开|公开说明)?$")
_FRONT = 40  # lines within which a title page stands


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, agency, region, year, kind (预算 or 决算) and scope (部门, 单位 or 政府) of a disclosure; None where it does not say."""

    title: str
    agency: str | None
    region: str | None
    year: int | None
    kind: str | None
    scope: str | None
    warnings: tuple[str, ...] = ()


def describe(text: str, lines: Sequence[Line], sections: Sequence[Section], tables: Sequence[Table], file_name: str) -> Metadata:
    """Reads a disclosure's description from its title page, 单位 lines and running text; the file name only decides what these leave open."""
    plain = [
        re.sub(r"[^\S\t]+", " ", half_width(re.sub(r"</?u>|\*\*|^[#\s]+", "", text[line.start : line.stop]))).strip() for line in lines
    ]
    titles = [clean(section.title) for top in sections for section in top.walk()] + [clean(table.title) for table in tables]
    front = _front(plain)
    year = _year(front, plain, titles, file_name)
    kind = _kind(front, titles, text)
    government = bool(_GOVERNMENT.search(front)) and not re.search(r"(部门|单位)(预算|决算)", front + "".join(titles))
    agency = _government_agency(front, plain) if government else _agency(front, plain, titles, tables)
    scope = "政府" if government else _scope(front, titles)
    made = "".join(part for part in (agency or "", f"{year}年" if year else "", f"{scope}{kind}" if kind else "") if part)
    # A front page of a district's or a portal's own ("2022年部门预算信息公开") does not say whose disclosure it is.
    named = government or agency is None or any(agency[start:] in front for start in range(max(1, len(agency) - 4)))
    title = front if _DISCLOSURE.search(front) and named else made
    return Metadata(title or file_name, agency, _region(agency, front if government else ""), year, kind, scope, _warnings(year, file_name))


def _front(plain: Sequence[str]) -> str:
    """The title: the lines of the title page up to the one that names the 预算 or 决算; "" where there is none."""
    taken: list[str] = []
    for line in [line for line in plain[:_FRONT] if line][:12]:
        bare = line.replace(" ", "")
        if re.match(r"^(目录|第[一二]部分|[一二]、|\(一\)|单位[(:：]|——)", bare) or "。" in bare or len(bare) > 60 or "\t" in line:
            break
        if table_kind(bare) is not None and not re.search(r"(?:部门|单位)(?:预算|决算)$", bare):
            break  # a table at once: there is no title page
        if _WHOLE_TITLE.search(bare):
            return bare  # whatever stands above it belongs to the page it was published on
        if ">" in bare or bare.startswith(("当前位置", "您的位置", "您现在的位置")):  # where a web page stands in its portal
            continue
        if _LABELLED.match(bare) or re.fullmatch(r"[\d—\-年月日. ]+", bare):
            if taken and _DISCLOSURE.search("".join(taken)):
                break
            continue
        taken.append(bare)
        whole = "".join(taken)
        if _DISCLOSURE.search(whole) and (re.search(r"(预算|决算|公开|报告|说明|草案|信息公开|公开目录)$", whole) or len(whole) > 60):
            break
    whole = re.sub(r"目录$", "", "".join(taken))
    return whole if _DISCLOSURE.search(whole) and len(whole) <= 90 else ""


def _year(front: str, plain: Sequence[str], titles: Sequence[str], file_name: str) -> int | None:
    hit = _TITLE_YEAR.search(front) or re.search(r"((?:19|20)\d\d)年", front)
    if hit:
        return int(hit.group(1))
    votes: Counter[int] = Counter()
    for line in titles:
        votes.update(int(found) for found in re.findall(r"((?:19|20)\d\d)年", half_width(line)))
    for line in plain:
        bare = line.replace(" ", "")
        votes.update(
            int(found) for found in re.findall(r"((?:19|20)\d\d)年度?(?:部门|单位)?(?:预算|决算|收入|支出|收支|一般公共|财政拨款)", bare)
        )
        votes.update(int(found) * 1 for found in re.findall(r"(?:预算|决算)年度[:：]?((?:19|20)\d\d)", bare))
    if votes:
        return votes.most_common(1)[0][0]
    named = re.search(r"(?:19|20)\d\d", file_name)
    return int(named.group()) if named else None


def _kind(front: str, titles: Sequence[str], text: str) -> str | None:
    """By the title; else by what most section and table titles say, 决算 first: final accounts speak of budgets too."""
    found = re.findall(
        r"决算|预算(?!执行|绩效|单位|管理|财政|支出|收入|拨款|基本|项目)", re.sub(r"预决算|一般公共预算|基金预算|经营预算", "", front)
    )
    if found:
        return str(found[0])
    bare = [re.sub(r"预决算|一般公共预算|基金预算|经营预算|预算绩效|预算单位", "", title) for title in titles]
    final, budget = sum("决算" in title for title in bare), sum("预算" in title for title in bare)
    if not final and not budget:
        final, budget = text.count("决算数") + text.count("部门决算"), text.count("预算数") + text.count("部门预算")
    if not final and not budget:
        return None
    return "决算" if final >= max(2, budget // 2) else "预算"


def _scope(front: str, titles: Sequence[str]) -> str:
    words = front + "".join(titles)
    return "单位" if len(re.findall(r"单位(?:预算|决算)(?!单位)", words)) > len(re.findall(r"部门(?:预算|决算)", words)) else "部门"


def _agency(front: str, plain: Sequence[str], titles: Sequence[str], tables: Sequence[Table]) -> str | None:
    votes: Counter[str] = Counter()
    for name, weight in _candidates(front, plain, titles, tables):
        bare = _bare_name(name)
        if len(bare) >= 4:
            votes[bare] += weight
    if not votes:
        return None
    # a fuller name of the same agency (武汉市东西湖区… for 东西湖区…) takes the votes of the shorter one
    for name in sorted(votes, key=len):
        fuller = [other for other in votes if other != name and other.endswith(name) and _REGION.fullmatch(other[: -len(name)])]
        if fuller:
            best = max(fuller, key=lambda other: votes[other])
            votes[best] += votes.pop(name)
    return max(votes, key=lambda name: (votes[name], len(name)))


def _candidates(front: str, plain: Sequence[str], titles: Sequence[str], tables: Sequence[Table]) -> Iterator[tuple[str, int]]:
    hit = re.match(rf"({_NAME}){_ALSO}(?=(?:关于)?(?:19|20)\d\d年|(?:部门|单位)(?:预算|决算))", re.sub(r"^关于", "", front))
    if hit:
        yield hit.group(1), 12
    for line in (piece for whole in plain for piece in whole.split("\t")):  # the cells of a table row are no running text
        bare = line.replace(" ", "")
        for pattern, weight in ((_LABELLED, 4), (_CODED, 4), (_OF_YEAR, 2), (_OVERVIEW, 4)):
            found = pattern.search(bare)
            if found:
                yield found.group(1), weight
        spoken = _SPOKEN_OF.search(bare)
        if spoken and len(bare) < 400:
            yield spoken.group(1) or spoken.group(2), 1
    for title in titles:
        found = _OVERVIEW.search(half_width(title))
        if found:
            yield found.group(1), 4
    for table in tables:
        for cell in table.cells:
            text = clean(cell.text)
            if cell.row >= table.header_rows and cell.column < 3 and 6 <= len(text) <= 30 and re.fullmatch(rf"(?:\d+-)?{_NAME}", text):
                yield read_label(re.sub(r"^\d+-", "", text)).subject, 1
                break


def _bare_name(name: str) -> str:
    name = re.sub(r"[(（](本级|机关|部门|汇总)[)）]$|本级$|机关$", "", name)
    return re.sub(r"^(?:按照|根据|纳入|从|将|关于|现将|其中|包括|第[一二三四]部分|(?:单位|部门)(?:名称)?)", "", name)


def _government_agency(front: str, plain: Sequence[str]) -> str | None:
    """Who reports for a government: the 财政局 that signs under the title, of the region that the title names."""
    region = re.sub(r"^关于", "", front)
    hit = re.match(r"([一-龥]{2,8}?(?:省|自治区|市|州|县|区|旗))", region)
    named = hit.group(1) if hit else ""
    for line in [line for line in plain[:_FRONT] if line][:10]:
        signed = re.fullmatch(r"([一-龥]{0,10}财政[局厅])(?:局长.*|厅长.*)?", line.replace(" ", ""))
        if signed:
            office = signed.group(1)
            return office if not re.match(r"^[省市县区]", office) or not named else named + office[1:]
    return named + "财政局" if named else None


def _region(agency: str | None, front: str) -> str | None:
    for name in (agency, re.sub(r"^关于", "", front)):
        if not name:
            continue
        hit = _REGION.match(re.sub(r"^(中共|中国共产党|共青团)", "", name).split("人民政府")[0])
        if hit and len(hit.group(1)) >= 2:
            return hit.group(1)
    return None


def _warnings(year: int | None, file_name: str) -> tuple[str, ...]:
    named = {int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", file_name)}
    if year is not None and named and year not in named:
        return (f"the file name says {', '.join(str(other) for other in sorted(named))}, the text {year}",)
    return ()
