"""The words of the web application, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "title": ("勾稽", "Gouji"),
    "tagline": ("预决算公开问答与核对：每个数都有出处，每个数都对得上", "Questions and checks over budget disclosures: every figure cited, every figure reconciled"),
    "language": ("界面语言", "Language"),
    "ask": ("问答", "Ask"),
    "audit": ("核对", "Audit"),
    "batch": ("批量", "Batch"),
    "documents": ("文档", "Documents"),
    "scope": ("在哪些文档里找（不选就是全部）", "Search in (all when none is chosen)"),
    "question": ("问题", "Question"),
    "question_hint": ("例如：2024年公务接待费预算是多少？", "For example: reception budget in 2024?"),
    "send": ("提问", "Ask"),
    "stop": ("停止", "Stop"),
    "clear": ("清空对话", "Clear chat"),
    "welcome": ("请就预决算公开文档提问。", "Ask about the budget disclosures."),
    "welcome_more": (
        "回答里的每个数都标明核对结果，点编号可在右侧看到原文；文档没有说的，会直接告诉您没有。",
        "Every figure in an answer carries its verdict; choose a number to see the source beside it. What the documents do not say is said to be missing.",
    ),
    "no_documents": ("这里还没有文档。请先在“文档”页添加预决算公开文件。", "There are no documents yet. Add disclosures on the Documents tab first."),
    "searching": ("正在查找…", "Searching…"),
    "stopped": ("已停止。", "Stopped."),
    "you": ("您的问题", "Your question"),
    "answer": ("回答", "Answer"),
    "not_found": ("文档中没有", "Not in these documents"),
    "conflict": ("文档中说法不一", "The documents disagree"),
    "error": ("未能回答", "No answer"),
    "figures": ("数字核对", "Figures checked"),
    "sources": ("出处", "Sources"),
    "source": ("原文", "Source"),
    "open_source": ("查看出处", "Open source"),
    "source_empty": ("选中回答里的编号，这里显示它引用的原文。", "Choose a number in an answer to see the source it cites."),
    "quote": ("引文", "Quoted"),
    "page_of": ("第{page}页，共{pages}页", "Page {page} of {pages}"),
    "page": ("第{page}页", "p. {page}"),
    "page_image": ("第{page}页原文图像，所引位置已标出", "Image of page {page} with the cited place marked"),
    "line": ("第{first}行", "line {first}"),
    "lines": ("第{first}–{last}行", "lines {first}–{last}"),
    "table_view": ("表格", "Table"),
    "text_view": ("原文各行", "Lines of the text"),
    "rows_left_out": ("略去{n}行", "{n} rows left out"),
    "no_image": ("这一页的图像无法显示（{reason}）。", "The image of this page cannot be shown ({reason})."),
    "source_gone": ("这份文档已不在库中。", "This document is no longer in the store."),
    "reading_ocr": ("此处由图像识别得来，请对照原件。", "Read from a picture; compare with the original."),
    "reading_realigned": ("此处的列按合计关系重新对齐过，请对照原件。", "Columns were realigned by their arithmetic; compare with the original."),
    "reading_inferred_unit": ("单位由上下文推断，请对照原件。", "The unit was inferred from the context; compare with the original."),
    "confirmed": ("相符", "confirmed"),
    "cited": ("见引文", "cited"),
    "computed": ("已复算", "computed"),
    "contradicted": ("不符", "contradicted"),
    "unsupported": ("无依据", "unsupported"),
    "confirmed_means": ("原文如此，表格也一致", "stands in the source, and the tables agree"),
    "cited_means": ("原文如此，没有表格可对", "stands in the source; no table speaks of it"),
    "computed_means": ("由所引数字精确算出", "computed exactly from cited figures"),
    "contradicted_means": ("另有一处说法不同", "another place states another value"),
    "unsupported_means": ("没有找到依据，请勿引用", "nothing supports it; do not use it"),
    "add": ("添加文档", "Add documents"),
    "reading_file": ("正在读取 {file}", "Reading {file}"),
    "added": ("已添加", "added"),
    "unchanged": ("已在库中", "already there"),
    "replaced": ("已替换旧版", "replaced"),
    "failed": ("未能读取", "could not be read"),
    "col_document": ("文档", "Document"),
    "col_agency": ("部门（单位）", "Agency"),
    "col_year": ("年度", "Year"),
    "col_kind": ("类别", "Kind"),
    "col_pages": ("页数", "Pages"),
    "col_tables": ("表格", "Tables"),
    "col_figures": ("数字", "Figures"),
    "col_notes": ("说明", "Notes"),
    "stored": ("库中文档 {n} 份", "{n} documents in the store"),
    "audit_which": ("核对哪份文档", "Document to check"),
    "audit_run": ("开始核对", "Check"),
    "audit_running": ("正在核对 {file}", "Checking {file}"),
    "audit_empty": ("选一份文档，逐项核对表内、表间和文字里的数字关系。", "Choose a document to check every relation between its figures."),
    "audit_none": ("已做的核对中没有发现不符。", "The checks that ran found nothing wrong."),
    "audit_choose": ("请先选择文档。", "Choose a document first."),
    "consistent": ("一致", "consistent"),
    "rounding": ("尾差", "rounding"),
    "inconsistent": ("不一致", "inconsistent"),
    "uncheckable": ("无法核对", "cannot be checked"),
    "findings": ("发现的问题", "Findings"),
    "wrong": ("不符", "wrong"),
    "check_page": ("请看原件", "check the page"),
    "download": ("下载报告", "Download report"),
    "batch_file": ("问题清单（xlsx、csv、txt、jsonl）", "Question list (xlsx, csv, txt, jsonl)"),
    "batch_run": ("开始回答", "Answer all"),
    "batch_empty": ("放入一份问题清单，逐条回答后可下载为表格。", "Drop a list of questions; the answers can be downloaded as a spreadsheet."),
    "batch_choose": ("请先放入问题清单。", "Drop a question list first."),
    "batch_done": ("共 {n} 个问题", "{n} questions"),
    "batch_result": ("下载答案", "Download answers"),
    "col_question": ("问题", "Question"),
    "col_answer": ("回答", "Answer"),
    "col_status": ("结果", "Result"),
    "answered": ("已回答", "answered"),
    "too_long": ("问题太长：最多 {n} 个字。", "The question is too long: {n} characters at most."),
    "trouble": ("出了问题：{reason}", "Something went wrong: {reason}"),
}


def say(language: Language, key: str, **values: object) -> str:
    """The words for a key in a language, with its values filled in."""
    words = WORDS[key][0 if language == "zh" else 1]
    return words.format(**values) if values else words


def preferred(accept_language: str | None) -> Language:
    """The language to begin with for a browser's Accept-Language: Chinese if it comes first or nothing is said, else English."""
    first = (accept_language or "zh").split(",")[0].strip().lower()
    return "zh" if first.startswith("zh") or first in ("", "*") else "en"
