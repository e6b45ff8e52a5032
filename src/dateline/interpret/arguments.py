"""Who takes part: the noun phrases in a frame's slots → actor mentions, conjuncts and pronouns resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.interpret.arguments_company import persons_hit, with_company
from dateline.interpret.arguments_things import done_to, is_deed, of_body, party_of_deed
from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import CONTAINERS, Facts, contents
from dateline.interpret.coder_frame import Frame
from dateline.interpret.coder_match import fits
from dateline.interpret.coder_tree import cases
from dateline.interpret.lexicon import Condition, Group
from dateline.model import ActorMention, Statement

_FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
_PERSON = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_THING = frozenset({"it", "its", "itself"})
_GROUP = frozenset({"they", "them", "their", "themselves"})
PRONOUNS = _FIRST | _PERSON | _THING | _GROUP
_BACK = 3
"""Sentences that a pronoun looks back."""


def conjuncts(facts: Facts, i: int) -> list[int]:
    """A noun phrase and those joined to it: "A, B and C"."""
    tree = facts.tree
    found = [i]
    for k in tree.kids[i]:
        if tree.dep[k] == "conj" and tree.pos[k] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            found.extend(conjuncts(facts, k))
        elif tree.dep[k] == "appos" and _listed(facts, i, k):
            found.extend([k, *_and_other(facts, k)])
    return found


def _listed(facts: Facts, i: int, k: int) -> bool:
    """Whether what the parser took for another name of somebody is the next of a list: two bodies' names."""
    one, two = facts.party(i), facts.party(k)
    if one is None or two is None or one.name is None or two.name is None or one.sector != two.sector:
        return False
    return one.name != two.name and facts.tree.lower[k - 1] != "(" and bool(_and_other(facts, k))


def _and_other(facts: Facts, k: int) -> list[int]:
    """The end of a list, wherever the parser hung it: "A, B known as C *and other groups*"."""
    tree = facts.tree
    return [
        j
        for j in range(k, tree.right[k] + 1)
        if tree.dep[j] == "conj" and any(tree.lower[c] == "other" for c in tree.kids[j])
    ]


def _speaker(facts: Facts, statements: tuple[Statement, ...], i: int) -> ActorMention | None:
    at = facts.tree.start[i]
    for statement in statements:
        if statement.chain and any(c.start <= at < c.end for c in statement.content):
            holder = statement.chain[-1]
            for mention in facts.grounded.actors:
                if mention.span.overlaps(holder.span):
                    return mention
    return None


def _suits(facts: Facts, mention: ActorMention, word: str) -> bool:
    person = any(k in facts.persons for k in (mention.head, *facts.tree.kids[mention.head]))
    if word in _PERSON:
        return person or facts.tree.lemma[mention.head] in ("man", "woman", "president", "minister", "leader")
    return not person


def referent(facts: Facts, statements: tuple[Statement, ...], i: int) -> ActorMention | None:
    """Who a pronoun stands for: the speaker for "we", else the nearest fitting mention, subjects first."""
    word = facts.tree.lower[i]
    if word in _FIRST:
        return _speaker(facts, statements, i)
    if word not in _PERSON | _THING | _GROUP:
        return None
    tree = facts.tree
    floor = i
    for _ in range(_BACK):
        floor = max(tree.sentence[floor][0] - 1, 0)
    best: ActorMention | None = None
    score = -1.0
    for mention in facts.grounded.actors:
        head = mention.head
        if head >= i or head < floor or not _suits(facts, mention, word) or tree.pos[head] in ("ADJ", "PRON"):
            continue
        subject = tree.dep[head].startswith("nsubj")
        same = tree.sentence[head] == tree.sentence[i]
        rank = 2.0 * subject + (1.0 if same else 0.0) + head / (len(tree) + 1.0)
        if same and tree.head[head] == tree.head[i]:
            continue
        if rank > score:
            best, score = mention, rank
    return best


WEAPONS = frozenset(
    [
        "missile", "rocket", "drone", "bomb", "grenade", "shell", "bullet", "mortar", "weapon", "arm", "gun",
        "explosive", "dynamite", "firearm", "device", "mine", "rifle", "knife", "gunfire", "ammunition",
    ]
)  # fmt: skip
"""What is fired or thrown is nobody."""


