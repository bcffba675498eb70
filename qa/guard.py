"""Who may ask the server: its host names, its own pages, and programs with a key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import GoujiError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# What programs ask: the page's own log-in does not stand before it.
PROGRAMS = ("/v1", "/gradio_api/mcp")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def accounts(auth: str | None) -> list[tuple[str, str]]:
    """The users and passwords that `--auth` gives: `user:password`, or a file with one such line for each (# begins a comment).

    Raises GoujiError for anything else.
    """
    if not auth:
        return []
    path = Path(auth)
    lines = [auth]
    if ":" not in auth or path.is_file():
        try:
            lines = [
                line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")
            ]
        except (OSError, ValueError):
            raise GoujiError("--auth takes user:password, or a file with one user:password a line") from None
    found = [(user, password) for user, _, password in (line.partition(":") for line in lines) if user and password]
    if not found or len(found) != len(lines):
        raise GoujiError("--auth takes user:password, or a file with one user:password a line")
    return found


class Guard:
    """Lets through what names this server as host, comes from its own pages, and, where programs ask, carries a key.

    A foreign page that points its own name here (DNS rebinding) gets 421, one that sends requests here (cross-site) 403, a
    program without a key 401. `hosts` None takes any host name; `keys` () asks programs for none.
    """

    def __init__(self, app: App, hosts: Sequence[str] | None, keys: Sequence[str]) -> None:
        self.app, self.hosts, self.keys = app, hosts, [key.encode() for key in keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or hands it on."""
        if scope["type"] in ("http", "websocket"):
            refusal = self._refusal(scope)
            if refusal is not None:
                await _refuse(send, scope, *refusal)
                return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        named = headers.get(b"host", "")
        if self.hosts is not None and _host(named) not in self.hosts:
            return 421, "unknown host"
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc.lower() != named.lower():
            return 403, "foreign origin"
        path = "/" + str(scope["path"]).lstrip("/")
        if self.keys and any(path == start or path.startswith(start + "/") for start in PROGRAMS):
            scheme, _, key = headers.get(b"authorization", "").partition(" ")
            given = key.strip().encode("latin-1")
            # Every key is compared, and in constant time: the answer's delay tells nothing.
            if scheme.lower() != "bearer" or not sum(hmac.compare_digest(given, one) for one in self.keys):
                return 401, "a bearer key is needed: the server's --api-key, or user:password of an account"
        return None


def _host(named: str) -> str:
    if named.startswith("["):
        return named.rsplit("]", 1)[0].removeprefix("[").lower()
    return named.rsplit(":", 1)[0].lower()


async def _refuse(send: Send, scope: Scope, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    body = json.dumps({"error": {"message": reason, "type": "invalid_request_error", "param": None, "code": None}}).encode()
    headers = [(b"content-type", b"application/json")] + ([(b"www-authenticate", b"Bearer")] if status == 401 else [])
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
