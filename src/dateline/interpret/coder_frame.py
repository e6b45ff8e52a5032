"""What stands around a word in the tree, as named slots: subject, object, each preposition, and so on.

A verb's slots: subj, agent, obj, iobj, comp (complement verbs), inf, prt, aux, neg, objmod, pred, gov,
when, and one for each preposition. A noun's: poss, mod, acl, case, gov, is-mod, via (the subject of its verb:
"X launched an attack"), via-recipient ("an attack hit X"), and one for each preposition.
Passives are turned: the logical subject is always `subj`, also that of participles and shared subjects.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_tree import (
    across_verb,
    after_conjunction,
    before_auxiliary,
    cases,
    finite,
    hears_of,
    misread_object,
    names_it,
    planner,
)

Slots = dict[str, list[int]]
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OBJECT_CONTROL = frozenset(
    """urge order ask force allow tell want let make cause lead help direct instruct persuade invite
    enable permit require advise warn encourage press pressure command authorise authorize expect
    get convince see beg""".split()
)
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
_UNDERGO = frozenset("suffer face undergo survive sustain experience come endure receive get".split())
_TOWARDS = frozenset({"with", "to", "against", "on", "from", "for"})
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """A word's slots, each with the head tokens that fill it, and whether it is a passive."""

    token: int
    slots: Slots
    passive: bool = False

    def get(self, slot: str) -> list[int]:
        """What fills a slot, in text order; empty where nothing does."""
        return self.slots.get(slot, [])


@dataclass(frozen=True, slots=True)
class Verbs:
    """Verbs that lend their subject to a noun ("launch"), and those that lend their object ("hit")."""

    support: frozenset[str] = frozenset()
    hit: frozenset[str] = frozenset()


def _add(slots: Slots, name: str, token: int) -> None:
    found = slots.setdefault(name, [])
    if token not in found:
        found.append(token)


def is_passive(tree: Tree, v: int) -> bool:
    """Whether a verb is passive, by its children, its features, or as a participle after its noun."""
    deps = {tree.dep[k] for k in tree.kids[v]}
    if deps & {"aux:pass", "obl:agent"} or ("nsubj:pass" in deps and not _acts(tree, v)):
        return True
    if any(tree.dep[k] in ("nsubj", "obj") for k in tree.kids[v]):
        return _absolute(tree, v)
    feats = tree.feats[v]
    if "VerbForm=Part" not in feats or ("Tense=Past" not in feats and "Voice=Pass" not in feats):
        if tree.dep[v] == "conj" and tree.pos[tree.head[v]] == "VERB" and "VerbForm=Part" in feats:
            return is_passive(tree, tree.head[v])
        return False
    if any(tree.dep[k] == "aux" for k in tree.kids[v]):
        return False
    if tree.dep[v] == "conj" and tree.pos[tree.head[v]] == "VERB":
        return is_passive(tree, tree.head[v])
    return tree.dep[v] in ("acl", "amod", "advcl", "acl:relcl")


def _acts(tree: Tree, v: int) -> bool:
    """Whether a verb is active though its subject is labelled as a passive's: "has promised"."""
    helped = {tree.lemma[k] for k in tree.kids[v] if tree.dep[k].startswith("aux")}
    if helped & {"be", "get"}:
        return False
    return bool(helped) or any(tree.dep[k] in ("obj", "ccomp") and k > v for k in tree.kids[v])


def _absolute(tree: Tree, v: int) -> bool:
    """Whether a participle with a subject of its own is passive: "with 25 injured"."""
    feats, deps = tree.feats[v], [tree.dep[k] for k in tree.kids[v]]
    past = "VerbForm=Part" in feats and ("Tense=Past" in feats or "Voice=Pass" in feats)
    return past and not any(dep in ("obj", "ccomp") or dep.startswith("aux") for dep in deps)


def _antecedent(tree: Tree, v: int) -> int | None:
    top = v
    for _ in range(_DEPTH):
        if tree.dep[top].startswith("acl"):
            return tree.head[top]
        if tree.dep[top] not in ("conj", "xcomp", "ccomp", "advcl"):
            return None
        top = tree.head[top]
    return None


