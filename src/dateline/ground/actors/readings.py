"""What a noun phrase says of its actor: from its own words and from what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dateline.ground.actors.match import Hit, hyphened_away
from dateline.ground.actors.scene import Reading, Scene, words_before
from dateline.ground.actors.sheet import Sheet
from dateline.ground.actors.table import EX_OFFICE, OVERSEAS, Entry, Role, resolve
from dateline.ground.actors.told import described, run_of

NAMED_KINDS = frozenset(("organisation", "institution", "group", "media", "party"))
STATE_KINDS = frozenset(("country", "seat", "region"))
PEOPLE_KINDS = frozenset(("adjective", "people"))
OWNER_KINDS = NAMED_KINDS - {"institution"}
"""Whose people act for it: "Hezbollah fighters" are Hezbollah's."""
FIGHTING = frozenset(("REB", "PRM", "CRM"))
_FIGHTERS = frozenset(("fighter", "fighters"))
_MEN = frozenset(("men",))
MAX_DEPTH = 4


@dataclass(slots=True)
class Evidence:
    """What the words around a head offer, the nearest first."""

    country: str | None = None
    country_rule: str = ""
    lent: str | None = None
    lent_rule: str = ""
    owner: Reading | None = None
    """The group or organisation that the words say it belongs to."""
    group: Reading | None = None
    """The armed group named in front of it."""
    title: Role | None = None
    renamed: str | None = None
    """The sector of what the text says the name is: "X, a guerrilla group"."""
    unsaid: bool = False
    """Whether it belongs to a body of which nobody says what it is: "the group's leader"."""
    former: bool = False
    foreign: bool = False
    rules: list[str] = field(default_factory=list)

    def offer_country(self, country: str | None, rule: str) -> None:
        """Take the country if none was found nearer."""
        if country and not self.country:
            self.country, self.country_rule = country, rule

    def offer_sector(self, sector: str | None, rule: str) -> None:
        """Take the lent sector if none was found nearer."""
        if sector and not self.lent:
            self.lent, self.lent_rule = sector, rule


def read_phrase(scene: Scene, head: int, depth: int = 0) -> Reading:
    """The reading of the phrase at `head` from the phrase alone; nothing known gives an empty one."""
    if head in scene.readings:
        return scene.readings[head]
    if depth == 0:
        scene.pending.clear()
    if head not in scene.pending:
        scene.pending[head] = Reading()  # what a circle in a broken tree finds
        scene.pending[head] = _from_phrase(scene, head, depth)
    return scene.pending[head]


def _from_phrase(scene: Scene, head: int, depth: int) -> Reading:
    hit = scene.hits.get(head)
    if hit is not None and hit.entry.kind in STATE_KINDS and not _heads_more(scene, hit):
        reading = entry_reading(scene, hit.entry)
        return replace(reading, sector="CVL") if hit.entry.kind == "seat" and is_hit(scene, head) else reading
    evidence = gather(scene, head, depth)
    if hit is not None and hit.entry.kind == "person":
        return _person(scene, hit, evidence)
    if hit is not None and hit.entry.kind in NAMED_KINDS:
        reading = entry_reading(scene, hit.entry)
        return reading if reading.country else replace(reading, country=evidence.country)
    if hit is not None and hit.entry.kind in PEOPLE_KINDS:
        return _people(scene, hit, evidence)
    role = _role_of(scene, head)
    titled = _titled(scene, head)
    if role is not None and titled is not None:
        evidence.title = evidence.title or role
        evidence.offer_sector(role.sector, role.source)
        return _person(scene, titled, evidence)
    if role is not None:
        if role.sector and is_settlement(scene, head) and not is_hit(scene, head):
            role = replace(role, sector=None)
        if evidence.renamed and scene.sheet.pos[head] == "PROPN":
            role = replace(role, sector=evidence.renamed, source=evidence.lent_rule)
        return _member_state(scene, head, role) or _role(_at_arms(scene, head, role, evidence), evidence)
    if _is_person(scene.sheet, head):
        return _unknown(evidence, "person")
    kind = "body" if scene.sheet.labels[head] == "ORG" else ""
    return _unknown(evidence, kind, _deed(scene, head, evidence))


