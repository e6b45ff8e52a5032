"""The grammar of times: each rule a pattern over item classes, in a notation made for reading.

In a pattern an upper-case word stands for one item of that class (a table of `words.toml`, a shape,
or a union named in `UNIONS`), `name=CLASS` keeps the item for the rule's reader, a lower-case word in
angle brackets is a fragment, and the rest is a regular expression's `? | ( ) (?= ) (?<= )`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dateline.ground.times.items import Items, vocabulary

UNIONS = {
    "MON": "MONTH MONTHISH",
    "DAY": "DAYNUM ORDINAL SECOND",
    "YR": "YEARNUM",
    "WD": "WEEKDAY",
    "WDX": "WEEKDAY WEEKDAYISH",
    "SEAS": "SEASON SEASONISH",
    "ORD": "ORDINAL SECOND",
    "NUM": "DAYNUM NUMBER YEARNUM NUMWORD",
    "SMALL": "DAYNUM NUMBER NUMWORD",
    "COUNT": "DAYNUM NUMBER YEARNUM NUMWORD QUANT A",
    "COUNTED": "DAYNUM NUMBER YEARNUM NUMWORD QUANT",
    "ONE": "UNIT QUARTER HOURUNIT SECOND",
    "DATEUNIT": "UNIT QUARTER",
    "MANY": "UNITS HOURUNITS QUARTERS",
    "ANYUNIT": "UNIT QUARTER HOURUNIT SECOND UNITS HOURUNITS QUARTERS",
    "REL": "LAST PRIOR NEXT FOLLOWING COMING THIS THAT SAME CURRENT LATEST",
    "SHIFT": "LAST PRIOR NEXT FOLLOWING COMING THIS THAT CURRENT",
    "SPAN": "LAST PRIOR NEXT FOLLOWING COMING ORDINAL THESE LATEST FINAL",
    "CUE": "IN OF TO SINCE FROM BETWEEN BY DURING BACK FORWARD EARLY CMP LAST NEXT THIS PRIOR AND DASH",
    "DET": "THE THIS THAT",
    "LATE": "EARLY LATER",
    "JOIN": "AND TO DASH COMMA BAR",
    "ENDS": "STOP BREAK COMMA CLOSE",
}

FRAGMENTS = {
    "mod": "(THE? b=BOUND OF THE?|THE? e=LATE DASH? (IN|OF)? THE?)",
    "part": "(THE? b=BOUND OF THE?|e=LATE DASH? (IN|OF)? THE?)",
    "whole": "(OF (wy=YR|wm=MON (COMMA? wy2=YR)?|THE? wr=REL? wu=UNIT))",
    "tail": "(COMMA? OF? THE? (LAST|THIS)? r=REL UNIT)",
    "when": "(COMMA? IN? THE? (w2=WD COMMA?)? (m2=MON d2=DAY (COMMA? y2=YR)?"
    "|d2b=DAY OF? m2b=MON (COMMA? y2b=YR)?)"
    "|COMMA? IN? (e3=LATE)? w3=WD|COMMA? IN? k3=DEICTIC|COMMA? IN? THE? r4=REL u4=UNIT)",
}

RULES: tuple[tuple[str, str], ...] = (
    ("calendar", "(wd=WDX COMMA?)? <mod>? m=MON THE? d=DAY COMMA? y=YR era=ERA?"),
    ("calendar", "(wd=WDX COMMA? THE?)? <mod>? THE? d=DAY OF? m=MON COMMA? y=YR era=ERA?"),
    ("calendar", "(THE? r0=SHIFT wd=WD|wd2=WDX) COMMA? THE? m=MON THE? d=DAY"),
    ("calendar", "<mod>? m=MON THE? d=DAY <tail>?"),
    ("calendar", "(wd=WDX COMMA? THE?)? <mod>? THE? d=DAY OF? m=MON <tail>?"),
    ("calendar", "<part>? m=MON (COMMA|OF)? y=YR era=ERA?"),
    ("calendar", "<part>? m=MON (COMMA|OF)? y=NUM era=ERA"),
    ("calendar", "<part>? m=MON <tail>"),
    ("calendar", "<mod>? THE? (THIS|LAST)? r0=SHIFT m=MON"),
    ("calendar", "<part>? m=MONTH"),
    ("calendar", "(?<=CUE) m=MONTHISH"),
    ("calendar", "(?<=(THE|A)) m=MONTHISH (?=OTHER)"),
    ("calendar", "<mod> m=MONTHISH"),
    ("calendar", "m=MONTHISH (?=(AND|TO|DASH) MON)"),
    ("day_in_list", "THE? d=DAY (?=(JOIN DAY)? JOIN THE? DAY OF? m=MON (COMMA? y=YR)?)"),
    ("day_after_list", "(?<=MON DAY JOIN) d=DAY COMMA? y=YR?"),
    ("day_of_month", "THE d=ORDINAL (?=ENDS)"),
    ("iso", "i=ISO"),
    ("slash", "i=SLASH"),
    ("year", "<mod>? (THE UNIT|FISCAL)? y=YR era=ERA?"),
    ("year", "<mod>? n=NUM era=ERA"),
    ("year", "<mod>? n=NUM (?=(DASH|TO|AND) NUM era=ERA)"),
    ("year", "THE UNIT n=NUMWORD"),
    ("year", "era=ERA n=NUM"),
    ("year", "<mod>? FISCAL n=SHORTYEAR"),
    ("short_year", "n=SHORTYEAR"),
    ("year_in_range", "(?<=YR (DASH|BAR)) n=DAYNUM|(?<=YR (DASH|BAR)) n2=NUMBER"),
    ("decade", "<mod>? THE? (e2=EARLY DASH?)? d=DECADE era=ERA?"),
    ("decade", "<mod>? THE? d=OLDDECADE era=ERA"),
    ("decade", "<mod>? THE (e2=EARLY DASH?)? t=TENSDECADE"),
    ("century", "<mod>? THE? (e2=EARLY DASH?)? o=ORD DASH? u=UNIT era=ERA?"),
    ("season", "<mod>? THE? s=SEAS COMMA? OF? y=YR era=ERA?"),
    ("season", "<mod>? THE? s=SEAS COMMA? OF? y=NUM era=ERA"),
    ("season", "<mod>? THE? (THIS|LAST)? r=SHIFT s=SEAS"),
    ("season", "<mod>? THE? s=SEAS OF (THE? r=REL UNIT)"),
    ("season", "<mod>? THE? s=SEASON"),
    ("season", "(<mod>|THE) s=SEASONISH (?!OF)"),
    ("season", "(?<=(IN|DURING|BY|SINCE)) s=SEASONISH (?!OF)"),
    ("quarter", "o=ORD DASH QUARTER"),
    ("quarter", "<mod>? THE? FISCAL? o=ORD QUARTER (COMMA? OF? FISCAL? y=YR|OF? THE? r=REL UNIT)?"),
    ("quarter", "FISCAL DASH? o=ORD DASH? QUARTER"),
    ("quarter", "QSIGN o=DAYNUM COMMA? OF? y=YR"),
    ("quarter", "THE? y=YR FISCAL? o=ORD DASH? QUARTER"),
    ("quarter", "THE? r=REL UNIT POSS FISCAL? o=ORD DASH? QUARTER"),
    ("quarter_ago", "UNIT DASH (LATER|AGO)"),
    ("quarter_ago", "THE? UNIT DASH (LATER|AGO) (o=ORD? QUARTER|PERIOD)"),
    ("quarter_rel", "<mod>? THE? r=REL q=QUARTER"),
    ("quarter_rel", "THE r=LATEST q=PERIOD"),
    ("half", "THE? (o=ORD|r0=LAST|l=LATTER) HALF OF FISCAL? (y=YR|THE? r=REL? UNIT)"),
    ("nth_of", "THE? (o=ORD|l=LAST|l2=FINAL) u=UNIT <whole>"),
    ("week_of", "THE u=UNIT OF m=MON d=DAY (COMMA? y=YR)?"),
    ("unit_ended", "THE FISCAL? (u=UNIT|u2=QUARTER) (?=ENDED (m=MON d=DAY (COMMA? y=YR)?)?)"),
    ("weekday", "(e=LATE IN?)? wd=WD e2=EARLY? dp=DAYPART?"),
    ("weekday", "(e=LATE IN?)? wd=WD n=NOON"),
    ("weekday", "(e=LATE IN?)? THE? (THIS|LAST)? r=SHIFT wd=WD dp=DAYPART?"),
    ("weekday", "wd=WD COMMA? OF? THE? r2=REL UNIT"),
    ("weekday", "<mod>? (THE|THAT)? SAME wd=WD"),
    ("weekdays", "wd=WEEKDAYS dp=DAYPARTS?"),
    ("weekdays", "wd=WD dp=DAYPARTS"),
    ("weekend", "<mod>? (THE|A)? (THIS|LAST)? r=SHIFT? w=WEEKEND"),
    ("deictic", "(<mod>|e2=LATE)? k=DEICTIC e3=EARLY? dp=DAYPART?"),
    ("tonight", "(e=LATER|e2=EARLY)? k=TONIGHT"),
    ("daypart", "(e=LATE IN?)? (THE|THAT)? r=SHIFT e2=EARLY? dp=DAYPART"),
    ("daypart", "(e=LATE)? THE? SAME dp=DAYPART"),
    ("daypart", "(e=LATE DASH? IN?)? THE e2=EARLY? dp=DAYPART"),
    ("daypart", "e=EARLY DASH? dp=DAYPART"),
    ("daypart", "THE e=EARLY HOURUNITS"),
    ("daypart_of", "THE? EARLY HOURUNITS OF <when>"),
    ("daypart", "(?<=(IN|TO|BY|SINCE|DURING)) dp=DAYPART"),
    ("daypart", "a=NUMWORD dp=DAYPART"),
    ("at_daypart", "(?<=AT) dp=DAYPART"),
    ("daypart_of", "<mod>? THE? e2=EARLY? dp=DAYPART OF? <when>"),
    ("daypart_of", "e2=EARLY DASH? dp=DAYPART <when>"),
    ("daytime", "dp=DAYTIME"),
    ("clock", "x=CMP? c=CLOCK ap=MERIDIEM? z=ZONE? (OPEN (CLOCK|NUM) ZONE CLOSE)? <when>?"),
    ("clock", "c=CLOCK (s=HOURUNITS|s2=HOURUNIT) z=ZONE? <when>?"),
    ("clock", "(?<=(AT|BY|SINCE|FROM)) n5=NUM s=HOURUNITS z=ZONE? <when>?"),
    ("clock", "(?<=(AT|BY|SINCE)) n=NUM h=HOUR? IN THE dp=DAYPART <when>?"),
    ("clock", "x=CMP? n=NUM (ap=MERIDIEM|h=HOUR) z=ZONE? (OPEN (CLOCK|NUM) ZONE CLOSE)? <when>?"),
    ("clock", "n4=NUM z=ZONE <when>?"),
    ("clock", "x=CMP? t=NOON z=ZONE? <when>?"),
    ("unit_rel", "<mod>? (THE|THAT (?=SAME))? (THIS|LAST)? r=REL MORE? FISCAL? u=UNIT (AND SO)?"),
    ("unit_rel", "(THE|THAT) r=SAME u=UNIT"),
    ("unit_rel", "(e2=LATE) THE? r=REL u=UNIT"),
    ("unit_rel", "THE u=UNIT r=FOLLOWING (?=ENDS)"),
    ("unit_rel", "THE u=UNIT r=BACK (?=ENDS)"),
    ("unit_rel", "THE u=UNIT r=FORWARD (?=ENDS)"),
    ("unit_end", "<mod> THE? ENTIRE? u=DATEUNIT"),
    ("unit_end", "(THE|THIS)? u=UNIT (POSS|DASH)? b2=BOUND (?!OF)"),
    ("anchored", "x=CMP? n=COUNT MORE? u=ANYUNIT (?=(r=BACK|r2=FORWARD))"),
    ("anchored", "u=MANY (?=(r=BACK|r2=FORWARD))"),
    ("anchored", "THE u=UNIT (?=(r=BACK|r2=FORWARD))"),
    ("the_unit", "THE FISCAL? MORE? u=DATEUNIT"),
    ("ago", "x=CMP? n=COUNT MORE? u=ANYUNIT (AND A HALF)? (AND SO)? g=AGO"),
    ("ago", "x=CMP? n=COUNT MORE? u=ANYUNIT r=LATER"),
    ("ago", "x=CMP? n=COUNT MORE? u=ANYUNIT r=BACK (?=ENDS)"),
    ("ago", "x=CMP? n=COUNT MORE? u=ANYUNIT r=FORWARD (?=ENDS)"),
    ("ago", "u=MANY (g=AGO|r=LATER)"),
    ("span", "(x=CMP|THE)? (b=SPAN|o=SECOND) MORE? q=COUNTED MORE? u=MANY (<whole>|AND SO)?"),
    ("span", "(x=CMP|THE)? q=COUNTED (b=PRIOR|b2=LAST|b3=COMING|b4=FOLLOWING) u=MANY"),
    ("span", "THE (b=LAST|b2=NEXT|b3=COMING|b4=FOLLOWING|b5=ORDINAL) u=MANY"),
    ("duration", "x=CMP? n=NUM TO n2=NUM MORE? u=MANY"),
    ("duration", "x=CMP? (THE|THESE)? n=NUM MORE? MORE? u=MANY l=LONG?"),
    ("duration", "x=CMP? (THE|THESE)? n=SMALL MORE? MORE? u=ONE l=LONG?"),
    ("duration", "x=CMP? n=NUM DASH u=ANYUNIT (DASH? l=LONG)?"),
    ("duration", "x=CMP? (THE|THESE|A)? n=QUANT MORE? u=MANY"),
    ("duration", "x=CMP? a=A MORE? u=ONE (AND A h=HALF)? (DASH l=LONG)?"),
    ("duration", "x=CMP? n=NUM u=ANYUNIT AND A h=HALF"),
    ("duration", "x=CMP? A? h0=HALF DASH? A? u=ONE"),
    ("duration", "u=ONE DASH LONG"),
    ("duration", "u=MANY DASH LONG"),
    ("duration", "THE? MORE? u=UNITS AHEAD?"),
    ("nth", "THE? (o=ORD|l=FINAL) u=UNIT"),
    ("nth", "THE o=ORD dp=DAYPART"),
    ("duration", "u=HOURUNITS"),
    ("set", "g=EACH (n=NUM|o=ORD|o2=MORE)? (u=ANYUNIT|wd=WD|m=MON|s=SEAS|dp=DAYPART|w=WEEKEND)"),
    ("set", "p=PER u=ONE"),
    ("set", "v=ADVSET"),
    ("set", "NUMWORD A u=ONE"),
    ("set", "TIMES A u=ONE"),
    ("holiday", "<mod>? (THE? r=SHIFT)? h=HOLIDAY (COMMA? (IN|OF)? y=YR)? dp=DAYPART?"),
    ("vague", "k=NOW"),
    ("vague", "THE? k=RECENT (UNITS AND)? UNITS"),
    ("vague", "THE? k=COMING UNITS"),
    ("vague", "THE k=LAST (?=ENDS)"),
    ("vague", "(?<=IN) THE k=LAST"),
    ("vague", "k=CURRENT"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match: items [first, last), and the item that each name of the pattern kept."""

    rule: str
    first: int
    last: int
    kept: dict[str, int]


