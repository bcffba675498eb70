"""Texts become normalised vectors in their order; questions are asked as questions; what cannot be loaded is one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tiny

from corpus.errors import ModelError
from index import model
from index.embedder import Embedder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    directory = tmp_path_factory.mktemp("tiny")
    weights, sha256 = tiny.weights_file(directory)
    return Embedder(model.Model("tiny-e5", str(model.prepare(weights, directory, sha256=sha256)), prepared=True))


def test_passages_keep_their_order_whatever_their_length(small: Embedder) -> None:
    texts = ["差", "差旅费" * 8, "决算", "预算" * 5] * 9
    seen: list[tuple[int, int]] = []
    together = small.embed_passages(texts, progress=lambda done, total: seen.append((done, total)))
    assert together.shape == (36, small.dimension)
    assert seen[-1] == (36, 36)
    assert seen == sorted(seen)
    for text, row in zip(texts[:4], together[:4], strict=True):
        assert float(small.embed_passages([text])[0] @ row) > 0.999
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_no_texts_no_vectors(small: Embedder) -> None:
    assert small.embed_passages([]).shape == (0, small.dimension)


def test_a_question_is_embedded_as_a_question_and_kept(small: Embedder) -> None:
    asked = small.embed_query("差旅费")
    assert not np.allclose(asked, small.embed_passages(["差旅费"])[0], atol=1e-3)
    assert small.embed_query("差旅费") is asked


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded as an embedding model") as refused:
        Embedder(model.Model("gone", str(tmp_path / "gone"))).embed_query("预算")
    assert "\n" not in str(refused.value)


def test_the_installed_model_knows_what_words_mean() -> None:
    """Questions in everyday Chinese and in English lie next to the passages that answer them."""
    found = model.find()
    if found is None:
        pytest.skip("no embedding model is installed")
    embedder = Embedder(found)
    passages = ["公务用车购置及运行维护费：2.50万元。", "内设机构：办公室、规划股、执法大队。", "本单位无政府性基金预算收支。"]
    table = embedder.embed_passages(passages)
    for question, best in (("用在小汽车上的钱", 0), ("Which divisions does the bureau have?", 1), ("政府性基金有没有安排", 2)):
        assert int(np.argmax(table @ embedder.embed_query(question))) == best
