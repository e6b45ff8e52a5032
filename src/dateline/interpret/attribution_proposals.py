"""The language model's proposals meet the rules' frames: each does what it sees better.

A proposal has seen attributions of every wording, but only within its window, and its spans may be ragged;
a frame follows the tree and the lists, and knows nothing else. Where both found a cue, they are one frame;
what only one found stays if it is likely enough by the model's own odds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dateline.interpret.attribution_frames import Frame, entry_of, trimmed, without
from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import Cue, Cues
from dateline.interpret.quotes import Quotation
from dateline.model import ProposedQuote, Signals

ALONE_AT = 0.5
"""How likely a cue must be that no rule has found."""
RULE_CONTENT_AT, RULE_SOURCE_AT = 0.3, 0.2
"""How likely a frame's words must be some content, and its speaker some source, without a proposal."""
RULED_AT, PROPOSED_AT = 0.25, 0.55
"""How likely a run of content must be that only the rule has, or only the proposal."""
PASSED_ON_AT = 0.5
"""How likely the words of a frame must be content that is passed on inside another frame's."""
_PASSED_ON = frozenset("say announce tell confirm admit deny quote accuse".split())
_OF_DEEDS = frozenset(["confirm", "admit", "deny"])
"""Groups whose cues take a noun for what is so: "confirmed the capture"."""
_SURE = frozenset(["according", "hearsay"])
"""Groups whose frames stay whatever the model says."""
UNKNOWN = Cue("say", "asserts", frozenset(["that", "quote", "noun"]), frozenset(["that", "quote"]))
"""What a cue is taken for that no list has."""


@dataclass(frozen=True, slots=True)
class Known:
    """Of each token: how likely it is in some source and in some content, and whether it is quoted."""

    inside: NDArray[np.float32]
    quoted: list[bool]


def with_proposals(
    tree: Tree, frames: list[Frame], signals: Signals, lists: Cues, marks: tuple[Quotation, ...]
) -> list[Frame]:
    """The frames that proposals and rules give together."""
    if signals.quotes is None or signals.inside is None:
        return frames
    known = Known(signals.inside, _quoted(tree, marks))
    by_token = {t: n for n, f in enumerate(frames) for first, last in f.cue for t in range(first, last + 1)}
    according = {f.source for f in frames if f.cue_entry.group == "according" and f.source is not None}
    merged: dict[int, Frame] = {}
    alone: list[Frame] = []
    for quote in signals.quotes:
        near = [run for run in stretches(tree, quote.cue) if run[0] <= quote.anchor <= run[1]]
        cued = [quote.anchor, *(t for first, last in near for t in range(first, last + 1))]
        at = next((by_token[t] for t in cued if t in by_token), None)
        if at is not None and at not in merged:
            rivals = {t for t, n in by_token.items() if n != at}
            merged[at] = _merged(tree, frames[at], quote, rivals, according, known)
        elif at is None and quote.score >= ALONE_AT and quote.content:
            alone.append(_alone(tree, quote, lists, known))
    kept = [merged.get(n, f) for n, f in enumerate(frames) if n in merged or _likely(tree, f, known)] + alone
    left = [f for n, f in enumerate(frames) if n not in merged and not _likely(tree, f, known)]
    return kept + [f for f in left if _passed_on(tree, f, kept, known)]


def _quoted(tree: Tree, marks: tuple[Quotation, ...]) -> list[bool]:
    quoted = [False] * len(tree)
    for mark in marks:
        first, last = bisect_left(tree.start, mark.start), bisect_left(tree.start, mark.end)
        quoted[first:last] = [True] * (last - first)
    return quoted


def stretches(tree: Tree, tokens: tuple[int, ...]) -> tuple[Run, ...]:
    """The stretches of a set of tokens in order, over the blanks between them."""
    runs: list[Run] = []
    for token in tokens:
        if runs and all(tree.pos[t] == "SPACE" for t in range(runs[-1][1] + 1, token)):
            runs[-1] = (runs[-1][0], token)
        else:
            runs.append((token, token))
    return tuple(runs)


def runs_of(tree: Tree, tokens: tuple[int, ...]) -> tuple[Run, ...]:
    """The same, each trimmed at its edges."""
    return tuple(run for s in stretches(tree, tokens) if (run := trimmed(tree, *s)) is not None)


def _merged(
    tree: Tree, frame: Frame, quote: ProposedQuote, rivals: set[int], according: set[int], known: Known
) -> Frame:
    """One frame of both: cue and source as proposed; of the content what both have, and what is likely.

    `rivals` are the words of other frames' cues, `according` those whom "according to" names: a cue with a
    speaker of its own is not theirs ("according to the agency, the ministry said").
    """
    if frame.outer:  # a chain within a sentence, which a proposal cannot express
        return frame
    cue = tuple(r for r in stretches(tree, quote.cue) if not rivals & set(range(r[0], r[1] + 1))) or frame.cue
    spoken = _speaker(tree, frame.verb, frame.source, quote, known)
    content = _agreed(tree, frame, quote, known)
    within = frame.source is not None and any(a <= frame.source <= b for a, b in spoken)
    if frame.source is not None and not within and any(a <= o <= b for a, b in spoken for o in according):
        spoken = ()
    source = frame.source if not spoken or within else _head(tree, spoken)
    if source is not None and not spoken:  # the rule's speaker is no part of what the proposal takes for said
        runs = [r for run in content for r in without(tree, *run, [(min(tree.left[source], source), source)])]
        content = tuple(runs) or content
    return replace(frame, cue=cue, content=content, source=source, spoken=spoken)


