"""Why something was refused or doubted, in the page's language: the messages of the exception tree are English lines, for programs."""

from __future__ import annotations

import re

from qa.page_text import Language

# One line a message (a test finds those that are missing); {0} is what the message names, such as a reason of the system.
_CHINESE = (
    # files
    (r"the file is empty(?: \(0 bytes\))?|the page is empty", "文件是空的"),
    (r"there is no text in it|the file holds no text", "文件里没有文字"),
    (r"there is no writing on this picture", "图片上没有文字"),
    (r"there is no page in this web archive", "这个网页存档里没有网页"),
    (r"(?:the PDF |the archive )?opens only with a password; .*", "需要密码才能打开，请另存为不带密码的文件再添加"),
    (r"the (\d+) pages are pictures without text; to read them: (.*)", "共{0}页，都是没有文字的图像；要识别图像，请安装：{1}"),
    (r"a picture without text; to read it: (.*)", "这是没有文字的图像；要识别图像，请安装：{0}"),
    (r"not a PDF.*", "不是 PDF 文件（开头没有 %PDF）"),
    (r"the PDF is cut off.*", "PDF 不完整，后面的部分缺失，请重新下载"),
    (r"the PDF has no pages; .*", "PDF 里没有页面，请重新下载"),
    (r"the PDF cannot be opened \((.*)\); .*", "PDF 打不开（{0}），请重新下载"),
    (r"no page can be read \((\d+) pages\); .*", "共{0}页，没有一页能读出，请重新另存为 PDF"),
    (r"a workbook that does not open \((.*)\)", "Excel 工作簿打不开（{0}）"),
    (r"a Word document that does not open \((.*)\)", "Word 文档打不开（{0}）"),
    (r"a picture that does not open \((.*)\)", "图片打不开（{0}）"),
    (r"not a readable web page \((.*)\)", "网页读不出来（{0}）"),
    (r"a damaged zip archive or Office file; .*", "压缩包或 Office 文件已损坏，请重新下载"),
    (r"not a readable zip archive \((.*)\)", "压缩包读不出来（{0}）"),
    (r"cannot be unpacked from (.*) \((.*)\)", "无法从 {0} 中解压（{1}）"),
    (r"(?:more than )?(\d+) MB unpacked, .*", "解压后有 {0} MB，超过了公开文件应有的大小"),
    (r"there is no such file(?: in the archive)?|no such file", "没有这个文件"),
    (r"(.*) needs LibreOffice to be read; install it, or save the file as (.*) or PDF", "{0} 需要 LibreOffice 才能读取；请安装，或者另存为 {1} 或 PDF"),
    (r"LibreOffice did not convert it within (.*) s; save it as (.*) or PDF", "LibreOffice 在 {0} 秒内没有转换完，请另存为 {1} 或 PDF"),
    (r"LibreOffice cannot convert it; save it as (.*) or PDF", "LibreOffice 无法转换，请另存为 {0} 或 PDF"),
    (r"its content is not what its suffix says, .*", "文件内容与后缀名不符"),
    (r"(.*) is not read; accepted: .*", "不能读取这类文件（{0}）；可以添加 PDF、Word、Excel、网页、文本、扫描件和图片，以及它们的 zip 压缩包"),
    (r"(.*) is not read; .*", "不能读取这类文件（{0}）；请解压或者另存为 PDF、.docx 或 .xlsx"),
    (r"no disclosure in this folder; .*", "这里没有可以读取的文件"),
    (r"a folder, not a file", "这是文件夹，不是文件"),
    (r"cannot be opened \((.*)\)", "打不开（{0}）"),
    (r"cannot be understood \((.*)\)", "读不懂这个文件（{0}）"),
    (r"(?:reading it needs more memory than there is|larger than the memory of this machine)", "内存不够，无法读取"),
    (r"reading it ended the program that read it.*", "读取时程序异常结束（内存不够，或者库出错）"),
    (r"the file is neither UTF-8, UTF-16 nor GB18030 text", "不是 UTF-8、UTF-16 或 GB18030 编码的文本"),
    (r"the file is binary, not text", "不是文本文件"),
    (r"the file breaks off or is damaged at byte (\d+) \((.*)\)", "文件在第 {0} 字节处中断或损坏（{1}）"),
    (r"was changed while it was read; .*", "读取时文件被改动，请重新添加"),
    (r"was removed by another process while it was added; .*", "添加时被另一个程序删除，请重新添加"),
    (r"page (\d+) cannot be drawn \((.*)\)", "第{0}页无法显示（{1}）"),
    # documents, and warnings about them
    (r"no document of this name; .*", "库中没有这个名称的文档"),
    (r"no such document, the store is empty", "库中还没有文档"),
    (r"several documents have this name: (.*); name one by its id", "有几份文档都叫这个名称，请用编号指明：{0}"),
    (r"pictures, read by OCR: page (.*)", "图像页，由文字识别读出，请对照原件：第 {0} 页"),
    (r"pictures, not read: page (.*); to read them: (.*)", "图像页，没有读出：第 {0} 页；要识别图像，请安装：{1}"),
    (r"damaged, not read: page (.*)", "损坏，没有读出：第 {0} 页"),
    (r"the file name says (.*), the text (.*)", "文件名写的是{0}年，正文是{1}年"),
    # questions, lists, panels
    (r"the question is empty; .*", "问题是空的：请写明项目、部门和年度"),
    (r"the question has (\d+) characters; at most (\d+) are taken", "问题有 {0} 个字，最多 {1} 个字"),
    (r"no question in it", "里面没有问题"),
    (r"no column named question or 问题", "没有名为“问题”或 question 的列，请在上面选出问题所在的列"),
    (r"a question list is (.*), not (.*)", "问题清单可以是 {0}，不能是 {1}"),
    (r"not readable as (\S+): (.*)", "不能按 {0} 读取：{1}"),
    (r"a panel needs an item, .*", "请填写项目，例如：公务接待费"),
    (r"the first year comes first", "起始年度应在前"),
    (r"years are written as .*", "年度写作 2022,2024 或 2020-2024"),
    (r"the process that worked on it was ended.*", "处理它的程序异常结束（内存不够，或者库出错）"),
)  # fmt: skip
_PATTERNS = [(re.compile(rf"(?P<named>.{{1,200}}: )?(?:{english})"), chinese) for english, chinese in _CHINESE]


def reason(language: Language, message: str) -> str:
    """A message in the page's language; one that is not known stays as it is."""
    if language == "zh":
        for pattern, chinese in _PATTERNS:
            found = pattern.fullmatch(message)
            if found is not None:
                named = (found["named"] or "").removesuffix(": ")
                return (f"{named}：" if named else "") + chinese.format(*found.groups()[1:])
    return message
