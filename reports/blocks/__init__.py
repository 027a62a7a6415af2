"""What is counted, one subject a module: from a slice of the data to a section of tables."""
