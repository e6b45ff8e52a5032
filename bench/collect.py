"""Everything about reading what arrives: pages, languages, furniture, WARC files, one after the other."""

from __future__ import annotations

from bench import furniture, gate, pages, warc

PARTS = {
    "pages: article, metadata, dates": pages,
    "language gate": gate,
    "furniture and credits": furniture,
    "WARC": warc,
}


def main() -> None:
    """Each part prints its figures beside what is wanted and what others reach (`bench fuzz` is apart)."""
    for name, part in PARTS.items():
        print(f"-- {name} --", flush=True)
        part.main()


if __name__ == "__main__":
    main()
