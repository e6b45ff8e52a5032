"""Words that tell no event of their own: parts of a wording, what is only refused, what nobody is to do.

One happening may be told by several words of a sentence: "gave a warm welcome", "a bomb attack", "held a
rally to protest", "struck in protest", "a curfew that was imposed". They are brought together here, before
mentions of one happening in other sentences are. What is refused or prevented does not happen, and what is
asked or feared of nobody in particular is no event beside the asking. What is left out is told among the
readings that were not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases
from dateline.interpret.events_merge import SPOKEN, definite, merge, modes_agree
from dateline.model import Rejected

_NOUN = frozenset({"NOUN", "PROPN"})
_MODIFIES = frozenset({"compound", "amod", "nmod", "nmod:desc"})
_CLAUSES = frozenset({"advcl", "xcomp", "acl", "obl"})
_UNREAL = frozenset({"planned", "possible", "denied"})
_WARS = frozenset({"war", "conflict", "hostility", "strife"})
_NOT_DONE = frozenset({"REJECT", "COERCE"})
_GAINSAY = frozenset({"deny", "denial", "dispute", "contradict", "doubt", "disclaim"})
"""What says that something is not so: an event that did not happen, and is said not to have, is told."""
_IN = {
    "PROTEST": frozenset({"in", "for"}),
    "CONSULT": frozenset({"for"}),
    "ASSAULT": frozenset({"in", "by", "with"}),
    "COERCE": frozenset({"in", "by"}),
}
"""The prepositions by which a sentence names again what it tells of: "hit *by gunfire*"."""
_COGNATE = frozenset({"REQUEST", "PROTEST", "CONSULT", "ASSAULT", "AID", "COOPERATE"})
"""What a verb may have as its own object: "pressed their demands", "set off a series of bombs"."""
_LIGHT = frozenset("give pay lodge extend express voice offer make issue hold".split())
"""Verbs that mean no more than that the noun behind them took place."""
_WORDS = SPOKEN | {"CONCEDE", "PROTEST", "CONSULT"}
_ENDED = frozenset(
    [(a, b) for a in ("CONCEDE", "RETREAT") for b in ("COERCE", "SANCTION")]
    + [("SANCTION", b) for b in ("AID", "COOPERATE", "AGREE")]
)
"""What ends what: to lift a curfew is no curfew, and to suspend aid no aid."""
_ADJUNCT = frozenset({"ahead", "before", "after", "until", "during", "since", "prior", "when", "while", "as"})
Rule = Callable[[Facts, Draft, Draft], bool]


def _alike(a: Draft, b: Draft) -> bool:
    return a.entry.group.type == b.entry.group.type


def _modifies(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether a noun only says of what kind another is: "a *bomb* attack", "*mediation* efforts"."""
    tree, i = facts.tree, part.token
    nouns = tree.pos[i] in _NOUN and tree.pos[whole.token] in _NOUN
    beside = tree.head[i] == whole.token and i < whole.token and tree.dep[i] in _MODIFIES
    return nouns and beside and _alike(part, whole) and not cases(tree, i)


