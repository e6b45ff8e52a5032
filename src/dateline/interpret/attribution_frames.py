"""Cue verb → frame: which tokens are its source and its content, read from the tree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import Cue, Cues

_RELATIVE = frozenset(["who", "which", "that", "whom"])
_TRIM = frozenset(", ; : - – — . … ( [".split())
_ACCUSED = ("of", "for", "over")
_ATTACHED = frozenset(["parataxis", "advcl", "ccomp", "dep", "discourse", "appos", "conj"])
SPEECH = frozenset(
    ["say", "tell", "confirm", "learn", "believe", "admit", "warn", "ask", "describe", "speculate"]
)
"""Groups whose verbs may stand after or inside what is said: "…, officials believe"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An attribution in token numbers; `outer` are sources around `source`, outermost first."""

    verb: int
    cue: tuple[Run, ...]
    source: int | None
    content: tuple[Run, ...]
    cue_entry: Cue
    holds: bool
    outer: tuple[int, ...] = ()
    inner: tuple[int, ...] = ()


def entry_of(tree: Tree, verb: int, cues: Cues) -> Cue | None:
    """The list entry of a verb, the one with a second word first."""
    lemma = tree.lemma[verb]
    if lemma in cues.multi:
        seconds = {tree.lower[k] for k in tree.kids[verb]} | set(tree.lower[verb + 1 : verb + 2])
        for kid in tree.kids[verb]:
            seconds.update(tree.lower[k] for k in tree.kids[kid] if tree.dep[k] in ("case", "mark"))
        for second, cue in cues.multi[lemma].items():
            if second.split()[-1] in seconds:
                return cue
    return cues.verbs.get(lemma)


def subject_of(tree: Tree, verb: int, depth: int = 0) -> int | None:
    """Who does what the verb says: its own subject, or the one it shares."""
    own = tree.child(verb, "nsubj")
    if own is not None:
        return _antecedent(tree, verb) if tree.lower[own] in _RELATIVE and _relative(tree, verb) else own
    relation, head = tree.relation(verb), tree.head[verb]
    if depth > 4 or head == verb:
        return None
    if relation == "acl" and tree.is_noun(head):
        return head
    if relation == "xcomp" and (controlled := tree.child(head, "obj", "iobj")) is not None:
        return controlled
    if relation in ("conj", "xcomp", "advcl", "parataxis") and not (
        relation == "advcl" and "VerbForm=Fin" in tree.feats[verb]
    ):
        return subject_of(tree, head, depth + 1)
    return None


def _relative(tree: Tree, verb: int) -> bool:
    return tree.dep[verb] in ("acl:relcl", "acl") or tree.dep[tree.head[verb]] in ("acl:relcl", "acl")


def _antecedent(tree: Tree, verb: int) -> int | None:
    clause = verb if tree.dep[verb].startswith("acl") else tree.head[verb]
    return tree.head[clause]


def agent_of(tree: Tree, verb: int) -> int | None:
    """The "by …" of a passive."""
    for kid in tree.kids[verb]:
        if tree.dep[kid] == "obl:agent":
            return kid
        if tree.relation(kid) in ("obl", "nmod") and any(tree.lower[k] == "by" for k in tree.kids[kid]):
            return kid
    return None


def source_of(tree: Tree, verb: int) -> int | None:
    """The head of the source noun phrase of a cue verb."""
    if tree.passive(verb) and not _active_participle(tree, verb):
        return agent_of(tree, verb)
    subject = subject_of(tree, verb)
    if subject is None and (inverted := inverted_speaker(tree, verb)) is not None:
        return inverted
    return subject


def _active_participle(tree: Tree, verb: int) -> bool:
    return "Tense=Pres" in tree.feats[verb] or "VerbForm=Ger" in tree.feats[verb]


def inverted_speaker(tree: Tree, verb: int) -> int | None:
    """The noun after a verb of saying that follows a comma or a quotation: ", reports the agency"."""
    first = tree.sentence[verb][0]
    before = verb - 1
    while before > first and tree.pos[before] in ("AUX", "ADV"):
        before -= 1
    if before < first or tree.pos[before] not in ("PUNCT", "SYM"):
        return None
    if "VerbForm=Ger" in tree.feats[verb] or tree.lower[verb].endswith("ing"):
        return None
    kid = next((k for k in tree.kids[verb] if k > verb and tree.relation(k) in ("nsubj", "obj", "obl")), None)
    if kid is not None and tree.left[kid] <= verb + 2 and tree.is_noun(kid) and not _cased(tree, kid):
        return kid
    return noun_after(tree, verb + 1)


def _cased(tree: Tree, noun: int) -> bool:
    return any(tree.dep[k] == "case" and k < noun for k in tree.kids[noun])


def noun_after(tree: Tree, at: int) -> int | None:
    """The head of the noun phrase that begins at a token, None where none does."""
    last = tree.sentence[at][1] if at < len(tree) else -1
    token = at
    while token <= last and tree.pos[token] in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON"):
        if tree.is_noun(token) and not at <= tree.head[token] <= last:
            return token
        if tree.is_noun(token) and (tree.head[token] == token or not _phrase(tree, token)):
            return token
        token += 1
    return token - 1 if token > at and tree.is_noun(token - 1) else None


def _phrase(tree: Tree, token: int) -> bool:
    return tree.relation(token) in ("compound", "flat", "nmod", "amod", "det", "nummod", "appos")


def trimmed(tree: Tree, first: int, last: int) -> Run | None:
    """The run without the punctuation, blanks and coordinators at its edges; None where nothing is left."""
    while first <= last and (tree.pos[first] in ("SPACE", "CCONJ") or tree.lower[first] in _TRIM):
        first += 1
    while first <= last and (tree.pos[last] in ("SPACE", "CCONJ") or tree.lower[last] in _TRIM):
        last -= 1
    return (first, last) if first <= last else None


def without(tree: Tree, first: int, last: int, holes: list[Run]) -> tuple[Run, ...]:
    """[first, last] less the holes, each piece trimmed."""
    pieces: list[Run] = []
    for low, high in sorted(holes):
        if low > last or high < first:
            continue
        if low > first and (piece := trimmed(tree, first, low - 1)):
            pieces.append(piece)
        first = max(first, high + 1)
    if first <= last and (piece := trimmed(tree, first, last)):
        pieces.append(piece)
    return tuple(pieces)


def negated(tree: Tree, verb: int, negatives: frozenset[str]) -> bool:
    """Whether a negative hangs on the verb."""
    return any(tree.lower[k] in negatives for k in tree.kids[verb] if k < verb)


def cue_run(tree: Tree, verb: int, second: str | None) -> tuple[Run, ...]:
    """The cue's tokens: the verb, the auxiliaries and adverbs right before it, its second word."""
    first = verb
    while first - 1 in tree.kids[verb] and tree.relation(first - 1) in ("aux", "advmod"):
        first -= 1
    last = verb
    if second and tree.lower[verb + 1 : verb + 2] == [second.split()[0]]:
        last = verb + 1
    elif verb + 1 in tree.kids[verb] and tree.dep[verb + 1] == "compound:prt":
        last = verb + 1
    return ((first, last),)


