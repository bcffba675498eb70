"""Vectors under the store's own ids: removed is gone, filters hold before ranking, a cache is never the wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tiny

from corpus.errors import ModelError
from index import model
from index.dense import Embedder, Vectors, pack, unpack

BASE = np.eye(4, dtype=np.float32)


def vectors() -> Vectors:
    made = Vectors(4)
    made.add([10, 20, 30, 2**40], BASE)
    return made


def ids(found: list[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in found]


def test_the_nearest_comes_first_with_its_cosine() -> None:
    found = vectors().search(BASE[3], k=2)
    assert found[0] == (2**40, 1.0)
    assert len(found) == 2


def test_equal_passages_come_by_id() -> None:
    assert ids(vectors().search(BASE[3], k=4)) == [2**40, 10, 20, 30]


def test_a_removed_passage_is_gone_and_comes_back_under_its_own_id() -> None:
    made = vectors()
    assert made.remove([20, 99]) == 1
    assert 20 not in made
    assert ids(made.search(BASE[1], k=4)) == [10, 30, 2**40]
    made.add([40, 20], BASE[[0, 1]])
    assert made.search(BASE[1], k=1) == [(20, 1.0)]
    assert len(made) == 5


def test_a_passage_added_again_has_its_new_vector_only() -> None:
    made = vectors()
    made.add([10], BASE[[2]])
    assert len(made) == 4
    assert ids(made.search(BASE[2], k=2)) == [10, 30]


def test_the_filter_holds_before_the_ranking() -> None:
    made = vectors()
    assert ids(made.search(BASE[0], allowed=[30, 20], k=10)) == [20, 30]
    assert ids(made.search(BASE[0], allowed=[77], k=10)) == []
    assert made.search(BASE[0], allowed=[], k=10) == []
    assert Vectors(4).search(BASE[0]) == []


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="4 dimensions"):
        vectors().add([1], np.zeros((1, 3), dtype=np.float32))


def test_packed_vectors_are_the_same_to_three_digits() -> None:
    rows = np.random.default_rng(3).normal(size=(5, 4)).astype(np.float32)
    blobs = pack(rows)
    assert [len(blob) for blob in blobs] == [8] * 5
    assert np.allclose(unpack(b"".join(blobs), 4), rows, rtol=1e-3)


def rows() -> Iterator[tuple[int, bytes]]:
    yield from zip([1, 2], pack(BASE[:2]), strict=True)


def no_rows() -> Iterator[tuple[int, bytes]]:
    raise AssertionError("the cache should have been enough")
    yield


def test_the_cache_serves_the_state_it_was_written_for(tmp_path: Path) -> None:
    Vectors.load(tmp_path, "state 1", 4, rows)
    again = Vectors.load(tmp_path, "state 1", 4, no_rows)
    assert again.search(BASE[1], k=1) == [(2, 1.0)]
    assert again.remove([2]) == 1


def test_another_state_is_built_from_the_store_and_replaces_the_cache(tmp_path: Path) -> None:
    Vectors.load(tmp_path, "state 1", 4, rows)
    later = Vectors.load(tmp_path, "state 2", 4, lambda: iter([(3, pack(BASE[2:3])[0])]))
    assert 3 in later
    assert 1 not in later
    assert len(list(tmp_path.iterdir())) == 1
    assert 1 in Vectors.load(tmp_path, "state 1", 4, rows)


@pytest.mark.parametrize("damage", [b"", b"not an index", None])
def test_a_damaged_cache_is_built_again(tmp_path: Path, damage: bytes | None) -> None:
    Vectors.load(tmp_path, "state", 4, rows)
    file = next(tmp_path.iterdir())
    content = file.read_bytes()
    file.write_bytes(content[:-8] + bytes(8) if damage is None else damage)
    assert Vectors.load(tmp_path, "state", 4, rows).search(BASE[1], k=1) == [(2, 1.0)]


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
