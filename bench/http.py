"""Protected and plain reads per second over HTTP, 32 connections, and what a killed server leaves unledgered.

    uv run python -m bench.http [--people 2000] [--seconds 3]

One server (granian, one process, 16 threads, as `giuloi serve` starts it) answers all three: `/api/v1/reveal`,
its plain twin in the same framework, and a bare one (bench/plain.py). In turn, in one run, on both databases. Then
the server is killed (SIGKILL) amid protected reads, started again, and every answer that any client received
whole is looked up in the ledger.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

from bench.load import Run, load
from bench.machine import described, house
from bench.reveal import FIELDS, populate


def main() -> None:
    """Run on both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.people, options.seconds)
        return
    print(described())
    again = [sys.executable, "-m", "bench.http", "--here", f"--people={options.people}"]
    for runner in ([], [sys.executable, "-m", "tests.harness.postgresql"]):
        with house() as environment:
            environment |= {"GIULOI_HTTPS": "off", "GIULOI_SECRET_KEY": "only-for-a-bench-" * 4}
            subprocess.run([*runner, *again, f"--seconds={options.seconds}"], env=environment, check=True)


def measure(people: int, seconds: float) -> None:
    """All figures on the database that is configured."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from datetime import UTC, datetime, timedelta

    from django.db import connection

    from giuloi.records.credentials import add_key

    asks, _ = populate(people)
    until = datetime.now(UTC) + timedelta(days=1)
    token = add_key("fulfilment", ["supply"], FIELDS, until, rate=10**9)
    print(f"\n{connection.vendor}, {people} customers, four fields each, 32 connections")
    uses = [
        {"subject": str(a.subject), "purpose": "supply", "fields": list(FIELDS), "case": str(a.case)}
        for a in asks
    ]
    reveals = [json.dumps(use).encode() for use in uses]
    reads = [json.dumps({"subject": use["subject"]}).encode() for use in uses]
    connection.close()
    port = _free_port()
    sequencer = subprocess.Popen([sys.executable, "-m", "giuloi", "sequencer"])
    server = _server(port)
    try:
        _compare(port, token, {"/api/v1/reveal": reveals, "/plain": reads, "/bare": reads}, seconds)
        server = _killed(server, port, token, reveals, seconds)
    finally:
        # By force: a worker that was started this moment loses a polite signal, and its parent waits for it for ever.
        os.killpg(server.pid, signal.SIGKILL)
        sequencer.terminate()
        for process in (server, sequencer):
            process.wait()


def _compare(port: int, token: str, bodies: dict[str, list[bytes]], seconds: float) -> None:
    runs: dict[str, list[Run]] = {path: [] for path in bodies}
    for _ in range(3):  # in turn, so that a machine that slows down slows all
        for path, sent in bodies.items():
            runs[path].append(load(port, path, token, sent, seconds))
    middle = {path: sorted(found, key=lambda run: run.rate)[1] for path, found in runs.items()}
    for path, run in middle.items():
        print(
            f"  {path:<15} {run.rate:>7,.0f}/s   p50 {run.at(0.5):6.1f} ms   p99 {run.at(0.99):6.1f} ms   "
            f"other answers {run.other}"
        )
    protected = middle["/api/v1/reveal"].rate
    print(
        f"  protected ÷ plain {protected / middle['/plain'].rate:.3f}   "
        f"protected ÷ bare {protected / middle['/bare'].rate:.3f}"
    )


def _killed(server: subprocess.Popen, port: int, token: str, bodies: list[bytes], seconds: float):
    """SIGKILL in the middle; then every answer must have its place in the ledger."""
    runs: list[Run] = []
    clients = threading.Thread(
        target=lambda: runs.append(load(port, "/api/v1/reveal", token, bodies, seconds * 2, keep=True))
    )
    clients.start()
    sleep(seconds * (0.5 + random.random() / 2))
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    server = _server(port)
    clients.join()
    (run,) = runs
    print(
        f"  killed in the middle: {len(run.bodies):,} answers, {run.lost} connections cut, "
        f"answers without a ledger row: {_unledgered([bytes.fromhex(json.loads(one)['use']) for one in run.bodies])}"
    )
    return server


def _unledgered(uses: list[bytes]) -> int:
    from giuloi.records.database import rows
    from giuloi.records.uses.pending import backlog

    deadline = monotonic() + 60
    while backlog() and monotonic() < deadline:
        sleep(0.1)
    known = {bytes(use) for (use,) in rows("SELECT use_id FROM records_useplace")}
    return sum(use not in known for use in uses)


def _server(port: int) -> subprocess.Popen:
    argv = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "16"]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *argv, "--no-ws", "bench.plain:application"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench.plain_settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    deadline = monotonic() + 30
    while monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        sleep(0.05)
    raise SystemExit("the server did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
