"""Text from outside, made harmless for the page."""

from __future__ import annotations

import html

# Beyond HTML's own characters: what a template engine in the browser could take for its own.
_TEMPLATE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


def escape(text: str) -> str:
    """Text that shows as itself in HTML, in attributes and in the page's templates."""
    return html.escape(text, quote=True).translate(_TEMPLATE)
