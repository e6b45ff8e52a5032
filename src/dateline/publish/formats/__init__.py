"""One module a format: its columns or fields with what they hold, and how a file of it is written."""
