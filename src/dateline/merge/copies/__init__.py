"""Which reports hold copies of each other, and what each passage's origin is."""
