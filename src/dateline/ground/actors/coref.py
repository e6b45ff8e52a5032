"""Short names, "the ministry", "he": who was meant, from what the report said before."""

from __future__ import annotations

from dataclasses import replace

from dateline.ground.actors.readings import NAMED_KINDS, STATE_KINDS, read_phrase
from dateline.ground.actors.scene import Reading, Scene
from dateline.ground.actors.told import run_of

LOOK_BACK = 3
"""How many sentences back a pronoun may reach."""
MAX_CLIMB = 12
"""How many heads up the verb of saying may stand above a quoted "we"."""

_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))
_DEFINITE = frozenset(("the", "this", "these", "that", "those", "both", "its", "his", "their"))
_HARMING = frozenset("ambush behead capture execute injure kill killed murder shoot slay wound".split())
_STATE_WORDS = frozenset(("country", "nation", "state", "republic", "kingdom"))
_GROUP_WORDS = frozenset(
    [
        "extremist", "faction", "fighter", "group", "guerrilla", "insurgent", "jihadist", "militant",
        "movement", "network", "organisation", "organization", "rebel", "terrorist",
    ]
)  # fmt: skip
_OUTLET_WORDS = frozenset(("agency", "newspaper", "paper", "outlet", "broadcaster", "daily", "channel"))
_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_IT = frozenset(("it", "its", "itself"))
_THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
_WE = frozenset(("i", "me", "my", "mine", "we", "us", "our", "ours"))


def remember(scene: Scene, head: int, reading: Reading) -> None:
    """Keep a reading for later mentions to find."""
    scene.readings[head] = reading
    scene.order.append(head)
    if not (reading.country or reading.sector or reading.name):
        return
    role = scene.roles.get(head)
    above = scene.readings.get(scene.sheet.heads[head])
    renames = scene.sheet.deps[head] == "appos" and above is not None and above.kind in NAMED_KINDS
    if role is not None and reading.country and not reading.inferred and not renames:
        scene.by_role[key_of(scene, head)] = reading
    if reading.kind in NAMED_KINDS:
        for kid in scene.sheet.kids[head]:
            if scene.sheet.deps[kid] == "appos" and kid in scene.roles:
                scene.by_role[key_of(scene, kid)] = reading
    if reading.term is not None and reading.country:
        scene.by_role[_last_word(reading.term.role)] = reading
    if reading.kind == "person" and reading.role is not None and scene.sheet.labels[head] == "PER":
        scene.by_role[_last_word(reading.role.words)] = reading
    if reading.kind == "person" and reading.name and reading.country and scene.sheet.labels[head] == "PER":
        said = [reading.term.role] if reading.term is not None else []
        said += [reading.role.words] if reading.role is not None else []
        for words in said:
            scene.by_office[reading.country, _last_word(words)] = reading
    _remember_name(scene, head, reading)


def _remember_name(scene: Scene, head: int, reading: Reading) -> None:
    sheet = scene.sheet
    if sheet.labels[head] not in ("PER", "ORG", "MISC", "NORP") and head not in scene.hits:
        return
    tokens = list(run_of(scene, head))
    scene.by_full.setdefault(_full(scene, head), reading)
    if reading.kind == "person":
        for i in tokens:
            if sheet.pos[i] == "PROPN" and len(sheet.words[i]) > 2:
                scene.by_name[sheet.folded[i]] = reading
    after = tokens[-1] + 1
    if after + 2 < len(sheet.words) and sheet.words[after] == "(" and sheet.words[after + 2] == ")":
        short = sheet.words[after + 1]
        if short.isupper() or (short[:1].isupper() and len(short) <= 6):
            scene.by_name[sheet.folded[after + 1]] = reading


def _full(scene: Scene, head: int) -> tuple[str, ...]:
    """The whole name at a token, as a key."""
    words = tuple(scene.sheet.folded[i] for i in run_of(scene, head))
    return words[1:] if words[0] == "the" else words


