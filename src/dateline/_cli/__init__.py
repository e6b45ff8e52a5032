"""What the commands do, loaded only when one runs, so that `dateline --help` answers at once."""
