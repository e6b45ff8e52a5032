"""The shipped ontology and lexicon, and what the loader says of mistakes."""

from __future__ import annotations

import pytest

from dateline.errors import UserError
from dateline.interpret.lexicon_read import parse_entries, parse_lexicon
from dateline.interpret.ontology_read import load_ontology, parse_ontology

SETS = {"weapon": frozenset({"gun", "bomb"})}


def entry_file(body: str) -> str:
    return f'type = "ASSAULT"\n\n[[group]]\n{body}\n'


def test_the_ontology_is_complete() -> None:
    ontology = load_ontology()
    assert len(ontology.types) == 16
    assert sum(len(t.modes) for t in ontology.types.values()) == 67
    assert len(ontology.contexts) == 37


def test_a_mode_has_its_own_score() -> None:
    ontology = load_ontology()
    assert ontology.score("RETREAT", None) == 6.5
    assert ontology.score("RETREAT", "withdraw") == 8.0
    assert ontology.score("ACCUSE", None) < 0


def test_the_lexicon_is_large_and_each_id_names_its_type() -> None:
    from dateline.interpret import load_rules

    rules = load_rules()
    assert len(rules.lexicon) >= 4000
    for table in (rules.lexicon.verbs, rules.lexicon.nouns, rules.lexicon.adjectives):
        for entries in table.values():
            assert all(e.id.startswith(f"{e.group.type.lower()}.{e.group.id}/") for e in entries)


def test_alternatives_and_pieces() -> None:
    entries = parse_entries(
        entry_file('id = "x"\nverbs = ["open|reopen =fire", "gun +down"]'), "a.toml", load_ontology(), SETS
    )
    assert [(e.lemma, [p.slot for p in e.pieces]) for e in entries] == [
        ("open", ["obj"]),
        ("reopen", ["obj"]),
        ("gun", ["prt"]),
    ]


def test_a_hyphenated_noun_is_also_looked_for_as_words() -> None:
    entries = parse_entries(entry_file('id = "x"\nnouns = ["cease-fire"]'), "a.toml", load_ontology(), SETS)
    assert [e.lemma for e in entries] == ["cease-fire", "fire"]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ('id = "x"\nmode = "arial"\nverbs = ["bomb"]', 3, "no mode 'arial'"),
        ('id = "x"\nverbs = ["bomb"]\nwhen = ["obj:@actr"]', 3, "unknown feature @actr"),
        ('id = "x"\nverbs = ["bomb"]\nwhen = ["obj:#wepon"]', 3, "unknown set #wepon"),
        ('id = "x"\nverb = ["bomb"]', 5, "unknown key 'verb'"),
        ('id = "x"\nverbs = ["bomb",\n "open fire now"]', 6, "needs one head word"),
        ('verbs = ["bomb"]', 3, "without an id"),
        ('id = "x"\neffect = "perhaps"\nverbs = ["bomb"]', 5, "unknown effect"),
    ],
)
def test_a_mistake_is_explained_with_file_and_line(body: str, line: int, said: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_entries(entry_file(body), "assault.toml", load_ontology(), SETS)
    message = str(caught.value)
    assert said in message
    assert message.startswith("assault.toml, line ")
    assert "\n" not in message
    if line != 3:
        assert f"line {line}" in message


def test_broken_toml_and_unknown_types_are_explained() -> None:
    with pytest.raises(UserError, match="not valid TOML"):
        parse_lexicon({"a.toml": "type = "}, load_ontology())
    with pytest.raises(UserError, match="not in the ontology"):
        parse_lexicon({"a.toml": 'type = "ATTACK"'}, load_ontology())
    with pytest.raises(UserError, match="lacks"):
        parse_ontology('[types.ATTACK]\nquad = "x"', "mine.toml")
