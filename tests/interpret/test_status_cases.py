"""Is it so, as a specification: short sentences of our own, read with the real model.

Each case: the sentence, the word that tells of an event, and the event's status. Whose word that is stays in
`said_by`, which tests/interpret/test_attribution_cases.py holds.
"""

from __future__ import annotations

import hashlib

import pytest

from dateline.digest import digest, load_model
from dateline.interpret.attribution import attribute
from dateline.interpret.status import status_of
from dateline.model import Grounded, Report

CASES: dict[str, tuple[str, str, str]] = {
    # a threat is only as far as its condition
    "threat with an if": (
        "The militia said it would shell the town if the talks failed.",
        "shell",
        "possible",
    ),
    "threat with unless": ("Unless the army leaves, the rebels will attack the port.", "attack", "possible"),
    "threatened to": ("The union threatened to block the harbour.", "block", "possible"),
    "threat of": ("The government repeated its threat of sanctions.", "sanctions", "possible"),
    "warned of": ("The ministry warned of attacks on hotels.", "attacks", "possible"),
    "should it come to": ("Should the ceasefire break, troops will occupy the ridge.", "occupy", "possible"),
    "would have": ("Without the warning, the bomb would have killed dozens.", "killed", "possible"),
    # it came to nothing
    "failed to": ("The gunmen failed to kill the judge.", "kill", "denied"),
    "stopped short of": (
        "The council stopped short of imposing sanctions on the general.",
        "imposing",
        "denied",
    ),
    "refused": ("The mayor refused to meet the strikers.", "meet", "denied"),
    "was unable to": ("The convoy was unable to deliver the flour.", "deliver", "denied"),
    "called off": ("The union called off the strike.", "strike", "denied"),
    "prevented from": ("Police prevented the crowd from storming the ministry.", "storming", "denied"),
    "foiled": ("Border guards foiled an attack on the refinery.", "attack", "denied"),
    "ruled out": ("The chancellor ruled out sending troops.", "sending", "denied"),
    "without": ("The envoy left without meeting the president.", "meeting", "denied"),
    "instead of": ("The court fined him instead of jailing him.", "jailing", "denied"),
    "neither nor": ("Neither side attacked the village.", "attacked", "denied"),
    "nobody": ("Nobody was arrested after the march.", "arrested", "denied"),
    "has yet to": ("The rebels have yet to release the hostages.", "release", "denied"),
    "rather than": ("The general chose to leave rather than attack the village.", "attack", "denied"),
    # negated nouns
    "no noun": ("No arrests were made.", "arrests", "denied"),
    "there were no": ("There were no clashes in the valley.", "clashes", "denied"),
    "absence of": ("Residents enjoyed the absence of shelling.", "shelling", "denied"),
    "not a noun": ("It was an accident and not an attack.", "attack", "denied"),
    # a denial of what somebody says
    "reported denial": ("The army denied that its planes bombed the market.", "bombed", "denied"),
    "denied having": ("The general denied having ordered the raid.", "ordered", "denied"),
    "denied any": ("The group denied any attack on the convoy.", "attack", "denied"),
    "a claim stays": (
        "Villagers said soldiers burned the mill, which the army denies.",
        "burned",
        "happened",
    ),
    "accusation": ("Villagers accused soldiers of burning the mill.", "burning", "happened"),
    "not denied twice": ("The army did not deny bombing the market.", "bombing", "possible"),
    # plans, in and out of quotations
    "plan in a quotation": ("“We will leave the base in May,” the colonel said.", "leave", "planned"),
    "promised to": ("The president promised to release the journalists.", "release", "planned"),
    "agreed to": ("The two sides agreed to exchange prisoners.", "exchange", "planned"),
    "is to": ("The envoy is to meet the rebels on Friday.", "meet", "planned"),
    "was due to": ("The minister was due to visit Oslo.", "visit", "planned"),
    "are expected to": ("Troops are expected to withdraw next week.", "withdraw", "planned"),
    "ordered to": ("The general ordered his men to leave the town.", "leave", "planned"),
    "order of a noun": ("The cabinet approved the deployment of 300 soldiers.", "deployment", "planned"),
    "ahead of": ("Shops closed ahead of a protest in the capital.", "protest", "planned"),
    "set for": ("Talks are set for Tuesday in Muscat.", "Talks", "planned"),
    "planned as a modifier": ("The planned withdrawal was welcomed in the valley.", "withdrawal", "planned"),
    "about to": ("The rebels were about to release the hostages.", "release", "planned"),
    "was to have": ("The envoy was to have met the rebels on Friday.", "met", "planned"),
    # asked for, feared, thought possible
    "urged to": ("The bishop urged the guerrillas to free the engineer.", "free", "possible"),
    "called for": ("The opposition called for a boycott of the vote.", "boycott", "possible"),
    "must": ("Soldiers must leave the village, the elder said.", "leave", "possible"),
    "may have": ("The rebels may have killed the hostages.", "killed", "possible"),
    "feared": ("Residents fear an attack on the dam.", "attack", "possible"),
    "on the verge of": ("The factions are on the verge of fighting.", "fighting", "possible"),
    "in the event of": ("The army will be called in the event of riots.", "riots", "possible"),
    "whether": ("Police are investigating whether he shot the guard.", "shot", "possible"),
    "could": ("The blockade could starve the city, doctors said.", "starve", "possible"),
    # going on
    "progressive": ("Soldiers are searching houses in the old town.", "searching", "ongoing"),
    "perfect progressive": ("Nurses have been striking since March.", "striking", "ongoing"),
    "continue to": ("Rebels continue to hold the bridge.", "hold", "ongoing"),
    "under way": ("A rescue of the miners is under way.", "rescue", "ongoing"),
    "remains under": ("The siege continues despite the truce.", "siege", "ongoing"),
    # it happened, whatever stands around it
    "historical present": ("Rebels seize a border town, killing six.", "seize", "happened"),
    "managed to": ("The hostages managed to escape after rebels attacked the jail.", "attacked", "happened"),
    "not only": ("The militia not only burned the school but looted the clinic.", "burned", "happened"),
    "no one else": ("The bomb killed the driver but no one else.", "killed", "happened"),
    "did so although": ("Police arrested him although he had no weapon.", "arrested", "happened"),
    "in spite of a plan": ("The rebels attacked the port as they had planned.", "attacked", "happened"),
    "reported": ("Soldiers reportedly shot two herdsmen.", "shot", "happened"),
    "began to": ("The army began withdrawing from the valley.", "withdrawing", "happened"),
    "after the noun": ("Six people died in the attack.", "attack", "happened"),
    "condemned": ("The union condemned the arrest of its leader.", "arrest", "happened"),
}

KNOWN = ("not denied twice",)
"""Where the language model and the words are both wrong: a negation that denies nothing."""


@pytest.fixture(scope="module")
def readings() -> dict[str, Grounded]:
    """All cases, read together."""
    reports = [
        Report(name, text, hashlib.sha256(text.encode()).hexdigest()) for name, (text, _, _) in CASES.items()
    ]
    return {read.report.id: Grounded(read) for read in digest(reports, load_model())}


def _marked(name: str) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="a negation that denies nothing")] if name in KNOWN else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [_marked(name) for name in CASES])
def test_status(name: str, readings: dict[str, Grounded]) -> None:
    text, word, status = CASES[name]
    grounded = readings[name]
    start = text.index(word)
    token = next(t.i for t in grounded.digest.doc if t.idx <= start < t.idx + len(t))
    assert status_of(grounded, attribute(grounded), token) == status
