"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

__all__: list[str] = []
