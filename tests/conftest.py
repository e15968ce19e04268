"""What every test gets: a house of its own, whatever database GIULOI_DATABASE_URL names, and no network.

The environment is settled here, before Django is loaded, so that no test ever sees the keys or data of
whoever runs it.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import HealthCheck, settings

_FOLDER = Path(tempfile.mkdtemp(prefix="giuloi-tests-"))
_DATABASE_URL = os.environ.get("GIULOI_DATABASE_URL") or f"sqlite://{_FOLDER / 'giuloi.db'}"
for _name in [name for name in os.environ if name.startswith("GIULOI_")]:
    del os.environ[_name]
os.environ.update(
    DJANGO_SETTINGS_MODULE="giuloi.site.settings",
    GIULOI_DATA=str(_FOLDER / "data"),
    GIULOI_ROOT_KEY=str(_FOLDER / "keys" / "root.key"),
    GIULOI_SECRET_KEY="only-for-tests-" * 4,
    GIULOI_DATABASE_URL=_DATABASE_URL,
    GIULOI_HOSTS="testserver,localhost,127.0.0.1",
)

# Here, at once: pytest-django looks for settings too early, and a folder's own conftest imports the tables.
django.setup()
# All pages now: one first imported while a test has replaced what it names would keep the replacement ever after.
import giuloi.site.urls  # noqa: E402, F401
from tests.harness import afresh  # noqa: E402
from tests.harness.emptying import delete_instead  # noqa: E402
from tests.harness.quick_passwords import quick_passwords  # noqa: E402
from tests.no_leaf_no_key import Watch  # noqa: E402  the tables can be imported only now

# How long anything takes says nothing about what it does, and a busy machine is no fault of the code.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")

pytest_plugins = ["tests.harness.pages"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--runs N` makes the gates large; `--no-database` counts everything selected as skipped."""
    parser.addoption("--runs", type=int, default=0, help="size of a gate's large run; 0: the small one")
    parser.addoption("--no-database", action="store_true", help="skip all: there is no PostgreSQL to run on")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of the test."""
    afresh.forget()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_FOLDER, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Large runs only on demand; nothing at all without a database; once is once."""
    if config.getoption("--no-database"):
        for item in items:
            item.add_marker(pytest.mark.skip(reason="PostgreSQL is not installed"))
    if not config.getoption("--runs"):
        for item in items:
            if item.get_closest_marker("large"):
                item.add_marker(pytest.mark.skip(reason="a large run: --runs N"))
    if config.getoption("--no-database") or not _DATABASE_URL.startswith("sqlite:"):
        again = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in again]


def pytest_report_header(config: pytest.Config) -> str:
    """Which database this run is on."""
    return f"database: {_DATABASE_URL.partition(':')[0]}"


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest) -> int:
    """How large a gate runs: 0 for the small run of every day, N on demand."""
    return int(request.config.getoption("--runs"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process has a database of its own; SQLite's is a file with WAL, as it runs, not in memory."""
    from django.db import connections

    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(_FOLDER / "test.db")


@dataclass(frozen=True, slots=True)
class House:
    """The places of one installation that only one test knows."""

    data: Path
    root_key: Path


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    """An empty house: a data folder and a place for the root key, fresh for each test."""
    made = House(data=tmp_path / "data", root_key=tmp_path / "keys" / "root.key")
    made.data.mkdir(mode=0o700)
    made.root_key.parent.mkdir(mode=0o700)
    settings.GIULOI_DATA = made.data
    settings.GIULOI_ROOT_KEY = made.root_key
    return made


@pytest.fixture(autouse=True, scope="session")
def no_leaf_no_key() -> Iterator[Watch]:
    """No key is handed out in any test without a committed use that allows it."""
    watch = Watch()
    with pytest.MonkeyPatch.context() as patch:
        watch.stand_between(patch)
        yield watch


@pytest.fixture(autouse=True, scope="session")
def quickly_emptied() -> Iterator[None]:
    """Between tests, only tables that have rows are emptied."""
    with pytest.MonkeyPatch.context() as patch:
        delete_instead(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def lets_in_quickly() -> Iterator[None]:
    """Colleagues are let in without the work that guessing is meant to cost."""
    with quick_passwords():
        yield


@pytest.fixture(autouse=True, scope="session")
def posts_its_own() -> Iterator[None]:
    """No message of one test arrives in another."""
    with afresh.posts_its_own():
        yield


class NetworkForbidden(AssertionError):
    """A test tried to reach beyond this machine."""


def _beyond(family: int, address: Any) -> bool:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return False
    host = address[0]
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test reaches beyond loopback: neither by address nor by asking for a name."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            original = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, original: Any = original) -> Any:
                if _beyond(self.family, address):
                    raise NetworkForbidden("a test must not open a connection beyond loopback")
                return original(self, address)

            patch.setattr(socket.socket, name, guarded)
        resolve = socket.getaddrinfo

        def local_names(host: Any, *args: Any, **kwargs: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if name is not None and _beyond(socket.AF_INET, (name, 0)):
                raise NetworkForbidden("a test must not ask for a name beyond this machine")
            return resolve(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", local_names)
        yield
