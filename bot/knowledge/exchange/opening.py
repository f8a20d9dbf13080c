"""When an office is open, as the cells of a row, and back. Pure.

The columns of the standard know one time for all days and no holidays: they hold what they can say,
ours the rest. No value stands in two places.
"""

from collections.abc import Mapping
from typing import Any

DAYS, START, END = "利用可能曜日", "開始時間", "終了時間"
TIMES, HOLIDAYS = "曜日ごとの時間", "祝日"
CLOSED, UNSURE = "毎年の休み", "休みか分からない期間"
HEADINGS = (DAYS, START, END, TIMES, HOLIDAYS, CLOSED, UNSURE)


def schedule_cells(schedule: Mapping[str, Any]) -> dict[str, str]:
    """The filled cells of a schedule; none of an empty one."""
    if not schedule:
        return {}
    row = {
        HOLIDAYS: schedule["holidays"],
        CLOSED: "\n".join(schedule.get("closed", ())),
        UNSURE: "\n".join(schedule.get("unsure", ())),
    }
    match schedule["open"]:
        case [{"days": days, "times": [times]}]:
            start, _, end = times.partition("-")
            return row | {DAYS: "".join(days), START: start, END: end}
        case several:
            lines = (" ".join(("".join(one["days"]), *one["times"])) for one in several)
            return row | {TIMES: "\n".join(lines)}


def schedule_in(row: Mapping[str, str]) -> dict[str, Any] | None:
    """The schedule that a row describes, without values where it has none; None where the table
    does not say.

    A table that does not tell holidays is a city's, and makes no schedule: nobody is to be told
    that an office is open, which is closed.
    """
    if HOLIDAYS not in row:
        return None
    said = {name: row.get(name, "").strip() for name in HEADINGS}
    told = any(said[name] for name in (TIMES, HOLIDAYS, CLOSED, UNSURE))
    lines = [line.split() for line in said[TIMES].splitlines() if line.strip()]
    if told and not lines and any(said[name] for name in (DAYS, START, END)):
        lines = [[said[DAYS], f"{said[START]}-{said[END]}"]]
    return {
        "open": [{"days": list(days), "times": times} for days, *times in lines],
        "holidays": said[HOLIDAYS],
        "closed": said[CLOSED].split(),
        "unsure": said[UNSURE].split(),
    }


def opening_words(row: Mapping[str, str]) -> str:
    """The standard's columns as one line for people; empty where the table does not say."""
    days, start, end = (row.get(name, "").strip() for name in (DAYS, START, END))
    return " ".join(part for part in (days, f"{start}〜{end}" if start and end else "") if part)