def _titled(scene: Scene, head: int) -> Hit | None:
    """The known person whose title the head is, where the tree hangs the name by the title."""
    title = scene.roles.get(head)
    hit = scene.hits.get(title.end) if title is not None else None
    if title is None or hit is None or hit.entry.kind != "person" or scene.sheet.heads[hit.head] != head:
        return None
    return hit if scene.sheet.deps[hit.head] in ("flat", "appos", "compound") else None


def sector_of_deed(scene: Scene, head: int) -> str | None:
    """Whose deed a noun in a nation's hand is: its forces' (offensive) or its government's (statement)."""
    forms, words = {scene.sheet.folded[head], scene.sheet.lemmas[head].lower()}, scene.table.words
    if forms & words["military"]:
        return "MIL"
    return "GOV" if forms & words["official"] else None


def is_settlement(scene: Scene, head: int) -> bool:
    """Whether the noun says where people live: a village, a town."""
    return bool({scene.sheet.folded[head], scene.sheet.lemmas[head]} & scene.table.words["settlement"])


def is_hit(scene: Scene, head: int) -> bool:
    """Whether a place is the target of violence, so that those who live there are meant."""
    sheet, violent = scene.sheet, scene.table.words["violent"]
    if any(sheet.deps[kid] == "amod" and sheet.folded[kid] in violent for kid in sheet.kids[head]):
        return True
    for _ in range(MAX_DEPTH):
        if sheet.deps[head] not in ("appos", "flat", "compound"):
            break
        head = sheet.heads[head]
    above = sheet.heads[head]
    if sheet.deps[head] == "nmod":
        cases = {sheet.folded[kid] for kid in sheet.kids[head] if sheet.deps[kid] == "case"}
        return sheet.folded[above] in violent and bool(cases & {"on", "against", "of"})
    return sheet.deps[head] in ("obj", "nsubj:pass") and sheet.lemmas[above].lower() in violent


def _deed(scene: Scene, head: int, evidence: Evidence) -> str | None:
    return sector_of_deed(scene, head) if evidence.country else None


def gather(scene: Scene, head: int, depth: int = 0) -> Evidence:
    """What stands before the head, is said to own it, and renames it, in this order."""
    evidence = Evidence()
    if depth < MAX_DEPTH:
        _before(scene, head, evidence, depth)
        _after(scene, head, evidence, depth)
        if head not in scene.hits:
            for noun in described(scene, head):
                _renamed(scene, noun, evidence, depth)
    return evidence


def _before(scene: Scene, head: int, evidence: Evidence, depth: int) -> None:
    sheet, words, own = scene.sheet, scene.table.words, _own_words(scene, head)
    for i in words_before(scene, head):
        if i in own or sheet.deps[i] in ("punct", "case"):
            continue
        if sheet.folded[i] in words["foreign"] and sheet.labels[head] != "PER":
            evidence.foreign = True
        if sheet.folded[i] in words["former"]:
            evidence.former = True
        if sheet.pos[i] == "PRON" or sheet.deps[i] == "nmod:poss":
            _possessor(scene, i, evidence, depth)
        found = scene.hits.get(i)
        second = sheet.deps[i] == "conj" and sheet.heads[i] in scene.hits  # an actor of its own
        if found is not None and not second and not hyphened_away(sheet, found):
            _modifier(scene, found, evidence)
        elif i in scene.places and i not in scene.covered:
            evidence.offer_country(scene.places[i], f"place:{sheet.words[i]}")
        role = scene.roles.get(i)
        if role is not None and sheet.deps[i] != "nmod:poss":
            evidence.title = evidence.title or role.role
            evidence.offer_sector(role.role.sector, role.role.source)