def _own(tree: Tree, v: int, *deps: str) -> list[int]:
    found = []
    for k in tree.kids[v]:
        if tree.dep[k] in deps:
            if tree.lower[k] in _RELATIVE:
                noun = _antecedent(tree, v)
                if noun is not None:
                    found.append(noun)
            else:
                found.append(_estimated(tree, k) if tree.lower[k] == "what" else k)
    return found


def _estimated(tree: Tree, what: int) -> int:
    """Those whom "what" stands for: "what police put at 3,000 people marched"."""
    for v in tree.kids[what]:
        if tree.dep[v] == "acl:relcl" and tree.lemma[v] in ("estimate", "put", "number"):
            crowd = [k for k in tree.kids[v] if tree.dep[k] == "obl" and cases(tree, k)[:1] == ["at"]]
            return crowd[0] if crowd else what
    return what


def _placed(tree: Tree, i: int) -> bool:
    """Whether a preposition stands before what the parser takes for a subject: "on Twitter"."""
    return any(tree.dep[k] == "case" and tree.lemma[k] in ("on", "in", "at") and k < i for k in tree.kids[i])


def surface_subject(tree: Tree, v: int, depth: int = 0) -> list[int]:
    """The grammatical subject of `v`: its own, shared with a conjunct, or that which controls it."""
    own = [k for k in _own(tree, v, "nsubj", "nsubj:pass", "nsubj:outer", "csubj") if not _placed(tree, k)]
    own = own or before_auxiliary(tree, v)
    if own or depth > _DEPTH:
        return own
    dep, head = tree.dep[v], tree.head[v]
    if dep == "advcl" and (subject := after_conjunction(tree, v)):
        return subject
    if dep == "conj" and tree.pos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
        return surface_subject(tree, head, depth + 1)
    if accused := _accused(tree, v):
        return accused
    if dep == "xcomp":
        objects = _own(tree, head, "obj", "iobj")
        if objects and tree.lemma[head] in _OBJECT_CONTROL:
            return objects
        if any(k < v and hears_of(tree, k, head) for k in tree.kids[head]):
            return []
        if tree.pos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
            return surface_subject(tree, head, depth + 1)
    if dep == "ccomp" and not any(tree.dep[k] == "mark" for k in tree.kids[v]):
        return []
    if dep == "advcl" and tree.pos[head] in ("VERB", "ADJ", "AUX"):
        return surface_subject(tree, head, depth + 1)
    if dep == "acl":
        return _writer(tree, v, depth) or _of_acl(tree, v, depth)
    return []


_OF_ANOTHER = frozenset(
    """accuse suspect convict charge blame acquit condemn criticise criticize denounce praise thank prosecute
    arrest detain jail sentence punish stop prevent keep deter bar ban fine indict try""".split()
)
"""Verbs after which "of", "for" or "from" doing something is what their object does."""


def _accused(tree: Tree, v: int) -> list[int]:
    """Who does what somebody is accused of, punished for or kept from: the object, not the subject."""
    head = tree.head[v]
    marks = {tree.lower[k] for k in tree.kids[v] if tree.dep[k] in ("mark", "case")}
    if tree.dep[v] not in ("advcl", "xcomp", "ccomp", "obl") or tree.lemma[head] not in _OF_ANOTHER:
        return []
    return _own(tree, head, "obj", "nsubj:pass") if marks & {"of", "for", "from", "with"} else []


_TEXTS = frozenset(
    """message statement letter post tweet communique communiqué video note speech leaflet pamphlet flyer tape
    recording call graffiti banner""".split()
)


def _writer(tree: Tree, v: int, depth: int) -> list[int]:
    """Who speaks in "posted a message on a site blaming them": neither the message nor the site."""
    noun = tree.head[v]
    verb = tree.head[noun]
    if not tree.lower[v].endswith("ing") or tree.pos[verb] != "VERB":
        return []
    objects = [k for k in tree.kids[verb] if tree.dep[k] == "obj"]
    written = any(tree.lemma[k] in _TEXTS for k in (noun, *objects))
    return surface_subject(tree, verb, depth + 1) if written and tree.dep[noun] in ("obj", "obl") else []


