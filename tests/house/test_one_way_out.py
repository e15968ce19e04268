"""There is one way out for personal data: who may ask for keys, make permits and open values is a short list."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.source import ROOT, calls, dotted, imports, python_files, shown, tree

RECORDS = "src/giuloi/records/"
REVEAL, BUNDLE = RECORDS + "reveal.py", RECORDS + "uses/bundle.py"
KEYRING = RECORDS + "keyring/keyring.py"

# The last part of a call → the only files it may stand in.
ONLY_IN: dict[str, set[str]] = {
    "open_many": {REVEAL},
    "open_ledger_key": {BUNDLE},
    "open_permits": {KEYRING},
    # No key comes out of it, but where somebody's entries stand does: to the sequencer, and to themselves.
    # And to a restore, for which only whether a code is in the tree counts.
    "sequence_codes": {
        *(RECORDS + "uses/plan.py", RECORDS + "uses/own.py"),
        RECORDS + "uses/affected.py",  # whom an incident concerns: ids, for the file about it (IV.7)
        *(RECORDS + "uses/reconcile.py", RECORDS + "backup/keys_back.py"),
    },
    "open_row": {REVEAL, RECORDS + "keyring/sealing.py"},
    "Holding": {RECORDS + "credentials.py"},
    "OpenKey": {KEYRING, RECORDS + "keyring/opening.py"},
    "read_root_key": {RECORDS + "keyring/changing.py", RECORDS + "keyring/shares.py"},
    "unwrap_epoch": {RECORDS + "keyring/epoch_keys.py"},
}
# Where a revealed value leaves for its recipient. The line to add here is the line to review.
CHANNELS = "src/giuloi/promises/use/channels/"
OPENED_IN = {
    RECORDS + "keyring/sealing.py",
    "src/giuloi/doors/cli/told.py",
    # Addresses and one-time codes, on the way to whom they belong to.
    CHANNELS + "code.py",
    CHANNELS + "email/letter.py",
    CHANNELS + "inbox.py",
    CHANNELS + "sms/text.py",
    CHANNELS + "zalo/adapter.py",
    CHANNELS + "messenger/adapter.py",
    # A clerk's reply, as it leaves for whom it is for; and what came from outside, on its way into the vault.
    "src/giuloi/promises/use/letters.py",
    "src/giuloi/promises/answer/incoming.py",
    # The copy of all that is held, on its way to whom it is about (VI.1).
    "src/giuloi/promises/answer/copies/contents.py",
    "src/giuloi/promises/use/inbound/receive.py",  # counted under a keyed hash (records/access/limits.py)
    # A campaign: the name in its words; an address as a keyed mark, to be counted or looked for on the list.
    "src/giuloi/promises/use/outreach/written.py",
    RECORDS + "do_not_contact.py",
    # What two approved for an authority, on its way into the sealed package (III.2).
    "src/giuloi/promises/share/authority/package.py",
    # Whom, whither, by which telephone: on its way to the carrier that the policy names (III.3).
    "src/giuloi/promises/share/parcels/packing.py",
    # Addresses on their way into a hash, for a recipient each of them agreed to by name (III.1).
    "src/giuloi/promises/share/hashed_list.py",
    # One file a door: what is opened for whoever asked there.
    "src/giuloi/doors/console/shown.py",
    "src/giuloi/doors/portal/shown.py",
    "src/giuloi/doors/api/given.py",
}


def _source() -> list[Path]:
    return python_files("src")


@pytest.mark.parametrize("name", ONLY_IN)
def test_what_opens_is_called_only_where_it_should_be(name: str) -> None:
    """Each of these is called somewhere, and nowhere but in the files on the list."""
    found = {shown(path) for path in _source() for _, call in calls(path) if call.split(".")[-1] == name}
    found |= {shown(path) for path in _source() for call in _chained(path) if call == name}
    assert found == ONLY_IN[name]


def test_permits_to_open_are_made_only_after_their_use_is_on_disk() -> None:
    """The key store's Permit (not the policy's) is constructed in reveal and in the bundle, nowhere else."""
    of_the_key_store = {"giuloi.records.keyring.Permit", "giuloi.records.keyring.opening.Permit"}
    makers = {
        shown(path)
        for path in _source()
        if any(call == "Permit" for _, call in calls(path))
        and of_the_key_store & {module for _, module in imports(path)}
    }
    assert makers == {REVEAL, BUNDLE}


def test_no_holding_or_permit_is_altered_after_it_was_made() -> None:
    """`replace(holding, …)` would be a purpose claimed instead of held; so would object.__setattr__."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in _source()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).split(".")[-1] in ("replace", "__setattr__", "copy", "deepcopy")
        and any("holding" in dotted(one).lower() or "permit" in dotted(one).lower() for one in node.args)
    ]
    assert not found


def test_values_are_opened_only_in_listed_places() -> None:
    """`secret.open()`, and reaching for what is inside it, stand only where a value is meant to leave."""
    opened = {shown(path) for path in _source() if "open" in _chained(path, bare=True)}
    assert opened <= OPENED_IN
    reached = {
        shown(path)
        for path in _source()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "_value"
        and dotted(node.value) != "self"  # a method of that name, or the Secret itself
    }
    assert not reached


def test_nobody_outside_the_key_store_reaches_into_it() -> None:
    """Its file, root key, epoch keys and connections are private to records/keyring."""
    private = {"_epochs", "_root", "store", "_serials"}
    found = [
        f"{shown(path)}:{node.lineno} .{node.attr}"
        for path in _source()
        if not path.is_relative_to(ROOT / RECORDS / "keyring")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in private and _is_keyring(node.value)
    ]
    assert not found


def _is_keyring(node: ast.expr) -> bool:
    name = dotted(node.func) if isinstance(node, ast.Call) else dotted(node)
    return name.split(".")[-1] in ("keyring", "ring")


def _chained(path: Path, *, bare: bool = False) -> set[str]:
    """The last name of every call, also of `f().name()`; `bare`: only calls without any argument.

    Nor, then, what a `with` enters: no value of anybody is a context, so `with adapter.open()` opens a line.
    """
    entered = {
        id(item.context_expr)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.With)
        for item in node.items
    }
    return {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and not (bare and (node.args or node.keywords or id(node) in entered))
    }
