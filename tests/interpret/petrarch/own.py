"""Dictionaries of our own in PETRARCH's formats, and what sentences give by them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from dateline.digest import digest
from dateline.ground import ground, load_tables
from dateline.interpret import Rules, interpret
from dateline.interpret.ontology_read import load_ontology
from dateline.interpret.petrarch import load_dictionaries
from dateline.model import Event, Interpretation, Report, Version
from tests.interpret.reading import model

VERBS = """# A dictionary of our own making.
&CRAFT
+BARGE
+FISHING_BOAT
+FERRY

&LETTER_
+NOTE

####### VERB PATTERNS #######

--- SAY [010] ---
SAY {SAYS SAID SAYING}
REPORT

--- CLAIM [110] ---
CLAIM

--- ATTACK [190] ---
ATTACK
SHOOT {SHOOTS SHOT SHOOTING} [193]
- * &CRAFT [194]  # FERRY
- POLICE * [175]
- * CLAIM [111]
- * REPORT (IN {MORNING PAPER}) [113]

--- HELP [070] ---
HELP
+STAND_BY {+STANDS_BY +STOOD_BY +STANDING_BY} [051]
- * (WITH {RICE HARVEST}) [073]

--- WANT [030] ---
WANT
HOPE

--- ASK [020] ---
ASK

--- VISIT [042:043] ---
VISIT

--- MEET [040:040] ---
MEET {MEETS MET MEETING}

--- GET [---] ---
GET {GETS GOT GETTING}
RECEIVE
- + * THREAT (FROM $) [:138]
- * TALKS (IN ^) (WITH) [044:044]
- % * CEASEFIRE [057]

--- BLAME [:112] ---
BLAME
- * {NOBODY} [---]

--- LIFT [---] ---
LIFT
- * EMBARGO [085]

--- FREE [084] ---
FREE

~ a (a b ATTACK) SAY = a b 015
~ a (b . ATTACK) SAY = a b 112
~ a (a b Q) SAY = a b Q
~ a (b . ATTACK) WANT = a b 021
"""
ACTORS = """NORWAY_ [NOR]
+NORWEGIAN_
+OSLO_
SWEDEN_ [SWE]
+SWEDISH_
FINLAND_ [FIN]
+FINNISH_
DENMARK_ [DNK]
+DANISH_
TOVE_LINDGAARD_
\t[NORGOV 20100101-20131231]
\t[NOROPP >20140101]
FJORD_LEAGUE_
FJORDERS_
\t[NORREB]
NORDIC_COUNCIL_(NC)_ [IGONRD]
"""
AGENTS = """!PERSON! = MAN, WOMAN
SOLDIER [~MIL]
FISHER!PERSON! [~AGR]
PRESIDENT [~GOV]
MINISTER [~GOV]
POLICE {} [~COP]
REBEL [~REB]
DEMONSTRATOR [~OPP]
THE_COURT [~JUD]
VILLAGER [~CVL]
"""
DISCARDS = """# what is not coded
ICE HOCKEY
+CHESS OLYMPIAD
"""
FILES = {
    "own.verbs.txt": VERBS, "own.actors.txt": ACTORS, "own.agents.txt": AGENTS, "own.discards.txt": DISCARDS,
}  # fmt: skip
Triple = tuple[str, str, str]


def write(folder: Path, **changed: str) -> str:
    """The dictionaries in a folder, with other text for some (by the word before `.txt`)."""
    for name, text in FILES.items():
        part = name.split(".")[1]
        (folder / name).write_text(changed.get(part, text), encoding="utf-8")
    return str(folder)


@cache
def read(text: str, folder: str, published: str = "2012-05-04") -> Interpretation:
    """What a text says by the dictionaries in a folder."""
    mark = hashlib.sha256(text.encode()).hexdigest()
    (one,) = digest([Report("r", text, mark, published=published)], model())
    rules = Rules(load_ontology("cameo"), load_dictionaries(folder))
    return interpret(ground(one, load_tables()), rules, Version("test", "test", "CAMEO 1.1b3"))


def code_of(event: Event) -> Triple:
    """Source, target and code of an event."""
    source = next((a.code for a in event.actors if a.code), "---")
    return source, next((r.code for r in event.recipients if r.code), "---"), event.type


def coded(text: str, folder: str, published: str = "2012-05-04") -> set[Triple]:
    """The events of a text as PETRARCH writes them."""
    return {code_of(event) for event in read(text, folder, published).events}
