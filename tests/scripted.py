"""A real OpenAI-compatible server on the loopback device whose replies a test writes beforehand."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What a server does with one request: writes its answer to the handler.
Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: Any
    asked: dict[str, Any]

    def do_POST(self) -> None:
        self.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.script.requests.append({**self.asked, "path": self.path, "authorization": self.headers.get("Authorization")})
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client has had enough
            self.server.script.behaviour(self)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def start(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def send_delta(self, text: str, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
        self.send(
            "data: "
            + json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]})
            + "\n\n"
        )


@dataclass
class Script:
    """What the server does next, and what it was asked."""

    behaviour: Behaviour
    address: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def told(self) -> str:
        """Everything the last request told the model."""
        return "\n".join(message["content"] for message in self.requests[-1]["messages"])


def says(text: str, size: int = 7, finish: str | None = "stop") -> Behaviour:
    """Streams a reply in pieces; `finish` is the reason that the last one gives for ending."""

    def behave(handler: Handler) -> None:
        handler.start()
        for at in range(0, len(text), size):
            handler.send_delta(text[at : at + size])
        handler.send_delta("", finish)
        handler.send("data: [DONE]\n\n")

    return behave


def refuses(status: int) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.start(status, "application/json")
        handler.send(json.dumps({"error": {"message": "no", "type": "error"}}))

    return behave


def breaks_off(text: str) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.start()
        handler.send_delta(text)
        handler.send('data: {"id": "1", "choi')
        handler.close_connection = True

    return behave


def babbles(handler: Handler) -> None:
    """Never ends."""
    handler.start()
    while not handler.server.script.stopped.is_set():
        handler.send_delta("预算支出" * 50)


def keeps_silent(handler: Handler) -> None:
    """Sends comments, which keep the connection alive, and no words."""
    handler.start()
    while not handler.server.script.stopped.is_set():
        handler.send(": still here\n\n")
        time.sleep(0.05)


def sends_a_page(handler: Handler) -> None:
    handler.start(200, "text/html")
    handler.send("<html><body>Welcome to the proxy</body></html>")


@contextmanager
def model_server(behaviour: Behaviour) -> Iterator[Script]:
    """The server, running; its script may be changed between requests."""
    script = Script(behaviour)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.script = script  # type: ignore[attr-defined]
    script.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        script.stopped.set()
        server.shutdown()
        server.server_close()
