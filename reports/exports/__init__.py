"""The monthly report as a file: the same lines in each format."""
