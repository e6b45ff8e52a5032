"""What kind of holder a phrase is, and how sure a source is of what it says, by `holders.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dateline.errors import UserError
from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import ref_table
from dateline.model import ActorMention

KINDS = ("official", "party", "agency", "medium", "medic", "ngo", "witness", "anonymous", "document")
CERTAINTIES = ("certain", "probable", "possible", "unknown")


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    words: frozenset[str]
    modifiers: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    kinds: tuple[_Kind, ...]
    sectors: dict[str, str]
    certainty: dict[str, str]


def _kind(name: str, entry: dict[str, list[str]]) -> _Kind:
    words, modifiers = frozenset(entry.get("words", ())), frozenset(entry.get("modifiers", ()))
    return _Kind(name, words, modifiers, tuple(entry.get("phrases", ())))


@cache
def _table() -> _Table:
    raw = ref_table("holders.toml")
    unknown = sorted({*raw["kinds"], *raw["sectors"]} - set(KINDS))
    unknown += sorted(set(raw["certainty"]) - set(CERTAINTIES))
    if unknown:
        known = ", ".join((*KINDS, *CERTAINTIES))
        raise UserError(f"_ref/attribution/holders.toml: no such kind or certainty: {unknown}; use {known}")
    kinds = tuple(_kind(name, entry) for name, entry in raw["kinds"].items())
    sectors = {sector: kind for kind, group in raw["sectors"].items() for sector in group}
    certainty = {word: sure for sure, group in raw["certainty"].items() for word in group}
    return _Table(kinds, sectors, certainty)


def kind_of(tree: Tree, run: Run, head: int, mention: ActorMention | None) -> str | None:
    """The kind of holder that a phrase is, None where neither its words nor what is known of it tell."""
    table = _table()
    words = set(tree.lower[run[0] : run[1] + 1])
    text = " ".join(tree.lower[run[0] : run[1] + 1])
    around = words | set(tree.lower[run[1] + 1 : tree.right[head] + 1])
    for kind in table.kinds:
        names = kind.name in ("agency", "medium") and kind.words & words and tree.pos[head] == "PROPN"
        if kind.name == "anonymous" and kind.modifiers & around:
            return kind.name
        if kind.name != "anonymous" and kind.modifiers & words:
            return kind.name
        if tree.lemma[head] in kind.words or tree.lower[head] in kind.words or names:
            return _told(kind.name, table, mention)
        if any(phrase in text for phrase in kind.phrases):
            return kind.name
    return table.sectors.get(mention.sector or "") if mention is not None else None


def _told(kind: str, table: _Table, mention: ActorMention | None) -> str:
    """An official whose actor is known to fight is a party: "a rebel spokesman", "the army's spokesman"."""
    known = table.sectors.get(mention.sector or "") if mention is not None else None
    return known if kind == "official" and known is not None else kind


def certainty_of(tree: Tree, cue: int) -> str:
    """How sure a source is of what it says, by its cue."""
    return _table().certainty.get(tree.lemma[cue], "certain")
