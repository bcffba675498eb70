"""The web application in a real browser: its main jobs on the samples, and that nothing leaves the machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
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

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI drives the page in Chromium")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield lambda **options: playwright.chromium.launch_persistent_context(tempfile.mkdtemp(), executable_path=path, args=FLAGS, **options)


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
    page.get_by_text("中文", exact=True).click()
    page.wait_for_selector("button[role=tab]:has-text('文档')")
    assert page.locator("#g-send").inner_text() == "提问"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visits: Any, scheme: str) -> None:
    visit = visits(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    visit.ask("云岭县林业和草原局2024年住房公积金支出是多少？")
    visit.page.locator(".g-sources button").first.click()
    visit.page.wait_for_selector(".g-box")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_document_is_uploaded_and_can_be_asked(visits: Any, tmp_path: Path) -> None:
    visit = visits()
    page = visit.page
    disclosure = tmp_path / "白鹭镇文化服务中心2024年决算.txt"
    disclosure.write_text(files()[2].read_text(encoding="utf-8").replace("澄湾市公共图书馆管理中心", "澄湾市白鹭文化馆"), encoding="utf-8")
    empty = tmp_path / "空.txt"
    empty.write_text("")
    visit.tab("文档")
    page.set_input_files("#g-files input[type=file]", [str(disclosure), str(empty)])
    page.wait_for_selector(".g-added li:nth-child(2)")
    assert "已添加" in page.locator(".g-added li").nth(0).inner_text()
    assert "未能读取" in page.locator(".g-added li").nth(1).inner_text()
    page.wait_for_selector("#g-documents td:has-text('澄湾市白鹭文化馆')")
    visit.tab("问答")
    page.click("#g-scope input")
    page.get_by_role("option", name=re.compile("白鹭文化馆")).click()
    visit.ask("2024年公务接待费是多少？")
    assert "0.48" in page.locator(".g-text").inner_text()


def test_an_audit_finds_the_wrong_total_and_gives_reports(visits: Any, tmp_path: Path) -> None:
    import openpyxl

    visit = visits()
    page = visit.page
    visit.tab("核对")
    page.click("#g-which input")
    page.get_by_role("option", name=re.compile("云岭县林业和草原局 2023")).click()
    page.click("#g-check")
    page.wait_for_selector(".g-finding")
    assert "94.54" in page.locator("#g-findings").inner_text()
    page.wait_for_selector("#g-reports a[download]")
    with page.expect_download() as download:
        page.locator("#g-reports a[download$='.xlsx']").first.click()
    download.value.save_as(tmp_path / "report.xlsx")
    assert openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames


def test_a_question_list_comes_back_as_a_spreadsheet(visits: Any, tmp_path: Path) -> None:
    import openpyxl

    visit = visits()
    page = visit.page
    asked = tmp_path / "问题.txt"
    asked.write_text("云岭县林业和草原局2024年住房公积金支出是多少？\n云岭县林业和草原局2024年发射了多少颗卫星？\n", encoding="utf-8")
    visit.tab("批量")
    page.set_input_files("#g-questions input[type=file]", str(asked))
    page.wait_for_selector("#g-questions .file-preview")
    page.click("#g-run")
    page.wait_for_selector("#g-answers tbody tr:nth-child(2)")
    page.wait_for_selector("#g-answered a[download]")
    with page.expect_download() as download:
        page.locator("#g-answered a[download]").first.click()
    download.value.save_as(tmp_path / "answers.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "answers.xlsx").active
    assert "55.26" in str([[c.value for c in row] for row in sheet.iter_rows()])


def test_a_draft_streams_without_figures_until_they_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app import Page
    from qa.session import Gouji

    with Store.open(tmp_path / "store") as store, scripted.model_server(scripted.says("全年公务接待费决算为0.48万元[1]。")) as script:
        store.add(files()[2])
        monkeypatch.setenv("GOUJI_LLM_BASE_URL", script.address)
        monkeypatch.setenv("GOUJI_LLM_MODEL", "small")
        steps = list(Page(Gouji(store, llm_model="small")).ask("澄湾市公共图书馆管理中心2024年公务接待费是多少？", [], [], "zh"))
    assert [busy for *_, busy in steps] == [True] * (len(steps) - 1) + [False]
    assert len(steps) > 3  # the question, drafts, the answer
    assert not any("0.48" in markup for markup, *_ in steps[:-1])
    assert "0.48万元" in steps[-1][0]
    assert steps[-1][1][0].answer.value is not None


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
