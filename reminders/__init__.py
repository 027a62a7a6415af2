"""What is due when, and telling someone once, in their language."""