def _speaker(tree: Tree, verb: int, ruled: int | None, quote: ProposedQuote, known: Known) -> tuple[Run, ...]:
    """Of a proposed source the run that is the speaker: likely, near its cue, and the rule's."""
    runs = runs_of(tree, quote.source)
    if len(runs) < 2:
        return runs

    def rank(run: Run) -> float:
        own = ruled is not None and run[0] <= ruled <= run[1]
        away = min(abs(run[0] - verb), abs(run[1] - verb))
        return float(known.inside[run[0] : run[1] + 1, 0].mean()) + 0.1 * own - 0.02 * away

    return (max(runs, key=rank),)


def _agreed(tree: Tree, frame: Frame, quote: ProposedQuote, known: Known) -> tuple[Run, ...]:
    ruled = {t for first, last in frame.content for t in range(first, last + 1)}
    proposed = _within(tree, frame.verb, quote.content, known)
    both = ruled & proposed
    both.update(_likely_runs(ruled - proposed, known, RULED_AT))
    both.update(_likely_runs(proposed - ruled, known, PROPOSED_AT))
    return runs_of(tree, tuple(sorted(both))) or frame.content


def _likely_runs(tokens: set[int], known: Known, least: float) -> Iterator[int]:
    """Of a set of tokens, the unbroken runs that are likely enough to stand in some content."""
    runs: list[list[int]] = []
    for token in sorted(tokens):
        if runs and token == runs[-1][-1] + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    for run in runs:
        if known.inside[run, 1].mean() >= least:
            yield from run


def _within(tree: Tree, verb: int, content: tuple[int, ...], known: Known) -> set[int]:
    """The part of a proposed content that is in the cue's sentence or in quotation marks."""
    low, high = tree.sentence[verb]
    kept = {t for t in content if low <= t <= high or known.quoted[t]}
    return kept or set(content)


def _alone(tree: Tree, quote: ProposedQuote, lists: Cues, known: Known) -> Frame:
    """A frame of a proposal that no rule has."""
    verb = next((t for t in (quote.anchor, *quote.cue) if tree.is_verb(t)), quote.anchor)
    listed = entry_of(tree, verb, lists) if tree.is_verb(verb) else lists.nouns.get(tree.lemma[verb])
    spoken = _speaker(tree, verb, None, quote, known)
    content = runs_of(tree, tuple(sorted(_within(tree, verb, quote.content, known))))
    source = _head(tree, spoken) if spoken else None
    entry = listed or UNKNOWN
    holds = _answers(tree, content, entry)
    return Frame(verb, stretches(tree, quote.cue), source, content, entry, holds, spoken=spoken)


def _answers(tree: Tree, content: tuple[Run, ...], entry: Cue) -> bool:
    """Whether the source answers for what is in the content: a clause said, or a noun announced."""
    noun = "noun" in entry.takes and not _clause(tree, content)
    return ("noun" if noun else "that") in entry.holds


def _clause(tree: Tree, content: tuple[Run, ...]) -> bool:
    tokens = [t for first, last in content for t in range(first, last + 1)]
    if not tokens:
        return False
    return tree.lower[tokens[0]] == "that" or any(
        tree.pos[t] in ("VERB", "AUX") and not tree.lower[t].endswith("ing") for t in tokens
    )


def _head(tree: Tree, runs: tuple[Run, ...]) -> int:
    """The token of a phrase that hangs outside it, a noun if there is one."""
    inside = [t for first, last in runs for t in range(first, last + 1)]
    members = set(inside)
    tops = [t for t in inside if tree.head[t] not in members or tree.head[t] == t]
    return next((t for t in tops if tree.is_noun(t)), tops[0] if tops else inside[0])


def _passed_on(tree: Tree, frame: Frame, kept: list[Frame], known: Known) -> bool:
    """Whether a frame tells whose word another one passes on: "the agency reported that the mayor said …".

    The sets that the model learned from have only the outer one, so that it takes such a speaker for content.
    """
    source = frame.source
    if frame.cue_entry.group not in _PASSED_ON or not frame.holds or source is None:
        return False
    stands = _clause(tree, frame.content) or frame.cue_entry.group in _OF_DEEDS
    if tree.pos[source] in ("PRON", "NUM") or not stands:
        return False
    cues = [run for other in kept for run in other.cue]
    said = [t for first, last in frame.content for t in (first, last)]
    if any(low <= t <= high for low, high in cues for t in said):
        return False
    sure = float(np.mean([known.inside[first : last + 1, 1].mean() for first, last in frame.content]))
    around = any(first <= frame.verb <= last for other in kept for first, last in other.content)
    return around and sure >= PASSED_ON_AT


def _likely(tree: Tree, frame: Frame, known: Known) -> bool:
    if frame.outer or frame.cue_entry.group in _SURE:
        return True
    inside = known.inside
    said = frame.source is None or float(inside[frame.source, 0]) >= RULE_SOURCE_AT
    if tree.lower[frame.verb] == ":":  # what a headline's speaker says looks like any other headline
        return said
    content = [float(inside[t, 1]) for first, last in frame.content for t in range(first, last + 1)]
    return said and sum(content) >= RULE_CONTENT_AT * len(content)
