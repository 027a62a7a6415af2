"""The one kind of failure that `./run` expects."""


class Problem(Exception):
    """One sentence for the person at the keyboard: what is wrong and how to mend it."""