def _own_words(scene: Scene, head: int) -> range:
    """The tokens of the name or role word itself, which modify nothing."""
    found = scene.hits.get(head) or scene.roles.get(head)
    return range(found.start, found.end) if found is not None else range(head, head + 1)


def _modifier(scene: Scene, found: Hit, evidence: Evidence) -> None:
    standing = resolve(found.entry, scene.day)
    country, sector = standing.country, standing.sector
    if found.entry.kind == "group" and country in OVERSEAS and not evidence.lent:
        evidence.country = None  # "al-Qaida's Syria branch" is al-Qaida's
    evidence.offer_country(country, found.entry.source)
    if found.entry.kind in NAMED_KINDS:
        evidence.offer_sector(sector, found.entry.source)
        reading = entry_reading(scene, found.entry)
        _own(evidence, reading)
        if found.entry.kind == "group":
            evidence.group = evidence.group or reading


def _possessor(scene: Scene, i: int, evidence: Evidence, depth: int) -> None:
    owner = scene.readings.get(i) or (
        read_phrase(scene, i, depth + 1) if scene.sheet.pos[i] != "PRON" else None
    )
    if owner is None:
        return
    evidence.unsaid = owner.role is not None and owner.role.kind == "body" and owner.sector is None
    if not (owner.country or owner.sector):
        return
    rule = f"of {owner.name or scene.sheet.words[i]}"
    evidence.offer_country(owner.country, rule)
    body = owner.role is not None and owner.role.kind == "body"
    if owner.kind in NAMED_KINDS or body or (owner.kind == "person" and owner.sector in FIGHTING):
        evidence.offer_sector(owner.sector, rule)


def _after(scene: Scene, head: int, evidence: Evidence, depth: int) -> None:
    sheet, words = scene.sheet, scene.table.words
    located: list[int] = []
    for kid in sheet.kids[head]:
        dep = sheet.deps[kid]
        if kid < head or dep not in ("nmod", "appos", "nmod:unmarked", "nmod:desc", "flat", "acl", "obl"):
            continue
        case = next((sheet.folded[k] for k in sheet.kids[kid] if sheet.deps[k] == "case"), "")
        if dep == "acl":
            located += _obliques(sheet, kid) if sheet.folded[kid] in words["held_by"] else []
        elif dep == "appos" or (dep in ("nmod:desc", "flat") and kid in scene.roles):
            _renamed(scene, kid, evidence, depth)
        elif dep == "nmod" and case in words["belonging"]:
            _belongs(scene, kid, evidence, depth)
        elif dep in ("nmod", "nmod:unmarked"):
            located.append(kid)
    for kid in located:
        country = scene.places.get(kid) or read_phrase(scene, kid, depth + 1).country
        evidence.offer_country(country, f"in {sheet.words[kid]}")


def _obliques(sheet: Sheet, verb: int) -> list[int]:
    return [kid for kid in sheet.kids[verb] if sheet.deps[kid] in ("obl", "obl:agent")]


def _renamed(scene: Scene, kid: int, evidence: Evidence, depth: int) -> None:
    other = read_phrase(scene, kid, depth + 1)
    if kid in scene.roles and other.role is not None and not other.role.lent:
        evidence.renamed = other.sector
    if other.role is not None and evidence.title is None:
        evidence.title = other.role
    rule = other.rules[0] if other.rules else "apposition"
    evidence.offer_country(other.country, other.rules[-1] if other.rules else rule)
    evidence.offer_sector(other.sector, rule)


def _belongs(scene: Scene, kid: int, evidence: Evidence, depth: int) -> None:
    owner = read_phrase(scene, kid, depth + 1)
    place = f"of {scene.sheet.words[kid]}"
    evidence.offer_country(
        owner.country or scene.places.get(kid), owner.rules[-1] if owner.country else place
    )
    if owner.kind not in STATE_KINDS and owner.kind not in PEOPLE_KINDS:
        evidence.offer_sector(owner.sector, owner.rules[0] if owner.rules else place)
        _own(evidence, owner)


