"""Accounting: every word of a question must be said by the figures that answer it, or be a word that names nothing.

A figure whose item, column, table, sentence and headings leave a word of the question unsaid may be another one than was
asked for; such an answer is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.amount import COUNTED
from corpus.english import plain
from corpus.folding import squash
from corpus.place import CellRef
from corpus.terms import code_name, synonyms, terms_in
from qa.catalogue import ORDINAL, Entry, abbreviated, grams, words_around
from qa.english import LEVELS, chinese_in, counted_in, named_by_codes
from qa.focus import focus, variants
from qa.inquiry import Draft, Inquiry, Scope
from qa.numerals import numeral
from qa.question import Question
from qa.topic import numbers_of
from qa.understood import understood
from qa.wording import ASKED, FRAME, FUNCTION, PARTICLE, SPOKEN

# Words that name nothing a figure has to say: kinds of things, quantities, order, and what is done with money everywhere.
EMPTY = re.compile(
    r"预计|分母|分子|经济(?=科目|分类|$|，)|功能(?=科目|分类|$|，)|专门|留给|负担|承担|编码|代码|确切|准确|精确|据说|听说|讲法|品目|打算|平均下来|一年下来|环节|最后|最终|到头来|[一每](?:辆|台|户|名|家|亩|所|次|位)(?=[一-龥]|$)|百万元|亿元|万元|千元|平方米|一行|那行|实际|幅度|总的|超过|超出|高于|低于|大于|小于|多于|少于|不足|不到|以上|以下|以内|至少|突破|占地|多大|盘子|完成|实现|达到|合计数|总计数|预算数|决算数|执行数|(?:支出|收入)数|金额|数额|总额|总量|总数|数量|数目|资金|款项|经费|费用|开销|花费|成本|项目|科目|指标|目标|明细|事项|条目|栏目|方向|用途|税种|类别|级次|名称|人员"
    r"|表格|附表|附件|清单|注意|变动|扶持|产品|结构|参加|参评|拆开|细分|表里|表中|下面|下边|底下|上面|各项|各类|每项|每个|一项|一类|一下|一般来说|其余|所有|账面|账上|全部|全年|全市|总共|合计|共计|总计|总和|之和|一共|一块儿?|一起|两者|二者|三者|前者|后者"
    r"|剔除|扣除|除去|刨去|还剩下?|剩余|剩下|结果|数字|水平|规模|程度|时候|公开|披露|报告|文件|材料|本级|不论|预决算|决算|预算|执行|财政|收支|相关|有关|方面|情况|内容|部分|分到|涉及"
    r"|准备|根据|按照|按|算下来|人均|平均|方向一样|一样|相同|款下|项下|项级|款级|类级|带(?:进|出)来|纳入|需要|应该|可以|能够|已经|大概|究竟|分别|绝对值|百分[数之点比]|相当于|口径|单项|总盘子|整个|一年|年度|年里|年内|上半年|下半年|季度"
    r"|[一-龥](?:进来|出来|出去|下来|下去|起来|上来|出|到|掉|完|了)|(?<!公益)[一二三四五六七八九十两几]+(?:个|项|家|类|种|批|笔|条|块|头|部分|方面|件|季度|大类?)|那么|还是|或者|以及|另外|其他人"
)
_TERM_SAID = 0.5
# The longest word that only says what is to be done with figures.
_OPERATION = 4
# How much of a term that an English phrase stands for.
_NAME_SAID = 0.75
# Which of the two a figure is the linking has seen to.
_BASES = frozenset("预算数 年初预算 全年预算 决算数 执行数".split())  # noqa: SIM905 (a list of as many lines reads no better)
# What a figure's unit says of it by itself.
_UNIT_SAYS = (
    ("平方米", "面积，占地，平米"), ("亩", "面积，占地"), ("公顷", "面积"), ("米", "长度，全长，高度"), ("公里", "长度，全长，里程"),
    ("人", "人数，人员，员工"), ("户", "户数"), ("辆", "车辆，数量"), ("分", "得分，评分，分数"), ("%", "比例，比率，百分比"), ("家", "家数，机构"), ("件", "案件，业务"),
)  # fmt: skip
# Pairs of characters of a term so short that all of it must be said.
_SHORT_TERM = 2
# What says that a name is of the whole or on which basis: 本年收入, 收入总计, 收入预算 are 收入.
_WHOLE = re.compile(r"^(?:本年|当年|全年|部门)|(?:合计|总计|总额|预算|决算)数?$")
_SHORTEST_NAME = 2
# The agency itself and those who work there: whose figures they are where nobody else is named.
_ITSELF = r"辖区内?|辖内|(?:本|我|全|该|自己)?(?:单位|机关|部门|本级|局里?|委里?|处里?)|全(?:系统|局|委|校|院|街道|镇|单位|部门)"
_STAFF = r"(?:本|全)?(?:单位|机关|部门|局|委)?(?:的)?(?:在职|在编|在岗|干部)*(?:职工|员工|干部|工作人员)(?:们|缴|交|发)?"
_KINDS = ("大学", "学院", "学校", "中学", "小学", "医院", "街道", "中心", "法院", "检察院", "支队", "大队", "博物馆", "图书馆")
# Others who may be meant; their figures are no answer to a question about the staff.
_OTHERS = re.compile(r"退休|离休|居民|学生|企业|群众|农[民村户]|儿童|聘|遗属|家庭|个人|学员|编外|合同制|公益")
# The kinds of places that have a government.
_LEVELS = tuple("省市区县")
_JOINTS = "和与及跟或"
_BOUND = re.compile(r"(\d[\d.]*)(?:万|亿)?元?(?:\(含\))?以[上下内]")
MEASURED = re.compile(rf"多少(?:[万亿]?元|[万亿])?的?(?:个点|{COUNTED}|笔)?+(?P<noun>[一-龥]{{2,8}})[？?]?$")
# “多少钱一张”, “多少公顷”: what it is counted in.
_PRICED = re.compile(rf"^钱?一?(?:{COUNTED})$|^钱")
# What is rated with one character (“优”, “良”).
GRADE = re.compile(r"[“\"]([一-龥])[”\"]")
_SO_FAR, _ANEW = re.compile(r"累计|历年|总共有|至今"), re.compile(r"新增|新纳入|新建|新设|新招|新签|本年新")
_PAID = re.compile(r"支[出付]|开支|拨付|使用|用于|用[了掉去]|花|发放|投入|补助|补贴|安排|付|费(?!收|征)|经费")
_COLLECTED = re.compile(r"征收|收缴|征缴|筹集|收入|收取")
_GRANT, _GRANTED = re.compile(r"对[一-龥]+的?补[助贴]$"), re.compile(r"[补助贴给对配拨投]|财政")
_OF_ITSELF = re.compile(r"(?:基金|医院|学校|企业|机构)[^，,。？?]{0,8}(?:支出|收入|结余|收支|收了|支了|花)")
_FOR_EACH = re.compile(r"每[一]?(?:人|户|亩|辆|台|套|件|箱|册|盏|株|棵|次|小时|月|生|家|床|平方米|吨)(?!次?数)|人均|户均")
_IS_FOR_EACH = re.compile(r"每|/|人均|户均|标准|均|单价|单位成本")
_TIME = re.compile(r"[一二三四五六七八九十年月日期多几]")
# Characters that name nothing by themselves.
_LIGHT = FUNCTION | frozenset(
    "于交放投发买领拿付办中哪人家名个年月日数额费款项类性所等者及印建列定批请时候新内外前后间第张条份处笔边头几去多少高低大小好些么"
)


def explained(inquiry: Inquiry, draft: Draft) -> bool:
    """Whether the figures of an answer say every word of the question that names something."""
    question = inquiry.question
    entries = {scope.record.id: _entries(scope, draft) for scope in inquiry.scopes}
    if not any(entries.values()):
        return True
    every = [entry for found in entries.values() for entry in found]
    if not understood(inquiry, every):
        return False
    if any(
        not any(_quoted(name.replace('"', ""), entry) for entry in every) for name in question.quoted if not re.search(r"[\d，,？?]", name)
    ):
        return False
    if any(not any(re.search(rf"[\"“]{letter}[\"”]", words_around(entry)) for entry in every) for letter in GRADE.findall(question.text)):
        return False
    if not _measured(question.folded, every) or any(_another_flow(question.folded, entry) for entry in every):
        return False
    if not draft.computed and not all(_bounded(question.folded, entry) for entry in every):
        return False
    if not _ordinals(inquiry, every) or not (draft.computed or _each(inquiry, every)):
        return False
    if not inquiry.chinese and not understood(inquiry.within([scope for scope in inquiry.scopes if entries[scope.record.id]]), every):
        return False
    for scope in inquiry.scopes:
        found = entries[scope.record.id]
        if found and (
            _unsaid(inquiry, scope, found, draft.said, strict=inquiry.chinese and not draft.computed)
            or not _own_level(inquiry, scope, found, every=not draft.computed)
            or _ends_another(inquiry, scope, found)
        ):
            return False
    return True


def _bounded(asked: str, entry: Entry) -> bool:
    """Whether a figure is of things of the size that the question names (单价50万元以上的设备 are not those from 100万元)."""
    return all(number in numbers_of(words_around(entry)) for number in _BOUND.findall(asked))


def _measured(asked: str, entries: Iterable[Entry]) -> bool:
    """Whether each figure is of what stands behind 多少 in the question (放了多少贷款: the size of a pool is no loan)."""
    hit = MEASURED.search(asked)
    noun = without_measure(hit["noun"]) if hit else ""
    named = {gram for gram in grams(noun) if len(gram) > 1 and not _LIGHT.issuperset(gram)}
    return not named or all(named & _own_pairs(entry) for entry in entries)


def _own_pairs(entry: Entry) -> set[str]:
    """The pairs of characters of a figure's own words, and those that short forms are made of (违建: 违法建设)."""
    words = "，".join((entry.item, entry.column, entry.parents, entry.clause))
    return {*grams(words), *(pair for pair, _ in abbreviated(entry.item))}


