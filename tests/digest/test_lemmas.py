"""Edit scripts give back the lemma they were made from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.digest.lemmas import apply_script, lemma_of, make_script, with_regular_forms

WORD = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Pd"]), min_size=1, max_size=14)


@given(WORD, WORD)
def test_a_script_makes_its_lemma(form: str, lemma: str) -> None:
    assert apply_script(form, make_script(form, lemma)) == lemma


@given(WORD, WORD, WORD)
def test_a_script_never_makes_nothing(form: str, other: str, lemma: str) -> None:
    assert apply_script(form, make_script(other, lemma))


def test_regular_and_irregular_words() -> None:
    assert make_script("cities", "city") == "K3+y"
    assert make_script("were", "be") == "=be"
    assert apply_script("parties", make_script("cities", "city")) == "party"


def test_a_known_form_is_not_left_to_the_script() -> None:
    known = {"VERB": {"left": "leave"}}
    assert lemma_of("left", "VERB", "K0+", known) == "leave"
    assert lemma_of("left", "ADJ", "K0+", known) == "left"


def test_regular_forms_of_known_verbs_in_e_are_known_too() -> None:
    known = {"VERB": {"cited": "cite", "saw": "see", "sited": "sit"}}
    forms = with_regular_forms(known)["VERB"]
    assert (forms["citing"], forms["cited"], forms["saw"]) == ("cite", "cite", "see")
    assert forms["sited"] == "sit", "what the data has stays"
    assert "seing" not in forms
    assert known["VERB"] == {"cited": "cite", "saw": "see", "sited": "sit"}
