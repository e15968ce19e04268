"""Run a command on a throw-away PostgreSQL: `python -m tests.harness.postgresql pytest tests/records`.

A fresh cluster in a temporary folder, reached through a socket in that folder only, run as an ordinary user,
and gone at the end: also after Ctrl-C or SIGTERM, and (by the kernel's parent-death signal) after SIGKILL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

NOT_INSTALLED = 77
_LOUD = """
══════════════════════════════════════════════════════════════════════════════
  PostgreSQL is not installed: everything that touches a database was tested
  on SQLite only. The tests below count as skipped.
  Debian, Ubuntu:  sudo apt-get install postgresql
══════════════════════════════════════════════════════════════════════════════"""

# Small, but as durable as in production: fsync and synchronous_commit stay on.
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "max_wal_size": "128MB",
    "min_wal_size": "32MB",
    "jit": "off",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """The folder of the newest server that is installed, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return max(found, key=lambda path: _number(path.parent.name), default=None)


def _number(version: str) -> int:
    return int(version) if version.isdigit() else 0


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster; yields its database URL."""
    # Short, for the path of a socket may have 107 bytes at most; in memory when the tests are.
    parent = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="giuloi-pg-", dir=parent if len(parent) < 60 else "/tmp"))  # noqa: S108
    user = _ordinary_user()
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "giuloi", "-A", "trust"]
        _quietly([*_as(user), *initdb, "--no-sync", "--no-locale", "-E", "UTF8", "--wal-segsize=4"], folder)
        with _server(programs, folder, user):
            yield f"postgresql://giuloi@{quote(str(folder), safe='')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> Iterator[None]:
    argv = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in _SETTINGS.items():
        argv += ["-c", f"{name}={value}"]
    # A group of its own: Ctrl-C must not stop it under the tests that are still ending.
    server = subprocess.Popen([*_as(user), *argv], cwd=folder, process_group=0)
    try:
        _await(programs, folder, server)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: no client is waited for
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    ask = [str(programs / "pg_isready"), "-q", "-U", "giuloi", "-h", str(folder)]
    for _ in range(600):
        if server.poll() is not None:
            break
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise SystemExit("tests: PostgreSQL did not start; its messages are above")


def _ordinary_user() -> pwd.struct_passwd | None:
    """Who runs the server when we are root, which PostgreSQL refuses to be; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("tests: there is no user postgres or nobody to run PostgreSQL as")


def _as(user: pwd.struct_passwd | None) -> list[str]:
    """How to start a process that dies with us, as `user` if given; setpriv replaces itself: same pid."""
    if not shutil.which("setpriv"):
        return []
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user else []
    return ["setpriv", "--pdeathsig=INT", *identity]


def _quietly(argv: Sequence[str], folder: Path) -> None:
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"tests: initdb failed\n{done.stdout}{done.stderr}")


def main(argv: Sequence[str]) -> int:
    """Run `argv` with GIULOI_DATABASE_URL set; without a server, run it with every test skipped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    programs = binaries()
    if programs is None:
        print(_LOUD, flush=True)
        code = subprocess.run([*argv, "--no-database"], check=False).returncode
        return NOT_INSTALLED if code == 0 else code
    with cluster(programs) as url:
        return _child([*argv], {**os.environ, "GIULOI_DATABASE_URL": url})


def _child(argv: list[str], env: dict[str, str]) -> int:
    with subprocess.Popen(argv, env=env) as child:
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
