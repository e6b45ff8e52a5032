"""What reading costs: package size, load, memory, words a second, and the encoder's share of it.

    python -m bench speed

prints what coding costs: CPU seconds of the parts of `interpret` over the language model's on the same texts
of the throughput mix, in turns, and the sentences a second of the coder alone (from what was read and
grounded to drafts of events, with the shipped lexicon).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.gold import ROOT, gold_folder, read_lines

if TYPE_CHECKING:
    from dateline.model import Digest
    from dateline.pipeline import Engine

CHILD = """
import json, resource, sys, time
began = time.perf_counter()
import spacy, onnxruntime, tokenizers, numpy
imported = time.perf_counter()
from pathlib import Path
from bench.speed import time_reading
from dateline.digest import load_model
model = load_model(Path(sys.argv[1]), threads=1)
loaded = time.perf_counter()
figures = time_reading(model, sys.argv[2])
figures |= {"import": imported - began, "load": loaded - imported,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
print(json.dumps(figures))
"""
WORDS = 60_000
EVERY = 16
"""Each so-manieth article is read: the mix is sorted by date."""


def news_texts(folder: Path, words: int = WORDS) -> list[str]:
    """Articles from all over the throughput mix, about `words` words in all."""
    texts: list[str] = []
    total = 0
    for row in list(read_lines(folder / "throughput_mix.jsonl.gz"))[::EVERY]:
        texts.append(row["text"])
        total += len(row["text"].split())
        if total >= words:
            break
    return texts


def time_reading(model: object, corpora: str) -> dict[str, float]:
    """Words a second from raw text to a filled Doc, and of the encoder alone on the same batches."""
    from dateline.digest import LanguageModel, digest, reader
    from dateline.digest.windows import windows_of
    from dateline.model import Report

    assert isinstance(model, LanguageModel)
    reports = [Report(str(i), t, "") for i, t in enumerate(news_texts(Path(corpora)))]
    list(digest(reports[:20], model))
    whole, alone, words = 0.0, 0.0, 0
    # The two are timed in turns on the same tenth of the texts, so that a busy machine hits both alike.
    step = max(1, len(reports) // 10)
    for at in range(0, len(reports), step):
        part = reports[at : at + step]
        began = time.perf_counter()
        docs = [d.doc for d in digest(part, model)]
        whole += time.perf_counter() - began
        read = [
            [doc[i].text for i in w.tokens]
            for r, doc in zip(part, docs, strict=True)
            for w in windows_of(r, doc)
        ]
        words += sum(len(w) for w in read)
        feeds = [reader.feed_of(b) for b in reader.batches(model, read)]
        began = time.perf_counter()
        for feed in feeds:
            model.encoder.run(None, feed)
        alone += time.perf_counter() - began
    return {
        "words": words,
        "words_s": words / whole,
        "encoder_words_s": words / alone,
        "share": alone / whole,
    }


def measure_cost(path: Path) -> str:
    """The table of costs of the weights in `path`, measured in a process of its own on one core."""
    corpora = gold_folder().parent / "corpora"
    size = sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) / 1e6
    lines = [f"package on disk            {size:8.1f} MB   (at most 32)"]
    if not corpora.is_dir():
        return "\n".join([*lines, f"speed: no texts at {corpora}"])
    command = [sys.executable, "-c", CHILD, str(path), str(corpora)]
    done = subprocess.run(_pinned(command), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return "\n".join([*lines, f"speed: {done.stderr.strip().splitlines()[-1]}"])
    f = json.loads(done.stdout)
    lines += [
        f"imports of libraries       {f['import']:8.2f} s",
        f"load                       {f['load']:8.2f} s    (at most 1)",
        f"resident memory, at most   {f['memory']:8.0f} MB   (at most 400)",
        f"raw text to Doc, one core  {f['words_s']:8.0f} words/s  (at least 4,000; {f['words']} words)",
        f"encoder alone              {f['encoder_words_s']:8.0f} words/s",
        f"share of encoder speed     {100 * f['share']:8.1f} %    (at least 70)",
    ]
    return "\n".join(lines)


@dataclass(slots=True)
class Costs:
    """CPU seconds of the parts, and how much they read."""

    model: float = 0.0
    ground: float = 0.0
    attribution: float = 0.0
    coder: float = 0.0
    interpret: float = 0.0
    sentences: int = 0
    words: int = 0

    def table(self) -> str:
        """The figures, each with what is wanted."""
        rows = (
            ("language model", self.model),
            ("grounding", self.ground),
            ("interpret, all", self.interpret),
            ("attribution", self.attribution),
            ("coder alone", self.coder),
        )
        lines = [
            f"{self.words} words, {self.sentences} sentences; CPU seconds, and over the language model's"
        ]
        lines += [f"{name:18} {cost:8.2f} s   {100 * cost / self.model:6.1f} %" for name, cost in rows]
        lines[3] += "   (under 15)"
        return "\n".join(
            [*lines, f"coder alone        {self.sentences / self.coder:8.0f} sentences/s   (over 3,000)"]
        )


def time_coding(corpora: Path, parts: int = 10) -> Costs:
    """What the parts cost on articles from all over the throughput mix, in turns, after a first round."""
    from dateline.digest import digest
    from dateline.model import Report
    from dateline.pipeline import load_engine

    engine, costs = load_engine(), Costs()
    reports = [Report(str(i), text, "") for i, text in enumerate(news_texts(corpora, WORDS // 2))]
    step = max(1, len(reports) // parts)
    _code(list(digest(reports[:step], engine.model)), engine, Costs())
    for at in range(0, len(reports), step):
        part = reports[at : at + step]
        began = time.process_time()
        digests = list(digest(part, engine.model))
        costs.model += time.process_time() - began
        _code(digests, engine, costs)
    return costs


def _code(digests: list[Digest], engine: Engine, costs: Costs) -> None:
    """Add what grounding and coding cost, of each report as it goes through the pipeline."""
    from dateline.ground import ground, ground_phrase
    from dateline.interpret import interpret
    from dateline.interpret.attribution import attribute
    from dateline.interpret.coder import drafts_of
    from dateline.interpret.coder_facts import facts_of
    from dateline.interpret.lexicon import Lexicon

    lexicon, clock = engine.rules.lexicon, time.process_time
    assert isinstance(lexicon, Lexicon)
    for one in digests:
        began = clock()
        grounded = ground(one, engine.tables)
        read = clock()
        statements = attribute(grounded)
        attributed = clock()
        facts = facts_of(grounded, partial(ground_phrase, grounded))
        drafts_of(facts, lexicon, statements)
        coded = clock()
        costs.ground += read - began
        costs.attribution += attributed - read
        costs.coder += coded - attributed
        costs.sentences += len(facts.tree.sentences)
        costs.words += len(one.report.text.split())
        forget()
        began = clock()
        interpret(grounded, engine.rules, engine.version)
        costs.interpret += clock() - began


def forget() -> None:
    """Let go of the trees kept of the reports read last, so that the next part makes its own."""
    from dateline.interpret.attribution_tree import tree_of

    tree_of.cache_clear()


def main() -> None:
    """Measure and print."""
    corpora = gold_folder().parent / "corpora"
    if not corpora.is_dir():
        raise SystemExit(f"no texts at {corpora}; name the gold with --gold or DATELINE_GOLD")
    sys.stdout.write(time_coding(corpora).table() + "\n")


def _pinned(command: list[str]) -> list[str]:
    """The command held to one core where the system can do that."""
    return ["taskset", "-c", "0", *command] if sys.platform == "linux" else command
