"""Cue verb → frame: which tokens are its source and its content, read from the tree."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import Cue, Cues

_RELATIVE = frozenset(["who", "which", "that", "whom"])
_POINTING = frozenset(["this", "these"])
"""What points at the words that follow: "had this to say"."""
_TRIM = frozenset(", ; : - – — . … ( [".split())
_ACCUSED = ("of", "for", "over")
_ATTACHED = frozenset(["parataxis", "advcl", "ccomp", "dep", "discourse", "appos", "conj"])
_SAYING = frozenset(
    "citing adding noting saying arguing calling warning insisting telling quoting stressing".split()
)
_RESUMING = frozenset(
    "add note warn urge insist argue stress deny accuse criticize vow pledge promise".split()
)
OTHER_SAYING = frozenset(
    "say add tell call describe urge demand reject accuse announce claim deny warn ask condemn order vow "
    "promise express criticize refuse name cite declare state report write note".split()
)
SPEECH = frozenset("say announce tell confirm learn believe admit warn ask describe speculate show".split())
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
    spoken: tuple[Run, ...] = ()
    """The whole source phrase, where it is known without the tree."""
    owned: bool = False
    """Whether no other frame may have the quotations in its content: a speech in a transcript."""


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
        pointing = tree.lower[head] in _POINTING and tree.is_verb(tree.head[head])
        return subject_of(tree, tree.head[head], depth + 1) if pointing else head
    controlled = tree.child(head, "obj", "iobj") if relation == "xcomp" else None
    if controlled is not None and tree.lower[controlled] not in _POINTING:
        return controlled
    if relation in ("conj", "xcomp") or (relation in ("advcl", "parataxis") and not finite(tree, verb)):
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
    if tree.child(verb, "nsubj") is None and (inverted := inverted_speaker(tree, verb)) is not None:
        return inverted
    subject = subject_of(tree, verb)
    return subject if subject is not None or not finite(tree, verb) else noun_before(tree, verb)


def finite(tree: Tree, verb: int) -> bool:
    """Whether a verb has tense, by its features or by an auxiliary."""
    if "VerbForm=Fin" in tree.feats[verb] or tree.child(verb, "aux") is not None:
        return True
    return (
        tree.lower[verb] != tree.lemma[verb]
        and not tree.lower[verb].endswith("ing")
        and not tree.passive(verb)
    )


def noun_before(tree: Tree, verb: int) -> int | None:
    """The noun that stands right before a verb and its auxiliaries."""
    first, before = tree.sentence[verb][0], verb - 1
    while before >= first and tree.pos[before] in ("AUX", "ADV"):
        before -= 1
    return (
        before if before >= first and tree.is_noun(before) and tree.lower[before] not in _RELATIVE else None
    )


def _active_participle(tree: Tree, verb: int) -> bool:
    return "Tense=Pres" in tree.feats[verb] or "VerbForm=Ger" in tree.feats[verb]


def parted(tree: Tree, at: int) -> bool:
    """Whether a comma, a dash or a closing quotation mark stands right before a token."""
    mark = tree.lower[at - 1] if at else ""
    if mark in ("”", '"', "''", "’"):
        return tree.start[at] > tree.end[at - 1]
    return mark in (",", "—", "–", "―", "--")


def inverted_speaker(tree: Tree, verb: int) -> int | None:
    """The noun after a verb of saying that follows a comma or a quotation: ", reports the agency"."""
    first = tree.sentence[verb][0]
    before = verb - 1
    while before > first and tree.pos[before] in ("AUX", "ADV"):
        before -= 1
    if before < first or not parted(tree, before + 1):
        return None
    if tree.lower[verb].endswith("ing") or tree.relation(verb) in ("conj", "acl") or not finite(tree, verb):
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
    particle = verb + 1 in tree.kids[verb] and tree.dep[verb + 1] == "compound:prt"
    if particle or (second and tree.lower[verb + 1 : verb + 2] == [second.split()[0]]):
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
        elif (
            relation == "advcl"
            and kid > verb
            and _to(tree, kid)
            and ("to" in cue.takes or tree.passive(verb))
        ):
            found.append((kid, "to"))
        elif relation == "parataxis" and kid > verb and cue.group in ("say", "announce"):
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
        elif relation == "obj" and cue.group == "accuse":
            found.extend((k, "of") for k in tree.kids[kid] if k > kid and preposition(tree, k) in _ACCUSED)
        elif (relation == "obj" or (relation == "nsubj" and tree.passive(verb))) and "noun" in cue.takes:
            found.append((kid, "noun"))
    return found


def preposition(tree: Tree, token: int) -> str:
    """The first preposition or conjunction before a word in its phrase, empty where there is none."""
    for kid in tree.kids[token]:
        if kid < token and tree.dep[kid] in ("case", "mark"):
            return tree.lower[kid]
    return ""


def _to(tree: Tree, verb: int) -> bool:
    return any(tree.lower[k] == "to" and k < verb and tree.dep[k] in ("mark", "aux") for k in tree.kids[verb])


def _prepositional(tree: Tree, kid: int, cue: Cue) -> list[str]:
    first = preposition(tree, kid)
    if first in _ACCUSED and cue.group == "accuse":
        return ["of"]
    if cue.second and first == cue.second.split()[-1]:
        return list(filter(cue.takes.__contains__, ("for", "of", "noun")))[:1]
    if first == "as" and cue.group == "announce" and tree.passive(verb := tree.head[kid]) and verb < kid:
        return ["that"]
    return ["as"] if first == "as" and "as" in cue.takes else []


_ALIKE = {"that": ("that", "how", "quote"), "to": ("to", "as"), "quote": ("quote", "that")}


def content_of(tree: Tree, verb: int, cue: Cue, source: int | None) -> tuple[tuple[Run, ...], str] | None:
    """The content of a cue verb by the tree, and the kind of complement it is."""
    best: tuple[int, str] | None = None
    for kid, shape in _complements(tree, verb, cue):
        if kid == source:
            continue
        allowed = next((k for k in _ALIKE.get(shape, (shape,)) if k in cue.takes), None)
        if allowed is None and not (tree.passive(verb) and shape == "to"):
            continue
        kind = allowed or shape
        if best is None or _rank(kind) < _rank(best[1]):
            best = (kid, kind)
    if best is None:
        return None
    kid, kind = best
    runs = _clause(tree, verb, kid) if kind in ("that", "how", "quote") else _plain(tree, verb, kid)
    subject = tree.child(verb, "nsubj")
    if kind == "to" and subject is not None and tree.passive(verb) and cue.group in SPEECH:
        runs, kind = without(tree, tree.left[subject], tree.right[subject], []) + runs, "that"
    return (runs, kind) if runs else None


def _rank(kind: str) -> int:
    return ("that", "how", "quote", "to", "ing", "of", "for", "noun", "as", "against").index(kind)


def _plain(tree: Tree, verb: int, kid: int) -> tuple[Run, ...]:
    first = max(tree.left[kid], verb + 1) if kid > verb else tree.left[kid]
    return without(tree, first, tree.right[kid], [])


def _clause(tree: Tree, verb: int, kid: int) -> tuple[Run, ...]:
    """A content clause: widened over what the parser hung elsewhere, up to the verb's next clause."""
    if kid < verb:
        first, last = min(tree.left[verb], tree.left[kid]), min(tree.right[kid], verb - 1)
        source = tree.child(verb, "nsubj")
        if source is not None and kid < source < verb:
            last = min(last, tree.left[source] - 1)
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
    last = min(last, _new_voice(tree, verb, kid, last))
    return without(tree, max(tree.left[kid], verb + 1), last, [])


