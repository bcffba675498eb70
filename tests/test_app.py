"""The web application in a real browser: its main jobs on the samples, and that nothing leaves the machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import scripted
from serving import Server

from corpus.errors import GoujiError
from corpus.samples import files
from index.store import Store

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI drives the page in Chromium")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield lambda **options: playwright.chromium.launch_persistent_context(
            tempfile.mkdtemp(), executable_path=path, args=FLAGS, **options
        )


class Visit:
    """One visitor's page, with whatever went wrong in it."""

    def __init__(self, context: Any, url: str) -> None:
        self.context, self.page, self.wrong = context, context.pages[0], []
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: None if request.url.startswith((url, "data:", "blob:")) else self.wrong.append(request.url))
        self.page.goto(url)
        self.page.wait_for_selector("#g-question textarea")
        self.page.wait_for_selector("#g-examples button")

    def ask(self, question: str) -> None:
        before = self.page.locator(".g-a:not(.g-wait)").count()
        self.page.fill("#g-question textarea", question)
        self.page.press("#g-question textarea", "Enter")
        self.page.wait_for_function("n => document.querySelectorAll('.g-a:not(.g-wait)').length > n", arg=before)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def choose(self, box: str, option: str | re.Pattern[str]) -> None:
        """Chooses in a list by its words."""
        self.page.locator(f"{box} input").first.click()
        self.page.get_by_role("option", name=option).first.click()
        self.page.keyboard.press("Escape")


@pytest.fixture
def visits(server: Server, chromium: Any) -> Iterator[Any]:
    opened: list[Visit] = []

    def visit(**options: Any) -> Visit:
        wanted: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options}
        opened.append(Visit(chromium(**wanted), server.url))
        return opened[-1]

    yield visit
    for one in opened:
        one.context.close()
    assert [wrong for one in opened for wrong in one.wrong] == []


