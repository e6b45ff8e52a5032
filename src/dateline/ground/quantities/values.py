"""What an amount is: lexemes, a value, a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Amount:
    """What lexemes [start, end) say: `number_end` is where the number ends and the unit begins.

    `high` is the upper end of a range; `kind`: number, vague (`value` is its lower bound), fraction.
    `scaled`: whether a scale was written with it (`10` in `$10 to $15 billion` takes the other's).
    """

    start: int
    number_end: int
    end: int
    value: float
    unit: str | None = None
    high: float | None = None
    kind: str = "number"
    scaled: bool = False
    written: str = "digits"

    def measured(self, end: int, unit: str) -> Amount:
        """The same number of a unit of measure that is written up to lexeme `end`."""
        return replace(self, end=end, unit=unit, kind="number")
