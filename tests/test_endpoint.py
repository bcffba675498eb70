"""A language model's endpoint: replies stream in, and whatever goes wrong is one line, never a hang."""

from __future__ import annotations

import pytest
import scripted

from corpus.errors import ModelError
from qa import endpoint
from qa.endpoint import Endpoint, NoReply, find, reply


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (endpoint.BASE_URL, endpoint.MODEL, endpoint.API_KEY):
        monkeypatch.delenv(name, raising=False)


def test_the_endpoint_comes_from_arguments_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find() is None
    assert find("http://127.0.0.1:1/v1", "small", "secret") == Endpoint("http://127.0.0.1:1/v1", "small", "secret")
    monkeypatch.setenv(endpoint.MODEL, "other")
    monkeypatch.setenv(endpoint.BASE_URL, "https://models.example/v1")
    assert find() == Endpoint("https://models.example/v1", "other", "none")
    assert find(model="small") == Endpoint("https://models.example/v1", "small", "none")


def test_a_model_without_an_address_is_refused() -> None:
    """Nothing is sent to an address nobody gave, such as a client library's own default."""
    with pytest.raises(ModelError, match="GOUJI_LLM_BASE_URL"):
        find(model="small")


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(Endpoint("http://127.0.0.1:1/v1", "small", "secret"))


def test_a_reply_streams_in() -> None:
    seen: list[str] = []
    with scripted.model_server(scripted.says("差旅费为3.20万元[1]。")) as script:
        text = reply(Endpoint(script.address, "small", "secret"), "规则", "问题", seen.append)
    assert text == "差旅费为3.20万元[1]。"
    assert len(seen) > 1
    assert seen[-1] == text
    asked = script.requests[0]
    assert asked["path"] == "/v1/chat/completions"
    assert asked["authorization"] == "Bearer secret"
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("small", 0.0, True)
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]


def test_what_a_model_thinks_aloud_is_no_reply() -> None:
    seen: list[str] = []
    with scripted.model_server(scripted.says("<think>也许是999万元</think>差旅费为3.20万元[1]。")) as script:
        text = reply(Endpoint(script.address, "small"), "规则", "问题", seen.append)
    assert text == "差旅费为3.20万元[1]。"
    assert not any("999" in piece for piece in seen)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (scripted.refuses(429), "429"),
        (scripted.refuses(401), "refuses the key"),
        (scripted.refuses(500), "status 500"),
        (scripted.says(""), "empty"),
        (scripted.says("  \n "), "empty"),
        (scripted.says("<think>没有想完"), "empty"),
        (scripted.breaks_off("差旅费"), "br"),
        (scripted.says("差旅费为3", finish=None), "breaks off"),
        (scripted.says("差旅费为3", finish="length"), "does not end"),
        (scripted.sends_a_page, "br|read|empty"),
        (scripted.babbles, "does not end"),
        (scripted.keeps_silent, "within 1 s"),
    ],
)
def test_what_goes_wrong_is_one_line(behaviour: scripted.Behaviour, said: str) -> None:
    with scripted.model_server(behaviour) as script, pytest.raises(NoReply, match=said) as refused:
        reply(Endpoint(script.address, "small", "secret", patience=1.0 if behaviour is scripted.keeps_silent else 30.0), "规则", "问题")
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)
    assert refused.value.chinese
    assert len(script.requests) == 1  # asked once: a person waits


def test_nobody_there_is_one_line() -> None:
    with scripted.model_server(scripted.says("")) as script:
        address = script.address
    with pytest.raises(NoReply, match="cannot be reached"):
        reply(Endpoint(address, "small"), "规则", "问题")
