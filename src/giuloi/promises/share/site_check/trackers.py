"""Which hosts, calls and cookies belong to advertisers and to those who measure and record: a dated list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


class Kind(StrEnum):
    """What somebody does with visitors."""

    ADVERTISING = "advertising"
    MEASURING = "measuring"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Tracker:
    """Somebody who follows visitors, by the name they go by."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Trackers:
    """The list. `calls` and `cookies` lead to a host of it; `as_of` is the day it was last looked through."""

    as_of: str
    hosts: Mapping[str, Tracker]
    calls: Mapping[str, str]
    cookies: Mapping[str, str]

    def of_host(self, host: str) -> Tracker | None:
        """Whose this host is: its own line, or that of the domain it stands under."""
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels) - 1):
            if found := self.hosts.get(".".join(labels[start:])):
                return found
        return None

    def in_script(self, text: str) -> frozenset[str]:
        """Hosts of the list whose calls a script of the page makes."""
        return frozenset(host for call, host in self.calls.items() if call in text)

    def of_cookie(self, name: str) -> str | None:
        """The host behind a cookie's name."""
        return next((host for prefix, host in self.cookies.items() if name.startswith(prefix)), None)


@cache
def trackers() -> Trackers:
    """The list that ships with the package."""
    said: Any = json.loads(files(__package__).joinpath("trackers.json").read_text(encoding="utf-8"))
    return Trackers(
        said["as_of"],
        MappingProxyType({one["host"]: Tracker(one["name"], Kind(one["kind"])) for one in said["hosts"]}),
        MappingProxyType({one["text"]: one["host"] for one in said["calls"]}),
        MappingProxyType({one["prefix"]: one["host"] for one in said["cookies"]}),
    )