def _of_acl(tree: Tree, v: int, depth: int) -> list[int]:
    noun = tree.head[v]
    if any(tree.dep[k] == "mark" and tree.lemma[k] == "to" for k in tree.kids[v]):
        owner = _own(tree, noun, "nmod:poss") or planner(tree, noun)
        verb = tree.head[noun]
        if not owner and hears_of(tree, noun, verb):
            return []
        if owner or tree.pos[verb] != "VERB" or tree.dep[noun] not in ("obj", "obl", "xcomp"):
            return owner
        return surface_subject(tree, verb, depth + 1)
    return [noun] if noun < v else []


def _oblique(tree: Tree, slots: Slots, k: int) -> None:
    words = cases(tree, k)
    for word in words:
        _add(slots, word, k)
    if not words:
        for kid in tree.kids[k]:
            if tree.dep[kid] == "mark":
                _add(slots, tree.lemma[kid], k)


def _inside_complement(tree: Tree, slots: Slots, k: int) -> None:
    """Who stands in the complement: those whom a refusal, a promise or a demand is also about."""
    infinitive = any(tree.dep[m] == "mark" and tree.lemma[m] == "to" for m in tree.kids[k])
    for c in tree.kids[k]:
        dep = tree.dep[c]
        if dep == "conj" and tree.pos[c] in ("VERB", "ADJ") and not (infinitive and finite(tree, c)):
            _add(slots, "comp", c)
        elif dep == "obl" and _TOWARDS & set(cases(tree, c)):
            _add(slots, "comp-obj", c)
    for s in _own(tree, k, "nsubj", "nsubj:pass"):
        _add(slots, "comp-subj", s)
    for o in _own(tree, k, "obj", "iobj", "nsubj:pass"):
        _add(slots, "comp-obj", o)


_OWN = frozenset({"it", "he", "she", "they", "we", "i"})


def _announced(tree: Tree, slots: Slots, k: int) -> None:
    """What the speaker says will be done: slot `will`; `will-neg` if not, `will-other` if by another."""
    kids = tree.kids[k]
    if not any(tree.lemma[c] in ("will", "would") and tree.dep[c] == "aux" for c in kids):
        return
    _add(slots, "will", k)
    for c in kids:
        if tree.lemma[c] in _NEGATIONS or tree.lower[c] in _NEGATIONS:
            _add(slots, "will-neg", c)
        elif tree.dep[c].startswith("nsubj") and (tree.lower[c] not in _OWN or tree.dep[c] == "nsubj:pass"):
            _add(slots, "will-other", c)


def _complement(tree: Tree, slots: Slots, k: int) -> None:
    dep = tree.dep[k]
    if tree.lower[k] in _RELATIVE:
        return
    marks = [tree.lemma[m] for m in tree.kids[k] if tree.dep[m] == "mark"]
    to = "to" in marks
    if dep in ("xcomp", "ccomp") or (dep == "advcl" and to):
        _add(slots, "comp", k)
        if to or dep == "xcomp":
            _add(slots, "inf", k)
        _inside_complement(tree, slots, k)
    if dep == "ccomp":
        _announced(tree, slots, k)
    for word in marks:
        if word not in ("that", "to"):
            _add(slots, word, k)
    if dep == "advcl":
        _add(slots, "when", k)


_WORD_GIVEN = frozenset(
    {"commitment", "promise", "pledge", "agreement", "deal", "word", "vow", "undertaking"}
)
"""What is gone back *on*: the phrase says whom it was given to."""
_AIMING = frozenset({"target", "hit", "strike"})


def _objects(tree: Tree, slots: Slots) -> None:
    """What hangs on the object: parsers often put "sanctions on X" or "met X" there."""
    broken = [k for k in slots.get("on", []) if tree.lemma[k] in _WORD_GIVEN]
    for o in slots.get("obj") or broken:
        for k in tree.kids[o]:
            dep = tree.dep[k].partition(":")[0]
            if tree.dep[k] == "nmod:poss":
                _add(slots, "poss-obj", k)
            elif dep in ("nmod", "acl") and (words := cases(tree, k)):
                for word in words:
                    _add(slots, f"{word}-obj", k)
            elif dep == "acl":
                _add(slots, "comp", k)
                if tree.lemma[k] in _AIMING:
                    for hit in _own(tree, k, "obj"):
                        _add(slots, "targeting", hit)
            if dep in ("amod", "compound", "nmod", "nummod"):
                _add(slots, "objmod", k)
                for deeper in tree.kids[k]:
                    _add(slots, "objmod", deeper)


