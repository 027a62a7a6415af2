"""Each rule broken in turn, each net by itself: its own tests must notice. `./run mutate-access`."""