def _complements(tree: Tree, verb: int, cue: Cue) -> list[tuple[int, str]]:
    """The verb's children that may be content, each with the kind of complement it is."""
    found: list[tuple[int, str]] = []
    for kid in tree.kids[verb]:
        relation = tree.relation(kid)
        if relation == "ccomp":
            found.append((kid, "that"))
        elif relation == "xcomp":
            found.append((kid, "ing" if "VerbForm=Ger" in tree.feats[kid] else "to"))
        elif relation == "parataxis" and kid > verb and cue.group == "say":
            found.append((kid, "quote"))
        elif (
            relation == "advcl"
            and "VerbForm=Ger" in tree.feats[kid]
            and "ing" in cue.takes
            and kid == verb + 1
        ):
            found.append((kid, "ing"))
        elif relation in ("obl", "advcl", "xcomp") and kid > verb:
            found.extend((kid, kind) for kind in _prepositional(tree, kid, cue))
        elif (relation == "obj" or tree.dep[kid] == "nsubj:pass") and "noun" in cue.takes:
            found.append((kid, "noun"))
    return found


def _prepositional(tree: Tree, kid: int, cue: Cue) -> list[str]:
    first = next((tree.lower[k] for k in tree.kids[kid] if tree.dep[k] in ("case", "mark")), "")
    if first in _ACCUSED and cue.group == "accuse":
        return ["of"]
    if cue.second and first == cue.second.split()[-1]:
        return [kind for kind in ("for", "of", "noun") if kind in cue.takes][:1]
    return ["as"] if first == "as" and "as" in cue.takes else []


_ALIKE = {"that": ("that", "how", "quote"), "to": ("to", "as"), "quote": ("quote", "that")}


