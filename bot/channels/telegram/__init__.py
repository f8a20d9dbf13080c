"""The conversation in Telegram: residents in private chats, staff in a group for each council."""
