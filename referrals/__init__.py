"""Handing a case to another organisation and getting the answer back; custody, consulate, border."""
