"""Text in, ranked candidates with reasons out. Pure: no I/O, no clock."""
