"""Our output beside the peers' figures, where we lose named too: writes bench/compare.md.

    python -m bench compare [--only NAME…]

Runs the benches that `peers.toml` names, one after the other, finds our figures in what they print, and sets
each beside the figures of others, with where those come from. What a bench printed stands below in full.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bench.gold import ROOT, gold_folder

PEERS = Path(__file__).with_name("peers.toml")
TARGET = Path(__file__).with_name("compare.md")


@dataclass(frozen=True)
class Row:
    """One measure: the bench that prints ours, a pattern that finds it, and a peer's figure."""

    bench: str
    what: str
    pattern: str
    peer: str
    figure: float
    source: str
    lower_is_better: bool = False
    scale: float = 1.0
    """What our printed figure is multiplied by, so that both are in the peer's unit."""

    def ours(self, printed: str) -> float:
        """Our figure in what the bench printed; raises ValueError where the pattern finds none."""
        found = re.search(self.pattern, printed, re.MULTILINE)
        if found is None:
            raise ValueError(f"bench {self.bench} printed nothing like {self.pattern!r} (peers.toml)")
        return float(found[1].replace(",", "")) * self.scale

    def verdict(self, ours: float) -> str:
        """`ahead`, `level` or `behind`."""
        gain = (self.figure - ours) if self.lower_is_better else (ours - self.figure)
        return (
            "level" if abs(gain) < 0.005 * max(1.0, abs(self.figure)) else "ahead" if gain > 0 else "behind"
        )


def read_rows() -> list[Row]:
    """The rows of peers.toml, in its order."""
    return [Row(**row) for row in tomllib.loads(PEERS.read_text("utf8"))["rows"]]


def printed_by(name: str) -> str:
    """What a bench prints; raises CalledProcessError with its own words where it fails."""
    command = [sys.executable, "-m", "bench", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench {name} failed: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout.strip()


def page(rows: list[Row], printed: dict[str, str]) -> str:
    """The comparison as Markdown."""
    lines = [
        "# dateline beside its peers",
        "",
        "Made by `python3 dev.py bench compare`; each figure of ours is printed by a bench, in full below.",
        "Peers' figures were measured on the same sets unless said otherwise. All sets here are development",
        "material that rules were written on: expect less of ours on others.",
        "",
        "| measure | ours | peer | its figure | |",
        "|---|---|---|---|---|",
    ]
    behind = []
    for row in rows:
        ours = row.ours(printed[row.bench])
        verdict = row.verdict(ours)
        lines.append(f"| {row.what} | {ours:g} | {row.peer} ({row.source}) | {row.figure:g} | {verdict} |")
        if verdict == "behind":
            behind.append(f"- {row.what}: {ours:g}, {row.peer} {row.figure:g}.")
    lines += ["", "## Where we lose", "", *(behind or ["In none of the above."])]
    for name, text in printed.items():
        lines += ["", f"## bench {name}", "", "```", text, "```"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run, compare, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", help="only these benches (nothing is written)")
    options = parser.parse_args()
    gold_folder()
    rows = [row for row in read_rows() if not options.only or row.bench in options.only]
    printed = {name: printed_by(name) for name in dict.fromkeys(row.bench for row in rows)}
    text = page(rows, printed)
    if options.only:
        print(text)
    else:
        TARGET.write_text(text, encoding="utf8")
        print(text.split("\n## bench")[0])


if __name__ == "__main__":
    main()
