"""The coder: runs over the words of a report, matches the lexicon, and drafts an event for each match.

In: the facts of a report, its statements, the rules. Out: drafts (one a trigger) and rejected readings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.interpret.arguments import in_roles, parties
from dateline.interpret.arguments_path import paths_of
from dateline.interpret.arguments_place import places_of
from dateline.interpret.arguments_target import mode_of, targets_of
from dateline.interpret.arguments_time import time_of
from dateline.interpret.attribution_tree import Tree
from dateline.interpret.chains import chain_of
from dateline.interpret.coder_facts import ARMED, GOVERNING, Facts, Gap, tokens_of, top_of
from dateline.interpret.coder_frame import Frame, Verbs, noun_frame, surface_subject, verb_frame
from dateline.interpret.coder_gaps import frame_of, settle_parties
from dateline.interpret.coder_match import best_entry, holds
from dateline.interpret.lexicon import Entry, Group, Lexicon
from dateline.model import ActorMention, Count, Holder, Place, Rejected, Span, Statement, TimeMention

_NOUN_TAGS = frozenset({"NOUN", "PROPN"})
_CODED = frozenset({"VERB", "ADJ", *_NOUN_TAGS})
"""The tags of words that entries are for."""
_OUGHT = frozenset({"must", "should", "ought"})
_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as read at one trigger, before mentions of the same happening are brought together."""

    token: int
    trigger: Span
    entry: Entry
    frame: Frame
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    places: tuple[Place, ...]
    time: TimeMention | None
    status: str = "happened"
    chain: tuple[Holder, ...] = ()
    counts: tuple[Count, ...] = ()
    mentions: tuple[int, ...] = ()
    """The tokens of all mentions of this happening."""
    mode: str | None = None
    coder: str = "lexicon"
    """Which of the lexicon and the language model decided that it is one."""
    targets: tuple[Span, ...] = ()
    """The things that are hit."""
    paths: tuple[str, ...] = ()
    """How each argument was found, for `why`."""
    gapped: bool = False
    """Whether it shares the verb of the clause before and does not name it again."""

    @property
    def filled(self) -> int:
        """How many arguments this mention has: the fullest mention speaks for the event."""
        return 2 * bool(self.actors) + 2 * bool(self.recipients) + bool(self.places) + bool(self.time)


def _frame(facts: Facts, lexicon: Lexicon, i: int, noun: bool) -> Frame:
    if not noun:
        return verb_frame(facts.tree, i)
    sets = lexicon.sets
    return noun_frame(facts.tree, i, Verbs(sets.get("support_verb", _EMPTY), sets.get("hit_verb", _EMPTY)))


_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("es", ""),
    ("s", ""),
)


_LAST = ("s", "d", "g")
"""The letters that these endings end in."""


def _guessed(table: dict[str, tuple[Entry, ...]], word: str) -> tuple[Entry, ...]:
    """The entries of an inflected word whose lemma the model did not find."""
    found = table.get(word)
    if found:
        return found
    if word[-1:] not in _LAST:
        return ()
    for ending, stem in _ENDINGS:
        if word.endswith(ending) and (found := table.get(word[: -len(ending)] + stem)):
            return found
    for ending in ("ed", "ing"):
        bare = word.removesuffix(ending)
        if bare != word and bare[-1:] == bare[-2:-1] and (found := table.get(bare[:-1])):
            return found
    return ()


def _unlemmatised(table: dict[str, tuple[Entry, ...]], tree: Tree, i: int) -> tuple[Entry, ...]:
    """The entries of a word whose lemma the model missed; "refugees" with its lemma is no "refuge"."""
    plain = tree.lower[i] == f"{tree.lemma[i]}s"
    return () if plain else _guessed(table, tree.lower[i])


def _only_describes(tree: Tree, lexicon: Lexicon, i: int) -> bool:
    """Whether a participle before a noun tells of no deed: "so-called", "an alleged plot", "closed talks"."""
    if tree.pos[i] not in ("VERB", "ADJ"):
        return False
    if i > 1 and tree.lower[i - 1] == "-" and tree.lower[i - 2] in ("so", "self"):
        return True
    return (
        tree.dep[i] == "amod"
        and i < tree.head[i]
        and tree.lemma[i] in lexicon.sets.get("attributive", _EMPTY)
    )


