"""What was done to a page to read it, and the way back to the page as it came."""

from dataclasses import dataclass
from math import cos, radians, sin

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """What was done to a page of that width and height: quarter turns clockwise, then degrees counter-clockwise."""

    width: float
    height: float
    quarters: int = 0
    tilt: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page after the quarter turns."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def back(self, box: Box) -> Box:
        """The box around the same place on the page as it came. In the unit of width and height."""
        return _around([self._back(x, y) for x, y in _corners(box)], self.width, self.height)

    def onto(self, box: Box) -> Box:
        """The box around a place of the page as it came, on the page as it was read."""
        return _around([self._onto(x, y) for x, y in _corners(box)], *self.size)

    def _back(self, x: float, y: float) -> tuple[float, float]:
        x, y = _turned(x, y, self.size, self.tilt)
        if self.quarters == 1:
            return y, self.height - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        return (self.width - y, x) if self.quarters == 3 else (x, y)

    def _onto(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            x, y = self.height - y, x
        elif self.quarters == 2:
            x, y = self.width - x, self.height - y
        elif self.quarters == 3:
            x, y = y, self.width - x
        return _turned(x, y, self.size, -self.tilt)


def _turned(x: float, y: float, size: tuple[float, float], degrees: float) -> tuple[float, float]:
    """The place turned about the middle of the page, clockwise as it is seen."""
    middle = size[0] / 2, size[1] / 2
    dx, dy = x - middle[0], y - middle[1]
    turn = radians(degrees)
    return middle[0] + cos(turn) * dx - sin(turn) * dy, middle[1] + sin(turn) * dx + cos(turn) * dy


def _corners(box: Box) -> tuple[tuple[float, float], ...]:
    return (box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])


def _around(places: list[tuple[float, float]], width: float, height: float) -> Box:
    xs = [min(max(x, 0.0), width) for x, _ in places]
    ys = [min(max(y, 0.0), height) for _, y in places]
    return min(xs), min(ys), max(xs), max(ys)
