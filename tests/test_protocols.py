"""Other programs at the server: each protocol with its own real client, over the loopback device."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Server

from corpus.samples import files
from index.store import Store
from qa import Gouji

QUESTION = "云岭县林业和草原局2024年住房公积金支出是多少？"
KEY = "a-key-for-programs"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with accounts and a key, over one sample."""
    folder = tmp_path_factory.mktemp("locked")
    with Store.open(folder / "store") as store:
        store.add(files()[2])
    users = folder / "users.txt"
    users.write_text("# who may come in\nreader:secret\nauditor:other\n", encoding="utf-8")
    running = Server(folder, "--auth", str(users), "--api-key", KEY)
    yield running
    running.stop()


def openai_client(server: Server, key: str = "none") -> Any:
    import openai

    return openai.OpenAI(base_url=f"{server.url}v1", api_key=key, max_retries=0)


def test_the_openai_client_gets_an_answer_with_its_sources(server: Server) -> None:
    client = openai_client(server)
    assert [model.id for model in client.models.list()] == ["gouji"]
    reply = client.chat.completions.create(
        model="gouji", messages=[{"role": "system", "content": "short"}, {"role": "user", "content": QUESTION}]
    )
    text = reply.choices[0].message.content
    assert "55.26万元[1]" in text
    assert "\n[1] 云岭县林业和草原局2024年部门预算.pdf · p. 7" in text
    whole = reply.model_extra["gouji"]
    assert (whole["value"], whole["unit"]) == ("55.26", "万元")
    assert whole["figures"][0]["verdict"] == "confirmed"
    assert reply.choices[0].finish_reason == "stop"


