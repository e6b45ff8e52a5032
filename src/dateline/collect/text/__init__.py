"""Bytes to characters, and what the characters are: which language, which lines are no prose, whose text."""
