"""A PostgreSQL of our own, for as long as the tests run."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")


def found() -> Path | None:
    """The folder of its programs, the newest."""
    folders = [
        folder
        for place in _PLACES
        for folder in Path("/").glob(place.removeprefix("/"))
        if (folder / "initdb").exists()
    ]
    if folders:
        return max(folders, key=lambda folder: folder.parts)
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


class Cluster:
    """A running server; each test has a database of its own in it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._port = free_port()
        self._databases = 0

    def create(self) -> None:
        if os.geteuid() == 0:
            # PostgreSQL refuses to be run by root.
            shutil.chown(self._folder, "postgres", "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C")
        self.start()

    def start(self) -> None:
        settings = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1"
        log = self._folder / "log"
        self._run("pg_ctl", "-w", "-l", str(log), "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "-w", "stop")

    def database(self) -> str:
        """The URL of a new, empty database."""
        self._databases += 1
        name = f"t{self._databases}"
        where = ("-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres")
        subprocess.run([self._programs / "createdb", *where, name], check=True)
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    def _run(self, program: str, *words: str) -> None:
        line = [str(self._programs / program), "-D", str(self._folder / "data"), *words]
        if os.geteuid() == 0:
            line = ["runuser", "-u", "postgres", "--", *line]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster(programs: Path, folder: Path) -> Iterator[Cluster]:
    running = Cluster(programs, folder)
    running.create()
    try:
        yield running
    finally:
        running.stop()