_BEFORE_MONTH = frozenset(
    {"in", "since", "until", "till", "last", "by", "of", "early", "late", "mid", "next", "this"}
)


def _is_month(tree: Tree, i: int) -> bool:
    """Whether "March" is the month and no march."""
    if tree.pos[i] != "PROPN" or tree.lower[i] != "march":
        return False
    before = tree.lower[i - 1] if i else ""
    after = tree.lower[i + 1] if i + 1 < len(tree) else ""
    return before in _BEFORE_MONTH or before[:1].isdigit() or after[:1].isdigit()


def _entries(tree: Tree, lexicon: Lexicon, i: int) -> tuple[tuple[Entry, ...], bool]:
    """The entries that word `i` may match, and whether it is read as a noun."""
    pos, lemma = tree.pos[i], tree.lemma[i]
    if pos not in _CODED or _only_describes(tree, lexicon, i) or _is_month(tree, i):
        return (), False
    if pos == "VERB":
        found = lexicon.verbs.get(lemma, ()) or _unlemmatised(lexicon.verbs, tree, i)
        if any(tree.lemma[k] in _OUGHT for k in tree.kids[i]):
            found += lexicon.verbs.get("*", ())
        if not found and tree.dep[i] in ("obj", "obl", "nsubj", "nmod", "nsubj:pass"):
            return lexicon.nouns.get(lemma, lexicon.nouns.get(tree.lower[i], ())), True
        return found, False
    if pos in _NOUN_TAGS:
        return lexicon.nouns.get(lemma, ()) or _unlemmatised(lexicon.nouns, tree, i), True
    if pos == "ADJ":
        found = lexicon.adjectives.get(lemma, ())
        if not found and "VerbForm=Part" in tree.feats[i]:
            found = lexicon.verbs.get(lemma, ())
        return found, False
    return (), False


def _span(facts: Facts, entry: Entry, i: int) -> Span:
    """The trigger's words: the head with its particle, or the noun with the modifiers of the entry."""
    tree = facts.tree
    wanted = {w for piece in entry.pieces if piece.slot in ("mod", "prt") for w in piece.lemmas}
    first = last = i
    while first > tree.sentence[i][0] and (
        tree.lemma[first - 1] in wanted or (tree.lower[first - 1] == "-" and tree.lemma[first - 2] in wanted)
    ):
        first -= 1
    if last + 1 <= tree.sentence[i][1] and tree.lower[last + 1] in wanted:
        last += 1
    return facts.span(first, last)


def _in_name(facts: Facts, i: int) -> bool:
    """Whether a noun is part of a person's or body's name ("Strike Force", "Assault Brigade")."""
    return facts.tree.pos[i] == "PROPN" and (i in facts.persons or i in facts.orgs)


def _speaker(facts: Facts, statements: tuple[Statement, ...], frame: Frame) -> None:
    """Add the slot `said`: whoever is quoted as saying that somebody must do it."""
    if not any(facts.tree.lemma[k] in _OUGHT for k in frame.get("aux")):
        return
    chain = chain_of(statements, facts.span(frame.token, frame.token))
    run = tokens_of(facts.tree, chain[-1].span) if chain else None
    if run:
        frame.slots["said"] = [top_of(facts.tree, run)]


def _reattached(tree: Tree, statements: tuple[Statement, ...], frame: Frame) -> Frame:
    """The frame of a verb that the parser joined to the saying although it is part of what is said.

    "The palace said A and B spoke and agreed": who agreed are A and B, not the palace.
    """
    v = frame.token
    w = tree.head[v]
    if tree.dep[v] != "conj" or any(tree.dep[k].startswith("nsubj") for k in tree.kids[v]):
        return frame
    inner = [k for k in tree.kids[w] if tree.dep[k] == "ccomp" and w < k < v]
    at, cue = tree.start[v], tree.start[w]
    said = any(
        any(c.start <= cue < c.end for c in s.cue) and any(c.start <= at < c.end for c in s.content)
        for s in statements
    )
    subject = surface_subject(tree, inner[-1]) if inner and said else []
    if not subject:
        return frame
    slot = "obj" if frame.passive else "subj"
    return Frame(v, {**frame.slots, slot: subject, "gov": inner[-1:]}, frame.passive)


