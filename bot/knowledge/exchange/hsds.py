"""Councils as Open Referral HSDS 3.0: an organization each, a location for an office, a service for an entry.

What HSDS has no word for（areas, the need an entry meets, やさしい日本語, holidays in the hours）goes along as
attributes whose taxonomy term says which of our fields it is, so that an export can be read back whole.
"""

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.knowledge.exchange.council import CouncilValues, Values

Record = dict[str, Any]

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://openreferral.org/madoguchi")
_FIELDS = "madoguchi-fields"
_NEEDS = "madoguchi-needs"
_FAQS = "faqs"
# Fields that stand in HSDS fields of their own and are read back from there.
_OF_ORGANIZATION = ("name", "short_name")
_OF_LOCATION = ("name", "url", "phone", "fax", "email", "hours")
_OF_SERVICE = ("name", "summary", "office", "needs", "also")


def organizations(councils: Iterable[CouncilValues]) -> list[Record]:
    """Full organization records with all their locations."""
    return [_organization(council) | {"locations": _locations(council)} for council in councils]


def services(councils: Iterable[CouncilValues], needs: Mapping[str, str]) -> list[Record]:
    """Full service records; ``needs`` gives the name of each need."""
    return [_service(council, entry, needs) for council in councils for entry in council.entries]


def _id(*names: str) -> str:
    return str(uuid.uuid5(_NAMES, "\0".join(names)))


def _organization(council: CouncilValues) -> Record:
    facts, id_ = council.facts, _id("organization", council.id)
    plan = facts.get("plan", {}).get("name", "")
    rest = {k: v for k, v in facts.items() if k not in _OF_ORGANIZATION}
    if council.faqs:
        rest[_FAQS] = council.faqs
    return {
        "id": id_,
        "name": facts["name"],
        "alternate_name": facts["short_name"],
        "description": plan or facts["name"],
        "attributes": list(_attributes(id_, "organization", rest)),
    }


def _locations(council: CouncilValues) -> list[Record]:
    return [_location(council, office) for office in council.offices]


def _location(council: CouncilValues, office: Values) -> Record:
    id_ = _id("location", office["id"])
    phones = [
        {"id": _id("phone", kind, office["id"]), "location_id": id_, "number": number, "type": kind}
        for kind, number in (("voice", office.get("phone")), ("fax", office.get("fax")))
        if number
    ]
    record: Record = {
        "id": id_,
        "location_type": "physical" if office.get("address") else "virtual",
        "organization_id": _id("organization", council.id),
        "name": office["name"],
        "external_identifier": office["id"],
        "external_identifier_type": "madoguchi",
        "phones": phones,
    }
    if url := office.get("url"):
        record["url"] = url
    if address := office.get("address"):
        record["addresses"] = [
            {
                "id": _id("address", office["id"]),
                "location_id": id_,
                "address_1": address,
                "city": council.facts.get("city", ""),
                "state_province": council.facts.get("prefecture", ""),
                "postal_code": office.get("postal_code", ""),
                "country": "JP",
                "address_type": "physical",
            }
        ]
    if place := office.get("position"):
        record |= {key: float(place[key]) for key in ("latitude", "longitude")}
    if hours := office.get("hours"):
        schedule = {"id": _id("schedule", office["id"]), "location_id": id_}
        record["schedules"] = [schedule | {"description": hours, "notes": hours}]
    if email := office.get("email"):
        contact = {"id": _id("contact", office["id"]), "location_id": id_}
        record["contacts"] = [contact | {"name": office["name"], "email": email}]
    rest = {k: v for k, v in office.items() if k not in _OF_LOCATION}
    record["attributes"] = list(_attributes(id_, "location", rest))
    return record


def _service(council: CouncilValues, entry: Values, needs: Mapping[str, str]) -> Record:
    id_ = _id("service", entry["id"])
    office = next(o for o in council.offices if o["id"] == entry["office"])
    place = {
        "id": _id("service_at_location", entry["id"]),
        "service_id": id_,
        "location_id": _id("location", office["id"]),
    }
    rest = {k: v for k, v in entry.items() if k not in _OF_SERVICE}
    organization = {k: v for k, v in _organization(council).items() if k != "attributes"}
    location = {k: v for k, v in _location(council, office).items() if k != "attributes"}
    met = [
        _attribute(id_, "service", relation, need, needs[need], _NEEDS, need)
        for relation in ("needs", "also")
        for need in entry.get(relation, ())
    ]
    return {
        "id": id_,
        "organization_id": organization["id"],
        "name": entry["name"],
        "description": entry["summary"],
        "status": "active",
        **({"assured_date": entry["verified"]} if "verified" in entry else {}),
        "organization": organization,
        "service_at_locations": [place | {"location": location}],
        "attributes": [*met, *_attributes(id_, "service", rest)],
    }


def _attributes(link: str, entity: str, rest: Values) -> Iterator[Record]:
    for field, value in rest.items():
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        kind = "text" if isinstance(value, str) else "json"
        yield _attribute(link, entity, kind, field, field, _FIELDS, written)


def _attribute(
    link: str, entity: str, relation: str, code: str, name: str, taxonomy: str, value: str
) -> Record:
    term = _id("term", taxonomy, code)
    return {
        "id": _id("attribute", link, relation, taxonomy, code),
        "link_id": link,
        "taxonomy_term_id": term,
        "link_type": relation,
        "link_entity": entity,
        "value": value,
        "taxonomy_term": {
            "id": term,
            "code": code,
            "name": name,
            "description": name,
            "taxonomy": taxonomy,
        },
    }


