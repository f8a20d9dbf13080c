"""A session and a question in, a reply out. Pure: no I/O, no clock."""
