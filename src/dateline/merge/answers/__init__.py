"""Disagreement: what each source answers to each question on an incident, and one answer by a rule."""

from dateline.merge.answers.answer import Answer, answers_of, of_civilians
from dateline.merge.answers.bounds import Vague, load_vague
from dateline.merge.answers.claim import Claim
from dateline.merge.answers.claims import claims_of
from dateline.merge.answers.rules import DEFAULT, RULES

__all__ = [
    "DEFAULT",
    "RULES",
    "Answer",
    "Claim",
    "Vague",
    "answers_of",
    "claims_of",
    "load_vague",
    "of_civilians",
]
