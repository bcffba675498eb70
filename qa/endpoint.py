"""Talking to a language model through llama-index: behind an OpenAI-compatible endpoint (Ollama's too), or in a file on this machine."""

from __future__ import annotations

import os
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import ModelError

BASE_URL, MODEL, API_KEY = "GOUJI_LLM_BASE_URL", "GOUJI_LLM_MODEL", "GOUJI_LLM_API_KEY"
# Seconds for a whole reply, characters of it, and tokens that are asked for.
PATIENCE = 120.0
LONGEST = 8000
_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a language model is asked: at an address, or in a file; `patience` is the number of seconds for a whole reply.

    `retries` is how often a refused request is made again, a little later each time: none where a person waits.
    """

    base_url: str
    model: str
    api_key: str = field(default="none", repr=False)
    patience: float = PATIENCE
    retries: int = 0
    file: Path | None = None


class NoReply(ModelError):
    """A reply that did not come whole; `chinese` is the reason in Chinese, `str()` the same in English."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.chinese = chinese


def find(base_url: str | None = None, model: str | None = None, api_key: str | None = None) -> Endpoint | None:
    """The endpoint that the arguments name, else the environment (GOUJI_LLM_…); None when neither names a model.

    A model whose name ends in .gguf and that has no address is a file on this machine. Raises ModelError when a model is
    named without an address or a file: nothing is ever sent to an address nobody gave.
    """
    name = model or os.environ.get(MODEL, "").strip()
    address = base_url or os.environ.get(BASE_URL, "").strip()
    if not name:
        return None
    if name.lower().endswith(".gguf") and not address:
        from qa.gguf import find_file

        file = find_file(name)
        return Endpoint("", file.stem, file=file)
    if not address.startswith(("http://", "https://")):
        raise ModelError(f"the language model {name} needs the address of its endpoint: set {BASE_URL} to http(s)://…")
    return Endpoint(address, name, api_key or os.environ.get(API_KEY, "").strip() or "none")


def reply(endpoint: Endpoint, system: str, user: str, on_text: Callable[[str], None] | None = None, tokens: int = _TOKENS) -> str:
    """The model's reply of at most so many tokens, streamed; `on_text` gets all of it so far with every piece.

    Raises NoReply, one line, for whatever keeps a reply from coming whole: no connection, refusal, too many requests,
    silence, an empty or an endless reply.
    """
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    until = time.monotonic() + endpoint.patience
    client = _http_client(endpoint) if endpoint.file is None else None
    stop = threading.Event()
    # A thread of its own: a server that sends comments and no words would hold the stream open, and us in it, for ever.
    threading.Thread(target=_stream, args=(endpoint, client, system, user, pieces, tokens, stop), name="gouji-llm", daemon=True).start()
    text = ""
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise NoReply(f"no whole reply within {endpoint.patience:g} s", f"{endpoint.patience:g}秒内没有完整的回复") from None
            if piece is None:
                break
            if isinstance(piece, BaseException):
                raise _reason(piece) from piece
            text += piece
            if len(text) > LONGEST:
                raise NoReply(f"the reply does not end within {LONGEST} characters", f"回复超过{LONGEST}字仍未结束")
            if on_text is not None:
                on_text(_spoken(text))
    finally:
        stop.set()
        if client is not None:
            client.close()
    spoken = _spoken(text).strip()
    if not spoken:
        raise NoReply("the reply is empty", "回复为空")
    return spoken


def _spoken(text: str) -> str:
    """A reply without what reasoning models write for themselves."""
    return re.sub(r"<think>.*?(?:</think>|$)", "", text, flags=re.DOTALL)


def _http_client(endpoint: Endpoint) -> Any:
    import httpx

    return httpx.Client(timeout=httpx.Timeout(endpoint.patience))


def _stream(
    endpoint: Endpoint, client: Any, system: str, user: str, pieces: queue.Queue[str | BaseException | None], tokens: int, stop: threading.Event,
) -> None:  # fmt: skip
    try:
        if endpoint.file is not None:
            from qa.gguf import replies

            coming = replies(endpoint.file, system, user, tokens, stop)
        else:
            coming = _over_http(endpoint, client, system, user, tokens)
        ended = None
        for piece, reason in coming:
            if piece:
                pieces.put(piece)
            ended = reason or ended
        if ended == "length":
            raise NoReply(f"the reply does not end within {tokens} tokens", f"回复超过{tokens}个词元仍未结束")
        if ended is None:  # half a figure is another figure
            raise NoReply("the reply breaks off", "回复中途断开")
        pieces.put(None)
    except BaseException as error:  # it is the asking thread's to say
        pieces.put(error)


def _over_http(endpoint: Endpoint, client: Any, system: str, user: str, tokens: int) -> Iterator[tuple[str, str | None]]:
    """The pieces of a reply, each with the reason for ending where it is the last."""
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(
        model=endpoint.model,
        api_base=endpoint.base_url,
        api_key=endpoint.api_key,
        http_client=client,
        is_chat_model=True,
        context_window=32768,
        max_tokens=tokens,
        temperature=0.0,
        timeout=endpoint.patience,
        max_retries=endpoint.retries,
    )
    messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]
    for response in llm.stream_chat(messages):
        choices = getattr(response.raw, "choices", None)
        yield response.delta or "", choices[0].finish_reason if choices else None


def _reason(error: BaseException) -> NoReply:
    """What happened, without the request, which may hold the key."""
    import httpx
    import openai

    if isinstance(error, NoReply):
        return error
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return NoReply("the endpoint does not answer in time", "接口超时")
    if isinstance(error, openai.RateLimitError):
        return NoReply("the endpoint has too many requests (429)", "接口请求过多，429")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return NoReply(f"the endpoint refuses the key ({error.status_code})", f"接口拒绝密钥，{error.status_code}")
    if isinstance(error, openai.APIStatusError):
        return NoReply(f"the endpoint answers with status {error.status_code}", f"接口返回状态{error.status_code}")
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        return NoReply("the endpoint cannot be reached, or broke off", "接口无法连接或中途断开")
    return NoReply(f"the reply cannot be read ({type(error).__name__})", f"回复无法读取，{type(error).__name__}")
