"""Interpret: a grounded report → who says what, and what happened.

In: a `Grounded` report, the `Rules` (ontology, lexicon), the `Version` to stamp on each record.
Out: an `Interpretation`: statements, events, and readings considered and not taken.
Fails: never on a report, whatever its text; `load_rules` raises `UserError` where a rule file is wrong.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache

from dateline.errors import UserError
from dateline.ground import ground_phrase
from dateline.interpret.arguments_damage import by_way_of_damage
from dateline.interpret.arguments_domain import by_way_of_places
from dateline.interpret.arguments_events import by_way_of_events
from dateline.interpret.arguments_named import by_way_of_names
from dateline.interpret.arguments_occasion import by_way_of_occasions
from dateline.interpret.arguments_purpose import by_way_of_purpose
from dateline.interpret.arguments_scene import by_way_of_scenes
from dateline.interpret.arguments_time import possible
from dateline.interpret.attribution import attribute
from dateline.interpret.chains import chain_of
from dateline.interpret.coder import Draft, drafts_of
from dateline.interpret.coder_facts import Facts, facts_of
from dateline.interpret.coder_gaps import bridged
from dateline.interpret.events_build import build
from dateline.interpret.events_counts import with_counts
from dateline.interpret.events_link import linked
from dateline.interpret.events_merge import merged
from dateline.interpret.events_parts import as_wholes, owned
from dateline.interpret.figures import figures_of
from dateline.interpret.lexicon import Lexicon
from dateline.interpret.lexicon_read import ONLY, parse_lexicon, read_layers
from dateline.interpret.ontology import Ontology
from dateline.interpret.ontology_read import load_ontology
from dateline.interpret.opinion import completed, second_opinion
from dateline.interpret.petrarch import PETRARCH, Dictionaries, events_by_dictionaries, load_dictionaries
from dateline.interpret.salience import with_mains
from dateline.interpret.status import status_of
from dateline.model import Grounded, Interpretation, Statement, Version


@dataclass(frozen=True, slots=True)
class Rules:
    """What the coder goes by: the ontology and the lexicon."""

    ontology: Ontology
    lexicon: Lexicon | Dictionaries
    name: str = ""
    """What the record says they were: the ontology, and a mark of a lexicon that is not the shipped one."""
    notes: tuple[str, ...] = ()
    """What of PETRARCH's dictionaries could not be read, each with file and line."""

    @property
    def learned(self) -> bool:
        """Whether the ontology is the one whose types the language model was taught."""
        return self.ontology.name == load_ontology().name


@cache
def load_rules(ontology: str | None = None, lexicon: tuple[str, ...] = ()) -> Rules:
    """The shipped rules, or others; read once.

    `ontology`: a file. `lexicon`: folders laid over the shipped lexicon in order; `only:DIR` leaves that out;
    `petrarch:DIR` codes by PETRARCH's dictionaries instead, in CAMEO where no ontology is named.
    """
    if any(path.startswith(PETRARCH) for path in lexicon):
        return _by_dictionaries(ontology, lexicon)
    types = load_ontology(ontology)
    if types.name != load_ontology().name and not any(path.startswith(ONLY) for path in lexicon):
        raise UserError(
            f"the shipped lexicon is for {load_ontology().name}, not for {types.name}; "
            "give one for it with --lexicon only:DIR"
        )
    layers = read_layers(lexicon)
    name = types.name
    if lexicon:
        told = repr([sorted(layer.items()) for layer in layers])
        name += f", lexicon {hashlib.sha256(told.encode('utf8', 'surrogatepass')).hexdigest()[:8]}"
    return Rules(types, parse_lexicon(layers[0], types, *layers[1:]), name)


def _by_dictionaries(ontology: str | None, lexicon: tuple[str, ...]) -> Rules:
    if len(lexicon) > 1:
        raise UserError("--lexicon petrarch:DIR goes with no other lexicon; give it alone")
    types = load_ontology(ontology or "cameo")
    read = load_dictionaries(lexicon[0].removeprefix(PETRARCH))
    return Rules(types, read, f"{types.name}, PETRARCH dictionaries {read.mark}", read.notes)


def _sourced(facts: Facts, statements: tuple[Statement, ...], draft: Draft) -> Draft:
    """The draft with how sure it is said to be and by whom."""
    status = status_of(facts.grounded, statements, draft.token, draft.entry.group.effect)
    time = possible(facts, draft.time, status)
    return replace(draft, status=status, time=time, chain=chain_of(statements, draft.trigger))


def interpret(grounded: Grounded, rules: Rules, version: Version) -> Interpretation:
    """What the report says happened, and who says so."""
    statements = attribute(grounded)
    facts = bridged(facts_of(grounded, lambda i: ground_phrase(grounded, i)))
    if isinstance(rules.lexicon, Dictionaries):
        coded, passed = events_by_dictionaries(facts, statements, rules.lexicon, rules.ontology, version)
        return Interpretation(grounded, statements, with_mains(facts, coded), tuple(passed))
    drafts, rejected = drafts_of(facts, rules.lexicon, statements)
    if rules.learned:
        drafts, doubted = second_opinion(facts, rules.lexicon, statements, drafts)
        rejected += doubted
    drafts, parts = as_wholes(facts, [_sourced(facts, statements, draft) for draft in drafts])
    drafts = linked(facts, merged(facts, drafts))
    if rules.learned:
        drafts = [completed(facts, statements, draft) for draft in drafts]
    drafts = by_way_of_events(facts, statements, drafts)
    drafts = by_way_of_damage(facts, by_way_of_names(facts, drafts))
    drafts = by_way_of_purpose(facts, drafts)
    drafts = by_way_of_occasions(facts, statements, drafts)
    drafts = by_way_of_places(facts, by_way_of_scenes(facts, drafts))
    drafts, nobodys = owned(facts, drafts)
    rejected += parts + nobodys
    drafts = with_counts(facts, statements, drafts)
    built = [build(facts, draft, rules.ontology, version) for draft in drafts]
    features = {event.id: told for event, told in built}
    events = with_mains(facts, (event for event, _ in built))
    figures = figures_of(facts, statements, events)
    return Interpretation(grounded, statements, events, tuple(rejected), features, figures)


__all__ = ["Rules", "interpret", "load_rules"]