def without_measure(noun: str) -> str:
    """What stands behind 多少 without what it is counted in and what names nothing."""
    bare = noun
    for pattern, said in SPOKEN:
        bare = pattern.sub(said, bare)
    return _PRICED.sub("", EMPTY.sub("，", FRAME.sub("，", _PRICED.sub("", bare))))


def _another_flow(asked: str, entry: Entry) -> bool:
    """Whether a figure is of what came in or came anew where the question is about what went out, or about all there is by then."""
    own = f"{entry.item}，{entry.column}，{entry.parents}，{entry.clause}"
    if _SO_FAR.search(asked) and _ANEW.search(own) and not _SO_FAR.search(own) and not _ANEW.search(asked):
        return True
    if _GRANT.search(entry.item) and _OF_ITSELF.search(asked) and not _GRANTED.search(asked):
        return True  # what a fund is given is not what it spends
    paid = _PAID.search(asked) and not _COLLECTED.search(asked)
    return bool(paid and _COLLECTED.search(own) and not _PAID.search(f"{own}，{entry.title}，{entry.section}"))


def _ends_another(inquiry: Inquiry, scope: Scope, entries: Sequence[Entry]) -> bool:
    """Whether the item's name is only the end of a longer word of the question (电费 of 柴电费, 收入 of 罚没收入)."""
    pieces = inquiry.words(inquiry.question.folded, scope).pieces
    named = [(entry, _WHOLE.sub("", entry.item)) for entry in entries]
    places = [(entry, piece, piece.find(item)) for entry, item in named if len(item) >= _SHORTEST_NAME for piece in pieces if item in piece]
    told = "".join(map(words_around, entries))
    return bool(places) and all(
        at > 0
        and piece[at - 1] not in _JOINTS
        and not (at == 1 and piece[0] in squash(scope.record.agency or ""))
        and (_strange_letter(piece, at - 1, told) or (at > 1 and piece[at - 1] in _LIGHT and _strange_letter(piece, at - 2, told)))
        for entry, piece, at in places
    )