_POWER = ARMED | GOVERNING


def _of_sport(tree: Tree, lexicon: Lexicon, i: int) -> bool:
    """Whether the sentence has words of a sports page, where attacks and strikes are of another kind."""
    words = lexicon.sets.get("sport", _EMPTY)
    first, last = tree.sentence[i]
    return any(tree.lemma[k] in words for k in range(first, last + 1))


def draft_at(
    facts: Facts, lexicon: Lexicon, statements: tuple[Statement, ...], i: int
) -> tuple[Draft | None, list[Rejected]]:
    """The draft for word `i`, where an entry fits it; else the readings that came near."""
    entries, noun = _entries(facts.tree, lexicon, i)
    if not entries or i in facts.barred or _in_name(facts, i):
        return None, []
    frame = _frame(facts, lexicon, i, noun)
    if not noun:
        frame = _reattached(facts.tree, statements, frame)
    _speaker(facts, statements, frame)
    entry, near = best_entry(facts, entries, frame)
    word = facts.span(i, i)
    rejected = [Rejected(word, e.id, reason) for e, reason in near]
    if entry is None:
        return None, rejected
    actors, recipients = parties(facts, statements, entry.group, frame)
    targets = targets_of(facts, entry.group, frame)
    filled = in_roles(facts, entry.group.actor + entry.group.recipient, frame)
    gap = facts.gaps.get(i)
    places = places_of(facts, entry.group, frame, actors + recipients)
    if gap is not None:
        places = tuple(p for p in places if p.mention.span.start < facts.tree.start[gap.first])
    time = time_of(facts, statements, frame)
    held = noun and places and time  # "negotiations in Geneva on Monday" need nobody to be some
    if entry.group.weak and not actors and not recipients and not filled and not held:
        rejected.append(Rejected(word, entry.id, "too common a word to stand without an actor or recipient"))
        return None, rejected
    if _of_sport(facts.tree, lexicon, i) and not any(m.sector in _POWER for m in actors + recipients):
        rejected.append(Rejected(word, entry.id, "the sentence is about sport"))
        return None, rejected
    draft = Draft(
        token=i,
        trigger=_span(facts, entry, i),
        entry=entry,
        frame=frame,
        actors=actors,
        recipients=recipients,
        places=places,
        time=time,
        mentions=(i,),
        mode=mode_of(facts, entry.group, frame),
        targets=targets,
        paths=paths_of(facts, frame, actors, recipients, targets),
    )
    return draft, rejected


def _gapped(facts: Facts, draft: Draft) -> Draft | None:
    """The event of a clause that shares the draft's verb: "… and *Syria its troops*"."""
    gap = facts.gaps.get(draft.token)
    if gap is None:
        return None
    settle_parties(facts, gap)
    frame = frame_of(facts.tree, draft.frame, gap)
    group = draft.entry.group
    actors, recipients = parties(facts, (), group, frame)
    targets = targets_of(facts, group, frame)
    if not actors and not recipients:
        return None
    return replace(
        draft,
        frame=frame,
        actors=actors,
        recipients=recipients,
        places=_named_behind(facts, group, frame, gap),
        targets=targets,
        paths=paths_of(facts, frame, actors, recipients, targets),
        gapped=True,
    )


def _named_behind(facts: Facts, group: Group, frame: Frame, gap: Gap) -> tuple[Place, ...]:
    """The places of a clause without a verb: each stands in the role of its preposition."""
    places = []
    for slot, role in {"in": "at", "at": "at", "near": "at", "from": "from", **group.places}.items():
        found = (facts.places.get(i) for i in frame.get(slot) if i > gap.object)
        places += [Place(mention, role) for mention in found if mention is not None]
    return tuple(places)


