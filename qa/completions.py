"""The OpenAI-compatible side of the server: `/v1/chat/completions` and `/v1/models` for programs that know that protocol.

The last message of a user is the question, the ones before it its history. An answer comes with its sources as footnotes;
the whole answer, in the contract's form, is the extra field `gouji`. `documents` in the request limits the answer.
"""

from __future__ import annotations

import json
import re
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from corpus.errors import GoujiError, UnknownDocument
from corpus.privacy import masked
from qa.answer import Answer, Citation
from qa.session import Gouji

MODEL = "gouji"
# Bytes of a request, seconds between two signs of life while an answer is worked on.
_LARGEST = 1 << 20
_ALIVE = 5.0
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


class BadRequest(ValueError):
    """A request that the protocol does not allow; `status` and `code` as OpenAI's server would say."""

    def __init__(self, reason: str, status: int = 400, code: str | None = None) -> None:
        super().__init__(reason)
        self.status, self.code = status, code


def routes(gouji: Gouji) -> list[Route]:
    """The two addresses, over one session."""
    turns = anyio.CapacityLimiter(gouji.at_once)
    since = int(time.time())

    async def models(request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model", "created": since, "owned_by": "gouji"}]})

    async def completions(request: Request) -> Response:
        try:
            asked = read_request(await _body(request))
        except BadRequest as error:
            return _error(error.status, str(error), error.code)

        def work() -> Answer:
            return gouji.ask(asked["question"], asked["documents"], asked["history"])

        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
        if asked["stream"]:
            pieces = _stream(head, work, turns, with_usage=asked["usage"])
            return StreamingResponse(pieces, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
        try:
            answer = await anyio.to_thread.run_sync(work, limiter=turns)
        except GoujiError as error:
            return _error(404 if isinstance(error, UnknownDocument) else 400, str(error))
        except Exception as error:
            return _error(500, _logged(error))
        message = {"role": "assistant", "content": written(answer), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _USAGE, "gouji": answer.json()})

    return [Route("/v1/models", models, methods=["GET"]), Route("/v1/chat/completions", completions, methods=["POST"])]


_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def read_request(body: bytes) -> dict[str, Any]:
    """What a request asks: question, history, documents, stream, usage. Raises BadRequest."""
    try:
        sent = json.loads(body)
    except ValueError:
        raise BadRequest("the body is no JSON") from None
    if not isinstance(sent, dict):
        raise BadRequest("the body is no JSON object")
    model = sent.get("model", MODEL)
    if model != MODEL:
        raise BadRequest(f"the model {str(model)[:80]} does not exist; there is {MODEL}", 404, "model_not_found")
    messages = sent.get("messages")
    if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
        raise BadRequest("messages must be a list of messages")
    questions = [text for m in messages if m.get("role") == "user" and (text := _text(m.get("content")))]
    if not questions:
        raise BadRequest("messages hold no text of a user")
    documents = sent.get("documents") or []
    documents = [documents] if isinstance(documents, str) else documents
    if not isinstance(documents, list) or not all(isinstance(name, str) for name in documents):
        raise BadRequest("documents must be names of documents")
    options = sent.get("stream_options")
    return {
        "question": questions[-1], "history": questions[:-1], "documents": documents, "stream": bool(sent.get("stream")),
        "usage": bool(options.get("include_usage")) if isinstance(options, dict) else False,
    }  # fmt: skip


def _text(content: object) -> str:
    """The text of a message, also of one made of parts."""
    if isinstance(content, str):
        return content.strip()
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict) and part.get("type") == "text").strip()
    return ""


def written(answer: Answer) -> str:
    """An answer with its sources as footnotes and the verdicts of its figures."""
    notes = [footnote(citation) for citation in answer.citations]
    if answer.figures:
        notes.append("✓ " + "; ".join(f"{figure.text} {figure.verdict}" for figure in answer.figures))
    return masked("\n".join([answer.text, *([""] if notes else []), *notes]))


def footnote(citation: Citation) -> str:
    """One source in a line: number, file, page or lines, table, row, column, quote."""
    place = ""
    if citation.page is not None:
        place = f"p. {citation.page}"
    elif citation.lines is not None:
        place = f"lines {citation.lines[0]}–{citation.lines[1]}"
    parts = (citation.file, place, citation.table, citation.row, citation.column)
    return f"[{citation.n}] {' · '.join(part for part in parts if part)}: {' '.join(citation.quote.split())}"


async def _stream(
    head: dict[str, Any], work: Callable[[], Answer], turns: anyio.CapacityLimiter, *, with_usage: bool
) -> AsyncIterator[str]:
    """The events of a streamed answer. Nothing of it is sent before it is checked; until then comments keep the line open."""

    def event(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event({**head, "object": "chat.completion.chunk", "choices": [choice], **more})

    yield event({"role": "assistant", "content": ""})
    send, receive = anyio.create_memory_object_stream[Answer | Exception](1)

    async def run() -> None:
        try:
            await send.send(await anyio.to_thread.run_sync(work, limiter=turns, abandon_on_cancel=True))
        except Exception as error:
            await send.send(error)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run)
        while True:
            with anyio.move_on_after(_ALIVE):
                done = await receive.receive()
                break
            yield ": working\n\n"
    if isinstance(done, Exception):
        reason = str(done) if isinstance(done, GoujiError) else _logged(done)
        yield _event({"error": {"message": reason, "type": "invalid_request_error", "param": None, "code": None}})
    else:
        for piece in _SENTENCE.findall(written(done)):
            if piece:
                yield event({"content": piece})
        yield event({}, "stop", gouji=done.json())
        if with_usage:
            yield _event({**head, "object": "chat.completion.chunk", "choices": [], "usage": _USAGE})
    yield "data: [DONE]\n\n"


def _event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            raise BadRequest(f"a request has {_LARGEST} bytes at most", 413)
    return bytes(body)


def _error(status: int, reason: str, code: str | None = None) -> Response:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return JSONResponse({"error": {"message": reason, "type": kind, "param": None, "code": code}}, status)


def _logged(error: Exception) -> str:
    """A fault of ours: logged here, told without its details."""
    print(f"gouji: {type(error).__name__}: {error}", file=sys.stderr)
    return f"something went wrong ({type(error).__name__})"