def _is_done(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether a participle says of a noun no more than that it took place: "the curfew *imposed* in June"."""
    tree, v = facts.tree, part.token
    after = tree.pos[v] == "VERB" and tree.head[v] == whole.token and tree.dep[v].startswith("acl")
    named = any(
        piece.slot == "obj" and whole.token in part.frame.get("obj") and not piece.anything
        for piece in part.entry.pieces
    )
    others = bool(whole.actors) and _anybody_else(part, whole)
    return after and named and _alike(part, whole) and not others


def _same_aim(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether an infinitive tells the aim of the same deed: "rallied to protest", "fired to disperse"."""
    tree, v = facts.tree, part.token
    marks = {tree.lower[k] for k in tree.kids[v] if tree.dep[k] == "mark"}
    below = tree.pos[v] == "VERB" and tree.dep[v].partition(":")[0] in _CLAUSES and "to" in marks
    own = any(tree.dep[k].startswith("nsubj") for k in tree.kids[v])
    return below and not own and _hangs_on(tree, v, whole) and _alike(part, whole) and _agree(part, whole)


def _named_again(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether a phrase names a deed again as its aim or means: "struck in protest", "were hit by gunfire"."""
    tree, i = facts.tree, part.token
    words = _IN.get(part.entry.group.like, frozenset())
    bare = tree.pos[i] in _NOUN and bool(words.intersection(cases(tree, i)))
    best = any("Degree=Sup" in tree.feats[k] for k in tree.kids[i])  # "in the worst attack since …" is new
    bare = bare and (best or not any(tree.lower[k] == "the" for k in tree.kids[i]))  # told before
    light = whole.token if tree.dep[whole.token] != "obj" else tree.head[whole.token]
    if not bare or tree.head[i] not in (whole.token, light) or not _alike(part, whole):
        return False
    if whole.entry.group.result:  # "killed in the attack": the attack speaks, see `events_merge`
        return False
    return part.entry.group.like in ("PROTEST", "CONSULT") or _agree(part, whole)


def _own_object(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether a verb's object, or what that holds, names what the verb tells: "gave tons of food aid"."""
    tree, i = facts.tree, part.token
    if tree.pos[i] not in _NOUN or whole.entry.pos == "noun" or not _alike(part, whole):
        return False
    while cases(tree, i) == ["of"] and tree.dep[i] == "nmod":
        i = tree.head[i]
    named = any(p.slot == "obj" and not p.anything for p in whole.entry.pieces)
    cognate = named or part.entry.group.like in _COGNATE
    return cognate and i in whole.frame.get("obj") and not _anybody_else(part, whole)


def _said_on(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether a participle goes on with what a speaker says: "condemned it, *calling* it …"."""
    tree, v = facts.tree, part.token
    goes_on = tree.dep[v] == "advcl" and tree.lower[v].endswith("ing") and tree.head[v] in whole.mentions
    own = any(tree.dep[k] == "mark" or tree.dep[k].startswith("nsubj") for k in tree.kids[v])
    return (
        goes_on
        and not own
        and part.entry.group.like in SPOKEN
        and _alike(part, whole)
        and _one_speaker(part, whole)
    )


def _one_speaker(part: Draft, whole: Draft) -> bool:
    return {a.span for a in part.actors} == {a.span for a in whole.actors} != set()


def _in_pattern(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether an infinitive is the one that a pattern of its own type asks for: "let them *leave*"."""
    tree, v = facts.tree, part.token
    asked = any(p.slot in ("comp", "inf") and v in whole.frame.get(p.slot) for p in whole.entry.pieces)
    return asked and tree.pos[v] == "VERB" and _alike(part, whole)


def _hangs_on(tree: Tree, i: int, whole: Draft) -> bool:
    """Whether a word hangs on another draft's, or on the verb of which that one is the object."""
    head = tree.head[i]
    verb = tree.head[whole.token] if tree.dep[whole.token] in ("obj", "obl", "nsubj") else whole.token
    return head in (whole.token, verb) or head in whole.mentions


def _agree(part: Draft, whole: Draft) -> bool:
    """Whether what two words tell can be one deed of the same people."""
    one, two = ({a.country for a in side.actors if a.country} for side in (part, whole))
    both = part.mode is None or whole.mode is None or modes_agree(part.mode, whole.mode)
    return (both or part.entry.group.like in ("PROTEST", "ASSAULT")) and not (one and two and not one & two)


_ONE: tuple[Rule, ...] = (_modifies, _is_done, _same_aim, _named_again, _own_object, _said_on, _in_pattern)
"""When two words tell of one event of the same type."""


def _in_wording(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether a noun is a word of another's wording: "*gave* a warm welcome", "*lifted* its blockade"."""
    if part.entry.pos != "noun" or _alike(part, whole):
        return False
    named = any(
        piece.slot == "obj" and not piece.anything and part.token in whole.frame.get("obj")
        for piece in whole.entry.pieces
    )
    if not named or len(part.mentions) > 1:
        return False
    if (whole.entry.group.like, part.entry.group.like) in _ENDED:  # a tie is that of others too
        own = (*whole.actors, *whole.recipients)
        return not part.actors or any(a.span.overlaps(b.span) for a in part.actors for b in own)
    words = whole.entry.lemma in _LIGHT and part.entry.group.like in _WORDS
    return (words or part.coder == "model") and not _anybody_else(part, whole)


def _anybody_else(part: Draft, whole: Draft) -> bool:
    known = {a.span for a in (*whole.actors, *whole.recipients)}
    who = {(a.country, a.sector) for a in (*whole.actors, *whole.recipients)}
    return any(a.span not in known and (a.country, a.sector) not in who for a in part.actors)


def _not_done(facts: Facts, part: Draft, whole: Draft) -> bool:
    """Whether an event only tells what another refuses or keeps from happening: "refused to *lift* …"."""
    prevents = whole.entry.group.like in _NOT_DONE and whole.status != "denied"
    prevents = prevents and whole.entry.lemma not in _GAINSAY
    if part.entry.group.like in SPOKEN and (part.entry.pos == "noun" or _anybody_else(part, whole)):
        return False  # what others said was said: "dismissed the lawsuit"
    told = any(facts.tree.dep[k] == "acl:relcl" for k in facts.tree.kids[part.token])  # "… that killed 40"
    return part.status == "denied" and prevents and not told and _as_object(facts, part.token, whole.token)


def _as_object(facts: Facts, token: int, top: int) -> bool:
    """Whether a word stands in what another's verb is about, and in no clause that asserts something."""
    tree = facts.tree
    for _ in range(len(tree)):
        if token == top:
            return True
        marks = {tree.lower[k] for k in tree.kids[token] if tree.dep[k] in ("mark", "case")}
        clause = tree.dep[token] in ("ccomp", "advcl", "parataxis", "acl:relcl")
        if tree.head[token] == token or (clause and not marks & {"from", "to"}):
            return False
        token = tree.head[token]
    return False


def _war_in_passing(facts: Facts, draft: Draft) -> bool:
    """Whether a war is only named: "fled the civil war", without those who fight it."""
    tree, i = facts.tree, draft.token
    if draft.entry.pos != "noun" or tree.lemma[i] not in _WARS or len(draft.mentions) > 1:
        return False
    own = {t for k in tree.kids[i] for t in range(tree.left[k], tree.right[k] + 1)}
    sides = [a for a in (*draft.actors, *draft.recipients) if a.head in own]
    return not sides and not tree.dep[i].startswith(("nsubj", "root"))


def _of_a_kind(facts: Facts, draft: Draft) -> bool:
    """Whether a word only describes what follows and names nobody: "*invasion* forces"."""
    tree, i = facts.tree, draft.token
    before = i < tree.head[i] and len(draft.mentions) == 1
    hyphen = i > 0 and tree.lower[i - 1] == "-" and tree.dep[i] == "amod"  # "long-threatened"
    if not before or draft.actors or ((draft.recipients or draft.targets) and not hyphen):
        return False
    bare = tree.pos[i] in _NOUN and not any(tree.dep[k] == "det" for k in tree.kids[i])
    noun = bare and tree.dep[i] == "compound" and facts.party(tree.head[i]) is not None
    return noun or (tree.dep[i] == "amod" and tree.pos[i] not in _NOUN)


def _pairs(drafts: list[Draft], part: Draft, facts: Facts) -> Iterator[Draft]:
    here = facts.tree.sentence[part.token]
    return (d for d in drafts if d is not part and facts.tree.sentence[d.token] == here)


def _passing(facts: Facts, drafts: list[Draft], part: Draft) -> str | None:
    """Why a draft is no event of its own; None where it is one."""
    for whole in _pairs(drafts, part, facts):
        if _in_wording(facts, part, whole):
            return f"part of {whole.entry.id}"
        if _not_done(facts, part, whole):
            return f"only what {whole.entry.id} keeps from happening"
    if _of_a_kind(facts, part):
        return "only says of what kind somebody or something is"
    return "a war named in passing" if _war_in_passing(facts, part) else None


def as_wholes(facts: Facts, drafts: list[Draft]) -> tuple[list[Draft], list[Rejected]]:
    """The drafts, those of one wording brought together, without those that are only part of another."""
    kept, rejected = _together(facts, drafts)
    out = []
    for draft in kept:
        reason = None if draft.gapped else _passing(facts, kept, draft)
        if reason is None:
            out.append(draft)
        else:
            rejected.append(Rejected(draft.trigger, draft.entry.id, reason))
    return out, rejected


def _together(facts: Facts, drafts: list[Draft]) -> tuple[list[Draft], list[Rejected]]:
    kept, rejected = list(drafts), []
    for draft in drafts:
        part = next(d for d in kept if draft.token in d.mentions and d.gapped == draft.gapped)
        whole = None if part.gapped else _whole(facts, kept, part)
        if whole is not None:
            kept.remove(part)
            kept[kept.index(whole)] = _taken_in(whole, part)
            rejected.append(Rejected(part.trigger, part.entry.id, f"told by “{whole.trigger.text}” too"))
    return kept, rejected


def _taken_in(whole: Draft, part: Draft) -> Draft:
    """A draft with what a part of its wording adds; how far it has come is told by the whole.

    The noun that a verb's pattern names speaks for both: other sentences take it up.
    """
    one = merge(whole, part)
    named = any(p.slot == "obj" and not p.anything for p in whole.entry.pieces)
    noun = part.entry.pos == "noun" and whole.entry.pos != "noun" and named
    best = part if noun and part.token in whole.frame.get("obj") else whole
    return replace(
        one,
        token=best.token,
        trigger=best.trigger,
        entry=best.entry,
        frame=best.frame,
        status=whole.status,
        coder=best.coder,
        chain=whole.chain,
    )


def _whole(facts: Facts, drafts: list[Draft], part: Draft) -> Draft | None:
    return next((w for w in _pairs(drafts, part, facts) if any(rule(facts, part, w) for rule in _ONE)), None)


def _content(facts: Facts, token: int, top: int) -> bool:
    """Whether a word hangs below another as what that is about, not as when it was: "ahead of the talks"."""
    tree = facts.tree
    for _ in range(len(tree)):
        if token == top:
            return True
        marks = {tree.lemma[k] for k in tree.kids[token] if tree.dep[k] in ("mark", "case")}
        if marks & _ADJUNCT or tree.head[token] == token:
            return False
        token = tree.head[token]
    return False


def owned(facts: Facts, drafts: list[Draft]) -> tuple[list[Draft], list[Rejected]]:
    """The drafts without those below another's word that have not come about and that nobody is to do."""
    kept, rejected = [], []
    for draft in drafts:
        if _nobodys(facts, draft) and _below_another(facts, drafts, draft):
            rejected.append(Rejected(draft.trigger, draft.entry.id, "told of as no fact, and of nobody"))
        else:
            kept.append(draft)
    return kept, rejected


def _nobodys(facts: Facts, draft: Draft) -> bool:
    """Whether what has not come about names nobody, and is not "the bombing" that was told before."""
    named = draft.actors or draft.recipients or draft.targets
    told = draft.entry.pos == "noun" and definite(facts, draft)
    return draft.status in _UNREAL and not named and not (told and draft.status == "denied")


def _below_another(facts: Facts, drafts: list[Draft], draft: Draft) -> bool:
    return any(_content(facts, draft.token, m) for d in drafts if d is not draft for m in d.mentions)
