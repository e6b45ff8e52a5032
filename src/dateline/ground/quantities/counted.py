"""What is counted: the noun after an amount, by the tree or tags where the doc has them, else by form."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dateline.ground.times.lexemes import Lexeme

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Counted(NamedTuple):
    """A counted noun phrase: code points [start, end) and the doc's index of its head."""

    start: int
    end: int
    head: int


_NOUNS = ("NOUN", "PROPN")
_STOPS = frozenset(
    "of in on at to from by with for as that which who whose and or but than then were was are is be been "
    "being had has have will would could can may might must shall should do did does not it its they he she "
    "we i you his her their our my your this these those there here when where while after before since "
    "until during about over under between into onto against across per each every if because so also just "
    "only later earlier ago old more less fewer died killed said wounded injured took got went came left "
    "made them him".split()
)
_PLURALS = frozenset(
    "people men women children police troops personnel staff dead wounded injured missing civilians crew "
    "aircraft others feet teeth cattle families cities countries lives wives".split()
)


class Nouns:
    """A doc's tokens, looked up by offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.starts: list[int] = doc.to_array("IDX").tolist()
        self.tagged = bool(doc.has_annotation("POS"))
        self.parsed = bool(doc.has_annotation("DEP"))

    def index(self, offset: int) -> int | None:
        """The token that covers an offset."""
        i = bisect_right(self.starts, offset) - 1
        return i if i >= 0 else None

    def after(self, lexemes: Sequence[Lexeme], at: int, number: int) -> Counted | None:
        """The noun phrase counted by the number at lexeme `number`, looked for from lexeme `at` on."""
        if at >= len(lexemes) or lexemes[at].kind in ("mark", "break"):
            return None
        if self.tagged:
            return self._by_tree(lexemes[number].start, lexemes[at].start) or self._by_tags(lexemes[at].start)
        return self._by_form(lexemes, at)

    def _by_tree(self, number: int, start: int) -> Counted | None:
        """The noun that the number modifies, with what stands between them and what it is joined to."""
        i = self.index(number)
        if not self.parsed or i is None:
            return None
        head = self.doc[i]
        for _ in range(4):
            if head.dep_ not in ("nummod", "compound", "flat", "advmod", "det", "amod", "nmod:unmarked"):
                return None
            if head.head.i == head.i:
                return None
            head = head.head
            if head.idx >= start and head.pos_ in _NOUNS:
                break
        else:
            return None
        if head.pos_ not in _NOUNS or head.i - i > 12:
            return None
        end = self._joined(head)
        return Counted(start, end.idx + len(end), head.i) if start <= head.idx else None

    def _joined(self, head: Token) -> Token:
        """The last of the bare nouns joined to a head: `jets and helicopters`."""
        last = head
        for child in head.children:
            if child.dep_ == "conj" and child.i > last.i and child.pos_ in _NOUNS and child.i - last.i <= 3:
                own = {grandchild.dep_ for grandchild in child.children}
                if not own & {"nummod", "det", "nmod", "case"}:
                    last = child
        return last

    def _by_tags(self, start: int) -> Counted | None:
        first = bisect_left(self.starts, start)
        head = None
        for i in range(first, min(first + 8, len(self.doc))):
            token = self.doc[i]
            if token.pos_ in _NOUNS:
                head = i
            elif token.text != "-" if head is not None else not _qualifies(token):
                break
        if head is None:
            return None
        token = self.doc[head]
        return Counted(start, token.idx + len(token), head)

    def _by_form(self, lexemes: Sequence[Lexeme], at: int) -> Counted | None:
        last = None
        for i in range(at, min(at + 8, len(lexemes))):
            here = lexemes[i]
            if here.low == "-" and last is not None:
                continue
            if here.low == "and" and last is not None and _capitals(lexemes, i):
                continue
            if here.kind not in ("word", "abbreviation") or here.low in _STOPS:
                break
            last = i
            if _is_plural(here.low):
                break
        if last is None:
            return None
        last = self._joined_form(lexemes, last)
        head = self.index(lexemes[last].start)
        return Counted(lexemes[at].start, lexemes[last].end, head) if head is not None else None

    def _joined_form(self, lexemes: Sequence[Lexeme], last: int) -> int:
        """`jets and helicopters` by form: a plural, `and`, a plural."""
        if (
            last + 2 < len(lexemes)
            and _is_plural(lexemes[last].low)
            and lexemes[last + 1].low == "and"
            and lexemes[last + 2].kind == "word"
            and _is_plural(lexemes[last + 2].low)
        ):
            return last + 2
        return last


def _qualifies(token: Token) -> bool:
    """Whether a word may stand between a number and its noun: `combined digital and physical sales`."""
    return token.pos_ in ("ADJ", "ADV", "CCONJ") or "Part" in token.morph.get("VerbForm", [])


def _capitals(lexemes: Sequence[Lexeme], i: int) -> bool:
    """`Kia and Hyundai vehicles`: two names before the noun."""
    return i + 1 < len(lexemes) and lexemes[i - 1].raw[:1].isupper() and lexemes[i + 1].raw[:1].isupper()


def _is_plural(low: str) -> bool:
    return low in _PLURALS or (
        len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "ous"))
    )
