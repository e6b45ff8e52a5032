"""Finds what is wrong with lexicon files beyond what stops them from loading.

In: layers of files (name → TOML text), the ontology. Out: every fault, warnings among them: duplicates,
entries that another always beats, patterns that can never match, sets that no condition names.
Fails: never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.interpret.lexicon import Condition, Entry
from dateline.interpret.lexicon_read import NOT_TYPES, Fault, Source, read_entries, read_sets
from dateline.interpret.ontology import Ontology

Layer = Mapping[str, str]


def lint_layers(layers: Sequence[Layer], ontology: Ontology, told: int = 0) -> list[Fault]:
    """Faults of the layers from number `told` on; the earlier ones are taken to be in order."""
    sets: dict[str, frozenset[str]] = {}
    faults: list[Fault] = []
    entries: list[Entry] = []
    sources: dict[str, Source] = {}
    for number, layer in enumerate(layers):
        own, wrong = read_sets(layer)
        sets.update(own)
        new: list[Entry] = []
        for name in sorted(n for n in layer if n.rpartition("/")[2] not in NOT_TYPES):
            found, faulty = read_entries(layer[name], name, ontology, sets)
            sources[name] = Source(name, layer[name])
            new += found
            wrong += faulty
        replaced = {(e.group.type, e.group.id) for e in new}
        entries = [e for e in entries if (e.group.type, e.group.id) not in replaced] + new
        if number >= told:
            faults += wrong
            faults += _twice(new, sources)
            faults += _unused(layer, own, layers)
    own_files = {name for layer in layers[told:] for name in layer}
    faults += [f for f in (*_dead(entries, sources), *_shadowed(entries, sources)) if f.file in own_files]
    return sorted(set(faults), key=lambda f: (f.file, f.line, f.what))


def _word(entry: Entry) -> str:
    return entry.id.partition("/")[2]


def _at(entry: Entry, sources: Mapping[str, Source], what: str) -> Fault:
    source = sources[entry.group.file]
    group = source.heads.index(entry.group.line) if entry.group.line in source.heads else 0
    return Fault(source.name, source.line(group, entry.pattern), what, warning=True)


def _twice(entries: Iterable[Entry], sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Patterns that stand twice in one list, and groups of one id."""
    seen: set[tuple[object, ...]] = set()
    for entry in entries:
        key = (entry.group.type, entry.group.id, entry.pos, entry.lemma, entry.pieces)
        if key in seen:
            yield _at(entry, sources, f"“{_word(entry)}” stands twice in the group {entry.group.id}")
        seen.add(key)
    ids: dict[tuple[str, str], tuple[str, int]] = {}
    for entry in entries:
        here = (entry.group.file, entry.group.line)
        first = ids.setdefault((entry.group.type, entry.group.id), here)
        if first != here:
            what = f"a second group {entry.group.id!r}, after that in {first[0]}, line {first[1]}; rename one"
            yield Fault(*here, what, warning=True)


def _unused(layer: Layer, own: Mapping[str, frozenset[str]], layers: Sequence[Layer]) -> Iterator[Fault]:
    text = "\n".join(text for each in layers for text in each.values())
    lines = layer.get("classes.toml", "").splitlines()
    for name, words in own.items():
        line = next((n for n, row in enumerate(lines, 1) if row.startswith(f"{name} ")), 1)
        if f"#{name}" not in text and name not in CODER_SETS:
            yield Fault("classes.toml", line, f"no condition names #{name}", warning=True)
        for word in sorted(words):
            if word != word.lower():
                yield Fault("classes.toml", line, f"{word!r} has capitals; lemmas have none", warning=True)


CODER_SETS = frozenset({"support_verb", "hit_verb", "attributive", "sport"})
"""Sets that the coder itself asks for."""


def _covers(wide: Condition, narrow: Condition) -> bool:
    """Whether the first is true wherever the second is."""
    if wide.slot != narrow.slot:
        return False
    if wide.anything:
        return True
    return not narrow.anything and wide.lemmas >= narrow.lemmas and set(wide.features) >= set(narrow.features)


def _dead(entries: Iterable[Entry], sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Patterns that can never match, whatever the sentence."""
    for entry in entries:
        if entry.lemma != entry.lemma.lower() or any(
            w != w.lower() for piece in entry.pieces for w in piece.lemmas
        ):
            yield _at(entry, sources, f"“{_word(entry)}” has capitals; lemmas have none, so it never matches")
        for piece in entry.pieces:
            barred = next((c for c in entry.group.unless if _covers(c, piece)), None)
            if barred is not None:
                what = f"“{_word(entry)}” can never match: “unless” bars all that its {piece.slot} may be"
                yield _at(entry, sources, what)


def _beats(a: Entry, b: Entry, earlier: bool) -> bool:
    """Whether wherever `b` fits `a` fits as well, and is taken."""
    if a.weight < b.weight or (a.weight == b.weight and not earlier):
        return False
    if a.group.negated and not b.group.negated:
        return False
    wide = all(any(_covers(x, y) for y in b.pieces) for x in a.pieces)
    when = not a.group.when or set(a.group.when) >= set(b.group.when) != set()
    return wide and when and set(a.group.unless) <= set(b.group.unless)


def _shadowed(entries: Sequence[Entry], sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Entries that are never taken, because another fits as closely wherever they do."""
    table: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        table.setdefault((entry.pos, entry.lemma), []).append(entry)
    for same in table.values():
        for n, entry in enumerate(same):
            for m, other in enumerate(same):
                if m != n and other.group is not entry.group and _beats(other, entry, m < n):
                    what = f"“{_word(entry)}” is never taken: {other.id} fits wherever it does"
                    yield _at(entry, sources, what)
                    break
