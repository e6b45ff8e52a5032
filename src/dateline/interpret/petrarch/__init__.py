"""Events by PETRARCH's own dictionaries, loaded as they are: verbs, patterns, actors, agents, discards.

`load` reads a folder, `coder` works on the tree of each sentence, `record` makes events of what it finds.
"""

from dateline.interpret.petrarch.load import PETRARCH, Dictionaries, load_dictionaries
from dateline.interpret.petrarch.record import events_by_dictionaries

__all__ = ["PETRARCH", "Dictionaries", "events_by_dictionaries", "load_dictionaries"]
