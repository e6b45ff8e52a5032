"""The words that lexicon files may use: keys, slots of the tree, features of what was grounded.

A preposition is a slot of its own, and so is `PREPOSITION-obj`: what hangs by it on the object.
"""

from __future__ import annotations

FEATURES = {
    "actor": "whoever is known as a party",
    "armed": "soldiers, police, rebels, gunmen",
    "gov": "governments, parliaments, courts, armies",
    "country": "a state, or who acts for it",
    "civil": "civilians, workers, students, parties",
    "person": "a person by name or pronoun",
    "org": "a body by name",
    "media": "newspapers, stations, journalists",
    "elite": "former officials and clergy",
    "party": "parties and opposition",
    "place": "what the gazetteer knows",
    "state": "the same as country",
    "year": "four digits",
    "number": "a numeral",
}
KEYS = frozenset(
    """id type mode verbs nouns adjectives when unless actor recipient reciprocal effect contexts counts
    places weak negated result bound prefer first""".split()
)
LISTS = ("verbs", "nouns", "adjectives", "when", "unless", "actor", "recipient", "contexts")
SWITCHES = ("reciprocal", "weak", "negated", "bound", "first")
VERB_SLOTS = {
    "subj": "who does it (of a passive: who is named with by)",
    "agent": "of a passive: who is named with by",
    "obj": "what it is done to (of a passive: its subject)",
    "iobj": "the indirect object",
    "prt": "a particle or adverb",
    "comp": "the verb of a complement",
    "comp-subj": "its subject",
    "comp-obj": "its object, and whom it is towards",
    "inf": "the verb of a complement with to",
    "objmod": "modifiers of the object",
    "poss-obj": "whose the object is",
    "aux": "auxiliaries",
    "neg": "negations",
    "pred": "any word the verb governs on its right",
    "when": "the verb of an adverbial clause",
    "will": "the verb of a complement with will or would",
    "will-neg": "its negation",
    "will-other": "its subject, where that is somebody else",
    "said": "who is quoted as saying it",
    "gov": "the verb above",
}
NOUN_SLOTS = {
    "poss": "whose it is",
    "mod": "words before it",
    "acl": "the verb of a clause after it",
    "comp": "the same",
    "case": "its own preposition",
    "gov": "the word above",
    "is-mod": "the noun that it modifies",
    "via": "the subject of a support verb above: X launched an attack",
    "via-recipient": "whom its verb hit: the attack killed X, X came under attack",
    "targeting": "object of targeting",
    "involving": "object of involving",
}
PREPOSITIONS = frozenset(
    """about above abroad across after against ahead along alongside amid among amongst around as aside at
    away back because before behind below beneath beside besides between beyond but by concerning
    despite down during except following for forward from if in including inside into lest like near
    next of off on once onto opposite out outside over past pending per regarding round save since so
    than though through throughout till to together toward towards under underneath unless until up upon
    using versus via when where whether while with within without""".split()
)


def slot_problem(slot: str, pos: str | None = None) -> str | None:
    """What is wrong with the name of a slot, for a part of speech where that is known; None if nothing."""
    base = slot.removesuffix("-obj")
    if slot in VERB_SLOTS or slot in NOUN_SLOTS:
        if pos == "verb" and slot not in VERB_SLOTS:
            return f"the slot {slot} belongs to nouns, and can never match at a verb"
        if pos == "noun" and slot not in NOUN_SLOTS:
            return f"the slot {slot} belongs to verbs, and can never match at a noun"
        return None
    if base in PREPOSITIONS:
        if pos == "noun" and base != slot:
            return f"the slot {slot} belongs to verbs, and can never match at a noun"
        return None
    known = ", ".join(sorted({*VERB_SLOTS, *NOUN_SLOTS}))
    return f"unknown slot {slot!r}; there are {known} and each preposition"