def content_of(tree: Tree, verb: int, cue: Cue) -> tuple[tuple[Run, ...], str] | None:
    """The content of a cue verb by the tree, and the kind of complement it is."""
    best: tuple[int, str] | None = None
    for kid, kind in _complements(tree, verb, cue):
        allowed = next((k for k in _ALIKE.get(kind, (kind,)) if k in cue.takes), None)
        if allowed is None and not (tree.passive(verb) and kind == "to"):
            continue
        kind = allowed or kind
        if best is None or _rank(kind) < _rank(best[1]):
            best = (kid, kind)
    if best is None:
        return None
    kid, kind = best
    runs = _clause(tree, verb, kid) if kind in ("that", "how", "quote") else _plain(tree, kid)
    subject = tree.child(verb, "nsubj:pass")
    if kind == "to" and subject is not None and cue.group not in ("demand", "ask", "promise", "plan"):
        runs = without(tree, tree.left[subject], tree.right[subject], []) + runs
    return (runs, kind) if runs else None


def _rank(kind: str) -> int:
    return ("that", "how", "quote", "to", "ing", "of", "for", "noun", "as", "against").index(kind)


def _plain(tree: Tree, kid: int) -> tuple[Run, ...]:
    return without(tree, tree.left[kid], tree.right[kid], [])


def _clause(tree: Tree, verb: int, kid: int) -> tuple[Run, ...]:
    """A content clause: widened over what the parser hung elsewhere, up to the verb's next clause."""
    if kid < verb:
        first, last = min(tree.left[verb], tree.left[kid]), tree.right[kid]
        mark = next(
            (k for k in tree.kids[verb] if k < tree.left[kid] and tree.dep[k] in ("mark", "cc")), None
        )
        if tree.relation(verb) == "conj" or mark is not None:
            first = tree.left[kid]
        return without(tree, first, last, [])
    last = max(tree.right[verb], tree.right[kid])
    for other in tree.kids[verb]:
        if other > kid and tree.left[other] > kid and _own_clause(tree, other):
            last = min(last, tree.left[other] - 1)
    return without(tree, tree.left[kid], last, [])


def _own_clause(tree: Tree, token: int) -> bool:
    """Whether a child of the cue verb begins something that is not content."""
    relation = tree.relation(token)
    if relation in ("conj", "parataxis"):
        return True
    comma = tree.left[token] > 0 and tree.lower[tree.left[token] - 1] == ","
    return relation == "advcl" and comma


def attached(tree: Tree, verb: int, cue: Cue) -> tuple[Run, ...]:
    """The content of a cue verb that hangs below it: ", police said," inside a sentence."""
    if tree.relation(verb) not in _ATTACHED or cue.group not in SPEECH:
        return ()
    marks = [tree.lower[k] for k in tree.kids[verb] if tree.dep[k] in ("mark", "cc")]
    finite = "VerbForm=Fin" in tree.feats[verb] or tree.child(verb, "aux") is not None
    if (
        not finite
        or any(m != "as" for m in marks)
        or (tree.relation(verb) == "conj" and verb < tree.head[verb])
    ):
        return ()
    if tree.child(verb, "obj", "obl") is not None and tree.relation(verb) == "conj":
        return ()
    head = tree.head[verb]
    hole = (tree.left[verb], tree.right[verb])
    if tree.relation(verb) == "conj" and not _tail(tree, verb):
        return ()
    first = tree.left[head]
    if verb < head and tree.child(head, "nsubj") is not None:
        first = min(first, hole[0])
    return without(tree, first, tree.right[head], [hole])


def _tail(tree: Tree, verb: int) -> bool:
    """Whether a comma stands before the verb's clause and the sentence ends with it."""
    first, last = tree.left[verb], tree.right[verb]
    before = tree.lower[first - 1] if first else ""
    return before in (",", "”", '"', "—", "–") and last >= tree.sentence[verb][1] - 1


def verb_frame(tree: Tree, verb: int, cue: Cue, negatives: frozenset[str]) -> Frame | None:
    """The frame of a cue verb by the tree alone; None where the tree shows no content."""
    found = content_of(tree, verb, cue)
    runs, kind = found or (attached(tree, verb, cue), "quote")
    if not runs:
        return None
    source = source_of(tree, verb)
    if source is not None and any(low <= source <= high for low, high in runs):
        outside = inverted_speaker(tree, verb)
        source = outside if outside is not None and outside != source else None
    asserted = not (negated(tree, verb, negatives) and cue.stance != "denies")
    return Frame(verb, cue_run(tree, verb, cue.second), source, runs, cue, asserted and kind in cue.holds)


def moved(frame: Frame, content: tuple[Run, ...]) -> Frame:
    """The frame with another content."""
    return replace(frame, content=content)
