"""The weights file is read as its description says, and what is written of it is an ordinary model directory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tiny

from corpus.errors import ModelError
from index import weights


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("model")
    steps = list(weights.convert(tiny.weights(), target))
    assert steps[-1] == (len(steps), len(steps))
    return target


def test_sizes_and_pieces() -> None:
    sizes, pieces, tensors = weights.read(tiny.weights())
    assert sizes == weights.Sizes(tiny.HIDDEN, tiny.LAYERS, tiny.HEADS, tiny.INNER, len(tiny.PIECES), tiny.POSITIONS, 2, 1e-12)
    assert [piece for piece, _ in pieces.vocabulary] == tiny.PIECES
    assert (pieces.begin, pieces.padding, pieces.end, pieces.unknown) == (0, 1, 2, 3)
    assert pieces.normalisation["５"] == "5"
    assert tensors["emb.word"].quantised
    assert not tensors["emb.pos"].quantised


def test_a_block_is_a_scale_and_two_halves_of_sixteen() -> None:
    """The low nibbles are the first sixteen values, the high ones the rest, each 8 too high."""
    quants = bytes(range(16))
    block = np.array([0.5], "<f2").tobytes() + bytes(q | (q << 4) for q in quants)
    values = weights.tensor(block, weights.Stored(32, 0, 18), (1, 32))
    expected = [(q - 8) * 0.5 for q in quants]
    assert values.tolist() == [expected + expected]


def test_tokens_follow_the_files_normalisation(directory: Path) -> None:
    """Full width becomes half width, control characters go, the tilde of ranges stays."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    assert tokenizer.encode("５～８月").tokens == ["<s>", "▁", "5", "～", "8", "月", "</s>"]
    assert tokenizer.encode("差旅费\x01").tokens == tokenizer.encode("差旅费").tokens == ["<s>", "▁", "差旅费", "</s>"]


def test_the_directory_is_a_model_for_others_too(directory: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(directory), device="cpu")
    vectors = model.encode(["差旅费", "差旅费", "决算"])
    assert vectors.shape == (3, tiny.HIDDEN)
    assert np.allclose(np.linalg.norm(vectors.astype(np.float32), axis=1), 1, atol=1e-2)
    assert np.allclose(vectors[0], vectors[1])
    assert not np.allclose(vectors[0], vectors[2], atol=1e-2)
    assert model.prompts == {"query": "query: ", "document": "passage: "}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", tiny.weights()[:200], tiny.weights()[:-4000]])
def test_what_is_no_weights_file_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        list(weights.convert(content, tmp_path))
