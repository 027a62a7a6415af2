"""What a person may ask about their own data, and how long it is kept."""