def find(items: Items) -> list[Found]:
    """The rules' matches in `items` in text order: longest first, earlier rules before later ones."""
    matches: list[tuple[int, int, int, Found]] = []
    present = frozenset(items.codes)
    for order, (rule, pattern, needs) in enumerate(compiled()):
        if any(present.isdisjoint(need) for need in needs):
            continue
        for m in pattern.finditer(items.codes):
            first, last = m.span()
            kept = {name: m.start(name) for name, value in m.groupdict().items() if value is not None}
            matches.append((first - last, order, first, Found(rule, first, last, kept)))
    taken = bytearray(len(items.codes) + 1)
    chosen = []
    for _, _, _, found in sorted(matches, key=lambda match: match[:3]):
        if not any(taken[found.first : found.last]):
            taken[found.first : found.last] = b"\x01" * (found.last - found.first)
            chosen.append(found)
    return sorted(chosen, key=lambda found: found.first)


@cache
def compiled() -> tuple[tuple[str, re.Pattern[str], tuple[frozenset[str], ...]], ...]:
    """The rules as patterns over class characters, each with the sets of which a match needs one each."""
    return tuple((name, re.compile(_translate(pattern)), _needs(pattern)) for name, pattern in RULES)


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """What no match can lack: the classes outside brackets that are not optional."""
    bare = re.sub(r"<\w+>\??", "", pattern)
    while "(" in bare:
        bare = re.sub(r"\([^()]*\)\??", "", bare)
    if "|" in bare:
        return ()
    return tuple(frozenset(_class(name)[1:-1]) for name in re.findall(r"([A-Z]+)(?![A-Z?])", bare))


def _translate(pattern: str) -> str:
    pattern = re.sub(r"(?<!\?)<(\w+)>", lambda m: FRAGMENTS[m[1]], pattern)
    named = re.sub(r"(\w+)=([A-Z]+)", lambda m: f"(?P<{m[1]}>{_class(m[2])})", pattern)
    bare = re.sub(r"(?<![\w<>?\[])([A-Z]+)(?![\w>])", lambda m: _class(m[1]), named)
    return re.sub(r"\((?!\?)", "(?:", bare).replace(" ", "")


@cache
def _class(name: str) -> str:
    codes = vocabulary().codes
    return "[" + "".join(codes[one] for one in UNIONS.get(name, name).split()) + "]"