def _own(evidence: Evidence, owner: Reading) -> None:
    if evidence.owner is None and owner.kind in OWNER_KINDS and owner.name:
        evidence.owner = owner


def _heads_more(scene: Scene, hit: Hit) -> bool:
    """Whether a country's name heads a longer name that says more ("Georgia Tech")."""
    sheet = scene.sheet
    after = hit.end
    return (
        after < len(sheet.words)
        and sheet.heads[after] == hit.head
        and sheet.deps[after] in ("flat", "compound")
    )


def _role_of(scene: Scene, head: int) -> Role | None:
    if head in scene.roles:
        return scene.roles[head].role
    sheet = scene.sheet
    if sheet.labels[head] != "ORG" and not (
        sheet.pos[head] == "PROPN" and sheet.labels[head] in ("", "MISC")
    ):
        return None
    # An unknown name that holds a class noun: "Great Orchestra of Christmas Charity", "Jolo Cathedral".
    name, found = sheet.names[head], None
    for i in range(head, min(head + 10, len(sheet.words))):
        if i != head and (name < 0 or sheet.names[i] != name):
            break
        if i in scene.roles and scene.roles[i].role.kind == "body" and scene.roles[i].role.sector:
            found = scene.roles[i].role
    return found


def _is_person(sheet: Sheet, head: int) -> bool:
    return sheet.labels[head] == "PER"


def entry_reading(scene: Scene, entry: Entry) -> Reading:
    """What an entry of the tables says on the report's day."""
    now = resolve(entry, scene.day)
    rules = (entry.source + (f" ({now.note})" if now.note else ""),)
    return Reading(now.country, now.sector, entry.name, rules, kind=entry.kind, id=entry.id)


def _person(scene: Scene, hit: Hit, evidence: Evidence) -> Reading:
    now = resolve(hit.entry, scene.day)
    country, sector, term = now.country, now.sector, now.term
    said = f" {term.role}".rstrip() if term else f" ({now.note})" if now.note else ""
    rules = [hit.entry.source + said]
    title = evidence.title
    if scene.day is None and title is not None and title.sector and not title.lent and not evidence.former:
        sector = title.sector  # without a date the text's own word goes before a term
        rules.append(title.source)
    elif scene.day is None and evidence.former and sector == "GOV":
        sector = EX_OFFICE
    if term is None and not evidence.former:
        if country is None and evidence.country:
            country = evidence.country
            rules.append(evidence.country_rule)
        if sector is None and evidence.lent:
            sector = evidence.lent
            rules.append(evidence.lent_rule)
    return Reading(
        country, sector, hit.entry.name, tuple(rules), evidence.title, term, "person", id=hit.entry.id
    )


def _people(scene: Scene, hit: Hit, evidence: Evidence) -> Reading:
    """One nation's people: "the Russians" act for their state, "two Russians" and "Russians" do not."""
    sheet, head = scene.sheet, hit.head
    now = resolve(hit.entry, scene.day)
    name, rules = hit.entry.name, (hit.entry.source,)
    first = (
        sheet.heads[head] if sheet.deps[head] == "conj" else head
    )  # "Sierra Leonean and Liberian refugees"
    if sheet.deps[first] in ("amod", "compound") and sheet.heads[first] != head:
        return Reading(now.country, _of_noun(scene, sheet.heads[first]), name, rules, kind="people")
    kids = [kid for kid in sheet.kids[head] if kid < head]
    if any(sheet.folded[kid] == "ethnic" for kid in kids):  # of that descent, at home where they live
        return Reading(evidence.country, "CVL", None, (*rules, evidence.country_rule), kind="people")
    state = bool(kids) and all(sheet.folded[kid] == "the" or sheet.deps[kid] == "case" for kid in kids)
    after = any(kid > head and sheet.deps[kid] in ("nmod", "acl", "acl:relcl") for kid in sheet.kids[head])
    sector = "GOV" if state and not after and any(sheet.folded[kid] == "the" for kid in kids) else "CVL"
    return Reading(now.country, sector, name, rules, kind="people")


