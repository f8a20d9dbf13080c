"""The commands, a room for each kind of work; every mistake of the user gets one sentence."""
