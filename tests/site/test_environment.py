"""The GIULOI_ variables: a safe default for each, and one clear sentence for what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from giuloi.site.environment import BadSetting, Environment, read

_HOME = Path("/home-of-ha")


def _read(root: bool = False, **variables: str) -> Environment:
    return read(variables, root=root, home=_HOME)


def test_the_defaults_keep_the_root_key_away_from_the_data() -> None:
    """For an ordinary user in XDG's two folders, for root in the system's two."""
    user, root = _read(), _read(root=True)
    assert (user.data, user.root_key) == (
        _HOME / ".local/share/giuloi",
        _HOME / ".config/giuloi/root.key",
    )
    assert (str(root.data), str(root.root_key)) == ("/var/lib/giuloi", "/etc/giuloi/root.key")


def test_the_defaults_are_the_safe_ones() -> None:
    """HTTPS on, loopback names only, no proxy believed, no token, Vietnamese."""
    found = _read()
    assert found.https
    assert found.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (found.proxy_header, found.metrics_token, found.language) == ("", "", "vi")
    assert (found.hsts_subdomains, found.hsts_preload) == (False, False)
    assert found.database["NAME"] == str(_HOME / ".local/share/giuloi/giuloi.db")


def test_the_xdg_folders_are_respected() -> None:
    """Where XDG_DATA_HOME and XDG_CONFIG_HOME point elsewhere, so do we."""
    found = _read(XDG_DATA_HOME="/d", XDG_CONFIG_HOME="/c")
    assert (str(found.data), str(found.root_key)) == ("/d/giuloi", "/c/giuloi/root.key")
    assert str(found.secret_key_file) == "/c/giuloi/secret.key"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"GIULOI_DATA": "data"}, "GIULOI_DATA='data' must be an absolute path"),
        ({"GIULOI_DATA": "/d", "GIULOI_ROOT_KEY": "/d/root.key"}, "must stand outside the data folder"),
        ({"GIULOI_HTTPS": "maybe"}, "GIULOI_HTTPS='maybe' is neither on nor off"),
        ({"GIULOI_LANG": "fr"}, "GIULOI_LANG='fr' is not known: write vi or en"),
        ({"GIULOI_SECRET_KEY": "short"}, "GIULOI_SECRET_KEY is too short"),
        ({"GIULOI_SMTP_URL": "mail.example"}, "GIULOI_SMTP_URL: write smtp://"),
        ({"GIULOI_MAIL_FROM": "tiem"}, "GIULOI_MAIL_FROM: write one address"),
        ({"GIULOI_MAIL_FROM": "a@b.vn\r\nBcc: c@d.vn"}, "GIULOI_MAIL_FROM: write one address"),
        ({"GIULOI_DATABASE_URL": "oracle://x"}, "GIULOI_DATABASE_URL: must start with"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(variables: dict[str, str], sentence: str) -> None:
    """The variable is named and the sentence says what to write."""
    with pytest.raises(BadSetting, match=sentence.replace("(", r"\(")):
        _read(**variables)


@pytest.mark.parametrize("text", ["0", "off", "FALSE", " no "])
def test_https_can_be_switched_off(text: str) -> None:
    """In the words people use for off."""
    assert not _read(GIULOI_HTTPS=text).https
