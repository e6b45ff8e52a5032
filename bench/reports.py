"""How well whole reports are coded: events, sentences, dyads and fields on the report gold.

    python -m bench.reports [--model FOLDER] [--events FILE] [--errors]

Runs the whole pipeline over the reports, writes the events as JSON lines, and calls the shared scorer.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.gold import gold_folder
from dateline.collect.text.furniture import mark
from dateline.digest import load_model
from dateline.model import Failure, Interpretation, Report
from dateline.pipeline import Engine, load_engine, run
from dateline.record import event_record

TARGETS = {
    "event F1": 0.65, "sentence F1": 0.70, "dyad F1": 0.50, "actors": 0.75, "recipients": 0.70, "mode": 0.70,
    "time": 0.75, "places": 0.70, "counts": 0.70, "said_by": 0.80, "status": 0.87,
}  # fmt: skip
PEER = "UniversalPetrarch, its better mode: sentence F1 .340, dyad F1 .082"


def scorer(gold: Path) -> ModuleType:
    """The shared scorer, which lies beside the gold."""
    path = gold.parent / "score" / "reports.py"
    spec = importlib.util.spec_from_file_location("score_reports", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"no scorer at {path}: set DATELINE_GOLD to the folder of gold sets beside score/")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reports(folder: Path) -> Iterator[Report]:
    """The gold reports as the collector would hand them on."""
    for path in sorted(folder.glob("*.report.json")):
        data = json.loads(path.read_text(encoding="utf8"))
        yield Report(
            data["id"],
            data["text"],
            hashlib.sha256(data["text"].encode("utf8")).hexdigest(),
            outlet=data.get("outlet"),
            title=data.get("title"),
            published=data.get("published"),
            furniture=mark(data["text"]),
        )


def engine_of(model: str | None) -> Engine:
    """The packaged engine, or one with the language model of a folder."""
    if model is None:
        return load_engine()
    from dateline.ground import load_tables
    from dateline.interpret import load_rules
    from dateline.model import Version

    return Engine(load_model(Path(model)), load_tables(), load_rules(), Version("bench", model, "PLOVER 2.0"))


def code(folder: Path, engine: Engine) -> list[Interpretation]:
    """Every gold report, read to the end."""
    read: list[Interpretation] = []
    for outcome in run(reports(folder), engine):
        if isinstance(outcome, Failure):
            raise SystemExit(f"{outcome.origin}: {outcome.message}")
        read.append(outcome)
    return read


def found(module: ModuleType, folder: Path, records: list[dict[str, Any]]) -> dict[str, bool]:
    """Of each coded event, whether type and both sets of countries are right."""
    right: dict[str, bool] = {}
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(module.load(folder, _written(records, Path(scratch) / "events.jsonl")))
    for report, gold, coded in rows:
        bounds = module.sentences(report["text"])
        firm = [
            (g, {module.sentence_of(bounds, module.span(report["text"], t)[0]) for t in g["triggers"]})
            for g in gold
        ]
        for c in coded:
            at = module.sentence_of(bounds, c["trigger"]["start"])
            right[c["id"]] = any(
                c["type"] == g["type"]
                and at in sents
                and all(module.countries(c[k]) == module.countries(g[k]) for k in ("actors", "recipients"))
                for g, sents in firm
            )
    return right


def _written(records: list[dict[str, Any]], path: Path) -> str:
    path.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in records), encoding="utf8")
    return str(path)


def table(result: dict[str, Any]) -> str:
    """The figures beside what they should be."""
    lines = []
    for level in ("event", "sentence", "dyad"):
        s = result[level]
        goal = TARGETS.get(f"{level} F1")
        wanted = f"  wanted {goal:.2f}" if goal else ""
        lines.append(
            f"{level:10} P {s['precision']:.3f}  R {s['recall']:.3f}  F1 {s['f1']:.3f}"
            f"  ({s['coded']} coded, {s['gold']} gold){wanted}"
        )
    for name, value in result["fields"].items():
        goal = TARGETS.get(name)
        wanted = f"  wanted {goal:.2f}" if goal else ""
        lines.append(f"{name:10} {value['accuracy']:.2f}  ({value['right']}/{value['of']}){wanted}")
    lines.append(f"triggers not at their offsets: {result['bad_offsets']}")
    return "\n".join([*lines, f"peer: {PEER}"])


def main() -> int:
    """Code, write, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a folder with another language model")
    parser.add_argument("--events", help="where to write the events (default: a temporary file)")
    parser.add_argument("--errors", action="store_true", help="name what was missed and what was spurious")
    options = parser.parse_args()
    gold = gold_folder()
    module = scorer(gold)
    read = code(gold / "reports", engine_of(options.model))
    with tempfile.TemporaryDirectory() as folder:
        records = [event_record(event) for reading in read for event in reading.events]
        path = _written(records, Path(options.events or Path(folder) / "events.jsonl"))
        sys.stdout.write(table(module.score(gold / "reports", path, options.errors)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
