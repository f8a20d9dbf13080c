"""What deploy/ promises is so: settings, commands, ports, paths and probes are those of the bot."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import pytest
import yaml
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from starlette.applications import Starlette
from starlette.routing import Route

from bot import health
from bot.cli import main
from bot.listening import _CLOSING_SECONDS
from bot.pulse import Pulse
from bot.settings import PROJECT, Settings
from bot.store.store import Store

DEPLOY = PROJECT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
SECRETS = {n.upper() for n, f in Settings.model_fields.items() if f.annotation is SecretStr}
STOPPING_SECONDS = 10
# What Debian trixie calls its PostgreSQL: pg_dump must not be older than the server.
POSTGRESQL = 17

Json = dict[str, Any]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as pairs of instruction and words, lines joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    pairs = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(word, " ".join(rest.split())) for word, _, rest in pairs]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(n for n, (word, _) in enumerate(found) if word == "FROM")
    return found[start:]


def environment() -> Json:
    words = " ".join(rest for word, rest in last_stage() if word == "ENV")
    return dict(pair.split("=", 1) for pair in shlex.split(words))


def compose() -> Json:
    loaded: Json = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def manifest() -> dict[str, Json]:
    """The Kubernetes objects by kind; there is one of each."""
    text = (DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")
    objects = list(yaml.safe_load_all(text))
    by_kind = {one["kind"]: one for one in objects}
    assert len(by_kind) == len(objects)
    return by_kind


def pods() -> Iterator[Json]:
    yield manifest()["Deployment"]["spec"]["template"]["spec"]
    yield manifest()["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def configured() -> Json:
    return {**manifest()["ConfigMap"]["data"], **manifest()["Secret"]["stringData"]}


def runs(words: list[str]) -> None:
    """The words are a command of ours."""
    command: click.Command = main
    rest = list(words)
    while isinstance(command, click.Group):
        command = command.commands[rest.pop(0)]
    command.make_context(" ".join(words), rest)


def test_the_image_sets_only_settings_that_exist() -> None:
    ours = {name for name in environment() if name not in ("PATH", "PYTHONUNBUFFERED")}
    assert ours <= SETTINGS
    assert not ours & SECRETS
    read = settings({name: environment()[name] for name in ours})
    assert read.cache == Path("/app/cache")


def test_the_image_is_built_from_what_is_here() -> None:
    copied = [rest.split() for word, rest in instructions() if word == "COPY"]
    sources = {name for words in copied if "--from=build" not in words for name in words[:-1]}
    assert [name for name in sources if not (PROJECT / name).exists()] == []
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == sources


def test_the_image_uses_the_tools_of_the_project() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    [pinned] = re.findall(r"uv==([\d.]+)", makefile)
    assert re.findall(r"uv==([\d.]+)", text) == [pinned]
    images = {rest.split()[0] for word, rest in instructions() if word == "FROM"}
    assert len(images) == 1
    [version] = re.findall(r"python:(3\.\d+)-slim-trixie", images.pop())
    with (PROJECT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["requires-python"].removeprefix(">=")
    assert tuple(map(int, version.split("."))) >= tuple(map(int, needed.split(".")))
    assert f"postgresql-client-{POSTGRESQL}" in text


def test_the_image_runs_as_nobody_and_learned_beforehand() -> None:
    last = dict(last_stage())
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last["USER"])
    assert "CACHE_DIR=/app/cache" in str(instructions())
    assert environment()["CACHE_DIR"] == "/app/cache"
    [learning] = re.findall(r"madoguchi (knowledge learn)", str(instructions()))
    runs(learning.split())
    entry, words = yaml.safe_load(last["ENTRYPOINT"]), yaml.safe_load(last["CMD"])
    with (PROJECT / "pyproject.toml").open("rb") as file:
        assert entry[0] in tomllib.load(file)["project"]["scripts"]
    runs(words)


async def test_ports_and_probes_lead_to_what_is_served(store: Store) -> None:
    ports = {
        place: environment()[place].split(":")[1] for place in ("WEBHOOK_LISTEN", "HEALTH_LISTEN")
    }
    assert dict(last_stage())["EXPOSE"].split() == list(ports.values())
    paths = served(health.application(store, Pulse(), lambda: NotImplemented))
    [checked] = re.findall(r"127\.0\.0\.1:(\d+)(/\w+)", dict(last_stage())["HEALTHCHECK"])
    assert checked[0] == ports["HEALTH_LISTEN"]
    assert checked[1] in paths
    [container] = manifest()["Deployment"]["spec"]["template"]["spec"]["containers"]
    named = {port["name"]: str(port["containerPort"]) for port in container["ports"]}
    assert named == {"webhook": ports["WEBHOOK_LISTEN"], "health": ports["HEALTH_LISTEN"]}
    for probe in ("startupProbe", "livenessProbe"):
        asked = container[probe]["httpGet"]
        assert asked["port"] == "health"
        assert asked["path"] in paths
    assert container["readinessProbe"]["tcpSocket"]["port"] == "webhook"


def served(application: Starlette) -> set[str]:
    return {route.path for route in application.routes if isinstance(route, Route)}


def test_the_way_of_the_webhook_is_the_same_everywhere() -> None:
    bot = compose()["services"]["bot"]["environment"]
    caddyfile = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    path = urlsplit(filled(bot["WEBHOOK_URL"])).path
    assert f"handle {path} {{" in caddyfile
    port = environment()["WEBHOOK_LISTEN"].split(":")[1]
    assert re.findall(r"dynamic a (\w+) (\d+)", caddyfile) == [("bot", port)]
    assert caddyfile.count("{") == caddyfile.count("}")
    [rule] = manifest()["Ingress"]["spec"]["rules"]
    [way] = rule["http"]["paths"]
    assert configured()["WEBHOOK_URL"] == f"https://{rule['host']}{way['path']}"
    assert manifest()["Ingress"]["spec"]["tls"][0]["hosts"] == [rule["host"]]
    service = manifest()["Service"]
    assert way["backend"]["service"]["name"] == service["metadata"]["name"]
    assert way["backend"]["service"]["port"]["name"] == service["spec"]["ports"][0]["name"]
    assert service["spec"]["ports"][0]["targetPort"] == "webhook"
    assert (
        service["spec"]["selector"] == manifest()["Deployment"]["spec"]["selector"]["matchLabels"]
    )


def test_compose_sets_only_settings_that_exist_and_all_it_asks_for() -> None:
    services = compose()["services"]
    bot = services["bot"]
    assert set(bot["environment"]) <= SETTINGS
    assert {"TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "WEBHOOK_URL", "DATABASE_URL"} <= set(
        bot["environment"]
    )
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / "compose.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == asked
    assert bot["deploy"]["replicas"] == 2
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    assert seconds(bot["stop_grace_period"]) > STOPPING_SECONDS
    url = make_url(filled(bot["environment"]["DATABASE_URL"]))
    database = services[url.host or ""]
    assert url.username == database["environment"]["POSTGRES_USER"]
    assert url.database == database["environment"]["POSTGRES_DB"]
    assert database["image"] == f"postgres:{POSTGRESQL}"
    for volume in (v for s in services.values() for v in s["volumes"]):
        source = volume.split(":")[0]
        assert source in compose()["volumes"] or (DEPLOY / source).is_file()
    assert f"data:{environment()['DATA_DIR']}" in bot["volumes"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)


def test_kubernetes_sets_only_settings_that_exist() -> None:
    assert set(configured()) <= SETTINGS
    assert set(manifest()["Secret"]["stringData"]) >= SECRETS
    assert not set(manifest()["ConfigMap"]["data"]) & SECRETS
    assert "DATABASE_URL" in manifest()["Secret"]["stringData"]
    read = settings({name: value for name, value in configured().items() if value})
    assert read.database.startswith("postgresql://")


@pytest.mark.parametrize("pod", list(pods()))
def test_pods_run_a_command_of_ours_as_nobody(pod: Json) -> None:
    [container] = pod["containers"]
    runs(container["args"])
    user, _ = dict(last_stage())["USER"].split(":")
    assert pod["securityContext"]["runAsUser"] == int(user)
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    kinds = {"configMapRef": "ConfigMap", "secretRef": "Secret"}
    for source in container["envFrom"]:
        [(kind, reference)] = source.items()
        assert manifest()[kinds[kind]]["metadata"]["name"] == reference["name"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounts["data"] == environment()["DATA_DIR"]
    assert set(mounts) == {volume["name"] for volume in pod["volumes"]}
    claims = [
        v["persistentVolumeClaim"]["claimName"] for v in pod["volumes"] if v["name"] == "data"
    ]
    assert claims == [manifest()["PersistentVolumeClaim"]["metadata"]["name"]]


def test_a_pod_has_time_to_stop() -> None:
    deployment = manifest()["Deployment"]["spec"]
    pod = deployment["template"]["spec"]
    command = pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert command[0] == "sleep"
    assert int(command[1]) + STOPPING_SECONDS < pod["terminationGracePeriodSeconds"]
    assert _CLOSING_SECONDS < STOPPING_SECONDS
    assert deployment["replicas"] == 2
    assert deployment["selector"]["matchLabels"] == deployment["template"]["metadata"]["labels"]


def settings(given: Json) -> Settings:
    return Settings(_env_file=None, **{name.lower(): value for name, value in given.items()})


def filled(words: str) -> str:
    """With something in the place of each variable."""
    return re.sub(r"\$\{\w+[^}]*\}", "x", words)


def seconds(words: str) -> int:
    return int(words.removesuffix("s"))
