"""`giuloi serve`: one supervisor over web, clock and sequencer."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from giuloi.core.terms import NotServing
from giuloi.doors.cli.sole import sole
from giuloi.doors.cli.supervisor import Part, Pauses, keep_running
from tests.harness.processes import alive, eventually, free_port, giuloi

pytestmark = pytest.mark.once


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation that only one test knows."""
    keys = tmp_path / "keys" / "root.key"
    url = f"sqlite://{tmp_path}/giuloi.db"
    return {"GIULOI_DATA": str(tmp_path / "data"), "GIULOI_ROOT_KEY": str(keys), "GIULOI_DATABASE_URL": url}


def _python(script: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", script)


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[tuple[threading.Event, Path]]:
    """A stop to set, and a file that the parts write to; whatever was started is ended."""
    stop = threading.Event()
    yield stop, tmp_path / "said"
    stop.set()


def _run_until(parts: list[Part], stop: threading.Event, lines: int, said: Path) -> list[str]:
    keeper = threading.Thread(target=keep_running, args=(parts, stop, Pauses(first=0.01, longest=0.05)))
    keeper.start()
    assert eventually(lambda: said.exists() and len(said.read_text().splitlines()) >= lines)
    stop.set()
    keeper.join(20)
    assert not keeper.is_alive()
    return said.read_text().splitlines()


def test_a_part_that_dies_is_started_again(supervised: tuple[threading.Event, Path]) -> None:
    """It dies three times and is there a fourth time."""
    stop, said = supervised
    dies = Part("dies", _python(f"open({str(said)!r}, 'a').write('started\\n'); raise SystemExit(1)"))
    assert len(_run_until([dies], stop, 4, said)) >= 4


def test_the_parts_end_in_order(supervised: tuple[threading.Event, Path]) -> None:
    """The first has ended before the second is asked to."""
    stop, said = supervised
    script = """
import signal, time, sys
def end(*_):
    time.sleep({nap})
    open({said!r}, 'a').write('{name} ended\\n')
    sys.exit()
signal.signal(signal.SIGTERM, end)
open({said!r}, 'a').write('{name} up\\n')
while True: time.sleep(0.05)
"""
    parts = [
        Part(name, _python(script.format(name=name, nap=nap, said=str(said))))
        for name, nap in (("first", 0.3), ("second", 0.0))
    ]
    assert _run_until(parts, stop, 2, said)[2:] == ["first ended", "second ended"]


def test_a_part_that_will_not_end_is_killed(supervised: tuple[threading.Event, Path]) -> None:
    """After its grace, together with what it started itself."""
    stop, said = supervised
    script = f"""
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
open({str(said)!r}, 'a').write(f'{{os.getpid()}}\\n')
while True: time.sleep(0.05)
"""
    pids = [int(line) for line in _run_until([Part("deaf", _python(script), grace=0.2)], stop, 2, said)]
    assert eventually(lambda: not any(alive(pid) for pid in pids))


def test_a_second_process_of_a_kind_learns_who_is_there(tmp_path: Path) -> None:
    """The lock says which process holds it, and is free again when that one is gone."""
    told = f"clock already runs.*process {os.getpid()}"
    with sole("clock", tmp_path), pytest.raises(NotServing, match=told), sole("clock", tmp_path):
        pass
    with sole("clock", tmp_path):
        pass


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def test_the_server_answers_and_ends_within_seconds(env: dict[str, str]) -> None:
    """Ready; a request logged without its query; a second server turned away; nobody left after SIGTERM."""
    port = free_port()
    with giuloi("serve", "--port", str(port), **env) as server:
        assert eventually(lambda: _get(port, "/readyz")[0] == 200)
        assert _get(port, "/nothing?phone=0912345678")[0] == 301  # to https
        with giuloi("serve", "--port", str(free_port()), **env) as second:
            assert "already runs" in second.communicate(timeout=30)[1]
            assert second.returncode == 3
        asked = time.monotonic()
        server.send_signal(signal.SIGTERM)
        _, err = server.communicate(timeout=30)
        assert time.monotonic() - asked < 12
    assert server.returncode == 0
    assert "0912345678" not in err
    lines = [json.loads(line) for line in err.splitlines()]
    assert {line["part"] for line in lines if line["event"] == "part_stopped"} == {
        "web",
        "clock",
        "sequencer",
    }
    assert not any(alive(line["pid"]) for line in lines if "pid" in line)


_PUBLISH = """
import datetime, importlib.resources, django
django.setup()
from giuloi.records import published
folder = importlib.resources.files("giuloi.policies")
sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
published.publish(sources, datetime.date(2026, 11, 22), datetime.datetime.now(datetime.UTC))
"""


def test_a_new_installation_serves_once_its_policy_is_published(env: dict[str, str]) -> None:
    """Init, a sentence on what is missing, publish, serve: every check of the real records holds."""
    with giuloi("init", real=True, **env) as init:
        assert "root key" in init.communicate(timeout=60)[0]
    assert oct(Path(env["GIULOI_DATABASE_URL"].removeprefix("sqlite://")).stat().st_mode) == "0o100600"
    with giuloi("serve", real=True, **env) as too_early:
        assert "no policy is published" in too_early.communicate(timeout=60)[1]
        assert too_early.returncode == 3
    subprocess.run([sys.executable, "-c", _PUBLISH], env={**os.environ, **env}, check=True)
    port = free_port()
    with giuloi("serve", "--port", str(port), real=True, **env) as server:
        assert eventually(lambda: _get(port, "/readyz")[0] == 200)
        assert all(json.loads(_get(port, "/readyz")[1])["checks"].values())
        server.terminate()
        _, err = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "part_died" not in err


def test_no_part_outlives_a_supervisor_that_is_killed(env: dict[str, str]) -> None:
    """`kill -9` of the supervisor: the kernel tells its children, and the port is free again."""
    port = free_port()
    with giuloi("serve", "--port", str(port), **env) as server:
        assert eventually(lambda: _get(port, "/livez")[0] == 200)
        server.kill()
        _, err = server.communicate(timeout=30)
    pids = [line["pid"] for line in map(json.loads, err.splitlines()) if "pid" in line]
    assert len(pids) == 3
    assert eventually(lambda: not any(alive(pid) for pid in pids))
    assert eventually(lambda: _get(port, "/livez")[0] == 0)


def test_an_installation_that_does_not_fit_together_is_not_served(env: dict[str, str]) -> None:
    """The self-check's sentence is printed, nothing is started, exit code 3."""
    root_key = Path(env["GIULOI_ROOT_KEY"])
    root_key.parent.mkdir()
    root_key.touch()  # something is installed here, and does not fit
    with giuloi("serve", "--port", str(free_port()), STAND_IN_BROKEN="1", **env) as server:
        out, err = server.communicate(timeout=30)
    assert (server.returncode, out) == (3, "")
    assert err == "giuloi: the root key does not fit the key store\n"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("GIULOI_HTTPS", "perhaps", "GIULOI_HTTPS='perhaps' is neither on nor off"),
        ("GIULOI_DATABASE_URL", "mysql://u:secret@h/d", "must start with sqlite:/// or postgresql://"),
    ],
)
def test_a_bad_setting_is_one_sentence(env: dict[str, str], name: str, value: str, sentence: str) -> None:
    """No traceback, no password, exit code 2."""
    with giuloi("serve", **{**env, name: value}) as server:
        _, err = server.communicate(timeout=30)
    assert server.returncode == 2
    assert err.count("\n") == 1
    assert sentence in err
    assert "secret" not in err


def test_the_demo_runs_in_one_web_process(env: dict[str, str]) -> None:
    """Its inbox is in memory: a second process would have another one, and half of the codes in it."""
    with giuloi(
        "serve",
        "--workers",
        "2",
        **{**env, "GIULOI_DEMO": "on", "GIULOI_HTTPS": "off", "GIULOI_HOSTS": "127.0.0.1"},
    ) as server:
        _, err = server.communicate(timeout=30)
    assert server.returncode == 2
    assert "--workers" in err
