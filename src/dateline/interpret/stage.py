"""How far a deed has come: accomplished, attempted, or only threatened.

Read from the words tied to those that tell of the deed (targets, means, the deed's own words), the status of
the events beside them, and how sure the language model is of them. The clues are weighed by
`_ref/attribution/stage_weights.toml`, which `bench muc_claims --fit` makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.blame_words import blame_words, clues_in
from dateline.interpret.deeds import tie, tokens_at
from dateline.interpret.weighted import load_weights, probabilities
from dateline.model import Interpretation, Signals, Span

STAGES = ("accomplished", "attempted", "threatened")
_VIOLENT = ("ASSAULT", "COERCE")
_SURE = 0.3


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a deed has come, how likely that is, and the words that speak for it."""

    name: str
    probability: float
    evidence: tuple[Span, ...]


@dataclass(slots=True)
class _Found:
    features: defaultdict[str, float]
    spans: dict[str, Span]


def stage(reading: Interpretation, deed: Sequence[Span], mode: str | None = None) -> Stage | None:
    """The stage of a deed told by the words at `deed`, of a PLOVER mode; None where no word tells of it."""
    found = _clues(reading, deed, mode)
    if found is None:
        return None
    weights = load_weights("stage_weights")
    likely = probabilities(weights, found.features)
    name = max(likely, key=lambda answer: likely[answer])
    own = weights[name]
    speaking = sorted(
        (n for n in found.spans if own.get(n, 0) > 0), key=lambda n: -own[n] * found.features[n]
    )
    return Stage(name, round(likely[name], 2), tuple(dict.fromkeys(found.spans[n] for n in speaking[:3])))


def stage_features(
    reading: Interpretation, deed: Sequence[Span], mode: str | None
) -> dict[str, float] | None:
    """What the stage is read from; None where no word tells of the deed."""
    found = _clues(reading, deed, mode)
    return None if found is None else dict(found.features)


def _clues(reading: Interpretation, deed: Sequence[Span], mode: str | None) -> _Found | None:
    tree = tree_of(reading.grounded.digest.doc)
    tokens = tokens_at(tree, deed)
    if not tokens:
        return None
    found = _Found(defaultdict(float), {})
    for token in tokens:
        _beside(tree, found, token)
    for name in list(found.features):
        found.features[f"share {name}"] = found.features[name] / len(tokens)
        found.features[name] = 1.0
    sentences = {tree.sentence[t] for t in tokens}
    _events(reading, tree, found, sentences)
    if reading.grounded.digest.signals is not None:
        _signals(reading.grounded.digest.signals, found, sentences)
    if mode is not None:
        found.features[f"mode {mode}"] = 1.0
    return found


def _beside(tree: Tree, found: _Found, token: int) -> None:
    """The clues in the sentence of one word, each kind counted once: tied to the word, or only near it."""
    first, last = tree.sentence[token]
    seen: dict[str, int] = {}
    for clue, kind in clues_in(tree, blame_words().stage, first, last):
        tied = clue == token or tie(tree, clue, token) is not None
        seen.setdefault(f"{kind} {'tied' if tied else 'near'}", clue)
    for name, clue in seen.items():
        found.features[name] += 1
        found.spans.setdefault(name, Span.of(tree.text, tree.start[clue], tree.end[clue]))


def _events(reading: Interpretation, tree: Tree, found: _Found, sentences: set[tuple[int, int]]) -> None:
    """The events that the coder found in the deed's sentences: deeds done, deeds not done, threats."""
    for event in reading.events:
        if not any(tree.start[a] <= event.trigger.start < tree.end[b] for a, b in sentences):
            continue
        done = "done" if event.status in ("happened", "ongoing") else event.status
        name = f"coded {done}" if event.type in _VIOLENT else f"coded {event.type}"
        if event.type in (*_VIOLENT, "THREATEN"):
            found.features[name] = 1.0
            found.spans.setdefault(name, event.trigger)


def _signals(signals: Signals, found: _Found, sentences: set[tuple[int, int]]) -> None:
    """What the language model says of the violent words in these sentences: mean status and factuality."""
    columns = [signals.type_names.index(t) for t in _VIOLENT]
    violent = [
        i for a, b in sentences for i in range(a, b + 1) if float(signals.types[i, columns].sum()) > _SURE
    ]
    if not violent:
        found.features["no deed"] = 1.0
        return
    for k, name in enumerate(signals.status_names):
        found.features[f"likely {name}"] = float(signals.statuses[violent, k].mean())
    found.features["doubt"] = float((3.0 - signals.factuality[violent].mean()) / 6.0)
