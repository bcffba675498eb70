"""Which passages speak of it."""