def test_an_answer_opens_the_page_with_the_cited_box(visits: Any) -> None:
    visit = visits()
    visit.ask("云岭县林业和草原局2024年住房公积金支出是多少？")
    page = visit.page
    assert "55.26" in page.locator(".g-text").inner_text()
    assert page.locator(".g-figure.g-confirmed").first.inner_text().startswith("55.26")
    page.locator(".g-text button[data-cite='1']").click()
    page.wait_for_selector(".g-sheet img")
    box, sheet = page.locator(".g-box").first.bounding_box(), page.locator(".g-sheet img").bounding_box()
    assert sheet["x"] < box["x"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < box["y"] < sheet["y"] + sheet["height"]
    page.wait_for_function("""() => {
        const [box, panel] = ['.g-box', '#g-source'].map((name) => document.querySelector(name).getBoundingClientRect());
        return panel.top <= box.top && box.bottom <= panel.bottom;
    }""")  # scrolled into sight
    assert page.evaluate("document.querySelector('.g-sheet img').naturalWidth") > 1000
    narrow = page.locator("#g-source .g-box").bounding_box()["width"]
    page.click("#g-source [data-zoom=in]")
    assert page.locator("#g-source .g-box").bounding_box()["width"] > 1.3 * narrow
    page.locator("#g-source [aria-label='下一页']").click()
    page.wait_for_selector("#g-source .g-turn:has-text('第8页')")
    assert page.locator("#g-source .g-box").count() == 0
    page.locator("#g-source [aria-label='上一页']").click()
    page.wait_for_selector("#g-source .g-box")


def test_a_figure_tells_its_working_on_hover_by_key_and_closes(visits: Any) -> None:
    page = visits().page
    page.fill("#g-question textarea", "云岭县林业和草原局2024年“三公”经费比2023年增加了多少？")
    page.press("#g-question textarea", "Enter")
    page.locator(".g-figure").first.hover()
    page.wait_for_selector(".g-tip:has-text('三公经费财政拨款')")
    assert page.input_value("#g-question textarea") == ""  # asked, and ready for the next
    page.locator(".g-figure").nth(1).focus()
    page.wait_for_selector("[aria-describedby=g-tip]")
    page.keyboard.press("Escape")
    page.wait_for_selector(".g-tip", state="detached")


def test_a_text_document_opens_as_a_table_with_the_cell_marked(visits: Any) -> None:
    visit = visits()
    visit.ask("澄湾市公共图书馆管理中心2024年公务接待费是多少？")
    visit.page.locator(".g-sources button[data-cite='1']").click()
    visit.page.wait_for_selector(".g-grid .g-cell")
    assert visit.page.locator(".g-grid .g-cell").inner_text() == "0.48"


def test_the_keyboard_alone_asks_and_opens_a_source(visits: Any) -> None:
    visit = visits()
    page = visit.page
    page.focus("#g-question textarea")
    page.keyboard.type("云岭县林业和草原局2023年支出总计是多少？")
    page.keyboard.press("Enter")
    page.wait_for_selector(".g-text button[data-cite='1']")
    page.focus(".g-text button[data-cite='1']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".g-text button[aria-pressed='true']")
    page.wait_for_selector(".g-box")


def test_a_question_is_shown_as_text_whatever_it_holds(visits: Any) -> None:
    visit = visits()
    question = '<img src=x onerror="window.taken = 1"> {{value}} ${1+1} <script>window.taken = 1</script>'
    visit.ask(question)
    assert visit.page.locator(".g-q").inner_text().endswith(question)
    assert visit.page.evaluate("window.taken") is None
    assert visit.page.locator("#g-chat img").count() == 0


def test_what_is_not_in_the_documents_is_said(visits: Any) -> None:
    visit = visits()
    visit.ask("云岭县林业和草原局2024年发射了多少颗卫星？")
    assert visit.page.locator(".g-status.g-not_found").inner_text() == "文档中没有"


def test_a_question_stands_there_at_once_and_goes_back_into_its_box_where_nobody_hears_it(visits: Any) -> None:
    visit, question = visits(), "云岭县林业和草原局2024年住房公积金支出是多少？"
    held: list[Any] = []
    visit.page.route("**/gradio_api/run/**", lambda route: held.append(route))
    visit.page.fill("#g-question textarea", question)
    visit.page.press("#g-question textarea", "Enter")
    visit.page.wait_for_selector(".g-a.g-busy:has-text('正在查找')")
    assert visit.page.locator(".g-q").inner_text() == question
    assert visit.page.input_value("#g-question textarea") == ""
    visit.page.wait_for_timeout(200)
    held[0].fulfill(status=500, body='{"error": "out of memory"}', content_type="application/json")
    visit.page.wait_for_selector(".g-a:has-text('没有收到回答')")
    assert visit.page.input_value("#g-question textarea") == question
    visit.page.unroute("**/gradio_api/run/**")
    visit.wrong.clear()  # the browser tells of the request that failed
    visit.page.press("#g-question textarea", "Enter")
    visit.page.wait_for_selector(".g-a:not(.g-wait)")


def test_visitors_do_not_see_each_other(visits: Any) -> None:
    first, second = visits(), visits()
    first.ask("云岭县林业和草原局2024年住房公积金支出是多少？")
    assert second.page.locator(".g-q").count() == 0
    second.ask("云岭县林业和草原局2023年支出总计是多少？")
    assert first.page.locator(".g-q").count() == second.page.locator(".g-q").count() == 1


def test_examples_ask_and_the_chat_can_be_cleared(visits: Any) -> None:
    page = visits().page
    page.locator("#g-examples button").first.click()
    page.wait_for_selector(".g-a:not(.g-wait)")
    page.click("#g-clear")
    page.wait_for_selector(".g-lead")


def test_the_language_follows_the_browser_and_can_be_switched(visits: Any) -> None:
    page = visits(locale="en-US").page
    page.wait_for_selector("button[role=tab]:has-text('Documents')")
    page.get_by_role("tab", name="Batch").click()
    page.wait_for_selector("#g-answers :text('Drop a list of questions')")
    page.wait_for_selector("#g-questions :text('Click to upload')")
    assert not page.locator("#g-answers :text('放入')").is_visible()
    page.get_by_text("中文", exact=True).click()
    page.wait_for_selector("button[role=tab]:has-text('文档')")
    page.wait_for_selector("#g-answers :text('放入一份问题清单')")
    page.wait_for_selector("#g-questions :text('点击上传')")
    page.get_by_role("tab", name="问答").click()
    assert page.locator("#g-send").inner_text() == "提问"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visits: Any, scheme: str) -> None:
    visit = visits(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    visit.ask("云岭县林业和草原局2024年住房公积金支出是多少？")
    visit.page.locator(".g-sources button").first.click()
    visit.page.wait_for_selector(".g-box")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_document_is_uploaded_asked_replaced_and_deleted(visits: Any, tmp_path: Path) -> None:
    visit = visits()
    page = visit.page
    text = files()[2].read_text(encoding="utf-8").replace("澄湾市公共图书馆管理中心", "澄湾市白鹭文化馆")
    disclosure, empty, newer = (tmp_path / name for name in ("白鹭文化馆2024年决算.txt", "空.txt", "白鹭文化馆2024年决算（更正）.txt"))
    disclosure.write_text(text, encoding="utf-8")
    newer.write_text(text.replace("49.72", "47.92"), encoding="utf-8")
    empty.write_text("")
    visit.tab("文档")
    page.set_input_files("#g-files input[type=file]", [str(disclosure), str(empty)])
    page.wait_for_selector(".g-added li:nth-child(2)")
    assert "已添加" in page.locator(".g-added li").nth(0).inner_text()
    assert "未能读取" in page.locator(".g-added li").nth(1).inner_text()
    page.wait_for_selector("#g-documents td:has-text('澄湾市白鹭文化馆')")

    visit.tab("问答")
    visit.choose("#g-agency", "澄湾市白鹭文化馆")
    visit.ask("2024年公务接待费决算数是多少？")
    assert "0.48" in page.locator(".g-text").inner_text()

    visit.tab("文档")
    page.locator("#g-documents .g-link", has_text="白鹭").click()
    page.wait_for_selector(".g-document h2:has-text('白鹭')")
    with page.expect_file_chooser() as chooser:
        page.click("#g-replace")
    chooser.value.set_files(str(newer))
    page.wait_for_selector(".g-added li:has-text('已替换旧版')")
    assert page.locator("#g-documents tbody tr").count() == 4
    page.wait_for_selector(".g-document p:has-text('更正')")
    page.click("#g-delete")
    page.wait_for_selector("#g-sure :text('要删除')")
    page.click("#g-no")
    page.wait_for_selector("#g-sure", state="hidden")
    page.click("#g-delete")
    page.click("#g-yes")
    page.wait_for_selector("#g-added :text('已删除')")
    page.wait_for_function("document.querySelectorAll('#g-documents tbody tr').length === 3")


def test_a_table_is_shown_beside_its_page_and_a_link_opens_a_place(visits: Any, server: Server) -> None:
    visit = visits()
    page = visit.page
    visit.tab("文档")
    page.locator("#g-documents .g-link").first.click()
    page.wait_for_selector("#g-viewer .g-grid")
    page.wait_for_function("document.querySelector('#g-manage').getBoundingClientRect().top < innerHeight")  # came into sight
    assert page.locator(".g-document .g-chart").count() == 2
    page.locator(".g-nav [data-table='3']").click()
    page.wait_for_selector("#g-viewer caption:has-text('部门支出总表')")
    page.wait_for_selector("#g-viewer .g-turn:has-text('第7页')")
    page.locator("#g-viewer [data-page='8']").click()
    page.wait_for_selector("#g-viewer .g-turn:has-text('第8页')")
    id = page.locator("#g-documents .g-link").nth(1).get_attribute("data-document")
    page.goto(f"{server.url}?document={id}&sheet=13")
    page.wait_for_selector("#g-viewer .g-turn:has-text('第13页')")


def test_an_audit_finds_the_wrong_total_shows_both_places_and_gives_reports(visits: Any, tmp_path: Path) -> None:
    import openpyxl

    visit = visits()
    page = visit.page
    visit.tab("核对")
    visit.choose("#g-which", re.compile("云岭县林业和草原局 2023"))
    page.click("#g-check")
    page.wait_for_selector(".g-finding")
    assert "94.54" in page.locator("#g-findings").inner_text()
    page.locator(".g-finding summary").first.click()
    page.locator(".g-finding [data-event=compare]").nth(1).click()
    page.wait_for_function("document.querySelectorAll('#g-compare .g-box').length === 2")
    before = page.locator("#g-reports a[download]").first.get_attribute("href")
    first = page.locator(".g-finding").first
    first.locator(".g-decide input").fill("印刷错误")
    first.locator("[data-verdict=dismissed]").click()
    page.wait_for_selector(".g-finding[open] .g-grade.g-dismissed")  # what was open stays open
    assert first.locator(".g-decide input").input_value() == "印刷错误"
    page.wait_for_selector("#g-findings h3:has-text('已复核 1 项')")
    page.wait_for_function("old => (document.querySelector('#g-reports a[download]')?.getAttribute('href') ?? old) !== old", arg=before)
    visit.choose("#g-verdict", "相符")
    page.wait_for_selector("#g-findings h3:has-text('核对项')")
    page.wait_for_selector("#g-reports a[download]")
    with page.expect_download() as download:
        page.locator("#g-reports a[download$='.xlsx']").first.click()
    download.value.save_as(tmp_path / "report.xlsx")
    cells = [
        cell for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx") for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert "印刷错误" in cells


def test_a_question_list_is_mapped_stopped_gone_on_with_and_downloaded(visits: Any, tmp_path: Path) -> None:
    import openpyxl

    visit = visits()
    page = visit.page
    asked = tmp_path / "清单.csv"
    rows = [f"{n},第{n}题：云岭县林业和草原局2024年住房公积金支出是多少？,备注{n}" for n in range(150)]
    asked.write_text("\n".join(["号,要问的,备注", *rows]), encoding="utf-8")
    visit.tab("批量")
    page.set_input_files("#g-questions input[type=file]", str(asked))
    page.wait_for_selector("#g-map input")
    visit.choose("#g-map .block:nth-child(1)", "要问的")
    visit.choose("#g-map .block:nth-child(2)", "号")
    page.click("#g-run")
    page.wait_for_function("document.querySelector('#g-answers progress')?.value > 0")
    page.click("#g-halt")
    page.wait_for_selector("#g-answers :text('已停止')")
    done = page.evaluate("document.querySelector('#g-answers progress').value")
    assert 0 < done < 150
    page.wait_for_selector("#g-run")
    page.click("#g-run")
    page.wait_for_function(
        "n => document.querySelector('#g-answers progress')?.value >= n || document.querySelector('#g-answers tbody')", arg=done
    )
    page.wait_for_selector("#g-answered a[download]")
    with page.expect_download() as download:
        page.locator("#g-answered a[download]").first.click()
    download.value.save_as(tmp_path / "answers.xlsx")
    book = openpyxl.load_workbook(tmp_path / "answers.xlsx")
    answers = [[cell.value for cell in row] for row in book["answers"]]
    column = {name: answers[0].index(name) for name in ("id", "value", "备注")}
    assert [row[column["id"]] for row in answers[1:]] == [str(n) for n in range(150)]
    assert {row[column["value"]] for row in answers[1:]} == {"55.26"}
    assert answers[1][column["备注"]] == "备注0"
    assert "?document=" in book["citations"].cell(2, book["citations"].max_column).hyperlink.target


def test_a_panel_sets_agencies_and_years_side_by_side(visits: Any, tmp_path: Path) -> None:
    import openpyxl

    visit = visits()
    page = visit.page
    visit.tab("对比")
    page.fill("#g-items input, #g-items textarea", "住房公积金")
    page.click("#g-panel-run")
    page.wait_for_selector("#g-panel .g-chart")
    shown = page.locator("#g-panel").inner_text()
    assert all(value in shown for value in ("53.17", "55.26"))
    assert "说法不一" in shown  # the library's own text and tables disagree: no figure is drawn for it
    with page.expect_download() as download:
        page.locator("#g-panel-file a[download]").first.click()
    download.value.save_as(tmp_path / "panel.xlsx")
    assert openpyxl.load_workbook(tmp_path / "panel.xlsx").sheetnames == ["panel", "figures"]
    page.locator("#g-panel .g-link").first.click()
    page.wait_for_selector("#g-viewer .g-sheet img")


def test_a_comparison_has_a_chart_and_an_answer_can_be_copied(visits: Any) -> None:
    visit = visits()
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("哪家住房公积金最多？")
    assert visit.page.locator(".g-a .g-chart tr").count() == 3
    visit.page.click(".g-copy")
    visit.page.wait_for_selector(".g-copy:has-text('已复制')")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "55.26万元" in copied
    assert "[1] 云岭县林业和草原局2024年部门预算.pdf" in copied


def test_a_year_without_documents_is_said(visits: Any) -> None:
    visit = visits()
    visit.choose("#g-agency", "澄湾市公共图书馆管理中心")
    visit.choose("#g-year", "2023")
    visit.ask("住房公积金是多少？")
    assert "没有文档同时符合" in visit.page.locator(".g-text").inner_text()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker from npm, fetched for this run; GOUJI_AXE names a copy of axe.min.js instead."""
    given = os.environ.get("GOUJI_AXE")
    if given:
        return Path(given).read_text(encoding="utf-8")
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    command = [str(npm), "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@4"]
    if npm is None or subprocess.run(command, capture_output=True, timeout=120).returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("CI checks accessibility with axe-core from npm")
        pytest.skip("no axe-core at hand")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_tab_keeps_anybody_out(visits: Any, axe: str, scheme: str) -> None:
    """No serious violation of the accessibility rules, on any tab, with something on it."""
    visit = visits(color_scheme=scheme, bypass_csp=True)
    page = visit.page
    page.evaluate(axe)
    found: list[str] = []

    def look(where: str) -> None:
        page.wait_for_timeout(400)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for one in result["violations"]:
            if one["impact"] in ("serious", "critical"):
                found.extend(f"{where}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for node in one["nodes"])

    visit.ask("哪家住房公积金最多？")
    page.wait_for_selector(".g-box")
    look("ask")
    visit.tab("核对")
    visit.choose("#g-which", re.compile("云岭县林业和草原局 2023"))
    page.click("#g-check")
    page.locator(".g-finding summary").first.click()
    page.locator(".g-finding [data-event=compare]").first.click()
    page.wait_for_selector("#g-compare .g-box")
    look("audit")
    visit.tab("批量")
    look("batch")
    visit.tab("对比")
    page.fill("#g-items input, #g-items textarea", "住房公积金")
    page.click("#g-panel-run")
    page.wait_for_selector("#g-panel .g-chart")
    look("panel")
    visit.tab("文档")
    page.locator("#g-documents .g-link").first.click()
    page.wait_for_selector("#g-viewer .g-sheet img")
    look("documents")
    assert found == [], "\n".join(found)


def test_a_real_disclosure_shows_the_box_on_its_page(visits: Any, shared: Path, tmp_path: Path, chromium: Any) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    with Store.open(folder / "store") as store:
        record = store.add(shared / "disclosures" / "putuo_wanli_street_2024_budget.pdf").record
    assert record is not None
    running = Server(folder)
    visit = None
    try:
        visit = Visit(chromium(viewport={"width": 1440, "height": 900}, locale="zh-CN"), running.url)
        visit.ask("2024年支出总计是多少？")
        visit.page.locator(".g-sources button").first.click()
        visit.page.wait_for_selector("#g-source .g-box")
        box, sheet = (visit.page.locator(name).first.bounding_box() for name in (".g-box", ".g-sheet img"))
        assert sheet["x"] <= box["x"] + 3
        assert box["x"] + box["width"] <= sheet["x"] + sheet["width"] + 3
        assert visit.wrong == []
    finally:
        if visit is not None:
            visit.context.close()
        running.stop()


def test_an_answer_in_work_can_be_stopped_and_what_is_sent_meanwhile_is_asked_next(chromium: Any, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.add(files()[1])
    with scripted.model_server(scripted.keeps_silent) as script:
        running = Server(tmp_path, "--llm-base-url", script.address, "--llm-model", "small")
        visit = None
        try:
            visit = Visit(chromium(viewport={"width": 1440, "height": 900}, locale="zh-CN"), running.url)
            page = visit.page
            page.fill("#g-question textarea", "2024年住房公积金支出是多少？")
            page.press("#g-question textarea", "Enter")
            page.wait_for_selector("#g-stop")
            assert not page.locator("#g-send").is_visible()
            assert page.input_value("#g-question textarea") == ""
            page.fill("#g-question textarea", "培训费呢？")
            page.click("#g-stop")
            page.wait_for_selector(".g-a:has-text('已停止')")
            page.wait_for_selector("#g-send")
            assert page.input_value("#g-question textarea") == "培训费呢？"
            page.press("#g-question textarea", "Enter")
            page.wait_for_selector(".g-q >> nth=1")
            page.fill("#g-question textarea", "公务接待费呢？")
            page.press("#g-question textarea", "Enter")  # while the answer before is in work: it is kept, and asked next
            script.behaviour = scripted.says("2024年的数额见[1]。")
            page.click("#g-stop")
            page.wait_for_selector(".g-a:not(.g-wait)")
            asked = [turn.get_attribute("data-asked") for turn in page.locator(".g-q").all()]
            assert asked == ["2024年住房公积金支出是多少？", "培训费呢？", "公务接待费呢？"]
            assert page.input_value("#g-question textarea") == ""
            assert visit.wrong == []
        finally:
            if visit is not None:
                visit.context.close()
            running.stop()


def test_only_this_machine_is_asked(server: Server) -> None:
    assert not server.spied.exists() or server.spied.read_text() == ""


def test_a_foreign_host_name_gets_nothing(server: Server) -> None:
    request = urllib.request.Request(server.url, headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 421


def test_with_auth_nothing_is_told_before_the_password(tmp_path: Path) -> None:
    running = Server(tmp_path, "--auth", "reader:secret")
    try:
        for path in ("config", "gradio_api/info"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(running.url + path)
            assert refused.value.code == 401
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("host", "auth", "says"),
    [("0.0.0.0", None, "open to others"), ("127.0.0.1", "nopassword", "user:password"), ("127.0.0.1", ":x", "user:password")],
)
def test_an_open_address_and_half_a_password_are_refused(tmp_path: Path, host: str, auth: str | None, says: str) -> None:
    from app import serve

    with pytest.raises(GoujiError, match=says):
        serve(tmp_path / "store", host, 7999, auth=auth)


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    from app import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(GoujiError, match="cannot be used"):
            serve(tmp_path / "store", "127.0.0.1", taken.getsockname()[1])
