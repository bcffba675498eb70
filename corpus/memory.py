"""Memory: pauses of the garbage collector."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """What runs inside is not interrupted by the garbage collector, which walks all documents in memory to look for cycles.

    Documents, figures and their indexes hold none: they go when the last reference does. Threads may overlap; the
    collector may then be on again a little early.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
