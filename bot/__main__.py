"""``python -m bot`` is the command ``madoguchi``."""

from bot.cli import main

main()
