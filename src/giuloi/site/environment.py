"""What the operator set: the GIULOI_… variables read into one value, with a safe default for each.

`read` is pure, so that every rule here is tested as a table; `docs/operating.md` explains each variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giuloi.core.terms import GiuloiError
from giuloi.site.database_url import postgresql_or_sqlite
from giuloi.site.imap_url import mail_box
from giuloi.site.provider_url import provider
from giuloi.site.smtp_url import mail_server

LANGUAGES = ("vi", "en")
MOST_BACKUP_DAYS = 10  # 7 days, and the 72 hours of the keys
LEAST_SECRET = 50  # characters, what Django's deployment check asks for
_SWITCH = {
    "1": True,
    "on": True,
    "true": True,
    "yes": True,
    "0": False,
    "off": False,
    "false": False,
    "no": False,
}
_SENDER = re.compile(r"(?:[^<>\r\n@]+ <)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?")
# Plain http only where nothing leaves the machine.
_ORIGIN = re.compile(r"https://[a-z0-9.-]+(?::[0-9]{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class BadSetting(GiuloiError):
    """A GIULOI_ variable that cannot be used; the message names it and says what to write."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One installation as its operator set it; `database` is a Django DATABASES entry."""

    data: Path
    root_key: Path
    secret_key: str  # "": keep one in `secret_key_file`
    database: dict[str, Any]
    hosts: tuple[str, ...]
    language: str
    https: bool
    proxy_header: str  # "": no proxy is believed
    address_header: str  # "": the address is that of whoever connects
    metrics_token: str  # "": /metrics answers nobody
    epoch_days: int
    hsts_subdomains: bool
    hsts_preload: bool
    smtp: Mapping[str, Any]  # host, port, user, password, tls; empty: no e-mail goes out
    mail_from: str
    public_url: str  # "": made of the first host
    shop_origins: tuple[str, ...]  # of shops without people that hand their baskets over
    sms: Mapping[str, Any]  # site/provider_url.py; empty: nothing goes out this way
    zalo: Mapping[str, Any]
    messenger: Mapping[str, Any]
    imap: Mapping[str, Any]  # host, port, user, password, tls, folder; empty: no mail is fetched
    mail_authserv: str  # "": no Authentication-Results is believed
    backup_dir: Path | None  # None: no backup is made by itself
    backup_keys_dir: Path | None  # None: beside those of the data, in a folder of their own
    alias_domain: str  # of invented addresses that say who passed a list on; "" for none
    backup_days: int  # how long backups of the data are kept
    demo: bool  # an inbox of messages anybody may read, invented people: never on a real shop's server

    @property
    def secret_key_file(self) -> Path:
        """Beside the root key, so that no backup of the data folder carries it."""
        return self.root_key.with_name("secret.key")


def read(env: Mapping[str, str], *, root: bool, home: Path) -> Environment:
    """Read the variables; `root` and `home` choose the default folders. Raises BadSetting."""
    data = _folder(env, "GIULOI_DATA", _default_data(env, root, home))
    return Environment(
        data=data,
        root_key=_root_key(env, data, _default_configuration(env, root, home)),
        secret_key=_secret(env),
        database=_database(env, data),
        hosts=tuple(host.strip() for host in env.get("GIULOI_HOSTS", "").split(",") if host.strip())
        or _LOOPBACK,
        language=_language(env),
        https=_switch(env, "GIULOI_HTTPS", default=True),
        proxy_header=env.get("GIULOI_PROXY_HEADER", "").strip(),
        address_header=env.get("GIULOI_ADDRESS_HEADER", "").strip(),
        metrics_token=env.get("GIULOI_METRICS_TOKEN", "").strip(),
        epoch_days=_epoch_days(env),
        hsts_subdomains=_switch(env, "GIULOI_HSTS_SUBDOMAINS", default=False),
        hsts_preload=_switch(env, "GIULOI_HSTS_PRELOAD", default=False),
        smtp=_smtp(env),
        mail_from=_mail_from(env),
        public_url=_public_url(env),
        shop_origins=_origins(env),
        sms=_provider(env, "GIULOI_SMS_URL", "esms", "speedsms"),
        zalo=_provider(env, "GIULOI_ZALO_URL", "zalo"),
        messenger=_provider(env, "GIULOI_MESSENGER_URL", "messenger"),
        imap=_imap(env),
        mail_authserv=env.get("GIULOI_MAIL_AUTHSERV", "").strip().lower(),
        backup_dir=_shelf(env, "GIULOI_BACKUP_DIR", data),
        backup_keys_dir=_shelf(env, "GIULOI_BACKUP_KEYS_DIR", data),
        alias_domain=_alias_domain(env),
        backup_days=_backup_days(env),
        demo=_demo(env),
    )


def _shelf(env: Mapping[str, str], name: str, data: Path) -> Path | None:
    if not env.get(name):
        return None
    path = _folder(env, name, data)
    if path.is_relative_to(data) or data.is_relative_to(path):
        raise BadSetting(
            f"{name}={str(path)!r} must stand apart from the data folder {str(data)!r}: else one loss takes both"
        )
    return path


def _alias_domain(env: Mapping[str, str]) -> str:
    said = env.get("GIULOI_ALIAS_DOMAIN", "").strip().lower()
    if said and not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}", said):
        raise BadSetting(
            f"GIULOI_ALIAS_DOMAIN={said!r}: write a domain whose mail you read, like hop-thu.example.vn"
        )
    return said