def test_the_openai_client_streams_the_same(server: Server) -> None:
    client = openai_client(server)
    messages = [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
    whole = client.chat.completions.create(model="gouji", messages=messages)
    chunks = list(client.chat.completions.create(model="gouji", messages=messages, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert len(chunks) > 4
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    assert last.model_extra["gouji"]["value"] == "55.26"
    assert chunks[-1].usage is not None


def test_a_conversation_goes_on(server: Server) -> None:
    messages = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "…"}, {"role": "user", "content": "那2023年呢？"}]
    reply = openai_client(server).chat.completions.create(model="gouji", messages=messages)
    assert "53.17" in reply.choices[0].message.content


def test_documents_limit_an_answer(server: Server) -> None:
    import openai

    client = openai_client(server)
    messages = [{"role": "user", "content": "2024年住房公积金决算数是多少？"}]
    reply = client.chat.completions.create(
        model="gouji", messages=messages, extra_body={"documents": ["澄湾市公共图书馆管理中心2024年度单位决算"]}
    )
    assert {c["agency"] for c in reply.model_extra["gouji"]["citations"]} == {"澄湾市公共图书馆管理中心"}
    with pytest.raises(openai.NotFoundError, match="no-such-file"):
        client.chat.completions.create(model="gouji", messages=messages, extra_body={"documents": ["no-such-file"]})


def test_what_the_protocol_does_not_allow_is_said(server: Server) -> None:
    import openai

    client = openai_client(server)
    with pytest.raises(openai.NotFoundError, match="other"):
        client.chat.completions.create(model="other", messages=[{"role": "user", "content": "?"}])
    with pytest.raises(openai.BadRequestError, match="no text of a user"):
        client.chat.completions.create(model="gouji", messages=[{"role": "system", "content": "?"}])
    with pytest.raises(openai.APIStatusError, match="bytes at most"):
        client.chat.completions.create(model="gouji", messages=[{"role": "user", "content": "问" * 400_000}])


def test_llama_index_takes_the_server_for_a_model(server: Server) -> None:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    model = OpenAILike(model="gouji", api_base=f"{server.url}v1", api_key="none", is_chat_model=True, context_window=8192)
    asked = [ChatMessage(role="user", content=QUESTION)]
    assert "55.26万元" in (model.chat(asked).message.content or "")
    assert "55.26万元" in "".join(str(piece.delta) for piece in model.stream_chat(asked))


def test_the_gradio_client_asks_audits_and_lists(server: Server) -> None:
    from gradio_client import Client

    client = Client(server.url, verbose=False, analytics_enabled=False)
    names = [one["file"] for one in client.predict(api_name="/documents")]
    assert files()[0].name in names
    assert client.predict(question=QUESTION, api_name="/ask")["value"] == "55.26"
    found = client.predict(document=files()[0].name, api_name="/audit")
    assert found["summary"]["inconsistent"] > 0
    assert sum(found["summary"].values()) == len(found["checks"])
    with pytest.raises(Exception, match="no-such-file"):
        client.predict(document="no-such-file", api_name="/audit")


def test_the_command_line_and_the_endpoint_say_the_same(server: Server, tmp_path: Path) -> None:
    from gradio_client import Client

    with Gouji(tmp_path / "store", create=True, answerer="rules") as gouji:
        for file in files():
            gouji.store.add(file)
        mine = gouji.ask(QUESTION).json()
    theirs = Client(server.url, verbose=False, analytics_enabled=False).predict(question=QUESTION, api_name="/ask")
    assert {**mine, "elapsed_ms": 0} == {**theirs, "elapsed_ms": 0}


def mcp(server: Server, work: Any, key: str | None = None) -> Any:
    """What `work` gives, in an MCP session with the server."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def run() -> Any:
        headers = {"Authorization": f"Bearer {key}"} if key else None
        async with (
            streamablehttp_client(f"{server.url}gradio_api/mcp/", headers=headers) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await work(session)

    return asyncio.run(run())


def test_the_mcp_client_finds_and_calls_the_tools(server: Server) -> None:
    async def work(session: Any) -> dict[str, Any]:
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert {"ask", "audit", "search", "read_source"} <= set(tools)
        assert "question" in tools["ask"].inputSchema["properties"]
        assert "agency and year" in json.dumps(tools["ask"].inputSchema)  # the parameters are described
        said: dict[str, Any] = {}
        for name, arguments in (
            ("ask", {"question": QUESTION}), ("audit", {"document": files()[0].name, "findings_only": True}),
            ("search", {"query": "公务接待费", "limit": 3}), ("read_source", {"document": files()[1].name, "page": 7}),
        ):  # fmt: skip
            result = await session.call_tool(name, arguments)
            assert not result.isError, result.content
            said[name] = result.content[0].text
        refused = await session.call_tool("read_source", {"document": "no-such-file"})
        assert refused.isError
        assert "no-such-file" in refused.content[0].text
        return said

    said = mcp(server, work)
    assert "55.26" in said["ask"]
    assert "94.54" in said["audit"]
    assert "接待" in said["search"]
    assert "住房公积金" in said["read_source"]


def status(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_programs_need_a_key_where_people_need_a_password(locked: Server) -> None:
    import openai

    for path in ("v1/models", "v1/chat/completions", "gradio_api/mcp/", "gradio_api/mcp/schema", "gradio_api/mcp/sse"):
        assert status(locked.url + path) == 401
        assert status(locked.url + path, Authorization="Bearer wrong") == 401
    with pytest.raises(openai.AuthenticationError):
        openai_client(locked, "wrong").models.list()
    for key in (KEY, "reader:secret", "auditor:other"):
        assert openai_client(locked, key).models.list().data[0].id == "gouji"


def test_with_a_key_mcp_works_behind_the_password(locked: Server) -> None:
    async def work(session: Any) -> str:
        return str((await session.call_tool("documents", {})).content[0].text)

    assert "澄湾市公共图书馆管理中心" in mcp(locked, work, KEY)


def test_the_gradio_client_logs_in(locked: Server) -> None:
    from gradio_client import Client

    client = Client(locked.url, auth=("auditor", "other"), verbose=False, analytics_enabled=False)
    assert client.predict(api_name="/documents")[0]["agency"] == "澄湾市公共图书馆管理中心"
    with pytest.raises(Exception, match=r"login|auth|401|[Cc]redential"):
        Client(locked.url, auth=("auditor", "wrong"), verbose=False, analytics_enabled=False)


def test_without_a_password_no_route_tells_anything_of_the_documents(locked: Server) -> None:
    """Whatever a visitor may fetch before the log-in holds nothing of the store."""
    import re

    for path in (
        "",
        "config",
        "gradio_api/info",
        "gradio_api/queue/status",
        "gradio_api/app_id",
        "theme.css",
        "openapi.json",
        "docs",
        "gradio_api/startup-events",
        "monitoring",
    ):
        try:
            with urllib.request.urlopen(locked.url + path) as reply:
                said = reply.read().decode("utf-8", "replace")
        except urllib.error.HTTPError:
            continue
        assert not re.search("澄湾|图书馆", said), path
    for path in ("gradio_api/call/ask", "gradio_api/run/ask", "gradio_api/run/predict", "gradio_api/queue/join", "gradio_api/upload"):
        request = urllib.request.Request(locked.url + path, data=b'{"data": ["?", []]}', headers={"Content-Type": "application/json"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code in (401, 403, 404, 422), path


@pytest.mark.parametrize("path", ["", "v1/models", "gradio_api/mcp/"])
def test_foreign_hosts_and_pages_get_nothing(server: Server, path: str) -> None:
    assert status(server.url + path, Host="elsewhere.example") == 421
    assert status(server.url + path, Origin="http://elsewhere.example") == 403


def test_a_llama_index_query_engine_gives_checked_answers(tmp_path: Path) -> None:
    from llama_index.core.base.response.schema import Response

    from qa.query_engine import GoujiQueryEngine

    with Gouji(tmp_path / "store", create=True, answerer="rules") as gouji:
        gouji.store.add(files()[1])
        response = GoujiQueryEngine(gouji=gouji, documents=[files()[1].name]).query("2024年住房公积金支出是多少？")
    assert isinstance(response, Response)
    assert "55.26万元" in str(response)
    assert response.metadata is not None
    assert response.metadata["value"] == "55.26"
    assert "住房公积金" in response.source_nodes[0].text
    assert response.source_nodes[0].metadata["page"] == 7
