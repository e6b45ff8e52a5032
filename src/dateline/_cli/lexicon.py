"""`dateline lexicon`: whether entries of one's own are in order, and whether they code what they should."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from dateline._cli.run import tell
from dateline.errors import UserError
from dateline.interpret.lexicon_cases import Case, parse_cases
from dateline.interpret.lexicon_lint import lint_layers
from dateline.interpret.lexicon_read import NOT_TYPES, ONLY, read_folder, shipped_lexicon
from dateline.interpret.ontology_read import load_ontology
from dateline.interpret.petrarch import PETRARCH, load_dictionaries
from dateline.model import Event, Failure, Interpretation, Report


def lint(paths: Sequence[str], ontology: str | None) -> int:
    """Tells every fault of lexicon files and folders (without any: the shipped ones); 1 if there is one."""
    if any(path.startswith(PETRARCH) for path in paths):
        return _lint_dictionaries(paths)
    types = load_ontology(ontology)
    only = any(path.startswith(ONLY) for path in paths) or types.name != load_ontology().name
    layers = [] if only and paths else [read_folder(shipped_lexicon())]
    told = len(layers) if paths else 0
    layers += [_layer(Path(path.removeprefix(ONLY))) for path in paths]
    faults = lint_layers(layers, types, told)
    for fault in faults:
        tell(f"{fault.file}, line {fault.line}: {'warning: ' if fault.warning else ''}{fault.what}")
    if not faults:
        tell(f"{', '.join(paths) or 'the shipped lexicon'}: in order")
    return 1 if faults else 0


def _lint_dictionaries(paths: Sequence[str]) -> int:
    """What of PETRARCH's dictionaries is passed over, each with file and line; 1 if there is anything."""
    found = [note for path in paths for note in load_dictionaries(path.removeprefix(PETRARCH)).notes]
    for note in found:
        tell(note)
    if not found:
        tell(f"{', '.join(paths)}: in order")
    return 1 if found else 0


def _layer(path: Path) -> dict[str, str]:
    """A folder's files, or one file, by their paths."""
    if path.is_dir():
        found = read_folder(path)
        return {n if n in NOT_TYPES else str(path / n): text for n, text in found.items()}
    try:
        text = path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"{path}: cannot be read ({why}); give a lexicon file or a folder of them") from error
    return {path.name if path.name in NOT_TYPES else str(path): text}


def test(paths: Sequence[str], ontology: str | None, lexicon: tuple[str, ...]) -> int:
    """Reads the sentences of test files; says of each that fails what was coded, and why; 1 if any does."""
    types = load_ontology(ontology)
    files = [(path, parse_cases(_text(path), path, types)) for path in paths]
    failed = total = 0
    for path, cases in files:
        for case, reading in zip(cases, _readings(cases, ontology, lexicon), strict=True):
            total += 1
            failed += _report(path, case, reading)
    tell(f"{total - failed} of {total} sentences as expected")
    return 1 if failed else 0


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"{path}: cannot be read ({why}); give a file of test sentences") from error


def _readings(cases: Sequence[Case], ontology: str | None, lexicon: tuple[str, ...]) -> list[Interpretation]:
    from dateline.pipeline import load_engine, run  # noqa: PLC0415 - once there is something to read

    reports = (
        Report(
            f"case {case.line}",
            case.text,
            hashlib.sha256(case.text.encode("utf8", "surrogatepass")).hexdigest(),
            published=case.published,
        )
        for case in cases
    )
    found = []
    for outcome in run(reports, load_engine((), ontology, lexicon)):
        if isinstance(outcome, Failure):
            raise UserError(f"{outcome.origin}: {outcome.message}")
        found.append(outcome)
    return found


def _named(event: Event) -> str:
    mode = f".{event.mode}" if event.mode else ""
    actors = ", ".join(m.span.text for m in event.actors) or "-"
    recipients = ", ".join(m.span.text for m in event.recipients) or "-"
    said = f"“{event.trigger.text}” status={event.status} actor={actors} recipient={recipients}"
    return f"{event.type}{mode} {said} by {event.why.rule}"


def _report(path: str, case: Case, reading: Interpretation) -> int:
    """Prints what is wrong with a case; 1 where anything is."""
    missed, extra = case.missed(reading.events), case.extra(reading.events)
    if not missed and not extra:
        return 0
    out = [f"{path}, line {case.line}: {case.text}"]
    out += [f"- not coded: {one.written}" for one in missed]
    out += [f"- not expected: {_named(event)}" for event in extra]
    if missed:
        out += [f"- coded: {_named(event)}" for event in reading.events if event not in extra]
        out += [f"- rejected: “{r.trigger.text}” {r.rule}: {r.reason}" for r in reading.rejected]
    for line in out:
        tell(line)
    return 1
