"""A language model in a GGUF file on this machine, through llama-index and llama.cpp (the extra `llm`)."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import ModelError

# Tokens of a prompt and its reply together; the prompts here have some 1500 at most.
CONTEXT = 4096
# llama.cpp works on one reply at a time.
_turn = threading.Lock()


def find_file(name: str) -> Path:
    """The file that a model's name with the suffix .gguf is; ModelError where there is none, or nothing to run it with."""
    path = Path(name).expanduser()
    if not path.is_file():
        raise ModelError(f"there is no model file {path.name}: GOUJI_LLM_MODEL takes the path of a .gguf file, or a name at an endpoint")
    if any(importlib.util.find_spec(part) is None for part in ("llama_cpp", "llama_index.llms.llama_cpp")):
        raise ModelError(f"{path.name} needs llama.cpp: pip install 'gouji[llm]'")
    return path.resolve()


def replies(path: Path, system: str, user: str, tokens: int, stop: threading.Event) -> Iterator[tuple[str, str | None]]:
    """The pieces of a reply, each with the reason for ending where it is the last; none after `stop` is set."""
    with _turn:
        if stop.is_set():
            return
        from llama_index.core.llms import ChatMessage

        model = _model(path)
        model.generate_kwargs.update({"max_tokens": tokens, "temperature": 0.0})
        for response in model.stream_chat([ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]):
            if stop.is_set():
                return
            yield response.delta or "", response.raw["choices"][0]["finish_reason"]


@lru_cache(maxsize=1)
def _model(path: Path) -> Any:
    from llama_cpp.llama_chat_format import Jinja2ChatFormatter
    from llama_index.llms.llama_cpp import LlamaCPP

    model = LlamaCPP(model_path=str(path), temperature=0.0, context_window=CONTEXT, verbose=False)
    inner = model._model
    template = inner.metadata.get("tokenizer.chat_template")
    if template is None:
        raise ModelError("the model has no chat template")

    def word(token: int) -> str:
        text = inner._model.token_get_text(token) if token >= 0 else ""
        return str(text)

    written = Jinja2ChatFormatter(template=template, eos_token=word(inner.token_eos()), bos_token=word(inner.token_bos()))

    def prompt(messages: Sequence[Any]) -> str:
        said = written(messages=[{"role": message.role.value, "content": message.content} for message in messages])
        model.generate_kwargs["stop"] = said.stop
        return str(said.prompt)

    model.messages_to_prompt = prompt
    return model
