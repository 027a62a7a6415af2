"""The migrant, their names and papers, the case, consent, and which organisations may see it."""