def _backup_days(env: Mapping[str, str]) -> int:
    text = env.get("GIULOI_BACKUP_DAYS", "").strip() or str(MOST_BACKUP_DAYS)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_BACKUP_DAYS:
        # Longer, and the certificate of an erasure would say what is not so.
        raise BadSetting(f"GIULOI_BACKUP_DAYS={text!r}: write 1 to {MOST_BACKUP_DAYS}")
    return int(text)


def _default_data(env: Mapping[str, str], root: bool, home: Path) -> Path:
    if root:
        return Path("/var/lib/giuloi")
    return Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "giuloi"


def _default_configuration(env: Mapping[str, str], root: bool, home: Path) -> Path:
    if root:
        return Path("/etc/giuloi")
    return Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "giuloi"


def _folder(env: Mapping[str, str], name: str, default: Path) -> Path:
    path = Path(env.get(name) or default)
    if not path.is_absolute():
        raise BadSetting(f"{name}={str(path)!r} must be an absolute path, such as /var/lib/giuloi")
    return path


def _root_key(env: Mapping[str, str], data: Path, configuration: Path) -> Path:
    path = _folder(env, "GIULOI_ROOT_KEY", configuration / "root.key")
    if path.is_relative_to(data):
        # One backup, one theft, one mistaken copy must never hold both the sealed data and its key.
        raise BadSetting(f"GIULOI_ROOT_KEY={str(path)!r} must stand outside the data folder {str(data)!r}")
    return path


def _secret(env: Mapping[str, str]) -> str:
    secret = env.get("GIULOI_SECRET_KEY", "")
    if secret and len(secret) < LEAST_SECRET:
        raise BadSetting(
            f"GIULOI_SECRET_KEY is too short: write at least {LEAST_SECRET} characters, or leave it out"
        )
    return secret


def _database(env: Mapping[str, str], data: Path) -> dict[str, Any]:
    url = env.get("GIULOI_DATABASE_URL") or f"sqlite://{data / 'giuloi.db'}"
    try:
        return postgresql_or_sqlite(url)
    except ValueError as error:
        raise BadSetting(f"GIULOI_DATABASE_URL: {error}") from None


def _smtp(env: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        return mail_server(env["GIULOI_SMTP_URL"]) if env.get("GIULOI_SMTP_URL") else {}
    except ValueError as error:
        raise BadSetting(f"GIULOI_SMTP_URL: {error}") from None


def _provider(env: Mapping[str, str], name: str, *schemes: str) -> Mapping[str, Any]:
    try:
        return provider(env[name], *schemes) if env.get(name) else {}
    except ValueError as error:
        raise BadSetting(f"{name}: {error}") from None


def _imap(env: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        return mail_box(env["GIULOI_IMAP_URL"]) if env.get("GIULOI_IMAP_URL") else {}
    except ValueError as error:
        raise BadSetting(f"GIULOI_IMAP_URL: {error}") from None


def _mail_from(env: Mapping[str, str]) -> str:
    sender = env.get("GIULOI_MAIL_FROM", "").strip()
    if sender and not _SENDER.fullmatch(sender):
        raise BadSetting(
            "GIULOI_MAIL_FROM: write one address, such as tiem@example.vn or Tiệm <tiem@example.vn>"
        )
    return sender


def _public_url(env: Mapping[str, str]) -> str:
    url = env.get("GIULOI_PUBLIC_URL", "").strip().rstrip("/")
    if url and not _ORIGIN.fullmatch(url):
        raise BadSetting(
            f"GIULOI_PUBLIC_URL={url!r} is no origin: write https://privacy.example.vn, with no path"
        )
    return url


def _origins(env: Mapping[str, str]) -> tuple[str, ...]:
    origins = tuple(one.strip() for one in env.get("GIULOI_SHOP_ORIGINS", "").split(",") if one.strip())
    for one in origins:
        if not _ORIGIN.fullmatch(one):
            raise BadSetting(
                f"GIULOI_SHOP_ORIGINS: {one!r} is no origin: write https://shop.example.vn, with no path"
            )
    return origins


def _language(env: Mapping[str, str]) -> str:
    language = env.get("GIULOI_LANG") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise BadSetting(f"GIULOI_LANG={language!r} is not known: write vi or en")
    return language


def _epoch_days(env: Mapping[str, str]) -> int:
    text = env.get("GIULOI_EPOCH_DAYS", "").strip() or "7"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 30):
        raise BadSetting(f"GIULOI_EPOCH_DAYS={text!r} must be a number of days from 1 to 30")
    return int(text)


def _demo(env: Mapping[str, str]) -> bool:
    wanted = _switch(env, "GIULOI_DEMO", default=False)
    hosts = {host.strip() for host in env.get("GIULOI_HOSTS", "127.0.0.1").split(",")}
    if wanted and (_switch(env, "GIULOI_HTTPS", default=True) or not hosts <= set(_LOOPBACK)):
        # Anybody who reaches the demo may take anybody's part in it.
        raise BadSetting("GIULOI_DEMO is for loopback alone: leave it out on a server that others can reach")
    return wanted


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text not in _SWITCH:
        raise BadSetting(f"{name}={text!r} is neither on nor off")
    return _SWITCH[text]
