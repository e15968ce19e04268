"""Zalo's access token: good for about a day, renewed by a refresh token that is good for one renewal only.

So the newest pair is kept in `zalo.token` in the data folder (mode 0600): one renewal at a time for all processes
of this machine, and a written pair before it is used. A new refresh token in GIULOI_ZALO_URL begins a new pair.
By oauth.zaloapp.com/v4/oa/access_token as public code uses it; not confirmed with the vendor.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from giuloi.promises.use.channels.asking import ask, by_status, connection
from giuloi.promises.use.channels.said import settings_refused

HOST, _PATH = "oauth.zaloapp.com", "/v4/oa/access_token"
_WHO, _SETTING = "Zalo", "GIULOI_ZALO_URL"
_EARLY = 300.0  # seconds before its end in which a token is not used any more


def access(provider: Mapping[str, Any], *, refused: str = "") -> str:
    """A token that is good; `refused` is one that Zalo did not take, which is renewed whatever its time says.

    Raises Transient, Unknown, and NotReady when the refresh token is used up: the operator gets a new one.
    """
    with _alone() as file:
        kept = _read(file, provider)
        if kept["access"] and kept["until"] > time() + _EARLY and kept["access"] != refused:
            return str(kept["access"])
        new = _renewed(provider, kept["refresh"])
        _write(file, {**new, "seed": _seed(provider)})
        return str(new["access"])


def _renewed(provider: Mapping[str, Any], refresh: str) -> dict[str, Any]:
    https = connection(provider, HOST)
    form = {"refresh_token": refresh, "app_id": provider["user"], "grant_type": "refresh_token"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "secret_key": provider["password"]}
    try:
        answer = ask(https, _WHO, _PATH, headers, urlencode(form).encode(), keyed=True)
    finally:
        https.close()
    said = answer.json()
    if said.get("access_token") and said.get("refresh_token"):
        lasts = float(said.get("expires_in") or 3600)
        return {
            "access": str(said["access_token"]),
            "refresh": str(said["refresh_token"]),
            "until": time() + lasts,
        }
    if said.get("error"):
        raise settings_refused(_WHO, f"token {said['error']}", _SETTING)
    raise by_status(_WHO, answer, _SETTING, keyed=True)


def _seed(provider: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{provider['user']}\0{provider['refresh']}".encode()).hexdigest()


def _file() -> Path:
    return Path(settings.GIULOI_DATA) / "zalo.token"


@contextmanager
def _alone() -> Iterator[Path]:
    """One renewal at a time: two at once would spend one refresh token twice, and lose both pairs."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
    finally:
        os.close(lock)


def _read(path: Path, provider: Mapping[str, Any]) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    if not isinstance(kept, dict) or kept.get("seed") != _seed(provider):
        return {"access": "", "until": 0.0, "refresh": provider["refresh"]}
    return kept


def _write(path: Path, pair: Mapping[str, Any]) -> None:
    """On disk before it is used: whoever loses it needs a person at Zalo's console."""
    fresh = path.with_suffix(".new")
    wire = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(wire, "w") as file:
        file.write(json.dumps(pair))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