def _of_noun(scene: Scene, noun: int) -> str:
    """The sector of a nation's word in front of a noun: the noun's, that of the deed, or the state's."""
    role = scene.roles.get(noun)
    return (role.role.sector if role else sector_of_deed(scene, noun)) or "GOV"


def _role(role: Role, evidence: Evidence) -> Reading:
    sector, rules = role.sector, [role.source]
    if role.lent and evidence.lent:
        sector = evidence.lent
        rules.append(evidence.lent_rule)
    elif role.lent and role.sector in ("GOV", "REB") and (evidence.unsaid or not evidence.country):
        sector = None  # "the spokesman", "a director": of what, nobody says
    if evidence.former and sector == "GOV" and role.kind == "person":
        sector = EX_OFFICE
    if evidence.country:
        rules.append(evidence.country_rule)
    reading = Reading(evidence.country, sector, role.name, tuple(rules), role, kind=role.kind)
    if evidence.group is not None and role.kind == "body" and role.sector in FIGHTING:
        return replace(evidence.group, role=role)  # "the Taliban militia", "the M23 rebel group"
    owner = evidence.owner
    if owner is None or role.name or role.kind != "person" or evidence.former:
        return reading
    return replace(reading, name=owner.name, id=owner.id)


def _at_arms(scene: Scene, head: int, role: Role, evidence: Evidence) -> Role:
    """The role with the sector of those whose fighters or men they are: Wagner's fighters, his men."""
    word, lent = scene.sheet.folded[head], evidence.lent
    if (lent in ("MIL", "PRM", "CRM") and word in _FIGHTERS | _MEN) or (word in _MEN and lent == "REB"):
        return replace(role, sector=lent, source=evidence.lent_rule)
    return role


def _member_state(scene: Scene, head: int, role: Role) -> Reading | None:
    """The state that a noun only introduces: "Nato member Turkey", "neighbour Chad"."""
    after = scene.hits.get(head + 1)
    if not role.lent or after is None or after.entry.kind != "country":
        return None
    return entry_reading(scene, after.entry) if scene.sheet.heads[after.head] == head else None


def _unknown(evidence: Evidence, kind: str, sector: str | None = None) -> Reading:
    if sector is None or evidence.lent:
        sector = EX_OFFICE if evidence.former and evidence.lent == "GOV" else evidence.lent
    rules = tuple(rule for rule in (evidence.lent_rule, evidence.country_rule) if rule)
    return Reading(evidence.country, sector, None, rules, evidence.title, kind=kind)


def with_own_name(scene: Scene, head: int, reading: Reading) -> Reading:
    """The reading with the name that the text writes, where it is of somebody named whom no entry knows."""
    sheet = scene.sheet
    if reading.name or sheet.labels[head] not in ("PER", "ORG") or reading.kind not in ("person", "body", ""):
        return reading
    run = run_of(scene, head)
    start = run.start + (sheet.folded[run.start] == "the" and len(run) > 1)
    return replace(reading, name=sheet.doc[start : run.stop].text)


def named(scene: Scene, reading: Reading, span: tuple[int, int]) -> Reading:
    """The reading with a name: its own, the country's for a force of a country, else the words as written."""
    office = reading.role.name if reading.role is not None else None
    if office and reading.name == office and reading.country and office in scene.table.offices:
        return replace(reading, id=f"{reading.country}-{scene.table.offices[office]}")
    if reading.name or reading.kind not in ("person", "body", "thing", ""):
        return reading
    country = scene.table.countries.get(reading.country or "")
    if reading.kind == "person" and reading.role is None:
        return replace(reading, name=scene.sheet.doc[span[0] : span[1]].text)
    return replace(reading, name=country)
