"""Pages of this room, by page."""
