"""What residents ask in these tests, and what they have heard."""

from botapi import User

QUESTIONS = (
    "鴻巣市です。母が通帳をすぐなくしてしまう",
    "鴻巣市社協の電話番号を教えて",
    "鴻巣市の福祉の計画を読みたい",
    "本庄市社協の電話番号を教えて",
)
ASKED = QUESTIONS[1]
PHONE = "048-597-2100"


def heard(resident: User) -> list[str]:
    """Everything the bot has said to somebody."""
    return [message.text for message in resident.messages if message.post.by_bot]


def answered(resident: User, text: str = PHONE) -> int:
    """How many messages with a text somebody has got."""
    return sum(text in said for said in heard(resident))