def _antecedent(facts: Facts, pronoun: ActorMention) -> ActorMention:
    """The last phrase before a pronoun that names whom it was found to stand for; else the pronoun itself."""
    who = (pronoun.name, pronoun.country, pronoun.sector)
    if who == (None, None, None):
        return pronoun
    one = pronoun.span.text.lower() in _PERSON
    before = [
        m
        for m in facts.grounded.actors
        if m.head < pronoun.head
        and (m.name, m.country, m.sector) == who
        and facts.tree.pos[m.head] in ("NOUN", "PROPN")
        and not (one and "Number=Plur" in facts.tree.feats[m.head])
    ]
    return before[-1] if before else pronoun


_SUFFERED = frozenset({"on", "to", "among", "upon"})
"""How a phrase says whose casualties it tells of: "inflicted 20 casualties on the army"."""


def _named_beside(facts: Facts, office: ActorMention) -> ActorMention | None:
    """The person named right after an office, however the two are joined: "former president *A. B.*"."""
    after = office.head + 1
    if after >= len(facts.tree) or office.head in facts.persons or after not in facts.persons:
        return None
    named = facts.inside.get(after)
    return named if named is not None and not named.span.overlaps(office.span) else None


def resolve(facts: Facts, statements: tuple[Statement, ...], i: int) -> ActorMention | None:
    """The actor that the noun phrase headed by `i` names; containers are looked into."""
    tree = facts.tree
    if tree.pos[i] == "NOUN" and (
        tree.lemma[i] in WEAPONS or any(tree.lower[k] == "no" for k in tree.kids[i])
    ):
        return None
    owner = of_body(facts, i)
    if owner is not None:
        return resolve(facts, statements, owner)
    if is_deed(facts, i):
        return party_of_deed(facts, i)
    if tree.lemma[i] == "casualty":
        beside = tree.kids[tree.head[i]] if tree.dep[i] == "obj" else []
        theirs = [k for k in (*tree.kids[i], *beside) if _SUFFERED.intersection(cases(tree, k))]
        told = any(tree.lemma[k] in ("civilian", "military") or tree.pos[k] == "PROPN" for k in tree.kids[i])
        own = facts.party(i) if told else None  # "civilian casualties" are civilians
        return next((m for k in theirs if (m := facts.party(k)) is not None), own)
    mention = facts.party(i)
    if mention is not None and mention.country is None:
        mention = _named_beside(facts, mention) or mention
    if mention is not None and tree.pos[mention.head] == "PRON":
        return _antecedent(facts, mention)
    if mention is None and tree.pos[i] == "PRON" and tree.lemma[i] not in CONTAINERS:
        return referent(facts, statements, i)
    if mention is None:
        for k in contents(facts.tree, i)[1:]:
            mention = facts.party(k)
            if mention is not None:
                break
    return mention


def in_roles(facts: Facts, roles: tuple[Condition, ...], frame: Frame, first: bool = False) -> list[int]:
    """The head tokens that fill any of the roles, conjuncts included, in the order of the roles.

    Where `first` is set the first role that is filled decides alone.
    """
    found: list[int] = []
    for role in roles:
        for i in frame.get(role.slot):
            bare = role.slot == "mod" and (i not in facts.inside or facts.party(i) is None)
            if bare or "accord" in cases(facts.tree, i):
                continue
            if role.anything or fits(facts, role, i):
                found.extend(k for k in conjuncts(facts, i) if k not in found)
        if first and found:
            break
    return found


def _again(a: ActorMention, b: ActorMention) -> bool:
    """Whether a pronoun only repeats somebody already there."""
    same = (a.country, a.sector, a.name) == (b.country, b.sector, b.name)
    return same and (a.span.text.lower() in PRONOUNS or b.span.text.lower() in PRONOUNS)


def _distinct(facts: Facts, mentions: Iterable[ActorMention | None]) -> tuple[ActorMention, ...]:
    found: list[ActorMention] = []
    for mention in mentions:
        if mention is None:
            continue
        if any(mention.span.overlaps(other.span) or _again(mention, other) for other in found):
            continue
        found.extend(_each_nation(facts, mention))
    return tuple(found)


def _joined_before(facts: Facts, head: int) -> list[int]:
    """The words that "and" joins in a noun's phrase, each of which may name a nation of its own."""
    tree, found = facts.tree, []
    before = [k for k in tree.kids[head] if k < head and tree.dep[k] in ("amod", "compound", "nmod:desc")]
    if any(tree.dep[k] == "cc" and k < head for k in tree.kids[head]):
        found += before
    for k in (*before, *(k for k in tree.kids[head] if tree.dep[k] == "nmod")):
        words = (k, *(f for f in tree.kids[k] if tree.dep[f] == "flat"))  # "*Sierra Leonean* and Liberian"
        beside = [c for word in words for c in tree.kids[word] if tree.dep[c] == "conj"]
        others = [c for c in beside if tree.pos[c] in ("ADJ", "PROPN")]
        found += [k, *others] if others and k in before else others
    return found


