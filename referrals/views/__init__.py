"""Pages of this room, by side."""
