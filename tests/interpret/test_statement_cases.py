"""Who says what, and is it so: a table of short texts of our own, read with the real model.

Each row: the text (¶ parts paragraphs), a word of it, the chain of holders at that word from the outermost
(before ←) to the innermost, the stance of the statement right around the word, and the event's status.
"""

from __future__ import annotations

import pytest

from dateline.interpret.attribution_tree import tree_of
from dateline.interpret.chains import chain_of
from dateline.interpret.status import status_of
from dateline.model import Interpretation, Span, Statement
from tests.interpret.reading import read

TABLE = """
# chains of two
The Harbour Courier quoted the mayor as saying that gunmen stormed the bank. | stormed | The Harbour Courier ← the mayor | asserts | happened
Gunmen stormed the bank, the mayor told the BBC. | stormed | the BBC ← the mayor | asserts | happened
According to the Xinhua news agency, the ministry said gunmen stormed the bank. | stormed | the Xinhua news agency ← the ministry | asserts | happened
The agency reported, citing a hospital doctor, that ten miners were killed. | killed | The agency ← a hospital doctor | asserts | happened
State television said that the army had confirmed the capture of the town. | capture | State television ← the army | confirms | happened
The minister was quoted by Interfax as saying that rebels seized the dam. | seized | Interfax ← The minister | asserts | happened
The BBC reported that the general had denied bombing the village. | bombing | The BBC ← the general | denies | denied

# chains of three
Reuters reported that the ministry said witnesses saw gunmen storm the bank. | storm | Reuters ← the ministry | asserts | happened
The Courier reported that the minister quoted the general as saying rebels seized the dam. | seized | The Courier ← the minister ← the general | asserts | happened
According to Reuters, the ministry said the governor told police that rebels seized the dam. | seized | Reuters ← the ministry ← the governor | asserts | happened

# inverted order
Gunmen stormed the bank on Monday, reports the Xinhua news agency. | stormed | the Xinhua news agency | asserts | happened
Rebels seized the dam after Ankara announced it would close the border, reports the Kyodo news agency. | close | the Kyodo news agency ← Ankara | asserts | planned
“Gunmen stormed the bank,” said the mayor. | stormed | the mayor | asserts | happened
Gunmen, said the mayor, stormed the bank. | stormed | the mayor | asserts | happened

# a denial, and a denial of what somebody else says
The army denied shelling the village. | shelling | The army | denies | denied
The army denied that it shelled the village. | shelled | The army | denies | denied
The president dismissed reports that police arrested the editor. | arrested | The president | denies | denied
Residents said the army shelled the village. The army denied it. | shelled | Residents | asserts | happened
Activists accused the army of shelling the village, which the army denied. | shelling | Activists | accuses | happened

# a plan within a quotation, and in the reporter's voice
“We will close the border on Friday,” the minister said. | close | the minister | asserts | planned
The minister said that soldiers would leave the island in May. | leave | The minister | asserts | planned
The president promised to release the prisoners. | release | The president | plans | planned
The president plans to visit the island in May. | visit | | plans | planned

# a threat, and a condition
The general threatened to bomb the capital if the talks failed. | bomb | The general | warns | possible
“If they cross the river, we will attack,” the general said. | attack | the general | asserts | possible
The rebels warned that they would attack the port unless the army withdrew. | attack | The rebels | warns | possible
The ministry said it might close the border. | close | The ministry | asserts | possible

# a demand and a question
The union demanded that the company release the workers. | release | The union | demands | possible
The envoy urged both sides to release prisoners. | release | The envoy | demands | possible
Reporters asked whether police had arrested the editor. | arrested | Reporters | asks | possible

# a retraction, a confession, a confirmation
The newspaper retracted its claim that police arrested the editor. | arrested | The newspaper | retracts | happened
The officer admitted that soldiers shot the farmer. | shot | The officer | admits | happened
The officer confessed to beating the prisoner. | beating | The officer | admits | happened
The ministry confirmed that the pilot had been killed. | killed | The ministry | confirms | happened

# guesses and beliefs
Analysts speculated that rebels had seized the dam. | seized | Analysts | speculates | happened
Police believe that a former guard killed the farmer. | killed | Police | asserts | happened
The gunmen are believed to have fled across the border. | fled | | asserts | happened
Rebels allegedly shelled the port. | shelled | | speculates | happened
The commander reportedly visited the camp on Sunday. | visited | | speculates | happened

# quotation marks: unbalanced, nested, over paragraphs, interrupted
“Rebels shelled the port last night, the mayor said. | shelled | the mayor | asserts | happened
The mayor said: "Rebels shelled the port last night.¶Shops stayed shut on Monday. | shelled | The mayor | asserts | happened
“The colonel told me, ‘We burned the village,’” the farmer said. | burned | the farmer ← The colonel | asserts | happened
The mayor said: “We are shocked by this.¶“Rebels shelled the port last night.” | shelled | The mayor | asserts | happened
“Rebels,” the mayor said, “shelled the port last night.” | shelled | the mayor | asserts | happened
The mayor had this to say:¶“Rebels shelled the port last night.” | shelled | The mayor | asserts | happened
“Rebels shelled the port last night.” ― Ada Brandt, mayor | shelled | Ada Brandt | asserts | happened

# a source carries over inside a quotation, and no further
“We are shocked,” the mayor said. “Rebels shelled the port last night.” | shelled | the mayor | asserts | happened
“We are shocked,” the mayor said. Rebels shelled the port last night. | shelled | | | happened
The mayor said rebels shelled the port. Soldiers left the town on Sunday. | left | | | happened

# a transcript
WARD: Rebels shelled the port.¶KLINE: The army shelled the village.¶WARD: That is not true. | village | KLINE | asserts | happened
"WARD: Rebels shelled the port.¶"And they burned the mill.¶"KLINE: No.¶"WARD: Yes." | burned | WARD | asserts | happened

# pronouns and nouns that stand for a source
President Vladimir Putin met his generals. He said Russia had withdrawn its troops. | withdrawn | President Vladimir Putin | asserts | happened
The general arrived on Monday. “Rebels shelled the port,” he said. | shelled | The general | asserts | happened

# captions and headlines
A soldier guards the dam that rebels seized in May, according to the army. | seized | the army | asserts | happened
Police: two men arrested in harbour raid | arrested | Police | asserts | happened
Smoke rises over the port, which rebels shelled on Monday (Photo: Reuters) | shelled | | | happened

# who speaks for a paper
The ministry's report says soldiers shot the farmer. | shot | The ministry | asserts | happened
A statement from the ministry said soldiers shot the farmer. | shot | the ministry | asserts | happened
The ministry said in a statement that soldiers shot the farmer. | shot | The ministry | asserts | happened
Witnesses and police said gunmen stormed the bank. | stormed | Witnesses, police | asserts | happened
"""
CASES = [[cell.strip() for cell in line.split("|")] for line in TABLE.splitlines() if "|" in line]