def _strange_letter(piece: str, at: int, told: str) -> bool:
    """Whether a character names something, belongs to no empty word and is not said."""
    if piece[at] in _LIGHT or not "一" <= piece[at] <= "龥" or piece[at] in told:
        return False
    return not any(hit.start() <= at < hit.end() for hit in EMPTY.finditer(piece)) and (at == 0 or piece[at - 1] in _LIGHT)


def _each(inquiry: Inquiry, entries: Iterable[Entry]) -> bool:
    """Whether the figures are for each one where the question asks for that (每人多少元): no total answers it."""
    if not _FOR_EACH.search(inquiry.question.folded):
        return True
    return all(_IS_FOR_EACH.search(f"{entry.item}，{entry.column}，{entry.clause}") for entry in entries)


def _own_level(inquiry: Inquiry, scope: Scope, entries: Iterable[Entry], *, every: bool = True) -> bool:
    """Whether the figures (`every`, or one of those computed with) are the agency's own (本级), where asked for and told apart."""
    if "本级" not in inquiry.question.folded or not any("本级" in e.item for e in scope.catalogue.entries if e.is_table):
        return True
    return (all if every else any)("本级" in words_around(entry) for entry in entries)


def _ordinals(inquiry: Inquiry, entries: Iterable[Entry]) -> bool:
    """Whether the figures speak of the batch, stage or quarter that the question names by number (第四批 is not 第二批)."""
    asked = ORDINAL.findall(inquiry.question.folded)
    return all(any(_ordinal(name) in map(_ordinal, ORDINAL.findall(words_around(entry))) for entry in entries) for name in asked)


