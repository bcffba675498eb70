"""Answer, cite, check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.session import Gouji

__all__ = ["Gouji"]


def __getattr__(name: str) -> object:
    """`from qa import Gouji` without loading the store before it is used."""
    if name == "Gouji":
        from qa.session import Gouji

        return Gouji
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
