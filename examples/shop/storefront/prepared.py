"""A shop that is ready to open: its database is made once for this state of the code, and copied from then on.

Oscar's migrations take a quarter of a minute; a copy takes none. Kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
_MAKES_IT = ("uv.lock", "goods/catalogue.toml", "storefront/models.py", "storefront/settings.py")
_MAKES_IT_TOO = ("storefront/migrations", "storefront/management/commands")


def prepare() -> Path:
    """The prepared database; made now unless it is there."""
    made = _cache() / f"shop-{_fingerprint()}.sqlite3"
    if not made.is_file():
        made.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="shop-", dir=made.parent) as folder:
            for words in (("migrate", "--verbosity", "0"), ("stock_shelves",), ("settle_file",)):
                _manage(Path(folder), *words)
            os.replace(Path(folder) / "shop.sqlite3", made)
    return made


def move_in(data: Path) -> None:
    """A data folder for one shop: as it was left, or a fresh copy."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (data / "shop.sqlite3").exists():
        shutil.copyfile(prepare(), data / "shop.new")
        os.replace(data / "shop.new", data / "shop.sqlite3")


def _manage(data: Path, *words: str) -> None:
    env = {**os.environ, "SHOP_DATA": str(data), "PYTHONPATH": str(HERE)}
    subprocess.run([sys.executable, HERE / "manage.py", *words], env=env, check=True)  # noqa: S603  our own commands


def _fingerprint() -> str:
    files = [HERE / name for name in _MAKES_IT]
    files += [file for name in _MAKES_IT_TOO for file in sorted((HERE / name).glob("*.py"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:20]


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "giuloi-example-shop"


if __name__ == "__main__":
    print(prepare())
