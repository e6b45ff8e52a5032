"""Which place belongs to which event verb, on event_location.dev: our rule beside two simple ones.

A record has a sentence, a verb, and the places annotated as those of its event, or none. A record is right
where the place chosen overlaps one of them, or none is chosen and there is none. No figures are published
with the set; the two rules that need no tree (the place nearest to the verb, the first one) are the peers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.gold import gold_folder, read_lines
from dateline.digest import LanguageModel, digest
from dateline.ground import ground, ground_phrase, load_tables
from dateline.interpret.arguments_place import places_of, scene_of
from dateline.interpret.coder_facts import Facts, facts_of
from dateline.interpret.coder_frame import Verbs, noun_frame, verb_frame
from dateline.interpret.lexicon import Group
from dateline.model import Digest, Report, Span

_DEED = Group(type="ASSAULT", id="bench", line=0)
"""What any verb of the set is taken for: something that happens at a place."""
_VERBS = Verbs()
Chooser = Callable[[Facts, int], list[Span]]


@dataclass(slots=True)
class Score:
    """Records and places counted."""

    right: int = 0
    records: int = 0
    hits: int = 0
    chosen: int = 0
    wanted: int = 0

    def add(self, chosen: list[Span], gold: list[Span]) -> bool:
        """Counts one record; whether it is right."""
        hit = sum(any(place.overlaps(other) for other in gold) for place in chosen)
        ok = bool(hit) if gold else not chosen
        self.records += 1
        self.right += ok
        self.hits += hit
        self.chosen += len(chosen)
        self.wanted += bool(gold)
        return ok

    def line(self) -> str:
        """The figures in words."""
        precision, recall = self.hits / max(self.chosen, 1), self.hits / max(self.wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"accuracy {self.right / self.records:.3f}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def by_tree(facts: Facts, verb: int) -> list[Span]:
    """What the coder takes: the places of the verb's own clause, else the scene named in its sentence."""
    tree = facts.tree
    frame = verb_frame(tree, verb) if tree.pos[verb] == "VERB" else noun_frame(tree, verb, _VERBS)
    places = places_of(facts, _DEED, frame, ()) or scene_of(facts, _DEED, frame, ())
    ranked = sorted(places, key=lambda place: ("at", "to", "from").index(place.role))
    return [place.mention.span for place in ranked][:1]


def nearest(facts: Facts, verb: int) -> list[Span]:
    """The place that stands nearest to the verb."""
    at = facts.tree.start[verb]
    spans = [place.span for place in facts.grounded.places]
    return sorted(spans, key=lambda span: min(abs(span.start - at), abs(span.end - at)))[:1]


def first(facts: Facts, _verb: int) -> list[Span]:
    """The first place of the sentence."""
    return [place.span for place in facts.grounded.places][:1]


CHOOSERS: dict[str, Chooser] = {"our tree rule": by_tree, "nearest place": nearest, "first place": first}


def records() -> list[dict[str, Any]]:
    """The records of the development set."""
    return list(read_lines(gold_folder("events") / "event_location.dev.jsonl.gz"))


def read(texts: Iterable[str], model: LanguageModel) -> Iterator[tuple[str, Digest]]:
    """Each text once, with its digest."""
    once = tuple(dict.fromkeys(texts))
    reports = (Report(id=str(at), text=text, text_sha256="") for at, text in enumerate(once))
    return zip(once, digest(reports, model), strict=True)


def score(items: list[dict[str, Any]], digests: dict[str, Digest], errors: int) -> dict[str, Score]:
    """Scores each rule and prints its figures, and the commonest words that ours goes wrong at."""
    tables = load_tables()
    facts: dict[str, Facts] = {}
    for text, read_text in digests.items():
        grounded = ground(read_text, tables)
        facts[text] = facts_of(grounded, lambda i, g=grounded: ground_phrase(g, i))  # type: ignore[misc]
    scores = {name: Score() for name in CHOOSERS}
    wrong: Counter[str] = Counter()
    for item in items:
        text, known = item["text"], facts[item["text"]]
        spans = [(s["label"], Span(s["start"], s["end"], s["text"])) for s in item["spans"]]
        verbs = [span for label, span in spans if label == "VERB"]
        gold = [span for label, span in spans if label != "VERB"]
        verb = _token(known, verbs[0]) if verbs else None
        if verb is None:
            continue
        for name, choose in CHOOSERS.items():
            chosen = choose(known, verb)
            if not scores[name].add(chosen, gold) and choose is by_tree:
                unseen = all(not p.span.overlaps(g) for g in gold for p in known.grounded.places)
                kind = "extra" if not gold else "unseen" if unseen else "wrong" if chosen else "none"
                said = f"{kind}: {[c.text for c in chosen]} for {[g.text for g in gold]}"
                wrong[f"{said} | {verbs[0].text} | {text}"] += 1
    for name, one in scores.items():
        print(f"event_location, {name:15} {one.line()} of {one.records} records")
    for line, count in wrong.most_common(errors):
        print(f"    {count:3d}  {line}")
    return scores


def _token(facts: Facts, verb: Span) -> int | None:
    tree = facts.tree
    inside = [i for i in range(len(tree)) if verb.start <= tree.start[i] < verb.end]
    return next((i for i in inside if tree.pos[i] in ("VERB", "NOUN")), inside[0] if inside else None)


def main(model: LanguageModel, errors: int = 0) -> None:
    """Reads the set and prints the figures."""
    items = records()
    score(items, dict(read((item["text"] for item in items), model)), errors)
