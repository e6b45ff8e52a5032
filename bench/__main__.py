"""`python3 dev.py bench [NAME…] [options]`: run one bench or all of them."""

from __future__ import annotations

import importlib
import sys

BENCHES = (
    "collect", "language", "places", "times", "quantities", "actors", "attribution", "factuality", "reports",
    "plover", "gva", "ecb",
)  # fmt: skip
APART = (
    "pages", "gate", "furniture", "warc", "fuzz", "muc", "muc_claims", "airwars", "gva_events",
    "petrarch", "confidence", "compare", "store", "copies", "desk",
    "speed",
)  # fmt: skip
"""Parts of `collect`, and what runs only where it is asked for."""


def main() -> None:
    """Run the named benches (all of them without a name); what starts with `-` is handed on."""
    names = [a for a in sys.argv[1:] if a in BENCHES + APART]
    rest = [a for a in sys.argv[1:] if a not in BENCHES + APART]
    unknown = [a for a in rest[:1] if not a.startswith("-")] if not names else []
    if unknown:
        raise SystemExit(f"no bench named {unknown[0]}: there are {', '.join(BENCHES + APART)}")
    for name in names or BENCHES:
        print(f"\n== {name} ==", flush=True)
        sys.argv = [f"bench {name}", *rest]
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
