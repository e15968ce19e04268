"""On PYTHONPATH this gives a process of ours a self-check that passes and a sequencer that waits.

So the supervisor and the server are tested for what they do themselves, on an empty house. The modules are the real
ones: three of their functions are replaced as soon as they are loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from threading import Event
from types import ModuleType
from typing import Any


def _run() -> None:
    if os.environ.get("STAND_IN_BROKEN"):
        from giuloi.core.terms import NotServing

        raise NotServing("the root key does not fit the key store")


def _ready() -> dict[str, bool]:
    return {"database": True, "ledger": True}


def _run_forever(stop: Event) -> None:
    stop.wait()


_STAND_INS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "giuloi.records.selfcheck": {"run": _run, "ready": _ready},
    "giuloi.records.uses.sequencer": {"run_forever": _run_forever},
}


class _Replace:
    """Finds the modules named above as usual, and replaces their functions when they have been executed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name in _STAND_INS else None
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            module.__dict__.update(_STAND_INS[name])

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, _Replace())  # type: ignore[arg-type]
