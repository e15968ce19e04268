"""The public holidays that ship with the package: those no deadline counts on, and those a rota should know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from giuloi.core.bilingual import Words

_CERTAIN = ("P", "S")


@cache
def _days() -> tuple[Mapping[str, Any], ...]:
    text = files("giuloi").joinpath("policies", "holidays-vn.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["days"])


@cache
def free_days() -> frozenset[date]:
    """The days that are no working days by law and by a text that was read: what makes a deadline strictest."""
    return frozenset(one["date"] for one in _days() if one["kind"] == "law" and one["status"] in _CERTAIN)


@cache
def named_days() -> Mapping[date, Words]:
    """Every holiday that is known or expected, swaps too, by its name: when a shop should look at its rota."""
    return MappingProxyType({one["date"]: Words(one["vi"], one["en"]) for one in _days()})
