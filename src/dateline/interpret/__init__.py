"""Interpret: a grounded report → who says what, and what happened.

In: a `Grounded` report, the `Rules` (ontology, lexicon), the `Version` to stamp on each record.
Out: an `Interpretation`: statements, events, and readings considered and not taken.
Fails: never on a report, whatever its text; `load_rules` raises `UserError` where a rule file is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dateline.ground import ground_phrase
from dateline.interpret.attribution import attribute
from dateline.interpret.chains import chain_of
from dateline.interpret.coder import Draft, drafts_of
from dateline.interpret.coder_facts import Facts, facts_of
from dateline.interpret.events_build import build
from dateline.interpret.events_counts import with_counts
from dateline.interpret.events_merge import linked, merged
from dateline.interpret.lexicon import Lexicon
from dateline.interpret.lexicon_read import parse_lexicon, read_folder
from dateline.interpret.ontology import Ontology, load_ontology
from dateline.interpret.status import status_of
from dateline.model import Grounded, Interpretation, Statement, Version


@dataclass(frozen=True, slots=True)
class Rules:
    """What the coder goes by: the ontology and the lexicon."""

    ontology: Ontology
    lexicon: Lexicon


@cache
def load_rules(ontology: str | None = None, lexicon: str | None = None) -> Rules:
    """The shipped rules, or those in a file and a folder of one's own; read once."""
    types = load_ontology(ontology)
    folder = Path(lexicon) if lexicon else Path(__file__).parents[1] / "_ref" / "lexicon"
    return Rules(types, parse_lexicon(read_folder(folder), types))


def _sourced(facts: Facts, statements: tuple[Statement, ...], draft: Draft) -> Draft:
    """The draft with how sure it is said to be and by whom."""
    status = status_of(facts.grounded, statements, draft.token, draft.entry.group.effect)
    return replace(draft, status=status, chain=chain_of(statements, draft.trigger))


def interpret(grounded: Grounded, rules: Rules, version: Version) -> Interpretation:
    """What the report says happened, and who says so."""
    statements = attribute(grounded)
    facts = facts_of(grounded, lambda i: ground_phrase(grounded, i))
    drafts, rejected = drafts_of(facts, rules.lexicon, statements)
    drafts = linked(facts, merged(facts, [_sourced(facts, statements, draft) for draft in drafts]))
    drafts = with_counts(facts, statements, drafts)
    events = tuple(build(facts, draft, rules.ontology, version) for draft in drafts)
    return Interpretation(grounded, statements, events, tuple(rejected))


__all__ = ["Rules", "interpret", "load_rules"]
