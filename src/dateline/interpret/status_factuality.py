"""How surely a word's event is so, from -3 (surely not) to 3 (surely so), on the scale of a set.

The language model says it for each scale (`Digest.signals.factuality`); what the words and the tree around
the event say (the status rules, negation, tense, auxiliaries, what governs it) corrects it, by the weights of
`_ref/attribution/factuality.toml`, which `bench factuality --fit` makes.
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.cues import StatusWords, status_words
from dateline.interpret.status import status_by_words
from dateline.interpret.status_local import conditional, negative, to_infinitive
from dateline.interpret.weighted import load_weights
from dateline.model import Digest, Grounded, Signals

LIMIT = 3.0
_MORPHOLOGY = ("VerbForm", "Tense", "Mood", "Voice")


def factuality_of(digest: Digest, token: int, scale: str) -> float | None:
    """How factual the event at a token is on a scale; None where the model was not taught factuality."""
    if digest.signals is None:
        return None
    own = load_weights("factuality").get(scale)
    if own is None:
        return float(digest.signals.factuality[token, digest.signals.scale_names.index(scale)])
    return corrected(own, factuality_features(digest, token))


def corrected(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The weighted sum of the features, within the scale."""
    told = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return max(-LIMIT, min(LIMIT, told))


def factuality_features(digest: Digest, token: int) -> dict[str, float]:
    """What the language model and the words around an event say of it."""
    tree, words = tree_of(digest.doc), status_words()
    found = _by_words(tree, words, token)
    if digest.signals is not None:
        found |= _by_model(digest.signals, token, tree.head[token])
    line, grounded = [token], Grounded(digest)
    while len(line) < len(_LEVELS) and tree.head[line[-1]] != line[-1]:
        line.append(tree.head[line[-1]])
    for level, at in zip(_LEVELS, line, strict=False):
        found[f"{level} {status_by_words(grounded, (), at)}"] = 1.0
    return found


_LEVELS = ("status", "governor's status", "its governor's status")


def _by_model(signals: Signals, token: int, head: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for k, name in enumerate(signals.scale_names):
        found[f"model {name}"] = float(signals.factuality[token, k])
        if head != token:
            found[f"governor's model {name}"] = float(signals.factuality[head, k])
    for k, name in enumerate(signals.status_names):
        found[f"model {name}"] = float(signals.statuses[token, k])
    return found


def _by_words(tree: Tree, words: StatusWords, token: int) -> dict[str, float]:
    head = tree.head[token]
    found = {
        f"tag {tree.pos[token]}": 1.0,
        f"relation {tree.relation(token)}": 1.0,
        "negated": float(negative(tree, words, token)),
        "conditional": float(conditional(tree, words, token)),
        "to": float(to_infinitive(tree, token)),
    }
    if head != token:
        found[f"under {tree.pos[head]}"] = 1.0
        found[f"{tree.dep[token]} of {tree.pos[head]}"] = 1.0
        found["governor negated"] = float(negative(tree, words, head))
    for feature in tree.feats[token].split("|"):
        if feature.partition("=")[0] in _MORPHOLOGY:
            found[feature] = 1.0
    for kid in tree.kids[token]:
        found |= _by_child(tree, kid)
    first, last = tree.sentence[token]
    found["question"] = float("?" in tree.lower[first : last + 1])
    return found


def _by_child(tree: Tree, kid: int) -> dict[str, float]:
    if tree.relation(kid) == "aux":
        return {f"auxiliary {tree.lower[kid]}": 1.0}
    if tree.dep[kid] == "mark":
        return {f"after {tree.lower[kid]}": 1.0}
    if tree.dep[kid] in ("cop", "nsubj:pass", "expl"):
        return {f"has {tree.dep[kid]}": 1.0}
    if tree.relation(kid) == "nsubj" and tree.lower[kid] in ("you", "i", "we"):
        return {f"of {tree.lower[kid]}": 1.0}
    return {}