def _absorbed(drafts: dict[int, Draft], draft: Draft) -> int | None:
    """The verb whose pattern has taken the draft's noun ("hold talks")."""
    if draft.entry.pos != "noun":
        return None
    for gov in draft.frame.get("gov"):
        other = drafts.get(gov)
        if other is None or other.entry.group.type != draft.entry.group.type:
            continue
        if any(
            p.slot not in ("prt", "mod") and holds_token(other, p.slot, draft.token)
            for p in other.entry.pieces
        ):
            return gov
    return None


_ASKING = frozenset({"REQUEST", "REJECT", "AGREE", "THREATEN"})
_SOFT = frozenset({"AID", "SUPPORT", "REJECT", "AGREE", "COOPERATE", "REQUEST", "CONSULT"})


def _asked(tree: Tree, drafts: dict[int, Draft], draft: Draft) -> str | None:
    """Whether a draft is only what a request asks for, with no subject of its own: "urged them to help"."""
    if draft.entry.group.like not in _SOFT or draft.entry.pos != "verb":
        return None
    if any(tree.dep[k].startswith("nsubj") for k in tree.kids[draft.token]):
        return None
    for other in drafts.values():
        if other.entry.group.like in _ASKING and holds_token(other, "comp", draft.token):
            return other.entry.id
    return None


def holds_token(draft: Draft, slot: str, token: int) -> bool:
    """Whether a token fills a slot of a draft's frame."""
    return token in draft.frame.get(slot)


def _noun_speaks(verb: Draft, noun: Draft) -> Draft:
    """The noun of a pattern ("hold talks") stands for the event, with what the verb knows of it."""
    new = [a for a in noun.actors if not any(a.span.overlaps(b.span) for b in verb.actors)]
    mutual = verb.entry.group.reciprocal and noun.entry.group.reciprocal  # "entered a pact with Chad"
    return replace(
        noun,
        entry=verb.entry,
        actors=verb.actors + tuple(new if mutual or not verb.actors else ()),
        recipients=verb.recipients or noun.recipients,
        places=noun.places or verb.places,
        time=noun.time or verb.time,
        mode=(noun.mode if noun.entry.pieces else None) or verb.mode or noun.mode,
        targets=verb.targets or noun.targets,
        paths=verb.paths + tuple(p for p in noun.paths if p not in verb.paths),
    )


def _settle(facts: Facts, found: dict[int, Draft]) -> tuple[dict[int, Draft], list[Rejected]]:
    """Which drafts stand when some are parts of others."""
    kept, rejected = dict(found), []
    for i, draft in found.items():
        asked = _asked(facts.tree, found, draft)
        if asked is not None:
            kept.pop(i, None)
            rejected.append(Rejected(draft.trigger, draft.entry.id, f"only what {asked} asks for"))
            continue
        verb = _absorbed(found, draft)
        if verb is not None and verb in kept:
            kept[i] = _noun_speaks(kept.pop(verb), draft)
            rejected.append(Rejected(draft.trigger, draft.entry.id, f"part of {kept[i].entry.id}"))
    return kept, rejected


def drafts_of(
    facts: Facts, lexicon: Lexicon, statements: tuple[Statement, ...]
) -> tuple[list[Draft], list[Rejected]]:
    """A draft for each word that an entry fits, in text order, and the readings not taken."""
    found: dict[int, Draft] = {}
    rejected: list[Rejected] = []
    for i, pos in enumerate(facts.tree.pos):
        if pos not in _CODED:
            continue
        draft, near = draft_at(facts, lexicon, statements, i)
        rejected += near
        if draft is not None:
            found[i] = draft
    kept, settled = _settle(facts, found)
    ordered = [kept[i] for i in sorted(kept)]
    shared = (_gapped(facts, draft) for draft in ordered)
    return sorted([*ordered, *filter(None, shared)], key=lambda d: d.token), rejected + settled


__all__ = ["Draft", "draft_at", "drafts_of", "holds", "holds_token"]