def by_short_name(scene: Scene, head: int) -> Reading | None:
    """What an earlier full name or an acronym in brackets said of this shorter name."""
    sheet = scene.sheet
    if sheet.pos[head] != "PROPN" or head in scene.hits:
        return None
    whole = scene.by_full.get(_full(scene, head))
    if whole is not None and sheet.labels[head] != "LOC":
        return inherited(whole, "coref:name")
    last, name = head, sheet.names[head]
    while name >= 0 and last + 1 < len(sheet.words) and sheet.names[last + 1] == name:
        last += 1
    if sheet.labels[head] not in ("PER", "ORG", "MISC", ""):
        return None
    found = scene.by_name.get(sheet.folded[last])
    if found is None or (last != head and sheet.folded[head] not in scene.by_name):
        return None
    return inherited(found, "coref:short-name")


def by_definite(scene: Scene, head: int) -> Reading | None:
    """What an earlier mention in the same role said: "the ministry", "the president", "the group"."""
    sheet, role = scene.sheet, scene.roles.get(head)
    narrowing = ("amod", "compound", "nmod:poss", "nmod")
    plain = not any(sheet.deps[kid] in narrowing for kid in sheet.kids[head])
    definite = any(sheet.folded[kid] in _DEFINITE for kid in sheet.kids[head] if kid < head)
    key = key_of(scene, head)
    if several_known(scene, head):
        return None
    if role is not None and plain and (definite or _plural(scene, head)) and key in scene.by_role:
        return _with_sector(scene, inherited(scene.by_role[key], f"coref:the {key}"), head)
    if not definite or not plain:
        return None
    if is_state_word(scene, head):
        return _last_country(scene, head)
    for words, kinds in (
        (_GROUP_WORDS, frozenset(("group",))),
        (_OUTLET_WORDS, frozenset(("media",))),
    ):
        if key in words:
            known = [r for i in reversed(scene.order) if (r := scene.readings[i]).kind in kinds]
            same = [r for r in known if role is not None and r.sector == role.role.sector]
            found = next(iter(same or known), None)  # "the guerrillas" are rebels before they are a militia
            return inherited(found, f"coref:the {key}") if found else None
    return None


def by_office(scene: Scene, head: int, reading: Reading) -> Reading:
    """The reading with the name of an office holder whom the report has named: "the Russian president"."""
    sheet = scene.sheet
    if reading.name or reading.kind != "person" or not reading.country or head not in scene.roles:
        return reading
    if not any(sheet.folded[kid] == "the" or sheet.deps[kid] == "nmod:poss" for kid in sheet.kids[head]):
        return reading
    held = scene.by_office.get((reading.country, _last_word(scene.roles[head].role.words)))
    if held is None or held.sector != reading.sector or _plural(scene, head):
        return reading
    return replace(reading, name=held.name, id=held.id, rules=("coref:office", *reading.rules))


def several_known(scene: Scene, head: int) -> bool:
    """Whether several are meant ("the two armies"): parties named before, of which no one country is true."""
    kids = [kid for kid in scene.sheet.kids[head] if kid < head]
    if any(scene.sheet.folded[kid] == "both" for kid in kids):
        return True
    counted = any(scene.sheet.deps[kid] == "nummod" for kid in kids)
    return counted and any(scene.sheet.folded[kid] == "the" for kid in kids)


def is_state_word(scene: Scene, head: int) -> bool:
    """Whether the head is "country", "nation"…: a state, but nobody says which."""
    return key_of(scene, head) in _STATE_WORDS


def _last_country(scene: Scene, head: int) -> Reading | None:
    """The country named last before the word, not the one that does something to it; a speaker's own."""
    sheet = scene.sheet
    speaker = _speaker(scene, head)
    for i in range(head - 1, -1, -1):
        if speaker is not None and sheet.sentence[i] != sheet.sentence[head]:
            name = scene.table.countries.get(speaker.country or "")
            if name:
                rules = (f"coref:the {key_of(scene, head)}", *speaker.rules)
                return Reading(speaker.country, "GOV", name, rules, kind="country", inferred=True)
        hit = scene.hits.get(i)
        if hit is not None and hit.entry.kind == "country" and not _acts_upon(scene, i, head):
            entry = hit.entry
            rules = (f"coref:the {key_of(scene, head)}", entry.source)
            return Reading(entry.country, entry.sector, entry.name, rules, kind="country", inferred=True)
    return None


