"""Quantities: every number that counts or measures something, with its bounds, unit and counted noun.

In: a `Digest`; its text is enough, tags and trees are used where the doc has them.
Out: `QuantityMention`s in text order that do not overlap. The span covers comparator and number
(`more than 50`, `3,000 to 6,000`); low, best and high follow the record: `at least 20` is 20/20/-,
`more than 50` 51/-/-, a range low/-/high, `dozens` 24/-/-, `about 300` -/300/-, an exact number all three.
`no casualties` is 0/0/0; a number that nobody tells (`did not specify how many`) is -/-/-, never 0.
`what` is the counted noun with its attributes (`unarmed civilians`). Numbers that are dates, clock times,
ordinals, scores, or parts of names are left out.
Fails: never.
"""

from __future__ import annotations

from dateline.ground.quantities.find import find_quantities

__all__ = ["find_quantities"]
