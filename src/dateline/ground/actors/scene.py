"""All that is known of one report while its actors are being read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dateline.ground.actors.match import Hit, RoleHit, find_names, find_roles, hyphened_away
from dateline.ground.actors.phrase import subtree
from dateline.ground.actors.sheet import Sheet, read_sheet
from dateline.ground.actors.table import OVERSEAS, ActorTable, Entry, Role, Term, pieces_of
from dateline.model import ActorMention, Digest, PlaceMention, Span

TERRITORIAL = frozenset(("country", "adjective", "people", "seat", "region"))
SHARED = frozenset(("amod", "compound", "nmod:poss"))
LEADING_SENTENCES = 3
"""The lead of a report says where it plays: its countries count double."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says of an actor, and by which entries and rules."""

    country: str | None = None
    sector: str | None = None
    name: str | None = None
    rules: tuple[str, ...] = ()
    role: Role | None = None
    term: Term | None = None
    kind: str = ""
    """The kind of the entry, or of the role: person, body, thing, country…; empty if unknown."""
    inferred: bool = False
    """Whether country or identity come from elsewhere in the report, not from the phrase itself."""
    id: str | None = None


@dataclass(slots=True)
class Scene:
    """One report under way: filled in text order, so that later mentions can look back."""

    digest: Digest
    sheet: Sheet
    table: ActorTable
    day: str | None
    hits: dict[int, Hit]
    roles: dict[int, RoleHit]
    places: dict[int, str]
    """Country of the place named at a token."""
    covered: dict[int, int]
    """For each token inside a name, the token that heads the name."""
    setting: str | None = None
    readings: dict[int, Reading] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    pending: dict[int, Reading] = field(default_factory=dict)
    """What the phrase under way and those inside it say."""
    several: dict[int, tuple[Reading, ...]] = field(default_factory=dict)
    """Mentions that stand for several ("the two leaders"), with those they stand for."""
    by_role: dict[str, Reading] = field(default_factory=dict)
    by_name: dict[str, Reading] = field(default_factory=dict)
    by_office: dict[tuple[str, str], Reading] = field(default_factory=dict)
    """Named persons by country and office."""
    by_full: dict[tuple[str, ...], Reading] = field(default_factory=dict)
    """Names no entry knows, as a whole."""


def open_scene(digest: Digest, table: ActorTable, places: Iterable[PlaceMention] = ()) -> Scene:
    """The scene of a report before any actor is read."""
    sheet = read_sheet(digest.doc)
    day = digest.report.published[:10] if digest.report.published else None
    roles = find_roles(sheet, table)
    places = tuple(places)
    hits = find_names(sheet, table, day, roles)
    provinces = [place for place in places if place.precision == "admin" and place.country]
    if provinces:
        hits = {head: hit for head, hit in hits.items() if not _province(sheet, hit, provinces)}
    covered = {i: hit.head for hit in hits.values() for i in range(hit.start, hit.end)}
    roles = {
        head: role
        for head, role in roles.items()
        if not all(i in covered for i in range(role.start, role.end))
    }
    scene = Scene(digest, sheet, table, day, hits, roles, _place_tokens(sheet, places), covered)
    scene.setting = _setting(scene)
    if scene.setting is not None:
        scene.hits |= {head: _at_work_in(scene.setting, hit, scene) for head, hit in hits.items()}
    return scene


def _province(sheet: Sheet, hit: Hit, provinces: list[PlaceMention]) -> bool:
    """Whether what is spelled like a country is another's province here: Nigeria's Niger State."""
    if hit.entry.kind != "country":
        return False
    start, end = sheet.starts[hit.start], sheet.starts[hit.end - 1]
    return any(
        place.span.start <= start and end < place.span.end and place.country != hit.entry.country
        for place in provinces
    )


def _at_work_in(country: str, hit: Hit, scene: Scene) -> Hit:
    """The group of that spelling which fights where the report plays: Mozambique's al-Shabab."""
    entry = hit.entry
    if entry.kind != "group" or _fights_in(entry, country):
        return hit
    pieces = pieces_of(scene.sheet.doc[hit.start : hit.end].text)
    known = scene.table.names.get(pieces[0]) if pieces else None
    forms = known.forms.get(pieces, ()) if known is not None else ()
    rivals = [form.entry for form in forms if form.entry.kind == "group" and _fights_in(form.entry, country)]
    fitting = [rival for rival in rivals if scene.day is None or rival.stands(scene.day)]
    return replace(hit, entry=fitting[0]) if len(fitting) == 1 else hit


def _fights_in(entry: Entry, country: str) -> bool:
    return country in entry.active_in or country in (entry.country, *(term.country for term in entry.terms))


def _place_tokens(sheet: Sheet, places: Iterable[PlaceMention]) -> dict[int, str]:
    located = {place.span.start: place for place in places if place.country}
    if not located:
        return {}
    tokens: dict[int, str] = {}
    inside: PlaceMention | None = None
    for i, start in enumerate(sheet.starts):
        inside = located.get(start, inside)
        if inside is None or start >= inside.span.end:
            inside = None
            continue
        if inside.country:
            tokens[i] = inside.country
    return tokens


def _setting(scene: Scene) -> str | None:
    """The country the report plays in: at least half of all it names, the lead counting double."""
    seen: Counter[str] = Counter()
    for hit in scene.hits.values():
        if hit.entry.kind in TERRITORIAL and hit.entry.country and not hyphened_away(scene.sheet, hit):
            seen[hit.entry.country] += 2 if scene.sheet.sentence[hit.head] < LEADING_SENTENCES else 1
    for token, country in scene.places.items():
        if token not in scene.covered and token - 1 not in scene.places:
            seen[country] += 2 if scene.sheet.sentence[token] < LEADING_SENTENCES else 1
    if not seen:
        return None
    country, count = seen.most_common(1)[0]
    return country if 2 * count >= sum(seen.values()) and country not in OVERSEAS else None


def words_before(scene: Scene, head: int) -> Iterable[int]:
    """The tokens in front of `head` that belong to its phrase, the nearest first.

    A noun in front of another ("Israeli army bulldozers") shares the words before it with that one.
    """
    sheet = scene.sheet
    kids = [kid for kid in sheet.kids[head] if kid < head]
    if sheet.deps[head] == "compound":
        kids += [kid for kid in sheet.kids[sheet.heads[head]] if kid < head and sheet.deps[kid] in SHARED]
    low = min((subtree(sheet, kid)[0] for kid in kids), default=head)
    return range(head - 1, low - 1, -1)


def mention_of(scene: Scene, head: int, span: tuple[int, int], reading: Reading) -> ActorMention:
    """The mention that a reading makes of a phrase."""
    doc, rules = scene.sheet.doc, dict.fromkeys(filter(None, reading.rules))
    start, last = doc[span[0]].idx, doc[span[1] - 1]
    where, rule = Span.of(scene.digest.report.text, start, last.idx + len(last)), " + ".join(rules)
    return ActorMention(where, head, reading.name, reading.country, reading.sector, reading.id, rule)
