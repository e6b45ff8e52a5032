"""Feeds read again and again: what is new in them, and what has been seen."""