def _verb_child(tree: Tree, slots: Slots, k: int) -> None:
    dep = tree.dep[k]
    base = dep.partition(":")[0]
    if base == "obl":
        _oblique(tree, slots, k)
    elif base in ("xcomp", "ccomp", "advcl"):
        _complement(tree, slots, k)
    elif dep == "aux":
        _add(slots, "aux", k)
    elif dep == "iobj":
        _add(slots, "iobj", k)
    elif base in ("advmod", "compound") or dep in ("case", "mark"):
        if tree.lemma[k] in _NEGATIONS or tree.lower[k] in _NEGATIONS:
            _add(slots, "neg", k)
        elif dep != "mark":
            _add(slots, "prt", k)


def _verb_of(tree: Tree, i: int) -> int:
    """The first verb above a token."""
    for _ in range(_DEPTH):
        i = tree.head[i]
        if tree.pos[i] == "VERB":
            break
    return i


def governed(tree: Tree, v: int) -> list[int]:
    """The slot `pred`, made only where an entry asks for it: the words on a verb's right that it governs."""
    return [k for k in range(v + 1, min(tree.sentence[v][1], v + 14) + 1) if _verb_of(tree, k) == v]


def _share_agent(tree: Tree, slots: Slots, v: int) -> None:
    """A passive joined to another shares its agent: "was arrested and jailed by the army"."""
    if tree.dep[v] == "conj" and not slots.get("by") and tree.pos[tree.head[v]] == "VERB":
        for k in tree.kids[tree.head[v]]:
            if tree.dep[k] == "obl:agent":
                _add(slots, "subj", k)
                _add(slots, "agent", k)


_INTO = frozenset({"into", "onto", "against", "towards"})
"""Prepositions that no object has, whatever the parser calls it: "hacked *into computers*"."""


def _core(tree: Tree, slots: Slots, v: int, passive: bool) -> None:
    subject = surface_subject(tree, v)
    if not subject and tree.dep[v] == "amod":
        subject = [tree.head[v]]
    for token in _own(tree, v, "obj") + [k for k in tree.kids[v] if misread_object(tree, k)]:
        words = _INTO.intersection(cases(tree, token))
        for name in words or ("obj",):
            _add(slots, name, token)
    for token in subject:
        _add(slots, "obj" if passive else "subj", token)


def verb_frame(tree: Tree, v: int) -> Frame:
    """The slots of a verb (or of an adjective with a complement)."""
    slots: Slots = {}
    passive = is_passive(tree, v)
    _core(tree, slots, v, passive)
    for k in tree.kids[v]:
        _verb_child(tree, slots, k)
    for k in [] if slots.get("obj") else slots.get("iobj", []):  # "asking them to go": an object like any
        _add(slots, "obj", k)
    if passive:
        for k in [*slots.get("by", [])]:
            _add(slots, "agent", k)
            _add(slots, "subj", k)
        _share_agent(tree, slots, v)
    elif tree.dep[v] == "acl:relcl" and not slots.get("obj") and tree.head[v] not in slots.get("subj", []):
        _add(slots, "obj", tree.head[v])
    _objects(tree, slots)
    if tree.dep[v] in ("xcomp", "ccomp", "advcl", "acl", "conj"):
        _add(slots, "gov", tree.head[v])
    return Frame(v, slots, passive)


_LEFT = frozenset({"amod", "compound", "nummod", "det", "advmod", "conj", "flat"})


def _modifiers(tree: Tree, slots: Slots, i: int, depth: int = 0) -> None:
    for k in tree.kids[i]:
        dep = tree.dep[k].partition(":")[0]
        bare = dep == "nmod" and tree.dep[k] != "nmod:poss" and not cases(tree, k)
        if (dep in _LEFT or bare) and (k < i or dep == "flat") and not across_verb(tree, k, i):
            _add(slots, "mod", k)
            if depth < 3:
                _modifiers(tree, slots, k, depth + 1)


