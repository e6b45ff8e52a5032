"""`dateline ontology`: what the types and modes mean, and whether a file of one's own is in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from dateline._cli.run import console, tell
from dateline.errors import UserError
from dateline.interpret.ontology import EventType, Mode, Ontology
from dateline.interpret.ontology_read import load_ontology, ontology_faults, ontology_file
from dateline.record import number


def show(name: str | None, path: str | None, *, as_json: bool) -> None:
    """The overview, a type, or one mode of it (`RETREAT.withdraw`), as a table or as JSON."""
    ontology = load_ontology(path)
    if name is None:
        _print_json(_all_of(ontology)) if as_json else _print_all(ontology)
        return
    type_, mode = _find(ontology, name)
    if as_json:
        _print_json(_of_mode(type_, mode) if mode else _of_type(type_))
    elif mode:
        _print_mode(type_, mode)
    else:
        _print_type(type_)


def _find(ontology: Ontology, name: str) -> tuple[EventType, str | None]:
    wanted, _, mode = name.partition(".")
    given = {key.casefold(): key for key in ontology.types}
    given |= {str(t.code).casefold(): key for key, t in ontology.types.items() if t.code}
    key = given.get(wanted.casefold()) or ontology.renamed.get(wanted.upper())
    if key is None:
        of = next((t for t in ontology.types.values() if wanted in t.modes and not mode), None)
        hint = f"{of.name}.{wanted} is a mode" if of else f"there are {', '.join(ontology.types)}"
        raise UserError(f"{ontology.name} has no type {wanted!r}; {hint}")
    type_ = ontology.types[key]
    if mode and mode not in type_.modes:
        raise UserError(f"{key} has no mode {mode!r}; it has {', '.join(type_.modes) or 'none'}")
    return type_, mode or None


def _score(value: float | None) -> str:
    return "" if value is None else str(number(value))


def _of_mode(type_: EventType, mode: str) -> dict[str, Any]:
    one = type_.modes[mode]
    return {
        "type": type_.name,
        "mode": mode,
        "definition": one.definition,
        "example": one.example,
        "quad": type_.quad,
        "score": type_.score if one.score is None else one.score,
    }


def _of_type(type_: EventType) -> dict[str, Any]:
    return {
        "type": type_.name,
        "code": type_.code,
        "definition": type_.definition,
        "example": type_.example,
        "quad": type_.quad,
        "score": type_.score,
        "recipient_required": type_.recipient_required,
        "modes": [_of_mode(type_, mode) for mode in type_.modes],
    }


def _all_of(ontology: Ontology) -> dict[str, Any]:
    return {
        "name": ontology.name,
        "types": [_of_type(type_) for type_ in ontology.types.values()],
        "contexts": {c: ontology.glosses.get(c, "") for c in ontology.contexts},
        "sectors": dict(ontology.sectors),
        "renamed": dict(ontology.renamed),
    }


def _print_json(data: dict[str, Any]) -> None:
    console().file.write(json.dumps(data, ensure_ascii=False) + "\n")


def _print_all(ontology: Ontology) -> None:
    out = console()
    modes = sum(len(t.modes) for t in ontology.types.values())
    out.print(Text(f"{ontology.name}: {len(ontology.types)} types, {modes} modes", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("type", "score", "quad", "meaning", "modes"):
        table.add_column(column, justify="right" if column == "score" else "left")
    for t in ontology.types.values():
        named = f"{t.name} {t.code}" if t.code else t.name
        table.add_row(named, _score(t.score), t.quad, t.definition, ", ".join(t.modes))
    out.print(table)
    out.print(Text(f"\ncontexts: {', '.join(ontology.contexts)}"))
    if ontology.sectors:
        out.print(Text(f"\nsectors: {'; '.join(f'{k} {v}' for k, v in ontology.sectors.items())}"))
    if ontology.renamed:
        out.print(Text(f"\nolder names: {', '.join(f'{k} is {v}' for k, v in ontology.renamed.items())}"))


def _print_type(type_: EventType) -> None:
    out = console()
    needs = "; needs a recipient" if type_.recipient_required else ""
    named = f"{type_.name} ({type_.code})" if type_.code else type_.name
    score = f"; score {_score(type_.score)}" if type_.score is not None else ""
    out.print(Text.assemble((named, "bold"), f"  {type_.quad}{score}{needs}"))
    out.print(Text(type_.definition))
    out.print(Text(f"“{type_.example}”", style="italic"))
    if not type_.modes:
        out.print(Text("no modes", style="dim"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for mode, one in type_.modes.items():
        table.add_row(mode, _score(one.score), one.definition, _quoted(one))
    if type_.modes:
        out.print()
        out.print(table)


def _quoted(mode: Mode) -> str:
    return f"“{mode.example}”" if mode.example else ""


def _print_mode(type_: EventType, mode: str) -> None:
    out = console()
    one = type_.modes[mode]
    score = _score(type_.score if one.score is None else one.score)
    out.print(Text.assemble((f"{type_.name}.{mode}", "bold"), f"  {type_.quad}; score {score}"))
    out.print(Text(one.definition))
    out.print(Text(_quoted(one), style="italic"))


def lint(path: str) -> int:
    """Tells every mistake of an ontology file; 1 where there is any."""
    source = ontology_file(path)
    try:
        text = source.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"{path}: cannot be read ({why}); give an ontology file") from error
    faults, data = ontology_faults(text, str(path) if Path(path).exists() else source.name)
    for fault in faults:
        tell(fault)
    if not faults:
        modes = sum(len(body.get("modes", {})) for body in data["types"].values())
        tell(f"{path}: in order: {len(data['types'])} types, {modes} modes")
    return 1 if faults else 0
