"""Who may ask the server."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import GoujiError
from qa.guard import LOOPBACK, Guard, accounts


def status(path: str, headers: dict[str, str], *, hosts: tuple[str, ...] | None = LOOPBACK, keys: tuple[str, ...] = ()) -> int:
    """What the guard answers; 200 when it lets the request through."""
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()]}
    asyncio.run(Guard(app, hosts, keys)(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:80", "[::1]:7860"])
def test_its_own_names_are_let_through(host: str) -> None:
    assert status("/", {"Host": host}) == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example:7860", ""])
def test_other_names_are_not(host: str) -> None:
    assert status("/", {"Host": host}) == 421
    assert status("/", {"Host": host}, hosts=None) == 200  # an address open to others may have any name


@pytest.mark.parametrize(
    ("origin", "expected"), [("http://localhost:7860", 200), ("http://evil.example", 403), ("null", 403), ("http://localhost:1", 403)]
)
def test_only_its_own_pages_send_requests(origin: str, expected: int) -> None:
    assert status("/gradio_api/queue/join", {"Host": "localhost:7860", "Origin": origin}) == expected


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [("Bearer s3cret", 200), ("bearer reader:word", 200), ("Bearer no", 401), ("Basic s3cret", 401), ("", 401)],
)
@pytest.mark.parametrize("path", ["/v1/models", "/gradio_api/mcp", "/gradio_api/mcp/sse", "//v1/models"])
def test_programs_need_a_key(path: str, authorization: str, expected: int) -> None:
    assert status(path, {"Host": "localhost", "Authorization": authorization}, keys=("s3cret", "reader:word")) == expected
    assert status("/", {"Host": "localhost"}, keys=("s3cret",)) == 200  # the page has its own log-in


def test_accounts_are_one_or_a_file_of_them(tmp_path: Path) -> None:
    users = tmp_path / "users.txt"
    users.write_text("# readers\nli:one:two\n\nwang:three\n", encoding="utf-8")
    assert accounts(None) == []
    assert accounts("reader:se:cret") == [("reader", "se:cret")]
    assert accounts(str(users)) == [("li", "one:two"), ("wang", "three")]


@pytest.mark.parametrize("auth", ["nopassword", ":x", "x:", "no/such/file"])
def test_half_an_account_is_refused(auth: str) -> None:
    with pytest.raises(GoujiError, match="user:password"):
        accounts(auth)


def test_a_file_with_a_bad_line_is_refused_whole(tmp_path: Path) -> None:
    users = tmp_path / "users.txt"
    users.write_text("li:one\nwang\n", encoding="utf-8")
    with pytest.raises(GoujiError, match="user:password"):
        accounts(str(users))
