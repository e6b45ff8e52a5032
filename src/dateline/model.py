"""The record on one page: what every step hands to the next, and what a coded event says.

Names and meaning follow RECORD.md (docs/record.md). Offsets are Unicode code points into
`Report.text`, half-open; the `text` of a span is always exactly that slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a report's text: code points [start, end), and that very slice."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span [start, end) of `text`; raises ValueError where that is no slice of it."""
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"[{start}, {end}) is not inside a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is no prose (a web page's leftover): marked, left in place, not coded."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Credit:
    """A line or a dateline that names an agency: evidence of where the text comes from."""

    span: Span
    agency: str
    rule: str


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """How a publication date is known.

    `raw` is the date as it stood where it was read. `method`: `given` (by the caller), `record` (a field
    of a JSON, CSV or Parquet record), `feed`, `json-ld`, `meta`, `time` (a `<time>` element), or
    `guess: …` with what was guessed from. `day`: `local` where the day is the outlet's own (no clock
    time, or one with an offset), `utc` where the time is given in UTC, so that the day may be another.
    """

    raw: str
    method: str
    day: str

    @property
    def guessed(self) -> bool:
        """Whether the page does not declare the date, so that it was taken from its address or text."""
        return self.method.startswith("guess")


@dataclass(frozen=True, slots=True)
class Report:
    """One news report as read. `text` is what was read, `text_sha256` its hash (UTF-8)."""

    id: str
    text: str
    text_sha256: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    furniture: tuple[Furniture, ...] = ()
    origin: str | None = None
    """Where it was read from, for messages: a path, or `path:line`."""
    encoding: str | None = None
    """The encoding the bytes were decoded with, and what decided it: `utf-8 (strict)`."""
    author: str | None = None
    dated: PublicationDate | None = None
    """How `published` is known; None where it is not known at all."""
    credits: tuple[Credit, ...] = ()
    raw_sha256: str | None = None
    """Hash of the bytes that the text was read from; None for a text handed over as such."""
    extractor: str | None = None
    """What made the text of the bytes, with its version; None where the text is the bytes, decoded."""


