"""The regular forms of English verbs and nouns, which a dictionary leaves to be made."""

from __future__ import annotations

_VOWELS = "AEIOU"


def of_verb(stem: str) -> list[str]:
    """The forms in -S, -ED and -ING of the word marked with + (of the only word, where none is)."""
    words = stem.split("_")
    at = next((n for n, word in enumerate(words) if word.startswith("+")), 0)
    return ["_".join([*words[:at], form, *words[at + 1 :]]) for form in _forms(words[at].upper())]


def _forms(verb: str) -> list[str]:
    if not verb.strip("+"):
        return []
    if verb.endswith(("S", "X", "Z", "CH", "SH")):
        third = f"{verb}ES"
    elif verb.endswith("Y") and verb[-2:-1] not in _VOWELS:
        third = f"{verb[:-1]}IES"
    else:
        third = f"{verb}S"
    if verb.endswith("E"):
        past = f"{verb}D"
    elif verb.endswith("Y") and verb[-2:-1] not in _VOWELS:
        past = f"{verb[:-1]}IED"
    else:
        past = f"{verb}ED"
    silent = verb.endswith("E") and not verb.endswith(("EE", "OE", "YE"))
    return [third, past, f"{verb[:-1]}ING" if silent else f"{verb}ING"]


def of_noun(noun: str) -> str:
    """The regular plural; empty where none is to be made (the word ends in _)."""
    if not noun or noun.endswith("_"):
        return ""
    if noun.endswith("Y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}IES"
    return f"{noun}ES" if noun.endswith(("S", "X", "Z", "CH", "SH")) else f"{noun}S"