def _around(reading: Interpretation, word: Span) -> Statement | None:
    """The smallest statement whose content holds a word that is not its cue, one with a source if there is any."""
    holding = [
        s for s in reading.statements
        if s.cue and any(c.overlaps(word) for c in s.content) and not any(c.overlaps(word) for c in s.cue)
    ]  # fmt: skip
    return min(holding, key=lambda s: (not s.source, sum(c.end - c.start for c in s.content)), default=None)


@pytest.mark.parametrize("row", CASES, ids=[row[0][:70] for row in CASES])
def test_chain_stance_and_status(row: list[str]) -> None:
    text, word, chain, stance, status = row
    text = text.replace("¶", "\n\n")
    reading = read(text)
    at = text.index(word)
    span = Span.of(text, at, at + len(word))
    found = chain_of(reading.statements, span)
    wanted = [name.strip() for link in chain.split("←") for name in link.split(",") if name.strip()]
    assert [holder.span.text for holder in found] == wanted
    around = _around(reading, span)
    assert (around.stance if around else "") == stance
    token = next(i for i, start in enumerate(tree_of(reading.grounded.digest.doc).start) if start == at)
    assert status_of(reading.grounded, reading.statements, token) == status


HOLDERS = """
The defence ministry said rebels shelled the port. | party | certain
Rebels said they shelled the port. | party | certain
The mayor said rebels shelled the port. | official | certain
Rebels shelled the port, reports the Xinhua news agency. | agency | certain
The newspaper reported that rebels shelled the port. | medium | certain
A doctor at the hospital said ten people were killed. | medic | certain
A human rights watchdog said ten people were killed. | ngo | certain
Residents said the army shelled the village. | witness | certain
A source said the army shelled the village. | anonymous | certain
An official, who spoke on condition of anonymity, said the army shelled the village. | anonymous | certain
A leaked document said the army shelled the village. | document | certain
Police believe a guard killed the farmer. | official | probable
The mayor fears that rebels will attack the port. | official | possible
The mayor asked whether rebels would attack the port. | official | unknown
"""


@pytest.mark.parametrize("row", [line.split(" | ") for line in HOLDERS.strip().splitlines()], ids=lambda r: r[0])
def test_kind_and_certainty_of_a_holder(row: list[str]) -> None:
    text, kind, certainty = row
    (holder, *_) = next(s.chain for s in read(text).statements if s.chain)
    assert (holder.kind, holder.certainty) == (kind, certainty)


def test_who_passes_on_is_unsure_and_who_speaks_is_sure() -> None:
    text = "The agency quoted the mayor as saying that rebels shelled the port."
    at = text.index("shelled")
    chain = chain_of(read(text).statements, Span.of(text, at, at + 7))
    assert [holder.certainty for holder in chain] == ["unknown", "certain"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“Rebels shelled the port,” the mayor said.", "direct"),
        ("The mayor said rebels had “shelled and burned” the port.", "mixed"),
        ("The mayor said rebels shelled the port.", "indirect"),
        ("“The mayor said rebels shelled the port,” the farmer recalled.", "indirect"),
    ],
)
def test_kind_of_quotation(text: str, kind: str) -> None:
    statement = next(s for s in read(text).statements if any("mayor" in p.text.lower() for p in s.source))
    assert statement.kind == kind