@dataclass(frozen=True, slots=True)
class ProposedQuote:
    """An attribution as the language model proposes it: indices of the doc's tokens, in order."""

    anchor: int
    """The word of the cue that the rest hangs on."""
    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]
    score: float
    """How likely the anchor is one."""


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """An event as the language model proposes it: indices of the doc's tokens, in order."""

    trigger: tuple[int, ...]
    type: str
    mode: str | None
    status: str
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    score: float
    """How likely the type is right."""


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """What the language model proposes beyond words and trees; arrays have one row a token of the doc.

    Tokens of white space, which the model does not read, have rows of zeros. Equal to itself only: arrays
    have no hash, and the steps remember what they found by the digest that holds them.
    """

    quotes: tuple[ProposedQuote, ...] | None
    """None where the weights were not taught attributions."""
    events: tuple[ProposedEvent, ...]
    inside: NDArray[np.float32] | None
    """[tokens, 2]: how likely a token stands in some source, in some content."""
    types: NDArray[np.float32]
    """[tokens, types]: how likely a token is a trigger of each type of `type_names`."""
    statuses: NDArray[np.float32]
    """[tokens, statuses]: how likely each status of `status_names` is, if the token is a trigger."""
    factuality: NDArray[np.float32]
    """[tokens, sets]: from -3 (surely not) to 3 (surely so), on the scale of each of `scale_names`."""
    type_names: tuple[str, ...]
    """The first, empty, stands for no event."""
    status_names: tuple[str, ...]
    scale_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A report as the language model read it.

    `doc` covers the whole text: `doc.text` has the report's length and `token.idx` is a report
    offset. It holds UD tags, features, lemmas, trees, sentence starts and `doc.ents`
    (PER ORG LOC FAC NORP DATE MISC). Furniture tokens stand in the doc as sentences of their own.
    """

    report: Report
    doc: Doc
    signals: Signals | None = None
    """What the model proposes; None where another pipeline read the words."""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A mention of somebody who can act; what no entry or context tells stays None."""

    span: Span
    head: int
    """Index in the doc of the mention's head token."""
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    id: str | None = None
    rule: str = ""
    """What made it so: a table's entry, or the rule that inferred it."""
    code: str | None = None
    """The code by a user's own dictionary, whole (CAMEO's ISRMIL), where the event was coded by one."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A named place. `precision`: site, city, admin, country; degrees are WGS 84."""

    span: Span
    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    precision: str | None = None
    source: str | None = None
    confidence: float = 0.0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A TIMEX3 expression; `value` and `interval` are None where nothing in the report fixes them."""

    span: Span
    type: str
    value: str | None = None
    mod: str | None = None
    interval: str | None = None
    anchor: str | None = None
    precision: str | None = None
    note: str | None = None
    """Why a value is missing or weak: `no publication date`."""
    confidence: float | None = None
    """How likely the value is right, given that the expression is one; None where there is no value."""


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number in the text. `change`: one of = ~ > < up down; low/best/high as UCDP uses them."""

    span: Span
    value: float | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    change: str = "="
    unit: str | None = None
    what: str | None = None
    head: int | None = None
    """Index in the doc of the counted noun, where there is one."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """A digest with its mentions tied to identities, each tuple in text order."""

    digest: Digest
    actors: tuple[ActorMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """One link of an attribution chain: who says it, and the word that shows it.

    `kind`: official, party (to the conflict), agency, medium, medic, ngo, witness, anonymous, document; None
    where nothing tells. `certainty`: how sure this source is of what is said: certain, probable, possible,
    unknown. Who only passes on another's words leaves it unknown.
    """

    span: Span
    cue: Span | None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody is quoted as saying: sources, cues and contents may be discontinuous.

    `kind`: direct, indirect, mixed. `stance`: asserts, denies, confirms, admits, accuses,
    speculates, warns, plans, demands, asks, retracts. `chain` runs from outermost to innermost.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    stance: str
    chain: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened: a place mention in its role (at, from, to)."""

    mention: PlaceMention
    role: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number that belongs to an event; see RECORD.md for `of` and low/best/high."""

    span: Span
    of: str
    what: str | None
    low: float | None
    best: float | None
    high: float | None
    said_by: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """What made the coder say so: enough for a reader to find and change it."""

    coder: str
    rule: str
    pieces: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    """How each argument hangs on the trigger in the tree: `actor: Russia (nsubj of pulled)`."""


@dataclass(frozen=True, slots=True)
class Version:
    """What made a record."""

    dateline: str
    model: str
    ontology: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where, when and how many, and who says so."""

    id: str
    report: Report
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    quad: str | None
    score: float | None
    trigger: Span
    sentence: Span
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    places: tuple[Place, ...]
    time: TimeMention | None
    counts: tuple[Count, ...]
    status: str
    said_by: tuple[Holder, ...]
    why: Why
    confidence: float
    version: Version
    mentions: tuple[Span, ...] = ()
    """Every mention of this happening in the report, in order, the trigger among them."""
    targets: tuple[Span, ...] = ()
    """The things that were hit: buildings, vehicles, lines; as written."""
    main: bool = True
    """Whether a sentence is mainly about it; False where each that tells of it does so in passing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, as the text says it, whether or not an event has it: a toll or a strength.

    `span` is the number, or the words that list those counted one by one ("a woman and her two sons").
    `rule`: number, list, vague (a plural without a number), strength.
    """

    span: Span
    of: str
    """killed, injured, personnel, materiel."""
    what: str | None
    low: float | None
    best: float | None
    high: float | None
    rule: str
    status: str
    said_by: tuple[Holder, ...] = ()
    population: str | None = None
    """Of whom a toll speaks: civilians, children, fighters …; None for people without more."""
    part: bool = False
    """Whether they are some of those whom another figure counts: "including two children"."""
    wider: bool = False
    """Whether it is of more than one incident: "since the war began"."""
    event: str | None = None
    """Id of the event that it belongs to."""
    actor: ActorMention | None = None
    """Whose strength it is."""
    place: Place | None = None
    time: TimeMention | None = None
    change: str | None = None
    """What a strength does: present, arrives, leaves."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reading that was considered and not taken, with the reason: for `dateline why`."""

    trigger: Span
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A report read to the end: its statements, its events, and what was considered and rejected."""

    grounded: Grounded
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    features: dict[str, dict[str, float]] = field(default_factory=dict)
    """Event id → what its confidence was computed from."""
    figures: tuple[Figure, ...] = ()

    def at_least(self, confidence: float) -> Interpretation:
        """The same without the events of less confidence."""
        return replace(self, events=tuple(e for e in self.events if e.confidence >= confidence))

    def mains(self) -> Interpretation:
        """The same without the events that are only told in passing."""
        return replace(self, events=tuple(e for e in self.events if e.main))


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that was set aside: what, where, and what to do about it."""

    origin: str
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a run over reports gave, in input order."""

    readings: tuple[Interpretation, ...] = ()
    failures: tuple[Failure, ...] = field(default=())

    @property
    def events(self) -> Iterator[Event]:
        """Every event of every report, in order."""
        return (event for reading in self.readings for event in reading.events)
