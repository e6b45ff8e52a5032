"""Numbers that count nothing: parts of names, labels, scores, lists, and `one` as a pronoun."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.ground.quantities.amounts import tight
from dateline.ground.quantities.bounds import Bound
from dateline.ground.quantities.counted import Counted
from dateline.ground.quantities.values import Amount
from dateline.ground.quantities.words import words
from dateline.ground.times.lexemes import Lexeme

_NO_COUNT = frozenset("no any every some this that the each which -".split())
"""Words that make a pronoun of the `one` after them."""
_STREETS = (" street", " st", " road", " avenue", " ave", " way", " drive", " lane", " boulevard")


def is_no_quantity(
    text: str, lexemes: Sequence[Lexeme], amount: Amount, bound: Bound, counted: Counted | None
) -> bool:
    """Whether a number counts nothing."""
    first, after = amount.start, amount.number_end
    before = lexemes[first - 1] if first else None
    if (
        before is not None
        and before.low in ("model", "p")
        and before.raw[0].isupper()
        and amount.written == "digits"
    ):
        return not tight(lexemes, first)
    if amount.unit is not None or bound.sign != "=" or amount.kind != "number":
        return False
    if amount.high is not None and amount.high < amount.value and lexemes[after - 2].low in "-–":
        return True
    if counted is not None and text[counted.start : counted.end].lower().endswith(_STREETS):
        return True
    follows = lexemes[after] if after < len(lexemes) else None
    if lexemes[first].low == "one" and after == first + 1:
        return _is_pronoun(before, follows, counted)
    return before is not None and _is_labelled(lexemes, amount, before, counted)


def _is_labelled(lexemes: Sequence[Lexeme], amount: Amount, before: Lexeme, counted: Counted | None) -> bool:
    """Whether the word before makes it part of a name, a score or a list: `Part 3`, `iPhone 11`, `2-2`."""
    first, after = amount.start, amount.number_end
    follows = lexemes[after] if after < len(lexemes) else None
    capital = before.kind in ("word", "abbreviation") and any(letter.isupper() for letter in before.raw)
    if capital and amount.high is not None and lexemes[first + 1].low == "-" and tight(lexemes, first + 1):
        return True
    if before.low == "but" and first > 1 and lexemes[first - 2].low == "all":
        return True
    if after + 1 < len(lexemes) and follows is not None and follows.low in "-–" and _is_score(lexemes, after):
        return True
    touching = tight(lexemes, first)
    if touching and (before.kind in ("word", "number") or before.low in "-/:.@_&#+"):
        return True
    part = follows is not None and follows.low == "of"
    if before.low in words().labels and (counted is None or part):
        return True
    starts = first < 2 or lexemes[first - 2].low in (".", "!", "?") or lexemes[first - 2].kind == "break"
    if capital and not starts and counted is None:
        return True
    return (
        follows is not None
        and tight(lexemes, after)
        and follows.kind == "word"
        and amount.written == "digits"
    )


def _is_score(lexemes: Sequence[Lexeme], dash: int) -> bool:
    """`2-2`: the dash of two numbers that are no range."""
    return tight(lexemes, dash) and tight(lexemes, dash + 1) and lexemes[dash + 1].kind == "number"


def _is_pronoun(before: Lexeme | None, follows: Lexeme | None, counted: Counted | None) -> bool:
    """`one of them`, `no one`, `that one`: a word, not a count."""
    if before is not None and before.low in _NO_COUNT:
        return True
    if follows is not None and follows.low in ("another", "day", "'s", "’s", "thing", "-", "more"):
        return True
    return counted is None
