"""The command ``madoguchi``: where its parts come together."""

import click

from bot.commands import asking, database, keeping, measuring, serving, staffing


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """窓口: 困りごとから、役に立つ窓口と電話番号へ。"""


for command in (
    asking.ask,
    asking.chat,
    serving.run,
    serving.desk,
    serving.poster,
    serving.setup_telegram,
    database.database,
    staffing.staff,
    keeping.knowledge,
    measuring.evaluate,
):
    main.add_command(command)

for command in (measuring.learn, measuring.compare):
    keeping.knowledge.add_command(command)
