"""How a scanned page was turned before it was read, and the way back to the page as it was scanned."""

from __future__ import annotations

import math
from dataclasses import dataclass

from corpus.place import BBox


@dataclass(frozen=True, slots=True)
class Tilt:
    """Quarter turns counter-clockwise, then `angle` degrees the same way; `width`, `height` (points) of the page as read."""

    quarters: int
    angle: float
    width: float
    height: float

    def back(self, box: BBox) -> BBox:
        """The box around a box of the page as read, on the page as it was scanned."""
        corners = [self._back(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return BBox(min(xs), min(ys), max(xs), max(ys))

    def _back(self, x: float, y: float) -> tuple[float, float]:
        turn = math.radians(self.angle)
        dx, dy = x - self.width / 2, y - self.height / 2
        x = self.width / 2 + math.cos(turn) * dx - math.sin(turn) * dy
        y = self.height / 2 + math.sin(turn) * dx + math.cos(turn) * dy
        if self.quarters == 1:
            return self.height - y, x
        if self.quarters == 3:
            return y, self.width - x
        return x, y
