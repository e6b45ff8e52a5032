"""Source tokens → holders: the shortest sensible noun phrase, with the identity of its actor mention."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from dateline.interpret.attribution_kinds import certainty_of, kind_of
from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import Cues
from dateline.model import ActorMention, Grounded, Holder, Span

_BEFORE = frozenset("det amod compound nmod:poss nummod flat case advmod punct goeswith".split())
_EMPTY = frozenset("that this these those which it there what one you i we".split())
_TIMES = frozenset("day week month year hour minute time today yesterday moment".split())
_PERSONAL = frozenset("he she it they we i his her its their our my".split())


class Holders:
    """Finds the holder at a token of one report."""

    def __init__(self, grounded: Grounded, tree: Tree, cues: Cues) -> None:
        self.tree = tree
        self.cues = cues
        self.mentions: dict[int, ActorMention] = {}
        self.inside: dict[int, ActorMention] = {}
        for mention in grounded.actors:
            other = self.mentions.get(mention.head)
            self.mentions[mention.head] = mention if other is None else _both(other, mention)
            self._spread(mention)
        self.full = _fullest(grounded.actors)
        self.outlet = _plain(grounded.digest.report.outlet or "")

    def _spread(self, mention: ActorMention) -> None:
        tree, first, last = self.tree, mention.head, mention.head
        if not 0 <= first < len(tree):
            return
        while first > 0 and tree.start[first - 1] >= mention.span.start:
            first -= 1
        while last + 1 < len(tree) and tree.end[last + 1] <= mention.span.end:
            last += 1
        for token in range(first, last + 1):
            self.inside.setdefault(token, mention)

    def span(self, run: Run) -> Span:
        """The text of a run of tokens."""
        return Span.of(self.tree.text, self.tree.start[run[0]], self.tree.end[run[1]])

    def phrase(self, head: int) -> Run:
        """The head with what stands before it in its phrase, and the names that go on after it."""
        tree, first, last = self.tree, head, head
        for kid in sorted((k for k in tree.kids[head] if k < head), reverse=True):
            if tree.dep[kid] not in _BEFORE or tree.right[kid] + 1 < first:
                break
            if tree.dep[kid] == "punct" and tree.lower[kid] in (",", ";", ":", "—", "–", "(", ")"):
                break
            if tree.dep[kid] not in ("case", "advmod"):
                first = tree.left[kid]
        for kid in tree.kids[head]:
            name = (
                tree.relation(kid) in ("flat", "goeswith", "compound", "appos") and tree.pos[kid] == "PROPN"
            )
            if (
                kid > last
                and name
                and "," not in tree.lower[last + 1 : kid]
                and "(" not in tree.lower[last + 1 : kid]
            ):
                last = kid if tree.relation(kid) == "appos" else tree.right[kid]
                last = max([last, *(tree.right[k] for k in tree.kids[kid] if tree.relation(k) == "flat")])
        while first < head and (tree.pos[first] in ("PUNCT", "SPACE", "CCONJ")):
            first += 1
        if first > 0 and tree.pos[first - 1] == "DET" and tree.pos[first] != "DET":
            first -= 1  # an article right before the phrase is its own, wherever the parser hung it
        return first, last

    def source(self, head: int, cue: int, content: tuple[Run, ...]) -> Run:
        """The whole source phrase, with appositions, as far as neither cue nor content is in it."""
        tree = self.tree
        first, last = tree.left[head], tree.right[head]
        inside = any(first <= low <= last for low, _ in content) or first <= cue <= last
        if inside:
            return self.phrase(head)
        while first < head and (
            tree.pos[first] in ("PUNCT", "SPACE", "CCONJ", "ADP") or _case(tree, first, head)
        ):
            first += 1
        while (
            last > head and tree.pos[last] in ("PUNCT", "SPACE") and tree.lower[last] not in ('"', "”", ")")
        ):
            last -= 1
        return first, last

    def holders(self, head: int, cue: int) -> list[Holder]:
        """The holder at a token, and those coordinated with it."""
        heads = [head, *self.tree.children(head, "conj")]
        return [
            h
            for token in heads
            if (token == head or self.tree.is_noun(token)) and (h := self._holder(token, cue)) is not None
        ]

    def _holder(self, head: int, cue: int) -> Holder | None:
        tree = self.tree
        mention = self.mentions.get(head) or self.inside.get(head)
        if tree.lower[head] in _PERSONAL:
            return self._pronoun(head, mention, cue)
        if tree.lower[head] in _EMPTY or tree.lemma[head] in _TIMES or tree.pos[head] == "NUM":
            return None
        maker = self._maker(head) if tree.lemma[head] in self.cues.words["documents"] else None
        if maker is not None:
            head, mention = maker, self.mentions.get(maker) or self.inside.get(maker)
        run = self.phrase(head)
        if maker is not None and tree.is_noun(tree.head[maker]) and maker < tree.head[maker]:
            run = (self._determiner(run[0], tree.head[maker]), run[1])
        if mention is not None and mention.head != head and mention.head not in range(run[0], run[1] + 1):
            mention = None
        return self._made(run, head, cue, mention)

    def _pronoun(self, head: int, mention: ActorMention | None, cue: int) -> Holder | None:
        if mention is None or mention.name is None:
            meant = self._antecedent(mention) if mention is not None else None
            if meant is not None:
                return self._made(self._tokens(meant), meant.head, cue, meant)
            return None if self.tree.lower[head] in _EMPTY else self._made((head, head), head, cue, mention)
        full = self.full.get(mention.name)
        named = full if full is not None and full.span.start < mention.span.start else mention
        return self._made(self._tokens(named), named.head, cue, mention)

    def _antecedent(self, pronoun: ActorMention) -> ActorMention | None:
        """The last mention of whom a pronoun means, where nobody is named: it was read by the same entry."""
        resolved, _, entry = pronoun.rule.partition(" + ")
        if not entry or not resolved.startswith("coref:"):
            return None
        before = [m for m in self.mentions.values() if m.head < pronoun.head and m.rule == entry]
        return max(before, key=lambda m: m.head, default=None)

    def _tokens(self, mention: ActorMention) -> Run:
        """The tokens of a mention."""
        last = max(mention.head, bisect_left(self.tree.start, mention.span.end) - 1)
        return min(mention.head, bisect_left(self.tree.start, mention.span.start)), last

    def _made(self, run: Run, head: int, cue: int, mention: ActorMention | None) -> Holder | None:
        span = self.span(run)
        if self.outlet and _plain(span.text) in self.outlet.split("/"):
            return None
        known = (None, None, None) if mention is None else (mention.name, mention.country, mention.sector)
        kind, certainty = kind_of(self.tree, run, head, mention), certainty_of(self.tree, cue)
        return Holder(span, self.span((cue, cue)), *known, kind, certainty)

    def _maker(self, head: int) -> int | None:
        """Who made a paper or a figure: "the ministry's report", "data from the archive", "US estimates"."""
        tree = self.tree
        for kid in tree.kids[head]:
            case = next((tree.lower[k] for k in tree.kids[kid] if tree.dep[k] == "case" and k < kid), "")
            if tree.dep[kid] == "nmod:poss" and tree.lower[kid] not in _PERSONAL:
                return kid
            if kid > head and case in self.cues.words["makers"] and (case != "of" or kid in self.mentions):
                return kid
            if kid < head and tree.dep[kid] in ("compound", "amod") and kid in self.inside:
                return kid
        return next((k for k in tree.kids[head] if k < head and tree.dep[k] == "compound"), None)

    def _determiner(self, first: int, head: int) -> int:
        det = self.tree.child(head, "det")
        return det if det is not None and det == first - 1 else first


def passed_on(holder: Holder) -> Holder:
    """The holder as one that only passes on what another says."""
    return replace(holder, certainty="unknown")


def _both(one: ActorMention, other: ActorMention) -> ActorMention:
    """What holds of two whom one phrase names ("the two leaders")."""
    country = one.country if one.country == other.country else None
    sector = one.sector if one.sector == other.sector else None
    return replace(one, name=None, country=country, sector=sector, id=None)


def _case(tree: Tree, token: int, head: int) -> bool:
    return (tree.head[token] == head and tree.dep[token] in ("case", "mark", "cc")) or tree.lower[
        token
    ] == "according"


def _plain(name: str) -> str:
    return "/".join(part.strip().lower().removeprefix("the ") for part in name.split("/"))


def _fullest(mentions: tuple[ActorMention, ...]) -> dict[str, ActorMention]:
    """Of each named actor, its most informative mention: the longest, the first among equals."""
    best: dict[str, ActorMention] = {}
    for mention in mentions:
        if mention.name is None or mention.span.text.lower() in _PERSONAL:
            continue
        known = best.get(mention.name)
        if known is None or len(mention.span.text) > len(known.span.text):
            best[mention.name] = mention
    return best