_LENT = ("on", "against", "with", "for", "to", "in", "by", "between", "from", "at", "over")


_PART = frozenset({"engage", "participate", "involve", "take"})
"""Verbs whose subject makes what follows "in": "were engaged in looting", "took part in a march"."""


def _lend(tree: Tree, slots: Slots, top: int, g: int, verbs: Verbs) -> None:
    """What the verb over a noun lends it: subject, object, prepositions."""
    frame = verb_frame(tree, g)
    is_object = top in frame.get("obj")
    if is_object and tree.lemma[g] in verbs.support and not names_it(tree, g, top):
        for s in frame.get("subj"):
            _add(slots, "via", s)
        for name in _LENT:
            for t in frame.get(name):
                _add(slots, name, t)
    oblique = tree.dep[top].startswith("obl")
    if oblique and tree.lemma[g] in _PART and "in" in cases(tree, top):
        for s in frame.get("obj" if frame.passive else "subj"):
            _add(slots, "via", s)
    if tree.lemma[g] in verbs.hit and not is_object and (oblique or top in frame.get("subj")):
        for o in frame.get("obj"):
            _add(slots, "via-recipient", o)
    if tree.lemma[g] in _UNDERGO and (is_object or "under" in cases(tree, top)):
        for s in frame.get("subj"):
            _add(slots, "via-recipient", s)


_GOVERNED = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "obl:agent", "xcomp", "nmod", "acl"})
_MEASURES = frozenset(["day", "week", "month", "hour", "year", "series", "wave", "spate", "string", "round"])


def _measured(tree: Tree, n: int) -> bool:
    """Whether a noun only follows how long or how often it was: "three days of protests"."""
    return tree.dep[n] == "nmod" and cases(tree, n) == ["of"] and tree.lemma[tree.head[n]] in _MEASURES


def _noun_governor(tree: Tree, slots: Slots, n: int, verbs: Verbs) -> None:
    top = n
    for _ in range(3):
        if tree.dep[top] != "conj" and not _measured(tree, top):
            break
        top = tree.head[top]
    g, dep = tree.head[top], tree.dep[top]
    if dep == "compound":
        _add(slots, "is-mod", g)
    elif dep in _GOVERNED:
        _add(slots, "gov", g)
        if tree.pos[g] == "VERB":
            _lend(tree, slots, top, g, verbs)


_PERPETRATE = frozenset({"perpetrate", "commit", "carry", "stage", "mount", "conduct", "execute"})


def _perpetrated(tree: Tree, slots: Slots, v: int) -> None:
    """Who made a deed that the participle after it names: "a raid carried out by marines"."""
    if tree.lemma[v] in _PERPETRATE:
        for agent in tree.kids[v]:
            if tree.dep[agent] == "obl:agent" or (tree.dep[agent] == "obl" and "by" in cases(tree, agent)):
                _add(slots, "via", agent)


def _noun_child(tree: Tree, slots: Slots, k: int) -> None:
    dep = tree.dep[k]
    base = dep.partition(":")[0]
    if dep == "nmod:poss":
        _add(slots, "poss", k)
    elif base in ("nmod", "obl"):
        for word in cases(tree, k):
            _add(slots, word, k)
        for deeper in tree.kids[k]:  # "the murder of a judge perpetrated by …"
            if tree.dep[deeper] == "acl":
                _perpetrated(tree, slots, deeper)
            elif base == "nmod" and "against" in cases(tree, deeper):  # "a charge of murder against X"
                _add(slots, "against", deeper)
    elif base == "acl":
        _add(slots, "acl", k)
        _add(slots, "comp", k)
        _perpetrated(tree, slots, k)
        if tree.lemma[k] in ("target", "involve"):
            for o in _own(tree, k, "obj"):
                _add(slots, "targeting" if tree.lemma[k] == "target" else "involving", o)
    elif dep == "case":
        _add(slots, "case", k)


def noun_frame(tree: Tree, n: int, verbs: Verbs) -> Frame:
    """The slots of a noun, with what the verb over it lends."""
    slots: Slots = {}
    _modifiers(tree, slots, n)
    for k in tree.kids[n]:
        _noun_child(tree, slots, k)
    _noun_governor(tree, slots, n, verbs)
    return Frame(n, slots)