def _acts_upon(scene: Scene, i: int, head: int) -> bool:
    """Whether the noun that `i` is or stands before does something to `head`: "US troops to leave it"."""
    sheet, verb = scene.sheet, scene.sheet.heads[head]
    while sheet.deps[i] in ("compound", "amod", "nmod:poss") and sheet.heads[i] != i:
        i = sheet.heads[i]
    told = sheet.heads[verb] if sheet.deps[verb] == "xcomp" else -1
    return (sheet.heads[i] == verb and sheet.deps[i] in _SUBJECTS) or (
        sheet.heads[i] == told and sheet.deps[i] in ("obj", "iobj", *_SUBJECTS)
    )


def by_side(scene: Scene, head: int, sector: str) -> tuple[str, str] | None:
    """Whose soldiers or fighters nameless ones are: those of the side named before in the sentence.

    Not of the one that did violence to them; if nobody else is there, of the country the report plays in.
    """
    sides = ("GOV", "MIL") if sector == "MIL" else (sector,)
    foes = set[str]()
    for i in reversed(_recent(scene, scene.sheet.sentence[head])):
        reading = scene.readings[i]
        if i > head or not reading.country or reading.sector not in sides or reading.kind == "thing":
            continue
        if not _done_by(scene, head, i):
            return reading.country, "side in the sentence"
        foes.add(reading.country)
    home = by_setting(scene, head)
    return None if home is None or home[0] in foes else home


def _done_by(scene: Scene, victim: int, other: int) -> bool:
    """Whether the one did violence to the other, so that they are hardly of one side."""
    sheet = scene.sheet
    verb = sheet.heads[victim]
    if sheet.deps[victim] not in ("obj", "nsubj:pass") or sheet.heads[other] != verb:
        return False
    return sheet.lemmas[verb].lower() in scene.table.words["violent"] | _HARMING


def _with_sector(scene: Scene, reading: Reading, head: int) -> Reading:
    role = scene.roles[head].role
    if reading.kind in NAMED_KINDS:
        return reading
    if role.sector and not role.lent and not (role.kind == "body" and reading.role is not None):
        return replace(reading, sector=role.sector, role=role)
    return reading


def by_pronoun(scene: Scene, head: int) -> Reading | None:
    """Whom a pronoun stands for: the nearest fitting mention, subjects first."""
    word = scene.sheet.folded[head]
    if word in _WE:
        return _speaker(scene, head)
    chosen = antecedent(scene, head)
    return None if chosen is None else inherited(scene.readings[chosen], f"coref:{word}")


def antecedent(scene: Scene, head: int) -> int | None:
    """The mention that a pronoun of the third person takes up."""
    fits = _fit_for(scene.sheet.folded[head])
    if fits is None:
        return None
    sheet, here = scene.sheet, scene.sheet.sentence[head]
    for distance in range(LOOK_BACK):
        same = [
            i
            for i in scene.order
            if i < head and sheet.sentence[i] == here - distance and _antecedent(scene, i, fits)
        ]
        if same:
            subjects = [i for i in same if sheet.deps[i] in _SUBJECTS]
            return (subjects or same)[-1] if distance == 0 else (subjects or same)[0]
    return None


def _recent(scene: Scene, sentence: int) -> list[int]:
    found = []
    for i in reversed(scene.order):
        if scene.sheet.sentence[i] < sentence:
            break
        if scene.sheet.sentence[i] == sentence:
            found.append(i)
    return found[::-1]


def _fit_for(word: str) -> str | None:
    if word in _HE:
        return "he"
    if word in _SHE:
        return "she"
    if word in _IT:
        return "body"
    return "many" if word in _THEY else None


def _called(scene: Scene, i: int) -> set[str]:
    """The nouns a person is called by: the head, its titles and its apposition."""
    sheet = scene.sheet
    kids = (kid for kid in sheet.kids[i] if sheet.deps[kid] in ("nmod:desc", "appos", "compound", "flat"))
    return {sheet.lemmas[i].lower(), *(sheet.folded[kid] for kid in kids)}


