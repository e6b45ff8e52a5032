"""Does an entry of the lexicon fit a word of the text? Conditions are tested on its frame and the facts."""

from __future__ import annotations

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import ARMED, CIVIL, GOVERNING, Facts, contents
from dateline.interpret.coder_frame import Frame, governed
from dateline.interpret.lexicon import Condition, Entry, Group
from dateline.model import ActorMention

_STATE = frozenset({None, "GOV"})
_PRONOUNS = frozenset(["he", "she", "they", "we", "i", "you", "him", "her", "them", "us", "me", "who"])


def _hyphened(tree: Tree, i: int) -> list[int]:
    """The word that a hyphen joins to a verb before it, wherever the tree hangs it: "test-fired"."""
    return [i - 2] if i > 1 and tree.lower[i - 1] == "-" and tree.head[i - 1] in (i, i - 2) else []


def _has(mention: ActorMention | None, feature: str) -> bool:
    if mention is None:
        return False
    sector, country = mention.sector, mention.country
    if feature == "actor":
        return True
    if feature == "armed":
        return sector in ARMED
    if feature == "gov":
        return sector in GOVERNING or (country is not None and sector is None)
    if feature in ("country", "state"):
        return country is not None and sector in (None, *GOVERNING)
    if feature == "civil":
        return sector in CIVIL
    sectors = {"media": ("JRN",), "elite": ("ELI", "REL"), "party": ("PTY", "OPP")}
    return sector in sectors.get(feature, ())


def _feature(facts: Facts, i: int, feature: str) -> bool:
    tree = facts.tree
    if feature == "place":
        return i in facts.places
    if feature == "person":
        return i in facts.persons or tree.lemma[i] in _PRONOUNS
    if feature == "org":
        return i in facts.orgs
    if feature == "number":
        return tree.pos[i] == "NUM"
    if feature == "year":
        return len(tree.lemma[i]) == 4 and tree.lemma[i].isdigit()
    if tree.pos[i] == "PRON":
        if feature != "actor":
            return False
        acts = tree.lower[i] == "it" and tree.dep[i].startswith("nsubj")
        known = facts.actors.get(i) if acts else None  # where it stands for a country
        return tree.lemma[i] in _PRONOUNS or (
            known is not None and known.sector in _STATE and bool(known.country)
        )
    return _has(facts.party(i), feature)


def fits(facts: Facts, condition: Condition, i: int) -> bool:
    """Whether token `i` is what a condition asks for."""
    if condition.anything:
        return True
    lemma = facts.tree.lemma
    for k in contents(facts.tree, i):
        if lemma[k] in condition.lemmas or facts.tree.lower[k] in condition.lemmas:
            return True
        if any(_feature(facts, k, feature) for feature in condition.features):
            return True
    return False


def _tokens(frame: Frame, slot: str) -> list[int]:
    found = frame.get(slot)
    if not found and slot not in ("subj", "obj"):
        found = frame.get(f"{slot}-obj")
    return found


Filling = tuple[list[int], frozenset[str]]
"""What a slot holds: the tokens looked at, containers opened, and all their words and lemmas."""
_NOTHING: Filling = ([], frozenset())


class _Look:
    """A frame under the conditions of many entries: each slot is opened once."""

    __slots__ = ("facts", "frame", "slots")

    def __init__(self, facts: Facts, frame: Frame) -> None:
        self.facts, self.frame = facts, frame
        self.slots: dict[str, Filling] = {}

    def filling(self, slot: str) -> Filling:
        """What fills a slot as conditions see it."""
        found = self.slots.get(slot)
        if found is None:
            found = self.slots[slot] = self._open(slot)
        return found

    def _open(self, slot: str) -> Filling:
        tree, frame = self.facts.tree, self.frame
        if slot == "prt":
            tokens = [*frame.get("prt"), *_hyphened(tree, frame.token)]
        else:
            tokens = governed(tree, frame.token) if slot == "pred" else _tokens(frame, slot)
        if slot in ("for", "on") and _only_named(self.facts, frame, slot):
            return _NOTHING
        if slot == "comp" and not tokens:
            tokens = frame.get("inf")
        if not tokens:
            return _NOTHING
        inner = [k for i in tokens for k in contents(tree, i)]
        return inner, frozenset([tree.lemma[k] for k in inner] + [tree.lower[k] for k in inner])

    def holds(self, condition: Condition) -> bool:
        """Whether a condition is true of the frame."""
        slot = condition.slot
        if slot == "prt":
            return self._particle(condition)
        if slot == "case" and condition.anything:
            return bool(self.frame.get("case"))
        tokens, words = self.filling(slot)
        if not tokens or condition.anything:
            return bool(tokens)
        if not words.isdisjoint(condition.lemmas):
            return True
        return bool(condition.features) and self._any_feature(tokens, condition.features)

    def _any_feature(self, tokens: list[int], features: tuple[str, ...]) -> bool:
        return any(_feature(self.facts, k, feature) for k in tokens for feature in features)

    def _particle(self, condition: Condition) -> bool:
        tokens, words = self.filling("prt")
        if tokens and (condition.anything or not words.isdisjoint(condition.lemmas)):
            return True
        if self._any_feature(tokens, condition.features):
            return True
        if condition.anything:
            return False
        if any(word in self.frame.slots for word in condition.lemmas):
            return True
        after, lower = self.frame.token + 1, self.facts.tree.lower
        return after < len(lower) and lower[after] in condition.lemmas


def _only_named(facts: Facts, frame: Frame, slot: str) -> bool:
    """Whether "call" gives a name and asks nothing: "called it a sign for peace", not "called for peace"."""
    tree, v = facts.tree, frame.token
    if tree.lemma[v] != "call" or frame.passive or not frame.get("obj"):
        return False
    return v + 1 < len(tree) and tree.lower[v + 1] != slot


def holds(facts: Facts, condition: Condition, frame: Frame) -> bool:
    """Whether a condition is true of a frame."""
    return _Look(facts, frame).holds(condition)


def _verdict(look: _Look, group: Group) -> str | None:
    """None where a group's conditions hold; else the reason, `""` where it was never in question."""
    if group.negated and not look.frame.get("neg"):
        return ""
    if group.when and not any(map(look.holds, group.when)):
        return "none of its conditions holds (when)"
    for condition in group.unless:
        if look.holds(condition):
            return f"excluded by {condition.slot} (unless)"
    return None


def best_entry(
    facts: Facts, entries: tuple[Entry, ...], frame: Frame
) -> tuple[Entry | None, list[tuple[Entry, str]]]:
    """The entry that fits most closely, and those that came near with the reason they were not taken."""
    fitting: list[Entry] = []
    rejected: list[tuple[Entry, str]] = []
    verdicts: dict[int, str | None] = {}
    look = _Look(facts, frame)
    for entry in entries:
        if not all(map(look.holds, entry.pieces)):
            continue
        group = entry.group
        if id(group) not in verdicts:
            verdicts[id(group)] = _verdict(look, group)
        reason = verdicts[id(group)]
        if reason is None:
            fitting.append(entry)
        elif reason:
            rejected.append((entry, reason))
    if not fitting:
        return None, rejected
    best = max(fitting, key=lambda e: e.weight)
    rejected += [(e, f"{best.id} fits more closely") for e in fitting if e.group is not best.group]
    return best, rejected