def _ordinal(name: str) -> str:
    return f"{numeral(name[1:-1]) or name[1:-1]}{name[-1]}"


def _quoted(name: str, entry: Entry) -> bool:
    """Whether a name in quotation marks is the figure's own: in its item, column, table or headings, or the last one quoted before it."""
    own = "，".join((entry.item, entry.column, entry.parents, entry.title, entry.section)).replace('"', "")
    if name in own or any(name in part for part in entry.figure.path):
        return True
    before = re.findall(r'["“]([^"“”]+)["”]', entry.clause)
    return (not before and name in entry.clause) or bool(before and name in before[-1])


def _entries(scope: Scope, draft: Draft) -> list[Entry]:
    wanted = {id(one.figure) for one in draft.evidence if one.document_id == scope.record.id and one.figure is not None}
    return [entry for entry in scope.catalogue.entries if id(entry.figure) in wanted] if wanted else []


def _unsaid(inquiry: Inquiry, scope: Scope, entries: Sequence[Entry], further: str = "", *, strict: bool = False) -> list[str]:
    """The words of the question that none of these figures says, in the wording that leaves the fewest; `strict`: light words, too."""
    record = scope.record
    texts = [text for entry in entries for text, _ in scope.catalogue.fields(entry)]
    texts += [squash(part or "") for part in (record.agency, record.title, record.region, record.kind, further)]
    if (level := squash(record.region or "")[-1:]) in _LEVELS:
        texts += [f"{level}级", f"{level}本级"]  # 洛阳市级: the level is that of the agency's own place
    for flow in ("支出", "收入"):
        if any(f"{flow}合计" in text or f"{flow}决算情况" in text for text in texts):
            texts.append(f"本年{flow}，当年{flow}")  # with what is carried over it is 总计
    if any("采购" in text for text in texts):
        texts.append("购置，招标")  # what is bought, one way or the other
    texts += [
        squash(code_name(entry.figure.code) or "") for entry in entries if entry.figure.code in inquiry.question.codes and entry.figure.code
    ]
    if entries and all("绩效" in f"{entry.figure.table or ''}{entry.title}{entry.section}" for entry in entries):
        texts.append("绩效自评，绩效评价，考评")  # what a form of targets, or a section on them, is for
    texts += [entry.figure.table or "" for entry in entries] + [entry.figure.basis or "" for entry in entries]
    said = {gram for text in texts for gram in grams(text)} | {gram for text in texts for gram, _ in abbreviated(text)}
    texts += [text for entry in entries for text in _row(scope, entry)]
    texts += [
        words for entry in entries if entry.figure.amount is not None for unit, words in _UNIT_SAYS if entry.figure.amount.unit == unit
    ]
    bare = inquiry.question.folded
    if re.search(r"[:：].*[一-龥]", bare) and inquiry.question.asks("sum", "difference", "parts"):
        bare = re.split(r"[:：]", bare, maxsplit=1)[-1]  # what stands before a colon only says what the operands have in common
    for code in inquiry.question.codes:
        if any(entry.figure.code == code for entry in entries):
            # 寄信打电话这类开销(30207): the code tells what the words right before it mean
            bare = re.sub(rf"[^，,。；;？?的在里中]{{0,12}}\({code}\)", "，", bare)
        bare = bare.replace(code, "，")
    for name, pattern in ASKED:
        if inquiry.question.asks(name):  # 居首, 相加: what is to be done is no name of a figure
            bare = pattern.sub(lambda hit: "，" if len(hit.group()) <= _OPERATION else hit.group(), bare)
    if not inquiry.chinese:
        own = {gram for entry in entries for text in (*_row(scope, entry), entry.item, entry.column, entry.clause) for gram in grams(text)}
        own |= {gram for entry in entries for gram, _ in abbreviated(entry.item)}
        unsaid = meanings_unsaid(inquiry.question, said, own if len(entries) == 1 else said)
        unsaid += _numbers_unsaid(inquiry, scope, texts)
        agency = re.compile("|".join(map(re.escape, sorted(inquiry.named, key=len, reverse=True))) or "$")
        names = [name for whole in chinese_in(inquiry.question) if len(name := agency.sub("", whole)) > 1]
        own_kind = _itself(record.agency or "", entries)
        unsaid = [term for term in unsaid if not own_kind.fullmatch(term)]
        coded = _of_codes(inquiry, scope)
        if entries and all(entry.item in coded for entry in entries):
            told = named_by_codes(inquiry.question)
            unsaid = [term for term in unsaid if term not in told and not any(set(grams(term)) & set(grams(item)) for item in coded)]
        if all(entry.item in names for entry in entries):  # its Chinese name says what its English one means, but for the column
            unsaid = [
                term
                for term in unsaid
                if any(term in e.column for e in scope.catalogue.entries) and not all(term in entry.title for entry in entries)
            ]
        return unsaid + [name for name in names if not any(_says(said, other, _TERM_SAID) for other in (name, *synonyms(name)))]
    pieces = focus(bare, scope.catalogue.vocabulary, inquiry.named)
    coded = _of_codes(inquiry, scope)
    if coded and all(entry.item in coded for entry in entries):
        own = {gram for item in coded for gram in grams(item)}
        pieces = [piece for piece in pieces if not own & set(grams(piece))]  # the code tells what its half-remembered name means
    meant = _itself(record.agency or "", entries)
    # Each piece in the wording that leaves the least of it.
    return [
        word
        for piece in pieces
        for word in min(
            (
                [
                    word
                    for part in wording
                    for word in (
                        *unsaid_runs(part, said),
                        *_terms_unsaid(part, said),
                        *(_light_words(part, said, scope) if strict else ()),
                        *([part] if strict and not inquiry.question.asked and _word_of_three(part, said) else ()),
                    )
                ]
                for wording in variants([piece], scope.catalogue.vocabulary)
            ),
            key=lambda words: sum(len(word) for word in words if not meant.fullmatch(word)),
        )
        if not meant.fullmatch(word)
    ]