def _new_voice(tree: Tree, verb: int, kid: int, last: int) -> int:
    """Where the speaker's next verb of saying begins: ", citing …", "and warned …"."""
    for token in range(kid + 1, last + 1):
        if tree.lower[token] in _SAYING and tree.lower[token - 1] == ",":
            return token - 1
        coordinated = tree.relation(token) == "conj" and tree.child(token, "nsubj", "aux") is None
        if coordinated and tree.lemma[token] in _RESUMING and tree.is_verb(token) and finite(tree, verb):
            return min(tree.left[token], token) - 1
    return last


def _own_clause(tree: Tree, token: int) -> bool:
    """Whether a child of the cue verb begins something that is not content."""
    relation = tree.relation(token)
    if relation == "conj" and tree.child(token, "nsubj") is None and tree.lower[tree.left[token] - 1] != ",":
        return tree.lemma[token] in OTHER_SAYING
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
    source = source_of(tree, verb) if cue.group in SPEECH else agent_or_subject(tree, verb)
    found = content_of(tree, verb, cue, source)
    runs, kind = found or (attached(tree, verb, cue), "quote")
    runs = clipped(tree, verb, runs)
    if not runs:
        return None
    if source is not None and any(low <= source <= high for low, high in runs):
        source = noun_before(tree, verb) or noun_after(tree, verb + 1)
        source = None if source is None or any(low <= source <= high for low, high in runs) else source
    asserted = not (negated(tree, verb, negatives) and cue.stance != "denies") and not _to(tree, verb)
    return Frame(verb, cue_run(tree, verb, cue.second), source, runs, cue, asserted and kind in cue.holds)


def agent_or_subject(tree: Tree, verb: int) -> int | None:
    """The source of a verb that does not stand after what is said."""
    if tree.passive(verb) and not _active_participle(tree, verb):
        return agent_of(tree, verb)
    return subject_of(tree, verb)


def clipped(tree: Tree, verb: int, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs kept inside the sentence of the verb."""
    low, high = tree.sentence[verb]
    kept = [
        trimmed(tree, max(low, first), min(high, last))
        for first, last in runs
        if first <= high and last >= low
    ]
    return tuple(run for run in kept if run is not None)
