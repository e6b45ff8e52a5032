"""What a report shows of somebody's part in a deed: clues beside each mention, and whose word each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.blame_words import BlameWords, blame_words, clues_in
from dateline.interpret.chains import chain_of
from dateline.interpret.cues import status_words
from dateline.interpret.deeds import Zone, above, is_agent, tie, tokens_at, zone_of
from dateline.interpret.status_local import negative
from dateline.model import Event, Holder, Interpretation, Span

_SURE = 0.5
_CLOSE = 0.5
"""Of mentions that count less than this share of the nearest only what the actor admits is heard."""
_OPENING = 80
"""How many words of a report tell whose voice it is."""
_VIOLENT = ("ASSAULT", "COERCE")


@dataclass(slots=True)
class Clues:
    """Features by name, each the most that any mention gives, and the spans and holders behind them."""

    features: dict[str, float] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    holders: dict[str, tuple[Holder, ...]] = field(default_factory=dict)

    def add(self, name: str, weight: float, span: Span, by: tuple[Holder, ...] = ()) -> None:
        """Keep a clue where it is the strongest of its name."""
        if weight > self.features.get(name, 0.0):
            self.features[name], self.spans[name], self.holders[name] = weight, span, by


@dataclass(frozen=True, slots=True)
class _Scene:
    reading: Interpretation
    tree: Tree
    words: BlameWords
    zone: Zone
    actor: tuple[Span, ...]
    doers: dict[int, Event]
    """Deeds of violence that the coder found, by the token of each trigger."""

    def span(self, token: int) -> Span:
        return Span.of(self.tree.text, self.tree.start[token], self.tree.end[token])


def clues_of(reading: Interpretation, actor: Sequence[Span], deed: Sequence[Span]) -> Clues:
    """What ties an actor (all its mentions) to a deed (all words that tell of it)."""
    tree = tree_of(reading.grounded.digest.doc)
    coded = [e for e in reading.events if e.type in _VIOLENT]
    doers = {t: e for e in coded for t in tokens_at(tree, [e.trigger])}
    told = tokens_at(tree, deed)
    zone = zone_of(tree, told)
    scene = _Scene(reading, tree, blame_words(), zone, tuple(actor), doers)
    clues = Clues()
    mentions = [(token, span) for span in actor for token in tokens_at(tree, [span])]
    most = max((zone.weight(token) for token, _ in mentions), default=1.0)
    for token, span in mentions:
        _mention(scene, clues, token, span, zone.weight(token) / most)
    for token in told:
        _told(scene, clues, token)
    if mentions:
        _voice(scene, clues)
    return clues


def _told(scene: _Scene, clues: Clues, token: int) -> None:
    """Whose word the deed itself is, and the clues in its sentence."""
    chain = chain_of(scene.reading.statements, scene.span(token))
    clues.add(f"told by {_kind(scene, chain[-1]) if chain else 'none'}", 1.0, scene.span(token), chain)
    first, last = scene.tree.sentence[token]
    for clue, kind in clues_in(scene.tree, scene.words.blame, first, last):
        if kind != "accuses":  # whom a word of blame is for, its tie to a mention tells
            clues.add(f"{kind} at deed", 1.0, scene.span(clue), chain)


def _voice(scene: _Scene, clues: Clues) -> None:
    """Whether the report opens as the voice of one side: what rebels say of themselves, or of a state."""
    last = min(_OPENING, len(scene.tree)) - 1
    party = "a state" if _is_state(scene) else "others"
    for clue, _ in clues_in(scene.tree, scene.words.voice, 0, last):
        clues.add(f"rebels speak of {party}", 1.0, scene.span(clue))


def _mention(scene: _Scene, clues: Clues, token: int, span: Span, weight: float) -> None:
    chain = chain_of(scene.reading.statements, span)
    near = weight >= _CLOSE
    first, last = scene.tree.sentence[token]
    for clue, kind in clues_in(scene.tree, scene.words.blame, first, last):
        if near or kind == "admits":
            _clue(scene, clues, token, clue, kind, weight, chain)
    if near:
        _speaks(scene, clues, span)
        _deed(scene, clues, token, weight, chain)


def _clue(
    scene: _Scene,
    clues: Clues,
    token: int,
    clue: int,
    kind: str,
    weight: float,
    chain: tuple[Holder, ...],
) -> None:
    tied = tie(scene.tree, clue, token)
    where = scene.span(clue)
    if kind == "accuses" and tied == "agent":
        clues.add("accuses others", weight, where)
        return
    if kind == "admits":
        if negative(scene.tree, status_words(), clue):
            return
        tied = None if tied == "governs" else tied
        clues.add(f"admits {'near' if tied is None else 'tied'}", weight, where, chain)
        return
    if tied is None:
        return
    clues.add(f"{kind} tied", weight, where, chain)
    if kind == "accuses":
        by = _accuser(scene, clue) or chain
        who = _kind(scene, by[-1]) if by else "unnamed"
        clues.add(f"{kind} by {who}", weight, where, by)


def _accuser(scene: _Scene, clue: int) -> tuple[Holder, ...]:
    """Who accuses: the subject of the word, or the "by …" of its passive."""
    for kid in scene.tree.kids[clue]:
        if is_agent(scene.tree, kid):
            first, last = scene.tree.left[kid], scene.tree.right[kid]
            span = Span.of(scene.tree.text, scene.tree.start[first], scene.tree.end[last])
            known = next((a for a in scene.reading.grounded.actors if a.head == kid), None)
            named = (known.name, known.country, known.sector) if known else (None, None, None)
            return (Holder(span, scene.span(clue), *named),)
    return ()


def _kind(scene: _Scene, holder: Holder) -> str:
    if any(holder.span.overlaps(span) for span in scene.actor):
        return "self"
    return "authorities" if is_authority(holder) else "others"


def is_authority(holder: Holder) -> bool:
    """Whether a holder speaks for a state: by its kind or sector, else by the words of its phrase."""
    words = blame_words()
    if holder.kind == "official":
        return True
    if holder.sector is not None:
        return holder.sector in words.sectors
    found = holder.span.text.lower().replace("-", " ").replace(",", " ").replace(".", " ").split()
    return any(w in words.authorities or w.removesuffix("s") in words.authorities for w in found)


def _speaks(scene: _Scene, clues: Clues, span: Span) -> None:
    for statement in scene.reading.statements:
        if statement.cue and any(h.span.overlaps(span) for h in statement.chain[-1:]):
            near = max((_weight(scene, part) for part in statement.content), default=0.0)
            clues.add("speaks", near, statement.cue[0], statement.chain)


def _weight(scene: _Scene, span: Span) -> float:
    return max((scene.zone.weight(t) for t in tokens_at(scene.tree, [span])), default=0.0)


def _deed(scene: _Scene, clues: Clues, token: int, weight: float, chain: tuple[Holder, ...]) -> None:
    """Whether the mention is who does a deed, told by the report or by somebody, and how surely it is so."""
    tree, signals = scene.tree, scene.reading.grounded.digest.signals
    line = above(tree, token)
    for below, head in pairwise(line):
        if not is_agent(tree, below):
            continue
        event = scene.doers.get(head)
        violent = event is not None
        if signals is not None:
            columns = [signals.type_names.index(t) for t in _VIOLENT]
            violent = violent or float(signals.types[head, columns].sum()) > _SURE
            clues.add("doubt", weight * _doubt(signals.factuality[head].tolist()), scene.span(head))
        if violent:
            clues.add("does, as said" if chain else "does, as told", weight, scene.span(head), chain)
            if event is not None and event.status != "happened":
                clues.add("does, unsure", weight, scene.span(head), chain)
        return


def _doubt(scales: list[float]) -> float:
    """From 0, surely so, to 1, surely not."""
    return (3.0 - sum(scales) / len(scales)) / 6.0 if scales else 0.0


def _is_state(scene: _Scene) -> bool:
    """Whether the actor is itself a state's force or body."""
    return any(
        mention.sector in scene.words.sectors and any(s.holds(mention.span) for s in scene.actor)
        for mention in scene.reading.grounded.actors
    )