def _of_codes(inquiry: Inquiry, scope: Scope) -> set[str]:
    """The items that bear a code of the question."""
    return {entry.item for code in inquiry.question.codes for entry in scope.catalogue.by_code.get(code, ())}


def _numbers_unsaid(inquiry: Inquiry, scope: Scope, texts: Sequence[str]) -> list[str]:
    """The numbers that tell what is meant (the 82 institutions), where the document gives them and these figures do not."""
    codes = {*inquiry.question.codes, *map(str, range(1980, 2080))}
    given = [
        number for number in numbers_of(inquiry.question.folded) if number not in codes and number in numbers_of(scope.catalogue.prose)
    ]
    own = numbers_of("，".join(texts))
    return [number for number in given if number not in own]


def meanings_unsaid(question: Question, said: set[str], own: set[str]) -> list[str]:
    """The phrases of an English question that are not said: what it counts by the `own` bigrams of the figure, all by `said`."""
    counted = counted_in(question)
    return [
        meaning.term
        for meaning in question.meanings
        if meaning.terms[0] not in _BASES
        and meaning.term not in question.units
        and not any(_says(own if meaning in counted else said, term) for term in meaning.terms)
    ]


def _says(said: set[str], term: str, share: float = _NAME_SAID) -> bool:
    """Whether a term is said: this share of it, and no stretch of it is left out; one that only frames a question needs no saying."""
    if FRAME.fullmatch(term) or (not EMPTY.sub("", term) and term not in LEVELS):
        return True
    if len(term) == 1:
        return any(term in gram for gram in said)
    bare = [gram for gram in grams(EMPTY.sub("，", term)) if len(gram) > 1]
    letters = bare if bare and term not in LEVELS else grams(term)
    most = sum(gram in said for gram in letters) >= share * len(letters)
    return most and not unsaid_runs(term, said) and not _terms_unsaid(term, said)