def councils_from(
    organizations: Iterable[Record],
    services: Iterable[Record],
    known: Mapping[str, str],
    as_of: str,
) -> list[CouncilValues]:
    """Councils from full records: ours as they were, those of others as far as HSDS tells.

    ``known`` are our needs; a service of others meets those whose id is among its taxonomy terms.
    """
    facts: dict[str, dict[str, Any]] = {}
    offices: dict[str, dict[str, Values]] = {}
    entries: dict[str, list[Values]] = {}
    faqs: dict[str, list[Values]] = {}
    council_of: dict[str, str] = {}
    for organization in organizations:
        said = _facts(organization)
        faqs[said["id"]] = said.pop(_FAQS, [])
        council_of[organization["id"]] = said["id"]
        facts[said["id"]] = said
        for location in organization.get("locations", ()):
            office = _office(location, said["id"], organization, as_of)
            offices.setdefault(said["id"], {})[office["id"]] = office
    for service in services:
        organization = service.get("organization") or {"id": service.get("organization_id", "")}
        if organization["id"] not in council_of:
            said = _facts(organization)
            council_of[organization["id"]] = said["id"]
            facts[said["id"]] = said
        council = council_of[organization["id"]]
        place = offices.setdefault(council, {})
        for at in service.get("service_at_locations", ()):
            if at.get("location"):
                office = _office(at["location"], council, organization, as_of)
                place.setdefault(office["id"], office)
        entries.setdefault(council, []).append(_entry(service, council, place, known, as_of))
    return [
        CouncilValues(
            id_,
            _completed(said, list(offices.get(id_, {})), entries.get(id_, [])),
            list(offices.get(id_, {}).values()),
            entries.get(id_, []),
            faqs.get(id_, []),
        )
        for id_, said in facts.items()
    ]


def _facts(organization: Record) -> dict[str, Any]:
    name = organization.get("name", "")
    said = {
        "id": _slug("org", organization["id"]),
        "name": name,
        "short_name": organization.get("alternate_name") or name,
    }
    if ours := _ours(organization):
        return said | ours
    addresses = (a for at in organization.get("locations", ()) for a in at.get("addresses", ()))
    address: Record = next(addresses, {})
    place = {
        "city": address.get("city") or name,
        "prefecture": address.get("state_province") or name,
    }
    return said | place


def _completed(said: Values, offices: list[str], entries: list[Values]) -> dict[str, Any]:
    """What a council must have and HSDS need not say: taken from its first office and entry."""
    return {
        **said,
        "headquarters": said.get("headquarters") or next(iter(offices), ""),
        "comprehensive": said.get("comprehensive") or (entries[0]["id"] if entries else ""),
    }


def _office(location: Record, council: str, organization: Record, as_of: str) -> dict[str, Any]:
    ours = _ours(location)
    phones = {phone.get("type", "voice"): phone["number"] for phone in location.get("phones", ())}
    voice = next((n for kind, n in phones.items() if kind != "fax"), "")
    address: Record = next(iter(location.get("addresses", ())), {})
    ours_id = location.get("external_identifier_type") == "madoguchi"
    source = {"document": organization.get("website") or f"HSDS {organization['id']}"}
    place = {key: str(location.get(key) or "") for key in ("latitude", "longitude")}
    said: dict[str, Any] = {
        "id": location["external_identifier"]
        if ours_id
        else f"{council}/{_slug('office', location['id'])}",
        "name": location.get("name") or organization.get("name", ""),
        "kind": "headquarters",
        "postal_code": address.get("postal_code", ""),
        "address": address.get("address_1", ""),
        "phone": voice,
        "fax": phones.get("fax", ""),
        "email": next((c["email"] for c in location.get("contacts", ()) if "email" in c), ""),
        "url": location.get("url", ""),
        "hours": next((s.get("description", "") for s in location.get("schedules", ())), ""),
        "position": {**place, "source": source} if all(place.values()) else {},
        "source": source,
        "verified": as_of,
    }
    return {key: value for key, value in {**said, **ours}.items() if value}


def _entry(
    service: Record,
    council: str,
    offices: Mapping[str, Values],
    known: Mapping[str, str],
    as_of: str,
) -> dict[str, Any]:
    at = next(
        (a["location"] for a in service.get("service_at_locations", ()) if a.get("location")), None
    )
    office = _office(at, council, {"id": ""}, as_of)["id"] if at else next(iter(offices), "")
    met: dict[str, list[str]] = {"needs": [], "also": []}
    for attribute in service.get("attributes", ()):
        term = attribute.get("taxonomy_term") or {}
        if term.get("code") in known and term.get("taxonomy") != _FIELDS:
            met["also" if attribute.get("link_type") == "also" else "needs"].append(term["code"])
    said = {
        "id": f"{council}/{_slug('service', service['id'])}",
        "kind": "service",
        "name": service["name"],
        "summary": service.get("description") or service["name"],
        **met,
        "office": office,
        "source": {"document": service.get("url") or f"HSDS {service['id']}"},
        "verified": str(service.get("assured_date") or as_of)[:10],
    }
    return {key: value for key, value in {**said, **_ours(service)}.items() if value}


def _ours(record: Record) -> dict[str, Any]:
    """Our own fields, where the record was ours."""
    found = {}
    for attribute in record.get("attributes", ()):
        term = attribute.get("taxonomy_term") or {}
        if term.get("taxonomy") == _FIELDS:
            value = attribute["value"]
            found[term["code"]] = json.loads(value) if attribute["link_type"] == "json" else value
    return found


def _slug(kind: str, id_: str) -> str:
    """A short name of our form for a record of others."""
    return f"{kind}-{re.sub(r'[^a-z0-9]', '', id_.lower())[:10]}"
