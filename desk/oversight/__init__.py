"""Who did what, and who looked at whom: pages over the audit."""
