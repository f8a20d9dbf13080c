"""Tokens of choices: ``verb:argument:argument``. They carry all that is needed, so that a button
stays valid after a restart; at most 64 bytes, as Telegram asks."""

LONGEST = 64


def token(verb: str, *arguments: str) -> str:
    """Raises ValueError where the token would be too long for a button."""
    made = ":".join((verb, *arguments))
    if len(made.encode()) > LONGEST:
        raise ValueError(f"token too long: {made}")
    return made


def parse(text: str) -> tuple[str, tuple[str, ...]]:
    verb, *arguments = text.split(":")
    return verb, tuple(arguments)
