"""Nothing leaves but where it should: every file that can send bytes out is on a list, with the reason it may.

A file that gains a way out, or loses one, fails here: the line to change is the line to review. What is personal comes
out of `reveal` alone (tests/house/test_one_way_out.py), so the second list names the senders that ever hold it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.house.egress import ways_out
from tests.house.source import ROOT, python_files, shown, tree
from tests.house.test_one_way_out import OPENED_IN

_G = "src/giuloi/"
ALLOWED: dict[str, dict[str, str]] = {
    "network": {
        _G
        + "promises/share/erasing/calling.py": "asks a connected platform to erase, by its own number for the order",
        _G
        + "promises/share/destinations.py": "looks up where a webhook goes, and refuses what is not public",
        _G + "promises/share/posting.py": "posts events and ids, nothing personal, to the shop's own systems",
        _G
        + "promises/use/channels/https.py": "the one line to message providers, after the gate and the ledger",
        _G
        + "promises/use/channels/email/line.py": "the one line to the mail server, after the gate and the ledger",
        _G + "promises/use/inbound/imap.py": "fetches the shop's own mail; sends its own sign-in only",
        _G
        + "promises/share/site_check/fetching.py": "asks the site the operator names for its public pages, no more",
        _G + "doors/cli/port.py": "looks whether a port is free",
        _G + "doors/cli/demo/storefront.py": "the demo: asks its own shop on loopback whether it is up",
        _G + "doors/cli/demo/posting.py": "the demo: invented orders, to itself on loopback",
        _G + "doors/cli/demo/server.py": "the demo: asks its own server on loopback whether it is up",
        "src/giuloi_client/client.py": "runs at the shop's platform, and talks to us",
    },
    "program": {
        _G + "records/backup/copies.py": "pg_dump and pg_restore of sealed rows, into and from sealed copies",
        _G + "doors/cli/development.py": "runs the tests",
        _G + "doors/cli/supervisor.py": "starts our own processes",
        _G + "doors/cli/demo/storefront.py": "the demo: starts its own shop",
        _G + "doors/cli/demo/evidence_steps.py": "the demo: runs `giuloi verify` before everybody's eyes",
        _G + "doors/cli/demo/server.py": "the demo: starts its own server",
        _G + "doors/cli/demo/under.py": "the demo: becomes a server that ends with its parent",
    },
    "file": {
        _G
        + "records/durable.py": "the one way records write: ledger leaves, heads; nothing personal is in them",
        _G + "records/locks.py": "lock files, empty",
        _G + "records/uses/tiles.py": "a lock file, empty",
        _G + "records/keyring/store.py": "makes the empty key store with its mode",
        _G + "records/keyring/watch_store.py": "makes the empty watch book with its mode: counts and alarms",
        _G + "records/backup/making.py": "writes a copy, sealed",
        _G + "records/backup/copies.py": "stages a restored database: sealed rows",
        _G + "promises/answer/copies/archive.py": "a ZIP in memory, for the person it is about",
        _G + "promises/report/clause_tests.py": "the list of tests that ships with the package",
        _G + "promises/use/channels/zalo/token.py": "the shop's own token, for its owner only",
        _G + "doors/cli/hashed_list.py": "hashed addresses an operator asked for, each passed by the gate",
        _G
        + "doors/cli/authority.py": "a file of an authority, sealed as it was released; what its officer opened",
        _G + "doors/cli/parcel.py": "what a carrier needs of orders, through the gate, encrypted to its key",
        _G + "doors/cli/incident.py": "evidence and the file of an incident: ids, hashes, reports",
        _G + "doors/cli/evidence.py": "the report and the pack an operator asked for: about nobody",
        _G + "doors/cli/policy_import.py": "a draft of a policy",
        _G + "doors/cli/receipt.py": "a consent receipt, for the person at the counter: opaque ids",
        _G + "doors/cli/sole.py": "a lock file, empty",
        _G + "doors/cli/demo/storefront.py": "the demo: key, log and state of its own shop",
        _G + "doors/cli/demo/evidence_steps.py": "the demo: evidence of invented people",
        _G + "doors/cli/demo/incident_steps.py": "the demo: papers about an invented attack",
        _G + "doors/cli/demo/crew.py": "the demo: invented sign-ins",
        _G + "doors/cli/demo/gate_steps.py": "the demo: a receipt of an invented person",
        _G + "doors/cli/demo/server.py": "the demo: its server's log",
        _G + "doors/trust/assemble.py": "puts the verifier's page together from its sources",
        _G + "site/secret_key.py": "the site's own secret, for its owner only",
    },
    "download": {
        _G + "promises/use/cases/attachments.py": "headers of a file: its name is made harmless here",
        _G + "doors/trust/release.py": "a released package, once, encrypted to whoever was called back",
        _G + "doors/trust/parcel.py": "what a carrier needs of orders, once, through the gate at that moment",
        _G + "doors/console/recipients.py": "a recipient's signed agreement, to administrators",
        _G
        + "doors/console/crossing.py": "a dossier on a transfer abroad, to administrators: nothing of a customer",
        _G + "doors/console/authority.py": "an authority's letter and package, to who works on its file",
        _G
        + "doors/console/incident_files.py": "papers, evidence and the file of an incident: ids, hashes, reports",
        _G + "doors/trust/evidence.py": "the signed report: about nobody",
        _G + "doors/trust/verifier.py": "the verifier's page",
        _G + "doors/portal/erased.py": "a certificate, to whom it was given",
        _G + "doors/portal/my_data.py": "their own data, to themselves, after the gate and the ledger",
        _G + "doors/portal/choices.py": "their own receipt",
        _G + "doors/portal/copying.py": "their own copy, after the gate and the ledger, in pieces",
        _G + "doors/portal/proofs.py": "their own bundle, and the verifier's page",
        _G + "doors/console/ledger.py": "leaves of the ledger: they name nobody",
        _G + "doors/console/inbox.py": "the list of requests, masked",
        _G
        + "doors/console/fulfilment_papers.py": "labels and notes of an open order, printed through the gate",
        _G + "doors/console/customers.py": "a consent receipt, for the person at the counter: opaque ids",
    },
    "stdout": {
        _G + "doors/cli/ledger.py": "leaves of the ledger: they name nobody",
        _G + "doors/cli/incident.py": "ids of whom an incident affected, where an operator pipes them on",
        _G + "doors/cli/development.py": "runs the tests",
    },
    "hidden": {
        _G + "promises/answer/apps.py": "two modules of our own, by their full names",
        _G + "doors/cli/loops.py": "our own loops, from a table in the file",
        _G + "doors/cli/app.py": "our own commands, from a table in the file",
    },
}
# Senders over the network that hold a value somebody's: each takes it from a file where values are opened.
PERSONAL = {"promises/use/channels/https.py", "promises/use/channels/email/line.py"}


@cache
def _found() -> dict[str, set[str]]:
    every = {shown(path): ways_out(path) for path in python_files("src")}
    return {way: {file for file, ways in every.items() if way in ways} for way in ALLOWED}


@pytest.mark.parametrize("way", ALLOWED)
def test_every_way_out_is_on_the_list_and_no_other(way: str) -> None:
    """By this way, exactly the files that are named; each with its reason."""
    assert _found()[way] == set(ALLOWED[way])
    assert all(reason for reason in ALLOWED[way].values())


def test_what_is_below_the_promises_reaches_no_network() -> None:
    """Core and records send nothing anywhere: disclosures are made above, from what `reveal` gave out."""
    below = (_G + "core/", _G + "records/", _G + "site/")
    assert not [file for file in ALLOWED["network"] if file.startswith(below)]


def test_only_the_two_lines_of_the_channels_carry_what_was_opened() -> None:
    """Whoever sends over the network opens no value itself, and the others are given none by who opens."""
    senders = set(ALLOWED["network"])
    assert not senders & OPENED_IN
    others = {file for file in senders if file.startswith(_G) and file.removeprefix(_G) not in PERSONAL}
    modules = {file.removeprefix("src/").removesuffix(".py").replace("/", ".") for file in others}
    used = {
        f"{opener} → {module}"
        for opener in OPENED_IN
        for module in modules
        if module.rpartition(".")[2] != "destinations" and module in (ROOT / opener).read_text("utf-8")
    }
    assert used == set()


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("import requests", "network"),
        ("from http.client import HTTPSConnection", "network"),
        ("from urllib import request", "network"),
        ("from django.core.mail import send_mail", "network"),
        ("import subprocess", "program"),
        ("import os\nos.popen('x')", "program"),
        ("open('x', 'w')", "file"),
        ("from pathlib import Path\nPath('x').open('ab')", "file"),
        ("import os\nos.open('x', os.O_WRONLY)", "file"),
        ("p.write_text('x')", "file"),
        ("open('x', mode='x')", "file"),
        ("answer['Content-Disposition'] = 'attachment'", "download"),
        ("FileResponse(x)", "download"),
        ("__import__('smtp' + 'lib')", "hidden"),
        ("importlib.import_module(name)", "hidden"),
    ],
)
def test_a_way_out_is_seen(source: str, way: str, tmp_path: Path) -> None:
    """Each kind by an example: a test that sees nothing would pass for ever."""
    file = tmp_path / "leak.py"
    file.write_text(source, "utf-8")
    assert way in ways_out(file)
    tree.cache_clear()


def test_reading_is_no_way_out(tmp_path: Path) -> None:
    """Nor are the words for status codes, nor an address taken apart."""
    file = tmp_path / "reader.py"
    file.write_text(
        "from http.client import responses\nfrom urllib.parse import quote\nopen('x')\nopen('x', 'rb')\np.open('r')\n",
        "utf-8",
    )
    assert ways_out(file) == set()
