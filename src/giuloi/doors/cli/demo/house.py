"""A house for the demo alone: a fresh folder, and an environment that knows no other installation."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli.tongue import say

_MARK = "this-is-a-giuloi-demo"  # only a folder with this file in it is ever emptied


class NotEmpty(GiuloiError):
    """The folder holds something that may be somebody's."""


@dataclass(frozen=True, slots=True)
class House:
    """The folders of one demo; `customer` stands for the customer's own computer."""

    folder: Path
    kept: bool = False  # there is something to look at afterwards
    lived: bool = False  # somebody played here before
    open: bool = False  # with doors for a browser, and an inbox that anybody may read

    @property
    def settings(self) -> dict[str, str]:
        """The environment in which a `giuloi` command works on this house."""
        return {
            "GIULOI_DATA": str(self.folder / "data"),
            "GIULOI_ROOT_KEY": str(self.folder / "keys" / "root.key"),
            "GIULOI_HOSTS": "localhost,127.0.0.1",
            "GIULOI_HTTPS": "off",  # loopback, and nobody's data
        } | ({"GIULOI_DEMO": "on"} if self.open else {})

    @property
    def customer(self) -> Path:
        """Where the customer keeps receipts and bundles: nothing of the shop is in there."""
        return self.folder / "customer"

    @property
    def passes(self) -> Path:
        """How the invented people sign in, for the demo's own page."""
        return self.folder / "passes.json"

    @property
    def log(self) -> Path:
        """What the server logs."""
        return self.folder / "server.log"


@contextmanager
def house(chosen: Path | None, *, fresh: bool, keep: bool, doors: bool = False) -> Iterator[House]:
    """Make the folder (a temporary one unless `chosen`), move in, and clear away what is not kept.

    With `doors`, a folder in which a demo lived before is opened again as it was left.
    """
    folder = Path(tempfile.mkdtemp(prefix="giuloi-demo-")) if chosen is None else chosen.resolve()
    lived = doors and not fresh and (folder / _MARK).exists() and House(folder).passes.exists()
    if not lived:
        _make_room(folder, fresh=fresh)
    made = House(folder, kept=keep or chosen is not None, lived=lived, open=doors)
    made.customer.mkdir(exist_ok=True)
    for name in [name for name in os.environ if name.startswith("GIULOI_") and name != "GIULOI_LANG"]:
        del os.environ[name]
    os.environ.update(made.settings)
    try:
        yield made
    finally:
        if not made.kept:
            shutil.rmtree(folder, ignore_errors=True)


def _make_room(folder: Path, *, fresh: bool) -> None:
    """An empty folder with the mark in it. Raises NotEmpty rather than touch anything that is not a demo's."""
    mark = folder / _MARK
    if folder.exists() and any(folder.iterdir()):
        if not mark.exists():
            raise NotEmpty(
                say(
                    f"{str(folder)!r} không trống và không phải của bản demo: hãy chọn thư mục khác",
                    f"{str(folder)!r} is not empty and not a demo's: choose another folder",
                )
            )
        if not fresh:
            raise NotEmpty(
                say(
                    f"{str(folder)!r} đã có một bản demo: thêm --fresh để làm lại từ đầu",
                    f"{str(folder)!r} holds a demo already: add --fresh to begin anew",
                )
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.touch()
