"""The pages that compose the rooms: home worklist per role, the case file, search."""
