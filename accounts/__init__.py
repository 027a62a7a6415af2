"""Who logs in, for which organisation, in which role, and what each role may do; the organisations."""
