"""Who says so and is it so, as a specification: short sentences of our own, read with the real model.

Each case: the sentence, the word that tells of an event, the chain of holders from outermost to innermost,
and the event's status.
"""

from __future__ import annotations

import hashlib

import pytest

from dateline.digest import digest, load_model
from dateline.interpret.attribution import attribute
from dateline.interpret.chains import chain_of
from dateline.interpret.status import status_of
from dateline.model import Grounded, Report, Span

CASES: dict[str, tuple[str, str, list[str], str]] = {
    # the order of speaker, verb and content
    "speaker first, that": (
        "The ministry said that rebels shelled the port.",
        "shelled",
        ["The ministry"],
        "happened",
    ),
    "speaker first, no that": (
        "The ministry said rebels shelled the port.",
        "shelled",
        ["The ministry"],
        "happened",
    ),
    "speaker last": (
        "Rebels shelled the port on Monday, the ministry said.",
        "shelled",
        ["the ministry"],
        "happened",
    ),
    "speaker last, inverted": (
        "Rebels shelled the port on Monday, said the mayor.",
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "agency last, present": (
        "Rebels shelled the port on Monday, reports the Anadolu news agency.",
        "shelled",
        ["the Anadolu news agency"],
        "happened",
    ),
    "speaker inside": (
        "Rebels, the mayor said, shelled the port on Monday.",
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "on Monday between": (
        "The army said on Monday that it had captured the airport.",
        "captured",
        ["The army"],
        "happened",
    ),
    "reporter's own voice": ("Rebels shelled the port on Monday.", "shelled", [], "happened"),
    "speech act is its own": ("The mayor condemned the attack.", "condemned", [], "happened"),
    "what is condemned is taken for granted": ("The mayor condemned the attack.", "attack", [], "happened"),
    # words other than verbs of saying
    "according to, last": (
        "Rebels shelled the port, according to the mayor.",
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "according to, first": (
        "According to the mayor, rebels shelled the port.",
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "according to two": (
        "Troops entered the town, according to witnesses and police.",
        "entered",
        ["witnesses", "police"],
        "happened",
    ),
    "reportedly": ("Rebels reportedly shelled the port on Monday.", "shelled", [], "happened"),
    "passive without agent": (
        "The commander is said to have been killed in the raid.",
        "killed",
        [],
        "happened",
    ),
    "passive with agent": (
        "The governor was reported by local media to have visited the camp.",
        "visited",
        ["local media"],
        "happened",
    ),
    "confirmed": (
        "A spokesman confirmed that two suspects were arrested.",
        "arrested",
        ["A spokesman"],
        "happened",
    ),
    "acknowledged": (
        "Officials acknowledged their forces had shot down the plane.",
        "shot",
        ["Officials"],
        "happened",
    ),
    "a claim that": (
        "The mayor repeated a claim that rebels shelled the port.",
        "shelled",
        ["The mayor"],
        "happened",
    ),
    # two and three links
    "quoted as saying": (
        "The newspaper quoted the minister as saying that rebels shelled the port.",
        "shelled",
        ["The newspaper", "the minister"],
        "happened",
    ),
    "also quoted as saying": (
        "Norway's public broadcaster also quoted Hansen as saying that troops had entered the town.",
        "entered",
        ["Norway's public broadcaster", "Hansen"],
        "happened",
    ),
    "statement, as saying": (
        "The Courier quoted the Turkish Interior Ministry statement, as saying that a curfew had ended.",
        "ended",
        ["The Courier", "the Turkish Interior Ministry"],
        "happened",
    ),
    "cited as saying": (
        "The agency cited the governor as saying police arrested ten men.",
        "arrested",
        ["The agency", "the governor"],
        "happened",
    ),
    "was quoted as saying by": (
        "The minister was quoted by Interfax as saying that rebels shelled the port.",
        "shelled",
        ["Interfax", "The minister"],
        "happened",
    ),
    "agency around an announcement": (
        "Prices rose after Ankara announced it would close two border posts, reports the Kyodo news agency.",
        "close",
        ["the Kyodo news agency", "Ankara"],
        "planned",
    ),
    "according to around said": (
        "According to the Fars news agency, the prosecutor said police arrested ten men.",
        "arrested",
        ["the Fars news agency", "the prosecutor"],
        "happened",
    ),
    "citing": (
        "Reuters, citing anonymous sources, reported that rebels shelled the port.",
        "shelled",
        ["Reuters", "anonymous sources"],
        "happened",
    ),
    "told a medium": (
        "The general told the BBC that rebels shelled the port.",
        "shelled",
        ["the BBC", "The general"],
        "happened",
    ),
    "told reporters": (
        "The general told reporters that rebels shelled the port.",
        "shelled",
        ["The general"],
        "happened",
    ),
    # quotations
    "direct, said after": (
        "“Rebels shelled the port last night,” the mayor said.",
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "direct, said before": (
        'The mayor said: "Rebels shelled the port last night."',
        "shelled",
        ["The mayor"],
        "happened",
    ),
    "direct, inverted": (
        '"Rebels shelled the port last night," said the mayor.',
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "goes on after the cue": (
        '"We are shocked," the mayor said. "Rebels shelled the port last night."',
        "shelled",
        ["the mayor"],
        "happened",
    ),
    "and no further": (
        '"We are shocked," the mayor said. Rebels shelled the port last night.',
        "shelled",
        [],
        "happened",
    ),
    "over two paragraphs": (
        "The mayor said: “We are shocked by this.\n\n“Rebels shelled the port last night.”",
        "shelled",
        ["The mayor"],
        "happened",
    ),
    # what is planned
    "will": ("The army will withdraw from the valley.", "withdraw", [], "planned"),
    "would in what is said": (
        "The ministry said it would close the border.",
        "close",
        ["The ministry"],
        "planned",
    ),
    "plans to": ("The president plans to visit the capital in May.", "visit", [], "planned"),
    "was planning to": (
        "The BBC reported that the president was planning to visit Cairo.",
        "visit",
        ["The BBC"],
        "planned",
    ),
    "agreed to": ("Both sides agreed to exchange prisoners.", "exchange", [], "planned"),
    "ordered to": ("The minister ordered troops to leave the city.", "leave", ["The minister"], "planned"),
    "announced a noun": (
        "The United States announced a complete withdrawal from the region.",
        "withdrawal",
        ["The United States"],
        "planned",
    ),
    "planned noun": ("The planned withdrawal worries its neighbours.", "withdrawal", [], "planned"),
    "purpose": ("The government sent soldiers to protect the embassy.", "protect", [], "planned"),
    "will be carried out": ("Airstrikes will be carried out next week.", "Airstrikes", [], "planned"),
    # what is possible
    "may": ("The rebels may attack the port.", "attack", [], "possible"),
    "if": ("If rebels attack the port, the army will respond.", "attack", [], "possible"),
    "threatened to": ("The general threatened to bomb the capital.", "bomb", ["The general"], "possible"),
    "called for": ("The union called for a ceasefire.", "ceasefire", ["The union"], "possible"),
    "urged to": ("The envoy urged both sides to release prisoners.", "release", ["The envoy"], "possible"),
    "fears of": ("Residents fled amid fears of an attack.", "attack", [], "possible"),
    "a possible noun": ("Analysts discussed a possible withdrawal.", "withdrawal", [], "possible"),
    # what is denied
    "not": ("The army did not attack the village.", "attack", [], "denied"),
    "will not": ("The army said it will not leave the country.", "leave", ["The army"], "denied"),
    "never": ("Police never arrested the man.", "arrested", [], "denied"),
    "denied doing": ("The army denied attacking the village.", "attacking", ["The army"], "denied"),
    "denied that": (
        "The minister denied that police arrested the students.",
        "arrested",
        ["The minister"],
        "denied",
    ),
    "refused to": ("The rebels refused to release the hostages.", "release", [], "denied"),
    "failed to": ("The two sides failed to reach an agreement.", "reach", [], "denied"),
    "without": ("The soldiers left without attacking the village.", "attacking", [], "denied"),
    "no noun": ("There was no attack on the village.", "attack", [], "denied"),
    "denial stays one through a second voice": (
        "State television quoted the president as saying that troops will not leave the country.",
        "leave",
        ["State television", "the president"],
        "denied",
    ),
    # status: going on
    "progressive": ("Troops are withdrawing from the valley.", "withdrawing", [], "ongoing"),
    "perfect progressive": ("Workers have been protesting since June.", "protesting", [], "ongoing"),
    "passive progressive": (
        "The ministry said the withdrawal was being carried out.",
        "withdrawal",
        ["The ministry"],
        "ongoing",
    ),
    "continue": ("The army said it would continue its operations.", "operations", ["The army"], "ongoing"),
    "under way": ("The evacuation is under way.", "evacuation", [], "ongoing"),
    "amid": ("Shops closed amid protests in the capital.", "protests", [], "ongoing"),
    # it is done, in spite of the words around it
    "after a noun": ("The leaders signed a treaty after talks in Geneva.", "talks", [], "happened"),
    "began": ("Forces began deploying along the border yesterday.", "deploying", [], "happened"),
    "announced what is done": ("Police announced the arrest of ten men.", "arrest", ["Police"], "happened"),
    "accused of": (
        "The minister accused rebels of shelling the port.",
        "shelling",
        ["The minister"],
        "happened",
    ),
}


def read(text: str, model: object) -> Grounded:
    """A text of our own as a grounded report without any actor known."""
    report = Report(id="case", text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest())
    return Grounded(next(iter(digest([report], model))))


@pytest.fixture(scope="module")
def model() -> object:
    return load_model()


@pytest.mark.parametrize("name", CASES)
def test_chain_and_status(name: str, model: object) -> None:
    text, word, chain, status = CASES[name]
    grounded = read(text, model)
    statements = attribute(grounded)
    start = text.index(word)
    found = chain_of(statements, Span.of(text, start, start + len(word)))
    token = next(t.i for t in grounded.digest.doc if t.idx <= start < t.idx + len(t))
    assert ([h.span.text for h in found], status_of(grounded, statements, token)) == (chain, status)
