"""Vectors under the store's own ids: removed is gone, filters hold before ranking, a cache is never the wrong one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.vectors import Vectors, pack, unpack

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


def test_the_cache_serves_the_state_it_was_written_for(tmp_path: Path) -> None:
    vectors().save(tmp_path, "state 1")
    again = Vectors.cached(tmp_path, "state 1", 4)
    assert again is not None
    assert again.ids == {10, 20, 30, 2**40}
    assert again.search(BASE[1], k=1) == [(20, 1.0)]
    assert again.remove([20]) == 1
    assert Vectors.cached(tmp_path, "state 2", 4) is None
    assert Vectors.cached(tmp_path, "state 1", 8) is None


def test_a_newer_state_replaces_the_cache(tmp_path: Path) -> None:
    made = vectors()
    made.save(tmp_path, "state 1")
    made.remove([10])
    made.save(tmp_path, "state 2")
    assert len(list(tmp_path.iterdir())) == 1
    assert Vectors.cached(tmp_path, "state 1", 4) is None
    assert Vectors.cached(tmp_path, "state 2", 4) is not None


@pytest.mark.parametrize("damage", [b"", b"not an index", None])
def test_a_damaged_cache_is_no_cache(tmp_path: Path, damage: bytes | None) -> None:
    vectors().save(tmp_path, "state")
    file = next(tmp_path.iterdir())
    content = file.read_bytes()
    file.write_bytes(content[:-8] + bytes(8) if damage is None else damage)
    assert Vectors.cached(tmp_path, "state", 4) is None
