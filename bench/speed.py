"""What reading costs: package size, load, memory, words a second, and the encoder's share of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from bench.gold import ROOT, gold_folder, read_lines

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


def _pinned(command: list[str]) -> list[str]:
    """The command held to one core where the system can do that."""
    return ["taskset", "-c", "0", *command] if sys.platform == "linux" else command
