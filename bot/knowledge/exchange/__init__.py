"""Knowledge that travels: other people's tables and directories in, ours out, each in its own module."""
