"""The figures of law that ship with the package, read once: core reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml


@cache
def lawbook() -> Mapping[str, Any]:
    """The parsed `policies/law-vn.yaml`. Dates stay dates; nothing in it is ever changed."""
    text = files("giuloi").joinpath("policies", "law-vn.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))
