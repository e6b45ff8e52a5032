"""`python -m training.sentences_check FILE…`: whether sentences are labelled as their README says."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

STATUSES: Final = ("happened", "ongoing", "planned", "possible", "denied")
MODES: Final[dict[str, str]] = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "",
    "COOPERATE": "", "AID": "", "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack "
               "aerial drone heavy-weapons crowd-control unconventional",
}  # fmt: skip
KEYS: Final = {"trigger", "type", "mode", "status", "actors", "recipients"}


def find(text: str, quote: str) -> tuple[int, int]:
    """Where `words` or `words#n` stands in the text; raises ValueError where it does not, or is not clear."""
    words, _, nth = quote.rpartition("#")
    if not (words and nth.isdigit()):
        words, nth = quote, ""
    at = [i for i in range(len(text)) if text.startswith(words, i) and _whole(text, i, i + len(words))]
    if not at or (nth and int(nth) > len(at)):
        raise ValueError(f"{quote!r} is not in the text as whole words")
    if not nth and len(at) > 1:
        raise ValueError(f"{quote!r} stands {len(at)} times: say which with #n")
    start = at[int(nth or 1) - 1]
    return start, start + len(words)


def _whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def mistakes(row: object) -> Iterator[str]:
    """What is wrong with one sentence."""
    if not isinstance(row, dict) or set(row) != {"text", "events"} or not isinstance(row["text"], str):
        yield "a row has just `text` and `events`"
        return
    text = row["text"]
    if text != " ".join(text.split()):
        yield "odd white space"
    seen: set[tuple[str, str]] = set()
    for event in row["events"]:
        if set(event) != KEYS:
            yield f"an event has just the keys {', '.join(sorted(KEYS))}"
            continue
        kind, mode = event["type"], event["mode"]
        if kind not in MODES:
            yield f"no type {kind!r}"
        elif mode is not None and mode not in MODES[kind].split():
            yield f"{kind} has no mode {mode!r}"
        if event["status"] not in STATUSES:
            yield f"no status {event['status']!r}"
        if (key := (event["trigger"], kind)) in seen:
            yield f"{key} twice"
        seen.add(key)
        for quote in (event["trigger"], *event["actors"], *event["recipients"]):
            try:
                find(text, quote)
            except ValueError as error:
                yield str(error)
        if len(event["trigger"].split()) > 4:
            yield f"the trigger {event['trigger']!r} is longer than four words"


def main(paths: list[str]) -> int:
    """Check files; 1 where there is a mistake."""
    bad, texts, kinds = 0, Counter[str](), Counter[str]()
    modes: Counter[str] = Counter()
    for path in paths:
        for number, line in enumerate(Path(path).read_text(encoding="utf8").splitlines(), 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                print(f"{path}:{number}: {error}")
                bad += 1
                continue
            found = list(mistakes(row))
            if not found:
                texts[row["text"]] += 1
                if texts[row["text"]] > 1:
                    found.append("this text was there before")
                kinds.update([e["type"] for e in row["events"]] or ["none"])
                modes.update(f"{e['type']}.{e['mode']}" for e in row["events"])
            bad += len(found)
            for one in found:
                print(f"{path}:{number}: {one}")
    print(f"{sum(texts.values())} sound sentences, {bad} mistakes; {dict(kinds.most_common())}")
    print(dict(modes.most_common()))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