def _by_itself(facts: Facts, mention: ActorMention, i: int) -> ActorMention | None:
    """Whom a word within a mention names, without the phrase around it."""
    known = facts.actors.get(i) or facts.inside.get(i)
    return facts.phrase(i) if known is None or known.span == mention.span else known


def _each_nation(facts: Facts, mention: ActorMention) -> tuple[ActorMention, ...]:
    """All whom a phrase names: "Turkish and Greek officials" are two nations', "the two leaders" two."""
    together = facts.together(mention)
    tree = facts.tree
    if len(together) > 1 or mention.country is None:
        return together
    joined = [c for head in contents(tree, mention.head) for c in _joined_before(facts, head)]
    others = [_by_itself(facts, mention, c) for c in joined]
    nations = dict.fromkeys(o.country for o in others if o is not None and o.country)
    nations.pop(mention.country, None)
    return (mention, *(replace(mention, country=n, name=None, id=None, rule=f"joined: {n}") for n in nations))


def parties(
    facts: Facts, statements: tuple[Statement, ...], group: Group, frame: Frame
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """The actors and recipients of an event, each once, none on both sides."""
    acting = in_roles(facts, group.actor, frame, group.first)
    acting = _without_sources(facts, statements, frame.token, acting)
    actors = _distinct(facts, (resolve(facts, statements, i) for i in acting if i != frame.token))
    if group.first and not actors:  # what fills the first role is nobody: "were loading equipment"
        acting = in_roles(facts, group.actor, frame)
        actors = _distinct(facts, (resolve(facts, statements, i) for i in acting if i != frame.token))
    if group.like == "RETREAT":
        actors = _leaving(facts, actors)
    receiving = [i for i in in_roles(facts, group.recipient, frame) if i not in acting and i != frame.token]
    if group.type == "ASSAULT":
        receiving = persons_hit(facts, group, with_company(facts, frame, receiving))
    receiving = _addressees(facts, statements, group, frame, receiving)
    recipients = _distinct(facts, (resolve(facts, statements, i) for i in receiving))
    taken = {a.span for a in actors}
    recipients = _not_own(facts, actors, tuple(r for r in recipients if r.span not in taken))
    if group.type in _ADDRESSED:
        recipients = _others(group, actors, recipients) or _addressed(facts, group, frame, actors)
    return actors, recipients


def _without_sources(
    facts: Facts, statements: tuple[Statement, ...], trigger: int, acting: list[int]
) -> list[int]:
    """Who acts, without who only says so: a parser may hang "sources said" on the verb they tell of."""
    at, start = facts.tree.start[trigger], facts.tree.start
    sources = [s for st in statements if any(c.start <= at < c.end for c in st.content) for s in st.source]
    others = [i for i in acting if not any(s.start <= start[i] < s.end for s in sources)]
    return others or acting


def _leaving(facts: Facts, actors: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Who withdraws, without forces named by where they leave: "A's withdrawal of troops from B"."""
    tree = facts.tree
    left = {
        a.span
        for a in actors
        for k in tree.kids[a.head]
        if tree.dep[k] == "nmod" and "from" in cases(tree, k) and k in facts.places
    }
    others = tuple(a for a in actors if a.span not in left)
    return others if any(a.country for a in others) else actors


def _not_own(
    facts: Facts, actors: tuple[ActorMention, ...], recipients: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """The recipients; for a thing of the actor's own ("its invasion of X") whom that is of or against."""
    tree, own, found = facts.tree, {a.country for a in actors if a.country}, []
    for mention in recipients:
        owned = mention.head not in facts.actors and any(
            tree.dep[k] == "nmod:poss" and tree.pos[k] == "PRON" for k in tree.kids[mention.head]
        )
        if not owned or mention.country not in own:
            found.append(mention)
            continue
        inner = (facts.party(k) for k in tree.kids[mention.head] if _TOWARDS.intersection(cases(tree, k)))
        found += [m for m in inner if m is not None and m.country and m.country not in own]
    return tuple(found)


def _addressees(
    facts: Facts, statements: tuple[Statement, ...], group: Group, frame: Frame, receiving: list[int]
) -> list[int]:
    """Those spoken to where some are, not those spoken of: "asked *Chad* to free prisoners of *Sudan*".

    Without them, in what is promised or asked, those to whom something is sent, not what is sent.
    """
    if group.type == "ACCUSE":
        receiving = [i for i in receiving if not done_to(facts, i)]
    if group.type in _SPOKEN_TO:
        named = [i for slot in _DIRECT for first in frame.get(slot) for i in conjuncts(facts, first)]
        direct = [i for i in receiving if i in named]
        if any(resolve(facts, statements, i) is not None for i in direct):
            return direct
    inner = [i for i in receiving if i in frame.get("comp-obj")]
    to = [i for i in inner if "to" in cases(facts.tree, i)]
    return [i for i in receiving if i not in inner or i in to] if to else receiving


_SPOKEN_TO = frozenset({"REQUEST", "THREATEN", "ACCUSE"})
_DIRECT = ("obj", "iobj")
_ADDRESSED = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST", "PROTEST"})
_TOWARDS = frozenset({"with", "against", "to", "from", "by", "on", "of", "at", "for", "in"})
_SAID_IN = ("comp", "inf", "obj", "will", "acl", "against", "in", "for", "to")
_STATES = frozenset({"GOV", "MIL", "LEG", "JUD", "REB", "COP", None})


def _others(
    group: Group, actors: tuple[ActorMention, ...], recipients: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """The recipients without what is the actor's own: nobody promises its own troops anything.

    Nor does a government promise its own state anything, or two states refuse each of them something.
    """
    own = {a.country for a in actors if a.country}
    abroad = tuple(r for r in recipients if r.country not in own)
    if abroad and len(abroad) < len(recipients):
        return abroad
    if len(own) > 1 and not abroad:
        return ()
    kept = tuple(r for r in recipients if not (r.country in own and r.sector == "MIL" and r.country))
    recipients = kept if all(a.sector in ("GOV", None) for a in actors) else recipients
    governs = group.type == "AGREE" and all(a.sector in ("GOV", None) for a in actors)
    return tuple(r for r in recipients if not (governs and r.country in own and r.sector in ("GOV", None)))


_AS = frozenset({"as", "after", "before", "when", "while", "because", "since", "although", "though"})
_MEANT = frozenset({"obj", "iobj", "nmod:poss", "amod", "compound"})


def _aside(tree: Tree, v: int) -> range:
    """The words of a clause that tells of something else ("as he succeeded X"), by its verb."""
    if tree.dep[v] != "advcl" or not any(
        tree.dep[k] == "mark" and tree.lower[k] in _AS for k in tree.kids[v]
    ):
        return range(0)
    return range(tree.left[v], tree.right[v] + 1)


def _host(facts: Facts, group: Group, i: int) -> ActorMention | None:
    """The country in which something is refused or threatened: "refused to deploy troops *in Chad*"."""
    place = facts.places.get(i)
    there = (
        place is not None and place.precision == "country" and facts.tree.pos[facts.tree.head[i]] == "VERB"
    )
    return facts.phrase(i) if there and group.type in ("REJECT", "THREATEN") else None


def _on_condition(facts: Facts, frame: Frame, own: set[str | None]) -> tuple[ActorMention, ...]:
    """Whom a threat is meant for: those who are to do, or not do, something: "unless *Chad* leaves"."""
    tree = facts.tree
    for v in (frame.token, *frame.get("comp")):
        for k in tree.kids[v]:
            marks = {tree.lower[m] for m in tree.kids[k] if tree.dep[m] == "mark"}
            if tree.dep[k] != "advcl" or not marks & {"if", "unless"}:
                continue
            party = next((facts.party(s) for s in tree.kids[k] if tree.dep[s].startswith("nsubj")), None)
            if party is not None and party.country and party.country not in own and party.sector in _STATES:
                return (party,)
    return ()


def _addressed(
    facts: Facts, group: Group, frame: Frame, actors: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """Whom words are meant for that are named only in what is said: "threatened to cut ties with Iran"."""
    tree, own = facts.tree, {a.country for a in actors}
    first, last = tree.sentence[frame.token]
    aside = {k for v in range(first, last + 1) for k in _aside(tree, v)}
    if group.type == "THREATEN" and (met := _on_condition(facts, frame, own)):
        return met
    tops = sorted(i for slot in _SAID_IN for i in frame.get(slot))
    for top in tops:
        for i in range(tree.left[top], tree.right[top] + 1):
            party = None if i == frame.token or i in aside else facts.party(i) or _host(facts, group, i)
            if party is None or party.country in own or party.country is None or party.sector not in _STATES:
                continue
            if tree.dep[i] in _MEANT or _TOWARDS.intersection(cases(tree, i)):
                return (party,)
    return ()
