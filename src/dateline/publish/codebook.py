"""The codebook: a page for each format in docs/codebook, made from the code that writes the format.

`python -m dateline.publish.codebook FOLDER` writes all pages; a test holds that they are what it writes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dateline.publish.crosswalks import cameo_name, goldstein, mapping
from dateline.publish.export import EXPORTS, format_named
from dateline.publish.formats.form import Format

COMMON: Final = (
    "Every text of an exported event was compared with its report at its offsets; had one differed, the export would "
    "have failed.",
    "Unpaired surrogates and NUL characters are written as U+FFFD, one for one, so that offsets hold; all other "
    "characters, bidirectional controls among them, are written as they stand in the report.",
    "Events and incidents that a reviewer rejected are left out; fields that one corrected are written as corrected.",
    "Of a page that changed only the last version is written, unless `--every-version` is given.",
)
SHEETS: Final = frozenset({"polecat", "icews", "gdelt", "gdelt-mentions", "ucdp", "acled", "csv"})
GUARD: Final = (
    "A text that opens with `=`, `+`, `-`, `@`, a tab or a carriage return, also after spaces, is written with an "
    "apostrophe before it, so that no spreadsheet runs it as a formula."
)


def page(form: Format) -> str:
    """The page of one format, as Markdown."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Format) -> Iterator[str]:
    units = " or ".join(f"`{unit}`" for unit in form.units)
    yield f"# {form.title}: `dateline export {form.name}`"
    yield ""
    yield "Made by `python -m dateline.publish.codebook docs/codebook` from the code that writes the format."
    yield ""
    yield form.about
    yield ""
    yield f"- **File**: {form.file} The usual ending is `{form.suffix}`."
    yield f"- **Rows**: {units}" + (
        ", the first unless `--unit` says otherwise." if len(form.units) > 1 else "."
    )
    own = [note for note in form.notes if not note.startswith("codes:")]
    for note in (*own, *((GUARD,) if form.name in SHEETS else ()), *COMMON):
        yield f"- {note}"
    for unit, fields in form.fields.items():
        yield ""
        yield f"## {'Columns' if form.name in SHEETS else 'Fields'}" + (
            f": {unit}" if len(form.units) > 1 else ""
        )
        yield ""
        yield "| n | name | what it holds |"
        yield "|---|---|---|"
        for n, (name, told, filled) in enumerate(fields, 1):
            yield f"| {n} | `{name}` | {'' if filled else '**empty**: '}{_cell(told)} |"
    for note in form.notes:
        if note.startswith("codes:"):
            yield from CODES[note.removeprefix("codes:")]()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _cameo() -> Iterator[str]:
    table: Mapping[str, Any] = mapping("cameo")
    yield from ("", "## PLOVER as CAMEO", "")
    yield "From `src/dateline/_ref/exports/cameo.toml`; a mode that is missing takes its type's code."
    yield from ("", "| PLOVER | CAMEO | name | Goldstein |", "|---|---|---|---|")
    forces = {f"{name} by armed forces or groups": code for name, code in table["types_of_forces"].items()}
    for name, code in {**table["types"], **forces, **table["modes"]}.items():
        score = goldstein(code)
        yield f"| {name} | {code} | {_cell(cameo_name(code) or '')} | {'' if score is None else f'{score:g}'} |"
    yield from ("", "| PLOVER sector | CAMEO role |", "|---|---|")
    for sector, role in table["roles"].items():
        yield f"| {sector} | {role} |"


def _ucdp() -> Iterator[str]:
    table = mapping("ucdp")
    yield from ("", "## Types of violence", "")
    yield "From `src/dateline/_ref/exports/ucdp.toml`: the first pair that fits decides, by the sectors of the parties."
    yield ""
    for party, sectors in table["parties"].items():
        yield f"- {party}: {', '.join(sectors)}"
    yield from ("", "| actor | recipient | type_of_violence |", "|---|---|---|")
    for rule in table["violence"]:
        yield f"| {rule['actor']} | {rule['recipient']} | {rule['type']} |"


def _acled() -> Iterator[str]:
    table = mapping("acled")
    yield from ("", "## Event types", "")
    yield "From `src/dateline/_ref/exports/acled.toml`: the first rule that fits decides. Armed are the kinds of actor 1, 2, 3"
    yield "and 8, civilian is 7."
    yield from (
        "",
        "| PLOVER type | modes | actor | recipient | event_type | sub_event_type | disorder_type |",
    )
    yield "|---|---|---|---|---|---|---|"
    for rule in table["rule"]:
        modes = ", ".join(mode or "none" for mode in rule["modes"]) if "modes" in rule else "any"
        kind = rule["event_type"]
        parts = (rule["type"], modes, rule.get("actor", "any"), rule.get("recipient", "any"), kind)
        yield f"| {' | '.join(parts)} | {rule['sub_event_type']} | {table['disorder'][kind]} |"
    yield from ("", "| PLOVER sector | inter | as recipient |", "|---|---|---|")
    for sector, code in table["inter"].items():
        yield f"| {sector} | {code} | {table['inter_of_recipient'].get(sector, code)} |"
    yield ""
    yield "State forces outside their own country are 8; those who protest are 6, those who riot 5, whatever their sector."


CODES: Final[Mapping[str, Callable[[], Iterator[str]]]] = {"cameo": _cameo, "ucdp": _ucdp, "acled": _acled}


def pages() -> dict[str, str]:
    """File name → page, for every format."""
    return {"README.md": _index(), **{f"{name}.md": page(format_named(name)) for name in EXPORTS}}


def _index() -> str:
    lines = [
        "# The codebook: what each export holds",
        "",
        "`dateline export FORMAT [QUERY] --store DIR --out FILE` writes the events of a store, or those that QUERY",
        "finds, as in `dateline find`; `--incident ID` one incident alone. These pages are made from the code by",
        "`python -m dateline.publish.codebook docs/codebook`.",
        "",
        "| format | what it is | rows |",
        "|---|---|---|",
    ]
    for name in EXPORTS:
        form = format_named(name)
        counts = ", ".join(f"{unit} ({len(fields)})" for unit, fields in form.fields.items())
        lines.append(f"| [`{name}`]({name}.md) | {form.title} | {counts} |")
    return "\n".join([*lines, "", "In brackets: how many columns, or kinds of field.", ""])


def main(folder: str) -> None:
    """Writes every page into a folder."""
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (home / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "docs/codebook")
