"""Which office: of the district; near a place by coordinates where they are known, by postal code else."""

import math
import re
from dataclasses import dataclass

from bot.model import Knowledge, Office, Session
from bot.understanding.japanese import normalise

_EARTH_KM = 6371.0
_POSTAL = re.compile(r"^〒?\s*(\d{3})[-ー−‐–]?(\d{4})(です|だよ|。)?$")
_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Near:
    """Offices of the postal code; ``exact`` where it is their own, and not only like it."""

    offices: tuple[Office, ...]
    exact: bool


def postal_code(text: str) -> str | None:
    """The postal code that a message consists of, as 123-4567."""
    found = _POSTAL.match(normalise(text).strip())
    return f"{found[1]}-{found[2]}" if found else None


def by_postal_code(knowledge: Knowledge, code: str) -> Near:
    """The offices with this postal code; else those whose first five digits are the same."""
    shown = [o for o in knowledge.offices.values() if o.shown("postal_code")]
    same = tuple(o for o in shown if o.postal_code == code)
    if same:
        return Near(same, exact=True)
    alike = tuple(o for o in shown if _digits(o.postal_code)[:_ALIKE] == _digits(code)[:_ALIKE])
    return Near(alike, exact=False)


def by_position(
    knowledge: Knowledge, latitude: float, longitude: float
) -> tuple[Office, float] | None:
    """The nearest office and the kilometres to it, as the crow flies; None where none has a place."""
    placed = [
        (distance(latitude, longitude, at.latitude, at.longitude), office)
        for office in knowledge.offices.values()
        if (at := office.found_at) is not None
    ]
    if not placed:
        return None
    far, office = min(placed, key=lambda pair: pair[0])
    return office, far


def distance(latitude: float, longitude: float, other: float, other_longitude: float) -> float:
    """Kilometres between two places given in degrees."""
    one, two = math.radians(latitude), math.radians(other)
    across = math.radians(other_longitude - longitude)
    half = (
        math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def office_for(
    knowledge: Knowledge, session: Session, council: str, named: str | None, own: str | None
) -> Office:
    """The office that was named, else the resident's own, else the entry's, else headquarters."""
    chosen = session.office
    if chosen and knowledge.offices[chosen].council != council:
        chosen = None
    return knowledge.offices[named or chosen or own or knowledge.councils[council].headquarters]


def _digits(code: str) -> str:
    return code.replace("-", "")