def _light_words(piece: str, said: set[str], scope: Scope) -> list[str]:
    """The words of light characters alone (个人) that other figures of the document bear, and these do not."""
    empty = {at for hit in EMPTY.finditer(piece) for at in range(hit.start(), hit.end())}
    pairs = [
        piece[at : at + 2] for at in range(len(piece) - 1) if piece[at] in _LIGHT and piece[at + 1] in _LIGHT and not {at, at + 1} & empty
    ]
    bearing = scope.catalogue.rarity
    return [pair for pair in pairs if pair not in said and pair in bearing and not EMPTY.search(pair)]


def _word_of_three(piece: str, said: set[str]) -> bool:
    """Whether a piece is one word that is not said, with a light character in its midst (女同志)."""
    if len(piece) != 3 or piece[1] not in _LIGHT or piece[0] in _LIGHT or piece[2] in _LIGHT or EMPTY.search(piece) or _TIME.search(piece):
        return False
    return not {piece[:2], piece[1:]} & said


def _itself(agency: str, entries: Iterable[Entry]) -> re.Pattern[str]:
    """The words for the agency itself, and for its staff where these figures name nobody else."""
    kinds = [kind for kind in _KINDS if squash(agency).endswith(kind)]
    if kinds and kinds[0] in ("大学", "学院", "中学", "小学"):
        kinds += ["学校", "校园", "校区"]
    own = "|".join([_ITSELF, *kinds])
    others = any(_OTHERS.search(entry.item) for entry in entries)
    return re.compile(own if others else f"{own}|{_STAFF}")


def _terms_unsaid(piece: str, said: set[str]) -> list[str]:
    """The glossary's terms in a piece of which less than half is said, or not all of a short one: 税收 does not say 个税, nor 电费 邮电费."""
    found = []
    for term in terms_in(piece):
        bare = EMPTY.sub("", term)
        letters = grams(bare)
        told = sum(gram in said for gram in letters)
        if len(bare) > 1 and (told < _TERM_SAID * len(letters) or told < len(letters) <= _SHORT_TERM):
            found.append(term)
    return found


def _row(scope: Scope, entry: Entry) -> list[str]:
    """The words of the table row that a figure stands in: its citation quotes them."""
    source = entry.figure.source
    if not isinstance(source, CellRef):
        return []
    return [squash(cell.text) for cell in scope.document.tables[source.table].own(source.row)]


def unsaid_runs(piece: str, said: set[str], shortest: int = 2) -> list[str]:
    """The stretches of so many and more characters that are not said and not empty."""
    known = [False] * len(piece)
    for at in range(len(piece) - 1):
        if piece[at : at + 2] in said:
            known[at] = known[at + 1] = True
    for empty in EMPTY.finditer(piece):
        known[empty.start() : empty.end()] = [True] * (empty.end() - empty.start())
    kept = "".join("，" if is_known or letter in _LIGHT else letter for letter, is_known in zip(piece, known, strict=True))
    return [run for run in re.findall(r"[一-龥A-Za-z]+", kept) if len(run) >= shortest]


def strange(text: str, said: str) -> list[str]:
    """The words of a text that another one does not say, but for those that name nothing."""
    known = set(grams(squash(said)))
    runs = [run for piece in PARTICLE.split(squash(text)) for run in unsaid_runs(piece, known) if re.search("[一-龥]", run)]
    words = {word.lower() for word in re.findall("[A-Za-z]+", said)} | plain()
    return runs + [word for word in re.findall("[A-Za-z]{3,}", text) if word.lower() not in words]
