"""What was done or seen, by whom: append-only, no foreign keys."""
