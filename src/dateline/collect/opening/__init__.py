"""A source's bytes to the documents and records in them: packed, archived, tabled, or as they are."""
