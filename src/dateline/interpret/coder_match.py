"""Does an entry of the lexicon fit a word of the text? Conditions are tested on its frame and the facts."""

from __future__ import annotations

from dateline.interpret.coder_facts import ARMED, CIVIL, GOVERNING, Facts, contents
from dateline.interpret.coder_frame import Frame, governed
from dateline.interpret.lexicon import Condition, Entry, Group
from dateline.model import ActorMention

_PRONOUNS = frozenset(["he", "she", "they", "we", "i", "you", "him", "her", "them", "us", "me", "who"])


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
        return feature == "actor" and tree.lemma[i] in _PRONOUNS
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


def _only_named(facts: Facts, frame: Frame, slot: str) -> bool:
    """Whether "call" gives a name and asks nothing: "called it a sign for peace", not "called for peace"."""
    tree, v = facts.tree, frame.token
    if tree.lemma[v] != "call" or frame.passive or not frame.get("obj"):
        return False
    return v + 1 < len(tree) and tree.lower[v + 1] != slot


def holds(facts: Facts, condition: Condition, frame: Frame) -> bool:
    """Whether a condition is true of a frame."""
    slot = condition.slot
    if slot == "prt":
        return _particle(facts, condition, frame)
    if slot == "case" and condition.anything:
        return bool(frame.get("case"))
    tokens = governed(facts.tree, frame.token) if slot == "pred" else _tokens(frame, slot)
    if slot in ("for", "on") and _only_named(facts, frame, slot):
        return False
    if slot == "comp" and not tokens:
        tokens = frame.get("inf")
    if not tokens:
        return False
    return condition.anything or any(fits(facts, condition, i) for i in tokens)


def _particle(facts: Facts, condition: Condition, frame: Frame) -> bool:
    if any(fits(facts, condition, i) for i in frame.get("prt")):
        return True
    if condition.anything:
        return False
    if any(word in frame.slots for word in condition.lemmas):
        return True
    after = frame.token + 1
    return after < len(facts.tree) and facts.tree.lower[after] in condition.lemmas


def _verdict(facts: Facts, group: Group, frame: Frame) -> str | None:
    """None where a group's conditions hold; else the reason, `""` where it was never in question."""
    if group.negated and not frame.get("neg"):
        return ""
    if group.when and not any(holds(facts, condition, frame) for condition in group.when):
        return "none of its conditions holds (when)"
    for condition in group.unless:
        if holds(facts, condition, frame):
            return f"excluded by {condition.slot} (unless)"
    return None


def _pieces_hold(facts: Facts, entry: Entry, frame: Frame) -> bool:
    return all(holds(facts, piece, frame) for piece in entry.pieces)


def best_entry(
    facts: Facts, entries: tuple[Entry, ...], frame: Frame
) -> tuple[Entry | None, list[tuple[Entry, str]]]:
    """The entry that fits most closely, and those that came near with the reason they were not taken."""
    fitting: list[Entry] = []
    rejected: list[tuple[Entry, str]] = []
    verdicts: dict[int, str | None] = {}
    for entry in entries:
        if not _pieces_hold(facts, entry, frame):
            continue
        group = entry.group
        if id(group) not in verdicts:
            verdicts[id(group)] = _verdict(facts, group, frame)
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