def _antecedent(scene: Scene, i: int, fits: str) -> bool:
    sheet, reading = scene.sheet, scene.readings[i]
    if sheet.pos[i] == "PRON":
        return _fit_for(sheet.folded[i]) == fits
    if not (reading.country or reading.sector or reading.name):
        return False
    if fits in ("he", "she"):
        other = scene.table.words["she" if fits == "he" else "he"]
        return reading.kind == "person" and not _plural(scene, i) and not _called(scene, i) & other
    if fits == "body":
        return (
            reading.kind in STATE_KINDS
            or reading.kind in NAMED_KINDS
            or (reading.kind == "body" and not _plural(scene, i))
        )
    return _plural(scene, i) or reading.kind in NAMED_KINDS or reading.kind in ("people", "body")


def _speaker(scene: Scene, head: int) -> Reading | None:
    """Who speaks, for "we" and "I" in a quotation: the subject of a verb above the clause."""
    sheet, at = scene.sheet, head
    for _ in range(MAX_CLIMB):
        above = sheet.heads[at]
        if above == at:
            break
        if sheet.deps[at] in ("ccomp", "parataxis"):
            found = _subject(scene, above, at)
            if found is not None:
                return found
        at = above
    # Inverted order, "…," said X: the verb of saying hangs from the quotation.
    for kid in sheet.kids[at]:
        if sheet.deps[kid] == "parataxis":
            found = _subject(scene, kid, at)
            if found is not None:
                return found
    return None


def _subject(scene: Scene, verb: int, clause: int) -> Reading | None:
    sheet = scene.sheet
    for kid in sheet.kids[verb]:
        if sheet.deps[kid] in _SUBJECTS and kid != clause and sheet.folded[kid] not in _WE:
            reading = scene.readings.get(kid) or read_phrase(scene, kid)
            return inherited(reading, "coref:speaker") if reading.country or reading.sector else None
    return None


def by_setting(scene: Scene, head: int) -> tuple[str, str] | None:
    """The country in which a nameless actor stands: the place of its sentence, else of the report."""
    local = _places_of_sentence(scene, head)
    if len(local) == 1:
        return local.pop(), "place in the sentence"
    return (scene.setting, "setting of the report") if scene.setting else None


def _of_source(scene: Scene, at: int) -> bool:
    """Whether a place only tells where those are who say so: "…, officials *in Nairobi* said"."""
    sheet, noun = scene.sheet, scene.sheet.heads[at]
    told = sheet.deps[noun] == "nsubj" and sheet.lemmas[sheet.heads[noun]].lower() in _SAYING
    return sheet.deps[at] == "nmod" and told and noun != at


_SAYING = frozenset({"say", "report", "tell", "announce", "confirm", "state", "claim", "add"})


def _places_of_sentence(scene: Scene, head: int) -> set[str]:
    sheet, local = scene.sheet, set[str]()
    here, at = sheet.sentence[head], head
    while at > 0 and sheet.sentence[at - 1] == here:
        at -= 1
    while at < len(sheet.words) and sheet.sentence[at] == here:
        hit = scene.hits.get(at)
        country = hit.entry.country if hit and hit.entry.kind in STATE_KINDS else scene.places.get(at)
        located = any(sheet.folded[k] in scene.table.words["locative"] for k in sheet.kids[at])
        if country and located and not _of_source(scene, at):
            local.add(country)
        at += 1
    return local


def inherited(reading: Reading, rule: str) -> Reading:
    """A reading taken over from an earlier mention, with the rule that did so in front."""
    return replace(
        reading, rules=(rule, *(r for r in reading.rules if not r.startswith("coref:"))), inferred=True
    )


def _plural(scene: Scene, head: int) -> bool:
    token = scene.sheet.doc[head]
    if "Number=Plur" in str(token.morph):
        return True
    return any(scene.sheet.deps[kid] == "conj" for kid in scene.sheet.kids[head])


def key_of(scene: Scene, head: int) -> str:
    """The word by which a noun is compared: its lemma."""
    lemma = scene.sheet.lemmas[head]
    return lemma.lower() if lemma else scene.sheet.folded[head]


def _last_word(words: str) -> str:
    office, _, _ = words.lower().partition(" of ")
    return office.rsplit(" ", maxsplit=1)[-1]
