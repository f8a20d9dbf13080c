"""What is exported is HSDS 3.0 by its own published schemas, and comes back as it went."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import small
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.knowledge.exchange.exports import export_hsds
from bot.knowledge.exchange.imports import import_hsds
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError
from bot.model import Position
from bot.settings import PROJECT

HSDS = PROJECT / "tests" / "hsds"
OFFICE = "konosu/shakyo"
COUNCILS = ("chiba", "honjo", "ichinoseki", "konosu")


def validator(name: str) -> Draft202012Validator:
    """A validator for one kind of record; the schemas refer to one another by file name."""
    schemas = {
        file.name: json.loads(file.read_text(encoding="utf-8"))
        for file in (HSDS / "schema").glob("*.json")
    }
    registry: Registry[Any] = Registry()
    for key, schema in schemas.items():
        resource = Resource.from_contents(schema, default_specification=DRAFT202012)
        registry = registry.with_resource(key, resource)
    return Draft202012Validator(schemas[name], registry=registry, format_checker=FormatChecker())


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("hsds")
    export_hsds(small.KNOWLEDGE, into)
    return into


def records(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("name", "count"), [("organization", 4), ("service", 72)])
def test_every_record_is_valid(exported: Path, name: str, count: int) -> None:
    check = validator(f"{name}.json")
    found = records(exported / f"{name}s.json")
    assert len(found) == count
    for record in found:
        assert [error.message for error in check.iter_errors(record)] == []


def test_a_position_is_where_hsds_has_it(folder: Path, tmp_path: Path) -> None:
    at = "{latitude: 36.0657, longitude: 139.50, source: {document: 地図}}"
    before = "    phone: 048-597-2100"
    small.replace(folder / "konosu/council.yaml", before, f"{before}\n    position: {at}")
    export_hsds(folder, tmp_path)
    [council] = [one for one in records(tmp_path / "organizations.json") if "鴻巣" in one["name"]]
    assert [e.message for e in validator("organization.json").iter_errors(council)] == []
    location = next(at for at in council["locations"] if at["external_identifier"] == OFFICE)
    assert (location["latitude"], location["longitude"]) == (36.0657, 139.5)
    assert import_hsds(tmp_path, folder).files == ()
    assert import_hsds(tmp_path / "tables", folder).files == ()


def test_the_schema_sees_a_mistake(exported: Path) -> None:
    record = records(exported / "services.json")[0]
    check = validator("service.json")
    assert list(check.iter_errors(record | {"status": "open"}))
    record["service_at_locations"][0]["location"]["phones"][0].pop("number")
    assert list(check.iter_errors(record))


def test_the_tables_are_those_of_the_published_package(exported: Path) -> None:
    published = json.loads((HSDS / "datapackage.json").read_text(encoding="utf-8"))
    tables = {resource["path"]: resource["schema"]["fields"] for resource in published["resources"]}
    files = sorted((exported / "tables").glob("*.csv"))
    assert len(files) == 10
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        fields = {field["name"]: field for field in tables[file.name]}
        assert set(rows[0]) <= set(fields), file.name
        required = {
            name for name, field in fields.items() if field.get("constraints", {}).get("required")
        }
        assert required <= set(rows[0]), file.name
        assert len({row["id"] for row in rows}) == len(rows), file.name


@pytest.mark.parametrize("form", ["", "tables"])
def test_it_comes_back_as_it_went(exported: Path, tmp_path: Path, form: str) -> None:
    root = small.copy(small.KNOWLEDGE, tmp_path / "knowledge")
    for council in COUNCILS:
        shutil.rmtree(root / council)
    import_hsds(exported / form, root)
    before, after = load(small.KNOWLEDGE), load(root)
    assert after.councils == before.councils
    assert after.offices == before.offices
    assert after.entries == before.entries


def test_into_the_same_folder_nothing_changes(exported: Path, tmp_path: Path) -> None:
    root = small.copy(small.KNOWLEDGE, tmp_path / "knowledge")
    assert import_hsds(exported, root).files == ()


FOREIGN = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "organization_id": "b47cc53e-0000-4000-8000-000000000001",
    "name": "Community Counselling",
    "description": "Counselling for people in distress.",
    "status": "active",
    "organization": {
        "id": "b47cc53e-0000-4000-8000-000000000001",
        "name": "Example Charity",
        "description": "A charity.",
        "website": "https://charity.example/",
    },
    "service_at_locations": [
        {
            "id": "e94c9f38-0000-4000-8000-000000000002",
            "location": {
                "id": "a7f8d9a1-0000-4000-8000-000000000003",
                "location_type": "physical",
                "name": "Main office",
                "phones": [
                    {"id": "1554828e-0000-4000-8000-000000000004", "number": "03-1234-5678"}
                ],
                "schedules": [{"id": "x", "description": "Weekdays"}],
                "latitude": 36.0657,
                "longitude": 139.5222,
            },
        }
    ],
}


def test_the_directory_of_another_is_taken_in(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "services.json"
    file.write_text(json.dumps({"contents": [FOREIGN]}), encoding="utf-8")
    done = import_hsds(file, folder)
    assert (done.councils, done.offices, done.entries) == (1, 1, 1)
    knowledge = load(folder)
    entry = knowledge.entries["org-b47cc53e00/service-ac148810d8"]
    assert entry.summary.ja == "Counselling for people in distress."
    office = knowledge.offices[entry.office]
    assert (office.phone, office.hours.ja) == ("03-1234-5678", "Weekdays")
    assert office.source.document == "https://charity.example/"
    assert office.position == Position(36.0657, 139.5222, office.source)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[", ":1: JSON として読めません"),
        ("[1]", ":1: HSDS の記録の一覧ではありません"),
        ('[{"id": "x"}]', ":1: HSDS として読めません"),
        ('[{"id": "x", "name": "y", "organization": {"id": "z", "name": "w"}}]', "headquarters"),
    ],
)
def test_what_is_not_hsds_is_told_and_nothing_is_written(
    folder: Path, tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "services.json"
    file.write_text(content, encoding="utf-8")
    before = sorted(folder.rglob("*"))
    with pytest.raises(KnowledgeError, match=told):
        import_hsds(file, folder)
    assert sorted(folder.rglob("*")) == before


def test_a_row_that_refers_to_nothing_is_told_by_its_number(
    exported: Path, folder: Path, tmp_path: Path
) -> None:
    tables = Path(shutil.copytree(exported / "tables", tmp_path / "tables"))
    file = tables / "service_at_location.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    location = lines[2].split(",")[2].strip()
    file.write_text("".join(lines).replace(location, "nowhere"), encoding="utf-8")
    with pytest.raises(
        KnowledgeError, match=r"service_at_location\.csv:\d+: location_id「nowhere」"
    ):
        import_hsds(tables, folder)
